"""Compiled expressions: small nodes that work on whole arrays of people.

A node gives an array with one value per person of the view, or a plain number where all are equal.
Truth values are bool arrays; numbers are float64 (or the integers they came from); categories and grades
are codes. *Undefined* is NaN: every comparison with it is false, and so is the negation, because `not` is
pushed down to the comparisons when an expression is built.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias, TypedDict, Unpack

import numpy as np

from ladder_sim.core.arrays import (
    GradeFloats,
    GradeInts,
    GradeNumbers,
    Integers,
    Numbers,
    PersonInts,
    PersonNumbers,
    SlotFloats,
    SlotInts,
    SlotMask,
    SlotNumbers,
    Slots,
)  # fmt: skip
from ladder_sim.expressions.span import ClosedPeriods, Context
from ladder_sim.expressions.syntax import FIELDS_OF
from ladder_sim.model.expression import Period
from ladder_sim.streams import kernels

#: An array of the view's length, or a scalar.
NodeValue: TypeAlias = PersonNumbers | float
#: What tells one value from another: its kind, then what that kind is told apart by.
NodeKey: TypeAlias = tuple[Hashable, ...]
#: What a value differs by; by a person is by the unit and the month too.
DiffersBy = Literal["month", "unit", "person"]
#: Kinds of keys whose second part is a name.
_NAMED = ("metric", "attr", "clock", "token", "score", "calendar", "happening", "status")
MONTHS_TABLED = 2048  # more months than anybody lives


class Source(Protocol):
    """What nodes read: the state of a block of people.

    `ahead`: dated numbers that hold but are not paid yet count, as for arrears.
    """

    grade_count: int
    ahead: bool

    def column(self, name: str) -> SlotNumbers:
        """A column of the population, or the clocks and tokens read from one."""

    def metric(self, name: str, view: View) -> NodeValue:
        """A metric of the people of a view, shape (people,): of the month, or drawn at its occasion."""

    def series(self, key: int) -> ClosedPeriods:
        """The closed periods of the history with this place in `Scope.series`."""

    def since(self, context: Context) -> SlotInts:
        """The month of the run after which a person's periods count; 0 or less: before the run."""

    def calendar(self, month: int) -> tuple[int, int, int]:
        """Month of the year (1 to 12), quarter (1 to 4) and year of a month of the run."""

    def group(self, *names: str) -> tuple[SlotInts, int]:
        """Group numbers of people joined by all `names`, −1 for who is in none, and how many groups there are."""

    def ranked(self) -> SlotMask:
        """Who takes part in rankings."""

    def members(self, unit: bool) -> SlotMask:
        """Who counts in sums over a team, or (`unit`) over the whole unit."""

    def chance(self, stream: str, p: NodeValue, view: View) -> NodeValue:
        """To whom of a view something happens, of probability `p`; shape (people,), truth values."""

    def uniform(self, stream: str, view: View, *, unit: bool) -> NodeValue:
        """Uniform draws in (0, 1) of the people of a view, shape (people,); `unit`: one for all of a replication."""

    def year_factor(self, stream: str, spread: float, view: View) -> NodeValue:
        """The factor of a view's year, with mean 1 and `spread` the sd of its logarithm; shape (people,)."""

    def loss(self, months: int, *names: str) -> SlotFloats:
        """Exits of the last `months` from the group joined by all `names` over its average headcount, a share a year.

        Of all slots; NaN before so many months have passed, and where there is no group.
        """

    def field(self, name: str) -> GradeNumbers:
        """A number that grades carry and that changes with the calendar, as it is in the month in force."""


@dataclass(slots=True)
class View:
    """Some or all people of a source at one moment.

    `now` is the month whose end the clocks read; `month` the month of the run (1 is the first).
    `memo` holds what was computed once for everybody at this moment; `steady`: so is what is computed for all at once,
    since nothing that heavy nodes read changes while the view is in use.
    """

    source: Source
    now: int
    month: int
    idx: Slots | None = None
    target: PersonInts | None = None  # grade code a move leads to, for new.<field>
    aim: GradeInts | None = None  # the same by grade code now, where a rule's targets are fixed
    steps: PersonInts | None = None  # the step in that grade, where it is known
    memo: dict[Hashable, NodeValue] = field(default_factory=dict)
    steady: bool = False

    def stepping(self, steps: PersonInts) -> View:
        """The same people, with the steps at which they come to stand."""
        return View(self.source, self.now, self.month, self.idx, self.target, self.aim, steps, self.memo)

    def column(self, name: str) -> PersonNumbers:
        """A column of the source, cut to the people of the view."""
        whole = self.source.column(name)
        return whole if self.idx is None else whole[self.idx]

    def of(self, idx: Slots, target: PersonInts | None = None) -> View:
        """The same moment for the people `idx` (places in the block); of everybody's targets, theirs."""
        if target is None and self.target is not None and self.idx is None:
            target = self.target[idx]
        return View(self.source, self.now, self.month, idx, target, self.aim, None, self.memo)

    def aimed(self, aim: GradeInts) -> View:
        """The same with the grades that another rule leads to, by grade code."""
        return View(self.source, self.now, self.month, self.idx, None, aim, None, self.memo, self.steady)

    @property
    def everyone_size(self) -> int:
        """How many slots the source has: replications × slots."""
        return int(self.source.column("grade").size)

    def everyone(self) -> View:
        """The same moment for all people, who share what is remembered of it."""
        if self.idx is None:
            return self
        return View(self.source, self.now, self.month, None, None, self.aim, None, self.memo, self.steady)

    def once(self, key: Hashable, make: Callable[[View], NodeValue]) -> NodeValue:
        """`make` for everybody, computed once per moment, cut to this view."""
        if key not in self.memo:
            self.memo[key] = make(self.everyone())
        return self.cut(self.memo[key])

    def cut(self, whole: NodeValue) -> NodeValue:
        """A value of everybody, cut to the people of the view."""
        if self.idx is None or not isinstance(whole, np.ndarray) or whole.ndim == 0:
            return whole
        return whole[self.idx]


@dataclass(frozen=True, slots=True)
class Nature:
    """What a value is made from beyond its parts; said once, in the record of its word or function.

    Parameters
    ----------
    evidence : bool
        It tells of work, places or chance: a condition with it is more than a waiting time or an attribute.
    by : {None, "month", "unit", "person"}
        What it differs by, whatever its parts do; None: its parts tell, and where it has none, by person.
    own_past : bool
        It looks back on, ranks or draws people under the scheme in force: it cannot be kept for a coming one.
    heavy : bool
        Worth computing once for all rules of a review that want it.
    """

    evidence: bool = False
    by: DiffersBy | None = None
    own_past: bool = False
    heavy: bool = False


PLAIN = Nature()


@dataclass(slots=True, eq=False)
class Node:
    """A value of the rule language that is worked out for all people of a view at once.

    Parameters
    ----------
    kind : number, bool, choice (codes into `levels`), symbol (a bare word), grade, role or track
    key : what it does and by what, equal for nodes that give the same
    nullable : may be undefined (NaN)
    whole : integers, compared without tolerance
    by_grade : depends on nothing but the grade
    constant : the value, where it is known beforehand
    period : of the scores inside, where they close less often than monthly
    run : works it out: shape (people,), or a plain number where all are alike
    raw : the same as narrow integers, for comparing only
    clock : depends on nothing but this clock's whole months
    shared : wanted by several rules of one review: computed once for everybody
    table : of what depends on the grade or one clock alone, by grade code, shape (grades + 1,), or by months
    """

    kind: str
    key: NodeKey
    parts: tuple[Node, ...] = ()
    levels: tuple[str, ...] = ()
    nullable: bool = False  # may be undefined
    whole: bool = False  # integers, compared without tolerance
    by_grade: bool = False  # depends on nothing but the grade
    constant: float | str | None = None  # the value, where it is known beforehand
    period: Period | None = None  # of the scores inside, where they close less often than monthly
    run: Callable[[View], NodeValue] = lambda view: 0.0
    raw: Callable[[View], NodeValue] | None = None  # the same as narrow integers, for comparing only
    clock: str | None = None  # depends on nothing but this clock's whole months
    shared: bool = False  # wanted by several rules of one review: computed once for everybody
    nature: Nature = PLAIN

    table: Numbers | None = None  # by grade code or by months, for what depends on one of them alone
    plain: bool | None = None  # is there no shorter way than to work it out; None: not looked at yet

    def value(self, view: View) -> NodeValue:
        """Its value for the people of a view: shape (people,), or a plain number where all are alike.

        By the shortest way: looked up by grade or clock, remembered for all rules of a review, or worked out.
        """
        if self.plain is None:
            self.plain = not (self.tabled or self.shared or self.key[0] == "*")
        return self.run(view) if self.plain else self._short(view)

    def _short(self, view: View) -> NodeValue:
        """Its value by a table, by what is remembered, or as a product of what tables give."""
        if self.tabled:
            table = self._table(view)
            if self.clock is not None:
                return kernels.by_clock(table, view.column(self.clock), view.now)
            return kernels.by_code(table, view.column("grade"))
        if self.shared and (view.idx is not None or view.steady):
            return view.once(self.key, self.run)
        if self.key[0] == "*" and view.idx is None and (factors := self.factors()):
            product = kernels.product(
                [(f._table(view), view.column(f.clock or "grade"), f.clock) for f in factors], view.now
            )
            if product is not None:
                return product
        return self.run(view)

    @property
    def label(self) -> str:
        """What it reads, as it is written: ``kpi``, ``months_in_grade``, ``next.base``; else what it does."""
        head = str(self.key[0])
        if head in FIELDS_OF:
            return f"{head}.{self.key[1]}"
        return str(self.key[1]) if head in _NAMED else head

    @property
    def fixed(self) -> float | None:
        """Its number or truth value, where that is known beforehand; None also of a word."""
        return None if isinstance(self.constant, str) else self.constant

    def anywhere(self, holds: Callable[[Node], bool]) -> bool:
        """Does something hold of it or of a part?"""
        return holds(self) or any(part.anywhere(holds) for part in self.parts)

    def reads(self, word: str) -> bool:
        """Is something of this kind, such as ``new`` or ``calendar``, anywhere in it?"""
        return self.key[0] == word or any(part.reads(word) for part in self.parts)

    @property
    def tabled(self) -> bool:
        """Depends on nothing but one clock, or nothing but the grade."""
        return bool(self.parts) and (self.clock is not None or (self.by_grade and self.constant is None))

    def _table(self, view: View) -> Numbers:
        """The values by month of the clock, or by grade code."""
        if self.table is None:
            codes = np.arange(view.source.grade_count + 1) if self.clock is None else -np.arange(MONTHS_TABLED)
            ladder = View(_Ladder(codes), 0, 0)  # type: ignore[arg-type]  # who goes by grade reads columns alone
            with np.errstate(all="ignore"):
                self.table = np.broadcast_to(np.asarray(self.run(ladder)), codes.shape).copy()
        return self.table

    def by_grade_table(self, view: View) -> tuple[GradeFloats, PersonInts] | None:
        """The numbers by grade code, and everybody's grade; None where there is more to it than the grade."""
        if not self.tabled or self.clock is not None:
            return None
        table = self._table(view)
        return (table, view.column("grade")) if table.dtype == np.float64 else None

    def factors(self) -> tuple[Node, ...]:
        """The factors of a product, left to right, where each can be looked up in a table; else none."""
        left, right = self.parts
        before = (left,) if left.tabled else left.factors() if left.key[0] == "*" else ()
        return (*before, right) if before and right.tabled else ()


def number(value: float) -> Node:
    """A constant; whole where the number is, so that comparing it needs no tolerance."""
    return Node("number", ("c", float(value)), constant=float(value), run=lambda view: value, by_grade=True,
                whole=float(value).is_integer())  # fmt: skip


def truth(value: bool) -> Node:
    """A constant condition."""
    return Node("bool", ("b", value), constant=value, run=lambda view: value, by_grade=True)


def symbol(text: str) -> Node:
    """A bare word. It becomes a code when it is set beside something with `levels` that names it."""
    return Node("symbol", ("s", text), levels=(text,), constant=text, by_grade=True, run=lambda view: 0)


class NodeDetails(TypedDict, total=False):
    """What `combine` is told of a node beside its parts."""

    levels: tuple[str, ...]
    nature: Nature
    nullable: bool
    whole: bool
    extra: Mapping[str, Hashable]


def combine(
    kind: str, name: str, parts: tuple[Node, ...], run: Callable[..., NodeValue], **more: Unpack[NodeDetails]
) -> Node:
    """A node that applies `run` to the values of its parts; a constant where all parts of a number or truth value are.

    Parameters
    ----------
    kind, name : what it gives (see `Node`), and the head of its key
    run : takes the values of the parts, in their order
    more
        `levels`, `nature`, `nullable` and `whole` as in `Node`; by default it may be undefined where a part may, and is
        not whole. `extra`: pairs that tell it from a node of the same name and parts.
    """
    inner = tuple(part.value for part in parts)
    if len(inner) == 1:
        (first,) = inner
        work: Callable[[View], NodeValue] = lambda view: run(first(view))  # noqa: E731
    elif len(inner) == 2:
        first, second = inner
        work = lambda view: run(first(view), second(view))  # noqa: E731
    else:
        work = lambda view: run(*[part(view) for part in inner])  # noqa: E731
    periods = [part.period for part in parts if part.period is not None]
    node = Node(
        kind,
        (name, *[part.key for part in parts], *sorted(more.get("extra", {}).items())),
        parts,
        nature=more.get("nature", PLAIN),
        nullable=more.get("nullable", any(part.nullable for part in parts)),
        whole=more.get("whole", False),
        by_grade=all(part.by_grade for part in parts),
        clock=_one_clock(parts),
        period=max(periods, key=lambda p: p.step, default=None),
        levels=more.get("levels", ()),
        run=work,
    )
    if parts and all(part.constant is not None for part in parts) and kind in ("number", "bool"):
        return fold(node)
    return node


def _one_clock(parts: tuple[Node, ...]) -> str | None:
    """The clock on which all parts depend and nothing else does, if there is one."""
    clocks = {part.clock for part in parts if part.constant is None}
    return clocks.pop() if len(clocks) == 1 else None


def fold(node: Node) -> Node:
    """A node of constants as a constant."""
    with np.errstate(all="ignore"):
        result = node.run(None)  # type: ignore[arg-type]  # constants ask no view
    if node.kind == "bool":
        return truth(bool(result))
    made = number(float(result))
    made.nullable = bool(np.isnan(result))
    return made


class _Ladder:
    """A source of one person per grade, for what depends on the grade alone."""

    def __init__(self, codes: Integers) -> None:
        self.codes = codes
        self.grade_count = codes.size - 1

    def column(self, name: str) -> SlotInts:
        return self.codes
