"""Charts on the reader's axes stay in the room of these: what stands beside them runs into no neighbor."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import BboxBase

#: Between what is drawn and the end of the room, in shares of the figure's width; and the least width of the axes.
EDGE, LEAST = 0.006, 0.2


def keep_within(ax: Axes) -> None:
    """Make axes narrower until all that stands beside them ends halfway to their neighbors, or at the figure's edge.

    Where the figure has a layout of its own (`constrained`, `tight`), that sees to it.
    """
    figure = ax.get_figure(root=True)
    if not isinstance(figure, Figure) or figure.get_layout_engine() is not None or ax.figure is not figure:
        return
    before = ax.get_position()
    left, right = _room(ax, figure)
    for _ in range(2):  # texts that stand at a share of the width come nearer with it
        drawn = ax.get_tightbbox()
        if drawn is None:
            return
        spread, now = drawn.transformed(figure.transFigure.inverted()), ax.get_position()
        first = now.x0 + max(0.0, left - spread.x0)
        last = now.x1 - max(0.0, spread.x1 - right)
        if (first, last) == (now.x0, now.x1):
            return
        if last - first < LEAST * before.width:  # no room for both; the reader's figure is too narrow
            return
        ax.set_position((first, now.y0, last - first, now.height))


def _cell(ax: Axes, figure: Figure) -> BboxBase:
    """Where axes stand in their grid, also once they were made narrower."""
    grid = ax.get_subplotspec()
    return ax.get_position(original=True) if grid is None else grid.get_position(figure)


def _room(ax: Axes, figure: Figure) -> tuple[float, float]:
    """Where the room of axes begins and ends, in shares of the figure's width."""
    own = _cell(ax, figure)
    left, right = 0.0, 1.0
    for other in figure.axes:
        box = _cell(other, figure)
        if other is ax or box.y0 >= own.y1 or box.y1 <= own.y0:
            continue
        if box.x1 <= own.x0:
            left = max(left, (box.x1 + own.x0) / 2)
        elif box.x0 >= own.x1:
            right = min(right, (box.x0 + own.x1) / 2)
    return left + EDGE, right - EDGE
