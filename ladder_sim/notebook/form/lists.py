"""Lists of the form whose entries have no names: what the source states, and notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from html import escape

import ipywidgets as widgets

from ladder_sim.core.foreign import Widget
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.plain_data import PlainData
from ladder_sim.editing.entering import title_halves
from ladder_sim.editing.fields import FormField, field_at
from ladder_sim.files import KeyPath
from ladder_sim.files.key_words import key_title
from ladder_sim.notebook.form.desk import FormDesk
from ladder_sim.notebook.form.fields import FieldRow, Guard
from ladder_sim.notebook.form.parts import RecordView, small_button

#: Signs of an entry's text that stand in its heading.
_LONGEST = 60


class ListView:
    """A list one entry below the other; what stands in an entry is made when it is opened.

    Parameters
    ----------
    section : the key of the list
    add : what the button says that puts in another
    first : what another says until it is filled in
    """

    def __init__(self, desk: FormDesk, section: str, guard: Guard, add: str, first: PlainData) -> None:
        self.desk, self._section, self._guard = desk, section, guard
        self._views: list[RecordView | FieldRow] = []
        listed = desk.sheet.value((section,))
        entries: Sequence[PlainData] = listed if isinstance(listed, list) else ()
        titles = [f"{at + 1}. {_shown(one)}" for at, one in enumerate(entries)]
        self._open = widgets.Accordion([widgets.VBox() for _ in titles], titles=titles, selected_index=None)
        self._open.add_class("ls-entries")
        self._open.observe(lambda change: guard(partial(self._opened, change["new"])), names="selected_index")
        title = str(key_title(section))
        more = small_button(add, add, lambda: desk.change(lambda sheet: sheet.insert((section,), first), shape=True),
                            guard)  # fmt: skip
        self.widget = widgets.VBox(
            [widgets.HTML(f"<h3>{escape(title[:1].upper() + title[1:])}</h3>"), self._open, more]
        )

    def _opened(self, index: object) -> None:
        if not isinstance(index, int) or self._open.children[index].children:
            return
        loc: KeyPath = (self._section, index)
        value = self.desk.sheet.value(loc)
        told = isinstance(value, str) or (isinstance(value, dict) and set(value) <= {"en", "zh"})
        view: RecordView | FieldRow
        view = FieldRow(self.desk, loc, _text_field(loc), self._guard) if told else \
            RecordView(self.desk, loc, self._guard, first=self._section)  # fmt: skip
        self._views.append(view)
        self._open.children[index].children = [self._heading(loc, index + 1), view.widget]

    def _heading(self, loc: KeyPath, n: int) -> Widget:
        desk, guard = self.desk, self._guard
        head = widgets.HBox([
            small_button("↑", tr("Entry {n} up", "第{n}项上移", n=n),
                         lambda: desk.change(lambda sheet: sheet.move(loc, -1), shape=True), guard),
            small_button("↓", tr("Entry {n} down", "第{n}项下移", n=n),
                         lambda: desk.change(lambda sheet: sheet.move(loc, 1), shape=True), guard),
            small_button(tr("Remove", "删除"), tr("Remove entry {n}", "删除第{n}项", n=n),
                         lambda: desk.change(lambda sheet: sheet.remove(loc), shape=True), guard),
        ])  # fmt: skip
        head.add_class("ls-part-head")
        return head

    def fields(self) -> list[FieldRow]:
        """Its fields."""
        return [row for one in self._views for row in ([one] if isinstance(one, FieldRow) else one.fields())]


def _text_field(loc: KeyPath) -> FormField:
    """The field of an entry that is a text, in one language or two."""
    found = field_at("scheme", loc)
    assert found is not None  # the form of a list has it
    return replace(found, title=Title("text", "文字"), kind="title", kinds=("title", "text"), required=True)


def _shown(entry: PlainData) -> str:
    """What an entry is called: its own text, or that of its rule."""
    en, zh = title_halves(entry.get("rule", entry) if isinstance(entry, dict) else entry)
    text = str(Title(en or zh, zh or en))
    return text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + "…"


class SourcesView:
    """What the source states, rule by rule, and notes."""

    def __init__(self, desk: FormDesk, guard: Guard) -> None:
        rule = {"rule": {"en": "A rule of the source", "zh": "制度原文"}, "assumed": True}
        note = {"en": "A note", "zh": "说明"}
        self._lists = [ListView(desk, "stated", guard, tr("Add a rule of the source", "添加制度条文"), rule),
                       ListView(desk, "notes", guard, tr("Add note", "添加说明"), note)]  # fmt: skip
        self.widget = widgets.VBox([one.widget for one in self._lists])

    def fields(self) -> list[FieldRow]:
        """Their fields."""
        return [row for one in self._lists for row in one.fields()]
