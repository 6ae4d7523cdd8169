"""What windows look back on: the closed periods of one series, for everybody in a block."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ladder_sim.core.arrays import Integers, Mask, Numbers, PersonFloats, PersonInts, ReplicationInts, SlotFloats, Slots
from ladder_sim.engine.skipping import Skips, passed_over
from ladder_sim.expressions.scope import SeriesSpec
from ladder_sim.expressions.span import Context
from ladder_sim.streams.kernels import known_since, push, run_on
from ladder_sim.streams.windows import Reducing, own_window, window

_REDUCE: dict[str, tuple[np.ufunc, Reducing]] = {
    "mean": (np.add, "sum"), "total": (np.add, "sum"), "lowest": (np.minimum, "lowest"),
    "highest": (np.maximum, "highest"),
}  # fmt: skip
_START = {"total": 0.0, "number": 0.0, "count": 0.0, "lowest": np.inf, "highest": -np.inf}
LATEST = 30000  # a month after all others
#: For whom the period that closes lies wholly after a happening.
After = Callable[[str], Mask]


class History:
    """The last `length` values of a series (newest last), true-counts as bits, and running counters.

    `last` is the month in which the latest period closed; periods are `step` months long. Values are in the unit of the
    series; what is kept by person has the shape (slots,), the ring (length, slots). Of its methods `idx` are the slots
    of some people, None everybody's, and `since` is the month after which periods count, by slot of `idx`.
    """

    def __init__(self, spec: SeriesSpec, people: int, *, skips: bool = False) -> None:
        self.step = spec.period.step
        skips = skips and spec.key[0] != "ago"  # what it was is what it was
        self.skips = Skips(people) if skips else None
        self.length = spec.length + skips  # a period that is passed over needs the row before the oldest
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
        # by name, since the hire; a value that is not known counts for nothing
        self.running = _started({*spec.so_far, "total"}, people) if spec.so_far else {}
        self.after = {happening: _started(names, people) for happening, names in spec.since.items()}
        # must `close` be told for whom a whole period counts?
        self.asks_who_counts = bool(spec.streak or spec.first or spec.since or self.skips is not None)

    def row(self, back: int = 0) -> SlotFloats:
        """The values of the period `back` before the latest."""
        row: SlotFloats = self.ring[(self.closed - 1 - back) % self.length]
        return row

    def open_row(self) -> SlotFloats:
        """Where the next period's values are written."""
        row: SlotFloats = self.ring[self.closed % self.length]
        return row

    def pass_by(self, month: int) -> None:
        """A period that ends with `month` closes, and nothing will ever look back on it."""
        self.closed += 1
        self.last = month

    def close(
        self, month: int, values: Numbers | None, counted: Mask | None, employed: Mask | None = None,
        after: After | None = None, skipped: Mask | None = None,
    ) -> None:  # fmt: skip
        """Take in a period that ends with `month`; `values`, shape (slots,), None when they were written in place.

        counted: bool per slot, whether the whole period counts for that person; None where `asks_who_counts` is False.
        employed: bool per slot, who was there
        at its end, for periods before the run; None: everybody who counts. after: for windows since a happening.
        skipped: bool per slot, for whom it is no period; None: nobody.
        """
        if self.wants_ring and values is not None:
            self.open_row()[:] = values
        skipped = None if self.skips is None else skipped
        if skipped is not None:
            employed = ~skipped if employed is None else employed & ~skipped
        if self.bits is not None or self.wants_streak or self.wants_ever:
            assert values is not None
            true = values.astype(bool, copy=False)
            if self.bits is not None:
                push(self.bits, true)
            if self.wants_ever:
                self.ever += true if employed is None else true & employed
            if self.wants_streak:
                assert counted is not None
                before = self.streak.copy() if skipped is not None else self.streak
                run_on(self.streak, true, counted)
                if skipped is not None:
                    self.streak = np.where(skipped, before, self.streak)
        if self.running or self.after:
            row = self.open_row() if values is None else values.astype(np.float64, copy=False)
            known = ~np.isnan(row) if employed is None else ~np.isnan(row) & employed
            _run_on(self.running, row, known)
            for happening, running in self.after.items():
                assert after is not None and counted is not None
                _run_on(running, row, known & counted & after(happening))
        if self.wants_first and values is not None:
            assert counted is not None
            first = counted if skipped is None else counted & ~skipped
            idx = np.flatnonzero(first & (self.early[1] < self.wants_first) & ~np.isnan(values))
            self.early[:, idx] += np.stack([values[idx], np.ones(idx.size)])
        self.closed += 1
        self.last = month
        if skipped is not None:
            assert counted is not None
            self._pass_over(skipped, counted)

    def _pass_over(self, skipped: Mask, counted: Mask) -> None:
        """What has just closed is no period for some: what they have stays the latest."""
        assert self.skips is not None
        self.skips.note(skipped, counted)
        if self.bits is not None:
            self.bits[skipped] >>= np.uint64(1)
        if self.wants_ring and skipped.any():
            passed_over(self.ring, np.flatnonzero(skipped))

    def reaching(self, since: Integers, context: Context, idx: Slots | None, *, calendar: int = 0) -> Integers:
        """The month after which periods count for a window, as if those passed over had not been; shape of `since`.

        calendar: the latest periods that a window of the calendar may look at.
        """
        if self.skips is None:
            return since
        shifted = self.skips.since(since, context, idx, self.step)
        if calendar:
            start = self.last - calendar * self.step
            shifted = np.maximum(shifted, self.skips.since_start(start, calendar, idx, self.step))
        return np.minimum(shifted, LATEST).astype(since.dtype)

    @property
    def beginning(self) -> SlotFloats:
        """Mean of the first periods, for whom they are over; NaN for others."""
        total, number = self.early
        mean: SlotFloats = np.where(number >= self.wants_first, total / self.wants_first, np.nan)
        return mean

    def since_hire(self, name: str) -> SlotFloats:
        """Mean, total, lowest or highest of all periods closed since the hire; NaN where nothing is known."""
        return _of_running(self.running, name)

    def since(self, happening: str, name: str) -> SlotFloats:
        """The same of the periods closed since a happening, and how often a condition held in them."""
        return _of_running(self.after[happening], name)

    def restart(self, happening: str, idx: Slots) -> None:
        """To these people it happened, which is one of `after`: nothing before counts."""
        for name, kept in self.after[happening].items():
            kept[idx] = _START[name]

    def ago(self, periods: int, now: int, idx: Slots | None, hired: Integers) -> PersonFloats:
        """The value of the period that closed so many periods before `now`; undefined before the hire.

        hired: the month before each person's first, shape (slots,).
        """
        back = periods - max(0, now - self.last) // self.step  # what closes today may not have closed yet
        size = self.ring.shape[1] if idx is None else idx.size
        if not 0 <= back < min(self.closed, self.length):
            return np.full(size, np.nan)
        values = self.row(back).copy() if idx is None else self.row(back)[idx]
        hired = hired if idx is None else hired[idx]
        values[hired >= self.last - back * self.step] = np.nan
        return values

    def first_month(self, periods: int) -> int:
        """The first month of the window of that many periods; a huge number where so many are not closed."""
        return self.last - periods * self.step + 1 if self.closed >= periods else -(10**6)

    def span(self, name: str, month_of_year: int) -> int:
        """How many periods have closed this year, or this quarter, of which this is the month."""
        months = month_of_year if name == "this_year" else (month_of_year - 1) % 3 + 1
        return max(1, months // self.step)

    def count(self, periods: int, idx: Slots | None, since: Integers | None) -> PersonInts:
        """How often true in the last `periods`, shape (people,); with `since`, in those of them closed for each."""
        assert self.bits is not None
        bits = self.bits if idx is None else self.bits[idx]
        if since is not None:
            own = np.clip(self._since(since), 0, periods).astype(np.uint64)
            bits = bits & ((np.uint64(1) << own) - np.uint64(1))
        counts: ReplicationInts = np.bitwise_count(bits & np.uint64((1 << periods) - 1)).astype(np.int64)
        return counts

    def _since(self, since: Integers) -> PersonInts:
        """How many whole periods have closed after the month `since`; shape of `since`, an array of its own."""
        passed: PersonInts = self.last - since.astype(np.int64)
        if self.step > 1:
            passed //= self.step
        return passed

    def reduce(self, name: str, periods: int, idx: Slots | None, since: Integers | None) -> PersonFloats:
        """Mean, total, lowest or highest of the last `periods`, or by `since` of those closed for each: (people,).

        A mean or total of a fixed number of periods is `whole`'s.
        """
        number = min(periods, self.closed, self.length)
        if not number:
            size = self.ring.shape[1] if idx is None else idx.size
            return np.full(size, 0.0 if since is not None and name == "total" else np.nan)
        if since is None:
            own = np.full(self.ring.shape[1] if idx is None else idx.size, number)
        else:
            own = self._since(since)
            np.clip(own, 0, number, out=own)
        order = (self.closed - 1 - np.arange(number)) % self.length
        total = own_window(self.ring, order, idx, own, _REDUCE[name][1])
        if since is None:
            return total
        if name == "mean":
            with np.errstate(all="ignore"):
                total /= own
        total[~np.isfinite(total)] = np.nan
        return total

    def whole(self, name: str, periods: int, idx: Slots | None, since: Integers) -> PersonFloats:
        """Mean or total of the last `periods`, shape (people,); NaN of people of whom fewer are closed."""
        if self.closed < periods or self.length < periods:
            return np.full(since.size, np.nan)
        total = window(self.ring, (self.closed - 1) % self.length, periods, idx, since, self.first_month(periods))
        if name == "mean":
            total /= periods
        return total

    def latest(self, idx: Slots | None, since: Integers, context: Context) -> PersonFloats:
        """The latest closed value, shape (people,); NaN of people for whom that period did not count."""
        size = self.ring.shape[1] if idx is None else idx.size
        if not self.closed:
            return np.full(size, np.nan)
        row = self.row() if idx is None else self.row()[idx]
        since = self.reaching(since if idx is None else since[idx], context, idx)
        return known_since(row, since, self.last - self.step + 1)

    def forget(self, idx: Slots) -> None:
        """People who are new. Values and bits need no wiping: windows never reach back before the hire."""
        if self.wants_streak:
            self.streak[idx] = 0
        if self.wants_ever:
            self.ever[idx] = 0
        if self.wants_first:
            self.early[:, idx] = 0
        for running in (self.running, *self.after.values()):
            for name, kept in running.items():
                kept[idx] = _START[name]
        if self.skips is not None:
            self.skips.forget(idx)

    def kept(self, idx: Slots) -> dict[str, Numbers]:
        """All that windows may read of people who leave, in the order of `idx`; shape (people,) or (people, periods).

        `resumed` gives it back to them.
        """
        found: dict[str, Numbers] = {"closed": np.full(idx.size, self.closed), "streak": self.streak[idx],
                                     "ever": self.ever[idx]}  # fmt: skip
        if self.wants_ring:
            found["ring"] = np.stack([self.row(back)[idx] for back in range(self.length)], axis=1)
        if self.bits is not None:
            found["bits"] = self.bits[idx]
        if self.wants_first:
            found["early"] = self.early[:, idx].T
        if self.skips is not None:
            found["skipped"], found["passed over"] = self.skips.bits[idx], self.skips.number["closed"][idx]
        for name, values in self._sums().items():
            found[name] = values[idx]
        return found

    def resumed(self, idx: Slots, kept: dict[str, Numbers]) -> None:
        """People are back: what they had (shapes of `kept`) is their latest, and the periods since are passed over."""
        self.streak[idx], self.ever[idx] = kept["streak"], kept["ever"]
        if self.wants_ring:
            for back in range(self.length):
                self.row(back)[idx] = kept["ring"][:, back]
        if self.bits is not None:
            self.bits[idx] = kept["bits"]
        if self.wants_first:
            self.early[:, idx] = kept["early"].T
        if self.skips is not None:
            self.skips.resume(idx, kept["skipped"], kept["passed over"], self.closed - kept["closed"])
        for name, values in self._sums().items():
            values[idx] = kept[name]

    def _sums(self) -> dict[str, SlotFloats]:
        """What runs up since the hire, and since each happening, by a name of its own."""
        since = {f"{name} since {happening}": values for happening, running in self.after.items()
                 for name, values in running.items()}  # fmt: skip
        return {f"{name} so far": values for name, values in self.running.items()} | since

    def moved(self, idx: Slots) -> None:
        """People who changed grade: their streak restarts."""
        if self.wants_streak:
            self.streak[idx] = 0
        if self.skips is not None:
            self.skips.moved(idx)

    def grow(self, wider: Callable[[Numbers, float], Numbers]) -> None:
        """The batch has more slots; `wider` gives an array of (…, slots) of them, with a fill in the new ones."""
        self.ring = wider(self.ring, np.nan)
        self.bits = None if self.bits is None else wider(self.bits, 0)
        if self.wants_first:
            self.early = wider(self.early, 0)
        self.streak, self.ever = wider(self.streak, 0), wider(self.ever, 0)
        if self.skips is not None:
            self.skips.grow(wider)
        self.running = _wider(self.running, wider)
        self.after = {happening: _wider(running, wider) for happening, running in self.after.items()}


def _started(names: set[str], people: int) -> dict[str, SlotFloats]:
    """What is summed up to know `names` of all periods from now on."""
    kept = (names - {"mean"}) | ({"total", "number"} if "mean" in names else set())
    return {name: np.full(people, _START[name]) for name in sorted(kept)}


def _wider(running: dict[str, SlotFloats], wider: Callable[[Numbers, float], Numbers]) -> dict[str, SlotFloats]:
    return {name: wider(kept, _START[name]) for name, kept in running.items()}


def _run_on(running: dict[str, SlotFloats], row: SlotFloats, known: Mask) -> None:
    """One more period; what is not known counts for nothing."""
    for name, kept in running.items():
        match name:
            case "number":
                kept += known
            case "count":
                kept += known & (row > 0)
            case _:
                _REDUCE[name][0](kept, row, out=kept, where=known)


def _of_running(running: dict[str, SlotFloats], name: str) -> SlotFloats:
    """Mean, total, number of times, lowest or highest of what has run up; NaN where nothing is known."""
    if name == "mean":
        mean: SlotFloats = running["total"] / running["number"]
        return mean
    kept = running[name]
    return kept if name in ("total", "count") else np.where(np.isfinite(kept), kept, np.nan)
