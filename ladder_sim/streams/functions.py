"""exp and log of whole arrays, NumPy's operations or compiled ones; both have the bits of `core.fixed_math`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from ladder_sim.core import fixed_math
from ladder_sim.core.arrays import Floats
from ladder_sim.streams import kernels


def exp(x: npt.ArrayLike) -> Floats:
    """e to the power of `x`, of its shape."""
    fast, given = kernels.compiled(), np.asarray(x, np.float64)
    if fast is None or not given.size or not np.abs(given).max() <= fixed_math.PLAIN_EXP:
        return fixed_math.exp(given)
    out = np.empty(given.shape)
    fast.exp(given.ravel(), out.reshape(-1))
    return out


def log(x: npt.ArrayLike) -> Floats:
    """The natural logarithm, of the shape of `x`: −∞ of 0, NaN below."""
    fast, given = kernels.compiled(), np.asarray(x, np.float64)
    if fast is None or not given.size or not (given.min() >= fixed_math.LEAST and given.max() <= fixed_math.MOST):
        return fixed_math.log(given)
    out = np.empty(given.shape)
    fast.log(given.ravel(), out.reshape(-1))
    return out


class Remembered:
    """A function of each number alone, of an array of which few change from one call to the next.

    Parameters
    ----------
    work
        Gives an array of the shape of its own.
    """

    def __init__(self, work: Callable[[Floats], Floats]) -> None:
        self.work = work
        self.given, self.made = np.empty(0), np.empty(0)

    def __call__(self, x: Floats) -> Floats:
        """What `work` gives of `x`, of its shape; to be read only."""
        if x.shape != self.given.shape:
            self.given, self.made = x.copy(), self.work(x)
            return self.made
        changed = np.flatnonzero(x != self.given)
        if changed.size:
            self.given[changed] = x[changed]
            self.made[changed] = self.work(x[changed])
        return self.made
