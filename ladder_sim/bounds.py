"""What a measure can be at all: an interval of shares does not reach below 0 or above 100 %.

The t interval is that of a mean that may lie anywhere; with few replications and a share near its end it reaches
beyond. What lies there is impossible, so that cutting it off takes no true value away: the coverage stays.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from ladder_sim.intervals import Interval

#: The least and the most that a value in each unit can be; money may be negative where a scheme takes pay away.
LIMITS: Mapping[str, tuple[float, float]] = {
    "share a year": (0.0, math.inf),
    "share": (0.0, 1.0),
    "money a year": (-math.inf, math.inf),
    "money": (-math.inf, math.inf),
    "months": (0.0, math.inf),
    "people": (0.0, math.inf),
    "seats": (0.0, math.inf),
    "points": (-math.inf, math.inf),
    "ratio": (0.0, math.inf),
    "log_ratio": (-math.inf, math.inf),
}


def bounded(found: Interval, unit: str) -> Interval:
    """The interval of a level, without what no value in its unit can be; differences are not cut."""
    least, most = LIMITS[unit]
    if math.isnan(found.low):
        return found
    return Interval(found.mean, max(found.low, least), min(found.high, most), found.n)
