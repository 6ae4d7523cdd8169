"""Small histories that say two things at once: each is refused or told, and nothing is misread in silence."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ladder_sim.history.reading import HistoryRead, read_history
from ladder_sim.history.record import parse_grades
from ladder_sim.history.sources import Asked

LOG = "person,date,event,grade\n"
FIRST = "1,2018-01-01,hired,low\n"


def reading(folder: Path, text: str, grades: str = "low<high", end: str | None = "2020-12-31") -> HistoryRead:
    path = folder / "history.csv"
    path.write_text(text, encoding="utf-8")
    closed = None if end is None else dt.date.fromisoformat(end)
    return read_history([path], Asked(parse_grades(grades), closed=closed))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LOG + FIRST + "1,2019-01-01,promoted,high\n1,2019-01-01,demoted,low\n", "two grades on one day"),
        (LOG + "1,2018-01-01,hired,high\n1,2019-01-01,promoted,low\n", "say promoted and lead to a lower grade"),
        (LOG + FIRST + "2,2018-05-01,hired,low\n2,2018-05-01,left,\n", "left on the day on which they came"),
        (LOG + FIRST + "合计,,,\n", "1 rows have no event"),
        (LOG + FIRST + "NULL,2018-02-01,hired,low\n", "1 rows have no key of a person"),
        (LOG + "1,43101,hired,low\n", "day numbers of a spreadsheet: 43101 is 2018-01-01"),
        ("person,date,event,grade,Left office\n1,2018-01-01,hired,low,Y\n", "columns that are not read: Left office"),
        ("person,snapshot,grade,hired\n1,2018-12-31,low,2015-01-01\n1,2018-12-31,low,2011-01-01\n"
         "1,2019-12-31,low,2015-01-01\n", "two people with one key"),
    ],
)  # fmt: skip
def test_it_is_told(tmp_path: Path, text: str, said: str) -> None:
    found = reading(tmp_path, text)
    assert not found.problems.errors and said in " ".join(line.message for line in found.lines)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("person,hired,left\n1,2018-01-01,Y\n2,2018-01-01,N\n", "the status says that they have left, and no date"),
        ("person,hired,left\n1,2018-01-01,2019-01-01\n", "neither yes nor no; where it is a date"),
        ("person,date,event,grade,pay\n1,2018-01-01,hired,low,-5000\n", "'-5000' is below 0"),
        ("person,date,event,grade,pay\n1,2018-01-01,hired,low,$5000\n1,2019-01-01,pay,,¥5000\n", "written in two ways"),
        ("person,date,event,grade,score\n1,2018-01-01,hired,low,\n1,2018-06-01,rating,,0.85\n"
         "1,2019-06-01,rating,,85\n", "is written in two ways: '0.85' and '85'"),
    ],
)  # fmt: skip
def test_it_is_refused(tmp_path: Path, text: str, said: str) -> None:
    assert said in " ".join(str(error) for error in reading(tmp_path, text).problems.errors)


def test_rows_after_the_extract_are_told_unless_the_user_says_the_day(tmp_path: Path) -> None:
    text = LOG + FIRST + "2,2019-06-01,hired,low\nx,2019-01-01,closed,\n"
    told = [line.message for line in reading(tmp_path, text, end=None).lines]
    assert any("1 rows are of days after the extract" in line for line in told)
    assert not any("after the extract" in line.message for line in reading(tmp_path, text, end="2019-01-01").lines)


def test_full_width_keys_and_chinese_numerals_are_those_they_stand_for(tmp_path: Path) -> None:
    found = reading(tmp_path, LOG + "１,2018-01-01,hired,ｌｏｗ\n1,2019-01-01,promoted,high\n")
    assert found.history is not None and found.history.keys == ("1",)
    assert found.history.stays.grade.tolist() == [0, 1]
    found = reading(tmp_path, "工号,日期,事件,职级\n1,2018-01-01,入职,一级\n1,2019-01-01,晋升,二级\n", "1级<2级")
    assert found.history is not None and found.history.stays.grade.tolist() == [0, 1]
