"""Periods that a status takes out of windows: passed over, counted 0, or unknown."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ladder_sim.core.arrays import Integers, Mask, Numbers, SlotFloats, SlotMask, SlotNumbers, Slots
from ladder_sim.expressions.span import Context

KINDS = ("skip", "zero", "unknown")
REMEMBERED = 12  # months: the longest period of a score
MOST = 60  # periods of a calendar window


class Away:
    """Which of the last months everybody was in statuses that windows pass over, count 0, or do not know."""

    kinds = KINDS

    def __init__(self, people: int) -> None:
        self.months = {kind: np.zeros(people, np.uint16) for kind in KINDS}
        self.now: SlotMask = np.zeros(people, bool)

    def forget(self, idx: Slots) -> None:
        """People who are new: they have no past."""
        for bits in self.months.values():
            bits[idx] = 0

    def returned(self, idx: Slots, months: Integers) -> None:
        """People come back whose results go on: the `months` that they were gone, shape (people,), are passed over."""
        gone = np.minimum(months, REMEMBERED).astype(np.uint16)
        self.months["skip"][idx] = (np.uint16(1) << gone) - np.uint16(1)

    def note(self, within: dict[str, SlotMask]) -> None:
        """A month more."""
        self.now = np.zeros(self.now.size, bool)
        for kind, bits in self.months.items():
            bits <<= np.uint16(1)
            bits |= within[kind]
            self.now |= within[kind]

    def mostly(self, kind: str, step: int) -> SlotMask:
        """Who was away for more than half of the `step` months of a period that closes now."""
        bits = self.months[kind] & np.uint16((1 << min(step, REMEMBERED)) - 1)
        mostly: SlotMask = 2 * np.bitwise_count(bits).astype(np.int64) > step
        return mostly

    def changed(self, values: SlotNumbers, step: int) -> SlotNumbers:
        """The values of a period that closes, of everybody, where months count 0 or are unknown."""
        zero, unknown = self.mostly("zero", step), self.mostly("unknown", step)
        if not (zero.any() or unknown.any()):
            return values
        if values.dtype == bool:
            return values & ~zero & ~unknown
        return np.where(unknown, np.nan, np.where(zero, 0.0, values))

    def grow(self, wider: Callable[[Numbers, float], Numbers]) -> None:
        """The batch has more slots; `wider` gives an array of shape (slots,) of them."""
        self.months = {kind: wider(bits, 0) for kind, bits in self.months.items()}
        self.now = wider(self.now, 0)


class Skips:
    """How many periods of a series were passed over for each person, by what a window may read."""

    def __init__(self, people: int) -> None:
        self.number: dict[Context, Integers] = {
            context: np.zeros(people, np.int16) for context in ("closed", "fresh", "all")
        }
        self.bits = np.zeros(people, np.uint64)  # the latest periods, newest lowest

    def note(self, skipped: Mask, counted: Mask) -> None:
        """One more period; of those that do not count for a person, none is missing; shape (slots,) both."""
        self.bits <<= np.uint64(1)
        self.bits |= skipped
        for context, number in self.number.items():
            number += skipped if context == "all" else skipped & counted

    def since(self, since: Integers, context: Context, idx: Slots | None, step: int) -> Integers:
        """The month after which as many periods would have closed as each has; shape of `since`, by slot of `idx`."""
        number = self.number[context] if idx is None else self.number[context][idx]
        shifted: Integers = since + step * number.astype(np.int64)
        return shifted

    def since_start(self, start: int, periods: int, idx: Slots | None, step: int) -> Integers:
        """The same from a month of the calendar on, `periods` before the end of the latest one; shape (people,)."""
        bits = self.bits if idx is None else self.bits[idx]
        missed = np.bitwise_count(bits & np.uint64((1 << min(periods, MOST)) - 1)).astype(np.int64)
        after: Integers = start + step * missed
        return after

    def resume(self, idx: Slots, bits: Numbers, number: Numbers, missed: Integers) -> None:
        """People go on where they stopped, and `missed` periods were none for them since; arrays of shape (people,)."""
        gone = np.minimum(missed, MOST).astype(np.uint64)
        self.bits[idx] = (bits.astype(np.uint64) << gone) | ((np.uint64(1) << gone) - np.uint64(1))
        self.number["closed"][idx] = number + missed
        for context in ("fresh", "all"):  # since they are back
            self.number[context][idx] = 0

    def forget(self, idx: Slots) -> None:
        """People who are new."""
        self.bits[idx] = 0
        for number in self.number.values():
            number[idx] = 0

    def moved(self, idx: Slots) -> None:
        """People who changed grade."""
        self.number["fresh"][idx] = 0

    def grow(self, wider: Callable[[Numbers, float], Numbers]) -> None:
        """The batch has more slots; `wider` gives an array of shape (slots,) of them."""
        self.bits = wider(self.bits, 0)
        self.number = {context: wider(number, 0) for context, number in self.number.items()}


def passed_over(ring: SlotFloats, skipped: Slots) -> None:
    """The newest row of a ring is no period for these people: each of their values is one row newer; in place."""
    ring[:, skipped] = np.roll(ring[:, skipped], 1, axis=0)
