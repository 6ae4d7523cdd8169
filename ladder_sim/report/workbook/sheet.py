"""Writes tabs: formats, widths, filters, print settings. Every text is written as a text, whatever it begins with."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ladder_sim.core.foreign import SheetPart
from ladder_sim.core.grammar import grammar
from ladder_sim.core.i18n import tr
from ladder_sim.core.money import Currency
from ladder_sim.core.signs import FORMULA, width
from ladder_sim.report.workbook.kit import CellValue, Column, FormulaCell, Tab, lines_of
from ladder_sim.report.workbook.printing import PrintedOn, pixels_high, pixels_wide, set_up

DARK, GRAY, LINE, LIGHT = "#1F3A5F", "#666666", "#BFC7D1", "#F3F5F8"
GOOD, BAD = ("#D9ECF8", "#0B5A8A"), ("#FBE3D3", "#9C3D00")  # fill and ink; told apart without red and green
BAR = "#9CC5E3"
NARROWEST = 7.0
#: Excel holds no more signs in a cell.
LONGEST = 32_767
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """The text without signs that XML forbids, and not longer than a cell."""
    text = _FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def number_formats(currency: Currency) -> dict[str, str]:
    """Excel's number formats by kind; those that begin with ± carry a sign."""
    gap = " " if currency.sign[-1:].isalpha() else ""
    sign = '"' + currency.sign.replace('"', "") + gap + '"' if currency.sign else ""
    plain = {
        "share a year": "0.0%", "share": "0.0%", "money a year": f"{sign}#,##0", "money": f"{sign}#,##0",
        "months": "0.0", "people": "#,##0.0", "people a year": "#,##0.0", "hours": "#,##0.0",
        "times a year": "#,##0.0", "seats": "#,##0.0", "points": "0.00", "ratio": "0.00",
        "log_ratio": "0%",
    }  # fmt: skip
    made = {unit: f"{code};-{code}" if sign and "money" in unit else code for unit, code in plain.items()}
    for unit, code in plain.items():
        fine = {"0.0%": "0.00%", "0.0": "0.00"}.get(code, code)
        made[f"±{unit}"] = f"+{fine};-{fine};{fine}" if unit != "log_ratio" else '"×"0.00'
    made |= {"amount": "#,##0;-#,##0", "more": "+#,##0;-#,##0;#,##0"}  # of any currency
    return made | {"whole": "#,##0", "date": "yyyy-mm-dd", "any": "General", "text": "@", "word": "@"}


@dataclass(frozen=True, slots=True)
class Placed:
    """A tab where it stands: rows and columns count from 0."""

    tab: Tab
    sheet: str
    row: int  # of the first row of data
    column: int = 0
    paper: PrintedOn | None = None  # how it is printed, once that is known

    def printed(self, paper: PrintedOn) -> Placed:
        """The same with how it is printed."""
        return replace(self, paper=paper)

    @property
    def last(self) -> int:
        """The sheet's number of its last row, counted from 0."""
        return self.row + max(1, len(self.tab.rows)) - 1

    def cells(self, key: str, first: int, last: int) -> list[str | int]:
        """The cells of a column between two rows of the tab, as charts name them."""
        at = self.column + self.tab.place(key)
        return [self.sheet, self.row + first, at, self.row + last, at]

    def across(self, first: str, last: str, row: int) -> list[str | int]:
        """The cells of a row between two columns."""
        start, end = (self.column + self.tab.place(key) for key in (first, last))
        return [self.sheet, self.row + row, start, self.row + row, end]

    def numbers(self, cells: Sequence[str | int]) -> list[CellValue]:
        """The values in these cells of the tab."""
        top, left, bottom, right = map(int, cells[1:])
        rows = self.tab.rows[top - self.row : bottom - self.row + 1]
        return [value for row in rows for value in row[left - self.column : right - self.column + 1]]

    def head(self, first: str, last: str) -> list[str | int]:
        """The heads of some columns, as charts refer to them: sheet, first row and column, last row and column."""
        start, end = (self.column + self.tab.place(key) for key in (first, last))
        return [self.sheet, self.row - 1, start, self.row - 1, end]


def address(cells: Sequence[str | int]) -> str:
    """Cells as a formula names them: 'Sheet'!$A$1:$A$5."""
    from xlsxwriter.utility import quote_sheetname, xl_range_abs

    sheet, *corners = cells
    return f"={quote_sheetname(sheet)}!{xl_range_abs(*corners)}"


#: A property of a format, as XlsxWriter takes it.
FormatValue = str | float | bool


@dataclass
class Book:
    """A workbook being written, its formats, and the tabs that stand in it already."""

    file: SheetPart
    currency: Currency
    footer: str
    company: str = ""
    _formats: dict[tuple[tuple[str, FormatValue], ...], SheetPart] = field(default_factory=dict)
    _numbers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._numbers = number_formats(self.currency)

    def format(self, **properties: FormatValue) -> SheetPart:
        """A format, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.file.add_format(
                {"font_name": font(), "font_size": 10, "valign": "top"} | properties
            )
        return self._formats[key]

    def code(self, column: Column, unit: str) -> str:
        """The number format of a cell."""
        if column.kind == "change":
            return self._numbers[f"±{unit or column.unit}"]
        return self._numbers[unit if column.kind == "level" else column.kind]

    def cell(self, column: Column, unit: str = "", **more: FormatValue) -> SheetPart:
        """The format of a cell of a tab."""
        if column.kind in ("text", "word"):
            return self.format(text_wrap=column.kind == "text", **more)
        if column.kind == "any":
            return self.format(text_wrap=True, **({"align": "left"} | more))
        align = {"align": "center"} if column.kind == "date" else {}
        return self.format(num_format=self.code(column, unit), **align, **more)

    def sheet(self, name: str) -> SheetPart:
        """A new sheet, set up for print on A4 across."""
        made = self.file.add_worksheet(name)
        made.hide_gridlines(2)
        made.set_default_row(15)  # as high as a line of cells, whatever the default font
        made.set_landscape()
        made.set_paper(9)  # a tab has its own, see `printing`
        made.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        made.set_footer(self.footer)
        return made

    def text(self, sheet: SheetPart, row: int, column: int, text: str, style: SheetPart) -> None:
        """A text as a text: never a formula, a link or a number."""
        sheet.write_string(row, column, clean(text), style)

    def value(
        self, sheet: SheetPart, at: tuple[int, int], value: CellValue, style: SheetPart, quoted: SheetPart = None
    ) -> None:
        """A value as what it is; a text that could be taken for a formula is marked as a text."""
        if type(value) is float:
            sheet.write_number(*at, value, style)
        elif isinstance(value, str):
            risky = quoted is not None and value.startswith(FORMULA)
            sheet.write_string(*at, clean(value), quoted if risky else style)
        elif isinstance(value, FormulaCell):
            sheet.write_formula(*at, value.formula, style, value.value)
        elif isinstance(value, bool):
            sheet.write_boolean(*at, value, style)
        elif isinstance(value, dt.date):
            sheet.write_datetime(*at, value, style)
        elif value is None:
            sheet.write_blank(*at, None, style)
        else:
            sheet.write_number(*at, value, style)


def font() -> str:
    """The typeface for the language in force."""
    return tr("Calibri", "Microsoft YaHei")


def write_tab(book: Book, tab: Tab) -> Placed:
    """A tab on a sheet of its own, with a way back to the contents."""
    sheet = book.sheet(tab.name)
    wide = widths(tab)
    for i, columns in enumerate(wide):
        sheet.set_column(i, i, columns)
    book.text(sheet, 0, 0, tab.title, book.format(bold=True, font_size=14, font_color=DARK))
    sheet.set_row(0, 22)
    last = len(tab.columns) - 1
    about = clean("\n".join((tab.about, *tab.notes)))
    style = book.format(text_wrap=True, font_color=GRAY)
    until = _reach(wide)
    sheet.merge_range(1, 0, 1, until, "", style)
    book.text(sheet, 1, 0, about, style)
    deep = 13.5 * lines_of(about, 0.95 * sum(wide[: until + 1])) + 4
    sheet.set_row(1, deep)
    back_to_contents(book, sheet, 2)
    placed = write_table(book, sheet, tab, Placed(tab, tab.name, 4), wide)
    sheet.freeze_panes(placed.row, min(tab.frozen, len(tab.columns) - 1))
    sheet.repeat_rows(placed.row - 1)
    sheet.autofilter(placed.row - 1, 0, placed.last, (tab.filters or len(tab.columns)) - 1)
    sheet.print_area(0, 0, placed.last, last)
    high = pixels_high(22 + deep + 30 + _head_high(tab, wide) + sum(_row_high(n) for n in _depths(tab, wide)))
    return placed.printed(set_up(sheet, sum(map(pixels_wide, wide)), high))


def back_to_contents(book: Book, sheet: SheetPart, row: int) -> None:
    """A link to the contents at the beginning of a row."""
    back = tr("Contents", "目录")
    sheet.write_url(row, 0, f"internal:'{back}'!A1", book.format(font_color=DARK, underline=1), f"← {back}")


def _head_high(tab: Tab, wide: Sequence[float]) -> float:
    """The height of a table's head, in points."""
    return 14.5 * max(lines_of(c.head, w - 2) for c, w in zip(tab.columns, wide, strict=True)) + 5


def _row_high(lines: int) -> float:
    """The height of a row of so many lines, in points."""
    return 15.0 if lines <= 1 else 13.5 * lines + 2


def _reach(wide: Sequence[float]) -> int:
    """The last column of about a screen, over which the text above a table runs."""
    reach = 0.0
    for i, columns in enumerate(wide):
        reach += columns
        if reach > 150:
            return max(1, i)
    return len(wide) - 1


def write_table(book: Book, sheet: SheetPart, tab: Tab, placed: Placed, wide: Sequence[float]) -> Placed:
    """The head and the rows of a tab at its place, with bars, colors and lines between what belongs together."""
    head = placed.row - 1
    for i, column in enumerate(tab.columns):
        left = column.kind in ("text", "word", "any")
        indent = {"indent": 1} if left and i else {}
        align = "left" if left else "center" if column.kind == "date" else "right"
        style = book.format(
            bold=True, bg_color=DARK, font_color="#FFFFFF", text_wrap=True, valign="vcenter", align=align, border=1,
            border_color=LINE, **indent,
        )  # fmt: skip
        book.text(sheet, head, placed.column + i, column.head, style)
    sheet.set_row(head, _head_high(tab, wide))
    _rows(book, sheet, tab, placed, wide)
    _marks(book, sheet, tab, placed)
    if tab.key:
        area: list[str | int] = [
            placed.sheet,
            placed.row,
            placed.column,
            placed.last,
            placed.column + len(tab.columns) - 1,
        ]
        book.file.define_name(f"data_{tab.key}", address(area))
    return placed


def _rows(book: Book, sheet: SheetPart, tab: Tab, placed: Placed, wide: Sequence[float]) -> None:
    styles: dict[tuple[str, bool], list[tuple[SheetPart, SheetPart]]] = {}
    for i, row in enumerate(tab.rows):
        unit, total = tab.units[i] if tab.units else "", i in tab.totals
        if (unit, total) not in styles:
            styles[unit, total] = [_styles(book, column, unit, total, j) for j, column in enumerate(tab.columns)]
        at = placed.row + i
        for j, (value, (style, quoted)) in enumerate(zip(row, styles[unit, total], strict=True), placed.column):
            book.value(sheet, (at, j), value, style, quoted)
    for i, lines in enumerate(_depths(tab, wide)):
        if lines > 1:  # programs differ in whether they make room by themselves
            sheet.set_row(placed.row + i, _row_high(lines))


def _styles(book: Book, column: Column, unit: str, total: bool, place: int) -> tuple[SheetPart, SheetPart]:
    """The format of a cell, and that of a text in it that could be taken for a formula."""
    more: dict[str, FormatValue] = {"bold": True, "bg_color": LIGHT} if total else {}
    if column.kind in ("text", "word", "any") and place:
        more |= {"align": "left", "indent": 1}  # off the number before it
    return book.cell(column, unit, **more), book.cell(column, unit, quote_prefix=True, **more)


def _depths(tab: Tab, wide: Sequence[float]) -> list[int]:
    """How many lines each row takes."""
    depths = [1] * len(tab.rows)
    fit = grammar().wrapped
    for j, (column, room) in enumerate(zip(tab.columns, wide, strict=True)):
        if column.kind in ("text", "any"):
            known: dict[str, int] = {}
            for i, row in enumerate(tab.rows):
                text = row[j]
                if isinstance(text, str) and len(text) > room / 2 - 2:
                    if text not in known:
                        known[text] = lines_of(text, fit * room - 2)
                    depths[i] = max(depths[i], known[text])
    return depths


def _marks(book: Book, sheet: SheetPart, tab: Tab, placed: Placed) -> None:
    """Conditional formats: they follow the rows when somebody sorts them."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    if not tab.rows:
        return
    last = placed.column + len(tab.columns) - 1
    for i, column in enumerate(tab.columns, placed.column):
        area = (placed.row, i, placed.last, i)
        if column.bar:
            sheet.conditional_format(
                *area,
                {"type": "data_bar", "data_bar_2010": True, "bar_solid": True, "bar_color": BAR, "min_type": "num",
                 "min_value": 0} | ({"max_type": "num", "max_value": 1} if column.kind == "share" else {}),
            )  # fmt: skip
        if column.key == "worth":
            for word, (fill, ink) in ((tr("better", "更优"), GOOD), (tr("worse", "更差"), BAD)):
                cell = xl_rowcol_to_cell(placed.row, i, col_abs=True)
                sheet.conditional_format(
                    placed.row, placed.column + tab.place("difference"), placed.last, i,
                    {"type": "formula", "criteria": f'={cell}="{word}"',
                     "format": book.file.add_format({"bg_color": fill, "font_color": ink})},
                )  # fmt: skip
    # a line where the first column changes
    here, above = (xl_rowcol_to_cell(placed.row - back, placed.column, col_abs=True) for back in (0, 1))
    sheet.conditional_format(
        placed.row, placed.column, placed.last, last,
        {"type": "formula", "criteria": f"={here}<>{above}",
         "format": book.file.add_format({"top": 1, "top_color": LINE})},
    )  # fmt: skip


def widths(tab: Tab) -> list[float]:
    """Widths of the columns that fit head and content; long texts wrap at the widest."""
    made = []
    for i, column in enumerate(tab.columns):
        head = max(width(line) for line in column.head.split("\n")) + 1.5
        if i < (tab.filters or len(tab.columns)):
            head += 2  # its button
        cells = {row[i] for row in tab.rows}
        texts = max((width(line) for cell in cells if isinstance(cell, str) for line in cell.split("\n")), default=0)
        sizes = [abs(cell) for cell in cells if isinstance(cell, int | float)]
        # as long as the largest amount with its commas, sign and currency; other numbers fit where the head does
        amounts = len(f"{max(sizes):,.0f}") + 3 if sizes and max(sizes) >= 1e3 else 0
        dates = 10 if column.kind == "date" else 0
        scale = grammar().column
        made.append(min(column.most, max(NARROWEST, scale * max(head, texts + 3, amounts, dates))))
    return made
