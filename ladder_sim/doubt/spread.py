"""Luck within worlds told apart from spread between them.

All worlds are played with common random numbers, so that a lucky replication is lucky in each of them. The layout is
two-way: worlds × replications. Only what is left after the means of worlds *and* of replications are taken out is luck
that a world does not share with the others, and only that must be taken off the variance of the worlds' means.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.results.averages import difference_interval
from ladder_sim.results.intervals import UNDEFINED, Interval
from ladder_sim.results.measure import Measure


@dataclass(frozen=True, slots=True)
class Spread:
    """A measure, or a difference of it, over possible worlds, in the measure's unit.

    Parameters
    ----------
    worlds
        Its expected value in each world, shape (worlds,): means drawn together by as much as luck has pulled them
        apart, so that their variance is that between worlds; NaN where a world could not be played.
    between
        Standard deviation between worlds.
    luck
        Standard error of one world's mean by luck of its own.
    mean
        Over worlds, with its interval by luck.
    """

    worlds: Floats
    between: float
    luck: float
    mean: Interval

    def quantile(self, share: float) -> float:
        """The value below which so large a share of the worlds lies.

        Parameters
        ----------
        share
            From 0 to 1.
        """
        there = self.worlds[~np.isnan(self.worlds)]
        return float(np.quantile(there, share)) if there.size else math.nan


def spread(values: Floats, measure: Measure, replications: int) -> Spread:
    """The spread between worlds.

    Parameters
    ----------
    values
        Shape (worlds, replications); of a pooled measure (worlds, 1 + samples), the first of which is its value.
    measure
        Whose values they are.
    replications
        Played in each world.

    References
    ----------
    The estimate of a random effect from mean squares of a two-way layout without interaction: S. R. Searle, G. Casella
    and C. E. McCulloch, Variance Components (1992), chapter 4.
    """
    there = np.flatnonzero(~np.isnan(values).all(axis=1))
    played = values[there]
    kept = np.asarray(~np.isnan(played).any(axis=0))
    made = np.full(len(values), np.nan)
    if measure.pooled is not None and kept.size:
        kept[0] = kept[0] or bool(there.any() and not np.isnan(played[:, 0]).any())
    data = played[:, kept]
    if not data.size or 2 * kept.sum() < kept.size or (not kept[0] and measure.pooled is not None):
        return Spread(made, math.nan, math.nan, UNDEFINED)
    means = data.mean(axis=1) if measure.pooled is None else data[:, 0]
    own = _own_luck(data, pooled=measure.pooled is not None)
    seen = float(means.var(ddof=1)) if len(means) > 1 else 0.0
    between = max(0.0, seen - own)
    grand = float(means.mean())
    made[there] = grand + (math.sqrt(between / seen) if seen > 0 else 0.0) * (means - grand)
    mean = difference_interval(data.mean(axis=0), measure, replications)
    return Spread(made, math.sqrt(between), math.sqrt(own), mean)


def _own_luck(data: Floats, *, pooled: bool) -> float:
    """The variance of a world's mean by the luck that it shares with no other world."""
    worlds, n = data.shape
    if worlds < 2 or n < 2:
        return 0.0
    rest = data - data.mean(axis=0) if pooled else data - data.mean(axis=0) - data.mean(axis=1)[:, None] + data.mean()
    if pooled:  # samples of replications: their variance is that of the mean itself
        return float(rest[:, 1:].var(axis=1, ddof=1).mean() * worlds / (worlds - 1))
    return float((rest**2).sum() / ((worlds - 1) * (n - 1)) / n)
