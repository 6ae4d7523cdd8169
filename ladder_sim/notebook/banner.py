"""Where errors of callbacks are shown. Without it they are lost: an app shows none, a notebook only some."""

from __future__ import annotations

import functools
import logging
import traceback
import warnings
from collections.abc import Callable, Sequence
from html import escape
from typing import Concatenate, ParamSpec, Protocol, TypeVar

import ipywidgets as widgets

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, LadderWarning
from ladder_sim.notebook.event_thread import EventThread

P = ParamSpec("P")
R = TypeVar("R")
#: Problems that are shown at once; where there are more, the others are folded away below them.
MOST_PROBLEMS = 6
_LOG = logging.getLogger("ladder_sim")


class Banner:
    """A line above everything else, hidden as long as there is nothing to say. `told` keeps all errors of a session.

    `home` is the thread that guarded callbacks run in.
    """

    def __init__(self) -> None:
        self.thread = EventThread()
        self.told: list[str] = []
        self._text = widgets.HTML()
        self._close = widgets.Button(description="×", layout=widgets.Layout(width="32px"))
        self._close.add_class("ls-close")
        self._close.on_click(lambda _: self.clear())
        self.widget = widgets.HBox([self._text, self._close])
        self.widget.add_class("ls-banner")
        self.clear()

    @property
    def text(self) -> str:
        """What is shown, as HTML; empty when the banner is hidden."""
        return str(self._text.value)

    def error(self, error: BaseException) -> None:
        """Show what went wrong: the input's problems one a line, anything else with where it happened folded away."""
        if isinstance(error, MemoryError):
            error = LadderError(tr("this needs more memory than there is for this page; choose fewer people",
                                   "所需内存超出本页可用的内存；请减少人数"))  # fmt: skip
        if isinstance(error, LadderError):
            body = _lines(error.problems)
        else:
            _LOG.error("callback failed", exc_info=error)
            trace = "".join(traceback.format_exception(error))
            said = tr("Something went wrong: {kind}: {text}", "出错了：{kind}：{text}",
                      kind=type(error).__name__, text=error)  # fmt: skip
            body = (
                f"<div>{escape(said)}</div><details><summary>{escape(tr('details', '详情'))}</summary>"
                f"<pre>{escape(trace)}</pre></details>"
            )
        self.told.append(str(error))
        self._show("error", "alert", body)

    def say(self, *lines: str, kind: str = "done") -> None:
        """Show a message that is no error; `kind` is done or hint."""
        self._show(kind, "status", "".join(f"<div>{escape(line)}</div>" for line in lines))

    def offer(self, link: str, *lines: str) -> None:
        """Show a link that is HTML, and lines below it."""
        self._show("done", "status", "".join((f"<div>{link}</div>", *(f"<div>{escape(line)}</div>" for line in lines))))

    def clear(self) -> None:
        """Hide it. The errors stay in `told`."""
        self._text.value = ""
        self._close.tooltip = tr("Close this message", "关闭提示")
        self.widget.layout.display = "none"

    def _show(self, kind: str, role: str, body: str) -> None:
        self._text.value = f'<div class="ls-said ls-{kind}" role="{role}">{body}</div>'
        self.widget.layout.display = "flex"


def _lines(problems: Sequence[object]) -> str:
    """Problems one a line, the later of many folded away."""
    lines = [f"<div>{escape(str(problem))}</div>" for problem in problems]
    if len(lines) <= MOST_PROBLEMS:
        return "".join(lines)
    more = tr("and {n} more", "另有{n}项", n=len(lines) - MOST_PROBLEMS)
    return (f"{''.join(lines[:MOST_PROBLEMS])}<details><summary>{escape(more)}</summary>"
            f"{''.join(lines[MOST_PROBLEMS:])}</details>")  # fmt: skip


class HasBanner(Protocol):
    """What has a line above itself in which faults are told."""

    @property
    def banner(self) -> Banner:
        """That line."""


S = TypeVar("S", bound=HasBanner)


def guarded(callback: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R | None]:
    """The decorator of every callback: an error goes to the banner of `self`, and so does a warning."""

    @functools.wraps(callback)
    def safe(self: S, /, *args: P.args, **named: P.kwargs) -> R | None:
        return self.banner.thread.run(lambda: told(self, *args, **named))

    def told(self: S, /, *args: P.args, **named: P.kwargs) -> R | None:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", LadderWarning)
            try:
                made = callback(self, *args, **named)
            except Exception as error:  # whatever it is, it must be seen
                self.banner.error(error)
                return None
        hints = [str(one.message) for one in caught if issubclass(one.category, LadderWarning)]
        if hints:
            self.banner.say(*hints, kind="hint")
        return made

    return safe
