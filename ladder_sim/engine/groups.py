"""Headcount, promotions, exits and pay by group, for the fairness audit."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import Integers, PersonInts, SlotFloats, SlotInts, Slots
from ladder_sim.engine.population import Growth
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.engine.shuffles import ShuffledGroups
from ladder_sim.engine.state import groups_of
from ladder_sim.engine.stopwatch import counted_as
from ladder_sim.model.kinds import CAUSES
from ladder_sim.streams.kernels import sums

MONTHS, PROMOTIONS = range(2)


class GroupCounts(Rule):
    """People and their promotions, exits and pay by replication and level of each protected attribute.

    `place`: where everybody stands in a table (replications, groups and, last, nothing known or nobody there), one for
    each attribute; shape (attributes, slots). `ahead`: how far the place in the same table with grades lies beyond
    that of `Population.cell`. What happens is only noted, and counted once a month.
    """

    def __init__(self, shared: Shared) -> None:
        super().__init__(shared)
        self.names = () if self.recorder.bare else groups_of(self.program)
        attributes = self.workforce.people.attributes
        self.offsets = np.cumsum([0, *(len(attributes[name].levels) for name in self.names)]).tolist()
        self.width = self.offsets[-1]
        self._put(self.population.rep, np.full((len(self.names), self.population.n), self.width))
        self.exits: dict[int, list[Integers]] = {}  # by month: places in the tables of exits and of promotions
        self.promotions: dict[int, list[Integers]] = {}
        self.shuffles = ShuffledGroups(shared, self.names, self.offsets) if self.names and self.script is None else None
        self.follow()

    def _put(self, rep: SlotInts, code: Integers) -> None:
        """Everybody's places on the axis of groups, shape (attributes, slots)."""
        self.place: Integers = rep * (self.width + 1) + code
        self.ahead: Integers = (self.place - rep) * (self.population.grade_count + 1)

    def _label(self, idx: Slots, code: Integers | int) -> None:
        """Give people places on the axis of groups, shape (attributes, people)."""
        rep = self.population.rep[idx]
        place = rep * (self.width + 1) + code
        self.place[:, idx] = place
        self.ahead[:, idx] = (place - rep) * (self.population.grade_count + 1)

    def _code(self) -> Integers:
        """Everybody's places on the axis of groups, shape (attributes, slots)."""
        code: Integers = self.place - self.population.rep * (self.width + 1)
        return code

    def grow(self, growth: Growth) -> None:
        """The batch has become wider."""
        code = growth.wider(self._code(), self.width)
        self._put(np.repeat(np.arange(growth.replications), growth.new), code)

    @counted_as("books")
    def opened(self, idx: Slots) -> None:
        """The people of the first day."""
        self.come(idx)
        if self.shuffles is not None:
            self.shuffles.opened(self._code())

    @counted_as("books")
    def joined(self, idx: Slots, month: int) -> None:
        """People in these slots are there from the first of `month` on."""
        self.come(idx)
        if self.shuffles is not None:
            self.shuffles.joined(idx, month)

    def come(self, idx: Slots) -> None:
        """People in these slots count from now on, by the attributes that they have."""
        if self.names:
            levels = np.stack([self.population.columns[f"attr:{name}"][idx] for name in self.names])
            levels += np.array(self.offsets[:-1])[:, None]
            self._label(idx, np.where(np.isnan(levels), self.width, levels).astype(np.int64))

    @counted_as("books")
    def left(self, idx: Slots, month: int, cause: PersonInts) -> None:
        """People in these slots leave in `month`; `cause`: places in `CAUSES`, shape (people,)."""
        if self.names:
            places = self._cells(idx) * len(CAUSES) + cause
            self.exits.setdefault(month, []).append(places.ravel())
        if self.shuffles is not None:
            self.shuffles.left(idx, month)
        self.gone(idx)

    def gone(self, idx: Slots) -> None:
        """People in these slots are no longer there, and have not left: their record begins later."""
        self._label(idx, self.width)

    @counted_as("books")
    def promotion(self, idx: Slots, old: PersonInts, month: int) -> None:
        """People in these slots are promoted in `month`.

        Parameters
        ----------
        old
            Codes of the grades that they leave.
        """
        if self.names:
            places = self._cells(idx) * self.population.grade_count + old
            self.promotions.setdefault(month, []).append(places.ravel())
        if self.shuffles is not None:
            self.shuffles.promoted(idx, month)

    @counted_as("books")
    def paid(self, earned: SlotFloats, month: int) -> None:
        """What everybody is paid in `month`, awards included."""
        reps, width = self.population.reps, self.width + 1
        for place in self.place:
            by_group = sums(place, earned, reps * width).reshape(reps, width)
            self.recorder.counts.audit["pay"][:, month - 1] += by_group[:, :-1]

    @counted_as("books")
    def book(self, month: int) -> None:
        """The month is over: note its headcount, its promotions and its exits."""
        if not self.names:
            return
        counts, population = self.recorder.counts, self.population
        shape = population.grade_count + 1
        people = np.zeros((population.reps, self.width, shape - 1), np.int64)
        for ahead in self.ahead:
            people += self._table(ahead + population.cell, shape)[..., :-1]
        counts.audit["steps"][:, (month - 1) // 12, ..., MONTHS] += people
        counts.groups[:, month - 1, :, 0] = people.sum(axis=2)
        self._count()

    @counted_as("books")
    def finish(self) -> None:
        """The run is over: count what has happened since the last month's end, and the shuffled worlds."""
        self._count()
        if self.shuffles is not None:
            self.shuffles.count(self.recorder.counts.audit["shuffled"])

    def _count(self) -> None:
        """Count the promotions and exits that are noted."""
        counts = self.recorder.counts
        for month, noted in self.promotions.items():
            promoted = self._table(np.concatenate(noted), self.population.grade_count)
            counts.audit["steps"][:, (month - 1) // 12, ..., PROMOTIONS] += promoted
            counts.groups[:, month - 1, :, 1] += promoted.sum(axis=2, dtype=np.int32)
        for month, noted in self.exits.items():
            counts.audit["exits"][:, month - 1] += self._table(np.concatenate(noted), len(CAUSES))
        self.promotions.clear()
        self.exits.clear()

    def _cells(self, idx: Slots) -> Integers:
        """Places in a table (replications, groups and nothing known), one for each attribute and person."""
        cells: Integers = self.place[:, idx]
        return cells

    def _table(self, places: Integers, last: int) -> Integers:
        """How many people there are at the places of a table (replications, groups, `last`), whose group is known."""
        shape = self.population.reps, self.width + 1, last
        table: Integers = np.bincount(places, minlength=shape[0] * shape[1] * last).reshape(shape)
        return table[:, :-1].astype(np.int32)
