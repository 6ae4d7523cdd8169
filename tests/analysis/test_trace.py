"""A trace: who is there when, what decided, which columns are asked for, and what shortens it."""

from __future__ import annotations

import copy
import csv
import io
import json
import pickle
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ladder_sim as ls
from ladder_sim.analysis.labels import EVENTS, in_words, with_ids
from ladder_sim.analysis.tracing import blank_record
from ladder_sim.cli import main
from ladder_sim.core.i18n import use
from ladder_sim.expressions.evidence import Reason
from ladder_sim.model.scheme import Scheme

LADDER = "ladder: {service: {junior: {base: 4000}, senior: {base: 4800}, expert: {base: 5600}}}\nentry: junior\n"
MONTHLY = "reviews: {monthly: {every: month}}\n"
UP = "id: up, from: junior, to: senior, review: monthly"


def scheme(folder: Path, text: str, ladder: str = LADDER) -> Scheme:
    path = folder / "case.yaml"
    path.write_text(f"scheme: case\n{ladder}{MONTHLY}{text}\n", encoding="utf-8")
    return ls.load_scheme(path)


def record(text: str) -> pd.DataFrame:
    """A record as it would stand in a file; empty cells are missing."""
    return pd.read_csv(io.StringIO(text), dtype=object)


def lines(trace: pd.DataFrame, *events: str) -> list[str]:
    """``person month event: reason`` of some events, of all but pay by default."""
    rows = [row for row in trace.itertuples() if (row.event in events if events else row.event != "pay")]
    return [f"{row.person} {row.month} {row.event}: {row.reason}" for row in rows]


# --- who is there ------------------------------------------------------------------------------------


def test_the_first_row_is_the_month_of_joining(tmp_path: Path) -> None:
    given_ = scheme(tmp_path, f"moves: [{{{UP}, when: [months_employed >= 3, count(kpi >= 80, 2) == 2]}}]")
    trace = ls.trace(given_, record("person,month,kpi,months_employed\na,1-4,90,2\nb,3-5,90,0\n"))
    assert lines(trace, "pay") == ["a 1 pay: base 4000", "a 3 pay: base 4800", "b 3 pay: base 4000"]
    assert lines(trace[trace.person == "b"]) == [
        "b 3 reviewed: not met: months_employed 1 >= 3; count(kpi >= 80, 2) == 2 (window not filled: 1 of 2 months)",
        "b 4 reviewed: not met: months_employed 2 >= 3",
        "b 6 promotion: met: months_employed 3 >= 3; count(kpi >= 80, 2) 2 == 2",
    ]


RULES = """
probation: {months: 2, pay: 0.8, confirm: kpi >= 50 and count(late == 0, 2) >= 2}
scores: {points: {every: month, value: mean(kpi, 2)}}
pay: {bonus: {amount: 10 * kpi}}
moves:
  - {id: up, from: [junior, senior], to: next, review: monthly, windows: since_move,
     when: [mean(kpi, 2) >= 70, total(complaint, 3) == 0, months_in_grade >= 3, streak(kpi >= 60) >= 2, points >= 70,
            streak(late == 0) >= 2, first(kpi, 2) >= 50]}
  - {id: down, from: senior, to: junior, review: monthly, when: [count(kpi < 50, 2) >= 1, ever(late == 0) >= 2]}
"""


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    shift=st.integers(1, 14),
    clocks=st.tuples(st.integers(0, 30), st.integers(0, 30)),
    months=st.lists(st.tuples(st.integers(30, 100), st.integers(0, 1)), min_size=1, max_size=9),
)
def test_a_record_that_begins_later_is_the_same_record_later(
    tmp_path: Path, shift: int, clocks: tuple[int, int], months: list[tuple[int, int]]
) -> None:
    """Nothing in these rules reads the calendar, so joining in month 1 + n moves every line by n months."""
    given_ = scheme(tmp_path, RULES)
    start = (max(clocks), min(clocks))

    def played(by: int) -> list[tuple[Any, ...]]:
        rows = [("a", by + m, kpi, faults, *(start if m == 1 else (None, None)))
                for m, (kpi, faults) in enumerate(months, start=1)]  # fmt: skip
        names = ["person", "month", "kpi", "complaint", "months_employed", "months_in_grade"]
        return [(row[1] - by, *row[2:]) for row in ls.trace(given_, pd.DataFrame(rows, columns=names)).values.tolist()]

    assert played(shift) == played(0)


def test_a_quarter_that_began_before_the_first_row_does_not_count(tmp_path: Path) -> None:
    given_ = scheme(
        tmp_path,
        'scores: {points: {every: quarter, value: "mean(kpi, this_quarter)"}}\n'
        f"moves: [{{{UP}, when: [streak(points >= 80) >= 1]}}]",
    )
    trace = ls.trace(given_, record("person,month,kpi,months_employed\na,2-6,90,24\n"))
    assert lines(trace, "reviewed") == [f"a {m} reviewed: not met: streak(points >= 80) 0 >= 1" for m in (2, 3, 4, 5)]
    assert lines(trace, "promotion") == ["a 7 promotion: met: streak(points >= 80) 1 >= 1"]


def test_people_mentored_before_count(tmp_path: Path) -> None:
    given_ = scheme(tmp_path, f"moves: [{{{UP}, when: [mentees >= 2]}}]")
    trace = ls.trace(given_, record("person,month,mentees,mentee\na,1,2,\nb,1,1,\nc,2,1,1\n"))
    assert lines(trace) == [
        "a 2 promotion: met: mentees 2 >= 2",
        "b 1 reviewed: not met: mentees 1 >= 2",
        "c 3 promotion: met: mentees 2 >= 2",
    ]


def test_people_whose_record_has_ended_are_not_judged(tmp_path: Path) -> None:
    given_ = scheme(tmp_path, "probation: {months: 4, pay: 1, confirm: kpi >= 60}")
    trace = ls.trace(given_, record("person,month,kpi,months_employed\na,1-2,90,0\nb,1-6,90,0\n"))
    assert lines(trace) == ["b 4 probation passed: met: kpi 90 >= 60"]


# --- what decided ------------------------------------------------------------------------------------


def test_a_decision_has_the_values_that_decided(tmp_path: Path) -> None:
    given_ = scheme(
        tmp_path,
        "parameters: {line: 80}\n"
        f'moves: [{{{UP}, when: ["mean(kpi, 3) >= line", {{if: total(late, 2) <= 1 or kpi > 95, title: Punctual}}]}}]',
    )
    trace = ls.trace(
        given_, record("person,month,kpi,late\na,1,80,0\na,2,85,2\na,3,89,1\na,4,89,0\nb,1-3,79.99999,0\n")
    )
    assert lines(trace) == [
        "a 1 reviewed: not met: mean(kpi, 3) >= 80 (window not filled: 1 of 3 months); "
        "Punctual (total(late, 2) <= 1 (window not filled: 1 of 2 months) or kpi 80 > 95)",
        "a 2 reviewed: not met: mean(kpi, 3) >= 80 (window not filled: 2 of 3 months); "
        "Punctual (total(late, 2) 2 <= 1 or kpi 85 > 95)",
        "a 3 reviewed: not met: Punctual (total(late, 2) 3 <= 1 or kpi 89 > 95)",
        "a 5 promotion: met: mean(kpi, 3) 87.6667 >= 80; Punctual (total(late, 2) 1 <= 1 or kpi 89 > 95)",
        "b 1 reviewed: not met: mean(kpi, 3) >= 80 (window not filled: 1 of 3 months); "
        "Punctual (total(late, 2) <= 1 (window not filled: 1 of 2 months) or kpi 80 > 95)",
        "b 2 reviewed: not met: mean(kpi, 3) >= 80 (window not filled: 2 of 3 months)",
        "b 3 reviewed: not met: mean(kpi, 3) 79.99999 >= 80",
    ]


def test_words_grades_and_what_is_unknown(tmp_path: Path) -> None:
    given_ = scheme(
        tmp_path,
        "tokens: {star: {review: monthly, earn: kpi > 98}}\n"
        f'moves: [{{{UP}, when: [education >= college, "origin in [outside, intern]", kpi >= 0, grade == junior]}}, '
        "{id: out, from: junior, to: exit, review: monthly, when: [kpi > 90], spared_by: star}]",
    )
    trace = ls.trace(given_, record("person,month,kpi,education,origin\na,1,,school,intern\nb,1,95,,\nc,1,99,,\n"))
    assert lines(trace) == [
        "a 1 reviewed: not met: kpi > 90 (no value)",
        "a 1 reviewed: not met: education school >= college; kpi >= 0 (no value)",
        "b 2 dismissal: met: kpi 95 > 90",
        "c 1 token earned: star: kpi 99 > 98",
        "c 1 spared: spared: star",
    ]


def test_a_rank_and_a_seat_leave_lines(tmp_path: Path) -> None:
    seats = "ladder: {service: {junior: {base: 4000}, senior: {base: 4800, seats: 3}}}\nentry: junior\n"
    given_ = scheme(tmp_path, f"moves: [{{{UP}, order: kpi, when: [kpi >= 60]}}]", seats)
    trace = ls.trace(given_, record("person,month,kpi,open:senior\na,1,80,1\nb,1,90,\nc,1,70,\nd,2,80,\n"))
    assert lines(trace, "rank", "seat", "reviewed") == [
        "a 1 rank: rank 2 of 3, room for 1: kpi 80",
        "a 1 reviewed: no seat: rank 2 of 3, room for 1",
        "b 1 rank: rank 1 of 3, room for 1: kpi 90",
        "b 1 seat: a seat of senior: 1 open before the review",
        "c 1 rank: rank 3 of 3, room for 1: kpi 70",
        "c 1 reviewed: no seat: rank 3 of 3, room for 1",
        "d 2 seat: a seat of senior: open seats are not in the record, so there is one",
    ]


def test_a_probation_leaves_a_line(tmp_path: Path) -> None:
    given_ = scheme(tmp_path, "probation: {months: 2, pay: 1, confirm: kpi >= 60, otherwise: extend, extend: 1}")
    trace = ls.trace(given_, record("person,month,kpi,months_employed\na,1-4,90,0\nb,1-3,50,0\nc,1-2,50,\n"))
    assert lines(trace) == [
        "a 2 probation passed: met: kpi 90 >= 60",
        "b 2 probation prolonged: not met: kpi 50 >= 60",
        "b 3 probation failed: not met: kpi 50 >= 60",
        "b 4 probation: probation not passed: kpi 50 >= 60",
    ]
    timed = scheme(tmp_path, "probation: {months: 2, pay: 1}")
    assert lines(ls.trace(timed, record("person,month,months_employed\na,1-4,0\n"))) == [
        "a 2 probation passed: its months are over"
    ]


def test_a_probation_after_a_move_leaves_a_line(tmp_path: Path) -> None:
    given_ = scheme(
        tmp_path,
        f"moves: [{{{UP}, when: [kpi >= 80], probation: {{months: 2, confirm: kpi >= 60, otherwise: lower}}}}]",
    )
    trace = ls.trace(given_, record("person,month,kpi\na,1,80\na,2-3,50\nb,1,80\nb,2-3,70\n"))
    assert lines(trace, "promotion", "probation passed", "probation failed", "demotion") == [
        "a 2 promotion: met: kpi 80 >= 80",
        "a 3 probation failed: not met: kpi 50 >= 60",
        "a 4 demotion: probation not passed: kpi 50 >= 60",
        "b 2 promotion: met: kpi 80 >= 80",
        "b 3 probation passed: met: kpi 70 >= 60",
    ]


def test_a_score_leaves_a_line_when_it_changes(tmp_path: Path) -> None:
    given_ = scheme(
        tmp_path,
        'scores: {points: {every: quarter, value: "mean(kpi, 3)"}, '
        "letter: {every: month, value: \"band(kpi, {0: 'B', 80: 'A'})\"}}",
    )
    trace = ls.trace(given_, record("person,month,kpi\na,1-2,79\na,3,82\na,4,\n"))
    assert lines(trace, "score") == ["a 1 score: letter B", "a 3 score: points 80", "a 3 score: letter A",
                                     "a 4 score: letter no value"]  # fmt: skip


def test_stages_leave_lines_with_their_marks(tmp_path: Path) -> None:
    stages = "[{stage: paper, score: kpi, at_least: 60, retake_after: 1}, {stage: talk, pass: 0.5}]"
    given_ = scheme(tmp_path, f"moves: [{{{UP}, stages: {stages}}}]")
    trace = ls.trace(
        given_,
        record("person,month,kpi,exam:paper,stage:talk\na,1,90,50,\na,2,90,70,\nb,1,90,,no\nc,1,90,10,\n"),
    )
    first = "case opened: no condition"
    assert lines(trace[trace.move == "up"]) == [
        f"a 1 {first}",
        "a 1 stage failed: paper; mark 50, at least 60 needed",
        "a 2 stage passed: paper; mark 70, at least 60 needed",
        "a 2 stage passed: talk",
        "a 3 promotion: case of month 1",
        f"b 1 {first}",
        "b 1 stage passed: paper; mark 90, at least 60 needed",
        "b 1 reviewed: failed: talk",
        f"c 1 {first}",
        "c 1 stage failed: paper; mark 10, at least 60 needed",
        "c 2 reviewed: failed: paper; mark 10, at least 60 needed",
    ]


def test_a_mark_that_is_not_given_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given_ = scheme(tmp_path, f"moves: [{{{UP}, when: [theory_exam >= 60]}}]")
    marks = record("person,month,exam:theory_exam\na,1,\nb,1,59\n")
    assert lines(ls.trace(given_, marks)) == [
        "a 2 promotion: met: theory_exam (not in the record) >= 60",
        "b 1 reviewed: not met: theory_exam 59 >= 60",
    ]
    marks.to_csv(tmp_path / "marks.csv", index=False)
    assert main(["trace", given_.file, str(tmp_path / "marks.csv"), "--json"]) == 0
    (passed,) = [row for row in json.loads(capsys.readouterr().out)["events"] if row["event"] == "promotion"]
    assert passed["facts"][0]["values"] == [{"text": "theory_exam", "value": None, "not_in_record": True}]


def test_a_waiver_is_told(tmp_path: Path) -> None:
    given_ = scheme(
        tmp_path, f"moves: [{{{UP}, when: [kpi >= 80, months_employed >= 24], waive: {{when: kpi >= 95, count: 1}}}}]"
    )
    trace = ls.trace(given_, record("person,month,kpi,months_employed\na,1,96,3\n"))
    assert lines(trace) == ["a 2 promotion: waived: months_employed 4 >= 24"]
    assert [(fact.id, fact.met) for fact in trace["reason"].iloc[-1].facts] == [("c1", True), ("c2", False)]


# --- which columns are asked for ---------------------------------------------------------------------

THREE = """
scores: {quality: {every: month, value: "mean(callback, 2)"}}
moves:
  - {id: up, title: Up, from: junior, to: senior, review: monthly, when: [kpi >= 80]}
  - {id: top, title: Top, from: senior, to: expert, review: monthly, when: [quality >= 80, education >= college]}
"""


def test_only_columns_that_these_people_can_need_are_asked_for(tmp_path: Path) -> None:
    given_ = scheme(tmp_path, THREE)
    assert len(ls.trace(given_, record("person,month,kpi\na,1,70\n"))) == 2  # a month: nobody is senior in it
    with pytest.raises(ls.LadderError) as raised:
        ls.trace(given_, record("person,month\na,1-2\n"))
    assert str(raised.value).splitlines() == [
        "record:1: the record has no column 'kpi' (KPI score), which 'Up' reads for these people",
        "record:1: the record has no column 'callback' (Customer callback rate), which 'Top' reads for these people",
        "record:1: the record has no column 'education' (Education), which 'Top' reads for these people",
    ]
    use("zh")
    with pytest.raises(ls.LadderError, match="记录中没有“kpi”（绩效得分）列，而这些人员适用的“Up”要读取它"):
        ls.trace(given_, record("person,month\na,1\n"))


def test_what_a_record_does_not_say_of_a_person_is_not_drawn(tmp_path: Path) -> None:
    given_ = scheme(tmp_path, f"moves: [{{{UP}, when: [certificates >= 0]}}]")
    trace = ls.trace(given_, record("person,month,certificates\na,1,\nb,1,0\n"))
    assert lines(trace) == [
        "a 1 reviewed: not met: certificates >= 0 (no value)",
        "b 2 promotion: met: certificates 0 >= 0",
    ]


# --- what shortens it, and what programs read ----------------------------------------------------------


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    scheme(tmp_path, f"moves: [{{{UP}, title: {{en: Up, zh: 晋级}}, when: [kpi >= 80]}}]")
    (tmp_path / "record.csv").write_text("person,month,kpi\na,1-5,70\na,6,80\n", encoding="utf-8")
    return tmp_path


def test_a_range_of_months_and_one_move_shorten_it(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "case.yaml", "record.csv", "--months", "5-7", "--move", "up", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["events"]
    assert [(row["month"], row["event"]) for row in found] == [(5, "reviewed"), (7, "promotion")]
    full = ls.trace("case.yaml", "record.csv")
    part = ls.trace("case.yaml", "record.csv", months=(5, 7), move="up")
    assert part.equals(full[full.month.between(5, 7) & (full.move == "up")].reset_index(drop=True))
    assert main(["trace", "case.yaml", "record.csv", "--move", "upp"]) == 1
    assert "the scheme has no move 'upp'; did you mean 'up'?" in capsys.readouterr().err
    assert main(["trace", "case.yaml", "record.csv", "--months", "9"]) == 0
    assert "nothing to tell: no rule tests these people in these months" in capsys.readouterr().out
    assert main(["trace", "case.yaml", "record.csv", "--months", "7-5"]) == 2
    assert "or a range such as 1-12" in capsys.readouterr().err


def test_json_has_ids_and_beside_them_titles(desk: Path) -> None:
    use("zh")
    trace = ls.trace("case.yaml", "record.csv", months=(5, 5))
    assert with_ids(trace, "case.yaml") == [
        {
            "person": "a", "month": 5, "event": "reviewed", "move": "up", "from": "junior", "to": "senior",
            "event_title": "评审：维持原级", "move_title": "晋级", "from_title": "junior", "to_title": "senior",
            "reason": "未满足：kpi 70 >= 80",
            "facts": [{"id": "c1", "title": "kpi >= 80", "met": False, "rule": "kpi >= 80",
                       "values": [{"text": "kpi", "value": 70.0}]}],
        }
    ]  # fmt: skip


def test_a_reason_is_a_text_that_keeps_what_it_was_made_of(desk: Path) -> None:
    reason = ls.trace("case.yaml", "record.csv")["reason"].iloc[1]
    assert isinstance(reason, Reason) and isinstance(reason, str)
    for again in (copy.deepcopy(reason), pickle.loads(pickle.dumps(reason))):
        assert again == reason and again.facts == reason.facts


# --- an empty record -----------------------------------------------------------------------------------


def test_new_record_writes_an_empty_one(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "record", "case.yaml"]) == 0
    assert "ladder-sim trace case.yaml case-record.csv" in capsys.readouterr().err
    rows = list(csv.reader((desk / "case-record.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["person", "month", "grade", "months_employed", "months_in_grade", "kpi"]
    assert rows[1] == ["a", "1", "junior", "", "", ""] and len(rows) == 13
    assert main(["trace", "case.yaml", "case-record.csv"]) == 0
    assert "not met: KPI score ≥ 80 (no value)" in capsys.readouterr().out
    assert main(["new", "record", "case.yaml"]) == 1
    assert "case-record.csv exists already" in capsys.readouterr().err
    assert main(["new", "record", "case.yaml", "--out", "case.yaml"]) == 1
    assert "a record is written as CSV" in capsys.readouterr().err
    assert main(["new", "record", "case.yaml", "--out", "leer.csv", "--lang", "zh"]) == 0
    assert (
        (desk / "leer.csv")
        .read_text(encoding="utf-8-sig")
        .startswith("人员,月份,职级,司龄（月）,任现职级月数,绩效得分\n")
    )
    assert main(["trace", "case.yaml", "leer.csv", "--lang", "zh"]) == 0


EVERY = [entry.id for entry in ls.list_scenarios("scheme")]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", [pytest.param(name, marks=() if i % 8 == 0 else pytest.mark.slow)
                                  for i, name in enumerate(EVERY)])  # fmt: skip
def test_the_empty_record_of_every_scheme_can_be_traced(name: str, language: str) -> None:
    """Each scheme's own blank, filled with a good year; every line says why, in an event that has a name."""
    use(language)
    header, *rows = blank_record(name)
    for row in rows:
        row[5:] = [cell or _good(column) for column, cell in zip(header[5:], row[5:], strict=True)]
    trace = ls.trace(name, pd.DataFrame(rows, columns=header))
    assert set(trace["event"]) <= set(EVENTS)
    assert not [line for line in lines(trace) if line.endswith(": ")]
    assert len(in_words(trace, name).rows) == len(trace) > 0


def _good(header: str) -> str:
    """Nothing for an event, an attribute or an answer; a mark for the rest."""
    return "90" if header in ("kpi", "绩效得分", "callback") else ""
