"""Worlds in which everybody bears the labels of somebody else: how far groups differ there, they differ by luck.

In each of `SHUFFLES` worlds the labels of the first day are dealt out anew, and newcomers bear those of one who was not
hired; the same people are promoted with the same luck. Nothing of it reaches the run, so that who was there, when, and
when promoted is noted, and the worlds are counted once the run is over.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ladder_sim.core.arrays import Integers, Numbers, SlotInts, Slots
from ladder_sim.engine.population import Growth
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.engine.starting_people import hire_attributes
from ladder_sim.results.coded import SHUFFLES
from ladder_sim.streams import draws
from ladder_sim.streams.kernels import by_group

STAND_IN = 1 << 58  # times the number of the shuffle: the person whose labels a newcomer bears there
MONTHS, PROMOTIONS = range(2)
PIECE = 1 << 15  # people who are counted at once


class ShuffledGroups(Rule):
    """Who was there from when to when, and who was promoted when; and the labels of the first day dealt out anew.

    `number`: of the person in each slot, as they came; shape (slots,). `dealt`: places on the axis of groups, shape
    (shuffles, attributes, people of the first day).
    """

    def __init__(self, shared: Shared, names: Sequence[str], offsets: Sequence[int]) -> None:
        super().__init__(shared)
        self.names, self.offsets, self.width = names, offsets, offsets[-1]
        population = self.population
        self.people = population.n  # so far
        self.number: SlotInts = np.arange(population.n)
        self.came: list[tuple[Integers, Integers, int]] = []  # replications and persons, and the month of each hire
        self.gone: list[tuple[Integers, int]] = []  # numbers, and the month at whose end they are no longer there
        self.promotions: list[tuple[Integers, int]] = []
        self.dealt: Integers = np.empty((SHUFFLES, len(names), population.n), np.int16)
        self.first_day = population.rep
        self.follow()

    def grow(self, growth: Growth) -> None:
        """The batch has become wider."""
        self.number = growth.wider(self.number, -1)

    def opened(self, own: SlotInts) -> None:
        """Deal the labels of the first day out anew, those of one person together; `own`: as people have them."""
        population = self.population
        first = (np.arange(population.reps) * population.slots)[:, None]
        for world in range(SHUFFLES):
            lot = draws.uniform(population.keys, f"shuffle:{world}").reshape(population.reps, population.slots)
            self.dealt[world] = own[:, (np.argsort(lot, axis=1) + first).ravel()]

    def joined(self, idx: Slots, month: int) -> None:
        """People in these slots are there from the first of `month` on."""
        if idx.size:
            self.number[idx] = np.arange(self.people, self.people + idx.size)
            self.people += idx.size
            self.came.append((self.population.rep[idx], self.population.columns["person"][idx], month))

    def left(self, idx: Slots, month: int) -> None:
        """People in these slots leave in `month`."""
        if idx.size:
            self.gone.append((self.number[idx], month))

    def promoted(self, idx: Slots, month: int) -> None:
        """People in these slots are promoted in `month`."""
        if idx.size:
            self.promotions.append((self.number[idx], month))

    def count(self, table: Integers) -> None:
        """Add person-months and promotions to a table (replications, years, shuffles, groups, 2)."""
        reps, years, worlds, width, _ = table.shape
        rep = np.concatenate([self.first_day, *(rep for rep, _, _ in self.came)])
        order = by_group(rep, reps)
        labels, (began, over) = self._labels(), self._stay()
        self._promotions(table, rep, labels)
        attribute = np.repeat(np.arange(len(self.names)), np.diff(self.offsets))  # of each group
        groups = np.arange(width, dtype=labels.dtype)[:, None]
        first = 12 * np.arange(years, dtype=np.float32)[:, None] + 1
        last = np.minimum(first + 12, self.recorder.months + 1)
        ends = np.cumsum(np.bincount(rep, minlength=reps))
        for number, end in enumerate(ends.tolist()):
            start = 0 if number == 0 else int(ends[number - 1])
            for at in range(start, end, PIECE):
                some = order[at : min(at + PIECE, end)]
                lived = np.minimum(over[some], last)
                lived -= np.maximum(began[some], first)
                np.maximum(lived, 0, out=lived)
                bears = labels[:, :, some][:, attribute] == groups
                # whole numbers below 2 to the 24: the sums are the same in any order, and exact
                months = bears.reshape(-1, some.size).astype(np.float32) @ lived.T
                by_year = months.reshape(worlds, width, years).transpose(2, 0, 1)
                table[number, ..., MONTHS] += by_year.astype(table.dtype)

    def _promotions(self, table: Integers, rep: Integers, labels: Integers) -> None:
        """Add the promotions to the table, by the labels that the promoted bear in each world."""
        if not self.promotions:
            return
        reps, years, worlds, width, _ = table.shape
        promoted = np.concatenate([numbers for numbers, _ in self.promotions])
        year = np.repeat([(month - 1) // 12 for _, month in self.promotions], [len(who) for who, _ in self.promotions])
        place = (rep[promoted] * years + year) * worlds
        for world in range(worlds):
            for bears in labels[world]:
                cell = (place + world) * (width + 1) + bears[promoted]
                found = np.bincount(cell, minlength=reps * years * worlds * (width + 1))
                table[..., PROMOTIONS] += found.reshape(reps, years, worlds, width + 1)[..., :-1].astype(table.dtype)

    def _stay(self) -> tuple[Numbers, Numbers]:
        """The first month of everybody, and the one after the last; float32, exact, shape (people,)."""
        began, over = np.ones(self.people, np.float32), np.full(self.people, np.inf, np.float32)
        at = self.first_day.size
        for some, _, month in self.came:
            began[at : at + some.size] = month
            at += some.size
        for numbers, month in self.gone:
            over[numbers] = month
        return began, over

    def _labels(self) -> Integers:
        """The labels that everybody bears in each world, shape (shuffles, attributes, people)."""
        labels = np.full((SHUFFLES, len(self.names), self.people), self.width, np.int16)
        at = self.first_day.size
        labels[..., :at] = self.dealt
        if at == self.people:
            return labels
        rep, person = (np.concatenate(parts) for parts in zip(*(hires[:2] for hires in self.came), strict=True))
        for world in range(SHUFFLES):  # what people bring who were not hired
            stand_in = STAND_IN * (world + 1) + person.astype(np.int64)
            keys = draws.person_keys(self.population.seed, self.population.replications[rep], stand_in)
            drawn = hire_attributes(self.workforce, keys, only=self.names)
            for row, name, offset in zip(labels[world], self.names, self.offsets, strict=False):
                row[at:] = np.where(np.isnan(drawn[name]), self.width, offset + drawn[name])
        return labels
