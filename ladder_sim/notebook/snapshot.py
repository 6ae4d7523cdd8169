"""What stays when the kernel is gone: a picture and a table in the notebook's output, hidden while the widgets live."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Protocol, TypedDict

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.lines import Line2D

from ladder_sim.charts.style import ArtistStyle, Picture, fitted, quiet
from ladder_sim.core.display import sentences
from ladder_sim.core.foreign import AggCanvas, IPythonObject, Widget
from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.files.fingerprint import fingerprint
from ladder_sim.notebook.panels import DPI, GHOST, INCHES, AnyPanel, Pixels, as_png
from ladder_sim.results.comparison import Comparison

if TYPE_CHECKING:
    from ladder_sim.model.scheme import Scheme
    from ladder_sim.notebook.view import ExplorerView

COLUMNS = 3


#: The output by kind, the picture as bytes.
MimeBundle = TypedDict("MimeBundle", {"text/html": str, "image/png": bytes, "text/plain": str})


class Shown(Protocol):
    """What is to be kept of an explorer."""

    root: Widget

    @property
    def view(self) -> ExplorerView | None:
        """What the pictures show; None before the first."""

    @property
    def panels(self) -> Sequence[AnyPanel]:
        """The pictures, left to right and down."""

    @property
    def scheme(self) -> Scheme:
        """The scheme with its parameters as the controls stand."""

    def moved_text(self) -> str:
        """What is set otherwise, in words."""


class Snapshot:
    """A snapshot of an explorer in the notebook's output."""

    def __init__(self, explorer: Shown) -> None:
        self._explorer = explorer
        self._handle: IPythonObject = None

    def told(self, view: ExplorerView) -> Comparison:
        """The comparison with a note where its schemes do not meet the same people."""
        found = view.comparison
        plain = found.workforce
        notes = [
            tr("{scheme} meets other people: {people} ({mark}).", "{scheme}面对另一组人员：{people}（{mark}）。",
               scheme=found.title(run.scheme.id), people=run.workforce.title, mark=fingerprint(run.workforce))
            for run in found.runs if run.workforce is not plain
        ]  # fmt: skip
        return replace(found, notes=tuple(notes))

    def bundle(self) -> MimeBundle:
        """The output by kind: a table with the picture for pages, the picture, a line of text."""
        view = self._explorer.view
        assert view is not None
        png = self.png(view)
        picture = base64.b64encode(png).decode()
        shown = self._explorer
        moved = shown.moved_text()
        alt = tr("Six charts of the what-if and its baseline", "试算与基准方案的六张图")
        html = (
            f'<div class="ls-static"><p>{escape(moved)}</p>'
            f'<img alt="{escape(alt)}" style="max-width:100%" src="data:image/png;base64,{picture}">'
            f"{self.told(view)._repr_html_()}</div>"
        )
        text = f"{self._explorer.scheme.title}: {moved}"
        return {"text/html": html, "image/png": png, "text/plain": text}

    def png(self, view: ExplorerView) -> bytes:
        """All charts in one picture, with who is who above and where the numbers come from below."""
        grid = [panel.pixels() for panel in self._explorer.panels]
        rows = [np.hstack(grid[i : i + COLUMNS]) for i in range(0, len(grid), COLUMNS)]
        return as_png(np.vstack([_strip(self._legend, view), *rows, _strip(self._stamp, view)]), 6)

    def _legend(self, picture: Picture, view: ExplorerView) -> None:
        styles: list[ArtistStyle] = [{"lw": 2.2}, GHOST, *({"lw": 1.4} for _ in view.beside)]
        words = (tr("What-if: {x}", "试算：{x}", x=view.names[0]),
                 tr("Baseline: {x}", "基准方案：{x}", x=view.names[1]), *view.names[2:])  # fmt: skip
        handles = [
            Line2D([], [], color=color, label=fitted(word, 60, 1), **style)
            for word, color, style in zip(words, view.colors, styles, strict=True)
        ]
        picture.legend(handles=handles, loc="center left", ncols=3, fontsize=9, bbox_to_anchor=(0.0, 0.5))

    def _stamp(self, picture: Picture, view: ExplorerView) -> None:
        found = self.told(view)
        lines = fitted(sentences(found.provenance, *found.notes), 190, 3)
        picture.text(0.008, 0.5, lines, fontsize=7.5, color="#666666", va="center", linespacing=1.25)

    def display(self) -> None:
        """Put both into the output: the widgets, and what stays."""
        from IPython.display import display

        show_live(self._explorer.root)
        self._handle = display(self.bundle_of(), raw=True, display_id=True)

    def bundle_of(self) -> JsonObject:
        """The bundle as messages carry it."""
        made = self.bundle()
        return {**made, "image/png": base64.b64encode(made["image/png"]).decode()}

    def refresh(self) -> None:
        """Bring what stays up to date, where it was displayed."""
        if self._handle is not None:
            self._handle.update(self.bundle_of(), raw=True)


def show_live(root: Widget) -> None:
    """Display widgets; where no kernel is behind them, a line says what they were."""
    from IPython.display import display

    words = tr("Live controls: open this notebook and run it to move them.", "交互控件：打开并运行本笔记本后即可操作。")
    display({**root._repr_mimebundle_(), "text/plain": words}, raw=True)


def _strip(draw: Callable[[Picture, ExplorerView], None], view: ExplorerView) -> Pixels:
    """A band as wide as the charts."""
    with quiet():
        picture = Picture(figsize=(COLUMNS * INCHES[0], 0.62), dpi=DPI)
        canvas: AggCanvas = FigureCanvasAgg(picture)
        draw(picture, view)
        canvas.draw()
    return np.asarray(canvas.buffer_rgba())
