"""Who comes back to a place that others have filled meanwhile, and waits for the next opening."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import Mask, PersonInts, PersonMask, Slots
from ladder_sim.engine.absence import absent
from ladder_sim.engine.seat_book import SeatBook
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.engine.stopwatch import counted_as


class Returns(Rule):
    """Prolongs statuses with ``place: queue`` month by month until there is a seat; keeps nothing of its own.

    Invariant: on an evening those who would come back have open seats before any review gives them to others, who has
    been away longest first, and nobody goes past somebody who does not fit.
    """

    def __init__(self, shared: Shared, seats: SeatBook) -> None:
        super().__init__(shared)
        self.seats = seats

    @counted_as("status")
    def wait(self, month: int) -> None:
        """Whose status would end with `month`, and has no seat to come back to, is in it for another month."""
        for plan in self.program.statuses:
            if plan.status.place == "queue":
                self._wait(plan.status.id, month)

    def _wait(self, status: str, month: int) -> None:
        population, columns = self.population, self.population.columns
        ends = (columns[f"status:{status}"] == month) & ~absent(population, self.program.leaving_places, month)
        idx = np.flatnonzero(ends & population.alive())
        if self.script is not None:  # what is open after a person's last row nobody knows: nothing more is told
            over = self.script.table.last[columns["person"][idx]] < month
            columns[f"status:{status}"][idx[over]] = month + 1
            idx = idx[~over]
        if not idx.size:
            return
        since = [columns[name][idx].astype(np.int64) for name in ("hired_since", f"began:{status}")]
        idx = idx[np.lexsort((population.column("tie")[idx], *since))]
        waiting = idx[~self._fits(idx, month)]
        columns[f"status:{status}"][waiting] = month + 1
        evening = self.calendar.first_day(month + 1) - 1
        self.happened(waiting, month, "return waits", old=columns["grade"][waiting], detail=status, day=evening)

    def _fits(self, idx: Slots, month: int) -> PersonMask:
        """For whom there is a seat, in the order of `idx`."""
        free = self.seats.free_at(month)
        held = self.seats.hold(self.seats.held(idx), self.population.fte_of(idx))
        each = np.ones(idx.size, np.int64) if held.units is None else held.units
        if self.script is None:  # they are counted as if they were back
            np.add.at(free, (self.population.rep[idx], held.pool), each)
        cell = self.population.rep[idx] * free.shape[1] + held.pool
        fits: PersonMask = _before(cell, each) + each <= free.ravel()[cell]
        return fits


def _before(cell: PersonInts, each: PersonInts) -> PersonInts:
    """What those in front of each person in the same cell take; shape (people,)."""
    order = np.argsort(cell, kind="stable")
    run = np.cumsum(each[order]) - each[order]
    first: Mask = np.r_[True, cell[order][1:] != cell[order][:-1]]
    start = np.maximum.accumulate(np.where(first, run, 0))
    before = np.empty_like(run)
    before[order] = run - start
    return before
