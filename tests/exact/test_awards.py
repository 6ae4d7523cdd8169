"""Awards without a raise: counted by rules within a time, seen in traces and moves, and no raise to any clock."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import ladder_sim as ls
from tests import scenes

SCHEME = """
ladder: {{service: {{junior: {{base: 4000}}, senior: {{base: 5000}}}}}}
entry: junior
reviews: {{monthly: {{every: month}}, quarterly: {{every: quarter}}}}
moves:
  - {{id: star, from: any, to: same, review: quarterly, when: [kpi >= 90], award: 500}}
  - {{id: up, from: junior, to: senior, review: monthly, when: ["{rule}"]}}
"""


def told(folder: Path, rule: str, kpi: str, months: int = 27) -> pd.DataFrame:
    rows = [{"person": "an", "month": month, "kpi": value, "grade": "junior", "months_in_grade": 24,
             "months_employed": 24} for month, value in enumerate(scenes.series(kpi, months), 1)]  # fmt: skip
    return ls.trace(scenes.scheme_of(folder, SCHEME.format(rule=rule)), pd.DataFrame(rows))


def happened(rows: pd.DataFrame, event: str) -> list[int]:
    return [int(row.month) for row in rows[(rows.event == event)].itertuples()]


@pytest.mark.parametrize(
    ("rule", "kpi", "month"),
    [
        # reviews of months 3, 6, 9: awards take effect on the first of 4, 7, 10; the third counts at the end of 10
        ("times_in(star, 24) >= 3", "9*90 70", 11),
        # the first of month 4 is within the twelve months that end with month 15, not within those ending with 16
        ("month >= 15 and times_in(star, 12) >= 3", "9*90 70", 16),
        ("month >= 16 and times_in(star, 12) >= 3", "9*90 70", None),
        ("month == 16 and times_in(star, 12) == 2 and times(star) == 3", "9*90 70", 17),
        # this calendar year: those of months 4, 7, 10 are last year's in month 13
        ("month == 12 and times_in(star, this_year) == 3", "9*90 70", 13),
        ("month == 13 and times_in(star, this_year) == 0", "9*90 70", 14),
        ("month == 10 and times_in(star, this_quarter) == 1", "9*90 70", 11),
        # no raise: the clock of raises has run since the hire
        ("month == 10 and months_since_regrade == 34", "9*90 70", 11),
    ],
)
def test_a_record_shows_how_often_within_a_time(tmp_path: Path, rule: str, kpi: str, month: int | None) -> None:
    rows = told(tmp_path, rule, kpi)
    assert happened(rows, "honor") == [4, 7, 10]
    assert happened(rows, "award") == [4, 7, 10]
    assert happened(rows, "promotion") == ([] if month is None else [month])


def test_a_trace_a_card_and_words_tell_it(tmp_path: Path) -> None:
    rows = told(tmp_path, "times_in(star, 24) >= 3", "9*90 70")
    (reason,) = rows[rows.event == "promotion"].reason
    assert "times_in(star, 24) 3 >= 3" in reason
    card = str(ls.describe(scenes.scheme_of(tmp_path, SCHEME.format(rule="times_in(star, 24) >= 3"))))
    assert "“star” at least 3 times in the last 24 months" in card and "award without a raise" in card


def test_who_is_hired_later_has_no_awards_of_before(tmp_path: Path) -> None:
    """Two awards within two months of service count, though the window is of two years."""
    scheme = scenes.scheme_of(tmp_path, SCHEME.format(rule="times_in(star, 24) >= 2"))
    rows = [{"person": "bo", "month": month, "kpi": 95, "grade": "junior"} for month in range(5, 13)]
    rows += [{"person": "an", "month": month, "kpi": 50, "grade": "junior"} for month in range(1, 13)]
    told = ls.trace(scheme, pd.DataFrame(rows))
    assert [(row.person, row.month) for row in told[told.event == "promotion"].itertuples()] == [("bo", 11)]


@pytest.mark.parametrize(
    ("move", "kind"),
    [
        ("award: 500", "honor"), ("award: 500, pay: keep", "honor"), ("award: 500, pay: base * 1.05", "regrade"),
        ("pay: base * 1.05", "regrade"), ("award: 500, kind: regrade", "regrade"),
    ],
)  # fmt: skip
def test_the_kind_follows_from_what_is_paid(tmp_path: Path, move: str, kind: str) -> None:
    text = SCHEME.format(rule="kpi > 0").replace("award: 500", move)
    assert scenes.scheme_of(tmp_path, text).moves[0].kind == kind


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("times_in(star, so_far) >= 3", "for how often since the hire write times(…)"),
        ("times_in(stars, 12) >= 3", "did you mean 'star'?"),
        ("times_in(star, 0) >= 3", "a whole number from 1 to 240"),
    ],
)
def test_faults_are_told(tmp_path: Path, rule: str, says: str) -> None:
    with pytest.raises(ls.LadderError) as error:
        scenes.scheme_of(tmp_path, SCHEME.format(rule=rule))
    assert says in str(error.value)
