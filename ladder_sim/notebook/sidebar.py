"""The side of the explorer that is not sliders: whom to compare with, and how to keep what was found."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets as widgets

from ladder_sim.core.foreign import Widget
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.writing import Occupied
from ladder_sim.notebook.layout import put_in
from ladder_sim.report.formats import OFFERED_FORMATS

if TYPE_CHECKING:
    from ladder_sim.results.comparison import Comparison

#: Formats that are ticked at first: those that are quick to make.
TICKED = ("html", "png", "csv")

#: What the button of each format says, in both languages.
DOWNLOADS = {
    "html": Title("Page", "网页"), "pptx": Title("Slides", "幻灯片"), "xlsx": Title("Workbook", "工作簿"),
    "brief.pdf": Title("One page (PDF)", "一页简报（PDF）"),
    "png": Title("Charts (PNG)", "图表（PNG）"), "svg": Title("Charts (SVG)", "图表（SVG）"),
    "csv": Title("Figures (CSV)", "数据（CSV）"), "json": Title("Figures (JSON)", "数据（JSON）"),
}  # fmt: skip

#: The box under *Compare* that has every scheme meet the people as they are set.
TOGETHER = Title("Changes to the people apply to every scheme", "人员调节对所有方案生效")

Options = Sequence[tuple[str, str]]


def button(text: str, clicked: Callable[[], object], kind: str = "") -> Widget:
    """A button; what it does is told by its text alone, for icons come from elsewhere."""
    made = widgets.Button(description=text, tooltip=text)
    made.add_class("ls-button")
    if kind:
        made.add_class(f"ls-{kind}")
    made.on_click(lambda _: clicked())
    return made


def dropdown(description: str, options: Options, value: str | None) -> Widget:
    """A choice with its label above."""
    made = widgets.Dropdown(description=description, options=list(options), value=value)
    made.add_class("ls-control")
    return made


@dataclass
class CompareCalls:
    """What the comparing part asks its owner to do."""

    baseline: Callable[[str], object]
    add: Callable[[str], object]
    add_this: Callable[[], object]
    remove: Callable[[int], object]
    together: Callable[[bool], object]
    move: Callable[[str], object]


class CompareControls:
    """The baseline, the schemes beside it, and the promotion whose stops are shown."""

    def __init__(self, options: Options, baseline: str, *, together: bool, calls: CompareCalls) -> None:
        self._calls = calls
        self._silent = False
        self._listed: tuple[str, ...] = ()
        self.baseline = dropdown(tr("Baseline", "基准方案"), options, baseline)
        self.baseline.observe(lambda change: calls.baseline(change["new"]), names="value")
        self.scheme = dropdown(tr("A scheme to show beside it", "并列显示的方案"), options, options[0][1])
        self.add = button(tr("Add scheme", "加入该方案"), lambda: calls.add(self.scheme.value))
        self.together = widgets.Checkbox(value=together, indent=False, description=str(TOGETHER))
        self.together.observe(lambda change: calls.together(change["new"]), names="value")
        self.together.add_class("ls-control")
        self.listed = widgets.VBox()
        self.move = dropdown(tr("Promotion in the last chart", "受阻图中的晋升"), [("–", "")], "")
        self.move.observe(self._moved, names="value")
        self.add_this = button(tr("Add this what-if", "加入当前试算"), calls.add_this)
        self.widget = widgets.VBox(
            [self.baseline, self.together, self.scheme, widgets.HBox([self.add, self.add_this]), self.listed, self.move]
        )
        self.widget.add_class("ls-controls")

    def _moved(self, change: Widget) -> None:
        if not self._silent:
            self._calls.move(change["new"] or "")

    def show(self, names: Sequence[str], colors: Sequence[str]) -> None:
        """List what stands beside the baseline."""
        if self._listed == (now := (*names, *colors)):
            return
        self._listed = now
        rows = []
        for i, (name, color) in enumerate(zip(names, colors, strict=True)):
            remove = button("×", functools.partial(self._calls.remove, i), "close")
            remove.tooltip = tr("Remove {name}", "移除{name}", name=name)
            label = widgets.Label(name)
            label.style.text_color = color
            rows.append(widgets.HBox([label, remove]))
            rows[-1].add_class("ls-row")
        put_in(self.listed, rows)

    def moves(self, options: Options, value: str) -> None:
        """The promotions to choose from; nobody is told of the change."""
        self._silent = True
        try:
            if tuple(self.move.options) != tuple(options):
                self.move.options = list(options)
            self.move.value = value
        finally:
            self._silent = False


class SaveControls:
    """Saving the what-if as a scheme, and the comparison as files; as downloads where `place` and `folder` are ''."""

    def __init__(self, name: str, place: str, folder: str, *, save: Callable[[bool], object],
                 export: Callable[[bool], object], download: Callable[[str], object]) -> None:  # fmt: skip
        self.name = widgets.Text(
            value=name, description=tr("Id of the new scheme", "新方案编号"), continuous_update=True
        )
        self.name.add_class("ls-control")
        self.name.observe(lambda _: self.ask(False), names="value")
        here = tr("Files are downloads; nothing stays on the server", "文件以下载方式提供，服务器上不保留")
        where = tr("It will be saved in {place}", "保存位置：{place}", place=place) if place else here
        self.place = widgets.HTML(f'<div class="ls-hint">{where}</div>')
        self.save = button(tr("Save as new scheme", "另存为新方案"), lambda: save(False), "main")
        self.over = button(tr("Write over it", "覆盖"), lambda: save(True), "danger")
        self.dont = button(tr("Keep the old file", "保留原文件"), lambda: self.ask(False))
        self.formats = {
            form: widgets.Checkbox(value=form in TICKED, indent=False, description=form.upper())
            for form in OFFERED_FORMATS
        }
        self.folder = widgets.Text(value=folder, description=tr("Folder for exports", "导出文件夹"))
        self.folder.add_class("ls-control")
        self.folder.layout.display, self._places = "" if folder else "none", bool(folder)
        self.folder.observe(lambda _: self.ask_export(False), names="value")
        self.export = button(tr("Export comparison", "导出比较结果"), lambda: export(False), "main")
        self.replace = button(tr("Write over these files", "覆盖这些文件"), lambda: export(True), "danger")
        self.leave = button(tr("Keep these files", "保留这些文件"), lambda: self.ask_export(False))
        self.downloads = {
            form: button(str(DOWNLOADS[form]), functools.partial(download, form)) for form in OFFERED_FORMATS
        }
        self.all = button(tr("All of it as a ZIP", "全部打包（ZIP）"), lambda: download(""), "main")
        take = widgets.HBox([*self.downloads.values(), self.all])
        checks = widgets.HBox(list(self.formats.values()))
        checks.add_class("ls-checks")
        self.widget = widgets.VBox(
            [
                self.name,
                self.place,
                widgets.HBox([self.save, self.over, self.dont]),
                self.folder,
                checks,
                take,
                widgets.HBox([self.export, self.replace, self.leave]),
            ]
        )
        self.widget.add_class("ls-controls")
        self.ask(False)
        self.ask_export(False)

    def ask(self, over: bool) -> None:
        """Offer to write over a file that is there, or take the offer back."""
        self.save.layout.display = "none" if over else ""
        self.over.layout.display = self.dont.layout.display = "" if over else "none"

    def ask_export(self, over: bool) -> None:
        """Offer to write over files that somebody edited, or take the offer back."""
        self.export.layout.display = "none" if over or not self._places else ""
        self.replace.layout.display = self.leave.layout.display = "" if over else "none"

    def exported(self, comparison: Comparison, *, force: bool) -> list[Path]:
        """Write what is ticked to the folder.

        Raises
        ------
        Occupied
            Files are in the way; the question whether to write over them is shown.
        """
        self.ask_export(False)
        try:
            return comparison.save(self.folder.value.strip() or ".", self.wanted, force=force)
        except Occupied:
            self.ask_export(True)
            raise

    @property
    def wanted(self) -> list[str]:
        """The formats that are ticked."""
        return [form for form, check in self.formats.items() if check.value]
