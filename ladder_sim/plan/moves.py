"""Moves compiled: their expressions built, their grades as codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ladder_sim.core.arrays import GradeInts, GradeMask
from ladder_sim.expressions.nodes import Node
from ladder_sim.expressions.nodes import number as constant_node
from ladder_sim.expressions.span import Context
from ladder_sim.model.expression import Expr
from ladder_sim.model.grades import Grade
from ladder_sim.model.moves import EXIT, Condition, Move, Review, Stage
from ladder_sim.plan.analysis import is_gate
from ladder_sim.plan.builders import Builders
from ladder_sim.plan.facts import group_named, set_by
from ladder_sim.plan.program import BudgetPlan, MovePlan, StagePlan, reasons_of
from ladder_sim.plan.statuses import StatusPlan


def compile_moves(
    build: Builders,
    moves: Sequence[Move],
    space: Sequence[Grade],
    reviews: Mapping[str, Review],
    statuses: Sequence[StatusPlan],
) -> list[MovePlan]:
    """The moves of a scheme; `space`: every grade that can occur, by code."""
    plans = [_move(build, move, index, space) for index, move in enumerate(moves)]
    for plan in plans:
        review = reviews.get(plan.move.review)
        plan.budgeted = None if review is None or review.budget is None else review.budget.of
        if plan.budgeted == "awards" and plan.move.award is None:
            plan.budgeted = None  # it costs nothing of it
        plan.reasons = reasons_of(plan.move, statuses, budgeted=plan.budgeted is not None)
    return plans


def compile_budgets(build: Builders, reviews: Mapping[str, Review]) -> dict[str, BudgetPlan]:
    """What each review with a budget may spend, a share or an amount, and which group has its own."""
    made = {}
    for name, review in reviews.items():
        if review.budget is not None and (node := build.unit(review.budget.n, f"{name}:budget")) is not None:
            made[name] = BudgetPlan(node, group_named(build, review.budget.by, review.budget.n))
    return made


def _move(build: Builders, move: Move, index: int, space: Sequence[Grade]) -> MovePlan:
    to, before = _targets(move, space)
    context, calendar = _contexts(move, space)
    pay = _pay(build, move)
    conditions = [build.rule(c.test, "bool", f"{move.id}:{c.id}", context, calendar) for c in move.when]
    plan = MovePlan(
        move=move,
        index=index,
        context=context,
        to=to,
        before=before,
        to_node=build.node(move.to_expr, "grade", f"{move.id}:to", context, calendar),
        conditions=[c for c in conditions if c is not None],
        gates=[_waits(c, node) for c, node in zip(move.when, conditions, strict=True)],
        order=build.rule(move.order, "number", f"{move.id}:order"),
        apply=build.rule(move.apply, "number", f"{move.id}:apply"),
        quota=build.unit(move.quota.n, f"{move.id}:seats"),
        stages=[_stage(build, move, stage) for stage in move.stages],
        pay=pay,
        step=build.rule(move.step_to, "number", f"{move.id}:step"),
        keeps_wait=build.rule(move.keeps_wait, "bool", f"{move.id}:keeps_wait"),
        award=build.rule(move.award, "number", f"{move.id}:award"),
        after=build.rule(move.after, "number", f"{move.id}:after"),
        causes={c: n for c, e in move.causes.items() if (n := build.rule(e, "number", f"{move.id}:cause"))},
        probation_confirm=build.node(
            None if move.probation is None else move.probation.confirm, "bool", f"{move.id}:confirm", "all"
        ),
        waive=build.rule(None if move.waive is None else move.waive.when, "bool", f"{move.id}:waive"),
        waivable=[move.waive is not None and (not move.waive.only or c.id in move.waive.only) for c in move.when],
    )
    plan.sets = set_by(build, move)
    plan.quota_by = group_named(build, move.quota.by, move.quota.n)
    plan.asks_goal = _asks_goal(plan)
    return plan


def _targets(move: Move, space: Sequence[Grade]) -> tuple[GradeInts, GradeMask]:
    """By code of the present grade: the code of the new one, and whether it is the one held before."""
    codes = {grade.id: code for code, grade in enumerate(space)}
    outside = len(space)
    to, before = np.full(outside + 1, -1), np.zeros(outside + 1, bool)
    for source, target in move.to.items():
        if source in codes:
            before[codes[source]] = target == "before"
            to[codes[source]] = {EXIT: outside, "same": codes[source], "before": codes[source]}.get(
                target, codes.get(target, -1)
            )
    return to, before


def _contexts(move: Move, space: Sequence[Grade]) -> tuple[Context, Context]:
    """Which periods the windows of its conditions may read, and those of the calendar."""
    trial = {grade.id for grade in space if grade.trial}
    context: Context = "fresh" if move.windows == "since_move" else "closed"
    if move.to and all(source in trial for source in move.to):
        context = "all"
    # the calendar's year is the year, whatever moves came in it, unless the file says otherwise
    return context, "closed" if context == "fresh" and move.calendar == "across" else context


def _pay(build: Builders, move: Move) -> dict[str, Node]:
    found = {name: build.rule(getattr(move.pay, name), "number", f"{move.id}:pay")
             for name in ("low", "high", "by", "value") if getattr(move.pay, name) is not None}  # fmt: skip
    return {name: node for name, node in found.items() if node is not None}


def _waits(condition: Condition, node: Node | None) -> bool:
    """Is a condition a waiting time: does a person who does not meet it fail to be due?"""
    if node is None:
        return False
    return is_gate(node) if condition.due is None else condition.due


def _asks_goal(plan: MovePlan) -> bool:
    """Does its review read the new grade, where that is no table by grade?"""
    read = [*plan.conditions, plan.order, plan.apply, plan.waive]
    chosen = plan.to_node is not None or bool(plan.before.any())
    return chosen and any(node is not None and node.reads("new") for node in read)


def _stage(build: Builders, move: Move, stage: Stage) -> StagePlan:
    def _node(expr: Expr | None, what: str) -> Node | None:
        return build.rule(expr, "number", f"{move.id}:{stage.name}:{what}")

    return StagePlan(
        stage,
        _node(stage.days, "days") or constant_node(0.0),
        _node(stage.passes, "pass"),
        _node(stage.score, "score"),
        _node(stage.at_least, "at_least"),
        _node(stage.objection, "objection"),
        _node(stage.kept, "kept"),
        _node(stage.capacity, "capacity"),
        _node(stage.fails_to.after, "after"),
    )
