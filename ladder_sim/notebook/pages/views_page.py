"""The page *Look closer*: views that take a while, each started by a button, with progress and a way to stop."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from html import escape

import ipywidgets as widgets

from ladder_sim.core.foreign import Widget
from ladder_sim.core.i18n import language, tr
from ladder_sim.core.problems import LadderError
from ladder_sim.desk.desk import Desk
from ladder_sim.desk.state import Candidate, DeskState
from ladder_sim.desk.words import candidate_title, differences
from ladder_sim.notebook.banner import Banner, guarded
from ladder_sim.notebook.giving_back import give_back
from ladder_sim.notebook.layout import LINGER, put_in, tabs
from ladder_sim.notebook.pages.findings import told_in
from ladder_sim.notebook.pages.view_kinds import (
    MEASURES,
    OPTIONS,
    VIEWS,
    OptionName,
    ViewAnswer,
    ViewKind,
    ViewMessage,
    ViewOrder,
    ViewProgress,
    schemes_apart,
)
from ladder_sim.notebook.pages.view_task import ViewTask
from ladder_sim.notebook.served import RUNS_OF_A_VIEW
from ladder_sim.notebook.settings import Settings
from ladder_sim.notebook.sidebar import TOGETHER, button, dropdown
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.measures import measure_titles


@dataclass(frozen=True, slots=True)
class MadeView:
    """A view as it was made, and of what."""

    answer: ViewAnswer
    state: DeskState


class ViewPane:
    """One view: its question, its options, its button, and what came of it. What goes wrong is told in it alone."""

    def __init__(self, kind: ViewKind, page: ViewsPage) -> None:
        self.kind, self._page = kind, page
        self.banner = Banner()
        self.made: MadeView | None = None
        self.chosen: dict[OptionName, str] = {name: OPTIONS[name].usual for name in VIEWS[kind].options}
        if kind == "choice":
            self.chosen = {"measure": "labor_cost", "other": "turnover"}
        self.bar = widgets.IntProgress(min=0, max=1)
        self.said = widgets.HTML()
        self.result = widgets.HTML()
        self.result.add_class("ls-report")
        self.widget = widgets.VBox()

    def build(self) -> None:
        """The widgets, in the language in use."""
        spec = VIEWS[self.kind]
        self.start = button(tr("Work it out", "开始计算"), self.begin, "main")
        self.stop = button(tr("Stop", "停止"), self.cancel)
        working = widgets.HBox([self.start, self.stop, self.bar, self.said])
        working.add_class("ls-page-row")
        asked = widgets.HBox([self._option(name) for name in spec.options])
        asked.add_class("ls-page-row")
        head = widgets.HTML(f'<div class="ls-lead">{escape(str(spec.asks))}</div>')
        put_in(self.widget, [head, asked, working, self.banner.widget, self.result])
        self.tell()

    def _option(self, name: OptionName) -> Widget:
        of = OPTIONS[name]
        titles = measure_titles(MEASURES) if name in ("measure", "other") else of.choices
        if titles:
            made = dropdown(str(of.title), [(str(title), key) for key, title in titles.items()], self.chosen[name])
        else:
            made = widgets.Text(value=self.chosen[name], description=str(of.title))
            made.add_class("ls-control")
        made.observe(lambda change: self.chosen.update({name: change["new"]}), names="value")
        return made

    @guarded
    def begin(self) -> None:
        """Begin to work it out."""
        self.banner.clear()
        self._page.begin(self)

    @guarded
    def cancel(self) -> None:
        """Stop working it out; what there was before stays."""
        self._page.cancel()

    def take(self, state: DeskState, message: ViewMessage) -> None:
        """Show how far it is, what came of it, or why nothing did."""
        if isinstance(message, ViewProgress):
            self.bar.max, self.bar.value = max(message.total, 1), message.done
            self.said.value = _said(tr("{a} of {b}", "第{a}步，共{b}步", a=message.done, b=message.total))
            return
        if isinstance(message, LadderError):
            self.banner.error(message)
        else:
            self.made = MadeView(message, state)
        self._page.done()
        self.tell()

    def tell(self) -> None:
        """What there is, in the language in use; of what it was made where the desk has gone on."""
        busy = self._page.task is not None and self._page.pane is self
        self.start.disabled, self.stop.disabled = busy, not busy
        self.bar.layout.display = "" if busy else "none"
        if not busy:
            self.said.value = self._of_what()
        self.result.value = "" if self.made is None else self.made.answer.html[language()]

    def since(self, made: MadeView) -> list[str]:
        """What has changed on the desk since a view was made, in words."""
        now = self._page.desk.now
        try:
            return differences(made.state, replace(now, language=made.state.language), self._page.desk.book)
        except LadderError:
            return [tr("what it was made of is gone", "所依据的内容已不存在")]

    def _of_what(self) -> str:
        if self.made is None:
            return ""
        lines = self.since(self.made)
        if not lines:
            return _said(tr("of what is on show", "依据当前内容"))
        return _said(tr("of an earlier state; since then: {lines}", "依据此前的内容；之后的变化：{lines}",
                        lines=tr("; ", "；").join(lines)))  # fmt: skip


class ViewsPage:
    """The views beside each other; one is worked out at a time, `pane` is whose that is."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        self.desk, self._settings = desk, settings
        self.task: ViewTask | None = None
        self.panes = {kind: ViewPane(kind, self) for kind in VIEWS}
        self.pane = self.panes["why"]
        self.open = 0
        self._head = widgets.HTML()
        self.widget = widgets.VBox()
        self.widget.add_class("ls-page")
        self._spoken = ""

    def build(self) -> None:
        """Bring everything into the language in use, and tell of what is on show."""
        now = language()
        if self._spoken != now:
            self._spoken = now
            for pane in self.panes.values():
                pane.build()
            titles = [str(spec.title) for spec in VIEWS.values()]
            names, stack = tabs(titles, [pane.widget for pane in self.panes.values()], self.open)
            names.observe(lambda change: setattr(self, "open", change["new"]), names="value")
            put_in(self.widget, [self._head, names, stack], LINGER)
        self._head.value = f'<div class="ls-lead">{escape(self._what())}</div>'
        for pane in self.panes.values():
            pane.tell()

    def _what(self) -> str:
        now = self.desk.now
        base = now.sheet.baseline or Candidate(now.scheme)
        titles = [candidate_title(one, self.desk.book, now) for one in (now.candidate, base)]
        return tr("What-if: {now} · Baseline: {base}", "试算：{now} · 基准方案：{base}", now=titles[0], base=titles[1])

    def order(self, kind: ViewKind, chosen: dict[OptionName, str]) -> ViewOrder:
        """What is to be worked out of what is on show. Raises `LadderError` where that makes no view."""
        now = self.desk.now
        base = now.sheet.baseline or Candidate(now.scheme)
        variants = [self.desk.book.variant(now, one) for one in (base, now.candidate, *now.sheet.beside)]
        schemes = schemes_apart([one.scheme for one in variants])
        people = variants[1].workforce  # every scheme on the people as they are set
        settings, plays = self._settings, VIEWS[kind].plays
        if settings.limits is not None:
            settings.limits.check(people.people.size, settings.months, settings.replications * plays, RUNS_OF_A_VIEW)
        return ViewOrder(kind, schemes, people, settings.months, settings.replications, settings.seed, dict(chosen),
                         language())  # fmt: skip

    def tell_in(self, comparison: Comparison) -> list[str]:
        """Have reports of the comparison on show tell what was worked out of it.

        Returns
        -------
        What they do not tell, and why, a line for each view.
        """
        left_out = []
        for kind, pane in self.panes.items():
            if pane.made is None or not pane.made.answer.findings:
                continue
            if why_not := pane.since(pane.made):
                left_out.append(tr("'{title}' is left out: it was worked out before this changed: {lines}; work it out "
                                   "again", "“{title}”未写入：其计算早于以下变化：{lines}；请重新计算",
                                   title=VIEWS[kind].title, lines=tr("; ", "；").join(why_not)))  # fmt: skip
            elif any(run.workforce is not comparison.workforce for run in comparison.runs):
                left_out.append(tr("'{title}' is left out: it has every scheme on the people as they are set, these "
                                   "files only the what-if; tick '{box}' under 'Compare'",
                                   "“{title}”未写入：其中各方案均使用调节后的人员，而本文件仅试算方案如此；"
                                   "请在“比较”中勾选“{box}”",
                                   title=VIEWS[kind].title, box=TOGETHER))  # fmt: skip
            else:
                told_in(comparison, pane.made.answer.findings)
        return left_out

    def begin(self, pane: ViewPane) -> None:
        """Begin to work a view out. Raises `LadderError` where another is being worked out."""
        if self.task is not None:
            raise LadderError(tr("'{title}' is being worked out; wait for it, or stop it there",
                                 "“{title}”正在计算；请等待或先停止", title=VIEWS[self.pane.kind].title))  # fmt: skip
        order, state = self.order(pane.kind, pane.chosen), self.desk.now
        limits, self.pane = self._settings.limits, pane
        pane.bar.value, pane.said.value = 0, _said(tr("working …", "计算中……"))
        seconds = 0.0 if limits is None else RUNS_OF_A_VIEW * limits.seconds
        task = ViewTask(order, partial(pane.take, state), seconds)
        if not task.over:
            self.task = task
        pane.tell()

    def done(self) -> None:
        """Be free for another; where a server has many sessions, give back the memory in which the answer came."""
        self.task = None
        if self._settings.limits is not None:
            give_back()

    def cancel(self) -> None:
        """Stop what is being worked out."""
        if self.task is not None:
            self.task.cancel()
            self.task = None
        self.pane.tell()


def _said(text: str) -> str:
    return f'<span role="status" class="ls-hint">{escape(text)}</span>'
