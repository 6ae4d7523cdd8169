"""Places within groups, and the newest values of a series, compiled by numba; the bits are NumPy's."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import Floats, Integers, Slots
from ladder_sim.streams.compile_cache import step as _step

RUN = 12  # people who are sorted by insertion; runs of so many are merged


@_step
def _before(values: Floats, since: Integers, tie: Integers, a: int, b: int) -> bool:
    """Does `a` rank before `b`: the higher value, then the longer service, then the lower lot?"""
    if values[a] != values[b]:
        return bool(values[a] > values[b])
    if since[a] != since[b]:
        return bool(since[a] < since[b])
    return bool(tie[a] < tie[b])


@_step
def _sort(values: Floats, since: Integers, tie: Integers, order: Integers, room: Integers) -> None:
    """Sort `order`, numbers of people, by rank: runs by insertion, then merged two by two; `room` is of its size."""
    n = order.size
    for start in range(0, n, RUN):
        for i in range(start + 1, min(start + RUN, n)):
            who, j = order[i], i
            while j > start and _before(values, since, tie, who, order[j - 1]):
                order[j] = order[j - 1]
                j -= 1
            order[j] = who
    width = RUN
    while width < n:
        for start in range(0, n, 2 * width):
            middle, end = min(start + width, n), min(start + 2 * width, n)
            left, right = start, middle
            for at in range(start, end):
                if left < middle and (right == end or not _before(values, since, tie, order[right], order[left])):
                    room[at] = order[left]
                    left += 1
                else:
                    room[at] = order[right]
                    right += 1
        order[:] = room
        width *= 2


@_step
def ranked(values: Floats, since: Integers, tie: Integers, groups: Integers, size: int) -> Integers:
    """See `kernels.ranked`; all are flat."""
    ends = np.zeros(size + 1, np.int64)
    for i in range(groups.size):
        ends[groups[i] + 1] += 1
    for group in range(size):
        ends[group + 1] += ends[group]
    starts, order, room = ends.copy(), np.empty(groups.size, np.int64), np.empty(groups.size, np.int64)
    for i in range(groups.size):
        order[starts[groups[i]]] = i
        starts[groups[i]] += 1
    for group in range(size):
        if ends[group + 1] > ends[group] + 1:
            part = slice(ends[group], ends[group + 1])
            _sort(values, since, tie, order[part], room[part])
    return order


@_step
def known_since(row: Floats, since: Integers, first: int) -> Floats:
    """The values of `row`, NaN of who has a `since` of at least `first`; both are flat."""
    out = np.empty(row.size)
    limit = np.int64(first)
    for i in range(row.size):
        out[i] = np.nan if since[i] >= limit else row[i]
    return out


@_step
def lowest_first(values: Floats, wanted: Integers) -> Slots:
    """See `kernels.lowest_first`; `values`, shape (rows, columns), are spent."""
    found = np.full(wanted.sum(), -1, np.int64)
    at = 0
    for row in range(wanted.size):
        own = values[row]
        for _ in range(wanted[row]):
            least = 0
            for column in range(1, own.size):
                if own[column] < own[least]:
                    least = column
            if own.size and own[least] < np.inf:
                found[at] = least
                own[least] += 1.0
            at += 1
    return found
