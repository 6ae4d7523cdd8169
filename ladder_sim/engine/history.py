"""What windows look back on: the closed periods of one series, for everybody in a block."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ladder_sim.core.arrays import Integers, Mask, Numbers, PersonFloats, PersonInts, ReplicationInts, SlotFloats, Slots
from ladder_sim.expressions.scope import SeriesSpec
from ladder_sim.streams.kernels import run_on, window

_REDUCE = {"mean": np.add, "total": np.add, "lowest": np.minimum, "highest": np.maximum}
_START = {"total": 0.0, "number": 0.0, "lowest": np.inf, "highest": -np.inf}


class History:
    """The last `length` values of a series (newest last), true-counts as bits, and running counters.

    `last` is the month in which the latest period closed; periods are `step` months long.
    """

    def __init__(self, spec: SeriesSpec, people: int) -> None:
        self.step = spec.period.step
        self.length = spec.length
        self.last = -(10**6)
        self.closed = 0
        self.wants_ring = spec.ring
        self.ring = np.full((self.length, people), np.nan) if spec.ring else np.empty((0, people))
        self.bits = np.zeros(people, np.uint64) if spec.bits else None
        self.streak = np.zeros(people, np.int32)
        self.ever = np.zeros(people, np.int32)
        self.wants_streak, self.wants_ever = spec.streak, spec.ever
        self.wants_first = spec.first
        self.early = np.zeros((2, people if spec.first else 0))  # sum and number of the first periods
        kept = {"total", "number"} if "mean" in spec.so_far else {"total"}
        # by name, since the hire; a value that is not known counts for nothing
        self.running = {name: np.full(people, _START[name]) for name in sorted((spec.so_far - {"mean"}) | kept)
                        } if spec.so_far else {}  # fmt: skip

    def row(self, back: int = 0) -> SlotFloats:
        """The values of the period `back` before the latest."""
        row: SlotFloats = self.ring[(self.closed - 1 - back) % self.length]
        return row

    def open_row(self) -> SlotFloats:
        """Where the next period's values are written."""
        row: SlotFloats = self.ring[self.closed % self.length]
        return row

    def close(self, month: int, values: Numbers | None, counted: Mask, employed: Mask | None = None) -> None:
        """Take in a period that ends with `month`; `values` None when they were written in place.

        counted: bool per person, whether the whole period counts for that person.
        employed: bool per person, who was there at its end, for periods before the run; None: everybody who counts.
        """
        if self.wants_ring and values is not None:
            self.open_row()[:] = values
        if self.bits is not None or self.wants_streak or self.wants_ever:
            assert values is not None
            true = values.astype(bool, copy=False)
            if self.bits is not None:
                self.bits <<= np.uint64(1)
                self.bits |= true
            if self.wants_ever:
                self.ever += true if employed is None else true & employed
            if self.wants_streak:
                run_on(self.streak, true, counted)
        for name, kept in self.running.items():
            row = self.open_row() if values is None else values.astype(np.float64, copy=False)
            known = ~np.isnan(row) if employed is None else ~np.isnan(row) & employed
            if name == "number":
                kept += known
            else:
                _REDUCE[name](kept, row, out=kept, where=known)
        if self.wants_first and values is not None:
            idx = np.flatnonzero(counted & (self.early[1] < self.wants_first) & ~np.isnan(values))
            self.early[:, idx] += np.stack([values[idx], np.ones(idx.size)])
        self.closed += 1
        self.last = month

    @property
    def beginning(self) -> SlotFloats:
        """Mean of the first periods, for whom they are over; NaN for others."""
        total, number = self.early
        mean: SlotFloats = np.where(number >= self.wants_first, total / self.wants_first, np.nan)
        return mean

    def since_hire(self, name: str) -> SlotFloats:
        """Mean, total, lowest or highest of all periods closed since the hire; NaN where nothing is known."""
        if name == "total":
            return self.running["total"]
        if name == "mean":
            mean: SlotFloats = self.running["total"] / self.running["number"]
            return mean
        kept = self.running[name]
        return np.where(np.isfinite(kept), kept, np.nan)

    def first_month(self, periods: int) -> int:
        """The first month of the window of that many periods; a huge number where so many are not closed."""
        return self.last - periods * self.step + 1 if self.closed >= periods else -(10**6)

    def span(self, name: str, month_of_year: int) -> int:
        """How many periods have closed this year, or this quarter, of which this is the month."""
        months = month_of_year if name == "this_year" else (month_of_year - 1) % 3 + 1
        return max(1, months // self.step)

    def count(self, periods: int, idx: Slots | None, since: Integers | None) -> PersonInts:
        """How often true in the last `periods`; with `since`, in those of them closed for the person."""
        assert self.bits is not None
        bits = self.bits if idx is None else self.bits[idx]
        if since is not None:
            own = np.clip((self.last - since.astype(np.int64)) // self.step, 0, periods).astype(np.uint64)
            bits = bits & ((np.uint64(1) << own) - np.uint64(1))
        counts: ReplicationInts = np.bitwise_count(bits & np.uint64((1 << periods) - 1)).astype(np.int64)
        return counts

    def reduce(self, name: str, periods: int, idx: Slots | None, since: Integers | None) -> PersonFloats:
        """Mean, total, lowest or highest of the last `periods`; with `since`, of those closed for the person.

        A mean or total of a fixed number of periods is `whole`'s.
        """
        work = _REDUCE[name]
        total: PersonFloats | None = None
        number: Any = None
        for back in range(min(periods, self.closed, self.length) - 1, -1, -1):
            row = self.row(back)
            values = row.copy() if idx is None else row[idx]
            if since is not None:
                out = since >= self.last - (back + 1) * self.step + 1
                neutral = {"lowest": np.inf, "highest": -np.inf}.get(name, 0.0)
                values[out] = neutral
                number = ~out + (0 if number is None else number)
            total = values if total is None else work(total, values, out=total)
        if total is None:
            size = self.ring.shape[1] if idx is None else idx.size
            return np.full(size, 0.0 if since is not None and name == "total" else np.nan)
        if name == "mean":
            with np.errstate(all="ignore"):
                total /= number
        if since is not None:
            total[~np.isfinite(total)] = np.nan
        return total

    def whole(self, name: str, periods: int, idx: Slots | None, since: Integers) -> PersonFloats:
        """Mean or total of the last `periods`; undefined for people of whom fewer are closed."""
        if self.closed < periods or self.length < periods:
            return np.full(since.size, np.nan)
        total = window(self.ring, (self.closed - 1) % self.length, periods, idx, since, self.first_month(periods))
        if name == "mean":
            total /= periods
        return total

    def latest(self, idx: Slots | None, since: Integers) -> PersonFloats:
        """The latest closed value; undefined for people for whom that period did not count."""
        size = self.ring.shape[1] if idx is None else idx.size
        if not self.closed:
            return np.full(size, np.nan)
        values = self.row().copy() if idx is None else self.row()[idx]
        since = since if idx is None else since[idx]
        values[since >= self.last - self.step + 1] = np.nan
        return values

    def forget(self, idx: Slots) -> None:
        """People who are new. Values and bits need no wiping: windows never reach back before the hire."""
        if self.wants_streak:
            self.streak[idx] = 0
        if self.wants_ever:
            self.ever[idx] = 0
        if self.wants_first:
            self.early[:, idx] = 0
        for name, kept in self.running.items():
            kept[idx] = _START[name]

    def moved(self, idx: Slots) -> None:
        """People who changed grade: their streak restarts."""
        if self.wants_streak:
            self.streak[idx] = 0

    def grow(self, wider: Callable[[Numbers, float], Numbers]) -> None:
        """The batch has more slots; `wider` gives an array of them with a fill in the new ones."""
        self.ring = wider(self.ring, np.nan)
        self.bits = None if self.bits is None else wider(self.bits, 0)
        if self.wants_first:
            self.early = wider(self.early, 0)
        self.streak, self.ever = wider(self.streak, 0), wider(self.ever, 0)
        self.running = {name: wider(kept, _START[name]) for name, kept in self.running.items()}
