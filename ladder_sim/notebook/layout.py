"""The arrangement of the explorer's parts; how they look stands in ``explorer.css``, scoped by its class."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Protocol

import ipywidgets as widgets

from ladder_sim.core.foreign import Widget
from ladder_sim.core.palette import css_variables

#: Seconds after which widgets that have been replaced are let go: a page that is being built may still ask for them.
LINGER = 5.0


class HasWidget(Protocol):
    """What can stand in a tab."""

    widget: Widget


@cache
def style() -> str:
    """The sheet of styles, as HTML."""
    sheet = (files("ladder_sim.notebook") / "explorer.css").read_text(encoding="utf-8")
    return f"<style>.ls-root {{ {css_variables('ls-')} }}\n{sheet}</style>"


def page(head: Sequence[Widget], banner: Widget, side: Sequence[Widget], show: Sequence[Widget]) -> list[Widget]:
    """The parts of the explorer in their places."""
    sheet = widgets.HTML(style())
    sheet.add_class("ls-style")
    top = widgets.HBox(list(head))
    top.add_class("ls-head")
    left, right = widgets.VBox(list(side)), widgets.VBox(list(show))
    left.add_class("ls-side")
    right.add_class("ls-show")
    body = widgets.HBox([left, right])
    body.add_class("ls-body")
    return [sheet, top, banner, body]


def tabs(titles: Sequence[str], parts: Sequence[Widget], chosen: int = 0) -> tuple[Widget, Widget]:
    """Names to choose from and the part that belongs to the one chosen."""
    names = widgets.ToggleButtons(options=[(title, i) for i, title in enumerate(titles)], value=chosen)
    names.add_class("ls-tabs")
    stack = widgets.Stack(list(parts), selected_index=chosen)
    stack.add_class("ls-stack")
    stack.linked = widgets.jslink((names, "index"), (stack, "selected_index"))
    return names, stack


def put_in(box: Widget, children: Sequence[Widget], linger: float = 0.0) -> None:
    """Show these in a box; what was in it and is not any more is let go, here and in the browser.

    Widgets live, and stand in the memory of session and page, until they are closed.

    Parameters
    ----------
    linger : seconds until then, where there is an event loop
    """
    before = box.children
    box.children = tuple(children)
    gone = list(all_in(before, set(all_in(children))))
    if not gone:
        return
    try:
        loop = asyncio.get_running_loop() if linger else None
    except RuntimeError:  # a plain script
        loop = None
    if loop is None:
        _let_go(gone)
    else:
        loop.call_later(linger, _let_go, gone)


def all_in(some: Sequence[Widget], kept: Collection[Widget] = ()) -> Iterator[Widget]:
    """Widgets and all in them, without those kept and what is in these."""
    for one in some:
        if one not in kept:
            yield one
            yield from all_in(getattr(one, "children", ()), kept)


def _let_go(gone: Sequence[Widget]) -> None:
    for one in gone:
        for part in (getattr(one, "linked", None), getattr(one, "style", None), getattr(one, "layout", None), one):
            if isinstance(part, widgets.Widget):
                part.close()
