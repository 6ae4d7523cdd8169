"""Quantiles of the standard normal distribution to about 16 digits, by ratios of polynomials."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ladder_sim.core.arrays import Floats
from ladder_sim.streams import kernels
from ladder_sim.streams.functions import log

# Coefficients of algorithm AS 241 (PPND16), Wichura, Applied Statistics 37 (1988), accurate to about 1e-16.
_A = (3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
      4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3)  # fmt: skip
_B = (1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3, 2.1213794301586595867e4,
      3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3)  # fmt: skip
_C = (1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
      1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2,
      7.74545014278341407640e-4)  # fmt: skip
_D = (1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1, 1.48103976427480074590e-1,
      1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9)  # fmt: skip
_E = (6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
      2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5,
      2.01033439929228813265e-7)  # fmt: skip
_F = (1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2, 7.86869131145613259100e-4,
      1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15)  # fmt: skip

#: Coefficients of the tails for compiled steps, shape (4, degrees): top and bottom of the nearer, of the farther part.
TAILS: Floats = np.array([_C, _D, _E, _F])


def _ratio(x: Floats, top: tuple[float, ...], bottom: tuple[float, ...]) -> Floats:
    """The ratio of two polynomials of `x`, whose coefficients rise in degree; both by Horner's rule at once."""
    if (fast := kernels.compiled()) is not None:
        found: Floats = fast.ratio(x.ravel(), np.array(top), np.array(bottom)).reshape(x.shape)
        return found
    flat = x.ravel()
    pairs = _coefficients(top, bottom)
    both = np.empty((2, flat.size))
    both[:] = pairs[-1]
    for pair in pairs[-2::-1]:
        both *= flat
        both += pair
    ratio: Floats = (both[0] / both[1]).reshape(x.shape)
    return ratio


@lru_cache(maxsize=8)
def _coefficients(top: tuple[float, ...], bottom: tuple[float, ...]) -> Floats:
    """Both polynomials' coefficients side by side, rising in degree; shape (degrees, 2, 1)."""
    return np.array([top, bottom]).T[..., None].copy()


def exact_quantile(u: npt.ArrayLike) -> Floats:
    """The standard normal quantile of `u` in (0, 1), of its shape, to about 16 digits.

    Algorithm AS 241 (M. J. Wichura, Applied Statistics 37, 1988, 477–484).
    """
    p = np.asarray(u, dtype=np.float64)
    q = p - 0.5
    central = q * _ratio(0.180625 - q * q, _A, _B)
    return np.where(np.abs(q) <= 0.425, central, np.copysign(tail(np.minimum(p, 1 - p)), q))


def tail(p: Floats) -> Floats:
    """How far below 0 the standard normal quantile of `p` lies, for `p` below 0.075; of the shape of `p`.

    Algorithm AS 241 (M. J. Wichura, Applied Statistics 37, 1988, 477–484).
    """
    r = np.sqrt(-log(p))
    far = np.flatnonzero(r > 5)
    near = _ratio(r - 1.6, _C, _D)
    if far.size:
        near.flat[far] = _ratio(r.flat[far] - 5, _E, _F)
    return near
