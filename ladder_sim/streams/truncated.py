"""Draws between two limits: what lies beyond is not drawn at all, instead of being put on the limit.

A truncated draw is the quantile at F(low) + u (F(high) − F(low)) of the uniform u that the draw without limits would
use, so that who is high stays high, and two schemes meet the same luck.
"""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import Floats, NumberOrEach
from ladder_sim.streams.functions import exp
from ladder_sim.streams.quantiles import exact_quantile

# Hart et al., Computer Approximations (1968), algorithm 5666, in the form of West, Better approximations to
# cumulative normal functions, Wilmott Magazine (May 2005); accurate to about 1e-15.
_TOP = (3.52624965998911e-02, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
        221.213596169931, 220.206867912376)  # fmt: skip
_BOTTOM = (8.83883476483184e-02, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674,
           637.333633378831, 793.826512519948, 440.413735824752)  # fmt: skip
_FAR = 7.07106781186547
_ROOT = 2.506628274631


def normal_below(x: NumberOrEach) -> Floats:
    """The standard normal distribution function, of the shape of `x` (Hart et al. 1968, in the form of West 2005)."""
    z = np.minimum(np.abs(np.asarray(x, np.float64)), 37.0)
    density = exp(-z * z / 2)
    near = density * np.polyval(_TOP, z) / np.polyval(_BOTTOM, z)
    rest = z + 0.65
    for step in (4.0, 3.0, 2.0, 1.0):
        rest = z + step / rest
    tail = np.where(z < _FAR, near, density / rest / _ROOT)
    return np.where(np.asarray(x) > 0, 1 - tail, tail)


def normal_between(z: Floats, low: NumberOrEach, high: NumberOrEach) -> Floats:
    """Standard normal draws as draws of the normal cut off at two limits, of the shape of `z`.

    Parameters
    ----------
    z, low, high
        In standard deviations from the mean; infinite limits are none. Limits are numbers, or of the shape of `z`.
    """
    # above the mean the lower tail of the mirrored draw is the more exact one
    flip = np.where(np.asarray(low) > 0, -1.0, 1.0)
    first, last = np.where(flip < 0, -np.asarray(high), low), np.where(flip < 0, -np.asarray(low), high)
    below = normal_below(first)
    u = below + normal_below(flip * z) * (normal_below(last) - below)
    drawn: Floats = flip * exact_quantile(np.clip(u, 1e-300, 1 - 1e-16))
    return np.clip(drawn, low, high)


def normal_freed(x: Floats, low: NumberOrEach, high: NumberOrEach) -> Floats:
    """The draw that `normal_between` makes `x` of, of its shape; at a limit one of eight standard deviations."""
    flip = np.where(np.asarray(low) > 0, -1.0, 1.0)
    first, last = np.where(flip < 0, -np.asarray(high), low), np.where(flip < 0, -np.asarray(low), high)
    below = normal_below(first)
    share = (normal_below(flip * x) - below) / (normal_below(last) - below)
    freed: Floats = flip * exact_quantile(np.clip(share, 1e-15, 1 - 1e-15))
    return freed


def poisson_below(count: float, mean: NumberOrEach) -> Floats:
    """The chance of at most `count`, of the shape of `mean`; 0 below 0."""
    means = np.asarray(mean, np.float64)
    if count < 0:
        return np.zeros_like(means)
    if not np.isfinite(count):
        return np.ones_like(means)
    term = total = exp(-means)
    for k in range(1, int(count) + 1):
        term = term * means / k
        total = total + term
    return np.minimum(total, 1.0)
