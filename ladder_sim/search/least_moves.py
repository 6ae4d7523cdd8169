"""The least move within ranges that linear responses say will do."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import Floats


def least_move(slopes: Floats, gap: Floats, places: Floats, start: Floats, costs: Floats) -> Floats:
    """How far to move each place from where it is, so that measures change by `gap` and the way from `start` is least.

    A value that would leave its range stays at the end; the others then make up for it as far as they can.

    Parameters
    ----------
    slopes
        Change of each measure over each range, shape (measures, values).
    gap
        What the measures are to change by, shape (measures,).
    places, start
        From 0 to 1, shape (values,).
    costs
        Of moving a value by its range, above 0; infinite: it stays. Shape (values,).
    """
    away = places - start
    wanted = gap + slopes @ away  # what the whole way from the start is to change
    free = np.isfinite(costs)
    way = np.zeros(len(places))
    for _ in range(len(places) + 1):
        if not free.any():
            break
        rest = wanted - slopes[:, ~free] @ way[~free]
        way[free] = _least(slopes[:, free], rest, costs[free])
        low, high = -start, 1 - start
        out = free & ((way < low - 1e-12) | (way > high + 1e-12))
        if not out.any():
            break
        way[out] = np.clip(way[out], low[out], high[out])
        free = free & ~out
    moved: Floats = way - away
    return moved


def _least(slopes: Floats, wanted: Floats, costs: Floats) -> Floats:
    """The way w with the least Σ cost · w² among those that come nearest to ``slopes @ w = wanted``."""
    root = 1 / np.sqrt(costs)
    found: Floats = root * (np.linalg.pinv(slopes * root, rcond=1e-6) @ wanted)
    return found
