"""A backtest at a glance: a panel for each figure, what was seen on the bands of each forecast."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ladder_sim.backtest.naive import Key
from ladder_sim.backtest.result import WAYS, Backtest, ForecastWay
from ladder_sim.charts.ground import on_any_ground
from ladder_sim.charts.style import FINE, SMALL, Picture, fitted, panels, quiet
from ladder_sim.core.i18n import tr
from ladder_sim.core.palette import BASELINE_COLOR, COLORS

MOST = 12  # panels
COLOR: dict[ForecastWay, str] = {
    "fitted": COLORS[0], "true_hires": COLORS[1], "unchanged": "#9a9a9a", "markov": COLORS[2]
}  # fmt: skip
WIDTH = 0.8  # of a period, shared by its forecasts


@on_any_ground
def forecast_panels(made: Backtest) -> Picture:
    """A panel for each figure, the first `MOST`."""
    keys = list(dict.fromkeys(figure.key for figure in made.figures))[:MOST]
    rows = max(1, -(-len(keys) // 3))
    with quiet():
        picture, grid = panels(rows, 3, (12.0, 1.2 + 2.9 * rows))
        for ax, key in zip(grid.flat, keys, strict=False):
            _panel(made, key, ax)
        for ax in list(grid.flat)[len(keys) :]:
            ax.set_axis_off()
        handles, labels = grid.flat[0].get_legend_handles_labels()
        picture.legend(handles, labels, loc="outside upper left", ncols=5, fontsize=SMALL)
        picture.supxlabel(
            fitted(
                tr(
                    "Black: seen. Dot and line: forecast and its 95% band. Fitted until {day}; {source}",
                    "黑色：实际。圆点与线段：预测及95%区间。以 {day} 之前拟合；{source}",
                    day=made.horizon.start,
                    source=made.fit.history.source,
                ),
                180,
            ),
            fontsize=FINE,
            color="#666666",
            x=0.01,
            ha="left",
        )
    return picture


def _panel(made: Backtest, key: Key, ax: Axes) -> None:
    ax.set_title(fitted(made.name(key), 34, 1))
    mine = [figure for figure in made.figures if figure.key == key]
    places = np.arange(len(mine))
    ways = made.ways
    for number, way in enumerate(ways):
        seen = [figure.foreseen.get(way) for figure in mine]
        if any(one is None or not np.isfinite(one.middle) for one in seen):
            continue
        at = places + (number - (len(ways) - 1) / 2) * WIDTH / len(ways)
        ax.vlines(at, [one.low for one in seen if one], [one.high for one in seen if one], color=COLOR[way], lw=2.2)
        ax.plot(at, [one.middle for one in seen if one], "o", color=COLOR[way], markersize=3.5, label=str(WAYS[way]))
    ax.plot(places, [figure.observed for figure in mine], color=BASELINE_COLOR, marker="D", markersize=4, lw=1,
            label=tr("seen", "实际"))  # fmt: skip
    ax.set_ylim(bottom=0)
    step = -(-len(mine) // 6)
    ax.set_xticks(places[::step], [made.horizon.labels[figure.period][:7] for figure in mine][::step], fontsize=FINE)
    ax.yaxis.set_major_locator(MaxNLocator(4))
