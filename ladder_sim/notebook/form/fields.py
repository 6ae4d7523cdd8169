"""One field of the form as widgets: its name, what it holds, what it means, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from html import escape

import ipywidgets as widgets

from ladder_sim.core.foreign import Widget
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.plain_data import PlainData
from ladder_sim.core.roles import ROLES
from ladder_sim.editing.entering import block, entered, entered_block, title_halves, titled, typed
from ladder_sim.editing.field_units import unit_of_field
from ladder_sim.editing.fields import FormField
from ladder_sim.editing.phrases import phrase_of
from ladder_sim.editing.renaming import NAMED, NamedKind, names_of, title_of
from ladder_sim.files import KeyPath
from ladder_sim.model.kinds import EXIT_CAUSES, MOVE_TITLES
from ladder_sim.notebook.form.desk import FormDesk
from ladder_sim.notebook.form.phrase_row import BEHIND, PhraseRow, behind

Guard = Callable[[Callable[[], None]], None]
#: Names that a field takes beside those of the scheme.
_ALSO = {"to": ("next", "lower", "same", "before", "exit"), "from": ("any",), "fails_to": ("stay", "lower", "exit"),
         "every": ("month", "quarter", "half-year", "year"), "seats": ("vacancy", "unlimited"),
         "role": tuple(ROLES)}  # fmt: skip


class FieldRow:
    """A field in its place. `widget` is the row, `refresh` shows what the sheet says now.

    Parameters
    ----------
    guard : calls what it is given and tells what went wrong
    """

    def __init__(self, desk: FormDesk, loc: KeyPath, field: FormField, guard: Guard) -> None:
        self.desk, self.loc, self.field, self._guard = desk, loc, field, guard
        self._filling = False
        self._phrase: PhraseRow | None = None
        self._inputs = self._made()
        for made in self._inputs:
            made.observe(self._changed, names="value")
        self._remark = widgets.HTML()
        self._remark.add_class("ls-remark")
        head = widgets.HBox(self._head())
        head.add_class("ls-field-head")
        self.widget = widgets.VBox([head, *self._below(), self._remark])
        self.widget.add_class("ls-field")
        self.refresh()

    # -- building ---------------------------------------------------------------------------------

    def _value(self) -> PlainData:
        return self.desk.sheet.value(self.loc)

    def _label(self) -> str:
        title = str(self.field.title)
        label, unit = title[:1].upper() + title[1:], unit_of_field(self.desk.sheet, self.loc)
        return tr("{title} ({unit})", "{title}（{unit}）", title=label, unit=unit) if unit else label

    def _given(self, label: str) -> dict[str, object]:
        return {"description": label, "tooltip": str(self.field.help) or label, "continuous_update": False}

    def _made(self) -> list[Widget]:
        field, label = self.field, self._label()
        value = self._value()
        if field.kind == "title" and not isinstance(value, list):
            english = widgets.Text(**self._given(tr("{title}, English", "{title}（英文）", title=label)))
            chinese = widgets.Text(**self._given(tr("{title}, Chinese", "{title}（中文）", title=label)))
            return [english, chinese]
        if field.kind == "flag" and len(field.kinds) == 1:
            return [widgets.Checkbox(description=label, tooltip=str(field.help), indent=False)]
        if field.choices and "flag" not in field.kinds and "entries" not in field.kinds:
            options = [("", ""), *((choice_title(field.key, one), one) for one in field.choices)]
            return [widgets.Dropdown(options=options, description=label, tooltip=str(field.help))]
        if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(one, dict | list) for one in value)):
            return [widgets.Textarea(rows=min(12, block(value).count("\n") + 2), **self._given(label))]
        known = self._known()
        if known:
            return [widgets.Combobox(options=known, ensure_option=False, **self._given(label))]
        return [widgets.Text(**self._given(label))]

    def _known(self) -> list[str]:
        """The names that the field may hold."""
        key, sheet = self.field.key, self.desk.sheet
        found = [self._named(kind, name) for kind, part in NAMED.items() if key in part.references
                 for name in names_of(sheet, kind)]  # fmt: skip
        return list(dict.fromkeys([*_ALSO.get(key, ()), *found]))

    def _named(self, kind: NamedKind, name: str) -> str:
        en, zh = title_halves(title_of(self.desk.sheet, kind, name))
        title = str(Title(en or zh, zh or en))
        return behind(name, title) if title else name

    def _head(self) -> list[Widget]:
        parts = [*self._inputs]
        if not self.field.required and self._value() is not None and self.field.kind != "flag":
            away = widgets.Button(
                description="×", tooltip=tr("Leave out “{title}”", "删去“{title}”", title=self._label())
            )
            away.add_class("ls-close")
            away.on_click(lambda _: self._guard(lambda: self.desk.change(lambda s: s.remove(self.loc), shape=True)))
            parts.append(away)
        return parts

    def _below(self) -> Sequence[Widget]:
        rule = self._value()
        if self.field.kind != "rule" or not isinstance(rule, str) or not phrase_of(rule, self.desk.scheme):
            return ()
        self._phrase = PhraseRow(rule, lambda: self.desk.scheme, self._rule_entered)
        return (self._phrase.widget,)

    # -- showing and changing ------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show what the sheet says, and what is wrong with it."""
        value = self._value()
        self._filling = True
        shown = self._shown(value)
        for made, text in zip(self._inputs, shown, strict=True):
            if made.value != text:
                made.value = text
        if self._phrase is not None and isinstance(value, str):
            self._phrase.show(value)
        self._filling = False

    def show_remarks(self, lines: Sequence[tuple[str, str]]) -> None:
        """Show remarks below the field, each with its kind."""
        text = "".join(f'<div class="ls-{kind}-line">{escape(line)}</div>' for kind, line in lines)
        if self._remark.value != text:
            self._remark.value = text

    def _shown(self, value: PlainData) -> list[str | bool]:
        made = self._inputs[0]
        if len(self._inputs) == 2:
            return [*title_halves(value)]
        if isinstance(made, widgets.Checkbox):
            return [bool(value)]
        if isinstance(made, widgets.Dropdown):
            known = {one for _, one in made.options}
            if value is not None and str(value) not in known:
                made.options = [*made.options, (str(value), str(value))]
            return ["" if value is None else str(value)]
        if isinstance(made, widgets.Textarea):
            return [block(value)]
        return [typed(value, self.field)]

    def _changed(self, change: dict[str, object]) -> None:
        if not self._filling:
            self._guard(self._enter)

    def _enter(self) -> None:
        value = self._entered()
        before = self._value()
        if value == before and isinstance(value, bool) == isinstance(before, bool):
            return
        texts = len(self._inputs) == 2 and len(self.loc) == 1  # of the scheme: no list is called by it
        shape = (value is None) != (before is None) or (isinstance(value, dict | list) and not texts)
        self.desk.change(lambda sheet: sheet.set(self.loc, value), shape=shape)

    def _entered(self) -> PlainData:
        made, before = self._inputs[0], self._value()
        if len(self._inputs) == 2:
            return titled(made.value, self._inputs[1].value, before)
        if isinstance(made, widgets.Checkbox):
            return True if made.value else (False if before is not None else None)
        if isinstance(made, widgets.Textarea):
            return entered_block(made.value)
        return entered(made.value.partition(BEHIND)[0], self.field)

    def _rule_entered(self, rule: str) -> None:
        self._guard(partial(self._set_rule, rule))

    def _set_rule(self, rule: str) -> None:
        value = entered(rule, self.field)
        self.desk.change(lambda sheet: sheet.set(self.loc, value))


def choice_title(key: str, choice: str) -> str:
    """What one of a closed set is called, with the word of the file; the word alone where it has no title."""
    kinds: dict[str, Title] = {str(kind): title for kind, title in MOVE_TITLES.items()}
    causes: dict[str, Title] = {str(cause): told.title for cause, told in EXIT_CAUSES.items()}
    title = {"kind": kinds, "cause": causes}.get(key, {}).get(choice)
    return choice if title is None else tr("{title} ({word})", "{title}（{word}）", title=title, word=choice)
