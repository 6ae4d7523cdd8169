"""A scheme that is adopted during the run: people pass from the old ladder to the new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ladder_sim.engine.event_log import happened
from ladder_sim.engine.history import History
from ladder_sim.engine.moving import place
from ladder_sim.engine.openings import Openings
from ladder_sim.engine.pending_moves import Effect
from ladder_sim.engine.placement import place as place_on
from ladder_sim.engine.population import Crowd
from ladder_sim.engine.recorder import OTHER
from ladder_sim.engine.recruiting import deal_teams
from ladder_sim.expressions.nodes import Node
from ladder_sim.plan.program import Program
from ladder_sim.streams.kernels import add, spread_numbers

if TYPE_CHECKING:
    from ladder_sim.engine.context import BatchContext


def pure(node: Node | None) -> bool:
    """Is a series made of metrics alone, so that it can be kept before its scheme is in force?"""
    if node is None:
        return False
    if node.key[0] == "metric" or node.constant is not None:
        return True
    return bool(node.parts) and not node.nature.own_past and all(pure(part) for part in node.parts)


def shadow_histories(program: Program, people: int) -> list[History | None]:
    """Histories of the metrics that the coming scheme looks back on, kept from the start."""
    return [History(spec, people) if pure(spec.inner) else None for spec in program.series]


def adopt(block: BatchContext, month: int) -> None:
    """From the first of `month` the second program holds."""
    for item in list(block.state.live):
        if isinstance(item, Effect):
            block.state.live.remove(item)
            if item.pending:
                block.record.outcome(item.number, item.review_month, "under way", block.state.rep[item.idx])
        else:
            item.end("under way")
    block.effects.clear()
    state, new = block.state, block.programs[1]
    _clear_desks(block, month)
    before = state.columns["grade"].copy()
    block.program = state.program = new
    state.forget_tables()
    state.histories = [
        kept if kept is not None else History(spec, state.n)
        for spec, kept in zip(new.series, block.shadow, strict=True)
    ]
    block.shadow = []
    after = _placed(block, before, month)
    _settle(block, before, after, month)
    if new.team_size != block.programs[0].team_size:
        deal_teams(state)


def _clear_desks(block: BatchContext, month: int) -> None:
    """What was begun under the old scheme and means nothing under the new one."""
    columns, new = block.state.columns, block.programs[1]
    block.reserved[:] = 0
    for orders in block.arriving.values():  # who is on order still comes, but starts where the new scheme says
        for n, (wanted, to_grades) in enumerate(orders):
            in_kind = {code: number for code, number in to_grades.items() if new.own[code] and not new.covered[code]}
            for code, number in in_kind.items():
                block.reserved[:, code] += number
            orders[n] = (wanted, in_kind)
    block.openings = Openings(new, block.state.seed, block.state.replications)
    columns["busy"][:] = False
    after_a_move = columns["probation_of"] >= 0
    columns["probation_until"][after_a_move] = np.minimum(columns["probation_until"][after_a_move], month - 1)
    columns["probation_of"][:] = -1
    remembered = columns["before"]
    remembered[~new.own[remembered]] = -1  # code -1 reads the entry of the outside, which no scheme owns


def _placed(block: BatchContext, before: np.ndarray, month: int) -> np.ndarray:
    """The grade of everybody from the first of `month` on (the outside code for empty places)."""
    state, new = block.state, block.program
    adopted = new.scheme.adopted
    assert adopted is not None
    after = np.where(new.own[before], before, -1)
    if not isinstance(adopted.placement, str):
        for old, target in adopted.placement.items():
            if old in new.grades.ids and target in new.grades.ids:
                after[before == new.grades.code(old)] = new.grades.code(target)
    view = state.view(month - 1, month)
    for node in new.placement.values():
        idx = np.flatnonzero((after < 0) & (before < state.grade_count))
        chosen = spread_numbers(node.value(view.of(idx)), idx.size)
        after[idx] = np.where(np.isnan(chosen), -1, np.nan_to_num(chosen)).astype(np.int64)
    rest = (after < 0) & (before < state.grade_count)
    if rest.any():
        after[rest] = _by_role(block, before)[rest]
    after[before == state.grade_count] = state.grade_count
    return after


def _by_role(block: BatchContext, before: np.ndarray) -> np.ndarray:
    """Placement by role, tenure and ability, as on the first day."""
    state, new = block.state, block.program
    shape = (state.reps, state.places)
    roles = tuple(dict.fromkeys(new.grades.role))
    codes = np.array([*(roles.index(role) for role in new.grades.role), -1])
    employed = -state.columns["hired_since"].reshape(shape).astype(np.int32)
    lots = state.columns.get("tie", np.arange(state.n)).reshape(shape)
    place_in_order = np.lexsort((lots, employed), axis=1).argsort(axis=1, kind="stable")
    nothing = np.full(shape, np.nan)
    crowd = Crowd(
        person=np.arange(state.places), keys=state.keys.reshape(shape),
        role=codes[before].reshape(shape).astype(np.int16),
        roles=roles, months_employed=employed, months_in_grade=np.full(shape, -1, np.int32), attributes={},
        ability=state.columns["ability"].reshape(shape), ability_sd=block.workforce.ability_sd,
        tenure_quantile=(place_in_order + 0.5) / state.places,
        team=state.columns["team"].reshape(shape).astype(np.int32),
        grade=np.full(shape, -1, np.int32), grade_names=(), pay=nothing, kpi=nothing,
    )  # fmt: skip
    own = [code for code in range(state.grade_count) if new.covered[code]]
    placed = place_on(crowd, [new.infos[code] for code in own], roles).ravel()
    grade = np.array([*own, -1])[placed]
    uncovered = {new.infos[c].role: c for c in range(state.grade_count) if new.own[c] and not new.covered[c]}
    for role, code in uncovered.items():
        grade[(grade < 0) & (crowd.role.ravel() == roles.index(role))] = code
    lowest = int(np.flatnonzero(new.own)[0])
    return np.where(grade < 0, lowest, grade)


def _settle(block: BatchContext, before: np.ndarray, after: np.ndarray, month: int) -> None:
    """Book the placement, restart the clocks of those who changed, and set pay."""
    state, record = block.state, block.record
    width = state.grade_count + 1
    moved = np.flatnonzero(before != after)
    change = np.zeros((state.reps, record.months, width), np.int64)
    add(change, (state.rep[moved], month - 1, before[moved]), -1)
    add(change, (state.rep[moved], month - 1, after[moved]), 1)
    record.placed = change[:, :, :-1]
    record.wait(state.rep[moved], before[moved], state.columns["grade_since"][moved], month - 1, OTHER)
    happened(block, moved, month, "placement", old=before[moved], new=after[moved])
    peak = state.columns["peak"]
    unknown = ~block.program.own[peak]  # a grade of the old ladder says nothing on the new one
    peak[unknown] = after[unknown]
    place(block, moved, after[moved], month)
    alive = np.flatnonzero(state.alive())
    base = block.program.grades.fields["base"][after[alive]]
    now = state.columns["base"][alive]
    adopted = block.program.scheme.adopted
    protected = adopted is not None and adopted.placement == "pay protected"
    state.columns["base"][alive] = np.where(np.isnan(base), now, np.maximum(base, now) if protected else base)
