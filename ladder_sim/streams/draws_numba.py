"""Draws compiled by numba: uniforms, normals and the steps of an AR(1), with the bits of `draws`."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import Floats, Integers, Keys
from ladder_sim.streams.compile_cache import step as _step
from ladder_sim.streams.fixed_math_numba import exp as _exp
from ladder_sim.streams.fixed_math_numba import log_of as _log_of

PIECE = 1024  # people at once, whose numbers stay in the nearest cache
FEW = 64  # people who are looked at one by one only if one of them is in question

_M1, _M2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S11, _S27, _S30, _S31 = (np.uint64(bits) for bits in (11, 27, 30, 31))


@_step
def at(place: np.integer | int) -> np.uint64:
    """A place as an unsigned number: as a signed one, it might count from the end, and that would be looked into."""
    return np.uint64(place)


@_step
def _between(months: np.integer | int, last: int) -> np.integer | int:
    """A number of months as a place in a table, at its ends where it is beyond them."""
    if months < 0:
        return 0
    return last if months > last else months


@_step
def _word(key: np.uint64, constant: np.uint64) -> np.int64:
    """53 random bits; the mixer of `ladder_sim.streams.draws`."""
    x = key + constant
    x ^= x >> _S30
    x *= _M1
    x ^= x >> _S27
    x *= _M2
    x ^= x >> _S31
    return np.int64(x >> _S11)


@_step
def unit(key: np.uint64, constant: np.uint64) -> float:
    """The uniform of a key."""
    return (np.float64(_word(key, constant)) + 0.5) * 2.0**-53


@_step
def uniform(keys: Keys, constant: np.uint64, out: Floats) -> None:
    """Uniforms of flat `keys` into `out`."""
    for i in range(keys.size):
        out[i] = unit(keys[i], constant)


@_step
def happens(keys: Keys, constant: np.uint64, chance: Floats, places: Integers) -> int:
    """The places where the uniform is below the chance into `places`; how many they are. All are flat."""
    u = np.empty(PIECE)
    count = 0
    for start in range(0, keys.size, PIECE):
        own, below = keys[start : start + PIECE], chance[start : start + PIECE]
        for j in range(own.size):
            u[j] = unit(own[j], constant)
        for j in range(own.size):
            if u[j] < below[j]:
                places[count] = start + j
                count += 1
    return count


@_step
def happens_beside(
    keys: Keys, constant: np.uint64, chance: Floats, most: float, value: Floats, behind: Floats, since: Integers,
    now: int, level: Floats, codes: Integers, slope: float, shift: float, places: Integers,
) -> int:  # fmt: skip
    """The places where ``chance * most * exp(slope * (value − expected) − shift)`` is above the uniform; how many.

    Expected is ``level − behind``, by codes and by months on a clock; an empty `behind` is 0. All are flat. The
    exponential is bounded by that of 300 in size.
    """
    u, raised, times = np.empty(PIECE), np.empty(PIECE), np.empty(PIECE)
    count, last = 0, behind.size - 1
    for start in range(0, keys.size, PIECE):
        own, below = keys[start : start + PIECE], chance[start : start + PIECE]
        shown, code = value[start : start + PIECE], codes[start : start + PIECE]
        for j in range(own.size):
            u[j] = unit(own[j], constant)
        for j in range(own.size):
            raised[j] = shown[j] - level[at(code[j])]
        if last >= 0:
            clock = since[start : start + PIECE]
            for j in range(own.size):
                raised[j] += behind[at(_between(now - np.int64(clock[j]), last))]
        for j in range(own.size):
            raised[j] = min(max(raised[j] * slope - shift, -300.0), 300.0)
        _exp(raised[: own.size], times)
        for j in range(own.size):
            if u[j] < below[j] * most * times[j]:
                places[count] = start + j
                count += 1
    return count


@_step
def _draw(keys: Keys, constant: np.uint64, cells: int, cell: Integers, part: Floats) -> None:
    """The cells of the quantile's table, and the parts of them, that the keys hit."""
    bits = np.int64(53)
    while cells > 1:
        cells >>= 1
        bits -= 1
    mask = (np.int64(1) << bits) - 1
    scale = 2.0**-bits
    for j in range(keys.size):  # plain loops, many at once
        cell[j] = _word(keys[j], constant)
    for j in range(keys.size):
        part[j] = (np.float64(cell[j] & mask) + 0.5) * scale
    for j in range(keys.size):
        cell[j] >>= bits


@_step
def _polynomials(x: float, top: Floats, bottom: Floats) -> float:
    """The ratio of two polynomials of one degree, coefficients rising in degree, by Horner's rule."""
    last = top.size - 1
    over, under = top[last], bottom[last]
    for k in range(last - 1, -1, -1):
        over = over * x + top[k]
        under = under * x + bottom[k]
    return float(over / under)


@_step
def _far_out(u: float, tails: Floats) -> float:
    """The exact quantile of a uniform in an outer cell; `tails`: `quantiles.TAILS`."""
    r = np.sqrt(-_log_of(min(u, 1.0 - u)))
    if r > 5:
        size = _polynomials(r - 5, tails[2], tails[3])
    else:
        size = _polynomials(r - 1.6, tails[0], tails[1])
    return size if u >= 0.5 else -size


@_step
def _normals(keys: Keys, constant: np.uint64, table: Floats, edge: int, tails: Floats, cell: Integers, part: Floats,
             made: Floats) -> None:  # fmt: skip
    """Normals of a piece of `keys` into `made`; `cell` and `part` are room of the same size."""
    cells = len(table)
    inner = np.uint64(cells - 2 * edge)  # as an unsigned number a cell below the edge is a large one
    _draw(keys, constant, cells, cell, part)
    for j in range(keys.size):
        made[j] = part[j] * table[at(cell[j]), 1] + table[at(cell[j]), 0]
    for first in range(0, keys.size, FEW):
        end = min(first + FEW, keys.size)
        hits = np.int64(0)
        for j in range(first, end):
            hits += np.int64(np.uint64(cell[j] - edge) >= inner)
        if hits:
            for j in range(first, end):
                if np.uint64(cell[j] - edge) >= inner:
                    made[j] = _far_out((cell[j] + part[j]) / cells, tails)


@_step
def normal(keys: Keys, constant: np.uint64, table: Floats, edge: int, tails: Floats, out: Floats) -> None:
    """Normal quantiles into `out`, in the outer `edge` cells of the table exact ones.

    All are flat but the table, shape (cells, 2): the value at a cell's beginning, and how far it rises within; and the
    coefficients of the tails, shape (4, degrees): see `quantiles.TAILS`.
    """
    cell, part = np.empty(PIECE, np.int64), np.empty(PIECE)
    for start in range(0, keys.size, PIECE):
        own = keys[start : start + PIECE]
        _normals(own, constant, table, edge, tails, cell, part, out[start : start + PIECE])


@_step
def walk(
    keys: Keys, constant: np.uint64, table: Floats, edge: int, tails: Floats, residual: Floats, carry: float,
    root: float, within: float, trait: Floats, behind: Floats, since: Integers, now: int, level: Floats,
    codes: Integers, low: float, high: float, out: Floats,
) -> None:  # fmt: skip
    """A step of the AR(1) `residual` by a normal per key, and what `walks.Scaling` makes of it into `out`.

    All are flat but table and tails, see `normal`. Empty ones are left out: `trait`, `behind` by months on the clock
    `since`, `level` by `codes`.
    """
    cell, part = np.empty(PIECE, np.int64), np.empty(PIECE)
    last = behind.size - 1
    for start in range(0, keys.size, PIECE):
        own, made, kept = keys[start : start + PIECE], out[start : start + PIECE], residual[start : start + PIECE]
        _normals(own, constant, table, edge, tails, cell, part, made)
        for j in range(own.size):
            kept[j] = kept[j] * carry + made[j] * root
        if trait.size:
            slow = trait[start : start + PIECE]
            for j in range(own.size):
                made[j] = kept[j] * within + slow[j]
        else:
            for j in range(own.size):
                made[j] = kept[j] * within
        if last >= 0:
            clock = since[start : start + PIECE]
            for j in range(own.size):
                made[j] -= behind[at(_between(now - np.int64(clock[j]), last))]
        if level.size:
            code = codes[start : start + PIECE]
            for j in range(own.size):
                made[j] += level[at(code[j])]
        if low > -np.inf or high < np.inf:
            for j in range(own.size):
                value = made[j]
                value = low if value < low else value
                made[j] = high if value > high else value
