"""What a scheme asks of people, from its human form to the model."""

from __future__ import annotations

from ladder_sim.core.i18n import tr
from ladder_sim.core.protected import CLOSED
from ladder_sim.expressions.words import GIVEN_CLOCKS
from ladder_sim.files.forms.scheme import SchemeForm
from ladder_sim.files.resolving.metrics import attribute
from ladder_sim.files.resolving.resolver import Resolver
from ladder_sim.model.metrics import Attribute


def declared_facts(r: Resolver, form: SchemeForm) -> dict[str, Attribute]:
    """The attributes that the scheme declares; those that no scheme may read are refused."""
    made = {}
    for name, entry in form.attributes.items():
        loc = ("attributes", name)
        if name in CLOSED:
            why = tr("no scheme may read '{name}'; it is kept for the fairness audit: declare it in the workforce",
                     "任何方案都不得读取“{name}”，它只用于公平性检视：请在人员文件中声明", name=name)  # fmt: skip
            r.add(loc, why, key=True)
        elif name not in GIVEN_CLOCKS:  # which are words of the language, and refused as such
            made[name] = attribute(r, name, entry, *loc)
    return made
