"""The years that reports tell of: those of the run, or the organization's, which may begin in any month."""

from __future__ import annotations

from itertools import pairwise

from ladder_sim.core.i18n import tr
from ladder_sim.results.comparison import Comparison


def year_starts(comparison: Comparison) -> int:
    """The month in which the years of a report begin: that of the baseline's organization."""
    return comparison[comparison.baseline].scheme.year_starts


def years_of(comparison: Comparison) -> list[tuple[int, int]]:
    """The years as ranges of month indices; the last may be shorter, and the first where years begin otherwise.

    Where the organization's year is that of the calendar, the years are those of the run.
    """
    months, starts = comparison.months, year_starts(comparison)
    first = 12 if starts == 1 else (starts - comparison.workforce.start.month) % 12 or 12
    edges = [0, *range(first, months, 12), months]
    return list(pairwise(edges))


def year_names(comparison: Comparison) -> list[str]:
    """The years by name: the calendar's or the organization's, or their number; a part of a year says its months."""
    start, starts = comparison.workforce.start, year_starts(comparison)
    names = []
    for i, (first, last) in enumerate(years_of(comparison)):
        total = start.year * 12 + start.month - 1 + first
        year = total // 12 - (total % 12 + 1 < starts)
        if starts != 1:
            name = tr("FY{y}/{next:02d}", "{y}/{next:02d}财年", y=year, next=(year + 1) % 100)
        else:
            name = tr("{y}", "{y}年", y=year) if start.month == 1 else tr("year {n}", "第{n}年", n=i + 1)
        whole = last - first == 12
        names.append(name if whole else tr("{y} ({n} months)", "{y}（{n}个月）", y=name, n=last - first))
    return names
