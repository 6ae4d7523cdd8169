"""The live charts. What stands still is drawn once and kept as pixels; each picture restores it and adds what moves.

That makes a redraw of a chart a matter of milliseconds instead of a tenth of a second; and what will probably be asked
for next is a finished file before it is. The baseline belongs to what stands still. A chart is drawn anew only when its
baseline, its names or its limits change; the last few are kept, for while a slider moves fewer replications are shown
than when it rests, and with them another mean of the baseline.
"""

from __future__ import annotations

import struct
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from copy import copy
from functools import cache
from typing import Any, Generic, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ladder_sim.charts.style import ArtistStyle, Picture, fitted, quiet
from ladder_sim.core.foreign import AggCanvas
from ladder_sim.core.i18n import language
from ladder_sim.core.money import money_of
from ladder_sim.notebook.view import ExplorerView

Pixels = npt.NDArray[np.uint8]
INCHES, DPI = (4.2, 3.0), 120
GHOST: ArtistStyle = {"lw": 1.6, "ls": (0, (4, 2)), "alpha": 0.75}
TEXT = {"title": 11.5, "label": 9.2, "tick": 9.6}
KEPT = 10  # scenes of a chart: those of what is shown at each number of replications, and of where a leap leads
SERVED_KEPT = 3  # where others have sessions, too
READY, SERVED_READY = 60, 10  # finished files of a chart; where others have sessions, too

Data = TypeVar("Data")


#: A line, polygon, bar or text, each moved in its own way by the kind of chart that made it.
MovingArtist: TypeAlias = Any


class PanelScene:
    """A chart as drawn once: its axes, the pixels of what stands still, and the artists that move, by name.

    The pixels are kept packed, and all scenes are painted on one sheet; once drawn, what stands still is let go. So a
    scene takes a tenth of the memory.
    """

    def __init__(self, heading: str, unit: str, rect: tuple[float, float, float, float]) -> None:
        self.picture = Picture(figsize=INCHES, dpi=DPI)
        self.ax = self.picture.add_axes(rect)
        self.ax.tick_params(labelsize=TEXT["tick"], length=2.5)
        self.ax.grid(True, axis="y")
        self.picture.text(0.025, 0.97, fitted(heading, 46, 1), fontsize=TEXT["title"], va="top", color="#111111")
        if unit:
            self.picture.text(0.025, 0.885, fitted(unit, 62, 1), fontsize=TEXT["label"], va="top", color="#666666")
        self.moving: dict[str, MovingArtist] = {}
        self._still = b""

    def keep(self) -> None:
        """Draw what stands still and keep its pixels."""
        for artist in self.moving.values():
            artist.set_animated(True)
        canvas: AggCanvas = FigureCanvasAgg(self.picture)
        canvas.draw()
        self._still = zlib.compress(canvas.buffer_rgba(), 1)
        FigureCanvasBase(self.picture)  # takes the place of the other, whose sheet is let go
        still = [*self.ax.lines, *self.ax.patches, *self.ax.texts, *self.picture.texts]
        for artist in [one for one in still if one not in self.moving.values()]:
            artist.remove()
        for axis in (self.ax.xaxis, self.ax.yaxis):
            axis.reset_ticks()

    def paint(self) -> Pixels:
        """Pixels of shape (height, width, 4), what moves on top: those of the sheet, until the next is painted."""
        sheet = _sheet()
        pixels = np.asarray(sheet.buffer_rgba())
        pixels[...] = np.frombuffer(zlib.decompress(self._still), np.uint8).reshape(pixels.shape)
        for artist in self.moving.values():
            artist.draw(sheet)
        return pixels


@cache
def _sheet() -> AggCanvas:
    """What every scene is painted on."""
    canvas: AggCanvas = FigureCanvasAgg(Picture(figsize=INCHES, dpi=DPI))
    return canvas.get_renderer()


class ViewPanel(Generic[Data]):
    """One chart. `rect` is the place of the axes: left, bottom, width, height as shares of the picture.

    A kind of chart says what it counts (`title`), what it shows (`measure`), when it must be drawn anew (`frame`), what
    stands still (`build`) and where what moves belongs (`move`).
    """

    rect = (0.14, 0.185, 0.82, 0.595)

    def __init__(self) -> None:
        self._scenes: OrderedDict[Hashable, PanelScene] = OrderedDict()
        self._ready: OrderedDict[Hashable, tuple[bytes, Limits]] = OrderedDict()
        self.limits = Limits()
        self.view: ExplorerView | None = None
        self.drawn_anew = 0
        self.most_scenes, self.most_ready = KEPT, READY

    def title(self, view: ExplorerView) -> tuple[str, str]:
        """The heading, and what the axis counts."""
        raise AssertionError("each kind of chart has its own")

    def measure(self, view: ExplorerView) -> Data:
        """The numbers of the picture."""
        raise AssertionError("each kind of chart has its own")

    def frame(self, view: ExplorerView, data: Data) -> Hashable:
        """What stands still, besides the baseline and those beside it; when it changes, the chart is drawn anew."""
        raise AssertionError("each kind of chart has its own")

    def build(self, scene: PanelScene, view: ExplorerView, data: Data) -> None:
        """Draw what stands still, and name what moves in `scene.moving`."""
        raise AssertionError("each kind of chart has its own")

    def move(self, scene: PanelScene, view: ExplorerView, data: Data) -> None:
        """Put the moving artists where they belong."""
        raise AssertionError("each kind of chart has its own")

    def show(self, view: ExplorerView) -> bytes:
        """Bring the picture up to date; it as a file."""
        png, self.limits = self.prepare(view)
        self.view = view
        return png

    def prepare(self, view: ExplorerView) -> tuple[bytes, Limits]:
        """The picture of a view as a file, and the limits it takes, made before it is shown if there is time."""
        key = (language(), view.keys, view.promotion and view.promotion.id, self.limits.low, self.limits.high)
        if key not in self._ready:
            with money_of(view.now):
                self._ready[key] = self._file(view)
            while len(self._ready) > self.most_ready:
                self._ready.popitem(last=False)
        self._ready.move_to_end(key)
        return self._ready[key]

    def widen(self, view: ExplorerView) -> None:
        """Let the limits take in this view."""
        self.limits = copy(self.limits)  # those of a finished file stay as they are
        self.frame(view, self.measure(view))

    def _file(self, view: ExplorerView) -> tuple[bytes, Limits]:
        """Paint it; the panel's own limits stay where they are."""
        held, self.limits = self.limits, copy(self.limits)
        try:
            return as_png(self._paint(view)), self.limits
        finally:
            self.limits = held

    def _paint(self, view: ExplorerView) -> Pixels:
        data = self.measure(view)
        scene = self._scene(view, data)
        self.move(scene, view, data)
        return scene.paint()

    def _scene(self, view: ExplorerView, data: Data) -> PanelScene:
        frame = (language(), view.keys[1:], self.frame(view, data))
        if frame not in self._scenes:
            self.drawn_anew += 1
            with quiet():
                made = PanelScene(*self.title(view), self.rect)
                self.build(made, view, data)
                made.keep()
            self._scenes[frame] = made
            while len(self._scenes) > self.most_scenes:
                self._scenes.popitem(last=False)
        self._scenes.move_to_end(frame)
        return self._scenes[frame]

    def pixels(self) -> Pixels:
        """The picture that is shown, shape (height, width, 4)."""
        assert self.view is not None, "shown before it is asked for"
        return self._paint(self.view).copy()


def as_png(pixels: Pixels, level: int = 1) -> bytes:
    """Pixels of shape (height, width, 4) as a PNG file without transparency, packed quickly unless `level` is higher.

    Written by hand: each row is stored as its difference from the row above (filter 2), which for charts is as small as
    what a library's search for the best filter finds, in half the time.
    """
    high, wide = pixels.shape[:2]
    stored = np.empty((high, 1 + 3 * wide), np.uint8)
    stored[:, 0], stored[0, 0] = 2, 0
    stored[0, 1:] = pixels[0, :, :3].ravel()
    if high > 1:
        above = pixels.reshape(high, 4 * wide)
        change = (above[1:] - above[:-1]).reshape(high - 1, wide, 4)
        stored[1:, 1:].reshape(high - 1, wide, 3)[...] = change[..., :3]
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(stored.data, level)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


class Limits:
    """Limits of an axis that stay where they are until the numbers leave them, or use less than half of them."""

    def __init__(self, *, zero: bool = True) -> None:
        self.zero = zero
        self.low, self.high = 0.0, 0.0

    def hold(self, values: Sequence[npt.ArrayLike]) -> tuple[float, float]:
        """The limits, moved if these values need it.

        Parameters
        ----------
        values : of any shapes; what is not finite is left out
        """
        data = np.concatenate([np.ravel(np.asarray(one, np.float64)) for one in values]) if values else np.zeros(0)
        data = data[np.isfinite(data)]
        low, high = (float(data.min()), float(data.max())) if data.size else (0.0, 1.0)
        if self.zero:
            low = min(0.0, low)
        room = max(0.22 * (high - low), 0.0 if self.zero else 0.03 * abs(high), 1e-9 if high else 0.5)
        wish = (0.0 if self.zero and low >= 0 else low - room), high + room
        inside = self.low <= low and high <= self.high and self.low < self.high
        if not inside or wish[1] - wish[0] < 0.5 * (self.high - self.low):
            self.low, self.high = wish
        return self.low, self.high


def ticks(ax: Axes, form: Callable[[float], str], steps: int = 5) -> None:
    """Few round ticks on the vertical axis, written by `form`."""
    ax.yaxis.set_major_locator(MaxNLocator(steps, steps=[1, 2, 2.5, 5, 10]))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: form(value)))


def months_axis(ax: Axes, last: int, name: str) -> None:
    """The horizontal axis of months."""
    ax.set_xlim(0, max(last, 1))
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True, steps=[1, 2, 3, 6, 10]))
    ax.set_xlabel(name, fontsize=TEXT["label"], labelpad=2)


def outline(x: npt.ArrayLike, low: npt.ArrayLike, high: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """The corners of a band, shape (2 × points, 2), for a polygon that is moved rather than made anew."""
    along, under, over = (np.asarray(values, np.float64) for values in (x, low, high))
    made = np.column_stack([np.concatenate([along, along[::-1]]), np.concatenate([under, over[::-1]])])
    return np.asarray(np.nan_to_num(made), np.float64)


#: Panels of any data, side by side.
AnyPanel: TypeAlias = ViewPanel[Any]
