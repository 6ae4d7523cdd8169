"""The explorer: controls on one side, figures and charts on the other, and what happens when a control moves."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import ipywidgets as widgets

from ladder_sim.core.foreign import Widget
from ladder_sim.core.i18n import language, tr, use
from ladder_sim.core.problems import LadderError
from ladder_sim.files.changes import diff
from ladder_sim.model.assumptions import Value
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.notebook.banner import Banner, guarded
from ladder_sim.notebook.charts import charts
from ladder_sim.notebook.downloads import variant, zipped
from ladder_sim.notebook.idle_tasks import IdleTasks
from ladder_sim.notebook.layout import page, tabs
from ladder_sim.notebook.next_variants import NextVariants
from ladder_sim.notebook.parameter_controls import ParameterControls, leaps, neighbors
from ladder_sim.notebook.prefetch_plan import PrefetchPlan
from ladder_sim.notebook.run_cache import RunCache
from ladder_sim.notebook.saving import Exists, folder_for, proposal, save_variant
from ladder_sim.notebook.scenario_list import listed_scenarios
from ladder_sim.notebook.served import ServedLimits
from ladder_sim.notebook.sidebar import CompareCalls, CompareControls, SaveControls, button
from ladder_sim.notebook.snapshot import Snapshot
from ladder_sim.notebook.texts import changes, facts, legend, status, tiles
from ladder_sim.notebook.variant import Variant
from ladder_sim.notebook.view import ExplorerView, promotions
from ladder_sim.notebook.workforce_controls import WorkforceControls, WorkforceSettings
from ladder_sim.scenarios.loading import load_scheme

MOST_BESIDE = 5
OWN = "file"  # the baseline that is the scheme itself, as its file has it


@dataclass(frozen=True, slots=True)
class Settings:
    """How long, how often, with which luck; where files go; and whether another process may play ahead."""

    months: int = 60
    replications: int = 200
    seed: int = 1
    schemes: Path | None = None  # the folder of new schemes; None: where the scenarios are
    exports: str = "out/what-if"
    prefetch: bool = True
    limits: ServedLimits | None = None  # of a session on a server, whose files are downloads


class Explorer:
    """A live what-if. It shows itself as the last thing in a notebook's cell; `explore` makes one.

    `parameter_controls.controls` and `workforce_controls.controls` are the widgets by name, `banner` the errors,
    `view` what is shown.
    """

    def __init__(
        self,
        scheme: Scheme,
        people: Workforce,
        *,
        baseline: Scheme,
        beside: Sequence[Scheme] = (),
        settings: Settings,
        above: Callable[[], Sequence[Widget]] | None = None,
    ) -> None:
        self.scheme, self.people, self.settings = scheme, people, settings
        self.cache = RunCache(settings.months, settings.seed, settings.replications, settings.limits)
        self.banner = Banner()
        self.options = {OWN: scheme}  # what may be a baseline or stand beside: loaded schemes by key
        self.base_key = OWN if baseline is scheme else self._offer(baseline)
        self.beside = [Variant(one, people) for one in beside]
        self.together = False
        self.move = ""
        self.drawn = 0
        self.seconds = 0.0  # from a control's move to the last message sent
        self.changed: dict[str, Value] = {}
        self.workforce_settings = WorkforceSettings()
        self.panels = charts()
        self.images = [widgets.Image(format="png") for _ in self.panels]
        self.root = widgets.VBox()
        self.root.add_class("ls-root")
        self.view: ExplorerView | None = None
        self.prefetch = PrefetchPlan(self.cache, self._came, self._idle, parallel=settings.prefetch)
        self.snapshot = Snapshot(self)
        self.idle_tasks = IdleTasks(self.panels, self._foreseen)
        self._last = ""  # the control that moved last
        self._above = above or self._heading
        self._build()
        self._draw()

    # -- the widgets --------------------------------------------------------------------------

    def _build(self) -> None:
        """All widgets, in the language in use, with the values at hand."""
        self._building = True
        self.parameter_controls = ParameterControls(self.scheme, self.changed, self._moved)
        self.workforce_controls = WorkforceControls(self.people, self.workforce_settings, self._moved)
        self.next_variants = NextVariants(self.parameter_controls, self.workforce_controls)
        calls = CompareCalls(
            self._baseline, self._add, self._add_this, self._remove, self._together, self._choose_move
        )  # fmt: skip
        self.compare_controls = CompareControls(self._choices(), self.base_key, together=self.together, calls=calls)
        folder = folder_for(self.settings.schemes)
        places = (str(folder), self.settings.exports) if self.settings.limits is None else ("", "")
        self.save_controls = SaveControls(proposal(self.scheme, folder), *places, save=self._save, export=self._export)
        self.tiles, self.legend, self.status, self.numbers = (widgets.HTML() for _ in range(4))
        table = widgets.Accordion([self.numbers], titles=[tr("All figures", "全部指标")], selected_index=None)
        table.add_class("ls-numbers")
        grid = widgets.Box(self.images)
        grid.add_class("ls-charts")
        names, stack = tabs(
            [tr("Rules", "规则"), tr("People", "人员"), tr("Compare", "比较"), tr("Save", "保存")],
            [one.widget for one in (self.parameter_controls, self.workforce_controls, self.compare_controls,
                                    self.save_controls)],
        )  # fmt: skip
        self.root.children = page(
            [*self._above(), button(tr("Reset", "复位"), self.reset), self._languages()], self.banner.widget,
            [names, stack], [self.tiles, self.legend, grid, self.status, table],
        )  # fmt: skip
        self._building = False

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

    def _choices(self) -> list[tuple[str, str]]:
        """What may be a baseline or stand beside: this scheme, those made here, then the catalog."""
        own = tr("{title} (as in its file)", "{title}（与文件相同）", title=self.scheme.title)
        made = [(own, OWN), *((str(s.title), key) for key, s in self.options.items() if key != OWN)]
        others = [entry for entry in listed_scenarios("scheme") if entry.id not in self.options]
        return [*made, *((str(entry.title), entry.id) for entry in others)]

    def _offer(self, scheme: Scheme) -> str:
        self.options[scheme.id] = scheme
        return scheme.id

    def _loaded(self, key: str) -> Scheme:
        if key not in self.options:
            self.options[key] = load_scheme(key)
        return self.options[key]

    # -- a control moves ----------------------------------------------------------------------

    @property
    def now(self) -> Variant:
        """What the controls describe."""
        return Variant(self.scheme, self.people, self.changed, self.workforce_settings)

    @property
    def variants(self) -> list[Variant]:
        """The what-if, the baseline and those beside."""
        base = Variant(self._loaded(self.base_key), self.people)
        others = [base, *self.beside]
        return [self.now, *(one.on(self.workforce_settings) if self.together else one for one in others)]

    @guarded
    def _moved(self, name: str) -> None:
        if self._building:
            return
        changed, workforce_settings = self.parameter_controls.changed(), self.workforce_controls.settings()
        if (changed, workforce_settings) == (self.changed, self.workforce_settings):
            return  # what a hand did while this thread was busy has been seen
        self._last, self.changed, self.workforce_settings = name, changed, workforce_settings
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
        self.cache.spent = 0.0
        n = self.cache.live(variants) if replications is None else replications
        self.view = self._view(variants, n)
        if self.view.promotion is not None:
            self.move = self.view.promotion.id  # stays, so that the chart does not jump while a slider moves
        self._show(self.view, began)

    def _view(self, variants: Sequence[Variant], n: int) -> ExplorerView:
        """What the first of the variants shows with `n` replications, beside the others."""
        runs = [self.cache.run(one, n) for one in variants]
        names = [str(run.scheme.title) for run in runs]
        if self.scheme.title in (runs[0].scheme.title, variants[0].base.title):
            names[0] = str(self.scheme.title)
        keys = tuple((one.key, run.replications) for one, run in zip(variants, runs, strict=True))
        return ExplorerView(runs[0], runs[1], runs[2:], names, keys, self.move or None)

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
            image.value = panel.show(view)
        self.tiles.value, self.legend.value = tiles(view), legend(view)
        found = [(str(info.title), info.id) for info in promotions(view.now)]
        self.compare_controls.moves(found or [("–", "")], view.promotion.id if view.promotion else "")
        self.compare_controls.show(view.names[2:], view.colors[2:])
        self.drawn += 1
        self.seconds = time.perf_counter() - began
        n, full = view.now.replications, self.settings.replications
        self.status.value = status(
            changes(self.scheme.parameters, self.changed, self.workforce_settings),
            facts(view, full, seconds=self.seconds, simulating=self.cache.spent), drawn=self.drawn, replications=n,
            state="full" if n >= full else "live", seconds=f"{self.seconds:.4f}", playing=f"{self.cache.spent:.4f}",
            charts="|".join(panel.title(view)[0] for panel in self.panels),
        )  # fmt: skip
        if n < full:
            self.idle_tasks.begin()
        else:
            self.idle_tasks.begin([self._tell_all, self.snapshot.refresh], view)

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
        """Put every control back where the file has it."""
        self.changed, self.workforce_settings = {}, WorkforceSettings()
        self._again()
        self.banner.clear()

    @guarded
    def speak(self, chosen: str) -> None:
        """Change the language of everything, here and in what is called later."""
        use(chosen)
        self._again()

    def _again(self) -> None:
        self._build()
        self._draw()
        self.prefetch.moved(self.variants, other=self._elsewhere)

    @guarded
    def _baseline(self, key: str) -> None:
        if key == self.base_key:
            return
        before = self.base_key
        try:
            self._loaded(key)
            self.base_key = key
            self._draw()
        except LadderError:  # it does not fit: the picture stays as it was, and so does the choice
            self.base_key = self.compare_controls.baseline.value = before
            raise
        self.prefetch.moved(self.variants)

    @guarded
    def _add(self, key: str) -> None:
        self._put_beside(Variant(self._loaded(key), self.people))

    @guarded
    def _add_this(self) -> None:
        self._put_beside(self.now)
        self._offer(self.now.scheme)
        with self.compare_controls.baseline.hold_trait_notifications():
            self._refresh_choices()

    def _put_beside(self, variant: Variant) -> None:
        if len(self.beside) >= MOST_BESIDE:
            raise LadderError(tr("at most {n} schemes stand beside the baseline; remove one first",
                                 "最多并列{n}个方案；请先移除一个", n=MOST_BESIDE))  # fmt: skip
        if any(variant.key == one.key for one in self.beside):
            raise LadderError(tr("{title} is there already", "{title}已在其中", title=variant.scheme.title))
        self.beside.append(variant)
        try:
            self._draw()
        except LadderError:
            self.beside.pop()
            raise
        self.prefetch.moved(self.variants)

    @guarded
    def _remove(self, at: int) -> None:
        del self.beside[at]
        self._draw()

    @guarded
    def _together(self, on: bool) -> None:
        self.together = on
        self._draw()
        self.prefetch.moved(self.variants)

    @guarded
    def _choose_move(self, move: str) -> None:
        if move != self.move:
            self.move = move
            self._draw()

    def _refresh_choices(self) -> None:
        self._building, chosen = True, self._choices()
        for one in (self.compare_controls.baseline, self.compare_controls.scheme):
            value, one.options = one.value, chosen
            one.value = value
        self._building = False

    @guarded
    def _save(self, over: bool) -> None:
        folder, name = folder_for(self.settings.schemes), self.save_controls.name.value.strip()
        if self.settings.limits is not None:
            return self.banner.offer(*variant(self.scheme, self.changed, name))
        try:
            path = save_variant(self.scheme, self.changed, name, folder, over=over)
        except Exists:
            self.save_controls.ask(True)
            raise
        self.save_controls.ask(False)
        made = load_scheme(path)
        self._offer(made)
        self._refresh_choices()
        lines = diff(load_scheme(self.scheme.file), made)
        if self.workforce_settings.changed:
            lines.append(tr("Changes to the people are not saved with it.", "人员调节不属于方案，未写入。"))
        self.banner.say(tr("Saved {path}", "已保存 {path}", path=path), *lines)

    @guarded
    def _export(self, force: bool) -> None:
        if not self.save_controls.wanted:
            raise LadderError(tr("choose at least one format", "请至少选择一种格式"))
        self.settle()
        assert self.view is not None
        told = self.snapshot.told(self.view)
        if self.settings.limits is not None:
            return self.banner.offer(zipped("comparison.zip", lambda to: told.save(to, self.save_controls.wanted)))
        written = map(str, self.save_controls.exported(told, force=force))
        self.banner.say(tr("Written:", "已写入："), *written)

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
