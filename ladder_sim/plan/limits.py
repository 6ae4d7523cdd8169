"""What the numbers of a scheme and a workforce may be, as far as their files tell it.

A value that is known beforehand must lie within its limits; one that differs by person cannot stand where one
number is asked for. What only a draw can show is no fault: it follows the rules in the guide to the rule language.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import Problems
from ladder_sim.expressions.build import build
from ladder_sim.expressions.nodes import DiffersBy, Node
from ladder_sim.expressions.scope import Purpose, Scope
from ladder_sim.model.expression import Expr
from ladder_sim.plan.channels import check_channels
from ladder_sim.plan.program import MovePlan, Program, StagePlan


@dataclass(frozen=True, slots=True)
class Limit:
    """What a number may be, both ends included, and how far it may differ.

    Parameters
    ----------
    by : not at all, by month, by unit and month, or by person
    """

    what: Title
    low: float
    high: float
    by: Literal["nothing", DiffersBy] = "person"


@dataclass(frozen=True, slots=True)
class Use:
    """An expression, what it was compiled to, and what it may be."""

    expr: Expr | None
    node: Node | None
    limit: Limit


_MOST = 1e9  # people, seats and days: more than any firm has
MONEY_MOST = 1e12

BASE = Limit(Title("base pay", "基本工资"), 0, MONEY_MOST)
SET_PAY = Limit(Title("pay", "薪酬"), 0, MONEY_MOST)
AWARD = Limit(Title("an award", "奖金"), 0, MONEY_MOST)
RAISE = Limit(Title("a raise", "调薪额"), -MONEY_MOST, MONEY_MOST)
PART = Limit(Title("a part of pay", "薪酬项目"), -MONEY_MOST, MONEY_MOST)
MARKET = Limit(Title("market pay", "市场薪酬"), 0, MONEY_MOST)
RISING = Limit(Title("an amount", "金额"), 0, MONEY_MOST, by="month")
COST = Limit(Title("a cost", "成本"), 0, MONEY_MOST)
LOAD = Limit(Title("the employer's load", "单位社保比例"), 0, 10)
SEATS = Limit(Title("seats", "编制"), 0, _MOST, by="unit")
SPAN = Limit(Title("the number after 'per'", "per 后的人数"), 0.01, _MOST, by="unit")
SEAT_SHARE = Limit(Title("a share of seats", "编制占比"), 0, 1, by="unit")
QUOTA = Limit(Title("the seats of a review", "单次评审名额"), 0, _MOST, by="unit")
QUOTA_SHARE = Limit(Title("the share of a review", "单次评审占比"), 0, 1, by="unit")
BUDGET = Limit(Title("a budget", "预算"), 0, MONEY_MOST, by="unit")
BUDGET_SHARE = Limit(Title("the share of a budget", "预算占比"), 0, 1, by="unit")
CAPACITY = Limit(Title("a capacity", "每月处理量"), 0, _MOST, by="unit")
OUTSIDE = Limit(Title("the share of openings filled from outside", "外部招聘占空缺的比例"), 0, 1, by="nothing")
AFTER = Limit(Title("the months an opening stands", "空缺月数"), 0, 1200, by="nothing")
AMONG = Limit(Title("the applicants for each opening", "每个空缺的应聘人数"), 0, 1000, by="nothing")
TEAM = Limit(Title("a team's size", "小组人数"), 1, _MOST, by="nothing")
CAUSE = Limit(Title("the share of a cause", "离职原因占比"), 0, 1, by="month")
MONTHS = Limit(Title("a number of months", "月数"), 0, 1200)
DAYS = Limit(Title("working days", "工作日数"), 0, 10_000)
CHANCE = Limit(Title("a chance", "概率"), 0, 1)
PROBATION = Limit(Title("the share of base pay on probation", "试用期工资占基本工资的比例"), 0, 10)
AGE = Limit(Title("an age", "年龄"), 0, 200)
EVENTS = Limit(Title("a mean number of events", "平均次数"), 0, _MOST)


def check_limits(program: Program, problems: Problems) -> None:
    """Report every number of a program that cannot be what it is for.

    Parameters
    ----------
    program: what could be compiled; expressions that could not have been reported.
    problems: where the faults go, each at its expression.
    """
    for use in [*_of_scheme(program), *_of_workforce(program)]:
        if use.expr is not None and use.node is not None:
            why = _misfit(use.node, use.limit, program.scope)
            if why:
                problems.add(use.expr.at, why)
    _check_bases(program, problems)
    check_channels(program, problems)
    _check_team(program, problems)


def _misfit(node: Node, limit: Limit, scope: Scope) -> str:
    """Why a node does not suit, or ''."""
    value = node.fixed
    if value is None:
        return "" if limit.by == "person" else _differing(node, limit, scope)
    if value != value:
        return tr("{what} has no value here", "{what}在这里没有值", what=limit.what)
    if not limit.low <= value <= limit.high:
        return _outside(limit, float(value))
    return ""


def _outside(limit: Limit, value: float) -> str:
    if value < limit.low:
        return tr("{what} must be at least {low:,.15g}, got {got:,.15g}",
                  "{what}应不小于{low:,.15g}，现为{got:,.15g}",
                  what=limit.what, low=limit.low, got=value)  # fmt: skip
    return tr("{what} must be at most {high:,.15g}, got {got:,.15g}", "{what}应不大于{high:,.15g}，现为{got:,.15g}",
              what=limit.what, high=limit.high, got=value)  # fmt: skip


def _differing(node: Node, limit: Limit, scope: Scope) -> str:
    found = varies(node, scope)
    order = ("nothing", "month", "unit", "person")
    if found is None or order.index(found.by) <= order.index(limit.by):
        return ""
    if found.by == "month":
        return tr("{what}: there is no calendar here, for the number is read once before the run, and '{name}' is a "
                  "date; write a number or parameters",
                  "{what}：这里没有日历，这个数在模拟开始前只读取一次，而“{name}”是日期；请写数字或参数",
                  what=limit.what, name=found.name)  # fmt: skip
    if found.by == "unit":
        return tr("{what}: one number is asked for, and '{name}' is known only in the run; "
                  "write a number or parameters",
                  "{what}：这里需要一个数，而“{name}”要到模拟中才知道；请写数字或参数",
                  what=limit.what, name=found.name)  # fmt: skip
    message = tr("{what}: one number is asked for, and '{name}' differs by person; write a number or parameters",
                 "{what}：这里需要一个数，而“{name}”因人而异；请写数字或参数",
                 what=limit.what, name=found.name)  # fmt: skip
    if limit.by != "unit":
        return message
    return message + tr(", or a count or mean of the unit such as unit_mean({name})",
                        "，或全体的人数、均值，如 unit_mean({name})", name=found.name)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Varying:
    """What makes a value differ, and by what."""

    name: str
    by: DiffersBy


def varies(node: Node, scope: Scope) -> Varying | None:
    """What a value depends on: people before the unit before the calendar; None where it is known beforehand."""
    if node.constant is not None:
        return None
    by = node.nature.by
    if by in ("month", "unit"):
        return Varying(node.label, by)
    found = [v for part in node.parts if (v := varies(part, scope)) is not None]
    if by == "person" or not node.parts:
        return Varying(found[0].name if found else node.label, "person")
    return max(found, key=lambda v: get_args(DiffersBy).index(v.by), default=None)


def _of_scheme(program: Program) -> Iterator[Use]:
    scheme = program.scheme
    grades = {grade.id: grade for grade in scheme.grades}
    of_groups = [plan for cell in program.cells.values() for plan in cell.seats if plan is not None]
    for seat_plan in (*program.seats.values(), *of_groups, *(cap.seats for cap in program.caps)):
        seats = seat_plan.seats
        yield Use(seats.n, seat_plan.n, SEAT_SHARE if seats.kind == "share" else SEATS)
        yield Use(seats.per, seat_plan.per, SPAN)
    for code, outside in program.outside.items():
        grade = grades[program.infos[code].id]
        yield Use(grade.outside, outside.share, OUTSIDE)
        yield Use(grade.outside_after, outside.after, AFTER)
    for name, spent in program.budgets.items():
        budget = scheme.reviews[name].budget
        assert budget is not None
        yield Use(budget.n, spent.n, BUDGET if budget.kind == "amount" else BUDGET_SHARE)
    for plan in program.moves:
        yield from _of_move(plan)
    for part in program.parts:
        yield Use(part.part.amount, part.amount, PART)
    if scheme.probation is not None:
        yield Use(scheme.probation.pay, program.probation.get("pay"), PROBATION)
    yield Use(scheme.hire_among, program.hire_among, AMONG)


def _of_move(plan: MovePlan) -> Iterator[Use]:
    move = plan.move
    yield Use(move.quota.n, plan.quota, QUOTA if move.quota.kind == "number" else QUOTA_SHARE)
    yield Use(move.apply, plan.apply, CHANCE)
    yield Use(move.award, plan.award, AWARD)
    yield Use(move.after, plan.after, MONTHS)
    yield Use(move.pay.value, plan.pay.get("value"), SET_PAY)
    yield Use(move.pay.low, plan.pay.get("low"), RAISE)
    yield Use(move.pay.high, plan.pay.get("high"), RAISE)
    for cause, node in plan.causes.items():
        yield Use(move.causes[cause], node, CAUSE)
    for stage in plan.stages:
        yield from _of_stage(stage)


def _of_stage(plan: StagePlan) -> Iterator[Use]:
    stage = plan.stage
    yield Use(stage.days, plan.days, DAYS)
    yield Use(stage.passes, plan.passes, CHANCE)
    yield Use(stage.objection, plan.objection, CHANCE)
    yield Use(stage.kept, plan.kept, CHANCE)
    yield Use(stage.capacity, plan.capacity, CAPACITY)
    yield Use(stage.fails_to.after, plan.after, MONTHS)


def _of_workforce(program: Program) -> Iterator[Use]:
    workforce = program.workforce
    yield Use(workforce.costs.employer_load, program.load, LOAD)
    for name, node in program.rising.items():
        yield Use(workforce.rising[name], node, RISING)
    yield Use(workforce.costs.hire, program.hire_cost, COST)
    yield Use(workforce.costs.training_month, program.training, COST)
    yield Use(workforce.attrition.hazard, program.hazard, CHANCE)
    yield Use(workforce.retirement, program.retirement, AGE)
    if workforce.mentoring is not None and program.mentors is not None:
        yield Use(workforce.mentoring.success, program.mentors.success, CHANCE)
    for plan in program.metrics.values():
        if plan.metric.kind in ("chance", "poisson"):
            yield Use(plan.metric.mean, plan.mean, CHANCE if plan.metric.kind == "chance" else EVENTS)


def _check_bases(program: Program, problems: Problems) -> None:
    """Base pay and market pay, which stand in tables by grade."""
    own = {grade.id: grade for grade in program.scheme.grades}
    base = program.grades.first("base")
    for code, info in enumerate(program.infos):
        grade = own.get(info.id)
        market = program.workforce.market.get(info.role)
        pairs = ((grade.base if grade else None, base[code], BASE), (market, program.market[code], MARKET))
        for expr, value, limit in pairs:
            if expr is not None and not limit.low <= value <= limit.high and value == value:
                problems.add(expr.at, _outside(limit, float(value)))


def _check_team(program: Program, problems: Problems) -> None:
    """The size of the scheme's teams, of which the program keeps the number alone."""
    expr = program.scheme.team_size
    if expr is None:
        return
    scope = Scope(parameters=program.scope.parameters)
    node = build(expr, scope, "number", Purpose("team_size"), Problems())  # its faults are known
    if node is not None and node.constant is not None and (why := _misfit(node, TEAM, scope)):
        problems.add(expr.at, why)
