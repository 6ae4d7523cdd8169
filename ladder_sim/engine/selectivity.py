"""How far the chosen, and the best who could have been chosen, lie ahead of those beside them.

Nothing of it reaches the run, so that values are noted when somebody is chosen and worked out for many occasions
at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ladder_sim.core.arrays import Floats, Integers, PersonFloats, ReplicationFloats, Slots
from ladder_sim.engine.population import Population
from ladder_sim.streams.kernels import by_group, compiled, sums

CHOSEN, BEST = range(2)
AT_ONCE = 1 << 17  # values that are kept before they are worked out

#: Tables to be added to, each with what people are compared by.
PoolTables = Sequence[tuple[ReplicationFloats, PersonFloats]]


@dataclass(slots=True)
class PoolValues:
    """Values with the cell (occasion, replication, grade) of each: of a pool, of whom a choice was made among."""

    cells: list[Integers] = field(default_factory=list)
    values: list[Floats] = field(default_factory=list)

    def add(self, cells: Integers, values: Floats) -> None:
        """Note some more: cells of a table, and a value for each, shape (people,)."""
        self.cells.append(cells)
        self.values.append(values)

    def taken(self) -> tuple[Integers, Floats]:
        """All of them, cells and values of shape (noted,); nothing is noted any more."""
        found = np.concatenate(self.cells), np.concatenate(self.values)
        self.cells, self.values = [], []
        return found


class Selectivity:
    """Sums up how far people lie above the mean of a pool, over as many as are chosen there.

    Parameters
    ----------
    population
        Of whose cells (replication, grade) each is a pool of its own.
    """

    def __init__(self, population: Population) -> None:
        self.population = population
        self.tables: list[ReplicationFloats] = []  # of each occasion, shape (replications, 2), CHOSEN and BEST
        self.pool, self.lots = PoolValues(), PoolValues()
        self.chosen: list[Integers] = []  # cells of the chosen
        self.noted = 0

    def add(self, tables: PoolTables, pool: Slots | None, chosen: Slots, lots: Slots) -> None:
        """Note an occasion at which some are chosen.

        Parameters
        ----------
        tables
            What is added to, shape (replications, 2), CHOSEN and BEST, and what people are compared by there, shape
            (slots,); who has no such value (not finite) is left out.
        pool
            Who could have been chosen, the chosen among them, rising; None: everybody in their grades.
        lots
            Whose mean stands for the chosen: the chosen themselves, or those among whom lots are drawn.
        """
        cell, width = self.population.cell, self.population.grade_count + 1
        if (fast := compiled()) is not None:
            self.work_out()
            reps = self.population.reps
            among = fast.beside(cell, chosen, reps * width) if pool is None else pool
            for table, value in tables:
                found = fast.ahead(cell, value, among, chosen, lots, reps * width)
                table += found.reshape(2, reps, width).sum(axis=2).T
            return
        number = np.bincount(cell[chosen], minlength=self.population.reps * width)
        there = number > 0
        pool = there[cell].nonzero()[0] if pool is None else pool[there[cell[pool]]]
        at = cell[pool]
        if (at[1:] < at[:-1]).any():  # the values of a cell stand together
            order = by_group(at, number.size)
            pool, at = pool[order], at[order]
        for table, value in tables:
            self._note(table, pool, at, chosen, lots, value)
        if self.noted + len(self.tables) * number.size > AT_ONCE:
            self.work_out()

    def _note(
        self, table: ReplicationFloats, pool: Slots, at: Integers, chosen: Slots, lots: Slots, value: PersonFloats
    ) -> None:
        """Note the values of an occasion; `at`: the cells of the pool."""
        values, shown = value[pool], value[chosen]
        chance = shown if lots is chosen else value[lots]
        cell, first = self.population.cell, len(self.tables) * self.population.reps * (self.population.grade_count + 1)
        if not np.isfinite(values).all():
            fine = np.isfinite(values)
            at, values = at[fine], values[fine]
            known = np.isfinite(chance)
            chosen, lots, chance = chosen[np.isfinite(shown)], lots[known], chance[known]
        if chosen.size:
            self.pool.add(first + at, values)
            self.lots.add(first + cell[lots], chance)
            self.chosen.append(first + cell[chosen])
            self.tables.append(table)
            self.noted += values.size

    def work_out(self) -> None:
        """Add what is noted to its tables."""
        if not self.tables:
            return
        reps, width = self.population.reps, self.population.grade_count + 1
        size = len(self.tables) * reps * width
        cells, values = self.pool.taken()
        starts = np.flatnonzero(np.diff(cells, prepend=-1))
        used, people = cells[starts], np.diff(starts, append=cells.size)
        number = np.bincount(np.concatenate(self.chosen), minlength=size)[used]
        usual = sums(cells, values, size)[used] / people
        some, shown = self.lots.taken()
        drawn = np.maximum(np.bincount(some, minlength=size)[used], 1)  # where nobody is chosen nothing is added
        mean = sums(some, shown, size)[used] / drawn
        best = _of_best(values, starts, people, number)
        for place, found in ((CHOSEN, mean), (BEST, best)):
            ahead = np.zeros(size)
            ahead[used] = number * (found - usual)
            for table, added in zip(self.tables, ahead.reshape(-1, reps, width).sum(axis=2), strict=True):
                table[:, place] += added
        self.tables, self.chosen, self.noted = [], [], 0


def _of_best(values: Floats, starts: Integers, people: Integers, number: Integers) -> Floats:
    """The mean of the highest values of each pool, as many as `number` says.

    Parameters
    ----------
    values
        Pool after pool.
    starts, people, number
        Of each pool: its first place in `values`, its size, and how many are wanted, at least 1; shape (pools,).
    """
    best: Floats = np.maximum.reduceat(values, starts)
    number = np.minimum(number, people)
    left = number > 1
    while left.any():  # those of about the same size together, so that the table has few places for nobody
        widest = int(people[left].max())
        now = left & (2 * people > widest)
        left &= ~now
        size, wanted = people[now], number[now]
        table = np.full((size.size, widest), -np.inf)
        table[np.arange(widest) < size[:, None]] = values[np.repeat(now, people)]
        most = int(wanted.max())
        if most < widest:
            table.partition(widest - most, axis=1)
        highest = np.sort(table[:, -most:], axis=1)
        totals = np.cumsum(highest[:, ::-1], axis=1)  # added up from the highest
        best[now] = totals[np.arange(size.size), wanted - 1] / wanted
    return best
