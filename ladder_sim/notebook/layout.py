"""The arrangement of the explorer's parts; how they look stands in ``explorer.css``, scoped by its class."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Protocol

import ipywidgets as widgets

from ladder_sim.core.foreign import Widget
from ladder_sim.core.palette import css_variables


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
    widgets.jslink((names, "index"), (stack, "selected_index"))
    return names, stack
