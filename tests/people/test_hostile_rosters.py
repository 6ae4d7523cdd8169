"""Small rosters whose columns are written in two ways, or say who has left in a way of their own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ladder_sim.model.roster import RosterNeeds
from ladder_sim.people.rosters.roster import examine
from ladder_sim.people.rosters.words import spelling

R = "person,role,hired"


def told(folder: Path, text: str) -> tuple[list[str], tuple[str, ...]]:
    path = folder / "staff.csv"
    path.write_text(text, encoding="utf-8")
    roster, found = examine(path, RosterNeeds(dt.date(2026, 1, 1)))
    return [str(error) for error in found.problems.errors], () if roster is None else roster.person


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{R},fte\n1,agent,2020-06-01,0.5\n2,agent,2020-06-01,80\n", "fte: is written in two ways: 0.5 (row 2), 80"),
        (f"{R},fte\n1,agent,2020-06-01,50%\n2,agent,2020-06-01,0.8\n", "fte: is written in two ways: 0.8 (row 3), 50%"),
        (f"{R},kpi\n1,agent,2020-06-01,0.85\n2,agent,2020-06-01,85\n", "kpi: is written in two ways: 0.85"),
        (f"{R},pay\n1,agent,2020-06-01,$5000\n2,agent,2020-06-01,5000 EUR\n", "pay: is written in two ways: $5000"),
        (f"{R}\nNULL,agent,2020-06-01\n", "'NULL' stands for no key; everybody needs one"),
        (f"{R},离职\n1,agent,2020-06-01,2021-01-01\n", "where it is a date of leaving or a status, write"),
    ],
)  # fmt: skip
def test_it_is_refused(tmp_path: Path, text: str, said: str) -> None:
    assert said in " ".join(told(tmp_path, text)[0])


@pytest.mark.parametrize(("header", "yes"), [("离职", True), ("已离职", True), ("active", False), ("在职", False)])
def test_columns_of_yes_and_no_say_who_has_left(tmp_path: Path, header: str, yes: bool) -> None:
    errors, people = told(tmp_path, f"{R},{header}\n1,agent,2020-06-01,Y\n2,agent,2020-06-01,N\n")
    assert not errors and people == (("2",) if yes else ("1",))


def test_a_column_of_one_scale_is_read(tmp_path: Path) -> None:
    for values in (("0.5", "1"), ("50", "100"), ("50%", "100%")):
        rows = "".join(f"{i},agent,2020-06-01,{value}\n" for i, value in enumerate(values))
        assert told(tmp_path, f"{R},fte\n{rows}") == ([], ("0", "1"))


def test_chinese_numerals_of_steps() -> None:
    assert [spelling(word) for word in ("一级", "1级", "Ⅱ级", "十等", "十一级", "客服一级", "第一组")] == [
        "1级", "1级", "ii级", "10等", "十一级", "客服1级", "第一组"]  # fmt: skip
