"""The units in which the fields of a scheme are filled in, where their names do not tell."""

from __future__ import annotations

from collections.abc import Mapping

from ladder_sim.core.i18n import Title
from ladder_sim.core.unit_words import unit_title
from ladder_sim.editing.fields import FieldPath
from ladder_sim.editing.sheet import FileSheet

_SHARE = Title("share, 0 to 1", "比例，0至1")
#: By the record in which a field stands and its key: a unit of parameters, or words of its own.
FIELD_UNITS: Mapping[tuple[str, str], Title | str] = {
    ("ladder", "base"): "CNY a month", ("pay", "amount"): "CNY a month", ("moves", "award"): "CNY",
    ("ladder", "outside"): _SHARE, ("moves", "apply"): _SHARE, ("stages", "pass"): _SHARE,
    ("stages", "objection"): _SHARE, ("stages", "kept"): _SHARE, ("probation", "pay"): _SHARE,
    ("stages", "days"): "working days", ("stages", "at_least"): "points", ("moves", "after"): "months",
}  # fmt: skip
#: Records that stand within others and have units of their own.
_WITHIN = ("stages", "probation")


def unit_of_field(sheet: FileSheet, loc: FieldPath) -> str:
    """The unit in which a field is filled in, in the language in use; '' where it has none.

    Parameters
    ----------
    loc : the path of the field; the value of a parameter has the unit that the parameter names
    """
    names = [part for part in loc if isinstance(part, str)]
    if names[:1] == ["parameters"] and len(names) > 1 and names[2:] in ([], ["value"], ["from"], ["to"]):
        own = sheet.value(("parameters", names[1], "unit"))
        return unit_title(own) if isinstance(own, str) else ""
    family = next((part for part in reversed(names[:-1]) if part in _WITHIN), names[0])
    found = FIELD_UNITS.get((family, names[-1]), "")
    return str(found) if isinstance(found, Title) else unit_title(found)
