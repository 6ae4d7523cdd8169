"""Who is chosen, beside who could have been: ability and KPI of the promoted, and what becomes of them."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import Integers, PersonInts, SlotFloats, Slots
from ladder_sim.engine.performance import MONTHS, PerformanceWindow
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.streams.kernels import sums, turns

CHOSEN, BEST = range(2)
BEFORE, PEOPLE, AFTER, TIMES = range(4)


class ChoiceBook(Rule):
    """Books each promotion against the people of the same grade, and each review's eligible against those it tested.

    Ahead: how far people lie above the mean of their grade, summed over as many as are chosen there; a lottery gives 0
    on average, nobody more than the best of the grade.
    """

    def __init__(self, shared: Shared, performance: PerformanceWindow) -> None:
        super().__init__(shared)
        self.performance = performance

    @property
    def on(self) -> bool:
        """Whether anything is booked: not of a trace."""
        return self.script is None

    def promoted(self, idx: Slots, new: PersonInts, month: int) -> None:
        """People are about to leave their grades by promotion for the grades `new`, on the first of `month`."""
        if not self.on or not idx.size:
            return
        population, choice = self.population, self.recorder.counts.choice
        there = np.flatnonzero(population.alive())
        self._book(choice["ability"][:, month - 1], there, idx, population.columns["ability"])
        mean = self.performance.mean
        if mean is None:
            return
        fine = np.isfinite(mean)
        self._book(choice["kpi"][:, month - 1], there[fine[there]], idx[fine[idx]], mean)
        role = self.program.grades.role_code
        other = idx[fine[idx] & (role[population.columns["grade"][idx]] != role[new])]
        table = choice["new_role"][:, month - 1]
        table[:, BEFORE] += np.bincount(population.rep[other], weights=mean[other], minlength=population.reps)
        table[:, PEOPLE] += np.bincount(population.rep[other], minlength=population.reps)

    def _book(
        self, table: SlotFloats, pool: Slots, chosen: Slots, value: SlotFloats, among: Slots | None = None
    ) -> None:
        """Add how far the chosen, or those `among` whom they were chosen, and the best of the pool lie ahead of it.

        Parameters
        ----------
        table
            Shape (replications, 2), CHOSEN and BEST.
        """
        if not chosen.size:
            return
        cell, width = self.population.cell, self.population.grade_count + 1
        size = self.population.reps * width
        number = np.bincount(cell[chosen], minlength=size)
        pool = pool[number[cell[pool]] > 0]  # where nobody is chosen nothing is added
        usual = _means(cell[pool], value[pool], size)
        best = _best(pool, cell, value, number)
        for place, some in ((CHOSEN, chosen if among is None else among), (BEST, best)):
            ahead = number * (_means(cell[some], value[some], size) - usual)
            table[:, place] += ahead.reshape(-1, width).sum(axis=1)

    def reviewed(self, tested: Slots, eligible: Slots, chosen: Slots, month: int) -> None:
        """A review tested some people for promotion; who met all conditions, and who of them was chosen."""
        if self.on:
            table = self.recorder.counts.choice["lottery"][:, month - 1]
            self._book(table, tested, chosen, self.population.columns["ability"], among=eligible)

    def left(self, idx: Slots, month: int) -> None:
        """Top performers who leave of their own accord: those passed over within a year are booked."""
        population = self.population
        late = idx[month - 1 - population.columns["passed_over"][idx].astype(np.int64) < MONTHS]
        table = self.recorder.counts.choice["passed_over"]
        table[:, month - 1] = np.bincount(population.rep[late], minlength=population.reps)

    def book(self, month: int) -> None:
        """The month's KPI of people in their first year in a role to which they were promoted."""
        population, kpi = self.population, self.population.monthly.get("kpi")
        if kpi is None or not self.on:
            return
        columns = population.columns
        since = columns["role_since"].astype(np.int64)
        new = (columns["promoted_since"] == since) & (columns["hired_since"] < since) & (month - since <= MONTHS)
        idx = np.flatnonzero(new & (since >= 0) & population.alive() & np.isfinite(kpi))
        table = self.recorder.counts.choice["new_role"][:, month - 1]
        table[:, AFTER] += np.bincount(population.rep[idx], weights=kpi[idx], minlength=population.reps)
        table[:, TIMES] += np.bincount(population.rep[idx], minlength=population.reps)


def _best(pool: Slots, cell: PersonInts, value: SlotFloats, number: Integers) -> Slots:
    """The best of a pool in each cell, as many as `number`, shape (cells,), says; in no order among equals."""
    ranked = pool[np.argsort(-value[pool])]
    # numbers of 16 bits are sorted digit by digit, several times as quickly
    order = cell[ranked].astype(np.uint16) if number.size < 1 << 16 else cell[ranked]
    ranked = ranked[np.argsort(order, kind="stable")]
    best: Slots = ranked[turns(cell[ranked], number.size) < number[cell[ranked]]]
    return best


def _means(cell: PersonInts, value: SlotFloats, size: int) -> SlotFloats:
    """The mean by cell, 0 where nobody is."""
    people = np.bincount(cell, minlength=size)
    total = sums(cell, value, size)
    return np.divide(total, people, out=np.zeros(size), where=people > 0)
