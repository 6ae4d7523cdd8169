"""Waterfalls: from the baseline to an alternative, a bar for each part of the difference, with its range of luck."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ladder_sim.charts.ground import on_any_ground
from ladder_sim.charts.levels import numbered, unit_label
from ladder_sim.charts.style import SMALL, Picture, fitted, instead, panels, quiet, stamp
from ladder_sim.core.display import change, figure, sentences
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.needs import need
from ladder_sim.core.palette import BASELINE_COLOR, COLORS, GREEN, VERMILION
from ladder_sim.core.units import times_shown
from ladder_sim.results.split import Bar, Split
from ladder_sim.results.why import Why

GOOD, BAD, NEUTRAL = GREEN, VERMILION, "#7a8ba6"
ROW = 0.42  # inches a bar


@on_any_ground
def waterfalls(why: Why, scheme: str | None = None) -> Picture:
    """Both splits of an alternative beside each other: with the consequences of each part, and read off the run.

    Parameters
    ----------
    why : what `Comparison.why` gives
    scheme : the id of the alternative; None for the first

    Raises
    ------
    LadderError
        The scheme is not split.
    """
    need(why, Why, "why", Title("what comparison.why() returned", "comparison.why() 的结果"))
    chosen = why.schemes[0] if scheme is None else why.split(scheme).scheme
    splits = [why.split(chosen), why.split(chosen, "direct")]
    shown = [split for split in splits if split.missing is None] or splits[:1]
    rows = max(2 + len(_bars_shown(split)) for split in shown)
    with quiet():
        picture, grid = panels(1, len(shown), (6.2 * len(shown), 1.9 + ROW * rows))
        for ax, split in zip(grid.flat, shown, strict=True):
            waterfall(why, split, ax)
        picture.suptitle(_title(why, chosen), x=0.01, ha="left", fontsize=12)
        notes = [_how_to_read(shown), *(str(note) for note in splits[0].notes)]
        stamp(picture, why.comparison, *notes)
    return picture


def _title(why: Why, scheme: str) -> str:
    return tr("{measure}: from {b} to {s}", "{measure}：从{b}到{s}", measure=why.measure.title,
              b=why.comparison.short(why.comparison.baseline), s=why.comparison.short(scheme))  # fmt: skip


def _how_to_read(splits: Sequence[Split]) -> str:
    told = [tr("Thin lines: 95% intervals of the bars by luck.", "细线：各项的95%区间（随机波动）。")]
    if any(split.response for split in splits):
        told.append(tr("Gray: pay over the responses of leaving to pay that are thought possible.",
                       "灰色：离职对薪酬的反应在可能范围内变化时薪酬一项的范围。"))  # fmt: skip
    return sentences(*told)


def _bars_shown(split: Split) -> list[Bar]:
    """The bars that are not 0 for certain."""
    return [bar for bar in split.bars if not bar.equal and bar.values.any()]


def waterfall(why: Why, split: Split, ax: Axes) -> Axes:
    """One split as a waterfall; a sentence where there is none."""
    ax.set_title(_heading(split))
    if split.missing is not None:
        instead(ax, tr("cannot be split: {why}", "无法分解：{why}", why=split.missing))
        return ax
    unit = split.measure.unit
    scale = times_shown(unit)
    levels = [why.comparison[name].interval(split.measure.name).mean for name in (split.baseline, split.scheme)]
    start = levels[0] if not math.isnan(levels[0]) else 0.0
    bars, names = _bars_shown(split), [why.comparison.short(split.baseline)]
    ends = [start]
    _level(ax, 0, start, scale, unit, BASELINE_COLOR)
    at = start
    for row, bar in enumerate(bars, 1):
        _bar(ax, row, at, bar, scale, split)
        at += bar.range.mean
        before = at - bar.range.mean
        ends += [at, before + bar.range.low, before + bar.range.high]
        if bar.part.id == "pay" and split.response is not None:
            ends += [before + split.response.low, before + split.response.high]
        names.append(str(bar.part.title))
    _level(ax, len(bars) + 1, start + split.total.mean, scale, unit, COLORS[0])
    names.append(why.comparison.short(split.scheme))
    _frame(ax, [fitted(name, 24, 2) for name in names], [end * scale for end in ends], unit)
    return ax


def _heading(split: Split) -> str:
    if split.question == "consequences":
        return tr("With its consequences: parts exchanged and played", "含连带影响：交换各部分后模拟")
    return tr("Direct: read off the two runs", "直接：从两次模拟读出")


def _level(ax: Axes, row: int, value: float, scale: float, unit: str, color: str) -> None:
    ax.barh(row, value * scale, height=0.6, color=color, alpha=0.85)
    ax.annotate(figure(value, unit, short=True), (value * scale, row), xytext=(4, 0), textcoords="offset points",
                va="center", fontsize=SMALL)  # fmt: skip


def _bar(ax: Axes, row: int, at: float, bar: Bar, scale: float, split: Split) -> None:
    mean, found = bar.range.mean, bar.range
    better = split.measure.better
    color = NEUTRAL if better is None or not mean else GOOD if (mean > 0) == (better == "up") else BAD
    if bar.part.id == "pay" and split.response is not None:
        low, high = (scale * (at + end) for end in (split.response.low, split.response.high))
        ax.barh(row, high - low, left=low, height=0.86, color="#cccccc", alpha=0.55, zorder=1)
    ax.barh(row, mean * scale, left=at * scale, height=0.6, color=color, alpha=0.85, zorder=2)
    ax.plot([at * scale] * 2, [row - 1, row], color="#999999", lw=0.7, zorder=1)
    ends = [scale * (at + end) for end in (found.low, found.high)]
    ax.plot(ends, [row, row], color="#111111", lw=1.1, solid_capstyle="butt", zorder=3)
    right = max(*ends, at * scale, (at + mean) * scale)
    if bar.part.id == "pay" and split.response is not None:
        right = max(right, scale * (at + split.response.high))
    ax.annotate(change(mean, split.measure.unit, short=True), (right, row), xytext=(4, 0), textcoords="offset points",
                va="center", fontsize=SMALL)  # fmt: skip


def _frame(ax: Axes, names: Sequence[str], ends: Sequence[float], unit: str) -> None:
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    low, high = min(0.0, *ends), max(0.0, *ends)
    ax.set_xlim(low - 0.02 * (high - low), high + 0.22 * (high - low or 1))
    ax.xaxis.set_major_locator(MaxNLocator(5))
    numbered(ax.xaxis, unit)
    ax.set_xlabel(unit_label(unit))
    ax.grid(True, axis="x")
