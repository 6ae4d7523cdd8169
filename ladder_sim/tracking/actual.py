"""The monthly file: a row for each month and grade, or for everybody, as HR and payroll export it."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import LadderError, Place, Problems, nearest
from ladder_sim.files import shown_path
from ladder_sim.people.cells import PeopleTable, Unfit, UnknownWord, not_negative
from ladder_sim.people.grade_names import grades_meant
from ladder_sim.people.rosters.words import HEADERS, plain
from ladder_sim.people.tables import sheets
from ladder_sim.people.tables.workbooks import Cell
from ladder_sim.results.run import Run
from ladder_sim.tracking.tracked_series import TrackedKind, TrackedSeries

if TYPE_CHECKING:
    import pandas as pd

#: Column → further headers that mean it, written without blanks, brackets and underscores.
WORDS: Mapping[str, tuple[str, ...]] = {
    "month": ("date", "period", "yearmonth", "payperiod", "月份", "月", "年月", "期间", "日期", "统计月份"),
    "grade": ("level", "band", *HEADERS["grade"]),
    "headcount": ("people", "heads", "staff", "employees", "headcountend", "人数", "期末人数", "在岗人数", "在职人数",
                  "在册人数", "员工人数", "月末人数"),
    "promotions": ("promoted", "promotion", "晋升", "晋升人数", "晋升数"),
    "leavers": ("left", "leaving", "exits", "leaver", "terminations", "离职", "离职人数", "离职数"),
    "pay": ("paybill", "payroll", "salaries", "salary", "wagebill", "薪酬总额", "工资总额", "薪酬", "工资", "薪资总额",
            "应发工资", "应发合计"),
}  # fmt: skip
KINDS: tuple[TrackedKind, ...] = get_args(TrackedKind)
_EVERYBODY = ("合计", "总计", "共计", "全部", "全体", "total", "totals", "grandtotal", "sum", "all", "everybody")


@dataclass(frozen=True, slots=True)
class Actual:
    """What a monthly file says.

    Parameters
    ----------
    source : the file, or what stands for it
    values : by series, shape (months of the run,), NaN where nothing is said
    remarks : what of the file is not followed, and why
    """

    source: str
    values: Mapping[TrackedSeries, Floats]
    remarks: tuple[str, ...]

    @property
    def last(self) -> int:
        """So many months of the run are behind us."""
        return max(int(np.flatnonzero(~np.isnan(values))[-1]) + 1 for values in self.values.values())


def read_actual(source: str | os.PathLike[str] | pd.DataFrame, run: Run) -> Actual:
    """Read a monthly file, of text or a workbook, or a data frame of the same columns.

    Parameters
    ----------
    run : whose months and grades they are

    Raises
    ------
    LadderError
        Every fault of the file at once, by row and header.
    """
    problems = Problems()
    if isinstance(source, str | os.PathLike):
        path = Path(source)
        file, rows = shown_path(path), sheets.read_rows(path, problems)
    else:
        file = tr("data frame", "数据框")
        rows = [list(map(str, source.columns)), *source.astype(object).where(source.notna(), "").values.tolist()]
    problems.raise_if_any()
    table = PeopleTable.of(rows or [], file)
    if table is None or not table.rows:
        raise LadderError(f"{file}: {tr('is empty: it needs headers and a row', '为空：需要表头和至少一行数据')}")
    remarks: list[str] = []
    known = {plain(word): name for name, words in WORDS.items() for word in (name, *words)}
    unread = Title("column '{name}' is not read{near}", "未读取“{name}”列{near}")
    table.find(known, problems, lambda at, name: remarks.append(
        str(unread).format(name=name, near=nearest(name, WORDS))))  # fmt: skip
    table.require([(("month",), "month"), (KINDS, "headcount")], problems)
    made = _Months(table, run).read(remarks) if not problems.errors else {}
    table.report(problems)
    if not problems.errors and not made:
        problems.add(Place(file), tr("no number that can be followed; headcount by grade, or promotions, leavers or pay"
                                     " of everybody, is needed",
                                     "没有可与计划对照的数字；"
                                     "需要分职级人数，或全员的晋升、离职人数或薪酬总额"))  # fmt: skip
    problems.raise_if_any()
    return Actual(file, made, tuple(remarks))


class _Months:
    """The cells of a monthly file, put in the order of months and grades."""

    def __init__(self, table: PeopleTable, run: Run) -> None:
        self.table, self.run = table, run
        self.ids = [grade.id for grade in run.axes.grades]

    def read(self, remarks: list[str]) -> dict[TrackedSeries, Floats]:
        """The series that can be followed; faults go to the table, what is left out to `remarks`."""
        months = self.table.read("month", self._month, tr("is empty; every row needs one", "为空；每行都必须填写"))
        grades = self.table.read("grade", self._grade)
        cells = {kind: self.table.read(kind, not_negative) for kind in KINDS if kind in self.table.at}
        found = {kind: np.full((len(self.ids) + 1, self.run.months), np.nan) for kind in cells}
        first: dict[tuple[int, int], int] = {}
        for index, (month, grade) in enumerate(zip(months, grades, strict=True)):
            if month is None:
                continue
            place = len(self.ids) if grade is None or grade < 0 else grade
            if (month, place) in first:
                self.table.fault(index, "month", tr("the same month and grade stand in row {row}",
                                                    "与第{row}行的月份和职级相同",
                                                    row=first[month, place]))  # fmt: skip
                continue
            first[month, place] = self.table.rows[index][0]
            for kind, values in cells.items():
                value = values[index]
                found[kind][place, month - 1] = np.nan if value is None else value
        return {series: values for kind in found for series, values in self._of(kind, found[kind], remarks)}

    def _of(self, kind: TrackedKind, found: Floats, remarks: list[str]) -> list[tuple[TrackedSeries, Floats]]:
        """A kind's series: headcount by grade where it is told so, flows of everybody."""
        grades, total = found[:-1], found[-1]
        if kind == "headcount":
            by_grade = [(TrackedSeries(kind, name), row) for name, row in zip(self.ids, grades, strict=True)
                        if not np.isnan(row).all()]  # fmt: skip
            return by_grade or [(TrackedSeries(kind), total)] * int(not np.isnan(total).all())
        told = np.where(np.isnan(total), grades.sum(axis=0), total)  # NaN where a grade is not told
        lost = np.isnan(told) & ~np.isnan(grades).all(axis=0)
        if lost.any():
            remarks.append(
                tr("{what}: {n} months are not followed, for they tell some grades but neither all of them nor the"
                   " total; write 0 where there is nothing, or a row without a grade for everybody",
                   "{what}：有{n}个月未与计划对照，因为只填写了部分职级，既不全也没有合计；"
                   "没有的请填0，或增加一行不填职级的全员合计", what=kind, n=int(lost.sum()))
            )  # fmt: skip
        return [(TrackedSeries(kind), told)] if not np.isnan(told).all() else []

    def _month(self, cell: Cell) -> int:
        """A month of the run, from 1: its number, or a day in it."""
        start, last = self.run.workforce.start, self.run.months
        written = sheets.text(cell)
        if written.isdecimal() and len(written) < 5:
            month = int(written)
        else:
            day = sheets.date(f"{written[:4]}-{written[4:]}" if re.fullmatch(r"\d{6}", written) else cell)
            if day is None:
                raise Unfit(tr("'{value}' is no month; write 2026-03, or its number in the run, 1 to {n}",
                               "“{value}”不是月份；请写作2026-03，或模拟期的月序号1至{n}",
                               value=written, n=last))  # fmt: skip
            month = (day.year - start.year) * 12 + day.month - start.month + 1
        if not 1 <= month <= last:
            end = sheets.months_later(start, last - 1)
            raise Unfit(tr("'{value}' is outside the run, which goes from {first} to {last}; play it longer, or from"
                           " another day",
                           "“{value}”不在模拟期内（{first}至{last}）；请延长模拟期，或改变起始日期", value=written,
                           first=_month_name(start), last=_month_name(end)))  # fmt: skip
        return month

    def _grade(self, cell: Cell) -> int:
        """The place of a grade, -1 for everybody."""
        written = sheets.text(cell)
        if plain(cell) in _EVERYBODY:
            return -1
        meant = grades_meant([written], self.run.axes.grades)
        if written not in meant:
            raise UnknownWord(tr("'{value}' is no grade of the scheme{near}", "方案中没有职级“{value}”{near}",
                                 value=written, near=nearest(written, self.ids)), written, self.ids)  # fmt: skip
        return meant[written]


def _month_name(day: dt.date) -> str:
    return f"{day:%Y-%m}"
