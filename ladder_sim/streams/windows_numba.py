"""Windows over the periods of a ring compiled by numba: each passes over memory once and gives the bits of NumPy's."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import Floats, Integers, Slots
from ladder_sim.streams.compile_cache import step as _step

PIECE = 1024  # people at once, whose numbers stay in the nearest cache


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
def own_window(
    ring: Floats, order: Integers, backs: Integers, people: Integers, own: Integers, kind: int, neutral: float,
    out: Floats,
) -> None:  # fmt: skip
    """Sums (`kind` 0), lowest (1) or highest (2) of the first `own` rows of `order`, taken as `backs` says, into `out`.

    The ring has shape (periods, people), the rest is flat; empty `people`: everybody.
    """
    room = np.empty(PIECE)
    for start in range(0, own.size, PIECE):
        total, mine = out[start : start + PIECE], own[start : start + PIECE]
        total[:] = neutral
        for back in backs:
            if people.size:
                row, whole = room, ring[order[back]]
                who = people[start : start + PIECE]
                for i in range(total.size):
                    row[i] = whole[who[i]]
            else:
                row = ring[order[back], start : start + PIECE]
            if kind == 0:
                for i in range(total.size):
                    total[i] += row[i] if back < mine[i] else 0.0
            elif kind == 1:
                for i in range(total.size):
                    value = row[i] if back < mine[i] else neutral
                    total[i] = value if value < total[i] or value != value else total[i]
            else:
                for i in range(total.size):
                    value = row[i] if back < mine[i] else neutral
                    total[i] = value if value > total[i] or value != value else total[i]
