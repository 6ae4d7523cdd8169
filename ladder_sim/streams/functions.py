"""exp and log of whole arrays, NumPy's operations or compiled ones; both have the bits of `core.fixed_math`."""

from __future__ import annotations

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
