"""The workbook inside a chart: what opens when someone chooses to edit the data."""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from ladder_sim.core.foreign import SheetPart
from ladder_sim.core.i18n import tr
from ladder_sim.report.document.parts import Chart, Series

_SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class ErrorBarColumns:
    """The lengths of a series' error bars, down and up, and the cells that hold them."""

    lengths: tuple[tuple[float, ...], tuple[float, ...]]
    references: tuple[str, str]


def book(chart: Chart) -> tuple[bytes, list[ErrorBarColumns]]:
    """The workbook as a file: categories, a column per series, then the intervals' ends and the lengths to them."""
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file, _SAFE)
    made.set_properties({"created": dt.datetime(1980, 1, 1)})  # the same chart makes the same bytes
    sheet = made.add_worksheet("Sheet1")
    form, head = made.add_format({"num_format": chart.format}), made.add_format({"bold": True})
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 5 * len(chart.series), 16)
    for row, name in enumerate(chart.categories, 1):
        sheet.write_string(row, 0, name)
    for column, series in enumerate(chart.series, 1):
        _column(sheet, column, series.name, series.values, head, form)
    cells, column = [], len(chart.series) + 1
    for series in chart.series:
        cells.append(_intervals(sheet, column, series, head, form))
        column += 4 if series.low else 0
    made.close()
    return file.getvalue(), cells


def _intervals(sheet: SheetPart, column: int, series: Series, head: SheetPart, form: SheetPart) -> ErrorBarColumns:
    if not series.low:
        return ErrorBarColumns(((), ()), ("", ""))
    minus = tuple(value - low for value, low in zip(series.values, series.low, strict=True))
    plus = tuple(high - value for value, high in zip(series.values, series.high, strict=True))
    titles = (
        tr("{name}: 95% from", "{name}：95%区间下限", name=series.name),
        tr("{name}: 95% to", "{name}：95%区间上限", name=series.name),
        tr("{name}: error bar down", "{name}：误差线向下", name=series.name),
        tr("{name}: error bar up", "{name}：误差线向上", name=series.name),
    )
    for i, (title, values) in enumerate(zip(titles, (series.low, series.high, minus, plus), strict=True)):
        _column(sheet, column + i, title, values, head, form)
    rows = len(series.values) + 1
    names = [xl_col_to_name(column + i, col_abs=True) for i in (2, 3)]
    down, up = (f"Sheet1!{name}$2:{name}${rows}" for name in names)
    return ErrorBarColumns((minus, plus), (down, up))


def _column(
    sheet: SheetPart, column: int, title: str, values: Sequence[float], head: SheetPart, form: SheetPart
) -> None:
    sheet.write_string(0, column, title, head)
    for row, value in enumerate(values, 1):
        if math.isfinite(value):
            sheet.write_number(row, column, value, form)
