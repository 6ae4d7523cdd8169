"""From the tables of a history to facts: who, when, what; and from several files to one history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ladder_sim.core.arrays import Floats, Integers, Mask
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Problems
from ladder_sim.history.record import OUTSIDE, UNSTATED, CheckLine, GradeOrder, number
from ladder_sim.history.tables import LongTable
from ladder_sim.history.words import EVENT_TITLES, EVENTS, REASON_TITLES, event_of, reason_of
from ladder_sim.model.roster import DATE_ORDERS, DateOrder, KeyIn
from ladder_sim.people import conventions
from ladder_sim.people.cells import answer
from ladder_sim.people.keys import as_key
from ladder_sim.people.rosters.columns import BY_YEAR, REACHED
from ladder_sim.people.rosters.present import BEFORE, NEVER
from ladder_sim.people.rosters.words import spelling
from ladder_sim.people.statuses import standing
from ladder_sim.people.tables import sheets
from ladder_sim.people.tables.workbooks import Cell

PROVING = 20_000  # distinct cells of a column that may prove how it is written
#: Days that stand for none: nothing stated, and an end that has not come.
NO_DAY, OPEN_END = -(10**6), 10**6
KINDS = tuple(EVENTS)
REASON_ORDER = tuple(REASON_TITLES)


@dataclass(frozen=True, slots=True)
class Asked:
    """How a history is to be read.

    Parameters
    ----------
    order : of the grades; None where the user has not stated it
    opened, closed : first and last day of observation, None where the file says them
    columns : column to the header that the user names
    reached : grade to the header of the dates on which people reached it
    key_in : where in its cells the key of a person stands, None where it is the whole cell
    gap : days of absence from which on it is another spell
    restart : whether the service of who comes back begins anew
    """

    order: GradeOrder | None = None
    opened: dt.date | None = None
    closed: dt.date | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    dates: DateOrder | None = None
    decimal: str = ""
    pay_per: str = "month"
    gap: int = 30
    restart: bool = True
    reached: Mapping[str, str] = field(default_factory=dict)
    key_in: KeyIn | None = None

    @property
    def headers(self) -> dict[str, str]:
        """Every column that the user names, to its header."""
        return {**self.columns, **{f"{REACHED}{grade}": header for grade, header in self.reached.items()}}


@dataclass(slots=True)
class Gathering:
    """What is collected over all files: faults, lines, keys, titles with their rows; arrays have shape (rows,)."""

    asked: Asked
    problems: Problems = field(default_factory=Problems)
    lines: list[CheckLine] = field(default_factory=list)
    people: dict[str, int] = field(default_factory=dict)
    titles: dict[str, int] = field(default_factory=dict)
    who: dict[str, Integers] = field(default_factory=dict)  # persons of the rows of each table
    read: dict[tuple[str, str, int], Integers] = field(default_factory=dict)  # days by table and column
    words: dict[str, int] = field(default_factory=dict)  # of reasons that are not known
    by_year: set[tuple[str, str]] = field(default_factory=set)  # table and column with years alone

    def line(self, what: str, message: str, count: int = 0, *, doubtful: bool = False) -> None:
        """Note what was decided."""
        self.lines.append(CheckLine(what, message, count, doubtful))

    def days(self, table: LongTable, column: str, missing: int = NO_DAY) -> Integers:
        """A column of dates as days from `EPOCH`, shape (rows,), read in the order that the whole column proves.

        Parameters
        ----------
        column : by its meaning
        missing : what stands for an empty cell
        """
        if column not in table:
            return np.full(table.rows, missing, np.int64)
        key = (table.file, column, missing)
        if key not in self.read:  # what was decided is told once, however often the days are asked for
            self.read[key] = self._read_days(table, column, missing)
        return self.read[key].copy()

    def _read_days(self, table: LongTable, column: str, missing: int) -> Integers:
        way = self._order(table, column)
        begins = column in BY_YEAR or column.startswith(REACHED)
        alone: set[str] = set()
        serials: list[str] = []

        def read(text: str) -> int | None:
            year = conventions.year_alone(text)
            if sheets.is_serial(text):
                serials.append(text)
            if BEFORE < year < NEVER:
                alone.add(text)
                return number(conventions.middle_of(year, dt.date.today()) if begins else dt.date(year, 12, 31))
            found = conventions.day(text, way, dt.date.today())
            if found is None:
                return None
            return OPEN_END if found.year >= NEVER else NO_DAY if found.year <= BEFORE else number(found)

        made = table.values(column, read, missing, "int64", self.problems, tr(
            "not a date that is understood; write 2024-03-31", "不是可识别的日期；请写成2024-03-31"))  # fmt: skip
        self._sentinels(table, column, made)
        if serials:
            self.line("dates", tr(
                "column '{column}': day numbers of a spreadsheet: {cell} is {day}",
                "“{column}”列：表格软件的日期序号：{cell} 即 {day}", column=table.headers[column], cell=serials[0],
                day=sheets.date(serials[0])), table.rows_with(column, serials))  # fmt: skip
        if alone:
            rows = table.rows_with(column, alone)
            self.line("dates", tr(
                "column '{column}': {n:,} rows hold a year alone: taken as {day}",
                "“{column}”列：{n:,}行只有年份，按{day}计", column=table.headers[column], n=rows,
                day=tr("its middle, 1 July", "年中（7月1日）") if begins else tr("31 December", "12月31日")),
                rows, doubtful=begins)  # fmt: skip
            self.by_year.add((table.file, column))
        return made

    def _sentinels(self, table: LongTable, column: str, days: Integers) -> None:
        filled = np.array([bool(sheets.text(cell)) for cell in table.columns[column].cells] + [False])
        opened = int(np.sum((days == OPEN_END) & filled[table.columns[column].codes]))
        blank = int(np.sum(days == NO_DAY)) if column != "left_on" else 0
        if opened:
            self.line("dates", tr("column '{column}': {n:,} rows from the year {year} on stand for “not yet”",
                                  "“{column}”列：{n:,}行为{year}年以后的日期，按“尚未发生”处理",
                                  column=table.headers[column], n=opened, year=NEVER), opened)  # fmt: skip
        if blank and column in ("hired", "from"):
            self.line(
                "dates",
                tr(
                    "column '{column}': {n:,} rows have no date, or a stand-in such as 1900-01-01: unknown",
                    "“{column}”列：{n:,}行没有日期或为占位日期（如1900-01-01）：按未知处理",
                    column=table.headers[column],
                    n=blank,
                ),
                blank,
                doubtful=True,
            )

    def _order(self, table: LongTable, column: str) -> str:
        if self.asked.dates is not None:
            return self.asked.dates
        cells = [(table.top + 1 + row, cell) for row, cell in table.columns[column].firsts()]
        found = conventions.date_order(cells)
        if found.against is not None:
            self.problems.add(table.place(column), tr(
                "dates are written in two ways: '{a}' and '{b}'; write them in one, or say dates=day-first",
                "日期有两种写法：“{a}”和“{b}”；请统一，或指明 dates=day-first", a=found.proof[0][1],
                b=found.against[1]))  # fmt: skip
        elif found.open:
            self.problems.add(table.place(column), tr(
                "'{cell}' can be read with the day or the month first, and no cell decides; say dates=day-first or "
                "dates=month-first",
                "“{cell}”可读作日在前或月在前，没有单元格能够判定；请指明 dates=day-first 或 month-first",
                cell=found.doubtful[0][1]))  # fmt: skip
        elif found.way:
            self.line("dates", tr("column '{column}': {way}, as '{cell}' shows", "“{column}”列：{way}，由“{cell}”判定",
                                  column=table.headers[column], cell=found.proof[0][1],
                                  way=DATE_ORDERS[found.way]))  # fmt: skip
        return found.way

    def persons(self, table: LongTable) -> Integers:
        """A number for each row's person, -1 where the cell is empty; shape (rows,)."""
        people = self.people
        if table.file not in self.who:

            def read(text: str) -> int:
                key = as_key(text)
                return people.setdefault(key, len(people)) if key else -1

            found = table.values("person", read, -1, "int64", self.problems, "")
            self.who[table.file] = found
            nobody = int((found < 0).sum())
            if nobody:
                self.line("nobody", tr("{n:,} rows have no key of a person and are left out",
                                       "{n:,}行没有人员编号：不计入", n=nobody), nobody, doubtful=True)  # fmt: skip
        return self.who[table.file]

    def grades(self, table: LongTable) -> Integers:
        """The place of each row's grade, shape (rows,); `UNSTATED` for an empty cell, `OUTSIDE` for no grade of it."""
        if "grade" not in table:
            return np.full(table.rows, UNSTATED, np.int64)
        order = self.asked.order
        coded = table.columns["grade"]
        rows = np.bincount(coded.codes[coded.codes >= 0], minlength=len(coded.cells))
        for cell, count in zip(coded.cells, rows, strict=False):
            if title := sheets.text(cell):
                self.titles[title] = self.titles.get(title, 0) + int(count)

        def read(text: str) -> int:
            return UNSTATED if order is None else order.titles.get(spelling(text), OUTSIDE)

        return table.values("grade", read, UNSTATED, "int64", self.problems, "")

    def reasons(self, table: LongTable) -> Integers:
        """The place of each row's reason in `REASON_ORDER`, shape (rows,); of a word that is not known, the unknown."""

        def read(text: str) -> int:
            found = reason_of(text)
            if found is None:
                self.words[text] = self.words.get(text, 0) + 1
            return REASON_ORDER.index(found or "unknown")

        return table.values("reason", read, REASON_ORDER.index("unknown"), "int64", self.problems, "")

    def left_by_status(self, table: LongTable) -> Mask:
        """Whose status says that they have left, shape (rows,); words that say neither are told, and count as here."""
        made = self._answered(table)
        if "status" not in table:
            return made
        unknown: list[str] = []

        def read(text: str) -> bool:
            found = standing(text)[0]
            if found is None:
                unknown.append(text)
            return found == "left"

        made |= table.values("status", read, False, "bool", self.problems, "")
        if unknown:
            self.line("status", tr("words of the status that are not known count as at work: {shown}",
                                   "无法识别的状态用词按在职处理：{shown}",
                                   shown=tr(", ", "、").join(f"'{word}'" for word in unknown[:8])), len(unknown),
                      doubtful=True)  # fmt: skip
        return made

    def _answered(self, table: LongTable) -> Mask:
        """Who has left by a column of yes and no, shape (rows,)."""
        made = np.zeros(table.rows, bool)
        for column, gone in (("has_left", 1.0), ("is_active", 0.0)):
            if column in table:
                said = table.values(column, answer, np.nan, "float64", self.problems, tr(
                    "neither yes nor no; where it is a date, say columns left_on=HEADER",
                    "既不是“是”也不是“否”；如为日期，请写 columns left_on=表头"))  # fmt: skip
                made |= said == gone
        return made

    def amounts(self, table: LongTable, column: str) -> Floats:
        """A column of numbers, NaN where there is none; shape (rows,)."""
        if column not in table:
            return np.full(table.rows, np.nan)
        cells = table.columns[column].firsts()[:PROVING]
        way = self.asked.decimal or conventions.decimal_sign(cells).way
        self._one_scale(table, column, cells)
        return table.values(column, lambda text: conventions.number(text, way), np.nan, "float64", self.problems, tr(
            "not a number; give a number or leave the cell empty", "不是数字；请填写数字或留空"))  # fmt: skip

    def _one_scale(self, table: LongTable, column: str, cells: list[tuple[int, Cell]]) -> None:
        """Amounts in two currencies, below 0, or scores as shares and as points are no column of one meaning."""
        mixed = conventions.two_scales(cells) if column == "score" else conventions.two_currencies(cells)
        if mixed is not None:
            self.problems.add(table.place(column), tr(
                "is written in two ways: '{a}' and '{b}'; write it in one", "有两种写法：“{a}”和“{b}”；请统一",
                a=mixed[0][1], b=mixed[1][1]))  # fmt: skip
        below = [text for _, cell in cells if column != "score" and (text := sheets.text(cell)).startswith("-")
                 and (conventions.number(text, "") or 0) < 0]  # fmt: skip
        if below:
            self.problems.add(table.place(column), tr("'{value}' is below 0", "“{value}”小于0", value=below[0]))

    def events(self, table: LongTable) -> Integers:
        """The place of each row's event in `KINDS`; what is none is a fault; shape (rows,)."""

        def read(text: str) -> int | None:
            found = event_of(text)
            return None if found is None else KINDS.index(found)

        known = tr(", ", "、").join(str(title) for title in EVENT_TITLES.values())
        made = table.values("event", read, -1, "int64", self.problems, tr(
            "no known event; write one of {known}", "不是可识别的事件；请写：{known}", known=known))  # fmt: skip
        silent = int((made < 0).sum())
        if silent and not self.problems.errors:
            self.line("events", tr("{n:,} rows have no event and are left out", "{n:,}行没有事件：不计入", n=silent),
                      silent, doubtful=True)  # fmt: skip
        return made


@dataclass(frozen=True, slots=True)
class HistoryFacts:
    """What the rows of event logs and from/to tables tell; arrays of shape (facts,).

    Parameters
    ----------
    person : number within the history
    day : days from `EPOCH`
    kind : places in `KINDS`; of a from/to table hired and left stand at the ends, moved where a grade begins
    grade : place in the order of grades, or `UNSTATED` or `OUTSIDE`
    reason : place in `REASON_ORDER`
    known : whether the day is that of the change, and not only one on which the state was seen
    """

    person: Integers
    day: Integers
    kind: Integers
    grade: Integers
    reason: Integers
    known: Mask

    def taken(self, at: Integers | Mask) -> HistoryFacts:
        """Some of the facts, by their places or by a mask of shape (facts,)."""
        return HistoryFacts(
            self.person[at], self.day[at], self.kind[at], self.grade[at], self.reason[at], self.known[at]
        )


def joined_facts(parts: Sequence[HistoryFacts]) -> HistoryFacts:
    """The facts of several files, one after the other."""
    return HistoryFacts(*(np.concatenate([getattr(part, name) for part in parts]) for name in HistoryFacts.__slots__))


def shape_of(table: LongTable) -> str:
    """``events``, ``snapshots``, ``spans`` or ``people``; '' where the columns are none of these."""
    if "person" not in table:
        return ""
    if "event" in table and "date" in table:
        return "events"
    if "snapshot" in table:
        return "snapshots"
    if "from" in table and "to" in table:
        return "spans"
    if "date" in table and "grade" in table:
        return "snapshots"
    return "people" if "hired" in table else ""
