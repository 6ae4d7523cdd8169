"""The explorer without a browser: its controls, what it shows, its buttons, and that no error is ever lost."""

from __future__ import annotations

import asyncio
import importlib.util
import io
import threading
import weakref
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("ipywidgets")

import numpy as np
import scenes

import ladder_sim as ls
from ladder_sim.core.i18n import Title, in_both, use
from ladder_sim.core.problems import LadderError
from ladder_sim.desk.opening import desk_for
from ladder_sim.desk.variant import Variant
from ladder_sim.desk.workforce_settings import AS_FILE, WorkforceSettings, with_settings
from ladder_sim.model.expression import Parameter
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import BetweenYears, Effort, Hiring, Workforce
from ladder_sim.notebook.app_page import App
from ladder_sim.notebook.charts import ByYear
from ladder_sim.notebook.explorer import Explorer
from ladder_sim.notebook.idle_tasks import IdleTasks
from ladder_sim.notebook.panels import Limits, ViewPanel, as_png
from ladder_sim.notebook.parameter_controls import control_for, label, leaps, neighbors, plain, step_of, turned
from ladder_sim.notebook.played import played_of
from ladder_sim.notebook.prefetch import PrefetchTask, _listen
from ladder_sim.notebook.run_cache import LIVE, RunCache, head
from ladder_sim.notebook.saving import save_variant
from ladder_sim.notebook.settings import Settings
from ladder_sim.notebook.texts import changes
from ladder_sim.notebook.workforce_controls import WorkforceControls

SCHEME = """
title: {en: Two steps, zh: 两级方案}
parameters:
  bar: {value: 70, from: 50, to: 95, unit: points, title: {en: Bar, zh: 达标线}}
  wait: {value: 3, from: 0, to: 12, integer: true, unit: months, title: {en: Wait, zh: 等待}, assumed: true}
  lift: {value: 1.2, from: 1, to: 2, title: {en: Raise, zh: 涨幅}, reading: true}
  open: {value: true, title: {en: Open to all, zh: 全员可报}}
  who: {value: both, choices: [both, none], title: {en: Who is asked, zh: 征询对象}}
ladder:
  service:
    junior: {role: agent, base: 4000}
    senior: {role: agent, base: 4000 * lift}
entry: junior
reviews: {monthly: {every: month}}
moves:
  - id: up
    title: {en: To senior, zh: 晋升高级}
    from: junior
    to: senior
    review: monthly
    when: [months_in_grade >= wait, kpi >= bar, open == 1 or kpi >= 90, who == 'both' or kpi >= 80]
"""
PEOPLE = """
title: {en: Thirty, zh: 三十人}
start: 2027-01-01
people: {headcount: 30, attributes: {months_employed: {exponential: 20}}}
metrics: {kpi: {normal: {mean: 75, between: 5, within: 6}}}
attrition: {base: {0: 0.03}, effects: {pay_gap: -1}}
market: {agent: 4500}
"""
SMALL = {"months": 14, "replications": 6}


@pytest.fixture
def scheme(tmp_path: Path) -> Scheme:
    return scenes.scheme_of(tmp_path, SCHEME, "two-steps")


@pytest.fixture
def people(tmp_path: Path) -> Workforce:
    return scenes.workforce_of(tmp_path, PEOPLE, "thirty")


def made(scheme: Scheme, people: Workforce, folder: Path | None = None, **more: Any) -> Explorer:
    settings = Settings(**SMALL, schemes=folder, exports=str((folder or Path()) / "out"), prefetch=False)
    desk = desk_for(scheme, people, baseline=more.pop("baseline", scheme), **more)
    return Explorer(desk, settings)


@pytest.fixture
def full(scheme: Scheme, people: Workforce, tmp_path: Path) -> Explorer:
    """An explorer with all of its charts."""
    return made(scheme, people, tmp_path)


@pytest.fixture
def one_chart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing six charts takes most of a test's time; where they do not matter, one will do."""
    monkeypatch.setattr("ladder_sim.notebook.explorer.charts", lambda: [ByYear("turnover", share=True)])


@pytest.fixture
def explorer(scheme: Scheme, people: Workforce, tmp_path: Path, one_chart: None) -> Explorer:
    return made(scheme, people, tmp_path)


def extremes(control: Any) -> list[Any]:
    """Both ends of a slider, all values of a choice; last the value that it has now."""
    if hasattr(control, "min"):
        return [control.min, control.max, control.value]
    if hasattr(control, "options"):
        values = [option[1] if isinstance(option, tuple) else option for option in control.options]
        return [*values, control.value]
    return [not control.value, control.value]


def check_moves_to_its_extremes(explorer: Explorer, control: Any) -> None:
    for value in extremes(control):
        drawn = explorer.drawn
        if control.value == value:
            continue
        control.value = value
        assert explorer.banner.text == ""
        assert explorer.drawn == drawn + 1


# -- controls ------------------------------------------------------------------------------------


def test_controls_are_made_from_the_parameters(explorer: Explorer) -> None:
    kinds = {name: type(control).__name__ for name, control in explorer.parameter_controls.controls.items()}
    assert kinds == {"bar": "IntSlider", "wait": "IntSlider", "lift": "FloatSlider", "open": "Checkbox",
                     "who": "ToggleButtons"}  # fmt: skip
    bar, wait, raised = (explorer.parameter_controls.controls[name] for name in ("bar", "wait", "lift"))
    assert (bar.min, bar.max, bar.value, bar.description) == (50, 95, 70, "Bar (points)")
    assert wait.description == "Wait (months) · assumed"
    assert raised.description == "Raise · reading"
    assert "1.2 in the file" in raised.tooltip


@pytest.mark.parametrize(
    ("value", "low", "high", "integer", "step"),
    [(75, 50, 95, False, 1), (0.4, 0, 1, False, 0.02), (3500, 2000, 10000, False, 100), (3, 1, 6, True, 1),
     (1.15, 1, 2, False, 0.01), (12, 0, 36, True, 1)],
)  # fmt: skip
def test_a_step_is_round_and_reaches_the_value_and_both_ends(
    value: float, low: float, high: float, integer: bool, step: float
) -> None:
    parameter = Parameter("x", value, Title("X", "甲"), low, high, integer=integer)
    assert step_of(parameter) == pytest.approx(step)
    control = control_for(parameter)
    assert control.value == value
    assert all(low <= near <= high for near in neighbors(control))


def test_keys_that_leap_stay_on_the_slider() -> None:
    control = control_for(Parameter("x", 12, Title("X", "甲"), 0, 36, integer=True))
    assert leaps(control) == [17, 7, 0, 36]
    control.value = 34
    assert leaps(control) == [36, 29, 0], "a page up stops at the end"
    control.value = 35
    assert leaps(control) == [30, 0], "the end is one step away"
    assert leaps(control_for(Parameter("x", True, Title("X", "甲")))) == []


def test_every_control_is_moved_to_both_ends(full: Explorer) -> None:
    for control in (*full.parameter_controls.controls.values(), *full.workforce_controls.controls.values()):
        check_moves_to_its_extremes(full, control)
    assert full.changed == {} and full.workforce_settings == WorkforceSettings()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["market-sales-entry-gate", "sales-engineer-ladder", "four-factor-three-grade"])
def test_every_control_of_a_scheme_from_practice_is_moved_to_both_ends(name: str) -> None:
    explorer = made(ls.load_scheme(name), ls.load_workforce("small-department-30"))
    for control in explorer.parameter_controls.controls.values():
        check_moves_to_its_extremes(explorer, control)


def test_a_word_finds_a_control(tmp_path: Path, people: Workforce, one_chart: None) -> None:
    text = SCHEME.replace(
        "parameters:\n", "parameters:\n" + "".join(f"  spare_{i}: {{value: 1, from: 0, to: 2}}\n" for i in range(9))
    )
    explorer = made(scenes.scheme_of(tmp_path, text, "many"), people)
    explorer.parameter_controls._find.value = "达标"
    shown = [name for name, control in explorer.parameter_controls.controls.items() if control.layout.display != "none"]
    assert shown == ["bar"]


# -- what is shown -------------------------------------------------------------------------------


def test_charts_figures_and_status_follow_a_slider(full: Explorer) -> None:
    before = [image.value for image in full.images]
    figures = full.tiles.value
    assert "as the baseline" in figures and "nothing changed" in full.status.value
    full.parameter_controls.controls["bar"].value = 90
    assert "<b>Bar = 90 points</b>" in full.status.value
    assert sum(a != b.value for a, b in zip(before, full.images, strict=True)) >= 5
    assert full.tiles.value != figures
    again = []
    for value in (70, 90, 70, 90):  # the limits of the axes have widened once
        full.parameter_controls.controls["bar"].value = value
        again.append([bytes(image.value) for image in full.images])
    assert again[0] == again[2] and again[1] == again[3], "same values, same luck, same pixels"


def test_the_figures_are_those_of_the_packages_own_comparison(explorer: Explorer) -> None:
    explorer.parameter_controls.controls["bar"].value = 85
    assert explorer.view is not None
    own = ls.compare([explorer.scheme, explorer.scheme.with_(bar=85)], explorer.people, **SMALL)
    for measure in ("promotion_rate", "turnover", "salary_cost"):
        mine = explorer.view.comparison.contrast(explorer.view.now_id, measure)
        assert mine.difference == own.contrast(own.others[0], measure).difference


def test_workforce_settings_move_the_what_if_alone_unless_told_otherwise(explorer: Explorer) -> None:
    explorer.workforce_controls.controls["market"].value = 130
    assert explorer.view is not None
    assert explorer.view.baseline.workforce is explorer.people
    assert explorer.view.now.workforce.market["agent"].text == "(4500) * 1.3"
    assert "Market pay = 130% of the file&#x27;s" in explorer.status.value
    assert "meets other people: Thirty (Market pay = 130% of the file's)" in " ".join(
        explorer.snapshot.told(explorer.view).notes
    )
    explorer.compare_controls.together.value = True
    assert explorer.view.baseline.workforce is explorer.view.now.workforce
    assert explorer.snapshot.told(explorer.view).notes == ()


def test_a_share_is_turned_in_per_cent_and_told_so() -> None:
    share = Parameter("passed", 0.9, Title("Share that passes", "通过率"), low=0.5, high=1.0, step=0.05)
    control = control_for(share)
    assert (control.value, control.min, control.max, control.step) == (90, 50, 100, 5)
    assert control.description == "Share that passes (%)" and "90% in the file, from 50% to 100%" in control.tooltip
    assert plain(control.value, share) == 0.9 and plain(85, share) == 0.85 and turned(0.85, share) == 85
    use("zh")
    assert (
        label(share) == "通过率（%）"
        and changes({"passed": share}, {"passed": 0.85}, WorkforceSettings()) == "通过率=85%"
    )
    moved = WorkforceSettings(headcount=60, hiring="freeze", market=1.1, preset="outsourced", leaving=0.5)
    assert changes({}, {}, moved).split(" · ") == [
        "期初人数=60人", "招聘计划=第一年冻结招聘", "市场薪酬=文件值的110%", "离职规律=外包客服中心",
        "离职概率=文件值的50%",
    ]  # fmt: skip


def test_workforce_settings_do_what_they_say(people: Workforce) -> None:
    assert with_settings(people, WorkforceSettings()) is people
    moved = with_settings(people, WorkforceSettings(headcount=60, hiring="freeze", preset="outsourced", leaving=0.5))
    assert moved.people.headcount == 60 and moved.hiring.freeze == (1, 12)
    assert moved.attrition.base[0] == (0, 0.03) and moved.attrition.base[2] == (12, 0.025)
    assert moved.id == "thirty(headcount=60, hiring=freeze, preset=outsourced, leaving=0.5)"
    assert with_settings(people, WorkforceSettings(hiring=AS_FILE, leaving=2.0)).attrition.base == ((0, 0.06),)


def test_effort_has_sliders_where_the_file_assumes_it(people: Workforce) -> None:
    assert not {"effort", "reach"} & WorkforceControls(people, WorkforceSettings(), lambda _: None).controls.keys()
    striving = replace(people, effort=Effort(within=10, most=3))
    controls = WorkforceControls(striving, WorkforceSettings(), lambda _: None)
    assert controls.settings() == WorkforceSettings()
    controls.controls["effort"].value, controls.controls["reach"].value = 1.5, 8
    moved = with_settings(striving, controls.settings()).effort
    assert moved == Effort(within=8, most=1.5)
    told = in_both(lambda: "; ".join(controls.settings().told()))
    assert told.en == "Effort near a promotion = 1.5 points; Distance over which effort fades = 8.0 points"
    assert told.zh == "临近晋升的努力=1.5分; 努力消退的距离=8.0分"


def test_how_much_years_differ_has_sliders_for_what_can(people: Workforce) -> None:
    controls = WorkforceControls(people, WorkforceSettings(), lambda _: None)
    assert controls.settings() == WorkforceSettings()
    assert "years_hiring" not in controls.controls  # a headcount is kept: hires follow the leavers
    controls.controls["years_leaving"].value = 20
    moved = with_settings(people, controls.settings())
    assert moved.between_years == BetweenYears(leaving=0.2)
    assert moved.id == "thirty(years_leaving=0.2)"
    told = in_both(lambda: "; ".join(controls.settings().told()))
    assert (told.en, told.zh) == ("Leaving differs between years by = ± 20%", "离职的年度差异=± 20%")
    planned = replace(people, hiring=Hiring("poisson", 4.0), between_years=BetweenYears(hiring=0.3))
    controls = WorkforceControls(planned, WorkforceSettings(), lambda _: None)
    assert controls.controls["years_hiring"].value == 30
    assert controls.settings() == WorkforceSettings()


def test_another_baseline_and_schemes_beside_it(explorer: Explorer) -> None:
    explorer.parameter_controls.controls["bar"].value = 90
    explorer.compare_controls.add_this.click()
    explorer.parameter_controls.controls["bar"].value = 60
    explorer.compare_controls.baseline.value = "two-steps(bar=90)"
    assert explorer.view is not None and explorer.banner.text == ""
    assert [run.scheme.id for run in explorer.view.runs] == [
        "two-steps(bar=60)", "two-steps(bar=90)", "two-steps(bar=90)",
    ]  # fmt: skip
    assert len(set(explorer.view.comparison.schemes)) == 3
    assert explorer.legend.value.count("ls-entry") == 3
    explorer.compare_controls.add_this.click()
    explorer.compare_controls.add_this.click()
    assert "is there already" in explorer.banner.text
    explorer.compare_controls.listed.children[0].children[1].click()
    assert len(explorer.beside) == 1


def test_a_scheme_with_other_grades_stands_beside(explorer: Explorer) -> None:
    assert "three-grade-growth" in [key for _, key in explorer.compare_controls.scheme.options]
    explorer.people = ls.load_workforce("small-department-30")
    with_standard_people = made(explorer.scheme, explorer.people)
    with_standard_people.compare_controls.scheme.value = "three-grade-growth"
    with_standard_people.compare_controls.add.click()
    assert with_standard_people.banner.text == ""
    with_standard_people.compare_controls.baseline.value = "three-grade-growth"
    assert with_standard_people.banner.text == ""
    assert with_standard_people.view is not None
    assert len(with_standard_people.view.comparison.table(["turnover"])) == 3


def test_another_baseline_stays_when_the_what_if_is_put_beside_it(explorer: Explorer) -> None:
    explorer.compare_controls.add_this.click()
    people = ls.load_workforce("small-department-30")
    other = made(explorer.scheme, people, baseline=ls.load_scheme("three-grade-growth"))
    other.parameter_controls.controls["bar"].value = 80
    other.compare_controls.add_this.click()
    assert other.comparing.base_key == "three-grade-growth" == other.compare_controls.baseline.value


def test_everything_speaks_chinese(explorer: Explorer) -> None:
    explorer.parameter_controls.controls["bar"].value = 80
    explorer.languages.value = "zh"
    assert explorer.parameter_controls.controls["bar"].description == "达标线（分）"
    assert explorer.parameter_controls.controls["bar"].value == 80, "values survive"
    assert "晋升率" in explorer.tiles.value and "次重复" in explorer.status.value
    texts = [
        explorer.tiles.value,
        explorer.legend.value,
        explorer.compare_controls.add.description,
        explorer.save_controls.save.description,
    ]
    assert all(any("一" <= sign <= "鿿" for sign in text) for text in texts)
    explorer.save_controls.name.value = "Bad Name"
    explorer.save_controls.save.click()
    assert "编号只能用小写字母" in explorer.banner.text


# -- errors --------------------------------------------------------------------------------------


def test_an_error_in_a_callback_is_shown_and_kept(explorer: Explorer, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("a <b>slip</b>")

    monkeypatch.setattr(explorer, "_draw", fails)
    explorer.parameter_controls.controls["bar"].value = 71
    assert "ZeroDivisionError: a &lt;b&gt;slip&lt;/b&gt;" in explorer.banner.text
    assert 'role="alert"' in explorer.banner.text and "Traceback" in explorer.banner.text
    assert explorer.banner.widget.layout.display == "flex"
    explorer.banner.clear()
    assert explorer.banner.widget.layout.display == "none"
    assert explorer.banner.told == ["a <b>slip</b>"]


def test_a_scheme_that_does_not_fit_the_people_says_so(explorer: Explorer) -> None:
    before = explorer.drawn
    explorer.compare_controls.baseline.value = (
        "ecommerce-five-rung-trial"  # reads signals that these people do not have
    )
    assert "unknown name" in explorer.banner.text
    assert explorer.drawn == before
    assert explorer.comparing.base_key == "file" == explorer.compare_controls.baseline.value, (
        "the baseline stays as it was"
    )


def test_without_ipywidgets_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    there = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ipywidgets" else there(name))
    with pytest.raises(LadderError, match=r"pip install 'ladder-sim\[lab\]'"):
        ls.explore("three-grade-growth", "small-department-30")


def test_explore_loads_names_and_refuses_what_it_does_not_know(one_chart: None) -> None:
    with pytest.raises(LadderError, match="unknown scheme 'three-grade-grow'; did you mean 'three-grade-growth'"):
        ls.explore("three-grade-grow", "small-department-30")
    found = ls.explore("three-grade-growth", "small-department-30", months=6, replications=2)
    assert found.view is not None and found.view.now.months == 6


# -- keeping -------------------------------------------------------------------------------------


def test_reset_puts_everything_back(explorer: Explorer) -> None:
    explorer.parameter_controls.controls["bar"].value = 95
    explorer.workforce_controls.controls["leaving"].value = 200
    explorer.reset()
    assert (
        explorer.parameter_controls.controls["bar"].value == 70
        and explorer.workforce_controls.controls["leaving"].value == 100
    )
    assert "nothing changed" in explorer.status.value and "as the baseline" in explorer.tiles.value


def test_a_what_if_is_saved_as_a_variant_that_loads(explorer: Explorer, tmp_path: Path) -> None:
    explorer.parameter_controls.controls["bar"].value = 80
    explorer.parameter_controls.controls["open"].value = False
    explorer.save_controls.name.value = "higher-bar"
    explorer.save_controls.save.click()
    text = (tmp_path / "higher-bar.yaml").read_text(encoding="utf-8")
    assert 'based_on: "two-steps"' in text and "  bar: 80\n  open: false\n" in text
    assert "parameter bar (Bar): 70 -> 80 points" in text and "参数 bar（达标线）：70 → 80" in text
    saved = ls.load_scheme(tmp_path / "higher-bar.yaml")
    assert ls.diff(saved, explorer.scheme.with_(bar=80, open=False)) == []
    assert "Saved" in explorer.banner.text and "70 -&gt; 80" in explorer.banner.text
    assert "higher-bar" in [key for _, key in explorer.compare_controls.baseline.options]


def test_saving_asks_before_it_writes_over_a_file(explorer: Explorer, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("untouched", encoding="utf-8")
    explorer.parameter_controls.controls["bar"].value = 80
    explorer.save_controls.name.value = "mine"
    explorer.save_controls.save.click()
    assert "exists already" in explorer.banner.text
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == "untouched"
    assert explorer.save_controls.over.layout.display == "" and explorer.save_controls.save.layout.display == "none"
    explorer.save_controls.over.click()
    assert "bar: 80" in (tmp_path / "mine.yaml").read_text(encoding="utf-8")
    assert explorer.save_controls.save.layout.display == ""


@pytest.mark.parametrize(
    ("name", "changed", "words"),
    [("Higher Bar", {"bar": 80}, "such as 'higher-bar'"), ("x", {}, "nothing differs from two-steps"),
     ("two-steps", {"bar": 80}, "cannot take the place"), ("three-routes", {"bar": 80}, "there is a scheme of this id"),
     ("../x", {"bar": 80}, "small letters")],
)  # fmt: skip
def test_a_variant_that_cannot_be_saved_leaves_nothing_behind(
    scheme: Scheme, tmp_path: Path, name: str, changed: dict[str, Any], words: str
) -> None:
    before = sorted(path.name for path in tmp_path.rglob("*"))
    with pytest.raises(LadderError, match=words):
        save_variant(scheme, changed, name, tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_the_comparison_is_exported(explorer: Explorer, tmp_path: Path) -> None:
    explorer.parameter_controls.controls["bar"].value = 80
    explorer.save_controls.formats["html"].value = False
    explorer.save_controls.export.click()
    files = sorted(path.name for path in (tmp_path / "out").glob("[!.]*"))
    assert files == ["comparison.csv", "comparison.png"]
    table = (tmp_path / "out" / "comparison.csv").read_text(encoding="utf-8-sig")
    assert "two-steps(bar=80)" in table
    for check in explorer.save_controls.formats.values():
        check.value = False
    explorer.save_controls.export.click()
    assert "choose at least one format" in explorer.banner.text


def test_an_export_asks_before_it_writes_over_an_edited_file(explorer: Explorer, tmp_path: Path) -> None:
    for form in ("html", "png"):
        explorer.save_controls.formats[form].value = False
    explorer.save_controls.export.click()
    explorer.save_controls.export.click()
    assert "Written:" in explorer.banner.text and explorer.save_controls.replace.layout.display == "none"
    table = tmp_path / "out" / "comparison.csv"
    table.write_text("edited", encoding="utf-8")
    explorer.save_controls.export.click()
    assert "comparison.csv: was edited since ladder-sim wrote it" in explorer.banner.text
    assert explorer.save_controls.replace.layout.display == explorer.save_controls.leave.layout.display == ""
    explorer.save_controls.leave.click()
    assert explorer.save_controls.replace.layout.display == "none" and table.read_text(encoding="utf-8") == "edited"
    explorer.save_controls.export.click()
    explorer.save_controls.replace.click()
    assert "Written:" in explorer.banner.text and explorer.save_controls.replace.layout.display == "none"
    assert table.read_text(encoding="utf-8-sig").startswith("measure") or "two-steps" in table.read_text("utf-8-sig")


def test_a_picture_and_a_table_stay_in_the_output(full: Explorer) -> None:
    full.parameter_controls.controls["bar"].value = 80
    bundle = full.snapshot.bundle()
    assert bundle["image/png"].startswith(b"\x89PNG")
    assert "ladder-table" in bundle["text/html"] and "data:image/png;base64," in bundle["text/html"]
    assert "Bar = 80 points" in bundle["text/html"] and "Bar = 80 points" in bundle["text/plain"]


# -- the parts underneath ------------------------------------------------------------------------


def test_fewer_replications_are_the_first_of_many(scheme: Scheme, people: Workforce) -> None:
    whole = ls.simulate(scheme, people, months=8, replications=6)
    part, own = head(whole, 4), ls.simulate(scheme, people, months=8, replications=4)
    assert scenes.bits(part) == scenes.bits(own)


def test_a_run_is_carried_on_rather_than_begun_again(scheme: Scheme, people: Workforce) -> None:
    cache = RunCache(8, 1, 6)
    variant = Variant(scheme, people, {"bar": 80})
    cache.run(variant, 2)
    whole = cache.run(variant, 6)
    own = ls.simulate(scheme.with_(bar=80), people, months=8, replications=6)
    assert scenes.bits(whole) == scenes.bits(own)
    assert cache.kept(Variant(scheme, people, {"bar": 80})) == 6
    assert not cache.take(variant, 3, played_of(whole)), "these do not follow on the six there are"


def test_results_are_let_go_with_what_was_cut_from_them_but_never_those_on_show(
    scheme: Scheme, people: Workforce
) -> None:
    cache = RunCache(4, 1, 60)
    bars = [Variant(scheme, people, {"bar": bar}) for bar in (60, 65, 70, 75)]
    cache.shown = frozenset(one.key for one in bars[:2])
    cache.memory = 0
    for one in bars:
        cache.run(one, 60)
        assert cache.run(one, LIVE[1]).replications == LIVE[1]
    assert [cache.kept(one) for one in bars] == [60, 60, 0, 60], "those on show, and the last"
    assert {key for key, _ in cache._heads} == {one.key for one in (*bars[:2], bars[3])}
    cache.memory = 10**9
    cache.run(bars[2], 60)
    assert all(cache.kept(one) for one in bars)


def test_it_is_tidied_once_when_nothing_else_is_left() -> None:
    done: list[str] = []
    tasks = IdleTasks([], lambda: iter(()), tidy=lambda: done.append("tidy"))
    tasks.begin([lambda: done.append("first"), lambda: done.append("second")])
    while tasks.go():
        pass
    assert done == ["first", "second", "tidy"] and not tasks.go() and len(done) == 3


def test_replications_while_dragging_are_as_many_as_fit(scheme: Scheme, people: Workforce) -> None:
    cache = RunCache(8, 1, 200)
    variant = Variant(scheme, people)
    cache.took = {50: 0.05}
    assert cache.live([variant]) == LIVE[0]
    cache.took = {50: 0.2, 20: 0.1}
    assert cache.live([variant]) == 20
    cache.took = {50: 2.0}
    assert cache.live([variant]) == LIVE[-1]


def test_limits_stay_until_the_numbers_leave_them() -> None:
    limits = Limits()
    first = limits.hold([[0.0, 10.0]])
    assert limits.hold([[0.0, 11.0]]) == first == limits.hold([[0.0, 8.0]])
    assert limits.hold([[0.0, 20.0]])[1] > 20
    assert limits.hold([[0.0, 2.0]])[1] < 5
    assert Limits().hold([[np.nan]]) != (0.0, 0.0)


def test_the_picture_file_holds_the_pixels() -> None:
    image = pytest.importorskip("matplotlib.image")
    pixels = np.random.default_rng(1).integers(0, 255, (7, 5, 4), np.uint8)
    read = image.imread(io.BytesIO(as_png(pixels)))
    assert np.array_equal(np.round(read[..., :3] * 255).astype(np.uint8), pixels[..., :3])


def test_the_app_opens_another_scheme_and_shows_what_is_wrong(monkeypatch: pytest.MonkeyPatch, one_chart: None) -> None:
    app = App("three-grade-growth", "small-department-30", Settings(months=6, replications=2, prefetch=False))
    assert app.explorer is not None and app.banner.text == ""
    app.pickers["scheme"].value = "market-sales-entry-gate"
    assert app.explorer.scheme.id == "market-sales-entry-gate"
    app.explorer.languages.value = "zh"
    assert app.pickers["scheme"].description == "方案"

    def fails(*_: object, **__: object) -> None:
        raise LadderError("cannot be read")

    monkeypatch.setattr("ladder_sim.desk.book.load_scheme", fails)
    app.pickers["scheme"].value = "three-routes"
    assert "cannot be read" in app.banner.text
    assert app.pickers["scheme"].value == app.explorer.scheme.id == "market-sales-entry-gate", "all stays as it was"
    app.explorer.desk_controls.undo.click()
    assert app.pickers["scheme"].value == app.explorer.scheme.id == "three-grade-growth"
    assert app.explorer.languages.value == "zh", "undo takes back no language"
    with pytest.raises(LadderError, match=r"nothing at hand is called|没有名为"):
        App("no-such", "", Settings())


def test_what_is_shown_comes_before_what_may_be_asked_for(explorer: Explorer) -> None:
    explorer.parameter_controls.controls["bar"].value = 71
    prefetch = explorer.prefetch
    prefetch.moved(
        explorer.variants,
        lambda: explorer.next_variants.of(explorer.now, "bar", neighbors),
        lambda: explorer._elsewhere("bar"),
    )
    moving = [task.variant.changed for task in prefetch.wanted()]
    assert moving == [{"bar": 72}], "70 is known, and while the hand moves only its next step matters"
    prefetch._resting = True
    explorer.cache._runs.clear()
    resting = [(dict(task.variant.changed), task.first, task.stop) for task in prefetch.wanted()]
    assert resting[:2] == [({"bar": 71}, 0, 6), ({}, 0, 6)]
    assert [changed for changed, *_ in resting[2:4]] == [{"bar": 72}, {}]
    later = [changed for changed, *_ in resting[4:]]
    assert {"bar": 76} in later and later.index({"bar": 76}) < later.index({"bar": 71, "wait": 4})


def test_where_a_leap_leads_is_drawn_before_it_is_asked_for(full: Explorer, monkeypatch: pytest.MonkeyPatch) -> None:
    full.parameter_controls.controls["bar"].value = 71
    leap = [one for one in full.next_variants.of(full.now, "bar", leaps) if one.changed == {"bar": 95}]
    assert not list(full._foreseen()) or full.cache.kept(leap[0]) == 0, "only what has been played"
    full.cache.run(leap[0], SMALL["replications"])
    limits = [(panel.limits.low, panel.limits.high) for panel in full.panels]
    pictures = [image.value for image in full.images]
    while full._idle():
        pass
    assert limits == [(panel.limits.low, panel.limits.high) for panel in full.panels], "they follow what is shown"
    assert pictures == [image.value for image in full.images] == [as_png(panel.pixels()) for panel in full.panels]
    with monkeypatch.context() as patch:
        patch.setattr(ViewPanel, "_paint", _never)
        full.parameter_controls.controls["bar"].value = 95
    assert full.banner.text == ""
    assert limits != [(panel.limits.low, panel.limits.high) for panel in full.panels], "this leap needs other limits"
    assert pictures != [image.value for image in full.images]
    assert [image.value for image in full.images] == [as_png(panel.pixels()) for panel in full.panels]


def _never(*_: object) -> None:
    raise AssertionError("drawn although it was ready")


def test_what_another_thread_says_is_done_at_home(scheme: Scheme, people: Workforce, one_chart: None) -> None:
    threads: list[int] = []

    async def live() -> Explorer:
        made = Explorer(desk_for(scheme, people, baseline=scheme), Settings(**SMALL, prefetch=False))
        draw = made._draw_alone
        made._draw_alone = lambda n: (threads.append(threading.get_ident()), draw(n))  # type: ignore[assignment]
        control, drawn = made.parameter_controls.controls["bar"], made.drawn

        def drag() -> None:
            for value in (71, 72, 73):
                control.value = value

        hand = threading.Thread(target=drag)
        hand.start()
        hand.join()  # this thread is busy meanwhile
        assert made.drawn == drawn
        await asyncio.sleep(0)
        assert made.view is not None and made.view.now.scheme.parameters["bar"].value == 73
        assert made.drawn == drawn + 1, "what a hand did meanwhile is drawn once"
        await asyncio.to_thread(made.speak, "xx")
        await asyncio.sleep(0)
        assert "xx" in made.banner.text
        made.close()
        return made

    made = asyncio.run(live())
    made.parameter_controls.controls["bar"].value = 74
    assert made.view is not None and made.view.now.scheme.parameters["bar"].value == 74, "its loop has ended"
    assert set(threads) == {threading.get_ident()}


@pytest.mark.parametrize("answer", [b"", b"garbage", b"cladder_sim\nno_such_thing\n.", b"ino.such.module\nx\n."])
def test_an_answer_that_cannot_be_read_ends_the_waiting(answer: bytes) -> None:
    class Waiting:
        def __init__(self) -> None:
            self.heard: list[object] = []

        def arrived(self, result: object) -> None:
            self.heard.append(result)

    async def live() -> list[object]:
        waiting = Waiting()
        _listen(io.BytesIO(answer), asyncio.get_running_loop(), weakref.WeakMethod(waiting.arrived))
        await asyncio.sleep(0)
        return waiting.heard

    assert asyncio.run(live()) == [None]


async def _until(done: Callable[[], bool]) -> None:
    for _ in range(600):
        if done():
            return
        await asyncio.sleep(0.1)
    raise AssertionError("it never came")


@pytest.mark.slow
@pytest.mark.parametrize("ahead", [True, False])
def test_all_replications_come_when_the_hand_rests(
    scheme: Scheme, people: Workforce, one_chart: None, ahead: bool
) -> None:
    async def rests() -> None:
        settings = Settings(months=8, replications=60, prefetch=ahead)
        explorer = Explorer(desk_for(scheme, people, baseline=scheme), settings)
        explorer.begin()
        explorer.cache.took = {50: 9.0}  # as if this took long
        explorer.parameter_controls.controls["bar"].value = 80
        assert explorer.view is not None and explorer.view.now.replications == LIVE[-1]
        await _until(lambda: explorer.view is not None and explorer.view.now.replications == 60)
        await _until(lambda: "ladder-table" in explorer.numbers.value)
        own = ls.simulate(scheme.with_(bar=80), people, months=8, replications=60)
        assert scenes.bits(explorer.view.now) == scenes.bits(own), "in pieces, here or there, the same bits"
        assert (explorer.prefetch.process._child is not None) == ahead
        explorer.close()
        assert explorer.banner.told == []

    asyncio.run(rests())


@pytest.mark.slow
def test_the_other_process_ends_while_nothing_is_to_be_played_and_comes_again(
    scheme: Scheme, people: Workforce, one_chart: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ladder_sim.notebook.prefetch_plan.DOZE", 0.1)

    async def rests() -> None:
        explorer = Explorer(desk_for(scheme, people, baseline=scheme), Settings(months=8, replications=60))
        explorer.begin()
        process = explorer.prefetch.process
        for bar in (80, 90):
            explorer.parameter_controls.controls["bar"].value = bar
            await _until(lambda: process._child is not None)
            await _until(lambda: process._child is None)
            assert explorer.view is not None and explorer.view.now.replications == 60
        assert not process.broken and process._rested <= 1 and explorer.banner.told == []
        explorer.close()

    asyncio.run(rests())


def test_without_an_event_loop_nothing_is_started(explorer: Explorer) -> None:
    assert explorer.prefetch.process._child is None
    explorer.close()
    explorer.close()
    explorer.settle()
    assert explorer.view is not None and explorer.view.now.replications == SMALL["replications"]


def test_what_cannot_be_played_on_is_told(explorer: Explorer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture that would stay at fewer replications for ever says why, whoever was to play the rest."""

    async def refused_here() -> None:
        explorer.cache.full = 50
        refuse = LadderError("too long for this server")
        with monkeypatch.context() as patch:
            patch.setattr(explorer.cache, "run", _raising(refuse))
            explorer.prefetch.moved(explorer.variants)
            await _until(lambda: "too long" in explorer.banner.text)
            explorer.prefetch._rest()
            assert len(explorer.banner.told) == 1, "told once"

    def _raising(error: LadderError) -> Callable[..., None]:
        def run(*_: object) -> None:
            raise error

        return run

    asyncio.run(refused_here())
    explorer.banner.clear()
    task = PrefetchTask(explorer.variants[0], 8, 20)
    explorer.prefetch._answered(task, LadderError("no such thing"))
    assert "no such thing" in explorer.banner.text
    explorer.banner.clear()
    other = PrefetchTask(Variant(explorer.scheme, explorer.people, {"bar": 90}), 0, 8)
    explorer.prefetch._answered(other, LadderError("not asked for"))
    assert explorer.banner.text == "", "what nobody asked for is told when somebody does"
