"""Titles taken for roles and grades, dates of grades side by side, keys among names, years alone: as it is said."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import ladder_sim as ls
from ladder_sim.cli import main
from ladder_sim.core.problems import Problems
from ladder_sim.model.roster import KeyIn, RosterMapping, RosterNeeds
from ladder_sim.people.conventions import middle_of, year_alone
from ladder_sim.people.keys import key_in
from ladder_sim.people.rosters.roster import examine
from ladder_sim.scenarios.loading import check_file

START = dt.date(2026, 9, 1)
STAFF = """\
Name,Position,Hired,Sr Date,Lead Date
"Lee, Ann (0164)",Customer Service Agent,2015,2018-05-01,
"Wu, Bo (0165)",Sr. CSA,2012-03-01,2014-01-01,2019-02-01
"Xi, Cy (0166)",Customer Service Agent,2026,,
"Yi, Di (0167)",Team Lead II,2021,,
"""
ROLES = {"Customer Service Agent": "agent", "Sr. CSA": "agent", "Team Lead II": "lead"}


def reading(folder: Path, content: str = STAFF, **mapping: object):  # type: ignore[no-untyped-def]  # what `examine` gives
    path = folder / "staff.csv"
    path.write_text(content, encoding="utf-8")
    given = {"columns": {"person": "Name"}, "key_in": "brackets", "roles": ROLES} | mapping
    return examine(path, RosterNeeds(START, mapping=RosterMapping(**given)))  # type: ignore[arg-type]  # each its own


def test_titles_are_roles_and_grades_as_the_user_says(tmp_path: Path) -> None:
    roster, found = reading(
        tmp_path, grades={"Sr. CSA": "senior", "Customer Service Agent": "junior", "Team Lead II": ""}
    )
    assert not found.problems.errors
    assert roster.role == ("agent", "agent", "agent", "lead")
    assert roster.grade == ("junior", "senior", "junior", "")
    first = found.titles[0]
    assert (first.title, first.rows, first.role, first.grade) == ("Customer Service Agent", 2, "agent", "junior")


def test_a_title_that_nobody_mapped_is_one_fault_however_many_rows_it_has(tmp_path: Path) -> None:
    rows = "".join(f'"A (1{i:03})",Title {i % 8},2015,,\n' for i in range(40))
    _, found = reading(tmp_path, STAFF + rows)
    told = [str(error) for error in found.problems.errors]
    assert len(told) == 8
    assert "'Title 0' is none of the titles in the workforce file and no role" in told[0] and "4 more" not in told[0]
    assert "so do rows" in told[0]


def test_a_grade_that_nobody_mapped_is_said_and_the_role_places_the_person(tmp_path: Path) -> None:
    roster, found = reading(tmp_path, grades={"Sr. CSA": "senior"})
    assert roster.grade == ("", "senior", "", "")
    assert [f.message for f in found.findings if f.column == "grade"] == [
        "'Customer Service Agent' (2 rows) is none of the titles under grades; the role places these people",
        "'Team Lead II' (1 rows) is none of the titles under grades; the role places these people",
    ]


def test_dates_of_grades_side_by_side_say_the_grade_and_the_months_in_it(tmp_path: Path) -> None:
    roster, found = reading(tmp_path, reached={"senior": "Sr Date", "lead": "Lead Date"})
    assert not found.problems.errors
    assert roster.grade == ("senior", "lead", "", "")
    months = roster.columns["months_in_grade"]
    assert months[:2] == (100.0, 91.0) and months[2:] == roster.columns["months_employed"][2:]
    assert any("none for 2 people without a date" in line for line in found.lines)


def test_with_a_column_of_grades_the_date_of_the_present_one_counts(tmp_path: Path) -> None:
    content = STAFF.replace("Name,Position", "Name,Grade,Position").replace('",', '",Senior,', 2)
    content = content.replace('(0166)",', '(0166)",junior,').replace('(0167)",', '(0167)",,')
    roster, found = reading(tmp_path, content, reached={"senior": "Sr Date", "lead": "Lead Date"})
    assert not found.problems.errors, found.problems.errors
    assert roster.grade == ("Senior", "Senior", "junior", "")
    assert roster.columns["months_in_grade"][:2] == (100.0, 152.0)  # the lead's date is not the senior's


def test_a_year_alone_is_its_middle_and_said(tmp_path: Path) -> None:
    roster, found = reading(tmp_path)
    assert roster.columns["months_employed"][:3] == (134.0, 174.0, 3.0)
    assert any("years alone, such as 2015, in rows 2, 4, 5" in line for line in found.lines)
    assert [year_alone(text) for text in ("2015", "2015年", "２０１５", "201", "2015-01", "1015", 2015.0)] == [
        2015, 2015, 2015, 0, 0, 0, 2015]  # fmt: skip
    assert middle_of(2015, START) == dt.date(2015, 7, 1) and middle_of(2026, START) == dt.date(2026, 5, 2)


@pytest.mark.parametrize(
    ("text", "where", "key"),
    [("Lee, Ann (0164)", "brackets", "0164"), ("李某（A12）", "brackets", "A12"), ("Lee (Ann) (1)", "brackets", ""),
     ("Lee, Ann", "brackets", ""), ("Lee 164", "figures", "164"), ("Lee 1 of 2", "figures", ""),
     ("A12 - Lee, Ann", "first word", "A12"), ("Lee, Ann | A12", "last word", "A12"), ("Lee", "last word", "")],
)  # fmt: skip
def test_a_key_is_cut_out_or_it_is_none(text: str, where: KeyIn, key: str) -> None:
    assert key_in(text, where) == key


def test_names_are_no_keys_and_come_up_nowhere(tmp_path: Path) -> None:
    _, found = reading(tmp_path, key_in=None)
    assert "'Name' is personal and is never read past its header" in str(found.problems.errors[0])
    roster, found = reading(tmp_path, STAFF + '"Zo, Ed",Sr. CSA,2020-01-01,,\n"Lee, Ann (0164)",Sr. CSA,2020-01-01,,\n')
    told = " ".join(map(str, [*found.problems.errors, *found.problems.warnings, *found.lines]))
    assert roster is None and "row 6: no key there, or more than one" in told and "'0164' stands in row 2 too" in told
    assert not [name for name in ("Lee", "Ann", "Zo", "Ed") if name in told]
    roster, _ = reading(tmp_path)
    assert roster.person == ("0164", "0165", "0166", "0167")


def test_a_table_of_titles_is_drafted_filled_in_and_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    staff = tmp_path / "staff.csv"
    staff.write_text("id,Position,Hired\n1,Alpha,2015-01-02\n2,Alpha,2015-01-02\n3,Beta,2015-01-02\n", encoding="utf-8")
    table = tmp_path / "titles.csv"
    assert main(["check", str(staff), "--titles", str(table)]) == 1
    assert table.read_text(encoding="utf-8-sig") == "title,rows,role,grade\nAlpha,2,,\nBeta,1,,\n"
    capsys.readouterr()
    assert main(["check", str(staff), "--titles", str(table)]) != 0
    assert "is there already" in capsys.readouterr().err
    table.write_text("title,rows,role,grade\nAlpha,2,agent,junior\nBeta,1,boss,\n", encoding="utf-8")
    people = tmp_path / "w.yaml"
    people.write_text("workforce: w\nbased_on: service-center-200\n"
                      "people: {roster: {file: staff.csv, titles: titles.csv}}\n", encoding="utf-8")  # fmt: skip
    told = [str(error) for error in check_file(people).errors]
    assert any("titles.csv:3: role: 'boss' is no role" in error for error in told), told
    table.write_text("title,rows,role,grade\nAlpha,2,agent,junior\nBeta,1,lead,\n", encoding="utf-8")
    assert not check_file(people).errors


def test_a_role_that_does_not_exist_is_an_error_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "staff.csv").write_text("id,Position,Hired\n1,Alpha,2015-01-02\n", encoding="utf-8")
    people = tmp_path / "w.yaml"
    people.write_text("workforce: w\nbased_on: service-center-200\npeople:\n  roster:\n    file: staff.csv\n"
                      "    roles: {Alpha: agnt}\n", encoding="utf-8")  # fmt: skip
    assert "w.yaml:6:20: people.roster.roles.Alpha: unknown role 'agnt'; did you mean 'agent'" in "\n".join(
        str(error) for error in check_file(people).errors)  # fmt: skip


def test_a_table_that_is_none_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("password,what\nhunter2,x\n", encoding="utf-8")
    problems = Problems()
    from ladder_sim.people.titles import title_rows

    assert title_rows(tmp_path / "secret.csv", problems, "role", "grade") == []
    assert "hunter2" not in str(problems.errors[0]) and "needs the columns title and role or grade" in str(
        problems.errors[0])  # fmt: skip


def test_words_of_attributes_are_checked_in_the_workforce_file(tmp_path: Path) -> None:
    (tmp_path / "staff.csv").write_text("id,hired,role,gender\n1,2020-01-01,agent,Non-Binary\n")
    text = ("workforce: w\nbased_on: service-center-200\nstart: 2027-01-01\npeople:\n  roster:\n    file: staff.csv\n"
            "    words: {gendr: {x: male}, gender: {Non-Binary: femal}}\n")  # fmt: skip
    (tmp_path / "w.yaml").write_text(text)
    with pytest.raises(ls.LadderError) as refused:
        ls.load_workforce(tmp_path / "w.yaml")
    told = str(refused.value)
    assert "gendr" in told and "did you mean 'gender'?" in told and "'femal'" in told and "'female'" in told
    (tmp_path / "w.yaml").write_text(text.replace("gendr: {x: male}, ", "").replace("femal}", "none}"))
    assert ls.load_workforce(tmp_path / "w.yaml").people.roster is not None


def test_a_table_of_titles_that_cannot_be_read_is_the_one_fault(tmp_path: Path) -> None:
    (tmp_path / "staff.csv").write_text("id,hired,role\n1,2020-01-01,Sales Star\n2,2020-01-01,Sales Hero\n")
    (tmp_path / "titles.csv").write_text("name,what\n")
    mapping = RosterMapping(titles=str(tmp_path / "titles.csv"))
    _, found = examine(tmp_path / "staff.csv", RosterNeeds(dt.date(2027, 1, 1), mapping=mapping))
    assert [str(error).rpartition("/")[2] for error in found.problems.errors] == [
        "titles.csv:1: needs the columns title and role or grade"
    ]
