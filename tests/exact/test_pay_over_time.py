"""Pay that changes by date, to the month and the cent: tables, awards, allowances, indices, steps."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scenes

import ladder_sim as ls
from ladder_sim.experiment.simulation import simulate
from ladder_sim.model.scheme import Scheme
from ladder_sim.results.coded import COSTS
from ladder_sim.results.run import Run
from ladder_sim.scenarios.loading import check_file

NOBODY_LEAVES = "people: {grades: {junior: 1}}\nhiring: none\n"
ROSTER = "people: {roster: people.csv}\nhiring: none\n"
MONTHLY = "entry: junior\nreviews: {monthly: {every: month}}\n"


def play(folder: Path, scheme: str, people: str = NOBODY_LEAVES, *, months: int = 26, roster: str = "") -> Run:
    made = scenes.scheme_of(folder, MONTHLY + scheme)
    return simulate(made, scenes.workforce_of(folder, people, roster=roster), months=months, replications=1, seed=1)


def paid(run: Run, part: str = "base") -> list[float]:
    """What everybody is paid of a part, by month, in cents' precision."""
    amounts = run.counts.pay[0, :, :, [name for name, _ in run.axes.parts].index(part)].sum(axis=1)
    return [round(float(amount), 2) for amount in amounts]


def by_change(values: list[float]) -> dict[int, float]:
    """The months in which a value is another than the month before, and what it is."""
    return {m: v for m, v in enumerate(values, start=1) if m == 1 or v != values[m - 2]}


def pay_lines(scheme: Scheme, rows: str) -> list[str]:
    """``month event: reason`` of what changes pay in a trace."""
    trace = ls.trace(scheme, pd.read_csv(io.StringIO(rows), dtype=object))
    told = trace[trace.event.isin(["table", "pay", "promotion", "regrade"])]
    return [f"{row.month} {row.event}: {row.reason}" for row in told.itertuples()]


# --- dated numbers -----------------------------------------------------------------------------------


def test_a_table_an_allowance_and_a_part_change_on_their_dates(tmp_path: Path) -> None:
    run = play(tmp_path, """
ladder: {service: {junior: {base: {2027-01: 4000, 2028-01: 4120}, housing: {2027-01: 300, 2027-04: 350}}}}
parameters: {allowance: {value: {2027-01: 500, 2028-07: 550}}}
pay: {housing: own.housing, meal: allowance, heat: {2027-01: 80, 2027-04: "10 * 2", 2027-11: 80}}
""")  # fmt: skip
    assert by_change(paid(run)) == {1: 4000, 13: 4120}
    assert by_change(paid(run, "housing")) == {1: 300, 4: 350}
    assert by_change(paid(run, "meal")) == {1: 500, 19: 550}
    assert by_change(paid(run, "heat")) == {1: 80, 4: 20, 11: 80}


@pytest.mark.parametrize(
    ("follow", "after"), [("ratio", 4429.0), ("amount", 4420.0), ("floor", 4300.0), ("none", 4300.0)]
)
def test_the_base_of_people_follows_the_table(tmp_path: Path, follow: str, after: float) -> None:
    """4,000 + 3 % of January 2028, somebody at 4,300."""
    scheme = f"""
ladder: {{service: {{junior: {{base: 4000}}}}}}
indices: {{award: {{steps: {{2028-01: 3%}}, on: base}}}}
tables: {{follow: {follow}}}
"""
    roster = "person,role,grade,hired,pay\na,agent,junior,2026-01-01,4300\n"
    run = play(tmp_path, scheme, ROSTER, roster=roster)
    assert paid(run)[11:13] == [4300.0, after]


def test_a_floor_lifts_those_below_it(tmp_path: Path) -> None:
    scheme = """
ladder: {service: {junior: {base: {2027-01: 4000, 2028-01: 4400}}}}
tables: {follow: floor}
"""
    roster = "person,role,grade,hired,pay\na,agent,junior,2026-01-01,4300\n"
    assert paid(play(tmp_path, scheme, ROSTER, roster=roster))[11:13] == [4300.0, 4400.0]


def test_a_table_is_rounded_as_it_is_written(tmp_path: Path) -> None:
    """A yearly table in months and cents, constant and dated: 74,441 / 12 = 6,203.4166…, 75,001 / 12 = 6,250.0833…

    A number that is no pay stays as it is, and without `round` so does the base.
    """
    ladder = """
ladder: {service: {junior: {base: {2027-01: 74441 / 12, 2027-03: 75001 / 12}, line: 1 / 3}}}
pay: {shown: own.line}
"""
    rounded = play(tmp_path, ladder + "tables: {round: 0.01}", months=3)
    assert list(rounded.counts.pay[0, :, 0, 0]) == [6203.42, 6203.42, 6250.08]
    assert float(rounded.counts.pay[0, 0, 0, -1]) == pytest.approx(1 / 3)
    plain = play(tmp_path, ladder, months=3)
    assert float(plain.counts.pay[0, 0, 0, 0]) == pytest.approx(74441 / 12, abs=1e-9)


def test_tables_are_rounded_and_rise_from_there(tmp_path: Path) -> None:
    """4,001 × 1.033 is 4,133.033, published as 4,133; the next 3.3 % are of that: 4,269.389, 4,269."""
    run = play(tmp_path, """
ladder: {service: {junior: {base: 4001}}}
indices: {award: {steps: {2027-04: 3.3%, 2028-01: 3.3%}, on: base}}
tables: {round: 1}
""")  # fmt: skip
    assert by_change(paid(run)) == {1: 4001, 4: 4133, 13: 4269}


def test_a_promotion_on_the_day_of_a_new_table_pays_the_new_one(tmp_path: Path) -> None:
    """And the award restarts no clock: the promotion comes when twelve months in the grade are over."""
    scheme = scenes.scheme_of(tmp_path, MONTHLY + """
ladder: {service: {junior: {base: 4000}, senior: {base: 5000}}}
indices: {award: {steps: {2027-07: 2%, 2028-01: 3%}, on: base, for: service}}
moves: [{id: up, from: junior, to: senior, review: monthly, when: [months_in_grade >= 12]}]
""")  # fmt: skip
    assert pay_lines(scheme, "person,month,months_in_grade,months_employed\na,1-14,0,0\n") == [
        "1 pay: base 4000",
        "7 table: base 4000 → 4080",
        "7 pay: base 4080",
        "13 table: base 4080 → 4202.4",
        "13 promotion: met: months_in_grade 12 >= 12",
        "13 pay: base 5253",
    ]


def test_a_parameter_by_date_moves_as_one(tmp_path: Path) -> None:
    scheme = scenes.scheme_of(tmp_path, MONTHLY + """
ladder: {service: {junior: {base: 4000}}}
parameters: {meal: {value: {2027-01: 500, 2027-03: 550}}}
pay: {meal: meal}
""")  # fmt: skip
    run = simulate(scheme.with_(meal=600), scenes.workforce_of(tmp_path, NOBODY_LEAVES), months=4, replications=1)
    assert by_change(paid(run, "meal")) == {1: 600, 3: 660}


def test_seats_of_a_dated_parameter(tmp_path: Path) -> None:
    scheme = """
ladder: {service: {junior: {base: 1}, senior: {base: 2, seats: strength}}}
parameters: {strength: {value: {2027-01: 1, 2027-06: 3}}}
moves: [{id: up, from: junior, to: senior, review: monthly, seats: vacancy}]
"""
    run = play(tmp_path, scheme, "people: {grades: {junior: 5}}\nhiring: none\n", months=8)
    assert run.counts.headcount[0, :, 1].tolist() == [0, 0, 1, 1, 1, 1, 1, 3, 3]


# --- indices -----------------------------------------------------------------------------------------


def test_an_award_follows_prices_with_a_lag_a_share_and_a_cap(tmp_path: Path) -> None:
    """Prices rise 4 % in April 2027 and 10 % in April 2028; in January half of what they rose by July, at most 3 %."""
    people = NOBODY_LEAVES + "indices: {prices: {steps: {2027-04: 4%, 2028-04: 10%}}}\n"
    run = play(tmp_path, """
ladder: {service: {junior: {base: 1000}}}
indices: {award: {of: prices, lag: 6 months, share: 0.5, at_most: 3%, month: 1, on: base}}
pay: {cola: 100 * prices}
""", people, months=37)  # fmt: skip
    assert by_change(paid(run)) == {1: 1000, 13: 1020, 25: 1050.6}
    assert by_change(paid(run, "cola")) == {1: 100, 4: 104, 16: 114.4}


def test_people_without_a_grade_are_paid_a_market_that_rises(tmp_path: Path) -> None:
    people = """
people: {headcount: 2, roles: {agent: 0.5, lead: 0.5}}
hiring: none
indices: {wages: {steps: {2027-03: 5%}}}
market: {lead: 9000 * wages}
"""
    run = play(tmp_path, "ladder: {service: {junior: {base: 1000}}}\n", people, months=4)
    assert paid(run) == [10000, 10000, 10450, 10450]


def test_money_is_told_in_prices_of_the_first_month_too(tmp_path: Path) -> None:
    """1,000 a month; prices rise 2 % in month 13: that month is worth 980.39."""
    people = NOBODY_LEAVES + "indices: {prices: {yearly: 2%, deflator: true}}\n"
    run = play(tmp_path, "ladder: {service: {junior: {base: 1000}}}\n", people, months=24)
    names = ("salary_cost", "salary_cost_real", "salary_cost_real:base")
    values = {name: float(run.values(name).mean()) for name in names}
    assert values == pytest.approx({"salary_cost": 12000, "salary_cost_real": 6 * (1000 + 1000 / 1.02),
                                    "salary_cost_real:base": 6 * (1000 + 1000 / 1.02)})  # fmt: skip
    assert round(1000 / run.axes.deflator[12], 2) == 980.39
    plain = play(tmp_path, "ladder: {service: {junior: {base: 1}}}\n", months=1).measures()
    assert not any("_real" in name for name in plain.reset_index().iloc[:, 0].astype(str))


def test_bounds_of_contributions_rise_by_date_and_index(tmp_path: Path) -> None:
    """10 % of 1,000, at least of the floor: 1,200 and from March 1,300; then a ceiling of 900 that rises 10 %."""
    floor = "{employer_load: 0.1, load_floor: {2027-01: 1200, 2027-03: 1300}}"
    ceiling = "{employer_load: 0.1, load_ceiling: 900 * wages}"
    ladder = "ladder: {service: {junior: {base: 1000}}}\n"
    for costs, due in ((floor, [120, 120, 130]), (ceiling, [90, 90, 99])):
        people = f"{NOBODY_LEAVES}indices: {{wages: {{steps: {{2027-03: 10%}}}}}}\ncosts: {costs}\n"
        run = play(tmp_path, ladder, people, months=3)
        assert [round(float(x), 2) for x in run.counts.costs[0, :, 0, COSTS.index("employer_load")]] == due


# --- steps -------------------------------------------------------------------------------------------

BAND_5 = "ladder: {service: {junior: {base: [2500, 2700, 3000], wait: [24, 24]}, senior: {base: [2800, 3100]}}}\n"


def test_points_are_reached_after_their_waits(tmp_path: Path) -> None:
    """A band of three points, two years each: from the 25th and the 49th month on, and no further."""
    scheme = (
        BAND_5
        + """
moves: [{id: point, from: junior, to: same, step: next, review: monthly, when: [months_in_step >= own.wait]}]
"""
    )
    run = play(tmp_path, scheme, "people: {grades: {junior: 1}, attributes: {months_employed: 0}}\nhiring: none\n",
               months=80)  # fmt: skip
    assert by_change(paid(run)) == {1: 2500, 25: 2700, 49: 3000}


def test_the_two_step_rule(tmp_path: Path) -> None:
    """GS-11 step 6 to GS-12: the lowest step that reaches the base two steps on; 2024 table, a year."""
    gs11 = [62107, 64177, 66247, 68317, 70387, 72457, 74527, 76597, 78667, 80737]
    gs12 = [74441, 76922, 79403, 81884, 84365, 86846, 89327, 91808, 94289, 96770]
    scheme = f"""
ladder: {{service: {{junior: {{base: {gs11}, increment: 2070}}, senior: {{base: {gs12}}}}}}}
moves: [{{id: up, from: junior, to: senior, review: monthly, step: step_of(base + 2 * own.increment)}}]
"""
    roster = "person,role,grade,hired,pay\na,agent,junior,2026-01-01,72457\n"
    run = play(tmp_path, scheme, ROSTER, roster=roster, months=3)
    assert by_change(paid(run)) == {1: 72457, 2: 76922}


def test_hires_start_at_the_step_of_their_experience(tmp_path: Path) -> None:
    people = """
people: {grades: {junior: 1}, attributes: {experience_months: 30}}
hiring: {fixed: 12 a year}
"""
    run = play(tmp_path, BAND_5 + "entry_step: 1 + min(2, floor(experience_months / 24))\n", people, months=3)
    assert paid(run) == [5200.0, 7900.0, 10600.0]
    run = play(tmp_path, BAND_5 + "entry_pay: max(new.base, 0.9 * last_pay)\n",
               people.replace("experience_months: 30", "last_pay: 3100"), months=2)  # fmt: skip
    assert paid(run) == [2500 + 2790.0, 2500 + 2 * 2790.0]


def test_a_table_by_step_rises_at_the_step_of_each(tmp_path: Path) -> None:
    scheme = """
ladder: {service: {junior: {base: {2027-01: [2500, 2700], 2027-03: [2600, 2750]}}}}
placement_step: 2
"""
    assert np.allclose(paid(play(tmp_path, scheme, months=3)), [2700, 2700, 2750])


# --- arrears -----------------------------------------------------------------------------------------

ARREARS = """
ladder: {service: {junior: {base: 4000}, senior: {base: 5000}}}
indices: {award: {steps: {2028-01: {rise: 3%, paid_from: 2028-04}}, on: base}}
pay: {bonus: 0.1 * base}
"""


def test_arrears_of_base_and_bonus(tmp_path: Path) -> None:
    """3 % of 4,000 from January, paid in April, with a bonus of 10 % of base: 3 × 132 = 396.00."""
    run = play(tmp_path, ARREARS)
    assert by_change(paid(run)) == {1: 4000, 16: 4120}
    assert by_change(paid(run, "bonus")) == {1: 400, 16: 412}
    assert by_change(paid(run, "arrears")) == {1: 0, 16: 396.0, 17: 0}


def test_arrears_of_a_promotion_meanwhile(tmp_path: Path) -> None:
    """Promoted on 1 March: January and February are recomputed on the old grade, March on the new: 2 × 132 + 165."""
    scheme = (
        ARREARS
        + """
moves: [{id: up, from: junior, to: senior, review: monthly, when: [month == 14]}]
"""
    )
    run = play(tmp_path, scheme)
    assert by_change(paid(run)) == {1: 4000, 15: 5000, 16: 5150}
    assert by_change(paid(run, "arrears")) == {1: 0, 16: 429.0, 17: 0}


def test_who_leaves_before_is_paid_what_is_owed(tmp_path: Path) -> None:
    scheme = (
        ARREARS
        + """
moves: [{id: out, from: junior, to: exit, review: monthly, when: [month == 14]}]
"""
    )
    run = play(tmp_path, scheme)
    assert by_change(paid(run, "arrears")) == {1: 0, 15: 264.0, 16: 0}


def test_a_dated_table_paid_later(tmp_path: Path) -> None:
    run = play(tmp_path, """
ladder: {service: {junior: {base: {2027-01: 4000, 2027-03: {value: 4120, paid_from: 2027-06}}}}}
""", months=8)  # fmt: skip
    assert by_change(paid(run)) == {1: 4000, 6: 4120}
    assert by_change(paid(run, "arrears")) == {1: 0, 6: 360.0, 7: 0}


KEEPS = """
ladder:
  corps:
    attache: {base: [2000, 2100, 2200], wait: [12, 12], gain: 100}
    principal: {base: [%s, 2400], wait: [12]}
entry: attache
entry_step: 2
reviews: {monthly: {every: month}}
moves:
  - {id: echelon, from: corps, to: same, step: next, review: monthly, when: [months_in_step >= own.wait]}
  - {id: up, from: attache, to: principal, step: step_of(base), review: monthly, when: [month == 9]%s}
"""


@pytest.mark.parametrize(("first", "key", "month"), [(2150, ", keeps_wait: new.base - base < own.gain", 13),
                                                    (2300, ", keeps_wait: new.base - base < own.gain", 22),
                                                    (2150, "", 22)])  # fmt: skip
def test_the_wait_goes_on_in_the_new_grade_where_the_raise_is_small(
    tmp_path: Path, first: int, key: str, month: int
) -> None:
    """Eight months in step 2 before month 9, promoted in month 10: four to go, or the whole twelve.

    As in the French civil service, where who gains less than a step would have given keeps the time in the step.
    """
    scheme = scenes.scheme_of(tmp_path, KEEPS % (first, key))
    first_row = "person,month,months_in_grade,months_employed,base\na,1,0,0,2100\n"
    rows = first_row + "".join(f"a,{month},,,\n" for month in range(2, 25))
    trace = ls.trace(scheme, pd.read_csv(io.StringIO(rows), dtype=object))
    moved = [(row.month, row.move) for row in trace.itertuples() if row.event in ("regrade", "promotion")]
    assert moved == [(10, "up"), (month, "echelon")]


def test_keeping_the_wait_needs_steps(tmp_path: Path) -> None:
    text = """
ladder: {corps: {attache: {base: 2000}, principal: {base: 2400}}}
entry: attache
reviews: {monthly: {every: month}}
moves: [{id: up, from: attache, to: principal, review: monthly, keeps_wait: new.base < 2500}]
"""
    scenes.scheme_of(tmp_path, text)
    (warned,) = [str(problem) for problem in check_file(tmp_path / "s.yaml").warnings if "keeps_wait" in str(problem)]
    assert "changes nothing without steps" in warned


# --- rules of real ladders ---------------------------------------------------------------------------

SCHEDULE = """
ladder:
  service:
    gs5: {base: [3200, 3310, 3420, 3530, 3640], wait: [12, 12, 12, 24], increment: 110}
    gs7: {base: [3900, 4030, 4160, 4290, 4420], wait: [12, 12, 12, 24], increment: 130}
entry: gs5
reviews: {monthly: {every: month}}
indices: {annual: {steps: {2028-01: 2%}, on: base}}
tables: {round: 1}
"""


def test_a_general_schedule(tmp_path: Path) -> None:
    """Steps after 12 months of their own clock, which a quality step does not restart; the January table; two steps."""
    scheme = scenes.scheme_of(tmp_path, SCHEDULE + """
moves:
  - {id: wgi, from: service, to: same, step: next, review: monthly,
     when: ["min(months_since(wgi), months_since_promotion) >= own.wait"]}
  - {id: qsi, from: service, to: same, step: next, review: monthly, when: [award > 0]}
  - {id: up, from: gs5, to: gs7, review: monthly, step: step_of(base + 2 * own.increment), when: [month == 26]}
""")  # fmt: skip
    awards = [1 if month == 5 else 0 for month in range(1, 31)]
    rows = "person,month,months_employed,months_in_grade,award\n" + "".join(
        f"a,{month},{0 if month == 1 else ''},{0 if month == 1 else ''},{award}\n"
        for month, award in enumerate(awards, 1)
    )
    trace = ls.trace(scheme, pd.read_csv(io.StringIO(rows), dtype=object))
    told = trace[trace.event.isin(["regrade", "table", "pay", "promotion"])]
    pays = {row.month: float(row.reason.removeprefix("base ")) for row in told.itertuples() if row.event == "pay"}
    assert [(row.month, row.move) for row in told.itertuples() if row.event in ("regrade", "promotion")] == [
        (6, "qsi"), (13, "wgi"), (25, "wgi"), (27, "up"),
    ]  # fmt: skip
    # January 2028: 3,310 × 1.02 = 3,376 and a step more, 3,420 × 1.02 = 3,488; then 3,601 and 3,601 + 220 → 3,978
    assert pays == {1: 3200, 6: 3310, 13: 3488, 25: 3601, 27: 3978}


def test_pay_by_grade_and_years_of_service(tmp_path: Path) -> None:
    scheme = """
ladder: {service: {junior: {base: [3826, 3982, 4141]}}}
moves: [{id: longevity, from: junior, to: same, review: monthly, step: 1 + floor(years_employed / 2),
         when: [years_employed >= 2 * step]}]
"""
    run = play(tmp_path, scheme, "people: {grades: {junior: 1}, attributes: {months_employed: 0}}\nhiring: none\n",
               months=60)  # fmt: skip
    assert by_change(paid(run)) == {1: 3826, 25: 3982, 49: 4141}


def test_a_starting_point_by_earlier_service(tmp_path: Path) -> None:
    """30 months of service elsewhere: the second point; 50: the third."""
    for months, pay in ((0, 2500), (30, 2700), (50, 3000)):
        people = f"people: {{grades: {{junior: 1}}, attributes: {{experience_months: {months}}}}}\n"
        people += "hiring: {fixed: 12 a year}\n"
        run = play(tmp_path, BAND_5 + "entry_step: 1 + min(2, floor(experience_months / 24))\n", people, months=1)
        assert paid(run) == [2500.0 + pay]
