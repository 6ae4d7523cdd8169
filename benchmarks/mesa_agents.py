"""The reference department in Mesa 3, one agent per employee, stepped once a month."""

from __future__ import annotations

import math
from collections import deque

import mesa

from benchmarks.tables import (
    BASES,
    GRADES,
    HAZARDS,
    MEANS,
    MIN_MEAN,
    MIN_MONTHS,
    MIN_STREAK,
    SEAT_SHARES,
    Tables,
    seats,
    starting_counts,
)


class Worker(mesa.Agent):
    """One person. Months are numbered from 1; a clock is the month whose first day started it."""

    def __init__(self, model: Office, grade: int) -> None:
        super().__init__(model)
        self.office = model
        self.grade = grade
        self.pay = BASES[grade]
        self.ability = self.random.gauss(0, 1)
        self.e = self.random.gauss(0, 6)
        now = model.month
        self.joined = self.grade_since = self.promoted = max(now, 1)
        self.first_closed = now + 1
        self.scores: deque[float] = deque(maxlen=12)
        self.next_grade = grade
        self.raised = 1.0

    def begin(self) -> None:
        """The first of the month: what was decided takes effect."""
        self.pay *= self.raised
        self.raised = 1.0
        if self.next_grade == self.grade:
            return
        month, left = self.office.month, self.grade
        if self.next_grade > left:
            self.office.out.promotions[self.office.row, month - 1, left] += 1
            self.pay = max(1.08 * self.pay, BASES[self.next_grade])
            self.promoted = month
        else:
            self.office.out.demotions[self.office.row, month - 1, left] += 1
            self.pay *= 0.95
        self.grade = self.next_grade
        self.grade_since = month

    def work(self) -> None:
        office, month = self.office, self.office.month
        if month > self.joined:
            self.e = 0.6 * self.e + self.random.gauss(0, 4.8)
        score = MEANS[self.grade] + 6 * self.ability + self.e
        if month >= self.first_closed:
            self.scores.append(score)
        office.out.payroll[office.row, month - 1, self.grade] += self.pay
        stuck = max(0, month - self.promoted - 24)
        hazard = HAZARDS[self.grade] * (1 + math.exp((self.joined - month) / 12)) * (1 + min(0.03 * stuck, 1))
        if self.random.random() < hazard:
            office.out.exits[office.row, month - 1, self.grade] += 1
            office.leavers += 1
            self.remove()

    @property
    def months_in_grade(self) -> int:
        return self.office.month - self.grade_since + 1

    def mean(self, months: int, since_move: bool = False) -> float:
        """Mean score of the last closed months; NaN when there are too few."""
        there = min(len(self.scores), self.months_in_grade) if since_move else len(self.scores)
        return math.fsum(list(self.scores)[-months:]) / months if there >= months else math.nan

    def test_down(self) -> None:
        if self.grade and self.months_in_grade >= 3 and self.mean(3, since_move=True) < 55:
            self.next_grade = self.grade - 1

    def may_rise(self) -> bool:
        grade = self.grade
        if self.next_grade != grade or self.months_in_grade < MIN_MONTHS[grade]:
            return False
        run = MIN_STREAK[grade]  # shorter than the months in grade, so it lies within the grade
        return self.mean(3) >= MIN_MEAN[grade] and all(score >= 68 for score in list(self.scores)[-run:])

    def merit(self) -> None:
        if self.next_grade == self.grade:
            self.raised = 1.04 if self.mean(12) >= 72 else 1.02


class Office(mesa.Model):
    """One replication."""

    def __init__(self, people: int, seed: int, out: Tables, row: int) -> None:
        super().__init__(seed=seed)
        self.out, self.row = out, row
        self.month = self.leavers = 0
        for grade, number in enumerate(starting_counts(people)):
            for _ in range(number):
                Worker(self, grade)

    def step(self) -> None:
        self.month += 1
        self.agents.do("begin")
        for _ in range(self.leavers):
            Worker(self, 0)
        self.leavers = 0
        self.agents.do("work")
        for worker in self.agents:
            self.out.headcount[self.row, self.month - 1, worker.grade] += 1
        if self.month % 3 == 0:
            self.review()
        if self.month % 12 == 0:
            self.agents.do("merit")

    def review(self) -> None:
        self.agents.do("test_down")
        for grade in range(GRADES - 2, -1, -1):
            ready = list(self.agents.select(lambda w, grade=grade: w.grade == grade and w.may_rise()))
            if grade + 1 in SEAT_SHARES:
                taken = len(self.agents.select(lambda w, grade=grade: w.next_grade == grade + 1))
                ready.sort(key=lambda worker: -worker.mean(12))
                ready = ready[: max(0, seats(grade + 1, len(self.agents)) - taken)]
            for worker in ready:
                worker.next_grade = grade + 1


def simulate(people: int = 200, months: int = 60, replications: int = 100, seed: int = 1) -> Tables:
    """The tables of `replications` departments."""
    out = Tables.empty(replications, months)
    for row in range(replications):
        office = Office(people, seed * 1_000_003 + row, out, row)
        for _ in range(months):
            office.step()
    return out
