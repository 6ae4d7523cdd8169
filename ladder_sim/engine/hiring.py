"""Hiring to the plan, and where newcomers start."""

from __future__ import annotations

from typing import assert_never

import numpy as np

from ladder_sim.core.arrays import PersonFloats, PersonInts, ReplicationInts, Slots
from ladder_sim.core.fixed_math import power
from ladder_sim.engine.absence import counted as counted_heads
from ladder_sim.engine.applying import Applicants
from ladder_sim.engine.doors import Doors
from ladder_sim.engine.facts import Facts
from ladder_sim.engine.mentoring import MentorBook
from ladder_sim.engine.metric_sampler import MetricSampler
from ladder_sim.engine.pending_moves import Queue
from ladder_sim.engine.rehires import Rehires
from ladder_sim.engine.seat_book import SeatBook
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.engine.starting_people import innate_ability
from ladder_sim.engine.state import FOREVER
from ladder_sim.engine.steps import Steps, base_at
from ladder_sim.engine.stopwatch import counted_as
from ladder_sim.engine.teams import seat_in_team
from ladder_sim.engine.vacancies import Order, VacancyBook
from ladder_sim.engine.worth import counted
from ladder_sim.plan.unread import reads_teams
from ladder_sim.results.coded import COSTS
from ladder_sim.streams import draws
from ladder_sim.streams.kernels import add, reached, spread_numbers, turns
from ladder_sim.streams.poisson import poisson_quantile
from ladder_sim.streams.years import HIRED, HIRING

FIRST_HIRE = 1 << 20  # hire n of month m is person m · 2²⁰ + n; those of the first day have lower numbers
HIRES = 1 << 61  # with the month added: the number under which the department draws how many join


class Recruitment(Rule):
    """Orders people at a month's end, lets them in on the first of a month to come.

    `target` is the headcount to keep, by replication; `at_start` the people of the first day by replication and grade.
    """

    def __init__(
        self, shared: Shared, seats: SeatBook, queue: Queue, sampler: MetricSampler, facts: Facts,
        steps: Steps, rehires: Rehires, doors: Doors, target: int,
    ) -> None:  # fmt: skip
        super().__init__(shared)
        self.seats, self.queue, self.sampler, self.steps = seats, queue, sampler, steps
        self.facts, self.groups = facts, facts.groups
        self.rehires, self.doors = rehires, doors
        reps = self.population.reps
        self.book = VacancyBook(seats, reps)
        self.applicants = Applicants(shared, sampler)
        self.mentoring = MentorBook(shared)
        self.due: dict[int, ReplicationInts] = {}  # openings that hires may fill, by grade code
        self.target: ReplicationInts = np.full(reps, target, np.int64)
        self.at_start = self.population.counts().copy()
        self.needs_teams = any(map(reads_teams, shared.programs))

    @counted_as("hiring")
    def recruit(self, month: int) -> None:
        """At the end of `month`: order the people who are missing; they arrive after the lead time."""
        if self.script is not None:
            return
        hiring, population = self.workforce.hiring, self.population
        self.due = self.seats.due_to_hires()
        if hiring.kind not in ("keep", "grow") or self._frozen(month):
            return
        arrival = month + 1 + hiring.lead_months
        going = np.bincount(population.rep[self.queue.leavers(month + 1)], minlength=population.reps)
        present = counted_heads(population, month)[:, :-1].sum(axis=1) - going + self.doors.expected(month + 1)
        target = self.target
        if hiring.kind == "grow":
            target = np.rint(self.target * power(1 + hiring.rate, (arrival - 1) / 12)).astype(np.int64)
        wanted = np.maximum(target - present - self.book.on_order, 0)
        self.book.order(arrival, wanted, {**self._in_kind(target, month), **self.due})

    def _frozen(self, month: int) -> bool:
        freeze = self.workforce.hiring.freeze
        return freeze is not None and freeze[0] <= month <= freeze[1]

    def _in_kind(self, target: ReplicationInts, month: int) -> dict[int, ReplicationInts]:
        """People of roles that the scheme does not cover are replaced in kind: their number follows the headcount."""
        program, counts = self.program, counted_heads(self.population, month)
        found = {}
        for code in map(int, np.flatnonzero(program.own & ~program.covered)):
            due = self.at_start[:, code] * target // np.maximum(self.target, 1)
            found[code] = np.maximum(due - counts[:, code] - self.seats.promised(code), 0)
        return found

    def adopt(self) -> None:
        """A new program is in force: who is on order starts where it says, but for roles that it does not cover."""
        self.rehires.adopt()
        kept = np.flatnonzero(self.program.own & ~self.program.covered)
        self.book.cancel_openings(frozenset(map(int, kept)))

    def _planned(self, month: int) -> ReplicationInts | None:
        """Hires of a plan that names numbers: how many join on the first of `month`; None where it names a headcount.

        A number a year is spread over its months so that the sums are rounded down.
        """
        hiring, population = self.workforce.hiring, self.population
        if self.script is not None or self._frozen(month):
            return None
        spread = self.workforce.between_years.hiring
        if hiring.kind == "poisson":
            mean = hiring.rate * population.years.factor(HIRING, spread, month) if spread else hiring.rate
            keys = draws.person_keys(population.seed, population.replications, np.full(population.reps, HIRES + month))
            return poisson_quantile(draws.uniform(keys, "hires", month), mean).astype(np.int64)
        number = self._named(month)
        if number is None:
            return None
        return self._of_year(month, number) if spread else np.full(population.reps, number, np.int64)

    def _named(self, month: int) -> int | None:
        """The number that a plan of whole numbers names for `month` of a usual year; None where it names none."""
        hiring = self.workforce.hiring
        match hiring.kind:
            case "keep" | "grow" | "none" | "poisson":
                return None
            case "fixed":
                of_year = self.calendar.month(month)[0]
                months = hiring.months or tuple(range(1, 13))
                if of_year not in months:
                    return None
                done, share = months.index(of_year), hiring.rate / len(months)
                return int((done + 1) * share + 1e-9) - int(done * share + 1e-9)
            case "plan":
                return sum(n for m, n in hiring.plan if m == month)
            case _:
                assert_never(hiring.kind)

    def _of_year(self, month: int, number: int) -> ReplicationInts:
        """A number of the plan times the factor of its year, whole.

        A systematic sample: with u drawn once a year, ``floor(F·n + u)`` of the first n people of the year's plan join
        in a year of factor F, so that their mean is F·n and no month is off by one or more.
        """
        years = self.population.years
        before = sum(self._named(m) or 0 for m in range(years.first_month(month), month) if not self._frozen(m))
        factor, u = years.factor(HIRING, self.workforce.between_years.hiring, month), years.uniform(HIRED, month)
        joined: ReplicationInts = (np.floor(factor * (before + number) + u) - np.floor(factor * before + u)).astype(
            np.int64
        )
        return joined

    @counted_as("hiring")
    def arrive(self, month: int) -> None:
        """Hires join on the first of `month`."""
        planned = self._planned(month)
        if planned is not None:
            self.book.order(month, planned, self.due)
        for order in self.book.arrived(month):
            if order.wanted.any():
                self._join(month, order)

    def _join(self, month: int, order: Order) -> None:
        population, program = self.population, self.program
        columns = population.columns
        idx = population.free_slots(order.wanted)
        rep = population.rep[idx]
        number = turns(rep, population.reps)
        person = month * FIRST_HIRE + number
        population.keys[idx] = draws.person_keys(population.seed, population.replications[rep], person)
        columns["person"][idx] = person
        if "tie" in columns:
            columns["tie"][idx] = person
        population.wipe(idx, month)
        lowest = int(np.flatnonzero(program.covered)[0])
        population.set_grade(idx, np.full(idx.size, lowest))  # to be read before the entry, and so is the base
        columns["base"][idx] = base_at(population, np.full(idx.size, lowest))
        columns["ability"][idx] = innate = innate_ability(self.workforce, population.keys[idx])
        back = self.rehires.drawn(idx, month)
        self.applicants.choose(idx, month)
        self.rehires.restore(idx, back, innate, month)
        self.facts.replace(idx)
        grade = self._entry(idx, month)
        taken = np.zeros(population.reps, np.int64)
        for code, numbers in order.to_grades.items():
            mine = (number >= taken[rep]) & (number < (taken + numbers)[rep])
            grade[mine] = code
            self.seats.arrived(code, numbers)
            taken += numbers
        other = np.flatnonzero(grade != lowest)
        if other.size:
            population.set_grade(idx[other], grade[other])
        columns["peak"][idx] = grade
        self._start(idx, month)
        self.rehires.resume(idx, back, month)
        self.sampler.joined(idx, month, innate)
        columns["base"][idx] = self._first_pay(idx, grade, month)
        if "base_due" in columns:
            with population.looking_ahead():
                columns["base_due"][idx] = self._first_pay(idx, grade, month)
        add(self.recorder.counts.hires, (rep, month - 1, grade), 1)
        self._costs(idx, month)
        self.groups.joined(idx, month)
        if self.needs_teams:
            seat_in_team(population, idx)
        self.mentoring.assign(idx, month)
        self.log_people(idx, month)
        self.happened(idx, month, "hire", new=grade)

    def _first_pay(self, idx: Slots, grade: PersonInts, month: int) -> PersonFloats:
        """The base pay of newcomers: by the scheme's rule, else the grade's at the step where each starts."""
        step, node = self.steps.join(idx, grade, month), self.program.entry_pay
        base = base_at(self.population, grade, step)
        if node is None:
            return base
        view = self.population.view(month - 1, month).of(idx, grade)
        view = view if step is None else view.stepping(step)
        return counted(spread_numbers(node.value(view), idx.size), base)

    def _entry(self, idx: Slots, month: int) -> PersonInts:
        """The grade in which each newcomer starts."""
        population, program = self.population, self.program
        entry = program.scheme.entry
        lowest = int(np.flatnonzero(program.covered)[0])
        if entry.grade is not None:
            return np.full(idx.size, program.grades.code(entry.grade))
        if entry.shares:
            codes = np.array([program.grades.code(grade) for grade in entry.shares])
            edges = np.cumsum(list(entry.shares.values()))
            u = draws.uniform(population.keys[idx], "entry", month)
            return codes[np.minimum(reached(edges / edges[-1], u), codes.size - 1)]
        assert program.entry is not None
        chosen = program.entry.value(population.view(month - 1, month).of(idx))
        values = spread_numbers(chosen, idx.size)
        return np.where(np.isnan(values), lowest, values).astype(np.int64)

    def _start(self, idx: Slots, month: int) -> None:
        """Probation and the first period that counts: the month of hire does not."""
        columns = self.population.columns
        probation = self.program.scheme.probation
        columns["closed_since"][idx] = month
        if probation is not None:
            new = idx[self.program.covered[columns["grade"][idx]]]
            columns["probation_until"][new] = month - 1 + probation.months
            assessed = probation.assessed_from or probation.months + 1
            columns["closed_since"][new] = month - 1 + assessed - 1
        columns["closed_since"][idx[self.population.trial(idx)]] = FOREVER

    def _costs(self, idx: Slots, month: int) -> None:
        population, counts = self.population, self.recorder.counts
        view = population.view(month - 1, month).of(idx)
        for name, node in (("hiring", self.program.hire_cost), ("training", self.program.training)):
            if node.constant == 0:
                continue
            amount = spread_numbers(counted(node.value(view)), idx.size)
            grade = population.columns["grade"][idx]
            add(counts.costs, (population.rep[idx], month - 1, grade, COSTS.index(name)), amount)
