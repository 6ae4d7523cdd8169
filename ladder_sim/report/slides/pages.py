"""What stands on which slide: the slides that carry a section's message, and those that go to the appendix."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from ladder_sim.core.display import sentences
from ladder_sim.core.foreign import SlidePart
from ladder_sim.core.grammar import fitting
from ladder_sim.core.i18n import tr
from ladder_sim.report.document.parts import Chart, Figure, Section, Table
from ladder_sim.report.slides import charts as deck_charts
from ladder_sim.report.slides import grid
from ladder_sim.report.slides import pictures as deck_pictures
from ladder_sim.report.slides import tables as deck_tables
from ladder_sim.report.slides.measure import BODY, TextBox, tall, wrapped
from ladder_sim.report.slides.template import TEXT_AT
from ladder_sim.report.slides.text import GAP, INDENT, label, put, write

_SIDE_SIZES = (16.0, 15.0, 14.0, 13.0, 12.0)
_WIDE_SIZES = (20.0, 18.0, 16.0, 15.0, 14.0)
_BAND_SIZES = (16.0, 14.0, 13.0)
#: Letters of a picture are read from so many points on; a row of one may get larger for want of others.
_READ = 12.0
#: Between two tables on one slide.
_BETWEEN = 0.35
_CAPTION_HIGH = 0.3


@dataclass(frozen=True, slots=True)
class Body:
    """What stands below a slide's title; `text` says that it needs the placeholder for words."""

    draw: Callable[[SlidePart], object]
    text: bool = False
    title: str = ""  # in the appendix and from the second slide on, where the section's message does not stand
    note: str = ""  # for who presents it, beside what the section tells


def bodies(section: Section) -> tuple[list[Body], list[Body]]:
    """The slides of a section, and those of the appendix: what is looked up rather than told."""
    points, charts, tables = list(section.points), list(section.charts), list(section.tables)
    if section.lead:
        points.insert(0, section.lead)
    told: list[Body] = []
    if section.id == "recommendation" and points and tables:
        told += _points_and_table(points, tables, section.name)
        if 1 < len(charts) <= 3 and _fit_abreast(charts):
            told.append(
                _charts(charts, fitting(_titles(charts), tr("Differences from the baseline", "与基准方案之差")))
            )
            charts = []
    elif section.figures:
        told += _pictures(section.figures, points)
    elif charts:
        told += _points_and_charts(points, charts)
    elif points and tables and (both := _points_and_table(points, tables, section.name, only_whole=True)):
        told += both
    else:
        told += _texts(points) if points else []
    later = [_charts(pair, fitting(_titles(pair), tr("{name}: charts", "{name}：图表", name=section.name)))
             for pair in _pairs(charts)]  # fmt: skip
    later += _tables(tables, section.name)
    if not told:  # a section of tables only tells them, one of nothing but a message that
        return later or [Body(lambda slide: None)], []
    return told, later


def _points_and_charts(points: list[str], charts: list[Chart]) -> list[Body]:
    """Two small charts below the points, or one with the points beside it; takes what it shows out of the list."""
    if len(charts) == 2 and all(_small(chart) for chart in charts):
        needed = _band(points)
        if needed is not None:
            both = [charts.pop(0), charts.pop(0)]
            return [_band_and_charts(points, both, *needed)]
    first = charts.pop(0)
    if points and len(first.series) <= 4 and _side(points, _beside()[1]):
        made = [_chart_and_points(first, points)]
    elif (needed := _band(points)) is not None:
        made = [_band_and_charts(points, [first], *needed)]
    else:
        made = [*_texts(points), _charts([first])]
    if len(charts) == 1:
        last = charts.pop()  # its slide says what it shows, not again what the first one does
        made.append(_charts([last], last.title))
    return made


def _small(chart: Chart) -> bool:
    return len(chart.categories) <= 8 and len(chart.series) <= 6


def _beside() -> tuple[TextBox, TextBox]:
    return BODY.split(0.63, 0.5)


def _side(points: Sequence[str], box: TextBox, sizes: Sequence[float] = _SIDE_SIZES) -> float:
    """The largest size at which the points fit the box; 0 if none does."""
    return next((size for size in sizes if tall(points, size, box.width - INDENT, GAP) <= box.height), 0.0)


def _band(points: Sequence[str], most: float = 1.25) -> tuple[float, float] | None:
    """The height and size of points above something; None where they need too much."""
    for size in _BAND_SIZES:
        needed = tall(points, size, BODY.width - INDENT, GAP) if points else 0.0
        if needed <= most:
            return needed, size
    return None


def _points(slide: SlidePart, points: Sequence[str], box: TextBox, size: float) -> None:
    shape = slide.placeholders[TEXT_AT]
    put(shape, box)
    write(shape.text_frame, points, size=size, bullets=len(points) > 1)


def _chart_and_points(chart: Chart, points: list[str]) -> Body:
    def draw(slide: SlidePart) -> None:
        left, right = _beside()
        deck_charts.add(slide, chart, left, deck_charts.head(chart, left))
        head = TextBox(right.left, right.top + 0.4, right.width, right.height - 0.4)
        size = _side(points, head)
        _points(slide, points, head if size else right, size or _side(points, right))

    return Body(draw, True)


def _band_and_charts(points: list[str], charts: list[Chart], needed: float, size: float) -> Body:
    def draw(slide: SlidePart) -> None:
        above, below = BODY.cut(needed, 0.3 if points else 0.0)
        if points:
            _points(slide, points, above, size)
        _abreast(slide, charts, below)

    return Body(draw, bool(points))


def _pairs(charts: list[Chart]) -> list[list[Chart]]:
    """Two charts to a slide where their names are few, else one."""
    pairs: list[list[Chart]] = []
    for chart in charts:
        if pairs and len(pairs[-1]) == 1 and _small(chart) and _small(pairs[-1][0]):
            pairs[-1].append(chart)
        else:
            pairs.append([chart])
    return pairs


def _charts(charts: list[Chart], title: str = "") -> Body:
    # where the chart's title is the slide's it is not said twice
    return Body(lambda slide: _abreast(slide, charts, BODY, titled=len(charts) > 1 or not title), title=title)


def _fit_abreast(charts: Sequence[Chart]) -> bool:
    """Whether the names beside the bars have room when charts stand side by side."""
    room = 0.36 * BODY.columns(len(charts), 0.5)[0].width
    lines = 3 if max(len(chart.categories) for chart in charts) <= 4 else 2
    return all(len(wrapped(name, 10.0, room)) <= lines for chart in charts for name in chart.categories)


def _abreast(slide: SlidePart, charts: Sequence[Chart], box: TextBox, *, titled: bool = True) -> None:
    """Charts side by side, their plots in a line."""
    places = box.columns(len(charts), 0.5)
    head = max(deck_charts.head(chart, place) for chart, place in zip(charts, places, strict=True))
    for chart, place in zip(charts, places, strict=True):
        deck_charts.add(slide, chart, place, head if titled else 0.0)


def _titles(charts: list[Chart]) -> str:
    return tr("; ", "；").join(dict.fromkeys(chart.title for chart in charts))  # each also stands above its chart


def _texts(points: list[str]) -> list[Body]:
    """Slides of words, large where they are few."""
    box = TextBox(BODY.left, BODY.top, 10.6, BODY.height)
    groups: list[list[str]] = [[]]
    least = _WIDE_SIZES[-1]
    for point in points:
        if groups[-1] and tall([*groups[-1], point], least, box.width - INDENT, GAP) > box.height:
            groups.append([])
        groups[-1].append(point)

    def one(group: list[str]) -> Body:
        return Body(lambda slide: _points(slide, group, box, _side(group, box, _WIDE_SIZES) or 11.0), True)

    return [one(group) for group in groups if group]


def _points_and_table(points: list[str], tables: list[Table], name: str, *, only_whole: bool = False) -> list[Body]:
    """The points above the first table where both find room, else a slide for each; takes the table out of the list."""
    for size in (16.0, 15.0, 14.0, 13.0):
        needed = tall(points, size, BODY.width - INDENT, GAP)
        above, below = BODY.cut(needed, 0.3)
        if needed < 0.62 * BODY.height:
            caption, at = (
                below.cut(_CAPTION_HIGH - 0.05, 0.05) if tables[0].title and len(tables) > 1 else (None, below)
            )
            pages = deck_tables.pages(tables[0], at)
            if len(pages) == 1:
                tables.pop(0)
                return [_above(points, (above, caption, at), size, pages[0], name)]
    if only_whole:
        return []
    return [*_texts(points), *_tables([tables.pop(0)], name)]


def _above(
    points: list[str], boxes: tuple[TextBox, TextBox | None, TextBox], size: float, page: deck_tables.Page, name: str
) -> Body:
    """Points above a table; the table of several has its title between them."""
    above, caption, below = boxes

    def draw(slide: SlidePart) -> None:
        _points(slide, points, above, size)
        if caption is not None:
            label(slide, caption, page.table.title, size=13.0, color="tx2", bold=True)
        grid.add(slide, page, below, _alt(name, page.table))

    return Body(draw, True)


def _tables(tables: Sequence[Table], name: str) -> list[Body]:
    """Tables one after the other, small ones together on a slide and then each with its title."""
    groups: list[list[deck_tables.Page]] = []
    for page in (page for table in tables for page in deck_tables.pages(table, BODY)):
        used = sum(_tall(other) for other in groups[-1]) if groups else BODY.height
        if used + _tall(page) <= BODY.height:
            groups[-1].append(page)
        else:
            groups.append([page])
    several = tr("{name} in detail", "{name}：明细", name=name)
    return [
        Body(partial(_stacked, group=group, name=name), title=(len(group) == 1 and group[0].table.title) or several)
        for group in groups
    ]


def _tall(page: deck_tables.Page) -> float:
    """The room of a table among others."""
    return page.height + _BETWEEN + (_CAPTION_HIGH if page.table.title else 0.0)


def _stacked(slide: SlidePart, group: list[deck_tables.Page], name: str) -> None:
    box = BODY
    for page in group:
        at = box
        if page.table.title and len(group) > 1:
            caption, at = box.cut(_CAPTION_HIGH - 0.05, 0.05)
            label(slide, caption, page.table.title, size=13.0, color="tx2", bold=True)
        grid.add(slide, page, at, _alt(name, page.table))
        _, box = box.cut(_tall(page), 0.0)


def _alt(name: str, table: Table) -> str:
    """What a table shows, for those who do not see it."""
    return tr("{name}: table of {columns}", "{name}：表格，各列为{columns}", name=table.title or name,
              columns=tr(", ", "、").join(column for column in table.columns if column))  # fmt: skip


def _pictures(figures: Sequence[Figure], points: list[str]) -> list[Body]:
    """Pictures in rows; the points stand beside the first row where it leaves room, else above it."""
    every = deck_pictures.drawn(figures, BODY)
    rows = deck_pictures.rows(every, BODY)
    if not points:
        return [_row(row, BODY) for row in rows]
    if figures[0].fit is not None:
        return _fitted(figures[0], every, points)
    for n in range(len(rows[0]), 0, -1):  # a row may give pictures to the next for the points' sake
        row = rows[0][:n]
        free = BODY.width - deck_pictures.wide(row, BODY) - 0.6
        side = TextBox(BODY.right - free, BODY.top + 0.4, free, BODY.height - 0.4)
        if free > 2.4 and (size := _side(points, side)):
            room = TextBox(BODY.left, BODY.top, BODY.width - free, BODY.height)
            rest = [rows[0][n:], *rows[1:]] if n < len(rows[0]) else rows[1:]
            return [_with(_row(row, room), points, side, size), *(_row(r, BODY) for r in rest)]
    if (needed := _band(points, 1.05)) is not None:
        above, below = BODY.cut(needed[0], 0.25)
        return [_with(_row(rows[0], below), points, above, needed[1]), *(_row(row, BODY) for row in rows[1:])]
    return [*_texts(points), *(_row(row, BODY) for row in rows)]


def _fitted(leads: Figure, every: Sequence[deck_pictures.DrawnPicture], points: list[str]) -> list[Body]:
    """Pictures drawn for the room they get: the first beside or below the points where its letters keep their size.

    `leads` is the first figure, `every` the pictures of all figures as drawn for a whole slide.
    """
    first = deck_pictures.rows(every, BODY)[0]
    most = 0.97 * min(_READ, deck_pictures.letters(first, BODY))  # margins are cropped only once it is drawn
    left, right = BODY.split(0.72, 0.4)
    side = TextBox(right.left, right.top + 0.4, right.width, right.height - 0.4)
    tried = [(left, side, _side(points, side))]
    if (needed := _band(points, 1.05)) is not None:
        above, below = BODY.cut(needed[0], 0.25)
        tried.append((below, above, needed[1]))

    def rest(shown: int) -> list[Body]:
        return [_row(row, BODY, titled=True) for row in deck_pictures.rows(every[shown:], BODY)]

    for n in range(len(first), 0, -1):
        free = BODY.width - deck_pictures.wide(first[:n], BODY) - 0.6
        beside = TextBox(BODY.right - free, BODY.top + 0.4, free, BODY.height - 0.4)
        if free > 2.4 and (size := _side(points, beside)):
            room = TextBox(BODY.left, BODY.top, BODY.width - free, BODY.height)
            return [_with(_row(first[:n], room), points, beside, size), *rest(n)]
    for box, words, size in tried:
        own = deck_pictures.drawn([leads], box)
        alike = len(own) == sum(one.figure.alt == leads.alt for one in every)  # in as many parts as on a whole slide
        if size and alike and deck_pictures.letters(own[:1], box) >= most:
            return [_with(_row(own[:1], box), points, words, size), *rest(1)]
    return [*_texts(points), _row(first, BODY, titled=True), *rest(len(first))]


def _row(pictures: Sequence[deck_pictures.DrawnPicture], box: TextBox, *, titled: bool = False) -> Body:
    """Pictures beside each other; where the slide is `titled` by the only one, its caption is left out."""
    figures = list(dict.fromkeys(picture.figure for picture in pictures))
    title = fitting(tr("; ", "；").join(figure.title for figure in figures if figure.title), "")
    note = sentences(*(figure.note for figure in figures))
    captions = not (titled and title and len(figures) == 1)
    return Body(lambda slide: deck_pictures.add(slide, pictures, box, captions=captions), title=title, note=note)


def _with(row: Body, points: list[str], box: TextBox, size: float) -> Body:
    """The points beside a row, which has a message of its own then."""

    def both(slide: SlidePart) -> None:
        _points(slide, points, box, size)
        row.draw(slide)

    return Body(both, True, note=row.note)
