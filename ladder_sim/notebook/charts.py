"""The six charts of the explorer, each in two parts: what stands still and what moves."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.patches import Polygon

from ladder_sim.display import compact
from ladder_sim.notebook.panels import GHOST, TEXT, Limits, Panel, months_axis, outline, ticks
from ladder_sim.notebook.view import MOVED, View, band, by_year, grades, promoted, stops
from ladder_sim.plots.style import COLOURS, apart, fitted, width
from ladder_sim.units import UNITS
from ladder_sim.words import tr

MOST_GRADES, MOST_STOPS = 7, 7


def percent(value: float) -> str:
    return f"{value:g}%"


class ByYear(Panel):
    """A measure by year: the what-if with its 95 % band, the baseline as a ghost, the others as thin lines."""

    def __init__(self, measure: str, *, share: bool) -> None:
        super().__init__()
        if not share:
            self.rect = (0.2, 0.185, 0.76, 0.595)  # amounts of money are wide
        self.name, self.share = measure, share
        self.limits = Limits(zero=share)

    def title(self, view: View) -> tuple[str, str]:
        meant = view.now.known[self.name]
        if self.share:
            return str(meant.title), tr("% of the average headcount, by year", "占平均人数的百分比，按年")
        return str(meant.title), tr("{unit}, by year", "{unit}，按年", unit=UNITS[meant.unit])

    def measure(self, view: View) -> None:
        scale = 100.0 if self.share else 1.0
        self.lines = [band(scale * by_year(run, self.name)) for run in view.runs]

    def frame(self, view: View) -> Hashable:
        mean, half = self.lines[0]
        return self.limits.hold([mean - half, mean + half, *(line for line, _ in self.lines[1:])]), len(mean)

    def build(self, view: View) -> None:
        years = np.arange(1, len(self.lines[0][0]) + 1)
        one = len(years) == 1
        self.ax.set_xlim(0.7, max(len(years) + 0.3, 1.3))
        self.ax.set_xticks(years)
        self.ax.set_xlabel(tr("year", "年份"), fontsize=TEXT["label"], labelpad=2)
        self.ax.set_ylim(self.limits.low, self.limits.high)
        ticks(self.ax, percent if self.share else compact)
        for (mean, _), colour in zip(self.lines[1:], view.colours[1:], strict=True):
            style = GHOST if colour == view.colours[1] else {"lw": 1.4}
            self.ax.plot(years, mean, color=colour, marker="o" if one else None, ms=4, **style)
        self.band = Polygon(np.zeros((3, 2)), closed=True, fc=view.colours[0], alpha=0.18, lw=0)
        self.ax.add_patch(self.band)
        (self.line,) = self.ax.plot([], [], color=view.colours[0], lw=2.2, marker="o", ms=4.5)
        self.moving = [self.band, self.line]

    def move(self, view: View) -> None:
        mean, half = self.lines[0]
        years = np.arange(1, len(mean) + 1)
        self.line.set_data(years, mean)
        self.band.set_xy(outline(years, mean - half, mean + half))


class Headcount(Panel):
    """People in each grade by month; the baseline's dashed in the same colour, in grey where it has other grades."""

    rect = (0.115, 0.185, 0.525, 0.595)

    def __init__(self) -> None:
        super().__init__()
        self.limits = Limits()

    def title(self, view: View) -> tuple[str, str]:
        return tr("Headcount by grade", "各职级人数"), tr("people at the end of the month; dashed: baseline",
                                                       "月末人数；虚线：基准")  # fmt: skip

    def measure(self, view: View) -> None:
        self.now, self.ghost = grades(view.now, MOST_GRADES), grades(view.baseline, MOST_GRADES)

    def frame(self, view: View) -> Hashable:
        held = self.limits.hold([line for _, _, line in (*self.now, *self.ghost)])
        return held, tuple(name for name, _, _ in self.now), view.now.months

    def build(self, view: View) -> None:
        shades = dict(zip((name for name, _, _ in self.now), _shades(len(self.now)), strict=True))
        self.ax.set_ylim(self.limits.low, self.limits.high)
        months_axis(self.ax, view.now.months, tr("month", "月份"))
        ticks(self.ax, lambda value: f"{value:g}")
        for name, _, line in self.ghost:
            self.ax.plot(line, color=shades.get(name, "#777777"), lw=1.2, ls=(0, (4, 2)), alpha=0.8)
        self.lines = [self.ax.plot([], [], color=colour, lw=1.9)[0] for colour in shades.values()]
        place: dict[str, Any] = {"transform": self.ax.transAxes, "va": "center", "fontsize": 9.0, "clip_on": False}
        self.names = [
            self.ax.text(1.03, 0, _middle(title, 19), color=colour, **place)
            for (_, title, _), colour in zip(self.now, shades.values(), strict=True)
        ]
        self.moving = [*self.lines, *self.names]

    def move(self, view: View) -> None:
        ends = [line[-1] / (self.limits.high - self.limits.low) for _, _, line in self.now]
        placed = apart(ends, min(0.098, 0.98 / max(len(ends), 1)), 0.0, 1.0)
        for (_, _, values), line, name, y in zip(self.now, self.lines, self.names, placed, strict=True):
            line.set_data(np.arange(len(values)), values)
            name.set_y(y)


class Wait(Panel):
    """The share promoted out of the entry grade by months in it; leaving competes."""

    def __init__(self) -> None:
        super().__init__()
        self.limits = Limits()

    def title(self, view: View) -> tuple[str, str]:
        return tr("Time to promotion", "晋升所需时间"), tr("% of entrants promoted out of the entry grade so far",
                                                        "进入入口职级者中已晋升的百分比")  # fmt: skip

    def measure(self, view: View) -> None:
        self.lines = [promoted(run) for run in view.runs]

    def frame(self, view: View) -> Hashable:
        _, mean, half = self.lines[0]
        return self.limits.hold([100 * (mean + half), *(100 * line for _, line, _ in self.lines[1:])]), view.now.months

    def build(self, view: View) -> None:
        self.ax.set_ylim(self.limits.low, self.limits.high)
        months_axis(self.ax, view.now.months, tr("months in the grade", "进入该级后的月数"))
        ticks(self.ax, percent)
        for (months, mean, _), colour in zip(self.lines[1:], view.colours[1:], strict=True):
            style = GHOST if colour == view.colours[1] else {"lw": 1.4}
            self.ax.plot(months, 100 * mean, color=colour, **style)
        self.band = Polygon(np.zeros((3, 2)), closed=True, fc=view.colours[0], alpha=0.18, lw=0)
        self.ax.add_patch(self.band)
        (self.line,) = self.ax.plot([], [], color=view.colours[0], lw=2.2)
        self.moving = [self.band, self.line]

    def move(self, view: View) -> None:
        months, mean, half = self.lines[0]
        self.line.set_data(months, 100 * mean)
        self.band.set_xy(outline(months, 100 * (mean - half), 100 * (mean + half)))


class Stops(Panel):
    """Why people were not promoted: of one promotion's reviews, the share that ended so; grey marks: the baseline."""

    rect = (0.49, 0.185, 0.47, 0.595)

    def title(self, view: View) -> tuple[str, str]:
        name = tr("no promotion reviewed", "没有晋升评审") if view.promotion is None else str(view.promotion.title)
        unit = tr("% of reviews, by the first rule that failed; grey: baseline",
                  "占评审人次的百分比，按首个未满足的条件；灰线：基准")  # fmt: skip
        return tr("Who is stopped: {move}", "受阻原因：{move}", move=name), unit

    def measure(self, view: View) -> None:
        info = view.promotion
        self.rows: list[tuple[str, str, int]] = []
        if info is None:
            self.now: dict[str, float] = {}
            self.ghost: dict[str, float] = {}
            return
        self.now, self.ghost = stops(view.now, info), stops(view.baseline, info)
        kinds = [0 if i < info.conditions else 2 if key == MOVED else 1 for i, key in enumerate(info.reason_ids)]
        found = list(zip(info.reason_ids, map(str, info.reasons), kinds, strict=True))
        largest = sorted(found, key=lambda row: -max(self.now.get(row[0], 0), self.ghost.get(row[0], 0), row[2] == 2))
        kept = {row[0] for row in largest[:MOST_STOPS] if row[2] != 1 or self.now.get(row[0], 0) > 0.0005}
        self.rows = [row for row in found if row[0] in kept]

    def frame(self, view: View) -> Hashable:
        return tuple(key for key, _, _ in self.rows), None if view.promotion is None else view.promotion.id

    def build(self, view: View) -> None:
        self.ax.grid(False)
        self.ax.grid(True, axis="x")
        self.ax.set_xlim(0, 124)
        self.ax.set_xticks([0, 50, 100], [percent(x) for x in (0, 50, 100)])
        n = max(len(self.rows), 4)
        self.ax.set_ylim(n - 0.45, -0.6)
        self.ax.set_yticks(range(len(self.rows)), [fitted(title, 24, 2) for _, title, _ in self.rows], fontsize=9.0)
        self.ax.tick_params(axis="y", length=0)
        self.ax.spines["left"].set_visible(False)
        for row, (key, _, _) in enumerate(self.rows):
            if key in self.ghost:
                self.ax.plot([100 * self.ghost[key]] * 2, [row - 0.42, row + 0.42], color="#555555", lw=1.8, zorder=5)
        colours = (COLOURS[0], COLOURS[5], COLOURS[2])
        self.bars = [
            self.ax.barh(row, 0, height=0.6, color=colours[kind], alpha=0.8, zorder=2)[0]
            for row, (_, _, kind) in enumerate(self.rows)
        ]
        self.figures = [self.ax.text(0, row, "", va="center", fontsize=9.2) for row in range(len(self.rows))]
        self.moving = [*self.bars, *self.figures]

    def move(self, view: View) -> None:
        for (key, _, _), bar, text in zip(self.rows, self.bars, self.figures, strict=True):
            share = 100 * self.now.get(key, 0.0)
            bar.set_width(share)
            text.set_text(f"{share:.1f}%")
            text.set_x(max(share, 100 * self.ghost.get(key, 0.0)) + 1.5)


def charts() -> list[Panel]:
    """The charts in the order of reading."""
    return [
        ByYear("promotion_rate", share=True),
        ByYear("turnover", share=True),
        ByYear("salary_cost", share=False),
        Headcount(),
        Wait(),
        Stops(),
    ]


def _shades(n: int) -> list[Any]:
    return [mpl.colormaps["viridis"](x) for x in np.linspace(0, 0.78, max(n, 1))]


def _middle(name: str, columns: int) -> str:
    """A name cut in its middle: grades often differ in their last word only."""
    if width(name) <= columns:
        return name
    start, end = name, name
    while width(start) > columns // 2:
        start = start[:-1]
    while width(end) > columns - width(start) - 1:
        end = end[1:]
    return f"{start.rstrip()}…{end.lstrip()}"
