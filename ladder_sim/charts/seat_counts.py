"""Seats: how many a grade has, how many are taken, and how many stand open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from ladder_sim.charts.ground import on_any_ground
from ladder_sim.charts.look import chosen
from ladder_sim.charts.paths import mean_band
from ladder_sim.charts.style import (
    SMALL,
    Drawable,
    Panels,
    both_ends,
    ends_kept,
    ids_of,
    panels,
    quiet,
    runs_of,
    stamp,
    title_of,
)
from ladder_sim.core.display import number
from ladder_sim.core.i18n import tr
from ladder_sim.core.palette import COLORS
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.results.chart_options import PerScheme
from ladder_sim.results.intervals import Interval, mean_interval
from ladder_sim.results.run import Run

TAKEN, OPEN, LIMIT = COLORS[0], "#f2e3cf", "#222222"


@dataclass(frozen=True, slots=True)
class Seated:
    """A grade's seats, mean over months; `open` counts no month in which it holds more people than seats."""

    grade: int
    name: str
    seats: Interval
    taken: Interval
    open: Interval


def seats_by_grade(run: Run) -> list[Seated]:
    """Every grade that had seats, from the lowest to the highest."""
    table = run.counts.seats
    made = []
    for i in np.flatnonzero(table.any(axis=(0, 1, 3))):
        there, taken = (table[:, :, i, k].astype(np.float64) for k in (0, 1))
        parts = (there, taken, np.maximum(there - taken, 0))
        intervals = (mean_interval(part.mean(axis=1)) for part in parts)
        made.append(Seated(int(i), str(run.axes.grades[i].title), *intervals))
    return made


@on_any_ground
def seats(
    source: Drawable, ax: Axes | None = None, *, grade: str | None = None, label: PerScheme = None
) -> Axes | Panels:
    """Seats required and seats taken, by grade, a panel per scheme; of one grade by month.

    The bar is what is taken by people (also of grades that share the seats) or promised to people, the pale part what
    is open, and the mark the number of seats: means over months and replications, with 95 % intervals.

    Parameters
    ----------
    source : a run, or a comparison
    ax : axes to draw on, for one panel; None: new ones
    grade : id of the one whose months are shown; None: all grades
    label : the name of a scheme: of a run one, of a comparison by scheme

    Raises
    ------
    LadderError
        No grade has a limited number of seats, or the grade named has not.
    """
    runs = [run for run in runs_of(source) if _has(run, grade)]
    if not runs:
        raise LadderError(_why_none(source, grade))

    def draw(spot: Axes, run: Run, rows: int = 0) -> None:
        if grade is None:
            _by_grade(spot, run, rows)
        else:
            _by_month(spot, run, grade)
        spot.set_title(both_ends(title_of(source, run), 44, 2))

    with quiet(), chosen(ids_of(source), None, label):
        if ax is not None:
            draw(ax, runs[0])
            return ax
        columns = min(2, len(runs))
        rows = -(-len(runs) // columns)
        bars = [len(seats_by_grade(run)) for run in runs]
        longest = [max(bars[i : i + columns]) for i in range(0, len(runs), columns)]
        lines = [3.2 if grade else 1.2 + 0.4 * bar for bar in longest]
        wide = 7.5 if columns == 1 else 5.7 * columns
        picture, grid = panels(rows, columns, (wide, 0.8 + sum(lines)), height_ratios=lines, sharex=bool(grade),
                               sharey=bool(grade))  # fmt: skip
        for i, (spot, run) in enumerate(zip(grid.flat, runs, strict=False)):
            draw(spot, run, longest[i // columns])
            spot.tick_params(labelbottom=True)
        for spot in grid.flat[len(runs) :]:
            spot.set_visible(False)
        _legend(grid[0, 0], monthly=grade is not None)
        stamp(picture, source, *_notes(source, runs, monthly=grade is not None))
    return grid[0, 0] if len(runs) == 1 else grid


def _code(run: Run, grade: str) -> int | None:
    return next((i for i, info in enumerate(run.axes.grades) if info.id == grade), None)


def _has(run: Run, grade: str | None) -> bool:
    if grade is None:
        return bool(run.counts.seats.any())
    code = _code(run, grade)
    return code is not None and bool(run.counts.seats[:, :, code].any())


def _why_none(source: Drawable, grade: str | None) -> str:
    if grade is None:
        return tr("no grade has a limited number of seats here; `seats: 5` in a scheme's ladder gives it some",
                  "没有职级限定编制数；在方案的 ladder 中用 `seats: 5` 可限定")  # fmt: skip
    known = list(dict.fromkeys(run.axes.grades[found.grade].id for run in runs_of(source)
                               for found in seats_by_grade(run)))  # fmt: skip
    return tr("grade {grade!r} has no seats of its own; a grade with seats is needed",
              "职级{grade!r}没有自己的编制，需要有编制限制的职级", grade=grade) + nearest(grade, known)  # fmt: skip


def _notes(source: Drawable, runs: list[Run], *, monthly: bool) -> tuple[str, ...]:
    without = [title_of(source, run) for run in runs_of(source) if run not in runs]
    names = tr(", ", "、").join(without)
    left_out = tr("No such seats: {names}.", "无此编制：{names}。", names=names) if without else ""
    if monthly:
        return tr("Lines: mean after the month's reviews; bands: 95% interval of the mean.",
                  "线：每月评审后的均值；色带：均值的95%区间。"), left_out  # fmt: skip
    return tr("Means over months, after the month's reviews; lines: 95% interval of what is taken. Taken counts people"
              " and what is promised to people.",
              "各月评审后的均值；线段：已占用数的95%区间。已占用含已定未到岗。"), left_out  # fmt: skip


def _by_grade(ax: Axes, run: Run, room: int) -> None:
    """Bars of one scheme; with room for so many, so that bars are equally thick in every panel."""
    rows = seats_by_grade(run)
    for row, found in enumerate(rows):
        ax.barh(row, found.taken.mean, height=0.6, color=TAKEN, alpha=0.75)
        ax.barh(row, found.open.mean, left=found.taken.mean, height=0.6, color=OPEN, ec="#b08a4f", lw=0.6, hatch="//")
        ax.plot([found.seats.mean] * 2, [row - 0.4, row + 0.4], color=LIMIT, lw=2.2, solid_capstyle="butt")
        ax.plot([found.taken.low, found.taken.high], [row, row], color="#222222", lw=1.2)
        ends = [found.seats.mean, found.taken.mean, found.taken.high]
        ax.annotate(_told(found), (float(np.nanmax(ends)), row), xytext=(5, 0), textcoords="offset points",
                    va="center", fontsize=SMALL)  # fmt: skip
    ax.set_yticks(range(len(rows)), [ends_kept(found.name, 26) for found in rows])
    ax.set_ylim(len(rows) - max(room, len(rows)) - 0.6, len(rows) - 0.4)
    ax.tick_params(axis="y", length=0)
    ax.set_xlim(0, 1.5 * max(max(found.seats.mean, found.taken.mean) for found in rows))
    ax.set_xlabel(tr("seats", "编制数"))
    ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    ax.grid(True, axis="x")


def _told(found: Seated) -> str:
    """The open seats, with half the width of their interval."""
    half = "" if np.isnan(found.open.half) else f" ±{number(found.open.half, 1)}"
    return tr("{open} of {all} open", "空缺 {open} / {all}", open=number(found.open.mean, 1) + half,
              all=number(found.seats.mean, 1))  # fmt: skip


def _by_month(ax: Axes, run: Run, grade: str) -> None:
    code = _code(run, grade)
    assert code is not None
    months = np.arange(1, run.months + 1)
    there, taken = (run.counts.seats[:, :, code, k].astype(np.float64) for k in (0, 1))
    limit, held = there.mean(axis=0), taken.mean(axis=0)
    ax.fill_between(months, held, limit, where=(held <= limit).tolist(), color=OPEN, lw=0, step="mid")
    for values, color, wide in ((there, LIMIT, 1.4), (taken, TAKEN, 1.9)):
        mean, half = mean_band(values)
        ax.step(months, mean, where="mid", color=color, lw=wide)
        ax.fill_between(months, mean - half, mean + half, step="mid", color=color, alpha=0.2, lw=0)
    ax.set_xlim(1, max(2, run.months))
    ax.set_ylim(0, 1.12 * max(float(limit.max()), float(held.max()), *ax.get_ylim()))
    ax.set_xlabel(tr("month", "月份"))
    ax.set_ylabel(tr("seats: {grade}", "编制数：{grade}", grade=ends_kept(str(run.axes.grades[code].title), 24)))
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True, steps=[1, 2, 3, 6, 10]))
    ax.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    ax.grid(True, axis="y")


def _legend(ax: Axes, *, monthly: bool) -> None:
    """Above the first panel's bars, in the figure's upper margin."""
    limit = Line2D([], [], color=LIMIT, lw=1.4 if monthly else 2.2, label=tr("seats", "编制"))
    taken: Artist = Line2D([], [], color=TAKEN, lw=1.9) if monthly else Patch(color=TAKEN, alpha=0.75)
    taken.set_label(tr("taken or promised", "已占用或已定"))
    free = Patch(fc=OPEN, ec="#b08a4f" if not monthly else OPEN, lw=0.6, hatch="" if monthly else "//",
                 label=tr("open", "空缺"))  # fmt: skip
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.legend(handles=[limit, taken, free], loc="outside upper left", ncols=3)
