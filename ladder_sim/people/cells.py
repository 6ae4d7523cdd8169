"""The one reader of tables that people fill in: which column a header means, what a cell says, what is wrong with it.

Rosters and records are read by it. Every fault of a table is reported at once, by row and header as the spreadsheet
shows them, and once for each cause: rows that fail in the same way are named in one message.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Place, Problem, Problems, nearest
from ladder_sim.model.metrics import Attribute
from ladder_sim.people import likeness
from ladder_sim.people.rosters.words import NO, YES, meanings, personal, plain
from ladder_sim.people.tables import sheets
from ladder_sim.people.tables.workbooks import Cell

SHOWN = 50  # faults that are listed; the rest is counted
NAMED = 5  # further rows that one fault names
FEW_WORDS = 5  # unknown words of a column that are told one by one
LONGEST = 66 * 12  # months: nobody has worked longer

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
#: Whose a column is, which every column of a list of people is: 员工入职时间 is 入职时间.
_OF_PEOPLE = re.compile(r"^(?:员工|职工|人员|雇员)(?=.)")
T = TypeVar("T")
#: A reader of cells; it raises `Unfit`.
ReaderOf: TypeAlias = Callable[[Cell], T]
#: The same where the column decides what its cells are: numbers or texts.
CellMeaning: TypeAlias = float | str
CellReader: TypeAlias = ReaderOf[CellMeaning]


class Unfit(ValueError):
    """A cell that does not say what its column needs; the text says why and what would do."""


class UnknownWord(Unfit):
    """A word that is none of those that a column may hold; `allowed` are they."""

    def __init__(self, message: str, word: str, allowed: Sequence[str]) -> None:
        super().__init__(message)
        self.word, self.allowed = word, tuple(allowed)


@dataclass(slots=True)
class PeopleTable:
    """The filled rows of a file, where its known columns are, and the faults found so far.

    Headers are found by their own name first, then in any spelling of a known word; those of personal data are passed
    over.
    """

    file: str
    headers: list[str]
    top: int  # row of the headers
    at: dict[str, int]  # column -> position
    rows: list[tuple[int, list[Cell]]]  # row number as the spreadsheet shows it, cells
    faults: list[Problem] = field(default_factory=list)
    unknown: dict[str, list[tuple[int, UnknownWord]]] = field(default_factory=dict)  # by column: index of row, word

    @classmethod
    def of(cls, rows: Sequence[list[Cell]], file: str, top: int = 0) -> PeopleTable | None:
        """The table below the headers; None where no row is filled.

        Parameters
        ----------
        top: the row of the headers, 0 for the first that is filled.
        """
        filled = [(i, row) for i, row in enumerate(rows, start=1)
                  if i >= top and any(sheets.text(cell) for cell in row)]  # fmt: skip
        if not filled:
            return None
        number, header = filled[0]
        return cls(file, [sheets.text(cell) for cell in header], number, {}, filled[1:])

    def place(self, column: str = "") -> Place:
        """The headers' row, and the header of a column that is there."""
        return Place(self.file, self.top, 0, self.headers[self.at[column]] if column in self.at else "")

    def cells_of(self, column: str) -> list[tuple[int, Cell]]:
        """The column's filled cells, each with its row."""
        found = [(row, self.cell(cells, column)) for row, cells in self.rows] if column in self.at else []
        return [(row, cell) for row, cell in found if sheets.text(cell)]

    def find(self, known: Mapping[str, str], problems: Problems, unknown: Callable[[Place, str], None]) -> None:
        """Note which column each header means; doubles are errors, `unknown` says what is not known.

        Parameters
        ----------
        known: header, as it is written or plain, to column.
        """
        for position, header in enumerate(self.headers):
            if not header:
                continue
            place = Place(self.file, self.top, 0, header)
            column = column_of(header, known)
            if column is None:
                if not personal(header):
                    unknown(place, header)
            elif column in self.at:
                other = self.headers[self.at[column]]
                problems.add(
                    place,
                    tr("means '{column}', as '{other}' does; keep one of them",
                       "与“{other}”同指 {column}；请只保留一列", column=column, other=other),
                )  # fmt: skip
            else:
                self.at[column] = position

    def require(self, needed: Sequence[tuple[Sequence[str], str]], problems: Problems, remedy: str = "") -> None:
        """One of the columns of each group must be there; what is missing is one problem.

        Parameters
        ----------
        needed : groups of columns by their names within the program, each with a header that would be understood
        remedy : ends the message
        """
        missing = [group for group in needed if not any(name in self.at for name in group[0])]
        told = [
            tr("{needed} (for example '{example}')", "{needed}（例如“{example}”）", example=example,
               needed=tr(" or ", "或").join(tr("'{name}'", "“{name}”", name=name) for name in columns))
            for columns, example in missing
        ]  # fmt: skip
        if missing:
            headers = tr(", ", "、").join(name for name in self.headers if plain(name))
            problems.add(
                Place(self.file, self.top),
                tr("missing columns: {missing}; the headers are: {headers}",
                   "缺少列：{missing}；现有表头：{headers}",
                   missing=tr(", ", "、").join(told), headers=headers) + remedy,
            )  # fmt: skip

    def cell(self, cells: list[Cell], column: str) -> Cell:
        """The value of a row under a column; '' where the row ends before it."""
        position = self.at[column]
        return cells[position] if position < len(cells) else ""

    def read(self, column: str, read: ReaderOf[T], empty: str = "") -> list[T | None]:
        """What `read` makes of the column's cells; None where a cell is empty, unfit or the column is missing.

        Parameters
        ----------
        empty: what to say of an empty cell; '' where it may be empty.
        """
        values: list[T | None] = []
        for index, (_, cells) in enumerate(self.rows):
            cell = self.cell(cells, column) if column in self.at else ""
            value: T | None = None
            if sheets.text(cell):
                try:
                    value = read(cell)
                except UnknownWord as unknown:
                    self.unknown.setdefault(column, []).append((index, unknown))
                except Unfit as unfit:
                    self.fault(index, column, str(unfit))
            elif empty and column in self.at:
                self.fault(index, column, empty)
            values.append(value)
        return values

    def fault(self, index: int, column: str, message: str) -> None:
        """Note what is wrong in a cell; `index` counts the rows of people from 0."""
        row = self.rows[index][0]
        header = self.headers[self.at[column]]
        where = tr("row {row}, column '{header}'", "第{row}行“{header}”列", row=row, header=header)
        self.faults.append(Problem(Place(self.file, row, 0, where), message))

    def faults_of(self, column: str) -> list[Problem]:
        """The faults of a column as a whole."""
        place = self.place(column)
        return [fault for fault in self.faults if fault.place == place]

    def _words(self) -> None:
        """Words that are not known: each with its likeness where they are few, else the column once."""
        for column, found in self.unknown.items():
            counts: dict[str, int] = {}
            for _, unknown in found:
                counts[unknown.word] = counts.get(unknown.word, 0) + 1
            if len(counts) <= FEW_WORDS:
                after, self.faults = self.faults, []
                for index, unknown in found:
                    self.fault(index, column, str(unknown))
                self.faults += after  # a cell's own fault goes before what is wrong between cells
                continue
            first = sorted(counts, key=lambda word: -counts[word])[:FEW_WORDS]
            self.faults.append(
                Problem(
                    self.place(column),
                    tr(
                        "{n} different words in {rows:,} rows are none that this column may hold, such as {words}; it "
                        "may hold: {allowed}. Where it says something else, write in the workforce file: roster: "
                        "{{columns: {{{column}: none}}}}, and name the header of what does say it{titles}",
                        "{rows:,}行中有{n}种用词不是该列可用的取值，如{words}；可用：{allowed}。如该列并非此意，请在人员文件中"
                        "写明：roster: {{columns: {{{column}: none}}}}，并指明真正的表头{titles}",
                        n=len(counts),
                        rows=len(found),
                        words=tr(", ", "、").join(f"'{word}' ({counts[word]:,})" for word in first),
                        allowed=tr(", ", "、").join(found[0][1].allowed),
                        column=column,
                        titles=_of_titles(column),
                    ),
                )
            )

    def report(self, problems: Problems) -> bool:
        """Hand the faults over, one for each cause, the first `SHOWN` in full. Is there any, here or in the headers?"""
        self.check_width()
        self._words()
        faults = self._causes()
        problems.errors.extend(faults[:SHOWN])
        if len(faults) > SHOWN:
            more = len(faults) - SHOWN
            problems.add(
                Place(self.file, faults[SHOWN].place.line),
                tr("… and {n} more faults from this row on", "……从这一行起还有{n}处错误", n=more),
            )
        return any(error.place.file == self.file for error in problems.errors)

    def _causes(self) -> list[Problem]:
        """The faults by row; those of one column and one message are one, which names the other rows."""
        causes: dict[tuple[str, str], list[Problem]] = {}
        for fault in sorted(self.faults, key=lambda fault: fault.place.line):
            own = fault.place.where.replace(str(fault.place.line), "#", 1)
            causes.setdefault((own, fault.message), []).append(fault)
        return [_with_rows(first, [fault.place.line for fault in rest]) for first, *rest in causes.values()]

    def check_width(self) -> None:
        """Note each row with more cells than there are headers."""
        for row, cells in self.rows:
            if any(sheets.text(cell) for cell in cells[len(self.headers) :]):
                where = tr("row {row}", "第{row}行", row=row)
                message = tr(
                    "has {got} cells, but there are {headers} headers; put a value with a comma in quotes",
                    "有{got}个单元格，但表头只有 {headers} 个；含逗号的值请加引号",
                    got=len(cells),
                    headers=len(self.headers),
                )
                self.faults.append(Problem(Place(self.file, row, 0, where), message))


def _of_titles(column: str) -> str:
    """How many titles are told apart: a table of them."""
    if column != "role":
        return ""
    return tr("; where it holds titles, 'check FILE --titles titles.csv' writes a table of them to fill in",
              "；如为岗位名称，可用 check 文件 --titles titles.csv 写出对照表再填写")  # fmt: skip


def column_of(header: str, known: Mapping[str, str]) -> str | None:
    """The column that a header means: by its own name, in any spelling, or by one of several words (``a/b``)."""
    parts = [plain(part) for part in (header, *header.split("/"))]
    spellings = (header, *parts, *(_OF_PEOPLE.sub("", part) for part in parts))
    return next((known[spelling] for spelling in spellings if spelling in known), None)


def _with_rows(fault: Problem, rows: Sequence[int]) -> Problem:
    """The fault with the other rows in which it stands."""
    if not rows:
        return fault
    named = tr(", ", "、").join(str(row) for row in rows[:NAMED])
    more = len(rows) - NAMED
    if more > 0:
        also = tr(" (so do rows {rows} and {n} more)", "（第{rows}行等另有{n}行相同）", rows=named, n=more)
    else:
        also = tr(" (so do rows {rows})", "（第{rows}行相同）", rows=named)
        if len(rows) == 1:
            also = tr(" (so does row {rows})", "（第{rows}行相同）", rows=named)
    return Problem(fault.place, fault.message + also)


# --- what a cell says -------------------------------------------------------------------------------


def number(cell: Cell) -> float:
    """A cell as a number, as it is written in either language.

    Raises
    ------
    Unfit
        It is empty or no number.
    """
    value = sheets.number(cell)
    if value is None:
        raise Unfit(
            tr("'{value}' is not a number; give a number or leave the cell empty",
               "“{value}”不是数字；请填写数字或留空", value=sheets.text(cell))
        )  # fmt: skip
    return value


def within(cell: Cell, low: float, high: float) -> float:
    """A number from `low` to `high`, both included; raises `Unfit` for another."""
    value = number(cell)
    if low <= value <= high:
        return value
    given = {"value": sheets.text(cell), "low": low, "high": high}
    if high == math.inf or (value < low and low == 0):
        raise Unfit(tr("'{value}' is below {low:g}", "“{value}”小于{low:g}", **given))
    raise Unfit(tr("'{value}' is outside {low:g} to {high:g}", "“{value}”不在{low:g}至{high:g}之间", **given))


def not_negative(cell: Cell) -> float:
    """A number of at least 0; raises `Unfit` for another."""
    return within(cell, 0, math.inf)


def clock(cell: Cell) -> float:
    """Completed months of something; raises `Unfit` for what is none."""
    return within(cell, 0, LONGEST)


def answer(cell: Cell) -> float | None:
    """1 where a cell says yes, 0 where it says no, else None."""
    said = unicodedata.normalize("NFKC", sheets.text(cell)).casefold()  # signs stay: -1 is no yes
    return 1.0 if said in YES else 0.0 if said in NO else None


def yes(cell: Cell) -> float:
    """1 for yes, 0 for no; raises `Unfit` for what is neither."""
    said = answer(cell)
    if said is None:
        raise Unfit(
            tr("'{value}' is neither yes nor no; write yes or no, 1 or 0",
               "“{value}”既不是“是”也不是“否”；请填是或否、1或0", value=sheets.text(cell))
        )  # fmt: skip
    return said


def word(cell: Cell, allowed: Iterable[str]) -> str:
    """The allowed word that the cell means, in either language; raises `Unfit` where it is none."""
    allowed = tuple(allowed)
    return named(cell, meanings(allowed), allowed)


def named(cell: Cell, understood: Mapping[str, str], allowed: Iterable[str]) -> str:
    """What the cell's plain word stands for.

    Parameters
    ----------
    understood : plain word → what it stands for
    allowed : the names to offer where no word is near

    Raises
    ------
    Unfit
        The word is not understood.
    """
    if (got := plain(cell)) in understood:
        return understood[got]
    said = sheets.text(cell)
    like = likeness.near(got, understood)
    near = nearest(got, _offered(said, understood, allowed)) if like is None else nearest(like, [like])
    message = tr("'{value}' is not known{near}", "无法识别“{value}”{near}", value=said, near=near)
    raise UnknownWord(message, said, _offered(said, understood, allowed))


def _offered(cell: str, understood: Mapping[str, str], allowed: Iterable[str]) -> list[str]:
    """The names that could be meant, in the language of the cell: its Chinese words where it is Chinese."""
    if not _CHINESE.search(cell):
        return list(allowed)
    words = {value: word for word, value in reversed(list(understood.items())) if _CHINESE.search(word)}
    return [words.get(value, value) for value in allowed]


def attribute(name: str, of: Attribute | None) -> CellReader:
    """The reader of an attribute's column: one of its levels, or a number in its natural range."""
    if of is not None and of.levels:
        levels = of.levels
        called = {plain(text): level for level, title in of.names.items() for text in title.spellings}
        understood = {**called, **meanings(levels)}
        return lambda cell: named(cell, understood, levels)
    if name == "age":
        return lambda cell: within(cell, 14, 80)
    return not_negative if name in ("experience_months", "certificates") else number
