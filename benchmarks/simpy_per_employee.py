"""The reference department in SimPy with one process per employee, the way its manual teaches it.

Time is in months. An employee's month happens on its first instant; the department closes it half a month
later (counts, review) and prepares the next one after three quarters (moves take effect, hires are there).
"""

from __future__ import annotations

import math
import random
from collections.abc import Generator
from typing import Any

import simpy

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


class Employee:
    """One person; clocks count completed months."""

    def __init__(self, department: Department, grade: int, hired: bool) -> None:
        self.department = department
        self.grade = grade
        self.pay = BASES[grade]
        self.ability = department.luck.gauss(0, 1)
        self.residual: float | None = None
        self.tenure = self.in_grade = self.since_promotion = 0
        self.first_closed = 2 if hired else 1  # a hire's first month is no closed period
        self.scores: list[float] = []
        self.scores_in_grade: list[float] = []
        self.streak = 0
        self.gone = False
        department.env.process(self.work(0.25 if hired else 0.0))

    def work(self, delay: float) -> Generator[simpy.Event, Any, None]:
        luck = self.department.luck
        yield self.department.env.timeout(delay)
        while not self.gone:
            z = luck.gauss(0, 1)
            self.residual = 6 * z if self.residual is None else 0.6 * self.residual + 4.8 * z
            score = MEANS[self.grade] + 6 * self.ability + self.residual
            self.department.payroll(self)
            hazard = HAZARDS[self.grade] * (1 + math.exp(-self.tenure / 12))
            hazard *= 1 + min(0.03 * max(0, self.since_promotion - 24), 1)
            self.tenure += 1
            self.in_grade += 1
            self.since_promotion += 1
            if self.tenure >= self.first_closed:
                self.scores = [*self.scores[-11:], score]
                self.scores_in_grade = [*self.scores_in_grade[-2:], score]
                self.streak = self.streak + 1 if score >= 68 else 0
            if luck.random() < hazard:
                self.gone = True
                self.department.leave(self)
                return
            yield self.department.env.timeout(1)

    def falls(self) -> bool:
        recent = self.scores_in_grade
        return self.grade > 0 and self.in_grade >= 3 and len(recent) == 3 and sum(recent) / 3 < 55

    def rises(self) -> bool:
        grade = self.grade
        return (
            self.in_grade >= MIN_MONTHS[grade]
            and len(self.scores) >= 3
            and sum(self.scores[-3:]) / 3 >= MIN_MEAN[grade]
            and self.streak >= MIN_STREAK[grade]
        )

    def year_mean(self) -> float:
        return sum(self.scores) / 12 if len(self.scores) == 12 else -math.inf

    def move(self, step: int) -> None:
        self.grade += step
        self.pay = max(1.08 * self.pay, BASES[self.grade]) if step > 0 else 0.95 * self.pay
        self.in_grade = self.streak = 0
        self.scores_in_grade = []
        if step > 0:
            self.since_promotion = 0


class Department:
    """One replication."""

    def __init__(self, people: int, luck: random.Random, out: Tables, row: int) -> None:
        self.env = simpy.Environment()
        self.luck, self.out, self.row = luck, out, row
        self.decided: list[tuple[Employee, int]] = []
        self.leavers = 0
        self.env.process(self.run())
        counts = starting_counts(people)
        self.staff = {Employee(self, grade, hired=False) for grade in range(GRADES) for _ in range(counts[grade])}

    @property
    def month(self) -> int:
        return int(self.env.now)

    def payroll(self, person: Employee) -> None:
        self.out.payroll[self.row, self.month, person.grade] += person.pay

    def leave(self, person: Employee) -> None:
        self.out.exits[self.row, self.month, person.grade] += 1
        self.staff.remove(person)
        self.leavers += 1

    def run(self) -> Generator[simpy.Event, Any, None]:
        yield self.env.timeout(0.5)
        while True:
            for person in self.staff:
                self.out.headcount[self.row, self.month, person.grade] += 1
            number = self.month + 1
            if number % 3 == 0:
                self.review(merit=number % 12 == 0)
            yield self.env.timeout(0.25)
            self.begin(number)
            yield self.env.timeout(0.75)

    def begin(self, number: int) -> None:
        """What was decided takes effect in the month after `number`, and leavers are replaced."""
        for person, step in self.decided:
            table = self.out.promotions if step > 0 else self.out.demotions
            if number < table.shape[1]:
                table[self.row, number, person.grade] += 1
            person.move(step)
        self.decided = []
        for _ in range(self.leavers):
            self.staff.add(Employee(self, 0, hired=True))
        self.leavers = 0

    def review(self, merit: bool) -> None:
        headcount = len(self.staff)
        occupied = [sum(person.grade == grade for person in self.staff) for grade in range(GRADES)]
        moved: dict[Employee, int] = {}
        for person in self.staff:
            if person.falls():
                moved[person] = -1
                occupied[person.grade] -= 1
                occupied[person.grade - 1] += 1
        for grade in range(GRADES - 2, -1, -1):
            ready = [p for p in self.staff if p.grade == grade and p not in moved and p.rises()]
            if grade + 1 in SEAT_SHARES:
                ready.sort(key=Employee.year_mean, reverse=True)
                ready = ready[: max(0, seats(grade + 1, headcount) - occupied[grade + 1])]
            for person in ready:
                moved[person] = 1
            occupied[grade] -= len(ready)
            occupied[grade + 1] += len(ready)
        self.decided = list(moved.items())
        if merit:
            for person in self.staff - moved.keys():
                person.pay *= 1.04 if person.year_mean() >= 72 else 1.02


def simulate(people: int = 200, months: int = 60, replications: int = 100, seed: int = 1) -> Tables:
    """The tables of `replications` departments."""
    out = Tables.empty(replications, months)
    for row in range(replications):
        department = Department(people, random.Random(f"{seed}-{row}"), out, row)
        department.env.run(until=months - 0.1)
    return out
