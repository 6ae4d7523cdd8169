"""The explorer: controls on one side, figures and charts on the other, and what happens when a control moves."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import ipywidgets as widgets

from ladder_sim.core.foreign import Widget
from ladder_sim.core.i18n import language, tr
from ladder_sim.core.money import money_of
from ladder_sim.core.problems import LadderError
from ladder_sim.desk.desk import Desk
from ladder_sim.desk.state import Candidate, SchemeSheet, with_changes, with_sheet, without_changes
from ladder_sim.desk.variant import Variant
from ladder_sim.desk.workforce_settings import WorkforceSettings
from ladder_sim.model.assumptions import Value
from ladder_sim.model.scheme import Scheme
from ladder_sim.notebook.banner import Banner, guarded
from ladder_sim.notebook.charts import charts
from ladder_sim.notebook.comparing import Comparing
from ladder_sim.notebook.desk_controls import DeskControls
from ladder_sim.notebook.giving_back import give_back
from ladder_sim.notebook.idle_tasks import IdleTasks
from ladder_sim.notebook.keeping import Keeping
from ladder_sim.notebook.layout import LINGER, HasWidget, page, put_in, tabs
from ladder_sim.notebook.next_variants import NextVariants
from ladder_sim.notebook.panels import SERVED_KEPT, SERVED_READY, AnyPanel
from ladder_sim.notebook.parameter_controls import ParameterControls, leaps, neighbors
from ladder_sim.notebook.prefetch_plan import PrefetchPlan
from ladder_sim.notebook.run_cache import RunCache
from ladder_sim.notebook.settings import Settings
from ladder_sim.notebook.sidebar import button
from ladder_sim.notebook.snapshot import Snapshot
from ladder_sim.notebook.texts import changes, company_tiles, facts, legend, status, tiles
from ladder_sim.notebook.view import ExplorerView, promotions
from ladder_sim.notebook.workforce_controls import WorkforceControls
from ladder_sim.results.resting import let_go


class Explorer:
    """A live what-if. It shows itself as the last thing in a notebook's cell; `explore` makes one.

    `parameter_controls.controls` and `workforce_controls.controls` are the widgets by name, `banner` the errors,
    `view` what is shown. `above` makes what stands in its head, `frame` what stands around its body.
    """

    def __init__(self, desk: Desk, settings: Settings, above: Callable[[], Sequence[Widget]] | None = None,
                 frame: Callable[[Widget], Sequence[Widget]] = lambda body: [body]) -> None:  # fmt: skip
        self.desk, self.settings = desk, settings
        self.scheme, self.people = desk.book.scheme(desk.now.scheme, desk.now.texts), desk.book.workforce(
            desk.now.people)  # fmt: skip
        self.cache = RunCache(settings.months, settings.seed, settings.replications, settings.limits)
        self.banner = Banner()
        self.drawn = 0
        self.seconds = 0.0  # from a control's move to the last message sent
        self.panels = self._charts()
        self.images = [widgets.Image(format="png") for _ in self.panels]
        self.root = widgets.VBox()
        self.root.add_class("ls-root")
        self.view: ExplorerView | None = None
        self.prefetch = PrefetchPlan(self.cache, self._came, self._idle, banner=self.banner,
                                     parallel=settings.prefetch)  # fmt: skip
        self.snapshot = Snapshot(self)
        self.idle_tasks = self._what_can_wait()
        self._last, self._usual_move = "", ""  # the control that moved last; the promotion shown unless one is chosen
        self._above, self._frame = above or self._heading, frame
        self.comparing, self.keeping = self._compared(), self._kept()
        self.desk_controls = DeskControls(desk, self.banner, self.speak, self.send_again)
        desk.show = self._show_desk
        self._build()
        self._draw()

    def _compared(self) -> Comparing:
        return Comparing(self)

    def _kept(self) -> Keeping:
        return Keeping(self)

    # -- what lies on the desk ------------------------------------------------------------------

    @property
    def changed(self) -> dict[str, Value]:
        """The parameters that differ from the scheme's file, in its order."""
        changed = dict(self.desk.now.sheet.changed)
        return {name: changed[name] for name in self.scheme.parameters if name in changed}

    @property
    def workforce_settings(self) -> WorkforceSettings:
        """What is set otherwise on the side of the people."""
        return self.desk.now.own

    @property
    def together(self) -> bool:
        """Whether that holds for the schemes beside, too."""
        return self.desk.now.together

    @property
    def beside(self) -> list[Variant]:
        """The schemes beside the baseline."""
        return [self.desk.book.variant(self.desk.now, one) for one in self.desk.now.sheet.beside]

    @property
    def move(self) -> str:
        """The promotion whose stops are shown; '' before the first picture."""
        return self.desk.now.sheet.move or self._usual_move

    def moved_text(self) -> str:
        """What is set otherwise, in words."""
        return changes(self.scheme.parameters, self.changed, self.workforce_settings)

    def step(self, sheet: SchemeSheet) -> None:
        """Another sheet of the scheme on show, which is drawn; where that fails, all stays as it was."""
        before = self.desk.now
        self.desk.step(with_sheet(before, sheet))
        try:
            self._draw()
        except LadderError:
            self.desk.take_back(before)
            raise
        self.prefetch.moved(self.variants)

    def redraw(self) -> None:
        """Bring the picture up to date, and play ahead."""
        self._draw()
        self.prefetch.moved(self.variants)

    def offer(self, scheme: Scheme) -> None:
        """Have a scheme that was saved here among those to choose from."""
        self.comparing.offer(scheme)

    def _show_desk(self) -> None:
        """Show what lies on the desk; raises `LadderError`, and shows what was there, where it cannot be shown."""
        now, before = self.desk.now, (self.scheme, self.people)
        self.scheme, self.people = self.desk.book.scheme(now.scheme, now.texts), self.desk.book.workforce(now.people)
        moved = before != (self.scheme, self.people)
        try:
            if moved:
                self.cache.took = {}  # of others
            self.cache.shown = frozenset(one.key for one in self.variants)
            self._view(self.variants, self.cache.live(self.variants))  # or it does not fit
        except BaseException:
            self.scheme, self.people = before
            raise
        if moved:
            self.panels, self._usual_move, self._last = self._charts(), "", ""
            self.idle_tasks = self._what_can_wait()
        self._again()

    def _charts(self) -> list[AnyPanel]:
        """The charts, with fewer scenes and files at hand where a server has many sessions."""
        made = charts()
        if self.settings.limits is not None:
            for panel in made:
                panel.most_scenes, panel.most_ready = SERVED_KEPT, SERVED_READY
        return made

    def _what_can_wait(self) -> IdleTasks:
        """What is done while the hand rests; where a server has many sessions, less, and memory is given back."""
        if self.settings.limits is None:
            return IdleTasks(self.panels, self._foreseen)
        return IdleTasks(self.panels, self._foreseen, lambda: [self.cache.quick()], self._tidy)

    def _tidy(self) -> None:
        if self.view is not None:
            for run in (*self.view.runs, *self.view.comparison.runs):
                let_go(run)
        give_back()

    # -- the widgets --------------------------------------------------------------------------

    def _build(self) -> None:
        """All widgets, in the language in use, with the values at hand."""
        self._building = True
        self.parameter_controls = ParameterControls(self.scheme, self.changed, self._moved)
        self.workforce_controls = WorkforceControls(self.people, self.workforce_settings, self._moved)
        self.next_variants = NextVariants(self.parameter_controls, self.workforce_controls)
        self.compare_controls = self.comparing.build()
        self.save_controls = self.keeping.controls()
        self.desk_controls.build()
        self.tiles, self.company_tiles, self.legend, self.status, self.numbers = (widgets.HTML() for _ in range(5))
        table = widgets.Accordion([self.numbers], titles=[tr("All figures", "全部指标")], selected_index=None)
        table.add_class("ls-numbers")
        grid = widgets.Box(self.images)
        grid.add_class("ls-charts")
        parts = self._parts()
        names, stack = tabs(list(parts), [one.widget for one in parts.values()])
        *head, body = page(
            [*self._above(), *self.desk_controls.buttons, button(tr("Reset", "复位"), self.reset), self._languages()],
            self.banner.widget,
            [names, stack], [self.tiles, self.company_tiles, self.legend, grid, self.status, table],
        )  # fmt: skip
        put_in(self.root, [*head, *self._frame(body)], LINGER)
        self._building = False

    def _parts(self) -> dict[str, HasWidget]:
        """What stands beside the charts, by the names of its tabs."""
        return {
            tr("Rules", "规则"): self.parameter_controls, tr("People", "人员"): self.workforce_controls,
            tr("Compare", "比较"): self.compare_controls, tr("Save", "保存"): self.save_controls,
            tr("Versions", "版本"): self.desk_controls,
        }  # fmt: skip

    def _heading(self) -> Sequence[Widget]:
        title = widgets.Label(str(self.scheme.title))
        text = tr("{people} · {months} months", "{people} · {months}个月", people=self.people.title,
                  months=self.settings.months)  # fmt: skip
        under = widgets.Label(text)
        title.add_class("ls-title")
        under.add_class("ls-under")
        made = widgets.VBox([title, under])
        made.add_class("ls-heading")
        return [made]

    def _languages(self) -> Widget:
        made = widgets.ToggleButtons(options=[("English", "en"), ("中文", "zh")], value=language())
        made.add_class("ls-language")
        made.observe(lambda change: self.speak(change["new"]), names="value")
        self.languages = made
        return made

    # -- a control moves ----------------------------------------------------------------------

    @property
    def now(self) -> Variant:
        """What the controls describe."""
        return Variant(self.scheme, self.people, self.changed, self.workforce_settings,
                       self.desk.book.within(self.desk.now))  # fmt: skip

    @property
    def variants(self) -> list[Variant]:
        """The what-if, the baseline and those beside."""
        sheet = self.desk.now.sheet
        base = self.desk.book.variant(self.desk.now, sheet.baseline or Candidate(self.desk.now.scheme))
        others = [base, *self.beside]
        return [self.now, *(one.on(self.workforce_settings) if self.together else one for one in others)]

    @guarded
    def _moved(self, name: str) -> None:
        if self._building:
            return
        changed, workforce_settings = self.parameter_controls.changed(), self.workforce_controls.settings()
        if (changed, workforce_settings) == (self.changed, self.workforce_settings):
            return  # what a hand did while this thread was busy has been seen
        self._last = name
        self.desk.step(with_changes(self.desk.now, changed, workforce_settings), name)
        self._draw()
        self.prefetch.moved(
            self.variants, partial(self.next_variants.of, self.now, name, neighbors), partial(self._elsewhere, name)
        )

    def _elsewhere(self, name: str = "") -> list[Variant]:
        return self.next_variants.elsewhere(self.now, name)

    def _draw(self, replications: int | None = None) -> None:
        """Play what is missing and bring everything up to date."""
        with self.prefetch.process.hushed():
            self._draw_alone(replications)

    def _draw_alone(self, replications: int | None) -> None:
        began = time.perf_counter()
        variants = self.variants
        self.cache.shown = frozenset(one.key for one in variants)
        self.cache.spent = 0.0
        n = self.cache.live(variants) if replications is None else replications
        self.view = self._view(variants, n)
        if self.view.promotion is not None:
            self._usual_move = self.view.promotion.id  # stays, so that the chart does not jump while a slider moves
        with money_of(self.view.now):
            self._show(self.view, began)

    def _view(self, variants: Sequence[Variant], n: int) -> ExplorerView:
        """What the first of the variants shows with `n` replications, beside the others."""
        runs = [self.cache.run(one, n) for one in variants]
        names = [str(run.scheme.title) for run in runs]
        if variants[0].within is None and self.scheme.title in (runs[0].scheme.title, variants[0].base.title):
            names[0] = str(self.scheme.title)
        keys = tuple((one.key, run.replications) for one, run in zip(variants, runs, strict=True))
        company = [self.cache.whole(one, n) for one in variants if one.within is not None]
        return ExplorerView(runs[0], runs[1], runs[2:], names, keys, self.move or None, company)

    def _foreseen(self) -> Iterator[ExplorerView]:
        """What the next key press would show, as far as it has been played; the likely ones first."""
        if self.together:
            return
        others = self.variants[1:]
        likely = [(self._last, reach) for reach in (neighbors, leaps) if self._last]
        if not self.prefetch.process.busy:  # or it would wait for the processor
            likely += [(near, neighbors) for near in self.next_variants.near(self._last)]
        for name, reach in likely:
            for one in self.next_variants.of(self.now, name, reach):
                if n := min(self.cache.kept(each) for each in (one, *others)):
                    yield self._view([one, *others], n)

    def _show(self, view: ExplorerView, began: float) -> None:
        for panel, image in zip(self.panels, self.images, strict=True):
            try:
                image.value = panel.show(view)
            except Exception as error:  # the other pictures can be shown all the same
                image.value = b""
                self.banner.error(error)
        self.tiles.value, self.legend.value = tiles(view), legend(view)
        self.company_tiles.value = company_tiles(view)
        found = [(str(info.title), info.id) for info in promotions(view.now)]
        self.compare_controls.moves(found or [("–", "")], view.promotion.id if view.promotion else "")
        self.compare_controls.show(view.names[2:], view.colors[2:])
        self.drawn += 1
        self.seconds = time.perf_counter() - began
        n, full = view.now.replications, self.settings.replications
        self.status.value = status(
            self.moved_text(),
            facts(view, full, seconds=self.seconds, simulating=self.cache.spent), drawn=self.drawn, replications=n,
            state="full" if n >= full else "live", seconds=f"{self.seconds:.4f}", playing=f"{self.cache.spent:.4f}",
            charts="|".join(panel.title(view)[0] for panel in self.panels),
        )  # fmt: skip
        if n < full:
            self.idle_tasks.begin()
        else:
            self.idle_tasks.begin([self._tell_all, self.snapshot.refresh], view)

    def send_again(self) -> None:
        """Send once more what a picture changes, to a page that has just been built.

        A page asks how all stands, then makes what it shows; what is sent between the two finds nobody there, and would
        never be shown.
        """
        controls = self.compare_controls
        for one in (*self.images, self.tiles, self.company_tiles, self.legend, self.status, self.numbers, controls.move,
                    controls.listed):  # fmt: skip
            one.send_state()

    def _tell_all(self) -> None:
        if self.view is not None:
            self.numbers.value = self.snapshot.told(self.view)._repr_html_()

    @guarded
    def _idle(self) -> bool:
        """Do one piece of what can wait; whether there is more."""
        return self.idle_tasks.go()

    @guarded
    def _came(self) -> None:
        """More replications of what is shown have arrived."""
        n = min(self.cache.kept(one) for one in self.variants)
        if self.view is None or n > self.view.now.replications or self.view.now.scheme != self.now.scheme:
            self._draw(n)

    def settle(self) -> None:
        """Play all replications of what is shown, here and now. Raises `LadderError`."""
        self._draw(self.settings.replications)
        self._tell_all()
        self.snapshot.refresh()

    # -- buttons ------------------------------------------------------------------------------

    @guarded
    def reset(self) -> None:
        """Put every control back where the file has it; undo brings back what was set."""
        self.desk.step(without_changes(self.desk.now))
        self._again()
        self.banner.clear()

    @guarded
    def speak(self, chosen: str) -> None:
        """Change the language of everything, here and in what is called later."""
        self.desk.speak(chosen)
        self._again()

    def _again(self) -> None:
        self._build()
        self._draw()
        self.prefetch.moved(self.variants, other=self._elsewhere)

    # -- in a notebook ------------------------------------------------------------------------

    def begin(self) -> None:
        """Begin to play what will be asked for; done when it is shown."""
        self.prefetch.moved(self.variants, other=self._elsewhere)

    def _ipython_display_(self) -> None:
        self.snapshot.display()
        self.begin()

    def close(self) -> None:
        """End the process that plays ahead, if there is one."""
        self.prefetch.close()
