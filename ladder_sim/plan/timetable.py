"""Tables of pay month by month: what grades carry, where that changes with the calendar or an index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ladder_sim.core.arrays import Numbers
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Problems
from ladder_sim.expressions.dated import month_said, today
from ladder_sim.expressions.nodes import Node, View
from ladder_sim.model.expression import Expr
from ladder_sim.plan.calendar import Calendar
from ladder_sim.plan.indices import IndexPath

CHECKED = 600  # months from the first in which every entry must have a value

FieldNumbers = Mapping[str, Numbers]


@dataclass(frozen=True, slots=True)
class TableEntry:
    """A number of a grade that changes: of the field `name`, at `step` (from 0; None: at every step).

    `round`: to multiples of what it is rounded as written; None: not.
    """

    name: str
    grade: int
    step: int | None
    node: Node
    expr: Expr
    what: str
    round: float | None = None

    @property
    def place(self) -> tuple[int | slice, ...]:
        """Where it stands in the field's table."""
        return (self.grade,) if self.step is None else (self.grade, self.step)


@dataclass(frozen=True, slots=True)
class Raised:
    """An index, and what it multiplies: a mask of grades for each field; shape (grades + 1,)."""

    path: IndexPath
    fields: Mapping[str, Numbers]


@dataclass(slots=True)
class Moment:
    """A source that knows the calendar alone."""

    of: Calendar
    ahead: bool = False

    def calendar(self, month: int) -> tuple[int, int, int]:
        """Month of the year, quarter and year of a month of the run."""
        return self.of.month(month)


def without_value(what: str, text: str) -> str:
    """What is said of a number that cannot be computed."""
    return tr("{what} has no value: {text} cannot be computed", "{what}没有值：{text} 无法计算", what=what, text=text)


def at_month(node: Node, calendar: Calendar, month: int, ahead: bool = False) -> float:
    """What a number that is the same for everybody is in a month of the run.

    Parameters
    ----------
    ahead : what holds but is not paid yet counts
    """
    return float(node.value(View(Moment(calendar, ahead), month, month)))  # type: ignore[arg-type]  # it asks for the calendar alone


@dataclass
class Timetable:
    """The tables of every month. With `round`, what an index raises is rounded, and rises from there.

    Parameters
    ----------
    fields
        Before anything has changed: by key of grades, shape (grades + 1,), or (grades + 1, steps) of what has steps.
    round
        To multiples of how much; None: not.
    """

    fields: FieldNumbers
    entries: Sequence[TableEntry]
    raised: Sequence[Raised]
    calendar: Calendar
    round: float | None = None
    _known: dict[bool, list[tuple[FieldNumbers, FieldNumbers]]] = field(default_factory=lambda: {False: [], True: []})

    def at(self, month: int, ahead: bool = False) -> FieldNumbers:
        """The tables in force in a month of the run (before the first: those of the first).

        Parameters
        ----------
        ahead
            What holds but is not paid yet counts.

        Returns
        -------
        By key of grades, of the shapes of `fields`.
        """
        known = self._known[ahead]
        while len(known) < max(month, 1):
            self._next(known, ahead)
        return known[max(month, 1) - 1][1]

    def _next(self, known: list[tuple[FieldNumbers, FieldNumbers]], ahead: bool) -> None:
        """The month after those that are known: as written, and as raised."""
        month = len(known) + 1
        written = {name: table.copy() for name, table in self.fields.items()}
        for entry in self.entries:
            value = np.asarray(at_month(entry.node, self.calendar, month, ahead))
            written[entry.name][entry.place] = rounded(value, entry.round)
        now = today(Moment(self.calendar), month)
        raised = {name: table.copy() for name, table in written.items()}
        for name in {name for each in self.raised for name in each.fields}:
            levels = [self._by(name, now if kind else None, now, ahead) for kind in (True, False)]
            if not known or self.round is None:
                raised[name] = written[name] * levels[0]
                continue
            before, published = known[-1][0][name], known[-1][1][name]
            anew = written[name] != before
            raised[name] = np.where(anew, written[name] * levels[0], published * levels[1])
            changed = anew | (levels[1] != 1)
            raised[name] = np.where(changed, rounded(raised[name], self.round), raised[name])
        known.append((written, raised))

    def _by(self, name: str, level: int | None, month: int, ahead: bool) -> Numbers:
        """By what indices multiply a field: since month 1, or (`level` None) on the first of the month."""
        table = self.fields[name]
        factor = np.ones(table.shape)
        for each in self.raised:
            if name in each.fields:
                by = each.path.factor(month, ahead) if level is None else each.path.level(level, ahead)
                mask = each.fields[name]
                factor = np.where(mask if table.ndim == 1 else mask[:, None], factor * by, factor)
        return factor

    def pending(self, month: int) -> bool:
        """Is there in this month what holds and is not paid yet?"""
        if month < 1:
            return False
        paid, due = self.at(month), self.at(month, ahead=True)
        return any(not np.array_equal(paid[name], due[name], equal_nan=True) for name in paid)

    def check(self, problems: Problems) -> None:
        """Report entries that are without a value, or negative, in a month of the fifty years from the first."""
        for entry in self.entries:
            for month in range(1, CHECKED + 1):
                value = at_month(entry.node, self.calendar, month)
                if value != value or value < 0:
                    when = month_said(today(Moment(self.calendar), month))
                    text = without_value(entry.what, entry.expr.text) if value != value else tr(
                        "{what} must be at least 0, got {value:g}", "{what}应不小于0，现为{value:g}", what=entry.what,
                        value=value)  # fmt: skip
                    problems.add(entry.expr.at, tr("{text} (in {month})", "{text}（{month}）", text=text, month=when))
                    break


def rounded(values: Numbers, to: float | None) -> Numbers:
    """Rounded to multiples of `to`, halves up, shape of `values`; None: as they are."""
    if to is None:
        return values
    places = 1 / to
    made: Numbers = np.floor(values / to + 0.5 + 1e-9) * to if places != round(places) else (
        np.floor(values * round(places) + 0.5 + 1e-9) / round(places))  # fmt: skip
    return made
