"""Records for a trace: reading the table, checking it, and the workforce that it describes."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ladder_sim.core.arrays import Floats, PersonFloats, PersonInts
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import Place, Problems
from ladder_sim.expressions.scope import AGING
from ladder_sim.expressions.words import GIVEN_CLOCKS
from ladder_sim.files import shown_path
from ladder_sim.model.expression import Expr
from ladder_sim.model.metrics import Attribute, Metric
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.statuses import Status
from ladder_sim.model.workforce import Attrition, Costs, Hiring, Mentoring, People, Roster, RosterColumn, Workforce
from ladder_sim.people.cells import CellMeaning, PeopleTable
from ladder_sim.people.records.columns import RecordColumn, headers_of, month_span, unknown_column
from ladder_sim.people.rosters.words import HEADERS
from ladder_sim.people.tables import sheets

if TYPE_CHECKING:
    import pandas as pd

#: What grows with time after the first row: units a month, and how far rounding may be off.
GROWING = {**dict.fromkeys(GIVEN_CLOCKS, 1.0), **AGING}


@dataclass(slots=True)
class Record:
    """A record as arrays; months count from 1.

    Parameters
    ----------
    first, last : first month of each person, that of joining, and last, shape (people,)
    values : by column, shape (months + 1, people), the row a month; NaN where a cell is empty
    start : by column what the first rows say, None where nothing
    changes : month → attribute, person and value
    """

    file: str
    persons: tuple[str, ...]
    first: PersonInts  # first month of each person: that of joining
    last: PersonInts  # last month of each person
    columns: tuple[str, ...]
    values: dict[str, Floats] = field(default_factory=dict)
    start: dict[str, list[CellMeaning | None]] = field(default_factory=dict)
    changes: dict[int, list[tuple[str, int, CellMeaning]]] = field(
        default_factory=dict
    )  # month -> attribute, person, value

    def numbers(self, column: str) -> list[float | None]:
        """What the first rows say in a column of numbers; None where nothing, and where there is no such column."""
        said = self.start.get(column, [None] * len(self.persons))
        return [None if value is None else float(value) for value in said]

    def texts(self, column: str) -> list[str | None]:
        """What the first rows say in a column of texts; None where nothing, and where there is no such column."""
        said = self.start.get(column, [None] * len(self.persons))
        return [None if value is None else str(value) for value in said]

    @property
    def last_month(self) -> int:
        """The last month in which anybody is there, counted from 1."""
        return int(self.last.max())

    def at(self, column: str, month: int) -> PersonFloats:
        """The values of a month, shape (persons,); NaN after the end of the record."""
        table = self.values[column]
        return table[month] if 0 <= month < len(table) else np.full(len(self.persons), np.nan)

    def latest(self, column: str, month: int) -> PersonFloats:
        """The latest value up to a month, shape (persons,); NaN where there is none."""
        table = self.values[column][: min(month, self.last_month) + 1]
        out = np.full(len(self.persons), np.nan)
        for row in table:
            out = np.where(np.isnan(row), out, row)
        return out


def read_record(
    record: pd.DataFrame | str | Path, scheme: Scheme, columns: Mapping[str, RecordColumn], problems: Problems
) -> Record | None:
    """A record from a file or a frame, or None after every fault was added to `problems`, by row and header.

    Parameters
    ----------
    columns: what a record for the scheme may have, as `columns_of` gives it.
    """
    if isinstance(record, (str, Path)):
        file, rows = shown_path(Path(record)), sheets.read_rows(Path(record), problems)
    else:
        file = tr("record", "记录")
        rows = [list(map(str, record.columns)), *record.astype(object).where(record.notna(), "").values.tolist()]
    if rows is None:
        return None
    table = PeopleTable.of(rows, file)
    if table is None or not table.rows:
        problems.add(Place(file), tr("the record is empty: it needs a header and at least one row",
                                     "记录为空：需要表头和至少一行数据"))  # fmt: skip
        return None
    table.find(headers_of(columns), problems, lambda at, name: problems.add(at, unknown_column(name, columns)))
    table.require([(("person",), HEADERS["person"][0]), (("month",), "月份")], problems)
    made = _Reading(table, scheme, columns).record()
    return None if table.report(problems) or made is None else made


class _Reading:
    """The cells of a record, read column by column, and put in the order of persons and months."""

    def __init__(self, table: PeopleTable, scheme: Scheme, columns: Mapping[str, RecordColumn]) -> None:
        empty = tr("is empty; every row needs one", "为空；每行都必须填写")
        self.table, self.columns = table, columns
        self.role_of = {grade.id: grade.role for grade in scheme.grades}
        self.cells: dict[str, list[CellMeaning | None]] = {}
        for name in table.at:
            if name not in ("person", "month"):
                self.cells[name] = table.read(name, columns[name].read)
        persons = table.read("person", sheets.text, empty)
        spans = table.read("month", month_span, empty)
        self.persons = {person: i for i, person in enumerate(dict.fromkeys(p for p in persons if p))}
        self.rows: list[dict[int, int]] = [{} for _ in self.persons]  # of each person: month -> row
        for row, (person, span) in enumerate(zip(persons, spans, strict=False)):
            if person and span is not None:
                self._place(row, person, span)

    def _place(self, row: int, person: str, span: tuple[int, int]) -> None:
        mine = self.rows[self.persons[person]]
        for month in range(span[0], span[1] + 1):
            if month in mine:
                self.table.fault(
                    row,
                    "month",
                    tr("'{person}' has month {month} in row {row} too; a person has one row for each month",
                       "“{person}”的第{month}个月在第{row}行已出现；每人每月一行",
                       person=person, month=month, row=self.table.rows[mine[month]][0]),
                )  # fmt: skip
                return
            mine[month] = row

    def record(self) -> Record | None:
        """The record; None where persons or months are missing. Gaps and contradictions go to the table's faults."""
        if not self.persons or not all(self.rows):
            return None
        for person, rows in zip(self.persons, self.rows, strict=True):
            self._gaps(person, rows)
        first, last = (np.array([end(rows) for rows in self.rows]) for end in (min, max))
        made = Record(self.table.file, tuple(self.persons), first, last, tuple(self.table.at))
        for name in self.table.at:
            if name in ("person", "month"):
                continue
            if self.columns[name].opening:
                made.start[name] = [self._opening(name, rows) for rows in self.rows]
                if self.columns[name].changing:
                    self._changes(name, made)
            else:
                made.values[name] = self._values(name, made.last_month)
                if self.columns[name].prefix == "open:":
                    self._one_answer(name)
        self._fitting(made)
        self._one_role(made)
        return made

    def _gaps(self, person: str, rows: Mapping[int, int]) -> None:
        months = sorted(rows)
        for before, after in itertools.pairwise(months):
            if after - before > 1:
                gap = Title(f"month {before + 1}", f"第{before + 1}个月")
                if after - before > 2:
                    gap = Title(f"months {before + 1}–{after - 1}", f"第{before + 1}–{after - 1}个月")
                self.table.fault(
                    rows[after],
                    "month",
                    tr("'{person}' has no row for {gap}; from the first row to the last each month needs one "
                       "(a range such as 3-5 is one row)",
                       "“{person}”缺少{gap}的行；从首行到末行每个月都要有（可用3-5这样的范围写成一行）",
                       person=person, gap=gap),
                )  # fmt: skip

    def _values(self, name: str, last: int) -> Floats:
        """A column by month and person; shape (last + 1, persons)."""
        table = np.full((last + 1, len(self.persons)), np.nan)
        for code, rows in enumerate(self.rows):
            for month, row in rows.items():
                value = self.cells[name][row]
                table[month, code] = np.nan if value is None else value
        return table

    def _opening(self, name: str, rows: Mapping[int, int]) -> CellMeaning | None:
        """What the first row says; a later row that says something else is a fault."""
        begin = min(rows)
        first = self.cells[name][rows[begin]]
        for month, row in rows.items():
            said = self.cells[name][row]
            if (
                said is None
                or row == rows[begin]
                or self.columns[name].changing
                or _grown(name, first, said, month - begin)
            ):
                continue
            at = self.table.rows[rows[begin]][0]
            self.table.fault(
                row,
                name,
                tr("says otherwise than row {first}, the person's first; where a person starts is said there alone",
                   "与该人员首行（第{first}行）不一致；起始状况只在首行填写", first=at)
                if first is not None
                else tr("where a person starts is said in the first row, row {first}, which leaves it empty",
                        "起始状况应填在该人员首行（第{first}行），而首行为空", first=at),
            )  # fmt: skip
        return first

    def _changes(self, name: str, made: Record) -> None:
        """What later rows say otherwise than the last one that said something."""
        for person, rows in enumerate(self.rows):
            known = made.start[name][person]
            for month in sorted(rows)[1:]:
                said = self.cells[name][rows[month]]
                if said is not None and said != known:
                    made.changes.setdefault(month, []).append((name, person, said))
                    known = said

    def _one_answer(self, name: str) -> None:
        """Open seats are the grade's: rows of one month may not differ."""
        seen: dict[int, int] = {}
        for rows in self.rows:
            for month, row in sorted(rows.items()):
                said = self.cells[name][row]
                if said is None:
                    continue
                other = seen.setdefault(month, row)
                if self.cells[name][other] != said:
                    self.table.fault(
                        row,
                        name,
                        tr("says otherwise than row {row} of the same month; open seats are the same for everybody",
                           "与同月的第{row}行不一致；空缺数对所有人相同", row=self.table.rows[other][0]),
                    )  # fmt: skip

    def _fitting(self, made: Record) -> None:
        """Nobody is longer in the grade than employed."""
        if not all(name in made.start for name in GIVEN_CLOCKS):
            return
        for rows, employed, in_grade in zip(self.rows, *(made.numbers(name) for name in GIVEN_CLOCKS), strict=True):
            if employed is not None and in_grade is not None and in_grade > employed:
                self.table.fault(
                    rows[min(rows)],
                    "months_in_grade",
                    tr("gives {months:g} months in the grade, but only {employed:g} months employed",
                       "任现职级{months:g}个月，但司龄仅{employed:g}个月", months=in_grade, employed=employed),
                )  # fmt: skip

    def _one_role(self, made: Record) -> None:
        """A grade and a role that are both given belong together."""
        if not {"grade", "role"} <= set(made.start):
            return
        for rows, grade, role in zip(self.rows, made.texts("grade"), made.texts("role"), strict=True):
            if grade is not None and role is not None and self.role_of[grade] != role:
                self.table.fault(
                    rows[min(rows)],
                    "role",
                    tr("is '{role}', but grade '{grade}' is one of role '{own}'; give one of the two",
                       "为“{role}”，而职级“{grade}”属于岗位层级“{own}”；两者填一个即可",
                       role=role, grade=grade, own=self.role_of[grade]),
                )  # fmt: skip


def _grown(name: str, first: CellMeaning | None, said: CellMeaning, months: int) -> bool:
    """Does a later row say the same as the first, or what has become of it by then?"""
    if first == said:
        return True
    if first is None or name not in GROWING:
        return False
    return abs(float(said) - float(first) - GROWING[name] * months) < 1


def recorded_workforce(
    scheme: Scheme,
    record: Record,
    signals: Mapping[str, Metric],
    attributes: Mapping[str, Attribute],
    given: Workforce | None,
) -> Workforce:
    """The people of the record as a workforce: a roster, nobody leaves, nobody is hired."""
    market = {role: Expr("5000") for role in (*scheme.roles, "agent")}
    start = dt.date(2027, 1, 1)
    holidays: tuple[dt.date, ...] = ()
    statuses: tuple[Status, ...] = ()
    if given is not None:
        start, market, holidays = given.start, {**market, **given.market}, given.holidays
        statuses = given.statuses
    roles, grades = _standing(scheme, record)
    columns: dict[str, RosterColumn] = _clocks(scheme, record)
    for name, column in (("base", "pay"), ("team", "team")):
        if name in record.start:
            columns[column] = _filled(record.start[name], "" if name == "team" else math.nan)
    for name, attribute in attributes.items():
        if name in record.start and name not in columns:
            columns[name] = _filled(record.start[name], "" if attribute.levels else math.nan)
    roster = Roster(record.file, record.persons, tuple(roles), tuple(grades), columns)
    return Workforce(
        "record", Title("record", "记录"), start,
        People(len(record.persons), max(len(record.persons), 1), attributes, roster=roster, history=False),
        signals, ability_sd=0.0, attrition=Attrition(), hiring=Hiring("none"), costs=Costs(), market=market,
        mentoring=Mentoring(Expr("false")) if "mentee" not in signals else None, holidays=holidays,
        statuses=statuses,
    )  # fmt: skip


def _filled(values: Sequence[CellMeaning | None], missing: CellMeaning) -> RosterColumn:
    return tuple(missing if value is None else value for value in values)


def _standing(scheme: Scheme, record: Record) -> tuple[list[str], list[str]]:
    """Role and grade of each person: as given, else the role's lowest grade, else where the scheme lets people in."""
    role_of = {grade.id: grade.role for grade in scheme.grades}
    grades = []
    for grade, role in zip(record.texts("grade"), record.texts("role"), strict=True):
        grades.append(grade or (entry_grade(scheme) if role is None else _lowest_grade(scheme, role)))
    return [role_of[grade] for grade in grades], grades


def entry_grade(scheme: Scheme) -> str:
    """Where a person starts of whom the record says neither grade nor role."""
    return scheme.entry.grade or next(iter(scheme.entry.shares), scheme.grades[0].id)


def _lowest_grade(scheme: Scheme, role: str) -> str:
    """The lowest grade of a role, trial grades last."""
    mine = [grade for grade in scheme.grades if grade.role == role]
    return min(mine, key=lambda grade: (grade.trial, grade.layer, grade.level)).id


def _clocks(scheme: Scheme, record: Record) -> dict[str, RosterColumn]:
    """Months in grade and employed; people without them are past the scheme's probation."""
    past = 0.0 if scheme.probation is None else float(scheme.probation.months)
    found = []
    for employed, in_grade in zip(*(record.numbers(name) for name in GIVEN_CLOCKS), strict=True):
        own = next((value for value in (in_grade, employed) if value is not None), past)
        found.append((max(past, own) if employed is None else employed, own))
    service, grade = zip(*found, strict=True)
    return {"months_employed": service, "months_in_grade": grade}
