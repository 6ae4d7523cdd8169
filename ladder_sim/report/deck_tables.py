"""Tables that fit: columns as wide as their words need, rows over as many slides as it takes, never below 11 points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches, Pt

from ladder_sim.report.deck_measure import Box, line_height, width, wrapped
from ladder_sim.report.deck_template import DEEP, LINE
from ladder_sim.report.deck_text import label, spoken
from ladder_sim.report.story_parts import Table

SIZES = (14.0, 13.0, 12.0, 11.0)
NOTE = 11.0
#: Between a table and its note.
_NOTE = 0.18
#: More columns than this are turned into rows.
_MANY = 7
_SIDE, _ABOVE = 0.09, 0.055
#: The style that draws nothing of its own.
_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_TONES = {"good": "00694B", "bad": "A63F00"}


@dataclass(frozen=True, slots=True)
class Page:
    """The part of a table that stands on one slide, with its measures."""

    table: Table
    size: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]  # the header's first

    @property
    def height(self) -> float:
        return sum(self.heights) + self.note

    @property
    def note(self) -> float:
        """The room of the note, with the gap above it."""
        if not self.table.note:
            return 0.0
        lines = len(wrapped(self.table.note, NOTE, max(6.0, sum(self.widths))))
        return _NOTE + lines * line_height(self.table.note, NOTE)


def pages(table: Table, box: Box, first: Box | None = None) -> list[Page]:
    """The table on as few pages as it can be read on: all of it in the largest size that fits, else cut.

    `first` is the room on the first page, where that is less.
    """
    first = first or box
    if len(table.columns) > _MANY and len(table.rows) < len(table.columns) - 1 and _figures(table):
        table = _turned(table)
    if not table.rows:
        return []
    fitting = []
    for size in SIZES:
        lowest = line_height("", size) + 2 * _ABOVE
        if (len(table.rows) + 1) * lowest <= first.height and sum(_least(table, size)) <= box.width:
            page = _page(table, size, box.width)
            if page.height <= first.height:
                fitting.append(page)
                if _calm(page):
                    return [page]
    if fitting:
        return fitting[:1]
    size = SIZES[-1]
    return [page for part in _narrow(table, size, box.width) for page in _cut(part, size, box, first)]


def _calm(page: Page) -> bool:
    """Whether no cell takes more than two lines."""
    return all(
        len(wrapped(cell, page.size, wide - 2 * _SIDE)) <= 2
        for row in page.table.rows
        for cell, wide in zip(row, page.widths, strict=True)
    )


def _figures(table: Table) -> bool:
    """Whether all but the first column holds numbers."""
    return all(_aligned(table, j) == PP_ALIGN.RIGHT for j in range(1, len(table.columns)))


def _turned(table: Table) -> Table:
    """Rows for columns: many schemes are read better one below the other."""
    columns, *rows = zip(table.columns, *table.rows, strict=True)
    tones = tuple(zip(*(table.tones or [("",) * len(table.columns)] * len(table.rows)), strict=True))
    return Table(columns, tuple(rows), tuple(("", *row) for row in tones[1:]), table.note)


def _page(table: Table, size: float, room: float) -> Page:
    widths = _widths(table, size, room)
    rows = (table.columns, *table.rows)
    heights = tuple(
        max(
            len(wrapped(cell, size, wide - 2 * _SIDE, bold=bold)) * line_height(cell, size) + 2 * _ABOVE
            for cell, wide, bold in zip(row, widths, _bold(table, i), strict=True)
        )
        for i, row in enumerate(rows)
    )
    return Page(table, size, widths, heights)


def _bold(table: Table, row: int) -> list[bool]:
    """Which cells of a row are bold: the header's, and those with good or bad news."""
    if not row or not table.tones:
        return [row == 0] * len(table.columns)
    return [bool(tone) for tone in table.tones[row - 1]]


def _cut(table: Table, size: float, box: Box, first: Box) -> list[Page]:
    """Pages of about as many rows each; every page has the header."""
    whole = _page(table, size, box.width)
    least = whole.heights[0] + whole.note
    room, later = first.height - least, box.height - least
    needed = sum(whole.heights[1:])
    count = 1 if needed <= room else 1 + -(-(needed - room) // later)
    pieces: list[list[int]] = [[]]
    used = 0.0
    for i, high in enumerate(whole.heights[1:]):
        full = used + high > (later if len(pieces) > 1 else room)
        if pieces[-1] and (full or (len(pieces) < count and used + high / 2 > needed / count)):
            pieces.append([])
            used = 0.0
        pieces[-1].append(i)
        used += high
    return [
        Page(_rows(table, piece), size, whole.widths, (whole.heights[0], *(whole.heights[i + 1] for i in piece)))
        for piece in pieces
    ]


def _rows(table: Table, kept: Sequence[int]) -> Table:
    tones = tuple(table.tones[i] for i in kept) if table.tones else ()
    return Table(table.columns, tuple(table.rows[i] for i in kept), tones, table.note)


def _narrow(table: Table, size: float, room: float) -> list[Table]:
    """The table, or where its columns cannot stand side by side several, each with the first column."""
    least = _least(table, size)
    groups: list[list[int]] = [[]]
    used = least[0]
    for i in range(1, len(least)):
        if groups[-1] and used + least[i] > room:
            groups.append([])
            used = least[0]
        groups[-1].append(i)
        used += least[i]
    return [_pick(table, [0, *group]) for group in groups] if len(groups) > 1 else [table]


def _pick(table: Table, kept: Sequence[int]) -> Table:
    def some(row: Sequence[str]) -> tuple[str, ...]:
        return tuple(row[i] for i in kept)

    return Table(some(table.columns), tuple(map(some, table.rows)), tuple(map(some, table.tones)), table.note)


def _least(table: Table, size: float) -> list[float]:
    """The widths below which words would be cut; names of many words need some room to be read at all."""
    made = []
    for j, column in enumerate(table.columns):
        texts = [column, *(row[j] for row in table.rows)]
        word = max(width(piece, size, bold=True) for text in texts for piece in text.split() or [""])
        long = max(width(text, size) for text in texts)
        made.append(max(min(word, 1.8), min(long / 4, 3.0)) + 2 * _SIDE)
    return made


def _natural(table: Table, size: float) -> list[float]:
    rows = [(row, _bold(table, i)) for i, row in enumerate(table.rows, 1)]
    return [
        max(width(column, size, bold=True), *(width(row[j], size, bold=bold[j]) for row, bold in rows))
        + 2 * _SIDE
        + 0.05
        for j, column in enumerate(table.columns)
    ]


def _widths(table: Table, size: float, room: float) -> tuple[float, ...]:
    """Every column as wide as its texts, or where that is too much the wide ones narrowed alike."""
    wanted, least = _natural(table, size), _least(table, size)
    if sum(wanted) <= room:
        more = min(1.35, room / sum(wanted))
        return tuple(w * more for w in wanted)
    low, high = 0.0, max(wanted)
    for _ in range(40):
        cap = (low + high) / 2
        widths = [min(w, max(m, cap)) for w, m in zip(wanted, least, strict=True)]
        low, high = (cap, high) if sum(widths) <= room else (low, cap)
    if _figures(table):
        each = max(wanted[1:])
        first = room - each * (len(wanted) - 1)
        if first >= least[0]:  # columns of numbers are all alike
            return (min(first, wanted[0]), *[each] * (len(wanted) - 1))
    return tuple(min(w, max(m, low)) for w, m in zip(wanted, least, strict=True))


def _aligned(table: Table, column: int) -> Any:
    """Numbers to the right, words to the left."""
    cells = [row[column] for row in table.rows if row[column] not in ("", "–")]
    figures = sum(_is_figure(cell) for cell in cells)
    return PP_ALIGN.RIGHT if column and cells and 2 * figures > len(cells) else PP_ALIGN.LEFT


def _is_figure(text: str) -> bool:
    """Whether a cell is a number with its signs and unit rather than a sentence with a number in it."""
    letters = sum(sign.isalpha() for sign in text)
    return any(sign.isdigit() for sign in text) and 2 * letters <= len(text)


def add(slide: Any, page: Page, box: Box, alt: str) -> None:
    """Put a page of a table at the top of the box, its note below."""
    table = page.table
    high = sum(page.heights)
    frame = slide.shapes.add_table(
        len(table.rows) + 1, len(table.columns),
        *(Inches(x) for x in (box.left, box.top, sum(page.widths), high)),
    )  # fmt: skip
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    made = frame.table
    made._tbl.tblPr.find("{*}tableStyleId").text = _PLAIN
    made.horz_banding = False
    for column, wide in zip(made.columns, page.widths, strict=True):
        column.width = Inches(wide)
    joined = _joined(table)
    spanned = {row for begin, end in joined for row in range(begin + 1, end + 1)}
    for i, (row, tall) in enumerate(zip(made.rows, page.heights, strict=True)):
        row.height = Inches(tall)
        texts = table.rows[i - 1] if i else table.columns
        tones = table.tones[i - 1] if i and table.tones else ("",) * len(texts)
        for j, (cell, text, tone) in enumerate(zip(row.cells, texts, tones, strict=True)):
            cell.margin_left, cell.margin_right = Inches(_SIDE if j else 0), Inches(_SIDE)
            text = "" if j == 0 and i in spanned else text
            _cell(cell, text, page.size, _aligned(table, j), tone, head=i == 0)
    for begin, end in joined:
        made.cell(begin, 0).merge(made.cell(end, 0))
        made.cell(begin, 0).vertical_anchor = MSO_ANCHOR.TOP
    if table.note:
        below = Box(box.left, box.top + high + _NOTE, max(6.0, sum(page.widths)), page.note - _NOTE)
        label(slide, below, table.note, size=NOTE)


def _cell(cell: Any, text: str, size: float, align: Any, tone: str, *, head: bool) -> None:
    cell.margin_top = cell.margin_bottom = Inches(_ABOVE)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if head else MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = align
    # an empty cell is as high as its font, which would be the large default
    paragraph._p.get_or_add_endParaRPr().set("sz", str(round(size * 100)))
    if text:
        run = paragraph.add_run()
        run.text = text
        run._r.get_or_add_rPr().set("lang", spoken())
        run.font.size = Pt(size)
        run.font.bold = head or bool(tone)
        if tone:
            run.font.color.rgb = RGBColor.from_string(_TONES[tone])
        else:
            run.font.color.theme_color = MSO_THEME_COLOR.TEXT_2 if head else MSO_THEME_COLOR.TEXT_1
    _line_below(cell, *((15875, DEEP) if head else (6350, LINE)))


def _line_below(cell: Any, wide: int, colour: str) -> None:
    properties = cell._tc.get_or_add_tcPr()
    border = parse_xml(
        f'<a:lnB {nsdecls("a")} w="{wide}" cap="flat"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
        '<a:prstDash val="solid"/></a:lnB>'
    )
    properties.insert(0, border)  # borders stand before the fill


def _joined(table: Table) -> list[tuple[int, int]]:
    """Runs of rows that begin with the same word: first and last row, the header being row 0."""
    runs: list[tuple[int, int]] = []
    begin = 0
    firsts = [row[0] for row in table.rows]
    for i in range(1, len(firsts) + 1):
        if i == len(firsts) or firsts[i] != firsts[begin]:
            if i - begin > 1 and firsts[begin]:
                runs.append((begin + 1, i))
            begin = i
    return runs
