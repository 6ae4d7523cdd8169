"""Charts over time: how long a promotion takes, and how the ladder fills."""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ladder_sim.charts.levels import nothing
from ladder_sim.charts.style import (
    SMALL,
    Panels,
    Source,
    apart,
    both_ends,
    colors_of,
    ends_kept,
    instead,
    panels,
    quiet,
    runs_of,
    stamp,
    title_of,
)
from ladder_sim.core.i18n import tr
from ladder_sim.results.intervals import samples, t_quantile
from ladder_sim.results.run import Run

#: A panel with more grades than this adds the smallest up.
MOST_LINES = 9


def time_to_promotion(source: Source, ax: Axes | None = None) -> Axes:
    """Of those who enter an entry grade, the share promoted out of it so far; leaving competes.

    Solid: promoted, with the 95 % interval of the mean; dotted, for up to three schemes: left before. Aalen–Johansen
    with delayed entry, all replications together, so that the curve at month 24 is ``promoted_within_24``.
    """
    with quiet():
        picture = None
        if ax is None:
            picture, grid = panels(1, 1, (8.5, max(4.6, 1.3 + 0.42 * len(runs_of(source)))))  # room for the legend
            ax = grid[0, 0]
        assert ax is not None
        ax.set_title(tr("Promoted out of the entry grade", "自起始职级晋升"))
        if not any(run.window().waits_entry.promoted.any() for run in runs_of(source)):
            instead(ax, nothing(source, "promotion_rate") or tr("nobody was promoted out of an entry grade",
                                                                "没有人自起始职级晋升"))  # fmt: skip
            if picture is not None:
                stamp(picture, source)
            return ax
        handles = []
        longest = 1
        left = len(runs_of(source)) <= 3  # more would be a thicket
        for run in runs_of(source):
            color, dashes = colors_of(source)[run.scheme.id]
            longest = max(longest, _incidence(ax, run, color, dashes, left))
            handles.append(
                Line2D([], [], color=color, ls=dashes, lw=1.8, label=both_ends(title_of(source, run), 30, 2))
            )
        if left:
            handles.append(
                Line2D([], [], color="#777777", ls=":", lw=1.2, label=tr("dotted: left before", "点线：此前已离职"))
            )
        ax.set_xlabel(tr("months since entering the grade", "进入该职级后的月数"))
        ax.set_ylabel(tr("% of those who entered", "占进入者%"))
        ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}%"))
        ax.set_xlim(0, longest)
        ax.set_ylim(0, None)
        ax.xaxis.set_major_locator(MaxNLocator(6, integer=True, steps=[1, 2, 3, 6, 10]))
        ax.grid(True, axis="y")
        ax.legend(handles=handles, loc="upper left", bbox_to_anchor=(1.01, 1.0), borderaxespad=0)
        if picture is not None:
            stamp(picture, source, tr("Bands: 95% interval of the mean.", "色带：均值的95%区间。"))
    return ax


def _incidence(ax: Axes, run: Run, color: str, dashes: Any, left: bool) -> int:
    """Draw a run's curves up to the last month for which most replications can speak; that month."""
    found = run.window().pooled_waits("entry", samples(run.replications))
    curve = run.window().promoted_by()
    last = len(curve) - 1
    months = np.arange(last + 1)
    ax.step(months, 100 * found.promoted[0, : last + 1], where="post", color=color, ls=dashes, lw=1.8)
    low, high = (np.array([100 * getattr(one, end) for one in curve]) for end in ("low", "high"))
    ax.fill_between(months, low, high, step="post", color=color, alpha=0.18, lw=0)
    if left:
        ax.step(months, 100 * found.left[0, : last + 1], where="post", color=color, ls=":", lw=1.2)
    return last


def mean_band(values: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Mean by column and half the width of its 95 % interval."""
    n = len(values)
    if n < 2:
        return values.mean(axis=0), np.zeros(values.shape[1])
    return values.mean(axis=0), t_quantile(0.975, n - 1) * values.std(axis=0, ddof=1) / np.sqrt(n)


def headcount_by_grade(source: Source, ax: Axes | None = None) -> Axes | Panels:
    """People in each grade by month, a panel per scheme: the mean and the middle 90 % of replications."""
    runs = runs_of(source)
    with quiet():
        if ax is not None:
            _headcount(ax, runs[0], title_of(source, runs[0]))
            _labels(ax, runs[0], ax.get_ylim()[1])
            return ax
        columns = min(3, len(runs))
        rows = -(-len(runs) // columns)
        picture, grid = panels(rows, columns, (max(6.5, 4.2 * columns), 0.7 + 3.2 * rows), sharey=True)
        top = 0.0
        for i, spot in enumerate(grid.flat):
            if i < len(runs):
                _headcount(spot, runs[i], title_of(source, runs[i]))
                top = max(top, spot.get_ylim()[1])  # the panels share it, the last would win
                spot.tick_params(labelleft=i % columns == 0)
                spot.set_ylabel(tr("people", "人") if i % columns == 0 else "")
            else:
                spot.set_visible(False)
        for spot, run in zip(grid.flat, runs, strict=False):
            spot.set_ylim(0, top)
            _labels(spot, run, top)
        stamp(
            picture, source, tr("Lines: mean; bands: 5–95% of replications.", "线：均值；色带：各次重复的5–95%范围。")
        )
    return grid[0, 0] if len(runs) == 1 else grid


def _headcount(ax: Axes, run: Run, title: str) -> None:
    months = np.arange(run.months + 1)
    highest = 1.0
    for _, counts, color in _lines(run):
        low, high = np.quantile(counts, [0.05, 0.95], axis=0)
        ax.fill_between(months, low, high, color=color, alpha=0.13, lw=0)
        ax.plot(months, counts.mean(axis=0), color=color, lw=1.6)
        highest = max(highest, float(high.max()))
    ax.set_ylim(0, 1.04 * highest)
    ax.set_xlim(0, run.months)
    ax.set_title(both_ends(title, 36, 2))
    ax.set_xlabel(tr("month", "月份"))
    ax.set_ylabel(tr("people", "人"))
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True, steps=[1, 2, 3, 6, 10]))
    ax.grid(True, axis="y")


def _lines(run: Run) -> list[tuple[str, np.ndarray[Any, Any], Any]]:
    """Name, people by (replication, month) and color of each line; of many grades the smallest are added up."""
    counts, grades = run.tally.headcount, run.axes.grades
    order = np.argsort(-counts.mean(axis=(0, 1)), kind="stable")
    shown = sorted(order[: MOST_LINES - 1]) if len(grades) > MOST_LINES else range(len(grades))
    made = [(str(grades[i].title), counts[:, :, i], color) for i, color in zip(shown, _shades(len(shown)), strict=True)]
    rest = [i for i in range(len(grades)) if i not in shown]
    if rest:
        made.append((tr("{n} other grades", "其余{n}个职级", n=len(rest)), counts[:, :, rest].sum(axis=2), "#888888"))
    return made


def _labels(ax: Axes, run: Run, top: float) -> None:
    """The grades' names at the end of their lines, moved apart where lines end close together."""
    lines = _lines(run)
    ends = [float(counts[:, -1].mean()) for _, counts, _ in lines]
    placed = apart(ends, top * min(0.075, 0.98 / len(lines)), 0, top)
    for (name, _, color), end, y in zip(lines, ends, placed, strict=True):
        ax.plot([1.0, 1.035], [end / top, y / top], color=color, lw=0.6, transform=ax.transAxes, clip_on=False)
        ax.text(
            1.045, y / top, ends_kept(name, 27), transform=ax.transAxes, va="center", ha="left", fontsize=SMALL,
            color=color,
        )  # fmt: skip


def _shades(n: int) -> list[Any]:
    """Grades from the lowest to the highest in ordered colors, dark to light but never pale."""
    return [mpl.colormaps["viridis"](x) for x in np.linspace(0, 0.78, max(n, 1))]
