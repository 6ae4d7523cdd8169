"""`match`: assumed values moved until the simulated present is the known one; several, none, what a file then says."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import scenes

import ladder_sim as ls
from ladder_sim.cli import main
from ladder_sim.core.i18n import use
from ladder_sim.model.workforce import Workforce
from ladder_sim.search.least_moves import least_move

LADDER = """
ladder: {main: {a: {base: 100, role: agent}, b: {base: 200, role: agent}}}
entry: a
reviews: {monthly: {every: month}}
moves: [{id: up, from: a, to: b, review: monthly, when: kpi >= 90}]
"""
PEOPLE = """
people: {grades: {a: 100}, attributes: {months_employed: {exponential: 20}}}
attrition: {base: {0: 0.03, 12: 0.02}}
metrics: {kpi: {normal: {mean: 80, within: 8}}}
hiring: {keep: headcount, lead_months: 1}
costs: {hire: 500}
assumptions:
"""
LEVEL = "  attrition: {times: [0.5, 2], title: {en: Level of leaving, zh: 离职水平}, basis: {en: a guess, zh: 推测}}\n"
EARLY = "  attrition.base.0: [0.01, 0.06]\n"
COST = "  costs.hire: [400, 600]\n"
KPI = "  metrics.kpi.normal.mean: [70, 85]\n"


def people(folder: Path, *ranges: str) -> Workforce:
    return scenes.workforce_of(folder, PEOPLE + "".join(ranges))


def present(scheme: ls.Scheme, force: Workforce, *names: str) -> dict[str, float]:
    run = ls.simulate(scheme, force, months=12, replications=60, seed=1)
    return {name: run.interval(name).mean for name in names}


def test_a_value_is_found_from_what_it_did(tmp_path: Path) -> None:
    scheme, force = scenes.scheme_of(tmp_path, LADDER), people(tmp_path, LEVEL, COST)
    known = present(scheme, force.with_(leaving=1.6), "turnover")
    found = ls.match(force, scheme, months=12, replications=60, **known)
    assert found.outcome == "found"
    ((one, value),) = found.moved(found.answers[0])
    assert one.address == "attrition" and value == pytest.approx(1.6, abs=0.04)
    assert [each.address for each in found.inert] == ["costs.hire"]
    reached, half = found.answers[0].reached["turnover"], found.answers[0].reached["turnover"].half
    assert abs(reached.mean - known["turnover"]) <= max(0.1 * half, 0.002 * known["turnover"])
    fresh = found.answers[0].fresh["turnover"]
    assert fresh.mean != reached.mean and fresh.low < known["turnover"] < fresh.high
    use("zh")
    before, fits, again = found.summary()
    use("en")
    assert f"离职率为每年{100 * found.now['turnover'].mean:.1f}%，已知为每年{100 * known['turnover']:.1f}%" in before
    assert f"×{value:.3g}（原为×1）" in fits and "未全部包含" not in again
    assert f"每年{100 * fresh.mean:.1f}%（{100 * fresh.low:.1f}%至{100 * fresh.high:.1f}%）" in again


def test_a_value_of_many_digits_that_moves_nothing_is_left_as_it_is(tmp_path: Path) -> None:
    scheme = scenes.scheme_of(tmp_path, LADDER)
    force = scenes.workforce_of(tmp_path, (PEOPLE + LEVEL + COST).replace("hire: 500", "hire: 500.123456789"))
    found = ls.match(force, scheme, months=12, replications=20, turnover=0.33)
    assert set(found.answers[0].world) == {"people:attrition"}


def test_two_measures_find_two_values(tmp_path: Path) -> None:
    scheme, force = scenes.scheme_of(tmp_path, LADDER), people(tmp_path, LEVEL, KPI)
    other = force.with_({"metrics": {"kpi": {"normal": {"mean": 83}}}}).with_(leaving=0.7)
    known = present(scheme, other, "turnover", "promotion_rate")
    found = ls.match(force, scheme, months=12, replications=60, **known)
    values = {one.address: value for one, value in found.moved(found.answers[0])}
    assert found.outcome == "found"
    assert values["attrition"] == pytest.approx(0.7, abs=0.03)
    assert values["metrics.kpi.normal.mean"] == pytest.approx(83, abs=0.15)


def test_several_that_fit_become_worlds(tmp_path: Path) -> None:
    """The level of leaving, or that of the first year alone: one figure does not tell them apart."""
    scheme, force = scenes.scheme_of(tmp_path, LADDER), people(tmp_path, LEVEL, EARLY)
    known = present(scheme, force.with_(leaving=1.15), "turnover")
    found = ls.match(force, scheme, months=12, replications=60, **known)
    assert found.outcome == "several" and len(found.worlds) >= 2
    alone = [set(answer.world) for answer in found.answers if len(answer.world) == 1]
    assert {"people:attrition"} in alone and {"people:attrition.base.0"} in alone
    for world in found.worlds:
        assert present(scheme, world, "turnover")["turnover"] == pytest.approx(known["turnover"], rel=0.03)
    use("en")
    assert "does not tell them apart" in " ".join(found.summary())
    assert list(found.table().columns)[:4] == ["title", "was", "low", "high"]


def test_what_is_out_of_reach_is_said_with_the_nearest(tmp_path: Path) -> None:
    use("en")
    found = ls.match(people(tmp_path, LEVEL), scenes.scheme_of(tmp_path, LADDER), replications=30, turnover=0.9)
    assert found.outcome == "unreachable"
    assert found.answers[0].world == {"people:attrition": 2.0}
    told = " ".join(found.summary())
    assert "Not reachable within the ranges: the nearest is turnover" in told and "×2 (was ×1)" in told


def test_what_moves_nothing_is_said(tmp_path: Path) -> None:
    use("zh")
    found = ls.match(people(tmp_path, COST), scenes.scheme_of(tmp_path, LADDER), replications=10, turnover=0.9)
    assert found.outcome == "unmoved" and "不能使其变化超出随机波动" in " ".join(found.summary())


def test_what_fits_already_is_left_alone(tmp_path: Path) -> None:
    use("en")
    scheme, force = scenes.scheme_of(tmp_path, LADDER), people(tmp_path, LEVEL)
    known = present(scheme, force, "turnover")
    found = ls.match(force, scheme, replications=60, **known)
    assert found.answers[0].world == {} and "Nothing needs to be moved." in found.summary()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_file_says_on_what_each_moved_value_rests(tmp_path: Path, language: str) -> None:
    use(language)
    scheme, force = scenes.scheme_of(tmp_path, LADDER), people(tmp_path, LEVEL)
    found = ls.match(force, scheme, months=12, replications=30, turnover=0.35)
    (path,) = found.save(tmp_path / "mine.yaml")
    again = ls.load_workforce(path)
    entry = again.assumptions["attrition"]
    value = found.answers[0].world["people:attrition"]
    assert (entry.low, entry.high) == pytest.approx((0.5 / value, 2 / value))  # the range stays where it was
    assert entry.basis.en.startswith("set so that under 's' Turnover is 35.0% a year (12 months); before ×1. ")
    assert "设为使" in entry.basis.zh and "原值×1" in entry.basis.zh
    assert again.attrition.base[1][1] == pytest.approx(0.02 * float(value))
    run = ls.simulate(scheme, again, months=12, replications=30, seed=1)
    assert run.interval("turnover") == found.answers[0].reached["turnover"]
    assert found.save(tmp_path / "mine.yaml") == [path]  # the same: left as it is
    path.write_text(path.read_text(encoding="utf-8") + "# edited\n", encoding="utf-8")
    with pytest.raises(ls.LadderError, match="force"):
        found.save(tmp_path / "mine.yaml")


def test_a_factor_of_nothing_leaves_no_range(tmp_path: Path) -> None:
    """Where nobody leaves, the nearest is nothing times the present, of which there are no factors."""
    force = people(tmp_path, LEVEL.replace("[0.5, 2]", "[0, 2]"))
    found = ls.match(force, scenes.scheme_of(tmp_path, LADDER), replications=10, turnover=0.0)
    assert found.answers[0].world == {"people:attrition": 0.0}
    assert found.workforce.attrition.base[0] == (0, 0.0) and not found.workforce.assumptions


def test_faults_are_told_together(tmp_path: Path) -> None:
    use("en")
    scheme, force = scenes.scheme_of(tmp_path, LADDER), people(tmp_path, LEVEL, "  hiring.lead_months: [0, 2]\n")
    with pytest.raises(ls.LadderError) as caught:
        ls.match(force, scheme, ["atrition", "hiring.lead_months"], turnover=0.3)
    assert "did you mean 'attrition'" in str(caught.value) and "hiring.lead_months" not in str(caught.value)
    with pytest.raises(ls.LadderError, match="at least one measure"):
        ls.match(force, scheme)
    with pytest.raises(ls.LadderError, match="turnovr"):
        ls.match(force, scheme, turnovr=0.3)
    with pytest.raises(ls.LadderError, match="must be a number, got '38%'"):
        ls.match(force, scheme, turnover="38%")  # type: ignore[arg-type]  # as somebody may write it
    with pytest.raises(ls.LadderError, match="name the scheme in force"):
        ls.match(force, turnover=0.3)
    none = scenes.workforce_of(tmp_path, PEOPLE.replace("assumptions:\n", ""), "none")
    with pytest.raises(ls.LadderError, match="nothing in none has a range"):
        ls.match(none, scheme, turnover=0.3)


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    scenes.scheme_of(tmp_path, LADDER)
    people(tmp_path, LEVEL)
    asked = ["match", "s.yaml", "--workforce", "w.yaml", "--target", "turnover=35%", "--replications", "20"]
    assert main([*asked, "--save", "mine.yaml", "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "It fits with Level of leaving ×" in told and (tmp_path / "mine.yaml").is_file()
    assert main([*asked, "--json", "--move", "attrition"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert next(iter(data.items())) == ("format", 1)
    assert data["outcome"] == "found" and data["months"] == 12
    assert data["targets"]["turnover"]["value"] == 0.35
    assert "attrition" in data["answers"][0]["values"]


# --- the least move ----------------------------------------------------------------------------------


def test_the_least_move_is_that_of_lagrange() -> None:
    """One equation a·w = g: w = g·a ÷ |a|², the point of the line nearest to the start."""
    slopes, start = np.array([[3.0, 4.0]]), np.full(2, 0.5)
    found = least_move(slopes, np.array([0.5]), start, start, np.ones(2))
    assert found == pytest.approx(0.5 * np.array([3, 4]) / 25)


def test_a_value_at_its_end_leaves_the_rest_to_the_others() -> None:
    slopes, start = np.array([[1.0, 0.1]]), np.full(2, 0.5)
    found = least_move(slopes, np.array([0.52]), start, start, np.ones(2))
    assert found == pytest.approx([0.5, 0.2])
    stuck = least_move(slopes, np.array([9.0]), start, start, np.ones(2))
    assert stuck == pytest.approx([0.5, 0.5])


def test_a_value_that_must_not_move_stays_and_a_cheap_one_goes_first() -> None:
    slopes, start = np.array([[1.0, 1.0, 1.0]]), np.full(3, 0.5)
    costs = np.array([1.0, np.inf, 1e-4])
    found = least_move(slopes, np.array([0.3]), start, start, costs)
    assert found == pytest.approx([0, 0, 0.3], abs=1e-3)
    assert slopes @ found == pytest.approx(0.3)


LEAD = "  hiring.lead_months: [0, 6]\n"


def test_whole_numbers_are_moved_by_whole_steps(tmp_path: Path) -> None:
    """Months until a post is filled: 4 were played, and are found; between two steps a nearer one is the answer."""
    scheme, force = scenes.scheme_of(tmp_path, LADDER), people(tmp_path, LEAD)
    slow = scenes.workforce_of(tmp_path, (PEOPLE + LEAD).replace("lead_months: 1", "lead_months: 4"))
    known = present(scheme, slow, "labor_cost")
    found = ls.match(force, scheme, months=12, replications=60, **known)
    assert found.outcome == "found"
    ((one, value),) = found.moved(found.answers[0])
    assert one.address == "hiring.lead_months" and value == 4
    near = ls.match(force, scheme, months=12, replications=60, labor_cost=known["labor_cost"] * 1.003)
    ((_, value),) = near.moved(near.answers[0])
    assert near.outcome == "found" and value in (3, 4)


def test_whole_and_other_values_together(tmp_path: Path) -> None:
    scheme, force = scenes.scheme_of(tmp_path, LADDER), people(tmp_path, LEVEL, LEAD)
    slow = scenes.workforce_of(tmp_path, (PEOPLE + LEVEL + LEAD).replace("lead_months: 1", "lead_months: 3"))
    known = present(scheme, slow.with_(leaving=1.4), "turnover", "labor_cost")
    found = ls.match(force, scheme, ["attrition", "hiring.lead_months"], months=12, replications=60, **known)
    assert found.outcome in ("found", "several")
    values = {one.address: value for one, value in found.moved(found.answers[0])}
    assert values["hiring.lead_months"] == 3 and values["attrition"] == pytest.approx(1.4, abs=0.06)
