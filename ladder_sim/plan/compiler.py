"""The compiler: from a scheme and a workforce to a program, or to a list of everything that does not fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ladder_sim.core.arrays import GradeInts
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import Problems
from ladder_sim.core.protected import CLOSED
from ladder_sim.core.roles import ROLES
from ladder_sim.expressions.dated import today
from ladder_sim.expressions.nodes import Node
from ladder_sim.expressions.nodes import number as constant_node
from ladder_sim.expressions.scope import GradeTable, Scope
from ladder_sim.expressions.words import GIVEN_CLOCKS
from ladder_sim.model.expression import Expr
from ladder_sim.model.grades import Grade
from ladder_sim.model.indices import Index
from ladder_sim.model.metrics import FTE, FULL_TIME, Attribute, Metric
from ladder_sim.model.moves import pairs_beside
from ladder_sim.model.scheme import PayPart, Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.analysis import share
from ladder_sim.plan.arrears import pending_of
from ladder_sim.plan.builders import Builders
from ladder_sim.plan.calendar import Calendar
from ladder_sim.plan.cells import cap_plans, cell_plans, own_codes
from ladder_sim.plan.changeover import check_protection, switch_plan
from ladder_sim.plan.currencies import check_currency
from ladder_sim.plan.facts import fact_plans
from ladder_sim.plan.indices import IndexPath, paths_of
from ladder_sim.plan.limits import check_limits
from ladder_sim.plan.measures import own_plans
from ladder_sim.plan.moves import compile_budgets, compile_moves
from ladder_sim.plan.program import (
    UNCOVERED,
    MarketPlan,
    MentorPlan,
    MetricPlan,
    OutsidePlan,
    PartPlan,
    Program,
    TokenPlan,
)
from ladder_sim.plan.reads import note_first_closes
from ladder_sim.plan.seat_plans import SeatPlan
from ladder_sim.plan.settled import check_pay, market_of, settled
from ladder_sim.plan.statuses import compile_statuses
from ladder_sim.plan.tables import GradeTables
from ladder_sim.plan.timetable import Moment

VOCABULARY = "(vocabulary)"
_CLOCK_ATTRIBUTES = {
    "experience_months": Attribute(
        "experience_months", Title("experience before the hire (months)", "入职前经验（月）"), "constant", (0.0,)
    ),
    FTE: FULL_TIME,
}


class Compiler:
    """Builds a program; every problem goes to `problems`."""

    def __init__(
        self, scheme: Scheme, workforce: Workforce, problems: Problems, space: Sequence[Grade] | None = None
    ) -> None:
        self.scheme, self.workforce, self.problems = scheme, workforce, problems
        own = {grade.id: grade for grade in scheme.grades}  # where two schemes share an id, each has its own grade
        shared = tuple(space) if space is not None else grade_space(scheme, workforce)
        self.space = tuple(own.get(grade.id, grade) for grade in shared)
        self.parameters = scheme.values
        self.calendar = Calendar(workforce.start, workforce.holidays)
        self.world = self._paths(workforce.indices, {})
        self.scope = self._scope_of_scheme()
        if FTE in workforce.people.attributes:
            self.scope.attributes_read.add(FTE)  # pay is in proportion, whatever the rules read
        if workforce.hiring.by in workforce.people.attributes:
            self.scope.attributes_read.add(workforce.hiring.by)
        self.scope.grades = self._table()
        self.build = Builders(self.scope, self._scope_of_workforce(), problems)
        self.of_workforce = self.build.of_workforce
        self.node, self.person = self.build.node, self.build.person

    # -- scopes ---------------------------------------------------------------------------------

    def _signals(self) -> dict[str, Metric]:
        signals: dict[str, Metric] = {**self.scheme.signals, **self.workforce.metrics}
        if self.workforce.mentoring is not None:
            signals["mentee"] = Metric("mentee", Title("finished mentees", "带教完成人数"), "poisson", event=True)
        return signals

    def _scope_of_scheme(self) -> Scope:
        scheme, workforce = self.scheme, self.workforce
        readable = {k: v for k, v in workforce.people.attributes.items() if k not in CLOSED}
        return Scope(
            parameters=self.parameters,
            dated={n: ((p.since, float(p.value)), *p.later) for n, p in scheme.parameters.items() if p.later},
            indices=self._paths(scheme.indices, self.world),
            alone=workforce.id == VOCABULARY,
            signals=self._signals(),
            attributes=_with_standard(readable),
            scores={score.name: score for score in scheme.scores},
            tokens=tuple(token.name for token in scheme.tokens),
            statuses=tuple(status.id for status in (*scheme.statuses, *workforce.statuses)),
            moves={move.id: tuple(stage.name for stage in move.stages) for move in scheme.moves},
            roles=_roles(scheme, workforce),
            absent=scheme.absent,
            year_starts=scheme.year_starts,
            forbidden=CLOSED,
            people="" if workforce.id == VOCABULARY else workforce.id,
        )

    def _paths(self, indices: Mapping[str, Index], known: Mapping[str, IndexPath]) -> dict[str, IndexPath]:
        now = today(Moment(self.calendar), 1)
        return paths_of(indices, now, self.problems, known, alone=self.workforce.id == VOCABULARY)

    def _scope_of_workforce(self) -> Scope:
        """The workforce names no grade and may read every attribute; it shares the histories."""
        return Scope(
            signals=self.scope.signals,
            indices=self.world,
            statuses=tuple(status.id for status in self.workforce.statuses),
            attributes=_with_standard(self.workforce.people.attributes),
            roles=self.scope.roles,
            grades=self.scope.grades,
            series=self.scope.series,
            metrics_read=self.scope.metrics_read,
            attributes_read=self.scope.attributes_read,
            columns_read=self.scope.columns_read,
            streams=self.scope.streams,
        )

    # -- tables ---------------------------------------------------------------------------------

    def _constant(self, expr: Expr, what: str) -> float:
        """A number that may depend on parameters only; NaN where it is unknown, or after a problem was noted."""
        return settled(expr, self.parameters, self._known(), what, self.problems)

    def _known(self) -> set[str]:
        """Names that a rule may read of people."""
        return {*self.scope.signals, *self.scope.attributes, *self.scope.scores, *self.scope.tokens}

    def _table(self) -> GradeTable:
        made = GradeTables(self.scheme, self.workforce, self.space, self.scope, self._known(), self.problems)
        self.timetable = made.timetable()
        return made.table(self.timetable)

    # -- pieces ---------------------------------------------------------------------------------

    def seats(self) -> tuple[dict[int, SeatPlan], GradeInts]:
        """Seats by grade code, and the pool that each grade uses."""
        made: dict[int, SeatPlan] = {}
        pool = np.arange(len(self.space) + 1)
        own = {grade.id: grade for grade in self.scheme.grades}
        for code, shared in enumerate(self.space):
            seats = own[shared.id].seats if shared.id in own else None
            if seats is None or seats.kind == "grouped":
                continue
            if seats.kind == "shared":
                pool[code] = self.scope.grades.ids.index(seats.of) if seats.of in own else code
                continue
            n, per = self.build.unit(seats.n, f"{shared.id}:seats"), self.build.unit(seats.per, "per")
            if n is not None and per is not None:
                made[code] = SeatPlan(seats, n, per)
        return made, pool

    def metric(self, name: str, metric: Metric) -> MetricPlan:
        """A metric with its expressions built."""
        owner = f"metrics.{name}"
        return MetricPlan(
            metric,
            self.person(metric.mean, owner, "any" if metric.kind == "value" else "number"),
            self.person(metric.between, owner),
            self.person(metric.within, owner, "deviation"),
            self.person(metric.gain, owner),
            self.build.after_move(metric.at_move, owner),
        )

    def program(self) -> Program:
        """The whole; what does not fit has gone to the problems."""
        scheme, workforce = self.scheme, self.workforce
        for score in scheme.scores:
            self.node(Expr(score.name, score.value.at), "any", f"scores.{score.name}")
        statuses = compile_statuses(self.build, scheme.statuses, workforce.statuses)
        moves = compile_moves(self.build, scheme.moves, self.space, scheme.reviews, statuses)
        tokens = [TokenPlan(t, n) for t in scheme.tokens if (n := self.node(t.earn, "bool", f"tokens.{t.name}"))]
        parts = [plan for part in scheme.pay if (plan := self._part(part))]
        seats, pool = self.seats()
        probation, costs = self._probation(), workforce.costs
        own_ids = {grade.id for grade in scheme.grades}
        program = Program(
            scheme=scheme,
            workforce=workforce,
            infos=self.space,
            own=np.array([g.id in own_ids or g.track == UNCOVERED for g in self.space] + [False]),
            covered=np.array([g.id in own_ids for g in self.space] + [False]),
            scope=self.scope,
            workforce_scope=self.of_workforce,
            seats=seats,
            pool=pool,
            moves=moves,
            tokens=tokens,
            statuses=statuses,
            parts=parts,
            metrics={},
            probation=probation,
            hazard=self.person(workforce.attrition.hazard, "attrition.hazard"),
            outside=self._outside(),
            entry=self.node(scheme.entry.choose, "grade", "entry"),
            hire_if=self.node(scheme.hire_if, "bool", "hire_if"),
            hire_among=self.node(scheme.hire_among, "number", "hire_among"),
            hire_order=self.node(scheme.hire_order, "number", "hire_order"),
            placement=self._placement(),
            load=self.person(costs.employer_load, "costs.employer_load") or constant_node(0.0),
            hire_cost=self.person(costs.hire, "costs.hire") or constant_node(0.0),
            training=self.person(costs.training_month, "costs.training_month") or constant_node(0.0),
            retirement=self.person(workforce.retirement, "retirement"),
            mentors=self._mentors(),
            market=np.array([market_of(workforce, g.role, self.world) for g in self.space] + [np.nan]),
            timetable=self.timetable,
            rising={n: node for n, e in workforce.rising.items() if (node := self.person(e, n)) is not None},
            pending=pending_of(scheme, today(Moment(self.calendar), 1)),
            entry_step=self.build.rule(scheme.entry_step, "number", "entry_step"),
            entry_pay=self.build.rule(scheme.entry_pay, "number", "entry_pay"),
            placement_step=self.node(scheme.placement_step, "number", "placement_step"),
            market_plans=self._market_plans(),
            team_size=self._team_size(),
        )
        program.beside = pairs_beside(scheme.moves)
        program.budgets = compile_budgets(self.build, scheme.reviews)
        program.ability_at_move = self.build.after_move(workforce.ability_at_move, "ability")
        program.rules_read = frozenset(self.scope.metrics_read)
        program.sits = {name: node for name, review in scheme.reviews.items()
                        if (node := self.build.node(review.who, "bool", f"reviews.{name}"))}  # fmt: skip
        program.cells = cell_plans(self.build, own_codes(scheme, self.space), len(self.space) + 1)
        program.caps = cap_plans(self.build, scheme, program)
        program.facts = fact_plans(self.build, scheme, workforce)
        program.switch = switch_plan(self.build, scheme, self.space, program.own)
        program.measures = own_plans(scheme.measures, self.scope, self.of_workforce, self.problems)
        self._metrics(program)
        share(moves)
        note_first_closes(self.scope.series)
        return program

    def _probation(self) -> dict[str, Node]:
        probation = self.scheme.probation
        if probation is None:
            return {}
        nodes = {
            "pay": self.node(probation.pay, "number", "probation"),
            "confirm": self.node(probation.confirm, "bool", "probation:confirm", "all"),
        }
        return {name: node for name, node in nodes.items() if node is not None}

    def _outside(self) -> dict[int, OutsidePlan]:
        """By grade code: the openings that hires fill."""
        return {
            self.scope.grades.ids.index(grade.id): OutsidePlan(
                node, self.node(grade.outside_after, "number", f"{grade.id}:outside")
            )
            for grade in self.scheme.grades
            if (node := self.node(grade.outside, "number", f"{grade.id}:outside")) is not None
        }

    def _placement(self) -> dict[str, Node]:
        return {
            role: node
            for role, expr in {**self.scheme.placement, **self.workforce.placement}.items()
            if (node := self.node(expr, "grade", "placement"))
        }

    def _market_plans(self) -> list[MarketPlan]:
        found = []
        for role, expr in self.workforce.market.items():
            node = self.person(expr, f"market.{role}")
            if node is not None and node.constant is not None and np.isnan(node.constant):
                why = tr("market.{role} has no value: {text} cannot be computed",
                         "market.{role} 没有值：{text} 无法计算", role=role, text=expr.text)  # fmt: skip
                self.problems.add(expr.at, why)
            elif node is not None and node.constant is None:
                found.append(MarketPlan(np.array([grade.role == role for grade in self.space] + [False]), node))
        return found

    def _team_size(self) -> int:
        if self.scheme.team_size is None:
            return max(1, self.workforce.people.team_size)
        size = self._constant(self.scheme.team_size, tr("team_size", "小组人数（team_size）"))
        return max(1, int(size)) if size == size else max(1, self.workforce.people.team_size)

    def _mentors(self) -> MentorPlan | None:
        mentoring = self.workforce.mentoring
        if mentoring is None:
            return None
        who, success = self.person(mentoring.who, "mentoring.who", "bool"), self.person(mentoring.success, "mentoring")
        return None if who is None or success is None else MentorPlan(who, success)

    def _part(self, part: PayPart) -> PartPlan | None:
        amount = self.node(part.amount, "number", f"pay.{part.name}")
        when = self.node(part.when, "bool", f"pay.{part.name}:when")
        if amount is None:
            return None
        grades = None
        if part.grades:
            grades = np.array([grade.id in part.grades for grade in self.space] + [False])
        elif any(grade.track == UNCOVERED for grade in self.space):
            grades = np.array([grade.track != UNCOVERED for grade in self.space] + [False])
        return PartPlan(part, amount, when, grades)

    def _metrics(self, program: Program) -> None:
        """Compile what is read, and what that reads in turn, in an order in which it can be drawn."""
        signals = self.scope.signals
        wanted = sorted(self.scope.metrics_read | ({"kpi"} & set(signals)))
        done: dict[str, MetricPlan | None] = {}

        def _visit(name: str) -> None:
            if name in done or (name == "mentee" and self.workforce.mentoring is not None):
                return
            done[name] = None
            before = set(self.scope.metrics_read)
            self.scope.metrics_read.clear()
            plan = self.metric(name, signals[name])
            inner = sorted(self.scope.metrics_read)
            self.scope.metrics_read.update(before)
            for other in inner:
                _visit(other)
            program.metrics[name] = plan
            done[name] = plan

        for name in wanted:
            _visit(name)
        self.scope.metrics_read.update(program.metrics)


def _with_standard(attributes: Mapping[str, Attribute]) -> dict[str, Attribute]:
    """Attributes with those that everybody has; clocks are no attributes."""
    standard = {k: v for k, v in _CLOCK_ATTRIBUTES.items() if k not in attributes}
    return {**standard, **{k: v for k, v in attributes.items() if k not in GIVEN_CLOCKS}}


def _roles(scheme: Scheme, workforce: Workforce) -> tuple[str, ...]:
    """The scheme's order of roles, with roles that only the workforce has at the end."""
    return tuple(dict.fromkeys([*scheme.roles, *workforce.people.roles]))


def grade_space(scheme: Scheme, workforce: Workforce, replaced: Scheme | None = None) -> tuple[Grade, ...]:
    """Every grade that can occur: the scheme's, those of the scheme it replaces, and one per role that neither has."""
    space = {grade.id: grade for grade in scheme.grades}
    for grade in replaced.grades if replaced else ():
        space.setdefault(grade.id, grade)
    have = [{grade.role for grade in s.grades} for s in (scheme, replaced) if s is not None]
    present = _roles_present(workforce)
    for role in _roles(scheme, workforce):
        if role in present and not all(role in roles for roles in have):
            name = role if role not in space else f"{role}_post"
            title = ROLES[role].one if role in ROLES else Title(role, role)
            space.setdefault(
                name,
                Grade(
                    name, UNCOVERED, role, 1, 1, Title("{role} (not covered)", "{role}（不在方案内）").fill(role=title)
                ),
            )
    return tuple(space.values())


def _roles_present(workforce: Workforce) -> set[str]:
    """The roles that people can have without a grade of the scheme: `roles` are shares of a headcount alone."""
    people = workforce.people
    if people.roster is not None:
        return {role for role in people.roster.role if role}
    return set() if people.grades else set(people.roles)


def compile_scheme(
    scheme: Scheme, workforce: Workforce, problems: Problems, space: Sequence[Grade] | None = None
) -> Program | None:
    """The program of `scheme` on `workforce`, or None after problems were noted.

    Parameters
    ----------
    problems : everything that is wrong is added here
    space : every grade that can occur, by code; None: as `grade_space` gives it
    """
    before = len(problems.errors)
    compiler = Compiler(scheme, workforce, problems, space)
    program = compiler.program()
    if workforce.id != VOCABULARY:
        check_pay(program, problems)
        check_protection(program, problems)
    check_limits(program, problems)
    check_currency(scheme, workforce, problems)
    return None if len(problems.errors) > before else program
