"""Windows over the periods of a ring: NumPy's, or compiled ones that give the same bits."""

from __future__ import annotations

from typing import Literal

import numpy as np

from ladder_sim.core.arrays import Floats, Integers, PersonFloats, PersonInts, Slots
from ladder_sim.streams.kernels import compiled

#: What is made of a window's values.
Reducing = Literal["sum", "lowest", "highest"]
_KINDS: dict[Reducing, tuple[np.ufunc, float]] = {
    "sum": (np.add, 0.0), "lowest": (np.minimum, np.inf), "highest": (np.maximum, -np.inf),
}  # fmt: skip
_EVERYBODY = np.empty(0, np.int64)


def window(ring: Floats, newest: int, periods: int, people: Slots | None, since: Integers, first: int) -> PersonFloats:
    """Sums over the last `periods` rows of a ring.

    Parameters
    ----------
    ring
        Shape (length, everybody); the row `newest` is the latest, the one before it the period before.
    people
        Of whom; None: everybody.
    since
        Month since which each person's periods count, shape (people,).
    first
        Whose `since` is at least this has too few periods.

    Returns
    -------
    Shape (people,), in the unit of the ring; NaN of who has too few.
    """
    fast = compiled()
    if fast is not None and since.dtype == np.int16:
        return np.asarray(fast.window(ring, newest, periods, people, since, first))
    rows = [ring[(newest - back) % len(ring)] for back in range(periods - 1, -1, -1)]
    total: PersonFloats = rows[0].copy() if people is None else rows[0][people]
    for row in rows[1:]:
        total += row if people is None else row[people]
    total[np.flatnonzero(since >= first)] = np.nan
    return total


def own_window(
    ring: Floats, order: Integers, people: Slots | None, own: PersonInts, what: Reducing, *, latest_first: bool = False
) -> PersonFloats:
    """The sum, the lowest or the highest of so many of the latest periods as each has.

    Parameters
    ----------
    ring
        Shape (length, everybody).
    order
        Rows of the ring, the latest period first.
    people
        Of whom; None: everybody.
    own
        How many periods count for each, from 0 to all of `order`; shape (people,).
    latest_first
        They are added from the latest on, else from the oldest.

    Returns
    -------
    Shape (people,), in the unit of the ring; of who has none 0, or the infinite that all others are better than.
    """
    backs = np.arange(order.size) if latest_first else np.arange(order.size - 1, -1, -1)
    if (fast := compiled()) is not None:
        found = np.empty(own.size)
        fast.own_window(ring, order, backs, _EVERYBODY if people is None else people, own,
                        list(_KINDS).index(what), _KINDS[what][1], found)  # fmt: skip
        return found
    few = np.flatnonzero(own < order.size)  # newcomers, mostly: everybody else has all of them
    rows = [ring[row] for row in order[backs]]
    total: PersonFloats = rows[0].copy() if people is None else rows[0][people]
    for row in rows[1:]:
        _KINDS[what][0](total, row if people is None else row[people], out=total)
    if few.size:
        total[few] = _masked(ring, order, backs, few if people is None else people[few], own[few], what)
    return total


def _masked(
    ring: Floats, order: Integers, backs: Integers, people: Slots, own: PersonInts, what: Reducing
) -> PersonFloats:
    """The same of some people, of whom each has its own number of periods."""
    work, neutral = _KINDS[what]
    total = np.full(own.size, neutral)
    for back in backs:
        work(total, np.where(back < own, ring[order[back]][people], neutral), out=total)
    return total
