"""Who of those who may move does: quotas, seats, and the order in which candidates stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

import numpy as np

from ladder_sim.core.arrays import (
    Mask,
    PersonInts,
    PersonMask,
    ReplicationFloats,
    ReplicationInts,
    Slots,
)
from ladder_sim.core.rounding import CLOSE
from ladder_sim.engine.doors import Doors
from ladder_sim.engine.group_quota import GroupQuota, counted_units, units_of
from ladder_sim.engine.seat_book import SeatBook
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.expressions.nodes import View
from ladder_sim.model.grades import FTE_UNITS
from ladder_sim.model.kinds import SEATLESS
from ladder_sim.plan.program import MovePlan
from ladder_sim.streams.kernels import best_first, by_group, spread_numbers, turns


@dataclass(frozen=True, slots=True, eq=False)
class Shortlist:
    """People who may move: slots, the grades they would go to, and who is let off a condition."""

    idx: Slots
    goal: PersonInts
    waived: PersonMask

    def cut(self, keep: Mask) -> Shortlist:
        """Those for whom something holds, shape (people,)."""
        return Shortlist(self.idx[keep], self.goal[keep], self.waived[keep])

    def ordered(self, order: PersonInts) -> Shortlist:
        """The same people in another order."""
        return Shortlist(self.idx[order], self.goal[order], self.waived[order])


@dataclass(frozen=True, slots=True, eq=False)
class Selected:
    """Who may move, and for whom there is a seat whatever the quota: bool per person of a shortlist.

    Invariant: who may move has a seat, so that whoever has none is stopped by the seats, and who is stopped with a
    seat at hand by the quota.
    """

    chosen: PersonMask
    seat: PersonMask


class Choosing(Rule):
    """Chooses in one evening's reviews; `taken` counts what is used of each move's quota, by its number."""

    def __init__(self, shared: Shared, seats: SeatBook, doors: Doors) -> None:
        super().__init__(shared)
        self.seats, self.doors, self.groups = seats, doors, GroupQuota(shared)
        self.taken: dict[int, ReplicationInts] = {}

    def choose(self, number: int, plan: MovePlan, view: View, listed: Shortlist) -> Selected:
        """Who of a shortlist may move within quota and seats: best first; ties by longer service, then by lot.

        Parameters
        ----------
        number
            Of the move on the ledger's axis.
        listed
            Who has met every condition.
        """
        idx, goal = listed.idx, listed.goal
        everybody = np.ones(idx.size, bool)
        if not idx.size:
            return Selected(everybody, everybody)
        if plan.move.quota.kind == "share of openings":
            return self._in_channel(plan, view, listed)
        quota = self._quota(number, plan, view, idx)
        rep, seat = self.population.rep[idx], everybody
        pools, wants = self._wanted(plan, idx, goal)
        if quota is None and not wants.any():
            return Selected(everybody, everybody)
        for pool in np.flatnonzero(np.bincount(pools[wants])):
            mine = np.flatnonzero(wants & (pools == pool))
            book = self.doors.book(plan)
            units = book.units(pools[mine], self.population.fte_of(idx[mine]))
            seat[mine] = self._best(plan, view, idx[mine], book.room(int(pool)), units=units)
        self._within_caps(plan, view, idx, pools, wants & seat, seat)
        if quota is None:
            return Selected(seat, seat)
        whose = rep if not plan.quota_by else self.groups.owners(plan.quota_by, idx)
        units = self._quota_units(plan, idx)
        chosen = self._best(plan, view, idx, quota, whose, units) & seat
        used = counted_units(whose[chosen], quota.size, None if units is None else units[chosen])
        self.taken[number] = self.taken.get(number, 0) + used
        return Selected(chosen, seat)

    def _in_channel(self, plan: MovePlan, view: View, listed: Shortlist) -> Selected:
        """Those for whom the move has openings: of each pool as many as are kept for it."""
        idx = listed.idx
        chosen, seat = np.ones(idx.size, bool), np.ones(idx.size, bool)
        pools, wants = self._wanted(plan, idx, listed.goal)
        for pool in map(int, np.flatnonzero(np.bincount(pools[wants]))):
            mine = np.flatnonzero(wants & (pools == pool))
            within, own = self.seats.room_within(pool), self.seats.room_of(pool, plan.move.id)
            seat[mine] = self._best(plan, view, idx[mine], within)
            if own is not None and (own < within).any():
                chosen[mine] = self._best(plan, view, idx[mine], own)
        self._within_caps(plan, view, idx, pools, wants & seat & chosen, seat)
        return Selected(chosen & seat, seat)

    def _within_caps(
        self, plan: MovePlan, view: View, idx: Slots, pools: PersonInts, wants: PersonMask, seat: PersonMask
    ) -> None:  # fmt: skip
        """Take the seat of those for whom a cap over several grades has no room; who is within it takes none.

        Parameters
        ----------
        wants
            Who comes to a seat so far.
        seat
            Is changed.
        """
        from_here = self.doors.leads(plan) is None
        for inside, room in self.doors.book(plan).capped():
            enters = wants & seat & inside[pools]
            mine = np.flatnonzero(enters & ~inside[self.seats.held(idx)] if from_here else enters)
            if mine.size:
                seat[mine] = self._best(plan, view, idx[mine], room)

    def _wanted(self, plan: MovePlan, idx: Slots, goal: PersonInts) -> tuple[PersonInts, PersonMask]:
        """The pool of seats to which each person would come, and whether the move needs an open seat of it."""
        transfer, seated = self.doors.leads(plan), self.program.seated
        if transfer is not None:
            pools = self.doors.pools(transfer, idx)
            limited = self.doors.seated(transfer)[pools]
            return pools, limited if plan.move.quota.kind != "unlimited" else np.zeros(idx.size, bool)
        free = plan.move.quota.kind == "unlimited" or plan.kind in SEATLESS
        if free or not seated[goal].any():
            return goal, np.zeros(idx.size, bool)
        pools = self.seats.pools(idx, goal)
        own_pool = self.seats.held(idx) == pools
        return pools, seated[goal] & (goal < self.population.grade_count) & ~own_pool  # inside a pool none is taken

    def _best(
        self, plan: MovePlan, view: View, idx: Slots, room: ReplicationInts, whose: PersonInts | None = None,
        units: PersonInts | None = None,
    ) -> PersonMask:  # fmt: skip
        """The first of each replication, as many as it has `room` for; only where they compete are they ordered.

        Nobody goes past somebody who does not fit.

        Parameters
        ----------
        whose
            Whose room each takes, a place in `room`; None: the replication's.
        units
            How much of it each takes; None: one.
        """
        rep = self.population.rep[idx] if whose is None else whose
        wanted = counted_units(rep, room.size, units)
        chosen: PersonMask = (wanted <= room)[rep]
        compete = np.flatnonzero(((room > 0) & (wanted > room))[rep])
        if compete.size:
            owner = rep[compete]
            order = self.order(plan, view, idx[compete])
            if room.size > self.population.reps:  # by replication, and now by whose room it is
                order = order[by_group(owner[order], room.size)]
            owner = owner[order]
            if units is None:
                chosen[compete[order]] = turns(owner, room.size) < room[owner]
            else:
                chosen[compete[order]] = _up_to(owner, room.size, units[compete[order]]) <= room[owner]
        if self.script is not None and not chosen.all():
            for place in np.unique(rep):
                mine = idx[rep == place]
                places = room[place] if units is None else room[place] / FTE_UNITS
                self.script.ranked(plan, view, mine[self.order(plan, view, mine)], float(places))
        return chosen

    def _quota(self, number: int, plan: MovePlan, view: View, idx: Slots) -> ReplicationInts | None:
        """How many may still move in this review, by replication; None: as many as have a seat."""
        population, kind = self.population, plan.move.quota.kind
        if kind == "unlimited" or kind == "vacancy" or plan.quota is None:
            return None
        n, whole, units = population.of_unit(plan.quota, view), plan.move.quota.rounding.whole, plan.move.quota.units
        if plan.quota_by:
            return self.groups.quota(plan, idx, n, self.taken.get(number))
        match kind:
            case "share of eligible":
                return whole(self._crowd(plan, idx) * n) * units
            case "share of grade":
                inside = np.flatnonzero(population.alive() & (plan.to[population.columns["grade"]] >= 0))
                most = whole(self._crowd(plan, inside) * n) * units
            case "number":
                most = (n * units + CLOSE).astype(np.int64)
            case "share of openings":
                raise AssertionError("a channel has the openings that are kept for it")
            case _:
                assert_never(kind)
        left: ReplicationInts = most - self.taken.get(number, 0)  # a move may be tested in parts
        return left

    def _quota_units(self, plan: MovePlan, idx: Slots) -> PersonInts | None:
        """How much of the move's quota each of these people takes; None: one."""
        return units_of(plan.move.quota.units, self.population.fte_of(idx), idx.size)

    def _crowd(self, plan: MovePlan, idx: Slots) -> ReplicationFloats | ReplicationInts:
        """How many of these people there are, as the move's quota counts; shape (replications,)."""
        rep, units = self.population.rep[idx], self._quota_units(plan, idx)
        counted = counted_units(rep, self.population.reps, units)
        return counted if units is None else counted / plan.move.quota.units

    def order(self, plan: MovePlan, view: View, idx: Slots) -> PersonInts:
        """An order of people by replication and then from the best; places in `idx`, whose replications rise.

        Who has no value of the order (NaN) comes after all others; ties go to longer service, then by lot.
        """
        population = self.population
        rep = population.rep[idx]
        keys = [population.column("tie")[idx], population.columns["hired_since"][idx]]
        if plan.order is not None:
            value = spread_numbers(plan.order.value(view.of(idx)), idx.size)
            value = np.where(np.isnan(value), -np.inf, value)
            order = best_first(value, rep)
            if order is not None:
                return order  # no ties, so that the other keys do not matter
            keys.append(-value)
        return np.lexsort((*keys, rep))


def _up_to(owner: PersonInts, size: int, units: PersonInts) -> PersonInts:
    """What each and those before take of the same owner's room; owners rise."""
    total = np.cumsum(units)
    before = np.concatenate([[0], total])[np.searchsorted(owner, np.arange(size))]
    taken: PersonInts = total - before[owner]
    return taken
