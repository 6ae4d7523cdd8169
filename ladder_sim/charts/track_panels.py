"""Plan and actual at a glance: a panel for each series, the band, months as dots, the forecast."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ladder_sim.charts.ground import on_any_ground
from ladder_sim.charts.style import FINE, SMALL, Picture, fitted, panels, quiet, stamp
from ladder_sim.core.display import compact, number
from ladder_sim.core.i18n import tr
from ladder_sim.core.palette import BASELINE_COLOR, COLORS
from ladder_sim.tracking.result import Tracked
from ladder_sim.tracking.tracked_series import YEAR

ALARM_COLOR = "#c0392b"


@on_any_ground
def track_panels(made: Tracked) -> Picture:
    """A panel for each series."""
    rows = max(1, -(-len(made.series) // 3))
    with quiet():
        picture, grid = panels(rows, min(3, len(made.series)), (12.0, 1.4 + 2.7 * rows))
        for place, ax in enumerate(grid.flat):
            if place < len(made.series):
                _panel(made, place, ax)
            else:
                ax.set_axis_off()
        handles, labels = grid.flat[0].get_legend_handles_labels()
        picture.legend(handles, labels, loc="outside upper left", ncols=5, fontsize=SMALL)
        stamp(picture, made.run, tr("Band: one department in one history leaves it in at most 5% of years, over all"
                                    " panels together. Red: outside.",
                                    "预测带：单个部门一年内有任何指标超出的概率不超过5%。红色：超出。"))  # fmt: skip
    return picture


def _panel(made: Tracked, place: int, ax: Axes) -> None:
    series, band = made.series[place], made.band
    ax.set_title(fitted(series.title(made.run), 34, 1))
    for start in range(0, made.run.months, YEAR if series.flow else made.run.months):
        part = slice(start, min(start + YEAR, made.run.months) if series.flow else made.run.months)
        at = np.arange(part.start, part.stop) + 1
        first = start == 0
        ax.fill_between(at, band.low[place, part], band.high[place, part], color=COLORS[0], alpha=0.18, lw=0,
                        label=tr("band of the plan", "计划的预测带") if first else None)  # fmt: skip
        ax.plot(at, band.middle[place, part], color=COLORS[0], lw=1, label=tr("plan", "计划") if first else None)
        _forecast(made, place, part, ax)
    inside = made.outside[place] == 0
    months = np.arange(made.run.months) + 1
    ax.plot(months[inside], made.came[place, inside], "o", color=BASELINE_COLOR, markersize=4,
            label=tr("actual", "实际"))  # fmt: skip
    out = made.outside[place] == 1
    ax.plot(months[out], made.came[place, out], "o", color=ALARM_COLOR, markersize=5)
    ax.set_ylim(bottom=0)
    step = max(3, 3 * -(-made.run.months // 12))  # at most four months are named
    ticks = np.arange(1, made.run.months + 1, step)
    ax.set_xticks(ticks, [made.month(int(tick)) for tick in ticks], fontsize=FINE)
    ax.yaxis.set_major_locator(MaxNLocator(4))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: compact(value) if value >= 1e5 else number(value, 0)))


def _forecast(made: Tracked, place: int, part: slice, ax: Axes) -> None:
    """The months to come within a part of the run, by the middle and the 90 % range."""
    if made.ahead is None or part.stop <= made.last:
        return
    begin = max(part.start, made.last)
    at, there = np.arange(begin, part.stop) + 1, slice(begin - made.last, part.stop - made.last)
    first = begin == made.last
    ax.plot(at, made.ahead.middle[place, there], color=COLORS[1], lw=1.2,
            label=tr("forecast from here, 90%", "后续预测（90%）") if first else None)  # fmt: skip
    for end in (made.ahead.low, made.ahead.high):
        ax.plot(at, end[place, there], color=COLORS[1], lw=0.8, ls=":")
