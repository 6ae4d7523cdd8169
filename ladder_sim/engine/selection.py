"""The selection process: the cases of one review walk through their stages on the calendar, as SimPy processes.

SimPy moves time and never loops over people: a process carries all cases of a review that are at the same stage.
"""

from __future__ import annotations

import math
from collections.abc import Generator

import numpy as np
import simpy

from ladder_sim.core.arrays import Mask, PersonInts, PersonMask, ReplicationInts, Slots
from ladder_sim.engine.candidates import Candidates
from ladder_sim.engine.consequences import Consequences
from ladder_sim.engine.doors import Doors
from ladder_sim.engine.pending_moves import PendingMove, Queue
from ladder_sim.engine.population import Growth
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.engine.stopwatch import over
from ladder_sim.engine.working_hours import WorkingHours
from ladder_sim.engine.worth import whole_months
from ladder_sim.expressions.nodes import NodeValue, View
from ladder_sim.model.moves import names_of_move
from ladder_sim.plan.program import StagePlan
from ladder_sim.streams.kernels import by_group, spread, spread_numbers, turns

NOON = 0.5  # stages end at noon
LONGEST_DAYS = 10_000  # working days: longer than anybody waits for a case

#: A process of SimPy: what it waits for, one after the other.
Process = Generator[simpy.Event, object, None]


class SelectionProcess(Rule):
    """The cases under way, and how much of each stage's monthly capacity is used.

    Invariant: everybody in `under_way` is busy and has a seat reserved in the pool `held`.
    """

    def __init__(self, shared: Shared, doors: Doors, queue: Queue, consequences: Consequences) -> None:
        super().__init__(shared)
        self.doors, self.queue, self.consequences = doors, queue, consequences
        self.under_way: list[Candidates] = []
        self.hours = WorkingHours(shared)
        self.used: dict[tuple[int, int, int], ReplicationInts] = {}  # cases by move, stage and month
        self.follow()

    def grow(self, growth: Growth) -> None:
        """The batch has become wider."""
        for cases in self.under_way:
            cases.idx = growth.moved(cases.idx)

    # -- cases begin and end --------------------------------------------------------------------

    def begin(self, cases: Candidates) -> None:
        """The cases of a review enter their first stage."""
        self.under_way.append(cases)
        self.env.process(self._walk(cases, 0, self.env.now))

    def end_cases(self, idx: Slots) -> None:
        """People who are moved by something else: their cases are over, decided ones too."""
        population = self.population
        if not self.program.beside:
            idx = idx[population.columns["busy"][idx]]  # whoever has a case is busy
        if not idx.size:
            return
        for cases in list(self.under_way):
            gone = np.isin(cases.idx, idx) & (population.columns["person"][cases.idx] == cases.person)
            if gone.any():
                part = cases.cut(gone)
                cases.keep(~gone)
                self._end(part, "moved otherwise")
        for move in self.queue.all():
            gone = np.isin(move.idx, idx) & (population.columns["person"][move.idx] == move.person)
            if gone.any() and move.pending:
                self._recall(move, gone)

    def _recall(self, move: PendingMove, gone: Mask) -> None:
        """A move that cases led to does not take effect for some of its people."""
        part = move.cut(gone)
        move.keep(~gone)
        rep = self.population.rep[part.idx]
        self.recorder.outcome(part.number, part.review_month, "moved otherwise", rep)
        assert part.held is not None, "a pending move comes from a case"
        self.doors.give_back(part.plan, rep, part.held)
        self.population.columns["busy"][part.idx] = False

    def clear(self) -> None:
        """Another scheme is in force: all cases are over."""
        for cases in list(self.under_way):
            self._end(cases, "under way")

    def close(self) -> None:
        """The run ends while cases are under way."""
        for cases in self.under_way:
            self.recorder.outcome(cases.number, cases.month, "under way", self.population.rep[cases.idx])

    def _split(self, cases: Candidates, keep: Mask) -> tuple[Candidates, Candidates]:
        """Those for whom `keep` holds, and the others; both are under way."""
        parts = cases.cut(keep), cases.cut(~keep)
        self.under_way.remove(cases)
        self.under_way.extend(parts)
        return parts

    def _end(self, cases: Candidates, reason: str) -> None:
        """The cases are over without a move: their seats are free again."""
        self._drop(cases)
        if not cases.idx.size:
            return
        population = self.population
        self.recorder.outcome(cases.number, cases.month, reason, population.rep[cases.idx])
        there = population.columns["person"][cases.idx] == cases.person
        population.columns["busy"][cases.idx[there]] = False
        self.doors.give_back(cases.plan, population.rep[cases.idx], cases.held)
        if self.script is not None:
            self.script.noted(cases.number, cases.month, reason, cases.idx[there])
        if self.witness is not None:
            self.witness.noted(population, cases.number, cases.month, reason, cases.idx[there])
        cases.keep(np.zeros(cases.idx.size, bool))  # a process that still carries them finds nobody

    def _drop(self, cases: Candidates) -> None:
        if cases in self.under_way:
            self.under_way.remove(cases)

    # -- the way through the stages -------------------------------------------------------------

    def _walk(self, cases: Candidates, at: int, began: float) -> Process:
        """From stage `at` to the end; `began` is the day on which the stage before was over."""
        for n in range(at, len(cases.plan.stages)):
            cases = self._drop_leavers(cases)
            if not cases.idx.size:
                return
            cases, days = self._of_one_length(cases, n, began)
            if cases.plan.stages[n].capacity is not None:
                cases, began = yield from self._wait_for_capacity(cases, n, began, days)
            cases = yield from self._through(cases, n, began, days)
            if not cases.idx.size:
                return
            began = self.env.now
        with over(self.watch, "move", cases.plan.move.id):
            self._conclude(cases, began)

    def _of_one_length(self, cases: Candidates, n: int, began: float) -> tuple[Candidates, int]:
        """The cases whose stage takes fewest days, and how many; the longer ones go on in a process of their own."""
        node = cases.plan.stages[n].days
        if node.fixed is not None:
            return cases, max(0, math.ceil(min(node.fixed, LONGEST_DAYS)))
        month = self.calendar.month_of(began)
        view = self.population.view(month - 1, month).of(cases.idx, cases.goal)
        value = np.nan_to_num(np.asarray(node.value(view), np.float64))
        days = spread(np.clip(np.ceil(value), 0, LONGEST_DAYS), cases.idx.size)
        shortest = days.min()
        if (days > shortest).any():
            cases, longer = self._split(cases, days == shortest)
            self.env.process(self._walk(longer, n, began))
        return cases, int(shortest)

    def _through(
        self, cases: Candidates, n: int, began: float, days: int
    ) -> Generator[simpy.Event, object, Candidates]:
        """The days of stage `n` and its outcome: the cases that pass."""
        if days and cases.idx.size:
            yield self.env.timeout(self.calendar.after_working_days(began, days) + NOON - self.env.now)
        cases = self._drop_leavers(cases)
        return self._judge(cases, n, cases.plan.stages[n]) if cases.idx.size else cases

    def _drop_leavers(self, cases: Candidates) -> Candidates:
        there = self.population.columns["person"][cases.idx] == cases.person
        if there.all():
            return cases
        staying, gone = self._split(cases, there)
        self._end(gone, "left")
        return staying

    def _wait_for_capacity(
        self, cases: Candidates, n: int, began: float, days: int
    ) -> Generator[simpy.Event, object, tuple[Candidates, float]]:
        """Cases beyond the month's capacity wait for the next month; first come, first served, then by order.

        The month is that of the stage's first day: the day after, for a stage that takes days.
        """
        population, capacity = self.population, cases.plan.stages[n].capacity
        assert capacity is not None
        while cases.idx.size:
            month = self.calendar.month_of(self.env.now + (days > 0))
            most = population.of_unit(capacity, population.view(month - 1, month)).astype(np.int64)
            used = self.used.setdefault((cases.number, n, month), np.zeros(population.reps, np.int64))
            rep = population.rep[cases.idx]
            order = by_group(rep, population.reps)
            turn = np.empty(rep.size, np.int64)
            turn[order] = turns(rep[order], population.reps)
            now = turn < (most - used)[rep]
            used += np.bincount(rep[now], minlength=population.reps)
            if now.all():
                break
            served, cases = self._split(cases, now)
            if served.idx.size:
                self.env.process(self._served(served, n, began, days))
            yield self.env.timeout(self.calendar.first_day(month + 1) - self.env.now)
            began = self.env.now - NOON  # days are counted from the evening before
            cases = self._drop_leavers(cases)
        return cases, began

    def _served(self, cases: Candidates, n: int, began: float, days: int) -> Process:
        """A part of a round that has found capacity goes through stage `n` and on by itself."""
        cases = yield from self._through(cases, n, began, days)
        if cases.idx.size:
            yield from self._walk(cases, n + 1, self.env.now)

    def _judge(self, cases: Candidates, n: int, stage: StagePlan) -> Candidates:
        """The outcome of a stage: the score, the vote, the objection. Returns the cases that pass."""
        with over(self.watch, "move", cases.plan.move.id):
            return self._judged(cases, n, stage)

    def _judged(self, cases: Candidates, n: int, stage: StagePlan) -> Candidates:
        population = self.population
        month = self.calendar.month_of(self.env.now)
        self.hours.judged(cases.number, n, stage.stage.work, population.rep[cases.idx], month)
        view = population.view(month - 1, month).of(cases.idx, cases.goal)
        name = f"{cases.plan.move.id}:{stage.stage.name}"
        if cases.tries:
            name = f"{name}:{cases.tries}"
        passed = np.ones(cases.idx.size, bool)
        if stage.score is not None:
            passed &= self._score(cases, stage, view)
        for node, sign in ((stage.passes, True), (stage.objection, False)):
            if node is not None:
                happens = self._chance(name + ("" if sign else ":objection"), node.value(view), view)
                passed &= happens if sign else ~happens
        if self.script is not None:
            passed = self.script.stage(cases, stage.stage.name, month, passed)
            self.script.judged(cases, stage, month, passed)
        if passed.all():
            return cases
        cases, failed = self._split(cases, passed)
        if cases.plan.kind == "promotion":
            population.columns["passed_over"][failed.idx] = month
        self._failed(failed, n, stage, month)
        return cases

    def _chance(self, stream: str, p: NodeValue, view: View) -> PersonMask:
        assert view.idx is not None
        return spread(self.population.chance(f"stage:{stream}", p, view), view.idx.size)

    def _score(self, cases: Candidates, stage: StagePlan, view: View) -> PersonMask:
        """Is the score reached? Remembers how far above, for raises within a range."""
        assert stage.score is not None and view.idx is not None
        score = spread_numbers(stage.score.value(view), view.idx.size)
        if self.script is not None:
            score = self.script.score(cases, stage.stage.name, score)
        if stage.at_least is None:
            return np.ones(score.shape, bool)
        least = spread_numbers(stage.at_least.value(view), score.size)
        if self.script is not None:
            self.script.compared(cases, stage.stage.name, score, least)
        with np.errstate(all="ignore"):
            share = (score - least) / (100 - least)
        cases.raise_share = np.where(np.isnan(cases.raise_share), share, np.minimum(cases.raise_share, share))
        reached: PersonMask = score >= least - 1e-9 * np.maximum(1, np.abs(least))
        return reached

    def _failed(self, cases: Candidates, n: int, stage: StagePlan, month: int) -> None:
        """Failed candidates: a second date where the rule gives one, else out of the selection (or of the firm)."""
        rule, columns = stage.stage, self.population.columns
        cases = self._without_retakes(cases, n, stage, month)
        if not cases.idx.size:
            self._drop(cases)
            return
        failed = cases.idx
        bound = self.consequences.follow_up(cases, stage, month)
        if cases.plan.kind in ("promotion", "confirmation"):
            columns["attempts"][failed] += 1
        for name in names_of_move(cases.plan.move):
            if self.program.reads(f"attempts:{name}"):
                columns[f"attempts:{name}"][failed] += 1
            self.consequences.statuses.happenings.failed(failed, name, rule.name, month)
        self.happened(failed, month, "case failed", old=columns["grade"][failed], move=cases.number,
                      detail=rule.name, day=int(self.env.now))  # fmt: skip
        self._end(cases, f"failed: {rule.name}")
        columns["busy"][failed[bound]] = True

    def _without_retakes(self, cases: Candidates, n: int, stage: StagePlan, month: int) -> Candidates:
        """Who fails for good; the others wait for their second date."""
        rule = stage.stage
        if rule.retake_after is None or cases.tries >= max(1, rule.retakes):
            return cases
        kept = np.ones(cases.idx.size, bool)
        if stage.kept is not None:
            view = self.population.view(month - 1, month).of(cases.idx, cases.goal)
            stream = f"{cases.plan.move.id}:{rule.name}:kept:{cases.tries}"
            kept = self._chance(stream, stage.kept.value(view), view)
        again, over = self._split(cases, kept)
        if again.idx.size:
            again.tries += 1
            self.env.process(self._retake(again, n, rule.retake_after))
        return over

    def _retake(self, cases: Candidates, n: int, months: int) -> Process:
        """A second date, `months` later."""
        month = self.calendar.month_of(self.env.now) + months
        day = self.calendar.first_day(month) + NOON
        yield self.env.timeout(day - self.env.now)
        cases = self._drop_leavers(cases)
        if not cases.idx.size:
            return
        cases = self._judge(cases, n, cases.plan.stages[n])
        if cases.idx.size:
            cases.tries = 0
            yield from self._walk(cases, n + 1, self.env.now)

    def _conclude(self, cases: Candidates, day: float) -> None:
        """All stages passed: the move takes effect on the first of the next month, or in the month the review names."""
        month = self.calendar.month_of(day) + 1
        review = self.program.scheme.reviews[cases.plan.move.review]
        if review.effective is not None:
            month = max(month, self.calendar.next_month_of_year(review.effective, cases.month))
        self.under_way.remove(cases)
        date = np.full(cases.idx.size, month)
        if cases.plan.after is not None:
            date = self._later(cases, day, date)
        for first in np.unique(date):
            part = cases.cut(date == first)
            move = PendingMove(
                part.idx, part.person, part.goal, part.plan, part.number, part.raise_share, part.waived,
                part.month, pending=True, held=part.held,
            )  # fmt: skip
            self.queue.add(int(first), [move])

    def _later(self, cases: Candidates, day: float, date: PersonInts) -> PersonInts:
        """The months of effect where a move takes its time: so many after the decision, in the review's month."""
        assert cases.plan.after is not None
        month = self.calendar.month_of(day) + 1
        view = self.population.view(month - 2, month - 1).of(cases.idx, cases.goal)
        earliest = month + whole_months(cases.plan.after.value(view), cases.idx.size)
        effective = self.program.scheme.reviews[cases.plan.move.review].effective
        if effective is None:
            return np.maximum(earliest, date)
        return np.array([self.calendar.next_month_of_year(effective, int(first) - 1) for first in earliest])
