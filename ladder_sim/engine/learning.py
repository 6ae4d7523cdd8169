"""Learning: how far below their mean people in a new role are."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.core.fixed_math import power
from ladder_sim.expressions.nodes import MONTHS_TABLED, NodeValue, View
from ladder_sim.plan.program import MetricPlan
from ladder_sim.streams.kernels import by_clock
from ladder_sim.streams.walks import ClockDraws


def behind(plan: MetricPlan, view: View) -> NodeValue:
    """How far below their mean people in a new role are, by the learning curve."""
    assert plan.gain is not None
    gain, left = plan.gain.value(view), _left_to_learn(plan.metric.half_life)
    since, month = view.column("role_since"), view.now - 1
    if np.ndim(gain) == 0:
        return by_clock(gain * left, since, month)
    return gain * by_clock(left, since, month)


def lag(plan: MetricPlan, view: View) -> ClockDraws:
    """The same as a table by the months of a clock; None where the gain differs between people, or there is none.

    The table has the shape (months,), in points; the clock is that of the people of the view, shape (people,).
    """
    if plan.gain is None or np.ndim(gain := plan.gain.value(view)):
        return None
    return _still_behind(float(gain), plan.metric.half_life), view.column("role_since"), view.now - 1


@lru_cache(maxsize=64)
def _still_behind(gain: float, half_life: float) -> Floats:
    """How much of a gain is still to come, by completed months in the role; nobody writes in it."""
    return gain * _left_to_learn(half_life)


@lru_cache(maxsize=64)
def _left_to_learn(half_life: float) -> Floats:
    """What part of the gain is still to come, by completed months in the role."""
    return power(2.0, -np.arange(MONTHS_TABLED) / half_life)
