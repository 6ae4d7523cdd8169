"""A company of several departments, each with its scheme and people, and the transfers between them, as records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ladder_sim.core.frozen import FrozenFields
from ladder_sim.core.i18n import Title
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce

#: What a transfer makes of base pay: the new grade's, what it was, or the higher of both.
TransferPay = Literal["to base", "keep", "protected"]

#: Clocks that may go on in the new department, by the column that keeps each.
TRANSFERRED_CLOCKS = {
    "employed": "hired_since",
    "in_grade": "grade_since",
    "in_role": "role_since",
    "in_track": "track_since",
    "since_promotion": "promoted_since",
    "since_move": "moved_since",
    "since_regrade": "regraded_since",
}


@dataclass(frozen=True, slots=True)
class Transfer(FrozenFields):
    """A way from one department to another.

    In the scheme of the department that people leave it is a move of the same id, which leads out of the ladder; there
    stand its review, conditions, order, quota and stages.

    Parameters
    ----------
    source, target : str
        The departments.
    to : mapping
        Grade of the source -> grade of the target.
    keeps : tuple of str
        Clocks that go on, of `TRANSFERRED_CLOCKS`; the others start anew.
    pay : str
        What becomes of base pay.
    """

    id: str
    title: Title
    source: str
    target: str
    to: Mapping[str, str]
    keeps: tuple[str, ...] = ("employed",)
    pay: TransferPay = "to base"


@dataclass(frozen=True, slots=True)
class CompanyDepartment:
    """A part of a company: a scheme of its own, its moves to other departments among them, and people of its own."""

    id: str
    title: Title
    scheme: Scheme
    workforce: Workforce


@dataclass(frozen=True, slots=True)
class Company:
    """Departments that are played together, as they are or as an alternative would have them."""

    id: str
    title: Title
    departments: tuple[CompanyDepartment, ...]
    transfers: tuple[Transfer, ...] = ()
    file: str = field(default="", compare=False)

    def department(self, name: str) -> CompanyDepartment:
        """The department of this id."""
        return next(one for one in self.departments if one.id == name)

    def leaving(self, department: str) -> dict[str, Transfer]:
        """The transfers out of a department, by the id of their move."""
        return {one.id: one for one in self.transfers if one.source == department}
