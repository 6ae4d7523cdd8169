"""Places spread evenly over several ranges at once, without drawing: the sequence of Halton.

References
----------
J. H. Halton, On the efficiency of certain quasi-random sequences of points in evaluating multi-dimensional integrals,
Numerische Mathematik 2 (1960) 84–90.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

import numpy as np

from ladder_sim.core.arrays import Floats

_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53)
_PATIENCE = 200  # places looked at for each that is new, before the rest is taken in order


def even(number: int, dimensions: int) -> Floats:
    """So many places, shape (number, dimensions), each from 0 to 1."""
    return np.array([_place(i, dimensions) for i in range(1, number + 1)])


def _place(i: int, dimensions: int) -> list[float]:
    return [_mirrored(i, prime) for prime in _PRIMES[:dimensions]]


def _mirrored(i: int, base: int) -> float:
    share, found = 1.0, 0.0
    while i:
        share /= base
        found += share * (i % base)
        i //= base
    return found


def cells(sizes: Sequence[int], number: int) -> list[tuple[int, ...]]:
    """So many different cells of a grid, spread evenly, in the order of the grid; all where it has no more.

    Parameters
    ----------
    sizes : how many cells the grid has along each of its dimensions
    """
    every = int(np.prod(sizes, dtype=object)) if sizes else 1
    wanted = min(number, every)
    found = dict.fromkeys(_spread(sizes, wanted))
    for flat in count() if len(found) < wanted else ():  # what a grid nearly full has left, in its order
        if len(found) == wanted:
            break
        found[tuple(int(i) for i in np.unravel_index(flat, sizes))] = None
    return sorted(found)


def _spread(sizes: Sequence[int], wanted: int) -> Iterator[tuple[int, ...]]:
    seen: set[tuple[int, ...]] = set()
    for i in range(1, _PATIENCE * wanted + 1):
        cell = tuple(int(share * size) for share, size in zip(_place(i, len(sizes)), sizes, strict=True))
        if cell not in seen:
            seen.add(cell)
            yield cell
        if len(seen) == wanted:
            return
