"""The first day: the workforce's people stand on the scheme's ladder, with their clocks, pay, traits and probations."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import Slots
from ladder_sim.engine.groups import GroupCounts
from ladder_sim.engine.metric_sampler import MetricSampler
from ladder_sim.engine.placement import months_in_grade, place
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.engine.starting_people import StartingPeople
from ladder_sim.engine.state import FOREVER, members_of
from ladder_sim.engine.steps import Steps, base_at
from ladder_sim.engine.teams import deal_teams
from ladder_sim.model.workforce import Workforce
from ladder_sim.streams import draws
from ladder_sim.streams.kernels import spread_numbers

HISTORY = 15  # months of work before the run, so that windows are filled for people who were there


def first_month(workforce: Workforce, *, recorded: bool) -> int:
    """The first month drawn, 1 or before: a matter of the workforce alone, so that all schemes meet the same scores."""
    people = workforce.people
    worked = people.roster is not None or "months_employed" in people.attributes
    return 1 - HISTORY if people.history and worked and not recorded else 1


class Opening(Rule):
    """Fills the population once, before the first month."""

    def __init__(self, shared: Shared, sampler: MetricSampler, groups: GroupCounts, steps: Steps) -> None:
        super().__init__(shared)
        self.sampler, self.groups, self.steps = sampler, groups, steps

    def open(self, start: StartingPeople) -> None:
        """Everybody of the first day has a place; the books of month 0 are closed."""
        population = self.population
        columns, everybody = population.columns, np.arange(population.n)
        self._who(start)
        self._stand(start, everybody)
        self._clocks(start)
        for name, values in start.attributes.items():
            if f"attr:{name}" in columns:
                columns[f"attr:{name}"][:] = values.ravel()
        columns["base"][:] = start.pay.ravel()  # not known before a grade is, but from a roster
        self._by_rule(start, everybody)
        columns["peak"][:] = columns["grade"]
        trial = population.trial()
        columns["closed_since"][trial] = FOREVER
        self._probations(everybody[~trial & self.program.covered[columns["grade"]]])
        self.steps.open(everybody, start.pay.ravel())
        base = base_at(population, columns["grade"], self.steps.of(everybody))
        columns["base"][:] = np.where(np.isnan(start.pay.ravel()), base, start.pay.ravel())
        month = first_month(self.workforce, recorded=self.script is not None)
        self.sampler.joined(everybody, month, self.sampler.ability_given(start.ability.ravel(), start.kpi.ravel()))
        self.sampler.brought(everybody, month)
        if self.program.team_size != self.workforce.people.team_size:
            deal_teams(population)
        self.groups.opened(everybody)
        self._hold_back()
        there = np.flatnonzero(population.alive())
        self.log_people(there, 0, {name: values.ravel()[there] for name, values in start.attributes.items()})
        self.recorder.close(population, 0)

    def _who(self, start: StartingPeople) -> None:
        """Keys, numbers, lots and teams."""
        population, columns = self.population, self.population.columns
        population.keys[:] = start.keys.ravel()
        columns["person"][:] = np.broadcast_to(start.person, start.keys.shape).ravel()
        if "tie" in columns:
            columns["tie"][:] = draws.lots(population.seed, population.replications, start.ids).ravel()
        columns["team"][:] = start.team.ravel()
        population.teams[:] = start.team.max(axis=1, initial=0) + 1

    def _stand(self, start: StartingPeople, everybody: Slots) -> None:
        """Grades: those the scheme covers by placement, one for each role that it does not, and months in them."""
        population, program = self.population, self.program
        own = [code for code in range(population.grade_count) if program.own[code]]
        covered = [program.infos[code] for code in own if program.covered[code]]
        placed = place(start, covered, program.scope.roles)
        codes = np.array([*(program.grades.code(grade.id) for grade in covered), -1])
        grade = codes[placed]
        uncovered = {program.infos[c].role: c for c in own if not program.covered[c]}
        for role, code in uncovered.items():
            if role in start.roles:
                grade = np.where((grade < 0) & (start.role == start.roles.index(role)), code, grade)
        population.set_grade(everybody, grade.ravel())
        in_grade = months_in_grade(start, placed, covered, program.scope.roles)
        columns = population.columns
        columns["grade_since"][:] = columns["moved_since"][:] = -in_grade.ravel()

    def _clocks(self, start: StartingPeople) -> None:
        columns = self.population.columns
        employed = start.months_employed.ravel().astype(np.int16)
        columns["hired_since"][:] = columns["promoted_since"][:] = columns["role_since"][:] = -employed
        columns["track_since"][:] = columns["regraded_since"][:] = -employed
        columns["closed_since"][:] = -employed + (employed > 0)
        if "moved_on" in columns:
            columns["moved_on"][:] = columns["moved_since"]
        if "hired_on" in columns:
            columns["hired_on"][:] = -employed
        for name in members_of("last:", self.shared.programs):
            columns[f"last:{name}"][:] = -employed

    def _by_rule(self, start: StartingPeople, everybody: Slots) -> None:
        """Placement by the scheme's own expressions, for people whose grade is not given."""
        population = self.population
        view = population.view(0, 0)
        for role, node in self.program.placement.items():
            codes = {i for i, name in enumerate(start.roles) if role in (name, "any")}
            idx = everybody[np.isin(start.role.ravel(), list(codes)) & (start.grade.ravel() < 0)]
            chosen = spread_numbers(node.value(view.of(idx)), idx.size)
            fine = ~np.isnan(chosen)
            population.set_grade(idx[fine], chosen[fine].astype(np.int64))

    def _probations(self, idx: Slots) -> None:
        """Who was hired less than a probation ago is still on it."""
        probation = self.program.scheme.probation
        if probation is None:
            return
        columns = self.population.columns
        until = columns["hired_since"][idx].astype(np.int64) + probation.months
        still = idx[until > 0]
        columns["probation_until"][still] = until[until > 0]
        assessed = probation.assessed_from or probation.months + 1
        columns["closed_since"][still] = columns["hired_since"][still] + assessed - 1

    def _hold_back(self) -> None:
        """People whose record begins later are not there yet."""
        if self.script is None:
            return
        population, late = self.population, self.script.hold_back()
        if late.size:
            self.groups.gone(late)
            population.set_grade(late, np.full(late.size, population.grade_count))
            population.columns["person"][late] = -1
