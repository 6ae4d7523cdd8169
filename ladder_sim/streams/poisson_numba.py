"""Counting up Poisson quantiles, compiled by numba: some people in step, with the bits of `poisson`."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import Floats, Integers
from ladder_sim.streams.compile_cache import step as _step

LANES = 32
_MOST = 400  # counts, more than any of a mean up to 60
_U, _BELOW, _CHANCE, _MEAN, _COUNT, _FOUND = (row * LANES for row in range(6))  # of one array: the compiler knows where


@_step
def poisson(u: Floats, mean: Floats, none: Floats, start: Integers, term: Floats, total: Floats, out: Floats) -> None:
    """The Poisson quantile of `u` into `out`; all are flat over people but the beginnings, see `poisson.PoissonTerms`."""
    room = np.zeros(6 * LANES)
    for first in range(0, u.size, LANES):
        some = min(LANES, u.size - first)
        if some < LANES:
            room[:] = 0.0
        for j in range(some):
            room[_U + j] = u[first + j]
        for j in range(some):
            room[_MEAN + j] = mean[first + j]
        for j in range(some):
            room[_BELOW + j] = none[first + j]
        for j in range(LANES):
            room[_CHANCE + j] = room[_BELOW + j]
        for j in range(LANES):
            room[_COUNT + j] = 0.0
        for number in range(len(start)):
            begin, now = start[number, first : first + some], term[number, first : first + some]
            reached = total[number, first : first + some]
            for j in range(some):
                late = room[_U + j] > reached[j]
                room[_CHANCE + j] = now[j] if late else room[_CHANCE + j]
                room[_BELOW + j] = reached[j] if late else room[_BELOW + j]
                room[_COUNT + j] = np.float64(begin[j]) if late else room[_COUNT + j]
        for j in range(LANES):
            room[_FOUND + j] = room[_COUNT + j]
        for _ in range(_MOST):
            going = np.int64(0)
            for j in range(LANES):
                going |= np.int64(room[_U + j] > room[_BELOW + j])
            if going == 0:
                break
            for j in range(LANES):
                room[_FOUND + j] += np.float64(room[_U + j] > room[_BELOW + j])
                room[_COUNT + j] += 1.0
                chance = room[_CHANCE + j] * room[_MEAN + j] / room[_COUNT + j]
                room[_CHANCE + j] = chance
                room[_BELOW + j] += chance
        for j in range(some):
            out[first + j] = min(room[_FOUND + j], np.float64(_MOST))


@_step
def up_to(mean: Floats, none: Floats, start: Integers, term: Floats, total: Floats) -> None:
    """The chances of the counts `start`, and of at most these, into `term` and `total`; shape (beginnings, people).

    mean, none: shape (people,). The beginnings rise.
    """
    chance, below = np.empty(LANES), np.empty(LANES)
    for first in range(0, mean.size, LANES):
        m, zero = mean[first : first + LANES], none[first : first + LANES]
        last = np.int64(0)
        for j in range(m.size):
            chance[j] = zero[j]
            below[j] = zero[j]
            last = max(last, np.int64(start[len(start) - 1, first + j]))
        for count in range(last + 1):
            if count > 0:
                for j in range(m.size):
                    chance[j] = chance[j] * m[j] / np.float64(count)
                for j in range(m.size):
                    below[j] += chance[j]
            for number in range(len(start)):
                for j in range(m.size):
                    if start[number, first + j] == count:
                        term[number, first + j] = chance[j]
                        total[number, first + j] = below[j]
