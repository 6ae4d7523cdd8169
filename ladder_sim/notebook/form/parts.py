"""Parts of the form: a record with its fields, the conditions of a move, its stages, entries that have names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from html import escape

import ipywidgets as widgets

from ladder_sim.core.foreign import Widget
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.plain_data import PlainData
from ladder_sim.editing.fields import FormField, field_at, fields_of
from ladder_sim.editing.offering import OfferedPhrase, offered
from ladder_sim.editing.parts import with_condition, with_stage
from ladder_sim.editing.remarks import FieldRemark
from ladder_sim.editing.sheet import FileSheet
from ladder_sim.files import KeyPath
from ladder_sim.notebook.form.desk import FormDesk
from ladder_sim.notebook.form.fields import FieldRow, Guard

#: Fields that are there to be filled in without being asked for, by the last name of the path of their record.
_OFFERED_FIRST = {
    "moves": ("id", "title", "from", "to", "kind", "review", "seats", "order", "apply"),
    "when": ("title", "if"),
    "stages": ("stage", "title", "days", "pass"),
    "parameters": ("title", "value", "from", "to", "unit"),
    "reviews": ("title", "every", "month"),
    "scores": ("title", "every", "value"),
    "pay": ("title", "amount", "for"),
    "tokens": ("title", "review", "earn", "keep"),
    "signals": ("title", "unit", "better", "normal"),
    "caps": ("title", "over", "seats"),
    "indices": ("title", "yearly", "month", "on", "for"),
    "statuses": ("title", "months", "clocks", "pay", "reviews"),
    "attributes": ("title", "shares", "order"),
    "measures": ("title", "value", "among", "unit", "better"),
    "stated": ("rule", "at", "by"),
    "ladder": ("title", "role", "base", "seats"),
    "": ("title", "short_title", "summary", "entry"),
}

#: Sections of entries whose names are their own.
_SECTIONS = ("ladder", "parameters", "reviews", "scores", "pay", "tokens", "caps", "indices", "statuses", "attributes",
             "measures")  # fmt: skip


def small_button(text: str, told: str, pressed: Callable[[], None], guard: Guard) -> Widget:
    """A button in a row of its part; `told` is what it does, in full."""
    made = widgets.Button(description=text, tooltip=told)
    made.add_class("ls-button")
    made.add_class("ls-small")
    made.on_click(lambda _: guard(pressed))
    return made


class RecordView:
    """The fields of one mapping: those it has, those usually filled in, and a list of the others to add.

    Parameters
    ----------
    without : keys that are shown elsewhere
    named : a button beside the heading for each thing that can be done with the record as a whole
    """

    def __init__(self, desk: FormDesk, loc: KeyPath, guard: Guard, *, without: Sequence[str] = (),
                 first: str | None = None) -> None:  # fmt: skip
        self.desk, self.loc, self._guard = desk, loc, guard
        kind = desk.sheet.kind
        value = desk.sheet.value(loc)
        fields = [field for field in fields_of(kind, loc) if field.key not in without]
        usual = _OFFERED_FIRST.get(_family(loc) if first is None else first, ())
        known = {field.key for field in fields}
        extra = [_extra(key) for key in (value if isinstance(value, dict) else ()) if key not in known and
                 key not in without]  # fmt: skip
        given = set(value) if isinstance(value, dict) else set()
        shown = [field for field in fields if field.key in given or field.key in usual]
        self.rows: list[FieldRow | RecordView] = [self._row(field) for field in (*shown, *extra)]
        more = [field for field in fields if field not in shown]
        self.widget: Widget = widgets.VBox([row.widget for row in self.rows] + ([self._adding(more)] if more else []))
        self.widget.add_class("ls-record")

    def _row(self, field: FormField) -> FieldRow | RecordView:
        loc = (*self.loc, field.key)
        value = self.desk.sheet.value(loc)
        if field.key in ("probation", "outside", "waive", "work", "tables") and isinstance(value, dict):
            return _Nested(self.desk, loc, field, self._guard)
        return FieldRow(self.desk, loc, field, self._guard)

    def _adding(self, fields: Sequence[FormField]) -> Widget:
        ask = tr("Add a field …", "添加字段……")
        options = [(ask, "")] + [(_titled(field), field.key) for field in fields]
        chosen = widgets.Dropdown(options=options, value="", tooltip=tr("Add a field", "添加字段"))
        chosen.add_class("ls-adding")

        def add(change: dict[str, object]) -> None:
            field = next((one for one in fields if one.key == change["new"]), None)
            if field is not None:
                loc = (*self.loc, field.key)
                value = first_value(field)
                self._guard(lambda: self.desk.change(lambda sheet: sheet.set(loc, value), shape=True))
                chosen.value = ""

        chosen.observe(add, names="value")
        return chosen

    def refresh(self) -> None:
        """Show what the sheet says now."""
        for row in self.rows:
            row.refresh()

    def fields(self) -> list[FieldRow]:
        """Every field, those of records within too."""
        found: list[FieldRow] = []
        for row in self.rows:
            found += [row] if isinstance(row, FieldRow) else row.fields()
        return found


class _Nested(RecordView):
    """A record within another, with its heading and a button that leaves it out."""

    def __init__(self, desk: FormDesk, loc: KeyPath, field: FormField, guard: Guard) -> None:
        super().__init__(desk, loc, guard)
        title = str(field.title)
        away = small_button("×", tr("Leave out “{title}”", "删去“{title}”", title=title),
                            lambda: desk.change(lambda sheet: sheet.remove(loc), shape=True), guard)  # fmt: skip
        head = widgets.HBox([widgets.HTML(f"<h4>{escape(title[:1].upper() + title[1:])}</h4>"), away])
        self.widget.children = (head, *self.widget.children)
        self.widget.add_class("ls-nested")


def _family(loc: KeyPath) -> str:
    names = [part for part in loc if isinstance(part, str)]
    if not names:
        return ""
    return names[0] if names[0] in _SECTIONS else names[-1]


def _extra(key: str) -> FormField:
    """A key of the scheme's own, such as a number that grades carry."""
    return FormField(key, Title.plain(key), Title("", ""), "rule", ("rule", "list", "entries"))


def _titled(field: FormField) -> str:
    title = str(field.title)
    return f"{title[:1].upper()}{title[1:]}" + (f" — {field.help}" if str(field.help) else "")


def first_value(field: FormField) -> PlainData:
    """What an added field says until it is filled in."""
    firsts: dict[str, PlainData] = {
        "title": {"en": str(field.title.en), "zh": str(field.title.zh)}, "choice": field.choices[0] if field.choices
        else "", "flag": True, "whole": int(field.low or 1), "number": field.low or 0, "rule": 1, "text": "…",
        "list": ["…"], "entries": {"name": 1}, "fields": {"months": 3},
    }  # fmt: skip
    own: dict[str, PlainData] = {
        "outside": {"share": 1}, "waive": {"when": "false"}, "work": {"hours": 1}, "probation": {"months": 3},
        "tables": {"follow": "ratio"}, "order": "mean(kpi, 12)", "seats": "vacancy", "effective": "next January",
        "budget": "3% of base", "among": "true", "keeps_wait": "true", "clocks": "stop",
        "keep": "1 year", "hire_if": "true", "when": "true", "for": "true", "confirm": "mean(kpi, so_far) >= 60",
    }  # fmt: skip
    return own.get(field.key, firsts[field.kind])


class ConditionsView:
    """The conditions of a move: a row of slots for each, the rule itself, and phrases to begin another with."""

    def __init__(self, desk: FormDesk, move: int, guard: Guard) -> None:
        self.desk, self._move, self._guard = desk, move, guard
        value = desk.sheet.value(("moves", move, "when"))
        listed = value if isinstance(value, list) else [] if value is None else [value]
        single = value is not None and not isinstance(value, list)
        self.rows: list[FieldRow] = []
        boxes = [self._condition(index, one, single) for index, one in enumerate(listed)]
        self.widget = widgets.VBox([*boxes, self._adding()])
        self.widget.add_class("ls-conditions")

    def _condition(self, index: int, value: PlainData, single: bool) -> Widget:
        loc: KeyPath = ("moves", self._move, "when") if single else ("moves", self._move, "when", index)
        where = loc if not isinstance(value, dict) else (*loc, "if")
        field = field_at("scheme", ("moves", 0, "when", 0, "if"))
        assert field is not None  # the form of a condition has it
        row = FieldRow(self.desk, where, field, self._guard)
        parts: list[Widget] = [row.widget]
        self.rows.append(row)
        if isinstance(value, dict):
            title = field_at("scheme", ("moves", 0, "when", 0, "title"))
            assert title is not None
            named = FieldRow(self.desk, (*loc, "title"), title, self._guard)
            self.rows.append(named)
            parts.insert(0, named.widget)
        shared = self.desk.sheet.shared_with(loc)
        if shared:
            parts.append(widgets.HTML(f'<div class="ls-hint">{escape(_shared(self.desk.sheet, shared))}</div>'))
        box = widgets.VBox([self._heading(index, loc, single, isinstance(value, dict)), *parts])
        box.add_class("ls-condition")
        return box

    def _heading(self, index: int, loc: KeyPath, single: bool, titled: bool) -> Widget:
        n = index + 1
        parts: list[Widget] = [widgets.HTML(f"<b>{escape(tr('Condition {n}', '条件{n}', n=n))}</b>")]
        if not single:
            parts += [
                small_button(
                    "↑", tr("Condition {n} up", "条件{n}上移", n=n), partial(self._shift, loc, -1), self._guard
                ),
                small_button(
                    "↓", tr("Condition {n} down", "条件{n}下移", n=n), partial(self._shift, loc, 1), self._guard
                ),
            ]
        if not titled:
            parts.append(small_button(tr("Title", "加名称"), tr("Give condition {n} a title", "为条件{n}加上名称", n=n),
                                      partial(self._name, loc), self._guard))  # fmt: skip
        parts.append(small_button("×", tr("Remove condition {n}", "删除条件{n}", n=n),
                                  partial(self._remove, loc), self._guard))  # fmt: skip
        head = widgets.HBox(parts)
        head.add_class("ls-part-head")
        return head

    def _remove(self, loc: KeyPath) -> None:
        self.desk.change(lambda sheet: sheet.remove(loc), shape=True)

    def _shift(self, loc: KeyPath, by: int) -> None:
        self.desk.change(lambda sheet: sheet.move(loc, by), shape=True)

    def _name(self, loc: KeyPath) -> None:
        rule = self.desk.sheet.value(loc)
        title = {"en": "Condition", "zh": "条件"}
        self.desk.change(lambda sheet: sheet.set(loc, {"if": rule, "title": title}, everywhere=False), shape=True)

    def _adding(self) -> Widget:
        found = offered(self.desk.scheme)
        families = list(dict.fromkeys(one.family for one in found))
        family = widgets.Dropdown(options=[(str(one), at) for at, one in enumerate(families)],
                                  tooltip=tr("Kind of condition", "条件类别"))  # fmt: skip
        phrase = widgets.Dropdown(options=_listed(self.desk, found, families[0]), tooltip=tr("Condition", "条件"))
        phrase.add_class("ls-wide")

        def chosen(change: dict[str, object]) -> None:
            phrase.options = _listed(self.desk, found, families[family.value])

        family.observe(chosen, names="value")

        def add() -> None:
            rule = phrase.value
            self.desk.change(lambda sheet: with_condition(sheet, self._move, rule).sheet, shape=True)

        put = small_button(tr("Add condition", "添加条件"), tr("Add this condition", "添加这一条件"), add, self._guard)
        made = widgets.HBox([family, phrase, put])
        made.add_class("ls-adding-condition")
        return made


def _listed(desk: FormDesk, found: Sequence[OfferedPhrase], family: object) -> list[tuple[str, str]]:
    return [(str(one.phrase(desk.scheme) or one.rule), one.rule) for one in found if one.family == family]


def _shared(sheet: FileSheet, others: Sequence[KeyPath]) -> str:
    names = [str(sheet.value(("moves", loc[1], "id"))) for loc in others if loc[:1] == ("moves",) and len(loc) > 1]
    return tr("Said once for {names} too: a change here holds there as well",
              "与 {names} 共用：此处修改，彼处同时改变",
              names=tr(", ", "、").join(dict.fromkeys(names)))  # fmt: skip


class StagesView:
    """The stages of a move, one below the other."""

    def __init__(self, desk: FormDesk, move: int, guard: Guard) -> None:
        loc: KeyPath = ("moves", move, "stages")
        stages = desk.sheet.value(loc)
        self.records: list[RecordView] = []
        boxes: list[Widget] = []
        for index, stage in enumerate(stages if isinstance(stages, list) else ()):
            if isinstance(stage, dict):
                boxes.append(self._stage(desk, (*loc, index), guard))
        add = small_button(
            tr("Add stage", "添加环节"), tr("Add a stage to this move", "为此变动添加环节"),
            lambda: desk.change(lambda sheet: with_stage(sheet, move).sheet, shape=True), guard,
        )  # fmt: skip
        self.widget = widgets.VBox([*boxes, add])

    def _stage(self, desk: FormDesk, loc: KeyPath, guard: Guard) -> Widget:
        view = RecordView(desk, loc, guard, first="stages")
        self.records.append(view)
        n = int(loc[-1]) + 1
        away = small_button("×", tr("Remove stage {n}", "删除环节{n}", n=n),
                            lambda: desk.change(lambda sheet: sheet.remove(loc), shape=True), guard)  # fmt: skip
        head = widgets.HBox([widgets.HTML(f"<b>{escape(tr('Stage {n}', '环节{n}', n=n))}</b>"), away])
        head.add_class("ls-part-head")
        box = widgets.VBox([head, view.widget])
        box.add_class("ls-condition")
        return box


def remark_lines(remarks: Sequence[FieldRemark], loc: KeyPath, exact: bool = False) -> list[tuple[str, str]]:
    """The remarks about a field, each with its kind; `exact`: not those of what stands below it."""
    return [(one.kind, one.text) for one in remarks
            if (one.loc == loc if exact else one.loc[: len(loc)] == loc)]  # fmt: skip
