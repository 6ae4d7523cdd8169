"""What a whole column says of how its cells are written: which sign is the decimal one, what of a date is the day.

A cell such as 4.250 or 03/04/2022 can be read in two ways; its neighbors 4200,50 and 15/06/2023 in one. The decision
is made once for a column, with the cells that prove it; where none does, none is made.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from ladder_sim.model.roster import DateOrder, DecimalSign
from ladder_sim.people.tables import sheets
from ladder_sim.people.tables.workbooks import Cell

Cells = Sequence[tuple[int, Cell]]  # row as the spreadsheet shows it, cell

_MONEY = re.compile(r"[¥￥$€£\s'’\u00a0%]|元|CNY|RMB|USD|EUR|GBP|CHF", re.IGNORECASE)
_MONTHS = {name: i for i, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}  # fmt: skip
_PARTS = re.compile(r"(\d{1,2})\s*([/.\-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})")
_WORDED = re.compile(r"(?:(\d{1,2})[\s\-./]*([A-Za-z]{3,9})|([A-Za-z]{3,9})[\s\-./]*(\d{1,2}))[\s\-./,]*(\d{4}|\d{2})")
_YEAR_ALONE = re.compile(r"(19[2-9]\d|20[0-8]\d)年?")
_CLOCK = re.compile(r"[T ,]+(?=\d{1,2}:\d{2})")

W = TypeVar("W", bound=str)


@dataclass(frozen=True, slots=True)
class Decision(Generic[W]):
    """What a column's cells prove.

    Parameters
    ----------
    way: ``comma`` or ``point``; ``day-first`` or ``month-first``; '' where nothing is proved.
    proof: the first cells that prove it, each as a row and its text.
    against: the first cell that proves the opposite; then the column is written in two ways.
    doubtful: cells that need the decision.
    """

    way: W | Literal[""] = ""
    proof: tuple[tuple[int, str], ...] = ()
    against: tuple[int, str] | None = None
    doubtful: tuple[tuple[int, str], ...] = ()

    @property
    def open(self) -> bool:
        """Is the decision needed, and not made?"""
        return bool(self.doubtful) and not self.way


def _decided(votes: Sequence[tuple[int, str, W | Literal[""]]], ways: tuple[W, W]) -> Decision[W]:
    """The decision from (row, text, way or '' for a doubtful cell)."""
    by = {way: [(row, text) for row, text, vote in votes if vote == way] for way in (*ways, "")}
    doubtful = tuple(by[""])
    first, other = sorted(ways, key=lambda way: -len(by[way]))
    if not by[first]:
        return Decision(doubtful=doubtful)
    return Decision(first, tuple(by[first][:2]), by[other][0] if by[other] else None, doubtful)


# --- numbers -------------------------------------------------------------------------------------------


def _bare(cell: Cell) -> str:
    return _MONEY.sub("", unicodedata.normalize("NFKC", sheets.text(cell)).replace("\N{MINUS SIGN}", "-"))


def decimal_sign(cells: Cells) -> Decision[DecimalSign]:
    """Whether a column writes decimals with a comma or a point.

    Proofs: both signs in a number (the last is the decimal one), one sign twice (it groups), digits behind a sign that
    are not three, or more than three before it.
    """
    votes = [(row, sheets.text(cell), vote) for row, cell in cells
             if isinstance(cell, str) and (vote := _decimal_vote(_bare(cell))) is not None]  # fmt: skip
    return _decided(votes, ("comma", "point"))


def _decimal_vote(written: str) -> DecimalSign | Literal[""] | None:
    """The sign that a number proves to be the decimal one; '' where it may be either; None where it has none."""
    if not re.fullmatch(r"[-+]?\d[\d.,]*\d", written) or not re.search("[.,]", written):
        return None
    digits = written.lstrip("+-")
    commas, points = digits.count(","), digits.count(".")
    if commas and points:
        return "comma" if digits.rindex(",") > digits.rindex(".") else "point"
    if commas + points > 1:
        return "point" if commas else "comma"
    before, _, behind = digits.partition("," if commas else ".")
    if len(behind) != 3 or len(before) > 3 or before == "0":
        return "comma" if commas else "point"
    return ""


def number(cell: Cell, way: str) -> float | None:
    """The cell as a number where the column's decimal sign is known; as `sheets.number` where it is not."""
    if way != "comma" or not isinstance(cell, str):
        return sheets.number(cell)
    written = _bare(cell).replace(".", "").replace(",", ".")
    return sheets.number(written)


_CURRENCIES = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY", "￥": "CNY", "元": "CNY", "RMB": "CNY"}
_CURRENCY = re.compile(r"US\$|[¥￥$€£元]|CNY|RMB|USD|EUR|GBP|CHF|HKD|JPY", re.IGNORECASE)


def two_currencies(cells: Cells) -> tuple[tuple[int, str], tuple[int, str]] | None:
    """Two cells of a column of amounts that name different currencies, None where all that name any name one."""
    first: dict[str, tuple[int, str]] = {}
    for row, cell in cells:
        found = _CURRENCY.search(sheets.text(cell)) if isinstance(cell, str) else None
        if found:
            first.setdefault(_CURRENCIES.get(found[0].upper(), found[0].upper()), (row, sheets.text(cell)))
    named = list(first.values())
    return (named[0], named[1]) if len(named) > 1 else None


def two_scales(cells: Cells, whole: float = 10.0) -> tuple[tuple[int, str], tuple[int, str]] | None:
    """A cell that is a part of 1 beside one of `whole` and more, such as 0.85 and 85; None where there are not both.

    Cells with a sign of percent say themselves what they are, and prove that the others are no percent.
    """
    values = [(row, sheets.text(cell), sheets.number(cell)) for row, cell in cells]
    part = next(((row, text) for row, text, x in values if x is not None and 0 < x < 1 and "%" not in text), None)
    large = next(((row, text) for row, text, x in values if x is not None and x >= whole), None)
    return None if part is None or large is None else (part, large)


# --- dates ---------------------------------------------------------------------------------------------


def date_order(cells: Cells) -> Decision[DateOrder]:
    """Whether a column writes the day or the month first: a first or second part above 12, or points between them."""
    votes = [(row, sheets.text(cell), vote) for row, cell in cells
             if isinstance(cell, str) and (vote := _order_vote(cell)) is not None]  # fmt: skip
    return _decided(votes, ("day-first", "month-first"))


def _order_vote(cell: str) -> DateOrder | Literal[""] | None:
    found = _PARTS.fullmatch(_without_clock(cell))
    if found is None:
        return None
    first, second = int(found[1]), int(found[3])
    if first > 12 >= second:
        return "day-first"
    if second > 12 >= first:
        return "month-first"
    if found[2] == ".":
        return "day-first"  # no country writes 03.15.2022
    return None if first == second else ""


def _without_clock(cell: Cell) -> str:
    return _CLOCK.split(unicodedata.normalize("NFKC", sheets.text(cell)).strip())[0].strip()


def short_year(cell: Cell) -> bool:
    """Is a date written with two figures of its year?"""
    written = _without_clock(cell)
    found = _PARTS.fullmatch(written) or _WORDED.fullmatch(written)
    return found is not None and len(found[found.lastindex or 0]) == 2


def day(cell: Cell, way: str, latest: dt.date) -> dt.date | None:
    """The cell as a date where the column's order is known; None where it says none.

    Parameters
    ----------
    way: ``day-first``, ``month-first`` or ''.
    latest: a year of two figures belongs to the hundred years that end a year after it.
    """
    found = sheets.date(cell)
    if found is not None or not isinstance(cell, str):
        return found
    written = _without_clock(cell)
    parts = _PARTS.fullmatch(written)
    try:
        if parts is not None:
            first, second = int(parts[1]), int(parts[3])
            if not way and first != second:
                return None
            month, of_month = (second, first) if way == "day-first" else (first, second)
            return dt.date(_year(parts[4], latest), month, of_month)
        worded = _WORDED.fullmatch(written)
        month_name = (worded[2] or worded[3]).lower()[:3] if worded else ""
        if worded is not None and month_name in _MONTHS:
            return dt.date(_year(worded[5], latest), _MONTHS[month_name], int(worded[1] or worded[4]))
    except ValueError:
        return None
    return None


def year_alone(cell: Cell) -> int:
    """The year of a cell that holds nothing else, such as 2015 or 2015年; 0 where it does not."""
    found = _YEAR_ALONE.fullmatch(unicodedata.normalize("NFKC", sheets.text(cell)).strip())
    return int(found[1]) if found else 0


def middle_of(year: int, latest: dt.date) -> dt.date:
    """The day that stands for a year alone: 1 July, or halfway from 1 January to `latest` in its own year."""
    first = dt.date(year, 1, 1)
    return dt.date(year, 7, 1) if year != latest.year else first + (latest - first) // 2


def day_or_year(cell: Cell, way: str, latest: dt.date) -> dt.date | None:
    """The cell as a date, of a year alone its middle; None where it says none.

    Parameters
    ----------
    way, latest: as in `day`
    """
    found = day(cell, way, latest)
    if found is None and (year := year_alone(cell)):
        return middle_of(year, latest)
    return found


def _year(written: str, latest: dt.date) -> int:
    year = int(written)
    if len(written) == 4:
        return year
    end = latest.year + 1
    return end - (end - year) % 100
