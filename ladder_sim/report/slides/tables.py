"""Tables that fit one slide: columns as wide as their words need, never below 14 points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ladder_sim.core.i18n import tr
from ladder_sim.core.signs import first_upper
from ladder_sim.report.document.parts import Table
from ladder_sim.report.slides.measure import LEAST, TextBox, chinese, clipped, line_height, width, wrapped

SIZES = (20.0, 18.0, 16.0, 15.0, LEAST)
NOTE = LEAST
#: Between a table and its note.
NOTE_GAP = 0.18
#: More columns than this are turned into rows.
_MANY = 7
SIDE, ABOVE, TIGHT = 0.09, 0.055, 0.012
#: Height of a line in font sizes where the font is Noto Sans CJK, the highest of the Chinese ones that stand in for one
#: another: rows that grow in an office program would run over what stands below the table.
_HIGHEST = 1.45


@dataclass(frozen=True, slots=True)
class Page:
    """The part of a table that stands on one slide, with its measures."""

    table: Table
    size: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]  # the header's first
    right: tuple[bool, ...]  # columns of numbers
    above: float = ABOVE  # between a text and the rules above and below it

    @property
    def height(self) -> float:
        """The rows and the note below them, in inches."""
        return sum(self.heights) + self.note

    @property
    def note(self) -> float:
        """The room of the note, with the gap above it."""
        if not self.table.note:
            return 0.0
        lines = len(wrapped(self.table.note, NOTE, max(6.0, sum(self.widths))))
        return NOTE_GAP + lines * line_height(self.table.note, NOTE)


def whole(table: Table, box: TextBox) -> Page:
    """The table in the largest size in which it fits; else long names are cut, then what has no room is left out.

    A note says how many rows and columns are left out.
    """
    table = replace(table, columns=tuple(map(first_upper, table.columns)))
    if len(table.columns) > _MANY and len(table.rows) < len(table.columns) - 1 and _figures(table):
        table = _turned(table)
    fitting = []
    for size in SIZES:
        if sum(_least(table, size)) <= box.width:
            page = _page(table, size, box.width)
            if page.height <= box.height:
                fitting.append(page)
                if _calm(page):
                    return page
    return fitting[0] if fitting else _reduced(table, box)


def _reduced(table: Table, box: TextBox) -> Page:
    """What fits in the smallest size: columns from the first, names in one line, rows from the first."""
    size, columns = SIZES[-1], len(table.columns)
    while columns > 2 and sum(_least(_first_columns(table, columns), size)) > box.width:
        columns -= 1
    kept = _first_columns(table, columns)
    page = _page(kept, size, box.width, TIGHT)
    if page.height > box.height:
        rows = tuple((clipped(row[0], size, max(0.5, page.widths[0] - 2 * SIDE), 1), *row[1:]) for row in kept.rows)
        kept = replace(kept, rows=rows)
        page = _page(kept, size, box.width, TIGHT)
    n = len(kept.rows)
    while n > 1 and page.height > box.height:
        n -= 1
        page = _page(_first_rows(table, kept, n), size, box.width, TIGHT)
    if n == len(table.rows) and columns < len(table.columns):
        page = _page(_first_rows(table, kept, n), size, box.width, TIGHT)
    return page


def _first_columns(table: Table, n: int) -> Table:
    tones = tuple(row[:n] for row in table.tones)
    return replace(table, columns=table.columns[:n], rows=tuple(row[:n] for row in table.rows), tones=tones)


def _first_rows(whole_table: Table, kept: Table, n: int) -> Table:
    """The first rows, with a note on what is left out."""
    left = []
    if n < len(whole_table.rows):
        left.append(tr("{n} more rows", "另有{n}行", n=len(whole_table.rows) - n))
    if len(kept.columns) < len(whole_table.columns):
        left.append(tr("{n} more columns", "另有{n}列", n=len(whole_table.columns) - len(kept.columns)))
    said = tr("{x} stand in the page and the workbook for want of room.", "{x}因篇幅所限见网页报告和工作簿。",
              x=tr(" and ", "、").join(left))  # fmt: skip
    note = f"{said} {whole_table.note}".strip()
    return replace(kept, rows=kept.rows[:n], tones=kept.tones[:n] if kept.tones else (), note=note)


def stretched(page: Page, box: TextBox) -> Page:
    """The page with rows as high as the box has room for, up to about twice as high; the header keeps its own."""
    rows = sum(page.heights)
    free = box.height - page.note - rows
    if free <= 0 or len(page.heights) < 2:
        return page
    each = min(1 + free / (rows - page.heights[0]), 2.2)
    return replace(page, heights=(page.heights[0], *(high * each for high in page.heights[1:])))


def _calm(page: Page) -> bool:
    """Whether no cell takes more than two lines."""
    return all(
        len(wrapped(cell, page.size, wide - 2 * SIDE)) <= 2
        for row in page.table.rows
        for cell, wide in zip(row, page.widths, strict=True)
    )


def runs(table: Table) -> dict[int, int]:
    """Rows that begin with the same word as those below them: first row, the header being 0, and how many there are.

    The word is said once; a cell reaches over all of them.
    """
    firsts = ["", *(row[0] for row in table.rows)]
    made: dict[int, int] = {}
    begin = 1
    for i in range(2, len(firsts) + 1):
        if i == len(firsts) or firsts[i] != firsts[begin]:
            if i - begin > 1 and firsts[begin]:
                made[begin] = i - begin
            begin = i
    return made


def _figures(table: Table) -> bool:
    """Whether all but the first column holds numbers."""
    return all(_to_the_right(table, j) for j in range(1, len(table.columns)))


def _turned(table: Table) -> Table:
    """Rows for columns: many schemes are read better one below the other."""
    columns, *rows = zip(table.columns, *table.rows, strict=True)
    tones = tuple(zip(*(table.tones or [("",) * len(table.columns)] * len(table.rows)), strict=True))
    return replace(table, columns=columns, rows=tuple(rows), tones=tuple(("", *row) for row in tones[1:]))


def _page(table: Table, size: float, room: float, above: float = ABOVE) -> Page:
    widths = _widths(table, size, room)
    joined = {row for begin, n in runs(table).items() for row in range(begin, begin + n)}
    heights = [_height(table, i, size, widths, skip=i in joined) for i in range(len(table.rows) + 1)]
    for begin, n in runs(table).items():  # a long word that is said once needs no more than its rows have together
        needed = _cell_height(table.rows[begin - 1][0], size, widths[0])
        heights[begin + n - 1] += max(0.0, needed - sum(heights[begin : begin + n]))
    right = tuple(_to_the_right(table, j) for j in range(len(table.columns)))
    heights = [high - 2 * (ABOVE - above) for high in heights]
    return Page(table, size, widths, tuple(heights), right, above)


def _height(table: Table, row: int, size: float, widths: Sequence[float], *, skip: bool) -> float:
    """The height of a row, without its first cell where that reaches over several."""
    texts = table.rows[row - 1] if row else table.columns
    cells = list(zip(texts, widths, bold(table, row), strict=True))
    told = cells[1:] if skip and cells[1:] else cells
    return max(_cell_height(text, size, wide, heavy) for text, wide, heavy in told)


def _cell_height(text: str, size: float, wide: float, heavy: bool = False) -> float:
    lines = len(wrapped(text, size, wide - 2 * SIDE, bold=heavy))
    return lines * _line(text, size) + 2 * ABOVE


def _line(text: str, size: float) -> float:
    return _HIGHEST * size / 72 if chinese(text) else line_height(text, size)


def bold(table: Table, row: int) -> list[bool]:
    """Which cells of a row are bold: the header's, and those with good or bad news."""
    if not row or not table.tones:
        return [row == 0] * len(table.columns)
    return [bool(tone) for tone in table.tones[row - 1]]


def _least(table: Table, size: float) -> list[float]:
    """The widths below which words would be cut; names of many words need some room to be read at all."""
    made = []
    for j, column in enumerate(table.columns):
        texts = [column, *(row[j] for row in table.rows)]
        word = max(width(piece, size, bold=True) for text in texts for piece in text.split() or [""])
        long = max(width(text, size) for text in texts)
        made.append(max(min(word, 1.8), min(long / 4, 3.0)) + 2 * SIDE)
    return made


def _head(column: str, size: float) -> float:
    """A header of several words may take two lines."""
    whole = width(column, size, bold=True)
    word = max(width(piece.rstrip(), size, bold=True) for piece in column.split(" "))
    return next(
        room
        for room in (max(word, 0.55 * whole), max(word, 0.7 * whole), whole)
        if len(wrapped(column, size, room, bold=True)) <= 2
    )


def _natural(table: Table, size: float) -> list[float]:
    rows = [(row, bold(table, i)) for i, row in enumerate(table.rows, 1)]
    return [
        max(_head(column, size), *(width(row[j], size, bold=bold[j]) for row, bold in rows)) + 2 * SIDE + 0.05
        for j, column in enumerate(table.columns)
    ]


def _widths(table: Table, size: float, room: float) -> tuple[float, ...]:
    """Every column as wide as its texts, or where that is too much the wide ones narrowed alike."""
    wanted, least = _natural(table, size), _least(table, size)
    if sum(wanted) <= room:
        more = room / sum(wanted) if len(wanted) > 3 else min(2.4, room / sum(wanted))
        return tuple(w * more for w in wanted)
    low, high = 0.0, max(wanted)
    for _ in range(40):
        cap = (low + high) / 2
        widths = [min(w, max(m, cap)) for w, m in zip(wanted, least, strict=True)]
        low, high = (cap, high) if sum(widths) <= room else (low, cap)
    if _figures(table):
        each = max(wanted[1:])
        first = room - each * (len(wanted) - 1)
        if first >= min(wanted[0], 3.0):  # columns of numbers are all alike
            return (min(first, wanted[0]), *[each] * (len(wanted) - 1))
    return tuple(min(w, max(m, low)) for w, m in zip(wanted, least, strict=True))


def _to_the_right(table: Table, column: int) -> bool:
    """Whether a column holds numbers, which stand to the right; words stand to the left."""
    cells = [row[column] for row in table.rows if row[column] not in ("", "–")]
    figures = sum(_is_figure(cell) for cell in cells)
    return column > 0 and (not cells or 2 * figures > len(cells))


def _is_figure(text: str) -> bool:
    """Whether a cell is a number with its signs and unit rather than a sentence with a number in it."""
    if ": " in text or "：" in text:
        return False
    letters = sum(sign.isalpha() for sign in text)
    return not text[:1].isalpha() and any(sign.isdigit() for sign in text) and 2 * letters <= len(text)
