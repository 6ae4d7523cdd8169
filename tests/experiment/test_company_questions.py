"""What is asked of a company and its alternatives once they are played: expectations, why, fairly, which, and kept."""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np
import pytest
from scenes import bits

import ladder_sim as ls
from ladder_sim.core.problems import LadderError
from ladder_sim.doubt.gathered import assumed
from ladder_sim.doubt.plays import Plays
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.expectations import Expectations

STUDY = """
study: asked
departments:
  sales: {scheme: ecommerce-dual-track, workforce: small-department-30}
  service: {scheme: fabric-star-pay, workforce: small-department-30}
transfers: [{id: back, from: service.star_1, to: sales.specialist, review: {every: 3 months}, order: kpi, seats: 2}]
alternatives:
  closed: {transfers: [{id: back, remove: true}]}
  both: {transfers: [{id: back, remove: true}], departments: {sales: {set: {excellent: 95}}}}
months: 6
replications: 3
"""


@functools.cache
def compared() -> Comparison:
    return ls.compare(ls.load_study(STUDY))


def judged(expectations: str) -> dict[str, list[str]]:
    """The fates of expectations under every alternative."""
    made = ls.compare(ls.load_study(f"{STUDY}expectations: [{expectations}]"), replications=2).explained["expectations"]
    assert isinstance(made, Expectations)
    return {
        str(one.expectation.title): [two.fate for two in made.judged if two.expectation is one.expectation]
        for one in made.judged
    }


def test_expectations_of_departments_and_of_the_company() -> None:
    # the seats of the transfer are taken as often as they are offered; hires keep both headcounts
    fates = judged(
        "{title: sixty, expect: headcount == headcount(sales) + headcount(service), always: true},"
        "{title: few, expect: transfers_in(sales) == 0},"
        "{title: none, expect: headcount(service) >= 30, months: 6, when: {service: {hiring: none}}},"
        "{title: other, expect: headcount(sales) >= 20, months: 6, when: {service: {hiring: none}}}"
    )
    assert fates["sixty"] == ["kept"] * 3 and fates["few"] == ["broken", "kept", "kept"]
    assert fates["none"] == ["broken"] * 3 and fates["other"] == ["kept"] * 3


def test_a_counter_example_is_somebody_of_the_department() -> None:
    text = f"{STUDY}expectations: [{{expect: headcount(service_star_1) < 0}}]"
    made = ls.compare(ls.load_study(text), replications=2)
    example = made.explained["expectations"].judged[0].example
    assert example.grade == "service_star_1" and example.person is not None


@pytest.mark.parametrize(
    ("expectation", "said"),
    [
        ("{expect: turnover(sails) < 1}", "'sails' is no department; .*turnover(.)sales(.); did you mean 'sales'"),
        ("{expect: turnovr(sales) < 1}", "'turnovr' is no measure; .*did you mean 'turnover'"),
        ("{expect: headcount(sails) > 1}", "did you mean 'sales'"),
        ("{expect: turnover < 1, when: {hiring: none}}", "'hiring' is no department; in a company it says"),
        ("{expect: turnover < 1, when: {sales: none}}", "sales: must say what differs"),
    ],
)
def test_what_an_expectation_of_a_company_cannot_name(expectation: str, said: str) -> None:
    with pytest.raises(LadderError, match=said):
        ls.compare(ls.load_study(f"{STUDY}expectations: [{expectation}]"), months=6)


def test_a_department_is_nobody_elses(tmp_path: Path) -> None:
    with pytest.raises(LadderError, match="cannot stand in an expectation"):
        ls.compare(ls.load_study({"study": "one", "workforce": "small-department-30", "expectations": [
            {"expect": "turnover(sales) < 1"}], "schemes": ["ecommerce-dual-track", "fabric-star-pay"]}))  # fmt: skip


def test_why_tells_departments_and_transfers_apart() -> None:
    found = compared().why("transfer_rate")
    closed, both = (
        next(one for one in found.splits if one.scheme == name and one.question == "consequences")
        for name in ("closed", "both")
    )
    assert [bar.part.id for bar in closed.bars if not bar.equal] == ["transfers"]
    assert np.isclose(closed.bar("transfers").range.mean, closed.total.mean)
    parts = {bar.part.id for bar in both.bars if not bar.equal}
    assert "transfers" in parts and any(part.startswith("sales.") for part in parts)
    assert np.isclose(sum(bar.range.mean for bar in both.bars), both.total.mean)
    assert {str(bar.part.title) for bar in both.bars if bar.equal} == {"service"}
    direct = next(one for one in found.splits if one.question == "direct")
    assert "no direct split" in str(direct.missing)


@pytest.mark.slow
def test_at_the_pay_and_at_the_budget_of_now() -> None:
    paid = compared().at_equal("pay")
    # the alternatives differ in no pay: at equal pay they are as they were
    assert np.array_equal(paid.after["closed"].values("turnover"), compared()["closed"].values("turnover"))
    budget = compared().at_equal("budget", {"closed": "pay", "both": "sales_excellent"})
    assert set(budget.levers) == {"closed", "both"} and abs(budget.levers["closed"].cost) <= 0.001
    with pytest.raises(LadderError, match="no such parameter with a range"):
        compared().at_equal("budget", "sales_excelent")


@pytest.mark.slow
def test_chosen_and_on_the_frontier() -> None:
    found = compared().choose("turnover", matters=0.9, most=30)
    assert found.outcome == "alike" and {one.scheme for one in found.contenders} == {"now", "closed", "both"}
    assert len(compared().frontier(["turnover", "labor_cost"]).points) == 3
    study = ls.load_study(STUDY)
    assert ls.choose(study, measure="turnover", matters=0.9, most=10, months=3).outcome in ("alike", "undecided")
    assert len(ls.frontier(study, months=3, replications=2).points) == 3
    with pytest.raises(LadderError, match="own people"):
        ls.choose(study, "service-center-200", "turnover", matters=0.9)


def test_finished_work_is_taken_up_again(tmp_path: Path) -> None:
    whole = compared()
    study, calls = ls.load_study(STUDY), list[int]()

    def stop(done: int, total: int) -> None:
        calls.append(done)
        if done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ls.compare(study, replications=2, store=tmp_path, progress=stop)
    kept = sorted(path.name for path in tmp_path.iterdir())
    again = ls.compare(study, store=tmp_path)
    for name in whole.schemes:
        assert bits(again[name]) == bits(whole[name])
        assert bits(again[name].departments["sales"]) == bits(whole[name].departments["sales"])
    grown = sorted(path.name for path in tmp_path.iterdir())
    assert kept and set(kept) < set(grown), "what was finished is kept, the third replication is played"
    before = [path.stat().st_mtime_ns for path in sorted(tmp_path.iterdir())]
    ls.compare(study, store=tmp_path)
    assert [path.stat().st_mtime_ns for path in sorted(tmp_path.iterdir())] == before
    # a department alone, or in another company, is another work
    one = study.companies[0].department("sales")
    ls.simulate(one.scheme, one.workforce, months=6, replications=3, store=tmp_path)
    assert len(list(tmp_path.iterdir())) > len(grown)


def test_a_piece_that_was_changed_is_played_again(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    study = ls.load_study(STUDY)
    ls.compare(study, store=tmp_path)
    for path in sorted(tmp_path.iterdir())[:2]:
        path.write_bytes(path.read_bytes()[:-50])
    again = ls.compare(study, store=tmp_path)
    assert all(bits(again[name]) == bits(compared()[name]) for name in again.schemes)


def test_assumptions_are_those_of_departments_and_what_they_share_is_one() -> None:
    found = assumed(compared())
    by_key = {one.key: one for one in found.moved}
    mine, theirs = by_key["sales:excellent"], by_key["both:sales:excellent"]
    assert (mine.value, mine.schemes, mine.departments) == (90, ("now", "closed"), ("sales",))
    assert (theirs.value, theirs.schemes) == (95, ("both",)), "an alternative that sets a value assumes its own"
    shared = by_key["people:attrition.effects.pay_gap"]
    assert shared.departments == ("sales", "service") and not shared.schemes
    assert found.whose(shared) == "workforce, all departments" and found.whose(mine) == "sales: Status quo, closed"
    # what no department shares with the other keeps its department before it
    other = ls.load_study(STUDY.replace("small-department-30}\ntr", "sales-department-60}\ntr"))
    ranges = assumed(ls.compare(other, months=1, replications=1)).moved
    kpi = {one.departments for one in ranges if one.address == "attrition.effects.pay_gap"}
    assert kpi in ({("sales",), ("service",)}, {("sales", "service")})


def test_a_world_of_a_company_is_the_company_with_these_values() -> None:
    made = compared()
    found = assumed(made)
    plays = Plays(made, found.moved, ("turnover", "salary_cost"), 3)
    world = {"service:meal_pay": 450.0}
    plays.play([("now", {}), ("now", world), ("both", world)])
    assert np.array_equal(plays.values("now", {}, "salary_cost"), made["now"].values("salary_cost"))
    dearer = ls.load_study(
        STUDY.replace("months: 6", "  meals: {departments: {service: {set: {meal_pay: 450}}}}\nmonths: 6")
    )
    asked = ls.compare(dearer)
    for name in ("turnover", "salary_cost"):
        assert np.array_equal(plays.values("now", world, name), asked["meals"].values(name))
    assert (plays.values("now", world, "salary_cost") > plays.values("now", {}, "salary_cost")).all()


def test_how_sure_a_company_is(tmp_path: Path) -> None:
    made = ls.compare(ls.load_study(STUDY), months=3, replications=2)
    worlds = made.worlds("turnover", 2, targets={"turnover": "<= 60%"}, store=tmp_path)
    assert worlds.sets == 2 and worlds.played.all() and set(worlds.comparison.schemes) == {"now", "closed", "both"}
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    again = made.worlds("turnover", 2, targets={"turnover": "<= 60%"}, store=tmp_path)
    assert before == {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}, "worlds are taken from the store"
    for key, values in worlds.values.items():
        assert np.array_equal(values, again.values[key], equal_nan=True)


@pytest.mark.slow
def test_tornado_and_screening_of_a_company() -> None:
    made = ls.compare(ls.load_study(STUDY), months=2, replications=2)
    assert {bar.assumption.key for bar in made.tornado("turnover", flips=False).cases[0].bars} >= {"sales:excellent"}
    assert "service:meal_pay" in made.morris("turnover", trajectories=2).index


def test_a_bias_is_planted_where_there_is_the_group() -> None:
    found = compared().planted_bias("female", -3.0)
    for name, run in found.runs.items():
        was = compared()[name]
        assert list(run.departments) == ["sales", "service"]
        for one in run.departments:
            assert (run.departments[one].values("kpi") < was.departments[one].values("kpi")).all()
    with pytest.raises(LadderError, match=r"which group is 'women'\?; there are"):
        compared().planted_bias("women")
    with pytest.raises(LadderError, match="metric 'kpy' is none that is drawn by a normal distribution; did you mean"):
        compared().planted_bias("female", metric="kpy")


def test_departments_are_crossed_with_groups() -> None:
    made = ls.compare(ls.load_study(STUDY), events=True)
    found = made.crossed(["department", "gender"]).table()
    assert set(found.index.get_level_values("department")) == {"sales", "service"}
    people = found.loc["now"].groupby("department")["people"].sum()
    for name, run in made["now"].departments.items():
        assert people[name] == pytest.approx(run.counts.headcount[:, 1:].sum(axis=2).mean())
    # runs without events are played once more with them
    assert compared().crossed(["department", "gender"]).table().equals(found)


SCARCE = """
scheme: scarce
ladder: {service: {junior: {base: 4000}, senior: {base: 4800, seats: 4}}}
entry: junior
placement: {agent: junior}
reviews: {half: {every: half-year}}
moves: [{id: up, from: junior, to: senior, review: half, order: kpi}]
"""


def test_lots_are_drawn_in_every_department(tmp_path: Path) -> None:
    (tmp_path / "scarce.yaml").write_text(SCARCE, encoding="utf-8")
    scheme = str(tmp_path / "scarce.yaml")
    text = STUDY.replace("fabric-star-pay", scheme).replace("ecommerce-dual-track", scheme)
    text = text.replace("service.star_1", "service.junior").replace("sales.specialist", "sales.junior")
    made = ls.compare(ls.load_study(text[: text.index("  both:")] + "months: 7\nreplications: 3"))
    found = made.chosen()
    for name, lots in found.by_lot.items():
        was = made[name]
        for one, drawn in lots.departments.items():
            # as many are promoted as there are seats, and others of them
            assert np.array_equal(
                drawn.counts.moves.sum(axis=(1, 2)), was.departments[one].counts.moves.sum(axis=(1, 2))
            )
        assert lots.interval("chosen_kpi").mean < was.interval("chosen_kpi").mean
    assert found.competes("now") and "by lot" in found.summary()[0]
