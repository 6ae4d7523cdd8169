"""Reading a roster: one row per person, as HR systems export it, in English or Chinese.

==========================  =============================================================================
column                      what it is for; headers that are understood are in `words`
==========================  =============================================================================
person                      required: the person's number, kept as text
hired                       required: date of joining; or the tenure in months, in years or in bands
role or grade               one is required; a grade that a scheme knows is kept, else the role places the person
months_in_grade             how long in the present grade; or years_in_grade; or grade_since, the date
team                        team scores and ranks
pay or annual_pay           base pay at the start, a month's or a year's
kpi                         the last rating in points; other scales by the mapping
age or birth                age on the first day
education, …                attributes that the workforce declares; what a row leaves empty is drawn
status, left_on, has_left   rows of people who have left are passed over
fte                         share of full time, or percent of it
==========================  =============================================================================

Names and other personal data are never read past their header and reach neither messages nor results.
Every fault of the file is reported at once, by row and header as the spreadsheet shows them; nothing is left out,
converted or filled without a line that says how many and which rows.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Place, Problem, Problems
from ladder_sim.expressions.words import GIVEN_CLOCKS
from ladder_sim.files import shown_path
from ladder_sim.model.metrics import FTE, Attribute
from ladder_sim.model.roster import RosterNeeds
from ladder_sim.model.workforce import Roster, RosterColumn
from ladder_sim.people.cells import PeopleTable, T, Unfit
from ladder_sim.people.keys import as_key
from ladder_sim.people.plausibility import doubts
from ladder_sim.people.reading import NAMED, ColumnUse, RosterReading, rows_said
from ladder_sim.people.rosters import columns as roster_columns
from ladder_sim.people.rosters.column_titles import called
from ladder_sim.people.rosters.headers import (
    blank_unread,
    cut_keys,
    drop_what_is_no_person,
    find_columns,
    fitting,
    header_row,
    is_foreign,
    known_of,
    no_list_of_people,
    require,
)
from ladder_sim.people.rosters.present import drop_absent
from ladder_sim.people.rosters.reached import Reached
from ladder_sim.people.rosters.said_words import said_words, say_left_empty
from ladder_sim.people.rosters.titles import MappedTitles
from ladder_sim.people.tables import sheets
from ladder_sim.people.tables.workbooks import Cell

IN_MEMORY = "roster"  # what messages call people that no file holds
_ATTRIBUTES = ("age", "education", "gender", "experience_months", "certificates")


def read_roster(source: Path | list[list[Cell]], needs: RosterNeeds, problems: Problems | None = None) -> Roster | None:
    """The people of a CSV file or workbook, or None after adding every fault to `problems`.

    Parameters
    ----------
    source: the file; or rows of cells, the headers first, which messages count as a spreadsheet would.
    needs: what the people must fit, and how the user says the file is to be read.
    problems: where faults and lines go; without it faults are raised as a `LadderError`.
    """
    roster, reading = examine(source, needs)
    if problems is None:
        reading.problems.raise_if_any()
    else:
        problems.errors += reading.problems.errors
        problems.warnings += reading.problems.warnings
    return roster


def examine(source: Path | list[list[Cell]], needs: RosterNeeds) -> tuple[Roster | None, RosterReading]:
    """The people of a file or of rows, None where there is a fault; and how they were read."""
    reading = RosterReading(shown_path(source) if isinstance(source, Path) else IN_MEMORY)
    known = known_of(needs)
    if isinstance(source, Path):
        file = sheets.read_table(source, reading.problems, lambda rows: fitting(rows, known), needs.mapping.sheet)
    else:
        file = sheets.TableFile(source)
    if file is None:
        return None, reading
    top = header_row(file.rows, known)
    table = PeopleTable.of(file.rows, reading.file, top)
    if table is None:
        message = tr("is empty; a row of headers and one row per person are needed", "文件为空；需要一行表头，每人一行")
        reading.problems.add(Place(reading.file), message)
        return None, reading
    if isinstance(source, Path) and is_foreign(table, known):
        reading.problems.add(table.place(), no_list_of_people())
        return None, reading
    _say_how(file, table, reading)
    find_columns(table, needs, reading)
    titles = MappedTitles(needs, reading.problems)
    titles.share_column(table)
    require(table, needs, reading)
    _say_marks(file, table, reading)
    if not table.rows:
        reading.problems.add(table.place(), tr("has headers but no people", "只有表头，没有人员"))
    roster = _people_of(table, needs, reading, titles)
    return roster, reading


def _people_of(table: PeopleTable, needs: RosterNeeds, reading: RosterReading, titles: MappedTitles) -> Roster | None:
    """The roster of a table whose headers are known."""
    reading.rows = len(table.rows)
    drop_what_is_no_person(table, reading)
    blank_unread(table)
    cut_keys(table, needs)
    columns = roster_columns.Columns(table, needs, reading)
    drop_absent(table, needs, reading, columns.days)
    people = _ids(table)
    titles.count(table, reading)
    role = table.read("role", titles.role())
    reached = Reached(table, columns)
    grade = reached.grades(titles.grade(table, reading), reading)
    _check_standing(table, role, grade)
    made = columns.made(functools.partial(reached.months, grade))
    if "team" in table.at:
        made["team"] = tuple(filled(table.read("team", sheets.text), ""))
    for name in _attribute_columns(table, needs.attributes, reading):
        of = needs.attributes.get(name)
        missing: float | str = "" if of is not None and of.levels else math.nan
        made[name] = tuple(filled(table.read(name, said_words(name, of, needs)), missing))
        say_left_empty(table, name, needs, reading)
    if "age" in made:
        _check_ages(table, made, needs.start)
    _say_idle_tenure(table, columns)
    reading.kept = len(table.rows)
    reading.columns += [ColumnUse(table.headers[at], name, columns.said(name), called(name, needs.attributes))
                        for name, at in table.at.items()]  # fmt: skip
    reading.columns.sort(key=lambda use: table.headers.index(use.header))
    if table.report(reading.problems):
        return None
    rows = tuple(row for row, _ in table.rows)
    roster = Roster(table.file, tuple(people), tuple(filled(role, "")), tuple(filled(grade, "")), made, rows)
    for column, finding in doubts(roster, needs):
        reading.doubt(table.place(column), finding)
    _say_silence(roster, needs, reading, table)
    return roster


# --- the file ----------------------------------------------------------------------------------


def _say_how(file: sheets.TableFile, table: PeopleTable, reading: RosterReading) -> None:
    """Encoding, delimiter, sheet and row of the headers; a line where something else could have been meant."""
    place = Place(reading.file)
    found = {"encoding": file.encoding, "delimiter": file.delimiter, "sheet": file.sheet, "header_row": str(table.top)}
    reading.read = {key: value for key, value in found.items() if value}
    if file.others:
        reading.say(place, tr("sheet '{sheet}' is read; {others} would fit too: write roster: {{sheet: …}} for another",
                              "读取工作表“{sheet}”；{others} 也符合：如需读取其他工作表，请写 roster: {{sheet: …}}",
                              sheet=file.sheet, others=tr(", ",
                                                          "、").join(f"'{name}'" for name in file.others)))  # fmt: skip
    elif file.passed:
        reading.say(place, tr("sheet '{sheet}' is read, not {others}", "读取工作表“{sheet}”，未读取 {others}",
                              sheet=file.sheet, others=tr(", ",
                                                          "、").join(f"'{name}'" for name in file.passed)))  # fmt: skip
    if file.hidden:
        reading.say(place, tr("sheet '{sheet}' is hidden", "工作表“{sheet}”是隐藏的", sheet=file.sheet))
    above = [row for row, cells in enumerate(file.rows[: table.top - 1], 1) if any(sheets.text(cell) for cell in cells)]
    if above:
        reading.say(table.place(), tr("the headers stand here; {rows} above passed over",
                                      "表头在这一行；已跳过其上方的{rows}", rows=rows_said(above)))  # fmt: skip


def _say_marks(file: sheets.TableFile, table: PeopleTable, reading: RosterReading) -> None:
    """Cells of columns that are read, below the headers, that hold an error or an unsaved formula; merged ones."""
    for column, at in table.at.items():
        marks: dict[str, list[int]] = {}
        for (row, position), mark in sorted(file.marks.items()):
            if position == at and row >= table.top:
                marks.setdefault(mark, []).append(row + 1)
        for mark, rows in marks.items():
            cells = tr(", ", "、").join(f"{sheets.letters(at)}{row}" for row in rows[:NAMED])
            if len(rows) > NAMED:
                cells = tr("{n} cells ({cells}, …)", "{n}个单元格（{cells}……）", n=len(rows), cells=cells)
            given = {"cells": cells, "mark": mark}
            reading.say(
                table.place(column),
                tr("the error {mark} stands in {cells}: taken as empty", "{cells}是错误值 {mark}：视为空",
                   **given) if mark else
                tr("a formula whose value was not saved stands in {cells}: taken as empty; open the workbook in a "
                   "spreadsheet program, save it, and read it again",
                   "{cells}的公式没有保存计算结果：视为空；请用表格软件打开并保存后再读取", **given),
            )  # fmt: skip
        merged = [row + 1 for row, position in file.merged if position == at and row >= table.top]
        if merged:
            reading.say(table.place(column), tr("merged cells: {rows} take the value above",
                                                "合并单元格：{rows}沿用上方的值", rows=rows_said(merged)))  # fmt: skip


def _say_silence(roster: Roster, needs: RosterNeeds, reading: RosterReading, table: PeopleTable) -> None:
    """What takes the place of empty cells, a warning; and of columns that are not there, a line of the check."""
    drawn = tr("drawn at random", "随机抽取")
    fills = {
        "months_in_grade": tr("estimated from the tenure", "按司龄估计"), "kpi": drawn,
        "pay": tr("the base pay of the grade", "取职级的基本工资"), "team": tr("dealt out", "依次分配"),
    }  # fmt: skip
    fills |= {name: drawn for name in needs.attributes if name not in GIVEN_CLOCKS}
    everybody: dict[str, list[str]] = {}
    parts = []
    for name, fill in fills.items():
        values = roster.columns.get(name)
        if values is None:
            everybody.setdefault(fill, []).append(called(name, needs.attributes))
            continue
        silent = [row for row, value in zip(roster.rows, values, strict=True) if value == "" or value != value]
        if silent:
            parts.append(
                tr(
                    "{fill}: {name} of {rows}",
                    "{fill}：{rows}的{name}",
                    name=called(name, needs.attributes),
                    rows=rows_said(silent),
                    fill=fill,
                )
            )
    if parts:
        reading.say(table.place(), tr("cells that are empty – {parts}", "空单元格——{parts}",
                                      parts=tr("; ", "；").join(parts)))  # fmt: skip
    for fill, names in everybody.items():
        reading.lines.append(
            tr("not in the file, {fill}: {names}", "文件中没有，{fill}：{names}", names=_few(names), fill=fill)
        )


def _few(names: list[str]) -> str:
    shown = tr(", ", "、").join(names[:NAMED])
    return shown + (tr(" and {n} more", "等另{n}项", n=len(names) - NAMED) if len(names) > NAMED else "")


def filled(values: Iterable[T | None], missing: T) -> list[T]:
    """The values, with what stands for none where there is none."""
    return [missing if value is None else value for value in values]


# --- columns -----------------------------------------------------------------------------------


def _key(cell: Cell) -> str:
    """A cell as the key of a person, as it is written.

    Raises
    ------
    Unfit
        It is a word that stands for none.
    """
    if not as_key(sheets.text(cell)):
        raise Unfit(tr("'{value}' stands for no key; everybody needs one", "“{value}”表示没有编号；每人都必须填写",
                       value=sheets.text(cell)))  # fmt: skip
    return sheets.text(cell)


def _ids(table: PeopleTable) -> list[str]:
    if "person" not in table.at:
        return [str(row) for row, _ in table.rows]
    empty = tr("is empty; everybody needs one", "为空；每人都必须填写")
    ids = [person or "" for person in table.read("person", _key, empty)]
    places: dict[str, list[int]] = {}
    for index, person in enumerate(ids):
        if person:
            places.setdefault(as_key(person), []).append(index)  # one person in full and in half width
    often = [at for at in places.values() if len(at) > 1]
    if len(often) > NAMED:
        table.faults.append(Problem(table.place("person"), _a_history(table, ids[often[0][0]], often, len(places))))
        return ids
    for first, *others in often:
        for index in others:
            message = tr(
                "'{person}' stands in row {row} too; everybody has one row",
                "“{person}”在第{row}行已出现；每人只能有一行",
                person=ids[index],
                row=table.rows[first][0],
            )
            table.fault(index, "person", message)
    return ids


def _a_history(table: PeopleTable, person: str, often: list[list[int]], everybody: int) -> str:
    """What is said where many stand in several rows, which is one fault: a list of several days, or of events."""
    return tr(
        "{n:,} of {all:,} people stand in more than one row, such as '{person}' in {rows}; here everybody has one "
        "row. A list of several days or of events is a history, which another command reads: ladder-sim fit {file}",
        "{all:,}人中有{n:,}人出现在多行，如“{person}”在{rows}；此处每人只能有一行。"
        "含多个时点或多条记录的是历史数据，请用另一命令读取：ladder-sim fit {file}",
        n=len(often), all=everybody, person=person, rows=rows_said(table.rows[index][0] for index in often[0]),
        file=table.file)  # fmt: skip


def _say_idle_tenure(table: PeopleTable, columns: roster_columns.Columns) -> None:
    """A length of service stands beside the date of joining: that one counts."""
    if "hired" in table.at:
        for name in ("months_employed", "years_employed", "tenure"):
            if name in table.at:
                columns.told[name] = tr("not used: '{hired}' says it", "不使用：以“{hired}”为准",
                                        hired=table.headers[table.at["hired"]])  # fmt: skip


def _check_standing(table: PeopleTable, role: Sequence[str | None], grade: Sequence[str | None]) -> None:
    """Everybody needs a role or a grade; an unfit role has been reported already."""
    present = [name for name in ("role", "grade") if name in table.at]
    for index, (_, cells) in enumerate(table.rows):
        if grade[index]:
            continue
        if present and not any(sheets.text(table.cell(cells, name)) for name in present):
            table.fault(
                index, present[0], tr("is empty; everybody needs a role or a grade", "为空；每人都需要岗位层级或职级")
            )


def _attribute_columns(table: PeopleTable, attributes: Mapping[str, Attribute], reading: RosterReading) -> list[str]:
    """Columns that are attributes. One that the workforce does not declare is not read: hires would lack it."""
    own = {*GIVEN_CLOCKS, FTE}  # read as columns of their own
    names = [name for name in table.at if name in _ATTRIBUTES or (name in attributes and name not in own)]
    declared = {*attributes, "experience_months"}
    for name in names:
        if name not in declared:
            reading.problems.warn(
                table.place(name),
                tr(
                    "is not read: the workforce declares no attribute '{name}', which newcomers would need too",
                    "未读取：人员文件没有声明属性 {name}，新员工也需要它",
                    name=name,
                ),
            )
    return [name for name in names if name in declared]


def _check_ages(table: PeopleTable, columns: Mapping[str, RosterColumn], start: dt.date) -> None:
    """Nobody was hired before 14; ages are whole years, so up to one more is possible."""
    column = "age" if "age" in table.at else "birth"
    ages, employed = ([float(value) for value in columns[name]] for name in ("age", "months_employed"))
    young = [
        index for index, (age, months) in enumerate(zip(ages, employed, strict=True)) if age + 1 - months / 12 < 14
    ]
    if len(young) <= NAMED:
        for index in young:
            message = tr(
                "{age:g} years with {employed:g} months employed means hired before 14; check both",
                "{age:g}岁、司龄{employed:g}个月，即不满14岁入职；请核对两者",
                age=ages[index],
                employed=employed[index],
            )
            table.fault(index, column, message)
        return
    first = young[0]
    table.faults.append(
        Problem(
            table.place(column),
            tr(
                "{rows} would have been hired before 14, row {row} with {age:g} years and {employed:g} months "
                "employed; service is counted to the start, {start}, ages are as the file has them: if the list is of "
                "an earlier day, write that day as start: in the workforce file, else check both columns",
                "{rows}不满14岁即入职，如第{row}行{age:g}岁、司龄{employed:g}个月；司龄算至开始日期 {start}，年龄取自"
                "文件：如名单时点更早，请在人员文件中把 start: 写为该日，否则请核对两列",
                rows=rows_said(table.rows[index][0] for index in young),
                row=table.rows[first][0],
                age=ages[first],
                employed=employed[first],
                start=start,
            ),
        )
    )
