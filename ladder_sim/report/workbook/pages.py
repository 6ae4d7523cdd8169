"""Charts on sheets: side by side, at a print scale that fits the width, none cut in two by the end of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ladder_sim.core.foreign import SheetPart
from ladder_sim.report.workbook.printing import A4, printed_on, set_up
from ladder_sim.report.workbook.sheet import clean

#: What fits on a page of A4 across, and the height of a row, in pixels.
PAGE, ROW = A4, 20
#: Programs that do not round the width of a digit to whole pixels, or have another font, make columns so much wider.
SPARE = 1.2


@dataclass(frozen=True, slots=True)
class DrawnSheet:
    """A chart with its height in pixels and what one sees in it, for those who do not."""

    chart: SheetPart
    height: int
    alt: str


@dataclass
class Pages:
    """Charts laid out on a sheet from `row` on, at a print scale that fits its width, and not cut by the end of a page.

    `wide` is the width of the sheet in pixels, `taller` by how many its rows are higher than `ROW` in all.
    """

    sheet: SheetPart
    wide: int
    row: int = 0
    top: int = 0  # the first row of the page
    breaks: list[int] = field(default_factory=list)
    taller: float = 0.0

    @property
    def scale(self) -> int:
        """Per cent of the size at which the widest table fits the paper: 10 to 100."""
        return max(10, min(100, int(100 * PAGE[0] / (SPARE * self.wide))))

    @property
    def rows(self) -> int:
        """How many rows of the usual height a page has."""
        return int(PAGE[1] * 100 / self.scale / ROW)

    def new_page(self) -> None:
        """Begin a page with the next row."""
        self.breaks.append(self.row - 1)  # between the empty rows, for programs place charts a little apart
        self.top = self.row

    def lay(self, drawn: Sequence[DrawnSheet], columns: int = 2) -> None:
        """Charts side by side; those of a row are equally high."""
        each = (self.wide - 10 * (columns - 1)) // columns
        for start in range(0, len(drawn), columns):
            group = drawn[start : start + columns]
            height = max(one.height for one in group)
            if self.row > self.top and self.row + -(-height // ROW) - self.top > self.rows:
                self.new_page()
            for i, one in enumerate(group):
                one.chart.set_size({"width": each, "height": height})
                where = {"x_offset": i * (each + 10), "object_position": 2, "description": clean(one.alt)}
                self.sheet.insert_chart(self.row, 0, one.chart, where)
            self.row += -(-height // ROW) + 2

    def close(self) -> int:
        """Set the sheet up for one page where that is legible, else for scale and page breaks; returns the pages."""
        high = self.row * ROW + self.taller
        if printed_on(SPARE * self.wide, high).pages == 1:
            return set_up(self.sheet, SPARE * self.wide, high).pages
        self.sheet.set_print_scale(self.scale)
        self.sheet.set_h_pagebreaks(self.breaks)
        return 1 + len(self.breaks)
