"""About which level, and how far from it, a metric is drawn: what is told of it by tables, for one pass over people."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ladder_sim.core.arrays import GradeFloats, SlotFloats
from ladder_sim.engine.learning import lag
from ladder_sim.engine.starting_people import limits_of
from ladder_sim.expressions.nodes import NodeValue, View
from ladder_sim.plan.program import MetricPlan
from ladder_sim.streams.walks import LevelDraws, Scaling


def placement(plan: MetricPlan, view: View, trait: SlotFloats | None) -> Scaling:
    """What a residual becomes: the value where its mean is a table by grade, else the deviation from the mean.

    Parameters
    ----------
    trait
        The slow part of the metric, of everybody; shape (slots,), in its points.
    """
    within: NodeValue = 0.0 if plan.within is None else plan.within.value(view)
    level, behind = mean_by_grade(plan, view), lag(plan, view)
    if level is None or (plan.gain is not None and behind is None):
        return Scaling(within, trait)
    low, high = limits_of(plan.metric)
    return Scaling(within, trait, behind, level, low, high)


def mean_by_grade(plan: MetricPlan, view: View) -> LevelDraws:
    """The mean as a table by grade, and the grades; None where it depends on more, or is not simply added.

    The table has the shape (grades + 1,), in points; the grades are those of the people of the view, shape (people,).
    """
    if plan.mean is None or plan.metric.kind != "normal" or plan.metric.cut:
        return None
    if plan.mean.constant is not None:
        return _alike(view.source.grade_count + 1, float(plan.mean.constant)), view.column("grade")
    return plan.mean.by_grade_table(view)


@lru_cache(maxsize=64)
def _alike(grades: int, mean: float) -> GradeFloats:
    """A table by grade in which all are alike; nobody writes in it."""
    return np.full(grades, mean)


def deviation(plan: MetricPlan, view: View, ability_sd: float) -> NodeValue:
    """The standard deviation of somebody's value of a month about the mean: a number, or one for each of the view.

    Parameters
    ----------
    ability_sd
        Of ability among people, on the workforce's scale.
    """
    between = 0.0 if plan.between is None else plan.between.value(view) * ability_sd
    within = 0.0 if plan.within is None else plan.within.value(view)
    root: NodeValue = np.sqrt(np.square(between) + np.square(within))
    return root
