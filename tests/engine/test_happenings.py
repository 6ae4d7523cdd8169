"""Clocks, counters and windows of one named move: known answers, to the month."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from scenes import scheme_of

import ladder_sim as ls
from ladder_sim.scenarios.loading import check_file

LADDER = """
ladder:
  desk: {a: {base: 3000}, b: {base: 4000}, c: {base: 5000}, d: {base: 6000}}
entry: a
reviews: {monthly: {every: month}, half: {every: half-year}, yearly: {every: year}}
"""


def played(folder: Path, text: str, months: int, **columns: Any) -> list[tuple[str, str, int]]:
    """(event, move, month) of one person; columns: a value for all months, or one for each."""
    table = {name: value if isinstance(value, list) else [value] * months for name, value in columns.items()}
    record = pd.DataFrame({"person": "p", "month": range(1, months + 1), **table})
    rows = ls.trace(scheme_of(folder, LADDER + text), record)
    events = ("promotion", "demotion", "regrade", "dismissal", "lateral move", "retirement", "exit")
    return [(row.event, row.move, row.month) for row in rows.itertuples() if row.event in events]


def test_a_raise_out_of_turn_leaves_the_wait_of_the_regular_one(tmp_path: Path) -> None:
    """A quality raise in month 10 does not begin the wait of the yearly raise anew: it comes in months 13 and 25."""
    text = """
moves:
  - {id: quality, from: desk, to: same, review: monthly, pay: {raise: 100}, when: [praise_customer > 0]}
  - id: yearly_raise
    from: desk
    to: same
    review: monthly
    pay: {raise: 50}
    when: [months_since(yearly_raise) >= 12]
"""
    praise = [1 if month == 9 else 0 for month in range(1, 26)]
    told = played(tmp_path, text, 25, praise_customer=praise)
    assert told == [("regrade", "quality", 10), ("regrade", "yearly_raise", 13), ("regrade", "yearly_raise", 25)]


def test_times_and_the_wait_after_so_many(tmp_path: Path) -> None:
    text = """
moves:
  - {id: up, from: desk, to: same, review: monthly, pay: {raise: 50}, when: [times(up) < 2, months_since(up) >= 3]}
"""
    assert played(tmp_path, text, 12) == [("regrade", "up", 4), ("regrade", "up", 7)]


def test_a_board_below_the_zone_is_no_failure_of_selection(tmp_path: Path) -> None:
    """Due from month 24 on: boards in months 24 and 36 fail, that of month 12 is none; out in month 37."""
    text = """
moves:
  - {id: below_zone, from: a, to: b, review: yearly, when: [months_in_grade >= 12, kpi >= 200]}
  - {id: in_zone, from: a, to: b, review: yearly, when: [months_in_grade >= 24, kpi >= 90]}
  - {id: out, from: a, to: exit, review: monthly, when: [attempts(in_zone) >= 2]}
"""
    assert played(tmp_path, text, 40, kpi=50) == [("dismissal", "out", 38)]


@pytest.mark.parametrize(
    "wait",
    [
        "months_in_grade >= 12 + 6 * shield",
        "months_in_grade - 6 * shield >= 12",
        "months_in_grade >= (18 if shield else 12)",
        "years_in_grade >= 1 + 0.5 * shield",
        "12 + 6 * shield <= months_in_grade",
        "not months_in_grade < 12 + 6 * shield",
    ],
)
def test_who_is_not_due_fails_no_attempt_however_the_wait_is_written(tmp_path: Path, wait: str) -> None:
    """With a stop of half a year the first attempt is that of month 18, and the person is out after that one."""
    text = f"""
tokens: {{shield: {{review: monthly, earn: month == 2}}}}
moves:
  - {{id: up, from: a, to: b, review: half, when: ["{wait}", kpi >= 90]}}
  - {{id: out, from: a, to: exit, review: monthly, when: [attempts(up) >= 1]}}
"""
    assert played(tmp_path, text, 24, kpi=50) == [("dismissal", "out", 20)]


def test_a_condition_may_be_said_to_be_a_wait_or_none(tmp_path: Path) -> None:
    text = """
moves:
  - {id: up, from: a, to: b, review: monthly, when: [{if: praise_customer > 0, due: true}, kpi >= 90]}
  - {id: out, from: a, to: exit, review: monthly, when: [attempts(up) >= 1]}
"""
    praise = [1 if month == 5 else 0 for month in range(1, 11)]
    assert played(tmp_path, text, 10, kpi=50, praise_customer=praise) == [("dismissal", "out", 7)]


def test_points_are_counted_anew_after_a_promotion(tmp_path: Path) -> None:
    """20 points each half-year: 40 for the first step are there in month 12, 60 anew in month 30."""
    text = """
scores: {points: {every: half-year, value: 20}}
moves:
  - {id: first_step, from: a, to: b, review: half, when: ["total(points, since_promotion) >= 40"]}
  - {id: second_step, from: b, to: c, review: half, when: ["total(points, since(first_step)) >= 60"]}
"""
    text = text.replace("value: 20", "value: 20 + 0 * kpi")
    told = played(tmp_path, text, 36, kpi=80)
    assert told == [("promotion", "first_step", 13), ("promotion", "second_step", 31)]


@pytest.mark.parametrize(("rule", "month"), [
    ("mean(kpi, since(up)) >= 80", 6), ("lowest(kpi, since(up)) >= 80", 6), ("highest(kpi, since(up)) >= 90", 7),
    ("count(kpi >= 80, since(up)) >= 3", 8), ("total(kpi, since_move) >= 160", 7),
])  # fmt: skip
def test_windows_since_a_move(tmp_path: Path, rule: str, month: int) -> None:
    """Up on the first of month 5; KPI 50 until then, 80 in month 5, 90 from month 6 on."""
    text = f"""
moves:
  - {{id: up, from: a, to: b, review: monthly, when: [month == 4]}}
  - {{id: on, from: b, to: c, review: monthly, when: ["{rule}"]}}
"""
    kpi = [50] * 4 + [80] + [90] * 6
    assert played(tmp_path, text, 11, kpi=kpi) == [("promotion", "up", 5), ("promotion", "on", month)]


def test_a_window_since_a_month_of_the_calendar(tmp_path: Path) -> None:
    """The run begins in January 2027; from 2027-04 on the points count: 30 in April, May, June."""
    text = """
moves:
  - {id: up, from: a, to: b, review: monthly, when: ["total(kpi, since('2027-04')) >= 30"]}
"""
    assert played(tmp_path, text, 8, kpi=10) == [("promotion", "up", 7)]


def test_last_months_level_decides_this_months(tmp_path: Path) -> None:
    """Up a level in a good month, down in a bad one, from 1: 2, 3, 2, 3, 4 in months 1 to 5."""
    text = """
scores:
  grip: {every: month, first: 1, value: "min(5, ago(grip, 1) + 1) if kpi >= 80 else max(1, ago(grip, 1) - 1)"}
moves:
  - {id: up, from: a, to: b, review: monthly, when: [grip >= 4]}
"""
    assert played(tmp_path, text, 8, kpi=[80, 90, 70, 80, 80, 80, 80, 80]) == [("promotion", "up", 6)]


@pytest.mark.parametrize(("rule", "month"), [
    ("ago(kpi, 2) >= 90", 6), ("ago(kpi >= 90, 1)", 5), ("ago(grade, 1) == b", 5), ("ago(letter, 1) == 'A'", 7),
])  # fmt: skip
def test_anything_as_it_was(tmp_path: Path, rule: str, month: int) -> None:
    """KPI 90 in month 3 alone; in grade b from the first of month 3; the letter of the first quarter is A."""
    text = f"""
scores: {{letter: {{every: quarter, value: "'A' if kpi >= 90 else 'B'"}}}}
moves:
  - {{id: up, from: a, to: b, review: monthly, when: [month == 2]}}
  - {{id: on, from: b, to: c, review: monthly, when: ["{rule}"]}}
"""
    kpi = [50, 50, 90] + [50] * 6
    assert played(tmp_path, text, 9, kpi=kpi) == [("promotion", "up", 3), ("promotion", "on", month)]


def test_how_often_and_how_long_after_a_failed_exam(tmp_path: Path) -> None:
    """Two tries, the second a year after the first: failed in months 6 and 18."""
    text = """
moves:
  - id: exam
    from: a
    to: b
    review: monthly
    when:
      - months_in_grade >= 6 and times(exam) == 0
      - failed(exam) < 2
      - failed(exam.panel) == 0 or months_since(failed(exam)) >= 12
    stages: [{stage: panel, pass: 0.5}]
  - {id: out, from: a, to: exit, review: monthly, when: [failed(exam) >= 2]}
"""
    assert played(tmp_path, text, 30, **{"stage:panel": "no"}) == [("dismissal", "out", 20)]


@pytest.mark.parametrize(("rule", "said"), [
    ("months_since(promotion) >= 3", "write months_since_promotion"),
    ("months_since(upp) >= 3", "did you mean 'up'"),
    ("failed(up) >= 1", "has no stages"),
    ("failed(exam.pannel) >= 1", "did you mean 'panel'"),
    ("total(kpi, since(3)) >= 1", "is no happening"),
    ("ago(kpi, 0) >= 1", "1 to 240"),
    ("attempts(nobody) >= 1", "is no move"),
])  # fmt: skip
def test_a_happening_that_is_none_is_told_with_what_there_is(tmp_path: Path, rule: str, said: str) -> None:
    text = f"""
moves:
  - {{id: up, from: a, to: b, review: monthly, when: ["{rule}"]}}
  - {{id: exam, from: a, to: b, review: monthly, stages: [{{stage: panel, pass: 0.5}}]}}
"""
    with pytest.raises(ls.LadderError, match=said):
        scheme_of(tmp_path, LADDER + text)


def test_check_warns_of_attempts_at_a_move_that_has_no_wait(tmp_path: Path) -> None:
    text = """
moves:
  - {id: up, from: a, to: b, review: monthly, when: [%s]}
  - {id: out, from: a, to: exit, review: monthly, when: [attempts(up) >= 2]}
"""
    for when, warned in (("kpi >= 90", True), ("{if: kpi >= 90, due: true}", False), ("months_in_grade >= 3", False)):
        path = tmp_path / "s.yaml"
        path.write_text(f"scheme: s{LADDER}{text % when}", encoding="utf-8")
        found = [str(problem) for problem in check_file(path).warnings]
        assert any("no waiting time" in problem for problem in found) == warned, when


TWO_REVIEWS = """
moves:
  - {id: up, from: desk, to: next, review: yearly, when: ["kpi >= 80", years_since(up) >= 2]}
  - {id: out_of_turn, from: desk, to: next, review: half, counts_as: up, when: ["kpi >= 95", months_since(up) >= 6]}
"""


def test_one_promotion_in_two_reviews_with_lines_of_their_own(tmp_path: Path) -> None:
    """Out of turn in July (month 7); the yearly review counts two years from then on: month 37, not 25."""
    kpi = [95.0] * 6 + [85.0] * 34
    told = played(tmp_path, TWO_REVIEWS, 40, kpi=kpi)
    assert told == [("promotion", "out_of_turn", 7), ("promotion", "up", 37)]
    alone = TWO_REVIEWS.replace("counts_as: up, ", "")
    assert played(tmp_path, alone, 40, kpi=kpi) == [("promotion", "out_of_turn", 7), ("promotion", "up", 25)]


def test_attempts_and_failures_of_either_review_are_counted_together(tmp_path: Path) -> None:
    text = """
moves:
  - {id: up, from: a, to: b, review: yearly, when: ["kpi >= 80"]}
  - {id: out_of_turn, from: a, to: b, review: half, counts_as: up, when: ["kpi >= 95"]}
  - {id: out, from: a, to: exit, review: monthly, when: ["attempts(up) >= 3 and attempts(out_of_turn) == 2"]}
"""
    # June: one; December: one in each review; in January nobody has been tested again
    assert played(tmp_path, text, 14, kpi=70.0) == [("dismissal", "out", 14)]
    text = """
moves:
  - {id: up, from: a, to: b, review: yearly, stages: [{stage: exam, pass: 0}]}
  - {id: out_of_turn, from: a, to: b, review: half, counts_as: up, stages: [{stage: exam, pass: 0}]}
  - {id: out, from: a, to: exit, review: monthly, when: ["failed(up.exam) >= 1"]}
"""
    assert played(tmp_path, text, 10) == [("dismissal", "out", 8)]


def test_what_a_move_may_count_as(tmp_path: Path) -> None:
    for name, said in (("upp", "did you mean 'up'"), ("out_of_turn", "must be another move")):
        path = tmp_path / "s.yaml"
        path.write_text("scheme: s\n" + LADDER + TWO_REVIEWS.replace("counts_as: up", f"counts_as: {name}"), "utf-8")
        (fault,) = [str(problem) for problem in check_file(path).errors]
        assert "moves[1].counts_as" in fault and said in fault
    card = str(ls.describe(scheme_of(tmp_path, LADDER + TWO_REVIEWS)))
    assert "counts as “up”" in card
