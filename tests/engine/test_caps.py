"""Caps over several grades: nested ones, who takes of them, and what a record says of them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import scenes

import ladder_sim as ls
from ladder_sim.core.problems import LadderError
from ladder_sim.plan.company import in_company

NESTED = """
ladder:
  staff: {g5: {base: 4000}, g6: {base: 5000}, g7: {base: 6000, seats: 1 per 3 upper}}
entry: g5
placement: {agent: g5}
caps: {upper: {title: {en: Upper grades, zh: 高级职数}, over: g6..g7, seats: 20% of headcount}}
reviews: {half: {every: half-year}}
moves:
  - {id: to_6, from: g5, to: g6, review: half, order: kpi}
  - {id: to_7, from: g6, to: g7, review: half, order: kpi}
"""
PEOPLE = {
    "workforce": "w", "start": "2027-01", "people": {"headcount": 60, "roles": {"agent": 1}},
    "metrics": {"kpi": {"normal": {"mean": 70, "between": 10, "within": 3}}}, "hiring": {"keep": "headcount"},
    "attrition": {"hazard": 0.01},
}  # fmt: skip


def test_a_fifth_in_the_upper_grades_and_of_these_a_third_in_the_highest(tmp_path: Path) -> None:
    people = ls.load_workforce({**PEOPLE, "attrition": {"hazard": 0.0}})
    run = ls.simulate(scenes.scheme_of(tmp_path, NESTED), people, months=20, replications=2)
    heads = run.counts.headcount[:, 1:].astype(int)
    upper, seven = heads[:, :, 1] + heads[:, :, 2], heads[:, :, 2]
    # filled in June, when all 60 are there; in force from July (month 7); of 12 in the upper grades 4 in the highest
    assert (upper[:, 6] == 12).all() and upper.max() == 12 and (upper[:, 5] == 0).all()
    assert (seven[:, 11] == 0).all() and (seven[:, 12] == 4).all() and (upper[:, 12] == 12).all()
    run = ls.simulate(scenes.scheme_of(tmp_path, NESTED), ls.load_workforce(PEOPLE), months=36, replications=4)
    heads = run.counts.headcount[:, 1:].astype(int)
    assert (heads[:, :, 1] + heads[:, :, 2]).max() <= 12 and heads[:, :, 2].max() == 4


def test_a_move_within_a_cap_takes_none_of_it_and_one_past_it_both(tmp_path: Path) -> None:
    """Straight from 5 to 7 a person needs room in the cap and a seat of grade 7."""
    text = NESTED.replace("seats: 1 per 3 upper", "seats: 5").replace("20% of headcount", "3")
    text += "  - {id: straight, from: g5, to: g7, review: half, order: kpi, when: [kpi >= 0]}\n"
    run = ls.simulate(scenes.scheme_of(tmp_path, text), ls.load_workforce(PEOPLE), months=30, replications=3)
    heads = run.counts.headcount[:, 1:].astype(int)
    assert (heads[:, :, 1] + heads[:, :, 2]).max() == 3
    assert heads[:, :, 2].max() == 3, "who is in the upper grades goes on within them"


def test_cases_under_way_hold_their_room(tmp_path: Path) -> None:
    text = NESTED.replace(
        "review: half, order: kpi}\n  - {id: to_7", "review: quarter, order: kpi, after: 8}\n  - {id: to_7"
    )
    text = text.replace("{half: {every: half-year}}", "{half: {every: half-year}, quarter: {every: quarter}}")
    run = ls.simulate(scenes.scheme_of(tmp_path, text), ls.load_workforce(PEOPLE), months=24, replications=3)
    heads = run.counts.headcount[:, 1:].astype(int)
    assert 9 <= (heads[:, :, 1] + heads[:, :, 2]).max() <= 12


def trace(folder: Path, open_: float) -> list[tuple[str, str, int]]:
    rows = [{"person": name, "month": month, "kpi": kpi, "grade": grade, "open:upper": open_, "open:g7": 2}
            for name, kpi, grade in (("a", 90, "g5"), ("b", 80, "g5"), ("c", 70, "g6"))
            for month in range(1, 8)]  # fmt: skip
    told = ls.trace(scenes.scheme_of(folder, NESTED), pd.DataFrame(rows))
    return [(row.person, row.event, row.month) for row in told.itertuples() if row.event in ("promotion", "no seat")]


def test_a_record_says_how_much_room_there_is(tmp_path: Path) -> None:
    told = trace(tmp_path, 1)
    assert ("a", "promotion", 7) in told and ("c", "promotion", 7) in told and ("b", "promotion", 7) not in told
    assert ("b", "promotion", 7) in trace(tmp_path, 2) and ("a", "promotion", 7) not in trace(tmp_path, 0)


def test_card_difference_company_and_parts(tmp_path: Path) -> None:
    scheme = scenes.scheme_of(tmp_path, NESTED)
    card = str(ls.describe(scheme))
    assert "Caps over several grades" in card and "20% of headcount" in card
    other = scenes.scheme_of(tmp_path, NESTED.replace("20% of headcount", "25% of headcount"))
    assert any("upper" in line and "0.25" in line for line in ls.diff(scheme, other))
    made = ls.compare([scheme, ls.load_scheme(other.to_dict() | {"scheme": "wider"})], ls.load_workforce(PEOPLE),
                      months=12, replications=2)  # fmt: skip
    bars = made.why("promotion_rate").splits[0].bars
    assert [bar.part.id for bar in bars if not bar.equal] == ["seats"]


@pytest.mark.parametrize(
    ("cap", "said"),
    [
        ("{over: g8, seats: 3}", "caps.u.over.*'g8'"),
        ("{over: g6, seats: shared with g7}", "a cap is a number, a share or a ratio"),
        ("{over: g6, seats: 20% of upperr}", "did you mean 'upper'"),
        ("{over: g6}", "caps.u.*seats"),
        ("{over: g6, seats: 3, most: 4}", "unknown key"),
    ],
)
def test_faults_are_told(tmp_path: Path, cap: str, said: str) -> None:
    with pytest.raises(LadderError, match=said):
        scenes.scheme_of(tmp_path, NESTED.replace("caps: {", f"caps: {{u: {cap}, "))


def test_a_company_has_the_caps_of_its_departments(tmp_path: Path) -> None:
    scenes.scheme_of(tmp_path, NESTED)
    (path,) = tmp_path.glob("*.yaml")
    study = ls.load_study({"study": "c", "months": 2, "replications": 1, "departments": {
        name: {"scheme": str(path), "workforce": "small-department-30"} for name in ("a", "b")}})  # fmt: skip
    company = study.companies[0]
    (cap,) = in_company(company, company.departments[0]).caps
    assert (cap.id, cap.grades) == ("a_upper", ("a_g6", "a_g7"))
    grade = next(one for one in in_company(company, company.departments[0]).grades if one.id == "a_g7")
    assert grade.seats is not None and grade.seats.of == "a_upper"
