"""How a sheet is printed: on one page where its letters stay legible, else as wide as a page and with its head on each.

Lengths are pixels, 96 to the inch, as spreadsheet programs measure columns and rows on the screen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ladder_sim.core.foreign import SheetPart

#: What fits on A4 across within its margins; programs that do not round the width of a digit have a little less.
A4 = (975.0, 610.0)
_UPRIGHT = (655.0, 935.0)
#: A side of A3 in sides of A4, and what spreadsheet programs call both.
_LARGER = math.sqrt(2)
PAPERS = {9: 1.0, 8: _LARGER}
#: The smallest print: of letters of 10 points six.
LEGIBLE = 0.6
#: Of a page of several: heads are repeated, and no row is cut.
_FILLED = 0.94


@dataclass(frozen=True, slots=True)
class PrintedOn:
    """The paper of a sheet, whether it lies across, and on how many pages of it the sheet is printed."""

    paper: int
    across: bool
    pages: int


def printed_on(wide: float, high: float) -> PrintedOn:
    """One page of A4, else one of A3, whichever way it lies; what is too long for both goes on over several of A3.

    Parameters
    ----------
    wide, high : of what is printed, in pixels
    """
    for paper, larger in PAPERS.items():
        ways = {across: _scale(wide, high, across, larger) for across in (True, False)}
        across = ways[True] >= ways[False]
        if ways[across] >= LEGIBLE:
            return PrintedOn(paper, across, 1)
    paper, larger = max(PAPERS.items(), key=lambda one: one[1])
    across = _as_wide(wide, False, larger) < LEGIBLE
    scale = min(LEGIBLE, _as_wide(wide, across, larger))
    return PrintedOn(paper, across, math.ceil(high * scale / (_FILLED * _page(across, larger)[1])))


def _page(across: bool, larger: float) -> tuple[float, float]:
    wide, high = A4 if across else _UPRIGHT
    return wide * larger, high * larger


def _as_wide(wide: float, across: bool, larger: float) -> float:
    return min(1.0, _page(across, larger)[0] / wide)


def _scale(wide: float, high: float, across: bool, larger: float) -> float:
    return min(_as_wide(wide, across, larger), _page(across, larger)[1] / high)


def set_up(sheet: SheetPart, wide: float, high: float) -> PrintedOn:
    """Set the paper of a sheet of this size, in pixels; `printed_on` says which."""
    found = printed_on(wide, high)
    sheet.set_paper(found.paper)
    if found.across:
        sheet.set_landscape()
    else:
        sheet.set_portrait()
    sheet.fit_to_pages(1, found.pages)
    return found


def pixels_wide(columns: float) -> float:
    """A column of so many digits."""
    return 7 * columns + 5


def pixels_high(points: float) -> float:
    """A row of so many points."""
    return points * 96 / 72
