"""The hot steps compiled by numba: each passes over memory once and gives the bits that NumPy's gives.

Loaded by `kernels` only, for runs that are worth it. No fast-math: the order of the arithmetic is NumPy's.
"""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import Floats, Integers, Keys, Mask, Numbers, Slots
from ladder_sim.streams.compile_cache import step as _step
from ladder_sim.streams.fixed_math_numba import exp as exp
from ladder_sim.streams.fixed_math_numba import log as log
from ladder_sim.streams.poisson_numba import poisson as poisson
from ladder_sim.streams.ranks_numba import known_since as known_since
from ladder_sim.streams.ranks_numba import lowest_first as lowest_first
from ladder_sim.streams.ranks_numba import ranked as ranked

PIECE = 1024  # people at once, whose numbers stay in the nearest cache
FEW = 64  # people who are looked at one by one only if one of them is in question
MOST = 256  # candidates of one replication that are sorted by insertion

_M1, _M2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S11, _S27, _S30, _S31 = (np.uint64(bits) for bits in (11, 27, 30, 31))


@_step
def _at(place: np.integer | int) -> np.uint64:
    """A place as an unsigned number: as a signed one, it might count from the end, and that would be looked into."""
    return np.uint64(place)


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
def uniform(keys: Keys, constant: np.uint64, out: Floats) -> None:
    """Uniforms of flat `keys` into `out`."""
    for i in range(keys.size):
        out[i] = (np.float64(_word(keys[i], constant)) + 0.5) * 2.0**-53


@_step
def happens(keys: Keys, constant: np.uint64, chance: Floats, places: Integers) -> int:
    """The places where the uniform is below the chance into `places`; how many they are. All are flat."""
    u = np.empty(PIECE)
    count = 0
    for start in range(0, keys.size, PIECE):
        own, below = keys[start : start + PIECE], chance[start : start + PIECE]
        for j in range(own.size):
            u[j] = (np.float64(_word(own[j], constant)) + 0.5) * 2.0**-53
        for j in range(own.size):
            if u[j] < below[j]:
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
def _outside(cell: Integers, cells: int, edge: int, start: int, far: Integers, count: int) -> int:
    """Add the places in the outer `edge` cells to the `count` that `far` has; how many it has then."""
    inner = np.uint64(cells - 2 * edge)  # as an unsigned number a cell below the edge is a large one
    for first in range(0, cell.size, FEW):
        part = cell[first : first + FEW]
        hits = np.int64(0)
        for j in range(part.size):
            hits += np.int64(np.uint64(part[j] - edge) >= inner)
        if hits:
            for j in range(part.size):
                if np.uint64(part[j] - edge) >= inner:
                    far[count] = start + first + j
                    count += 1
    return count


@_step
def normal(keys: Keys, constant: np.uint64, table: Floats, edge: int, out: Floats, far: Integers) -> int:
    """Normal quantiles into `out`; in the outer `edge` cells the uniform, whose places are noted in `far`.

    All are flat but the table, shape (cells, 2): the value at a cell's beginning, and how far it rises within.

    Returns how many places were noted.
    """
    cells, count = len(table), 0
    cell, part = np.empty(PIECE, np.int64), np.empty(PIECE)
    for start in range(0, keys.size, PIECE):
        own, made = keys[start : start + PIECE], out[start : start + PIECE]
        _draw(own, constant, cells, cell, part)
        noted = count
        count = _outside(cell[: own.size], cells, edge, start, far, count)
        for j in range(own.size):
            made[j] = part[j] * table[_at(cell[j]), 1] + table[_at(cell[j]), 0]
        for place in far[noted:count]:
            made[place - start] = (cell[place - start] + part[place - start]) / cells
    return count


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
def walk(
    keys: Keys, constant: np.uint64, table: Floats, edge: int, residual: Floats, carry: float, root: float,
    within: float, trait: Floats, level: Floats | None, codes: Integers, out: Floats, far: Integers,
) -> int:  # fmt: skip
    """A step of the AR(1) `residual` by a normal per key, and ``within * residual + trait + level`` into `out`.

    In the outer `edge` cells of the quantile's table no step: the uniform into `out`; those places are noted in `far`.
    All are flat but the table, see `normal`. Returns how many they are.
    """
    cells, count = len(table), 0
    cell, part, before = np.empty(PIECE, np.int64), np.empty(PIECE), np.empty(PIECE)
    for start in range(0, keys.size, PIECE):
        own, made, kept = keys[start : start + PIECE], out[start : start + PIECE], residual[start : start + PIECE]
        slow = trait[start : start + PIECE]
        _draw(own, constant, cells, cell, part)
        noted = count
        count = _outside(cell[: own.size], cells, edge, start, far, count)
        for k in range(noted, count):
            before[k - noted] = kept[far[k] - start]
        for j in range(own.size):
            made[j] = part[j] * table[_at(cell[j]), 1] + table[_at(cell[j]), 0]
        for j in range(own.size):
            kept[j] = kept[j] * carry + made[j] * root
        for j in range(own.size):
            made[j] = kept[j] * within + slow[j]
        if level is not None:
            code = codes[start : start + PIECE]
            for j in range(own.size):
                made[j] += level[_at(code[j])]
        for k in range(noted, count):
            j = far[k] - start
            kept[j] = before[k - noted]
            made[j] = (cell[j] + part[j]) / cells
    return count


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
def sums(cells: Integers, weights: Floats, size: int) -> Floats:
    """Sums of `weights` by cell, in the order of the cells' entries; shape (size,)."""
    out = np.zeros(size)
    for i in range(cells.size):
        out[_at(cells[i])] += weights[i]
    return out


@_step
def _window_of_all(ring: Floats, newest: int, periods: int, since: Integers, first: int) -> Floats:
    out = np.empty(since.size)
    oldest = (newest - periods + 1) % len(ring)
    for start in range(0, since.size, PIECE):
        total, clock = out[start : start + PIECE], since[start : start + PIECE]
        total[:] = ring[oldest, start : start + PIECE]
        for back in range(periods - 2, -1, -1):
            row = ring[(newest - back) % len(ring), start : start + PIECE]
            for i in range(total.size):
                total[i] += row[i]
        for i in range(total.size):
            if clock[i] >= first:
                total[i] = np.nan
    return out


@_step
def _window_of_some(ring: Floats, newest: int, periods: int, people: Integers, since: Integers, first: int) -> Floats:
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


def window(ring: Floats, newest: int, periods: int, people: Slots | None, since: Integers, first: int) -> Floats:
    """See `kernels.window`; `ring` has shape (periods, people), the rest is flat."""
    if people is None:
        return _window_of_all(ring, newest, periods, since, first)
    return _window_of_some(ring, newest, periods, people, since, first)


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
