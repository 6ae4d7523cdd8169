"""How good a forecast with a band is: its error, whether the band holds what happened, and the interval score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.history.chances import NORMAL_95

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A forecast of one figure, in its unit: its middle and the ends of its 95 % band; NaN where there is none."""

    middle: float
    low: float
    high: float

    def holds(self, observed: float) -> bool:
        """Lies what happened within the band?"""
        return self.low <= observed <= self.high

    def score(self, observed: float) -> float:
        """The interval score: the band's width, and 2 ÷ 0.05 times by how much it was missed.

        Narrow and right is small (Gneiting and Raftery, JASA 2007, equation 43).
        """
        missed = max(self.low - observed, 0.0, observed - self.high)
        return self.high - self.low + 2 / (1 - LEVEL) * missed


def of_samples(values: Floats) -> Foreseen:
    """The median and the 2.5 and 97.5 % quantiles of what replications gave.

    Of n replications in order, one more lies below the k-th with chance k ÷ (n + 1), so that the band holds 95 % of
    what comes next however few they are; from 39 replications on (E. J. Gumbel, Statistics of Extremes, 1958).

    Parameters
    ----------
    values : shape (replications,); what is not finite is left out
    """
    data = values[np.isfinite(values)]
    if not data.size:
        return Foreseen(np.nan, np.nan, np.nan)
    low, middle, high = np.quantile(data, [(1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2], method="weibull")
    return Foreseen(float(middle), float(low), float(high))


def of_normal(mean: float, sd: float, *, times: float = NORMAL_95) -> Foreseen:
    """A band of so many standard deviations around a mean, cut at none.

    Parameters
    ----------
    times : half the band's width in standard deviations
    """
    return Foreseen(mean, max(0.0, mean - times * sd), mean + times * sd)


def error_of(forecast: float, observed: float) -> float:
    """The forecast's error as a share of what happened; of nothing as a share of one."""
    return (forecast - observed) / max(abs(observed), 1.0)
