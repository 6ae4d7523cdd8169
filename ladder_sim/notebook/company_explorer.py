"""The explorer of a company: the levers of one department at a time, and below its figures those of the company.

What is set in one department stays while another is on show, and all departments are played together, with the
transfers between them. People are those of the study, as they are for its alternatives.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

import ipywidgets as widgets

from ladder_sim.core.foreign import Widget
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.desk.company_book import CompanyBook, as_candidate, at_department
from ladder_sim.desk.desk import Desk
from ladder_sim.desk.state import Candidate
from ladder_sim.model.assumptions import Value
from ladder_sim.model.study import Study
from ladder_sim.notebook.banner import guarded
from ladder_sim.notebook.comparing import OWN, Comparing
from ladder_sim.notebook.explorer import Explorer
from ladder_sim.notebook.keeping import Keeping
from ladder_sim.notebook.layout import HasWidget
from ladder_sim.notebook.settings import Settings
from ladder_sim.notebook.sidebar import CompareControls, SaveControls, dropdown
from ladder_sim.notebook.view import ExplorerView
from ladder_sim.results.comparison import Comparison

#: The id that the lines give the what-if among the alternatives of a study.
ADDED = "what_if"
WHAT_IF = {"en": "What-if", "zh": "试算"}


class CompanyExplorer(Explorer):
    """A live what-if of a company; `picker` chooses the department that is on show."""

    def __init__(self, desk: Desk, book: CompanyBook, study: Study, settings: Settings) -> None:
        self.book, self.study = book, study
        super().__init__(desk, settings, self._head)

    # -- which department -----------------------------------------------------------------------

    def _head(self) -> Sequence[Widget]:
        """The study and the departments to choose from, in the language in use."""
        title = widgets.Label(str(self.study.title))
        title.add_class("ls-title")
        under = widgets.Label(tr("{n} departments, played together · {months} months",
                                 "{n}个部门，一同模拟 · {months}个月", n=len(self.book.now.departments),
                                 months=self.settings.months))  # fmt: skip
        under.add_class("ls-under")
        heading = widgets.VBox([title, under])
        heading.add_class("ls-heading")
        options = [(str(one.title), one.id) for one in self.book.now.departments]
        self.picker = dropdown(tr("Department", "部门"), options, self.desk.now.scheme)
        self.picker.observe(lambda change: self.turn_to(change["new"]), names="value")
        return [heading, self.picker]

    @guarded
    def turn_to(self, department: str) -> None:
        """Show another department; what is set stays, here and there."""
        if department == self.desk.now.scheme:
            return
        try:
            self.desk.turn_to(at_department(self.desk.now, department))
        except LadderError:  # the picture stays as it was, and so does the choice
            self.picker.value = self.desk.now.scheme
            raise

    def _parts(self) -> dict[str, HasWidget]:
        """Without the people, who are those of the study, and without links, which no app could open."""
        self.desk_controls.share.layout.display = self.desk_controls.upload.layout.display = "none"
        return {
            tr("Rules", "规则"): self.parameter_controls, tr("Compare", "比较"): self.compare_controls,
            tr("Save", "保存"): self.save_controls, tr("Versions", "版本"): self.desk_controls,
        }  # fmt: skip

    # -- what is shown --------------------------------------------------------------------------

    def moved_text(self) -> str:
        """What is set otherwise, in every department."""
        return self.book.within(self.desk.now).told(self.changed) or super().moved_text()

    def _show(self, view: ExplorerView, began: float) -> None:
        super()._show(view, began)
        self.company_keeping.refresh()

    def _compared(self) -> Comparing:
        return ComparingCompanies(self, self.book)

    def _kept(self) -> Keeping:
        self.company_keeping = KeepingCompany(self)
        return self.company_keeping


class ComparingCompanies(Comparing):
    """The tab *Compare* of a company: the alternatives of the study, and what-ifs that were kept."""

    def __init__(self, explorer: CompanyExplorer, book: CompanyBook) -> None:
        super().__init__(explorer)
        self.book = book

    def build(self) -> CompareControls:
        """The widgets, in the language in use; people are the same for all."""
        made = super().build()
        made.together.layout.display = "none"
        return made

    def _choices(self) -> list[tuple[str, str]]:
        """The company as it is, the alternatives of the study, and the what-ifs kept here."""
        made = [(str(self.book.now.title), OWN)]
        made += [(title, self._key(one)) for title, one in self.book.alternatives()]
        return made + [(self._title(one), key) for key, one in self.offered.items()]

    def _title(self, candidate: Candidate) -> str:
        company = self.book.variant(self._explorer.desk.now, candidate).company
        assert company is not None  # candidates of a company are companies
        return str(company.title)

    def _key(self, candidate: Candidate) -> str:
        company = self.book.variant(self._explorer.desk.now, candidate).company
        assert company is not None  # candidates of a company are companies
        return company.id

    def _candidate(self, key: str) -> Candidate:
        known = {self._key(one): one for _, one in self.book.alternatives()} | self.offered
        return known.get(key, as_candidate(self.book.now.id))


class KeepingCompany(Keeping):
    """The tab *Save* of a company: the what-if as lines of the study, and the comparison of the whole company."""

    def __init__(self, explorer: CompanyExplorer) -> None:
        super().__init__(explorer)
        self._company = explorer
        self.lines = widgets.Textarea()

    def controls(self) -> SaveControls:
        """The widgets, in the language in use: no scheme is saved, for the study's alternatives say what is set."""
        made = super().controls()
        title = tr("The what-if as an alternative of the study", "试算作为研究的备选")
        self.lines = widgets.Textarea(description=title, rows=8, disabled=True)
        self.lines.add_class("ls-control")
        hint = tr("To compare it again: copy these lines to 'alternatives' in {file}.",
                  "如需再次比较：将以上内容复制到 {file} 的 alternatives 之下。",
                  file=Path(self._company.study.file).name or self._company.study.id)  # fmt: skip
        under = widgets.HTML(f'<div class="ls-hint">{escape(hint)}</div>')
        made.widget.children = (self.lines, under, *made.widget.children[3:])
        return made

    def refresh(self) -> None:
        """Bring the lines up to date."""
        changed = self._company.book.within(self._company.desk.now).changed(self._company.changed)
        told = [f"    {of}: {{set: {_mapping(values)}}}" for of, values in changed.items()]
        head = [f"{ADDED}:", f"  title: {_mapping(WHAT_IF)}", "  departments:"]
        self.lines.value = "\n".join([*head, *told]) if told else ""

    def _told(self) -> tuple[Comparison, list[str]]:
        """The comparison of the whole company, with all replications."""
        self._company.settle()
        view = self._company.view
        assert view is not None
        runs = {run.scheme.id: run for run in (*view.company[1:], view.company[0])}
        if len(runs) < 2:
            raise LadderError(tr("there is nothing to compare yet; move a control, or add an alternative beside it",
                                 "还没有可比较的内容；请先移动一个控件，或加入一个备选"))  # fmt: skip
        return Comparison(tuple(runs.values()), view.company[1].scheme.id, same_people=False), []

    def _all(self, folder: Path, told: Comparison) -> list[Path]:
        """The comparison in the formats that are ticked, and the study's file."""
        self._check_wanted()
        assert self._controls is not None
        paths = list(told.save(folder, self._controls.wanted))
        source = Path(self._company.study.file)
        if source.is_file():
            paths.append(folder / source.name)
            paths[-1].write_bytes(source.read_bytes())
        return paths


def _mapping(values: Mapping[str, Value]) -> str:
    """A mapping as a line of YAML; text stands in quotes, as in JSON."""
    return "{" + ", ".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()) + "}"
