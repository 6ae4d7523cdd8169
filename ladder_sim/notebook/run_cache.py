"""Runs by what was asked for: kept while a slider moves, cut to fewer replications, or carried on to more.

The luck of a replication depends on its number alone, so that the first ten of two hundred are the ten played before.
"""

from __future__ import annotations

import dataclasses
import time
from collections import OrderedDict
from collections.abc import Hashable, Sequence

import numpy as np

from ladder_sim.core.plain_data import RecordValues
from ladder_sim.desk.variant import Variant
from ladder_sim.notebook.played import PlayedVariant, joined, play, played_of
from ladder_sim.notebook.served import ServedLimits
from ladder_sim.results.counts import RunCounts
from ladder_sim.results.departments import company_run
from ladder_sim.results.run import Run

#: Replications that are tried while the hand moves, the most that fit into the time that remains invisible.
LIVE = (50, 20, 8)
#: Seconds that a simulation may take then; drawing and the way to the screen come on top.
BUDGET = 0.14
MEMORY, SERVED_MEMORY = 300_000_000, 20_000_000  # bytes of results that are kept; where others have sessions, too


class RunCache:
    """Plays variants for `months` with one seed, within `limits` where there are some, and remembers the results."""

    def __init__(self, months: int, seed: int, full: int, limits: ServedLimits | None = None) -> None:
        self.months, self.seed, self.full, self.limits = months, seed, full, limits
        self.took: dict[int, float] = {}  # replications -> seconds of the last simulation that began with none kept
        self.spent = 0.0  # seconds of simulation for the last picture
        self.memory = MEMORY if limits is None else SERVED_MEMORY
        self.shown: frozenset[Hashable] = frozenset()  # keys of variants whose results are kept whatever they take
        self._runs: OrderedDict[Hashable, Run] = OrderedDict()
        self._heads: OrderedDict[tuple[Hashable, int], Run] = OrderedDict()

    def kept(self, variant: Variant) -> int:
        """How many replications of a variant are there."""
        run = self._runs.get(variant.key)
        return 0 if run is None else run.replications

    def live(self, variants: Sequence[Variant]) -> int:
        """How many replications to show at once: all that every variant has, else what a blink allows."""
        missing = [one for one in variants if not self.kept(one)]
        if not missing:
            return min(self.kept(one) for one in variants)
        return self.quick(len(missing))

    def quick(self, variants: int = 1) -> int:
        """How many replications of so many variants can be played in a blink."""
        budget = BUDGET / variants
        sizes = [n for n in LIVE if n < self.full] or [self.full]
        return next((n for n in sizes if self._expected(n) <= budget), sizes[-1])

    def _expected(self, n: int) -> float:
        """Seconds for so many replications: measured, or guessed from the nearest that was."""
        if n in self.took:
            return self.took[n]
        if not self.took:
            return 0.0
        near = min(self.took, key=lambda known: abs(known - n))
        return self.took[near] * (0.5 + 0.5 * n / near)  # about half of a small run is the same whatever its size

    def run(self, variant: Variant, replications: int) -> Run:
        """The run of a variant, within a company that of its department; see `whole`."""
        whole = self.whole(variant, replications)
        return whole if variant.within is None else whole.departments[variant.within.department]

    def whole(self, variant: Variant, replications: int) -> Run:
        """The run with just so many replications, simulated here as far as it is not kept; of a company, all of it.

        Raises
        ------
        LadderError
            The scheme does not fit the people, or the run is larger or takes longer than the server gives.
        """
        replications = min(replications, self.full)
        have = self.kept(variant)
        if have < replications:
            if self.limits is not None:  # of all replications: what cannot be shown whole is not begun
                self.limits.check(variant.size, self.months, self.full)
            began = time.perf_counter()
            made = play((variant.scheme, variant.workforce) if variant.company is None else variant.company,
                        self.months, self.seed, have, replications,
                        None if self.limits is None else self.limits.clock())  # fmt: skip
            passed = time.perf_counter() - began
            self.spent += passed
            if not have:
                self.took[replications] = passed
            self.take(variant, have, made)
        return self._head(variant, replications)

    def take(self, variant: Variant, first: int, played: PlayedVariant) -> bool:
        """Keep replications that were played, here or elsewhere; False where they do not follow on those there are."""
        have = self._runs.get(variant.key)
        if first == 0 and have is not None and played.replications > have.replications:
            have = None  # fewer were played meanwhile, the same ones
        if first != (0 if have is None else have.replications):
            return False
        every = played if have is None else joined(played_of(have), played)
        self._runs[variant.key] = every.run(variant, self.months, self.seed)
        self._runs.move_to_end(variant.key)
        self._forget(variant.key)
        return True

    def _head(self, variant: Variant, n: int) -> Run:
        run = self._runs[variant.key]
        self._runs.move_to_end(variant.key)
        if run.replications == n:
            return run
        if n not in LIVE:  # on the way to all of them, and not asked for again
            return head(run, n)
        key = (variant.key, n)
        if key not in self._heads:
            self._heads[key] = head(run, n)
            while len(self._heads) > 24:
                self._heads.popitem(last=False)
        self._heads.move_to_end(key)
        return self._heads[key]

    def _forget(self, but: Hashable) -> None:
        """Let the runs go that were not asked for longest, and what was cut from them, which holds the whole."""
        sizes = {key: sum(_bytes(one.counts) for one in (run, *run.departments.values()))
                 for key, run in self._runs.items()}  # fmt: skip
        total = sum(sizes.values())
        for key in [one for one in sizes if one not in self.shown and one != but]:
            if total <= self.memory:
                break
            total -= sizes[key]
            del self._runs[key]
            for cut in [one for one in self._heads if one[0] == key]:
                del self._heads[cut]


def head(run: Run, n: int) -> Run:
    """The first `n` replications of a run."""
    if run.company is not None:
        assert run.seed is not None  # it was played with one
        return company_run(run.company, {name: head(one, n) for name, one in run.departments.items()}, run.seed)
    return dataclasses.replace(run, replications=n, counts=_first(run.counts, n))


def _first(counts: RunCounts, n: int) -> RunCounts:
    cut: RecordValues = {}
    for field in (one for one in dataclasses.fields(counts) if one.init):
        value = getattr(counts, field.name)
        if value is None:  # what was not asked for
            cut[field.name] = None
        elif field.name in ("waits", "events"):  # rows, not an array with the replication first
            cut[field.name] = value[value[:, 0] < n]
        elif field.name == "people":
            kept = value["replication"] < n
            cut[field.name] = {name: column[kept] for name, column in value.items()}
        elif isinstance(value, np.ndarray):
            cut[field.name] = value[:n]
        elif isinstance(value, dict):
            cut[field.name] = {key: array[:n] for key, array in value.items()}
        else:
            cut[field.name] = [row for row in value if row[0] < n]
    return RunCounts(**cut)


def _bytes(counts: RunCounts) -> int:
    values = [getattr(counts, field.name) for field in dataclasses.fields(counts) if field.init]
    arrays = [a for v in values for a in (v.values() if isinstance(v, dict) else [v]) if isinstance(a, np.ndarray)]
    return sum(array.nbytes for array in arrays)
