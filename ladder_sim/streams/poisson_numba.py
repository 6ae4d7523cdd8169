"""Counting up Poisson quantiles, compiled by numba: some people in step, with the bits of `poisson`."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import Floats, Integers
from ladder_sim.streams.compile_cache import step as _step
from ladder_sim.streams.fixed_math_numba import exp_of as _exp_of

LANES = 32
_MOST = 400  # counts, more than any of a mean up to 60
_U, _BELOW, _CHANCE, _MEAN, _COUNT, _FOUND = (row * LANES for row in range(6))  # of one array: the compiler knows where


@_step
def poisson(u: Floats, mean: Floats, none: Floats, start: Integers, term: Floats, total: Floats, out: Floats) -> None:
    """The Poisson quantile of `u` into `out`; all are flat but the beginnings, see `poisson.PoissonTerms`."""
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
def _up_to(mean: Floats, none: Floats, start: Floats, term: Floats, total: Floats) -> None:
    """The chances of the counts `start`, and of at most these, into `term` and `total`; shape (beginnings, LANES).

    mean, none: shape (LANES,). The beginnings rise.
    """
    chance, below, last = none.copy(), none.copy(), len(start) - 1
    most = 0.0
    for j in range(LANES):
        most = max(most, start[last, j])
    for count in range(int(most) + 1):
        if count > 0:
            for j in range(LANES):
                chance[j] = chance[j] * mean[j] / np.float64(count)
            for j in range(LANES):
                below[j] += chance[j]
        for number in range(len(start)):
            for j in range(LANES):
                here = start[number, j] == np.float64(count)
                term[number, j] = chance[j] if here else term[number, j]
                total[number, j] = below[j] if here else total[number, j]


@_step
def renew(
    changed: Integers, means: Floats, beginnings: Floats, small: float, given: Floats, mean: Floats, none: Floats,
    start: Integers, term: Floats, total: Floats,
) -> None:  # fmt: skip
    """At the places `changed`, what `poisson.PoissonTerms` keeps of the `means`; flat but the last three."""
    shape = (beginnings.size, LANES)
    m, zero, begin, now, reached = np.zeros(LANES), np.ones(LANES), np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for first in range(0, changed.size, LANES):
        places = changed[first : first + LANES]
        for j in range(places.size):
            new = means[places[j]]
            given[places[j]] = new
            m[j] = 0.0 if new > small else new
            zero[j] = _exp_of(-m[j])
            root = np.sqrt(m[j])
            for number in range(beginnings.size):
                begin[number, j] = max(np.floor(m[j] + beginnings[number] * root), 0.0) if m[j] > 1 else 0.0
        _up_to(m, zero, begin, now, reached)
        for j in range(places.size):
            at = places[j]
            mean[at] = m[j]
            none[at] = zero[j]
            for number in range(beginnings.size):
                start[number, at] = begin[number, j]
                term[number, at] = now[number, j]
                total[number, at] = reached[number, j]
