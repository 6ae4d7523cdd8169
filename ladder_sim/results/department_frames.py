"""The tables of a company: those of its departments with a first column that names the department.

Grades and moves bear the names that they have in the company, so that one column tells them apart; a transfer leads
from a grade of one department to one of another and stands with the department that people leave.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from ladder_sim.core.i18n import tr
from ladder_sim.plan.company import name_in
from ladder_sim.results.columns import stacked
from ladder_sim.results.counts import Axes
from ladder_sim.results.frames import TABLES, TableName, hinting, prefixed

if TYPE_CHECKING:
    import pandas as pd

#: Tables of single people and of groups, which a company's counts do not have: those of the departments, one below the
#: other.
STACKED = tuple(name for name, table in TABLES.items() if table.kept == "events" or name == "groups")
#: Columns of grades and moves, the first of which tells the department.
NAMED = ("grade", "from_grade", "to_grade", "move")


class OfDepartment(Protocol):
    """The run of a department."""

    @property
    def axes(self) -> Axes:
        """What was counted."""

    def frame(self, name: TableName, *, zeros: bool = False) -> pd.DataFrame:
        """One of them."""


def tables_of(own: tuple[TableName, ...], every: Sequence[Collection[TableName]]) -> tuple[TableName, ...]:
    """The tables that a company has: its own and those of `every` department."""
    return tuple(name for name in TABLES if name in own or (every and all(name in one for one in every)))


def by_department(
    name: TableName, departments: Mapping[str, OfDepartment], whole: Callable[[], pd.DataFrame], *, zeros: bool
) -> pd.DataFrame:
    """A table of a company; `whole` makes it from the company's counts."""
    if name in STACKED:
        return _stacked(name, departments, zeros=zeros)
    made = whole()
    column = next(column for column in NAMED if column in made.columns)
    owner = {name_in(one, id): one for one, run in departments.items() for id in _ids(run.axes)}
    import pandas as pd

    known = pd.CategoricalDtype(pd.Index(list(departments), dtype="str"), ordered=True)
    made.insert(0, "department", made[column].astype("str").map(owner).astype(known))
    return made


def _ids(axes: Axes) -> Iterator[str]:
    """The names by which a row of a department is known."""
    yield from (grade.id for grade in axes.grades)
    yield from (move.id for move in axes.moves)


def _stacked(name: TableName, departments: Mapping[str, OfDepartment], *, zeros: bool) -> pd.DataFrame:
    frames = {one: run.frame(name, zeros=zeros) for one, run in departments.items()}
    attrs = {**next(iter(frames.values())).attrs, "note": _notes(frames)}
    made = hinting(stacked({one: prefixed(frame, one, NAMED) for one, frame in frames.items()}, "department"), name)
    made.attrs = attrs
    return made


def _notes(frames: Mapping[str, pd.DataFrame]) -> str:
    """The notes of departments' tables as one."""
    told = {one: frame.attrs["note"] for one, frame in frames.items() if frame.attrs["note"]}
    return tr("; ", "；").join(
        tr("{name}: {note}", "{name}：{note}", name=one, note=note) for one, note in told.items()
    )
