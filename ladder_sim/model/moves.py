"""Moves: conditions, quotas, stages, pay, probation, and the tokens that spare people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ladder_sim.core.frozen import FrozenFields
from ladder_sim.core.i18n import Title
from ladder_sim.core.one_line import OneLine
from ladder_sim.core.problems import NOWHERE, Place
from ladder_sim.core.rounding import USUAL, Rounding
from ladder_sim.model.expression import Expr, Period
from ladder_sim.model.grades import FTE_UNITS
from ladder_sim.model.kinds import Cause, MoveKind, Severance

ANY = "any"
EXIT, SAME, NEXT, LOWER, BEFORE = "exit", "same", "next", "lower", "before"
STAY = "stay"


#: How a budget that is too small is shared: every raise is cut by one factor, or the first get theirs whole.
ShareOut = Literal["in proportion", "best first"]
#: What becomes of what a budget leaves: it is gone, or there in every later review, or in the next one alone.
Unspent = Literal["lapses", "carried over", "carried over once"]
#: What becomes of somebody whom the end of the probation after a move does not confirm.
UnconfirmedMove = Literal["exit", "stay", "lower"]
#: How far the windows of a move's conditions look back: as long as they are, or no further than the last move.
MoveWindows = Literal["across", "since_move"]


#: What a review's budget limits: what its moves add to base pay, a month, or what they pay once.
BudgetFor = Literal["raises", "awards"]
#: What a budget of raises is stated in: a share of the base pay of those reviewed, or an amount a month.
BudgetKind = Literal["share of base", "amount"]


@dataclass(frozen=True, slots=True)
class Budget:
    """What the moves of one review may add to base pay, a month, or pay as awards, once.

    Parameters
    ----------
    kind : whether `n` is a share of all base pay (0–1) or an amount of money a month
    share_out : ``in proportion``: every raise is cut by one factor. ``best first``: in the order in which moves are
        tested, and within each by its `order`, until the next raise does not fit
    by : the group each of which has its own: the share of its base pay, or its part of the amount in proportion to base
        pay
    unspent : what becomes of what is left; of ``carried over once`` what came over is spent first
    """

    kind: BudgetKind
    n: Expr
    share_out: ShareOut = "best first"
    by: str = ""
    of: BudgetFor = "raises"
    unspent: Unspent = "lapses"


@dataclass(frozen=True, slots=True)
class WorkHours:
    """What a review or a stage takes of those who hold it.

    Parameters
    ----------
    hours : of each of the panel for each person reviewed, or each case of the stage
    panel : how many hold it
    sitting : hours of each of the panel for a sitting, however many people come: a review that is held, or a month in
        which a stage has cases
    """

    hours: float = 0.0
    panel: float = 1.0
    sitting: float = 0.0


@dataclass(frozen=True, slots=True, repr=False)
class Review(OneLine):
    """The dated occasion at which moves are tested; `effective` is a month of the year, or None for the next month."""

    name: str
    title: Title
    every: Period
    effective: int | None = None
    budget: Budget | None = None
    who: Expr | None = None  # who is reviewed; None: everybody
    after: str | None = None  # the review that is tested first where both are due
    work: WorkHours | None = None  # of those who hold it; None: nobody says


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of a move's `when`: all must hold, and the first that fails is the reason in the why-not ledger."""

    id: str
    title: Title
    test: Expr
    due: bool | None = None  # is it a waiting time; None: when it reads no result


@dataclass(frozen=True, slots=True)
class Quota:
    """How many a single review may move.

    Parameters
    ----------
    kind : as many as there are seats, a number, a share of the grade, of the eligible or of the openings; ``unlimited``
        goes beyond the seats of the target grade. A share of the openings is that of every seat which opens there,
        whenever it opens: moves with such shares are channels, to each of which openings are given in turn
    n : the number, or the share from 0 to 1
    """

    kind: Literal["unlimited", "vacancy", "number", "share of grade", "share of eligible", "share of openings"] = (
        "vacancy"
    )
    n: Expr | None = None
    rounding: Rounding = USUAL  # of a share
    by: str = ""  # the group in each of which it holds; a number is spread over the groups by largest remainder
    spread: Literal["eligible", "headcount"] = "eligible"  # in proportion to what
    fte: bool = False  # counted in full-time equivalents
    released: bool = False  # openings of its share that a review leaves unfilled go to other moves

    @property
    def units(self) -> int:
        """In how many parts one place is counted."""
        return FTE_UNITS if self.fte else 1


@dataclass(frozen=True, slots=True)
class Failure:
    """What follows a failed stage, on the first of the month after the decision.

    Parameters
    ----------
    to : str
        ``stay``, ``exit``, ``lower``, ``before`` or a grade's id.
    after : Expr or None
        Months later.
    cause : str or None
        Of an exit; None: a dismissal, or a failed probation of somebody in a trial grade.
    status : str or None
        In which the person is until then.
    effective : int or None
        The month of the year in which it takes effect, the first such one after that; None: at once.
    """

    to: str = STAY
    after: Expr | None = None
    cause: Cause | None = None
    severance: Severance = "due"
    status: str | None = None
    effective: int | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Stage(OneLine):
    """A step that a case walks through, then a mark, a vote or an objection.

    Parameters
    ----------
    days : working days that it takes
    retakes : how many there may be
    """

    name: str
    title: Title
    days: Expr
    passes: Expr | None = None  # chance to pass
    score: Expr | None = None  # a mark, compared with at_least
    at_least: Expr | None = None
    objection: Expr | None = None  # chance that an objection stops the case
    retake_after: int | None = None  # months
    retakes: int = 0
    kept: Expr | None = None  # chance that a failed candidate is given the retake
    capacity: Expr | None = None  # cases a month
    fails_to: Failure = Failure()
    work: WorkHours | None = None  # of those who hold it; None: nobody says


@dataclass(frozen=True, slots=True)
class PayRule:
    """What a move does to base pay: to the new grade's base, kept, raised within a range, or set.

    Parameters
    ----------
    low, high : of kind raise, ends of the range of the raise, money a month
    value : of kind set, the new base, money a month
    """

    kind: Literal["base", "keep", "raise", "set"] = "base"
    low: Expr | None = None
    high: Expr | None = None
    by: Expr | None = None  # 0 to 1, place in the range; default: the case's mark, else luck
    value: Expr | None = None


@dataclass(frozen=True, slots=True)
class Waiver:
    """When `when` holds, up to `count` of the named conditions (all when empty) count as met."""

    when: Expr
    count: int = 1
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MoveProbation:
    """Probation that follows a move; `confirm` is tested after `months`, `otherwise` is exit, stay or lower."""

    months: int
    confirm: Expr | None = None
    otherwise: UnconfirmedMove = "exit"


#: The step to which a move leads in its grade: the next, the same, the first, or what an expression gives.
StepRule = Literal["next", "keep", "first", "to"]


@dataclass(frozen=True, slots=True, repr=False)
class Move(FrozenFields, OneLine):
    """A rule by which people change grade. `to` maps each grade it starts from to where it leads.

    Parameters
    ----------
    review : at which it is tested
    when : all must hold
    quota : how many a review may move
    order : who goes first where not all can: the highest value
    apply : chance, 0–1, that an eligible person applies; None: all do
    stages : what a case walks through before the decision
    award : paid once with the move, money
    spared_by : the token that is spent to be spared of it
    """

    id: str
    title: Title
    kind: MoveKind
    review: str
    to: Mapping[str, str]  # from grade -> grade id, or EXIT, SAME, BEFORE
    to_expr: Expr | None = None  # a grade chosen by expression, instead of `to`'s values
    when: tuple[Condition, ...] = ()
    quota: Quota = Quota()
    order: Expr | None = None
    apply: Expr | None = None
    stages: tuple[Stage, ...] = ()
    pay: PayRule = PayRule()
    award: Expr | None = None
    after: Expr | None = None  # months between decision and effect
    status: str | None = None  # that it begins
    spared_by: str | None = None
    counts_as: str | None = None  # the move as which counters and clocks of named moves take it, too
    beside: tuple[str, ...] = ()  # moves that may be decided on the same person beside it; ANY: all that can be
    causes: Mapping[Cause, Expr] = field(default_factory=lambda: {"dismissal": Expr("1")})  # of an exit: cause -> share
    severance: Severance = "due"  # of those whose cause is one for which it is paid
    step: StepRule | None = None  # in the grade it leads to; None: first of another one
    step_to: Expr | None = None  # of kind "to"
    keeps_wait: Expr | None = None  # for whom the months in the step go on in the step to which it leads
    windows: MoveWindows = "across"
    calendar: MoveWindows = "across"  # the same for this_year and this_quarter
    probation: MoveProbation | None = None
    waive: Waiver | None = None
    set: Mapping[str, Expr] = field(default_factory=dict)  # attribute -> what it becomes with the move
    at: Place = field(default=NOWHERE, compare=False)


def names_of_move(move: Move) -> tuple[str, ...]:
    """The ids under which counters and clocks of named moves know it."""
    return (move.id,) if move.counts_as is None else (move.id, move.counts_as)


def beside_each_other(a: Move, b: Move) -> bool:
    """Can both be decided on one person? One of them must leave the grade as it is, and none be an exit."""
    grade_stays = any(set(move.to.values()) == {SAME} and move.to_expr is None for move in (a, b))
    return grade_stays and not any(EXIT in move.to.values() for move in (a, b))


def pairs_beside(moves: Sequence[Move]) -> frozenset[tuple[str, str]]:
    """The pairs of moves that may be decided on one person in one evening, each in both orders."""
    named = [(a, b) for a in moves for b in moves if a is not b and (b.id in a.beside or ANY in a.beside)]
    found = [(a.id, b.id) for a, b in named if beside_each_other(a, b)]
    return frozenset([*found, *((b, a) for a, b in found)])


@dataclass(frozen=True, slots=True)
class Token:
    """Something earned at a review and spent to be spared; `keep` in months, None for ever."""

    name: str
    title: Title
    review: str
    earn: Expr
    keep: int | None = None
    at_most: int = 1
