"""Records of persons: what is understood, and what is refused in which words; one reader of cells with rosters."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ladder_sim as ls
from ladder_sim.core.i18n import use
from ladder_sim.core.problems import Problems
from ladder_sim.model.scheme import Scheme
from ladder_sim.people.records.columns import columns_of
from ladder_sim.people.records.file import Record, read_record
from ladder_sim.scenarios.loading import load_vocabulary

SCHEME = """
scheme: desk
title: {en: Desk, zh: 服务台}
ladder:
  service:
    junior: {title: {en: Junior agent, zh: 初级客服}, base: 4000}
    senior: {title: {en: Senior agent, zh: 高级客服}, base: 4800, seats: 2}
  posts:
    lead: {role: lead, title: {en: Team lead, zh: 组长}, base: 6000}
entry: junior
reviews: {monthly: {every: month}}
moves:
  - id: up
    from: junior
    to: senior
    review: monthly
    when: [mean(kpi, 2) >= 80]
    stages: [{stage: talk, pass: 0.5}, {stage: paper, score: kpi, at_least: 60}]
"""


@pytest.fixture
def scheme(tmp_path: Path) -> Scheme:
    path = tmp_path / "desk.yaml"
    path.write_text(SCHEME, encoding="utf-8")
    return ls.load_scheme(path)


def read(scheme: Scheme, folder: Path, content: str) -> tuple[Record | None, list[str]]:
    """The record, and the messages without the path before the first row number."""
    path = folder / "record.csv"
    path.write_text(content, encoding="utf-8")
    signals, attributes = load_vocabulary()
    problems = Problems()
    found = read_record(path, scheme, columns_of(scheme, signals, attributes), problems)
    return found, [str(error).split("record.csv", 1)[1].lstrip(":").lstrip() for error in problems.errors]


def good(scheme: Scheme, folder: Path, content: str) -> Record:
    found, messages = read(scheme, folder, content)
    assert found is not None and not messages, messages
    return found


def faults(scheme: Scheme, folder: Path, content: str) -> list[str]:
    found, messages = read(scheme, folder, content)
    assert found is None
    return messages


# --- what is understood ------------------------------------------------------------------------------


def test_cells_are_read_as_a_roster_reads_them(scheme: Scheme, tmp_path: Path) -> None:
    record = good(scheme, tmp_path, 'person,month,kpi\na,1,85\na,2,1.234\na,3,"1,234"\na,4,85 %\na,5,８５．５％\n')
    assert record.values["kpi"][1:, 0].tolist() == [85, 1.234, 1234, 85, 85.5]


def test_titles_and_the_words_of_rosters_are_headers_too(scheme: Scheme, tmp_path: Path) -> None:
    record = good(
        scheme,
        tmp_path,
        "工号,月份,职级,入职月数,绩效,有责投诉,环节：talk,空缺：高级客服,姓名\na,1,高级客服,12,80,有,否,2,王晓\n",
    )
    assert record.start["grade"] == ["senior"] and record.start["months_employed"] == [12]
    assert {name: record.values[name][1, 0] for name in record.values} == {
        "kpi": 80, "complaint": 1, "stage:talk": 0, "open:senior": 2,
    }  # fmt: skip


def test_a_range_of_months_is_one_row(scheme: Scheme, tmp_path: Path) -> None:
    record = good(scheme, tmp_path, "person,month,kpi,grade\na,1-3,80,senior\na,4,70,\nb,2..4,60,\n")
    assert record.first.tolist() == [1, 2] and record.last.tolist() == [4, 4]
    np.testing.assert_array_equal(record.values["kpi"][1:, 0], [80, 80, 80, 70])
    np.testing.assert_array_equal(record.values["kpi"][1:, 1], [np.nan, 60, 60, 60])
    assert record.start["grade"] == ["senior", None]


def test_clocks_may_grow_and_what_stays_may_be_repeated(scheme: Scheme, tmp_path: Path) -> None:
    record = good(scheme, tmp_path, "person,month,months_employed,grade\na,1,12,senior\na,2,13,senior\na,3,12,\n")
    assert record.start["months_employed"] == [12]


def test_rows_may_stand_in_any_order(scheme: Scheme, tmp_path: Path) -> None:
    record = good(scheme, tmp_path, "person,month,kpi,grade\na,3,30,\na,1,10,senior\na,2,20,\n")
    assert record.values["kpi"][1:, 0].tolist() == [10, 20, 30] and record.start["grade"] == ["senior"]


def test_a_role_is_its_lowest_grade(scheme: Scheme) -> None:
    record = pd.DataFrame([("a", 1, 80, "客服"), ("b", 1, 80, "lead")], columns=["person", "month", "kpi", "role"])
    paid = ls.trace(scheme, record)
    assert paid[paid.event == "pay"][["person", "to_grade"]].values.tolist() == [["a", "junior"], ["b", "lead"]]


# --- what is refused ---------------------------------------------------------------------------------


def test_all_faults_are_said_at_once_each_cause_once(scheme: Scheme, tmp_path: Path) -> None:
    content = (
        "person,month,kpi,complaint,grade,months_employed,months_in_grade,stage:talk,open:senior\n"
        "a,1,good,0,senior,-3,0,,1\n"
        "a,2,good,0,,,,perhaps,\n"
        "a,5,80,-1,,,,,\n"
        "b,1,80,0,snior,12,13,,2\n"
        "b,1.5,80,0,,,,,\n"
        "b,1,80,0,,,,,\n"
        ",2,80,0,,,,,\n"
        "b,12-Jan,80,0,,,,,\n"
    )
    wrong = "must be a whole number from 1 to 600, or a range such as 1-12 (kept as text), got"
    assert faults(scheme, tmp_path, content) == [
        "2: row 2, column 'kpi': 'good' is not a number; give a number or leave the cell empty (so does row 3)",
        "2: row 2, column 'months_employed': '-3' is below 0",
        "3: row 3, column 'stage:talk': 'perhaps' is neither yes nor no; write yes or no, 1 or 0",
        "4: row 4, column 'complaint': '-1' is below 0",
        "4: row 4, column 'month': 'a' has no row for months 3–4; from the first row to the last each month needs one "
        "(a range such as 3-5 is one row)",
        "5: row 5, column 'grade': 'snior' is not known; did you mean 'senior'?",
        "5: row 5, column 'open:senior': says otherwise than row 2 of the same month; open seats are the same for "
        "everybody",
        "5: row 5, column 'months_in_grade': gives 13 months in the grade, but only 12 months employed",
        f"6: row 6, column 'month': {wrong} '1.5'",
        "7: row 7, column 'month': 'b' has month 1 in row 5 too; a person has one row for each month",
        "8: row 8, column 'person': is empty; every row needs one",
        f"9: row 9, column 'month': {wrong} '12-Jan'",
    ]


def test_where_a_person_starts_is_said_once(scheme: Scheme, tmp_path: Path) -> None:
    content = "person,month,grade,role,base\na,1,junior,lead,\na,2,senior,,5000\na,3,,,5100\n"
    first = "where a person starts is said in the first row, row 2, which leaves it empty"
    assert faults(scheme, tmp_path, content) == [
        "2: row 2, column 'role': is 'lead', but grade 'junior' is one of role 'agent'; give one of the two",
        "3: row 3, column 'grade': says otherwise than row 2, the person's first; where a person starts is said there "
        "alone",
        f"3: row 3, column 'base': {first} (so does row 4)",
    ]


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("person,month,kpy", "1: kpy: unknown column; did you mean 'kpi'?"),
        ("person,month,stage:tlk", "1: stage:tlk: unknown column; did you mean 'stage:talk'?"),
        ("person,month,open:boss", "1: open:boss: unknown column; did you mean 'open:senior'?"),
        ("person,month,kpi,KPI score", "1: KPI score: means 'kpi', as 'kpi' does; keep one of them"),
        ("person,kpi", "1: missing columns: 'month' (for example '月份'); the headers are: person, kpi"),
    ],
)
def test_headers_that_are_refused(scheme: Scheme, tmp_path: Path, header: str, message: str) -> None:
    assert faults(scheme, tmp_path, f"{header}\n" + ",".join("1" * len(header.split(","))) + "\n") == [message]


def test_an_empty_record(scheme: Scheme, tmp_path: Path) -> None:
    for content in ("", "person,month,kpi\n"):
        assert faults(scheme, tmp_path, content) == ["the record is empty: it needs a header and at least one row"]


def test_faults_in_chinese(scheme: Scheme, tmp_path: Path) -> None:
    use("zh")
    assert faults(scheme, tmp_path, "人员,月份,绩效得分,grade\na,1,好,junior\na,3,好,senior\n") == [
        "2: 第2行“绩效得分”列: “好”不是数字；请填写数字或留空（第3行相同）",
        "3: 第3行“月份”列: “a”缺少第2个月的行；从首行到末行每个月都要有（可用3-5这样的范围写成一行）",
        "3: 第3行“grade”列: 与该人员首行（第2行）不一致；起始状况只在首行填写",
    ]


def test_no_cell_of_a_frame_gives_a_traceback(scheme: Scheme) -> None:
    odd = [None, float("nan"), float("inf"), True, pd.Timestamp("2027-01-12"), [1], {"a": 1}, b"x", 10**400, "1" * 5000]
    for value in odd:
        for column in ("person", "month", "kpi", "grade", "months_employed", "stage:talk", "education"):
            row = {"person": "a", "month": 1, "kpi": 80, "stage:talk": 1, column: value}
            try:
                ls.trace(scheme, pd.DataFrame([row], columns=list(row), dtype=object))
            except ls.LadderError as error:
                assert "row 2, column" in str(error) or "record:1" in str(error)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda s: ("person,month,kpi\n" + s).encode())))
def test_any_bytes_are_read_or_refused_in_words(scheme: Scheme, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "record.csv"
    path.write_bytes(content)
    signals, attributes = load_vocabulary()
    problems = Problems()
    found = read_record(path, scheme, columns_of(scheme, signals, attributes), problems)
    assert (found is None) == bool(problems.errors)
