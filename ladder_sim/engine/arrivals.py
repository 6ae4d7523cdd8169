"""People who come from another department: they are no hires, and bring what they are."""

from __future__ import annotations

from typing import assert_never

import numpy as np

from ladder_sim.core.arrays import PersonFloats, PersonInts, Slots
from ladder_sim.engine.doors import Arrival, Doors, read_of
from ladder_sim.engine.groups import GroupCounts
from ladder_sim.engine.hiring import FIRST_HIRE
from ladder_sim.engine.metric_sampler import MetricSampler
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.engine.starting_people import aged, hire_attributes
from ladder_sim.engine.state import FOREVER
from ladder_sim.engine.steps import Steps, base_at
from ladder_sim.engine.teams import seat_in_team
from ladder_sim.streams.kernels import add, turns

FIRST_ARRIVAL = FIRST_HIRE >> 1  # arrival n of month m is person m · 2²⁰ + 2¹⁹ + n: hires of a month have lower numbers


class Arrivals(Rule):
    """Lets people in who have left another department on the same day; keeps nothing."""

    def __init__(
        self, shared: Shared, doors: Doors, sampler: MetricSampler, groups: GroupCounts, steps: Steps, *, teams: bool
    ) -> None:
        super().__init__(shared)
        self.doors, self.sampler, self.groups, self.steps, self.teams = doors, sampler, groups, steps, teams

    def arrive(self, month: int) -> None:
        """Everybody who comes on the first of `month`."""
        came = np.zeros(self.population.reps, np.int64)
        for arrival in self.doors.take():
            self._join(arrival, month, came)
            came += np.bincount(arrival.rep, minlength=came.size)

    def _join(self, arrival: Arrival, month: int, came: PersonInts) -> None:
        population, rep = self.population, arrival.rep
        columns = population.columns
        idx = population.free_slots(np.bincount(rep, minlength=population.reps))
        population.keys[idx] = arrival.key
        columns["person"][idx] = person = month * FIRST_HIRE + FIRST_ARRIVAL + came[rep] + turns(rep, population.reps)
        if "tie" in columns:
            columns["tie"][idx] = person
        population.wipe(idx, month)
        population.set_grade(idx, arrival.goal)
        columns["peak"][idx] = arrival.goal
        for name, values in arrival.clocks.items():
            columns[name][idx] = values
        self._facts(idx, arrival, month)
        columns["closed_since"][idx] = month - 1
        columns["closed_since"][idx[population.trial(idx)]] = FOREVER
        step = self.steps.join(idx, arrival.goal, month)
        self._work(idx, arrival, month)
        columns["base"][idx] = self._base(arrival, base_at(population, arrival.goal, step))
        if "base_due" in columns:
            with population.looking_ahead():
                columns["base_due"][idx] = self._base(arrival, base_at(population, arrival.goal, step))
        add(self.recorder.counts.arrivals, (rep, month - 1, arrival.goal), 1)
        self.groups.joined(idx, month)
        if self.teams:
            seat_in_team(population, idx)
        self.log_people(idx, month)
        self.happened(idx, month, "transfer", new=arrival.goal)

    def _facts(self, idx: Slots, arrival: Arrival, month: int) -> None:
        """What they are; what the department that they left did not know, as of a hire."""
        columns, workforce = self.population.columns, self.workforce
        missing = read_of(self.program) - set(arrival.attributes)
        drawn = hire_attributes(workforce, arrival.key, missing)
        fresh = {name: aged(name, values, month) for name, values in drawn.items()}
        for name, values in (fresh | dict(arrival.attributes)).items():
            if f"attr:{name}" in columns:
                columns[f"attr:{name}"][idx] = values

    def _work(self, idx: Slots, arrival: Arrival, month: int) -> None:
        """Ability and traits; in another role what a change of role makes of them."""
        ability = arrival.ability * (self.workforce.ability_sd or 1.0)
        self.sampler.joined(idx, month, ability)
        self.sampler.brought(idx, month)
        roles = np.array(self.program.grades.role)[arrival.goal]
        other = idx[roles != np.array(arrival.role)]
        if other.size:
            self.sampler.new_role(other, month)

    @staticmethod
    def _base(arrival: Arrival, base: PersonFloats) -> PersonFloats:
        match arrival.transfer.pay:
            case "to base":
                return base
            case "keep":
                return arrival.base.copy()
            case "protected":
                return np.maximum(arrival.base, base)
            case _:
                assert_never(arrival.transfer.pay)
