"""The editor of a scheme: its form by sections, and beside it the ladder, the remarks and what to do with it."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from html import escape
from importlib.resources import files
from pathlib import Path

import ipywidgets as widgets

from ladder_sim.charts.ladder_picture import ladder
from ladder_sim.core.file_rule import write_once
from ladder_sim.core.foreign import Widget
from ladder_sim.core.i18n import Language, language, speaking, tr
from ladder_sim.core.needs import path_of
from ladder_sim.core.problems import LadderError
from ladder_sim.editing.sheet import FileSheet
from ladder_sim.model.scheme import Scheme
from ladder_sim.notebook import downloads
from ladder_sim.notebook.banner import Banner, guarded
from ladder_sim.notebook.form.desk import FormDesk
from ladder_sim.notebook.form.lists import SourcesView
from ladder_sim.notebook.form.parts import remark_lines, small_button
from ladder_sim.notebook.form.sections import (
    SECTION_OF,
    SECTIONS,
    BasicsView,
    LadderView,
    MovesView,
    NamedSections,
    SectionView,
    TextView,
)
from ladder_sim.notebook.layout import all_in, put_in, style, tabs
from ladder_sim.policies.articles import policy

_TONES = {"error": 0, "warning": 1, "doubt": 2}
#: So many remarks are listed.
MOST_REMARKS = 12


class SchemeEditor:
    """A scheme as a form. It shows itself as the last thing in a notebook's cell; `ladder_sim.edit` makes one.

    Every change gives the text of the file anew, with its comments and its spelling; `text` is that text, `scheme` the
    scheme, `problems` what is wrong while it is none.
    """

    def __init__(self, sheet: FileSheet) -> None:
        self.desk = FormDesk(sheet)
        self.banner = Banner()
        self._language = language()
        self._section, self._move = "basics", 0
        self._views: dict[str, SectionView] = {}
        self._drawn: object = None
        self.root = widgets.VBox()
        self.root.add_class("ls-root")
        self.root.add_class("ls-form")
        self._build()
        self.desk.listeners.append(self._changed)
        self._changed(False)

    # -- what it holds --------------------------------------------------------------------------

    @property
    def sheet(self) -> FileSheet:
        """The form as it stands."""
        return self.desk.sheet

    @property
    def text(self) -> str:
        """The file."""
        return self.sheet.text

    @property
    def scheme(self) -> Scheme:
        """The scheme, to run or to compare.

        Raises
        ------
        LadderError
            Something is wrong with it; every fault, with its place.
        """
        made = self.sheet.checked.made
        if not isinstance(made, Scheme):
            raise LadderError(self.sheet.checked.errors)
        return made

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong, one sentence each; empty where the form makes a scheme."""
        return tuple(str(problem) for problem in self.sheet.checked.errors)

    def save(self, path: str | Path, *, force: bool = False) -> Path:
        """Write the file.

        Parameters
        ----------
        path : of a ``.yaml`` file; its name becomes the scheme's id
        force : write over a file that is there and says something else

        Raises
        ------
        LadderError
            There is a file already, or it cannot be written.
        """
        place = path_of(path, "path")
        named = self.sheet if self.sheet.name == place.stem else self.sheet.set(("scheme",), place.stem)
        write_once(place, named.mark + named.text, force=force)
        return place

    def __repr__(self) -> str:
        told = f"{len(self.problems)} problems" if self.problems else "ready to play"
        return f"<SchemeEditor {self.sheet.name}: {told}>"

    def _repr_mimebundle_(self, **options: object) -> object:
        return self.root._repr_mimebundle_(**options)

    # -- building ---------------------------------------------------------------------------------

    def speak(self, chosen: Language) -> None:
        """Show the form in another language, as it stands."""
        self._language, self._views, self._drawn = chosen, {}, None
        self._build()
        self._changed(True)

    def _build(self) -> None:
        with speaking(self._language):
            sheet = widgets.HTML(style() + _form_style())
            sheet.add_class("ls-style")
            self._heading = widgets.HTML()
            self._undo = self._button(
                tr("Undo", "撤销"), tr("Take the last change back", "撤销上一步修改"), self.desk.undo
            )
            self._redo = self._button(
                tr("Redo", "重做"), tr("Make the change again", "重做已撤销的修改"), self.desk.redo
            )
            head = widgets.HBox([self._heading, self._undo, self._redo])
            head.add_class("ls-head")
            self._sections = {name: widgets.VBox() for name in SECTIONS}
            titles = [str(title) for title in SECTIONS.values()]
            names, stack = tabs(titles, list(self._sections.values()), list(SECTIONS).index(self._section))
            names.observe(self._chosen, names="value")
            names.tooltips = titles
            form = widgets.VBox([names, stack])
            form.add_class("ls-fields")
            body = widgets.HBox([form, self._beside()])
            body.add_class("ls-body")
            put_in(self.root, [sheet, head, self.banner.widget, body])

    def _beside(self) -> Widget:
        self._picture = widgets.HTML()
        self._picture.add_class("ls-ladder")
        self._remarks, self._file = widgets.HTML(), widgets.HTML()
        self._remarks.add_class("ls-remarks")
        download = self._button(tr("Scheme file", "方案文件"),
                                tr("A link to the file as it stands", "生成方案文件的下载链接"),
                                self._download)  # fmt: skip
        paper = self._button(tr("Policy text", "制度文本"), tr("A link to the scheme as a document of articles",
                             "生成制度文本（Word）的下载链接"), self._policy)  # fmt: skip
        buttons = widgets.HBox([download, paper])
        buttons.add_class("ls-part-head")
        made = widgets.VBox([self._picture, self._remarks, buttons, self._file])
        made.add_class("ls-beside")
        return made

    def _button(self, text: str, told: str, pressed: Callable[[], None]) -> Widget:
        return small_button(text, told, pressed, self.guard)

    def _view(self, name: str) -> SectionView:
        """A section with all its widgets, as the form is now."""
        desk, guard = self.desk, self.guard
        if name == "basics":
            return BasicsView(desk, guard)
        if name == "parameters":
            return NamedSections(desk, guard, [(name, "parameter", tr("Add parameter", "添加参数"))])
        if name == "ladder":
            return LadderView(desk, guard)
        if name == "reviews":
            return NamedSections(desk, guard, [
                ("reviews", "review", tr("Add review", "添加评审")),
                ("scores", "score", tr("Add score", "添加考核得分")),
                ("tokens", "token", tr("Add certificate", "添加资格")),
                ("signals", None, tr("Add signal", "添加测量项"))])  # fmt: skip
        if name == "moves":
            return MovesView(desk, guard, self._move, self._move_chosen)
        if name == "pay":
            return NamedSections(desk, guard, [
                (name, None, tr("Add part of pay", "添加薪酬项")),
                ("indices", "index", tr("Add index", "添加指数"))])  # fmt: skip
        if name == "people":
            return NamedSections(desk, guard, [
                ("statuses", "status", tr("Add status", "添加状态")),
                ("attributes", None, tr("Add attribute", "添加属性"))])  # fmt: skip
        if name == "measures":
            return NamedSections(desk, guard, [(name, None, tr("Add measure", "添加指标"))])
        return SourcesView(desk, guard) if name == "sources" else TextView(desk, guard)

    # -- what happens -------------------------------------------------------------------------------

    @guarded
    def guard(self, call: Callable[[], None]) -> None:
        """Do something in the language of the form; what goes wrong is told above it."""
        with speaking(self._language):
            self.banner.clear()
            call()

    @guarded
    def _chosen(self, change: dict[str, object]) -> None:
        self._section = list(SECTIONS)[int(str(change["new"]))]
        with speaking(self._language):
            self._show(True)

    def _move_chosen(self, at: int) -> None:
        if at != self._move:
            self._move = at
            self.guard(lambda: self._show(True))

    def _changed(self, shape: bool) -> None:
        with speaking(self._language):
            self._show(shape or self._section not in self._views)
            self._show_beside()

    def _show(self, anew: bool) -> None:
        """The section that is open: built anew, or its fields filled again so that the focus stays."""
        name = self._section
        if anew:
            opened = self._opened(name)
            self._views = {name: self._view(name)}
            put_in(self._sections[name], [self._views[name].widget])
            self._open(name, opened)
        view = self._views[name]
        remarks = self.desk.remarks()
        for row in view.fields():
            row.refresh()
            row.show_remarks(remark_lines(remarks, row.loc))
        if isinstance(view, TextView):
            view.refresh()

    def _accordions(self, name: str) -> list[Widget]:
        return [one for one in all_in(self._sections[name].children) if isinstance(one, widgets.Accordion)]

    def _opened(self, name: str) -> list[object]:
        return [one.selected_index for one in self._accordions(name)]

    def _open(self, name: str, opened: list[object]) -> None:
        """Open what was open before the section was built anew."""
        for one, index in zip(self._accordions(name), opened, strict=False):
            if isinstance(index, int) and index < len(one.children):
                one.selected_index = index

    # -- beside the form --------------------------------------------------------------------------------

    def _show_beside(self) -> None:
        desk = self.desk
        self._heading.value = (
            f'<div class="ls-title">{escape(str(desk.scheme.title))}</div>'
            f'<div class="ls-under">{escape(desk.sheet.name)}'
            + (" · " + escape(tr("changed", "已修改")) if desk.sheet.changed else "") + "</div>"
        )  # fmt: skip
        self._undo.disabled, self._redo.disabled = not desk.can_undo, not desk.can_redo
        self._remarks.value = self._told()
        scheme = desk.sheet.checked.made
        if isinstance(scheme, Scheme) and scheme != self._drawn:
            alt = tr("The ladder of {title}", "{title}的职级体系", title=scheme.title)
            held = base64.b64encode(_png(scheme)).decode("ascii")
            self._picture.value = f'<img alt="{escape(alt)}" src="data:image/png;base64,{held}">'
            self._drawn = scheme
        self._file.value = ""

    def _told(self) -> str:
        found = sorted(self.desk.remarks(), key=lambda one: _TONES[one.kind])
        if not found:
            return f'<div class="ls-fine" role="status">{escape(tr("Nothing to remark.", "未发现问题。"))}</div>'
        lines = [f'<li class="ls-{one.kind}-line">{escape(self._where(one.loc))}{escape(one.text)}</li>'
                 for one in found[:MOST_REMARKS]]  # fmt: skip
        if len(found) > MOST_REMARKS:
            lines.append(f"<li>{escape(tr('and {n} more', '另有{n}项', n=len(found) - MOST_REMARKS))}</li>")
        errors = sum(one.kind == "error" for one in found)
        head = tr("To put right: {n}", "须更正：{n}处", n=errors) if errors else \
            tr("Remarks: {n}", "提示：{n}条", n=len(found))  # fmt: skip
        return f'<div role="status"><b>{escape(head)}</b><ul>{"".join(lines)}</ul></div>'

    def _where(self, loc: tuple[str | int, ...]) -> str:
        """The section and the part that a remark is about, for people."""
        if not loc:
            return ""
        section = str(SECTIONS[SECTION_OF.get(str(loc[0]), "text")])
        names = [str(one) for one in loc[1:3] if isinstance(one, str)]
        if loc[0] == "moves" and len(loc) > 1:
            names = [str(self.sheet.value((*loc[:2], "id")) or "")]
        return tr("{where}: ", "{where}：", where=tr(", ", "、").join([section, *names]))

    def _download(self) -> None:
        name = f"{self.sheet.name or 'scheme'}.yaml"
        content = (self.sheet.mark + self.text).encode("utf-8")
        self._file.value = downloads.link(name, content, "application/yaml")

    def _policy(self) -> None:
        document = policy(self.scheme)

        def write(folder: Path) -> list[Path]:
            return [document.save(folder / f"{self.sheet.name or 'scheme'}.docx")]

        self._file.value = downloads.zipped(f"{self.sheet.name or 'scheme'}-policy.zip", write)


def _png(scheme: Scheme) -> bytes:
    drawn = ladder(scheme).get_figure(root=True)
    assert drawn is not None  # the axes are new
    held = io.BytesIO()
    drawn.savefig(held, format="png", dpi=110)
    return held.getvalue()


def _form_style() -> str:
    return f"<style>{(files('ladder_sim.notebook') / 'form.css').read_text(encoding='utf-8')}</style>"
