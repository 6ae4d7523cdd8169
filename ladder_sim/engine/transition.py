"""A scheme that is adopted during the run: people pass from the old ladder to the new one."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import SlotInts
from ladder_sim.engine.closing import close_series
from ladder_sim.engine.hiring import Recruitment
from ladder_sim.engine.moving import Moving
from ladder_sim.engine.pending_moves import Queue
from ladder_sim.engine.placement import place
from ladder_sim.engine.population import Growth
from ladder_sim.engine.seat_book import SeatBook
from ladder_sim.engine.selection import SelectionProcess
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.engine.starting_people import UNKNOWN, StartingPeople
from ladder_sim.engine.steps import base_at
from ladder_sim.engine.teams import deal_teams
from ladder_sim.expressions.nodes import Node
from ladder_sim.plan.program import Program
from ladder_sim.results.coded import BY_OTHER
from ladder_sim.streams.kernels import add, spread_numbers


def pure(node: Node | None) -> bool:
    """Is a series made of metrics alone, so that it can be kept before its scheme is in force?"""
    if node is None:
        return False
    if node.key[0] == "metric" or node.constant is not None:
        return True
    return bool(node.parts) and not node.nature.own_past and all(pure(part) for part in node.parts)


class Transition(Rule):
    """From the first of a month the second program holds.

    Until then it keeps the histories of the metrics that the coming scheme looks back on: one for each of its series,
    None where a series needs more than metrics.
    """

    def __init__(self, shared: Shared, *, month: int, queue: Queue, selection: SelectionProcess, seats: SeatBook,
                 hiring: Recruitment, moving: Moving) -> None:  # fmt: skip
        super().__init__(shared)
        self.month = month
        self.queue, self.selection, self.seats = queue, selection, seats
        self.hiring, self.moving = hiring, moving
        self.coming: Program = shared.programs[1]
        made = self.population.new_histories(self.coming)
        self.histories = [
            history if pure(spec.inner) and not spec.since else None
            for spec, history in zip(self.coming.series, made, strict=True)
        ]
        self.follow()

    def grow(self, growth: Growth) -> None:
        """The batch has become wider."""
        for history in self.histories:
            if history is not None and self.program is not self.coming:
                history.grow(growth.wider)

    def close(self, month: int) -> None:
        """Periods that end with `month` before the new scheme is in force."""
        if self.program is not self.coming:
            close_series(self.population, self.calendar, self.coming.series, self.histories, month)

    def adopt(self, month: int) -> None:
        """On the first of its month: nothing of the old scheme goes on, and everybody has a place on the new ladder."""
        if month != self.month:
            return
        population, new = self.population, self.coming
        self.queue.clear()
        self.selection.clear()
        before = population.columns["grade"].copy()
        made = population.new_histories(new)
        histories = [fresh if kept is None else kept for fresh, kept in zip(made, self.histories, strict=True)]
        population.adopt(new, histories)
        population.fields = new.fields_at(month)
        self.seats.adopt()
        self.hiring.adopt()
        self._forget(month)
        after = self._placed(before, month)
        self._settle(before, after, month)
        if new.team_size != self.shared.programs[0].team_size:
            deal_teams(population)

    def _forget(self, month: int) -> None:
        """What was begun under the old scheme and means nothing under the new one."""
        columns = self.population.columns
        columns["busy"][:] = False
        after_a_move = columns["probation_of"] >= 0
        columns["probation_until"][after_a_move] = np.minimum(columns["probation_until"][after_a_move], month - 1)
        columns["probation_of"][:] = -1
        # code -1 reads the entry of the outside, which no scheme owns
        columns["before"][~self.program.own[columns["before"]]] = -1

    def _placed(self, before: SlotInts, month: int) -> SlotInts:
        """The grade of everybody from the first of `month` on (the outside code for empty slots)."""
        population, new = self.population, self.program
        adopted = new.scheme.adopted
        assert adopted is not None
        after = np.where(new.own[before], before, -1)
        if not isinstance(adopted.placement, str):
            for old, target in adopted.placement.items():
                if old in new.grades.ids and target in new.grades.ids:
                    after[before == new.grades.code(old)] = new.grades.code(target)
        view = population.view(month - 1, month)
        for node in new.placement.values():
            idx = np.flatnonzero((after < 0) & (before < population.grade_count))
            chosen = spread_numbers(node.value(view.of(idx)), idx.size)
            after[idx] = np.where(np.isnan(chosen), -1, np.nan_to_num(chosen)).astype(np.int64)
        rest = (after < 0) & (before < population.grade_count)
        if rest.any():
            after[rest] = self._by_role(before)[rest]
        after[before == population.grade_count] = population.grade_count
        return after

    def _by_role(self, before: SlotInts) -> SlotInts:
        """Placement by role, tenure and ability, as on the first day."""
        population, new = self.population, self.program
        shape = (population.reps, population.slots)
        roles = tuple(dict.fromkeys(new.grades.role))
        codes = np.array([*(roles.index(role) for role in new.grades.role), -1])
        employed = -population.columns["hired_since"].reshape(shape).astype(np.int32)
        lots = population.columns.get("tie", np.arange(population.n)).reshape(shape)
        place_in_order = np.lexsort((lots, employed), axis=1).argsort(axis=1, kind="stable")
        nothing = np.full(shape, np.nan)
        start = StartingPeople(
            person=np.arange(population.slots), keys=population.keys.reshape(shape),
            role=codes[before].reshape(shape).astype(np.int16),
            roles=roles, months_employed=employed, months_in_grade=np.full(shape, UNKNOWN, np.int32), attributes={},
            ability=population.columns["ability"].reshape(shape), ability_sd=self.workforce.ability_sd,
            tenure_quantile=(place_in_order + 0.5) / population.slots,
            team=population.columns["team"].reshape(shape).astype(np.int32),
            grade=np.full(shape, UNKNOWN, np.int32), grade_names=(), pay=nothing, kpi=nothing,
        )  # fmt: skip
        own = [code for code in range(population.grade_count) if new.covered[code]]
        placed = place(start, [new.infos[code] for code in own], roles).ravel()
        grade = np.array([*own, -1])[placed]
        uncovered = {new.infos[c].role: c for c in range(population.grade_count) if new.own[c] and not new.covered[c]}
        for role, code in uncovered.items():
            grade[(grade < 0) & (start.role.ravel() == roles.index(role))] = code
        lowest = int(np.flatnonzero(new.own)[0])
        return np.where(grade < 0, lowest, grade)

    def _settle(self, before: SlotInts, after: SlotInts, month: int) -> None:
        """Book the placement, restart the clocks of those who changed, and set pay."""
        population, record = self.population, self.recorder
        width = population.grade_count + 1
        moved = np.flatnonzero(before != after)
        change = np.zeros((population.reps, record.months, width), np.int64)
        add(change, (population.rep[moved], month - 1, before[moved]), -1)
        add(change, (population.rep[moved], month - 1, after[moved]), 1)
        record.placed = change[:, :, :-1]
        record.wait(population.rep[moved], before[moved], population.columns["grade_since"][moved], month - 1, BY_OTHER)
        self.happened(moved, month, "placement", old=before[moved], new=after[moved])
        columns = population.columns
        unknown = ~self.program.own[columns["peak"]]  # a grade of the old ladder says nothing on the new one
        columns["peak"][unknown] = after[unknown]
        self.moving.put(moved, after[moved], month)
        if self.moving.steps.kept:
            self.moving.steps.open(np.flatnonzero(population.alive()), columns["base"][population.alive()])
        alive = np.flatnonzero(population.alive())
        base = base_at(population, after[alive], self.moving.steps.of(alive))
        now = population.columns["base"][alive]
        adopted = self.program.scheme.adopted
        protected = adopted is not None and adopted.placement == "pay protected"
        population.columns["base"][alive] = np.where(np.isnan(base), now, np.maximum(base, now) if protected else base)
