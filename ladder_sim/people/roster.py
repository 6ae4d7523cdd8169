"""Reading a roster: one row per person, as HR systems export it, in English or Chinese.

==================  =====================================================================================
column              what it is for; headers that are understood are in `roster_words`
==================  =====================================================================================
person              required: the person's number, kept as text
hired               required: date of joining, on or before the start of the run
role or grade       one is required; a grade that a scheme knows is kept, else the role places the person
months_in_grade     how long in the present grade; or grade_since, the date
team                team scores and ranks
pay                 base pay a month at the start
kpi                 the last rating, a number
age, education, …   attributes that the workforce declares; what a row leaves empty is drawn
status              rows of people who have left are passed over
==================  =====================================================================================

Names and other personal data are dropped while reading and reach neither messages nor results.
Every fault of the file is reported at once, by row and header as the spreadsheet shows them.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Place, Problems, nearest
from ladder_sim.expressions.words import GIVEN_CLOCKS
from ladder_sim.files import shown_path
from ladder_sim.model.grades import STANDARD_ROLES
from ladder_sim.model.metrics import Attribute
from ladder_sim.model.workforce import Roster
from ladder_sim.people import sheets
from ladder_sim.people.cells import PeopleTable, Unfit, attribute, not_negative, number, word
from ladder_sim.people.roster_words import HEADERS, LEFT, known_headers, plain

IN_MEMORY = "roster"  # what messages call people that no file holds
_ATTRIBUTES = ("age", "education", "gender", "experience_months", "certificates")


def read_roster(
    source: Path | list[list[Any]],
    start: dt.date,
    attributes: Mapping[str, Attribute],
    roles: tuple[str, ...] = STANDARD_ROLES,
    problems: Problems | None = None,
) -> Roster | None:
    """The people of a CSV file or workbook, or None after adding every fault to `problems`.

    Parameters
    ----------
    source: the file; or rows of cells, the headers first, which messages count as a spreadsheet would.
    start: the first day of the run; tenure is counted to it, in completed months.
    attributes: what the workforce declares; a column of such a name (or title) is kept.
    roles: the roles a person may have.
    problems: where faults go; without it they are raised as a `LadderError`.
    """
    if problems is None:
        problems = Problems()
        roster = read_roster(source, start, attributes, roles, problems)
        problems.raise_if_any()
        return roster
    rows = sheets.read_rows(source, problems) if isinstance(source, Path) else source
    if rows is None:
        return None
    file = shown_path(source) if isinstance(source, Path) else IN_MEMORY
    table = _table(rows, file, attributes, problems)
    if table is None:
        return None
    people = _people(table)
    hired = table.read("hired", lambda cell: _hired(cell, start), _needed())
    employed = [_months(day, start) if day else math.nan for day in hired]
    role = table.read("role", lambda cell: word(cell, roles))
    grade = table.read("grade", sheets.text)
    columns: dict[str, tuple[Any, ...]] = {"months_employed": tuple(employed)}
    _check_standing(table, role, grade)
    _months_in_grade(table, columns, start)
    for name, read in (("team", sheets.text), ("pay", not_negative), ("kpi", number)):
        if name in table.at:
            columns[name] = tuple(_filled(table.read(name, read), "" if name == "team" else math.nan))
    for name in _attribute_columns(table, attributes, problems):
        of = attributes.get(name)
        missing: Any = "" if of is not None and of.levels else math.nan
        columns[name] = tuple(_filled(table.read(name, attribute(name, of)), missing))
    if "age" in columns:
        _check_ages(table, columns)
    if table.report(problems):
        return None
    return Roster(table.file, tuple(people), tuple(_filled(role, "")), tuple(_filled(grade, "")), columns)


# --- the table ---------------------------------------------------------------------------------


def _table(
    rows: list[list[Any]], file: str, attributes: Mapping[str, Attribute], problems: Problems
) -> PeopleTable | None:
    """The filled rows of people at work, with the columns that are known."""
    table = PeopleTable.of(rows, file)
    if table is None:
        message = tr("is empty; a row of headers and one row per person are needed", "文件为空；需要一行表头，每人一行")
        problems.add(Place(file), message)
        return None
    known = known_headers(attributes)

    def unknown(place: Place, header: str) -> None:
        near = nearest(header, known)
        problems.warn(place, tr("unknown column, not read{near}", "无法识别的列，未读取{near}", near=near))

    table.find(known, problems, unknown)
    for columns in (("person",), ("hired",), ("role", "grade")):
        table.require(columns, HEADERS[columns[0]][0], problems)
    if not table.rows:
        problems.add(Place(file, table.top), tr("has headers but no people", "只有表头，没有人员"))
    _drop_leavers(table, problems)
    return table


def _drop_leavers(table: PeopleTable, problems: Problems) -> None:
    if "status" not in table.at:
        return
    staying = [(row, cells) for row, cells in table.rows if plain(table.cell(cells, "status")) not in LEFT]
    if gone := len(table.rows) - len(staying):
        where = Place(table.file, table.top, 0, table.headers[table.at["status"]])
        problems.warn(where, tr("{n} people who have left are passed over", "已跳过{n}名离职人员", n=gone))
        if not staying:
            problems.add(where, tr("nobody is left", "没有在职人员"))
    table.rows = staying


# --- cells -------------------------------------------------------------------------------------


def _needed() -> str:
    return tr("is empty; everybody needs one", "为空；每人都必须填写")


def _hired(cell: Any, start: dt.date) -> dt.date:
    day = _date(cell)
    if day > start:
        raise Unfit(
            tr(
                "{day} is after the start of the run, {start}; leave out who joins later, or start later",
                "{day} 晚于模拟开始日期 {start}；请删去之后入职的人员，或推迟开始日期",
                day=day,
                start=start,
            )
        )
    if day.year < start.year - 66:
        raise Unfit(tr("{day} is more than 66 years before the start", "{day} 早于开始日期66年以上", day=day))
    return day


def _date(cell: Any) -> dt.date:
    day = sheets.date(cell)
    if day is None:
        raise Unfit(
            tr(
                "'{value}' is not a date; write it like 2020-01-07 or 2020年1月7日",
                "“{value}”不是日期；请写成2020-01-07或2020年1月7日",
                value=sheets.text(cell),
            )
        )
    return day


def _months(since: dt.date, until: dt.date) -> float:
    """Completed months."""
    return float((until.year - since.year) * 12 + until.month - since.month - (until.day < since.day))


def _filled(values: Iterable[Any], missing: Any) -> list[Any]:
    return [missing if value is None else value for value in values]


# --- columns -----------------------------------------------------------------------------------


def _people(table: PeopleTable) -> list[str]:
    ids: list[str] = table.read("person", sheets.text, _needed())
    seen: dict[str, int] = {}
    for index, person in enumerate(ids):
        if person in seen:
            message = tr(
                "'{person}' stands in row {row} too; everybody has one row",
                "“{person}”在第{row}行已出现；每人只能有一行",
                person=person,
                row=table.rows[seen[person]][0],
            )
            table.fault(index, "person", message)
        elif person:
            seen[person] = index
    return ids


def _check_standing(table: PeopleTable, role: list[Any], grade: list[Any]) -> None:
    """Everybody needs a role or a grade; an unfit role has been reported already."""
    present = [name for name in ("role", "grade") if name in table.at]
    for index, (_, cells) in enumerate(table.rows):
        if present and not any(sheets.text(table.cell(cells, name)) for name in present):
            table.fault(
                index, present[0], tr("is empty; everybody needs a role or a grade", "为空；每人都需要岗位层级或职级")
            )


def _months_in_grade(table: PeopleTable, columns: dict[str, tuple[Any, ...]], start: dt.date) -> None:
    if "months_in_grade" in table.at:
        column, months = "months_in_grade", table.read("months_in_grade", not_negative)
    elif "grade_since" in table.at:
        column, days = "grade_since", table.read("grade_since", lambda cell: _hired(cell, start))
        months = [None if day is None else _months(day, start) for day in days]
    else:
        return
    for index, (value, employed) in enumerate(zip(months, columns["months_employed"], strict=True)):
        if value is not None and value > employed:
            message = tr(
                "gives {months:g} months in the grade, but only {employed:g} months employed",
                "任现职级{months:g}个月，但司龄仅{employed:g}个月",
                months=value,
                employed=employed,
            )
            table.fault(index, column, message)
    columns["months_in_grade"] = tuple(_filled(months, math.nan))


def _attribute_columns(table: PeopleTable, attributes: Mapping[str, Attribute], problems: Problems) -> list[str]:
    """Columns that are attributes. One that the workforce does not declare is not read: hires would lack it."""
    names = [name for name in table.at if name in _ATTRIBUTES or (name in attributes and name not in GIVEN_CLOCKS)]
    declared = {*attributes, "experience_months"}
    for name in names:
        if name not in declared:
            problems.warn(
                Place(table.file, table.top, 0, table.headers[table.at[name]]),
                tr(
                    "is not read: the workforce declares no attribute '{name}', which newcomers would need too",
                    "未读取：人员文件没有声明属性 {name}，新员工也需要它",
                    name=name,
                ),
            )
    return [name for name in names if name in declared]


def _check_ages(table: PeopleTable, columns: Mapping[str, tuple[Any, ...]]) -> None:
    """Nobody was hired before 14; ages are whole years, so up to one more is possible."""
    for index, (age, employed) in enumerate(zip(columns["age"], columns["months_employed"], strict=True)):
        if isinstance(age, float) and age + 1 - employed / 12 < 14:
            message = tr(
                "{age:g} years with {employed:g} months employed means hired before 14; check both",
                "{age:g}岁、司龄{employed:g}个月，即不满14岁入职；请核对两者",
                age=age,
                employed=employed,
            )
            table.fault(index, "age", message)
