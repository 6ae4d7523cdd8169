"""One quiet style for all charts, applied around drawing only: no setting of the user's session changes.

Figures are made without pyplot, so that nothing here touches a backend; `Picture` shows itself in a notebook.
"""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any, Protocol, TypeAlias

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.typing import LineStyleType

from ladder_sim.charts.current import shown
from ladder_sim.charts.look import look
from ladder_sim.core.fonts import families, warn_if_boxes
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.needs import need
from ladder_sim.core.palette import BASELINE_COLOR, COLORS
from ladder_sim.core.problems import LadderError
from ladder_sim.core.signed import door
from ladder_sim.core.signs import width
from ladder_sim.core.wholes import within_words
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.run import Run

Drawable = Run | Comparison

DASHES: tuple[LineStyleType, ...] = ("-", (0, (5, 1.5)), (0, (1.5, 1.5)))

#: Points. Charts are 7 to 12 inches wide, so that on a slide, or full screen, no text is smaller than it looks here.
SMALL, FINE = 9, 7.5  # numbers and names inside a chart; notes below it
#: Ids of texts that a report says beside its pictures: whose picture it is, and where its numbers come from. The label
#: of the second is what is left when the source is not said: the notes on how to read it.
HEADING, SOURCE = "heading", "source"

#: What is handed on to Matplotlib, whose keywords are typed one by one.
StyleValue: TypeAlias = Any
#: Keywords of an artist of Matplotlib's.
ArtistStyle: TypeAlias = dict[str, StyleValue]

_STYLE: StyleValue = {
    "font.size": 10, "axes.titlesize": 11.5, "axes.titlelocation": "left", "axes.labelsize": 9.5,
    "xtick.labelsize": 9.5, "ytick.labelsize": 9.5, "legend.fontsize": 9.5, "legend.frameon": False,
    "axes.spines.top": False, "axes.spines.right": False, "axes.edgecolor": "#888888", "axes.linewidth": 0.7,
    "axes.grid": False, "grid.color": "#dddddd", "grid.linewidth": 0.6, "axes.axisbelow": True,
    "xtick.color": "#666666", "ytick.color": "#666666", "xtick.labelcolor": "#222222", "ytick.labelcolor": "#222222",
    "figure.facecolor": "white", "axes.facecolor": "white", "savefig.facecolor": "white", "savefig.dpi": 150,
    "axes.unicode_minus": True, "pdf.fonttype": 42, "svg.hashsalt": "ladder-sim", "axes.formatter.useoffset": False,
    "text.parse_math": False,  # a dollar sign in a title is a dollar sign
}  # fmt: skip


@contextmanager
def quiet() -> Iterator[None]:
    """The style, for as long as the block lasts. Chinese falls back along `font.family`."""
    with mpl.rc_context({**_STYLE, "font.family": families()}):
        yield


class Picture(Figure):
    """A figure that draws in the quiet style and shows itself in a notebook, whatever the backend."""

    def draw(self, renderer: RendererBase) -> None:
        """Draw it in the house style, with one warning where the font lacks a character."""
        # ticks are made while drawing, so the style must hold then too
        warn_if_boxes(self._words())
        with quiet(), warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph .* missing from font")  # said once, above
            super().draw(renderer)

    def _words(self) -> Iterator[str]:
        """Every text in it; looked up only when somebody reads on, for it takes its time."""
        for text in self.findobj(Text):
            if isinstance(text, Text):
                yield text.get_text()

    def savefig(self, fname: str | os.PathLike[str] | IO[bytes] | IO[str], **options: StyleValue) -> None:
        """As matplotlib's, at 150 dots per inch unless `dpi` says otherwise."""
        with quiet():
            super().savefig(fname, **{"facecolor": self.get_facecolor(), **options})

    def _repr_png_(self) -> bytes:
        buffer = io.BytesIO()
        self.savefig(buffer, format="png", dpi=110)
        shown(self)
        return buffer.getvalue()


class Panel(Axes):
    """Axes that show their picture when they are the last thing in a notebook's cell."""

    def savefig(self, fname: str | os.PathLike[str] | IO[bytes] | IO[str], **options: StyleValue) -> None:
        """Write the picture to a file, as `matplotlib.figure.Figure.savefig` does."""
        figure = self.get_figure(root=True)
        assert figure is not None
        figure.savefig(fname, **options)

    def _repr_png_(self) -> bytes | None:
        figure = self.get_figure(root=True)
        return figure._repr_png_() if isinstance(figure, Picture) else None


class Panels(np.ndarray):
    """An array of axes that shows their picture."""

    @property
    def figure(self) -> Picture:
        """The picture that they stand in."""
        picture = self.flat[0].get_figure(root=True)
        assert isinstance(picture, Picture)
        return picture

    def savefig(self, fname: str | os.PathLike[str] | IO[bytes] | IO[str], **options: StyleValue) -> None:
        """Write the picture to a file, as `matplotlib.figure.Figure.savefig` does."""
        self.figure.savefig(fname, **options)

    def _repr_png_(self) -> bytes | None:
        first = self.flat[0]
        return first._repr_png_() if isinstance(first, Panel) else None


def panels(rows: int, columns: int, size: tuple[float, float], **options: StyleValue) -> tuple[Picture, Panels]:
    """A picture of `size` inches with a grid of panels."""
    picture = Picture(figsize=size, layout="constrained")
    grid = picture.subplots(rows, columns, squeeze=False, subplot_kw={"axes_class": Panel}, **options)
    return picture, np.asarray(grid).view(Panels)


def axes_or_new(ax: Axes | None, size: tuple[float, float]) -> tuple[Axes, Picture | None]:
    """The reader's axes; without them new ones, with the picture of `size` inches that they stand in."""
    if ax is not None:
        return ax, None
    picture, grid = panels(1, 1, size)
    return grid[0, 0], picture


def instead(ax: Axes, text: str) -> None:
    """A sentence in the place of a chart that would show nothing but zeros."""
    ax.set_axis_off()
    ax.text(0.5, 0.5, fitted(text, 44), transform=ax.transAxes, ha="center", va="center", fontsize=SMALL + 1,
            color="#444444")  # fmt: skip


class Sourced(Protocol):
    """Results that say where their numbers come from."""

    @property
    def provenance(self) -> str:
        """One line that says it."""


@door
def stamp(picture: Figure, source: Sourced, *notes: str) -> None:
    """Print below a figure where its numbers come from.

    Parameters
    ----------
    picture : a figure
    source : a run, a comparison, or what else tells its `provenance`
    notes : how to read it, lines above the provenance

    Raises
    ------
    LadderError
        The first two are not of these kinds.
    """
    need(picture, Figure, "picture", Title("a figure of matplotlib", "matplotlib 的图"))
    wide = picture.get_size_inches()[0]
    lines, own = stamp_lines(source, notes, wide), _lines((source.provenance,), wide)
    below = picture.supxlabel("\n".join(lines), fontsize=FINE, color="#666666", x=0.01, ha="left", gid=SOURCE)
    below.set_label("\n".join(lines[: len(lines) - len(own)]))


def stamp_lines(source: Sourced, notes: Sequence[str], wide: float) -> list[str]:
    """The lines of a stamp in a figure so many inches wide."""
    return _lines((*notes, source.provenance), wide)


def _lines(texts: Sequence[str], wide: float) -> list[str]:
    parts = [fitted(line, int(wide * 15.5)) for line in texts if line]
    return "\n".join(parts).split("\n")


def sign_convention(source: Drawable) -> str:
    """What a difference is; empty where nothing is compared."""
    if isinstance(source, Run):
        return ""
    return tr("Differences are scheme − baseline ({baseline}), paired by replication.",
              "差值为 方案 − 基准（{baseline}），按重复配对。", baseline=source.short(source.baseline))  # fmt: skip


def marks() -> str:
    """What dots and lines mean in charts of levels."""
    return tr("Dot: mean; thick line: its 95% interval; thin line: 5–95% of replications.",
              "圆点：均值；粗线：均值的95%区间；细线：各次重复的5–95%范围。")  # fmt: skip


def runs_of(source: Drawable) -> tuple[Run, ...]:
    """The runs, the baseline first.

    Raises
    ------
    LadderError
        It is neither a run nor a comparison.
    """
    if isinstance(source, Run):
        return (source,)
    if not isinstance(source, Comparison):
        raise LadderError(
            tr("a chart takes what simulate() or compare() returned as its first argument, got {got}",
               "图表的第一个参数应为 simulate() 或 compare() 的结果，现为{got}", got=type(source).__name__)
        )  # fmt: skip
    return (source[source.baseline], *(source[scheme] for scheme in source.others))


def colors_of(source: Drawable) -> dict[str, tuple[str, LineStyleType]]:
    """Scheme → color and dashes; with more schemes than colors the dashes change."""
    own = look().colors
    if isinstance(source, Run):
        return {source.scheme.id: (own.get(source.scheme.id, COLORS[0]), "-")}
    made: dict[str, tuple[str, LineStyleType]] = {source.baseline: (own.get(source.baseline, BASELINE_COLOR), "-")}
    for i, scheme in enumerate(source.others):
        color = own.get(scheme, COLORS[i % len(COLORS)])
        made[scheme] = (color, DASHES[i // len(COLORS) % len(DASHES)])
    return made


def ids_of(source: Drawable) -> tuple[str, ...]:
    """The ids of the schemes of a chart, the baseline first."""
    return tuple(run.scheme.id for run in runs_of(source))


def title_of(source: Drawable, run: Run) -> str:
    """A scheme's title, told apart from others of the same title."""
    if run.scheme.id in look().labels:
        return look().labels[run.scheme.id]
    return str(run.scheme.title) if isinstance(source, Run) else source.short(run.scheme.id)


def fitted(text: str, columns: int, lines: int = 99) -> str:
    """The text broken into lines of so many columns, at blanks where it has them; what is too much ends in …

    Chinese words stay whole where that takes no more lines.
    """
    made, whole = _filled(pieces(text, frozenset()), columns), within_words(text)
    if whole and len(made) > 1 and len(better := _filled(pieces(text, whole), columns)) <= len(made):
        made = better
    if len(made) > lines:
        rest = "".join(made[lines - 1 :]).rstrip()
        while width(rest) > columns - 1:
            rest = rest[:-1]
        made = [*made[: lines - 1], rest.rstrip() + "…"]
    return "\n".join(line.rstrip() for line in made)


def ends_kept(name: str, columns: int) -> str:
    """A name cut in its middle, for grades often differ in their last word only."""
    if width(name) <= columns:
        return name
    head, tail = name, name
    while width(head) > columns * 0.5:
        head = head[:-1]
    while width(tail) > columns - width(head) - 1:
        tail = tail[1:]
    return f"{head.rstrip()}…{tail.lstrip()}"


def both_ends(text: str, columns: int, lines: int = 1) -> str:
    """The text on so many lines; what is too much is cut from its middle, for names often differ at their end."""
    for room in range(columns * lines, columns, -2):
        made = fitted(ends_kept(text, room), columns)
        if made.count("\n") < lines:
            return made
    return ends_kept(text, columns)


def _filled(words: Sequence[str], columns: int) -> list[str]:
    """Lines of so many columns, each with as many words as it has room for."""
    made: list[str] = []
    line = ""
    for word in words:
        if line and width(line + word.rstrip()) > columns:
            made.append(line)
            line = ""
        line += word if line else word.lstrip()
    return [*made, line]


def pieces(text: str, whole: frozenset[int]) -> Sequence[str]:
    """Pieces that a line may break after: words with their blank, and Chinese signs but `whole`; long ones are cut."""
    pieces: list[str] = []
    word = ""
    for i, sign in enumerate(text):
        if not word and pieces and sign in "，；、。：）】":
            pieces[-1] += sign  # no line begins with a closing sign
            continue
        word += sign
        opening = sign in "（“《【"  # no line ends with it
        if sign in " -_，；、" or (width(sign) == 2 and i not in whole and not opening) or width(word) >= 24:
            pieces.append(word)
            word = ""
    return [*pieces, word] if word else pieces


def apart(positions: Sequence[float], gap: float, low: float = -np.inf, high: float = np.inf) -> list[float]:
    """The positions moved as little as possible to lie `gap` apart between `low` and `high`, in the same order.

    Less the gaps below them, the moved positions must not fall: least squares under that is a run of block means.
    """
    order = np.argsort(positions, kind="stable")
    steps = gap * np.arange(len(order))
    blocks: list[tuple[float, int]] = []
    for value in np.asarray(positions, np.float64)[order] - steps:
        blocks.append((float(value), 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (b, m), (a, n) = blocks.pop(), blocks.pop()
            blocks.append(((a * n + b * m) / (n + m), n + m))
    level = np.concatenate([np.full(n, value) for value, n in blocks]) if blocks else np.zeros(0)
    placed = np.maximum(np.minimum(level, high - steps[-1:]), low) + steps
    made = np.empty_like(placed)
    made[order] = placed
    return [float(position) for position in made]
