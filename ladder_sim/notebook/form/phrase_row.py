"""A rule as a row: words, and between them a slot for each part that can be chosen or typed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape

import ipywidgets as widgets

from ladder_sim.core.foreign import Widget
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.signs import width
from ladder_sim.editing.choices import SlotKind
from ladder_sim.editing.phrases import RuleSlot, SlotPhrase, phrase_of
from ladder_sim.model.scheme import Scheme

#: What a slot is called by a screen reader.
SLOT_TITLES: dict[SlotKind, Title] = {
    "number": Title("number or parameter", "数值或参数"),
    "measure": Title("what is looked at", "考察内容"),
    "sign": Title("comparison", "比较方式"),
    "window": Title("how far back", "回看期"),
    "group": Title("among whom", "范围"),
    "happening": Title("what happened", "经历"),
    "value": Title("value", "取值"),
    "field": Title("number of a grade", "职级字段"),
}
#: Between a name and what it is called.
BEHIND = " — "


class PhraseRow:
    """The slots of one rule. `widget` is the row; `entered` is called with the rule whenever a slot has changed it."""

    def __init__(self, rule: str, scheme: Callable[[], Scheme], entered: Callable[[str], None]) -> None:
        self._scheme, self._entered = scheme, entered
        self._phrase: SlotPhrase | None = None
        self._slots: list[Widget] = []
        self._filling = False
        self.widget = widgets.HBox()
        self.widget.add_class("ls-phrase")
        self.show(rule)

    @property
    def readable(self) -> bool:
        """Is the rule one of the language, so that it has slots?"""
        return self._phrase is not None

    def show(self, rule: str) -> None:
        """Another rule; widgets stay where it has the same slots."""
        before, self._phrase = self._phrase, phrase_of(rule, self._scheme())
        if self._phrase is None:
            self.widget.children = ()
            self._slots = []
            return
        if before is None or _shape(before) != _shape(self._phrase):
            self._build(self._phrase)
            return
        self._filling = True
        for slot, made in zip(self._phrase.slots, self._slots, strict=True):
            made.value = _value(slot)
        self._filling = False

    def _build(self, phrase: SlotPhrase) -> None:
        self._slots, parts = [], []
        for piece in phrase.pieces:
            if isinstance(piece, RuleSlot):
                made = _slot_widget(piece)
                made.observe(partial(self._changed, len(self._slots)), names="value")
                self._slots.append(made)
            else:
                made = widgets.HTML(f"<span>{escape(piece.strip())}</span>")
            parts.append(made)
        self.widget.children = tuple(parts)

    def _changed(self, index: int, change: dict[str, object]) -> None:
        if self._filling or self._phrase is None:
            return
        text = str(change["new"]).partition(BEHIND)[0].strip()
        slot = self._phrase.slots[index]
        if text and text != slot.shown:
            self._entered(self._phrase.filled(slot, text))


def _shape(phrase: SlotPhrase) -> tuple[object, ...]:
    return tuple((piece.kind, piece.choices) if isinstance(piece, RuleSlot) else piece for piece in phrase.pieces)


def _value(slot: RuleSlot) -> str:
    if slot.free:
        known = next((choice for choice in slot.choices if choice.text == slot.text), None)
        return slot.shown if known is None else behind(known.text, str(known.title))
    return slot.text


def behind(text: str, title: str) -> str:
    """A name with what it is called behind it, as lists of proposals show it."""
    return f"{text}{BEHIND}{title}"


def _slot_widget(slot: RuleSlot) -> Widget:
    """The widget of a slot: a list to choose from, or a field with proposals."""
    name = str(SLOT_TITLES[slot.kind])
    if slot.free or not slot.choices:
        proposals = [behind(choice.text, str(choice.title)) for choice in slot.choices]
        made = widgets.Combobox(value=_value(slot), options=proposals, ensure_option=False, continuous_update=False,
                                tooltip=name)  # fmt: skip
    else:
        options = _distinct([(str(choice.title), choice.text) for choice in slot.choices])
        if slot.text not in {text for _, text in options}:
            options = [(slot.text, slot.text), *options]
        made = widgets.Dropdown(options=options, value=slot.text, tooltip=name)
    made.add_class("ls-slot")
    made.add_class(f"ls-slot-{slot.kind}")
    made.layout.width = f"{_wide(slot)}ch"
    return made


def _distinct(options: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Titles that stand twice with the name behind them, so that each can be chosen."""
    titles = [title for title, _ in options]
    return [(title if titles.count(title) == 1 else tr("{title} ({name})", "{title}（{name}）", title=title, name=text),
             text) for title, text in options]  # fmt: skip


def _wide(slot: RuleSlot) -> int:
    shown = next((str(choice.title) for choice in slot.choices if choice.text == slot.text), slot.shown)
    shown = _value(slot) if slot.free else shown
    return max(7, min(width(shown) + 5, 38))
