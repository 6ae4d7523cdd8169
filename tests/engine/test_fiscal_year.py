"""The organization's year: scores, reviews, windows, words and reports follow the month in which it begins."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import scenes

import ladder_sim as ls
from ladder_sim.core.problems import LadderError
from ladder_sim.expressions import fiscal
from ladder_sim.results.years import year_names, years_of

SCHEME = """\
year_starts: {starts}
ladder: {{service: {{junior: {{role: agent, base: 4000}}, senior: {{role: agent, base: 5000}}}}}}
entry: junior
scores:
  half: {{every: half-year, value: "total(kpi, this_year)"}}
  annual: {{every: year, value: "total(kpi, this_year)"}}
  quarterly: {{every: quarter, value: "total(kpi, this_quarter)"}}
reviews: {{monthly: {{every: month}}, yearly: {{every: year}}}}
moves:
  - {{id: up, from: junior, to: senior, review: yearly, when: ["months_in_grade >= 1"]}}
pay:
  so_far: {{amount: "total(kpi, this_year)"}}
  words: {{amount: "10000 * fiscal_year + 100 * month_of_fiscal_year + fiscal_quarter"}}
"""


def traced(folder: Path, starts: str) -> pd.DataFrame:
    """A person with 1 point in each of 24 months from January 2027."""
    scheme = scenes.scheme_of(folder, SCHEME.format(starts=starts))
    rows = [{"person": "a", "month": m, "kpi": 1} for m in range(1, 25)]
    return ls.trace(scheme, pd.DataFrame(rows))


def scored(told: pd.DataFrame, name: str) -> dict[int, str]:
    rows = told[(told.event == "score") & told.reason.astype(str).str.startswith(f"{name} ")]
    return {int(row.month): str(row.reason).split()[1].rstrip(",;:") for row in rows.itertuples()}


def test_scores_of_a_year_from_april_close_in_march(tmp_path: Path) -> None:
    told = traced(tmp_path, "april")
    assert list(scored(told, "annual")) == [3, 15]  # March 2027 and 2028; a value that does not change has no line
    assert next(iter(scored(told, "quarterly"))) == 3
    assert list(scored(told, "half"))[:3] == [3, 9, 15]
    assert list(told[told.event == "promotion"].month) == [4]


def test_the_last_review_of_a_year_from_january_is_in_december(tmp_path: Path) -> None:
    told = traced(tmp_path, "1")
    assert list(told[told.event == "promotion"].month) == [13]
    assert next(iter(scored(told, "annual"))) == 12


def test_this_year_begins_anew_in_april(tmp_path: Path) -> None:
    told = traced(tmp_path, "4")
    paid = told[told.event == "pay"]
    value = {int(r.month): dict(p.split() for p in str(r.reason).split("; ")) for r in paid.itertuples()}
    # pay is settled before the month closes: what has closed in the year then
    assert float(value[9]["words"]) == 10000 * 2027 + 100 * 6 + 2  # September 2027
    assert float(value[2]["words"]) == 10000 * 2026 + 100 * 11 + 4
    assert float(value[15]["words"]) == 10000 * 2027 + 100 * 12 + 4  # March 2028
    assert float(value[16]["words"]) == 10000 * 2028 + 100 * 1 + 1


@pytest.mark.parametrize("starts", range(1, 13))
def test_months_quarters_and_years_of_every_beginning(starts: int) -> None:
    seen = [
        (fiscal.year(date, starts), fiscal.quarter(date, starts), fiscal.month(date, starts))
        for date in ((m, (m + 2) // 3, y) for y in (2027, 2028) for m in range(1, 13))
    ]
    assert seen == sorted(seen)
    assert all(quarter == (month + 2) // 3 for _, quarter, month in seen)
    assert seen[starts - 1] == (2027, 1, 1)


def test_an_unknown_month_is_told_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(LadderError, match=r"s\.yaml:2.*must be a month such as 'next January' or 1 to 12, got 'aprl'"):
        scenes.scheme_of(tmp_path, SCHEME.format(starts="aprl"))


def test_reports_cut_the_run_at_the_years(tmp_path: Path) -> None:
    workforce = scenes.workforce_of(
        tmp_path,
        """\
        start: 2027-01-01
        people: {headcount: 4}
        metrics: {kpi: {normal: {mean: 75, within: 5}}}
        attrition: {base: {0: 0.01}}
        hiring: {keep: headcount}
        """,
    )
    one = scenes.scheme_of(tmp_path, SCHEME.format(starts="april"), "one")
    two = scenes.scheme_of(tmp_path, SCHEME.format(starts="april").replace("5000", "5100"), "two")
    found = ls.compare([one, two], workforce, months=30, replications=2, seed=1)
    assert years_of(found) == [(0, 3), (3, 15), (15, 27), (27, 30)]
    assert year_names(found) == ["FY2026/27 (3 months)", "FY2027/28", "FY2028/29", "FY2029/30 (3 months)"]


def test_the_card_and_the_difference_tell_it(tmp_path: Path) -> None:
    april = scenes.scheme_of(tmp_path, SCHEME.format(starts="april"), "april")
    usual = scenes.scheme_of(tmp_path, SCHEME.format(starts="january"), "usual")
    assert "the year begins in" in str(ls.describe(april))
    assert "the year begins in" not in str(ls.describe(usual))
    assert "first month of the year 1 -> 4" in ls.diff(usual, april)
