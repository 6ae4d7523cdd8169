"""The six charts of the explorer, each in two parts: what stands still and what moves."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import matplotlib as mpl
import numpy as np
from matplotlib.patches import Polygon
from matplotlib.typing import ColorType

from ladder_sim.analysis.why_not import outcomes
from ladder_sim.charts.style import StyleValue, fitted
from ladder_sim.core.arrays import Floats, Integers, Numbers
from ladder_sim.core.display import compact
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.palette import COLORS
from ladder_sim.core.signs import width
from ladder_sim.core.units import unit_name
from ladder_sim.notebook.panels import GHOST, TEXT, AnyPanel, Limits, PanelScene, ViewPanel, months_axis, outline, ticks
from ladder_sim.notebook.view import MOVED, ExplorerView, band, by_year, grades, promoted, stops
from ladder_sim.plan.program import unmet

MOST_GRADES, MOST_STOPS = 7, 7
RARE = 0.0005  # of the reviews


def percent(value: float) -> str:
    """A number of per cent as a label."""
    return f"{value:g}%"


LineData = tuple[Floats, Floats]  # a mean and half the width of its interval, by year or month


class ByYear(ViewPanel[list[LineData]]):
    """A measure by year: the what-if with its 95 % band, the baseline as a ghost, the others as thin lines."""

    def __init__(self, measure: str, *, share: bool) -> None:
        super().__init__()
        if not share:
            self.rect = (0.2, 0.185, 0.76, 0.595)  # amounts of money are wide
        self.name, self.share = measure, share
        self.limits = Limits(zero=share)

    def title(self, view: ExplorerView) -> tuple[str, str]:
        meant = view.now.known[self.name]
        if self.share:
            return str(meant.title), tr("% of the average headcount, by year", "占平均人数%，分年")
        return str(meant.title), tr("{unit}, by year", "{unit}，分年", unit=unit_name(meant.unit))

    def measure(self, view: ExplorerView) -> list[LineData]:
        scale = 100.0 if self.share else 1.0
        return [band(scale * by_year(run, self.name)) for run in view.runs]

    def frame(self, view: ExplorerView, data: list[LineData]) -> Hashable:
        mean, half = data[0]
        return self.limits.hold([mean - half, mean + half, *(line for line, _ in data[1:])]), len(mean)

    def build(self, scene: PanelScene, view: ExplorerView, data: list[LineData]) -> None:
        years = np.arange(1, len(data[0][0]) + 1)
        one = len(years) == 1  # a line of one point would not be seen
        scene.ax.set_xlim(0.7, max(len(years) + 0.3, 1.3))
        scene.ax.set_xticks(years)
        scene.ax.set_xlabel(tr("year", "年份"), fontsize=TEXT["label"], labelpad=2)
        scene.ax.set_ylim(self.limits.low, self.limits.high)
        ticks(scene.ax, percent if self.share else compact)
        _ghosts(scene, view, [(years, mean) for mean, _ in data[1:]], marker="o" if one else None)
        _band_and_line(scene, view, marker="o", ms=4.5)

    def move(self, scene: PanelScene, view: ExplorerView, data: list[LineData]) -> None:
        mean, half = data[0]
        years = np.arange(1, len(mean) + 1)
        scene.moving["line"].set_data(years, mean)
        scene.moving["band"].set_xy(outline(years, mean - half, mean + half))


Grades = list[tuple[str, str, Floats]]  # id, title, people by month


class Headcount(ViewPanel[tuple[Grades, Grades]]):
    """People in each grade by month; the baseline's dashed in the same color, in gray where it has other grades."""

    rect = (0.115, 0.185, 0.525, 0.595)

    def title(self, view: ExplorerView) -> tuple[str, str]:
        return tr("Headcount by grade", "各职级人数"), tr("people at the end of the month; dashed: baseline",
                                                       "月末人数；虚线：基准方案")  # fmt: skip

    def measure(self, view: ExplorerView) -> tuple[Grades, Grades]:
        return grades(view.now, MOST_GRADES), grades(view.baseline, MOST_GRADES)

    def frame(self, view: ExplorerView, data: tuple[Grades, Grades]) -> Hashable:
        now, ghost = data
        held = self.limits.hold([line for _, _, line in (*now, *ghost)])
        return held, tuple(name for name, _, _ in now), view.now.months

    def build(self, scene: PanelScene, view: ExplorerView, data: tuple[Grades, Grades]) -> None:
        now, ghost = data
        shades = dict(zip((name for name, _, _ in now), _shades(len(now)), strict=True))
        scene.ax.set_ylim(self.limits.low, self.limits.high)
        months_axis(scene.ax, view.now.months, tr("month", "月份"))
        ticks(scene.ax, lambda value: f"{value:g}")
        for name, _, line in ghost:
            scene.ax.plot(line, color=shades.get(name, "#777777"), lw=1.2, ls=(0, (4, 2)), alpha=0.8)
        # the names stand still, the highest grade on top, so that they can be read while the lines move
        for place, (name, title, _) in zip(np.linspace(0.96, 0.04, max(len(now), 7)), reversed(now), strict=False):
            scene.ax.text(
                1.04, place, _middle(title, 19), color=shades[name], transform=scene.ax.transAxes, va="center",
                fontsize=9.2, clip_on=False,
            )  # fmt: skip
        for name, color in shades.items():
            scene.moving[name] = scene.ax.plot([], [], color=color, lw=1.9)[0]

    def move(self, scene: PanelScene, view: ExplorerView, data: tuple[Grades, Grades]) -> None:
        for name, _, people in data[0]:
            scene.moving[name].set_data(np.arange(len(people)), people)


WaitCurves = list[tuple[Integers, Floats, Floats]]  # months, share promoted by then, half the width of its interval


class Wait(ViewPanel[WaitCurves]):
    """The share promoted out of the entry grade by months in it; leaving competes."""

    def title(self, view: ExplorerView) -> tuple[str, str]:
        return tr("Time to promotion", "晋升所需时间"), tr("% of entrants promoted out of the entry grade so far",
                                                        "进入起始职级者中已晋升的%")  # fmt: skip

    def measure(self, view: ExplorerView) -> WaitCurves:
        return [promoted(run) for run in view.runs]

    def frame(self, view: ExplorerView, data: WaitCurves) -> Hashable:
        _, mean, half = data[0]
        return self.limits.hold([100 * (mean + half), *(100 * line for _, line, _ in data[1:])]), view.now.months

    def build(self, scene: PanelScene, view: ExplorerView, data: WaitCurves) -> None:
        scene.ax.set_ylim(self.limits.low, self.limits.high)
        months_axis(scene.ax, view.now.months, tr("months in the grade", "任现职级月数"))
        ticks(scene.ax, percent)
        _ghosts(scene, view, [(months, 100 * mean) for months, mean, _ in data[1:]])
        _band_and_line(scene, view)

    def move(self, scene: PanelScene, view: ExplorerView, data: WaitCurves) -> None:
        months, mean, half = data[0]
        scene.moving["line"].set_data(months, 100 * mean)
        scene.moving["band"].set_xy(outline(months, 100 * (mean - half), 100 * (mean + half)))


@dataclass(frozen=True, slots=True)
class Reasons:
    """The rows of the last chart, and the shares of the what-if and of the baseline by reason."""

    rows: tuple[tuple[str, str, int], ...]  # reason, title, kind: a condition, what came after, moved
    now: Mapping[str, float]
    ghost: Mapping[str, float]


class StopsChart(ViewPanel[Reasons]):
    """Why people were not promoted: of one promotion's reviews, the share that ended so; gray marks: the baseline."""

    rect = (0.49, 0.185, 0.47, 0.595)

    def title(self, view: ExplorerView) -> tuple[str, str]:
        name = tr("no promotion reviewed", "没有晋升评审") if view.promotion is None else str(view.promotion.title)
        unit = tr("% of reviews, by the first rule not met (\N{BALLOT X}); gray: baseline",
                  "占评审人次的%，按首个未满足的条件（\N{BALLOT X}）；灰线：基准方案")  # fmt: skip
        return tr("Who is stopped: {move}", "受阻原因：{move}", move=name), unit

    def measure(self, view: ExplorerView) -> Reasons:
        info = view.promotion
        if info is None:
            return Reasons((), {}, {})
        now, ghost = stops(view.now, info.id), stops(view.baseline, info.id)
        kinds = [0 if i < info.conditions else 2 if key == MOVED else 1 for i, key in enumerate(info.reason_ids)]
        found = list(zip(info.reason_ids, outcomes(view.now, info), kinds, strict=True))
        # conditions and the moved always have a row, what else came after only where it is more than rare
        there = [row for row in found if row[2] != 1 or max(now.get(row[0], 0), ghost.get(row[0], 0)) > RARE]
        largest = sorted(there, key=lambda row: -max(now.get(row[0], 0), ghost.get(row[0], 0), row[2] == 2))
        return Reasons(tuple(row for row in found if row in largest[:MOST_STOPS]), now, ghost)

    def frame(self, view: ExplorerView, data: Reasons) -> Hashable:
        return data.rows, None if view.promotion is None else view.promotion.id

    def build(self, scene: PanelScene, view: ExplorerView, data: Reasons) -> None:
        ax = scene.ax
        ax.grid(False)
        ax.grid(True, axis="x")
        ax.set_xlim(0, 124)
        ax.set_xticks([0, 50, 100], [percent(x) for x in (0, 50, 100)])
        ax.set_ylim(max(len(data.rows), 4) - 0.45, -0.6)
        lines = 2 if len(data.rows) <= 4 else 1  # of more rows, two lines each would run into one another
        labels = [fitted(_short_outcome(title), 24, lines) for _, title, _ in data.rows]
        ax.set_yticks(range(len(data.rows)), labels, fontsize=9.0)
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        colors = (COLORS[0], COLORS[5], COLORS[2])
        for row, (key, _, kind) in enumerate(data.rows):
            if key in data.ghost:
                ax.plot([100 * data.ghost[key]] * 2, [row - 0.42, row + 0.42], color="#555555", lw=1.8, zorder=5)
            scene.moving[f"bar {key}"] = ax.barh(row, 0, height=0.6, color=colors[kind], alpha=0.8, zorder=2)[0]
            scene.moving[f"share {key}"] = ax.text(0, row, "", va="center", fontsize=9.2)

    def move(self, scene: PanelScene, view: ExplorerView, data: Reasons) -> None:
        for key, _, _ in data.rows:
            share = 100 * data.now.get(key, 0.0)
            scene.moving[f"bar {key}"].set_width(share)
            text = scene.moving[f"share {key}"]
            text.set_text(f"{share:.1f}%")
            text.set_x(max(share, 100 * data.ghost.get(key, 0.0)) + 1.5)


def _short_outcome(title: str) -> str:
    """An outcome for a narrow margin: a condition that was not met is marked by a cross, which the unit explains."""
    said = str(unmet(Title("", "")))
    return f"\N{BALLOT X} {title.removeprefix(said)}" if title.startswith(said) else title


def _ghosts(
    scene: PanelScene, view: ExplorerView, lines: Sequence[tuple[Numbers, Numbers]], **style: StyleValue
) -> None:
    """The baseline's line and those beside it, which stand still."""
    for i, ((x, y), color) in enumerate(zip(lines, view.colors[1:], strict=True)):
        scene.ax.plot(x, y, color=color, ms=4, **({"lw": 1.4} if i else GHOST), **style)


def _band_and_line(scene: PanelScene, view: ExplorerView, **style: StyleValue) -> None:
    """The what-if's line with the 95 % band around it, which move."""
    band_ = Polygon(np.zeros((3, 2)), closed=True, fc=view.colors[0], alpha=0.18, lw=0)
    scene.ax.add_patch(band_)
    scene.moving["band"] = band_
    scene.moving["line"] = scene.ax.plot([], [], color=view.colors[0], lw=2.2, **style)[0]


def charts() -> list[AnyPanel]:
    """The charts in the order of reading."""
    return [
        ByYear("advancement_rate", share=True),
        ByYear("turnover", share=True),
        ByYear("salary_cost", share=False),
        Headcount(),
        Wait(),
        StopsChart(),
    ]


def _shades(n: int) -> list[ColorType]:
    return [mpl.colormaps["viridis"](x) for x in np.linspace(0, 0.72, max(n, 1))]


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
