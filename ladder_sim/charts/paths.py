"""Charts over time: how long a promotion takes, and how the ladder fills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import is_color_like
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.typing import ColorType, LineStyleType

from ladder_sim.charts.ground import on_any_ground
from ladder_sim.charts.levels import nothing
from ladder_sim.charts.look import chosen, dressed
from ladder_sim.charts.style import (
    SMALL,
    Drawable,
    Panels,
    apart,
    axes_or_new,
    both_ends,
    colors_of,
    ends_kept,
    ids_of,
    instead,
    panels,
    quiet,
    runs_of,
    stamp,
    title_of,
)
from ladder_sim.core.arrays import Floats, Integers, Numbers
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.results.chart_options import PerScheme
from ladder_sim.results.intervals import samples, t_quantile
from ladder_sim.results.own import confidence
from ladder_sim.results.run import Run
from ladder_sim.results.year_spread import in_bands

#: A panel with more grades than this adds the smallest up.
MOST_LINES = 9


@on_any_ground
def time_to_promotion(
    source: Drawable, ax: Axes | None = None, *, color: PerScheme = None, label: PerScheme = None
) -> Axes:
    """Of those who enter an entry grade, the share promoted out of it so far; leaving competes.

    Solid: promoted, with the 95 % interval of the mean; dotted, for up to three schemes: left before. Aalen–Johansen
    with delayed entry, all replications together, so that the curve at month 24 is ``promoted_within_24``.

    Parameters
    ----------
    source : a run, or a comparison
    ax : axes to draw on; None: new ones
    color, label : of a run one, of a comparison by scheme

    Raises
    ------
    LadderError
        It is neither a run nor a comparison, or a color or label fits no scheme.
    """
    with quiet(), chosen(ids_of(source), color, label):
        ax, picture = axes_or_new(ax, (8.5, max(4.6, 1.3 + 0.42 * len(runs_of(source)))))  # room for the legend
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
            mark, dashes = colors_of(source)[run.scheme.id]
            longest = max(longest, _incidence(ax, run, mark, dashes, left))
            handles.append(Line2D([], [], color=mark, ls=dashes, lw=1.8, label=both_ends(title_of(source, run), 30, 2)))
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


def _incidence(ax: Axes, run: Run, color: str, dashes: LineStyleType, left: bool) -> int:
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


def mean_band(values: Numbers) -> tuple[Floats, Floats]:
    """Mean by column and half the width of its 95 % interval (Student's t), shape (columns,) both.

    Of a table of shape (rows, columns); with one row the half width is 0.
    """
    n = len(values)
    if n < 2:
        return values.mean(axis=0), np.zeros(values.shape[1])
    return values.mean(axis=0), t_quantile(0.975, n - 1) * values.std(axis=0, ddof=1) / np.sqrt(n)


@on_any_ground
def headcount_by_grade(
    source: Drawable,
    ax: Axes | Sequence[Axes] | None = None,
    *,
    grades: Sequence[str] | None = None,
    color: ColorType | Mapping[str, ColorType] | None = None,
    label: PerScheme = None,
    level: float = 0.9,
) -> Axes | Panels:
    """People in each grade by month, a panel per scheme: the mean and the middle of the replications.

    Parameters
    ----------
    source : a run, or a comparison
    ax : of a run one, of a comparison as many as it has schemes, the baseline's first
    grades : ids of those to show, in the order of the ladder; default all, of many the smallest added up
    color : one for all, or by grade
    label : the name above a panel: of a run one, of a comparison by scheme
    level : how much of the replications the bands hold, 0 to 1

    Raises
    ------
    LadderError
        Fewer axes than schemes, a grade that no ladder has, or a level that is none.
    """
    runs, level = runs_of(source), confidence(level)
    wanted = wanted_grades(runs, grades, color)
    with quiet(), chosen(ids_of(source), None, label):
        if ax is not None:
            given = axes_given(ax, runs)
            for spot, run in zip(given, runs, strict=True):
                _headcount(spot, run, title_of(source, run), wanted, level)
                _labels(spot, run, spot.get_ylim()[1], wanted)
            return given[0] if isinstance(ax, Axes) else np.array(given, dtype=object).view(Panels)
        return _sheet(source, runs, wanted, level)


def axes_given(ax: Axes | Sequence[Axes], runs: Sequence[Run]) -> list[Axes]:
    """The reader's axes, one for each run.

    Raises
    ------
    LadderError
        There are fewer or more.
    """
    given: list[Axes] = list(np.ravel(np.asarray(ax, object)))
    if len(given) != len(runs):
        raise LadderError(
            tr("{got} axes for {n} schemes: give one for each, or draw one run: comparison['id']",
               "{n}个方案给了{got}个坐标轴：请各给一个，或只画一个方案：comparison['编号']", got=len(given),
               n=len(runs))
        )  # fmt: skip
    return given


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which grades to draw, None for all, and in the reader's own colors."""

    grades: tuple[str, ...] | None
    colors: Mapping[str, ColorType]
    others: ColorType = "#888888"  # of the grades that are added up


def wanted_grades(
    runs: Sequence[Run], grades: Sequence[str] | None, color: ColorType | Mapping[str, ColorType] | None
) -> Wanted:  # fmt: skip
    """Which grades the reader wants, in which colors.

    Raises
    ------
    LadderError
        A grade that no ladder has, or something that is no color.
    """
    known = list(dict.fromkeys(info.id for run in runs for info in run.axes.grades))
    asked = None if grades is None else (grades,) if isinstance(grades, str) else tuple(grades)
    if color is not None and not isinstance(color, Mapping):
        if not is_color_like(color):
            raise LadderError(
                tr("color {got!r} is not a color: one for all, such as 'teal', or by grade:"
                   " color={{'{grade}': 'teal'}}",
                   "color {got!r}不是颜色；可用一种颜色（如'teal'），或按职级给出：color={{'{grade}': 'teal'}}",
                   grade=known[0], got=color)
            )  # fmt: skip
        return replace(wanted_grades(runs, grades, dict.fromkeys(known, color)), others=color)
    if asked == ():
        raise LadderError(tr("grades: no grade to show; name some, or leave it out to show all",
                             "grades：没有要显示的职级；请列出职级，省略则显示全部"))  # fmt: skip
    for name in (*(asked or ()), *(color or {})):
        if name not in known:
            raise LadderError(tr("grade {name!r} is not on the ladder", "职级通道中没有职级{name!r}", name=name)
                              + (nearest(str(name), known) or tr("; known: {names}", "；可用：{names}",
                                                                 names=tr(", ", "、").join(known))))  # fmt: skip
    return Wanted(asked, color or {})


def _sheet(source: Drawable, runs: Sequence[Run], wanted: Wanted, level: float) -> Axes | Panels:
    columns = min(3, len(runs))
    rows = -(-len(runs) // columns)
    picture, grid = panels(rows, columns, (max(6.5, 4.2 * columns), 0.7 + 3.2 * rows), sharey=True)
    top = 0.0
    for i, spot in enumerate(grid.flat):
        if i < len(runs):
            _headcount(spot, runs[i], title_of(source, runs[i]), wanted, level)
            top = max(top, spot.get_ylim()[1])  # the panels share it, the last would win
            spot.tick_params(labelleft=i % columns == 0)
            spot.set_ylabel(tr("people", "人") if i % columns == 0 else "")
        else:
            spot.set_visible(False)
    for spot, run in zip(grid.flat, runs, strict=False):
        spot.set_ylim(0, top)
        _labels(spot, run, top, wanted)
    stamp(picture, source, tr("Lines: mean; bands: {low:g}–{high:g}% of replications{years}.",
                              "线：均值；色带：各次重复的{low:g}–{high:g}%范围{years}。",
                              low=round(50 * (1 - level), 4), high=round(50 * (1 + level), 4),
                              years=in_bands(runs)))  # fmt: skip
    return grid[0, 0] if len(runs) == 1 else grid


def _headcount(ax: Axes, run: Run, title: str, wanted: Wanted, level: float) -> None:
    months = np.arange(run.months + 1)
    highest = 1.0
    lines = _lines(run, wanted)
    if not lines:
        ax.text(0.5, 0.5, tr("none of these grades\non this ladder", "此通道中没有\n这些职级"), transform=ax.transAxes,
                ha="center", va="center", fontsize=SMALL)  # fmt: skip
    for _, counts, color in lines:
        low, high = np.quantile(counts, [round((1 - level) / 2, 12), round((1 + level) / 2, 12)], axis=0)
        ax.fill_between(months, low, high, color=color, alpha=0.13, lw=0)
        dressed(ax.plot(months, counts.mean(axis=0), color=color, lw=1.6))
        highest = max(highest, float(high.max()))
    ax.set_ylim(0, 1.04 * highest)
    ax.set_xlim(0, run.months)
    ax.set_title(both_ends(title, 36, 2))
    ax.set_xlabel(tr("month", "月份"))
    ax.set_ylabel(tr("people", "人"))
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True, steps=[1, 2, 3, 6, 10]))
    ax.grid(True, axis="y")


def _lines(run: Run, wanted: Wanted) -> list[tuple[str, Integers, ColorType]]:
    """Name, people by (replication, month) and color of each line; of many grades the smallest are added up."""
    counts, grades = run.counts.headcount, run.axes.grades
    if wanted.grades is not None:
        shown = [i for i, info in enumerate(grades) if info.id in wanted.grades]
        rest = []
    else:
        order = np.argsort(-counts.mean(axis=(0, 1)), kind="stable")
        few = len(grades) <= MOST_LINES
        shown = list(range(len(grades))) if few else sorted(int(i) for i in order[: MOST_LINES - 1])
        rest = [i for i in range(len(grades)) if i not in shown]
    colors = zip(shown, grade_shades(len(shown)), strict=True)
    made = [(str(grades[i].title), counts[:, :, i], wanted.colors.get(grades[i].id, color)) for i, color in colors]
    if rest:
        made.append(
            (tr("{n} other grades", "其余{n}个职级", n=len(rest)), counts[:, :, rest].sum(axis=2), wanted.others)
        )
    return made


def _labels(ax: Axes, run: Run, top: float, wanted: Wanted) -> None:
    """The grades' names at the end of their lines, moved apart where lines end close together."""
    lines = _lines(run, wanted)
    if not lines:
        return
    ends = [float(counts[:, -1].mean()) for _, counts, _ in lines]
    placed = apart(ends, top * min(0.075, 0.98 / len(lines)), 0, top)
    for (name, _, color), end, y in zip(lines, ends, placed, strict=True):
        ax.plot([1.0, 1.035], [end / top, y / top], color=color, lw=0.6, transform=ax.transAxes, clip_on=False)
        ax.text(
            1.045, y / top, ends_kept(name, 27), transform=ax.transAxes, va="center", ha="left", fontsize=SMALL,
            color=color,
        )  # fmt: skip


def grade_shades(n: int) -> list[ColorType]:
    """Grades from the lowest to the highest in ordered colors, dark to light but never pale."""
    return [mpl.colormaps["viridis"](x) for x in np.linspace(0, 0.78, n)]
