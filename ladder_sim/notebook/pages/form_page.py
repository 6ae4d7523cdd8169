"""The form in the app: begun from a blank page, a scheme at hand, a file or a policy document; then put on the desk."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from html import escape
from pathlib import Path

import ipywidgets as widgets

from ladder_sim.core.foreign import Widget
from ladder_sim.core.i18n import language, tr
from ladder_sim.core.plain_data import PlainData
from ladder_sim.core.problems import LadderError
from ladder_sim.desk.desk import Desk
from ladder_sim.editing.entering import title_halves
from ladder_sim.editing.sheet import FileSheet, read_sheet
from ladder_sim.editing.starting import blank_sheet, sheet_of
from ladder_sim.notebook.banner import Banner, guarded
from ladder_sim.notebook.form.editor import SchemeEditor
from ladder_sim.notebook.layout import put_in
from ladder_sim.notebook.scenario_list import listed_scenarios, own_schemes
from ladder_sim.notebook.sidebar import button, dropdown
from ladder_sim.notebook.uploads import check_size, on_disk, upload
from ladder_sim.policies.drafting import Draft, draft


class FormPage:
    """The form of one scheme at a time. The desk keeps its text, so that it outlives the session.

    `played` is called when its scheme has come onto the desk.
    """

    def __init__(self, desk: Desk, played: Callable[[], object]) -> None:
        self.desk, self._played = desk, played
        self.banner = Banner()
        self.editor: SchemeEditor | None = None
        self.draft: Draft | None = None
        self._origin = ""  # the scheme that the one in the form was copied from
        self._spoken = ""
        self._asking = False
        self._head_is_of: Hashable = None
        self._place, self._notes = widgets.VBox(), widgets.VBox()
        self._head = widgets.VBox()
        self.widget = widgets.VBox([self.banner.widget, self._head, self._place, self._notes])
        self.widget.add_class("ls-page")

    def build(self) -> None:
        """Bring everything into the language in use, and open what the desk has kept from before."""
        kept = self.desk.history.draft
        if kept and (self.editor is None or self.editor.text != kept):
            self._reopen(kept)
        now = language()
        if self._spoken != now:
            self._spoken = now
            if self.editor is not None:
                self.editor.speak(language())
            self._tell_draft()
        if self._head_is_of != self._head_of():  # else what somebody is about to press would go
            self._build_head()

    @guarded
    def _reopen(self, text: str) -> None:
        self._show(read_sheet(text, "scheme"))

    # -- the head: how to begin, or what to do with what is open ----------------------------------

    def _head_of(self) -> Hashable:
        """All that the head tells of."""
        return (language(), self._asking, self.editor is None, self.desk.now.scheme, tuple(self._schemes()))

    def _build_head(self) -> None:
        self._head_is_of = self._head_of()
        put_in(self._head, [self._asked() if self._asking else self._begin() if self.editor is None else
                            self._open_row()])  # fmt: skip

    def _begin(self) -> Widget:
        self.known = dropdown(tr("A scheme to begin with", "以现有方案为起点"), self._schemes(), self.desk.now.scheme)
        parts: list[Widget] = [
            _told(tr("A scheme is made here by form: grades, moves with their conditions, reviews, pay. Begin with …",
                     "在此用表单编写方案：职级、变动及其条件、评审、薪酬。请选择起点：")),
            _row(button(tr("A small scheme", "小型样例方案"), self.blank, "main")),
            _row(self.known, button(tr("Open it in the form", "在表单中打开"), lambda: self.copy(self.known.value))),
            _row(upload(tr("A policy document (.docx, .md, .txt)", "制度文件（.docx、.md、.txt）"), ".docx,.md,.txt",
                        self.document),
                 upload(tr("A scheme's file (.yaml)", "方案文件（.yaml）"), ".yaml,.yml", self.file)),
        ]  # fmt: skip
        if self.editor is not None:
            parts.append(_row(button(tr("Back to the form", "返回表单"), self._stay)))
        return widgets.VBox(parts)

    def _open_row(self) -> Widget:
        return _row(
            button(tr("Try this scheme out", "试算此方案"), self.play, "main"),
            button(tr("Begin another", "另建方案"), self._another),
        )

    def _asked(self) -> Widget:
        said = tr("What stands in the form is not on the desk yet. Begin another all the same?",
                  "表单中的内容尚未加入工作台，仍要另建方案吗？")  # fmt: skip
        return _row(widgets.Label(said), button(tr("Begin another all the same", "仍然另建"), self._drop, "danger"),
                    button(tr("Keep it", "保留"), self._stay))  # fmt: skip

    def _schemes(self) -> list[tuple[str, str]]:
        return [*own_schemes(self.desk), *((str(one.title), one.id) for one in listed_scenarios("scheme"))]

    @guarded
    def _another(self) -> None:
        assert self.editor is not None
        if self.editor.text in self.desk.now.texts.values() or not self.editor.sheet.changed:
            return self._drop()
        self._asking = True
        self._build_head()

    @guarded
    def _stay(self) -> None:
        self._asking = False
        self._build_head()

    @guarded
    def _drop(self) -> None:
        self.editor, self.draft, self._asking = None, None, False
        put_in(self._place, ())
        put_in(self._notes, ())
        self.desk.keep_draft("")
        self._build_head()

    # -- opening ----------------------------------------------------------------------------------

    @guarded
    def blank(self) -> None:
        """Open a small scheme to begin with."""
        self._take(blank_sheet(self._free("my-scheme")))

    @guarded
    def copy(self, name: str) -> None:
        """Open a scheme: one of one's own as it is, one at hand as a copy with an id and a title of its own."""
        text = self.desk.now.texts.get(name)
        self._take(read_sheet(text, "scheme") if text is not None else self._renamed(sheet_of(name)), origin=name)

    @guarded
    def file(self, name: str, content: bytes) -> None:
        """Open the file of a scheme; its id changes where one at hand has it. What raises `LadderError` is told."""
        check_size(name, content)
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise LadderError(tr("{name} is no text in UTF-8; save it as UTF-8",
                                 "{name}不是 UTF-8 文本，请另存为 UTF-8", name=name)) from error  # fmt: skip
        sheet = read_sheet(text, "scheme")
        self._take(self._renamed(sheet) if sheet.name in self._at_hand() else sheet)

    @guarded
    def document(self, name: str, content: bytes) -> None:
        """Open what a policy document says, as far as it was understood; below stands what became of each sentence."""
        with on_disk(name, content) as path:
            found = draft(path)
        text = found.to_yaml()
        sheet = read_sheet(text, "scheme")
        taken = self._free(sheet.name) if sheet.name in self._at_hand() else sheet.name
        self._take(sheet if taken == sheet.name else sheet.set(("scheme",), taken), found)

    def _take(self, sheet: FileSheet, found: Draft | None = None, origin: str = "") -> None:
        self.banner.clear()
        self.draft, self._origin = found, origin
        self._show(sheet)
        self._tell_draft()
        self._changed(False)
        self._build_head()

    def _show(self, sheet: FileSheet) -> None:
        self.editor = SchemeEditor(sheet)
        self.editor.desk.listeners.append(self._changed)
        put_in(self._place, [self.editor.root])

    def _changed(self, shape: bool) -> None:
        if self.editor is not None:
            self.desk.keep_draft(self.editor.text)

    def _tell_draft(self) -> None:
        if self.draft is None:
            put_in(self._notes, ())
            return
        title = tr("What was taken from the document, sentence by sentence", "制度文件逐句读取结果")
        notes = widgets.Accordion([widgets.HTML(self.draft._repr_html_())], titles=[title], selected_index=None)
        notes.add_class("ls-numbers")
        put_in(self._notes, [notes])

    def _renamed(self, sheet: FileSheet) -> FileSheet:
        made = sheet.set(("scheme",), self._free(sheet.name))
        for key in ("title", "short_title"):
            value = sheet.value((key,))
            if value is not None:
                made = made.set((key,), _copy_title(value))
        return made

    def _at_hand(self) -> set[str]:
        return {one.id for one in listed_scenarios("scheme")}

    def _free(self, name: str) -> str:
        """An id that no scheme has, at hand or on the desk."""
        root = re.sub(r"[^a-z0-9_]+", "-", Path(name).name.lower()).strip("-") or "my-scheme"
        taken = self._at_hand() | set(self.desk.now.texts)
        return next(one for n in range(1, 10_000) if (one := root if n == 1 else f"{root}-{n}") not in taken)

    # -- onto the desk ----------------------------------------------------------------------------

    @guarded
    def play(self) -> None:
        """Put the scheme on the desk and show it; where something is wrong, say what, and stay."""
        assert self.editor is not None
        scheme = self.editor.scheme  # or every fault is told
        self.desk.take_scheme_in(self.editor.text, self._origin or self.desk.now.scheme)
        self.banner.clear()
        self.banner.say(tr("'{title}' is on the desk; what you change here comes there when you try it out again.",
                           "“{title}”已加入工作台；此处的后续修改在再次试算后生效。", title=scheme.title))  # fmt: skip
        self._played()


def _copy_title(value: PlainData) -> PlainData:
    en, zh = title_halves(value)
    return {key: text for key, text in (("en", en and f"{en} (copy)"), ("zh", zh and f"{zh}（副本）")) if text}


def _told(text: str) -> Widget:
    made = widgets.HTML(f'<div class="ls-lead">{escape(text)}</div>')
    return made


def _row(*parts: Widget) -> Widget:
    made = widgets.HBox(list(parts))
    made.add_class("ls-page-row")
    return made
