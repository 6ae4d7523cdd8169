"""Seats: how many a grade has, how many are taken or promised, and who may have those that are open."""

from __future__ import annotations

from typing import assert_never

import numpy as np

from ladder_sim.core.arrays import GradeCounts, PersonInts, ReplicationFloats, ReplicationInts
from ladder_sim.engine.openings import Openings
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.expressions.nodes import View
from ladder_sim.plan.program import SeatPlan
from ladder_sim.streams.kernels import add

UNLIMITED = 10**9  # seats of a grade that has no number of them


class SeatBook(Rule):
    """The seats of a batch, by pool: grades that share seats are one pool, named by the grade that has them.

    Invariant: open = seats − people − reserved; below 0 where there are more people than seats.
    """

    def __init__(self, shared: Shared) -> None:
        super().__init__(shared)
        population = self.population
        self.reserved = np.zeros((population.reps, population.grade_count + 1), np.int64)  # promised, by pool
        recorded = self.script is not None
        self.openings = Openings(self.program, population.seed, population.replications, recorded=recorded)
        self.month = 0  # of the reviews under way
        self._open: GradeCounts | None = None  # this evening's, from the first time somebody asks
        self.left: GradeCounts | None = None  # open after the last evening's reviews

    # -- an evening of reviews ------------------------------------------------------------------

    def begin(self, month: int) -> None:
        """The reviews of a month's end begin."""
        self.month, self._open = month, None

    def open(self) -> GradeCounts:
        """Open seats by replication and pool, kept up with every decision of the evening; shape (replications, G + 1).

        Only `exchange` and `reserve` change them.
        """
        if self._open is None:
            self._open = self._now_open()
            self.openings.begin(self.population.view(self.month, self.month), self._open)
        return self._open

    def room(self, pool: int) -> ReplicationInts:
        """Open seats of a pool that candidates from within can have."""
        room: ReplicationInts = self.open()[:, pool] - self.openings.closed(pool)
        return room

    def exchange(self, rep: PersonInts, old: PersonInts, new: PersonInts) -> None:
        """People of these replications are decided to leave a seat of a pool for one of another, each at once."""
        seats = self.open()
        add(seats, (rep, new), -1)
        self.openings.fill(seats)
        add(seats, (rep, old), 1)
        self.openings.settle(seats)

    def reserve(self, rep: PersonInts, held: PersonInts) -> None:
        """Seats of pools are promised to cases under way."""
        if self._open is not None or self.program.seats:
            add(self.open(), (rep, held), -1)
            self.openings.fill(self.open())
        add(self.reserved, (rep, held), 1)

    def end(self) -> None:
        """The evening's reviews are over: note the seats of each grade, and how many are taken or promised."""
        self.left = self.open() if self.program.seats else None
        if self.left is None or self.script is not None:
            return
        codes = list(self.program.seats)
        seats = self._seats()[:, codes]
        table = self.recorder.counts.seats[:, self.month - 1]
        table[:, codes, 0] = seats
        table[:, codes, 1] = seats - self.left[:, codes]

    # -- promises that end ----------------------------------------------------------------------

    def occupy(self, rep: PersonInts, pool: PersonInts) -> None:
        """People take the seats that were reserved for them."""
        add(self.reserved, (rep, pool), -1)

    def give_back(self, rep: PersonInts, pool: PersonInts) -> None:
        """Seats reserved for cases that come to nothing are open again, for whom they were before."""
        add(self.reserved, (rep, pool), -1)
        self.openings.give_back(rep, pool)

    # -- hires ----------------------------------------------------------------------------------

    def due_to_hires(self) -> dict[int, ReplicationInts]:
        """How many openings hires may fill after the last evening's reviews, by grade code."""
        return {} if self.left is None else self.openings.due(self.left)

    def promise(self, code: int, hires: ReplicationInts) -> None:
        """Hires for openings of a grade, or in kind for one without seats, are on their way."""
        self.reserved[:, self.program.pool[code]] += hires
        self.openings.ordered(code, hires)

    def promised(self, code: int) -> ReplicationInts:
        """Seats promised in the pool that a grade without seats of its own is."""
        promised: ReplicationInts = self.reserved[:, code]
        return promised

    def arrived(self, code: int, hires: ReplicationInts) -> None:
        """Hires who were on their way to a grade have come."""
        self.reserved[:, self.program.pool[code]] -= hires

    # -- another scheme -------------------------------------------------------------------------

    def adopt(self) -> None:
        """A new program is in force: no promise of the old one holds."""
        self.reserved[:] = 0
        self.openings = Openings(self.program, self.population.seed, self.population.replications)

    # -- how many -------------------------------------------------------------------------------

    def _now_open(self) -> GradeCounts:
        if self.script is not None:
            return self.script.open_seats(self.month)
        free: GradeCounts = self._seats() - self._occupied()
        return free

    def _seats(self) -> GradeCounts:
        """Seats by replication and grade, `UNLIMITED` where a grade has none; shape (replications, G + 1)."""
        seats = np.full((self.population.reps, self.population.grade_count + 1), UNLIMITED, np.int64)
        view = self.population.view(self.month, self.month)
        for code, plan in self.program.seats.items():
            seats[:, code] = self._of(plan, view)
        return seats

    def _of(self, plan: SeatPlan, view: View) -> ReplicationInts:
        """The seats of one grade by replication."""
        number = self.population.of_unit(plan.n, view)
        match plan.seats.kind:
            case "number":
                whole: ReplicationInts = (number + 1e-9).astype(np.int64)
                return whole
            case "share":
                share = number
            case "per":
                share = number / np.maximum(self.population.of_unit(plan.per, view), 1e-9)
            case "shared":
                raise AssertionError("a grade that shares seats has none of its own")
            case _:
                assert_never(plan.seats.kind)
        return plan.seats.rounding.whole(self._base(plan.seats.of, plan.seats.of_fte) * share)

    def _base(self, of: str, fte: bool) -> ReplicationFloats | ReplicationInts:
        """People of whom seats are a share: everybody, of a grade, or of a role."""
        counts, grades = self.population.counts(), self.program.grades
        shares = self.population.fte() if fte else None
        if shares is not None:
            cells = np.bincount(self.population.cell, weights=shares, minlength=counts.size)
            counts = np.round(cells.reshape(counts.shape), 9)
            if of == "headcount":
                everybody: ReplicationFloats = counts[:, :-1].sum(axis=1)
                return everybody
        if of == "headcount":
            return self.population.heads()
        if of in grades.ids:
            return counts[:, grades.code(of)]
        of_role: ReplicationInts = counts[:, np.array([*grades.role, ""]) == of].sum(axis=1)
        return of_role

    def _occupied(self) -> GradeCounts:
        """People and reserved seats by replication and pool of seats."""
        counts = self.population.counts()
        held = np.zeros_like(counts)
        for code, pool in enumerate(self.program.pool):
            held[:, pool] += counts[:, code]
        taken: GradeCounts = held + self.reserved
        return taken
