"""Where the parts of a chart stand in its frame: legend, names, plot and the labels beyond the bars."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ladder_sim.report.document.parts import Chart
from ladder_sim.report.slides.measure import TextBox, line_height, width, wrapped
from ladder_sim.report.slides.scale import Scale, shown

#: Texts in a chart, the title above it, and the numbers along its axis.
SIZE, TITLE_SIZE, SMALL = 14.0, 16.0, 14.0
#: Between a name and its bar; the line of the unit.
GAP, UNIT = 0.16, 0.32
#: The line of the values below an axis, and the widest slot of a category.
_TICKS, _SLOT = 0.3, 1.9
#: A legend's key with what stands around it.
_KEY = 0.5


@dataclass(frozen=True, slots=True)
class Room:
    """What a chart's frame holds, inches from its upper left corner."""

    frame: TextBox
    plot: TextBox
    legend: TextBox | None
    names: float  # the width at which the names of categories are broken into lines
    size: float  # and their size
    lines: int  # and the most lines that they find room for

    def shares(self, box: TextBox) -> tuple[float, float, float, float]:
        """A box in shares of the frame."""
        wide, high = self.frame.width, self.frame.height
        return box.left / wide, box.top / high, box.width / wide, box.height / high


def arranged(chart: Chart, box: TextBox, scale: Scale) -> Room:
    """Names of bars stand left of them, those of columns and lines below; a legend on top or at the right."""
    legend = _legend(chart, box, 0.0)
    beside = legend is not None and legend.left > 0
    top = legend.bottom + 0.1 if legend and not beside else 0.05
    wide = legend.left - 0.2 if legend and beside else box.width
    make = _lying if chart.kind in ("bars", "stacked") else _standing
    plot, names, size, bottom = make(chart, scale, top, TextBox(0, 0, wide, box.height))
    slot = plot.height / len(chart.categories) if make is _lying else 1.0
    lines = max(1, int(slot / line_height("".join(chart.categories), size) + 0.1))
    return Room(TextBox(box.left, box.top, box.width, bottom), plot, legend, names, size, min(3, lines))


def _standing(chart: Chart, scale: Scale, top: float, room: TextBox) -> tuple[TextBox, float, float, float]:
    """The plot of columns or lines, the width and size of the names below it, and where it all ends."""
    top += 0.1
    ticks = UNIT + max(
        width(shown(value, chart.format), SMALL) for value in (scale.low, scale.high, scale.low + scale.step)
    )
    high = min(room.height, 4.6)
    plot = room.width - ticks - 0.3
    slot = 0.94 * plot / max(1, len(chart.categories))
    names = max((len(wrapped(name, SIZE, slot)) for name in chart.categories), default=1)
    below = names * line_height("".join(chart.categories), SIZE) + 0.14
    return TextBox(ticks + 0.12, top, plot, high - top - below), slot, SIZE, high


def _lying(chart: Chart, scale: Scale, top: float, room: TextBox) -> tuple[TextBox, float, float, float]:
    """The same of bars; few bars leave room free below rather than grow thick."""
    n = max(1, len(chart.categories))
    slot = min((room.height - top - _TICKS - UNIT) / n, _SLOT)
    size = SIZE if n < 8 or slot > 2.2 * line_height("".join(chart.categories), SIZE) else SMALL
    names = _names(chart.categories, size, 0.4 * room.width, slot)
    left = 1.1 * names + GAP  # a program that breaks lines by its own measure shall find nothing to break
    plot = TextBox(left, top, room.width - left - _overhang(chart, scale, room.width - left), n * slot)
    return plot, names, size, plot.bottom + _TICKS + UNIT


def _names(names: Sequence[str], size: float, most: float, slot: float) -> float:
    """The least room in which no name takes more than two lines, as far as there is room; short ones take one."""
    whole = max((width(name, size) for name in names), default=0.0) + 0.02
    if whole <= 0.6 * most:
        return max(0.4, whole)
    lines = 2 if slot > 2.1 * line_height("".join(names), size) else 1
    room = 0.6
    while room < most and any(len(wrapped(name, size, room)) > lines for name in names):
        room += 0.1
    widest = max((width(line, size) for name in names for line in wrapped(name, size, room)), default=0.0)
    return min(most, max(0.4, widest + 0.02))


def _overhang(chart: Chart, scale: Scale, plot: float) -> float:
    """How much a bar's label needs beyond the axis."""
    if chart.kind == "stacked":
        return 0.2
    needed = 0.2
    for series in chart.series:
        for value, end in zip(series.values, series.high or series.values, strict=True):
            if math.isfinite(value):
                far = max(value, end if math.isfinite(end) else value)
                free = scale.share(scale.high - far) * (plot - needed)
                needed = max(needed, width(shown(value, chart.format), SIZE) + 0.12 - free)
    return needed


def _legend(chart: Chart, box: TextBox, top: float) -> TextBox | None:
    """A legend in up to two rows, all entries of equal width as office programs set them; longer ones at the right."""
    if len(chart.series) < 2:
        return None
    names = [series.name for series in chart.series]
    line = line_height("".join(names), SIZE)
    each = max(width(name, SIZE) for name in names) + _KEY
    across = max(1, min(len(names), int(box.width / each)))
    rows = -(-len(names) // across)
    if rows <= 2:
        deep = max(len(wrapped(name, SIZE, box.width - _KEY - 0.1)) for name in names)
        return TextBox(0.0, top, min(box.width, across * each), rows * (deep * line + 0.06))
    room = min(0.34 * box.width, each)
    lines = [len(wrapped(name, SIZE, room - _KEY)) for name in names]
    high = min(box.height - top, sum(n * line + 0.1 for n in lines))
    return TextBox(box.width - room, top, room, high)
