"""Schemes over two measures with the intervals of both, the dominated ones gray; and how far each is from the best."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ladder_sim.analysis.statements import choosing as of_choice
from ladder_sim.charts.ground import on_any_ground
from ladder_sim.charts.levels import numbered, unit_label
from ladder_sim.charts.style import SMALL, Panels, Picture, axes_or_new, fitted, panels, quiet, stamp
from ladder_sim.core.i18n import tr
from ladder_sim.core.palette import BLUE, NEUTRAL_COLOR, ORANGE, VERMILION
from ladder_sim.core.problems import LadderError
from ladder_sim.core.signs import width
from ladder_sim.core.units import times_shown
from ladder_sim.results.choice import Chosen
from ladder_sim.results.dominance import Frontier, FrontierPlace, FrontierPoint
from ladder_sim.results.intervals import Interval
from ladder_sim.results.measure import Measure

_COLORS: dict[FrontierPlace, str] = {
    "frontier": BLUE,
    "dominated": NEUTRAL_COLOR,
    "unsure": ORANGE,
    "unknown": NEUTRAL_COLOR,
}
_MARKS: dict[FrontierPlace, str] = {"frontier": "o", "dominated": "X", "unsure": "D", "unknown": "o"}


def frontier_picture(frontier: Frontier) -> Picture:
    """The picture of `frontier_panels`, for reports."""
    drawn = frontier_panels(frontier)
    picture = drawn.figure if isinstance(drawn, Panels) else drawn.get_figure(root=True)
    assert isinstance(picture, Picture)
    return picture


def choice_picture(choice: Chosen) -> Picture:
    """The picture of `choice_bars`, for reports."""
    picture = choice_bars(choice).get_figure(root=True)
    assert isinstance(picture, Picture)
    return picture


@on_any_ground
def frontier_panels(frontier: Frontier, ax: Axes | None = None) -> Axes | Panels:
    """The schemes over two measures, their 95 % intervals as crosses; over three measures a panel for each pair.

    Parameters
    ----------
    frontier : what `frontier` found
    ax : axes to draw on, of two measures

    Raises
    ------
    LadderError
        There are three measures and one `ax`.
    """
    pairs = list(combinations(frontier.measures, 2))
    if ax is not None and len(pairs) > 1:
        raise LadderError(tr("this picture has {n} panels, it does not fit one ax",
                             "该图有{n}个分图，无法画在一个 ax 上", n=len(pairs)))  # fmt: skip
    with quiet():
        picture, axes = None, [ax]
        if ax is None:
            picture, grid = panels(1, len(pairs), (7.4 if len(pairs) == 1 else 5.2 * len(pairs), 5.2))
            axes = list(grid.flat)
        for (x, y), panel in zip(pairs, axes, strict=True):
            assert panel is not None
            _panel(frontier, x, y, panel)
        if picture is not None:
            stamp(picture, frontier, _how_to_read(frontier))
    drawn = [one for one in axes if one is not None]
    return drawn[0] if len(drawn) == 1 else np.asarray(drawn).view(Panels)


def _how_to_read(frontier: Frontier) -> str:
    told = tr("Crosses: 95% intervals of the means. Blue: on the frontier; gray: dominated; orange: left open by luck.",
              "十字：均值的95%区间。蓝色：位于前沿；灰色：被全面超过；橙色：随机波动下无法确定。")  # fmt: skip
    if len(frontier.measures) == 2:
        return told + tr(" Dotted: whoever lies behind this line is dominated by the means.",
                         "点线：按均值，位于此线之后的方案被全面超过。")  # fmt: skip
    return told + tr(" Dominance counts in all measures together.", "是否被超过按全部指标一并判断。")


def _panel(frontier: Frontier, x: str, y: str, ax: Axes) -> None:
    """One pair of measures."""
    scales = [times_shown(frontier.measures[name].unit) for name in (x, y)]
    there = [point for point in frontier.points if point.levels[x].n and point.levels[y].n]
    for point in there:
        across, up = point.levels[x], point.levels[y]
        color = _COLORS[point.place]
        ax.plot([across.low * scales[0], across.high * scales[0]], [up.mean * scales[1]] * 2, color=color, lw=1.3)
        ax.plot([across.mean * scales[0]] * 2, [up.low * scales[1], up.high * scales[1]], color=color, lw=1.3)
        ax.plot(across.mean * scales[0], up.mean * scales[1], _MARKS[point.place], color=color, ms=7, zorder=3)
    ax.margins(0.16)
    if len(frontier.measures) == 2:
        _staircase(frontier, x, y, there, ax)
    _names(x, y, scales, there, ax)
    _axes(frontier, x, y, ax)


def _staircase(frontier: Frontier, x: str, y: str, there: Sequence[FrontierPoint], ax: Axes) -> None:
    """The line behind which a scheme is dominated by the means."""
    best = [point for point in there if not point.by]
    if not best:
        return
    a, b = (times_shown(frontier.measures[name].unit) for name in (x, y))
    ends = sorted((point.levels[x].mean * a, point.levels[y].mean * b) for point in best)
    down = {name: frontier.better[name] == "down" for name in (x, y)}
    if not down[x]:
        ends = ends[::-1]
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    worst_x, worst_y = (right if down[x] else left), (high if down[y] else low)
    path = [(ends[0][0], worst_y), ends[0]]
    for before, after in pairwise(ends):
        path += [(after[0], before[1]), after]
    path.append((worst_x, ends[-1][1]))
    ax.plot([one[0] for one in path], [one[1] for one in path], ls=":", color="#888888", lw=1.1, zorder=1)
    ax.set_xlim(left, right)
    ax.set_ylim(low, high)


def _names(x: str, y: str, scales: Sequence[int], there: Sequence[FrontierPoint], ax: Axes) -> None:
    """Names beside the points: of the four corners and three heights the first that lies on least."""
    crosses = [_cross(point, x, y, scales, ax) for point in there]
    taken: list[_Box] = []
    for point, (_, _, across, up) in zip(there, crosses, strict=True):
        text = fitted(point.title, 26, 2)
        wide = max(width(line) for line in text.split("\n")) * 0.0135
        tall = 0.05 * (1 + text.count("\n"))
        sides = (-1, 1) if across > 0.6 else (1, -1)
        best: tuple[int, _Box, int] | None = None
        for rise in (0.015, -tall - 0.015, 0.06, -tall - 0.06, 0.12):
            for side in sides:
                left = across + 0.015 if side > 0 else across - 0.015 - wide
                box = (left, left + wide, up + rise, up + rise + tall)
                hits = sum(_meet(box, other) for other in (*taken, *_lines(crosses)))
                hits += 2 * (left < 0 or left + wide > 1 or box[2] < 0 or box[3] > 1)
                if best is None or hits < best[0]:
                    best = (hits, box, side)
        assert best is not None
        taken.append(best[1])
        ax.text(best[1][0] if best[2] > 0 else best[1][1], best[1][2], text, transform=ax.transAxes, va="bottom",
                ha="left" if best[2] > 0 else "right", fontsize=SMALL, color="#222222", zorder=4)  # fmt: skip


#: Left, right, low and high, in shares of the panel.
_Box = tuple[float, float, float, float]


def _cross(point: FrontierPoint, x: str, y: str, scales: Sequence[int], ax: Axes) -> tuple[_Box, _Box, float, float]:
    """The two lines of a point's intervals, and its middle, in shares of the panel."""
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    across, up = point.levels[x], point.levels[y]
    a = [(end * scales[0] - left) / (right - left) for end in (across.mean, across.low, across.high)]
    b = [(end * scales[1] - low) / (high - low) for end in (up.mean, up.low, up.high)]
    thick = 0.012
    return (a[1], a[2], b[0] - thick, b[0] + thick), (a[0] - thick, a[0] + thick, b[1], b[2]), a[0], b[0]


def _lines(crosses: Sequence[tuple[_Box, _Box, float, float]]) -> list[_Box]:
    return [line for cross in crosses for line in cross[:2]]


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def _axes(frontier: Frontier, x: str, y: str, ax: Axes) -> None:
    for name, axis, label in ((x, ax.xaxis, ax.set_xlabel), (y, ax.yaxis, ax.set_ylabel)):
        axis.set_major_locator(MaxNLocator(5))
        numbered(axis, frontier.measures[name].unit)
        label(_with_direction(frontier.measures[name], frontier.better[name] == "up"))
    ax.grid(True)


def _with_direction(measure: Measure, up: bool) -> str:
    way = tr("higher is better", "越高越好") if up else tr("lower is better", "越低越好")
    return tr("{title}, {unit} ({way})", "{title}，{unit}（{way}）", title=measure.title, unit=unit_label(measure.unit),
              way=way)  # fmt: skip


@on_any_ground
def choice_bars(choice: Chosen, ax: Axes | None = None) -> Axes:
    """Every scheme's paired difference from the leader with its 95 % interval, beside the difference that matters.

    Parameters
    ----------
    choice : what `choose` gave
    ax : axes to draw on; None: new ones
    """
    by = choice.criterion
    single = next(iter(by.measures.values())) if by.kind == "single" else None
    sign = -1.0 if single is not None and single.better == "down" else 1.0
    scale = sign * (times_shown(single.unit) if single is not None else 1)
    order = [choice.leader, *(row.scheme for row in sorted(choice.contenders, key=lambda one: -one.score.mean)
                              if row.scheme != choice.leader)]  # fmt: skip
    with quiet():
        ax, picture = axes_or_new(ax, (7.4, 1.7 + 0.42 * max(3, len(order))))
        ax.axvspan(-by.matters * scale, by.matters * scale, color="#e6e6e6", lw=0, zorder=0)
        ax.axvline(0, color="#666666", lw=0.9)
        for row, scheme in enumerate(order):
            _bar(choice, scheme, row, scale, ax)
        ax.set_yticks(range(len(order)), [fitted(str(choice.contender(s).title), 30, 2) for s in order])
        ax.set_ylim(len(order) - 0.4, -0.6)
        ax.set_title(fitted(of_choice.title(choice), 70, 2))
        ax.set_xlabel(_score_label(choice, single))
        if single is not None and not single.unit.startswith("share"):
            numbered(ax.xaxis, single.unit)
        elif by.kind == "worth":
            numbered(ax.xaxis, "money a year")
        if picture is not None:
            stamp(picture, choice, tr("Line: 95% interval of the paired difference. Gray: less than matters."
                                      " Red: beaten.",
                                      "线：配对差值的95%区间。灰带：小于有意义的幅度。红色：已落后。"))  # fmt: skip
    return ax


def _bar(choice: Chosen, scheme: str, row: int, scale: float, ax: Axes) -> None:
    one = choice.contender(scheme)
    color = BLUE if one.beaten_by is None else VERMILION
    found: Interval = one.score
    if scheme != choice.leader:
        ax.plot([found.low * scale, found.high * scale], [row, row], color=color, lw=2)
    ax.plot([found.mean * scale], [row], "o", color=color, ms=6)


def _score_label(choice: Chosen, single: Measure | None) -> str:
    leader = choice.contender(choice.leader).title
    if single is not None:
        unit = tr("percentage points", "百分点") if single.unit.startswith("share") else unit_label(single.unit)
        return tr("{m}, difference from {s}, {unit}", "{m}，与{s}之差，{unit}", m=single.title, s=leader, unit=unit)
    if choice.criterion.kind == "worth":
        return tr("worth a year, difference from {s}", "每年价值，与{s}之差", s=leader)
    return tr(
        "weighed score, difference from {s}, in what matters", "加权得分，与{s}之差（以有意义的差值为单位）", s=leader
    )
