"""How people leave and how they answer, from the human form to the model: hazards, effects, effort, retirement."""

from __future__ import annotations

from collections.abc import Mapping

from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import RecordValues
from ladder_sim.files.forms.law import retirement_group
from ladder_sim.files.forms.workforce import (
    AttritionForm,
    EffectsForm,
    TimesFor,
    WorkforceForm,
)
from ladder_sim.files.resolving.resolver import Resolver
from ladder_sim.model.expression import Expr
from ladder_sim.model.law import Law
from ladder_sim.model.metrics import Attribute
from ladder_sim.model.workforce import Attrition, Effects, Effort, LeavingPreset

# Monthly hazards by completed months of tenure: "in-house" is shaped to 30-45 % a year; level and shape of
# "outsourced" come from a Shanghai call center (Bloom, Liang, Roberts, Ying, QJE 2015), its first quarter is assumed.
PRESETS: Mapping[LeavingPreset, tuple[tuple[int, float], ...]] = {
    "in-house": ((0, 0.05), (3, 0.04), (12, 0.035), (24, 0.03), (36, 0.022)),
    "outsourced": ((0, 0.06), (3, 0.055), (12, 0.05), (24, 0.035), (36, 0.022)),
}


#: The posts that count as management or technical where a workforce does not say which do.
MANAGEMENT = "role not in [agent, lead]"


def attrition(r: Resolver, form: AttritionForm) -> Attrition:
    """How people leave: the base hazard a month by tenure, or an expression, and what multiplies it.

    Two ways at once, a table that does not begin at month 0 and an unknown preset are noted as errors.
    """
    given = [key for key in ("base", "hazard", "preset") if getattr(form, key) is not None]
    if len(given) > 1:
        r.add(
            ("attrition", given[1]),
            tr("has {given} at once; choose one", "同时有 {given}；请只留一个", given=" + ".join(given)),
            key=True,
        )
    base: tuple[tuple[int, float], ...] = ()
    if form.preset is not None:
        base = PRESETS[form.preset]
    elif form.base is not None:
        base = tuple(sorted((month, float(hazard)) for month, hazard in form.base.items()))
        if base[0][0] != 0:
            r.add(
                ("attrition", "base"),
                tr("must begin at 0 months, got {got}", "应从0个月开始，现从{got}开始", got=base[0][0]),
            )
    return Attrition(base, r.maybe(form.hazard, "attrition", "hazard"), _effects(r, form.effects))


def _effects(r: Resolver, form: EffectsForm) -> Effects:
    made: RecordValues = {}
    for name in ("performance", "top_performer", "pay_gap"):
        value = getattr(form, name)
        made[name] = None if value is None else float(value)
    for name in ("passed_over", "promoted", "demoted"):
        value = getattr(form, name)
        made[name] = (float(value.times), value.for_) if isinstance(value, TimesFor) else None
    stagnant = form.stagnant
    if stagnant is not None and (stagnant.times is None) == (stagnant.per_month is None):
        r.add(
            ("attrition", "effects", "stagnant"),
            tr("needs either times or per_month", "需要 times 或 per_month 之一"),
            key=True,
        )
    elif stagnant is not None and stagnant.times is not None:
        if stagnant.at_most is not None:
            r.add(
                ("attrition", "effects", "stagnant", "at_most"),
                tr("'at_most' goes with per_month", "“at_most”要与 per_month 一起用"),
                key=True,
            )
        made["stagnant"] = (float(stagnant.times), stagnant.after)
    elif stagnant is not None and stagnant.per_month is not None:
        most = float("inf") if stagnant.at_most is None else float(stagnant.at_most)
        made["stagnant_ramp"] = (float(stagnant.per_month), stagnant.after, most)
    return Effects(**made)


def effort(r: Resolver, form: WorkforceForm) -> Effort | None:
    """The response of scores to a promotion within reach; it needs a KPI that is normal."""
    given = form.effort
    if given is None:
        return None
    if given.near is None and given.hopeless is None:
        r.add(("effort",), tr("needs near, hopeless or both", "需要 near、hopeless 或两者"), key=True)
    kpi = form.metrics.get(given.in_)
    if (kpi is None or kpi.normal is None) and (form.signals is None or (kpi is not None and kpi.normal is None)):
        told = tr("needs a metric '{name}' that is normal", "需要 normal 分布的指标“{name}”", name=given.in_)
        r.add(("effort",), told, key=True)
    near, far = given.near, given.hopeless
    return Effort(
        within=1.0 if near is None else float(near.within),
        most=0.0 if near is None else float(near.most),
        beyond=None if far is None else float(far.beyond),
        least=0.0 if far is None else float(far.most),
        seats=given.seats,
        basis=given.basis or "",
        to=tuple(given.for_),
        metric=given.in_,
    )


def retirement(r: Resolver, form: WorkforceForm, law: Law, attributes: Mapping[str, Attribute]) -> Expr | None:
    """The age at which people retire, or with the preset their group in the law's table."""
    given = form.retirement
    if given is None:
        return None
    if (given.age is None) == (given.preset is None):
        r.add(("retirement",), tr("needs either age or preset", "需要 age 或 preset 之一"), key=True)
        return None
    if given.age is not None:
        if given.management is not None:
            r.add(("retirement", "management"), tr("'management' goes with preset", "“management”要与 preset 一起用"),
                  key=True)  # fmt: skip
        return r.expr(given.age, "retirement", "age")
    at = r.place("retirement", "preset")
    if not law.retirement:
        r.add(("retirement", "preset"), tr("the law '{law}' has no table of retirement; write an age",
                                           "“{law}”没有退休年龄表；请写明 age", law=law.id))  # fmt: skip
        return None
    missing = [name for name in ("age", "gender") if name not in attributes]
    if missing:
        names = tr(", ", "、").join(missing)
        r.add(("retirement", "preset"), tr("needs the attribute {names} under people.attributes",
                                           "需要在 people.attributes 下声明 {names}", names=names))  # fmt: skip
        return None
    posts = r.expr(MANAGEMENT if given.management is None else given.management, "retirement", "management")
    return Expr(retirement_group(law, posts.text), at)
