"""The twelve months by which somebody counts as a top performer."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import PersonMask, SlotFloats, SlotMask, Slots
from ladder_sim.engine.population import Growth
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.engine.stopwatch import counted_as
from ladder_sim.streams.windows import own_window

MONTHS = 12
FEWEST = 3  # months of which a mean is taken


class PerformanceWindow(Rule):
    """Everybody's KPI of the last twelve months, and who is in the top fifth of the unit, as of each half-year's end.

    Where the workforce draws no monthly KPI nobody is.
    """

    def __init__(self, shared: Shared, *, drawn: bool) -> None:
        super().__init__(shared)
        self.ring = np.zeros((MONTHS, self.population.n)) if drawn else None  # row: months counted modulo 12
        self.counted = 0  # months
        self.mean: SlotFloats | None = None  # of the months worked, −inf where there are too few
        self.top = np.full(self.population.reps, np.inf)  # by replication: from which mean one is in the top fifth
        self.follow()

    def grow(self, growth: Growth) -> None:
        """The batch has become wider."""
        if self.ring is not None:
            self.ring = growth.wider(self.ring, 0.0)
        if self.mean is not None:
            self.mean = growth.wider(self.mean, -np.inf)

    def is_top(self, idx: Slots) -> PersonMask:
        """Who of the people in these slots is a top performer."""
        if self.mean is None:
            return np.zeros(idx.size, bool)
        top: PersonMask = self.mean[idx] >= self.top[self.population.rep[idx]]
        return top

    def tops(self) -> SlotMask | None:
        """The top performers; None before the first half-year's end."""
        return None if self.mean is None else self.mean >= self.top[self.population.rep]

    @counted_as("books")
    def close(self, month: int) -> None:
        """Take in a month's KPI; at each half-year's end find the top fifth anew."""
        if self.ring is None:
            return
        self.ring[self.counted % MONTHS] = self.population.monthly["kpi"]
        self.counted += 1
        if month % 6 or self.counted < FEWEST:
            return
        population = self.population
        mean = self.mean = self._means(month)
        shaped = mean.reshape(population.reps, population.slots)
        known = np.count_nonzero(np.isfinite(shaped), axis=1)
        rank = population.slots - np.maximum(known // 5, 1)
        self.top = np.sort(shaped, axis=1)[np.arange(population.reps), rank]

    def _means(self, month: int) -> SlotFloats:
        """The mean of everybody's last twelve months; of newcomers, of their own months."""
        assert self.ring is not None
        columns = self.population.columns
        since = columns["closed_since"]
        if "hired_on" in columns:  # who is back has here no months of before
            since = np.maximum(since, columns["hired_on"])
        whole = min(MONTHS, self.counted)
        own = np.clip(month - since.astype(np.int64), 0, whole)
        order = (self.counted - 1 - np.arange(whole)) % MONTHS
        mean = own_window(self.ring, order, None, own, "sum", latest_first=True)
        mean /= np.maximum(own, 1)
        mean[own < FEWEST] = -np.inf
        mean[~self.population.alive()] = -np.inf
        return mean
