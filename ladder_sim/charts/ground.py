"""Charts on the reader's ground: what is drawn for white paper is turned where the background is dark.

Grays are mirrored, pale tints become deep ones, and colors that would vanish are made lighter; what the reader drew
before, and the reader's own text colors, stay as they are.
"""

from __future__ import annotations

import colorsys
import functools
import inspect
from collections.abc import Callable, Iterable, Sequence
from typing import ParamSpec, TypeVar

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba, to_rgba_array
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.typing import ColorType

from ladder_sim.charts.current import make_current
from ladder_sim.charts.room import keep_within
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.core.signed import called_with, refusal

P = ParamSpec("P")
R = TypeVar("R")

#: Backgrounds of less light than this are dark; colors of less contrast than that vanish (W3C's ratio, 1 to 21).
DARK, FAINT = 0.3, 2.5
#: How far the parts of a gray may lie apart, and of a pale tint, which is mirrored like one.
GRAY, TINT, PALE, WHITE = 0.02, 0.2, 0.75, 0.95
_COLORS = ("color", "facecolor", "edgecolor", "markerfacecolor", "markeredgecolor")


def light(color: ColorType) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.1)."""
    parts = np.asarray(to_rgba(color)[:3])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def contrast(a: ColorType, b: ColorType) -> float:
    """The ratio of light of two colors, 1 to 21 (WCAG 2.1)."""
    low, high = sorted((light(a), light(b)))
    return (high + 0.05) / (low + 0.05)


def on_any_ground(chart: Callable[P, R]) -> Callable[P, R]:
    """A chart that can be read on a dark background: that of the axes it is given, else that of the reader's style.

    It tells what it takes, and is pyplot's current figure where pyplot is in use and no axes were given.

    Raises, when it is called
    -------------------------
    LadderError
        An argument that the chart has not, or one that it lacks.
    """

    named = inspect.signature(chart)
    several = "ax" in named.parameters and "Sequence" in str(named.parameters["ax"].annotation)

    @functools.wraps(chart)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> R:
        with called_with(kwargs, named.parameters) as words:
            if (refused := refusal(chart, args, words)) is not None:
                raise refused
            axes = _axes(named.bind(*args, **words).arguments.get("ax"), several=several)
            before = {id(artist): artist for one in axes for artist in one.findobj()}  # kept, or their ids go to others
            made = chart(*args, **words)  # type: ignore[arg-type]  # names of ours in place of others'
            if axes:
                for one in axes:
                    turn((artist for artist in one.findobj() if id(artist) not in before), _ground_of(one))
                    keep_within(one)
            elif light(mpl.rcParams["figure.facecolor"]) < DARK:
                _turn_figure(_figure_of(made), mpl.rcParams["figure.facecolor"])
            if not axes:
                make_current(_figure_of(made), made)
        return made

    return drawn


def _axes(given: object, *, several: bool) -> list[Axes]:
    """The reader's axes, checked; none where the chart makes its own.

    Raises
    ------
    LadderError
        Something else than axes, or several where the chart draws on one.
    """
    if given is None:
        return []
    if isinstance(given, Axes):
        return _rectangular([given])
    listed = list(np.ravel(np.asarray(given, object))) if isinstance(given, list | tuple | np.ndarray) else []
    if listed and all(isinstance(one, Axes) for one in listed):
        if several:
            return _rectangular(listed)
        raise LadderError(
            tr("ax: this chart draws on one axes, got a list of {n}; give it one of them, such as ax=axes[0]",
               "ax：此图只画在一个坐标轴上，现为{n}个的列表；请给出其中一个，如 ax=axes[0]", n=len(listed))
        )  # fmt: skip
    hint = tr("; a figure has them: figure.subplots()", "；图中的坐标轴可用 figure.subplots() 取得")
    raise LadderError(
        tr("ax must be axes of matplotlib, such as plt.subplots()[1], got {got}",
           "ax 应为 matplotlib 的坐标轴，如 plt.subplots()[1]，现为{got}", got=_named(given))
        + (hint if isinstance(given, Figure) else "")
    )  # fmt: skip


def _rectangular(axes: list[Axes]) -> list[Axes]:
    """The axes, where all of them are of the kind that charts are drawn on."""
    others = [ax.name for ax in axes if ax.name != "rectilinear"]
    if others:
        raise LadderError(
            tr("ax: charts are drawn on rectangular axes, got {kind} ones; make them without projection={kind!r}",
               "ax：图表画在直角坐标轴上，现为 {kind}；创建坐标轴时请勿使用 projection={kind!r}", kind=others[0])
        )  # fmt: skip
    return axes


def _named(given: object) -> str:
    text = repr(given)
    return text if len(text) <= 40 else type(given).__name__


def _ground_of(ax: Axes) -> ColorType:
    """The color behind an axes' contents."""
    own = to_rgba(ax.get_facecolor())
    figure = ax.get_figure(root=True)
    return own if own[3] > 0.5 or figure is None else to_rgba(figure.get_facecolor())


def _figure_of(made: object) -> Figure:
    first = made if isinstance(made, Figure) else np.ravel(np.asarray(made, object))[0]
    figure = first if isinstance(first, Figure) else first.get_figure(root=True)
    assert isinstance(figure, Figure)
    return figure


def _turn_figure(figure: Figure, ground: ColorType) -> None:
    """A figure of ours on the reader's background."""
    skipped = {id(figure.patch), *(id(ax.patch) for ax in figure.axes)}
    turn((artist for artist in figure.findobj() if id(artist) not in skipped), ground)
    figure.set_facecolor(ground)
    for ax in figure.axes:
        ax.set_facecolor(ground)  # ticks are made anew while drawing
        ax.tick_params(color=turned("#666666", ground), labelcolor=turned("#222222", ground))


def turn(artists: Iterable[Artist], ground: ColorType) -> None:
    """Turn the colors of artists for a dark background; on a light one nothing is to be done."""
    if light(ground) >= DARK:
        return
    for artist in {id(artist): artist for artist in artists}.values():
        if isinstance(artist, Figure | Axes):
            continue  # their color is the ground
        found = {name: getattr(artist, f"get_{name}")() for name in _COLORS if hasattr(artist, f"get_{name}")}
        for name, color in found.items():
            setter = getattr(artist, f"set_{name}", None)
            if setter is not None and not (isinstance(color, str) and color in ("none", "auto", "face")):
                setter(_turned_all(color, ground, keep=_own_white(artist, name)))
        box = artist.get_bbox_patch() if isinstance(artist, Text) else None
        if box is not None:
            turn([box], ground)


def _own_white(artist: Artist, name: str) -> bool:
    """Whether white is the reader's own: of texts and lines, ticks among them; ours are white inside at most."""
    return isinstance(artist, Text | Line2D) and name in ("color", "markeredgecolor")


def _turned_all(color: ColorType | Sequence[ColorType], ground: ColorType, *, keep: bool) -> object:
    rows = to_rgba_array(color)
    if not len(rows):
        return color
    made = [turned(row, ground, keep=keep) for row in rows]
    return made[0] if np.ndim(color) != 2 else made


def turned(color: ColorType, ground: ColorType, *, keep: bool = False) -> tuple[float, float, float, float]:
    """A color that was chosen for white, for a dark background; `keep` leaves white as it is."""
    r, g, b, alpha = to_rgba(color)
    apart, gray = max(r, g, b) - min(r, g, b), (r + g + b) / 3
    if keep and gray > WHITE:
        return r, g, b, alpha
    if apart <= GRAY or (apart <= TINT and gray >= PALE):
        hue, lightness, saturation = colorsys.rgb_to_hls(r, g, b)
        return (*colorsys.hls_to_rgb(hue, 1 - lightness, saturation), alpha)
    while contrast((r, g, b), ground) < FAINT:
        r, g, b = (part + 0.1 * (1 - part) for part in (r, g, b))
    return r, g, b, alpha
