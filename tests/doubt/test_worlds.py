"""Tornados and joint worlds from end to end: planted schemes, kept work, what commands and reports say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from two_grades import SCHEME, WORKFORCE

import ladder_sim as ls
from ladder_sim.cli import main
from ladder_sim.core.i18n import use
from ladder_sim.core.problems import LadderWarning
from ladder_sim.doubt.plays import Plays
from ladder_sim.doubt.tornado import Tornado
from ladder_sim.doubt.worlds import Worlds
from ladder_sim.engine.batch import Batch
from ladder_sim.model.report_options import Brief
from ladder_sim.store.folder import Store
from ladder_sim.store.readings import SUFFIX

LOW = SCHEME.replace("{value: 75, from: 0, to: 100}", "{value: 75, from: 0, to: 100, assumed: true}")
HIGH = LOW.replace("two-grades", "high").replace("Two grades", "High bar").replace("value: 75", "value: 80")
#: Agents leave by the gap of their pay to the market, which nobody knows.
PEOPLE = (
    WORKFORCE.replace("attrition:", "market: {agent: 4500}\nattrition:\n  effects: {pay_gap: -2}")
    + """
assumptions:
  attrition.effects.pay_gap: {range: [-4, -1], title: {en: Response to pay, zh: 对薪酬的反应}}
  costs.employer_load: {range: [0.2, 0.4], title: {en: Load, zh: 社保比例}}
costs: {employer_load: 0.3}
"""
)


@pytest.fixture(scope="module")
def compared() -> Any:
    return ls.compare([LOW, HIGH], PEOPLE, months=18, replications=12)


@pytest.fixture(scope="module")
def tornado(compared: Any) -> Tornado:
    made = compared.tornado("advancement_rate")
    assert isinstance(made, Tornado)
    return made


@pytest.fixture(scope="module")
def worlds(compared: Any) -> Worlds:
    targets = {"advancement_rate": ">= 5%"}
    made = compared.worlds(["advancement_rate", "labor_cost"], 30, replications=6, targets=targets)
    assert isinstance(made, Worlds)
    return made


def test_a_bar_is_the_difference_played_at_that_value(compared: Any, tornado: Tornado) -> None:
    (case,) = tornado.cases
    bar = next(bar for bar in case.bars if bar.assumption.schemes == ("high",))
    value = bar.assumption.ends[0]
    again = ls.compare([LOW, ls.load_scheme(HIGH).with_(bar=value)], PEOPLE, months=18, replications=12)
    found = again.difference(again.others[0], "advancement_rate")
    assert bar.ends[0].difference.mean == found.mean()
    assert bar.ends[0].shift.mean == pytest.approx((found - compared.difference("high", "advancement_rate")).mean())


def test_an_assumption_that_cannot_matter_changes_nothing_to_the_bit(tornado: Tornado) -> None:
    bar = next(bar for bar in tornado.cases[0].bars if "employer_load" in bar.assumption.key)
    assert bar.nothing and not bar.sure and bar.span == 0 and bar.flip is None


def test_the_bar_of_a_scheme_turns_where_the_bars_of_both_are_the_same(tornado: Tornado) -> None:
    """The schemes differ in their bar alone, so that the better one changes where it equals the other's."""
    (case,) = tornado.cases
    assert case.sought
    flips = {bar.assumption.schemes: bar.flip for bar in case.turning}
    assert flips[("high",)] is not None and flips[("two-grades",)] is not None
    assert float(flips["high",].value) == pytest.approx(75, abs=1.5) and flips["high",].confirmed
    assert not flips["high",].rising and flips["two-grades",].rising


def test_a_scheme_against_its_twin_is_told_to_be_open(compared: Any) -> None:
    use("en")
    twin = ls.compare([LOW, LOW.replace("two-grades", "twin").replace("Two grades", "Twin")], PEOPLE, months=6,
                      replications=4)  # fmt: skip
    found = twin.tornado("turnover")
    assert all(bar.nothing for bar in found.cases[0].bars) and not found.cases[0].sought
    assert any("no turn is looked for" in text for text in found.summary())
    sets = twin.worlds("turnover", 5)
    assert sets.spread("turnover", "twin").between == 0 and sets.chance_best("twin") == 0.5
    assert not sets.regret("twin").any() and sets.worth_of_all == 0


def test_worlds_are_what_compare_gives_at_their_values(worlds: Worlds, compared: Any) -> None:
    row = worlds.sets_table().iloc[7]
    people = ls.load_workforce(PEOPLE).with_(
        {"attrition": {"effects": {"pay_gap": float(row["people:attrition.effects.pay_gap"])}},
         "costs": {"employer_load": float(row["people:costs.employer_load"])}}
    )  # fmt: skip
    schemes = [ls.load_scheme(text).with_(bar=float(row[key])) for text, key in ((LOW, "bar"), (HIGH, "high:bar"))]
    again = ls.compare(schemes, people, months=18, replications=6)
    for scheme, name in zip(again.schemes, compared.schemes, strict=True):
        assert (worlds.values["labor_cost", name][7] == again.values(scheme, "labor_cost")).all()


def test_chances_and_regrets_hang_together(worlds: Worlds) -> None:
    names = worlds.comparison.schemes
    assert sum(worlds.chance_best(name) for name in names) == pytest.approx(1)
    assert np.minimum.reduce([worlds.regret(name) for name in names]).max() == 0
    gaps = [float(worlds.scores[:, i].mean()) for i in range(len(names))]
    assert worlds.best == names[int(np.argmax(gaps))]
    assert 0 <= worlds.meets_all("high") <= 1
    found = worlds.fails_where
    assert found is None or "bar" in found.assumption.key


def test_what_is_worth_knowing_is_the_bar_of_either_scheme(worlds: Worlds) -> None:
    assert {worth.assumption.address for worth in worlds.worth if worth.sure} <= {"bar"}


def test_no_cut_and_no_number_of_workers_changes_a_number(compared: Any, worlds: Worlds) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(2) as executor:
        again = compared.worlds(["advancement_rate"], 30, replications=6, executor=executor)
    assert (again.values["advancement_rate", "high"] == worlds.values["advancement_rate", "high"]).all()


def test_broken_off_work_goes_on(compared: Any, tmp_path: Path) -> None:
    """A line cut short, as by a kill, and one that was changed are played again, and no other."""
    told: list[tuple[int, int]] = []
    first = compared.worlds("turnover", 6, replications=2, store=tmp_path)
    kept = sorted(tmp_path.glob(f"*{SUFFIX}"))
    lines = [path.read_text(encoding="utf-8").splitlines(keepends=True) for path in kept]
    assert [len(each) for each in lines] == [7, 7], "a head, and six worlds of each scheme"
    kept[0].write_text("".join(lines[0][:4]) + lines[0][4][:40], encoding="utf-8")
    lines[1][2] = lines[1][2].replace("0.", "1.", 1)
    kept[1].write_text("".join(lines[1]), encoding="utf-8")
    with pytest.warns(LadderWarning, match="lines cut short or changed since they were written: 1"):
        again = compared.worlds("turnover", 6, replications=2, store=tmp_path, progress=lambda *at: told.append(at))
    assert told[-1] == (4, 4)
    for name in compared.schemes:
        assert (again.values["turnover", name] == first.values["turnover", name]).all()
    store = Store(tmp_path)
    with pytest.warns(LadderWarning, match="lines cut short or changed since they were written: 1"):
        compared.worlds("turnover", 6, replications=2, store=store)
    assert (store.taken, store.played) == (24, 0), "what was played again stands on lines of its own"
    compared.worlds("turnover", 6, replications=3, store=tmp_path, progress=lambda *at: told.append(at))
    assert told[-1] == (12, 12), "other replications are other work"


def test_worlds_that_contradict_themselves_are_counted(tmp_path: Path) -> None:
    """A headcount of the roster cannot be moved; a lower end above the upper end is no scheme."""
    use("en")
    text = LOW.replace("months_in_grade >= 6", "months_in_grade >= wait").replace(
        "parameters:", "parameters:\n  wait: {value: 6, from: 0, to: 12, assumed: true}")  # fmt: skip
    cmp = ls.compare([text, HIGH], PEOPLE, months=3, replications=2)
    found = cmp.worlds("turnover", 5)
    assert found.played.all()  # here all of them go together
    values = dict(found.values)
    values["turnover", "high"] = values["turnover", "high"].copy()
    values["turnover", "high"][3] = np.nan
    lost = Worlds(cmp, found.assumed, found.measures, (), 2, found.numbers, values, found.played_apart)
    assert lost.played.sum() == 4 and "1 could not be played" in lost.summary()[0]


def test_a_contradiction_is_no_world_and_any_other_error_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """`lo` of 6 to 9 months above `hi` is no scheme; an error while a world is played is none of its values' doing."""
    use("en")
    text = LOW.replace("months_in_grade >= 6", "12 / (wait - 6) >= 0").replace(
        "parameters:", "parameters:\n  wait: {value: 7, from: 5, to: 9, integer: true, assumed: true}")  # fmt: skip
    cmp = ls.compare([text, HIGH], PEOPLE, months=2, replications=2)
    plays = Plays(cmp, cmp.assumptions().moved, ("turnover",), 2)
    plays.play([("two-grades", {"wait": 6.0}), ("two-grades", {"wait": 8.0})])
    assert plays.reading("two-grades", {"wait": 6.0}) is None
    assert not np.isnan(plays.values("two-grades", {"wait": 8.0}, "turnover")).any()

    def broken(*_: object) -> object:
        raise ls.LadderError("out of memory")

    monkeypatch.setattr(Batch, "play", broken)
    with pytest.raises(ls.LadderError, match="out of memory"):
        plays.play([("two-grades", {"wait": 9.0})])


def test_what_people_cost_beside_their_pay_is_played_only_for_measures_of_it(compared: Any) -> None:
    key = "people:costs.employer_load"
    told: list[tuple[int, int]] = []
    for measure, played in (("turnover", 1), ("labor_cost", 2)):
        plays = Plays(compared, compared.assumptions().moved, (measure,), 2, progress=lambda *at: told.append(at))
        plays.play([("high", {}), ("high", {key: 0.4})])
        assert told[-1] == (played, played), measure
        same = plays.values("high", {}, measure) == plays.values("high", {key: 0.4}, measure)
        assert same.all() == (measure == "turnover")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_words_tables_and_pictures(tornado: Tornado, worlds: Worlds, compared: Any, language: str) -> None:
    use(language)
    told = " ".join([*tornado.summary(), *worlds.summary()])
    assert ("by luck" in told and "over the assumptions" in told) if language == "en" else "随机波动" in told
    assert len(tornado.table()) == sum(len(bar.ends) for bar in tornado.cases[0].bars)
    assert worlds.table().loc[("advancement_rate", "high"), "chance_best"] == worlds.chance_best("high")
    for found in (tornado, worlds):
        assert found.plot()._repr_png_() and "<table" in found._repr_html_()
        json.dumps(found.to_dict())


def test_once_looked_at_headlines_carry_both_ranges_and_no_more_digits(compared: Any, tornado: Tornado) -> None:
    use("en")
    assert any("over the assumptions" in text or "nine of ten worlds" in text for text in compared.summary())
    assert not any("luck only" in text for text in compared.summary())
    fresh = ls.compare([LOW, HIGH], PEOPLE, months=2, replications=2)
    assert any("luck only. 4 values" in text for text in fresh.summary())


def test_reports_have_a_section_where_it_was_asked(compared: Any, tornado: Tornado, worlds: Worlds) -> None:
    use("en")
    (section,) = [section for section in ls.report_sections(compared, Brief()) if section.id == "doubt"]
    assert len(section.figures) >= 2 and section.tables and section.appendix
    fresh = ls.compare([LOW, HIGH], PEOPLE, months=2, replications=2)
    assert "doubt" not in [section.id for section in ls.report_sections(fresh, Brief())]


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in (("two-grades", LOW), ("high", HIGH), ("twenty", PEOPLE)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    base = ["compare", "two-grades.yaml", "high.yaml", "--workforce", "twenty.yaml", "--months", "4",
            "--replications", "2"]  # fmt: skip
    given = [*base, "--doubt", "--worlds", "5", "--target", "turnover<=40%", "--store", "kept", "--json"]
    assert main(given) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["doubt"][0]["measure"] == "turnover" and found["worlds"][0]["sets"] == 5
    assert found["worlds"][0]["targets"] == {"turnover": "<= 0.4"}
    assert main(["store", "kept", "--json"]) == 0
    files = json.loads(capsys.readouterr().out)["files"]
    assert sorted(one["worlds"] for one in files if one["scheme"] == "high")[:1] == [0], "its run, and its worlds"
    assert {one["fault"] for one in files} == {None} and len([one for one in files if one["worlds"] >= 5]) >= 2
    assert main(given) == 0
    assert "0 played" in capsys.readouterr().err
    assert main([*base, "--doubt", "turnovr"]) == 1
    assert "--doubt turnovr" in capsys.readouterr().err
    for wrong in (["--target", "turnover<=1"], ["--worlds", "5", "--target", "turnover"], ["--worlds", "1"]):
        assert main([*base, *wrong]) == 2


@pytest.mark.slow
def test_a_planted_response_gives_its_own_spread(tmp_path: Path) -> None:
    """Leaving by chance w alone, w uniform between .01 and .03: the spread of turnover between worlds is that of 12 w.

    Turnover is leavers ÷ years ÷ mean headcount, so that a hazard w is a yearly 12 w; posts are filled at once. The
    standard deviation of 12 w is .24 ÷ sqrt(12). Judged over 12 sets of worlds by |z| <= 4.
    """
    people = WORKFORCE.replace("lead_months: 1", "lead_months: 0").replace("headcount, l", "headcount, l").replace(
        "base: {0: 0.02}", "hazard: 0.02") + (
        "assumptions: {attrition.hazard: {range: [0.01, 0.03], shape: uniform}}\n")  # fmt: skip
    found = []
    for seed in range(12):
        cmp = ls.compare([SCHEME, SCHEME.replace("two-grades", "twin")], people, months=24, replications=20, seed=seed)
        sets = cmp.worlds("turnover", 40)
        found.append(sets.spread("turnover", "twin", difference=False).between)
    z = (np.mean(found) - 0.24 / np.sqrt(12)) / (np.std(found, ddof=1) / np.sqrt(len(found)))
    assert abs(z) <= 4
