"""Headcount, promotions, exits and pay by group, for the fairness audit; kept up with every event.

Besides the groups as they are, `SHUFFLES` worlds are counted in which every person bears the labels of somebody else:
those of the first day in an order drawn anew, newcomers those of one who was not hired. There the same people are
promoted with the same luck, and groups differ by luck alone.
"""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import Integers, Numbers, PersonInts, ReplicationInts, SlotFloats, Slots
from ladder_sim.engine.population import Growth
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.engine.starting_people import hire_attributes
from ladder_sim.engine.state import groups_of
from ladder_sim.results.counts import SHUFFLES
from ladder_sim.streams import draws
from ladder_sim.streams.kernels import add

STAND_IN = 1 << 58  # times the number of the shuffle: the person whose labels a newcomer bears there
MONTHS, PROMOTIONS = range(2)


class GroupCounts(Rule):
    """People and this month's promotions by replication and level of each protected attribute.

    `labels`: of everybody in each shuffled world, places on the axis of groups, −1 where nothing is known; shape
    (shuffles, attributes, slots). `mixed` counts people by those, shape (replications, shuffles, groups).
    """

    def __init__(self, shared: Shared) -> None:
        super().__init__(shared)
        self.names = groups_of(self.program)
        attributes = self.workforce.people.attributes
        self.offsets = np.cumsum([0, *(len(attributes[name].levels) for name in self.names)])
        reps, width = self.population.reps, int(self.offsets[-1])
        self.people = np.zeros((reps, width), np.int64)
        self.promoted = np.zeros_like(self.people)
        self.shuffled = self.script is None and bool(self.names)
        self.labels = np.full((SHUFFLES, len(self.names), self.population.n), -1, np.int8)
        self.mixed = np.zeros((reps, SHUFFLES, width), np.int64)
        self.follow()

    def grow(self, growth: Growth) -> None:
        """The batch has become wider."""
        self.labels = growth.wider(self.labels, -1)

    def _of(self, name: str, offset: int, idx: Slots) -> PersonInts:
        """The groups of people by an attribute, −1 where nothing is known of them."""
        codes = self.population.columns[f"attr:{name}"][idx]
        known: PersonInts = np.where(np.isnan(codes), -1, offset + np.nan_to_num(codes)).astype(np.int64)
        return known

    def _add(self, table: Integers, idx: Slots, sign: int, *more: PersonInts | ReplicationInts) -> None:
        """Add people to a table (replications, groups, …); `more` are their places on its further axes."""
        for name, offset in zip(self.names, self.offsets, strict=False):
            group = self._of(name, int(offset), idx)
            fine = group >= 0
            rest = tuple(place[fine] for place in more)
            add(table, (self.population.rep[idx[fine]], group[fine], *rest), sign)

    def _mix(self, table: Integers, idx: Slots, sign: int) -> None:
        """Add people to a table (replications, shuffles, groups) by the labels that they bear in each."""
        if self.shuffled and idx.size:
            labels = self.labels[:, :, idx].astype(np.int64)
            world, _, person = np.nonzero(labels >= 0)
            add(table, (self.population.rep[idx[person]], world, labels[labels >= 0]), sign)

    def opened(self, idx: Slots) -> None:
        """The people of the first day."""
        if self.shuffled:
            self._deal()
        self.come(idx)

    def joined(self, idx: Slots) -> None:
        """People in these slots are there from now on."""
        if self.shuffled and idx.size:
            self._lend(idx)
        self.come(idx)

    def come(self, idx: Slots) -> None:
        """People in these slots count from now on, by the attributes that they have and the labels that they bear."""
        self._add(self.people, idx, 1)
        self._mix(self.mixed, idx, 1)

    def _deal(self) -> None:
        """Deal the labels of the first day out anew, those of one person together."""
        population = self.population
        everybody = np.arange(population.n)
        own = np.stack([self._of(name, int(at), everybody) for name, at in zip(self.names, self.offsets, strict=False)])
        shape = population.reps, population.slots
        first = (np.arange(population.reps) * population.slots)[:, None]
        for world in range(SHUFFLES):
            lot = draws.uniform(population.keys, f"shuffle:{world}").reshape(shape)
            self.labels[world] = own[:, (np.argsort(lot, axis=1) + first).ravel()]

    def _lend(self, idx: Slots) -> None:
        """Labels of newcomers: what people bring who were not hired."""
        population = self.population
        worlds = STAND_IN * np.arange(1, SHUFFLES + 1, dtype=np.int64)[:, None]
        person = worlds + population.columns["person"][idx].astype(np.int64)
        keys = draws.person_keys(population.seed, population.replications[population.rep[idx]][None, :], person)
        drawn = hire_attributes(self.workforce, keys, only=self.names)
        for i, (name, offset) in enumerate(zip(self.names, self.offsets, strict=False)):
            codes = drawn[name]
            self.labels[:, i, idx] = np.where(np.isnan(codes), -1, offset + np.nan_to_num(codes))

    def left(self, idx: Slots, month: int, cause: PersonInts) -> None:
        """People in these slots leave in `month`; `cause`: places in `CAUSES`."""
        if self.names:
            self._add(self.recorder.counts.audit["exits"][:, month - 1], idx, 1, cause)
        self.gone(idx)

    def gone(self, idx: Slots) -> None:
        """People in these slots are no longer there, and have not left: their record begins later."""
        self._add(self.people, idx, -1)
        self._mix(self.mixed, idx, -1)

    def promotion(self, idx: Slots, old: PersonInts, month: int) -> None:
        """People in these slots are promoted in `month` out of the grades `old`."""
        self._add(self.promoted, idx, 1)
        if self.names:
            audit, year = self.recorder.counts.audit, (month - 1) // 12
            self._add(audit["steps"][:, year, ..., PROMOTIONS], idx, 1, old)
            self._mix(audit["shuffled"][:, year, ..., PROMOTIONS], idx, 1)

    def paid(self, earned: SlotFloats, month: int) -> None:
        """What everybody is paid in `month`, awards included."""
        population = self.population
        there = np.flatnonzero(population.alive())
        for name, offset in zip(self.names, self.offsets, strict=False):
            group = self._of(name, int(offset), there)
            fine = group >= 0
            self._sum(self.recorder.counts.audit["pay"][:, month - 1], there[fine], group[fine], earned[there[fine]])

    def _sum(self, table: Numbers, idx: Slots, group: PersonInts, amounts: SlotFloats) -> None:
        reps, width = table.shape
        cell = self.population.rep[idx].astype(np.int64) * width + group
        table += np.bincount(cell, weights=amounts, minlength=reps * width).reshape(reps, width)

    def book(self, month: int) -> None:
        """The month is over: note its headcount and its promotions."""
        counts, population = self.recorder.counts, self.population
        counts.groups[:, month - 1, :, 0] = self.people
        counts.groups[:, month - 1, :, 1] = self.promoted
        self.promoted[:] = 0
        if self.names:
            year = (month - 1) // 12
            counts.audit["shuffled"][:, year, ..., MONTHS] += self.mixed.astype(np.int32)
            there = np.flatnonzero(population.alive())
            self._add(counts.audit["steps"][:, year, ..., MONTHS], there, 1, population.columns["grade"][there])
