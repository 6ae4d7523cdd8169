"""Probations that end: of hires, and after a move."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol, assert_never

import numpy as np

from ladder_sim.core.arrays import PersonInts, Slots
from ladder_sim.engine.recorder import BACK
from ladder_sim.engine.selection import SelectionProcess
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.expressions.nodes import View
from ladder_sim.model.kinds import Cause
from ladder_sim.model.moves import PayRule
from ladder_sim.plan.program import MovePlan
from ladder_sim.streams.kernels import spread


class Decides(Protocol):
    """The meeting that takes a decision in: people, where they go, by which plan, its number in the books."""

    def decide(
        self, idx: Slots, goal: PersonInts, plan: MovePlan | None, number: int, *, cause: Cause = "dismissal"
    ) -> None:
        """Take a decision in; `goal`: grade codes, the outside for an exit."""


class Probations(Rule):
    """Ends probations; cases of people who do not pass end with them."""

    def __init__(self, shared: Shared, selection: SelectionProcess) -> None:
        super().__init__(shared)
        self.selection = selection

    def end(self, month: int, meeting: Decides) -> None:
        """Probations that end with this month: confirmed, prolonged, or out."""
        population = self.population
        ending: Slots = np.flatnonzero(population.columns["probation_until"] == month)
        ending = ending[population.columns["grade"][ending] < population.grade_count]
        if self.script is not None:  # nothing is known of people whose record has ended
            ending = self.script.there(ending, month)
        if not ending.size:
            return
        of = population.columns["probation_of"][ending]
        view = population.view(month, month)
        self._of_hires(view, ending[of < 0], meeting)
        for number, plan in self.plans():
            mine = ending[of == plan.index]
            if plan.move.probation is not None and mine.size:
                self._of_move(view, mine, plan, number, meeting)

    def _of_hires(self, view: View, hires: Slots, meeting: Decides) -> None:
        population, probation = self.population, self.program.scheme.probation
        prolonged = hires[:0]
        fine = np.ones(hires.size, bool)
        if probation is not None and "confirm" in self.program.probation and hires.size:
            fine = spread(self.program.probation["confirm"].value(view.of(hires)), hires.size)
            failed = hires[~fine]
            again = population.columns["extended"][failed] < probation.extensions
            if probation.otherwise != "extend":
                again[:] = False
            prolonged, out = failed[again], failed[~again]
            population.columns["probation_until"][prolonged] = view.month + probation.extend
            population.columns["closed_since"][prolonged] += probation.extend
            population.columns["extended"][prolonged] += 1
            self.selection.end_cases(out)
            meeting.decide(out, np.full(out.size, population.grade_count), None, -1, cause="probation")
        if self.script is not None:
            self.script.probation_over(view, hires, fine, prolonged)

    def _of_move(self, view: View, mine: Slots, plan: MovePlan, number: int, meeting: Decides) -> None:
        population, rule, confirm = self.population, plan.move.probation, plan.probation_confirm
        assert rule is not None
        fine = spread(True if confirm is None else confirm.value(view.of(mine)), mine.size)
        if self.script is not None:
            self.script.probation_over(view, mine, fine, mine[:0], plan)
        failed = mine[~fine]
        match rule.otherwise:
            case "stay":
                return
            case "exit":  # past the probation of the hire: a dismissal like any other
                self.selection.end_cases(failed)
                meeting.decide(failed, np.full(failed.size, population.grade_count), None, -1)
            case "lower":
                lower = self.program.grades.neighbor(-1)[population.columns["grade"][failed]]
                held = lower < population.grade_count
                self.selection.end_cases(failed[held])
                meeting.decide(failed[held], lower[held], _back(plan), self.recorder.back[number])
            case _:
                assert_never(rule.otherwise)


def _back(plan: MovePlan) -> MovePlan:
    """The demotion of people who did not pass the probation after a move."""
    move = replace(plan.move, id=f"{plan.move.id}{BACK}", kind="demotion", pay=PayRule(), award=None, probation=None,
                   status=None)  # fmt: skip
    return replace(plan, move=move, pay={}, award=None)
