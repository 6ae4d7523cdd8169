"""Headcount and promotions by group, for the fairness audit; kept up with every event."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import Integers, Slots
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.engine.state import groups_of
from ladder_sim.streams.kernels import add


class GroupCounts(Rule):
    """People and this month's promotions by replication and level of each protected attribute."""

    def __init__(self, shared: Shared) -> None:
        super().__init__(shared)
        self.names = groups_of(self.program)
        attributes = self.workforce.people.attributes
        self.offsets = np.cumsum([0, *(len(attributes[name].levels) for name in self.names)])
        self.people = np.zeros((self.population.reps, int(self.offsets[-1])), np.int64)
        self.promoted = np.zeros_like(self.people)

    def _add(self, table: Integers, idx: Slots, sign: int) -> None:
        population = self.population
        for name, offset in zip(self.names, self.offsets, strict=False):
            codes = population.columns[f"attr:{name}"][idx]
            fine = ~np.isnan(codes)
            add(table, (population.rep[idx[fine]], offset + codes[fine].astype(np.int64)), sign)

    def joined(self, idx: Slots) -> None:
        """People in these slots are there from now on."""
        self._add(self.people, idx, 1)

    def left(self, idx: Slots) -> None:
        """People in these slots are no longer there."""
        self._add(self.people, idx, -1)

    def promotion(self, idx: Slots) -> None:
        """People in these slots are promoted this month."""
        self._add(self.promoted, idx, 1)

    def book(self, month: int) -> None:
        """The month is over: note its headcount and its promotions."""
        groups = self.recorder.counts.groups
        groups[:, month - 1, :, 0] = self.people
        groups[:, month - 1, :, 1] = self.promoted
        self.promoted[:] = 0
