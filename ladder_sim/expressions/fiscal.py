"""The organization's year, which may begin in any month: its months, quarters and years from those of the calendar."""

from __future__ import annotations

from collections.abc import Callable, Mapping

#: Month of the year, quarter and year of a month, by the calendar.
Date = tuple[int, int, int]


def month(date: Date, year_starts: int) -> int:
    """Which month of the organization's year: 1 is the one in which it begins."""
    return (date[0] - year_starts) % 12 + 1


def quarter(date: Date, year_starts: int) -> int:
    """Which quarter of the organization's year: 1 to 4."""
    return (month(date, year_starts) + 2) // 3


def year(date: Date, year_starts: int) -> int:
    """The organization's year, by the calendar year in which it begins."""
    return date[2] - (date[0] < year_starts)


#: The words of the language that read it.
PARTS: Mapping[str, Callable[[Date, int], int]] = {
    "month_of_fiscal_year": month,
    "fiscal_quarter": quarter,
    "fiscal_year": year,
}
