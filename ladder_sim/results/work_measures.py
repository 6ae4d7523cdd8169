"""Measures of HR's own work: hours of those who hold reviews and stages, and what these cost."""

from __future__ import annotations

from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import Title
from ladder_sim.results.counts import Axes
from ladder_sim.results.measure import Measure
from ladder_sim.results.period import Window


def _hours(w: Window) -> Floats:
    mean: Floats = w.over(w.counts.work)[:, 0] / (w.stop - w.start)
    return mean


def _peak(w: Window) -> Floats:
    most: Floats = w.counts.work[:, w.start : w.stop, 0].max(axis=1)
    return most


def _cost(w: Window) -> Floats:
    cost: Floats = w.over(w.counts.work)[:, 1] / w.years
    return cost


def work_measures(axes: Axes) -> list[Measure]:
    """Hours a month, in the fullest month, and their cost; none where neither review nor stage says what it takes."""
    if not axes.works:
        return []
    cost = Measure(
        "hr_cost", Title("Cost of HR's own work", "组织评审的工时成本"), "money a year",
        Title("hours of those who hold reviews and stages × what the workforce says an hour costs, per year; no part "
              "of labor cost, for these people are paid already",
              "组织评审和选拔的工时 × 人员文件所写的每小时成本，按年计；不计入人工成本，因这些人员的薪酬已另行支付"),
        "down", _cost,
    )  # fmt: skip
    return [
        Measure(
            "hr_hours", Title("HR's own work", "组织评审工时"), "hours",
            Title("hours of those who hold reviews and stages, by month, as the scheme says them; mean of months",
                  "组织评审和选拔所用工时，按方案所写计算，各月平均"),
            "down", _hours,
        ),
        Measure(
            "hr_hours_peak", Title("HR's own work in the fullest month", "组织评审工时（最多的一个月）"), "hours",
            Title("the same in the month of each replication that has most", "同上，取每次重复中工时最多的月份"),
            "down", _peak,
        ),
        *([cost] if axes.hour_costs else []),
    ]  # fmt: skip
