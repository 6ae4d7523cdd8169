"""A batch of replications played month by month: the order of a month, in one place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import simpy

from ladder_sim.core.arrays import ReplicationFloats, ReplicationInts
from ladder_sim.engine.arrivals import Arrivals
from ladder_sim.engine.attrition import Leaving
from ladder_sim.engine.choices import ChoiceBook
from ladder_sim.engine.closing import close_series
from ladder_sim.engine.consequences import Consequences
from ladder_sim.engine.departures import Departures
from ladder_sim.engine.doors import Doors
from ladder_sim.engine.effort import Efforts
from ladder_sim.engine.facts import Facts
from ladder_sim.engine.groups import GroupCounts
from ladder_sim.engine.happenings import Happenings
from ladder_sim.engine.hiring import Recruitment
from ladder_sim.engine.metric_sampler import MetricSampler
from ladder_sim.engine.moving import Moving
from ladder_sim.engine.opening import Opening, first_month
from ladder_sim.engine.own_measures import OwnSums
from ladder_sim.engine.payroll import Payroll
from ladder_sim.engine.pending_moves import Queue
from ladder_sim.engine.performance import PerformanceWindow
from ladder_sim.engine.population import Population
from ladder_sim.engine.recorder import Recorder, axes_of
from ladder_sim.engine.returns import Returns
from ladder_sim.engine.reviews import Reviews
from ladder_sim.engine.script import Script
from ladder_sim.engine.seat_book import SeatBook
from ladder_sim.engine.selection import Process, SelectionProcess
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.engine.starting_people import starting_people
from ladder_sim.engine.statuses import Statuses
from ladder_sim.engine.steps import Steps
from ladder_sim.engine.stopwatch import over
from ladder_sim.engine.tables import PayTables
from ladder_sim.engine.transition import Transition
from ladder_sim.engine.witness import Witness
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.calendar import Calendar
from ladder_sim.plan.program import Program
from ladder_sim.results.counts import RunCounts
from ladder_sim.streams.kernels import early

EVENING = 0.9  # reviews sit in the evening of the month's last day, stages end at noon
LONG_IN_GRADE = 24  # months in a grade from which somebody counts as stuck


class Batch:
    """One or two programs (a scheme, and the one it replaces until `switch`) on some replications.

    Parameters
    ----------
    replications
        Their numbers, shape (replications,).
    switch
        The month from which the second program is in force; 0: never.
    explain
        Also count whom one condition alone stopped.
    drivers
        Also count what the hazards of leavers were made of.
    script
        Of a trace: a record in the place of draws, for one replication.
    doors
        Of a department: where people come from and go to other departments.
    years
        The seed of the years, where they are shared with other batches; None: `seed`.
    usual
        Every year is a usual one, whatever the files say of differences between years.
    bare
        Leave out what no rule reads: groups, their shuffled worlds, and who is chosen.
    pay_gap
        The response of leaving to pay in each replication, as the exponent of pay ÷ market; None: the workforce's.
    env
        The clock, where other batches go by it too.
    witness
        Notes how reviews end for every person, and what they are paid.
    """

    def __init__(
        self, programs: list[Program], *, months: int, seed: int, replications: ReplicationInts, switch: int = 0,
        events: bool = False, explain: bool = False, drivers: bool = False, script: Script | None = None,
        doors: Doors | None = None, years: int | None = None, usual: bool = False, bare: bool = False,
        pay_gap: ReplicationFloats | None = None,
        env: simpy.Environment | None = None, witness: Witness | None = None,
    ) -> None:  # fmt: skip
        self.months, self.script = months, script
        self.doors = Doors("", {}, {}) if doors is None else doors
        workforce = programs[0].workforce
        calendar = Calendar(workforce.start, workforce.holidays)
        start = starting_people(workforce, seed, replications)
        self.population = Population(programs, seed, replications, start.person.size, calendar)
        self.population.years.usual = usual
        if years is not None:
            self.population.years.seed = years
        axes = axes_of(programs, calendar, months, tuple(self.doors.out) if self.doors.name else None)
        recorder = Recorder(axes, replications.size, months, events=events, explain=explain, drivers=drivers, bare=bare)
        clock = simpy.Environment() if env is None else env
        shared = self.shared = Shared(programs, self.population, calendar, recorder, script, clock, witness)
        self.sampler = self._sampler()
        self.groups = GroupCounts(shared)
        self.own, self.facts = OwnSums(shared), Facts(shared, self.groups)
        steps = Steps(shared)
        Opening(shared, self.sampler, self.groups, steps).open(start)
        self.facts.opened()
        if witness is not None:
            witness.open(self.population)
        self.tables, self.steps = PayTables(shared), steps
        self.statuses = Statuses(shared, Happenings(shared))
        self.queue, self.seats, self.payroll = (
            Queue(shared),
            SeatBook(shared),
            Payroll(shared, self.groups, self.statuses),
        )
        self.returns = Returns(shared, self.seats)
        self.doors.open(self.population, self.seats, self.queue)
        departures = Departures(shared, self.groups, self.payroll)
        kpi = self.sampler.plans.get("kpi")
        self.performance = PerformanceWindow(shared, drawn=kpi is not None and kpi.metric.at == "month")
        self.choices = ChoiceBook(shared, self.performance, self.groups)
        self.leaving = Leaving(shared, departures, self.sampler, self.performance, self.choices, drivers=drivers,
                               pay_gap=pay_gap)  # fmt: skip
        self.moving = Moving(
            shared, self.queue, self.doors, departures, self.sampler, self.facts, steps, self.statuses, self.choices
        )
        self.hiring = Recruitment(
            shared, self.seats, self.queue, self.sampler, self.facts, steps, departures.rehires, self.doors,
            start.person.size,
        )  # fmt: skip
        self.arrivals = Arrivals(shared, self.doors, self.sampler, self.groups, steps, teams=self.hiring.needs_teams)
        consequences = Consequences(shared, self.queue, self.statuses)
        self.selection = SelectionProcess(shared, self.doors, self.queue, consequences)
        self.reviews = Reviews(
            shared, self.seats, self.selection, self.queue, self.choices, self.doors, explain=explain,
            prices=self.moving.prices,
        )  # fmt: skip
        self.efforts = Efforts(shared, self.seats)
        self.transition = None
        if switch and len(programs) > 1:
            self.transition = Transition(
                shared, month=switch, queue=self.queue, selection=self.selection, seats=self.seats,
                hiring=self.hiring, moving=self.moving,
            )  # fmt: skip

    def _sampler(self) -> MetricSampler:
        """Where metrics come from: draws, or the record of a trace."""
        shared = self.shared
        if self.script is None:
            sampler = MetricSampler(self.population, shared.programs)
        else:
            sampler = self.script.attach(self.population, shared.calendar, shared.env)
        self.population.sampler = sampler
        self.population.followers.append(sampler)
        return sampler

    def play(self) -> RunCounts:
        """Play all months and give what they leave."""
        env = self.shared.env
        with np.errstate(all="ignore"):
            self.prepare()
            env.run(until=env.process(months_of([self])))  # nobody plays later days
        return self.finish()

    def prepare(self) -> None:
        """The months before the run."""
        for month in range(first_month(self.workforce, recorded=self.script is not None), 1):
            self._before(month)

    def finish(self) -> RunCounts:
        """Close the books, and give what they say."""
        self.queue.close()
        self.selection.close()
        self.groups.finish()
        self.choices.finish()
        counts = self.shared.recorder.finish(self.population)
        self._let_go()
        return counts

    @property
    def workforce(self) -> Workforce:
        """The people and how they behave."""
        return self.shared.programs[0].workforce

    def _let_go(self) -> None:
        """Undo the references that lead in circles, so that the batch's memory is free at once."""
        self.population.followers.clear()
        self.population.sampler = None
        self.doors.close()
        for rule in [value for value in vars(self).values() if isinstance(value, Rule)]:
            rule.release()
        vars(self).clear()

    def _before(self, month: int) -> None:
        """A month before the run: work is done and closed, nothing else happens."""
        self.sampler.draw(month)
        self._close(month)
        if self.population.monthly.get("kpi") is not None:
            self.performance.close(month)

    # -- a month --------------------------------------------------------------------------------

    def begin(self, month: int) -> None:
        """The first of a month: tables, moves, and a scheme adopted."""
        if self.transition is not None:
            self.transition.begin()
        if self.population.program.timetable is not None:
            self.tables.begin(month)
        self.moving.take_effect(month)
        if self.transition is not None:
            self.transition.adopt(month)
        self.statuses.turn(month)

    def let_in(self, month: int) -> None:
        """The first of a month, when all who leave have left: who comes."""
        self.arrivals.arrive(month)
        self.hiring.arrive(month)
        self._recorded_arrive(month)
        self.facts.tell(month)

    def work(self, month: int) -> None:
        """The month's last evening: what was done, who leaves, what closes; then the reviews."""
        self.statuses.stand_still(month)
        self.sampler.draw(month)
        self.payroll.pay(month)
        if self.shared.witness is not None:
            self.shared.witness.paid(self.population)
        self.leaving.leave(month)
        self.facts.change(month)
        self._close(month)
        with over(self.population.watch, "books"):
            self._book(month)
        self.statuses.end_by_condition(month)
        self.returns.wait(month)
        self.reviews.review(month)

    def end(self, month: int) -> None:
        """The rest of the evening, when every review is over: what follows from it."""
        self.efforts.respond(month)
        self.hiring.recruit(month)
        if self.script is not None:
            self.script.month_over(month)

    def _recorded_arrive(self, month: int) -> None:
        """People of a record who join later than the first day."""
        if self.script is None:
            return
        population, idx = self.population, self.script.joining(month)
        if idx.size:
            grade = population.columns["grade"][idx]
            hires = self.shared.recorder.counts.hires
            hires[0, month - 1] += np.bincount(grade, minlength=population.grade_count)
            self.groups.joined(idx, month)

    def _close(self, month: int) -> None:
        """Mentorships and periods that end with this month."""
        population, calendar = self.population, self.shared.calendar
        self.hiring.mentoring.finish(month)
        told = None if self.script is None else self.script.closed
        close_series(population, calendar, population.program.series, population.histories, month, told=told)
        if self.transition is not None:
            self.transition.close(month)

    def _book(self, month: int) -> None:
        """What the month's end shows."""
        population, recorder, m = self.population, self.shared.recorder, month - 1
        recorder.close(population, month)
        population.losses.close(population)
        grade, since = population.columns["grade"], population.columns["grade_since"]
        early_since = month - LONG_IN_GRADE
        recorder.counts.stuck[:, m] = early(since, early_since, grade, population.grade_count, population.reps)
        kpi = population.monthly.get("kpi")
        if kpi is not None:
            recorder.counts.kpi[:, m, 0] = population.total(np.where(population.alive(), kpi, 0.0))
            recorder.counts.kpi[:, m, 1] = population.heads()
            self.performance.close(month)
        self.groups.book(month)
        self.own.book(month)
        self.choices.book(month)


def months_of(batches: Sequence[Batch]) -> Process:
    """All months of one batch, or of several that go by one clock: each step is taken by all before the next."""
    env, calendar = batches[0].shared.env, batches[0].shared.calendar
    for month in range(1, batches[0].months + 1):
        yield env.timeout(calendar.first_day(month) - env.now)
        for batch in batches:
            batch.begin(month)
        for batch in batches:
            batch.let_in(month)
        yield env.timeout(calendar.first_day(month + 1) - 1 + EVENING - env.now)
        for batch in batches:
            batch.work(month)
        for batch in batches:
            batch.reviews.transfer()
        for batch in batches:
            batch.reviews.close()  # before anybody orders people: who comes by a transfer is none to hire
        for batch in batches:
            batch.end(month)
    yield env.timeout(0)  # the last evening's cases begin; stages without days are over at once
