"""`seek` with several parameters and targets: held against closed forms and whole grids; what cannot be, said."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from scenes import scheme_of, workforce_of

import ladder_sim as ls
from ladder_sim.cli import main
from ladder_sim.core.i18n import use
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.intervals import Interval
from ladder_sim.results.targets import Aim, read_aim

#: Everybody is promoted each month with chance p, nobody leaves; both grades have one base, so that the salary a year
#: is twelve times it, whoever moves.
RULES = """
    title: {en: Chances, zh: 概率方案}
    parameters:
      p: {value: 0.02, from: 0.001, to: 0.2, title: {en: Chance a month, zh: 每月概率}}
      wage: {value: 4000, from: 3000, to: 9000, unit: CNY, title: {en: Base, zh: 基本工资}}
      wait: {value: 1, from: 0, to: 8, integer: true, unit: months, title: {en: Wait, zh: 等待}}
      spare: {value: 5, from: 0, to: 9, integer: true, title: {en: Spare, zh: 备用}}
      fast: {value: false, title: {en: Fast, zh: 快速}}
    ladder:
      line:
        junior: {title: {en: Junior, zh: 初级}, role: agent, base: wage}
        senior: {title: {en: Senior, zh: 高级}, role: agent, base: wage}
    entry: junior
    reviews:
      monthly: {every: month, title: {en: Monthly, zh: 每月}}
    moves:
      - id: up
        title: {en: Up, zh: 晋升}
        from: junior
        to: senior
        review: monthly
        when: [chance(p), months_in_grade >= wait]
"""
PEOPLE = """
    title: {en: People, zh: 人员}
    start: 2027-01-01
    people: {grades: {junior: 50}, attributes: {months_employed: {uniform: [0, 6]}}}
    metrics: {kpi: {normal: {mean: 75, between: 5, within: 5}}}
    hiring: none
"""
SHORT = {"months": 12, "replications": 40}
BOTH = {"p": (0.02, 0.12), "wage": (3000, 9000)}


@pytest.fixture(scope="module")
def chances(tmp_path_factory: pytest.TempPathFactory) -> Scheme:
    return scheme_of(tmp_path_factory.mktemp("chances"), RULES, "chances")


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Workforce:
    return workforce_of(tmp_path_factory.mktemp("people"), PEOPLE, "people")


def test_two_values_of_a_closed_form_are_found(chances: Scheme, people: Workforce) -> None:
    """Advancement over 12 months is 1 − (1 − p)¹¹ without a wait; salary a head and year is 12 times the base."""
    still = chances.with_(wait=0)
    found = ls.seek(still, people, BOTH, advancement_rate=0.5, salary_cost_per_head=60_000, **SHORT)
    assert found.outcome == "found"
    (answer,) = found.answers
    assert answer.settings["wage"] == pytest.approx(5000, rel=0.003)
    error = answer.reached["advancement_rate"].half / 2 / (11 * 0.5 ** (10 / 11))  # of p, by the slope
    assert abs(answer.settings["p"] - (1 - 0.5 ** (1 / 11))) <= 4 * error
    fresh = answer.fresh["advancement_rate"]
    assert abs(fresh.mean - 0.5) <= 4 * fresh.half / 2
    assert fresh.mean != answer.reached["advancement_rate"].mean
    assert answer.scheme.parameters["wage"].value == answer.settings["wage"]
    both = found.plot().figure
    assert both is not None


def test_whole_numbers_stay_whole_and_no_pair_of_the_grid_is_nearer(chances: Scheme, people: Workforce) -> None:
    rules = {"wait": (0, 8), "p": (0.02, 0.12)}
    known = {"advancement_rate": 0.35, "salary_cost_per_head": 48_000}
    found = ls.seek(chances, people, rules, **known, **SHORT)
    (wait,) = {type(answer.settings["wait"]) for answer in found.answers}
    assert wait is int and found.outcome in ("found", "several")
    whole = chances.with_(p=0.08)
    grid = ls.sweep(whole, people, wait=range(9), spare=[5], measures="advancement_rate", **SHORT)
    aim = 0.47
    best = min(abs(point.contrasts["advancement_rate"].level.mean - aim) for point in grid.points)
    reached = ls.seek(whole, people, {"wait": (0, 8), "spare": (0, 9)}, advancement_rate=aim, **SHORT)
    assert abs(reached.answers[0].reached["advancement_rate"].mean - aim) == pytest.approx(best)
    assert reached.inert == ("spare",)


def test_what_is_out_of_reach_names_the_target_and_by_how_much(chances: Scheme, people: Workforce) -> None:
    use("en")
    found = ls.seek(chances, people, BOTH, advancement_rate=0.5, salary_cost_per_head=150_000, **SHORT)
    assert found.outcome == "unreachable"
    assert found.answers[0].settings["wage"] == 9000
    assert found.answers[0].reached["advancement_rate"].mean == pytest.approx(0.5, abs=0.03)
    told = " ".join(found.summary())
    assert "Not reachable together with Chance a month = 2% to 12%, Base = 3,000 to 9,000 CNY" in told
    assert "salary cost per head lies 42,000 below the target of 150,000 CNY a year" in told
    use("zh")
    assert "人均薪酬成本比目标15.00万元/人·年低42,000" in " ".join(found.summary())
    use("en")
    with pytest.raises(ls.LadderError, match="no values meet the targets"):
        found.save("nowhere.yaml")


def test_bounds_leave_alone_what_they_allow(chances: Scheme, people: Workforce) -> None:
    found = ls.seek(chances, people, BOTH, advancement_rate=">= 30%", salary_cost_per_head="<= 70000", **SHORT)
    first = found.answers[0]
    assert first.settings["wage"] == 4000 and first.reached["advancement_rate"].mean >= 0.3 - 0.01
    assert "at least 30.0%" in found.summary()[0] and "at most 70,000" in found.summary()[0]


def test_many_that_fit_lie_far_apart(chances: Scheme, people: Workforce) -> None:
    """One target, two values: a curve of answers."""
    found = ls.seek(chances, people, {"p": (0.02, 0.2), "wait": (0, 8)}, advancement_rate=0.4, **SHORT)
    assert found.outcome == "several" and len(found.answers) >= 2
    for i, one in enumerate(found.answers):
        assert one.reached["advancement_rate"].low <= 0.4 <= one.reached["advancement_rate"].high
        for other in found.answers[:i]:
            far = [
                abs(one.settings["p"] - other.settings["p"]) / 0.18,
                abs(one.settings["wait"] - other.settings["wait"]) / 8,
            ]
            assert max(far) > 0.15
    assert "The targets leave the choice open" in " ".join(found.summary())


def test_what_moves_nothing_is_said(chances: Scheme, people: Workforce) -> None:
    found = ls.seek(chances, people, ["spare", "wait"], salary_cost_per_head=60_000, **SHORT)
    assert found.outcome == "unmoved" and "Nothing that was turned changes any of it" in found.summary()[1]


def test_one_of_each_is_bisected_however_it_is_asked(chances: Scheme, people: Workforce) -> None:
    short = {"months": 6, "replications": 4}
    asked = [ls.seek(chances, people, "p", between=(0.01, 0.1), advancement_rate=0.2, **short),
             ls.seek(chances, people, {"p": (0.01, 0.1)}, advancement_rate=0.2, **short),
             ls.seek(chances, {"p": (0.01, 0.1)}, people, advancement_rate=0.2, **short),
             ls.seek(chances, people, ["p"], between=(0.01, 0.1), advancement_rate=0.2, **short)]  # fmt: skip
    assert all(isinstance(one, ls.Sought) for one in asked)
    assert len({one.to_json() for one in asked}) == 1


def test_every_fault_is_told_before_any_work(chances: Scheme, people: Workforce) -> None:
    with pytest.raises(ls.LadderError) as told:
        ls.seek(chances, people, {"p": (0.2, 0.1), "wait": (0, 99), "fast": None, "wage": 3}, advancement_rate=0.2)
    for part in ("p: 0.2 must lie below 0.1", "wait: must lie between 0 and 8, got 99", "fast is no number",
                 "wage: the range must be two numbers"):  # fmt: skip
        assert part in str(told.value)
    for text, call in {
        "did you mean 'wait'": lambda: ls.seek(chances, people, ["wat", "p"], advancement_rate=0.2),
        "a number, or such as '<= 20%', got '< x'": lambda: ls.seek(chances, people, BOTH, advancement_rate="< x"),
        "give at least one measure": lambda: ls.seek(chances, people, BOTH),
        "between is the range of one parameter": lambda: ls.seek(chances, people, BOTH, between=(0, 1), turnover=0.1),
        "name what to turn with ranges": lambda: ls.seek(chances, people, "p", turnover=0.1, labor_cost=3),
        "the target must be a number, got '<= 3%'": lambda: ls.seek(chances, people, "p", turnover="<= 3%"),
    }.items():
        with pytest.raises(ls.LadderError) as one:
            call()
        assert text in str(one.value)


def test_a_bound_is_read_and_judged() -> None:
    assert (
        read_aim("<= 20%") == Aim(0.2, "<=") and read_aim("20%") == Aim(0.2) and read_aim("≥ 1,000") == Aim(1000, ">=")
    )
    assert read_aim(True) is None and read_aim("x") is None and read_aim(float("inf")) is None
    assert Aim(3, "<=").short(2) == 0 and Aim(3, "<=").short(4) == -1 and Aim(3, ">=").short(2) == 1
    assert Aim(3).short(2) == 1 and np.isnan(Aim(3, "<=").short(float("nan")))
    wide = Interval(4, 2, 6, 9)
    assert Aim(3).holds(wide) and Aim(1, ">=").holds(wide) and not Aim(7, ">=").holds(wide) and not Aim(1).holds(wide)


def test_the_command_and_its_store(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    scheme_of(tmp_path, RULES, "s")
    workforce_of(tmp_path, PEOPLE, "w")
    asked = ["seek", "s.yaml", "--workforce", "w.yaml", "--months", "6", "--replications", "6", "--vary", "p=0.02:0.1",
             "--vary", "wait=0:4", "--target", "advancement_rate=15%", "--target", "salary_cost_per_head<=60000",
             "--store", "kept"]  # fmt: skip
    assert main([*asked, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert next(iter(told.items())) == ("format", 1) and told["targets"]["salary_cost_per_head"]["sign"] == "<="
    monkeypatch.setattr("ladder_sim.experiment.simulation.play_block", lambda task: pytest.fail("played again"))
    assert main([*asked, "--save", "found.yaml", "--picture", "found.png"]) == 0
    out = capsys.readouterr().out
    assert "Played again on fresh seeds" in out and "--set p=" in out
    again = ls.load_scheme("found.yaml")
    assert again.parameters["wait"].value == told["answers"][0]["values"]["wait"]
    assert Path("found.png").stat().st_size > 10_000
    assert main(["--lang", "zh", *asked]) == 0
    assert "换用新的随机种子重做" in capsys.readouterr().out
    use("en")
    for wrong, text in (
        (["seek", "s.yaml", "--target", "turnover=1%"], "name one parameter, or several with --vary"),
        (["seek", "s.yaml", "p", "--vary", "wait", "--target", "turnover=1%"], "name one parameter, or several"),
        (["seek", "s.yaml", "--vary", "p", "--vary", "p", "--target", "turnover=1%"], "--vary: p is given twice"),
        (["seek", "s.yaml", "p", "--target", "turnover=1%", "--target", "turnover=2%"], "turnover is given twice"),
        (["match", "s.yaml", "--target", "turnover=1%", "--target", "turnover=2%"], "turnover is given twice"),
    ):
        assert main(wrong) == 1
        assert text in capsys.readouterr().err
    assert main(["seek", "s.yaml", "--vary", "p=1", "--target", "turnover=1%"]) == 2
    assert "must be two numbers" in capsys.readouterr().err
