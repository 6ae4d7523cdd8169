"""Review dates, stages, working days, capacity, second dates, leavers, and when a move takes effect."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scenes

from ladder_sim.experiment.simulation import simulate
from ladder_sim.model.expression import Period
from ladder_sim.plan.calendar import Calendar
from ladder_sim.results.run import Run

SCHEME = """
ladder:
  main:
    a: {base: 1, role: agent}
    b: {base: 2, role: agent}
  apart: {z: {base: 1, role: agent}}
entry: a
reviews:
  once: {every: year, month: 1}
  monthly: {every: month}
  december: {every: year, effective: next January}
  half: {every: half-year, month: 6, effective: next January}
signals: {mark: {at: exam, value: 80}, skill: {value: 1}}
moves:
  - {id: up, from: a, to: b, %s}
"""


def play(
    folder: Path, move: str, *, people: int = 6, months: int = 12, more: str = "", events: bool = False, **scene: str
) -> Run:
    """A move of everybody in grade a, from a scene that starts in January 2027 unless it says otherwise."""
    rules = scenes.scheme_of(folder, SCHEME % move + scene.get("scheme", ""))
    start = scene.get("start", "2027-01-01")
    crew = f"start: {start}\npeople: {{grades: {{a: {people}}}}}\nhiring: none\n{more}"
    workforce = scenes.workforce_of(folder, crew, roster=scene.get("roster", ""))
    return simulate(rules, workforce, months=months, replications=int(scene.get("replications", 1)), events=events)


def effects(run: Run, move: str = "up") -> dict[int, int]:
    """Month of effect -> people."""
    by_month = scenes.moved(run, move).sum(axis=0)
    return {month + 1: int(n) for month, n in enumerate(by_month) if n}


# --- the calendar -------------------------------------------------------------------------------

CALENDAR = Calendar(dt.date(2027, 2, 1), (dt.date(2027, 2, 17), dt.date(2027, 4, 5)))


def test_months_of_the_run_are_months_of_the_year() -> None:
    assert (
        CALENDAR.month(1) == (2, 1, 2027) and CALENDAR.month(11) == (12, 4, 2027) and CALENDAR.month(12) == (1, 1, 2028)
    )
    assert CALENDAR.month(0) == (1, 1, 2027) and CALENDAR.month(-1) == (12, 4, 2026)
    assert CALENDAR.first_day(1) == 0 and CALENDAR.first_day(2) == 28 and CALENDAR.first_day(12) == 334
    for day in (0, 27.9, 28, 58.5, 59):
        assert CALENDAR.first_day(CALENDAR.month_of(day)) <= day < CALENDAR.first_day(CALENDAR.month_of(day) + 1)


@pytest.mark.parametrize(
    ("begin", "days", "end"),
    [
        ("2027-02-28", 1, "2027-03-01"),  # a Sunday evening: Monday is the first day
        ("2027-02-26", 1, "2027-03-01"),  # Friday evening
        ("2027-02-28", 5, "2027-03-05"),
        ("2027-02-28", 6, "2027-03-08"),
        ("2027-02-16", 1, "2027-02-18"),  # the 17th is a holiday
        ("2027-02-12", 5, "2027-02-22"),
        ("2027-03-31", 3, "2027-04-06"),  # the 5th of April too
        ("2027-03-31", 0, "2027-03-31"),
    ],
)
def test_working_days(begin: str, days: int, end: str) -> None:
    day = (dt.date.fromisoformat(begin) - dt.date(2027, 2, 1)).days
    assert CALENDAR.date(CALENDAR.after_working_days(day + 0.9, days)).isoformat() == end


@pytest.mark.parametrize(
    ("period", "months"),
    [
        (Period(), list(range(1, 25))),
        (Period(3), [2, 5, 8, 11, 14, 17, 20, 23]),  # March, June, …
        (Period(6), [5, 11, 17, 23]),
        (Period(6, month=8), [1, 7, 13, 19]),
        (Period(12), [11, 23]),
        (Period(12, month=2), [1, 13]),
        (Period(3, natural=False), [3, 6, 9, 12, 15, 18, 21, 24]),
    ],
)
def test_when_periods_close(period: Period, months: list[int]) -> None:
    assert [month for month in range(1, 25) if CALENDAR.closes(period, month)] == months


# --- when a move takes effect -------------------------------------------------------------------


def test_without_stages_on_the_first_of_the_next_month(tmp_path: Path) -> None:
    assert effects(play(tmp_path, "review: once")) == {2: 6}


def test_the_month_that_the_review_names(tmp_path: Path) -> None:
    assert effects(play(tmp_path, "review: december", months=24)) == {13: 6}
    run = play(tmp_path, "review: half", months=24)
    assert effects(run) == {13: 6}  # June's, from January on
    assert scenes.outcomes(run, "up") == {6: {"moved": 6}, 12: {"case under way": 6}, 18: {}, 24: {}}


@pytest.mark.parametrize(
    ("days", "month"),
    [(0, 13), (20, 14), (21, 14), (22, 15), (42, 15), (43, 16)],
)  # December's review; January and February 2028 have 21 working days each
def test_stages_that_end_after_the_month_named(tmp_path: Path, days: int, month: int) -> None:
    run = play(tmp_path, f"review: december, stages: [{{stage: talk, days: {days}}}]", months=24)
    assert effects(run) == {month: 6}


@pytest.mark.parametrize(
    ("stages", "month"),
    [
        ([0], 2),
        ([1], 3),  # the first of February is a Monday
        ([20], 3),  # the 26th
        ([21], 4),  # the first of March
        ([5, 10, 5], 3),
        ([5, 10, 6], 4),
        ([0, 0, 3, 0], 3),
    ],
)
def test_the_first_of_the_month_after_the_last_stage(tmp_path: Path, stages: list[int], month: int) -> None:
    listed = ", ".join(f"{{stage: s{i}, days: {days}}}" for i, days in enumerate(stages))
    assert effects(play(tmp_path, f"review: once, stages: [{listed}]")) == {month: 6}


def test_holidays_prolong_a_stage(tmp_path: Path) -> None:
    run = play(tmp_path, "review: once, stages: [{stage: s, days: 20}]", more="holidays: [2027-02-08]\n")
    assert effects(run) == {4: 6}


def test_stages_of_different_lengths(tmp_path: Path) -> None:
    """Who knows the subject needs no course."""
    more = "metrics: {skill: {chance: 0.5}}\n"
    move = "review: once, stages: [{stage: course, days: '0 if skill else 30'}, {stage: talk, days: 1}]"
    run = play(tmp_path, move, people=200, more=more)
    found = effects(run)
    assert set(found) == {3, 4} and sum(found.values()) == 200 and 60 < found[3] < 140


# --- outcomes -----------------------------------------------------------------------------------


def test_a_mark_at_the_bar_passes(tmp_path: Path) -> None:
    for bar, outcome in ((80, "moved"), ("80.0000000001", "moved"), (80.1, "failed: exam"), (79.9, "moved")):
        move = f"review: once, stages: [{{stage: exam, days: 1, score: mark, at_least: {bar}}}]"
        assert scenes.outcomes(play(tmp_path, move), "up")[1] == {outcome: 6}


def test_votes_and_objections(tmp_path: Path) -> None:
    move = "review: once, stages: [{stage: vote, days: 1, pass: %s}, {stage: notice, days: 5, objection: %s}]"
    assert scenes.outcomes(play(tmp_path, move % (0, 0)), "up")[1] == {"failed: vote": 6}
    assert scenes.outcomes(play(tmp_path, move % (1, 1)), "up")[1] == {"failed: notice": 6}
    assert scenes.outcomes(play(tmp_path, move % (1, 0)), "up")[1] == {"moved": 6}
    run = play(tmp_path, move % (0.6, 0.25), people=4000)
    found = scenes.outcomes(run, "up")[1]
    for got, exact in ((found["failed: vote"] / 4000, 0.4), (found["moved"] / 4000, 0.45)):
        assert abs(got - exact) / np.sqrt(exact * (1 - exact) / 4000) < 4


def test_a_case_under_way_starts_no_other(tmp_path: Path) -> None:
    run = play(tmp_path, "review: monthly, stages: [{stage: talk, days: 45}]", months=8)
    assert scenes.outcomes(run, "up") == {
        1: {"moved": 6}, **{m: {"case under way": 6} for m in (2, 3, 4)}, **{m: {} for m in range(5, 9)}
    }  # fmt: skip
    assert effects(run) == {5: 6}  # the 2nd of April is the last day


def test_cases_open_at_the_end_are_under_way(tmp_path: Path) -> None:
    run = play(tmp_path, "review: once, stages: [{stage: talk, days: 45}]", months=2)
    assert scenes.outcomes(run, "up")[1] == {"under way": 6}
    run = play(tmp_path, "review: half", months=7)  # decided, and waiting for January
    assert scenes.outcomes(run, "up")[6] == {"under way": 6}


def test_failing_may_end_employment(tmp_path: Path) -> None:
    move = "review: once, stages: [{stage: exam, days: 3, pass: 0, fails_to: exit}]"
    run = play(tmp_path, move)
    assert scenes.outcomes(run, "up")[1] == {"failed: exam": 6}
    assert run.counts.exits[0, :, :, 1].sum(axis=1).tolist()[:4] == [0, 0, 6, 0]  # failed in February, out in March


def test_leavers_drop_out(tmp_path: Path) -> None:
    """Half leave each month; a stage of 42 days takes February and March."""
    run = play(
        tmp_path, "review: once, stages: [{stage: talk, days: 42}]", people=400, more="attrition: {hazard: 0.5}\n"
    )
    found = scenes.outcomes(run, "up")[1]
    reviewed = int(run.counts.headcount[0, 1, 0])
    assert set(found) == {"left", "moved"} and sum(found.values()) == reviewed
    ((month, moved),) = effects(run).items()
    assert month == 4 and moved == found["moved"] == int(run.counts.headcount[0, 3].sum())


def test_a_second_date(tmp_path: Path) -> None:
    """The exam of February is failed; a month later, on the first of March, it is sat again."""
    exam = "{stage: exam, days: 5, score: mark, at_least: 80, retake_after: 1 month%s}"
    more = "metrics: {mark: {at: exam, value: '%s'}}\n"
    move = f"review: once, stages: [{exam}, {{stage: notice, days: 5}}]"
    run = play(tmp_path, move % "", more=more % "0 if month == 2 else 90")
    assert effects(run) == {4: 6}
    run = play(tmp_path, move % "", more=more % "0 if month <= 3 else 90")
    assert scenes.outcomes(run, "up")[1] == {"failed: exam": 6} and effects(run) == {}
    run = play(tmp_path, move % ", retakes: 2", more=more % "0 if month <= 3 else 90")
    assert effects(run) == {5: 6}
    run = play(tmp_path, move % ", kept: 0", more=more % "0 if month == 2 else 90")
    assert scenes.outcomes(run, "up")[1] == {"failed: exam": 6}


def test_the_second_date_is_drawn_anew(tmp_path: Path) -> None:
    """Passing with 0.5, then again with 0.5: three quarters."""
    move = "review: once, stages: [{stage: exam, days: 5, pass: 0.5, retake_after: 1 month}]"
    found = scenes.outcomes(play(tmp_path, move, people=4000), "up")[1]
    assert abs(found["moved"] / 4000 - 0.75) / np.sqrt(0.1875 / 4000) < 4


# --- capacity -----------------------------------------------------------------------------------


def test_capacity_by_month_with_waiting(tmp_path: Path) -> None:
    """Ten cases, four a month: February, March and April, each a month later in force."""
    run = play(tmp_path, "review: once, stages: [{stage: exam, days: 5, capacity: 4 a month}]", people=10)
    assert effects(run) == {3: 4, 4: 4, 5: 2}
    assert scenes.outcomes(run, "up")[1] == {"moved": 10}


def test_capacity_of_a_stage_without_days_is_that_of_the_review_month(tmp_path: Path) -> None:
    run = play(tmp_path, "review: once, stages: [{stage: exam, capacity: 4 a month}]", people=10)
    assert effects(run) == {2: 4, 3: 4, 4: 2}


def test_who_waits_walks_the_whole_stage(tmp_path: Path) -> None:
    """Twenty working days from the first of the month on: those of March end on the 26th, and 25 in April."""
    run = play(tmp_path, "review: once, stages: [{stage: exam, days: 20, capacity: 4 a month}]", people=10)
    assert effects(run) == {3: 4, 4: 4, 5: 2}
    run = play(tmp_path, "review: once, stages: [{stage: exam, days: 25, capacity: 4 a month}]", people=10)
    assert effects(run) == {4: 4, 5: 4, 6: 2}
    run = play(tmp_path, "review: once, stages: [{stage: exam, days: 23, capacity: 4 a month}]", people=10)
    assert effects(run) == {4: 8, 6: 2}  # March has 23 working days, April 22


def test_rounds_share_the_capacity(tmp_path: Path) -> None:
    """January's round leaves six for March; nobody else fits in before them."""
    run = play(
        tmp_path,
        "review: monthly, when: month <= 2, seats: 6, stages: [{stage: exam, days: 5, capacity: 4 a month}]",
        people=12,
    )
    assert effects(run) == {3: 4, 4: 4, 5: 4}


def test_the_better_are_served_first(tmp_path: Path) -> None:
    roster = "person,hired,grade,age\n" + "\n".join(
        f"p{i},2026-01-01,a,{age}" for i, age in enumerate([31, 35, 33, 32, 34])
    )
    move = "review: once, order: age, award: age, stages: [{stage: exam, days: 5, capacity: 2 a month}]"
    rules = scenes.scheme_of(tmp_path, SCHEME % move)
    crew = "people: {roster: people.csv, attributes: {age: 30}}\nhiring: none\n"
    run = simulate(rules, scenes.workforce_of(tmp_path, crew, roster=roster), months=6, replications=2)
    award = [name for name, _ in run.axes.parts].index("award")
    assert run.counts.pay[:, :, :, award].sum(axis=2).round(6).tolist()[0][2:5] == [35 + 34, 33 + 32, 31]


# --- tokens and probations ----------------------------------------------------------------------

TWO = """
ladder: {main: {a: {base: 1, role: agent}, b: {base: 2, role: agent}, c: {base: 3, role: agent}}}
entry: a
reviews: {monthly: {every: month}}
"""


@pytest.mark.parametrize(
    ("token", "down", "outcomes"),
    [
        ("earn: month == 1, keep: 3 months", "month == 4", {4: "spared"}),  # the last month it holds
        ("earn: month == 1, keep: 3 months", "month == 5", {5: "moved"}),
        ("earn: month == 1, keep: forever", "month >= 5", {5: "spared", 6: "moved"}),  # spent once
        ("earn: month == 5", "month >= 5", {5: "spared", 6: "moved"}),  # earned before the moves of the same review
        ("earn: month <= 3, at_most: 2", "month >= 4", {4: "spared", 5: "spared", 6: "moved"}),
        ("earn: month <= 3, at_most: 1", "month >= 4", {4: "spared", 5: "moved"}),
        ("earn: 'month in [1, 6]', keep: 2 months, at_most: 2", "month >= 7", {7: "spared", 8: "moved"}),
    ],
)
def test_tokens_spare_and_are_spent(tmp_path: Path, token: str, down: str, outcomes: dict[int, str]) -> None:
    rules = f"tokens: {{shield: {{review: monthly, {token}}}}}\nmoves:\n"
    rules += f"  - {{id: down, from: b, to: a, review: monthly, when: {down}, spared_by: shield}}\n"
    crew = scenes.workforce_of(tmp_path, "people: {grades: {b: 3}}\nhiring: none\n")
    run = simulate(scenes.scheme_of(tmp_path, TWO + rules), crew, months=9, replications=1)
    found = {month: row for month, row in scenes.outcomes(run, "down").items() if set(row) - {"c1"}}
    assert found == {month: {reason: 3} for month, reason in outcomes.items()}


def test_who_is_spared_is_out_of_the_review(tmp_path: Path) -> None:
    rules = """
tokens: {shield: {review: monthly, earn: month == 1}}
moves:
  - {id: down, from: b, to: a, review: monthly, spared_by: shield}
  - {id: up, from: b, to: c, review: monthly}
"""
    crew = scenes.workforce_of(tmp_path, "people: {grades: {b: 3}}\nhiring: none\n")
    run = simulate(scenes.scheme_of(tmp_path, TWO + rules), crew, months=2, replications=1)
    assert scenes.outcomes(run, "up") == {1: {"moved otherwise": 3}, 2: {"moved otherwise": 3}}


@pytest.mark.parametrize(
    ("otherwise", "heads"), [("lower", [6, 0, 0, 0]), ("stay", [0, 0, 6, 0]), ("exit", [0, 0, 0, 6])]
)
def test_a_probation_that_is_not_passed_ends_cases_too(tmp_path: Path, otherwise: str, heads: list[int]) -> None:
    """Up in February on probation for two months; the next step, begun in February, would take effect in April."""
    rules = """
moves:
  - {id: up, from: a, to: b, review: monthly, when: month == 1, probation: {months: 2, confirm: false, otherwise: %s}}
  - {id: on, from: b, to: c, review: monthly, when: month == 2, stages: [{stage: talk, days: 5}]}
"""
    crew = scenes.workforce_of(tmp_path, "people: {grades: {a: 6}}\nhiring: none\n")
    run = simulate(scenes.scheme_of(tmp_path, TWO + rules % otherwise), crew, months=5, replications=1)
    assert scenes.outcomes(run, "on")[2] == {"moved" if otherwise == "stay" else "moved otherwise": 6}
    assert [*run.counts.headcount[0, 4].tolist(), int(run.counts.exits.sum())] == heads
    assert [info.kind for info in run.axes.moves][2:] == (["demotion"] if otherwise == "lower" else [])


def test_a_probation_of_no_months_is_none(tmp_path: Path) -> None:
    rules = """
parameters: {trial: {value: 2, from: 0, to: 6, integer: true}}
moves:
  - {id: up, from: a, to: b, review: monthly, when: month == 1, probation: {months: trial, confirm: false}}
"""
    crew = scenes.workforce_of(tmp_path, "people: {grades: {a: 6}}\nhiring: none\n")
    scheme = scenes.scheme_of(tmp_path, TWO + rules)
    heads = [simulate(one, crew, months=5, replications=1).counts.headcount[0, 4].tolist()
             for one in (scheme, scheme.with_(trial=0))]  # fmt: skip
    assert heads == [[0, 0, 0], [0, 6, 0]]


@pytest.mark.parametrize("explain", [False, True])
@pytest.mark.parametrize("when", ["[x > 0, months_in_grade >= 3]", "[months_in_grade >= 3, x > 0]"])
def test_attempts_count_once_the_waiting_time_is_served(tmp_path: Path, when: str, explain: bool) -> None:
    """Up or out: tried in vain in March and April, out with May's review, whatever the order of the conditions."""
    rules = f"""
signals: {{x: {{value: 0}}}}
moves:
  - {{id: up, from: a, to: b, review: monthly, when: {when}}}
  - {{id: out, from: a, to: exit, review: monthly, when: attempts >= 2}}
"""
    crew = scenes.workforce_of(tmp_path, "people: {grades: {a: 3, b: 40}}\nhiring: none\n")
    run = simulate(scenes.scheme_of(tmp_path, TWO + rules), crew, months=7, replications=1, explain=explain)
    assert [month for month, row in scenes.outcomes(run, "out").items() if "moved" in row] == [5]


# --- events -------------------------------------------------------------------------------------


def test_the_event_log_has_the_dates(tmp_path: Path) -> None:
    run = play(tmp_path, "review: once, stages: [{stage: exam, days: 5, pass: 0}]", people=1, events=True)
    events = run.frame("events")
    assert events[["date", "event", "move", "from_grade", "detail"]].to_numpy().tolist() == [
        [pd.Timestamp(2027, 2, 5), "case failed", "up", "a", "exam"]
    ]
    run = play(tmp_path, "review: once, stages: [{stage: exam, days: 5}]", people=1, events=True)
    events = run.frame("events")
    assert events[["date", "month", "event", "from_grade", "to_grade", "move"]].to_numpy().tolist() == [
        [pd.Timestamp(2027, 3, 1), 3, "promotion", "a", "b", "up"]
    ]
