"""What the names of an expression mean: the scope of a scheme, a workforce, or both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from ladder_sim.core.arrays import GradeFloats, GradeInts, GradeNumbers
from ladder_sim.core.problems import misspelt
from ladder_sim.expressions.nodes import Node
from ladder_sim.expressions.span import Context, LookBack
from ladder_sim.expressions.syntax import Extent, Tree
from ladder_sim.model.expression import Expr, Period
from ladder_sim.model.metrics import Attribute, Metric
from ladder_sim.model.scheme import Score

#: Attributes that grow with time: units per month. They are kept as of month 0 of the run.
AGING = {"age": 1 / 12, "graduated_months": 1.0}


class Wrong(Exception):
    """An expression that cannot be built; its problem has been noted."""


@dataclass(slots=True)
class GradeTable:
    """The ladder by grade code; code ``len(ids)`` is outside. Numbers are NaN where a grade carries none.

    Parameters
    ----------
    ids, track, role
        By code, without the outside.
    level, layer
        Place on the track, and height compared with other tracks; shape (grades + 1,).
    """

    ids: tuple[str, ...] = ()
    track: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    level: GradeFloats = field(default_factory=lambda: np.zeros(1))
    layer: GradeFloats = field(default_factory=lambda: np.zeros(1))
    fields: dict[str, GradeNumbers] = field(default_factory=dict)  # base among them; shape (grades + 1,), of numbers
    # by step (grades + 1, steps): in month 1
    moving: frozenset[str] = frozenset()  # fields that change with the calendar
    steps: GradeInts = field(default_factory=lambda: np.ones(1, np.int64))  # of each grade
    role_code: GradeInts = field(init=False)  # numbers for roles and tracks, to compare; −1 outside
    track_code: GradeInts = field(init=False)

    def __post_init__(self) -> None:
        self.role_code, self.track_code = _codes(self.role), _codes(self.track)
        if self.steps.size != len(self.ids) + 1:
            self.steps = np.ones(len(self.ids) + 1, np.int64)

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def stepped(self) -> bool:
        """Has a grade steps?"""
        return any(table.ndim > 1 for table in self.fields.values())

    def first(self, name: str) -> GradeFloats:
        """A field at the first step; shape (grades + 1,)."""
        table = self.fields[name]
        return table if table.ndim == 1 else table[:, 0]

    def code(self, grade: str) -> int:
        """The code of a grade.

        Raises
        ------
        ValueError
            The ladder has no such grade.
        """
        return self.ids.index(grade)

    def neighbor(self, step: int) -> GradeInts:
        """Code of the grade `step` levels up in the same track, or the outside code."""
        out = np.full(len(self.ids) + 1, len(self.ids))
        for i, track in enumerate(self.track):
            for j, other in enumerate(self.track):
                if track == other and self.level[j] == self.level[i] + step:
                    out[i] = j
        return out


def _codes(names: tuple[str, ...]) -> GradeInts:
    """A number for each distinct name; −1 for the outside."""
    distinct = {name: i for i, name in enumerate(dict.fromkeys(names))}
    return np.array([*(distinct[name] for name in names), -1])


EVERY_MONTH = -(10**6)  # before all months


@dataclass(slots=True)
class SeriesSpec:
    """A history that windows read: the values of `inner` at every close of `period`."""

    key: tuple[object, ...]
    inner: Node | None  # None: the metric of that name
    period: Period
    metric: str | None = None
    length: int = 1  # periods to remember, for numbers
    bits: bool = False
    streak: bool = False
    ever: bool = False
    ring: bool = False
    first: int = 0  # periods of the beginning to sum up
    so_far: set[str] = field(default_factory=set)  # of mean, total, lowest, highest: kept since the hire
    since: dict[str, set[str]] = field(default_factory=dict)  # by happening: the same, and count, kept since then
    score: str | None = None
    first_close: int = EVERY_MONTH  # the first month whose close something may read


@dataclass(slots=True)
class Scope:
    """Everything a name can stand for, and the histories its windows need (they grow as expressions are built).

    Parameters
    ----------
    parameters
        Values in use.
    indices
        Of a month of the run, and whether what is not paid yet counts, the level.
    signals, attributes, scores, tokens, statuses
        What the scheme and its workforce declare.
    series
        What windows look back on; their place is how nodes name them.
    metrics_read, attributes_read, columns_read
        Noted while expressions are built.
    streams
        Of draws within expressions, how many each owner has.
    """

    parameters: Mapping[str, float | bool | str] = field(default_factory=dict)
    dated: Mapping[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)  # parameters by month
    indices: Mapping[str, Callable[[int, bool], float]] = field(default_factory=dict)
    signals: Mapping[str, Metric] = field(default_factory=dict)
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    scores: Mapping[str, Score] = field(default_factory=dict)
    tokens: tuple[str, ...] = ()
    moves: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by id: the names of their stages
    statuses: tuple[str, ...] = ()
    grades: GradeTable = field(default_factory=GradeTable)
    roles: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()  # grades left out by the parameters: known names that nobody is in
    forbidden: tuple[str, ...] = ()  # attributes a scheme may not read
    year_starts: int = 1  # the month of the year in which the organization's year begins
    alone: bool = False  # the scheme is read without its workforce, which may bring further names
    people: str = ""  # the id of the workforce, for messages
    series: list[SeriesSpec] = field(default_factory=list)
    score_nodes: dict[str, Node | None] = field(default_factory=dict)
    lags: dict[str, int] = field(default_factory=dict)  # of scores: periods that ago(…) reaches back
    faulty: set[str] = field(default_factory=set)  # scores that cannot be built, reported where they are defined
    metrics_read: set[str] = field(default_factory=set)
    attributes_read: set[str] = field(default_factory=set)
    columns_read: set[str] = field(default_factory=set)
    losses_read: set[tuple[str, ...]] = field(default_factory=set)  # groups whose turnover is read
    streams: dict[str, int] = field(default_factory=dict)

    def tracks(self) -> tuple[str, ...]:
        """The tracks of the ladder, in the order of its grades."""
        return tuple(dict.fromkeys(self.grades.track))

    def may_come(self, name: str, known: Iterable[str]) -> bool:
        """Whether a workforce to come may yet bring a name: none that is a known one misspelt.

        Parameters
        ----------
        known : the names that may be meant
        """
        return self.alone and not misspelt(name, known)

    def find_series(self, key: tuple[object, ...], inner: Node | None, period: Period) -> int:
        """The place of a history in `series`, made when it is new.

        Parameters
        ----------
        key : what tells it from others
        inner : what is closed at the end of each period; None of a metric's own
        """
        for i, spec in enumerate(self.series):
            if spec.key == key:
                return i
        self.series.append(SeriesSpec(key, inner, period))
        return len(self.series) - 1


class ExpressionBuilder(Protocol):
    """What the builders of names and functions need of the one that builds the expression around them."""

    scope: Scope
    purpose: Purpose
    drawn: dict[Extent, str]  # streams of functions that draw by place

    def wrong(self, part: Tree, message: str, *, open: bool = False) -> Exception:
        """Note what is wrong at a part; the exception to raise. `open`: a workforce may make it right."""

    def other(self, expr: Expr, owner: str, want: str) -> Node:
        """Another expression of the scheme as a node of kind `want`; raises `Wrong` where it cannot be built."""

    def condition(self, tree: Tree, negate: bool = False) -> Node:
        """A part as a condition, or as its negation; raises `Wrong` where it is none."""

    def number(self, tree: Tree) -> Node:
        """A part as a number; raises `Wrong` where it is none."""

    def any(self, tree: Tree) -> Node:
        """A part as a node of the kind that it gives."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """What an expression is for: who asks, which periods its windows may read, and whether it belongs to a move."""

    owner: str
    context: Context = "closed"
    calendar: Context | None = None  # for windows of the calendar, where they look back further than others
    moves: bool = True  # is there a grade that a move leads to, for new.x
    unit: bool = False  # is it a number of the whole unit, so that what it draws is the unit's

    def sees(self, span: LookBack) -> Context:
        """Which periods a window of this length may read."""
        return self.calendar if span.calendar and self.calendar is not None else self.context
