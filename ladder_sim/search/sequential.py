"""Best of several by paired differences that are looked at after every replication, or none that matters.

KN++ (Kim and Nelson 2006) decides each pair of alternatives when the sum of their paired differences leaves a triangle
that closes the sooner the less the differences vary; the variance is estimated anew as replications come. KN++ always
names a winner. Here the differences are first lessened by half the smallest difference that matters, as in a comparison
with a standard (Kim 2005): then a pair is *beaten* where one is better by that difference, and *not beaten* where both
are equal, each with the same small chance of error, and what is left may be several.

With `k` alternatives each ordered pair errs with a chance of at most `error` / `k`:

- where all are equal, a winner needs k − 1 false beats, so that by Markov's inequality its chance is at most
  k (k − 1) (error / k) / (k − 1) = `error`;
- where one is better than all others by the difference that matters, it fails to be named only if one of its k − 1
  pairs errs.

The chances hold for normal differences, exactly as the difference that matters becomes small against their spread.

References
----------
S.-H. Kim and B. L. Nelson, On the asymptotic validity of fully sequential selection procedures for steady-state
simulation, Operations Research 54 (2006) 475–488;
S.-H. Kim, Comparison with a standard via fully sequential procedures, ACM Transactions on Modeling and Computer
Simulation 15 (2005) 155–174.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from ladder_sim.core.arrays import Floats

FIRST = 20  # replications before the first look: a variance of fewer is too rough
ERROR = 0.05


@dataclass(frozen=True, slots=True)
class Contest:
    """What so many replications say.

    Parameters
    ----------
    left : alternatives that none has beaten, in their order
    beaten : alternative → by which other and after how many replications
    settled : whether every pair of those left is decided
    at : after how many replications the last decision that counts fell
    needed : how many replications decide every pair for certain, if the variance stays as it is
    """

    left: tuple[int, ...]
    beaten: Mapping[int, tuple[int, int]]
    settled: bool
    at: int
    needed: int


def standing(scores: Floats, matters: float, error: float = ERROR) -> Contest:
    """How alternatives stand after the replications played; the same whatever the portions in which they were played.

    Parameters
    ----------
    scores : shape (alternatives, replications), the higher the better; NaN behind the last replication of one that was
        beaten before
    matters : the smallest difference that matters, above 0, in the unit of the scores
    error : the chance of a false winner where all are equal, and of missing one that is better by `matters`
    """
    number = len(scores)
    pairs = [_Pair(i, j, _shared(scores[i], scores[j])) for i, j in combinations(range(number), 2)]
    chance = error / number
    found = [decision for pair in pairs for decision in pair.decided(matters, chance)]
    left, last, beaten = set(range(number)), 0, dict[int, tuple[int, int]]()
    open_pairs = {(i, j) for i in left for j in left if i != j}
    for at, unbeaten, i, j in sorted(found):
        if i in left and j in left:
            open_pairs.discard((i, j))
            last = at
            if not unbeaten:
                left.discard(j)
                beaten[j] = (i, at)
    still = [pair for pair in pairs if {(pair.one, pair.other), (pair.other, pair.one)} & open_pairs
             and {pair.one, pair.other} <= left]  # fmt: skip
    needed = max((pair.needed(matters, chance) for pair in still), default=last)
    return Contest(tuple(sorted(left)), beaten, not still, last, needed)


def _shared(mine: Floats, other: Floats) -> Floats:
    """Paired differences of the replications that both were played in, shape (replications,)."""
    differences: Floats = mine - other
    return differences[~np.isnan(differences)]


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two alternatives and their paired differences, the first less the other."""

    one: int
    other: int
    differences: Floats

    def decided(self, matters: float, error: float) -> Iterator[tuple[int, bool, int, int]]:
        """After how many replications, that it is *not* beaten, whether this beats which; none of what is open yet."""
        n = len(self.differences)
        if n < FIRST:
            return
        played = np.arange(FIRST, n + 1)
        wall = np.maximum(0.0, self._apexes(matters, error) - played * matters / 4)
        sums = np.cumsum(self.differences)[FIRST - 1 :]
        for sign, i, j in ((1, self.one, self.other), (-1, self.other, self.one)):
            path = sign * sums - played * matters / 2
            outside = np.abs(path) >= wall
            first = int(outside.argmax())
            if outside[first]:
                yield FIRST + first, not path[first] > 0, i, j

    def _apexes(self, matters: float, error: float) -> Floats:
        """The height of the triangle at its start by the variance in force, from `FIRST` replications on.

        The variance is renewed whenever the replications have doubled.
        """
        n = len(self.differences)
        made = np.empty(n - FIRST + 1)
        start = FIRST
        while start <= n:
            made[start - FIRST : 2 * start - FIRST] = _apex(self.differences[:start], matters, error)
            start *= 2
        return made

    def needed(self, matters: float, error: float) -> int:
        """After how many replications the triangle closes, by the variance in force."""
        n = len(self.differences)
        if n < FIRST:
            return FIRST
        return max(n + 1, math.ceil(float(self._apexes(matters, error)[-1]) / (matters / 4)))


def _apex(differences: Floats, matters: float, error: float) -> float:
    """h² S² / (2 δ) with δ half of `matters`, h² = 2 η (n − 1), η = ((2 β)^(−2 / (n − 1)) − 1) / 2."""
    free = len(differences) - 1
    eta = math.expm1(-2 / free * math.log(2 * error)) / 2
    return eta * free * float(differences.var(ddof=1)) / (matters / 2)
