"""Pay and its parts, raises and awards, probation, severance, contributions, hiring costs, retirement, hiring plans."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import scenes

from ladder_sim.analysis.description import describe
from ladder_sim.core.problems import LadderError
from ladder_sim.engine.severance import service_years
from ladder_sim.experiment.simulation import simulate
from ladder_sim.files.changes import diff
from ladder_sim.files.forms.scheme import PayPartForm
from ladder_sim.model.kinds import CAUSES
from ladder_sim.results.coded import COSTS
from ladder_sim.results.run import Run

LADDER = """
ladder:
  main:
    a: {base: 100, role: agent, allowance: 7}
    b: {base: 200, role: agent, allowance: 9}
  apart: {z: {base: 1000, role: lead, allowance: 1}}
entry: a
reviews: {monthly: {every: month}}
"""
FIVE = "people: {grades: {a: 3, b: 1, z: 1}}\nhiring: none\n"


def play(
    folder: Path,
    rules: str,
    people: str = FIVE,
    *,
    months: int = 3,
    replications: int = 1,
    roster: str = "",
    seed: int = 1,
) -> Run:
    scheme = scenes.scheme_of(folder, LADDER + rules)
    workforce = scenes.workforce_of(folder, people, roster=roster)
    return simulate(scheme, workforce, months=months, replications=replications, seed=seed)


def part(run: Run, name: str) -> np.ndarray:
    """Amounts by month and grade, summed over replications."""
    return run.counts.pay[:, :, :, [part for part, _ in run.axes.parts].index(name)].sum(axis=0)


def cost(run: Run, name: str) -> list[float]:
    return [round(float(x), 6) for x in run.counts.costs[..., COSTS.index(name)].sum(axis=(0, 2))]


# --- monthly pay --------------------------------------------------------------------------------


def test_parts_add_up_by_grade(tmp_path: Path) -> None:
    rules = """
pay:
  bonus: 0.1 * base
  step: {for: [a, b], amount: 10 * month}
  lead: {for: lead, amount: 50}
  main_track: {for: main, amount: own.allowance}
  late: {when: month == 2 and level == 1, amount: 5}
  none: {amount: 5 / (level - 1)}
"""
    run = play(tmp_path, rules)
    assert part(run, "base").tolist() == [[300, 200, 1000]] * 3
    assert part(run, "bonus") == pytest.approx(np.array([[30, 20, 100]] * 3))
    assert part(run, "step").tolist() == [[30 * month, 10 * month, 0] for month in (1, 2, 3)]
    assert part(run, "lead").tolist() == [[0, 0, 50]] * 3
    assert part(run, "main_track").tolist() == [[21, 9, 0]] * 3
    assert part(run, "late").tolist() == [[0, 0, 0], [15, 0, 5], [0, 0, 0]]
    assert part(run, "none").tolist() == [[0, 5, 0]] * 3  # undefined is not paid
    total = run.frame("pay").groupby("month")["amount"].sum().tolist()
    assert total == pytest.approx([1500 + 150 + 40 * m + 50 + 30 + (20 if m == 2 else 0) + 5 for m in (1, 2, 3)])
    assert run.values("salary_cost")[0] == pytest.approx(sum(total) * 12 / 3)


def test_leavers_are_paid_for_their_last_month(tmp_path: Path) -> None:
    run = play(tmp_path, "", FIVE + "attrition: {hazard: 1 if month == 2 and level == 1 else 0}\n")
    assert part(run, "base").tolist() == [[300, 200, 1000], [300, 200, 1000], [0, 200, 0]]


def test_probation_pay(tmp_path: Path) -> None:
    """Hired in February on probation to April at 80 %, without other parts unless the rule says so."""
    (tmp_path / "plan.csv").write_text("month,hires\n2,1\n")
    people = "people: {grades: {z: 1}}\nhiring: {plan: plan.csv}\n"
    for parts, bonus in (("false", 0), ("true", 8)):
        rules = f"probation: {{months: 3, pay: 0.8, parts: {parts}}}\npay: {{bonus: {{for: a, amount: 8}}}}\n"
        run = play(tmp_path, rules, people, months=6)
        assert part(run, "base")[:, 0].tolist() == [0, 80, 80, 80, 100, 100]
        assert part(run, "bonus")[:, 0].tolist() == [0, bonus, bonus, bonus, 8, 8]


def test_pay_a_rule_reads_is_that_of_the_month_with_its_parts(tmp_path: Path) -> None:
    rules = "pay: {bonus: 0.5 * base}\nmoves: [{id: up, from: a, to: b, review: monthly, when: pay == 150}]\n"
    assert scenes.outcomes(play(tmp_path, rules), "up")[1] == {"moved": 3}


# --- what moves do to pay -----------------------------------------------------------------------

MOVE = "moves: [{id: up, from: a, to: b, review: monthly, when: month == 1, pay: %s}]\n"


@pytest.mark.parametrize(
    ("pay", "base"),
    [
        ("to base", 200), ("keep", 100), ("{raise: 500}", 600), ("123", 123), ("max(1.08 * base, new.base)", 200),
        ("1.08 * base", 108), ("base + new.allowance", 109), ("{raise: 0..500, by: 0.3}", 250),
        ("{raise: 100..300, by: 7}", 400), ("{raise: 100..300, by: -7}", 200),
        ("{raise: 10 * level..20 * level, by: 1}", 120), ("5 / (level - 1)", 100),
    ],
)  # fmt: skip
def test_base_after_a_move(tmp_path: Path, pay: str, base: float) -> None:
    """Undefined new pay leaves the old."""
    run = play(tmp_path, MOVE % (f"'{pay}'" if "{" not in pay else pay))
    assert part(run, "base")[1].tolist() == [0, pytest.approx(3 * base + 200), 1000]


def test_default_pay_of_each_kind_of_move(tmp_path: Path) -> None:
    rules = """
moves:
  - {id: down, from: b, to: a, review: monthly, when: month == 1}
  - {id: over, from: z, to: a, kind: lateral, review: monthly, when: month == 1}
  - {id: more, from: a, to: same, review: monthly, when: month == 1}
"""
    assert part(play(tmp_path, rules), "base")[1].tolist() == [500, 0, 0]


def test_raises_by_luck_fill_the_range(tmp_path: Path) -> None:
    """Uniform from 500 to 800: mean 650, sd 86.6; detects 8."""
    people = "people: {grades: {a: 2000}}\nhiring: none\n"
    raised = part(play(tmp_path, MOVE % "{raise: 500..800}", people), "base")[1, 1] / 2000 - 100
    assert abs(raised - 650) / (300 / np.sqrt(12) / np.sqrt(2000)) < 4


def test_raises_by_the_mark_of_the_case(tmp_path: Path) -> None:
    """85 of 80 to 100: a quarter of the way from 500 to 800."""
    rules = """
signals: {mark: {at: exam, value: 85}}
moves:
  - id: up
    from: a
    to: b
    review: monthly
    when: month == 1
    stages: [{stage: exam, score: mark, at_least: 80}]
    pay: {raise: 500..800}
"""
    assert part(play(tmp_path, rules), "base")[1, 1] == 3 * (100 + 575) + 200


def test_awards_are_paid_once_in_the_month_of_effect(tmp_path: Path) -> None:
    rules = "moves: [{id: up, from: a, to: b, review: monthly, when: month == 1, award: 1000 + new.allowance}]\n"
    assert part(play(tmp_path, rules), "award").tolist() == [[0, 0, 0], [0, 3027, 0], [0, 0, 0]]


MOMENT = """
moves:
  - {id: up, from: a, to: %s, kind: promotion, review: monthly, %s}
"""


@pytest.mark.parametrize(
    ("rule", "paid"),
    [
        ("when: month == 1, award: 3 * (new.base - base)", 900),  # three people, 200 for 100
        ("when: month == 1, award: base, pay: 5 * base", 300),  # the base before the move, whatever it sets
        ("when: month == 1, award: new.base - own.base, pay: keep", 300),
        ("when: month == 1, award: 10 * level + months_in_grade, pay: {raise: base}", 33),
        ("when: [month == 1, new.base - base == 100], award: 1", 3),
        ("when: month == 1, award: 1, apply: (new.base - base) / 100", 3),
        ("when: month == 1, award: 1, stages: [{stage: talk, days: new.base - base - 99}]", 3),
    ],
)
@pytest.mark.parametrize("to", ["b", "'b if base < 150 else a'"])
def test_one_moment_for_every_name_of_a_move(tmp_path: Path, to: str, rule: str, paid: float) -> None:
    """`base` and all other names are those before the move, new.x is of the grade it leads to: 100 and 200."""
    people = FIVE.replace("b: 1, ", "")
    assert part(play(tmp_path, MOMENT % (to, rule), people, months=4), "award").sum() == paid


def test_a_newcomer_starts_with_nobody_elses_base(tmp_path: Path) -> None:
    """Whoever takes the place of a leaver paid 1,000 has not had that pay: 100 is the lowest grade's."""
    people = """
people: {grades: {z: 3}}
hiring: {keep: headcount, lead_months: 0}
attrition: {hazard: 1 if month == 1 else 0}
"""
    rules = LADDER.replace("entry: a", "entry: z if base > 150 else a")
    run = simulate(scenes.scheme_of(tmp_path, rules), scenes.workforce_of(tmp_path, people), months=2, replications=1)
    assert run.counts.hires[0].sum(axis=0).tolist() == [3, 0, 0]


# --- severance ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("months", "years"),
    [(5, 0.5), (6, 1), (15, 1.5), (18, 2), (35, 3), (180, 15), (12, 1), (1, 0.5), (23, 2), (13, 1.5)],
)
def test_years_of_service(months: int, years: float) -> None:
    """Labor Contract Law, art. 47: a rest of half a year or more is a year, less is half a year."""
    assert service_years(np.array([float(months)])).tolist() == [years]


SEVERANCE = "costs: {severance: {months_per_year: 1, plus: %s%s}}\n"
OUT = "moves: [{id: out, from: a, to: exit, review: monthly, when: month == 5%s}]\n"


def test_severance_of_the_dismissed(tmp_path: Path) -> None:
    """Three with five months each: half a month's pay of 110 (bonus included), and a month in lieu of notice."""
    rules = OUT % "" + "pay: {bonus: 0.1 * base}\n"
    run = play(tmp_path, rules, FIVE + SEVERANCE % (0, ""), months=7)
    assert cost(run, "severance") == [0, 0, 0, 0, 0, 165, 0]
    assert cost(play(tmp_path, rules, FIVE + SEVERANCE % (1, ""), months=7), "severance")[5] == 495
    later = rules.replace("month == 5", "month == 18")
    assert cost(play(tmp_path, later, FIVE + SEVERANCE % (0, ""), months=20), "severance")[18] == 660


def test_no_severance_for_others(tmp_path: Path) -> None:
    people = FIVE + SEVERANCE % (1, "")
    for cause in (", cause: transfer", ", cause: voluntary", ", severance: false"):
        assert sum(cost(play(tmp_path, OUT % cause, people, months=7), "severance")) == 0
    leaving = people + "attrition: {hazard: 0.3}\nretirement: {age: 60}\n"
    assert sum(cost(play(tmp_path, "", leaving), "severance")) == 0


def test_severance_above_the_ceiling(tmp_path: Path) -> None:
    """Above three times the local average: the ceiling counts, for at most twelve years."""
    roster = "person,hired,grade,pay\nx,2012-01-01,a,90\ny,2012-01-01,a,70\n"
    people = "people: {roster: people.csv}\nhiring: none\n" + SEVERANCE % (0, ", cap_pay: 80")
    run = play(tmp_path, OUT.replace("month == 5", "month == 1") % "", people, roster=roster)
    assert cost(run, "severance")[1] == 12 * 80 + 15.5 * 70  # 15 years and a month


def test_shares_of_causes(tmp_path: Path) -> None:
    """30 % transfers, 70 % dismissals, who alone are paid off; detects 0.03."""
    people = "people: {grades: {a: 4000}}\nhiring: none\n" + SEVERANCE % (0, "")
    run = play(tmp_path, OUT.replace("month == 5", "month == 1") % ", cause: {transfer: 0.3, dismissal: 0.7}", people)
    exits = dict(zip(run.axes.causes, run.counts.exits[0, 1].sum(axis=0).tolist(), strict=True))
    assert exits["transfer"] + exits["dismissal"] == 4000
    assert abs(exits["transfer"] / 4000 - 0.3) / np.sqrt(0.21 / 4000) < 4
    run = play(
        tmp_path,
        OUT.replace("month == 5", "month == 1") % ", cause: {transfer: 0.3, dismissal: 0.7}, severance: true",
        people,
    )
    assert sum(cost(run, "severance")) == pytest.approx(50 * exits["dismissal"])


# --- other costs --------------------------------------------------------------------------------


def test_contributions_within_floor_and_ceiling(tmp_path: Path) -> None:
    """A third of 100, 200 and 1000, first whole, then of 150 to 600."""
    rules = "pay: {bonus: {for: b, amount: 40}}\n"
    assert cost(play(tmp_path, rules, FIVE + "costs: {employer_load: 0.3}\n"), "employer_load") == [462] * 3
    bounds = FIVE + "costs: {employer_load: 0.3, load_floor: 150, load_ceiling: 600}\n"
    assert cost(play(tmp_path, rules, bounds), "employer_load") == [0.3 * (3 * 150 + 240 + 600)] * 3
    floor = FIVE + "costs: {employer_load: 0.3, load_floor: 150}\n"
    assert cost(play(tmp_path, rules, floor), "employer_load") == [0.3 * (3 * 150 + 240 + 1000)] * 3
    by_role = FIVE + "costs: {employer_load: 0.2 if role == lead else 0.3}\n"
    assert cost(play(tmp_path, rules, by_role), "employer_load") == [0.3 * 540 + 200] * 3


def test_contributions_are_due_on_awards_too(tmp_path: Path) -> None:
    """The three of 100 move in month 2 to a grade of 200 and get 250: 450 each, of which 400 count."""
    rules = "moves: [{id: up, from: a, to: b, review: monthly, when: month == 1, award: 250}]\n"
    whole = cost(play(tmp_path, rules, FIVE + "costs: {employer_load: 0.3}\n"), "employer_load")
    run = play(tmp_path, rules)
    paid = (part(run, "base") + part(run, "award")).sum(axis=1)
    assert whole == pytest.approx((0.3 * paid).tolist()) and paid[1] == paid[2] + 750
    capped = cost(play(tmp_path, rules, FIVE + "costs: {employer_load: 0.3, load_ceiling: 400}\n"), "employer_load")
    assert capped[1] == pytest.approx(0.3 * (3 * 400 + 200 + 400)) and capped[2] < capped[1]
    by_role = FIVE + "costs: {employer_load: 0.2 if role == lead else 0.3}\n"
    assert cost(play(tmp_path, rules, by_role), "employer_load")[1] == pytest.approx(whole[1] - 0.1 * 1000)


def test_hiring_and_training_cost(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text("month,hires\n2,3\n")
    people = (
        "people: {grades: {z: 1}}\nhiring: {plan: plan.csv}\ncosts: {hire: 10 * level, training_month: 0.5 * month}\n"
    )
    run = play(tmp_path, "", people)
    assert cost(run, "hiring") == [0, 30, 0] and cost(run, "training") == [0, 3, 0]
    assert run.values("labor_cost")[0] == pytest.approx((run.counts.pay.sum() + 33) * 4)


def test_retirement_at_the_age(tmp_path: Path) -> None:
    """Born 59.5 years ago: out in the sixth month, when 60 are completed."""
    people = "people: {grades: {a: 2, z: 1}, attributes: {age: 59.5}}\nhiring: none\n"
    people += "retirement: {age: 60 if role == agent else 61}\n"
    run = play(tmp_path, "", people, months=20)
    retired = run.counts.exits[0, :, :, CAUSES.index("retirement")]
    assert np.argwhere(retired).tolist() == [[5, 0], [17, 2]] and retired.sum() == 3
    assert run.counts.exits.sum() == 3


# --- hiring plans -------------------------------------------------------------------------------


def joined(
    folder: Path, hiring: str, *, months: int = 24, people: str = "a: 10", hazard: str = "0", replications: int = 1
) -> list[int]:
    crew = f"people: {{grades: {{{people}}}}}\nhiring: {hiring}\nattrition: {{hazard: {hazard}}}\n"
    return play(folder, "", crew, months=months, replications=replications).counts.hires.sum(axis=(0, 2)).tolist()


def test_fixed_numbers(tmp_path: Path) -> None:
    assert joined(tmp_path, "{fixed: 45 a year, months: [12]}") == ([0] * 11 + [45]) * 2
    spread = joined(tmp_path, "{fixed: 45 a year}")
    assert sum(spread[:12]) == 45 and spread[:12] == spread[12:] and max(spread) - min(spread) == 1
    assert joined(tmp_path, "{fixed: 2 a month}") == [2] * 24
    assert joined(tmp_path, "{fixed: 6 a year, months: [3, 9]}", months=12) == [0, 0, 3, 0, 0, 0, 0, 0, 3, 0, 0, 0]
    frozen = "{fixed: 2 a month, freeze: {from: 2027-03, to: 2028-01}}"
    assert joined(tmp_path, frozen) == [2, 2] + [0] * 11 + [2] * 11
    assert joined(tmp_path, "{fixed: 2 a month, freeze: {from: 2027-03}}") == [2, 2] + [0] * 22


def test_keeping_the_headcount(tmp_path: Path) -> None:
    """All ten leave in March; ordered then, they join in April, or the lead time later."""
    for lead, month in ((0, 4), (1, 5), (3, 7)):
        found = joined(
            tmp_path, f"{{keep: headcount, lead_months: {lead}}}", hazard="1 if month == 3 else 0", months=12
        )
        assert found == [10 if m == month else 0 for m in range(1, 13)]
    freeze = "{keep: headcount, lead_months: 0, freeze: {from: 2027-03, to: 2027-05}}"
    found = joined(tmp_path, freeze, hazard="1 if month == 3 else 0", months=12)
    assert found.index(10) + 1 == 7 and sum(found) == 10  # ordered at the end of June


def test_the_dismissed_are_replaced_without_delay(tmp_path: Path) -> None:
    rules = "moves: [{id: out, from: a, to: exit, review: monthly, when: month == 2}]\n"
    run = play(tmp_path, rules, "people: {grades: {a: 4, z: 1}}\nhiring: {keep: headcount, lead_months: 0}\n", months=4)
    assert run.counts.hires[0, :, 0].tolist() == [0, 0, 4, 0] and run.counts.headcount[0, 3].tolist() == [4, 0, 1]


def test_who_leaves_before_the_dismissal_is_replaced_once(tmp_path: Path) -> None:
    """Dismissed from March on, all four leave in February."""
    rules = (
        "moves: [{id: out, from: a, to: exit, review: monthly, when: month == 1, stages: [{stage: talk, days: 5}]}]\n"
    )
    people = "people: {grades: {a: 4, z: 1}}\nhiring: {keep: headcount, lead_months: 0}\n"
    people += "attrition: {hazard: 1 if month == 2 and role == agent else 0}\n"
    run = play(tmp_path, rules, people, months=5)
    assert run.counts.hires[0, :, 0].tolist() == [0, 0, 4, 0, 0]
    assert scenes.outcomes(run, "out")[1] == {"left": 4}


def test_growth(tmp_path: Path) -> None:
    """20 % a year on 1,000, reached at the end of each year; the block grows with them."""
    crew = "people: {grades: {a: 1000}}\nhiring: {grow: 20% a year, lead_months: 0}\nsignals: standard\n"
    run = play(
        tmp_path, "moves: [{id: up, from: a, to: b, review: monthly, when: 'mean(kpi, 3) > 80'}]\n", crew, months=25
    )
    heads = run.counts.headcount[0].sum(axis=1)
    assert heads[[0, 13, 25]].tolist() == [1000, 1200, 1440] and (np.diff(heads) >= 0).all()


def test_poisson_hiring(tmp_path: Path) -> None:
    """4 a month, variance 4; detects 0.2 in the mean and 17 % in the variance of 2,400 months."""
    run = play(tmp_path, "", "people: {grades: {z: 1}}\nhiring: {poisson: 4 a month}\n", months=24, replications=100)
    hires = run.counts.hires.sum(axis=2)
    assert abs(hires.mean() - 4) / np.sqrt(4 / hires.size) < 4
    assert abs(hires.var() / 4 - 1) / np.sqrt(2.25 / hires.size) < 4


# --- market pay ---------------------------------------------------------------------------------

CREW = "people: {headcount: 4, roles: {agent: 0.5, lead: 0.5}}\nhiring: none\n"
BY_YEAR = "market: {agent: '100 * 1.03 ** (year - 2027)', lead: 1000}\n"


def test_market_pay_may_rise_by_the_year(tmp_path: Path) -> None:
    """The gap to the market widens when the market rises and pay does not: more people leave in the second year."""
    people = "people: {grades: {a: 4000}}\nhiring: none\nattrition: {base: {0: 0.02}, effects: {pay_gap: -12}}\n"
    run = play(tmp_path, "", people + BY_YEAR.replace("1.03", "1.2"), months=24)
    exits, heads = run.counts.exits[0].sum(axis=(1, 2)), run.counts.headcount[0, :-1, 0]
    first, second = (exits[half].sum() / heads[half].sum() for half in (slice(1, 12), slice(12, 24)))
    assert first == pytest.approx(0.02, rel=0.2) and second > 0.1


@pytest.mark.parametrize(
    ("market", "why"),
    [
        (
            "market: {agent: 100 + months_employed, lead: 1}\n",
            "grade 'a' has no base pay, and the market pay of role 'agent' cannot",
        ),
        ("market: {agent: log(0), lead: 1}\n", "w.yaml:2:17: market.agent: log(0) has no value"),
        (
            "market: {agent: 1, lead: 1 + months_employed}\n",
            "w.yaml:2:26: market.lead: the scheme has no grade for role 'lead'",
        ),
        ("market: {lead: 1}\n", "grade 'a' has no base pay, and workforce 'w' no market pay for role 'agent'"),
    ],
)
def test_a_market_that_cannot_be_a_base_is_told_as_that(tmp_path: Path, market: str, why: str) -> None:
    rules = scenes.scheme_of(tmp_path, LADDER.replace("base: 100, ", "").replace("lead", "manager"))
    with pytest.raises(LadderError) as caught:
        simulate(rules, scenes.workforce_of(tmp_path, market + CREW), months=1, replications=1)
    assert why in str(caught.value)


#: A part of pay with every key that one may have.
EVERY_KEY = {"amount": "30", "in_full": "true", "for": "[a, b]", "when": "months_employed >= 0", "title": "Meals"}


def test_contributions_are_the_same_whether_summed_by_grade_or_by_person(tmp_path: Path) -> None:
    """Without limits the booked sums of a grade are taken, with limits each person's pay: the same where none binds."""
    keys = {field.alias or name for name, field in PayPartForm.model_fields.items()}
    assert {*EVERY_KEY, "at_exit"} == keys, "a new key of a part of pay must count in both ways: add it here"
    meals = ", ".join(f"{key}: {value}" for key, value in EVERY_KEY.items())
    exits = "settled: {amount: 500, at_exit: any}"
    rules = f"pay: {{bonus: 0.1 * base, fall: -20, meals: {{{meals}}}, {exits}}}\nmoves:\n" + (
        "  - {id: up, from: a, to: b, review: monthly, seats: unlimited, when: months_in_grade >= 2, award: 50}\n"
    )
    fast, slow = (
        cost(play(tmp_path, rules, FIVE + f"costs: {{employer_load: 0.3{limits}}}\n", months=5), "employer_load")
        for limits in ("", ", load_floor: 0, load_ceiling: 1000000")
    )
    assert fast == pytest.approx(slow, rel=1e-12) and fast[3] > fast[0]


#: A value of each key of a part of pay that changes what is played, said and compared, beside `amount: 30`.
BITES = {"in_full": "true", "for": "[b]", "when": "months_employed < 0", "amount": "60", "at_exit": "any"}
HALF_TIME = "people: {roster: people.csv}\nhiring: none\n"
HALF_TIMERS = "person,role,grade,months_employed,fte,pay\np1,agent,a,9,0.5,50\np2,agent,b,9,0.5,100\n"


@pytest.mark.parametrize("limits", ["", ", load_floor: 0, load_ceiling: 1000000"])
@pytest.mark.parametrize("key", sorted({f.alias or name for name, f in PayPartForm.model_fields.items()} - {"title"}))
def test_every_key_of_a_part_of_pay_is_played_told_and_compared(tmp_path: Path, key: str, limits: str) -> None:
    """A field that some module names is not yet one that this record plays: each key must move money by itself."""
    people = HALF_TIME + f"costs: {{employer_load: 0.3{limits}}}\n"
    written = BITES[key] if key == "amount" else f"30, {key}: {BITES[key]}"
    plain, own = (
        play(tmp_path, f"pay: {{meals: {{amount: {x}}}}}\n", people, months=1, roster=HALF_TIMERS)
        for x in ("30", written)
    )
    assert cost(plain, "employer_load") != cost(own, "employer_load")
    assert str(describe(plain.scheme)) != str(describe(own.scheme))
    assert diff(plain.scheme, own.scheme)


def test_a_base_of_the_calendar_is_played(tmp_path: Path) -> None:
    """What `check` lets pass as the base of a grade is paid in the months that it says."""
    ladder = "ladder: {main: {a: {base: 100 if month <= 2 else 105}, b: {base: '{2027-01: 200, 2027-03: 220}'}}}\n"
    ladder = ladder.replace("'", "")
    scheme = scenes.scheme_of(tmp_path, ladder + "entry: a\nreviews: {monthly: {every: month}}\n")
    workforce = scenes.workforce_of(tmp_path, "start: 2027-01\npeople: {grades: {a: 3, b: 1}}\nhiring: none\n")
    paid = part(simulate(scheme, workforce, months=4, replications=1, seed=1), "base")
    assert paid.tolist() == [[300, 200], [300, 200], [315, 220], [315, 220]]
