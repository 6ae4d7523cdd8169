"""Tables as people save them: CSV in any of the usual encodings, workbooks, dates and numbers in many forms.

`read_rows` gives the cells of a file row by row, so that row i of the list is row i + 1 of the
spreadsheet. What cannot be read at all goes to `Problems`; what a cell means is the caller's to ask
(`text`, `number`, `date`).
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import math
import re
import unicodedata
from pathlib import Path
from typing import Any

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Place, Problems
from ladder_sim.core.signs import bare, joined, named, unfit
from ladder_sim.files import read_bytes, shown_path

Cell = Any  # str, float, bool, date, datetime, time or timedelta, as the file has it
TEXT_FILES = (".csv", ".tsv", ".txt")
WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
LARGEST = 50_000_000  # bytes: a list of people is far smaller, and a mistaken file should not fill the memory

_EXCEL_DAY_0 = dt.date(1899, 12, 30)
_SERIALS = range(10_000, 80_000)  # 1927 to 2119, as Excel counts days
_MONEY = re.compile(r"[¥￥$€\s]|元|CNY|RMB|[,，](?=\d{3}(?!\d))", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})\D(\d{1,2})(?:\D(\d{1,2}))?")


def read_rows(path: Path, problems: Problems) -> list[list[Cell]] | None:
    """Every row of a CSV file or of a workbook's first sheet with data, blank rows included."""
    where = Place(shown_path(path))
    suffix = path.suffix.lower()
    if suffix not in TEXT_FILES + WORKBOOKS:
        kinds = tr(", ", "、").join(TEXT_FILES + WORKBOOKS)
        problems.add(where, tr("not a table; use one of {kinds}", "不是表格文件；可用格式：{kinds}", kinds=kinds))
        return None
    data = read_bytes(path, problems, limit=LARGEST)
    if data is None:
        return None
    rows = _workbook(data, where, problems) if suffix in WORKBOOKS else _delimited(data, where, problems)
    return None if rows is None else _seen(rows, where, problems)


def _seen(rows: list[list[Cell]], where: Place, problems: Problems) -> list[list[Cell]]:
    """The rows without signs that cannot be seen, such as marks of direction; that some were there is said once."""
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
    return rows


def decoded(data: bytes) -> str | None:
    """Text from bytes: by its byte order mark, else UTF-8, else GB18030; None when it is none of them.

    UTF-8 goes first: every UTF-8 text is also some GB18030 text, but hardly ever the other way round.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


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


def _delimited(data: bytes, where: Place, problems: Problems) -> list[list[Cell]] | None:
    content = decoded(data)
    if content is None:
        message = tr(
            "is not text in UTF-8, UTF-16 or GB18030; save it as “CSV UTF-8”",
            "不是 UTF-8、UTF-16 或 GB18030 编码的文本；请另存为“CSV UTF-8”",
        )
        problems.add(where, message)
        return None
    header = next((line for line in content.splitlines() if line.strip()), "")
    delimiter = max(",\t;", key=header.count)  # a comma when there is none
    try:
        return list(csv.reader(io.StringIO(content, newline=""), delimiter=delimiter))
    except csv.Error as error:
        problems.add(where, tr("is not a CSV file: {reason}", "不是有效的 CSV 文件：{reason}", reason=error))
        return None


def _workbook(data: bytes, where: Place, problems: Problems) -> list[list[Cell]] | None:
    try:
        import python_calamine
    except ImportError:
        message = tr(
            "reading workbooks needs the 'data' extra: pip install 'ladder-sim[data]' (or save the sheet as CSV)",
            "读取 Excel 工作簿需要安装 data 扩展：pip install 'ladder-sim[data]'（或将工作表另存为 CSV）",
        )
        problems.add(where, message)
        return None
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            rows: list[list[Cell]] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if any(text(cell) for row in rows for cell in row):
                return rows
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        message = tr("is not a workbook that can be read: {reason}", "不是可读取的工作簿：{reason}", reason=error)
        problems.add(where, message)
        return None
    return []
