"""exp and log of `core.fixed_math` compiled by numba: the same sequence of operations, so the same bits."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.core.fixed_math import EXP, INV_LN2, LN2_HI, LN2_LO, LOG, ROOT_HALF, WHOLE
from ladder_sim.streams.compile_cache import step as _step

PIECE = 1024  # numbers at once, which stay in the nearest cache
_E1, _E2, _E3, _E4, _E5 = EXP
_L1, _L2, _L3, _L4, _L5, _L6, _L7 = LOG


@_step
def exp(x: Floats, out: Floats) -> None:
    """e to the power of flat `x`, none beyond `PLAIN_EXP`, into `out`."""
    whole = np.empty(PIECE)
    shift, bits = whole.view(np.int64), out.view(np.int64)
    for start in range(0, x.size, PIECE):
        given, made, kept = x[start : start + PIECE], out[start : start + PIECE], bits[start : start + PIECE]
        for i in range(given.size):
            whole[i] = given[i] * INV_LN2 + WHOLE
            k = whole[i] - WHOLE
            high, low = given[i] - k * LN2_HI, k * LN2_LO
            r = high - low
            t = r * r
            c = r - t * (_E1 + t * (_E2 + t * (_E3 + t * (_E4 + t * _E5))))
            made[i] = 1.0 - ((low - r * c / (2.0 - c)) - high)
        for i in range(given.size):
            kept[i] += shift[i] << 52


@_step
def log(x: Floats, out: Floats) -> None:
    """The natural logarithm of flat normal `x` above 0 into `out`."""
    given, mantissa, exponent = x.view(np.int64), np.empty(PIECE), np.empty(PIECE)
    bits = mantissa.view(np.int64)
    for start in range(0, x.size, PIECE):
        part, made = given[start : start + PIECE], out[start : start + PIECE]
        for i in range(part.size):
            k = (part[i] - ROOT_HALF) >> 52
            bits[i] = part[i] - (k << 52)
            exponent[i] = np.float64(k)
        for i in range(part.size):
            f, k = mantissa[i] - 1.0, exponent[i]
            s = f / (f + 2.0)
            z = s * s
            w = z * z
            r = z * (_L1 + w * (_L3 + w * (_L5 + w * _L7))) + w * (_L2 + w * (_L4 + w * _L6))
            half = f * 0.5 * f
            made[i] = k * LN2_HI - ((half - (s * (r + half) + k * LN2_LO)) - f)


@_step
def exp_of(x: float) -> float:
    """e to the power of one number, not beyond `PLAIN_EXP`."""
    whole = x * INV_LN2 + WHOLE
    k = whole - WHOLE
    high, low = x - k * LN2_HI, k * LN2_LO
    r = high - low
    t = r * r
    c = r - t * (_E1 + t * (_E2 + t * (_E3 + t * (_E4 + t * _E5))))
    made = 1.0 - ((low - r * c / (2.0 - c)) - high)
    return np.int64(np.float64(made).view(np.int64) + (np.float64(whole).view(np.int64) << 52)).view(np.float64)


@_step
def log_of(x: float) -> float:
    """The natural logarithm of one normal number above 0."""
    bits = np.float64(x).view(np.int64)
    whole = (bits - ROOT_HALF) >> 52
    f, k = np.int64(bits - (whole << 52)).view(np.float64) - 1.0, np.float64(whole)
    s = f / (f + 2.0)
    z = s * s
    w = z * z
    r = z * (_L1 + w * (_L3 + w * (_L5 + w * _L7))) + w * (_L2 + w * (_L4 + w * _L6))
    half = f * 0.5 * f
    return k * LN2_HI - ((half - (s * (r + half) + k * LN2_LO)) - f)
