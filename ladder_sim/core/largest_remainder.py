"""A number shared out in proportion to sizes, so that the parts are whole and add up: Hamilton's largest remainder."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ladder_sim.core.arrays import Numbers

_CLOSE = 1e-9  # what the computer's last digits may take from a whole number


def largest_remainder(weights: Numbers, total: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Whole parts of `total` in proportion to `weights`.

    Each part is its exact share rounded down; what is left over goes one by one to the largest remainders, of equal
    ones to the larger weight, then to the one that stands first.

    Parameters
    ----------
    weights
        At least 0, shape (rows, groups).
    total
        At least 0, shape (rows,).

    Returns
    -------
    Shape (rows, groups); each row adds up to its total, or to 0 where all its weights are 0. No part is 1 or more
    away from its exact share (Hamilton's method; Balinski & Young 1982, *Fair Representation*).
    """
    weights = np.asarray(weights, np.float64)
    whole = weights.sum(axis=1)
    total = np.where(whole > 0, total, 0)
    exact = weights * (total / np.where(whole > 0, whole, 1))[:, None]
    parts = np.floor(exact + _CLOSE).astype(np.int64)
    remainder = np.round(np.maximum(exact - parts, 0), 9)
    remainder[weights <= 0] = -1.0
    order = np.lexsort((np.broadcast_to(np.arange(weights.shape[1]), weights.shape), -weights, -remainder), axis=1)
    place = np.argsort(order, axis=1)
    parts += place < (total - parts.sum(axis=1))[:, None]
    return parts
