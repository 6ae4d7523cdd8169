"""What the labor law asks: severance, failed probations, ages of retirement, and cautions on rules."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
import scenes

from ladder_sim.analysis.cautions import cautions
from ladder_sim.analysis.description import describe
from ladder_sim.core.i18n import use
from ladder_sim.core.problems import LadderError, Problems
from ladder_sim.engine.attrition import statutory_age
from ladder_sim.experiment.simulation import simulate
from ladder_sim.model.kinds import CAUSES
from ladder_sim.model.scheme import Scheme
from ladder_sim.plan.check import check_pair
from ladder_sim.results.coded import COSTS
from ladder_sim.results.run import Run
from ladder_sim.scenarios.laws import load_law

LADDER = """
ladder:
  main:
    a: {base: 1000}
    b: {base: 1500}
entry: a
reviews: {monthly: {every: month}}
"""
OUT = "moves: [{id: out, from: a, to: exit, review: monthly, when: month == %d%s}]\n"
COSTS_ = "costs: {severance: {months_per_year: 1, plus: 1%s}}\n"
ONE = "person,hired,grade\nx,%s,a\n"


def play(folder: Path, rules: str, people: str, roster: str, months: int) -> Run:
    whole = "people: {roster: people.csv}\nhiring: none\n" + people
    workforce = scenes.workforce_of(folder, whole, roster=roster)
    return simulate(scenes.scheme_of(folder, LADDER + rules), workforce, months=months, replications=1)


def severance(run: Run) -> float:
    return float(run.counts.costs[0, ..., COSTS.index("severance")].sum())


def exits(run: Run) -> dict[str, int]:
    counts = run.counts.exits[0].sum(axis=(0, 1)).tolist()
    return {cause: n for cause, n in zip(run.axes.causes, counts, strict=True) if n}


# --- severance ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("terms", "notice", "months"),
    [
        ("", ", notice: given", 3.5), ("", ", notice: paid", 4.5), ("", "", 4.5),
        (", severance: true", ", notice: given", 3.5), (", severance: N", ", notice: paid", 3.5),
        (", severance: N+1", ", notice: given", 4.5), (", severance: 2N", ", notice: paid", 7),
        (", severance: none", "", 0), (", severance: false", "", 0),
    ],
)  # fmt: skip
def test_n_n_plus_one_and_two_n(tmp_path: Path, terms: str, notice: str, months: float) -> None:
    """Three years and four months at 1,000: N is 3.5 months (art. 47), notice pay 1 (art. 40), 2N twice N (art. 87)."""
    run = play(tmp_path, OUT % (4, terms), COSTS_ % notice, ONE % "2024-01-01", 6)
    assert severance(run) == months * 1000 and exits(run) == {"dismissal": 1}


def test_severance_is_the_mean_of_twelve_months(tmp_path: Path) -> None:
    """Of 1,000 a month, 600 more in months 3 to 5 and an award: who is dismissed after month 14 had, from month 3 on,
    12,000 and 1,800; the month in lieu of notice is the last one (Implementing Regulations, art. 20, 27)."""
    rules = OUT % (14, "") + 'pay: {extra: "600 if month in [3, 4, 5] else 100 if month == 14 else 0"}\n'
    run = play(tmp_path, rules, COSTS_ % "", ONE % "2026-01-01", 16)
    mean = (12_000 + 3 * 600 + 100) / 12
    assert severance(run) == pytest.approx(2.5 * mean + 1100)  # two years and two months


def test_fewer_months_are_those_worked(tmp_path: Path) -> None:
    """Hired in month 4 into the place of a leaver, dismissed after month 8: the mean of five months, half a year's."""
    (tmp_path / "plan.csv").write_text("month,hires\n4,1\n")
    people = "people: {grades: {b: 1}}\nhiring: {plan: plan.csv}\n" + COSTS_ % ", notice: given"
    rules = OUT % (8, "") + "pay: {extra: 500 if month == 4 else 0}\n"
    run = simulate(
        scenes.scheme_of(tmp_path, LADDER + rules), scenes.workforce_of(tmp_path, people), months=10, replications=1
    )
    assert severance(run) == pytest.approx(0.5 * (5 * 1000 + 500) / 5)


def test_an_award_counts_as_earned(tmp_path: Path) -> None:
    moves = """moves:
  - {id: rise, from: a, to: same, review: monthly, when: month == 1, award: 1200}
  - {id: out, from: a, to: exit, review: monthly, when: month == 12}
"""
    run = play(tmp_path, moves, COSTS_ % ", notice: given", ONE % "2027-01-01", 14)
    assert severance(run) == pytest.approx(1 * (12_000 + 1200) / 12)


def test_ceiling_twelve_years_and_the_minimum_wage(tmp_path: Path) -> None:
    """20 years at 1,000: above a ceiling of 800 it is 12 × 800, and the month in lieu of notice is paid in full."""
    run = play(tmp_path, OUT % (1, ""), COSTS_ % ", cap_pay: 800", ONE % "2007-02-01", 3)
    assert severance(run) == 12 * 800 + 1000
    floor = COSTS_ % ", notice: given" + "minimum_wage: 1200\n"
    assert severance(play(tmp_path, OUT % (12, ""), floor, ONE % "2027-01-01", 13)) == 1200


# --- probation ----------------------------------------------------------------------------------

HALF = """
people: {grades: {b: 1}, attributes: {months_employed: 24}}
hiring: {plan: plan.csv}
metrics: {kpi: {value: 50}}
costs: {severance: {months_per_year: 1, plus: 1}}
"""


def test_a_failed_probation_costs_nothing(tmp_path: Path) -> None:
    """Art. 39 (1), 46: both who are hired in month 1 fail after three months; the same by a move costs N + 1."""
    (tmp_path / "plan.csv").write_text("month,hires\n1,2\n")
    people = scenes.workforce_of(tmp_path, HALF)
    rules = LADDER + "probation: {months: 3, pay: 0.8, confirm: kpi >= 60}\n"
    run = simulate(scenes.scheme_of(tmp_path, rules), people, months=6, replications=1)
    assert exits(run) == {"probation": 2} and severance(run) == 0
    assert run.values("turnover_probation")[0] == run.values("turnover")[0] > 0
    assert run.values("turnover_dismissal")[0] == 0
    move = "moves: [{id: out, from: a, to: exit, review: monthly, when: months_employed >= 3%s}]\n"
    run = simulate(scenes.scheme_of(tmp_path, LADDER + move % ""), people, months=6, replications=1)
    assert exits(run) == {"dismissal": 2} and severance(run) == 2 * 1500
    run = simulate(scenes.scheme_of(tmp_path, LADDER + move % ", cause: probation"), people, months=6, replications=1)
    assert exits(run) == {"probation": 2} and severance(run) == 0


def test_a_trial_after_a_move_is_no_probation(tmp_path: Path) -> None:
    """Art. 19: one probation only. Who fails the second is dismissed, with severance."""
    rules = """
moves:
  - {id: up, from: a, to: b, review: monthly, when: month == 1, probation: {months: 2, confirm: kpi >= 60}}
"""
    run = play(tmp_path, rules, COSTS_ % "" + "metrics: {kpi: {value: 50}}\n", ONE % "2026-01-01", 6)
    assert exits(run) == {"dismissal": 1}
    assert severance(run) == pytest.approx(1.5 * (1000 + 1500 + 1500) / 3 + 1500)


def test_who_fails_the_exam_of_a_trial_grade_has_failed_the_probation(tmp_path: Path) -> None:
    rules = """
ladder:
  main:
    a: {base: 1000, trial: true}
    b: {base: 1200}
    c: {base: 1400}
entry: a
reviews: {monthly: {every: month}}
moves:
  - {id: ok, from: a, to: b, review: monthly, when: month == 2, stages: [{stage: exam, pass: 0, fails_to: exit}]}
  - {id: up, from: b, to: c, review: monthly, when: month == 2, stages: [{stage: exam, pass: 0, fails_to: exit}]}
"""
    people = scenes.workforce_of(tmp_path, "people: {grades: {a: 2, b: 3}}\nhiring: none\n")
    run = simulate(scenes.scheme_of(tmp_path, rules), people, months=5, replications=1)
    assert exits(run) == {"probation": 2, "dismissal": 3}


# --- retirement ---------------------------------------------------------------------------------

#: Born, sex, management post: month of retirement. The first four are examples that the ministry gave with the tables
#: of 2024-09-13; the others their ends.
BORN = [
    ("1976-01", "male", False, "2038-11"), ("1976-01", "female", True, "2032-08"),
    ("1976-01", "female", False, "2026-08"), ("1965-05", "male", False, "2025-07"),
    ("1965-01", "male", False, "2025-02"), ("1976-09", "male", True, "2039-09"), ("1990-03", "male", False, "2053-03"),
    ("1981-09", "female", True, "2039-09"), ("1984-11", "female", False, "2039-11"),
    ("1990-03", "female", False, "2045-03"),
]  # fmt: skip


@pytest.mark.parametrize(("born", "sex", "management", "out"), BORN)
def test_statutory_ages(tmp_path: Path, born: str, sex: str, management: bool, out: str) -> None:
    """Who is born on the first, or in the midst, of a month: the age that is completed in the month of retirement."""
    group = 0 if sex == "male" else 1 if management else 2
    birth, last = (dt.date.fromisoformat(f"{text}-01") for text in (born, out))
    people = "people: {headcount: 1, attributes: {age: 40, gender: {shares: {female: 1, male: 0}}}}\n"
    workforce = scenes.workforce_of(tmp_path, people + "retirement: {preset: statutory}\n")
    months = 12 * (workforce.start.year - birth.year) + workforce.start.month - birth.month
    ages = np.array([months / 12, (months - 0.5) / 12])
    found = statutory_age(workforce, np.full(2, float(group)), ages)
    assert found == pytest.approx((last.year - birth.year) + (last.month - birth.month) / 12)


@pytest.mark.parametrize(("grade", "female", "month"), [("a", 1, 7), ("b", 1, 79), ("a", 0, 154)])
def test_people_retire_at_the_statutory_age(tmp_path: Path, grade: str, female: int, month: int) -> None:
    """Born on 1 January 1976: a woman of an agent's post retires in August 2026, one of a leader's in August 2032, a
    man in November 2038. They leave with the month at whose end the age is completed, the one before."""
    rules = LADDER.replace("b: {base: 1500}", "b: {base: 1500, role: supervisor}")
    people = f"""
start: 2026-01-01
people:
  grades: {{{grade}: 2}}
  attributes: {{age: 50, gender: {{shares: {{female: {female}, male: {1 - female}}}}}}}
hiring: none
retirement: {{preset: statutory}}
"""
    workforce = scenes.workforce_of(tmp_path, people)
    run = simulate(scenes.scheme_of(tmp_path, rules), workforce, months=160, replications=1)
    out = run.counts.exits[0, :, :, CAUSES.index("retirement")].sum(axis=1)
    assert out.tolist() == [2 if m == month else 0 for m in range(1, 161)]


# --- the rules that the law has something to say of ------------------------------------------------

EXITS = "moves: [{id: out, from: a, to: exit, review: monthly%s}]\n"
DOWN = "moves: [{id: down, from: b, to: a, review: monthly, when: kpi < 60%s}]\n"


@pytest.mark.parametrize(
    ("rules", "kinds"),
    [
        (EXITS % ", when: rank_from_bottom(kpi) <= 1", ["last_place"]),
        (EXITS % ", when: kpi < 60, order: kpi, seats: 1", ["last_place"]),
        (EXITS % ", when: listed > 0" + "scores: {listed: {every: month, value: 1 if percentile(kpi) < 10 else 0}}\n",
         ["last_place"]),
        (EXITS % ", when: rank_from_bottom(kpi) <= 1, cause: transfer", []),
        (EXITS % ", when: kpi < 60", []),
        (DOWN % "", ["pay_cut"]), (DOWN % ", pay: keep", []), (DOWN % ", pay: base * 0.9", ["pay_cut"]),
        ("moves: [{id: up, from: a, to: b, review: monthly, probation: {months: 3, confirm: kpi >= 60}}]\n",
         ["second_probation"]),
        ("moves: [{id: up, from: a, to: b, review: monthly, probation: {months: 3}}]\n", []),
        ("probation: {months: 3, pay: 0.8, confirm: kpi >= 60, otherwise: extend}\n", ["extended_probation"]),
        ("probation: {months: 7, pay: 0.79, confirm: kpi >= 60}\n", ["long_probation", "probation_pay"]),
        ("probation: {months: 6, pay: 0.8, confirm: kpi >= 60}\n", []),
    ],
)  # fmt: skip
def test_cautions(tmp_path: Path, rules: str, kinds: list[str]) -> None:
    scheme = scenes.scheme_of(tmp_path, LADDER + rules)
    assert [found.kind for found in cautions(scheme)] == kinds
    assert ("Legal cautions" in str(describe(scheme))) == bool(kinds)


def test_a_caution_names_its_articles(tmp_path: Path) -> None:
    (found,) = cautions(scenes.scheme_of(tmp_path, LADDER + EXITS % ", when: rank_from_bottom(kpi) <= 1"))
    assert "Guiding Case 18 of the Supreme People's Court (unchecked)" in found.articles
    assert "Labor Contract Law, art. 87" in found.articles
    use("zh")
    try:
        assert "末位不等于不能胜任" in str(describe(scheme := scenes.scheme_of(tmp_path, LADDER + EXITS % (
            ", when: rank_from_bottom(kpi) <= 1"))))  # fmt: skip
        assert "最高人民法院指导案例18号（未核对原文）" in cautions(scheme)[0].cited
    finally:
        use("en")


@pytest.mark.parametrize(("terms", "cut"), [("", True), (", pay: keep", False)])
def test_a_pay_cut_is_told_where_the_run_pays_less_after_the_demotion(tmp_path: Path, terms: str, cut: bool) -> None:
    rules = DOWN % terms
    people = "metrics: {kpi: {normal: {mean: 50, within: 0.1}}}\nattrition: {hazard: 0}\n"
    run = play(tmp_path, rules, people, "person,hired,grade\nx,2020-01-01,b\n", 3)
    assert run.counts.moves.sum() == 1
    paid = [float(run.window(m, m + 1).paid.sum()) for m in (0, 2)]
    assert (paid[1] < paid[0]) == cut == bool(cautions(run.scheme))


def test_the_last_are_told_of_where_the_run_dismisses_them_however_good(tmp_path: Path) -> None:
    """Everybody far above any line: who comes last goes all the same, month after month; a line dismisses nobody."""
    people = "metrics: {kpi: {normal: {mean: 95, within: 0.1}}}\nattrition: {hazard: 0}\n"
    roster = "person,hired,grade\n" + "".join(f"{who},2020-01-01,a\n" for who in "pqrs")
    last = play(tmp_path, EXITS % ", when: rank_from_bottom(kpi) <= 1", people, roster, 2)
    line = play(tmp_path, EXITS % ", when: kpi < 60", people, roster, 2)
    for run in (last, line):
        assert bool(exits(run).get("dismissal")) == bool(cautions(run.scheme))


def warnings_of(scheme: Scheme, folder: Path, people: str) -> list[str]:
    problems = Problems()
    check_pair(scheme, scenes.workforce_of(folder, "people: {headcount: 5}\n" + people), problems)
    assert not problems.errors
    return [str(problem) for problem in problems.warnings]


def test_wages_below_the_law(tmp_path: Path) -> None:
    rules = LADDER + "probation: {months: 7, pay: 0.7}\n"
    scheme = scenes.scheme_of(tmp_path, rules)
    found = "\n".join(warnings_of(scheme, tmp_path, "minimum_wage: 800\n"))
    assert "pay on probation is at least 80% of base pay, got 70%; raise the share" in found
    assert "probation is at most 6 months, with a short contract fewer, got 7" in found
    assert "grade 'a': base pay of 700 a month is below the minimum wage of 800" in found and "'b'" not in found
    fine = scenes.scheme_of(tmp_path, LADDER + "probation: {months: 6, pay: 0.8}\n")
    assert warnings_of(fine, tmp_path, "minimum_wage: 800\n") == []


# --- the law's file -----------------------------------------------------------------------------


def test_every_article_has_its_source() -> None:
    law = load_law()
    cited = {name for caution in law.cautions.values() for name in caution.articles}
    assert cited <= set(law.articles)
    for article in law.articles.values():
        assert article.source and article.date and article.title.zh and article.says.zh
    assert {name for name, article in law.articles.items() if not article.checked} == {
        "case_18", "retirement_2025", "ll_12", "epl_3", "epl_26", "epl_62",
    }  # fmt: skip
    assert law.contributions["social_insurance"].housing_fund is False
    assert law.contributions["shanghai"].housing_fund is True


OWN = """
law: land
title: {en: Our land, zh: 本地}
severance: {years_at_most: 3, wrongful_times: 4}
contributions:
  all: {title: All, share: 0.11, housing_fund: false, source: own, date: "2026"}
"""


def test_a_law_of_ones_own(tmp_path: Path) -> None:
    """Another country: its multiple for an unlawful dismissal, its rates, and nothing to say of probations."""
    (tmp_path / "land.yaml").write_text(OWN, encoding="utf-8")
    people = COSTS_.replace("costs: {", "costs: {contributions: all, ") % "" + "law: land.yaml\n"
    run = play(tmp_path, OUT % (12, ", severance: 2N"), people, ONE % "2027-01-01", 14)
    assert severance(run) == 4 * 1000
    assert run.counts.costs[0, 0, :, COSTS.index("employer_load")].sum() == pytest.approx(110)
    scheme = scenes.scheme_of(tmp_path, LADDER + "probation: {months: 12, pay: 0.1}\n")
    assert warnings_of(scheme, tmp_path, "law: land.yaml\n") == []


@pytest.mark.parametrize(
    ("people", "message"),
    [
        ("law: atlantis\n", "unknown law 'atlantis'; known: cn; or name a file beside this one"),
        ("retirement: {preset: statutory}\n", "needs the attribute age, gender under people.attributes"),
        ("retirement: {preset: statutory, age: 60}\n", "needs either age or preset"),
        ("retirement: {}\n", "needs either age or preset"),
        ("retirement: {age: 60, management: level > 1}\n", "'management' goes with preset"),
        ("costs: {contributions: atlantis}\n", "unknown rate of contributions 'atlantis'"),
        ("costs: {contributions: shanghai, employer_load: 0.3}\n", "has employer_load + contributions at once"),
        ("minimum_wage: -1\n", "minimum_wage"),
    ],
)
def test_mistakes_are_told(tmp_path: Path, people: str, message: str) -> None:
    with pytest.raises(LadderError) as caught:
        scenes.workforce_of(tmp_path, "people: {headcount: 5}\n" + people)
    assert message in str(caught.value)


def test_a_law_with_an_unknown_article(tmp_path: Path) -> None:
    own = OWN + "cautions: {last_place: {says: No, articles: [first]}}\n"
    (tmp_path / "land.yaml").write_text(own, encoding="utf-8")
    with pytest.raises(LadderError, match="unknown article 'first'"):
        scenes.workforce_of(tmp_path, "people: {headcount: 5}\nlaw: land.yaml\n")
