"""Probations that end: of hires, and after a move."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from ladder_sim.engine.rounds import end_cases
from ladder_sim.model.records import PayRule
from ladder_sim.plan.program import MovePlan
from ladder_sim.streams.kernels import spread

if TYPE_CHECKING:
    from ladder_sim.engine.context import BatchContext


class Decides(Protocol):
    """The meeting that takes a decision in: people, where they go, by which plan, its number in the books."""

    def decide(self, idx: np.ndarray, goal: np.ndarray, plan: MovePlan | None, number: int) -> None: ...


def end_probations(block: BatchContext, month: int, meeting: Decides) -> None:
    """Probations that end with this month: confirmed, prolonged, or out."""
    state, scheme = block.state, block.program.scheme
    ending = np.flatnonzero(state.columns["probation_until"] == month)
    ending = ending[state.columns["grade"][ending] < state.grade_count]
    if block.script is not None:  # nothing is known of people whose record has ended
        ending = block.script.there(ending, month)
    if not ending.size:
        return
    of = state.columns["probation_of"][ending]
    view = state.view(month, month)
    numbers = {plan.index: number for number, plan in block.plans()}
    hires = ending[of < 0]
    prolonged = hires[:0]
    fine = np.ones(hires.size, bool)
    if scheme.probation is not None and "confirm" in block.program.probation and hires.size:
        fine = spread(block.program.probation["confirm"].value(view.of(hires)), hires.size)
        failed = hires[~fine]
        again = state.columns["extended"][failed] < scheme.probation.extensions
        if scheme.probation.otherwise != "extend":
            again[:] = False
        prolonged, out = failed[again], failed[~again]
        state.columns["probation_until"][prolonged] = month + scheme.probation.extend
        state.columns["closed_since"][prolonged] += scheme.probation.extend
        state.columns["extended"][prolonged] += 1
        end_cases(block, out)
        meeting.decide(out, np.full(out.size, state.grade_count), None, -1)
    if block.script is not None:
        block.script.probation_over(view, hires, fine, prolonged)
    for plan in block.program.moves:
        rule = plan.move.probation
        mine = ending[of == plan.index]
        if rule is None or not mine.size:
            continue
        passes = plan.probation_confirm
        fine = spread(True if passes is None else passes.value(view.of(mine)), mine.size)
        if block.script is not None:
            block.script.probation_over(view, mine, fine, mine[:0], plan)
        failed = mine[~fine]
        if rule.otherwise == "exit":
            end_cases(block, failed)
            meeting.decide(failed, np.full(failed.size, state.grade_count), None, -1)
        elif rule.otherwise == "lower":
            lower = block.program.grades.neighbor(-1)[state.columns["grade"][failed]]
            held = lower < state.grade_count
            end_cases(block, failed[held])
            meeting.decide(failed[held], lower[held], _back(plan), block.record.back[numbers[plan.index]])


def _back(plan: MovePlan) -> MovePlan:
    """The demotion of people who did not pass the probation after a move."""
    move = replace(plan.move, kind="demotion", pay=PayRule(), award=None, probation=None)
    return replace(plan, move=move, pay={}, award=None)
