"""A scheme that is adopted during the run: people pass from the old ladder to the new one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ladder_sim.core.arrays import SlotInts, Slots
from ladder_sim.engine.closing import close_series
from ladder_sim.engine.hiring import Recruitment
from ladder_sim.engine.history import History
from ladder_sim.engine.moving import Moving
from ladder_sim.engine.pending_moves import Queue
from ladder_sim.engine.placement import place
from ladder_sim.engine.population import Growth
from ladder_sim.engine.protection import Protection
from ladder_sim.engine.seat_book import SeatBook
from ladder_sim.engine.selection import SelectionProcess
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.engine.starting_people import UNKNOWN, StartingPeople
from ladder_sim.engine.steps import base_at
from ladder_sim.engine.teams import deal_teams
from ladder_sim.engine.witness import TakenOver
from ladder_sim.expressions.nodes import Node
from ladder_sim.plan.program import Program
from ladder_sim.plan.switch_plan import SwitchPlan, WavePlan
from ladder_sim.results.coded import BY_OTHER
from ladder_sim.streams.kernels import add, spread, spread_numbers

CENT = 0.005  # base pay that differs by less is the same


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
        self.protection = Protection(shared)
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

    def begin(self) -> None:
        """The first of a month, before tables and moves: base pay is that of the tables."""
        if self.program is self.coming and self.coming.protects:
            self.protection.begin()

    def adopt(self, month: int) -> None:
        """The first of a month, after moves: who passes today comes to a grade of the new ladder and its pay."""
        if month == self.month:
            self._take_over(month)
        if self.program is not self.coming:
            return
        plan = self.plan
        for wave in plan.waves:
            if wave.month == month:
                self._pass(self._who(wave, month), month)
        if self.coming.protects:
            self.protection.apply(month, plan.pay)

    @property
    def plan(self) -> SwitchPlan:
        """Who passes when, and how."""
        assert self.coming.switch is not None
        return self.coming.switch

    def _take_over(self, month: int) -> None:
        """Nothing of the old scheme that was under way goes on, and the new program is in force."""
        population, new = self.population, self.coming
        self.queue.clear()
        self.selection.clear()
        made = population.new_histories(new)
        kept = self._going_on() if self.plan.partial else self.histories
        histories = [fresh if past is None else past for fresh, past in zip(made, kept, strict=True)]
        population.adopt(new, histories)
        population.fields = new.fields_at(month)
        self.seats.adopt()
        self.hiring.adopt()
        self.population.columns["busy"][:] = False
        if new.team_size != self.shared.programs[0].team_size:
            deal_teams(population)

    def _going_on(self) -> list[History | None]:
        """What windows look back on where the old rules go on: metrics, and the past of the old scores."""
        old = zip(self.shared.programs[0].series, self.population.histories, strict=True)
        past = [(replace(spec, inner=None), history) for spec, history in old]
        found = [next((history for mine, history in past if mine == replace(spec, inner=None)), None)
                 for spec in self.coming.series]  # fmt: skip
        return [was if kept is None else kept for was, kept in zip(found, self.histories, strict=True)]

    def _who(self, wave: WavePlan, month: int) -> Slots:
        """Who passes with a wave, of those who have not."""
        population = self.population
        left = population.alive()
        if self.plan.partial:
            left &= ~self.plan.onto[population.columns["grade"]]
        idx = np.flatnonzero(left)
        if wave.who is None:
            return idx
        return idx[spread(wave.who.value(population.view(month - 1, month).of(idx)), idx.size)]

    def _pass(self, idx: Slots, month: int) -> None:
        """People come to a grade of the new ladder, each to a place of its own."""
        if not idx.size:
            return
        before = self.population.columns["grade"].copy()
        self._forget(idx, month)
        after = self._placed(before, idx, month)
        self._settle(idx, before, after, month)

    def _forget(self, idx: Slots, month: int) -> None:
        """What was begun under the old scheme and means nothing under the new one."""
        columns = self.population.columns
        on = idx[columns["probation_of"][idx] >= 0]
        columns["probation_until"][on] = np.minimum(columns["probation_until"][on], month - 1)
        columns["probation_of"][idx] = -1
        # code -1 reads the entry of the outside, which no scheme owns
        gone = idx[~self.plan.onto[columns["before"][idx]]]
        columns["before"][gone] = -1

    def _placed(self, before: SlotInts, idx: Slots, month: int) -> SlotInts:
        """The grade of everybody from the first of `month` on (the outside code for empty slots)."""
        plan = self.plan
        mine = np.zeros(before.size, bool)
        mine[idx] = True
        after = np.where(plan.onto[before], before, -1)
        for old, target in plan.to.items():
            after[before == old] = target
        if plan.by_pay:
            after[:] = -1
        for old, node in plan.choose.items():
            self._chosen(after, np.flatnonzero(mine & (before == old)), node, month)
        roles = np.array([*self.program.grades.role, ""])
        for role, node in self.program.placement.items():
            wanted = np.ones(before.size, bool) if role == "any" else roles[before] == role
            self._chosen(after, np.flatnonzero(mine & (after < 0) & wanted), node, month)
        if plan.by_pay:
            self._by_pay(after, np.flatnonzero(mine & (after < 0)), before)
        rest = mine & (after < 0)
        if rest.any():
            after[rest] = self._by_role(before)[rest]
        after[~mine] = before[~mine]
        return after

    def _chosen(self, after: SlotInts, idx: Slots, node: Node, month: int) -> None:
        """Grades that a rule gives; where it gives none, `after` stays."""
        chosen = spread_numbers(node.value(self.population.view(month - 1, month).of(idx)), idx.size)
        given = ~np.isnan(chosen)
        after[idx[given]] = chosen[given].astype(np.int64)

    def _by_pay(self, after: SlotInts, idx: Slots, before: SlotInts) -> None:
        """The highest grade of the own role that pays no more than people have; else its lowest."""
        grades = self.program.grades
        roles = np.array([*grades.role, ""])
        own = np.flatnonzero(self.plan.onto & self.program.covered)
        for role in set(roles[before[idx]].tolist()):
            steps = np.array([code for code in own if roles[code] == role], np.int64)
            if not steps.size:
                continue
            pays = base_at(self.population, steps, None)
            order = np.argsort(pays, kind="stable")
            mine = idx[roles[before[idx]] == role]
            place = np.searchsorted(pays[order], self.population.columns["base"][mine] + CENT, side="right") - 1
            after[mine] = steps[order][np.maximum(place, 0)]

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
        onto = self.plan.onto
        own = [code for code in range(population.grade_count) if new.covered[code] and onto[code]]
        placed = place(start, [new.infos[code] for code in own], roles).ravel()
        grade = np.array([*own, -1])[placed]
        uncovered = {new.infos[c].role: c for c in range(population.grade_count) if onto[c] and not new.covered[c]}
        for role, code in uncovered.items():
            grade[(grade < 0) & (start.role.ravel() == roles.index(role))] = code
        lowest = int(np.flatnonzero(onto)[0])
        return np.where(grade < 0, lowest, grade)

    def _settle(self, idx: Slots, before: SlotInts, after: SlotInts, month: int) -> None:
        """Book the placement, restart the clocks of those who changed, and set pay."""
        population, record = self.population, self.recorder
        moved = np.flatnonzero(before != after)
        self._book(moved, before, after, month)
        record.wait(population.rep[moved], before[moved], population.columns["grade_since"][moved], month - 1, BY_OTHER)
        self.happened(moved, month, "placement", old=before[moved], new=after[moved])
        columns = population.columns
        unknown = np.zeros(before.size, bool)  # a grade of the old ladder says nothing on the new one
        unknown[idx] = ~self.plan.onto[columns["peak"][idx]]
        columns["peak"][unknown] = after[unknown]
        self.moving.put(moved, after[moved], month)
        if self.moving.steps.kept:
            self.moving.steps.open(idx, columns["base"][idx])
        base = base_at(population, after[idx], self.moving.steps.of(idx))
        now = columns["base"][idx].copy()
        by_table = np.where(np.isnan(base), now, base)
        if self.plan.pay.falls == "protected":
            by_table = np.maximum(by_table, now)
        columns["base"][idx] = by_table
        if self.coming.protects:
            self.protection.protect(idx, now, month, self.plan.pay)
        if self.shared.witness is not None:
            self.shared.witness.passed(population, month, TakenOver(idx, before[idx], after[idx], now, by_table))

    def _book(self, moved: Slots, before: SlotInts, after: SlotInts, month: int) -> None:
        """The net change of each grade by the placement."""
        population, record = self.population, self.recorder
        if record.placed is None:
            record.placed = np.zeros((population.reps, record.months, population.grade_count), np.int64)
        change = np.zeros((population.reps, population.grade_count + 1), np.int64)
        add(change, (population.rep[moved], before[moved]), -1)
        add(change, (population.rep[moved], after[moved]), 1)
        record.placed[:, month - 1] += change[:, :-1]
