"""Means and their 95 % intervals over replications, without a statistics library.

An interval here says how well the mean is known from so many replications; how far single
replications lie apart is the spread, given as the 5th and the 95th percentile.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

#: Two numbers closer than this, relative to their size, are equal: sums in another order differ by less.
RELATIVE = 1e-9


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over `n` replications and its 95 % t interval; all NaN without a value, no width without two."""

    mean: float
    low: float
    high: float
    n: int

    @property
    def half(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2


def ratio(above: npt.ArrayLike, below: npt.ArrayLike) -> Floats:
    """`above` ÷ `below`, NaN where `below` is 0."""
    top, bottom = np.broadcast_arrays(np.asarray(above, np.float64), np.asarray(below, np.float64))
    out: Floats = np.full(top.shape, np.nan)
    np.divide(top, bottom, out=out, where=bottom != 0)
    return out


def mean_interval(values: npt.ArrayLike, confidence: float = 0.95) -> Interval:
    """The mean of the values that are there, with its t interval."""
    data = np.asarray(values, np.float64)
    data = data[~np.isnan(data)]
    n = int(data.size)
    if n == 0:
        return Interval(math.nan, math.nan, math.nan, 0)
    mean = float(data.mean())
    if n == 1:
        return Interval(mean, math.nan, math.nan, 1)
    if float(data.min()) == float(data.max()):  # no width; the mean of equal floats may be off by a bit
        return Interval(float(data[0]), float(data[0]), float(data[0]), n)
    half = t_quantile(0.5 + confidence / 2, n - 1) * float(data.std(ddof=1)) / math.sqrt(n)
    return Interval(mean, mean - half, mean + half, n)


def spread(values: npt.ArrayLike) -> tuple[float, float]:
    """The 5th and the 95th percentile between replications."""
    data = np.asarray(values, np.float64)
    data = data[~np.isnan(data)]
    if not data.size:
        return math.nan, math.nan
    low, high = np.quantile(data, [0.05, 0.95])
    return float(low), float(high)


def paired(values: npt.ArrayLike, baseline: npt.ArrayLike) -> Floats:
    """`values` − `baseline` by replication; rounding noise counts as no difference."""
    a, b = np.asarray(values, np.float64), np.asarray(baseline, np.float64)
    difference: Floats = a - b
    difference[np.abs(difference) <= RELATIVE * np.maximum(np.abs(a), np.abs(b))] = 0.0
    return difference


@lru_cache(maxsize=512)
def t_quantile(p: float, df: int) -> float:
    """The `p` quantile of Student's t with `df` degrees of freedom, 0.5 < p < 1, by bisection."""
    low, high = 0.0, 2.0
    while _t_cdf(high, df) < p:
        low, high = high, 2 * high
    for _ in range(60):
        middle = (low + high) / 2
        if _t_cdf(middle, df) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _t_cdf(t: float, df: int) -> float:
    return 1 - 0.5 * _incomplete_beta(df / 2, 0.5, df / (df + t * t))


def _incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularized incomplete beta function (Abramowitz and Stegun 26.5.8, by Lentz's method)."""
    if x >= 1:
        return 1.0
    if x > (a + 1) / (a + b + 2):  # the fraction converges fast only below this
        return 1 - _incomplete_beta(b, a, 1 - x)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    total = d
    for m in range(1, 400):
        for up in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / (1 + up * d)
            c = 1 + up / c
            total *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return front * total / a
