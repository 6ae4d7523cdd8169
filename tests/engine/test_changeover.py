"""A scheme that takes over: who comes to which grade and when, and what base pay does, all counted by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import scenes

from ladder_sim.core.arrays import Floats
from ladder_sim.core.problems import LadderError
from ladder_sim.experiment.pairs import check_pair
from ladder_sim.experiment.simulation import simulate
from ladder_sim.results.run import Run
from ladder_sim.scenarios.loading import load_scheme

OLD = """
ladder: {main: {a: {base: 1000}, b: {base: 2000}}, top: {lead: {base: 3000, role: lead, seats: 1}}}
entry: a
reviews: {monthly: {every: month}, yearly: {every: year}}
moves: [{id: up, from: a, to: b, review: yearly, when: months_in_grade >= 12}]
"""
NEW = """
adopted: %s
ladder:
  main: {x: {base: {2027-01: 1200, 2027-09: 1800}}, y: {base: {2027-01: 1500, 2027-09: 2100}}}
  top: {lead: {base: 2700, role: lead, seats: 1}}
entry: x
reviews: {monthly: {every: month}, yearly: {every: year}}
moves: [{id: up, from: x, to: y, review: yearly, when: months_in_grade >= 12}]
"""
PEOPLE = "people: {grades: {a: 3, b: 2, lead: 1}}\nhiring: none\n"
MAPPED = "month: 3, after: old, placement: {a: x, b: y}"


def played(folder: Path, adopted: str, months: int = 12, people: str = PEOPLE) -> Run:
    scenes.scheme_of(folder, OLD, "old")
    new = scenes.scheme_of(folder, NEW % f"{{{adopted}}}", "fresh")
    return simulate(new, scenes.workforce_of(folder, people), months=months, replications=1)


def paid(run: Run, part: str) -> list[float]:
    parts = [name for name, _ in run.axes.parts]
    months: Floats = run.counts.pay[0, :, :, parts.index(part)].sum(axis=1)
    return [round(float(value), 6) for value in months]


def held(run: Run, month: int) -> dict[str, int]:
    there = run.counts.headcount[0, month]
    return {info.id: int(n) for info, n in zip(run.axes.grades, there, strict=True) if n}


def test_without_a_rule_pay_is_that_of_the_new_tables_and_nothing_is_protected(tmp_path: Path) -> None:
    run = played(tmp_path, MAPPED)
    assert [name for name, _ in run.axes.parts] == ["base", "award"]
    # 3 × 1,000 + 2 × 2,000 + 3,000; 3 × 1,200 + 2 × 1,500 + 2,700; from September 3 × 1,800 + 2 × 2,100 + 2,700
    assert paid(run, "base") == [10_000] * 2 + [9_300] * 6 + [12_300] * 4
    assert held(run, 3) == {"x": 3, "y": 2, "lead": 1}


def test_frozen_pay_stays_until_the_tables_have_caught_up(tmp_path: Path) -> None:
    """Two fall from 2,000 to 1,500 until their table is 2,100; one from 3,000 to 2,700 for good. Rises are at once."""
    run = played(tmp_path, f"{MAPPED}, pay: frozen")
    assert paid(run, "base") == [10_000] * 2 + [9_300] * 6 + [12_300] * 4
    assert paid(run, "protection") == [0] * 2 + [1_300] * 6 + [300] * 4


def test_phased_pay_goes_to_the_new_tables_in_equal_steps(tmp_path: Path) -> None:
    """Falls of 1,300 in all over five months, rises of 600 over four: held back are 600, 450, 300, 150."""
    run = played(tmp_path, f"{MAPPED}, pay: {{falls: 5 months, rises: 4 months}}")
    falls, held_back = (1_300, 1_040, 780, 520, 260, 0), (600, 450, 300, 150, 0, 0)
    assert paid(run, "protection") == [0, 0, *np.subtract(falls, held_back), *[0] * 4]
    assert paid(run, "base") == [10_000] * 2 + [9_300] * 6 + [12_300] * 4


def test_protected_pay_rises_with_the_tables(tmp_path: Path) -> None:
    run = played(tmp_path, f"{MAPPED}, pay: protected")
    # 3,600 + 2 × 2,000 + 3,000; in September 5,400 + 2 × 2,000 × 2,100 / 1,500 + 3,000
    assert paid(run, "base") == [10_000] * 2 + [10_600] * 6 + [14_000] * 4
    short = played(tmp_path, "month: 3, after: old, placement: pay protected")
    assert sum(paid(short, "base")[2:]) >= sum(paid(run, "base")[:2]) * 5


def test_a_promotion_goes_past_frozen_pay_and_a_demotion_ends_it(tmp_path: Path) -> None:
    text = (
        NEW % f"{{{MAPPED}, pay: frozen}}"
        + """
  - {id: fast, from: y, to: lead, review: monthly, when: months_in_grade >= 2, seats: unlimited}
  - {id: down, from: lead, to: x, review: monthly, when: months_in_grade >= 4}
"""
    )
    text = text.replace("moves: [{id: up", "moves:\n  - {id: up").replace("months_in_grade >= 12}]", "chance(0)}")
    text = text.replace("2027-09: 1800", "2028-09: 1800").replace("2027-09: 2100", "2028-09: 2100")
    scenes.scheme_of(tmp_path, OLD, "old")
    people = scenes.workforce_of(tmp_path, "people: {grades: {b: 1}}\nhiring: none\n")
    run = simulate(scenes.scheme_of(tmp_path, text, "fresh"), people, months=12, replications=1)
    # 2,000; y at 1,500 and frozen 500 for two months; lead at 2,700, above what is frozen; then x at 1,200 for good
    pay = [base + extra for base, extra in zip(paid(run, "base"), paid(run, "protection"), strict=True)]
    assert pay == [2_000] * 4 + [2_700] * 4 + [1_200] * 4
    assert paid(run, "protection") == [0, 0, 500, 500, *[0] * 8]


def test_waves_pass_when_they_are_said_to(tmp_path: Path) -> None:
    run = played(tmp_path, f"{MAPPED}, waves: [{{month: 4, if: grade == a}}, {{month: 6}}], pay: frozen")
    assert held(run, 3) == {"a": 3, "b": 2, "lead": 1}
    assert held(run, 4) == held(run, 5) == {"new_x": 3, "b": 2, "lead": 1}
    assert held(run, 6) == {"new_x": 3, "new_y": 2, "new_lead": 1}
    assert paid(run, "base")[:8] == [10_000] * 3 + [10_600] * 2 + [9_300] * 3
    assert paid(run, "protection")[:8] == [0] * 5 + [1_300] * 3


def test_own_measures_go_on_while_people_pass_in_waves(tmp_path: Path) -> None:
    """Three come to x in month 4, two to y in month 6; what the old scheme alone states is none of the run's."""
    scenes.scheme_of(tmp_path, OLD + "measures: {old_heads: {value: count(grade == a), unit: people}}\n", "old")
    own = "measures: {in_x: {value: count(grade == x), unit: people}, in_y: {value: share(grade == y), unit: share}}\n"
    waves = f"{{{MAPPED}, waves: [{{month: 4, if: grade == a}}, {{month: 6}}]}}"
    new = scenes.scheme_of(tmp_path, NEW % waves + own, "fresh")
    run = simulate(new, scenes.workforce_of(tmp_path, PEOPLE), months=12, replications=1)
    assert "old_heads" not in run.known
    # no month before the third is measured; then 0 in month 3, and 3 of the six in the nine months from the fourth on
    assert run.counts.own[0, 2:, 0, 0].tolist() == [0] + [3] * 9
    assert run.counts.own[0, 2:, 1, 0].tolist() == [0] * 3 + [2] * 7


def test_who_stays_rises_by_the_old_rules_and_hires_come_under_the_new(tmp_path: Path) -> None:
    """Three reach the twelfth month in grade a at the year's end; who is hired comes to the new entry grade."""
    run = played(tmp_path, f"{MAPPED}, waves: new hires", 14)
    assert held(run, 12) == {"a": 3, "b": 2, "lead": 1} and held(run, 13) == {"b": 5, "lead": 1}
    (tmp_path / "plan.csv").write_text("month,hires\n2,1\n5,2\n", encoding="utf-8")
    grown = played(tmp_path, f"{MAPPED}, waves: new hires", 14, PEOPLE.replace("none", "{plan: plan.csv}"))
    assert {name: held(grown, 13).get(name) for name in ("a", "b", "new_x", "lead")} == {
        "a": 1, "b": 5, "new_x": 2, "lead": 1,
    }  # fmt: skip


def test_new_hires_only_is_the_old_scheme_where_nobody_is_hired(tmp_path: Path) -> None:
    run = played(tmp_path, f"{MAPPED}, waves: new hires", 18)
    old = simulate(load_scheme(tmp_path / "old.yaml"), scenes.workforce_of(tmp_path, PEOPLE), months=18, replications=1)
    ids = [info.id for info in run.axes.grades]
    mine = [ids.index(info.id) for info in old.axes.grades]
    assert np.array_equal(run.counts.headcount[:, :, mine], old.counts.headcount)
    assert np.array_equal(run.counts.pay[:, :, mine][..., :2], old.counts.pay)


def test_a_rule_gives_the_grade_and_pay_may_decide(tmp_path: Path) -> None:
    rule = "month: 3, after: old, placement: {a: x, b: y if months_in_grade >= 3 else x}"
    assert held(played(tmp_path, rule), 3) == {"x": 5, "lead": 1}  # two months only
    # 1,000 lies below every new agent's grade: the lowest; 2,000 reaches y; the only grade of leads
    assert held(played(tmp_path, "month: 3, after: old, placement: by pay"), 3) == {"x": 3, "y": 2, "lead": 1}


def test_posts_that_pass_are_the_same_posts(tmp_path: Path) -> None:
    """One seat of a lead, taken under the old scheme: no second lead comes under the new one beside it."""
    text = (
        NEW % f"{{{MAPPED}, waves: [{{month: 3, if: grade != lead}}]}}"
        + """
  - {id: fast, from: y, to: lead, review: monthly, when: months_in_grade >= 1}
"""
    )
    text = text.replace("moves: [{id: up", "moves:\n  - {id: up").replace("months_in_grade >= 12}]", "chance(0)}")
    scenes.scheme_of(tmp_path, OLD, "old")
    run = simulate(scenes.scheme_of(tmp_path, text, "fresh"), scenes.workforce_of(tmp_path, PEOPLE), months=12,
                   replications=1)  # fmt: skip
    assert held(run, 11) == {"lead": 1, "new_x": 3, "new_y": 2}


@pytest.mark.parametrize(
    ("adopted", "said"),
    [
        ("month: 3, after: old, placement: by grade", "must be keep, 'by pay', 'pay protected' or a mapping"),
        (f"{MAPPED}, pay: soon", "must be at once, protected, frozen or a time such as '12 months', got 'soon'"),
        (f"{MAPPED}, pay: {{rises: frozen}}", "must be at once or a time such as '12 months', got 'frozen'"),
        ("month: 3, after: old, placement: pay protected, pay: frozen", "says of pay what 'pay' says, too"),
        (f"{MAPPED}, waves: later", "must be everybody, 'new hires' or a list of waves, got 'later'"),
        (f"{MAPPED}, waves: [{{month: 2}}]", "must be a whole number from 3 to 1200, got 2"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, adopted: str, said: str) -> None:
    scenes.scheme_of(tmp_path, OLD, "old")
    with pytest.raises(LadderError) as caught:
        scenes.scheme_of(tmp_path, NEW % f"{{{adopted}}}", "fresh")
    assert said in str(caught.value) and "fresh.yaml:3:" in str(caught.value)


@pytest.mark.parametrize(
    ("adopted", "said"),
    [
        (f"{MAPPED}, waves: [{{month: 4, if: departmnt == sales}}]", "adopted.waves[0].if: unknown name 'departmnt'"),
        ("month: 3, after: old, placement: {a: x, b: y if kpj > 3 else x}", "adopted.placement.b: unknown name 'kpj'"),
    ],
)  # fmt: skip
def test_a_rule_of_passing_that_reads_what_is_not_there_is_refused(tmp_path: Path, adopted: str, said: str) -> None:
    with pytest.raises(LadderError) as caught:
        played(tmp_path, adopted)
    assert said in str(caught.value) and "fresh.yaml:3:" in str(caught.value)


def test_what_two_schemes_cannot_both_say_is_refused_where_they_hold_together(tmp_path: Path) -> None:
    scenes.scheme_of(tmp_path, OLD + "year_starts: april\ntables: {follow: floor}\n", "old")
    with pytest.raises(LadderError) as caught:
        scenes.scheme_of(tmp_path, NEW % f"{{{MAPPED}, waves: new hires}}", "fresh")
    assert "year_starts" in str(caught.value) and "tables" in str(caught.value)
    scenes.scheme_of(tmp_path, NEW % f"{{{MAPPED}}}", "fresh")  # one after the other they may


def test_frozen_pay_does_not_go_with_tables_that_are_paid_later(tmp_path: Path) -> None:
    from ladder_sim.core.problems import Problems

    scenes.scheme_of(tmp_path, OLD, "old")
    text = (NEW % f"{{{MAPPED}, pay: frozen}}").replace("2027-09: 1800", "2027-09: {value: 1800, paid_from: 2027-11}")
    new, problems = scenes.scheme_of(tmp_path, text, "fresh"), Problems()
    check_pair(new, scenes.workforce_of(tmp_path, PEOPLE), problems)
    assert "does not go with tables that are paid later than they hold" in str(problems.errors)
