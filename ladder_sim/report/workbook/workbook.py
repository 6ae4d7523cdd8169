"""The workbook that a finance partner checks: every number of a comparison as a number, with charts drawn from them.

Only the sheet of prices holds formulas, with their results. Text from files is written as text,
whatever it begins with.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ladder_sim import __version__
from ladder_sim.core.display import number
from ladder_sim.core.foreign import SheetPart
from ladder_sim.core.i18n import tr
from ladder_sim.core.palette import BLUE, GREEN, ORANGE
from ladder_sim.core.problems import LadderError
from ladder_sim.core.writing import write
from ladder_sim.report.brief import Brief
from ladder_sim.report.document.document import cover
from ladder_sim.report.workbook.asked import chosen, equal, flips, switch, switch_months, worlds
from ladder_sim.report.workbook.crossed import crossed
from ladder_sim.report.workbook.departments import departments
from ladder_sim.report.workbook.effects import bridges, first_assumptions, roles
from ladder_sim.report.workbook.flow_sheet import (
    exits,
    flows,
    headcount,
    hires,
    moves,
    reviews,
    seats,
    waits,
    waits_by_grade,
)
from ladder_sim.report.workbook.kit import SheetScene, Tab
from ladder_sim.report.workbook.measures import by_year, definitions, fairness, measures
from ladder_sim.report.workbook.money import costs, costs_by_year, pay, pay_by_grade
from ladder_sim.report.workbook.stage_sheet import stages
from ladder_sim.report.workbook.texts import assumptions, provenance, schemes
from ladder_sim.results.one_luck import luck_text

if TYPE_CHECKING:
    from ladder_sim.results.comparison import Comparison

PLAIN = Brief()
#: The sheets after the first three, in their order, with the color of their tabs.
_TABS: tuple[tuple[str, tuple[Callable[[SheetScene], Tab], ...]], ...] = (
    (BLUE, (schemes, measures, departments, by_year, bridges, equal)),
    (
        GREEN,
        (
            headcount,
            moves,
            flows,
            exits,
            hires,
            seats,
            reviews,
            stages,
            waits,
            waits_by_grade,
            fairness,
            crossed,
            chosen,
            switch,
            switch_months,
        ),
    ),
    (ORANGE, (roles, pay, pay_by_grade, costs, costs_by_year)),
    ("#666666", (first_assumptions, flips, worlds, assumptions, definitions, provenance)),
)
#: Columns that say how a scheme differs from another, which a single one does not.
_COMPARED = (
    "role", "difference", "difference_low", "difference_high", "relative", "saved", "chance", "verdict", "worth",
)  # fmt: skip
#: Excel keeps no more signs of a header or footer.
_FOOTER = 255


def save(comparison: Comparison, path: str | Path, brief: Brief = PLAIN) -> None:
    """Write the workbook.

    Parameters
    ----------
    path : of the .xlsx file; one that is there is replaced
    brief : title, language, currency and what else a reader decides

    Raises
    ------
    LadderError
        xlsxwriter is not installed, or the file cannot be written, as when a spreadsheet program has it open.
    """
    with brief.spoken(comparison):
        write(path, render(comparison, brief))


def tabs(scene: SheetScene) -> list[tuple[str, Tab]]:
    """Every sheet of data with the color of its tab; one without rows is left out."""
    made = [(color, make(scene).trimmed()) for color, makers in _TABS for make in makers]
    if len(scene.comparison.runs) == 1:
        made = [(color, tab.without(_COMPARED)) for color, tab in made]
    for kept in scene.brief.readers.kept_back:
        made = [
            (color, tab.without(kept.columns.get(tab.key, ()))) for color, tab in made if tab.key not in kept.sheets
        ]
    return [(color, tab) for color, tab in made if tab.rows]


def render(comparison: Comparison, brief: Brief = PLAIN) -> bytes:
    """The workbook as the bytes of an .xlsx file, in the language in use.

    Raises
    ------
    LadderError
        xlsxwriter is not installed.
    """
    try:
        import xlsxwriter
    except ImportError as missing:
        raise LadderError(
            tr("the workbook needs xlsxwriter: pip install 'ladder-sim[report]'",
               "Excel 工作簿需要 xlsxwriter：pip install 'ladder-sim[report]'")
        ) from missing  # fmt: skip
    from ladder_sim.report.workbook import summary as first
    from ladder_sim.report.workbook.charts import Charts
    from ladder_sim.report.workbook.contents import write_contents
    from ladder_sim.report.workbook.prices import write_prices
    from ladder_sim.report.workbook.sheet import Book, write_tab

    buffer = io.BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    file = xlsxwriter.Workbook(buffer, {"in_memory": True, **safe})
    # Columns are as wide as so many digits of the default font. Every office program has Arial or its metric twin; in
    # place of Calibri some take a font a quarter wider, and charts would reach beyond the page.
    file.formats[0].set_font_name("Arial")
    file.formats[0].set_font_size(10)
    scene = SheetScene(comparison, brief)
    book = Book(file, scene.currency, _footer(scene))
    _properties(file, scene)
    summary, contents, pictures = (book.sheet(name) for name in first.names())
    placed = []
    for color, tab in tabs(scene):
        placed.append(write_tab(book, tab))
        file.get_worksheet_by_name(tab.name).set_tab_color(color)
        if tab.key == "costs":
            placed.append(write_prices(book, scene, placed[-1]))
            file.get_worksheet_by_name(placed[-1].sheet).set_tab_color(color)
    charts = Charts(book, scene, {one.tab.key: one for one in placed})
    pages = first.write_summary(book, summary, scene, charts), first.write_charts(book, pictures, scene, charts)
    write_contents(book, contents, placed, pages)
    for sheet in (summary, contents, pictures):
        sheet.set_tab_color("#1F3A5F")
    summary.activate()
    file.close()
    return buffer.getvalue()


def _made_from(scene: SheetScene) -> str:
    """Where the numbers come from, in short."""
    c = scene.comparison
    return tr(
        "ladder_sim {version}; {workforce} ({mark}); {months} months, {n} replications, {luck}",
        "ladder_sim {version}；{workforce} ({mark})；{months}个月，重复{n}次，{luck}",
        version=__version__, workforce=c.workforce.id, mark=scene.marks[""], months=c.months,
        n=number(c.replications, 0), luck=luck_text(c.luck),
    )  # fmt: skip


def _footer(scene: SheetScene) -> str:
    """Where the numbers come from, and the page; a single & would be a command."""
    end = tr("&R&8 &A, page &P of &N", "&R&8 &A，第&P页，共&N页")
    left = _made_from(scene).replace("&", "&&")[: _FOOTER - len(end) - 6]
    return "&L&8 " + left.rstrip("&") + end


def _properties(file: SheetPart, scene: SheetScene) -> None:
    from ladder_sim.report.workbook.sheet import clean

    front = cover(scene.comparison, scene.brief)
    made = {
        "title": front.title, "subject": front.subtitle, "author": front.author, "company": front.company,
        "category": tr("Comparison of promotion schemes", "晋升方案比较"),
        "comments": _made_from(scene),
    }  # fmt: skip
    properties: dict[str, object] = {key: clean(text)[:2000] for key, text in made.items() if text}
    with suppress(ValueError):  # a date in words stands on the summary only
        properties["created"] = dt.datetime.fromisoformat(front.date)
    file.set_properties(properties)
