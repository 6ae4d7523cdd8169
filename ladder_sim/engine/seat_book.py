"""Seats: how many a grade has, how many are taken or promised, and who may have those that are open."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import assert_never

import numpy as np

from ladder_sim.core.arrays import (
    GradeCounts,
    Mask,
    PersonFloats,
    PersonInts,
    ReplicationFloats,
    ReplicationInts,
    SlotMask,
    Slots,
)
from ladder_sim.engine.absence import absent
from ladder_sim.engine.held import Held
from ladder_sim.engine.openings import Openings
from ladder_sim.engine.population import known_number
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.expressions.nodes import Node, View
from ladder_sim.model.grades import Seats
from ladder_sim.plan.program import MovePlan
from ladder_sim.plan.seat_plans import CapPlan, SeatPlan
from ladder_sim.streams.kernels import add

UNLIMITED = 10**9  # seats of a grade that has no number of them


class SeatBook(Rule):
    """The seats of a batch, by pool: grades that share seats are one pool, named by the grade that has them.

    Seats of a grade by group are pools of their own, behind those of the grades. Amounts are in the units of each
    pool: heads, or hundredths of a full-time equivalent where the grade counts these (`Program.units`).

    Invariant: open = seats − people − reserved; below 0 where there are more people than seats.
    """

    def __init__(self, shared: Shared) -> None:
        super().__init__(shared)
        population = self.population
        self.reserved = np.zeros((population.reps, self.program.pools), np.int64)  # promised, by pool
        recorded = self.script is not None
        self.openings = Openings(self.program, population.seed, population.replications, recorded=recorded)
        self.month = 0  # of the reviews under way
        self._open: GradeCounts | None = None  # this evening's, from the first time somebody asks
        self.left: GradeCounts | None = None  # open after the last evening's reviews
        self._before: GradeCounts | None = None  # of schemes with caps: what the pools had, of which `open` is left

    def pools(self, idx: Slots, grade: PersonInts) -> PersonInts:
        """The pool of seats of each person, of those at `idx`, in these grades; shape of `idx`."""
        pools: PersonInts = self.program.pool[grade]
        for code, cell in self.program.cells.items():
            mine = np.flatnonzero(pools == code)
            if mine.size:
                level = self.population.columns[f"attr:{cell.by}"][idx[mine]]
                known = np.where(np.isnan(level), len(cell.seats), level)
                pools[mine] = cell.first + known.astype(np.int64)
        return pools

    def units(self, pools: PersonInts, fte: PersonFloats | None) -> PersonInts | None:
        """How much of their pool people take who work so much of full time; None: one unit each.

        Parameters
        ----------
        fte
            Shares of full time, shape of `pools`; None: all of it.
        """
        each = self.program.units[pools]
        if not (each > 1).any():
            return None
        taken: PersonInts = each if fte is None else np.where(each > 1, np.rint(each * fte), 1).astype(np.int64)
        return taken

    def hold(self, pools: PersonInts, fte: PersonFloats | None) -> Held:
        """The seats of these pools that people take who work so much of full time."""
        return Held(pools, self.units(pools, fte))

    def held(self, idx: Slots) -> PersonInts:
        """The pool in which each of the people at `idx` holds a seat; the one outside all grades: none is held."""
        population, leaving = self.population, self.program.leaving_places
        pools = self.pools(idx, population.columns["grade"][idx])
        if leaving:
            pools[absent(population, leaving, self.month)[idx]] = population.grade_count
        return pools

    # -- an evening of reviews ------------------------------------------------------------------

    def begin(self, month: int) -> None:
        """The reviews of a month's end begin."""
        self.month, self._open = month, None

    def free_at(self, month: int) -> GradeCounts:
        """Open seats before the reviews of a month's end, by replication and pool, in its units; a table of its own."""
        self.begin(month)
        return self._now_open()

    def open(self) -> GradeCounts:
        """Open seats by replication and pool, kept up with every decision of the evening; shape (replications, G + 1).

        Only `exchange` and `reserve` change them.
        """
        if self._open is None:
            self._open = self._now_open()
            view = self.population.view(self.month, self.month)
            self.openings.channels.read(self.population, view)
            self.openings.begin(view, self._open)
        return self._open

    def room(self, pool: int) -> ReplicationInts:
        """Open seats of a pool that candidates from within can have, whatever move brings them, in its units."""
        room: ReplicationInts = self.open()[:, pool] - self.openings.closed(pool)
        return room

    def room_within(self, pool: int) -> ReplicationInts:
        """Open seats of a pool that are not kept for hires."""
        room: ReplicationInts = self.open()[:, pool] - self.openings.for_hires(pool)
        return room

    def capped(self) -> Iterator[tuple[Mask, ReplicationInts]]:
        """Of each cap the pools that it is over, shape (pools,), and how many more people they may hold together."""
        for cap in self.program.caps:
            inside = np.zeros(self.program.pools, bool)
            inside[list(cap.pools)] = True
            yield inside, self._cap_room(cap)

    def _cap_room(self, cap: CapPlan) -> ReplicationInts:
        """The cap less who is there or promised a seat: of a record what it says, less who has been decided tonight."""
        now, pools = self.open(), list(cap.pools)
        assert self._before is not None
        taken = ((self._before[:, pools] - now[:, pools]) / self.program.units[pools]).sum(axis=1)
        if self.script is not None:
            whole: ReplicationFloats | ReplicationInts = np.array([self.script.cap_room(cap.cap.id, self.month)])
        else:
            whole = self._of(cap.seats, self.population.view(self.month, self.month))
        room: ReplicationInts = np.floor(whole - taken + 1e-9).astype(np.int64)
        return room

    def room_of(self, pool: int, move: str) -> ReplicationInts | None:
        """Open seats of a pool that are kept for a move; None where it has no share of the openings."""
        self.open()  # which settles whose they are
        return self.openings.channels.room(pool, move)

    def hand_on(self, plan: MovePlan) -> None:
        """A move that leaves openings of its share unfilled tonight lets others have them."""
        self.openings.channels.hand_on(plan)

    def exchange(self, rep: PersonInts, old: Held, new: Held, move: str | None = None) -> None:
        """People of these replications are decided to leave a seat of a pool for one of another, each at once.

        Parameters
        ----------
        rep
            The replication of each.
        old, new
            The pools, and how much of a seat each takes.
        move
            By which move of this scheme; None: by none.
        """
        seats = self.open()
        _add(seats, rep, new, -1)
        self.openings.channels.use(rep, new.pool, move)
        self.openings.fill(seats)
        _add(seats, rep, old, 1)
        self.openings.settle(seats)

    def reserve(self, rep: PersonInts, held: Held, move: str | None = None) -> None:
        """Seats of pools are promised to cases under way, of a move of this scheme or (None) of another's."""
        if self._open is not None or self._limited:
            _add(self.open(), rep, held, -1)
            self.openings.channels.use(rep, held.pool, move)
            self.openings.fill(self.open())
        _add(self.reserved, rep, held, 1)

    def end(self) -> None:
        """The evening's reviews are over: note the seats of each grade, and how many are taken or promised."""
        self.left = self.open() if self._limited else None
        if self.left is None or self.script is not None:
            return
        codes, units = list(self.program.seats), self.program.units
        seats = self._seats()
        table = self.recorder.counts.seats[:, self.month - 1]
        table[:, codes, 0] = seats[:, codes] / units[codes]
        table[:, codes, 1] = (seats - self.left)[:, codes] / units[codes]
        for code, cell in self.program.cells.items():
            table[:, code, 0] = seats[:, cell.pools].sum(axis=1) / units[cell.first]
            table[:, code, 1] = (seats - self.left)[:, cell.pools].sum(axis=1) / units[cell.first]

    @property
    def _limited(self) -> bool:
        return bool(self.program.seats or self.program.cells or self.program.caps)

    # -- promises that end ----------------------------------------------------------------------

    def occupy(self, rep: PersonInts, held: Held) -> None:
        """People take the seats that were reserved for them."""
        _add(self.reserved, rep, held, -1)

    def give_back(self, rep: PersonInts, held: Held, move: str | None = None) -> None:
        """Seats reserved for cases that come to nothing are open again, for whom they were before."""
        _add(self.reserved, rep, held, -1)
        self.openings.give_back(rep, held.pool, move)

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
        self.reserved = np.zeros((self.population.reps, self.program.pools), np.int64)
        self.openings = Openings(self.program, self.population.seed, self.population.replications)

    # -- how many -------------------------------------------------------------------------------

    def _now_open(self) -> GradeCounts:
        if self.script is not None:
            said = self.script.open_seats(self.month)
            cells = [said[:, [code] * len(cell.pools)] for code, cell in self.program.cells.items()]
            units: GradeCounts = np.floor(np.concatenate([said, *cells], axis=1) * self.program.units).astype(np.int64)
            self._before = units.copy() if self.program.caps else None
            return units
        seats = self._seats()
        self._before = seats if self.program.caps else None
        free: GradeCounts = seats - self._occupied()
        return free

    def _seats(self) -> GradeCounts:
        """Seats by replication and grade, `UNLIMITED` where a grade has none; shape (replications, G + 1)."""
        seats = np.full((self.population.reps, self.program.pools), UNLIMITED, np.int64)
        view = self.population.view(self.month, self.month)
        for code, plan in self.program.seats.items():
            seats[:, code] = self._of(plan, view)
        for cell in self.program.cells.values():
            level = self.population.columns[f"attr:{cell.by}"]
            for number, (pool, each) in enumerate(zip(cell.pools, (*cell.seats, None), strict=True)):
                seats[:, pool] = 0 if each is None else self._of(each, view, level == number)
        return seats

    def _of(self, plan: SeatPlan, view: View, among: SlotMask | None = None) -> ReplicationInts:
        """The seats of one grade by replication, or one number for all that have as many.

        Parameters
        ----------
        among
            Who counts where they are a share; None: everybody.
        """
        number, units = self._number(plan.n, view), plan.seats.units
        match plan.seats.kind:
            case "number":
                whole: ReplicationInts = np.asarray(number * units + 1e-9).astype(np.int64)
                return whole
            case "share":
                share = number
            case "per":
                share = number / np.maximum(self._number(plan.per, view), 1e-9)
            case "shared" | "grouped":
                raise AssertionError("a grade that shares seats, or has them by group, has none of its own")
            case _:
                assert_never(plan.seats.kind)
        return plan.seats.rounding.whole(self._base(plan.seats, among) * share) * units

    def _number(self, node: Node, view: View) -> ReplicationFloats | float:
        """A rule's number by replication; one for all of them where it is known beforehand."""
        return self.population.of_unit(node, view) if node.fixed is None else known_number(node.fixed)

    def _base(self, seats: Seats, among: SlotMask | None) -> ReplicationFloats | ReplicationInts:
        """People of whom seats are a share: everybody, of a grade, or of a role."""
        population, grades, of = self.population, self.program.grades, seats.of
        counts = population.counts()
        weights = population.fte() if seats.of_fte else None
        uncounted = self.program.uncounted
        if weights is not None or among is not None or uncounted:
            counted = np.ones(population.n) if weights is None else weights
            counted = counted if among is None else np.where(among, counted, 0)
            counted = np.where(absent(population, uncounted, self.month), 0, counted) if uncounted else counted
            cells = np.bincount(population.cell, weights=counted, minlength=counts.size)
            counts = np.round(cells.reshape(counts.shape), 9)
        if of == "headcount":
            everybody: ReplicationFloats = counts[:, :-1].sum(axis=1)
            return everybody
        if of in grades.ids:
            return counts[:, grades.code(of)]
        for cap in self.program.caps:
            if cap.cap.id == of:
                within: ReplicationFloats = counts[:, list(cap.codes)].sum(axis=1)
                return within
        of_role: ReplicationInts = counts[:, _in_role(grades.role, of)].sum(axis=1)
        return of_role

    def _occupied(self) -> GradeCounts:
        """People and reserved seats by replication and pool of seats."""
        population, counts = self.population, self.population.counts()
        held = np.zeros((population.reps, self.program.pools), np.int64)
        if self.program.leaving_places:
            idx = np.flatnonzero(population.alive())
            _add(held, population.rep[idx], self.hold(self.held(idx), population.fte_of(idx)), 1)
            return held + self.reserved
        for code, pool in enumerate(self.program.pool):
            held[:, pool] += counts[:, code]
        apart = [code for code, pool in enumerate(self.program.pool) if self.program.units[pool] > 1]
        if apart:
            held[:, self.program.pool[apart]] = 0
        grade = population.columns["grade"]
        for codes in (list(self.program.cells), apart):
            if codes:
                idx = np.flatnonzero(np.isin(grade, codes))
                pools = self.pools(idx, grade[idx])
                _add(held, population.rep[idx], self.hold(pools, population.fte_of(idx)), 1)
        taken: GradeCounts = held + self.reserved
        return taken


@lru_cache(maxsize=256)
def _in_role(roles: tuple[str, ...], role: str) -> PersonInts:
    """Codes of the grades of a role; nobody writes in it."""
    return np.array([code for code, each in enumerate(roles) if each == role], np.int64)


def _add(table: GradeCounts, rep: PersonInts, held: Held, sign: int) -> None:
    """Add what is held to a table of replications and pools, or take it away."""
    add(table, (rep, held.pool), sign if held.units is None else sign * held.units)
