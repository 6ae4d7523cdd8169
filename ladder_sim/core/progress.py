"""How far a run is: a callback, and two bars to pass as one.

Anything that is called with ``(done, total)`` will do: ``simulate(..., progress=print)``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Protocol, TextIO, TypeAlias, runtime_checkable

from ladder_sim.core.foreign import IPythonObject, Widget
from ladder_sim.core.i18n import tr


class Progress(Protocol):
    """Called after each block of work with how much is done, and of how much."""

    def __call__(self, done: int, total: int, /) -> object: ...


class TextBar:
    """A bar in a terminal, wiped when the work is done. Where `stream` is no terminal, a line now and then, or nothing.

    Parameters
    ----------
    label : what is being worked on
    stream : standard error unless another is given, so that results can be piped
    wait : seconds before the first drawing, so that quick work shows nothing
    lines : whether a stream that is no terminal, such as a log, is told at all: a line every `PAUSE` seconds
    """

    WIDTH = 30
    PAUSE = 5.0

    def __init__(
        self, label: str = "", stream: TextIO | None = None, *, wait: float = 0.3, lines: bool = False
    ) -> None:
        self.label = label
        self._stream = stream if stream is not None else sys.stderr
        self._live = bool(getattr(self._stream, "isatty", bool)())
        self._start = time.monotonic()
        self._wait = wait
        self._drawn = 0
        self._lines, self._told, self._base = lines, self._start, -1

    def __call__(self, done: int, total: int, /) -> None:
        passed = time.monotonic() - self._start
        if self._base < 0:  # what was there before anything was done, as of kept work
            self._base = done if passed < self._wait else 0
        if not self._live and self._lines:
            self._line(done, total, passed)
        if not self._live or passed < self._wait:
            return
        if done >= total:
            self.close()
            return
        full = self.WIDTH * done // max(total, 1)
        left = self._left(done, total, passed)
        self._write(f"{self.label} [{'#' * full}{'.' * (self.WIDTH - full)}] {done}/{total}{left}".strip())

    def _left(self, done: int, total: int, passed: float) -> str:
        new = done - self._base
        return tr(", {s:.0f} s left", "，还需 {s:.0f} 秒", s=passed * (total - done) / new) if new > 0 else ""

    def _line(self, done: int, total: int, passed: float) -> None:
        """A line of a log, where the last one is long ago, or the end of what was told."""
        now = time.monotonic()
        told = self._told > self._start
        if now - self._told >= self.PAUSE or (told and done >= total):
            self._told = now
            left = self._left(done, total, passed) if done < total else ""
            self._stream.write(f"{self.label} {done}/{total}{left}".strip() + "\n")
            self._stream.flush()

    def close(self) -> None:
        """Wipe the bar. Calling it twice does no harm."""
        if self._drawn:
            self._stream.write("\r" + " " * self._drawn + "\r")
            self._stream.flush()
            self._drawn = 0

    def _write(self, text: str) -> None:
        # a Chinese character takes two columns, so the wiping blanks are counted generously
        columns = sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)
        self._stream.write("\r" + text + " " * max(0, self._drawn - columns))
        self._stream.flush()
        self._drawn = columns


class NotebookBar:
    """A bar below a notebook's cell; it closes itself at the end, so that saved notebooks carry none."""

    def __init__(self, label: str = "") -> None:
        import ipywidgets
        from IPython.display import display

        self._bar: Widget = ipywidgets.IntProgress(
            min=0, max=1, description=label, style={"description_width": "initial"}
        )
        display(self._bar)

    def __call__(self, done: int, total: int, /) -> None:
        self._bar.max = max(total, 1)
        self._bar.value = done
        if done >= total:
            self.close()

    def close(self) -> None:
        """Remove the bar."""
        self._bar.close()


def _in_notebook() -> bool:
    """Whether this runs in a Jupyter kernel; asks without importing anything."""
    shell: IPythonObject = sys.modules.get("IPython")
    found = shell.get_ipython() if shell is not None else None
    return found is not None and getattr(found, "kernel", None) is not None


def bar(label: str = "") -> Callable[[int, int], None]:
    """The bar that fits: below the cell in a notebook, else a text bar on standard error."""
    if _in_notebook():
        try:
            return NotebookBar(label)
        except ImportError:  # a kernel without ipywidgets
            pass
    return TextBar(label, lines=True)


@runtime_checkable
class TqdmBar(Protocol):
    """A bar as `tqdm` has them: `n` of `total` steps are done."""

    n: float
    total: float | None

    def update(self, n: float, /) -> object:
        """So many steps more are done."""

    def close(self) -> object:
        """Show the bar as it is, and be done with it."""


#: How to tell of progress: True shows a bar; a function of what is done and of how much; a bar as
#: `tqdm` has them, or its class.
ProgressGiven: TypeAlias = Progress | TqdmBar | type[TqdmBar] | bool | None


def counted(bar_of_another: TqdmBar | Callable[..., TqdmBar], label: str = "") -> Progress:
    """A bar of `tqdm`'s kind, or its class, as a function of what is done and of how much."""
    made: list[TqdmBar] = []

    def started(total: int) -> TqdmBar:
        if isinstance(bar_of_another, TqdmBar):
            return bar_of_another
        return bar_of_another(total=total, desc=label or None)

    def told(done: int, total: int, /) -> None:
        if not made:
            made.append(started(total))
        (one,) = made
        one.total = total
        one.update(done - one.n)
        if done >= total:
            one.close()

    return told
