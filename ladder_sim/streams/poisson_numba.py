"""Counting up Poisson quantiles, compiled by numba: some people in step, with the bits of `poisson`."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.streams.compile_cache import step as _step

LANES = 32
_MOST = 400  # counts, more than any of a mean up to 60


@_step
def poisson(u: Floats, mean: Floats, none: Floats, start: Floats, term: Floats, total: Floats, out: Floats) -> None:
    """The Poisson quantile of `u` into `out`; all are flat, see `poisson.PoissonTerms`."""
    chance, below, count = np.empty(LANES), np.empty(LANES), np.empty(LANES)
    for first in range(0, u.size, LANES):
        own, m, found = u[first : first + LANES], mean[first : first + LANES], out[first : first + LANES]
        for j in range(own.size):
            late = own[j] > total[first + j]
            chance[j] = term[first + j] if late else none[first + j]
            below[j] = total[first + j] if late else none[first + j]
            count[j] = start[first + j] if late else 0.0
            found[j] = count[j]
        for _ in range(_MOST):
            going = 0
            for j in range(own.size):
                going += own[j] > below[j]
            if going == 0:
                break
            for j in range(own.size):  # short loops of few arrays: those the compiler does many at once
                found[j] += np.float64(own[j] > below[j])
            for j in range(own.size):
                count[j] += 1.0
            for j in range(own.size):
                chance[j] = chance[j] * m[j] / count[j]
            for j in range(own.size):
                below[j] += chance[j]
        for j in range(own.size):
            found[j] = min(found[j], np.float64(_MOST))
