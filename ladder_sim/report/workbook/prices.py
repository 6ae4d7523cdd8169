"""The sheet that recalculates: labor cost at another level of pay, other on-costs, and in another currency.

It scales what was simulated: people leave, move and are hired as they did at the simulated prices.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ladder_sim.core.foreign import SheetPart
from ladder_sim.core.i18n import Title, tr
from ladder_sim.report.workbook.kit import CellValue, Column, FormulaCell, SheetScene, Tab, lines_of
from ladder_sim.report.workbook.printing import pixels_high, pixels_wide, set_up
from ladder_sim.report.workbook.sheet import DARK, GRAY, LINE, Book, Placed, back_to_contents, write_table
from ladder_sim.results.coded import COST_TITLES, COSTS, Cost


@dataclass(frozen=True, slots=True)
class PriceCell:
    """What a reader changes: a factor, 1 as simulated."""

    name: str
    title: Title
    about: Title
    code: str = "0%"


#: The cells to change, in their order.
PRICES = (
    PriceCell("pay", Title("Level of pay", "薪酬水平"),
          Title("in % of the simulated; contributions and severance follow it",
                "占模拟值的%；单位社保和经济补偿随之变化")),
    PriceCell("employer_load", Title("Employer's contributions", "单位社保费率"),
          Title("their rate, in % of the simulated rate", "费率，占模拟费率的%")),
    PriceCell("severance", Title("Severance", "经济补偿标准"),
          Title("per leaver at the same pay, in % of the simulated", "同等薪酬下的每人标准，占模拟值的%")),
    PriceCell("hiring", Title("Cost of a hire", "单次招聘成本"), Title("in % of the simulated", "占模拟值的%")),
    PriceCell("training", Title("Cost of training", "培训成本"), Title("in % of the simulated", "占模拟值的%")),
    PriceCell("currency", Title("Exchange rate", "汇率"),
          Title("units of the other currency for one of the currency here", "1单位本币折合的目标币种金额"), "0.0000"),
)  # fmt: skip
#: Which prices each item of cost is multiplied by.
SCALED_BY: dict[Cost, tuple[str, ...]] = {
    "employer_load": ("pay", "employer_load", "currency"),
    "severance": ("pay", "severance", "currency"),
    "hiring": ("hiring", "currency"),
    "training": ("training", "currency"),
}
#: The sheet's first row of prices, counted from 0, and the column of the cells to change.
FIRST, INPUT = 4, 1


def cell_of(name: str) -> str:
    """The cell of a price, as formulas of its sheet name it."""
    row = next(i for i, price in enumerate(PRICES) if price.name == name)
    return f"${chr(ord('A') + INPUT)}${FIRST + row + 1}"


def scaled(scene: SheetScene, costs: Placed, first: int) -> Tab:
    """Labor cost by item at the prices above it: a formula in each cell, with its result at the simulated prices.

    Parameters
    ----------
    costs : the sheet of the simulated costs
    first : the row of its first scheme on the sheet, counted from 0
    """
    from xlsxwriter.utility import quote_sheetname, xl_col_to_name

    items = ("salary", *COSTS)
    rows: list[tuple[CellValue, ...]] = []
    values: list[list[float]] = []
    for i, row in enumerate(costs.tab.rows):
        own = [float(value) if isinstance(value, int | float) else 0.0 for value in row[1 : 1 + len(items)]]
        values.append(own)
        made: list[CellValue] = [row[0]]
        for j, item in enumerate(items):
            source = f"{quote_sheetname(costs.sheet)}!{xl_col_to_name(costs.column + 1 + j)}{costs.row + i + 1}"
            by = ("pay", "currency") if item == "salary" else SCALED_BY[COSTS[j - 1]]
            made.append(FormulaCell("=" + "*".join([source, *map(cell_of, by)]), own[j]))
        here = first + i + 1
        total, base = sum(own), sum(values[0])
        made.append(FormulaCell(f"=SUM(B{here}:{xl_col_to_name(len(items))}{here})", total))
        labor = xl_col_to_name(len(items) + 1)
        if i:
            made.append(FormulaCell(f"={labor}{here}-{labor}${first + 1}", total - base))
            share = (total - base) / base if base else float(np.nan)
            made.append(FormulaCell(f'=IF({labor}${first + 1}=0,"",({labor}{here}-{labor}${first + 1})/{labor}'
                                    f"${first + 1})", share if base else ""))  # fmt: skip
        else:
            made += [None, None]
        rows.append(tuple(made))
    heads = (tr("Salary cost", "薪酬成本"), *(str(COST_TITLES[cost]) for cost in COSTS))
    tab = Tab(
        "prices", sheet_name(), tr("Labor cost at other prices", "按其他价格折算的人工成本"), about(scene),
        (
            Column("scheme", tr("Scheme", "方案")),
            *(Column(key, head[:1].upper() + head[1:], "amount") for key, head in zip(items, heads, strict=True)),
            Column("labor", tr("Labor cost", "人工成本"), "amount"),
            Column("difference", tr("Difference from\nthe baseline", "与基准\n之差"), "more"),
            Column("relative", tr("in % of the\nbaseline", "占基准\n比例"), "change", unit="share"),
        ),
        tuple(rows),
    )  # fmt: skip
    return tab.without(("difference", "relative")) if len(rows) == 1 else tab


def sheet_name() -> str:
    """What the sheet is called."""
    return tr("Prices", "价格折算")


def about(scene: SheetScene) -> str:
    """What the sheet does, and what it does not."""
    return tr(
        "Scaled, not simulated: change a yellow cell and the table follows. Who leaves, moves and is hired stays as"
        " simulated at 100%; whether people would answer to other pay, compare again with other files. Amounts a year,"
        " in {c} times the exchange rate; floors and ceilings of contributions are not drawn anew.",
        "按比例折算，未重新模拟：修改黄色单元格，下表随之变化。离职、变动和招聘人数仍为100%时的模拟结果；"
        "若要了解薪酬变化后人员的反应，请修改文件后重新比较。金额为每年，单位为{c}乘以汇率；社保缴费基数上下限未重新计算。",
        c=scene.currency.name,
    )  # fmt: skip


def write_prices(book: Book, scene: SheetScene, costs: Placed) -> Placed:
    """The sheet: the prices with a cell to change each, and below them the costs that follow."""
    sheet = book.sheet(sheet_name())
    first = FIRST + len(PRICES) + 2
    tab = scaled(scene, costs, first)
    wide = [34.0, *[16.0] * (len(tab.columns) - 1)]
    for i, columns in enumerate(wide):
        sheet.set_column(i, i, columns)
    book.text(sheet, 0, 0, tab.title, book.format(bold=True, font_size=14, font_color=DARK))
    sheet.set_row(0, 22)
    style = book.format(text_wrap=True, font_color=GRAY)
    last = len(wide) - 1
    sheet.merge_range(1, 0, 1, last, "", style)
    book.text(sheet, 1, 0, tab.about, style)
    deep = 13.5 * lines_of(tab.about, 0.95 * sum(wide)) + 4
    sheet.set_row(1, deep)
    back_to_contents(book, sheet, 2)
    _inputs(book, sheet)
    placed = write_table(book, sheet, tab, Placed(tab, tab.name, first), wide)
    sheet.print_area(0, 0, placed.last, last)
    high = pixels_high(22 + deep + 15.0 * (placed.last + 4))
    return placed.printed(set_up(sheet, sum(map(pixels_wide, wide)), high))


def _inputs(book: Book, sheet: SheetPart) -> None:
    """A row for each price: its name, the cell to change, what it means."""
    head = book.format(bold=True, bg_color=DARK, font_color="#FFFFFF")
    for i, text in enumerate((tr("Price", "价格"), tr("change here", "在此修改"), tr("what it means", "含义"))):
        book.text(sheet, FIRST - 1, i, text, head)
    name = book.format(bottom=1, bottom_color=LINE)
    for row, price in enumerate(PRICES, FIRST):
        book.text(sheet, row, 0, str(price.title), name)
        cell = book.format(num_format=price.code, bg_color="#FFF4C2", border=1, border_color="#B08900",
                           align="right", locked=False)  # fmt: skip
        sheet.write_number(row, INPUT, 1.0, cell)
        book.text(sheet, row, INPUT + 1, str(price.about), book.format(font_color=GRAY))
        sheet.data_validation(row, INPUT, row, INPUT, {
            "validate": "decimal", "criteria": ">=", "value": 0,
            "error_title": tr("Not a price", "价格无效"),
            "error_message": tr("A number of 0 or more is needed, 100% being as simulated.",
                                "请输入不小于0的数；100%即为模拟值。"),
        })  # fmt: skip
        book.file.define_name(f"price_{price.name}", f"={_quoted()}!{cell_of(price.name)}")


def _quoted() -> str:
    from xlsxwriter.utility import quote_sheetname

    return str(quote_sheetname(sheet_name()))
