"""What is settled when somebody leaves, to the cent: a course repaid in part, a payment in proportion to the year."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scenes

import ladder_sim as ls
from ladder_sim.core.problems import LadderError

BOND = """
attributes: {trained: {shares: {not_yet: 1, course_done: 0}}}
ladder: {service: {junior: {base: 4000}, senior: {base: 5000}}}
entry: junior
reviews: {training: {every: year, month: 3}, monthly: {every: month}}
moves:
  - {id: course, from: any, to: same, review: training, when: [trained == not_yet], set: {trained: course_done}}
  - {id: out, from: any, to: exit, review: monthly, severance: none, when: [kpi < 50]}
  - {id: retired, from: any, to: exit, cause: retirement, review: monthly, when: [kpi > 95]}
pay:
  bond:
    amount: -12000 * max(0, 24 - months_since(course)) / 24
    when: times(course) >= 1
    at_exit: [voluntary, dismissal]
  thirteenth: {amount: base * month_of_year / 12, at_exit: any, for: senior}
"""


def paid(folder: Path, kpi: dict[str, list[float]], grade: str = "junior") -> dict[str, list[tuple[int, str, str]]]:
    """What is paid besides base, by person: month, part and amount."""
    scheme = scenes.scheme_of(folder, BOND)
    rows = [{"person": name, "month": month, "kpi": value, "grade": grade, "trained": "not_yet"}
            for name, values in kpi.items() for month, value in enumerate(values, 1)]  # fmt: skip
    told = ls.trace(scheme, pd.DataFrame(rows))
    found = told[(told.event == "pay") & ~told.reason.astype(str).str.startswith("base")]
    return {name: [(int(m), *str(r).split(" ", 1)) for m, r in zip(own.month, own.reason, strict=True)]
            for name, own in found.groupby("person", observed=True)}  # fmt: skip


def test_a_share_of_a_course_is_paid_back_that_falls_by_the_month(tmp_path: Path) -> None:
    """The course is over on 1 April; who leaves on 1 May, 1 November or after two years has had 1, 7 or 24 months."""
    early = [80.0] * 3 + [40.0]
    found = paid(tmp_path, {"early": early, "later": [80.0] * 9 + [40.0], "late": [80.0] * 27 + [40.0]})
    assert found == {"early": [(5, "bond", "-11500")], "later": [(11, "bond", "-8500")]}
    # who has had no course owes nothing, nor who retires
    assert paid(tmp_path, {"none": [80.0, 40.0, 80.0], "old": [80.0] * 5 + [96.0, 80.0]}) == {}


def test_a_payment_in_proportion_to_the_year(tmp_path: Path) -> None:
    """A senior who leaves or retires on 1 November is paid eleven twelfths: the rule counts the month begun."""
    found = paid(tmp_path, {"out": [80.0] * 9 + [40.0], "old": [80.0] * 9 + [96.0]}, grade="senior")
    assert found["out"] == [(11, "bond", "-8500"), (11, "thirteenth", "4583.333333")]
    assert found["old"] == [(11, "thirteenth", "4583.333333")]


PEOPLE = {
    "workforce": "w", "start": "2027-01", "people": {"headcount": 40, "roles": {"agent": 1}},
    "metrics": {"kpi": {"normal": {"mean": 70, "between": 3, "within": 3}}}, "hiring": "none",
    "attrition": {"hazard": 0.03}, "costs": {"employer_load": 0.3},
}  # fmt: skip


def test_leavers_of_their_own_will_pay_back_too_and_no_contributions_are_due(tmp_path: Path) -> None:
    with_bond, without = (
        scenes.scheme_of(tmp_path, text) for text in (BOND, BOND[: BOND.index("pay:")])
    )  # fmt: skip
    people = ls.load_workforce(PEOPLE)
    run, bare = (ls.simulate(one, people, months=18, replications=3) for one in (with_bond, without))
    assert np.array_equal(run.counts.exits, bare.counts.exits) and np.array_equal(run.counts.moves, bare.counts.moves)
    parts = [part for part, _ in run.axes.parts]
    back = run.counts.pay[..., parts.index("bond")].sum(axis=2)
    left = run.counts.exits[..., 0].sum(axis=2)  # voluntary, on the month's last evening
    # all were in the course in March: at the end of month m so many months are over since 1 April
    each = [0.0] * 3 + [-12000 * (24 - (month - 3)) / 24 for month in range(4, 19)]
    assert np.allclose(back, left * np.array(each)) and (back < 0).any()
    assert np.array_equal(run.counts.costs, bare.counts.costs)
    monthly = np.delete(run.counts.pay, [parts.index("bond"), parts.index("thirteenth")], axis=3)
    assert np.array_equal(monthly, bare.counts.pay)


def test_contributions_are_of_monthly_pay_where_people_leave_on_the_first(tmp_path: Path) -> None:
    people = ls.load_workforce({**PEOPLE, "metrics": {"kpi": {"normal": {"mean": 52, "between": 3, "within": 3}}}})
    without = BOND[: BOND.index("pay:")]
    run, bare = (
        ls.simulate(scenes.scheme_of(tmp_path, text), people, months=12, replications=2) for text in (BOND, without)
    )
    assert run.counts.exits[..., 1].sum() > 0 and np.array_equal(run.counts.costs, bare.counts.costs)


def test_card_difference_and_faults(tmp_path: Path) -> None:
    card = str(ls.describe(scenes.scheme_of(tmp_path, BOND)))
    assert "(once, when somebody leaves: voluntary, dismissal)" in card.replace("\n", " ")
    assert "(once, when somebody leaves: whatever the cause)" in card
    with pytest.raises(LadderError, match=r"pay\.bond\.at_exit.*must be one of .*got 'quits'"):
        scenes.scheme_of(tmp_path, BOND.replace("[voluntary, dismissal]", "quits"))
