"""A scheme and a workforce compiled into one program: tables by grade, and nodes for every rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, Literal

import numpy as np

from ladder_sim.core.arrays import GradeFloats, GradeInts, GradeMask, Numbers
from ladder_sim.core.i18n import Title
from ladder_sim.expressions.nodes import Node
from ladder_sim.expressions.scope import GradeTable, Scope, SeriesSpec
from ladder_sim.expressions.span import Context
from ladder_sim.model.grades import Grade, Seats
from ladder_sim.model.kinds import Cause, MoveKind
from ladder_sim.model.metrics import Attribute, FactChange, Metric
from ladder_sim.model.moves import BudgetFor, Move, Stage, Token
from ladder_sim.model.scheme import PayPart, Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.calendar import Calendar
from ladder_sim.plan.measures import OwnPlan
from ladder_sim.plan.statuses import StatusPlan
from ladder_sim.plan.switch_plan import SwitchPlan
from ladder_sim.plan.timetable import Timetable, at_month

#: The track of grades that stand for a role the scheme has no grade for.
UNCOVERED = "(uncovered)"


@dataclass(slots=True)
class StagePlan:
    """A stage, compiled."""

    stage: Stage
    days: Node
    passes: Node | None
    score: Node | None
    at_least: Node | None
    objection: Node | None
    kept: Node | None
    capacity: Node | None
    after: Node | None  # months from a failure to what follows


@dataclass(slots=True)
class MovePlan:
    """A move, compiled. `to` maps grade codes to grade codes: -1 not from here, G exit, `before` by memory."""

    move: Move
    index: int
    to: GradeInts
    before: GradeMask  # bool by from-grade: to the grade held before
    to_node: Node | None
    conditions: list[Node]
    gates: list[bool]  # waiting times: conditions on clocks and attributes alone
    order: Node | None
    apply: Node | None
    quota: Node | None
    stages: list[StagePlan]
    pay: dict[str, Node]
    award: Node | None
    after: Node | None
    causes: dict[Cause, Node]
    probation_confirm: Node | None
    waive: Node | None
    waivable: list[bool]
    step: Node | None = None  # at which step of the new grade, where an expression says so
    keeps_wait: Node | None = None  # for whom the months in the step go on
    quota_by: tuple[str, ...] = ()  # the group in each of which the quota holds
    sets: dict[str, Node] = field(default_factory=dict)  # attribute -> what it becomes
    budgeted: BudgetFor | None = None  # what its review has a budget of, so that it is fixed there
    asks_goal: bool = False  # its review reads new.x, and the new grade is no table by grade
    reasons: list[str] = field(default_factory=list)
    context: Context = "closed"  # which periods the windows of its conditions may read

    @property
    def kind(self) -> MoveKind:
        """What the move does."""
        return self.move.kind

    @property
    def causes_of_exit(self) -> tuple[Cause, ...]:
        """Every cause for which people may leave by it, whether it moves them or they fail at a stage of it."""
        failed = (stage.stage.fails_to.cause for stage in self.stages)
        return (*self.causes, *(cause for cause in failed if cause is not None))


@dataclass(frozen=True, slots=True)
class BudgetPlan:
    """A review's budget, compiled; `by`: the group each of which has its own, () for all together."""

    n: Node
    by: tuple[str, ...]


@dataclass(slots=True)
class TokenPlan:
    """A token, compiled."""

    token: Token
    earn: Node


@dataclass(slots=True)
class PartPlan:
    """A part of pay, compiled; `grades` None: everybody."""

    part: PayPart
    amount: Node
    when: Node | None
    grades: GradeMask | None  # bool by grade code


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """Seats of a grade, compiled: `n`, or `n` per `per` people of ``seats.of``."""

    seats: Seats
    n: Node
    per: Node


@dataclass(frozen=True, slots=True)
class CellPlan:
    """Seats of a grade for each value of an attribute: pools of their own from number `first` on.

    The last of them, of people without a value, has no seats.
    """

    by: str
    first: int
    seats: tuple[SeatPlan | None, ...]  # by the attribute's levels; None: no seats

    @property
    def pools(self) -> range:
        """The numbers of its pools."""
        return range(self.first, self.first + len(self.seats) + 1)


@dataclass(frozen=True, slots=True)
class OutsidePlan:
    """Openings of a grade that hires fill: the share of them, and for how many months candidates go first."""

    share: Node
    after: Node | None


@dataclass(frozen=True, slots=True)
class MentorPlan:
    """Who may be a mentor, and the chance that a newcomer is finished."""

    who: Node
    success: Node


@dataclass(frozen=True, slots=True)
class MarketPlan:
    """Market pay that depends on the person, of the grades of a role (bool by grade code)."""

    grades: GradeMask
    pay: Node


@dataclass(frozen=True, slots=True)
class FactPlan:
    """An attribute that changes, compiled: for each of its changes who, and to which value or level code.

    A `to` of None is the next level.
    """

    fact: Attribute
    changes: tuple[tuple[FactChange, Node, Node | None], ...]


@dataclass(slots=True)
class MetricPlan:
    """A metric, compiled; parameters that its distribution does not have are None."""

    metric: Metric
    mean: Node | None
    between: Node | None
    within: Node | None
    gain: Node | None
    at_move: Node | None = None


@dataclass
class Program:
    """One scheme on one workforce, ready to run.

    Tables by grade code have the shape (grades + 1,), the last code being the outside; nodes give a value for everybody
    of a view. Money is a month's.

    Parameters
    ----------
    covered : bool by grade code: not one that stands for a role without a grade
    parts : of pay, besides base
    probation : nodes of the rules of probation, by key
    placement : role → node that chooses a grade on the first day
    hazard : chance to leave in a month, 0–1, in place of the table by tenure
    load : employer's contributions as a share of pay
    hire_cost, training : money a hire, and a month of training
    retirement : age in years
    team_size : people of a team
    """

    scheme: Scheme
    workforce: Workforce
    infos: tuple[Grade, ...]  # by grade code, uncovered ones and those of a replaced scheme included
    own: GradeMask  # bool by grade code: a grade of this scheme (or an uncovered one)
    covered: GradeMask
    scope: Scope
    workforce_scope: Scope
    seats: dict[int, SeatPlan]  # by grade code
    pool: GradeInts  # by grade code: the code of the grade whose seats are used
    outside: dict[int, OutsidePlan]  # by grade code
    moves: list[MovePlan]
    tokens: list[TokenPlan]
    statuses: tuple[StatusPlan, ...]  # the scheme's, then those of life
    parts: list[PartPlan]
    metrics: dict[str, MetricPlan]
    probation: dict[str, Node]
    entry: Node | None
    hire_if: Node | None
    hire_among: Node | None
    hire_order: Node | None
    placement: dict[str, Node]
    hazard: Node | None
    load: Node
    hire_cost: Node
    training: Node
    retirement: Node | None
    mentors: MentorPlan | None
    market: GradeFloats  # by grade code, of people past probation
    market_plans: list[MarketPlan]
    timetable: Timetable | None = None  # of tables that change; None: they stay
    rising: Mapping[str, Node] = field(default_factory=dict)  # amounts of the workforce that change by date
    pending: tuple[tuple[int, int], ...] = ()  # months of the run from which something holds, and is paid
    entry_step: Node | None = None
    entry_pay: Node | None = None
    placement_step: Node | None = None
    team_size: int = 10
    beside: frozenset[tuple[str, str]] = frozenset()  # moves that may be decided on one person in one evening
    cells: dict[int, CellPlan] = field(default_factory=dict)  # by grade code: seats by group
    sits: dict[str, Node] = field(default_factory=dict)  # by review: who is reviewed
    measures: tuple[OwnPlan, ...] = ()  # of the scheme's own
    facts: tuple[FactPlan, ...] = ()  # attributes that are read and change with time
    budgets: dict[str, BudgetPlan] = field(default_factory=dict)  # by review
    ability_at_move: Node | None = None
    rules_read: frozenset[str] = frozenset()  # metrics that the scheme's own rules read
    takes_in: bool = False  # do people come from other departments?
    switch: SwitchPlan | None = None  # how people pass from the scheme that this one replaces

    @property
    def grades(self) -> GradeTable:
        """The grades by code, with what rules read of them."""
        return self.scope.grades

    @cached_property
    def seated(self) -> GradeMask:
        """bool by grade code: are its seats (or those it shares) limited?"""
        limited: GradeMask = np.isin(self.pool, [*self.seats, *self.cells])
        return limited

    @cached_property
    def pools(self) -> int:
        """How many pools of seats there are: one for each grade and the outside, and those of groups."""
        return self.pool.size + sum(len(cell.pools) for cell in self.cells.values())

    @cached_property
    def units(self) -> GradeInts:
        """By pool, in how many parts a seat is counted: 1, or the parts of a full-time equivalent."""
        units = np.ones(self.pools, np.int64)
        for code, plan in self.seats.items():
            units[code] = plan.seats.units
        for cell in self.cells.values():
            units[cell.pools] = max((plan.seats.units for plan in cell.seats if plan is not None), default=1)
        return units

    @cached_property
    def leaving_places(self) -> tuple[str, ...]:
        """The statuses in which people hold no seat."""
        return tuple(plan.status.id for plan in self.statuses if not plan.status.keeps_place)

    @cached_property
    def uncounted(self) -> tuple[str, ...]:
        """The statuses in which people count as no headcount."""
        return tuple(plan.status.id for plan in self.statuses if not plan.status.counts)

    @property
    def series(self) -> list[SeriesSpec]:
        """What windows look back on."""
        return self.scope.series

    @property
    def stepped(self) -> bool:
        """Has a grade steps?"""
        return self.grades.stepped

    def workforce_at(self, month: int) -> Workforce:
        """The workforce with the amounts of a month of the run in place of those that change by date."""
        if not self.rising:
            return self.workforce
        calendar = Calendar(self.workforce.start, self.workforce.holidays)
        now = {name: at_month(node, calendar, month) for name, node in self.rising.items()}
        fixed = self.workforce.costs
        costs = replace(
            fixed, load_floor=now.get("load_floor", fixed.load_floor),
            load_ceiling=now.get("load_ceiling", fixed.load_ceiling),
            severance_cap_pay=now.get("severance_cap_pay", fixed.severance_cap_pay),
        )  # fmt: skip
        least = now.get("minimum_wage", self.workforce.minimum_wage)
        return replace(self.workforce, costs=costs, minimum_wage=least)

    @property
    def protects(self) -> bool:
        """Is anybody paid otherwise than by the tables for a time after the changeover to this scheme?"""
        return self.switch is not None and self.switch.pay.kept_apart

    def arrears(self, month: int) -> bool:
        """Does something hold in a month of the run that is not paid yet?"""
        return any(holds <= month < paid for holds, paid in self.pending)

    def fields_at(self, month: int) -> Mapping[str, Numbers]:
        """What grades carry in a month of the run; shape (grades + 1,) or (grades + 1, steps)."""
        return self.grades.fields if self.timetable is None else self.timetable.at(month)

    def reads(self, column: str) -> bool:
        """Does a rule read this column of the population?"""
        return column in self.scope.columns_read


#: How a review may end for somebody besides at a condition, a status or a stage of the move.
FixedReason = Literal["on probation", "case under way", "moved otherwise", "did not apply", "no seat", "quota reached",
                      "budget spent", "spared", "left", "under way", "top step", "moved"]  # fmt: skip
BUDGET_SPENT: Final = "budget spent"  # of reviews with a budget alone
FIXED_REASONS: dict[FixedReason, Title] = {
    "on probation": Title("on probation", "试用期内"),
    "case under way": Title("case under way", "已有流程未办结"),
    "moved otherwise": Title("moved otherwise", "已有其他变动"),
    "did not apply": Title("did not apply", "未申请"),
    "no seat": Title("no seat", "没有空缺"),
    "quota reached": Title("quota reached", "名额已满"),
    BUDGET_SPENT: Title("budget spent", "预算用尽"),
    "spared": Title("spared", "豁免"),
    "left": Title("left", "已离职"),
    "under way": Title("under way at the end", "期末流程未办结"),
    "top step": Title("at the top step", "已在最高档"),
    "moved": Title("moved", "已变动"),
}


def fixed_titles() -> dict[str, Title]:
    """`FIXED_REASONS`, to look up any outcome of a ledger in."""
    return {str(reason): title for reason, title in FIXED_REASONS.items()}


IN_STATUS = Title("in status: {s}", "处于：{s}")


def unmet(condition: Title) -> Title:
    """What a review that ended at a condition is told as: by its bare title it would read as a fact."""
    return Title("not met: {condition}", "未满足：{condition}").fill(condition=condition)


def status_reason(status: str) -> str:
    """The outcome of people whom a move does not test because of a status."""
    return f"status: {status}"


def reasons_of(move: Move, statuses: Sequence[StatusPlan] = (), *, budgeted: bool = False) -> list[str]:
    """The outcomes a reviewed person can have, conditions first, in the order in which they are tested.

    Parameters
    ----------
    statuses : those of the scheme and of life, some of which a move does not test
    budgeted : has its review a budget?
    """
    return [
        *[c.id for c in move.when],
        *[status_reason(plan.status.id) for plan in statuses if not plan.tests(move.id)],
        *(
            k
            for k in FIXED_REASONS
            if k != "moved" and (k != "top step" or move.step == "next") and (budgeted or k != BUDGET_SPENT)
        ),
        *[f"failed: {s.name}" for s in move.stages],
        "moved",
    ]
