"""Time in months or years as people write it: 18, 3年5个月, 2 years 3 months, 1-3 years, <1年, 10+."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from ladder_sim.core.i18n import tr
from ladder_sim.people.cells import LONGEST, Unfit
from ladder_sim.people.tables import sheets
from ladder_sim.people.tables.workbooks import Cell

YEAR = r"(?:年|years?|yrs?|y)"
MONTH = r"(?:个月|月|months?|mths?|mos?|m)"
_NUMBER = r"(\d+(?:[.,]\d+)?)"
_BOTH = re.compile(rf"(?:{_NUMBER}{YEAR})?(?:and|又|零)?(?:{_NUMBER}{MONTH})?", re.IGNORECASE)
_BAND = re.compile(rf"{_NUMBER}{YEAR}?(?:-|–|—|~|至|到|to){_NUMBER}({YEAR}|{MONTH})?", re.IGNORECASE)
_UNIT = rf"({YEAR}|{MONTH})?"
_BELOW = re.compile(
    rf"(?:<|<=|≤|under|below|lessthan|不足|不满|少于){_NUMBER}{_UNIT}|{_NUMBER}{_UNIT}(?:以下|以内)", re.IGNORECASE
)
_ABOVE = re.compile(
    rf"(?:>|>=|≥|over|above|morethan|超过){_NUMBER}{_UNIT}|{_NUMBER}{_UNIT}(?:\+|以上|andmore|ormore){_UNIT}",
    re.IGNORECASE,
)


class TenureSpan(NamedTuple):
    """Months, and whether they are the middle (or the open end) of a band."""

    months: float
    band: bool = False


def unit_of(header: str) -> str:
    """``year`` or ``month`` where a header says so, else ''."""
    said = unicodedata.normalize("NFKC", header).casefold()
    month, year = re.search(r"月|month|\bmths?\b", said), re.search(r"年限?[)\]】]|年数|\(年|year|yrs?\b", said)
    return "month" if month and not year else "year" if year and not month else ""


def span(cell: Cell, unit: str) -> TenureSpan:
    """The months that a cell says; of a band its middle, of an open band its end.

    Parameters
    ----------
    unit: ``year``, ``month`` or '' of a number without a unit.

    Raises
    ------
    Unfit
        It is no length of time, has no unit, or is outside 0 to 66 years.
    """
    said = re.sub(r"\s", "", unicodedata.normalize("NFKC", sheets.text(cell))).casefold()
    plain = sheets.number(cell)
    if plain is not None:
        return TenureSpan(_checked(plain * _times("", unit, cell), cell))
    both = _BOTH.fullmatch(said)
    if both and (both[1] or both[2]):
        return TenureSpan(_checked(12 * _float(both[1]) + _float(both[2]), cell))
    band = _BAND.fullmatch(said)
    if band:
        times = _times(band[3] or "", unit, cell)
        return TenureSpan(_checked(times * (_float(band[1]) + _float(band[2])) / 2, cell), band=True)
    below = _BELOW.fullmatch(said)
    if below:
        most = _float(below[1] or below[3]) * _times(below[2] or below[4] or "", unit, cell)
        return TenureSpan(_checked(most / 2, cell), band=True)
    above = _ABOVE.fullmatch(said)
    if above:
        least = _float(above[1] or above[3]) * _times(above[2] or above[4] or above[5] or "", unit, cell)
        return TenureSpan(_checked(least, cell), band=True)
    raise Unfit(tr("'{value}' is no length of time; write it like 18 months, 1.5 years or 1-3 years",
                   "“{value}”不是时长；请写成18个月、1.5年或1-3年", value=sheets.text(cell)))  # fmt: skip


def lacks_unit(cell: Cell, unit: str) -> bool:
    """Whether a cell is a length of time but for its unit."""
    try:
        span(cell, unit)
    except _NoUnit:
        return True
    except Unfit:
        return False
    return False


class _NoUnit(Unfit):
    """A number of which nothing says whether it counts years or months."""


def _float(written: str | None) -> float:
    return float(written.replace(",", ".")) if written else 0.0


def _times(written: str, unit: str, cell: Cell) -> float:
    if re.fullmatch(YEAR, written, re.IGNORECASE) or (not written and unit == "year"):
        return 12.0
    if re.fullmatch(MONTH, written, re.IGNORECASE) or (not written and unit == "month"):
        return 1.0
    raise _NoUnit(tr("'{value}' has no unit; say in the workforce file what the column is: columns: {{years_employed: "
                   "…}} or "
                   "{{months_employed: …}}",
                   "“{value}”没有单位；请在人员文件中写明该列含义：columns: {{years_employed: …}} 或 "
                   "{{months_employed: …}}",
                   value=sheets.text(cell)))  # fmt: skip


def _checked(months: float, cell: Cell) -> float:
    if 0 <= months <= LONGEST:
        return months
    raise Unfit(tr("'{value}' is outside 0 to 66 years", "“{value}”不在0至66年之间", value=sheets.text(cell)))
