"""Bisection over a range: where a response crosses a level, on a grid of whole numbers or to a tolerance."""

from __future__ import annotations

import math
from collections.abc import Callable


def crossing(
    response: Callable[[float], float], low: float, high: float, *, whole: bool, tolerance: float
) -> tuple[float, float]:
    """Two values next to each other between which `response` changes from at most 0 to more than 0.

    Parameters
    ----------
    response : at most 0 at `low`, above 0 at `high`; where it crosses 0 more than once, one crossing is found
    whole : whether only whole numbers are tried; then the two are neighbors
    tolerance : how near the two must come otherwise

    Returns
    -------
    The values below and above the crossing.
    """
    while high - low > (1 if whole else tolerance):
        middle = math.floor((low + high) / 2) if whole else (low + high) / 2
        if not low < middle < high:  # as near as floating point goes
            break
        if response(middle) > 0:
            high = middle
        else:
            low = middle
    return low, high
