"""Rosters as HR systems export them: what is understood, and what is refused in which words.

``scenarios/rosters/service-center-60.csv`` is a sample: 60 invented people of a service center on 2027-01-01, saved as
a spreadsheet program does it (UTF-8 with a byte order mark), with Chinese headers, dates like 2026/1/7 and, for the
newest people, no rating yet. Its names are made of random syllables and, as every roster's, are not read.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from places import ROOT

from ladder_sim.core import i18n
from ladder_sim.core.i18n import Title
from ladder_sim.core.problems import LadderError, Problems
from ladder_sim.engine.starting_people import starting_people
from ladder_sim.model.grades import STANDARD_ROLES
from ladder_sim.model.metrics import Attribute
from ladder_sim.model.roster import RosterNeeds
from ladder_sim.model.workforce import People, Roster, Workforce
from ladder_sim.people.cells import SHOWN
from ladder_sim.people.keys import as_key
from ladder_sim.people.rosters.roster import read_roster
from ladder_sim.people.rosters.words import HEADERS, PERSONAL, known_headers
from ladder_sim.people.tables import sheets, workbooks

START = dt.date(2027, 1, 1)
SAMPLE = ROOT / "scenarios" / "rosters" / "service-center-60.csv"
ATTRIBUTES = {
    "age": Attribute("age", Title("Age", "年龄"), "normal", (27.0, 4.0)),
    "education": Attribute(
        "education", Title("", ""), "shares", levels=("school", "college", "bachelor", "master"), ordered=True
    ),
    "gender": Attribute("gender", Title("", ""), "shares", levels=("female", "male")),
}


def read(path: Path, attributes: dict[str, Attribute] | None = None) -> tuple[Roster | None, Problems]:
    problems = Problems()
    declared = ATTRIBUTES if attributes is None else attributes
    return read_roster(path, RosterNeeds(START, declared), problems), problems


def saved(folder: Path, content: str, encoding: str = "utf-8", name: str = "staff.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode(encoding))
    return path


def good(folder: Path, content: str, **more: Any) -> Roster:
    roster, problems = read(saved(folder, content), **more)
    assert roster is not None, [str(error) for error in problems.errors]
    return roster


def faults(folder: Path, content: str, **more: Any) -> list[str]:
    """The messages, without the path before the first row number."""
    roster, problems = read(saved(folder, content), **more)
    assert roster is None
    return [str(error).split("staff.csv", 1)[1].lstrip(":").lstrip() for error in problems.errors]


# --- the sample --------------------------------------------------------------------------------


def test_the_sample_is_read_without_a_word_of_complaint() -> None:
    roster, problems = read(SAMPLE)
    assert roster is not None and not problems.errors
    assert [str(warning).split("60.csv:")[1] for warning in problems.warnings] == [
        "1: cells that are empty – drawn at random: KPI score (kpi) of rows 57, 59, 60, 61; dealt out: team of row 2"
    ]
    assert len(roster.person) == 60 and roster.person[0] == "001001"
    assert roster.role.count("agent") == 52 and set(roster.role) == {"agent", "lead", "supervisor", "manager"}
    assert set(roster.columns) == {"months_employed", "team", "pay", "kpi", "age", "education", "gender"}
    assert roster.columns["months_employed"][0] == 96  # 2018/12/11 to 2027-01-01
    assert set(roster.columns["education"]) <= {"school", "college", "bachelor", "master"}
    assert sum(math.isnan(value) for value in roster.columns["kpi"]) == 4


def test_the_sample_becomes_people() -> None:
    roster, _ = read(SAMPLE)
    people = People(headcount=60, attributes=ATTRIBUTES, roster=roster)
    crowd = starting_people(Workforce("w", Title("", ""), START, people, metrics={}), 1, np.arange(3))
    assert crowd.pay.shape == (3, 60) and crowd.pay[0, 0] == 13800
    assert crowd.roles == ("agent", "lead", "supervisor", "manager")


def test_names_leave_no_trace() -> None:
    with SAMPLE.open(encoding="utf-8-sig", newline="") as file:
        names = {row["姓名"] for row in csv.DictReader(file)}
    shown = repr(read(SAMPLE)[0])
    assert len(names) > 50 and not any(name in shown for name in names)


# --- encodings, headers, values ----------------------------------------------------------------

CHINESE = "工号\t姓名\t职位\t入职日期\t学历\t性别\n007\t王晓\t客服主管\t2020年1月7日\t大专\t男\n".replace("\t", ",")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    roster, problems = read(saved(tmp_path, CHINESE.replace(",", delimiter), encoding))
    assert roster is not None, problems.errors
    assert (roster.person, roster.role) == (("007",), ("supervisor",))
    assert roster.columns == {"months_employed": (83.0,), "education": ("college",), "gender": ("male",)}


def test_english_headers_in_any_spelling(tmp_path: Path) -> None:
    roster = good(tmp_path, 'Employee ID,Job_Role,Hire Date,Salary (CNY)\n12,Team Lead,2026-12-01,"6,500"\n')
    assert roster.person == ("12",) and roster.role == ("lead",)
    assert roster.columns == {"months_employed": (1.0,), "pay": (6500.0,)}


def test_a_header_of_two_words_means_the_first_known(tmp_path: Path) -> None:
    roster = good(tmp_path, "工号,角色/职级,入职日期\n1,经理,2020-01-01\n")
    assert roster.role == ("manager",)


def test_a_grade_may_stand_for_the_role(tmp_path: Path) -> None:
    roster = good(tmp_path, "person,grade,hired,grade_since\n1,star_2,2026-01-01,2026-10-15\n2,star_1,2026-01-01,\n")
    assert (roster.role, roster.grade) == (("", ""), ("star_2", "star_1"))
    assert roster.columns["months_in_grade"][0] == 2 and math.isnan(roster.columns["months_in_grade"][1])


def test_no_header_means_two_things() -> None:
    words_ = [word for name, aliases in HEADERS.items() for word in (name.replace("_", ""), *aliases)] + [*PERSONAL]
    assert len(words_) == len(set(words_))
    known = known_headers({"months_employed": ATTRIBUTES["age"]})
    assert all(word == word.casefold() for word in known)


@pytest.mark.parametrize(
    "written",
    ["2020年1月7日", "2020/1/7", "2020-01-07", "2020.1.7", "20200107", "43837", 43837.0, "2020-01-07 08:30:00",
     "2020-01-07T08:30:00", "2020 年 1 月 7 日", dt.date(2020, 1, 7), dt.datetime(2020, 1, 7, 8)],
)  # fmt: skip
def test_dates_in_many_forms(written: object) -> None:
    assert sheets.date(written) == dt.date(2020, 1, 7)


@pytest.mark.parametrize("written", ["1/7/2020", "20-1-7", "2020-13-01", "2020/2/30", "soon", "", "99", "123456", True])
def test_dates_that_could_mean_two_things_are_none(written: object) -> None:
    assert sheets.date(written) is None


@given(st.dates(dt.date(1950, 1, 1), dt.date(2100, 12, 31)))
def test_every_form_of_a_date_is_the_same_day(day: dt.date) -> None:
    serial = (day - dt.date(1899, 12, 30)).days
    for written in (f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}", f"{day:%Y/%m/%d}", str(day), str(serial)):
        assert sheets.date(written) == day


@pytest.mark.parametrize(
    ("written", "value"),
    [("5,000", 5000), ("¥5000", 5000), ("5000元", 5000), ("1,234,567.5", 1234567.5), ("５０００", 5000), ("-3", -3),
     ("85%", 85), ("85 %", 85), ("８５．５％", 85.5), ("−3", -3), ("1.234", 1.234), ("1,234", 1234), ("%", None),
     ("5,5", None), ("nan", None), ("inf", None), ("A", None), ("", None), (True, None)],
)  # fmt: skip
def test_numbers_in_many_forms(written: object, value: float | None) -> None:
    assert sheets.number(written) == value


@pytest.mark.parametrize(
    ("day", "months"), [("2026-12-01", 1), ("2026-12-02", 0), ("2027-01-01", 0), ("2025-12-31", 12)]
)
def test_tenure_is_in_completed_months(tmp_path: Path, day: str, months: int) -> None:
    assert good(tmp_path, f"person,role,hired\n1,agent,{day}\n").columns["months_employed"] == (months,)


def test_levels_of_the_workforce_go_before_our_words(tmp_path: Path) -> None:
    own = {
        "education": Attribute("education", Title("", ""), "shares", levels=("高中", "中专", "大专", "本科", "博士"))
    }
    content = "person,role,hired,education\n" + "".join(
        f"{i},agent,2026-01-01,{word}\n" for i, word in enumerate(["中专", "College", "博士", "bachelor", "school"])
    )
    assert good(tmp_path, content, attributes=own).columns["education"] == ("中专", "大专", "博士", "本科", "高中")


def test_blank_rows_and_leading_rows_are_no_people(tmp_path: Path) -> None:
    roster = good(tmp_path, "\n,,\nperson,role,hired\n\n1,agent,2026-01-01\n,,\n2,agent,2026-01-01\n\n")
    assert roster.person == ("1", "2")


def test_leavers_are_passed_over_with_a_warning(tmp_path: Path) -> None:
    path = saved(tmp_path, "工号,角色,入职日期,状态\n1,客服,2026-01-01,在职\n2,客服,??,离职\n")
    roster, problems = read(path)
    assert roster is not None and roster.person == ("1",)
    assert str(problems.warnings[0]).endswith("staff.csv:1: 状态: row 3 passed over: people who have left")


def test_unknown_and_undeclared_columns_are_warnings(tmp_path: Path) -> None:
    path = saved(tmp_path, "person,role,hired,shoe size,sallary,age,skill\n1,agent,2026-01-01,43,1,30,7\n")
    roster, problems = read(path, {"skill": Attribute("skill", Title("Skill", "技能"), "normal", (0.0, 1.0))})
    assert roster is not None
    assert roster.columns == {"months_employed": (12.0,), "skill": (7.0,)}
    assert [str(w).split("staff.csv:")[1] for w in problems.warnings[:3]] == [
        "1: shoe size: unknown column, not read",
        "1: sallary: unknown column, not read; did you mean 'salary'?",
        "1: age: is not read: the workforce declares no attribute 'age', which newcomers would need too",
    ]


# --- faults ------------------------------------------------------------------------------------


def test_all_faults_are_listed_at_once_by_row_and_header(tmp_path: Path) -> None:
    content = (
        "工号,岗位,入职日期,年龄,性别,学历,月薪,绩效\n"
        "1,特级客,2020-01-07,30,男,大专,5000,80\n"
        "2,客服,soon,9,男人,大专,-5,A\n"
        "\n"
        "1,客服,2030-05-01,30,女,大砖,5000,80\n"
        ",,,30,女,大专,5000,80\n"
        "6,客服,2005-01-01,20,女,大专,5000,80\n"
    )
    known = "主管, 客服, 总监, 总经理, 组长, 经理"
    assert faults(tmp_path, content) == [
        f"2: row 2, column '岗位': '特级客' is not known; known: {known}",
        "3: row 3, column '性别': '男人' is not known; did you mean '男'?; or say in the workforce file what it means, "
        'a level or none: roster: {words: {gender: {"男人": …}}}',
        "3: row 3, column '入职日期': 'soon' is not a date; write it like 2020-01-07 or 2020年1月7日",
        "3: row 3, column '月薪': '-5' is below 0",
        "3: row 3, column '绩效': 'A' is not a number; give a number or leave the cell empty",
        "3: row 3, column '年龄': '9' is outside 14 to 80",
        "5: row 5, column '学历': '大砖' is not known; known: 大专, 本科, 硕士, 高中; or say in the workforce file "
        'what it means, a level or none: roster: {words: {education: {"大砖": …}}}',
        "5: row 5, column '工号': '1' stands in row 2 too; everybody has one row",
        "5: row 5, column '入职日期': 2030-05-01 is after the start of the run, 2027-01-01; "
        "leave out who joins later, or start later",
        "6: row 6, column '工号': is empty; everybody needs one",
        "6: row 6, column '岗位': is empty; everybody needs a role or a grade",
        "6: row 6, column '入职日期': is empty; everybody needs one",
        "7: row 7, column '年龄': 20 years with 264 months employed means hired before 14; check both",
    ]


def test_the_nearest_word_is_offered(tmp_path: Path) -> None:
    assert faults(tmp_path, "person,role,hired\n1,supervisr,2020-01-01\n2,客服主管岗,2020-01-01\n") == [
        "2: row 2, column 'role': 'supervisr' is not known; did you mean 'supervisor'?",
        "3: row 3, column 'role': '客服主管岗' is not known; did you mean '客服主管'?",
    ]


def test_faults_in_chinese(tmp_path: Path) -> None:
    i18n.use("zh")
    assert faults(tmp_path, "工号,岗位,入职日期\n1,客服,昨天\n1,客服,2020-01-01\n") == [
        "2: 第2行“入职日期”列: “昨天”不是日期；请写成2020-01-07或2020年1月7日",
        "3: 第3行“工号”列: “1”在第2行已出现；每人只能有一行",
    ]


def test_missing_columns_are_named_with_an_example(tmp_path: Path) -> None:
    assert faults(tmp_path, "staff,姓名,team\n1,王晓,A\n") == [
        "1: missing columns: 'person' (for example '工号'), 'hired' (for example '入职日期'), 'role' or 'grade' "
        "(for example '岗位'); the headers are: staff, 姓名, team; where a header means it, write in the workforce "
        "file: roster: {columns: {person: HEADER, hired: HEADER, role: HEADER}}; where nothing is a key, write "
        "roster: {numbered: true}",
    ]
    assert faults(tmp_path, "工号,入职日期,组\n1,2020-01-01,A\n") == [
        "1: missing columns: 'role' or 'grade' (for example '岗位'); the headers are: 工号, 入职日期, 组; where a "
        "header means it, write in the workforce file: roster: {columns: {role: HEADER}}",
    ]


def test_two_columns_of_one_meaning(tmp_path: Path) -> None:
    assert faults(tmp_path, "工号,ID,role,hired\n1,2,agent,2020-01-01\n") == [
        "1: ID: means 'person', as '工号' does; keep one of them, or write in the workforce file: "
        "roster: {columns: {person: 工号}}"
    ]
    roster, problems = read(saved(tmp_path, "职位,职务,工号,入职日期\n客服,客服,1,2020-01-01\n"))
    assert roster is not None and roster.role == ("agent",)
    assert str(problems.warnings[0]).endswith("职务: says the same as '职位' in every row; that one is read")


def test_empty_and_header_only(tmp_path: Path) -> None:
    assert faults(tmp_path, "") == ["is empty; a row of headers and one row per person are needed"]
    assert faults(tmp_path, " \n\n,,\n") == ["is empty; a row of headers and one row per person are needed"]
    assert faults(tmp_path, "person,role,hired\n") == ["1: has headers but no people"]
    assert faults(tmp_path, "person,role,hired,status\n1,agent,2020-01-01,left\n") == ["1: status: nobody is left"]


def test_a_comma_too_many(tmp_path: Path) -> None:
    assert faults(tmp_path, "person,role,hired,pay\n1,agent,2020-01-01,5,000\n") == [
        "2: row 2: has 5 cells, but there are 4 headers; put a value with a comma in quotes"
    ]


def test_time_in_grade_beyond_tenure(tmp_path: Path) -> None:
    assert faults(tmp_path, "person,role,hired,months_in_grade\n1,agent,2026-01-01,13\n") == [
        "2: row 2, column 'months_in_grade': gives 13 months in the grade, but only 12 months employed"
    ]


def test_hired_before_anybody_could_be(tmp_path: Path) -> None:
    assert faults(tmp_path, "person,role,hired\n1,agent,1920-01-01\n") == [
        "2: row 2, column 'hired': 1920-01-01 is more than 66 years before the start"
    ]


def test_many_faults_are_counted_not_listed(tmp_path: Path) -> None:
    rows = "".join(f"{i},agent,never{i}\n" for i in range(73))
    found = faults(tmp_path, "person,role,hired\n" + rows)
    assert len(found) == SHOWN + 1 == 51
    assert found[49].startswith("51: row 51, ")
    assert found[50] == "52: … and 23 more faults from this row on"


def test_rows_that_fail_alike_are_one_fault(tmp_path: Path) -> None:
    rows = "".join(f"{i},agent,never\n" for i in range(9))
    found = faults(tmp_path, "person,role,hired\n" + rows + "9,agent,soon\n10,agt,soon\n")
    advice = "is not a date; write it like 2020-01-07 or 2020年1月7日"
    assert found[0] == f"2: row 2, column 'hired': 'never' {advice} (so do rows 3, 4, 5, 6, 7 and 3 more)"
    assert found[1] == f"11: row 11, column 'hired': 'soon' {advice} (so does row 12)"
    assert found[2].startswith("12: row 12, column 'role': 'agt' is not known") and len(found) == 3


def test_faults_do_not_show_names(tmp_path: Path) -> None:
    assert "王晓" not in "".join(faults(tmp_path, "工号,姓名,岗位,入职日期\n1,王晓,客服,x\n"))


def test_without_a_collector_the_faults_are_raised(tmp_path: Path) -> None:
    assert read_roster(SAMPLE, RosterNeeds(START, ATTRIBUTES)) is not None
    with pytest.raises(LadderError, match=r"row 2, column 'hired': 'x' is not a date"):
        read_roster(saved(tmp_path, "person,role,hired\n1,agent,x\n"), RosterNeeds(START, ATTRIBUTES))


# --- files -------------------------------------------------------------------------------------


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "zip.csv").write_bytes(b"PK\x03\x04\x00\x00\xff\xfe")
    (tmp_path / "text.xlsx").write_bytes(b"person,role,hired")
    messages = []
    for name in ("zip.csv", "text.xlsx", "gone.csv", "staff.pdf"):
        roster, problems = read(tmp_path / name)
        assert roster is None
        messages += [str(error).split(f"{name}: ")[1] for error in problems.errors]
    assert messages[0] == "is not text in UTF-8, UTF-16 or GB18030; save it as “CSV UTF-8”"
    assert messages[1].startswith("is not a workbook that can be read: ")
    assert messages[2] == "there is no such file"
    assert messages[3] == "not a table; use one of .csv, .tsv, .txt, .xlsx, .xlsm, .xlsb, .xls, .ods"


def workbook(path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("empty")
        sheet = book.add_worksheet("staff")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for column, header in enumerate(["工号", "姓名", "角色", "入职日期", "年龄"]):
            sheet.write(2, column, header)
        sheet.write_row(3, 0, ["007", "王晓", "客服", "2026年1月1日", 30])
        sheet.write_row(4, 0, [1001, "王晓", "主管", 46023, 31])  # 2026-01-01 as Excel counts
        sheet.write_row(6, 0, [1002, "王晓", "经理"])
        sheet.write_datetime(6, 3, dt.datetime(2026, 1, 1), day)


def test_workbooks(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    workbook(tmp_path / "staff.xlsx")
    roster, problems = read(tmp_path / "staff.xlsx")
    assert roster is not None, problems.errors
    assert roster.person == ("007", "1001", "1002")
    assert roster.columns["months_employed"] == (12.0,) * 3
    assert roster.columns["age"][:2] == (30.0, 31.0) and math.isnan(roster.columns["age"][2])


def test_rows_of_a_workbook_are_counted_as_the_spreadsheet_does(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    workbook(tmp_path / "staff.xlsx")
    problems = Problems()
    assert (
        read_roster(tmp_path / "staff.xlsx", RosterNeeds(START, ATTRIBUTES, ("agent", "supervisor")), problems) is None
    )
    assert ["row 7, column '角色': '经理' is not known" in str(error) for error in problems.errors] == [True]


def test_a_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "find_spec", lambda name: None)
    path = saved(tmp_path, "anything", name="staff.xlsx")
    roster, problems = read(path)
    assert roster is None
    assert str(problems.errors[0]).endswith(
        "reading workbooks needs the 'data' extra: pip install 'ladder-sim[data]' (or save the sheet as CSV)"
    )


# --- properties --------------------------------------------------------------------------------

IDS = st.text(st.characters(codec="gb18030", categories=("Lu", "Ll", "Lo", "Nd")), min_size=1, max_size=8)
IDS = IDS.filter(lambda text: bool(as_key(text)))  # NULL is nobody


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ids=st.lists(IDS, min_size=1, max_size=12, unique_by=as_key),
    encoding=st.sampled_from(["utf-8-sig", "utf-16", "utf-8"]),
    delimiter=st.sampled_from(",;\t"),
    data=st.data(),
)
def test_what_is_written_is_read(
    tmp_path: Path, ids: list[str], encoding: str, delimiter: str, data: st.DataObject
) -> None:
    rows = [
        (
            person,
            data.draw(st.sampled_from(STANDARD_ROLES)),
            data.draw(st.dates(dt.date(2000, 1, 1), START)),
            data.draw(st.one_of(st.none(), st.integers(0, 99_999))),
            data.draw(st.text('a,;"\n组 ', max_size=5)),
        )
        for person in ids
    ]
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter)
    writer.writerow(["person", "role", "hired", "pay", "team"])
    writer.writerows(rows)
    roster = good_or_fail(saved(tmp_path, buffer.getvalue(), encoding))
    assert roster.person == tuple(ids)
    assert roster.role == tuple(row[1] for row in rows)
    pays = [math.nan if row[3] is None else row[3] for row in rows]
    np.testing.assert_array_equal(roster.columns["pay"], pays)
    assert roster.columns["team"] == tuple(row[4].strip() for row in rows)


def good_or_fail(path: Path) -> Roster:
    roster, problems = read(path)
    assert roster is not None, [str(error) for error in problems.errors]
    return roster


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda s: ("person,role,hired\n" + s).encode())))
def test_any_bytes_are_read_or_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "staff.csv"
    path.write_bytes(content)
    roster, problems = read(path)
    assert (roster is None) == bool(problems.errors)
