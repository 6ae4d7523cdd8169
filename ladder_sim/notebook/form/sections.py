"""The sections of the form: the scheme, its parameters, the ladder, reviews, moves, pay, and the text of the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from html import escape
from typing import Protocol

import ipywidgets as widgets

from ladder_sim.core.foreign import Widget
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.plain_data import PlainData
from ladder_sim.editing.entering import block, entered_block, title_halves
from ladder_sim.editing.fields import field_at
from ladder_sim.editing.parts import NewPart, with_entry, with_grade, with_move, with_track
from ladder_sim.editing.renaming import NamedKind, renamed_sheet
from ladder_sim.editing.sheet import FileSheet, names_at
from ladder_sim.files import KeyPath
from ladder_sim.files.key_words import key_title
from ladder_sim.notebook.form.desk import FormDesk
from ladder_sim.notebook.form.fields import FieldRow, Guard
from ladder_sim.notebook.form.parts import ConditionsView, RecordView, StagesView, small_button

#: Where each top key of a scheme's file is shown; what stands under *text* has no fields of its own yet.
SECTION_OF: Mapping[str, str] = {
    "scheme": "basics", "title": "basics", "short_title": "basics", "summary": "basics", "source": "basics",
    "based_on": "basics", "entry": "basics", "probation": "basics", "year_starts": "basics",
    "currency": "basics", "placement": "basics",
    "team_size": "basics", "hire_if": "basics", "hire_among": "basics", "hire_order": "basics", "entry_step": "basics",
    "entry_pay": "basics", "placement_step": "basics", "tables": "basics", "roles": "basics",
    "parameters": "parameters", "ladder": "ladder", "fields": "ladder", "reviews": "reviews", "scores": "reviews",
    "tokens": "reviews", "moves": "moves", "pay": "pay",
    "signals": "reviews", "stated": "sources", "notes": "sources",
    "caps": "ladder", "indices": "pay", "statuses": "people", "attributes": "people", "measures": "measures",
    "format": "text", "adopted": "text", "lint": "text",
}  # fmt: skip
SECTIONS: Mapping[str, Title] = {
    "basics": Title("Scheme", "方案"), "parameters": Title("Parameters", "参数"), "ladder": Title("Ladder", "职级"),
    "reviews": Title("Reviews and scores", "评审与考核"), "moves": Title("Moves", "变动"), "pay": Title("Pay", "薪酬"),
    "people": Title("States and facts of people", "人员状态与属性"), "measures": Title("Measures", "指标"),
    "sources": Title("Source and notes", "出处与说明"), "text": Title("Text", "文本"),
}  # fmt: skip


class SectionView(Protocol):
    """A section of the form as it is shown."""

    widget: Widget

    def fields(self) -> list[FieldRow]:
        """Its fields, to be shown anew after a change."""


class BasicsView:
    """Title, entry, probation and what else stands at the top of the file."""

    def __init__(self, desk: FormDesk, guard: Guard) -> None:
        others = [key for key, section in SECTION_OF.items() if section != "basics"]
        self._view = RecordView(desk, (), guard, without=others, first="")
        self.widget = self._view.widget

    def fields(self) -> list[FieldRow]:
        """Its fields."""
        return self._view.fields()


class EntriesView:
    """Entries that have names: each can be opened, called otherwise, moved and taken out.

    What stands in an entry is made when it is opened: of all at once there would be thousands of widgets, more than a
    notebook's server passes on.

    Parameters
    ----------
    section : the key below which they stand, or the path of the track
    kind : what their names are; None where nothing refers to them
    """

    def __init__(self, desk: FormDesk, loc: KeyPath, kind: NamedKind | None, guard: Guard,
                 add: tuple[str, Callable[[FileSheet], NewPart]]) -> None:  # fmt: skip
        self.desk, self.loc, self._kind, self._guard = desk, loc, kind, guard
        self._records: list[RecordView | FieldRow] = []
        self._names = names_at(desk.sheet.form, loc)
        titles = [self._title(name) for name in self._names]
        self._open = widgets.Accordion([widgets.VBox() for _ in titles], titles=titles, selected_index=None)
        self._open.add_class("ls-entries")
        self._open.observe(lambda change: guard(partial(self._opened, change["new"])), names="selected_index")
        button = small_button(add[0], add[0], lambda: desk.change(lambda sheet: add[1](sheet).sheet, shape=True), guard)
        self.widget = widgets.VBox([self._open, button])

    def _title(self, name: str) -> str:
        value = self.desk.sheet.value((*self.loc, name))
        title = entry_title(value)
        return f"{title} · {name}" if title else name

    def _opened(self, index: object) -> None:
        if isinstance(index, int) and not self._open.children[index].children:
            self._open.children[index].children = self._entry(self._names[index])

    def _entry(self, name: str) -> list[Widget]:
        loc = (*self.loc, name)
        value = self.desk.sheet.value(loc)
        if isinstance(value, dict) or (value is None and self.loc[0] == "ladder"):
            record: RecordView | FieldRow = RecordView(self.desk, loc, self._guard)
        else:
            record = _plain_row(self.desk, loc, self._guard)
        self._records.append(record)
        return [self._heading(name, loc), record.widget]

    def _heading(self, name: str, loc: KeyPath) -> Widget:
        parts: list[Widget] = []
        if self._kind is not None:
            parts.append(_name_field(self.desk, self._kind, name, self._guard))
        parts += [
            small_button("↑", tr("“{name}” up", "“{name}”上移", name=name), lambda: self._shift(loc, -1), self._guard),
            small_button("↓", tr("“{name}” down", "“{name}”下移", name=name), lambda: self._shift(loc, 1), self._guard),
            small_button(tr("Remove", "删除"), tr("Remove “{name}”", "删除“{name}”", name=name),
                         lambda: self.desk.change(lambda sheet: sheet.remove(loc), shape=True), self._guard),
        ]  # fmt: skip
        head = widgets.HBox(parts)
        head.add_class("ls-part-head")
        return head

    def _shift(self, loc: KeyPath, by: int) -> None:
        self.desk.change(lambda sheet: sheet.move(loc, by), shape=True)

    def fields(self) -> list[FieldRow]:
        """Its fields."""
        return [row for one in self._records for row in ([one] if isinstance(one, FieldRow) else one.fields())]


def entry_title(value: PlainData) -> str:
    """What an entry is called in the language in use; '' where the file does not say."""
    found = value.get("title") if isinstance(value, dict) else None
    en, zh = title_halves(found)
    return str(Title(en or zh, zh or en))


def _plain_row(desk: FormDesk, loc: KeyPath, guard: Guard) -> FieldRow:
    """The one field of an entry that is no mapping: a parameter that is a number, a part of pay that is an amount."""
    inner = field_at("scheme", (str(loc[0]), "x", {"pay": "amount"}.get(str(loc[0]), "value")))
    assert inner is not None
    return FieldRow(desk, loc, inner, guard)


def _name_field(desk: FormDesk, kind: NamedKind, name: str, guard: Guard) -> Widget:
    """The field in which an entry is called otherwise."""
    made = widgets.Text(value=name, description=tr("Name in rules", "规则中的名称"), continuous_update=False,
                        tooltip=tr("What refers to it follows", "引用处随之更改"))  # fmt: skip

    def rename(change: dict[str, object]) -> None:
        new = str(change["new"]).strip()

        def renamed() -> None:
            try:
                desk.change(lambda sheet: renamed_sheet(sheet, kind, name, new), shape=True)
            except Exception:
                made.unobserve(rename, names="value")
                made.value = name
                made.observe(rename, names="value")
                raise

        if new != name:
            guard(renamed)

    made.observe(rename, names="value")
    made.add_class("ls-name-field")
    return made


class NamedSections:
    """Several sections of named entries below each other, each with its heading."""

    def __init__(self, desk: FormDesk, guard: Guard, sections: Sequence[tuple[str, NamedKind | None, str]]) -> None:
        self._views: list[EntriesView] = []
        parts: list[Widget] = []
        for section, kind, add in sections:
            view = EntriesView(desk, (section,), kind, guard, (add, partial(with_entry, section=section)))
            self._views.append(view)
            title = str(key_title(section))
            parts += [widgets.HTML(f"<h3>{escape(title[:1].upper() + title[1:])}</h3>"), view.widget]
        self.widget = widgets.VBox(parts)

    def fields(self) -> list[FieldRow]:
        """Their fields."""
        return [row for view in self._views for row in view.fields()]


def _remove(desk: FormDesk, loc: KeyPath) -> None:
    desk.change(lambda sheet: sheet.remove(loc), shape=True)


class LadderView:
    """Tracks with their grades, the highest of a track last, as in the file; then caps over several grades."""

    def __init__(self, desk: FormDesk, guard: Guard) -> None:
        self._views: list[EntriesView] = []
        parts: list[Widget] = []
        for track in names_at(desk.sheet.form, ("ladder",)):
            name = _name_field(desk, "track", track, guard)
            away = small_button(
                tr("Remove track", "删除通道"), tr("Remove track “{name}”", "删除通道“{name}”", name=track),
                partial(_remove, desk, ("ladder", track)), guard,
            )  # fmt: skip
            head = widgets.HBox([widgets.HTML(f"<h3>{escape(tr('Track {name}', '通道 {name}', name=track))}</h3>"),
                                 name, away])  # fmt: skip
            head.add_class("ls-part-head")
            view = EntriesView(desk, ("ladder", track), "grade", guard,
                               (tr("Add grade", "添加职级"), partial(with_grade, track=track)))  # fmt: skip
            self._views.append(view)
            parts += [head, view.widget]
        more = small_button(tr("Add track", "添加通道"), tr("Add a track", "添加通道"),
                            lambda: desk.change(lambda sheet: with_track(sheet).sheet, shape=True), guard)  # fmt: skip
        self._caps = NamedSections(desk, guard, [("caps", "cap", tr("Add cap", "添加合计职数上限"))])
        self.widget = widgets.VBox([*parts, more, self._caps.widget])

    def fields(self) -> list[FieldRow]:
        """Its fields."""
        return [row for view in self._views for row in view.fields()] + self._caps.fields()


class MovesView:
    """A move chosen from a list, with its fields, conditions and stages.

    Parameters
    ----------
    chosen : the number of the move that is shown first; `shown` is called with another when it is chosen
    """

    def __init__(self, desk: FormDesk, guard: Guard, chosen: int, shown: Callable[[int], None]) -> None:
        self.desk, self._guard, self._shown = desk, guard, shown
        moves = desk.sheet.value(("moves",))
        listed = [move for move in moves if isinstance(move, dict)] if isinstance(moves, list) else []
        self._chosen = min(chosen, len(listed) - 1)
        self._records: list[RecordView] = []
        self._conditions: ConditionsView | None = None
        add = small_button(tr("Add move", "添加变动"), tr("Add a move", "添加变动"), self._add, guard)
        if not listed:
            self.widget = widgets.VBox([widgets.HTML(escape(tr("No moves yet.", "尚无变动。"))), add])
            return
        options = [(f"{at + 1}. {entry_title(move) or move.get('id')}", at) for at, move in enumerate(listed)]
        choice = widgets.Dropdown(options=options, value=self._chosen, description=tr("Move", "变动"))
        choice.add_class("ls-choice")
        choice.observe(lambda change: shown(int(str(change["new"]))), names="value")
        self.widget = widgets.VBox([widgets.HBox([choice, *self._buttons(), add]), *self._move(listed)])

    def _buttons(self) -> list[Widget]:
        at, desk, guard = self._chosen, self.desk, self._guard
        return [
            small_button("↑", tr("This move up", "此变动上移"), lambda: self._shift(-1), guard),
            small_button("↓", tr("This move down", "此变动下移"), lambda: self._shift(1), guard),
            small_button(tr("Remove", "删除"), tr("Remove this move", "删除此变动"),
                         lambda: desk.change(lambda sheet: sheet.remove(("moves", at)), shape=True), guard),
        ]  # fmt: skip

    def _shift(self, by: int) -> None:
        moves = self.desk.sheet.value(("moves",))
        at = min(max(self._chosen + by, 0), len(moves) - 1)
        self._shown(at)
        self.desk.change(lambda sheet: sheet.move(("moves", self._chosen), by), shape=True)

    def _add(self) -> None:
        moves = self.desk.sheet.value(("moves",))
        self._shown(len(moves) if isinstance(moves, list) else 0)
        self.desk.change(lambda sheet: with_move(sheet).sheet, shape=True)

    def _move(self, listed: Sequence[PlainData]) -> list[Widget]:
        desk, guard, at = self.desk, self._guard, self._chosen
        name = str(listed[at].get("id", ""))
        record = RecordView(desk, ("moves", at), guard, without=("id", "when", "stages"), first="moves")
        self._conditions = ConditionsView(desk, at, guard)
        stages = StagesView(desk, at, guard)
        self._records = [record, *stages.records]
        return [
            _name_field(desk, "move", name, guard), record.widget,
            widgets.HTML(f"<h3>{escape(tr('Conditions, all of which must hold', '条件（须全部满足）'))}</h3>"),
            self._conditions.widget,
            widgets.HTML(f"<h3>{escape(tr('Stages after the review', '评审后的环节'))}</h3>"), stages.widget,
        ]  # fmt: skip

    def fields(self) -> list[FieldRow]:
        """The fields of the move that is shown."""
        rows = [row for record in self._records for row in record.fields()]
        return rows + (self._conditions.rows if self._conditions is not None else [])


class TextView:
    """What has no fields, part by part as its text; and the whole file, to be changed by hand."""

    def __init__(self, desk: FormDesk, guard: Guard) -> None:
        self.desk, self._guard = desk, guard
        keys = [key for key in names_at(desk.sheet.form, ()) if SECTION_OF.get(key) == "text" and key != "format"]
        self._parts = {key: self._area(key) for key in keys}
        self._whole = widgets.Textarea(value=desk.sheet.text, rows=24)
        self._whole.add_class("ls-code")
        self._whole.tooltip = tr("The whole file", "整个文件")
        told = tr("Read the form from this text", "按此文本重新读入表单")
        take = small_button(tr("Use this text", "采用此文本"), told,
                            self._read, guard)  # fmt: skip
        whole = f"<h3>{escape(tr('The whole file', '整个文件'))}</h3>"
        self.widget = widgets.VBox([*self._parts.values(), widgets.HTML(whole), self._whole, take])

    def _area(self, key: str) -> Widget:
        text = block(self.desk.sheet.value((key,)))
        title = str(key_title(key))
        area = widgets.Textarea(value=text, rows=min(14, text.count("\n") + 2), continuous_update=False,
                                description=title[:1].upper() + title[1:])  # fmt: skip
        area.add_class("ls-code")

        def changed(change: dict[str, object]) -> None:
            self._guard(lambda: self.desk.change(lambda sheet: sheet.set((key,), entered_block(str(change["new"])))))

        area.observe(changed, names="value")
        return area

    def _read(self) -> None:
        text = self._whole.value
        self.desk.change(lambda sheet: sheet.rewritten(text), shape=True)

    def refresh(self) -> None:
        """Show the texts as they are now."""
        if self._whole.value != self.desk.sheet.text:
            self._whole.value = self.desk.sheet.text

    def fields(self) -> list[FieldRow]:
        """None: its parts are texts."""
        return []
