"""Moves taking effect: grades, clocks, pay and the records change together, here and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ladder_sim.engine.event_log import NONE, happened
from ladder_sim.engine.pending_moves import Effect
from ladder_sim.engine.recorder import EXIT, OTHER, PROMOTION
from ladder_sim.engine.severance import severance_pay
from ladder_sim.engine.worth import counted
from ladder_sim.model.records import Severance
from ladder_sim.plan.program import MovePlan
from ladder_sim.results.counts import CAUSES, COSTS
from ladder_sim.streams.kernels import add, spread_numbers

if TYPE_CHECKING:
    from ladder_sim.engine.context import BatchContext

SEVERANCE = COSTS.index("severance")


def apply_effects(block: BatchContext, month: int) -> None:
    """Everything that takes effect on the first of `month`."""
    state = block.state
    for effect in block.effects.pop(month, []):
        there = state.columns["person"][effect.idx] == effect.person
        if effect.held is not None:
            add(block.reserved, (state.rep[effect.idx[there]], effect.held[there]), -1)
            block.release(state.rep[effect.idx[~there]], effect.held[~there])
        if effect in state.live:
            state.live.remove(effect)
        if not there.all():
            if effect.pending:
                gone = state.rep[effect.idx[~there]]
                block.record.outcome(effect.number, effect.review_month, "left", gone)
            effect = effect.cut(there)
        state.columns["busy"][effect.idx] = False
        if effect.pending:
            block.record.outcome(effect.number, effect.review_month, "moved", state.rep[effect.idx])
        if not effect.idx.size:
            continue
        out = effect.target == state.grade_count
        if not out.any():
            _change(block, effect, month)
            continue
        _exit(block, effect.cut(out), month)
        if not out.all():
            _change(block, effect.cut(~out), month)


def _exit(block: BatchContext, effect: Effect, month: int) -> None:
    state, plan = block.state, effect.plan
    causes = (
        {effect.cause: 1.0}
        if plan is None
        else {c: n.value(state.view(month - 1, month)) for c, n in plan.causes.items()}
    )
    kind = np.full(effect.idx.size, CAUSES.index(next(iter(causes))))
    if len(causes) > 1:
        assert plan is not None
        u = state.luck.uniform(state.keys[effect.idx], f"cause:{plan.move.id}", month)
        edges = np.cumsum([float(counted(p)) for p in causes.values()])
        names = np.array([CAUSES.index(name) for name in causes])
        kind = names[np.minimum(np.searchsorted(edges, u * edges[-1], side="right"), len(names) - 1)]
    severance: Severance = "due" if plan is None else plan.move.severance
    move = None if plan is None else effect.number
    leave(block, effect.idx, kind, month, severance=severance, move=move)


def leave(
    block: BatchContext,
    idx: np.ndarray,
    cause: np.ndarray,
    month: int,
    *,
    severance: Severance = "none",
    move: int | None = None,
) -> None:
    """People leave: books, costs, and their places become free. Severance is due to the dismissed alone."""
    state, tally, m = block.state, block.record.tally, month - 1
    columns = state.columns
    rep, grade = state.rep[idx], columns["grade"][idx]
    add(tally.exits, (rep, m, grade, cause), 1)
    if move is not None:
        arcs = block.record.arc_table[move, grade, state.grade_count]
        add(tally.moves, (rep, m, arcs), 1)
    due = cause == CAUSES.index("dismissal")
    if severance != "none" and due.any() and block.earnings is not None:
        hired = columns["hired_since"][idx[due]].astype(np.int64)
        paid = severance_pay(block.workforce, block.earnings, idx[due], hired, month, severance)
        add(tally.costs, (rep[due], m, grade[due], SEVERANCE), paid)
    block.record.wait(rep, grade, columns["grade_since"][idx], month - 1, EXIT)
    by = NONE if move is None else move
    happened(block, idx, month, "exit", old=grade, new=state.grade_count, cause=cause, move=by)
    block.groups.left(idx)
    state.set_grade(idx, np.full(idx.size, state.grade_count))
    columns["person"][idx] = -1
    columns["busy"][idx] = False


def _change(block: BatchContext, effect: Effect, month: int) -> None:
    """A change of grade, or of pay alone."""
    assert effect.plan is not None
    state, plan, idx = block.state, effect.plan, effect.idx
    columns, m = state.columns, month - 1
    old, new, rep = columns["grade"][idx], effect.target, state.rep[idx]
    base = _new_base(block, effect, month)
    award = None if plan.award is None else _award(block, effect, month)
    add(block.record.tally.moves, (rep, m, block.record.arc_table[effect.number, old, new]), 1)
    happened(block, idx, month, plan.kind, old=old, new=new, move=effect.number)
    columns["base"][idx] = base
    if award is not None:
        add(block.record.tally.pay, (rep, m, new, block.record.part["award"]), award)
        columns["award"][idx] += award
        if block.script is not None:
            block.script.awarded(idx, award)
    if plan.kind == "regrade":
        columns["regraded_since"][idx] = month - 1
    stay = old == new
    if stay.any():  # pay alone
        _probation(block, plan, idx[stay], effect.number, month)
        if stay.all():
            return
        idx, old, new, rep = idx[~stay], old[~stay], new[~stay], rep[~stay]
        effect = effect.cut(~stay)
    end = PROMOTION if plan.kind == "promotion" else OTHER
    block.record.wait(rep, old, columns["grade_since"][idx], month - 1, end)
    if plan.kind == "promotion":
        add(block.record.tally.advanced, (rep[above_peak(block, idx, new)], m), 1)
    place(block, idx, new, month)
    columns["before"][idx] = old
    columns["by_waiver"][idx] = False if effect.waived is None else effect.waived
    if plan.kind in ("promotion", "confirmation"):
        if plan.kind == "promotion":
            columns["promoted_since"][idx] = month - 1
            columns["raised"][idx] = month - 1
            block.groups.promotion(idx)
        end_probation(block, idx, month)
    elif plan.kind == "demotion":
        columns["lowered"][idx] = month - 1
    _probation(block, plan, idx, effect.number, month)


def place(block: BatchContext, idx: np.ndarray, new: np.ndarray, month: int) -> None:
    """Put people into grades from the first of `month`; clocks and streaks restart where they must."""
    state = block.state
    columns, grades = state.columns, block.program.grades
    old = columns["grade"][idx]
    above = above_peak(block, idx, new)
    columns["peak"][idx[above]] = new[above]
    was_trial = state.trial(idx)
    state.set_grade(idx, new)
    columns["grade_since"][idx] = columns["moved_since"][idx] = month - 1
    columns["attempts"][idx] = 0
    other_track = idx[grades.track_code[old] != grades.track_code[new]]
    columns["track_since"][other_track] = month - 1
    other_role = idx[grades.role_code[old] != grades.role_code[new]]
    if other_role.size:
        columns["role_since"][other_role] = month - 1
        block.drawer.new_role(other_role, month)
    for history in state.histories:
        history.moved(idx)
    now_trial = state.trial(idx)
    columns["closed_since"][idx[was_trial & ~now_trial]] = month - 1
    columns["closed_since"][idx[now_trial]] = 30000


def above_peak(block: BatchContext, idx: np.ndarray, new: np.ndarray) -> np.ndarray:
    """Whether `new` lies in a higher layer than any grade held since joining, or the first day; shape of `idx`."""
    layer = block.program.grades.layer
    above: np.ndarray = layer[new] > layer[block.state.columns["peak"][idx]]
    return above


def end_probation(block: BatchContext, idx: np.ndarray, month: int) -> None:
    """Who is promoted or confirmed is no longer on probation."""
    columns = block.state.columns
    on = idx[columns["probation_until"][idx] >= month]
    columns["probation_until"][on] = month - 1
    columns["closed_since"][on] = np.minimum(columns["closed_since"][on], month - 1)


def _probation(block: BatchContext, plan: MovePlan, idx: np.ndarray, number: int, month: int) -> None:
    if plan.move.probation is not None:
        columns = block.state.columns
        columns["probation_until"][idx] = month - 1 + plan.move.probation.months
        columns["probation_of"][idx] = plan.index
        columns["extended"][idx] = 0


def _award(block: BatchContext, effect: Effect, month: int) -> np.ndarray:
    """What is paid once; read, like the new base, before anything of the move is written."""
    assert effect.plan is not None and effect.plan.award is not None
    view = block.state.view(month - 1, month).of(effect.idx, effect.target)
    amounts: np.ndarray = spread_numbers(counted(effect.plan.award.value(view)), effect.idx.size)
    return amounts


def _new_base(block: BatchContext, effect: Effect, month: int) -> np.ndarray:
    """Base pay after the move; where a rule gives nothing, it stays, and it is never below 0."""
    assert effect.plan is not None
    state, plan, idx = block.state, effect.plan, effect.idx
    now: np.ndarray = state.columns["base"][idx]
    rule = plan.move.pay.kind
    if rule == "keep":
        return now
    if rule == "base":
        base: np.ndarray = block.program.grades.fields["base"][effect.target]
    else:
        view = state.view(month - 1, month).of(idx, effect.target)
        if rule == "set":
            base = spread_numbers(plan.pay["value"].value(view), idx.size)
        else:
            low = plan.pay["low"].value(view)
            high = plan.pay["high"].value(view) if "high" in plan.pay else low
            base = now + low + (high - low) * _share(block, effect, month)
    return counted(base, now)


def _share(block: BatchContext, effect: Effect, month: int) -> np.ndarray:
    """Where in a range of raises somebody lands, 0 to 1: by the rule, by the mark of the case, or by luck."""
    assert effect.plan is not None
    state = block.state
    if "by" in effect.plan.pay:
        by = effect.plan.pay["by"].value(state.view(month - 1, month).of(effect.idx, effect.target))
        return np.asarray(np.clip(np.nan_to_num(spread_numbers(by, effect.idx.size)), 0, 1))
    luck = state.luck.uniform(state.keys[effect.idx], f"raise:{effect.plan.move.id}", month)
    if effect.mark is None:
        return np.asarray(luck)
    landed: np.ndarray = np.where(np.isnan(effect.mark), luck, np.clip(effect.mark, 0, 1))
    return landed
