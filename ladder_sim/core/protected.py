"""Attributes that the law protects: they are audited for fairness; some no scheme may read."""

from __future__ import annotations

from dataclasses import dataclass

from ladder_sim.core.i18n import Title


@dataclass(frozen=True, slots=True)
class ProtectedAttribute:
    """A protected attribute; `closed`: no scheme may read it."""

    id: str
    title: Title
    closed: bool = False


PROTECTED = {
    attribute.id: attribute
    for attribute in (
        ProtectedAttribute("gender", Title("gender", "性别"), closed=True),
        ProtectedAttribute("sex", Title("sex", "性别"), closed=True),
        ProtectedAttribute("ethnicity", Title("ethnicity", "民族")),
        ProtectedAttribute("nationality", Title("nationality", "国籍")),
        ProtectedAttribute("household", Title("household register", "户籍")),
        ProtectedAttribute("disability", Title("disability", "残疾状况")),
        ProtectedAttribute("religion", Title("religion", "宗教信仰")),
        ProtectedAttribute("married", Title("marital status", "婚姻状况")),
    )
}
#: What no scheme may read.
CLOSED = tuple(attribute.id for attribute in PROTECTED.values() if attribute.closed)
