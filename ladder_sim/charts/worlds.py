"""Joint worlds in pictures: how differences spread over sets of assumptions, and what is worth knowing first."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ladder_sim.analysis.statements.worlds import WORTH, summary
from ladder_sim.charts.ground import on_any_ground
from ladder_sim.charts.style import SMALL, Picture, colors_of, fitted, instead, panels, quiet, stamp
from ladder_sim.core.display import compact
from ladder_sim.core.i18n import tr
from ladder_sim.core.palette import COLORS
from ladder_sim.core.units import times_shown, unit_name
from ladder_sim.doubt.worlds import RANGE, Worlds

NAMED = 8  # assumptions shown


@on_any_ground
def world_panels(worlds: Worlds) -> Picture:
    """The differences of every alternative over the worlds, the chance of being best, what knowing is worth.

    Parameters
    ----------
    worlds : what `Comparison.worlds` gave
    """
    with quiet():
        picture, grid = panels(1, 3, (14.0, 1.9 + max(3.0, 0.62 * len(worlds.comparison.schemes))),
                               gridspec_kw={"width_ratios": [1.5, 0.8, 1.1]})  # fmt: skip
        differences(worlds, grid[0, 0])
        chances(worlds, grid[0, 1])
        worth(worlds, grid[0, 2])
        said = summary(worlds)
        picture.suptitle(fitted(said[1 if worlds.ranked else 0].rstrip(".。"), 130), x=0.01, ha="left", fontsize=11.5)
        stamp(picture, worlds.comparison, said[0], _how_to_read())
    return picture


def _how_to_read() -> str:
    return tr("Dot: a world; thick line: nine of ten worlds; black line: 95% interval of the mean by luck.",
              "圆点：一种情景；粗线：九成情景；黑线：均值的95%区间（随机波动）。")  # fmt: skip


def differences(worlds: Worlds, ax: Axes) -> Axes:
    """A dot per world for each alternative, with both ranges."""
    unit = worlds.measures[0].unit
    scale = times_shown(unit)
    colors = colors_of(worlds.comparison)
    names = worlds.comparison.others
    for row, scheme in enumerate(names):
        found = worlds.spread(worlds.measures[0].name, scheme)
        there = found.worlds[~np.isnan(found.worlds)] * scale
        color = colors[scheme][0]
        rise = row + 0.16 + 0.3 * (np.arange(len(there)) * 0.618 % 1)  # spread out, the same each time
        ax.plot(there, rise, "o", ms=2.6, color=color, alpha=0.5, mew=0)
        low, high = (scale * found.quantile(share) for share in RANGE)
        ax.plot([low, high], [row, row], color=color, lw=5, alpha=0.55, solid_capstyle="butt")
        ax.plot([scale * found.mean.low, scale * found.mean.high], [row, row], color="#111111", lw=1.6)
        ax.plot([scale * found.mean.mean], [row], "o", ms=5, color="#111111")
    ax.axvline(0, color="#888888", lw=1)
    ax.set_yticks(range(len(names)), [fitted(worlds.comparison.short(name), 18, 2) for name in names])
    ax.set_ylim(len(names) - 0.4, -0.5)
    ax.set_title(tr("{m}: difference from {b}", "{m}：与{b}的差值", m=worlds.measures[0].title,
                    b=worlds.comparison.short(worlds.comparison.baseline)))  # fmt: skip
    ax.xaxis.set_major_locator(MaxNLocator(6))
    if unit.startswith("money"):
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: compact(value)))
    ax.set_xlabel(tr("percentage points", "百分点") if scale == 100 else unit_name(unit))
    ax.grid(True, axis="x")
    return ax


def chances(worlds: Worlds, ax: Axes) -> Axes:
    """In how large a share of the worlds each scheme is the best, and meets all targets."""
    if not worlds.ranked:
        instead(ax, tr("no direction of this measure is better", "该指标没有优劣方向"))
        return ax
    names, colors = worlds.comparison.baseline_first, colors_of(worlds.comparison)
    for row, scheme in enumerate(names):
        share = 100 * worlds.chance_best(scheme)
        ax.barh(row, share, height=0.55, color=colors[scheme][0], alpha=0.85)
        ax.annotate(
            f"{share:.0f}%", (share, row), xytext=(4, 0), textcoords="offset points", va="center", fontsize=SMALL
        )
        if worlds.targets:
            ax.plot([100 * worlds.meets_all(scheme)], [row], marker="D", ms=6, color="#222222", mec="white")
    ax.set_yticks(range(len(names)), [fitted(worlds.comparison.short(name), 18, 2) for name in names])
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_xlim(0, 118)
    ax.set_title(tr("Best in, % of worlds", "最优的情景占比（%）"))
    if worlds.targets:
        ax.set_xlabel(tr("diamond: all targets met", "菱形：全部达标占比"))
    return ax


def worth(worlds: Worlds, ax: Axes) -> Axes:
    """What knowing an assumption would gain; gray where chance shows as much."""
    shown = [one for one in worlds.worth if one.gain > 0][:NAMED]
    sure = [one for one in shown if one.sure]
    if not sure:
        instead(ax, tr("no one assumption is worth measuring: knowing it would not change the choice by more than"
                       " chance", "没有哪一项假设值得单独查明：对选择的改变不超出偶然"))  # fmt: skip
        return ax
    unit = worlds.measures[0].unit
    scale = times_shown(unit)
    shown = [*sure, *(one for one in shown if not one.sure)][: max(WORTH, len(sure))]
    ax.barh(range(len(shown)), [scale * one.gain for one in shown], height=0.55,
            color=[COLORS[0] if one.sure else "#b5b5b5" for one in shown])  # fmt: skip
    ax.set_yticks(range(len(shown)), [fitted(str(one.assumption.title), 24, 2) for one in shown])
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.set_title(tr("Worth knowing first", "最值得先查明"))
    ax.set_xlabel(tr("mean gain, {unit}", "平均改善，{unit}",
                     unit=tr("percentage points", "百分点") if scale == 100 else unit_name(unit)))  # fmt: skip
    ax.xaxis.set_major_locator(MaxNLocator(4))
    if unit.startswith("money"):
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: compact(value)))
    return ax
