"""Levels of attributes joined until crossed tables of real people tell of no few of them, not even by subtraction.

A crossed table stands beside the tables of each of its attributes, and beside those of any choice of them: what the
one leaves out is the other less the rest. So whole levels are joined, such as two bands of age, not single cells, and
it is asked of all these tables together whether any sum and difference of their rows is fewer than five people: a set
is known where its indicator is a linear combination of those of the rows. Of whole people a set of fewer than five has
at most four cells that are not empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, combinations

import numpy as np
import numpy.typing as npt

from ladder_sim.core.arrays import Floats
from ladder_sim.core.thresholds import SMALL_GROUP

LevelPlaces = npt.NDArray[np.int64]
#: Sets of small cells that are tried at most; where there are more, levels are joined first.
MOST_SETS = 50_000
EXACT = 1e-9


def safe_classes(people: Floats, levels: LevelPlaces, sizes: Sequence[int]) -> list[LevelPlaces]:
    """Into which class each level of each attribute goes, so that nothing tells of fewer than five people.

    Parameters
    ----------
    people : real people of each cell, shape (cells,)
    levels : of each cell, its level of each attribute in their order, shape (cells, attributes)
    sizes : how many levels each attribute has

    Returns
    -------
    For each attribute, the class of each level; classes are runs of neighboring levels. Where even the tables of single
    attributes together tell of somebody, all levels are one class.
    """
    there = people > 0
    people, levels = people[there], levels[there]
    classes = [np.arange(size) for size in sizes]
    if not people.size:
        return classes
    beside = _beside(people, levels, sizes)
    while any(one.max(initial=0) > 0 for one in classes):
        few = _told(people, np.concatenate([beside, _rows(levels, classes, range(len(classes)))]))
        if few is None:
            break
        _join(classes, people, levels, levels[few])
    return classes


def _beside(people: Floats, levels: LevelPlaces, sizes: Sequence[int]) -> Floats:
    """Indicators of all people, and of the rows of tables of fewer attributes, each protected by itself.

    Returns
    -------
    Shape (rows, cells).
    """
    width = levels.shape[1]
    fewer = chain.from_iterable(combinations(range(width), n) for n in range(1, width))
    tables = [np.ones((1, people.size))]
    for some in fewer:
        cells, at = np.unique(levels[:, some], axis=0, return_inverse=True)
        sums = np.bincount(at.ravel(), people, len(cells)).astype(np.float64)
        own = safe_classes(sums, cells, [sizes[i] for i in some])
        tables.append(_rows(levels[:, some], own, range(len(some))))
    return np.concatenate(tables)


def _rows(levels: LevelPlaces, classes: Sequence[LevelPlaces], some: Sequence[int]) -> Floats:
    """Indicators of the rows of a table, shape (rows, cells)."""
    places = np.stack([classes[i][levels[:, i]] for i in some], axis=1)
    _, at = np.unique(places, axis=0, return_inverse=True)
    return np.equal.outer(np.arange(at.max(initial=-1) + 1), at.ravel()).astype(np.float64)


def _told(people: Floats, rows: Floats) -> int | None:
    """A cell of a set of fewer than five people that the rows tell of; None where they tell of none."""
    small = np.flatnonzero(people < SMALL_GROUP)
    if not small.size:
        return None
    smallest = int(small[np.argmin(people[small])])
    span = np.linalg.svd(rows, full_matrices=False)
    basis = span.Vh[EXACT * span.S[0] < span.S]
    for tried, some in enumerate(_few(people, small)):
        if tried > MOST_SETS:
            return smallest
        wanted = np.zeros(people.size)
        wanted[list(some)] = 1
        if np.abs(wanted - (basis @ wanted) @ basis).max() < EXACT * people.size:
            return int(some[0])
    return None


def _few(people: Floats, small: LevelPlaces) -> Iterator[tuple[int, ...]]:
    """Sets of cells with fewer than five people together, the smaller sets first."""
    for number in range(1, SMALL_GROUP):
        for some in combinations(small.tolist(), number):
            if people[list(some)].sum() < SMALL_GROUP:
                yield some


def _join(classes: list[LevelPlaces], people: Floats, levels: LevelPlaces, cell: LevelPlaces) -> None:
    """Join the class of a cell with a neighbor, in the attribute that has most of them."""
    attribute = max(range(len(classes)), key=lambda i: int(classes[i].max(initial=0)))
    of = classes[attribute]
    own = int(of[cell[attribute]])
    sums = np.bincount(of[levels[:, attribute]], people, int(of.max()) + 1)
    near = [c for c in (own - 1, own + 1) if 0 <= c < sums.size]
    into = min(near, key=lambda c: (sums[c] == 0, float(sums[c])))
    low = min(own, into)
    classes[attribute] = np.where(of > low, of - 1, of)
