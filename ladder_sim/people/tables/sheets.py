"""Tables as people save them: text of any usual encoding and delimiter, workbooks, and what a cell says.

`read_table` gives the cells of a file row by row, so that row i of the list is row i + 1 of the
spreadsheet, and how it was read. What cannot be read at all goes to `Problems`; what a cell means is the caller's
to ask (`text`, `number`, `date`).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Place, Problems, nearest
from ladder_sim.core.signs import bare, joined, named, unfit
from ladder_sim.files import read_bytes, shown_path
from ladder_sim.people.tables.decoding import decoded
from ladder_sim.people.tables.workbooks import Cell, Sheet, read_sheets

Rows = list[list[Cell]]
TEXT_FILES = (".csv", ".tsv", ".txt")
WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
LARGEST = 50_000_000  # bytes: a list of people is far smaller, and a mistaken file should not fill the memory
DELIMITERS = ",\t;|^~"

_EXCEL_DAY_0 = dt.date(1899, 12, 30)
_SERIALS = range(10_000, 80_000)  # 1927 to 2119, as Excel counts days
_MONEY = re.compile(r"[¥￥$€£\s]|元|CNY|RMB|USD|EUR|GBP|[,，](?=\d{3}(?!\d))|(?<=\d)['’](?=\d{3}(?!\d))", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})\D(\d{1,2})(?:\D(\d{1,2}))?")
_SEP = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TableFile:
    """The cells of a file, and how it was read.

    Parameters
    ----------
    encoding, delimiter: of a text file, in words; '' of a workbook.
    sheet: the one that is read; `others`: further ones that would fit as well; `hidden`: it is hidden itself.
    marks: (row, column), from 0, of cells with an error (its name), or with a formula without a saved value ('').
    merged: cells that took the value of the merged range they belong to.
    """

    rows: Rows
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    others: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    hidden: bool = False
    marks: Mapping[tuple[int, int], str] = field(default_factory=dict)
    merged: tuple[tuple[int, int], ...] = ()


def read_rows(path: Path, problems: Problems) -> Rows | None:
    """Every row of a CSV file or of a workbook's first visible sheet with data, blank rows included."""
    found = read_table(path, problems)
    return None if found is None else found.rows


def read_table(
    path: Path, problems: Problems, fits: Callable[[Rows], int] = lambda rows: 0, sheet: str = ""
) -> TableFile | None:
    """A file's cells and how it was read, or None and the problems that prevent it.

    Parameters
    ----------
    fits: how many headers of some rows are known words; decides between encodings and between sheets.
    sheet: the sheet to read, '' for the one that fits best.
    """
    where = Place(shown_path(path))
    suffix = path.suffix.lower()
    if suffix not in TEXT_FILES + WORKBOOKS:
        kinds = tr(", ", "、").join(TEXT_FILES + WORKBOOKS)
        problems.add(where, tr("not a table; use one of {kinds}", "不是表格文件；可用格式：{kinds}", kinds=kinds))
        return None
    data = read_bytes(path, problems, limit=LARGEST)
    if data is None:
        return None
    found = _workbook(path, fits, sheet) if suffix in WORKBOOKS else _delimited(data, fits)
    if isinstance(found, str):
        problems.add(where, found)
        return None
    _seen(found.rows, where, problems)
    return found


def _seen(rows: Rows, where: Place, problems: Problems) -> None:
    """Take out signs that cannot be seen, such as marks of direction; that some were there is said once."""
    found: list[tuple[int, int, str]] = []
    for row, cells in enumerate(rows, start=1):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and (sign := unfit(cell.replace("\r", ""))) is not None:
                found.append((row, column, sign[0]))
            if isinstance(cell, str) and not cell.isascii():
                cells[column] = bare(joined(cell))
            elif isinstance(cell, str) and not cell.isprintable():
                cells[column] = bare(cell)
    if found:
        row, column, sign_found = found[0]
        problems.warn(
            Place(where.file, row, column + 1),
            tr("{n} cells hold signs that cannot be seen, first {sign}; they are left out",
               "有{n}个单元格含有看不见的字符，首个为 {sign}；已忽略", n=len(found), sign=named(sign_found)),
        )  # fmt: skip


def text(cell: Cell) -> str:
    """The cell as text without blanks around it; a whole number without its ``.0``, so that ids survive a workbook."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return str(cell).replace("\u3000", " ").strip()


def number(cell: Cell) -> float | None:
    """The cell as a finite number, or None.

    Understands ``5,000``, ``¥5000``, ``5000元``, ``85 %`` as 85, and full-width digits and signs.
    """
    if isinstance(cell, (bool, dt.date, dt.time, dt.timedelta)):
        return None
    written = unicodedata.normalize("NFKC", text(cell)).replace("\N{MINUS SIGN}", "-")
    try:
        value = float(_MONEY.sub("", written).removesuffix("%"))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def date(cell: Cell) -> dt.date | None:
    """The cell as a date, or None.

    Understands 2020年1月7日, 2020/1/7, 2020-01-07 (with a time of day after it), 2020.1.7, 20200107,
    Excel's day numbers (43837), and a month alone, 2020-01, as its first day. Two-digit years and
    day-first or month-first forms are refused, because they can be read in two ways.
    """
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    written = text(cell)
    try:
        if re.fullmatch(r"\d{8}", written):
            return dt.date(int(written[:4]), int(written[4:6]), int(written[6:]))
        if re.fullmatch(r"\d{5}(\.\d+)?", written):
            serial = int(float(written))
            return _EXCEL_DAY_0 + dt.timedelta(days=serial) if serial in _SERIALS else None
        day = written.removesuffix("日").removesuffix("号")
        found = _DAY.fullmatch(re.split(r"[T ](?=\d{1,2}:)", day)[0].removesuffix("月").replace(" ", ""))
        return dt.date(int(found[1]), int(found[2]), int(found[3] or 1)) if found else None
    except ValueError:
        return None


def _delimited(data: bytes, fits: Callable[[Rows], int]) -> TableFile | str:
    def headers(content: str) -> int:
        split = split_text(content)
        return 0 if isinstance(split, str) else fits(split[0][:40])

    content = decoded(data, headers)
    if isinstance(content, str):
        return content
    split = split_text(content.text)
    if isinstance(split, str):
        return split
    return TableFile(split[0], content.shown, split[1])


def is_serial(cell: Cell) -> bool:
    """Is a cell of a text file a day number of a spreadsheet, such as 43837?"""
    return isinstance(cell, str) and re.fullmatch(r"\d{5}(\.\d+)?", cell.strip()) is not None and date(cell) is not None


def month_count(since: dt.date, until: dt.date) -> float:
    """Completed months between two days."""
    return float((until.year - since.year) * 12 + until.month - since.month - (until.day < since.day))


def months_later(day: dt.date, months: int) -> dt.date:
    """The first of the month so many months after that of a day."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(years, month + 1, 1)


def letters(column: int) -> str:
    """A column's letters as the spreadsheet shows them, from its place counted from 0."""
    word = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        word = chr(65 + rest) + word
    return word


def split_text(content: str) -> tuple[Rows, str] | str:
    """The rows of a delimited text, and the delimiter: what a first line ``sep=;`` says, else what cuts alike.

    The first line of ``sep=`` stays a blank row, so that rows are counted as the spreadsheet counts them.
    """
    said = _SEP.match(content)
    delimiter = said[1] if said else _delimiter(content)
    if said:
        content = "\n" + content[said.end() :]
    try:
        return [list[Cell](row) for row in csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)], delimiter
    except csv.Error as error:
        return tr("is not a CSV file: {reason}", "不是有效的 CSV 文件：{reason}", reason=error)


def _delimiter(content: str) -> str:
    """The one that cuts most of the first lines into equally many parts; a comma when there is none."""
    lines = [line for line in content[:100_000].splitlines() if line.strip()][:30]

    def alike(delimiter: str) -> tuple[int, int]:
        try:
            cuts = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        except csv.Error:
            return 0, 0
        usual = max(set(cuts), key=lambda n: (n > 1, cuts.count(n), n), default=1)
        return (cuts.count(usual), usual) if usual > 1 else (0, 0)

    return max(DELIMITERS, key=alike)


def _workbook(path: Path, fits: Callable[[Rows], int], wanted: str) -> TableFile | str:
    """The sheet asked for; else the visible one with most known headers, of equals the first."""
    sheets = read_sheets(path)
    if isinstance(sheets, str):
        return sheets
    if wanted:
        chosen = next((sheet for sheet in sheets if sheet.name == wanted), None)
        if chosen is None:
            return tr("has no sheet '{name}'{near}", "没有工作表“{name}”{near}", name=wanted,
                      near=nearest(wanted, [sheet.name for sheet in sheets]))  # fmt: skip
        return _table_of(chosen, ())
    filled = [sheet for sheet in sheets if any(text(cell) for row in sheet.rows for cell in row)]
    if not filled:
        return TableFile([])
    scores = {sheet.name: fits(sheet.rows[:40]) for sheet in filled}
    best = max(filled, key=lambda sheet: (sheet.visible, scores[sheet.name]))
    if not scores[best.name] and any(scores.values()):
        best = max(filled, key=lambda sheet: scores[sheet.name])  # only a hidden one fits
    same = [s.name for s in filled if s.visible and s is not best and scores[s.name] == scores[best.name] > 0]
    return _table_of(best, same, [s.name for s in filled if s is not best and s.name not in same])


def _table_of(sheet: Sheet, others: Sequence[str], passed: Sequence[str] = ()) -> TableFile:
    return TableFile(
        sheet.rows, sheet=sheet.name, others=tuple(others), passed=tuple(passed), hidden=not sheet.visible,
        marks=sheet.marks, merged=sheet.merged,
    )  # fmt: skip
