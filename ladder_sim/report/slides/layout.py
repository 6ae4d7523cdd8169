"""Where a slide's sentences and blocks stand below its title: nothing under 14 points, nothing half empty.

What has no room at 14 points goes to the notes rather than onto a second slide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from ladder_sim.core.foreign import SlidePart
from ladder_sim.core.i18n import tr
from ladder_sim.report.document.parts import Chart, Table
from ladder_sim.report.outline.parts import Block, KeyFigures, Ladders, Slide
from ladder_sim.report.slides import charts, grid, tables
from ladder_sim.report.slides.drawn import ask_box, key_figures, ladders
from ladder_sim.report.slides.measure import BODY, LEAST, TextBox, height, largest, tall
from ladder_sim.report.slides.template import TEXT_AT
from ladder_sim.report.slides.text import GAP, INDENT, put, write

_SIDE_SIZES = (20.0, 18.0, 16.0, 15.0, LEAST)
_WIDE_SIZES = (24.0, 22.0, *_SIDE_SIZES)
_BAND_SIZES = (18.0, 16.0, LEAST)
_ASK_SIZES = (20.0, 18.0, 16.0)
#: The most that sentences above a block take of the body, the share of the width of a block beside sentences, and how
#: much of the height beside it sentences fill to stand there.
_BAND, _BESIDE, _ENOUGH = 1.55, 0.62, 0.4
#: A chart with more categories takes the whole height.
_CATEGORIES = 8


@dataclass(frozen=True, slots=True)
class Arranged:
    """The places of a slide's parts.

    Parameters
    ----------
    ask : the box of what is asked, None without one
    words, points, size : the place of the sentences, those that have room there, and their size in points
    places : one for each block
    """

    ask: TextBox | None
    words: TextBox
    points: tuple[str, ...]
    size: float
    places: tuple[TextBox, ...]


def arranged(told: Slide) -> Arranged:
    """Where everything stands; no text is larger than its place."""
    asked, body = None, BODY
    if told.ask:
        asked, body = BODY.cut(height(told.ask, _ask_size(told.ask), BODY.width - 0.5, bold=True) + 0.3, 0.2)
    if not told.blocks:
        return _words(asked, body, told.points, (), _WIDE_SIZES)
    if not told.points:
        return Arranged(asked, body, (), 0.0, _abreast(told, body))
    if len(told.blocks) == 1 and _narrow(told.blocks[0], body):
        left, right = body.split(_BESIDE, 0.5)
        if isinstance(told.blocks[0], KeyFigures):
            return _words(asked, left, told.points, (right,), _SIDE_SIZES[:3])
        many = isinstance(told.blocks[0], Chart) and len(told.blocks[0].categories) > _CATEGORIES
        if many or tall(told.points, _SIDE_SIZES[0], right.width - INDENT, GAP) > _ENOUGH * right.height:
            return _words(asked, right, told.points, (left,), _SIDE_SIZES)
    return _banded(told, asked, body)


def _ask_size(text: str) -> float:
    return largest(text, _ASK_SIZES, TextBox(0, 0, BODY.width - 0.5, 1.0), lines=2, bold=True)


def _narrow(block: Block, body: TextBox) -> bool:
    """Whether a block leaves room for sentences beside it."""
    if isinstance(block, Table):
        page = tables.whole(block, TextBox(0, 0, _BESIDE * body.width - 0.3, body.height))
        return page.size >= 16.0 and len(page.table.rows) == len(block.rows) and len(block.columns) <= 3
    if isinstance(block, Chart):
        return len(block.series) <= 4 or block.kind == "stacked"
    return isinstance(block, KeyFigures)


def _banded(told: Slide, asked: TextBox | None, body: TextBox) -> Arranged:
    """Sentences above the blocks: as many as leave room for every row of a table."""
    for size in _BAND_SIZES:
        if tall(told.points, size, body.width - INDENT, GAP) <= _BAND:
            break
    shown = _fitting(told.points, size, TextBox(0, 0, body.width, _BAND))
    while shown and not all(_whole(block, _below(shown, size, body)) for block in told.blocks):
        shown = shown[:-1]
    if not shown:
        return Arranged(asked, body, (), 0.0, _abreast(told, body))
    above, _ = body.cut(tall(shown, size, body.width - INDENT, GAP), 0.3)
    below = _below(shown, size, body)
    return Arranged(asked, above, shown, size, _abreast(told, below))


def _abreast(told: Slide, box: TextBox) -> tuple[TextBox, ...]:
    """A place for each block; a table beside a chart has more."""
    if len(told.blocks) == 1:
        return (box,)
    return box.split(0.42 if isinstance(told.blocks[-1], Table) else 0.5)


def _below(points: Sequence[str], size: float, body: TextBox) -> TextBox:
    """What is left of the body below sentences."""
    return body.cut(tall(points, size, body.width - INDENT, GAP), 0.3)[1]


def _whole(block: Block, box: TextBox) -> bool:
    """Whether a block shows all it has in a box, or would not in a larger one either."""
    if not isinstance(block, Table):
        return True
    shown = len(tables.whole(block, box).table.rows)
    return shown >= len(tables.whole(block, BODY).table.rows)


def _words(
    asked: TextBox | None, box: TextBox, points: Sequence[str], places: tuple[TextBox, ...], sizes: Sequence[float]
) -> Arranged:
    size = next((one for one in sizes if tall(points, one, box.width - INDENT, GAP) <= box.height), sizes[-1])
    return Arranged(asked, box, _fitting(points, size, box), size, places)


def _fitting(points: Sequence[str], size: float, box: TextBox) -> tuple[str, ...]:
    """As many of the sentences, from the first, as have room."""
    n = len(points)
    while n and tall(points[:n], size, box.width - INDENT, GAP) > box.height:
        n -= 1
    return tuple(points[:n])


def draw(slide: SlidePart, told: Slide) -> tuple[str, ...]:
    """Put everything below the title; gives the sentences that had no room, for the notes."""
    made = arranged(told)
    if made.ask is not None:
        ask_box(slide, made.ask, told.ask, _ask_size(told.ask))
    if made.points:
        shape = slide.placeholders[TEXT_AT]
        put(shape, made.words)
        write(shape.text_frame, made.points, size=made.size, bullets=len(made.points) > 1)
    for block, place in zip(told.blocks, made.places, strict=True):
        _block(slide, block, place, told)
    return tuple(point for point in told.points if point not in made.points)


def _block(slide: SlidePart, block: Block, box: TextBox, told: Slide) -> None:
    if isinstance(block, Chart):
        charts.add(slide, block, box, charts.head(block, box))
    elif isinstance(block, Table):
        grid.add(slide, tables.stretched(tables.whole(block, box), box), box, _alt(told.name, block))
    elif isinstance(block, Ladders):
        ladders(slide, block, box)
    elif isinstance(block, KeyFigures):
        key_figures(slide, block, box)
    else:
        assert_never(block)


def _alt(name: str, table: Table) -> str:
    """What a table shows, for those who do not see it."""
    return tr("{name}: table of {columns}", "{name}：表格，各列为{columns}", name=table.title or name,
              columns=tr(", ", "、").join(column for column in table.columns if column))  # fmt: skip
