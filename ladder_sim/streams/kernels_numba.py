"""The hot steps compiled by numba: each passes over memory once and gives the bits that NumPy's gives.

Loaded by `kernels` only, for runs that are worth it. No fast-math: the order of the arithmetic is NumPy's.
"""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import Floats, Integers, Mask, Numbers
from ladder_sim.streams.compile_cache import step as _step
from ladder_sim.streams.draws_numba import at as _at
from ladder_sim.streams.draws_numba import happens as happens
from ladder_sim.streams.draws_numba import happens_beside as happens_beside
from ladder_sim.streams.draws_numba import normal as normal
from ladder_sim.streams.draws_numba import uniform as uniform
from ladder_sim.streams.draws_numba import walk as walk
from ladder_sim.streams.fixed_math_numba import exp as exp
from ladder_sim.streams.fixed_math_numba import log as log
from ladder_sim.streams.poisson_numba import poisson as poisson
from ladder_sim.streams.poisson_numba import renew as renew
from ladder_sim.streams.pools_numba import ahead as ahead
from ladder_sim.streams.pools_numba import beside as beside
from ladder_sim.streams.ranks_numba import known_since as known_since
from ladder_sim.streams.ranks_numba import lowest_first as lowest_first
from ladder_sim.streams.ranks_numba import ranked as ranked
from ladder_sim.streams.windows_numba import own_window as own_window
from ladder_sim.streams.windows_numba import window as window

FEW = 64  # people who are looked at one by one only if one of them is in question
MOST = 256  # candidates of one replication that are sorted by insertion


@_step
def ratio(x: Floats, top: Floats, bottom: Floats) -> Floats:
    """The ratio of two polynomials of one degree, coefficients rising in degree, by Horner's rule. All are flat."""
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
def add_1(table: Numbers, a: Integers, value: float) -> None:
    """``table[a] += value`` for each of flat `a`."""
    for i in range(a.size):
        table[a[i]] += value


@_step
def add_2(table: Numbers, a: Integers, b: Integers, value: float) -> None:
    """``table[a, b] += value`` for each of flat `a` and `b`."""
    for i in range(a.size):
        table[a[i], b[i]] += value


@_step
def add_3(table: Numbers, a: Integers, b: Integers, c: Integers, value: float) -> None:
    """``table[a, b, c] += value`` for each of flat `a`, `b` and `c`."""
    for i in range(a.size):
        table[a[i], b[i], c[i]] += value


@_step
def by_clock(table: Floats, since: Numbers, now: int) -> Floats:
    """``table[now − since]`` of flat arrays, at the table's ends where that is beyond them."""
    out = np.empty(since.size)
    last = table.size - 1
    for i in range(since.size):
        out[i] = table[_at(min(max(now - since[i], 0), last))]
    return out


@_step
def by_code(table: Floats, codes: Integers) -> Floats:
    """``table[codes]`` of flat arrays."""
    out = np.empty(codes.size)
    for i in range(codes.size):
        out[i] = table[_at(codes[i])]
    return out


@_step
def among(codes: Integers, wanted: np.uint64) -> Mask:
    """Whose bit is set in the word `wanted`; flat, as the codes are."""
    out = np.empty(codes.size, np.bool_)
    for i in range(codes.size):
        out[i] = (wanted >> np.uint64(codes[i])) & np.uint64(1)
    return out


@_step
def cut(mask: Integers, holds: Integers, replications: int) -> Integers:
    """``mask &= holds`` of flat truth values 0 and 1; how many that takes out, shape (replications,)."""
    counts = np.zeros(replications, np.int32)
    places = mask.size // replications
    for rep in range(replications):
        here, held = mask[rep * places : (rep + 1) * places], holds[rep * places : (rep + 1) * places]
        count = np.int32(0)  # plain loops: those the compiler does many at once
        for i in range(places):
            count += np.int32(here[i] & (held[i] ^ np.uint8(1)))
        counts[rep] = count
        for i in range(places):
            here[i] &= held[i]
    return counts


@_step
def early(since: Integers, before: int, grade: Integers, free: int, replications: int) -> Integers:
    """How many people have a clock from earlier than `before`, shape (replications,); clocks and grades are flat."""
    counts = np.zeros(replications, np.int32)
    places = since.size // replications
    limit = np.int32(before)
    for rep in range(replications):
        clock, code = since[rep * places : (rep + 1) * places], grade[rep * places : (rep + 1) * places]
        count = np.int32(0)
        for i in range(places):
            count += np.int32((np.int32(clock[i]) < limit) & (code[i] < free))
        counts[rep] = count
    return counts


@_step
def run_on(streak: Integers, true: Integers, counted: Integers) -> None:
    """Streaks after one more period; all are flat."""
    for i in range(streak.size):
        streak[i] = streak[i] + 1 if true[i] & counted[i] else 0


@_step
def push(bits: Integers, true: Mask) -> None:
    """One more bit at the low end of everybody's; both are flat."""
    for i in range(bits.size):
        bits[i] = (bits[i] << np.uint64(1)) | np.uint64(true[i])


@_step
def first_free(grade: Integers, free: int, wanted: Integers, places: int) -> Integers:
    """The first `wanted` places, shape (replications,), of each replication whose grade is `free`; flat."""
    out = np.empty(wanted.sum(), np.int64)
    count = 0
    for rep in range(wanted.size):
        missing, start, end = wanted[rep], rep * places, (rep + 1) * places
        while missing > 0 and start < end:
            codes = grade[start : min(start + FEW, end)]
            hits = np.int64(0)
            for j in range(codes.size):
                hits += np.int64(codes[j] == free)
            if hits:
                for j in range(codes.size):
                    if missing > 0 and codes[j] == free:
                        out[count] = start + j
                        count += 1
                        missing -= 1
            start += FEW
    return out[:count]


@_step
def regrade(idx: Integers, new: Integers, rep: Integers, grade: Integers, cell: Integers, counts: Integers) -> None:
    """People at `idx` get the grades `new`; their cells and the counts follow, shape (replications, grades)."""
    width = counts.shape[1]
    for i in range(idx.size):
        at, code = idx[i], new[i]
        counts[rep[at], grade[at]] -= 1
        counts[rep[at], code] += 1
        grade[at] = code
        cell[at] = rep[at] * width + code


@_step
def times_clock(out: Floats, table: Floats, since: Numbers, now: int) -> None:
    """``out *= table[now − since]`` of flat arrays, in place."""
    last = table.size - 1
    for i in range(out.size):
        out[i] *= table[_at(min(max(now - since[i], 0), last))]


@_step
def times_code(out: Floats, table: Floats, codes: Integers) -> None:
    """``out *= table[codes]`` of flat arrays, in place."""
    for i in range(out.size):
        out[i] *= table[_at(codes[i])]


@_step
def _apart(cells: Integers, part: int) -> bool:
    """Do four parts, one after the other, have cells of which those of the one lie below those of the next?"""
    below = np.int64(-1)
    for first in range(0, 4 * part, part):
        own = cells[first : first + part]
        low, high = own[0], own[0]
        for i in range(part):
            low, high = min(low, own[i]), max(high, own[i])
        if low <= below:
            return False
        below = high
    return True


@_step
def sums(cells: Integers, weights: Floats, size: int) -> Floats:
    """Sums of `weights` by cell, in the order of the cells' entries; shape (size,).

    Quarters that have no cell in common are gone through side by side: one sum need not wait for another.
    """
    out = np.zeros(size)
    part = cells.size // 4
    if part < FEW or not _apart(cells, part):
        part = 0
    a, b, c, d = cells[:part], cells[part : 2 * part], cells[2 * part : 3 * part], cells[3 * part : 4 * part]
    u, v, w, x = weights[:part], weights[part : 2 * part], weights[2 * part : 3 * part], weights[3 * part : 4 * part]
    for i in range(part):
        out[_at(a[i])] += u[i]
        out[_at(b[i])] += v[i]
        out[_at(c[i])] += w[i]
        out[_at(d[i])] += x[i]
    for i in range(4 * part, cells.size):
        out[_at(cells[i])] += weights[i]
    return out


@_step
def _best_first(values: Numbers, rep: Integers, order: Integers) -> bool:
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


def best_first(values: Numbers, rep: Integers) -> Integers | None:
    """See `kernels.best_first`; flat; None where values tie."""
    order = np.empty(values.size, np.int64)
    return order if _best_first(values, rep, order) else None
