"""The brief laid out on a page of A4: how much of it has room, at which size of letters, and where each line stands.

Lengths are points, 72 to the inch, from the upper left corner. Widths are measured with the fonts of the PDF; a reader
of the HTML has mostly narrower ones, so that what fits here fits there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ladder_sim.charts.style import pieces
from ladder_sim.core.fonts import families, has_chinese
from ladder_sim.core.grammar import grammar
from ladder_sim.core.i18n import tr
from ladder_sim.core.wholes import within_words
from ladder_sim.report.document.parts import Table
from ladder_sim.report.onepage.content import BriefBlock, OnePage

WIDE, HIGH, EDGE = 595.3, 841.9, 40.0
INNER, GAP = WIDE - 2 * EDGE, 18.0
COLUMN = (INNER - GAP) / 2
#: From the first that fits: size of the letters, sentences of the recommendation, sentences of each block.
_SIZES = (
    (10.5, 5, 5), (10.0, 5, 5), (9.5, 5, 5), (9.0, 5, 5), (9.0, 4, 4), (9.0, 4, 3),
    (8.5, 3, 3), (8.5, 3, 2), (8.0, 3, 2), (8.0, 2, 2), (7.5, 2, 2), (7.5, 2, 1), (7.0, 2, 1), (7.0, 1, 1), (6.5, 1, 1),
)  # fmt: skip
#: Lines that a sentence may have at the smallest size; what is longer ends in ….
_MOST_LINES = 4
LINE = 1.34
#: Where the picture's names stand, and a row of it.
PICTURE_ROW, PICTURE_REST = 11.0, 44.0
#: The least height of a row that is filled in by hand.
HAND = 15.0


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text; `x`, `y` are where its base line begins, or ends where it is set to the right."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    color: str = "ink"
    right: bool = False


@dataclass(frozen=True, slots=True)
class HairLine:
    """A thin line across."""

    x: float
    y: float
    wide: float
    color: str = "line"


@dataclass
class FilledPage:
    """The page as it is filled from above; `y` is the lower edge of what stands there."""

    size: float
    y: float = EDGE
    lines: list[TextLine] = field(default_factory=list)
    rules: list[HairLine] = field(default_factory=list)
    picture: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)

    def write(
        self, texts: Sequence[str], x: float, *, size: float = 0.0, bold: bool = False, color: str = "ink"
    ) -> None:
        """Lines below each other, which fit already."""
        size = size or self.size
        bold = bold and emphasis()
        for text in texts:
            self.y += LINE * size
            self.lines.append(TextLine(x, self.y - 0.3 * size, text, size, bold, color))

    def paragraph(
        self, text: str, x: float, wide: float, *, size: float = 0.0, bold: bool = False, color: str = "ink"
    ) -> None:
        """A text broken into lines of this width."""
        size = size or self.size
        self.write(broken(text, wide, size, bold=bold), x, size=size, bold=bold, color=color)


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A brief as it fits on the page, the size of its letters, and where everything stands."""

    page: OnePage
    size: float
    sheet: FilledPage


def emphasis() -> bool:
    """Whether letters can be bold: the fonts with Chinese signs at hand have one weight, and digits alone would be."""
    return not grammar().ideographs


def text_wide(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a line of text is, in points; `size` in points."""
    return _wide(text, bold and emphasis(), tuple(fonts_of(text))) * size / 100


def fonts_of(text: str) -> list[str]:
    """The fonts that a text is drawn with: the one with Chinese signs only where it has such."""
    return families() if has_chinese(text) else families()[:1]


@lru_cache(maxsize=20_000)
def _wide(text: str, bold: bool, fonts: tuple[str, ...]) -> float:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=list(fonts), weight="bold" if bold else "normal", size=100)
    wide, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(wide)


def broken(text: str, wide: float, size: float, *, bold: bool = False) -> list[str]:
    """The text in lines of this width in points; Chinese words stay whole."""
    made, line = [], ""
    for piece in _glued(pieces(text, within_words(text))):
        if line and text_wide((line + piece).rstrip(), size, bold=bold) > wide:
            made.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*made, line.rstrip()] if line.strip() or not made else made


def _glued(parts: Sequence[str]) -> list[str]:
    """The pieces with the dashes of an option such as ``--doubt`` on the line of its name."""
    made: list[str] = []
    for part in parts:
        if made and set(made[-1]) == {"-"}:
            made[-1] += part
        else:
            made.append(part)
    return made


def laid_out(page: OnePage, schemes: int) -> LaidOut:
    """The brief in the largest letters, with the most sentences, that fit on the page.

    Parameters
    ----------
    schemes : rows of the picture
    """
    for size, grounds, each in _SIZES:
        blocks = tuple(replace(block, sentences=block.sentences[:each]) for block in page.blocks)
        tried = replace(page, grounds=page.grounds[:grounds], blocks=blocks)
        sheet = _filled(tried, size, schemes)
        if sheet.y <= HIGH - EDGE:
            return LaidOut(tried, size, sheet)
    size = _SIZES[-1][0]
    short = _shortened(tried, size)
    return LaidOut(short, size, _filled(short, size, schemes))


def _shortened(page: OnePage, size: float) -> OnePage:
    """Sentences of few lines: what the longest names in the smallest letters still leave no room for."""

    def short(text: str, wide: float) -> str:
        lines = broken(text, wide, size)
        if len(lines) <= _MOST_LINES:
            return text
        joint = "" if any(sign >= "\u2e80" for sign in text) else " "
        return joint.join(lines[:_MOST_LINES]).rstrip(" ,;，；")[:-1] + "…"

    blocks = tuple(
        BriefBlock(one.part, one.heading, tuple(short(text, COLUMN) for text in one.sentences)) for one in page.blocks
    )
    return replace(
        page, message=short(page.message, 0.6 * INNER), ask=short(page.ask, INNER), blocks=blocks,
        grounds=tuple(short(text, INNER) for text in page.grounds),
        steps=tuple(short(x, 0.5 * INNER) for x in page.steps),
        source=tuple(short(text, INNER) for text in page.source),
    )  # fmt: skip


def _filled(page: OnePage, size: float, schemes: int) -> FilledPage:
    sheet = FilledPage(size)
    _head(sheet, page)
    _table(sheet, page.figures, figure_columns(page.figures, size))
    sheet.paragraph(page.figures.note, EDGE, INNER, size=size - 1, color="soft")
    sheet.y += 4
    high = PICTURE_ROW * schemes + PICTURE_REST if schemes else 0.0
    sheet.picture = (EDGE, sheet.y, INNER, high)
    sheet.y += high
    sheet.paragraph(page.reading, EDGE, INNER, size=size - 1, color="soft")
    sheet.y += 2
    _columns(sheet, page)
    _steps(sheet, page)
    sheet.y += 5
    sheet.rules.append(HairLine(EDGE, sheet.y, INNER))
    for text in page.source:
        sheet.paragraph(text, EDGE, INNER, size=max(6.0, size - 2), color="soft")
    return sheet


def _head(sheet: FilledPage, page: OnePage) -> None:
    small = sheet.size - 0.5
    front = page.front
    by = " · ".join(part for part in (page.readers, front.company, front.author, front.date) if part)
    sheet.paragraph(front.title, EDGE, INNER, size=sheet.size + 5, bold=True, color="accent")
    sheet.paragraph(front.subtitle, EDGE, INNER, size=small, color="soft")
    sheet.paragraph(by, EDGE, INNER, size=small, color="soft")
    sheet.y += 4
    sheet.rules.append(HairLine(EDGE, sheet.y, INNER, "accent"))
    sheet.y += 3
    sheet.paragraph(page.message, EDGE, INNER, size=sheet.size + 2.5, bold=True)
    sheet.y += 1
    sheet.paragraph(page.ask, EDGE, INNER, size=sheet.size + 0.5, bold=True, color="accent")
    sheet.y += 1
    _bullets(sheet, page.grounds, EDGE, INNER)
    sheet.y += 4


def _bullets(sheet: FilledPage, sentences: Sequence[str], x: float, wide: float) -> None:
    for text in sentences:
        sheet.lines.append(TextLine(x, sheet.y + (LINE - 0.3) * sheet.size, "•", sheet.size, color="accent"))
        sheet.paragraph(text, x + 9, wide - 9)
        sheet.y += 1


def figure_columns(table: Table, size: float) -> list[float]:
    """Widths of the columns of figures: as wide as their content, the first has the rest."""
    needed = []
    for i in range(1, len(table.columns)):
        cells = max((text_wide(row[i], size) for row in table.rows), default=0.0)
        head = max(text_wide(word, size, bold=True) for word in pieces(table.columns[i], frozenset()))
        needed.append(max(cells, head, 48.0) + 8)
    room = INNER - 90
    if sum(needed) > room:
        needed = [wide * room / sum(needed) for wide in needed]
    first = min(200.0, INNER - sum(needed))
    spare = (INNER - first - sum(needed)) / len(needed)
    return [first, *(wide + spare for wide in needed)]


def _table(sheet: FilledPage, table: Table, wide: Sequence[float], *, right: bool = True) -> None:
    """Heads and rows; figures to the right. Rows of what is filled in by hand are high enough for that."""
    for i, row in enumerate((table.columns, *table.rows)):
        x, top, lowest = EDGE, sheet.y, sheet.y
        for j, (text, room) in enumerate(zip(row, wide, strict=True)):
            sheet.y = top
            bold, end = i == 0 and emphasis(), right and j > 0
            for line in broken(text, room - 6, sheet.size, bold=bold):
                sheet.y += LINE * sheet.size
                at = x + room - 3 if end else x
                sheet.lines.append(TextLine(at, sheet.y - 0.3 * sheet.size, line, sheet.size, bold, right=end))
            lowest, x = max(lowest, sheet.y), x + room
        sheet.y = max(lowest + 1.5, top + (HAND if i and not right else 0.0))
        sheet.rules.append(HairLine(EDGE, sheet.y, INNER, "soft" if i == 0 else "line"))
        sheet.y += 0.5


def left_blocks(page: OnePage, size: float) -> int:
    """How many blocks stand in the left column."""
    heights = []
    for block in page.blocks:
        trial = FilledPage(size, 0.0)
        _block(trial, block, 0.0)
        heights.append(trial.y)
    return split_at(heights)


def _columns(sheet: FilledPage, page: OnePage) -> None:
    """The blocks in two columns, in their order, cut where both are about equally high."""
    top = lowest = sheet.y
    cut = left_blocks(page, sheet.size)
    for x, own in ((EDGE, page.blocks[:cut]), (EDGE + COLUMN + GAP, page.blocks[cut:])):
        sheet.y = top
        for block in own:
            _block(sheet, block, x)
        lowest = max(lowest, sheet.y)
    sheet.y = lowest


def split_at(heights: Sequence[float]) -> int:
    """How many of the blocks stand in the left column, so that the higher of both is as low as can be."""
    return min(range(len(heights) + 1), key=lambda cut: max(sum(heights[:cut]), sum(heights[cut:])))


def _block(sheet: FilledPage, block: BriefBlock, x: float) -> None:
    sheet.y += 3
    sheet.paragraph(block.heading, x, COLUMN, size=sheet.size + 0.5, bold=True, color="accent")
    _bullets(sheet, block.sentences, x, COLUMN)
    sheet.y += 2


def step_heads() -> tuple[str, str, str]:
    """What stands above the next steps."""
    return tr("Next steps", "后续工作"), tr("who", "责任人"), tr("until when", "完成时间")


#: The columns of next steps: what, who, until when.
STEP_COLUMNS = (0.68 * INNER, 0.17 * INNER, 0.15 * INNER)


def _steps(sheet: FilledPage, page: OnePage) -> None:
    sheet.y += 3
    rows = tuple((text, "", "") for text in page.steps)
    _table(sheet, Table(step_heads(), rows), STEP_COLUMNS, right=False)
