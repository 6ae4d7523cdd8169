"""A chart as pyplot's current figure, where pyplot is in use: ``plt.savefig``, ``plt.title``, ``plt.show`` mean it.

Pyplot is not loaded here: who has not imported it asks nothing of it.
"""

from __future__ import annotations

import sys
from collections import deque
from types import FrameType

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ladder_sim.core.foreign import PyplotModule

#: Rooms that draw for pages and windows of their own; what they draw is not the reader's current figure.
_OWN_PAGES = ("report", "notebook", "cli", "desk", "editing")
#: Charts that stay open for pyplot; the oldest is closed for one more, before pyplot warns of too many.
MOST_OPEN = 15
#: Backends that show every open figure by a window of their own, beside what the cell shows.
_WINDOWED = ("ipympl", "widget", "nbagg")
_open: deque[int] = deque()


def make_current(figure: Figure, drawn: object) -> None:
    """Let pyplot, where it is imported, take a chart that somebody asked for as its current figure.

    Parameters
    ----------
    figure : in which it stands
    drawn : what the chart gives; axes become the current axes
    """
    pyplot: PyplotModule | None = sys.modules.get("matplotlib.pyplot")
    if pyplot is None or not _for_reader() or any(word in str(pyplot.get_backend()).lower() for word in _WINDOWED):
        return
    if isinstance(drawn, Axes):
        figure.sca(drawn)
    numbers = pyplot.get_fignums()
    if getattr(figure, "number", None) in numbers:
        return
    while len(_open) >= MOST_OPEN:
        pyplot.close(_open.popleft())
    number = max(numbers, default=0) + 1
    manager = pyplot.new_figure_manager(number, FigureClass=lambda: figure)
    figure.__dict__["number"] = number
    from matplotlib._pylab_helpers import Gcf  # pyplot's own list; there is no public way to add a figure that exists

    Gcf._set_new_active_manager(manager)  # as pyplot.figure does
    _open.append(number)


def shown(figure: Figure) -> None:
    """A chart has shown itself in a notebook: pyplot need not show it a second time when the cell ends."""
    pyplot: PyplotModule | None = sys.modules.get("matplotlib.pyplot")
    number = getattr(figure, "number", None)
    if pyplot is not None and number in pyplot.get_fignums() and "inline" in str(pyplot.get_backend()).lower():
        pyplot.close(figure)


def _for_reader() -> bool:
    """Whether a chart was asked for from outside the package, and not by a page of its own."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        module = str(frame.f_globals.get("__name__", "")).split(".")
        if module[0] != "ladder_sim":
            return True
        if len(module) > 1 and module[1] in _OWN_PAGES:
            return False
        frame = frame.f_back
    return True
