"""Random streams: every draw is a pure function of (seed, replication, person, stream, month).

There is no generator with a state. A person's key is mixed from the seed, the replication and the
person's number; a draw mixes that key with a constant of its stream and month. The same person
therefore meets the same draws under every scheme (common random numbers), and nothing depends on the order
of calls, on how work is cut into batches, or on which other draws are made.

The mixer is the finalizer known as variant 13 of Stafford's (the one of SplitMix64); uniforms have 53 bits.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ladder_sim.core.arrays import Floats, Integers, Keys, NumberOrEach
from ladder_sim.streams import kernels

#: A table, and the code of each person in it; None: 0.
LevelDraws = tuple[Floats, Integers] | None

_GOLDEN = 0x9E3779B97F4A7C15
_M1, _M2 = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_MASK = (1 << 64) - 1
_TO_UNIT = 2.0**-53
_W1, _W2 = np.uint64(_M1), np.uint64(_M2)
_S11, _S27, _S30, _S31 = (np.uint64(bits) for bits in (11, 27, 30, 31))
_CELL_BITS = 12
_CELLS = 1 << _CELL_BITS
_EXACT = 8  # cells at each end whose quantiles are computed, not interpolated


def _mix_int(x: int) -> int:
    x &= _MASK
    x = ((x ^ (x >> 30)) * _M1) & _MASK
    x = ((x ^ (x >> 27)) * _M2) & _MASK
    return x ^ (x >> 31)


def _mix(x: Keys, shifted: Keys | None = None) -> Keys:
    """Mix in place; `shifted` is room of the same size."""
    shifted = np.right_shift(x, _S30, out=shifted)
    x ^= shifted
    x *= _W1
    np.right_shift(x, _S27, out=shifted)
    x ^= shifted
    x *= _W2
    np.right_shift(x, _S31, out=shifted)
    x ^= shifted
    return x


@lru_cache(maxsize=4096)
def _stream_base(stream: str) -> int:
    return int.from_bytes(hashlib.blake2b(stream.encode(), digest_size=8).digest(), "little")


@lru_cache(maxsize=1 << 14)
def _constant(stream: str, month: int) -> np.uint64:
    return np.uint64(_mix_int(_stream_base(stream) + month * _GOLDEN))


def person_keys(seed: int, replications: npt.ArrayLike, persons: npt.ArrayLike) -> Keys:
    """The keys of persons: shape of `replications` broadcast with `persons`, both whole numbers >= 0."""
    replication = np.asarray(replications).astype(np.uint64)
    person = np.asarray(persons).astype(np.uint64)
    base = np.uint64(_mix_int(_mix_int(seed) + _GOLDEN))
    shape = np.broadcast_shapes(replication.shape, person.shape)
    per_replication = _mix(np.atleast_1d(replication) * np.uint64(_GOLDEN) + base)
    return _mix(per_replication + np.atleast_1d(person) * np.uint64(_M2)).reshape(shape)


def seed_of(seed: int, department: str) -> int:
    """The seed of a department's people in a company that is played with this seed; below 2 to the 63."""
    return (_mix_int(_mix_int(seed) + _stream_base(f"department:{department}")) >> 1) & (_MASK >> 1)


def lots(seed: int, replications: Integers, names: Sequence[str]) -> npt.NDArray[np.int64]:
    """A lot for each name in each replication, the same wherever a name stands in the list.

    Returns
    -------
    Whole numbers of at least 0, of the shape (replications, names); two are equal once in 2 to the 63.
    """
    numbers = np.array([_stream_base(name) for name in names], np.uint64)
    return (person_keys(seed, replications[:, None], numbers[None, :]) >> np.uint64(1)).astype(np.int64)


class _Scratch(threading.local):
    """Room that draws work in, kept from call to call: fresh memory would cost as much as the arithmetic."""

    def __init__(self) -> None:
        self.words = np.empty((2, _PIECE), np.uint64)
        self.part = np.empty(_PIECE)


_PIECE = 1 << 16  # keys that are worked on at once
_scratch = _Scratch()


def _bits(keys: Keys, constant: np.uint64) -> npt.NDArray[np.int64]:
    """53 random bits for each of at most `_PIECE` keys; in the scratch, so used before the next call.

    As signed numbers, because those turn into floats ten times faster.
    """
    bits, shifted = _scratch.words[:, : keys.size]
    np.add(keys, constant, out=bits)
    _mix(bits, shifted)
    np.right_shift(bits, _S11, out=bits)
    signed: npt.NDArray[np.int64] = bits.view(np.int64)
    return signed


def uniform(keys: Keys, stream: str, month: int = 0) -> Floats:
    """One uniform in (0, 1) per key, 53 bits."""
    constant = _constant(stream, month)
    draws = np.empty(keys.shape)
    flat, out = keys.ravel(), draws.ravel()
    if (fast := kernels.compiled()) is not None:
        fast.uniform(flat, constant, out)
        return draws
    for start in range(0, flat.size, _PIECE):
        piece = out[start : start + _PIECE]
        piece[:] = _bits(flat[start : start + _PIECE], constant)
        piece += 0.5
        piece *= _TO_UNIT
    return draws


def happens(keys: Keys, stream: str, month: int, chance: Floats) -> npt.NDArray[np.int64]:
    """The places of those to whom something of this chance happens: whose uniform is below it; flat, rising."""
    if (fast := kernels.compiled()) is not None:
        places = np.empty(keys.size, np.int64)
        return places[: fast.happens(keys, _constant(stream, month), chance, places)]
    return np.flatnonzero(uniform(keys, stream, month) < chance)


def normal(keys: Keys, stream: str, month: int = 0) -> Floats:
    """One standard normal per key: the quantile of the uniform of the same stream and month.

    Linear between 4,096 tabulated cells (error below 1e-3), exact in the outer 8 cells at either end.
    """
    return _normals(keys, _constant(stream, month))


def normals(keys: Keys, streams: Sequence[str], month: int = 0) -> Floats:
    """One standard normal per stream and key, as `normal` draws them one stream at a time; shape (streams, keys)."""
    constants = np.array([_constant(stream, month) for stream in streams], np.uint64)
    return _normals(keys + constants[:, None], _NONE)


_NONE = np.uint64(0)  # what is added where the keys are mixed with their constants already


def _normals(keys: Keys, constant: np.uint64) -> Floats:
    draws = np.empty(keys.shape)
    flat, out = keys.ravel(), draws.ravel()
    if (fast := kernels.compiled()) is not None:
        far = np.empty(flat.size, np.int64)
        far = far[: fast.normal(flat, constant, _pairs(), _EXACT, out, far)]
        out[far] = _outer(out[far])
        return draws
    for start in range(0, flat.size, _PIECE):
        part = out[start : start + _PIECE]
        bits = _bits(flat[start : start + _PIECE], constant)
        cell = _scratch.words[1, : part.size].view(np.int64)
        np.right_shift(bits, 53 - _CELL_BITS, out=cell)
        bits &= (1 << (53 - _CELL_BITS)) - 1
        part[:] = bits
        part += 0.5
        part *= 2.0 ** (_CELL_BITS - 53)
        _interpolate(cell, part)
    return draws


def walk_on(
    drawn: Floats, residual: Floats, carry: float, within: NumberOrEach, trait: Floats | None, level: LevelDraws
) -> Floats:
    """The step of `walk` by normals that are drawn already, which are overwritten; shape of `drawn`."""
    residual *= carry
    drawn *= np.sqrt(1 - carry * carry)
    residual += drawn
    np.multiply(residual, within, out=drawn)
    if trait is not None:
        drawn += trait
    if level is not None:
        drawn += level[0].take(level[1])
    return drawn


def walk(
    keys: Keys,
    stream: str,
    month: int,
    residual: Floats,
    carry: float,
    within: NumberOrEach,
    trait: Floats | None,
    level: LevelDraws,
) -> Floats:
    """One step of an AR(1) of unit variance in place, by one normal per key; ``within * residual + trait + level``.

    residual, trait (None: 0): of the shape of `keys`, flat. level: a table and the code of each in it; None: 0.
    """
    root = np.sqrt(1 - carry * carry)
    fast = kernels.compiled()
    if fast is None or trait is None or np.ndim(within) or keys.size == 0:
        return walk_on(normal(keys, stream, month), residual, carry, within, trait, level)
    out, far = np.empty(keys.size), np.empty(keys.size, np.int64)
    table, codes = (None, None) if level is None else level
    constant = _constant(stream, month)
    count = fast.walk(
        keys, constant, _pairs(), _EXACT, residual, carry, root, float(within), trait, table, codes, out, far
    )
    far = far[:count]
    now = residual[far] * carry + _outer(out[far]) * root
    residual[far] = now
    out[far] = now * within + trait[far]
    if level is not None:
        out[far] += level[0][level[1][far]]
    return out


def normal_quantile(u: Floats) -> Floats:
    """The standard normal quantile of `u` in (0, 1), of its shape, by the same table as `normal`."""
    quantiles = np.ravel(u) * _CELLS
    for start in range(0, quantiles.size, _PIECE):
        part = quantiles[start : start + _PIECE]
        cell = part.astype(np.int64)
        part -= cell
        _interpolate(cell, part)
    return quantiles.reshape(np.shape(u))


def _interpolate(cell: npt.NDArray[np.int64], part: Floats) -> None:
    """Turn the place `part` (0 to 1) within each cell into the quantile there; at most `_PIECE` of them."""
    table, slope = _table()
    far = _scratch.words[0, : part.size]
    np.subtract(cell, _EXACT, out=far.view(np.int64))
    outer = np.flatnonzero(far >= np.uint64(_CELLS - 2 * _EXACT))
    tails = (cell[outer] + part[outer]) / _CELLS
    found = _scratch.part[: part.size]
    part *= slope.take(cell, mode="clip", out=found)
    part += table.take(cell, mode="clip", out=found)
    if outer.size:
        part[outer] = _outer(tails)


def _outer(u: Floats) -> Floats:
    """The exact quantile of uniforms in the outer cells."""
    signed: Floats = np.copysign(_tail(np.minimum(u, 1 - u)), u - 0.5)
    return signed


@lru_cache(maxsize=1)
def _table() -> tuple[Floats, Floats]:
    grid = np.arange(_CELLS + 1) / _CELLS
    grid[0], grid[-1] = 0.25 / _CELLS, 1 - 0.25 / _CELLS  # never read: both ends are exact
    quantiles = exact_quantile(grid)
    return quantiles[:-1].copy(), np.diff(quantiles)


@lru_cache(maxsize=1)
def _pairs() -> Floats:
    """The table with each cell's quantile and slope side by side; shape (cells, 2)."""
    return np.stack(_table(), axis=1)


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
    return np.where(np.abs(q) <= 0.425, central, np.copysign(_tail(np.minimum(p, 1 - p)), q))


def _tail(p: Floats) -> Floats:
    """The size of the quantile at `p` below 0.075."""
    r = np.sqrt(-np.log(p))
    far = np.flatnonzero(r > 5)
    near = _ratio(r - 1.6, _C, _D)
    if far.size:
        near.flat[far] = _ratio(r.flat[far] - 5, _E, _F)
    return near


def poisson_quantile(u: Floats, mean: npt.ArrayLike) -> Floats:
    """The Poisson quantile of `u` in (0, 1), of its shape: the least count whose distribution function reaches `u`.

    Means above 60 use a normal quantile with a skewness correction, rounded.
    """
    means = np.broadcast_to(np.asarray(mean, dtype=np.float64), np.shape(u)).ravel()
    flat = np.ravel(u)
    counts = np.zeros(flat.shape)
    large = np.flatnonzero(means > 60)
    if large.size:
        z = normal_quantile(flat[large])
        m = means[large]
        counts[large] = np.maximum(0, np.floor(m + np.sqrt(m) * z + (z * z - 1) / 6 + 0.5))
        means, flat = means.copy(), flat.copy()
        means[large] = flat[large] = 0.0  # these are done: a count of 0 more
    for start in range(0, flat.size, _POISSON_PIECE):
        piece = slice(start, start + _POISSON_PIECE)
        _count_up(flat[piece], means[piece], counts[piece])
    return counts.reshape(np.shape(u))


_POISSON_PIECE = 1 << 14  # people whose terms stay in the cache
_STEPS = 4  # counts between two looks at who is done
_MOST = 400  # counts, more than any of a mean up to 60


def _count_up(u: Floats, mean: Floats, counts: Floats) -> None:
    """Add the Poisson quantile to `counts`, all people in step: a chain of divisions of one alone would wait for each.

    The terms are made and added in the order of the counts, so that everybody's bits are those of a loop alone.
    """
    term = np.exp(-mean)
    total, found, people = term.copy(), counts, None
    going = u > total
    left, count = int(np.count_nonzero(going)), 0
    while left and count < _MOST:
        if 3 * left < going.size:  # so few that they are worth a list
            keep = np.flatnonzero(going)
            if people is not None:
                counts[people] = found
            people = keep if people is None else people[keep]
            u, mean, term, total, found = u[keep], mean[keep], term[keep], total[keep], found[keep]
            going = np.ones(keep.size, bool)
        for _ in range(_STEPS):
            count += 1
            found += going
            term *= mean
            term /= count
            total += term
            np.greater(u, total, out=going)
        left = int(np.count_nonzero(going))
    if people is not None:
        counts[people] = found
