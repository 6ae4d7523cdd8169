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
import difflib
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ladder_sim import sheets
from ladder_sim.files import shown_path
from ladder_sim.model import STANDARD_ROLES, Attribute, Roster
from ladder_sim.problems import Place, Problem, Problems, nearest
from ladder_sim.roster_words import CLOCKS, HEADERS, LEFT, PERSONAL, known_headers, meanings, plain
from ladder_sim.words import tr

SHOWN = 50  # faults that are listed; the rest is counted

_ATTRIBUTES = ("age", "education", "gender", "experience_months", "certificates")


def read_roster(
    path: Path,
    start: dt.date,
    attributes: Mapping[str, Attribute],
    roles: tuple[str, ...] = STANDARD_ROLES,
    problems: Problems | None = None,
) -> Roster | None:
    """The people of a CSV file or workbook, or None after adding every fault to `problems`.

    Parameters
    ----------
    start: the first day of the run; tenure is counted to it, in completed months.
    attributes: what the workforce declares; a column of such a name (or title) is kept.
    roles: the roles a person may have.
    problems: where faults go; without it they are raised as a `LadderError`.
    """
    if problems is None:
        problems = Problems()
        roster = read_roster(path, start, attributes, roles, problems)
        problems.raise_if_any()
        return roster
    rows = sheets.read_rows(path, problems)
    if rows is None:
        return None
    table = _Table.of(rows, shown_path(path), attributes, problems)
    if table is None:
        return None
    people = _people(table)
    hired = table.read("hired", lambda cell: _hired(cell, start))
    employed = [_months(day, start) if day else math.nan for day in hired]
    role = table.read("role", lambda cell: _word(cell, roles))
    grade = table.read("grade", sheets.text)
    columns: dict[str, tuple[Any, ...]] = {"months_employed": tuple(employed)}
    _check_standing(table, role, grade)
    _months_in_grade(table, columns, start)
    for name, read in (("team", sheets.text), ("pay", _not_negative), ("kpi", _number)):
        if name in table.at:
            columns[name] = tuple(_filled(table.read(name, read), "" if name == "team" else math.nan))
    for name in _attribute_columns(table, attributes, problems):
        columns[name] = _attribute(table, name, attributes.get(name))
    if "age" in columns:
        _check_ages(table, columns)
    if table.report(problems):
        return None
    return Roster(table.file, tuple(people), tuple(_filled(role, "")), tuple(_filled(grade, "")), columns)


# --- the table and its faults ------------------------------------------------------------------


class _Unfit(ValueError):
    """A cell that does not say what its column needs; the text says why and what would do."""


@dataclass(slots=True)
class _Table:
    """The filled rows of a file, where its known columns are, and the faults found so far."""

    file: str
    headers: list[str]
    top: int  # row of the headers
    at: dict[str, int]  # column -> position
    rows: list[tuple[int, list[Any]]]  # row number as the spreadsheet shows it, cells
    faults: list[Problem] = field(default_factory=list)

    @classmethod
    def of(
        cls, rows: list[list[Any]], file: str, attributes: Mapping[str, Attribute], problems: Problems
    ) -> _Table | None:
        filled = [(i, row) for i, row in enumerate(rows, start=1) if any(sheets.text(cell) for cell in row)]
        if not filled:
            message = tr(
                "is empty; a row of headers and one row per person are needed", "文件为空；需要一行表头，每人一行"
            )
            problems.add(Place(file), message)
            return None
        first, header = filled[0]
        table = cls(file, [sheets.text(cell) for cell in header], first, {}, filled[1:])
        known = known_headers(attributes)
        for position, name in enumerate(table.headers):
            if name:
                table.find(position, name, known, problems)
        table.require(problems)
        if not table.rows:
            problems.add(Place(file, first), tr("has headers but no people", "只有表头，没有人员"))
        table.drop_leavers(problems)
        return table

    def find(self, position: int, header: str, known: Mapping[str, str], problems: Problems) -> None:
        """Note which column the header means; doubles are errors, unknown ones warnings."""
        parts = [plain(part) for part in (header, *header.split("/"))]
        if parts[0] in PERSONAL:
            return
        column = next((known[part] for part in parts if part in known), None)
        if column is None:
            problems.warn(
                Place(self.file, self.top, 0, header),
                tr("unknown column, not read{near}", "无法识别的列，未读取{near}", near=nearest(header, known)),
            )
        elif column in self.at:
            problems.add(
                Place(self.file, self.top, 0, header),
                tr(
                    "means '{column}', as '{other}' does; keep one of them",
                    "与“{other}”同指 {column}；请只保留一列",
                    column=column,
                    other=self.headers[self.at[column]],
                ),
            )
        else:
            self.at[column] = position

    def require(self, problems: Problems) -> None:
        for columns in (("person",), ("hired",), ("role", "grade")):
            if any(name in self.at for name in columns):
                continue
            problems.add(
                Place(self.file, self.top),
                tr(
                    "a column {needed} is missing (for example '{example}'); the headers are: {headers}",
                    "缺少列 {needed}（例如“{example}”）；现有表头：{headers}",
                    needed=tr(" or ", " 或 ").join(f"'{name}'" for name in columns),
                    example=HEADERS[columns[0]][0],
                    headers=", ".join(name for name in self.headers if plain(name)),
                ),
            )

    def drop_leavers(self, problems: Problems) -> None:
        if "status" not in self.at:
            return
        staying = [(row, cells) for row, cells in self.rows if plain(self.cell(cells, "status")) not in LEFT]
        if gone := len(self.rows) - len(staying):
            where = Place(self.file, self.top, 0, self.headers[self.at["status"]])
            problems.warn(where, tr("{n} people who have left are passed over", "已跳过 {n} 名离职人员", n=gone))
            if not staying:
                problems.add(where, tr("nobody is left", "没有在职人员"))
        self.rows = staying

    def cell(self, cells: list[Any], column: str) -> Any:
        position = self.at[column]
        return cells[position] if position < len(cells) else ""

    def read(self, column: str, read: Callable[[Any], Any]) -> list[Any]:
        """What `read` makes of the column's cells; None where a cell is empty, unfit or the column is missing."""
        values: list[Any] = []
        for index, (_, cells) in enumerate(self.rows):
            cell = self.cell(cells, column) if column in self.at else ""
            value = None
            if sheets.text(cell):
                try:
                    value = read(cell)
                except _Unfit as unfit:
                    self.fault(index, column, str(unfit))
            elif column in self.at and column in ("person", "hired"):
                self.fault(index, column, tr("is empty; everybody needs one", "为空；每人都必须填写"))
            values.append(value)
        return values

    def fault(self, index: int, column: str, message: str) -> None:
        row = self.rows[index][0]
        header = self.headers[self.at[column]]
        where = tr("row {row}, column '{header}'", "第 {row} 行“{header}”列", row=row, header=header)
        self.faults.append(Problem(Place(self.file, row, 0, where), message))

    def report(self, problems: Problems) -> bool:
        """Hand the faults over, the first `SHOWN` in full. Is there any, here or in the headers?"""
        self.check_width()
        faults = sorted(self.faults, key=lambda fault: fault.place.line)
        problems.errors.extend(faults[:SHOWN])
        if len(faults) > SHOWN:
            more = len(faults) - SHOWN
            problems.add(
                Place(self.file, faults[SHOWN].place.line),
                tr("… and {n} more faults from this row on", "……从这一行起还有 {n} 处错误", n=more),
            )
        return any(error.place.file == self.file for error in problems.errors)

    def check_width(self) -> None:
        for row, cells in self.rows:
            if any(sheets.text(cell) for cell in cells[len(self.headers) :]):
                where = tr("row {row}", "第 {row} 行", row=row)
                message = tr(
                    "has {got} cells, but there are {headers} headers; put a value with a comma in quotes",
                    "有 {got} 个单元格，但表头只有 {headers} 个；含逗号的值请加引号",
                    got=len(cells),
                    headers=len(self.headers),
                )
                self.faults.append(Problem(Place(self.file, row, 0, where), message))


# --- cells -------------------------------------------------------------------------------------


def _hired(cell: Any, start: dt.date) -> dt.date:
    day = _date(cell)
    if day > start:
        raise _Unfit(
            tr(
                "{day} is after the start of the run, {start}; leave out who joins later, or start later",
                "{day} 晚于模拟开始日期 {start}；请删去之后入职的人员，或推迟开始日期",
                day=day,
                start=start,
            )
        )
    if day.year < start.year - 66:
        raise _Unfit(tr("{day} is more than 66 years before the start", "{day} 早于开始日期 66 年以上", day=day))
    return day


def _date(cell: Any) -> dt.date:
    day = sheets.date(cell)
    if day is None:
        raise _Unfit(
            tr(
                "'{value}' is not a date; write it like 2020-01-07 or 2020年1月7日",
                "“{value}”不是日期；请写成 2020-01-07 或 2020年1月7日",
                value=sheets.text(cell),
            )
        )
    return day


def _number(cell: Any) -> float:
    value = sheets.number(cell)
    if value is None:
        raise _Unfit(
            tr(
                "'{value}' is not a number; give a number or leave the cell empty",
                "“{value}”不是数字；请填写数字或留空",
                value=sheets.text(cell),
            )
        )
    return value


def _within(cell: Any, low: float, high: float) -> float:
    value = _number(cell)
    if low <= value <= high:
        return value
    given = {"value": sheets.text(cell), "low": low, "high": high}
    if high == math.inf:
        raise _Unfit(tr("'{value}' is below {low:g}", "“{value}”小于 {low:g}", **given))
    raise _Unfit(tr("'{value}' is outside {low:g} to {high:g}", "“{value}”不在 {low:g} 至 {high:g} 之间", **given))


def _not_negative(cell: Any) -> float:
    return _within(cell, 0, math.inf)


def _word(cell: Any, allowed: Iterable[str]) -> str:
    """The allowed word that the cell means, in either language."""
    allowed = tuple(allowed)
    understood = meanings(allowed)
    if (got := plain(cell)) in understood:
        return understood[got]
    near = nearest(got, difflib.get_close_matches(got, understood, n=1) or allowed)
    raise _Unfit(tr("'{value}' is not known{near}", "无法识别“{value}”{near}", value=sheets.text(cell), near=near))


def _months(since: dt.date, until: dt.date) -> float:
    """Completed months."""
    return float((until.year - since.year) * 12 + until.month - since.month - (until.day < since.day))


def _filled(values: Iterable[Any], missing: Any) -> list[Any]:
    return [missing if value is None else value for value in values]


# --- columns -----------------------------------------------------------------------------------


def _people(table: _Table) -> list[str]:
    ids: list[str] = table.read("person", sheets.text)
    seen: dict[str, int] = {}
    for index, person in enumerate(ids):
        if person in seen:
            message = tr(
                "'{person}' stands in row {row} too; everybody has one row",
                "“{person}”在第 {row} 行已出现；每人只能有一行",
                person=person,
                row=table.rows[seen[person]][0],
            )
            table.fault(index, "person", message)
        elif person:
            seen[person] = index
    return ids


def _check_standing(table: _Table, role: list[Any], grade: list[Any]) -> None:
    """Everybody needs a role or a grade; an unfit role has been reported already."""
    present = [name for name in ("role", "grade") if name in table.at]
    for index, (_, cells) in enumerate(table.rows):
        if present and not any(sheets.text(table.cell(cells, name)) for name in present):
            table.fault(
                index, present[0], tr("is empty; everybody needs a role or a grade", "为空；每人都需要角色或职级")
            )


def _months_in_grade(table: _Table, columns: dict[str, tuple[Any, ...]], start: dt.date) -> None:
    if "months_in_grade" in table.at:
        column, months = "months_in_grade", table.read("months_in_grade", _not_negative)
    elif "grade_since" in table.at:
        column, days = "grade_since", table.read("grade_since", lambda cell: _hired(cell, start))
        months = [None if day is None else _months(day, start) for day in days]
    else:
        return
    for index, (value, employed) in enumerate(zip(months, columns["months_employed"], strict=True)):
        if value is not None and value > employed:
            message = tr(
                "gives {months:g} months in the grade, but only {employed:g} months employed",
                "现职级 {months:g} 个月，但入职仅 {employed:g} 个月",
                months=value,
                employed=employed,
            )
            table.fault(index, column, message)
    columns["months_in_grade"] = tuple(_filled(months, math.nan))


def _attribute_columns(table: _Table, attributes: Mapping[str, Attribute], problems: Problems) -> list[str]:
    """Columns that are attributes. One that the workforce does not declare is not read: hires would lack it."""
    names = [name for name in table.at if name in _ATTRIBUTES or (name in attributes and name not in CLOCKS)]
    declared = {*attributes, "experience_months"}
    for name in names:
        if name not in declared:
            problems.warn(
                Place(table.file, table.top, 0, table.headers[table.at[name]]),
                tr(
                    "is not read: the workforce declares no attribute '{name}', which newcomers would need too",
                    "未读取：员工数据没有声明属性 {name}，新员工也需要它",
                    name=name,
                ),
            )
    return [name for name in names if name in declared]


def _attribute(table: _Table, name: str, attribute: Attribute | None) -> tuple[Any, ...]:
    if attribute is not None and attribute.levels:
        return tuple(_filled(table.read(name, lambda cell: _word(cell, attribute.levels)), ""))
    if name == "age":
        return tuple(_filled(table.read(name, lambda cell: _within(cell, 14, 80)), math.nan))
    read = _not_negative if name in ("experience_months", "certificates") else _number
    return tuple(_filled(table.read(name, read), math.nan))


def _check_ages(table: _Table, columns: Mapping[str, tuple[Any, ...]]) -> None:
    """Nobody was hired before 14; ages are whole years, so up to one more is possible."""
    for index, (age, employed) in enumerate(zip(columns["age"], columns["months_employed"], strict=True)):
        if isinstance(age, float) and age + 1 - employed / 12 < 14:
            message = tr(
                "{age:g} years with {employed:g} months employed means hired before 14; check both",
                "{age:g} 岁、入职 {employed:g} 个月，即不满 14 岁入职；请核对两者",
                age=age,
                employed=employed,
            )
            table.fault(index, "age", message)
