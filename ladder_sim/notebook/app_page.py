"""The app: the explorer with a choice of scheme and people above it, and pages beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal, Protocol

import ipywidgets as widgets

from ladder_sim.core.foreign import Widget
from ladder_sim.core.i18n import Title, language, tr
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.desk.book import DeskBook
from ladder_sim.desk.desk import Desk
from ladder_sim.desk.history import spoken
from ladder_sim.desk.opening import opened
from ladder_sim.desk.state import FIRST, DeskState, Pick
from ladder_sim.notebook.banner import Banner, guarded
from ladder_sim.notebook.explorer import Explorer
from ladder_sim.notebook.layout import tabs
from ladder_sim.notebook.pages.form_page import FormPage
from ladder_sim.notebook.pages.people_page import PeoplePage
from ladder_sim.notebook.pages.views_page import ViewsPage
from ladder_sim.notebook.scenario_list import listed_scenarios, own_schemes
from ladder_sim.notebook.settings import Settings
from ladder_sim.notebook.sidebar import dropdown
from ladder_sim.notebook.snapshot import show_live

#: What is chosen on the page, and what it is called there.
PICKS: Mapping[Pick, Title] = {"scheme": Title("Scheme", "方案"), "workforce": Title("People", "人员文件")}
#: How long and how often is played where nobody says it.
MONTHS, REPLICATIONS = 60, 200


#: What the app has beside the explorer, in its order.
PageName = Literal["explorer", "form", "people", "views"]
PAGES: Mapping[PageName, Title] = {
    "explorer": Title("Try out", "试算"), "form": Title("Write a scheme", "编写方案"),
    "people": Title("Own people", "自有人员"), "views": Title("Look closer", "深入分析"),
}  # fmt: skip


class AppPage(Protocol):
    """A page beside the explorer."""

    widget: Widget

    def build(self) -> None:
        """Bring it into the language in use, and up to what lies on the desk."""


class App:
    """Choose a scheme and people, explore; write a scheme by form, bring people of one's own, look closer.

    `explorer` is the one on show, `pages` what stands beside it, `page` the one that is open.
    """

    def __init__(self, scheme: str, workforce: str, settings: Settings, file: str | Path | None = None) -> None:
        self.banner = Banner()
        self.explorer: Explorer | None = None
        asked: dict[Pick, str] = {"scheme": scheme, "workforce": workforce}
        chosen = {pick: _first(pick, asked[pick]) for pick in PICKS}
        self.desk = Desk(DeskState(chosen["scheme"], chosen["workforce"], language=language()), DeskBook())
        if file is not None:
            found = opened(Path(file), chosen["scheme"], chosen["workforce"])
            settings = replace(settings, months=settings.months or found.months,
                               replications=settings.replications or found.replications,
                               seed=found.seed or settings.seed)  # fmt: skip
            self.desk = Desk(found.history.now, found.book)
            self.desk.history = spoken(found.history, language())
        self.settings = settings = replace(
            settings, months=settings.months or MONTHS, replications=settings.replications or REPLICATIONS
        )
        self.pickers: dict[Pick, Widget] = {}
        self.page: PageName = "explorer"
        self.form = FormPage(self.desk, partial(self.turn_page, "explorer"))
        self.own_people = PeoplePage(self.desk, FIRST["workforce"], partial(self.turn_page, "explorer"))
        self.views = ViewsPage(self.desk, settings)
        self.pages: Mapping[PageName, AppPage] = {"form": self.form, "people": self.own_people, "views": self.views}
        self._place = widgets.VBox()
        self.root = widgets.VBox([self.banner.widget, self._place])
        self.root.add_class("ls-app")
        self._open()

    @property
    def chosen(self) -> dict[Pick, str]:
        """The ids of what is on show."""
        return {"scheme": self.desk.now.scheme, "workforce": self.desk.now.people}

    def _above(self) -> Sequence[Widget]:
        """The choices, in the language in use."""
        self.pickers = {
            kind: dropdown(str(title), self._options(kind), self.chosen[kind]) for kind, title in PICKS.items()
        }
        for kind, picker in self.pickers.items():
            picker.observe(self._picked(kind), names="value")
        return list(self.pickers.values())

    def _options(self, kind: Pick) -> list[tuple[str, str]]:
        """What is at hand, and what is on show where that is not among it."""
        found = [(str(entry.title), entry.id) for entry in listed_scenarios(kind)]
        if kind == "scheme":
            found = [*own_schemes(self.desk), *found]
        own = self.chosen[kind]
        if own not in (key for _, key in found):
            book, now = self.desk.book, self.desk.now
            found.append((str((book.scheme(own, now.texts) if kind == "scheme" else book.workforce(own)).title), own))
        return found

    def _picked(self, kind: Pick) -> Callable[[Widget], None]:
        def picked(change: Widget) -> None:
            if change["new"] != self.chosen[kind]:
                self._turn(kind, change["new"])

        return picked

    @guarded
    def _turn(self, kind: Pick, wanted: str) -> None:
        """Another scheme or other people; where they cannot be shown, all stays as it was, and so does the choice."""
        self.banner.clear()
        now = self.desk.now
        state = replace(now, scheme=wanted) if kind == "scheme" else replace(now, people=wanted)
        try:
            if self.explorer is None:
                self.desk.step(state)
                self._begin()
            else:
                self.desk.turn_to(state)
        finally:
            for other, picker in self.pickers.items():
                picker.value = self.chosen[other]

    @guarded
    def _open(self) -> None:
        self._begin()

    def _begin(self) -> None:
        """The explorer for what is chosen."""
        made = Explorer(self.desk, self.settings, above=self._above, frame=self._framed)
        self.explorer = made
        made.keeping.tell_views = self.views.tell_in
        self._place.children = (made.root,)
        made.begin()

    def _framed(self, body: Widget) -> list[Widget]:
        """The pages beside each other, of which one is open; `body` is the explorer's."""
        for page in self.pages.values():
            page.build()
        parts = [body, *(page.widget for page in self.pages.values())]
        self.names, stack = tabs([str(title) for title in PAGES.values()], parts, list(PAGES).index(self.page))
        self.names.add_class("ls-pages")
        self.names.observe(lambda change: self._turned(list(PAGES)[change["new"]]), names="value")
        return [self.names, stack]

    @guarded
    def _turned(self, page: PageName) -> None:
        """Another page is open, which tells of what has been done on the desk meanwhile."""
        self.page = page
        if page in self.pages:
            self.pages[page].build()

    def turn_page(self, page: PageName) -> None:
        """Open another page."""
        self.page = page
        self.names.index = list(PAGES).index(page)

    def _ipython_display_(self) -> None:
        show_live(self.root)


def _first(kind: Pick, wanted: str) -> str:
    """The one asked for, else the usual one, else any."""
    ids = [entry.id for entry in listed_scenarios(kind)]
    if wanted:
        if wanted not in ids:
            raise LadderError(tr("nothing at hand is called '{name}'", "没有名为“{name}”的文件", name=wanted)
                              + nearest(wanted, ids))  # fmt: skip
        return wanted
    if not ids:
        raise LadderError(tr("no {kind} is at hand; start in a folder with scenarios/, or set LADDER_SIM_SCENARIOS",
                             "没有可用的{kind}；请在含 scenarios/ 的目录中启动，或设置 LADDER_SIM_SCENARIOS",
                             kind=tr(kind, "方案" if kind == "scheme" else "人员")))  # fmt: skip
    return FIRST[kind] if FIRST[kind] in ids else ids[0]
