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

from ladder_sim.core.arrays import Floats, Integers, Keys
from ladder_sim.streams import kernels
from ladder_sim.streams.quantiles import TAILS, exact_quantile, tail

_GOLDEN = 0x9E3779B97F4A7C15
_M1, _M2 = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_MASK = (1 << 64) - 1
_TO_UNIT = 2.0**-53
_W1, _W2 = np.uint64(_M1), np.uint64(_M2)
_S11, _S27, _S30, _S31 = (np.uint64(bits) for bits in (11, 27, 30, 31))
_CELL_BITS = 12
_CELLS = 1 << _CELL_BITS
_NOTHING_MORE = np.uint64(0)  # the constant of keys to which theirs is added already
EXACT = 8  # cells at each end whose quantiles are computed, not interpolated


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
def constant_of(stream: str, month: int) -> np.uint64:
    """What is added to people's keys to draw from a stream in a month."""
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

    Parameters
    ----------
    replications : their numbers, shape (replications,)

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
    """One uniform in (0, 1) per key, 53 bits; of the shape of `keys`."""
    constant = constant_of(stream, month)
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
    """The places of those to whom something happens: whose uniform is below its chance.

    Parameters
    ----------
    keys : shape (people,)
    chance : in the month, 0–1, shape (people,)

    Returns
    -------
    Places in `keys`, rising.
    """
    if (fast := kernels.compiled()) is not None:
        places = np.empty(keys.size, np.int64)
        return places[: fast.happens(keys, constant_of(stream, month), chance, places)]
    return np.flatnonzero(uniform(keys, stream, month) < chance)


def normal(keys: Keys, stream: str, month: int = 0) -> Floats:
    """One standard normal per key: the quantile of the uniform of the same stream and month; of the shape of `keys`.

    Linear between 4,096 tabulated cells (error below 1e-3), exact in the outer 8 cells at either end.
    """
    return _normals(keys, constant_of(stream, month))


def normals(keys: Keys, streams: Sequence[str], month: int = 0) -> Floats:
    """One standard normal per stream and key, as `normal` draws them one stream at a time.

    Parameters
    ----------
    keys : shape (keys,)

    Returns
    -------
    Shape (streams, keys).
    """
    constants = [constant_of(stream, month) for stream in streams]
    if len(constants) * keys.size <= _PIECE:  # so few that calls take longer than the work
        words = keys + np.array(constants, np.uint64)[:, None]
        return _normals(words.ravel(), _NOTHING_MORE).reshape(words.shape)
    drawn = np.empty((len(constants), keys.size))
    if kernels.compiled() is not None:
        for row, constant in zip(drawn, constants, strict=True):
            row[:] = _normals(keys, constant)
        return drawn
    outer = _Outer()
    for row, constant in zip(drawn, constants, strict=True):
        _draw_normals(keys, constant, row, outer)
    outer.settle()
    return drawn


def _normals(keys: Keys, constant: np.uint64) -> Floats:
    draws = np.empty(keys.shape)
    flat, out = keys.ravel(), draws.ravel()
    if (fast := kernels.compiled()) is not None:
        fast.normal(flat, constant, pairs(), EXACT, TAILS, out)
        return draws
    outer = _Outer()
    _draw_normals(flat, constant, out, outer)
    outer.settle()
    return draws


def _draw_normals(flat: Keys, constant: np.uint64, out: Floats, outer: _Outer) -> None:
    """Normals of flat keys into `out`, but for those of the outer cells, which are noted."""
    for start in range(0, flat.size, _PIECE):
        part = out[start : start + _PIECE]
        bits = _bits(flat[start : start + _PIECE], constant)
        cell = _scratch.words[1, : part.size].view(np.int64)
        np.right_shift(bits, 53 - _CELL_BITS, out=cell)
        bits &= (1 << (53 - _CELL_BITS)) - 1
        part[:] = bits
        part += 0.5
        part *= 2.0 ** (_CELL_BITS - 53)
        _interpolate(cell, part, outer)


class _Outer:
    """Uniforms of the outer cells, whose quantiles are worked out for many at once: that is few large calls."""

    def __init__(self) -> None:
        self.noted: list[tuple[Floats, npt.NDArray[np.int64], Floats]] = []

    def note(self, into: Floats, places: npt.NDArray[np.int64], u: Floats) -> None:
        """The quantiles of `u` belong at these places of `into`."""
        self.noted.append((into, places, u))

    def settle(self) -> None:
        """Write the quantiles to their places."""
        if not self.noted:
            return
        found, at = _far_out(np.concatenate([u for *_, u in self.noted])), 0
        for into, places, u in self.noted:
            into[places] = found[at : at + u.size]
            at += u.size
        self.noted.clear()


def normal_quantile(u: Floats) -> Floats:
    """The standard normal quantile of `u` in (0, 1), of its shape, by the same table as `normal`."""
    quantiles, outer = np.ravel(u) * _CELLS, _Outer()
    for start in range(0, quantiles.size, _PIECE):
        part = quantiles[start : start + _PIECE]
        cell = part.astype(np.int64)
        part -= cell
        _interpolate(cell, part, outer)
    outer.settle()
    return quantiles.reshape(np.shape(u))


def _interpolate(cell: npt.NDArray[np.int64], part: Floats, outer: _Outer) -> None:
    """Turn the place `part` (0 to 1) within each cell into the quantile there, of an outer cell only noted.

    At most `_PIECE` of them.
    """
    table, slope = _table()
    far = _scratch.words[0, : part.size]
    np.subtract(cell, EXACT, out=far.view(np.int64))
    ends = np.flatnonzero(far >= np.uint64(_CELLS - 2 * EXACT))
    if ends.size:
        outer.note(part, ends, (cell[ends] + part[ends]) / _CELLS)
    found = _scratch.part[: part.size]
    part *= slope.take(cell, mode="clip", out=found)
    part += table.take(cell, mode="clip", out=found)


def _far_out(u: Floats) -> Floats:
    """The exact quantile of uniforms in the outer cells."""
    signed: Floats = np.copysign(tail(np.minimum(u, 1 - u)), u - 0.5)
    return signed


@lru_cache(maxsize=1)
def _table() -> tuple[Floats, Floats]:
    grid = np.arange(_CELLS + 1) / _CELLS
    grid[0], grid[-1] = 0.25 / _CELLS, 1 - 0.25 / _CELLS  # never read: both ends are exact
    quantiles = exact_quantile(grid)
    return quantiles[:-1].copy(), np.diff(quantiles)


@lru_cache(maxsize=1)
def pairs() -> Floats:
    """The table with each cell's quantile and slope side by side; shape (cells, 2)."""
    return np.stack(_table(), axis=1)
