"""exp, log and powers that give the same bits on every machine.

The functions of NumPy and of the C library are written anew for each kind of processor, and their last bits differ.
Those here are sequences of additions, subtractions, multiplications and divisions, which IEEE 754 leaves one result
each, in a fixed order and without fused steps; their error is below one unit in the last place. What a run counts or
decides is worked out with these alone. Compiled forms with the same bits are in `streams.fixed_math_numba`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from ladder_sim.core.arrays import Floats, Integers

# Constants of fdlibm 5.3, e_exp.c, e_log.c and e_pow.c (Sun Microsystems 1993; https://www.netlib.org/fdlibm/).
INV_LN2 = 1.44269504088896338700e00
LN2_HI, LN2_LO = 6.93147180369123816490e-01, 1.90821492927058770002e-10
EXP = (1.66666666666666019037e-01, -2.77777777770155933842e-03, 6.61375632143793436117e-05,
       -1.65339022054652515390e-06, 4.13813679705723846039e-08)  # fmt: skip
LOG = (6.666666666666735130e-01, 3.999999999940941908e-01, 2.857142874366239149e-01, 2.222219843214978396e-01,
       1.818357216161805012e-01, 1.531383769920937332e-01, 1.479819860511658591e-01)  # fmt: skip
_POWER = (5.99999999999994648725e-01, 4.28571428578550184252e-01, 3.33333329818377432918e-01,
          2.72728123808534006489e-01, 2.30660745775561754067e-01, 2.06975017800338417784e-01)  # fmt: skip
_BREAKS = np.array([1.0, 1.5])
_LOG2_HI, _LOG2_LO = np.array([0.0, 5.84962487220764160156e-01]), np.array([0.0, 1.35003920212974897128e-08])
_LN2, _LN2_TOP, _LN2_REST = 6.93147180559945286227e-01, 6.93147182464599609375e-01, -1.90465429995776804525e-09
_CP, _CP_TOP, _CP_REST = 9.61796693925975554329e-01, 9.61796700954437255859e-01, -7.02846165095275826516e-09

#: Added to a number below 2 to the 51 it leaves the nearest whole number in the last bits.
WHOLE = 6755399441055744.0
#: The bits of √½: a number's exponent counts from there, so that what is left lies between √½ and √2.
ROOT_HALF = 0x3FE6A09E667F3BCD
#: Exponentials up to this size, and logarithms of numbers from the least to the most, need no look at the ends.
PLAIN_EXP = 700.0
LEAST, MOST = float(np.finfo(np.float64).tiny), float(np.finfo(np.float64).max)

_WHOLE_BITS = int(np.float64(WHOLE).view(np.int64))
_PIECE = 1 << 13  # numbers that are worked on at once: few calls, and the room stays in the cache
_TOP = np.int64(-1) << np.int64(32)  # the upper half of a number's bits


class _Room(threading.local):
    """What work is done in, kept from call to call."""

    def __init__(self) -> None:
        self.rows = np.empty((6, _PIECE))


_room = _Room()


def exp(x: npt.ArrayLike) -> Floats:
    """e to the power of `x`, of its shape.

    The method of fdlibm's ``e_exp.c``: x = k·ln 2 + r, and exp(r) by a rational function of r.
    """
    return _by_pieces(_exp_piece, x)


def log(x: npt.ArrayLike) -> Floats:
    """The natural logarithm, of the shape of `x`: −∞ of 0, NaN below.

    The method of fdlibm's ``e_log.c``: x = 2ᵏ·(1 + f), and log(1 + f) by a polynomial in f ÷ (2 + f).
    """
    return _by_pieces(_log_piece, x)


def log1p(x: npt.ArrayLike) -> Floats:
    """log(1 + `x`), of its shape, exact for small ones too.

    Goldberg, What every computer scientist should know about floating-point arithmetic, ACM Computing Surveys 23
    (1991) 5–48, theorem 4.
    """
    given = np.asarray(x, np.float64)
    above = given + 1
    with np.errstate(all="ignore"):
        found: Floats = np.where(
            above == 1, given, np.where(above == np.inf, np.inf, log(above) * (given / (above - 1)))
        )
    return found


def expm1(x: npt.ArrayLike) -> Floats:
    """exp(`x`) − 1, of its shape, exact for small ones too.

    Kahan's way: Higham, Accuracy and Stability of Numerical Algorithms (2nd ed. 2002), section 1.14.1.
    """
    given = np.asarray(x, np.float64)
    power = exp(given)
    with np.errstate(all="ignore"):
        near = (power - 1) * (given / log(power))
        plain = (power == 0) | (power == np.inf) | ~np.isfinite(given)
        found: Floats = np.where(plain, power - 1, np.where(power == 1, given, near))
    return found


def power(x: npt.ArrayLike, y: npt.ArrayLike) -> Floats:
    """`x` to the power of `y`, of their common shape; a whole number wherever that is the exact result.

    The method of fdlibm's ``e_pow.c``: log2 x and its product with y to more digits than a number has.
    """
    base, exponent = np.broadcast_arrays(np.asarray(x, np.float64), np.asarray(y, np.float64))
    with np.errstate(all="ignore"):
        whole = np.floor(exponent) == exponent
        usual = np.isfinite(base) & np.isfinite(exponent) & (base != 0) & (exponent != 0) & ((base > 0) | whole)
        size = np.where(usual, np.abs(base), 1.0)
        found = _power_of(size, np.where(usual, exponent, 1.0))
        odd = whole & (np.mod(exponent, 2) == 1)
        found = np.where((base < 0) & odd, -found, found)
        # the rest has results that the standard of C says to the bit
        made: Floats = found if usual.all() else np.where(usual, found, np.power(base, exponent))
    return made


def _by_pieces(work: Callable[[Floats, Floats], None], x: npt.ArrayLike) -> Floats:
    given = np.asarray(x, np.float64)
    made = np.empty(given.shape)
    flat, into = given.ravel(), made.reshape(-1)
    for start in range(0, flat.size, _PIECE):
        work(flat[start : start + _PIECE], into[start : start + _PIECE])
    return made


def _exp_piece(x: Floats, out: Floats) -> None:
    if x.min() >= -PLAIN_EXP and x.max() <= PLAIN_EXP:
        _exp_between(x, out)
        return
    far = np.flatnonzero(~(np.abs(x) <= PLAIN_EXP))
    ends = x[far]
    inner = x.copy()
    inner[far] = 0.0
    _exp_between(inner, out)
    out[far] = _exp_ends(ends)


def _exp_between(x: Floats, out: Floats) -> None:
    bits, high, low, r, t, p = _room.rows[:, : x.size]
    np.multiply(x, INV_LN2, out=bits)
    bits += WHOLE
    np.subtract(bits, WHOLE, out=low)
    np.multiply(low, LN2_HI, out=high)
    np.subtract(x, high, out=high)
    low *= LN2_LO
    np.subtract(high, low, out=r)
    _exp_rest(r, high, low, t, p, out)
    shift = bits.view(np.int64)
    shift <<= 52  # the whole number's bits come to stand at the exponent
    whole = out.view(np.int64)
    whole += shift


def _exp_rest(r: Floats, high: Floats, low: Floats, t: Floats, p: Floats, out: Floats) -> None:
    """exp of the rest r = high − low, at most ½·ln 2 in size; `t` and `p` are room, `low` is spent."""
    np.multiply(r, r, out=t)
    np.multiply(t, EXP[-1], out=p)
    for constant in EXP[-2::-1]:
        p += constant
        p *= t
    np.subtract(r, p, out=p)  # c
    r *= p
    np.subtract(2.0, p, out=p)
    r /= p
    low -= r
    low -= high
    np.subtract(1.0, low, out=out)


def _exp_ends(x: Floats) -> Floats:
    """The same where the result may be no normal number; the exponent in two halves, so that it is rounded once."""
    near = np.clip(np.where(np.isnan(x), 0.0, x), -750.0, 710.0)
    k = near * INV_LN2 + WHOLE - WHOLE
    high, low = near - k * LN2_HI, k * LN2_LO
    out = np.empty(x.size)
    _exp_rest(high - low, high, low, np.empty(x.size), np.empty(x.size), out)
    with np.errstate(over="ignore", under="ignore"):
        return np.where(np.isnan(x), x, _scaled(out, k.astype(np.int64)))


def _scaled(x: Floats, k: Integers) -> Floats:
    """`x` times 2 to the power of `k`, rounded once; k up to 2,000 in size."""
    half = k >> 1
    first, last = ((each + 1023 << 52).view(np.float64) for each in (half, k - half))
    scaled: Floats = x * first * last
    return scaled


def _log_piece(x: Floats, out: Floats) -> None:
    if x.min() >= LEAST and x.max() <= MOST:
        _log_between(x, out)
        return
    far = np.flatnonzero(~((x >= LEAST) & (x <= MOST)))
    ends = x[far]
    inner = x.copy()
    inner[far] = 1.0
    _log_between(inner, out)
    out[far] = _log_ends(ends)


def _log_between(x: Floats, out: Floats, less: int = 0) -> None:
    """Logarithms of normal numbers above 0, of 2 to the power of `less` times smaller ones."""
    k, f, s, z, w, r = _room.rows[:, : x.size]
    given, bits, mantissa = x.view(np.int64), k.view(np.int64), f.view(np.int64)
    np.subtract(given, ROOT_HALF, out=bits)
    bits >>= 52
    np.left_shift(bits, 52, out=mantissa)
    np.subtract(given, mantissa, out=mantissa)
    bits += _WHOLE_BITS - less
    k -= WHOLE
    f -= 1.0
    np.add(f, 2.0, out=s)
    np.divide(f, s, out=s)
    np.multiply(s, s, out=z)
    np.multiply(z, z, out=w)
    _log_series(z, w, r)
    np.multiply(f, 0.5, out=w)
    w *= f
    r += w
    s *= r
    np.multiply(k, LN2_LO, out=z)
    s += z
    w -= s
    w -= f
    k *= LN2_HI
    np.subtract(k, w, out=out)


def _log_series(z: Floats, w: Floats, r: Floats) -> None:
    """Into `r` the series in z = s² and w = z², even and odd terms apart; `z` is spent."""
    np.multiply(w, LOG[6], out=r)
    for constant in (LOG[4], LOG[2]):
        r += constant
        r *= w
    r += LOG[0]
    z *= r
    np.multiply(w, LOG[5], out=r)
    for constant in (LOG[3], LOG[1]):
        r += constant
        r *= w
    r += z


def _log_ends(x: Floats) -> Floats:
    found = np.full(x.size, np.nan)
    found[x == 0] = -np.inf
    found[x == np.inf] = np.inf
    small = np.flatnonzero((x > 0) & (x < LEAST))
    part = np.empty(small.size)
    _log_between(x[small] * 2.0**54, part, 54)
    found[small] = part
    return found


def _top(x: Floats) -> Floats:
    """The upper half of each number's bits: what is left over is exact."""
    upper: Floats = (x.view(np.int64) & _TOP).view(np.float64)
    return upper


def _log2_of(x: Floats) -> tuple[Floats, Floats]:
    """The logarithm to the base 2 of positive finite numbers as two numbers, the first of few digits."""
    tiny = x < LEAST
    bits = np.where(tiny, x * 2.0**54, x).view(np.int64)
    n = (bits >> 52) - 1023 - np.where(tiny, 54, 0)
    j = bits >> 32 & 0xFFFFF
    last = j >= 0xBB67A
    k = ((j > 0x3988E) & ~last).astype(np.int64)
    n = n + last
    bits = (bits & 0xFFFFFFFFFFFFF | np.int64(0x3FF0000000000000)) - (last.astype(np.int64) << 52)
    ax, upper, break_ = bits.view(np.float64), bits >> 32, _BREAKS[k]
    u, v = ax - break_, 1.0 / (ax + break_)
    ss = u * v
    s_h = _top(ss)
    t_h = ((upper >> 1 | 0x20000000) + 0x00080000 + (k << 18) << 32).view(np.float64)
    t_l = ax - (t_h - break_)
    s_l = v * ((u - s_h * t_h) - s_h * t_l)
    s2 = ss * ss
    series = s2 * _POWER[5]
    for constant in _POWER[4:0:-1]:
        series = s2 * (constant + series)
    r = s2 * s2 * (_POWER[0] + series) + s_l * (s_h + ss)
    s2 = s_h * s_h
    t_h = _top(3.0 + s2 + r)
    t_l = r - ((t_h - 3.0) - s2)
    u, v = s_h * t_h, s_l * t_h + t_l * ss
    p_h = _top(u + v)
    p_l = v - (p_h - u)
    z_h, z_l = _CP_TOP * p_h, _CP_REST * p_h + p_l * _CP + _LOG2_LO[k]
    t = n.astype(np.float64)
    first = _top(((z_h + z_l) + _LOG2_HI[k]) + t)
    return first, z_l - (((first - t) - _LOG2_HI[k]) - z_h)


def _power_of(x: Floats, y: Floats) -> Floats:
    """Positive finite numbers to finite powers."""
    first, rest = _log2_of(x)
    y_h = _top(y)
    p_l, p_h = (y - y_h) * first + y * rest, y_h * first
    z = p_l + p_h
    k = np.rint(np.clip(z, -1100.0, 1100.0))
    p_h = p_h - k
    t = _top(p_l + p_h)
    u, v = t * _LN2_TOP, (p_l - (t - p_h)) * _LN2 + t * _LN2_REST
    r = u + v
    w = v - (r - u)
    t = r * r
    series = t * EXP[4]
    for constant in EXP[3::-1]:
        series = t * (constant + series)
    c = r - series
    found = 1.0 - (((r * c) / (c - 2.0) - (w + r * w)) - r)
    return np.where(z > 1030, np.inf, np.where(z < -1080, 0.0, _scaled(found, k.astype(np.int64))))
