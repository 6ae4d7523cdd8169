"""What stands on which slide: a section's charts, pictures, tables and points as a list of slides' contents."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from pptx.util import Inches

from ladder_sim.report import deck_charts, deck_tables
from ladder_sim.report.deck_measure import BODY, Box, height, line_height, tall
from ladder_sim.report.deck_template import TEXT_AT
from ladder_sim.report.deck_text import GAP, INDENT, label, put, write
from ladder_sim.report.story_parts import Chart, Figure, Section, Table
from ladder_sim.words import tr

#: Draws the body of one slide; whether the slide needs the placeholder for text comes with it.
Body = tuple[bool, Callable[[Any], None]]

_SIDE_SIZES = (16.0, 15.0, 14.0, 13.0, 12.0)
_WIDE_SIZES = (20.0, 18.0, 16.0, 15.0, 14.0)
_CAPTION = 13.0
#: Dots per inch of a picture as it is placed.
_DPI = 200


def bodies(section: Section) -> list[Body]:
    """The slides of a section, in order: charts with the points beside them, pictures, tables."""
    points = list(section.points)
    made: list[Body] = []
    charts = list(section.charts)
    if charts and points and len(charts[0].series) <= 4 and _side(points, _beside()[1]):
        made.append(_chart_and_points(charts.pop(0), points))
        points = []
    pictures = _pictures(section.figures, points) if section.figures and not charts and not made else []
    if section.figures and not pictures:
        pictures = _pictures(section.figures, [])
    elif pictures:
        points = []
    tables = list(section.tables)
    if points and not charts and tables:
        made += _points_and_table(points, tables.pop(0), section.name)
        points = []
    if points:
        made = [*_texts(points), *made]
    made += [_charts(pair) for pair in _pairs(charts)]
    return [*made, *pictures, *(body for table in tables for body in _table(table, section.name))]


def _beside() -> tuple[Box, Box]:
    return BODY.split(0.63, 0.5)


def _room_for(points: Sequence[str], size: float, box: Box) -> bool:
    return tall(points, size, box.width - INDENT, GAP) <= box.height


def _side(points: Sequence[str], box: Box, sizes: Sequence[float] = _SIDE_SIZES) -> float:
    """The largest size at which the points fit the box; 0 if none does."""
    return next((size for size in sizes if _room_for(points, size, box)), 0.0)


def _points(slide: Any, points: Sequence[str], box: Box, size: float) -> None:
    shape = slide.placeholders[TEXT_AT]
    put(shape, box)
    write(shape.text_frame, points, size=size, bullets=len(points) > 1)


def _chart_and_points(chart: Chart, points: list[str]) -> Body:
    def draw(slide: Any) -> None:
        left, right = _beside()
        deck_charts.add(slide, chart, left)
        head = Box(right.left, right.top + 0.4, right.width, right.height - 0.4)
        size = _side(points, head)
        _points(slide, points, head if size else right, size or _side(points, right))

    return True, draw


def _pairs(charts: list[Chart]) -> list[list[Chart]]:
    """Two charts to a slide where their names are few, else one."""
    pairs: list[list[Chart]] = []
    for chart in charts:
        small = len(chart.categories) <= 6 and len(chart.series) <= 4
        if pairs and len(pairs[-1]) == 1 and small and len(pairs[-1][0].categories) <= 6:
            pairs[-1].append(chart)
        else:
            pairs.append([chart])
    return pairs


def _charts(charts: list[Chart]) -> Body:
    def draw(slide: Any) -> None:
        for chart, box in zip(charts, BODY.columns(len(charts), 0.6), strict=True):
            deck_charts.add(slide, chart, box)

    return False, draw


def _texts(points: list[str]) -> list[Body]:
    """Slides of words, large where they are few."""
    box = Box(BODY.left, BODY.top, 10.6, BODY.height)
    size = _side(points, box, _WIDE_SIZES)
    if size:
        return [(True, lambda slide: _points(slide, points, box, size))]
    groups: list[list[str]] = [[]]
    for point in points:
        if groups[-1] and not _room_for([*groups[-1], point], _WIDE_SIZES[-1], box):
            groups.append([])
        groups[-1].append(point)

    def one(group: list[str]) -> Body:
        return True, lambda slide: _points(slide, group, box, _side(group, box, _WIDE_SIZES) or 11.0)

    return [one(group) for group in groups]


def _points_and_table(points: list[str], table: Table, name: str) -> list[Body]:
    """The points above a table where both find room, else a slide for each."""
    for size in (16.0, 14.0):
        needed = tall(points, size, BODY.width - INDENT, GAP)
        above, below = BODY.cut(needed, 0.3)
        if needed < 0.45 * BODY.height:
            page, *more = deck_tables.pages(table, BODY, below)
            return [_above(points, above, size, page, below, name), *(_page(other, name) for other in more)]
    return [*_texts(points), *_table(table, name)]


def _above(points: list[str], above: Box, size: float, page: deck_tables.Page, below: Box, name: str) -> Body:
    def draw(slide: Any) -> None:
        _points(slide, points, above, size)
        deck_tables.add(slide, page, below, _alt(name, page.table))

    return True, draw


def _table(table: Table, name: str) -> list[Body]:
    return [_page(page, name) for page in deck_tables.pages(table, BODY)]


def _page(page: deck_tables.Page, name: str) -> Body:
    return False, lambda slide: deck_tables.add(slide, page, BODY, _alt(name, page.table))


def _alt(name: str, table: Table) -> str:
    """What a table shows, for those who do not see it."""
    return tr("{name}: table of {columns}", "{name}：表格，各列为{columns}", name=name,
              columns=tr(", ", "、").join(column for column in table.columns if column))  # fmt: skip


def _pictures(figures: Sequence[Figure], points: list[str]) -> list[Body]:
    """Pictures side by side where that costs them no size; with points, beside or below the first."""
    drawn = [(figure, *_drawn(figure)) for figure in figures]
    shape = max(wide / high for _, _, wide, high in drawn)
    room = BODY.height - _caption_room(figures)
    across = next((n for n in (3, 2) if len(drawn) >= n and (BODY.width - 0.4 * (n - 1)) / n / shape > 0.8 * room), 1)
    groups = [drawn[i : i + across] for i in range(0, len(drawn), across)]
    made: list[Body] = [_row(group, across) for group in groups]
    if points:
        made = [*_texts(points), *made]
    return made


def _caption_room(figures: Sequence[Figure]) -> float:
    return line_height("".join(f.title for f in figures), _CAPTION) + 0.15 if any(f.title for f in figures) else 0.0


def _drawn(figure: Figure) -> tuple[bytes, float, float]:
    """The picture as PNG, as crisp as a slide shows it, and its size in inches."""
    picture = figure.draw()
    wide, high = picture.get_size_inches()
    scale = min(BODY.width / wide, BODY.height / high)
    file = io.BytesIO()
    picture.savefig(file, format="png", dpi=_DPI * scale, metadata={"Software": None})
    return file.getvalue(), float(wide), float(high)


def _row(group: Sequence[tuple[Figure, bytes, float, float]], across: int) -> Body:
    def draw(slide: Any) -> None:
        for (figure, file, wide, high), box in zip(group, BODY.columns(across), strict=False):
            below = box
            if figure.title:
                above, below = box.cut(height(figure.title, _CAPTION, box.width), 0.12)
                label(slide, above, figure.title, size=_CAPTION, colour="tx2", bold=True)
            scale = min(below.width / wide, below.height / high)
            places = (Inches(x) for x in (below.left, below.top, wide * scale, high * scale))
            shape = slide.shapes.add_picture(io.BytesIO(file), *places)
            shape.name = figure.title
            shape._element.nvPicPr.cNvPr.set("descr", figure.alt)

    return False, draw
