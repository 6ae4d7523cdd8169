"""Every number that reports render, as it was before it was rounded, and every number that their texts then hold."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import pytest

from ladder_sim.analysis.statements import effects, rough
from ladder_sim.core import display, money
from ladder_sim.report.brief import Brief
from ladder_sim.report.document.document import report_sections
from ladder_sim.report.document.parts import Chart
from ladder_sim.report.onepage import html
from ladder_sim.report.outline.outline import outline
from ladder_sim.report.page import chart_svg, page
from ladder_sim.report.slides import charts as charts_of_slides
from ladder_sim.report.slides import deck, room, scale
from ladder_sim.report.workbook import workbook
from ladder_sim.results.comparison import Comparison

#: A number in a text, with what says of what kind it is. Digits within words and ids are none.
TOKEN = re.compile(
    r"(?<![\w.,#-])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"( ?(?:%|pp\b|M\b|bn\b|k\b)|个百分点|万|亿)?(?![\w-]*[A-Za-z_]\d)"
)
#: What a number is multiplied by until a reader sees it: percent, ratios of groups from their logarithms, 万 and M.
SHOWN: tuple[Callable[[float], float], ...] = (
    lambda x: x, lambda x: 100 * x, lambda x: -x, lambda x: x / 1e4, lambda x: x / 1e6, lambda x: x / 1e8,
    lambda x: 100 * math.exp(x) if abs(x) < 9 else x, lambda x: 100 * math.exp(-x) if abs(x) < 9 else x,
    lambda x: math.exp(x) if abs(x) < 9 else x,
)  # fmt: skip


def key(value: float) -> str:
    """Nine digits of a number: more than any report shows, fewer than two ways of summing agree in."""
    return f"{value + 0.0:.9g}"


def numbers_in(data: object) -> Iterator[float]:
    """Every number of JSON data."""
    if isinstance(data, bool):
        return
    if isinstance(data, int | float):
        assert math.isfinite(data), "JSON has no such number"
        yield float(data)
    for one in data.values() if isinstance(data, dict) else data if isinstance(data, list | tuple) else ():
        yield from numbers_in(one)


@dataclass
class Rendered:
    """What was rendered: values before rounding, amounts of effects as rounded, and the texts made of both."""

    values: dict[str, float] = field(default_factory=dict)
    effects: set[float] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    quiet: bool = False


def watched(patch: pytest.MonkeyPatch) -> Rendered:
    """From now on every number is noted that goes through the functions which make texts of numbers."""
    made = Rendered()
    number, short = display.number, money._short

    def rounding(value: float, digits: int = 0) -> float:
        found = round(float(value), digits)
        if math.isfinite(value):
            if not made.quiet:
                made.values.setdefault(key(float(value)), float(value))
            made.texts.add(f"{found + 0.0:,.{digits}f}".lstrip("-"))
        return found

    def quietly(call: Callable[..., str]) -> Callable[..., str]:
        def inner(*args: Any, **more: Any) -> str:
            before, made.quiet = made.quiet, True
            try:
                return call(*args, **more)
            finally:
                made.quiet = before

        return inner

    def amount(size: float, figures: int, beside: float = 0.0) -> str:
        made.values.setdefault(key(float(size)), float(size))
        return quietly(short)(size, figures, beside)

    def of_effect(value: float, digits: int) -> str:
        made.effects.add(float(value))
        return quietly(number)(value, digits)

    patch.setattr(display, "round", rounding, raising=False)
    patch.setattr(money, "_short", amount)
    patch.setattr(effects, "number", of_effect)
    patch.setattr(rough, "number", of_effect)  # to the digits that the doubt leaves
    for one in (scale, room, chart_svg, charts_of_slides):  # ends of axes and widths of labels
        patch.setattr(one, "shown", quietly(one.shown))
    return made


def unknown_values(made: Rendered, data: object) -> list[float]:
    """Values that were rendered and stand nowhere in the data."""
    every = list(numbers_in(data))
    known = {key(way(x)) for x in every for way in SHOWN}
    rounded = {
        way(round(times * abs(x) * 10.0**d, 6)) / 10.0**d
        for x in every for times in (1, 100) for d in (-3, -2, -1, 0, 1, 2) for way in (round, math.floor)
    }  # fmt: skip
    lost = [value for k, value in made.values.items() if k not in known]
    # the amount of an effect is rounded toward 0 where the interval bears no more
    return lost + [value for value in made.effects if abs(value) not in rounded]


def charts(comparison: Comparison, brief: Brief) -> Iterator[Chart]:
    """Every chart of page and deck."""
    for section in report_sections(comparison, brief):
        yield from section.charts
    told = outline(comparison, brief)
    for slide in (*told.told, *told.appendix):
        yield from (block for block in slide.blocks if isinstance(block, Chart))


def texts(comparison: Comparison, brief: Brief) -> dict[str, str]:
    """What deck, brief, workbook and page say in words, each as one text."""
    return {
        "deck": _deck(deck.render(comparison, brief)), "brief": _plain(html.render(comparison, brief)),
        "page": _plain(page.render(comparison, brief)),
        "workbook": "\n".join(_cells(workbook.render(comparison, brief))),
    }  # fmt: skip


def _deck(content: bytes) -> str:
    from pptx import Presentation

    found = []
    for slide in Presentation(io.BytesIO(content)).slides:
        shapes = [*slide.shapes, *slide.notes_slide.shapes]
        for shape in shapes:
            if shape.is_placeholder and "SLIDE_NUMBER" in str(shape.placeholder_format.type):
                continue
            found += [shape.text_frame.text] if shape.has_text_frame else []
            if getattr(shape, "has_table", False) and shape.has_table:
                found += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
            found.append(shape._element.xpath("string(.//p:cNvPr/@descr)"))
    return "\n".join(found)


def _plain(text: str) -> str:
    """The words of HTML: no styles, no scripts, and of drawings what they are said to show."""
    said = " ".join(re.findall(r'aria-label="([^"]*)"', text))
    text = re.sub(r"<(style|script|svg)\b.*?</\1>", "\n", text, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", "\n", text) + said)


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    """The cells of each sheet of a workbook."""
    from python_calamine import CalamineWorkbook

    made = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: made.get_sheet_by_name(name).to_python() for name in made.sheet_names}


def _cells(content: bytes) -> list[str]:
    return [cell for rows in sheets(content).values() for row in rows for cell in row if isinstance(cell, str)]
