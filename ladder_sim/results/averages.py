"""A measure over a window of months, as a mean and as an interval of its own."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.results.bounds import bounded
from ladder_sim.results.intervals import Interval, amount_of_one, change_interval, mean_interval, pooled_interval
from ladder_sim.results.measure import Measure
from ladder_sim.results.period import Window


def mean_of(compute: Callable[[Window], Floats] | None, w: Window) -> float:
    """The mean over the replications that have a value; 0 where none has one, or nothing is to be computed.

    Parameters
    ----------
    compute : from a window a number for each replication, shape (replications,); None: nothing
    w : the window

    Returns
    -------
    In the unit of what is computed.
    """
    each = compute(w) if compute else np.zeros(0)
    each = each[~np.isnan(each)]
    return float(each.mean()) if each.size else 0.0


def difference_interval(values: Floats, measure: Measure, replications: int, level: float = 0.95) -> Interval:
    """The interval of a measure's difference by luck.

    Parameters
    ----------
    values : in the measure's unit, shape (replications,), of a pooled measure (1 + samples,); NaN where there is none
    replications : how many were played
    level : how sure the interval is, below 1
    """
    if measure.pooled is not None:
        return pooled_interval(values, replications, level)
    return change_interval(values, level)


def interval_of(measure: Measure, w: Window, values: Floats, level: float = 0.95) -> Interval:
    """The interval of the mean of a measure that is formed within replications.

    Parameters
    ----------
    w : the window over which it is formed
    values : what it gives there, shape (replications,), in the measure's unit
    level : how sure the interval is, below 1
    """
    event = mean_of(measure.event, w) if measure.event else amount_of_one(values)
    if measure.signed:
        return change_interval(values, level, event)
    return bounded(mean_interval(values, level, event), measure.unit)
