"""What a measure can be at all: an interval of shares does not reach below 0 or above 100 %.

The t interval is that of a mean that may lie anywhere; with few replications and a share near its end it reaches
beyond. What lies there is impossible, so that cutting it off takes no true value away: the coverage stays.
"""

from __future__ import annotations

import math

from ladder_sim.core.units import UNITS
from ladder_sim.results.intervals import Interval


def bounded(found: Interval, unit: str) -> Interval:
    """The interval of a level, without what no value in its unit can be; differences are not cut.

    A measure of one's own may lie where its unit does not allow it: its interval stays whole, for it holds the value.
    """
    possible = UNITS[unit]
    if math.isnan(found.low) or not possible.least <= found.mean <= possible.most:
        return found
    return Interval(found.mean, max(found.low, possible.least), min(found.high, possible.most), found.n)
