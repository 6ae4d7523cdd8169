"""The list of the sheets: what each holds, how many rows it has and on how many pages it is printed."""

from __future__ import annotations

from collections.abc import Sequence

from ladder_sim.core.foreign import SheetPart
from ladder_sim.core.i18n import tr
from ladder_sim.report.workbook.kit import lines_of
from ladder_sim.report.workbook.prices import sheet_name
from ladder_sim.report.workbook.printing import pixels_high, pixels_wide, set_up
from ladder_sim.report.workbook.sheet import DARK, GRAY, LINE, Book, FormatValue, Placed
from ladder_sim.report.workbook.summary import names

#: Widths of the columns: sheet, what it holds, rows, pages, name of the range.
WIDE = (26.0, 62.0, 9.0, 12.0, 24.0)


def write_contents(book: Book, sheet: SheetPart, placed: Sequence[Placed], pages: tuple[int, int]) -> None:
    """A line for each sheet, with a link to it.

    Parameters
    ----------
    pages : of the summary and of the charts when they are printed
    """
    for i, wide in enumerate(WIDE):
        sheet.set_column(i, i, wide)
    summary, contents, charts = names()
    book.text(sheet, 0, 0, contents, book.format(bold=True, font_size=14, font_color=DARK))
    sheet.set_row(0, 22)
    deep = _about(book, sheet, priced=any(one.tab.key == "prices" for one in placed))
    _heads(book, sheet)
    rows: list[tuple[str, str, int | None, int, str]] = [
        (summary, tr("What the comparison says, and the headline figures", "比较结论与主要指标"), None, pages[0],
         "data_summary"),
        (charts, tr("Charts of the figures in this file", "本文件数据的图表"), None, pages[1], ""),
        *((one.sheet, one.tab.title, len(one.tab.rows), one.paper.pages if one.paper else 1, f"data_{one.tab.key}")
          for one in placed),
    ]  # fmt: skip
    for at, row in enumerate(rows, 4):
        _line(book, sheet, at, row)
    sheet.freeze_panes(4, 0)
    sheet.print_area(0, 0, 3 + len(rows), len(WIDE) - 1)
    set_up(sheet, sum(map(pixels_wide, WIDE)), pixels_high(22 + deep + 15 * (len(rows) + 3)))


def _about(book: Book, sheet: SheetPart, *, priced: bool) -> float:
    """How to use the sheets; returns the height of its row in points."""
    numbers = tr("Filter, sort and copy freely: the sheets hold plain numbers", "可任意筛选、排序和复制：各表均为数值")
    if priced:
        numbers += tr("; only {prices} recalculates", "，只有“{prices}”表会重新计算", prices=sheet_name())
    text = numbers + tr(
        ". A range can be selected by its name, in the box at the left of the formula bar. Wide and long sheets are"
        " printed on A3.",
        "。在编辑栏左侧的名称框中选择名称即可定位数据区域。较宽或较长的表按A3打印。",
    )
    style = book.format(font_color=GRAY, text_wrap=True)
    sheet.merge_range(1, 0, 1, len(WIDE) - 1, "", style)
    book.text(sheet, 1, 0, text, style)
    deep = 13.5 * lines_of(text, 0.95 * sum(WIDE)) + 4
    sheet.set_row(1, deep)
    return deep


def _heads(book: Book, sheet: SheetPart) -> None:
    heads = (tr("Sheet", "工作表"), tr("What it holds", "内容"), tr("Rows", "行数"), tr("Pages", "打印页数"),
             tr("Name of the range", "区域名称"))  # fmt: skip
    for i, text in enumerate(heads):
        align: dict[str, FormatValue] = {"align": "right"} if i in (2, 3) else {"align": "left", "indent": int(i == 4)}
        book.text(sheet, 3, i, text, book.format(bold=True, bg_color=DARK, font_color="#FFFFFF", **align))


def _line(book: Book, sheet: SheetPart, at: int, row: tuple[str, str, int | None, int, str]) -> None:
    name, title, n, pages, area = row
    line: dict[str, FormatValue] = {"bottom": 1, "bottom_color": LINE}
    sheet.write_url(at, 0, f"internal:'{name}'!A1", book.format(font_color=DARK, underline=1, **line), name)
    book.text(sheet, at, 1, title, book.format(**line))
    if n is None:
        sheet.write_blank(at, 2, None, book.format(**line))
    else:
        sheet.write_number(at, 2, n, book.format(num_format="#,##0", **line))
    sheet.write_number(at, 3, pages, book.format(num_format="#,##0", **line))
    book.text(sheet, at, 4, area, book.format(font_color=GRAY, align="left", indent=1, **line))
