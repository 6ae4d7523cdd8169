"""Several values moved together within their ranges until several measures are as they should be.

Values are searched as places in their ranges, 0 at the low end and 1 at the high one, all on the same luck. Each step
is the least move (in ranges) that the measured responses say will do, with values held at their ends where they would
leave them; responses are corrected after each step.

References
----------
C. G. Broyden, A class of methods for solving nonlinear simultaneous equations, Mathematics of Computation 19 (1965)
577–593: the correction of the responses.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ladder_sim.core.arrays import Floats, Mask
from ladder_sim.results.averages import difference_interval
from ladder_sim.results.intervals import Interval, paired
from ladder_sim.results.measure import Measure
from ladder_sim.results.targets import Aim
from ladder_sim.search.least_moves import least_move

if TYPE_CHECKING:
    from ladder_sim.results.run import Run

FRESH = 1_000_003  # added to the seed for the luck on which an answer is looked at again
STEPS = 12  # of one way, at most
NEAR = 0.002  # of a target: how near its mean must come
OF_LUCK = 0.1  # of half the interval: no nearer than this is worth it
WEAK = 0.05  # of the strongest response: what moves a measure less is left alone
APART = 0.15  # of a range: answers that differ by less in every value are one
FINE = 3  # digits of a range's width in which values are given
WIDTH = 0.3  # of a range: how far plays tell of the responses at a place


@dataclass(frozen=True, slots=True)
class SearchRange:
    """A value that may be moved: its key, what it is now, between which ends, and whether by whole steps."""

    key: str
    now: float
    low: float
    high: float
    whole: bool

    @property
    def width(self) -> float:
        """From one end to the other."""
        return self.high - self.low


@dataclass(frozen=True, slots=True, eq=False)
class JointPlay:
    """What is kept of a set of values that was played.

    Parameters
    ----------
    means
        By measure, in its unit, shape (measures,).
    """

    means: Floats
    intervals: Mapping[str, Interval]
    values: Mapping[str, Floats]
    provenance: str


@dataclass
class JointSearch:
    """One search: what was played, and what is asked of it.

    Parameters
    ----------
    searched : the values that may be moved
    measures, aims : by the measures' names
    play : plays values (by key; those left out as they are now) so many times
    replications : of each set of values
    shown : told of every set of values that was played; None: nobody looks
    grain : as near as whole steps come, shape (measures,), or (1,) for all
    """

    searched: Sequence[SearchRange]
    measures: Mapping[str, Measure]
    aims: Mapping[str, Aim]
    play: Callable[[Mapping[str, float], int], Run]
    replications: int
    shown: Callable[[], object] | None = None
    plays: dict[tuple[float, ...], JointPlay] = field(default_factory=dict)
    grain: Floats = field(default_factory=lambda: np.zeros(1))  # as near as whole steps come, by measure

    # --- places ------------------------------------------------------------------------------------

    def places(self, numbers: Sequence[float]) -> Floats:
        """Where numbers lie in their ranges, shape (values,)."""
        found: Floats = np.array([(x - one.low) / one.width for x, one in zip(numbers, self.searched, strict=True)])
        return found

    def start(self) -> Floats:
        """Where the values are now, shape (values,)."""
        return self.places([one.now for one in self.searched])

    def snapped(self, places: Floats) -> Floats:
        """The places with those of whole numbers at the nearest one within its range, shape (values,)."""
        made = places.copy()
        for j, one in enumerate(self.searched):
            if one.whole:
                value = min(max(round(one.low + float(places[j]) * one.width), math.ceil(one.low)),
                            math.floor(one.high))  # fmt: skip
                made[j] = (value - one.low) / one.width
        return made

    def world(self, places: Floats) -> dict[str, float]:
        """The values at these places, shape (values,), with few digits; those in use are left out."""
        world = {}
        for place, one in zip(self.snapped(places), self.searched, strict=True):
            exact = one.low + float(place) * one.width
            digits = 0 if one.whole else FINE - math.floor(math.log10(one.width))
            if abs(exact - one.now) > 0.5 * 10.0**-digits:
                world[one.key] = min(max(round(exact, digits), one.low), one.high)
        return world

    def key(self, places: Floats) -> tuple[float, ...]:
        """Every value at these places, shape (values,), in the order of `searched`."""
        world = self.world(places)
        return tuple(world.get(one.key, one.now) for one in self.searched)

    def place_of(self, key: tuple[float, ...]) -> Floats:
        """The places of values in the order of `searched`, shape (values,)."""
        found: Floats = self.places(key)
        return found

    def played(self, places: Floats) -> JointPlay:
        """The values at these places, shape (values,), played once."""
        key = self.key(places)
        if key not in self.plays:
            run = self.play(self.world(places), self.replications)
            found = {name: run.interval(name) for name in self.aims}
            values = {n: run.values(n) if m.pooled is None else run.pooled(n) for n, m in self.measures.items()}
            means = np.array([one.mean for one in found.values()])
            self.plays[key] = JointPlay(means, found, values, run.provenance)
            if self.shown is not None:
                self.shown()
        return self.plays[key]

    # --- how near ----------------------------------------------------------------------------------

    @property
    def _sizes(self) -> Floats:
        """What a measure's distance counts by."""
        found: Floats = np.maximum(np.abs(np.array([aim.number for aim in self.aims.values()])), 1e-9)
        return found

    def gap(self, played: JointPlay) -> Floats:
        """How far each measure has to rise, as a share of its target, shape (measures,); 1 where it has no value."""
        short = [aim.short(float(mean)) for aim, mean in zip(self.aims.values(), played.means, strict=True)]
        gap: Floats = np.array(short) / self._sizes
        known: Floats = np.where(np.isnan(gap), 1.0, gap)
        return known

    def near(self, played: JointPlay) -> bool:
        """Whether every measure is as it should be, as nearly as luck makes worth while."""
        halves = np.array([found.half for found in played.intervals.values()]) / self._sizes
        near = np.maximum(np.maximum(NEAR, OF_LUCK * halves), self.grain)
        return bool((np.abs(self.gap(played)) <= near).all())

    def miss(self, places: Floats) -> float:
        """How far the measures are at these places, shape (values,), from what they should be, 0 at best."""
        return float(np.square(self.gap(self.played(places))).sum())

    def find_grain(self, responses: Floats, live: Mask) -> None:
        """Note half of what the finest whole step moves each measure by, where nothing but whole numbers moves any.

        Parameters
        ----------
        responses, live
            Shapes (measures, values) and (measures,), as `responses` gives them.
        """
        whole = np.array([one.whole for one in self.searched])
        self.grain = np.zeros(len(self.aims))
        if live.any() and not (live & ~whole).any():
            steps = np.array([1 / one.width for one in self.searched])
            moved = np.where(live, np.abs(responses) * steps, np.inf)
            least: Floats = np.where(np.isfinite(moved), moved, np.inf).min(axis=1)
            self.grain = 0.55 * least  # a response is no straight line: half a step and some of it

    # --- the search --------------------------------------------------------------------------------

    def responses(self, start: Floats) -> tuple[Floats, Mask]:
        """What each measure changes by over each range, shape (measures, values), and which values move any."""
        made = np.zeros((len(self.aims), len(start)))
        live = np.zeros(len(start), bool)
        for j in range(len(start)):
            low, high = (self.played(np.where(np.arange(len(start)) == j, end, start)) for end in (0.0, 1.0))
            made[:, j] = np.nan_to_num((high.means - low.means) / self._sizes)
            for name, measure in self.measures.items():
                change = difference_interval(paired(high.values[name], low.values[name]), measure, self.replications)
                live[j] |= change.low > 0 or change.high < 0
        strongest = np.abs(made).max(axis=1, keepdims=True)
        live &= (np.abs(made) > WEAK * np.where(strongest > 0, strongest, 1.0)).any(axis=0)
        return made, live

    def slopes(self, at: Floats) -> Floats:
        """The responses around a place, by least squares of all plays, the near ones above all.

        Returns
        -------
        What each measure changes by over each range, as a share of its target, shape (measures, values).
        """
        places = np.array([self.place_of(key) for key in self.plays])
        means = np.array([one.means for one in self.plays.values()]) / self._sizes
        away = places - at
        weights = np.exp(-np.square(away / WIDTH).sum(axis=1) / 2) + 1e-4
        weights[np.isnan(means).any(axis=1)] = 0
        root = np.sqrt(weights)[:, None]
        design = np.hstack([np.ones((len(away), 1)), away]) * root
        found: Floats = np.linalg.lstsq(design, np.nan_to_num(means) * root, rcond=1e-8)[0]
        slopes: Floats = found[1:].T
        return slopes

    def solve(self, start: Floats, responses: Floats, costs: Floats, steps: int = STEPS) -> Floats:
        """The places nearest to `start` at which the measures are as they should be, or the best that were found.

        Parameters
        ----------
        start
            Shape (values,).
        responses
            What each measure changes by over each range, as a share of its target, shape (measures, values).
        costs
            Of moving a value by its range, above 0; infinite: it stays. Shape (values,).
        steps
            How many at most.
        """
        places, slopes = start.copy(), responses.copy()
        best = places
        for _ in range(steps):
            played = self.played(places)
            gap = self.gap(played)
            if self.near(played):
                return places
            moved = self.snapped(places + least_move(slopes, gap, places, start, costs))
            step = moved - places
            if np.abs(step).max() < 10.0**-FINE:
                break
            change = gap - self.gap(self.played(moved))
            slopes = slopes + np.outer(change - slopes @ step, step) / float(step @ step)
            if self.miss(moved) < self.miss(best):
                best = moved
            places = moved
        return best

    def apart(self, start: Floats, answers: Sequence[Floats], most: int) -> list[Floats]:
        """Answers, each of shape (values,), that lie apart, those that move fewest values first."""
        kept: list[Floats] = []
        for places in sorted(answers, key=lambda one: (len(self.world(one)), float(np.abs(one - start).max()))):
            if len(kept) < most and all(np.abs(places - other).max() > APART for other in kept):
                kept.append(places)
        return kept
