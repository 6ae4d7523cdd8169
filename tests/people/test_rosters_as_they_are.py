"""Lists of people as HR systems write them: each kind of oddity is read right, and said; all data are invented."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

import pytest

from ladder_sim.core import i18n
from ladder_sim.core.i18n import Title
from ladder_sim.model.expression import Expr
from ladder_sim.model.metrics import Attribute, Metric
from ladder_sim.model.roster import RosterMapping, RosterNeeds
from ladder_sim.model.workforce import Roster
from ladder_sim.people.reading import RosterReading
from ladder_sim.people.rosters.column_titles import COLUMN_TITLES
from ladder_sim.people.rosters.roster import examine
from ladder_sim.people.rosters.words import HEADERS, known_headers, plain

START = dt.date(2027, 1, 1)
AGE = {"age": Attribute("age", Title("Age", "年龄"), "normal", (30.0, 5.0))}
KPI = Metric("kpi", Title("KPI", "绩效"), "normal", mean=Expr("80"), between=Expr("6"), within=Expr("8"))
NEEDS = RosterNeeds(START, AGE, kpi=KPI, market={"agent": Expr("4000"), "manager": Expr("9000")})
HEAD = "id,hired,role"


def looked(
    folder: Path, content: str | bytes, *, name: str = "staff.csv", **mapping: object
) -> tuple[Roster | None, RosterReading]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    needs = RosterNeeds(START, AGE, kpi=KPI, market=NEEDS.market, mapping=RosterMapping(**mapping))  # type: ignore[arg-type]
    return examine(path, needs)


def good(folder: Path, content: str | bytes, **mapping: object) -> tuple[Roster, list[str]]:
    """The people, and everything that was said."""
    roster, reading = looked(folder, content, **mapping)
    assert roster is not None, [str(error) for error in reading.problems.errors]
    return roster, [str(line).split("staff.csv:", 1)[1] for line in reading.problems.warnings]


def faults(folder: Path, content: str | bytes, **mapping: object) -> list[str]:
    roster, reading = looked(folder, content, **mapping)
    assert roster is None
    return [str(error).split("staff.csv:", 1)[1] for error in reading.problems.errors]


# --- dates ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dates", "months", "said"),
    [
        (["05/04/2024", "17/03/2024"], [32, 33], "day first: 17/03/2024 (row 3) show it"),
        (["05/04/2024", "03/17/2024"], [31, 33], "month first: 03/17/2024 (row 3) show it"),
        (["5.4.2024", "1.3.2024"], [32, 34], "day first: 5.4.2024 (row 2), 1.3.2024 (row 3) show it"),
        (["05/04/24 08:30", "17/03/24"], [32, 33], "day first"),
        (["5-Apr-2024", "Mar 17, 2024"], [32, 33], None),
        (["04/04/2024", "2024-03-17"], [32, 33], None),  # the same either way
    ],
)
def test_the_order_of_dates_is_the_column_s(
    tmp_path: Path, dates: list[str], months: list[int], said: str | None
) -> None:
    rows = "".join(f'{i},"{date}",agent\n' for i, date in enumerate(dates))
    roster, lines = good(tmp_path, f"{HEAD}\n{rows}")
    assert list(roster.columns["months_employed"]) == months
    assert said is None or any(said in line for line in lines), lines
    assert said is not None or not lines


def test_an_order_that_nothing_proves_is_asked_for_once(tmp_path: Path) -> None:
    content = f"{HEAD}\n1,05/04/2024,agent\n2,06/04/2024,agent\n"
    assert faults(tmp_path, content) == [
        "1: hired: 05/04/2024 (row 2) can be read with the day or the month first, and no cell decides; write in the "
        "workforce file: roster: {dates: day-first} or {dates: month-first}"
    ]
    assert good(tmp_path, content, dates="month-first")[0].columns["months_employed"] == (31, 30)


def test_another_column_may_prove_the_order(tmp_path: Path) -> None:
    roster, lines = good(tmp_path, "id,hired,role,grade_since\n1,05/04/2024,agent,17/05/2026\n")
    assert roster.columns["months_employed"] == (32,) and roster.columns["months_in_grade"] == (7,)
    assert "1: hired: day first, as in column 'grade_since'" in lines


def test_a_column_in_two_orders_is_one_fault(tmp_path: Path) -> None:
    found = faults(tmp_path, f"{HEAD}\n1,17/03/2024,agent\n2,18/03/2024,agent\n3,03/19/2024,agent\n")
    assert found == [
        "1: hired: dates are written in two ways: 17/03/2024 (row 2) is day first, 03/19/2024 (row 4) is month first; "
        "write them in one"
    ]


def test_two_figures_of_a_year_and_day_numbers_are_said(tmp_path: Path) -> None:
    roster, lines = good(tmp_path, f"{HEAD}\n1,17/03/98,agent\n2,18/03/2024,agent\n")
    assert roster.columns["months_employed"][0] == 345
    assert "1: hired: years of two figures, such as 17/03/98, in row 2: taken as 1929 to 2028" in lines
    _, lines = good(tmp_path, f"{HEAD}\n1,45000,agent\n")
    assert lines[0] == "1: hired: day numbers of a spreadsheet in row 2: 45000 is 2023-03-15"


def test_dates_that_stand_for_none_are_doubted(tmp_path: Path) -> None:
    _, lines = good(tmp_path, f"{HEAD}\n1,1970-01-01,agent\n2,2024-03-01,agent\n")
    assert lines[0].startswith(
        "1: hired: 1900-01-01 or 1970-01-01 in row 2: systems write these where they know no date"
    )


# --- numbers -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pays", "values"),
    [
        (["3.900", "3.850,5"], [3900, 3850.5]),
        (["3,900", "3850.5"], [3900, 3850.5]),
        (["€ 3.900", "12.345.678"], [3900, 12345678]),
        (["3,900", "4,100"], [3900, 4100]),
        (["3'900", "4'100.50"], [3900, 4100.5]),
    ],
)
def test_the_decimal_sign_is_the_column_s(tmp_path: Path, pays: list[str], values: list[float]) -> None:
    rows = "".join(f"{i};2024-03-01;agent;{pay}\n" for i, pay in enumerate(pays))
    assert good(tmp_path, f"id;hired;role;pay\n{rows}")[0].columns["pay"] == tuple(values)


def test_thousands_that_may_be_decimals_are_refused(tmp_path: Path) -> None:
    content = "id,hired,role,pay\n1,2024-03-01,agent,3.900\n"
    assert faults(tmp_path, content) == [
        "1: pay: 3.900 (row 2) may be thousands or a decimal, and no cell decides; write in the workforce file: "
        "roster: "
        "{decimal: comma} or {decimal: point}"
    ]
    assert good(tmp_path, content, decimal="comma")[0].columns["pay"] == (3900,)
    found = faults(tmp_path, 'id,hired,role,pay\n1,2024-03-01,agent,"3900,5"\n2,2024-03-01,agent,3900.5\n')
    assert found[0].startswith("1: pay: numbers are written in two ways: ")


# --- the file --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_delimiter(tmp_path: Path, delimiter: str) -> None:
    content = f"{HEAD}\n1,2024-03-01,agent\n2,2024-03-01,manager\n".replace(",", delimiter)
    roster, reading = looked(tmp_path, content)
    assert roster is not None and roster.role == ("agent", "manager")
    assert reading.read["delimiter"] == delimiter


def test_a_line_that_names_the_delimiter(tmp_path: Path) -> None:
    roster, reading = looked(tmp_path, "sep=|\nid|hired|role|team\n1|2024-03-01|agent|a,b;c\n")
    assert roster is not None and roster.columns["team"] == ("a,b;c",) and reading.read["header_row"] == "2"


@pytest.mark.parametrize(
    ("encoding", "team", "shown"),
    [
        ("utf-8", "Süd", "UTF-8"), ("utf-8-sig", "南区", "UTF-8"), ("utf-16", "南区", "UTF-16"),
        ("gb18030", "南区", "GBK/GB18030"), ("cp1252", "Süd", "Latin-1 (Windows-1252)"),
        ("cp1252", "Gruppe Völklingen", "Latin-1 (Windows-1252)"), ("cp1252", "Équipe Genève",
                                                                    "Latin-1 (Windows-1252)"),
    ],
)  # fmt: skip
def test_encodings_are_told_apart(tmp_path: Path, encoding: str, team: str, shown: str) -> None:
    pytest.importorskip("charset_normalizer")
    content = f"id,hired,role,team\n1,2024-03-01,agent,{team}\n2,2024-03-01,agent,{team}\n".encode(encoding)
    roster, reading = looked(tmp_path, content)
    assert roster is not None and roster.columns["team"] == (team, team)
    assert reading.read["encoding"] == shown


def test_chinese_headers_in_gbk(tmp_path: Path) -> None:
    pytest.importorskip("charset_normalizer")
    roster, _ = looked(tmp_path, "工号,入职日期,岗位\n7,2024-03-01,客服\n".encode("gb18030"))
    assert roster is not None and roster.role == ("agent",)


def test_titles_totals_notes_and_repeated_headers_are_passed_over(tmp_path: Path) -> None:
    content = (
        "花名册（截至2026年12月）,,,\n,,,\n,,制表：王晓,\n工号,入职日期,岗位,月薪\nk1,2024-03-01,客服,3900\n"
        "工号,入职日期,岗位,月薪\nk2,2024-03-01,客服,3950\n小计,,2,7850\n合计人数,,2,\n本表由人事部门提供,,,\n"
    )
    roster, lines = good(tmp_path, content)
    assert roster.person == ("k1", "k2") and roster.rows == (5, 7)
    assert lines[:5] == [
        "4: the headers stand here; rows 1, 3 above passed over",
        "4: row 8 passed over: 小计",
        "4: row 9 passed over: 合计人数",
        "4: row 6 passed over: the headers again",
        "4: row 10 passed over: one cell only, a note and no person",
    ]
    assert "王晓" not in "".join(lines)


def test_a_group_line_above_the_headers(tmp_path: Path) -> None:
    roster, lines = good(tmp_path, "Person,,Post,Pay\nid,hired,role,pay\n1,2024-03-01,agent,4000\n")
    assert roster.columns["pay"] == (4000,) and lines[0].startswith("2: the headers stand here; row 1 above")


def test_rows_that_stand_twice_are_one_person(tmp_path: Path) -> None:
    roster, lines = good(tmp_path, f"{HEAD}\n1,2024-03-01,agent\n1,2024-03-01,agent\n")
    assert roster.person == ("1",) and lines[0] == "1: row 3 passed over: the same in every cell as a row above"


# --- who is at work --------------------------------------------------------------------------------------


def test_status_in_other_words(tmp_path: Path) -> None:
    words = [
        "Active",
        "Laid off",
        "Parental leave",
        "Retired",
        "Notice given",
        "在职",
        "待离职",
        "产假",
        "身故",
        "Leaver",
        "Actve",
    ]
    rows = "".join(f"p{i},2024-03-01,agent,{word}\n" for i, word in enumerate(words))
    roster, reading = looked(tmp_path, f"{HEAD},status\n{rows}")
    assert roster is not None and roster.person == ("p0", "p2", "p4", "p5", "p6", "p7", "p10")
    taken = {status.word: status.taken for status in reading.statuses}
    assert taken["Laid off"] == "left" and taken["Parental leave"] == "on leave, at work"
    assert taken["待离职"] == "under notice, still at work"
    assert "status: 'Actve' (row 12) is taken for 'active': at work" in reading.lines


def test_a_status_that_says_nothing_is_one_fault_a_word(tmp_path: Path) -> None:
    content = f"{HEAD},status\n1,2024-03-01,agent,Zone 3\n2,2024-03-01,agent,Zone 3\n3,2024-03-01,agent,active\n"
    assert faults(tmp_path, content) == [
        "1: status: 'Zone 3' (rows 2, 3) says neither that somebody is at work nor that somebody has left; write in "
        "the "
        "workforce file: roster: {left: [Zone 3]} or {staying: [Zone 3]}"
    ]
    assert good(tmp_path, content, left=("Zone 3",))[0].person == ("3",)
    assert good(tmp_path, content, staying=("zone 3",))[0].person == ("1", "2", "3")


def test_dates_of_leaving(tmp_path: Path) -> None:
    roster, lines = good(
        tmp_path,
        "id,hired,role,Termination Date\n1,2020-03-01,agent,\n2,2020-03-01,agent,2026-05-31\n"
        "3,2020-03-01,agent,2027-05-31\n4,2020-03-01,agent,9999-12-31\n",
    )
    assert roster.person == ("1", "3", "4")
    assert lines[:3] == [
        "1: Termination Date: row 3 passed over: people who have left by 2027-01-01",
        "1: Termination Date: row 4 leave after the start: still at work on the first day, kept; the run draws who "
        "leaves",
        "1: Termination Date: row 5 hold a date that stands for none, such as 9999-12-31: taken as at work",
    ]


def test_yes_and_no_of_leaving_and_people_to_come(tmp_path: Path) -> None:
    roster, lines = good(
        tmp_path, "id,hired,role,Attrition\n1,2020-03-01,agent,Yes\n2,2020-03-01,agent,No\n3,2027-02-01,agent,No\n"
    )
    assert roster.person == ("2",)
    assert lines[0] == "1: Attrition: row 2 passed over: people who have left"
    assert lines[1].startswith("1: hired: row 4 passed over: people who join after the start of the run, 2027-01-01")


def test_part_time_is_said(tmp_path: Path) -> None:
    _, lines = good(tmp_path, f"{HEAD},FTE\n1,2024-03-01,agent,1\n2,2024-03-01,agent,0.6\n3,2024-03-01,agent,0.6\n")
    assert lines[0].startswith(
        "1: FTE: part time in rows 3, 4 (share of full time, people: 0.6 (2)); the file's pay is what they are"
    )


# --- tenure, age, pay, rating ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "cells", "months"),
    [
        ("司龄（年）", ["3", "1.5"], [36, 18]), ("司龄（月）", ["3", "15"], [3, 15]), ("Years of Service", ["2", "0"],
                                                                             [24, 0]),
        ("司龄", ["3年5个月", "8个月"], [41, 8]), ("Tenure", ["2 years 3 months", "10 mths"], [27, 10]),
        ("工龄", ["1-3年", "5年以上", "不足1年"], [24, 60, 6]), ("Tenure", ["1-3 years", "10+ years", "<1 year"], [24,
                                                                                                          120, 6]),
    ],
)  # fmt: skip
def test_tenure_in_place_of_a_date(tmp_path: Path, header: str, cells: list[str], months: list[int]) -> None:
    rows = "".join(f"{i},{cell},agent\n" for i, cell in enumerate(cells))
    roster, lines = good(tmp_path, f"id,{header},role\n{rows}")
    assert list(roster.columns["months_employed"]) == months
    assert any("tenure in place of a date" in line for line in lines)


def test_a_tenure_without_a_unit_is_asked_for(tmp_path: Path) -> None:
    content = "id,Seniority,role\n1,4,agent\n"
    assert faults(tmp_path, content + "2,5,agent\n3,7,agent\n4,1-3,agent\n") == [
        "1: Seniority: numbers without a unit: 4 (row 2), 5 (row 3) and 2 more; say in the workforce file what the "
        "column is: columns: {years_employed: Seniority} or {months_employed: Seniority}"
    ]
    assert good(tmp_path, content, columns={"years_employed": "Seniority"})[0].columns["months_employed"] == (48,)


def test_dates_of_birth_are_ages(tmp_path: Path) -> None:
    roster, _ = good(tmp_path, f"{HEAD},DOB\n1,2024-03-01,agent,1990-01-02\n2,2024-03-01,agent,1990-01-01\n")
    assert roster.columns["age"] == (36, 37)
    assert "gives an age of 4" in faults(tmp_path, f"{HEAD},DOB\n1,2024-03-01,agent,2022-01-02\n")[0]


def test_yearly_pay(tmp_path: Path) -> None:
    roster, lines = good(tmp_path, f"{HEAD},Annual Salary\n1,2024-03-01,agent,48000\n")
    assert roster.columns["pay"] == (4000,) and "1: Annual Salary: a yearly amount: divided by 12" in lines
    content = f"{HEAD},salary\n1,2024-03-01,agent,48000\n2,2024-03-01,agent,51000\n"
    _, lines = good(tmp_path, content)
    assert lines[0] == (
        "1: salary: the median pay is far from the market pay a month: agent 12.4 times 4,000; a year's pay?; in the "
        "workforce file: roster: {pay: {per: year}}"
    )
    assert good(tmp_path, content, pay_per="year")[0].columns["pay"] == (4000, 4250)


def test_a_rating_is_not_the_kpi(tmp_path: Path) -> None:
    content = f"{HEAD},Performance Rating\n1,2024-03-01,agent,4\n2,2024-03-01,agent,2\n3,2024-03-01,agent,4\n"
    roster, lines = good(tmp_path, content)
    assert "kpi" not in roster.columns
    assert lines[0] == (
        "1: Performance Rating: 2–4 cannot be the KPI, whose mean is 80 and spread 10; not read, so the KPI is drawn. "
        "The "
        "values: 4 (2), 2 (1); in the workforce file: roster: {kpi: {2: …, 4: …}}"
    )
    assert good(tmp_path, content, kpi={"2": 60.0, "4": 90.0})[0].columns["kpi"] == (90, 60, 90)
    assert "'4' has no points under roster: kpi; there are: 2" in faults(tmp_path, content, kpi={"2": 60.0})[0]
    roster, lines = good(tmp_path, f"{HEAD},rating\n1,2024-03-01,agent,Fully meets\n")
    assert "kpi" not in roster.columns and "words, no points" in lines[0]


def test_a_kpi_in_percent(tmp_path: Path) -> None:
    assert good(tmp_path, f"{HEAD},kpi\n1,2024-03-01,agent,88%\n")[0].columns["kpi"] == (88,)


def test_empty_cells_are_said_and_columns_that_are_not_there_are_lines_of_the_check(tmp_path: Path) -> None:
    roster, reading = looked(tmp_path, f"{HEAD},pay,kpi\n1,2024-03-01,agent,,80\n2,2024-03-01,agent,4000,\n")
    assert roster is not None and math.isnan(roster.columns["pay"][0])
    assert [str(line).split(".csv:")[1] for line in reading.problems.warnings] == [
        "1: cells that are empty – drawn at random: KPI score (kpi) of row 3; the base pay of the grade: "
        "pay a month (pay) of row 2"
    ]
    assert "not in the file, drawn at random: age" in reading.lines


# --- headers ---------------------------------------------------------------------------------------------


def test_hints_know_opposites(tmp_path: Path) -> None:
    headers = ["离职曰期", "traffic", "way", "greywage", "sallary", "Manager", "部门"]
    _, lines = good(tmp_path, f"{HEAD},{','.join(headers)}\n1,2024-03-01,agent,,,,,,,\n")
    assert lines[:5] == [
        "1: 离职曰期: unknown column, not read; did you mean '离职日期'?",  # never 入职日期
        "1: traffic: unknown column, not read",
        "1: way: unknown column, not read",
        "1: greywage: unknown column, not read",
        "1: sallary: unknown column, not read; did you mean 'salary'?",
    ]
    assert lines[5] == "1: columns without a use here, not read: Manager, 部门"


def test_two_headers_of_one_meaning_are_a_question(tmp_path: Path) -> None:
    content = "工号,入职日期,职位,职务\n1,2024-03-01,客服,经理\n"
    assert faults(tmp_path, content) == [
        "1: 职务: means 'role', as '职位' does; keep one of them, or write in the workforce file: roster: "
        "{columns: "
        "{role: 职位}}"
    ]
    assert good(tmp_path, content, columns={"role": "职务"})[0].role == ("manager",)
    assert (
        "there is no header '岗位级', which columns: role names"
        in faults(tmp_path, content, columns={"role": "岗位级"})[0]
    )


def test_what_is_written_in_several_ways_is_one_finding(tmp_path: Path) -> None:
    rows = "".join(
        f"p{i:03},2024-0{1 + i % 9}-01,agent,{team}\n" for i, team in enumerate(["North 1", "north 1", "Ｎorth 1"])
    )
    _, lines = good(tmp_path, f"{HEAD},team\n{rows}")
    assert lines[0] == "1: team: written in several ways? North 1 (1) / north 1 (1) / Ｎorth 1 (1)"


def test_keys_that_a_spreadsheet_spoiled(tmp_path: Path) -> None:
    _, lines = good(tmp_path, f"{HEAD}\n1.0E+05,2024-03-01,agent\n0012,2024-03-01,agent\n12,2024-03-01,agent\n")
    assert any("keys in scientific form in row 2" in line for line in lines)
    assert any("keys that differ in leading zeros alone in rows 3, 4" in line for line in lines)


def test_the_lines_exist_in_chinese(tmp_path: Path) -> None:
    i18n.use("zh")
    _, lines = good(tmp_path, "工号,入职日期,岗位,状态\nk1,17/03/2024,客服,在职\nk2,18/03/2024,客服,离职\n合计,,,2\n")
    assert lines == [
        "1: 已跳过第4行：合计",
        "1: 入职日期: 日在前：17/03/2024（第2行）、18/03/2024（第3行）可以证明",
        "1: 状态: 已跳过第3行：已离职人员",
    ]


# --- kinds met in public files --------------------------------------------------------------------------


def test_whose_a_chinese_column_is_does_not_hide_what_it_is(tmp_path: Path) -> None:
    """员工入职时间 is 入职时间; before, nothing of such an export was known, and its leavers stayed."""
    head = "员工ID,员工状态,员工职位,员工入职时间,员工离职时间"
    text = f"{head}\n1,在职,客服,2020-01-02,\n2,离职,客服,2019-01-02,2020-05-01\n"
    roster, _ = good(tmp_path, text)
    assert roster.person == ("1",) and roster.columns["months_employed"] == (83.0,)


@pytest.mark.parametrize("header", ["LeaveOrNot", "Is Terminated", "left_company"])
def test_headers_that_say_who_left(tmp_path: Path, header: str) -> None:
    roster, _ = good(tmp_path, f"EMPLID,Appointed,role,{header}\n1,2020-01-02,agent,0\n2,2020-01-02,agent,1\n")
    assert roster.person == ("1",)


def test_many_titles_that_are_no_roles_are_one_fault(tmp_path: Path) -> None:
    rows = "".join(f"p{i},2020-01-02,Title {'ABCDEFGH'[i % 8]} Worker\n" for i in range(40))
    found = faults(tmp_path, f"{HEAD}\n{rows}")
    assert len(found) == 1 and "8 different words in 40 rows" in found[0] and "{columns: {role: none}}" in found[0]


def test_ages_of_an_older_list_are_one_fault_that_names_the_start(tmp_path: Path) -> None:
    rows = "".join(f"p{i},{1995 + i}-01-02,agent,{20 + i % 3}\n" for i in range(12))
    found = faults(tmp_path, f"{HEAD},age\n{rows}")
    assert len(found) == 1 and "12 rows" in found[0] and "write that day as start:" in found[0]


def test_an_empty_column_does_not_contend_with_a_filled_one(tmp_path: Path) -> None:
    roster, said = good(tmp_path, "id,hired,职位,职务\n1,2020-01-02,,客服\n2,2020-01-02,,经理\n")
    assert roster.role == ("agent", "manager")
    assert any("is read as 'role', since '职位' is empty" in line for line in said)
    roster, said = good(tmp_path, "id,hired,职位,职务\n1,2020-01-02,客服,\n")
    assert roster.role == ("agent",) and any("is empty; '职位' is read" in line for line in said)


#: Units in brackets are no part of a header's words: 司龄（年） is understood as 司龄.
SPELT_OUT = ("tenure",)


def test_every_column_has_words_and_the_chinese_ones_are_headers() -> None:
    """What `check` calls a column may be written as its header."""
    known = known_headers({})
    assert COLUMN_TITLES.keys() == HEADERS.keys()
    assert [name for name, title in COLUMN_TITLES.items() if known.get(plain(title.zh)) not in (name, *SPELT_OUT)] == []


# --- files that were made anonymous, or are no list of one day ------------------------------------------


def test_people_without_a_key_are_known_by_their_row(tmp_path: Path) -> None:
    content = "joining year,role\n2015,agent\n2016,manager\n"
    assert "where nothing is a key, write roster: {numbered: true}" in faults(tmp_path, content)[0]
    roster, said = good(tmp_path, content, numbered=True)
    assert roster.person == ("2", "3")
    assert "1: nothing here is a key: people are known by the row they stand in" in said
    fault = faults(tmp_path, f"{HEAD}\n1,2020-01-01,agent\n", numbered=True)[0]
    assert "people are not known by their row then" in fault


def test_a_history_is_sent_where_it_is_read(tmp_path: Path) -> None:
    rows = "".join(f"{person},2020-01-01,agent,202{year}-12-31\n" for year in (4, 5) for person in "abcdef")
    fault = faults(tmp_path, f"{HEAD},snapshot\n{rows}")
    assert fault[0].startswith(
        "1: id: 6 of 6 people stand in more than one row, such as 'a' in rows 2, 8; here everybody has one row. A list "
        "of several days or of events is a history, which another command reads: ladder-sim fit "
    )
    assert len(fault) == 1 and fault[0].endswith("staff.csv")


def test_words_of_an_attribute_mean_what_the_workforce_file_says(tmp_path: Path) -> None:
    levels = {"education": Attribute("education", Title("Education", "学历"), "shares", levels=("school", "master"))}
    path = tmp_path / "staff.csv"
    path.write_text(f"{HEAD},education\n1,2020-01-01,agent,3\n2,2020-01-01,agent,n.a.\n3,2020-01-01,agent,Master\n")
    roster, reading = examine(path, RosterNeeds(START, levels))
    assert roster is None
    assert str(reading.problems.errors[0]).endswith(
        "'3' is not known; known: master, school; or say in the workforce file what it means, a level or none: "
        'roster: {words: {education: {"3": …}}}'
    )
    mapping = RosterMapping(words={"education": {"3": "school", "n.a.": ""}})
    roster, reading = examine(path, RosterNeeds(START, levels, mapping=mapping))
    assert roster is not None and roster.columns["education"] == ("school", "", "master")
    assert any("taken as empty, as the workforce file says: n.a. (1)" in line for line in reading.lines)


def test_a_date_of_joining_goes_before_a_length_of_service(tmp_path: Path) -> None:
    roster, reading = looked(tmp_path, f"{HEAD},YearsAtCompany\n1,2020-01-01,agent,3\n")
    assert roster is not None and roster.columns["months_employed"] == (84,)
    assert {use.column: use.use for use in reading.columns}["years_employed"] == "not used: 'hired' says it"


def test_a_key_in_full_width_is_the_same_person(tmp_path: Path) -> None:
    content = f"{HEAD}\nA01,2020-01-01,agent\nＡ０１,2021-01-01,agent\n"
    assert faults(tmp_path, content) == ["3: row 3, column 'id': 'Ａ０１' stands in row 2 too; everybody has one row"]
