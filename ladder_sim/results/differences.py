"""A measure of one run against that of another with the same people and the same luck: how far apart, how sure.

A run that does not have a measure (a grade of another ladder) has no value of it, and so no difference.
"""

from __future__ import annotations

import math

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.results.intervals import (
    SAMPLES,
    UNDEFINED,
    Interval,
    amount_of_one,
    change_interval,
    paired,
    pooled_interval,
    variance_ratio,
    with_rare,
)
from ladder_sim.results.measure import Measure
from ladder_sim.results.run import Run


def values_of(run: Run, measure: str) -> Floats:
    """A measure of a run, shape (replications,); NaN where the run has no such measure."""
    return run.values(measure) if measure in run.known else np.full(run.replications, math.nan)


def level_of(run: Run, measure: str, level: float = 0.95) -> Interval:
    """The measure with its interval; all NaN where the run has no such measure.

    Parameters
    ----------
    level : how sure the interval is, below 1
    """
    return run.interval(measure, level) if measure in run.known else UNDEFINED


def difference(run: Run, base: Run, measure: str) -> Floats:
    """Run − base, a number per replication.

    Returns
    -------
    Shape (replications,), in the measure's unit; NaN where one of them has no value. See `intervals.paired`.
    """
    return paired(values_of(run, measure), values_of(base, measure))


def change(run: Run, base: Run, measure: Measure, confidence: float = 0.95) -> Interval:
    """Run − base with its interval, in the measure's unit; no width between schemes whose rules are the same.

    Of a measure that counts events, or is a sum of few amounts, the interval takes in that of rare events; of a pooled
    one it is read from its samples.

    Parameters
    ----------
    confidence : how sure the interval is, below 1
    """
    name, values = measure.name, difference(run, base, measure.name)
    runs = [one for one in (run, base) if name in one.known]
    same = same_rules(run, base)
    event = 0.0 if same else max((one.event(name) for one in runs), default=0.0)
    if measure.pooled is None:
        if measure.event is None and not same:
            event = amount_of_one(values, max((one.unseen(name) for one in runs), default=0.0))
        return change_interval(values, confidence, event)
    drawn = paired(_pooled(run, name), _pooled(base, name))
    error = math.hypot(*(one.error(name) for one in runs)) if drawn.any() else 0.0
    found = pooled_interval(drawn, run.replications, confidence, error)
    return with_rare(found, values, confidence, event, signed=True)


def same_rules(run: Run, base: Run) -> bool:
    """Whether the schemes differ in nothing but names and texts, so that what is equal is so for certain."""
    return run is base or run.rules == base.rules


def certain(run: Run, base: Run, measure: Measure) -> bool:
    """Whether an equal measure is equal for certain: the same rules, or nothing that could move it in either run.

    No interval tells that: few events may be equal by luck.
    """
    counts = measure.event is not None
    runs = [one for one in (run, base) if measure.name in one.known]
    return same_rules(run, base) or (counts and not any(one.event(measure.name) for one in runs))


def luck_saves(run: Run, base: Run, measure: Measure) -> float:
    """How many times the replications the difference would need with luck of its own for each; NaN where it is 0.

    See `intervals.variance_ratio`; of a pooled measure from its samples.
    """
    if run is base:
        return math.nan
    if measure.pooled is not None:
        return variance_ratio(_pooled(run, measure.name)[1:], _pooled(base, measure.name)[1:])
    return variance_ratio(values_of(run, measure.name), values_of(base, measure.name))


def _pooled(run: Run, measure: str) -> Floats:
    return run.pooled(measure) if measure in run.known else np.full(1 + SAMPLES, math.nan)
