"""Budgets of reviews, to the cent: raises cut in proportion, promotions until a budget is spent."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scenes

import ladder_sim as ls
from ladder_sim.core.problems import LadderError
from ladder_sim.experiment.simulation import simulate
from ladder_sim.scenarios.loading import check_file

SCHEME = """
ladder:
  main:
    a: {{base: 4000, role: agent}}
    b: {{base: 5000, role: agent}}
entry: a
reviews:
  merit: {{every: year, month: 3{budget}{effective}}}
moves:
  - {{id: up, from: a, to: b, review: merit, when: ["kpi >= 90"], order: kpi}}
  - {{id: raise, from: any, to: same, review: merit, order: kpi, when: ["kpi < 90"],
     pay: {{raise: "base * band(kpi, {{0: 0, 60: 0.03, 70: 0.05}})"}}}}
"""


def based(
    folder: Path, people: dict[str, tuple[float, float]], budget: str, effective: str = "",
    departments: dict[str, str] | None = None,
) -> dict[str, float]:  # fmt: skip
    """Base pay in the month after the review (or at its date), by person; people: KPI and base."""
    text = SCHEME.format(budget=budget, effective=effective)
    if departments:
        text += "attributes: {department: {shares: {sales: 0.5, service: 0.5}}}\n"
    scheme = scenes.scheme_of(folder, text)
    months = 8 if effective else 4
    rows = [
        {
            "person": name,
            "month": month,
            "kpi": kpi,
            "base": base,
            "grade": "a",
            **({"department": departments[name]} if departments else {}),
        }
        for name, (kpi, base) in people.items()
        for month in range(1, months + 1)
    ]
    told = ls.trace(scheme, pd.DataFrame(rows))
    paid = told[told.event == "pay"].groupby("person", observed=True).reason.last()
    return {name: round(float(str(reason).split()[1]), 6) for name, reason in paid.items()}


PEOPLE = {"x": (80, 4000.0), "y": (75, 5000.0), "z": (65, 6000.0)}


def test_raises_without_a_budget(tmp_path: Path) -> None:
    assert based(tmp_path, PEOPLE, "") == {"x": 4200, "y": 5250, "z": 6180}


def test_wishes_of_five_per_cent_on_three(tmp_path: Path) -> None:
    """Everybody would have 5 %; the budget is 3 % of base, so each has 3 %: ×0.6."""
    people = {name: (80, base) for name, (_, base) in PEOPLE.items()}
    budget = ", budget: 3% of base, share_out: in proportion"
    assert based(tmp_path, people, budget) == {"x": 4120, "y": 5150, "z": 6180}


def test_a_matrix_is_cut_by_one_factor(tmp_path: Path) -> None:
    """Wishes of 200, 250 and 180 = 630; 2 % of 15,000 = 300: each × 300 / 630."""
    found = based(tmp_path, PEOPLE, ", budget: 2% of base, share_out: in proportion")
    factor = 300 / 630
    assert found == pytest.approx({"x": 4000 + 200 * factor, "y": 5000 + 250 * factor, "z": 6000 + 180 * factor})
    assert sum(found.values()) == pytest.approx(15000 * 1.02)


def test_a_budget_that_is_enough_changes_nothing(tmp_path: Path) -> None:
    assert based(tmp_path, PEOPLE, ", budget: 10% of base, share_out: in proportion") == based(tmp_path, PEOPLE, "")


def test_best_first_until_the_next_does_not_fit(tmp_path: Path) -> None:
    """450 a month: 200 for x, 250 for y, nothing for z; with 400 y does not fit, and z does not go before y."""
    assert based(tmp_path, PEOPLE, ", budget: 450 a month") == {"x": 4200, "y": 5250, "z": 6000}
    assert based(tmp_path, PEOPLE, ", budget: 400 a month, share_out: best first") == {"x": 4200, "y": 5000, "z": 6000}


def test_promotions_and_raises_share_one_budget(tmp_path: Path) -> None:
    """A promotion costs 1,000; raises come after it. With 900 it does not fit, and ends the round."""
    people = {**PEOPLE, "p": (95, 4000.0)}
    assert based(tmp_path, people, ", budget: 1200 a month") == {"p": 5000, "x": 4200, "y": 5000, "z": 6000}
    assert based(tmp_path, people, ", budget: 900 a month") == {"p": 4000, "x": 4000, "y": 5000, "z": 6000}


TWO = {"x": (80, 4000.0), "y": (75, 5000.0), "w": (81, 6000.0), "z": (65, 6000.0)}
WHERE = {"x": "sales", "y": "sales", "w": "service", "z": "service"}


def test_a_group_that_is_none_is_told(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    text = SCHEME.format(budget=", budget: 3% of base by departmant", effective="")
    path.write_text(f"scheme: s\n{text}", encoding="utf-8")
    (fault,) = [str(problem) for problem in check_file(path).errors]
    assert "reviews.merit.budget: the group of 'by' is one of role, team, grade" in fault and "departmant" in fault


@pytest.mark.parametrize("budget", ["3% of base by department", "630 a month by department"])
def test_each_department_has_a_budget_of_its_own(tmp_path: Path, budget: str) -> None:
    """Sales has 270 for wishes of 450 (× 0.6), service 360 for wishes of 480 (× 0.75); of 630, 270 and 360 by base."""
    shared = f", budget: {budget}, share_out: in proportion"
    found = based(tmp_path, TWO, shared, departments=WHERE)
    assert found == {"x": 4120, "y": 5150, "w": 6225, "z": 6135}
    found = based(tmp_path, TWO, f", budget: {budget}", departments=WHERE)  # 250 and 180 do not fit behind the first
    assert found == {"x": 4200, "y": 5000, "w": 6300, "z": 6000}


def test_all_together_a_budget_goes_to_the_best_of_any_department(tmp_path: Path) -> None:
    """3 % of 21,000 are 630: 300 for w, 200 for x; 250 for y does not fit."""
    assert based(tmp_path, TWO, ", budget: 3% of base", departments=WHERE) == {
        "x": 4200,
        "y": 5000,
        "w": 6300,
        "z": 6000,
    }


def test_what_is_decided_is_paid_whenever_it_takes_effect(tmp_path: Path) -> None:
    found = based(tmp_path, PEOPLE, ", budget: 2% of base, share_out: in proportion", ", effective: 7")
    assert sum(found.values()) == pytest.approx(15300)


def test_the_ledger_says_that_the_budget_is_spent(tmp_path: Path) -> None:
    """Twelve people, 200 each, 1,000 a month: so five in each replication."""
    text = SCHEME.format(budget=", budget: 1000 a month", effective="").replace("kpi < 90", "true")
    text = text.replace('["kpi >= 90"]', '["false"]').replace("{0: 0, 60: 0.03, 70: 0.05}", "{-1000: 0.05}")
    workforce = scenes.workforce_of(
        tmp_path, "people: {grades: {a: 12}}\nhiring: none\nmetrics: {kpi: {normal: {mean: 80, within: 9}}}\n"
    )
    run = simulate(scenes.scheme_of(tmp_path, text), workforce, months=5, replications=3, seed=1)
    assert outcome(run, "raise") == {3: {"budget spent": 21, "moved": 15}}
    assert (run.counts.pay[:, 3, :, 0].sum(axis=1) == 12 * 4000 + 1000).all()


def outcome(run: ls.Run, move: str) -> dict[int, dict[str, int]]:
    return scenes.outcomes(run, move)


def test_a_review_without_a_budget_has_no_such_outcome(tmp_path: Path) -> None:
    scheme = scenes.scheme_of(tmp_path, SCHEME.format(budget="", effective=""))
    workforce = scenes.workforce_of(tmp_path, "people: {grades: {a: 3}}\nhiring: none\nmetrics: {kpi: {value: 80}}\n")
    run = simulate(scheme, workforce, months=4, replications=1, seed=1)
    assert all("budget spent" not in info.reason_ids for info in run.axes.moves)
    assert np.isfinite(run.counts.pay).all()


@pytest.mark.parametrize(
    ("budget", "says"),
    [
        (", budget: 3 percent", "'60000 in awards' or '3% of base by department', got '3 percent'"),
        (", share_out: best first", "'share_out' goes with a budget"),
        (", budget: base a month", "base"),
        (", budget: 120% of base", "must lie between 0% and 100%, got 120%"),
        (", budget: 3% of base, share_out: by lot", "share_out"),
    ],
)
def test_faults_are_told(tmp_path: Path, budget: str, says: str) -> None:
    with pytest.raises(LadderError) as error:
        scenes.scheme_of(tmp_path, SCHEME.format(budget=budget, effective=""))
    assert says in str(error.value)


def test_the_card_tells_whose_budget_it_is(tmp_path: Path) -> None:
    text = SCHEME.format(budget=", budget: 3% of base by grade", effective="")
    assert "raises of 3% of all base pay in each grade" in str(ls.describe(scenes.scheme_of(tmp_path, text)))


def test_the_card_tells_it(tmp_path: Path) -> None:
    card = str(ls.describe(scenes.scheme_of(tmp_path, SCHEME.format(budget=", budget: 3% of base", effective=""))))
    assert "raises of 3% of all base pay in all, best first until it is spent" in card


AWARDS = """
ladder: {{main: {{a: {{base: 4000, role: agent}}, b: {{base: 5000, role: agent}}}}}}
entry: a
reviews: {{yearly: {{every: year, month: 3{budget}}}}}
moves:
  - {{id: up, from: a, to: b, review: yearly, when: ["kpi >= 90"], order: kpi, award: 1000}}
  - {{id: prize, from: any, to: same, pay: keep, review: yearly, order: kpi, when: ["kpi < 90"],
     award: "base * band(kpi, {{0: 0, 60: 0.1, 70: 0.2}})"}}
  - {{id: thanks, from: any, to: same, pay: keep, review: yearly, beside: [prize]}}
"""


def awarded(folder: Path, people: dict[str, tuple[float, float]], budget: str) -> dict[str, float]:
    """What each is paid once in the month after the review; people: KPI and base."""
    scheme = scenes.scheme_of(folder, AWARDS.format(budget=budget))
    rows = [{"person": name, "month": month, "kpi": kpi, "base": base, "grade": "a"}
            for name, (kpi, base) in people.items() for month in range(1, 5)]  # fmt: skip
    told = ls.trace(scheme, pd.DataFrame(rows))
    awards = told[told.event == "award"]
    return {str(row.person): round(float(str(row.reason).replace(",", "")), 2) for row in awards.itertuples()}


def test_awards_share_a_pool(tmp_path: Path) -> None:
    """1,000 for p; 800, 1,000 and 600 for x, y and z: 3,400 in all. Of a pool of 1,700 each has half."""
    people = {**PEOPLE, "p": (95, 4000.0)}
    assert awarded(tmp_path, people, "") == {"p": 1000, "x": 800, "y": 1000, "z": 600}
    shared = ", share_out: in proportion"
    assert awarded(tmp_path, people, f", budget: 1700 in awards{shared}") == {"p": 500, "x": 400, "y": 500, "z": 300}
    # 10 % of 19,000 a month are 1,900 of 3,400
    found = awarded(tmp_path, people, f", budget: 10% of base in awards{shared}")
    assert found == pytest.approx({"p": 558.82, "x": 447.06, "y": 558.82, "z": 335.29}, abs=0.005)


def test_awards_stop_at_the_pool_and_a_move_without_one_does_not(tmp_path: Path) -> None:
    """2,000: p, x, and y does not fit; z does not go before y. Thanks without an award are for everybody."""
    people = {**PEOPLE, "p": (95, 4000.0)}
    assert awarded(tmp_path, people, ", budget: 2000 in awards") == {"p": 1000, "x": 800}
    scheme = scenes.scheme_of(tmp_path, AWARDS.format(budget=", budget: 2000 in awards"))
    rows = [{"person": name, "month": month, "kpi": kpi, "base": base, "grade": "a"}
            for name, (kpi, base) in people.items() for month in range(1, 5)]  # fmt: skip
    told = ls.trace(scheme, pd.DataFrame(rows))
    assert set(told[(told.move == "thanks") & (told.event == "regrade")].person) == {"x", "y", "z"}
    stopped = told[(told.event == "reviewed") & (told.move == "prize") & (told.person.isin(["y", "z"]))]
    assert all("budget spent" in reason for reason in stopped.reason)
    assert "awards of 2,000 in all, best first until it is spent" in str(ls.describe(scheme))


QUARTERLY = """
ladder: {main: {a: {base: 4000, role: agent}}}
entry: a
attributes: {department: {shares: {sales: 0.5, service: 0.5}}}
reviews: {merit: {every: quarter, budget: BUDGET}}
moves:
  - {id: raise, from: any, to: same, review: merit, order: kpi, when: ["kpi >= 60"], pay: {raise: 200}}
"""


def raised(
    folder: Path, budget: str, kpi: dict[str, list[float]], departments: dict[str, str] | None = None
) -> dict[str, list[float]]:
    """The raise of each in every quarter; kpi: of the quarters' last months."""
    scheme = scenes.scheme_of(folder, QUARTERLY.replace("BUDGET", budget))
    months = range(1, 3 * len(next(iter(kpi.values()))) + 2)
    rows = [{"person": name, "month": month, "kpi": values[min((month - 1) // 3, len(values) - 1)], "base": 4000.0,
             "grade": "a", "department": (departments or {}).get(name, "sales")}
            for name, values in kpi.items() for month in months]  # fmt: skip
    told = ls.trace(scheme, pd.DataFrame(rows))
    made = {}
    for name, values in kpi.items():
        paid = told[(told.event == "pay") & (told.person == name)]
        base = {month: float(str(reason).split()[1]) for month, reason in zip(paid.month, paid.reason, strict=True)}
        at = [max(month for month in base if month <= 3 * quarter + 1) for quarter in range(len(values) + 1)]
        made[name] = [base[after] - base[before] for before, after in pairwise(at)]
    return made


def test_what_is_not_spent_is_there_the_next_time(tmp_path: Path) -> None:
    """400 a quarter: two raises of 200. Nobody is good enough in the first, so 800 are there in the second."""
    kpi = {"a": [50, 90, 90], "b": [50, 80, 80], "c": [50, 70, 70], "d": [50, 65, 65], "e": [50, 60, 60]}
    none = {"a": [0, 200, 200], "b": [0, 200, 200], "c": [0, 0, 0], "d": [0, 0, 0]}
    over = {"a": [0, 200, 200], "b": [0, 200, 200], "c": [0, 200, 0], "d": [0, 200, 0]}
    for unspent, expected in (("lapses", none), ("carried over", over), ("carried over once", over)):
        found = raised(tmp_path, f"400 a month, unspent: {unspent}", kpi)
        assert {name: found[name] for name in expected} == expected


def test_what_is_carried_over_once_lapses_the_time_after(tmp_path: Path) -> None:
    """Two quarters without a raise: 1,200 are there in the third, of which 800 where each goes over once."""
    kpi = {name: [50, 50, 90] for name in "abcdefg"}
    for unspent, raises in (("lapses", 2), ("carried over", 6), ("carried over once", 4)):
        found = raised(tmp_path, f"400 a month, unspent: {unspent}", kpi)
        assert sum(quarters[2] for quarters in found.values()) == 200 * raises


def test_what_came_over_is_spent_first(tmp_path: Path) -> None:
    """300 and 300 that came over: one raise of 200 leaves 100 of the old and 300 of the new, of which 300 go over."""
    kpi = {"a": [50, 90, 90], "b": [50, 50, 90], "c": [50, 50, 90], "d": [50, 50, 90]}
    for unspent, raises in (("carried over once", 3), ("carried over", 3)):
        assert sum(q[2] for q in raised(tmp_path, f"300 a month, unspent: {unspent}", kpi).values()) == 200 * raises
    # 250: 500 − 200 = 300, of which 250 go over once: 500 for two raises; all of it: 550, two as well
    assert sum(q[2] for q in raised(tmp_path, "250 a month, unspent: carried over once", kpi).values()) == 400


def test_each_department_keeps_what_it_left_and_shares_are_cut_by_what_is_there(tmp_path: Path) -> None:
    where = {"a": "sales", "b": "sales", "c": "service", "d": "service"}
    kpi = {"a": [90, 90], "b": [90, 90], "c": [50, 90], "d": [50, 90]}
    budget = "5% of base by department, unspent: carried over, share_out: in proportion"
    found = raised(tmp_path, budget, kpi, where)
    # sales has 400 for two raises of 200 and leaves nothing, service leaves 400 of its 400
    assert found == {"a": [200, 200], "b": [200, 200], "c": [0, 200], "d": [0, 200]}
    budget = "2.5% of base by department, unspent: carried over, share_out: in proportion"
    found = raised(tmp_path, budget, kpi, where)
    assert found == {"a": [100, 102.5], "b": [100, 102.5], "c": [0, 200], "d": [0, 200]}


@pytest.mark.parametrize(
    ("budget", "says"),
    [
        ("400 a month by team, unspent: carried over", "teams change from month to month"),
        ("400 a month, unspent: kept", "must be one of lapses, carried over, carried over once, got 'kept'"),
    ],
)
def test_what_cannot_be_carried_over(tmp_path: Path, budget: str, says: str) -> None:
    with pytest.raises(LadderError) as error:
        scenes.scheme_of(tmp_path, QUARTERLY.replace("BUDGET", budget))
    assert says in str(error.value)
    without = QUARTERLY.replace("budget: BUDGET", "unspent: carried over")
    with pytest.raises(LadderError, match="'unspent' goes with a budget"):
        scenes.scheme_of(tmp_path, without)


def test_the_card_tells_what_becomes_of_the_rest(tmp_path: Path) -> None:
    card = str(
        ls.describe(scenes.scheme_of(tmp_path, QUARTERLY.replace("BUDGET", "400 a month, unspent: carried over once")))
    )
    assert "what is left is carried over to the next time alone" in card
