"""A changeover: whose base pay changes by how much, and what it costs from month to month."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ladder_sim.changeover.switching import Switch
from ladder_sim.charts.ground import on_any_ground
from ladder_sim.charts.style import Panels, Picture, colors_of, fitted, instead, panels, quiet, stamp
from ladder_sim.core.i18n import tr
from ladder_sim.core.palette import BLUE, NEUTRAL_COLOR, VERMILION
from ladder_sim.core.units import money_name


def switch_picture(found: Switch) -> Picture:
    """The picture of `switch_panels`, for reports."""
    drawn = switch_panels(found)
    picture = drawn.figure if isinstance(drawn, Panels) else drawn.get_figure(root=True)
    assert isinstance(picture, Picture)
    return picture


@on_any_ground
def switch_panels(found: Switch, ax: Axes | None = None) -> Axes | Panels:
    """Changes of base pay person by person, and labor cost by month against the old scheme with its protection.

    Parameters
    ----------
    found : what `switch` found
    ax : axes to draw the months on, without the people
    """
    with quiet():
        if ax is not None:
            _months(found, ax)
            return ax
        picture, grid = panels(1, 2, (11.0, 4.6))
        _people(found, grid[0, 0])
        _months(found, grid[0, 1])
        stamp(picture, found, _how_to_read(found))
    return grid


def _how_to_read(found: Switch) -> str:
    text = tr("Bands: 95% intervals of paired differences. Dotted: of this protection of pay.",
              "色带：配对差值的95%区间。点线：其中过渡期薪酬保护。")  # fmt: skip
    if found.day().real:
        text += tr(" Of real people each bar is a mean over at least five.", "真实人员的每条柱为至少五人的均值。")
    return text


def _people(found: Switch, ax: Axes) -> None:
    """Base pay by the new tables against before, from the largest fall to the largest rise."""
    curve = found.day().curve()
    if not curve.size:
        instead(ax, tr("fewer than five people pass", "切换人员不足五人"))
        return
    colors = np.where(curve < 0, VERMILION, np.where(curve > 0, BLUE, NEUTRAL_COLOR))
    ax.bar(np.arange(1, curve.size + 1), curve, width=1.0, color=colors.tolist())
    ax.axhline(0, color="#888888", lw=0.8)
    ax.set_title(tr("Base pay by the new tables, person by person", "按新薪级表的基本工资变化（逐人排序）"))
    ax.set_xlabel(tr("people, from the largest fall to the largest rise", "人员（由降幅最大至升幅最大）"))
    ax.set_ylabel(tr("{money} a month", "{money}/月", money=money_name()))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))


def _months(found: Switch, ax: Axes) -> None:
    """Labor cost by month against the old scheme."""
    colors = colors_of(found.comparison)
    for way in found.days:
        months = found.months(way)
        at = [one.month for one in months]
        color, dash = colors[way]
        ax.plot(at, [one.more.mean for one in months], color=color, ls=dash, label=fitted(
            str(found.comparison.title(way)), 30))  # fmt: skip
        low, high = [one.more.low for one in months], [one.more.high for one in months]
        ax.fill_between(at, low, high, color=color, alpha=0.15, lw=0)
        if any(one.protection.mean for one in months):
            ax.plot(at, [one.protection.mean for one in months], color=color, ls=":")
    ax.axhline(0, color="#888888", lw=0.8)
    ax.set_title(tr("Labor cost by month against the old scheme", "逐月人工成本（与原方案之差）"))
    ax.set_xlabel(tr("month of the run", "模拟月份"))
    ax.set_ylabel(tr("{money} a month", "{money}/月", money=money_name()))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.legend()
