"""The small picture of a brief: every alternative's difference from the baseline in a few measures, with intervals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ladder_sim.core.grammar import grammar
from ladder_sim.core.palette import BLUE, NEUTRAL_COLOR, VERMILION
from ladder_sim.core.signs import cut
from ladder_sim.core.units import times_shown
from ladder_sim.report.document.kit import Scene
from ladder_sim.report.onepage.layout import text_wide
from ladder_sim.results.comparison import Contrast

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ladder_sim.charts import Picture

#: Measures that have room beside each other, and columns of a scheme's name.
MOST, _NAME = 3, 26
#: Points: letters, those of a title; room above, below and between the panels.
_LETTERS, _TITLE, _ABOVE, _BELOW, _BETWEEN = 6.5, 7.5, 13.0, 24.0, 14.0


def alone(scene: Scene, measures: tuple[str, ...], wide: float, high: float) -> Picture:
    """The picture by itself.

    Parameters
    ----------
    wide, high : of the picture, in points
    """
    from ladder_sim.charts.style import Picture

    picture = Picture(figsize=(wide / 72, high / 72))
    draw_differences(scene, measures, picture, (0.0, 0.0, wide, high))
    return picture


def draw_differences(
    scene: Scene, measures: tuple[str, ...], figure: Figure, box: tuple[float, float, float, float]
) -> None:
    """A panel for each measure, a row for each alternative.

    Parameters
    ----------
    box : left, top, width and height in points, from the upper left corner of the figure
    """
    from ladder_sim.charts.style import quiet

    shown = measures[:MOST]
    left, top, wide, high = box
    whole_wide, whole_high = (72 * float(inches) for inches in figure.get_size_inches())
    names = [cut(scene.title(scheme), _NAME) for scheme in scene.comparison.others]
    room = max(text_wide(name, _LETTERS) for name in names) + 6
    each = (wide - room - _BETWEEN * (len(shown) - 1)) / len(shown)
    inner = high - _ABOVE - _BELOW
    with quiet():
        for i, name in enumerate(shown):
            x = left + room + i * (each + _BETWEEN)
            bottom = whole_high - top - _ABOVE - inner
            ax = figure.add_axes((x / whole_wide, bottom / whole_high, each / whole_wide, inner / whole_high))
            found = [scene.comparison.contrast(scheme, name) for scheme in scene.comparison.others]
            _panel(scene, found, ax, each)
            ax.set_yticks(range(len(names)), names if i == 0 else [""] * len(names))
            ax.tick_params(labelsize=_LETTERS, length=2, pad=1.5)


def _panel(scene: Scene, found: list[Contrast], ax: Axes, wide: float) -> None:
    """A panel so many points wide."""
    measure = found[0].measure
    times = _times(measure.unit)
    reach = [0.0]
    ax.axvline(0, color=NEUTRAL_COLOR, linewidth=0.8, zorder=1)
    for row, one in enumerate(found):
        d = one.difference
        if not d.n:
            ax.text(0, row, f" {one.verdict}", fontsize=6, va="center", color="#555555")
            continue
        color = {True: BLUE, False: VERMILION, None: NEUTRAL_COLOR}[one.better]
        if math.isfinite(d.low):
            ax.plot([times * d.low, times * d.high], [row, row], color=color, linewidth=1.4, solid_capstyle="butt")
            reach += [times * d.low, times * d.high]
        ax.plot([times * d.mean], [row], "o", color=color, markersize=3.6)
        reach.append(times * d.mean)
        end = times * (d.high if math.isfinite(d.high) else d.mean)
        ax.annotate(
            scene.change(d.mean, measure.unit),
            (end, row),
            (4, 0),
            fontsize=6,
            textcoords="offset points",
            va="center",
            color="#333333",
            bbox={"boxstyle": "square,pad=0.1", "fc": "white", "ec": "none"},
        )
    low, high = min(reach), max(reach)
    span = (high - low) or 1.0
    # to the right of each interval stands its number
    share = min(0.6, (max(text_wide(scene.change(one.difference.mean, measure.unit), 6) for one in found) + 10) / wide)
    ax.set_xlim(low - 0.06 * span, high + span * share / (1 - share))
    ax.set_ylim(len(found) - 0.4, -0.6)
    ax.set_title(f"{measure.title}", fontsize=_title_size(str(measure.title), wide + _BETWEEN), pad=2)
    ax.set_xlabel(scene.axis(measure.unit, signed=True), fontsize=6.5, labelpad=1)
    ax.locator_params(axis="x", nbins=5)


def _title_size(title: str, room: float) -> float:
    """Letters of a title that reaches into no other panel, in points."""
    return min(_TITLE, _TITLE * room / (1.06 * text_wide(title, _TITLE)))


def _times(unit: str) -> float:
    """By what values are multiplied to stand in the unit beside the axis: money in millions, in Chinese in 万."""
    if unit != "money a year":
        return times_shown(unit)
    return 1 / (1e6 if grammar().chart_unit == 1 else grammar().chart_unit)
