"""Undo and redo, versions with a name, and the desk as a link and as a file."""

from __future__ import annotations

import functools
from collections.abc import Callable
from html import escape

import ipywidgets as widgets

from ladder_sim.core.foreign import Widget
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.desk.desk import Desk
from ladder_sim.desk.history import Version
from ladder_sim.desk.reading import read_link, read_upload
from ladder_sim.desk.written import kept, link, written
from ladder_sim.notebook.banner import Banner, guarded
from ladder_sim.notebook.downloads import link as download_link
from ladder_sim.notebook.layout import put_in
from ladder_sim.notebook.sidebar import button
from ladder_sim.notebook.uploads import upload


class DeskControls:
    """The buttons above an explorer and the tab *Versions*.

    `memory` is for the page around it: it tells what a browser should keep, and takes what it has kept. In a notebook
    nobody reads it. `arrived` is called when the page stands and listens.
    """

    def __init__(self, desk: Desk, banner: Banner, speak: Callable[[str], object],
                 arrived: Callable[[], object]) -> None:  # fmt: skip
        self.desk, self.banner, self._speak, self._arrived = desk, banner, speak, arrived
        self.memory = widgets.HTML()
        self.memory.add_class("ls-memory")
        self.restore = widgets.Textarea(continuous_update=False)
        self.restore.add_class("ls-restore")
        self.restore.observe(self._restored, names="value")
        desk.told = self._told
        self.build()

    def build(self) -> None:
        """The widgets, in the language in use."""
        self.undo = button(tr("Undo", "撤销"), self._undo)
        self.redo = button(tr("Redo", "重做"), self._redo)
        # a tab that is not open is not in the page: what the page reads stands with the buttons
        self.buttons: list[Widget] = [self.undo, self.redo, self.memory, self.restore]
        self.name = widgets.Text(description=tr("Name of the version", "版本名称"),
                                 placeholder=tr("e.g. before the meeting", "如：会前"))  # fmt: skip
        self.name.add_class("ls-control")
        self.keep = button(tr("Keep this version", "保存为版本"), self._keep, "main")
        self.versions = widgets.VBox()
        self.link = widgets.HTML()
        self.file = widgets.HTML()
        self.upload = upload(tr("Open a desk's file", "打开工作台文件"), ".json", self._uploaded)
        hint = tr("Undo, versions, the link and the file hold what is set; no list of people is in them.",
                  "撤销记录、版本、链接和文件保存的是设置，不含人员名单。")  # fmt: skip
        self.share = button(tr("Link and file of this desk", "本工作台的链接和文件"), self._share)
        self.widget = widgets.VBox([
            self.name, self.keep, self.versions, widgets.HBox([self.share, self.upload]), self.link, self.file,
            widgets.HTML(f'<div class="ls-hint">{escape(hint)}</div>'),
        ])  # fmt: skip
        self.widget.add_class("ls-controls")
        self._told()

    def _told(self) -> None:
        """Bring the buttons and what a browser keeps up to date."""
        history = self.desk.history
        self.undo.disabled, self.redo.disabled = not history.past, not history.future
        self.undo.tooltip = self.desk.last_change(back=True) or self.undo.description
        self.redo.tooltip = self.desk.last_change(back=False) or self.redo.description
        self.memory.value = f'<div data-desk="{kept(history)}" data-link="{_link_or_none(self.desk)}"></div>'
        self.link.value = self.file.value = ""
        put_in(self.versions, [self._row(one) for one in history.versions])

    def _row(self, version: Version) -> Widget:
        name = version.name
        what = tr("; ", "；").join(self.desk.contents(version.state))
        label = widgets.HTML(f'<b>{escape(name)}</b><div class="ls-hint">{escape(what)}</div>')
        again = button(tr("Open", "打开"), functools.partial(self._reopen, name))
        again.tooltip = tr("Open {name}", "打开{name}", name=name)
        gone = button("×", functools.partial(self._ask_forget, name), "close")
        gone.tooltip = tr("Delete {name}", "删除{name}", name=name)
        row = widgets.HBox([label, again, gone])
        row.add_class("ls-row")
        return row

    @guarded
    def _undo(self) -> None:
        self.desk.undo()

    @guarded
    def _redo(self) -> None:
        self.desk.redo()

    @guarded
    def _keep(self) -> None:
        self.desk.name(self.name.value)
        self.name.value = ""

    @guarded
    def _reopen(self, name: str) -> None:
        changes = self.desk.changes_since(name)
        self.desk.reopen(name)
        self.banner.say(_opened(name), *changes)

    @guarded
    def _ask_forget(self, name: str) -> None:
        """Ask before a version is deleted, which no undo brings back: the row becomes the question."""
        sure = widgets.Label(tr("Delete '{name}' for good?", "永久删除“{name}”？", name=name))
        row = widgets.HBox([
            sure, button(tr("Delete", "删除"), functools.partial(self._forget, name), "danger"),
            button(tr("Keep it", "保留"), self._told),
        ])  # fmt: skip
        row.add_class("ls-row")
        at = [one.name for one in self.desk.history.versions].index(name)
        rows = self.versions.children
        put_in(self.versions, (*rows[:at], row, *rows[at + 1 :]))

    @guarded
    def _forget(self, name: str) -> None:
        self.desk.forget(name)

    @guarded
    def _share(self) -> None:
        """Show the link, which a page copies by a click, and the file."""
        self.file.value = download_link("desk.json", written(self.desk.history).encode(), "application/json")
        said = tr("Link to what is on show", "当前内容的链接")
        self.link.value = f'<a class="ls-link" href="{link(self.desk.now)}">{escape(said)}</a>'

    @guarded
    def _uploaded(self, name: str, content: bytes) -> None:
        self.banner.say(_opened(name), *self.desk.take_up(read_upload(content, name)))

    @guarded
    def _restored(self, change: Widget) -> None:
        """What the page gives back: a desk it has kept, then, in a line of its own, the end of a link; both may be ''.

        It gives nothing as well, which tells that it listens.
        """
        had, _, end = change["new"].partition("\n")
        lost: list[str] = []
        if had:
            lost += self.desk.take_up(read_link(had), whole=True)
        if end:
            asked = read_link(end)
            if asked.now != self.desk.now:
                lost += self.desk.take_up(asked)
        if lost:
            self.banner.say(*dict.fromkeys(lost), kind="hint")
        self._arrived()


def _opened(name: str) -> str:
    return tr("Opened '{name}'; undo brings back what was there.", "已打开“{name}”；撤销可恢复之前的内容。", name=name)


def _link_or_none(desk: Desk) -> str:
    """The end of the link of the state on show; '' where it is too long."""
    try:
        return link(desk.now)
    except LadderError:
        return ""
