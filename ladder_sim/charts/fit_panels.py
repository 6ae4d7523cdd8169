"""A fit at a glance: headcount, leaving by service and by period, comings and moves by period, waits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ladder_sim.charts.ground import on_any_ground
from ladder_sim.charts.style import FINE, SMALL, Picture, fitted, instead, panels, quiet
from ladder_sim.core.i18n import tr
from ladder_sim.core.palette import BASELINE_COLOR, COLORS
from ladder_sim.history.estimates import YearsApart
from ladder_sim.history.fit import Fit
from ladder_sim.history.promotion import FEWEST
from ladder_sim.results.intervals import poisson_limits

MOST = 6  # lines of a panel


@on_any_ground
def fit_panels(fit: Fit) -> Picture:
    """Six panels of a fit."""
    with quiet():
        picture, grid = panels(3, 2, (11.0, 10.5))
        _headcount(fit, grid[0, 0])
        _curve(fit, grid[0, 1])
        by_name = {years.name: years for years in fit.years}
        _years(by_name.get("leaving"), grid[1, 0], tr("Leavers by period", "各期离职"))
        _years(by_name.get("hiring"), grid[1, 1], tr("Hires by period", "各期招聘"))
        _promotions(fit, grid[2, 0])
        _waits(fit, grid[2, 1])
        picture.supxlabel(fitted(tr("Bars: observed; line: expected if all periods were alike, with the band of chance "
                                    "alone; {source}", "柱：实际；线：各期相同时的期望及纯随机波动范围；{source}",
                                    source=fit.history.source), 165),
                          fontsize=FINE, color="#666666", x=0.01, ha="left")  # fmt: skip
    return picture


def _labels(ax: Axes, labels: Sequence[str]) -> None:
    shown = [label.split("/")[-1][:7] if "/" in label else label for label in labels]
    step = -(-len(shown) // 8)
    ax.set_xticks(range(0, len(shown), step), shown[::step], fontsize=SMALL)


def _headcount(fit: Fit, ax: Axes) -> None:
    ax.set_title(tr("People at the end of each period", "各期末人数"))
    flows = fit.flows()
    ax.plot(range(len(flows)), flows["closing"], color=COLORS[0], marker="o", markersize=4)
    ax.set_ylim(bottom=0)
    _labels(ax, list(flows["period"]))
    ax.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    ax.set_ylabel(tr("people", "人"))


def _curve(fit: Fit, ax: Axes) -> None:
    """The chance of leaving by service: a step for each piece, shaded its interval."""
    ax.set_title(tr("Chance of leaving in a month, by service", "月离职概率（按司龄）"))
    leaving = fit.leaving
    starts = np.array(leaving.starts, float) / 12
    end = max(10.0, starts[-1] * 1.3)
    edges = np.r_[starts, end]
    for place in range(len(starts)):
        span = [edges[place], edges[place + 1]]
        ax.fill_between(span, 100 * leaving.low[place], 100 * leaving.high[place], color=COLORS[0], alpha=0.2, lw=0)
        ax.plot(span, [100 * leaving.chance[place]] * 2, color=COLORS[0], lw=1.8)
    ax.set_xlim(0, end)
    ax.set_ylim(bottom=0)
    ax.set_xlabel(tr("years of service; shaded: 95% interval", "司龄（年）；底色：95%区间"))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}%"))


def _years(years: YearsApart | None, ax: Axes, title: str) -> None:
    ax.set_title(title)
    if years is None or not years.labels:
        return instead(ax, tr("none", "无"))
    seen, expected = np.array(years.dispersion.observed), np.array(years.dispersion.expected)
    places = np.arange(len(seen))
    ax.bar(places, seen, color=COLORS[0], width=0.62)
    limits = [poisson_limits(max(value, 1e-9)) for value in expected]
    ax.fill_between(places, [low for low, _ in limits], [high for _, high in limits], color=BASELINE_COLOR, alpha=0.25,
                    lw=0)  # fmt: skip
    ax.plot(places, expected, color=BASELINE_COLOR, lw=1.4)
    _labels(ax, years.labels)
    if years.dispersion.index == years.dispersion.index:
        ax.set_xlabel(
            tr(
                "variance ÷ mean {v:.1f}, p = {p:.3f}",
                "方差÷均值{v:.1f}，p = {p:.3f}",
                v=years.dispersion.index,
                p=years.dispersion.p,
            ),
            fontsize=SMALL,
        )
    return None


def _promotions(fit: Fit, ax: Axes) -> None:
    ax.set_title(tr("Promotions by period", "各期晋升"))
    steps = [step for step in fit.steps if step.up and step.total >= FEWEST][:MOST]
    if not steps:
        return instead(ax, tr("too few promotions", "晋升过少"))
    ids = fit.history.order.ids
    for place, step in enumerate(steps):
        name = fitted(f"{ids[step.source]} → {ids[step.target]}", 24, 1)
        ax.plot(range(len(step.counts)), step.counts, color=COLORS[place % len(COLORS)], marker="o", markersize=4,
                label=name)  # fmt: skip
    ax.set_ylim(bottom=0)
    _labels(ax, fit.years[0].labels)
    ax.legend(fontsize=SMALL)
    return None


def _waits(fit: Fit, ax: Axes) -> None:
    ax.set_title(tr("Promoted by time in grade", "按任现职级时间的晋升比例"))
    if not fit.waits:
        return instead(ax, tr("time in grade is not known well enough", "任现职级时间不够清楚"))
    for place, wait in enumerate(fit.waits[:MOST]):
        ax.step(np.r_[0, wait.months] / 12, 100 * np.r_[0, wait.promoted], where="post",
                color=COLORS[place % len(COLORS)], label=fitted(fit.history.order.ids[wait.grade], 24, 1))  # fmt: skip
    ax.set_ylim(0, 100)
    ax.set_xlabel(tr("years in grade; the rest left or is still there", "任现职级时间（年）；其余为离职或仍在该职级"))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}%"))
    ax.legend(fontsize=SMALL)
    return None
