"""Scripted draws: the same engine with a record in the place of chance."""

from __future__ import annotations

import numpy as np
import simpy

from ladder_sim.core.arrays import (
    GradeFloats,
    Keys,
    Numbers,
    PersonFloats,
    PersonInts,
    PersonMask,
    SlotFloats,
    SlotMask,
)
from ladder_sim.engine.candidates import Candidates
from ladder_sim.engine.diary import Diary
from ladder_sim.engine.metric_sampler import MetricSampler
from ladder_sim.engine.population import Population
from ladder_sim.engine.starting_people import aged
from ladder_sim.engine.state import FOREVER, NEVER, column_of
from ladder_sim.expressions.nodes import View
from ladder_sim.model.metrics import Metric
from ladder_sim.people.records.file import Record
from ladder_sim.plan.calendar import Calendar
from ladder_sim.plan.program import Program
from ladder_sim.streams.kernels import spread_numbers

SURE = 1e-12


class Script(Diary):
    """Feeds a record to a batch of one replication, and writes its diary. Person n of the record is in slot n."""

    nobody_leaves = True

    def attach(self, population: Population, calendar: Calendar, env: simpy.Environment) -> MetricSampler:
        """Take the place of the draws; the sampler that reads the record."""
        self.population, self.calendar, self.env = population, calendar, env
        population.chances = self
        population.years.usual = True
        population.counted_from = np.where(self.table.first > 1, self.table.first - 1, NEVER)
        self.sampler = RecordedSampler(population, [self.program], self.table)
        return self.sampler

    # -- who is there ---------------------------------------------------------------------------

    def hold_back(self) -> PersonInts:
        """People whose first row is a later month are not there yet; what they are is kept for it. Their slots."""
        population = self.population
        self._say_unknown()
        for person, mentored in enumerate(self.table.start.get("mentees", [])):
            population.columns["mentees"][person] = mentored or 0
        self._say_happened()
        self.late = np.flatnonzero(self.table.first > 1)
        # pay is a month's own, and later the same array as base
        self.kept = {name: values[self.late].copy() for name, values in population.columns.items() if name != "pay"}
        return self.late

    def _say_unknown(self) -> None:
        """What a record does not say of a person is unknown, and not drawn."""
        columns = self.population.columns
        for name, attribute in self.program.workforce.people.attributes.items():
            if f"attr:{name}" in columns and attribute.kind != "constant":
                said = self.table.start.get(name, [None] * len(self.table.persons))
                columns[f"attr:{name}"][np.array([value is None for value in said])] = np.nan

    def _say_happened(self) -> None:
        """How long ago and how often moves took effect before the first day, where the record says so."""
        columns = self.population.columns
        for name, said in self.table.start.items():
            family, _, move = name.partition(":")
            for person, value in enumerate(said):
                if family == "since" and f"last:{move}" in columns and value is not None:
                    columns[f"last:{move}"][person] = -int(value)
                elif family == "times" and name in columns and value is not None:
                    columns[f"times:{move}"][person] = int(value)

    def joining(self, month: int) -> PersonInts:
        """People whose first row is this month join on its first, with clocks as of then. Their slots."""
        mine = np.flatnonzero(self.table.first[self.late] == month)
        population, idx = self.population, self.late[mine]
        if not idx.size:
            return idx
        for name, values in self.kept.items():
            population.columns[name][idx] = _shifted(name, values[mine], month)
        population.columns["grade"][idx] = population.grade_count  # until the counts are told
        population.set_grade(idx, self.kept["grade"][mine])
        for history in population.histories:
            history.forget(idx)
        return idx

    # -- what chance would decide ---------------------------------------------------------------

    def uniform(self, keys: Keys, stream: str, month: int) -> PersonFloats:
        """0 where things happen, 1 where they do not: the record's word, else what goes well; shape of `keys`."""
        what, _, rest = stream.partition(":")
        owner = rest.split(":")[0]
        kinds = {plan.move.id: plan.kind for plan in self.program.moves}
        well = kinds.get(owner) not in ("dismissal", "demotion")
        column = f"chance:{owner}"
        if what in ("draw", "unit"):
            return np.full(keys.shape, 0.5)
        if what == "apply":
            well, column = True, "applied"
        elif what == "stage":
            well, column = not stream.endswith(":objection"), ""
        elif what == "cause":
            return np.full(keys.shape, SURE)
        elif what == "raise":
            return np.full(keys.shape, 0.5)
        elif owner.startswith("scores."):
            column = f"chance:{owner[7:]}"
        result = np.full(keys.shape, SURE if well else 1 - SURE)
        if column in self.table.values:
            said = self.table.latest(column, month)[self._people(keys)]
            result = np.where(np.isnan(said), result, np.where(said > 0.5, SURE, 1 - SURE))
        return result

    def _people(self, keys: Keys) -> PersonInts:
        population = self.population
        order = np.argsort(population.keys)
        places = order[np.searchsorted(population.keys[order], keys)]
        return population.columns["person"][places]

    def in_status(self, status: str, month: int) -> SlotMask | None:
        """Who is in a status of life in a month; None where the record does not tell of it."""
        column = f"status:{status}"
        if column not in self.table.values:
            return None
        person = self.population.columns["person"]
        said = np.nan_to_num(self.table.at(column, min(month, self.table.last_month)))[person] > 0.5
        within: SlotMask = said & (person >= 0)
        return within

    def open_seats(self, month: int) -> GradeFloats:
        """Open seats as recorded; else plenty; shape (1, grades + 1). A seat filled since stays filled."""
        population = self.population
        seats = np.full((1, population.grade_count + 1), 1e6)
        for code in range(population.grade_count):
            said = self.seats_said(code, month)
            if said is not None:
                seats[0, code] = said
        return seats

    def score(self, cases: Candidates, stage: str, score: PersonFloats) -> PersonFloats:
        """Scores of a stage: as recorded, else as computed, in points."""
        column = f"exam:{stage}"
        if column not in self.table.values:
            return score
        month = self.calendar.month_of(self.env.now)
        said = self.table.latest(column, month)[cases.person]
        return np.where(np.isnan(said), score, said)

    def stage(self, cases: Candidates, stage: str, month: int, passed: PersonMask) -> PersonMask:
        """Who passes a stage: as recorded, else as computed."""
        column = f"stage:{stage}"
        if column not in self.table.values:
            return passed
        said = self.table.latest(column, month)[cases.person]
        return np.where(np.isnan(said), passed, said > 0.5)

    def compared(self, cases: Candidates, stage: str, score: PersonFloats, least: PersonFloats) -> None:
        """Note the scores of a stage and what was needed, in points, for the diary."""
        for place, mark, needed in zip(map(int, cases.idx), score, least, strict=True):
            self.marks[self._person(place), stage] = float(mark)
            self.marks[self._person(place), f"{stage}:least"] = float(needed)


class RecordedSampler(MetricSampler):
    """Metrics as a record has them."""

    def __init__(self, population: Population, programs: list[Program], table: Record) -> None:
        super().__init__(population, programs)
        self.table = table

    def draw(self, month: int) -> None:
        """This month's metrics, as recorded."""
        population, table = self.population, self.table
        population.monthly = {}
        view = population.view(month, month)
        for name, plan in self.plans.items():
            metric = plan.metric
            if metric.at != "month":
                continue
            if name in table.values:
                values = table.at(name, month).copy()
                if metric.event or metric.missing is not None:
                    values[np.isnan(values) & (table.last >= month)] = metric.missing or 0.0
            elif metric.kind == "value" and plan.mean is not None:
                values = spread_numbers(plan.mean.value(view), population.n).copy()
            else:
                values = np.full(population.n, _unsaid(metric))
            population.monthly[name] = values
        for name in ("mentees", "mentee") if month == 1 else ("mentee",):  # coached before, and in the month
            if name in table.values:
                population.columns["mentees"] += np.nan_to_num(table.at(name, month)).astype(np.int32)

    def now(self, name: str, view: View) -> SlotFloats:
        """An exam's score: as recorded, else passed."""
        size = self.population.n if view.idx is None else view.idx.size
        for column in (f"exam:{name}", name):
            if column in self.table.values:
                said: SlotFloats = self.table.latest(column, max(view.month, 1))
                said = said if view.idx is None else said[self.population.columns["person"][view.idx]]
                return np.where(np.isnan(said), np.inf, said)
        metric = self.plans[name].metric
        return np.full(size, _unsaid(metric) if metric.at == "hire" else np.inf)


def _unsaid(metric: Metric) -> float:
    """What a record without the metric's column has."""
    return metric.missing if metric.missing is not None else 0.0 if metric.event else np.nan


def _shifted(name: str, values: Numbers, month: int) -> Numbers:
    """What people of the first day are who join on the first of `month` instead: clocks begin later by as much."""
    if column_of(name).clock or name in ("probation_until", "step_since"):
        return np.where(np.isin(values, (NEVER, FOREVER)), values, values + month - 1)
    return aged(name.removeprefix("attr:"), values, month) if name.startswith("attr:") else values
