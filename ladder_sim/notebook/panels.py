"""The live charts. What stands still is drawn once and kept as pixels; each picture restores it and adds what moves.

That makes a redraw of a chart a matter of milliseconds instead of a tenth of a second. The baseline belongs to what
stands still. A chart is drawn anew only when its baseline, its names or its limits change.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ladder_sim.notebook.view import View
from ladder_sim.plots.style import Picture, fitted, quiet
from ladder_sim.words import language

Pixels = npt.NDArray[np.uint8]
INCHES, DPI = (4.2, 3.0), 150
GHOST: dict[str, Any] = {"lw": 1.6, "ls": (0, (4, 2)), "alpha": 0.75}
TEXT = {"title": 11.5, "label": 9.2, "tick": 9.6}


class Panel:
    """One chart. `rect` is the place of the axes: left, bottom, width, height as shares of the picture."""

    rect = (0.14, 0.185, 0.82, 0.595)

    def __init__(self) -> None:
        with quiet():
            self.picture = Picture(figsize=INCHES, dpi=DPI)
            self.canvas: Any = FigureCanvasAgg(self.picture)
        self._frame: Hashable = None
        self._still: Any = None
        self.ax: Axes
        self.moving: list[Any] = []
        self.drawn_anew = 0

    # -- for the kinds of charts --------------------------------------------------------------

    def title(self, view: View) -> tuple[str, str]:
        """The heading, and what the vertical axis counts."""
        raise AssertionError("each kind of chart has its own")

    def measure(self, view: View) -> None:
        """Compute what the picture shows, before it is decided what stands still."""

    def frame(self, view: View) -> Hashable:
        """What stands still; when it changes, the chart is drawn anew."""
        raise AssertionError("each kind of chart has its own")

    def build(self, view: View) -> None:
        """Draw on `self.ax` what stands still, and add what moves to `self.moving`."""
        raise AssertionError("each kind of chart has its own")

    def move(self, view: View) -> None:
        """Put the moving artists where they belong."""
        raise AssertionError("each kind of chart has its own")

    # -- the drawing --------------------------------------------------------------------------

    def show(self, view: View) -> None:
        """Bring the picture up to date."""
        self.measure(view)
        frame = (language(), tuple(id(run) for run in view.runs[1:]), self.frame(view))
        with quiet():
            if frame != self._frame:
                self._rebuild(view)
                self._frame = frame
            self.canvas.restore_region(self._still)
            self.move(view)
            for artist in self.moving:
                if artist.get_visible():
                    self.ax.draw_artist(artist)

    def _rebuild(self, view: View) -> None:
        self.picture.clear()
        self.ax = self.picture.add_axes(self.rect)
        self.moving = []
        self.drawn_anew += 1
        heading, unit = self.title(view)
        self.picture.text(0.025, 0.97, fitted(heading, 46, 1), fontsize=TEXT["title"], va="top", color="#111111")
        if unit:
            self.picture.text(0.025, 0.885, fitted(unit, 62, 1), fontsize=TEXT["label"], va="top", color="#666666")
        self.ax.tick_params(labelsize=TEXT["tick"], length=2.5)
        self.ax.grid(True, axis="y")
        self.build(view)
        for artist in self.moving:
            artist.set_animated(True)
        self.canvas.draw()
        self._still = self.canvas.copy_from_bbox(self.picture.bbox)

    def pixels(self) -> Pixels:
        """The picture, shape (height, width, 4)."""
        return np.asarray(self.canvas.buffer_rgba())

    def png(self) -> bytes:
        """The picture as a file."""
        return as_png(self.pixels())


def as_png(pixels: Pixels, level: int = 1) -> bytes:
    """Pixels of shape (height, width, 4) as a PNG file without transparency, packed quickly unless `level` is higher.

    Written by hand: each row is stored as its difference from the row above (filter 2), which for charts is as small as
    what a library's search for the best filter finds, in half the time.
    """
    high, wide = pixels.shape[:2]
    rows = np.ascontiguousarray(pixels[..., :3]).reshape(high, 3 * wide)
    stored = np.empty((high, 3 * wide + 1), np.uint8)
    stored[:, 0], stored[0, 0] = 2, 0
    stored[0, 1:] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=stored[1:, 1:])
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(stored.tobytes(), level)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


class Limits:
    """Limits of an axis that stay where they are until the numbers leave them, or use less than half of them."""

    def __init__(self, *, zero: bool = True) -> None:
        self.zero = zero
        self.low, self.high = 0.0, 0.0

    def hold(self, values: Sequence[npt.ArrayLike]) -> tuple[float, float]:
        """The limits, moved if these values need it."""
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


def ticks(ax: Axes, form: Any, steps: int = 5) -> None:
    """Few round ticks on the vertical axis, written by `form`."""
    ax.yaxis.set_major_locator(MaxNLocator(steps, steps=[1, 2, 2.5, 5, 10]))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: form(value)))


def months_axis(ax: Axes, last: int, name: str) -> None:
    """The horizontal axis of months."""
    ax.set_xlim(0, max(last, 1))
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True, steps=[1, 2, 3, 6, 10]))
    ax.set_xlabel(name, fontsize=TEXT["label"], labelpad=2)


def outline(x: npt.ArrayLike, low: npt.ArrayLike, high: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """The corners of a band, for a polygon that is moved rather than made anew."""
    along, under, over = (np.asarray(values, np.float64) for values in (x, low, high))
    made = np.column_stack([np.concatenate([along, along[::-1]]), np.concatenate([under, over[::-1]])])
    return np.asarray(np.nan_to_num(made), np.float64)
