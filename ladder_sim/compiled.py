"""The hot steps compiled by numba: each passes over memory once and gives the bits that NumPy's gives.

Loaded by `ladder_sim.steps` only, for runs that are worth it. No fast-math: the order of the arithmetic is NumPy's.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

MOST = 256  # candidates of one replication that are sorted by insertion

_M1, _M2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S11, _S27, _S30, _S31 = (np.uint64(bits) for bits in (11, 27, 30, 31))

_step: Any = njit(nogil=True, cache=True)


@_step
def _word(key: Any, constant: Any) -> Any:
    """53 random bits; the mixer of `ladder_sim.luck`."""
    x = key + constant
    x ^= x >> _S30
    x *= _M1
    x ^= x >> _S27
    x *= _M2
    x ^= x >> _S31
    return np.int64(x >> _S11)


@_step
def uniform(keys: Any, constant: Any, out: Any) -> None:
    """Uniforms of flat `keys` into `out`."""
    for i in range(keys.size):
        out[i] = (np.float64(_word(keys[i], constant)) + 0.5) * 2.0**-53


@_step
def normal(keys: Any, constant: Any, table: Any, slope: Any, edge: int, out: Any, far: Any) -> int:
    """Normal quantiles into `out`; in the outer `edge` cells the uniform, whose places are noted in `far`.

    Returns how many places were noted.
    """
    cells = table.size
    bits = 53 - np.int64(np.log2(cells))
    mask = (np.int64(1) << bits) - 1
    scale = 2.0**-bits
    count = 0
    for i in range(keys.size):
        word = _word(keys[i], constant)
        cell = word >> bits
        part = (np.float64(word & mask) + 0.5) * scale
        if cell < edge or cell >= cells - edge:
            out[i] = (cell + part) / cells
            far[count] = i
            count += 1
        else:
            out[i] = part * slope[cell] + table[cell]
    return count


@_step
def ratio(x: Any, top: Any, bottom: Any) -> Any:
    """The ratio of two polynomials of the same degree, coefficients rising in degree, by Horner's rule."""
    out = np.empty(x.size)
    last = top.size - 1
    for i in range(x.size):
        over, under = top[last], bottom[last]
        for k in range(last - 1, -1, -1):
            over = over * x[i] + top[k]
            under = under * x[i] + bottom[k]
        out[i] = over / under
    return out


@_step
def walk(residual: Any, shock: Any, carry: float, root: float, within: float, trait: Any) -> None:
    """A step of the AR(1) `residual` by `shock`, which becomes ``within * residual + trait``."""
    for i in range(residual.size):
        now = residual[i] * carry + shock[i] * root
        residual[i] = now
        shock[i] = now * within + trait[i]


@_step
def add_1(table: Any, a: Any, value: Any) -> None:
    for i in range(a.size):
        table[a[i]] += value


@_step
def add_2(table: Any, a: Any, b: Any, value: Any) -> None:
    for i in range(a.size):
        table[a[i], b[i]] += value


@_step
def add_3(table: Any, a: Any, b: Any, c: Any, value: Any) -> None:
    for i in range(a.size):
        table[a[i], b[i], c[i]] += value


@_step
def by_clock(table: Any, since: Any, now: int) -> Any:
    out = np.empty(since.size)
    last = table.size - 1
    for i in range(since.size):
        out[i] = table[min(max(now - since[i], 0), last)]
    return out


@_step
def by_code(table: Any, codes: Any) -> Any:
    out = np.empty(codes.size)
    for i in range(codes.size):
        out[i] = table[codes[i]]
    return out


@_step
def times_clock(out: Any, table: Any, since: Any, now: int) -> None:
    last = table.size - 1
    for i in range(out.size):
        out[i] *= table[min(max(now - since[i], 0), last)]


@_step
def times_code(out: Any, table: Any, codes: Any) -> None:
    for i in range(out.size):
        out[i] *= table[codes[i]]


@_step
def sums(cells: Any, weights: Any, size: int) -> Any:
    out = np.zeros(size)
    for i in range(cells.size):
        out[cells[i]] += weights[i]
    return out


@_step
def _window_of_all(ring: Any, newest: int, periods: int, since: Any, first: int) -> Any:
    out = np.empty(since.size)
    oldest = (newest - periods + 1) % len(ring)
    out[:] = ring[oldest]
    for back in range(periods - 2, -1, -1):
        row = ring[(newest - back) % len(ring)]
        for i in range(since.size):
            out[i] += row[i]
    for i in range(since.size):
        if since[i] >= first:
            out[i] = np.nan
    return out


@_step
def _window_of_some(ring: Any, newest: int, periods: int, people: Any, since: Any, first: int) -> Any:
    out = np.empty(people.size)
    length = len(ring)
    for i in range(people.size):
        person = people[i]
        at = (newest - periods + 1) % length
        total = ring[at, person]
        for _ in range(1, periods):
            at = at + 1 if at + 1 < length else 0
            total += ring[at, person]
        out[i] = np.nan if since[i] >= first else total
    return out


def window(ring: Any, newest: int, periods: int, people: Any, since: Any, first: int) -> Any:
    if people is None:
        return _window_of_all(ring, newest, periods, since, first)
    return _window_of_some(ring, newest, periods, people, since, first)


@_step
def _best_first(values: Any, rep: Any, order: Any) -> bool:
    """Insertion sort within each replication; False where two values tie or too many compete."""
    n = values.size
    start = 0
    while start < n:
        end = start + 1
        while end < n and rep[end] == rep[start]:
            end += 1
        if end - start > MOST:
            return False
        for i in range(start, end):
            j = i
            while j > start and values[order[j - 1]] < values[i]:
                order[j] = order[j - 1]
                j -= 1
            if j > start and values[order[j - 1]] == values[i]:
                return False
            order[j] = i
        start = end
    return True


def best_first(values: Any, rep: Any) -> Any:
    order = np.empty(values.size, np.int64)
    return order if _best_first(values, rep, order) else None
