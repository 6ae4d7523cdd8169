"""How far the chosen lie ahead of a pool, compiled by numba; the bits are those of `engine.selectivity`."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import Floats, Integers
from ladder_sim.streams.compile_cache import step as _step
from ladder_sim.streams.draws_numba import at as _at


@_step
def _keep(best: Floats, first: int, kept: int, most: int, value: float) -> int:
    """Put a value among the highest of a cell, which fall from place `first` of `best` on; how many are kept then."""
    if kept == most:
        if not value > best[first + most - 1]:
            return kept
        kept -= 1
    at = first + kept
    while at > first and best[at - 1] < value:
        best[at] = best[at - 1]
        at -= 1
    best[at] = value
    return kept + 1


@_step
def beside(cell: Integers, chosen: Integers, size: int) -> Integers:
    """The slots in whose cells somebody is chosen, rising.

    Parameters
    ----------
    cell
        Of each slot, shape (slots,), from 0 to `size` − 1.
    chosen
        Slots.
    """
    there, found = np.zeros(size, np.int64), np.empty(cell.size, np.int64)
    for who in chosen:
        there[cell[who]] = 1
    count = 0
    for i in range(cell.size):  # no branch, which would be guessed wrong as often as right
        found[count] = i
        count += there[_at(cell[i])]
    return found[:count]


@_step
def ahead(cell: Integers, value: Floats, pool: Integers, chosen: Integers, lots: Integers, size: int) -> Floats:
    """Of each cell in which somebody is chosen, the chosen times how far lots, and the best, lie above the mean.

    Parameters
    ----------
    cell, value
        Of each slot, shape (slots,); who has no finite value is left out.
    pool
        Slots of those who could have been chosen, rising.
    chosen, lots
        Slots: see `Selectivity.add`.

    Returns
    -------
    Shape (2, cells): by lots, and by the best; 0 where nobody is chosen or compared.
    """
    found = np.zeros((2, size))
    number, first = np.zeros(size, np.int64), np.zeros(size, np.int64)
    for who in chosen:
        number[cell[who]] += np.int64(np.isfinite(value[who]))
    room = 0
    for c in range(size):
        first[c] = room
        room += number[c]
    best, kept = np.empty(room), np.zeros(size, np.int64)
    people, total = np.zeros(size, np.int64), np.zeros(size)
    drawn, shown = np.zeros(size, np.int64), np.zeros(size)
    for who in pool:
        place, own = _at(cell[_at(who)]), value[_at(who)]
        if number[place] and np.isfinite(own):
            people[place] += 1
            total[place] += own
            kept[place] = _keep(best, first[place], kept[place], number[place], own)
    for who in lots:
        if np.isfinite(value[who]):
            drawn[cell[who]] += 1
            shown[cell[who]] += value[who]
    for c in range(size):
        if people[c]:
            usual = total[c] / people[c]
            highest = best[first[c]]
            for k in range(1, kept[c]):
                highest += best[first[c] + k]
            found[0, c] = number[c] * (shown[c] / max(drawn[c], 1) - usual)
            found[1, c] = number[c] * (highest / kept[c] - usual)
    return found
