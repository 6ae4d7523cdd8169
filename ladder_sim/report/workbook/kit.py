"""What a sheet of the workbook is made of: columns, rows and what they are measured in; data only, nothing is written.

A tab is one table. Its rows are plain values, so that tests and the writer read the same numbers.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, TypeVar

import numpy as np
import numpy.typing as npt

from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import tr
from ladder_sim.core.money import Currency
from ladder_sim.core.signs import width
from ladder_sim.report.brief import Brief
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.intervals import Interval, t_quantile, with_rare
from ladder_sim.results.measure import Measure
from ladder_sim.results.provenance import fingerprints
from ladder_sim.results.run import Run
from ladder_sim.results.years import years_of


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A formula of the sheet with its result at the simulated prices, which programs show before they recalculate."""

    formula: str
    value: float | str


AnswerT = TypeVar("AnswerT")
CellValue = str | float | int | bool | dt.date | FormulaCell | None
#: How a column's numbers are shown. "level" and "change" follow the unit of the row.
CellKind = Literal[
    "text", "word", "whole", "level", "change", "share", "people", "money", "months", "ratio", "log_ratio",
    "date", "any", "amount", "more",
]  # fmt: skip

#: A scheme's name in tables and charts takes no more columns than this.
LABEL = 40


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a tab.

    `bar` draws a bar behind each number; `unit` is that of a "change" where rows have none; texts wrap beyond `most`.
    One that is `optional` is left out where all its cells are empty.
    """

    key: str
    head: str
    kind: CellKind = "text"
    bar: bool = False
    unit: str = ""
    most: float = 40.0
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    """A table that gets a sheet of its own.

    Parameters
    ----------
    key : names the range of its rows (``data_<key>``)
    name : of the sheet
    title, about : stand above the table
    units : the unit of each row, for its "level" and "change" columns; empty where columns say it
    totals : rows that stand out
    frozen : so many columns stay in sight
    filters : so many columns have a filter, 0 for all
    """

    key: str
    name: str
    title: str
    about: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[CellValue, ...], ...]
    units: tuple[str, ...] = ()
    totals: frozenset[int] = frozenset()
    frozen: int = 1
    filters: int = 0
    notes: tuple[str, ...] = ()

    def trimmed(self) -> Tab:
        """The tab without optional columns that hold nothing."""
        kept = [
            i
            for i, column in enumerate(self.columns)
            if not column.optional or any(row[i] not in (None, "") for row in self.rows)
        ]
        return self._of(kept)

    def without(self, keys: Sequence[str]) -> Tab:
        """The tab without the columns of these keys."""
        return self._of([i for i, column in enumerate(self.columns) if column.key not in keys])

    def _of(self, kept: list[int]) -> Tab:
        if len(kept) == len(self.columns):
            return self
        columns = tuple(self.columns[i] for i in kept)
        return replace(self, columns=columns, rows=tuple(tuple(row[i] for i in kept) for row in self.rows))

    def place(self, key: str) -> int:
        """The position of a column."""
        return next(i for i, column in enumerate(self.columns) if column.key == key)


@dataclass
class SheetScene:
    """A comparison as the workbook tells it, with what every sheet needs of it."""

    comparison: Comparison
    brief: Brief
    _grades: dict[tuple[str, int], list[str]] = field(default_factory=dict, init=False)

    def asked(self, kind: type[AnswerT]) -> list[AnswerT]:
        """The answers of a kind that the comparison carries."""
        return [found for found in self.comparison.explained.values() if isinstance(found, kind)]

    @cached_property
    def known(self) -> Mapping[str, Measure]:
        """The measures that the audience may see, by name."""
        readers = self.brief.readers
        return {name: one for name, one in self.comparison.known.items() if readers.may_see(one.unit)}

    @cached_property
    def headline(self) -> tuple[str, ...]:
        """Of those the ones that are shown where there is room for few."""
        return tuple(name for name in self.comparison.headline if name in self.known)

    @cached_property
    def currency(self) -> Currency:
        """The currency of the report."""
        return self.brief.money

    @cached_property
    def marks(self) -> dict[str, str]:
        """The fingerprints of the schemes by id, and under "" the workforce's."""
        found = fingerprints([run.scheme for run in self.runs], self.comparison.workforce)
        return {**found["schemes"], "": found["workforce"]}

    @cached_property
    def titles(self) -> dict[str, str]:
        """The schemes' titles by id, the baseline first."""
        return {scheme: self.comparison.title(scheme) for scheme in self.comparison.baseline_first}

    @cached_property
    def names(self) -> dict[str, str]:
        """What tables and charts call the schemes: the short title, cut where it is long, and never two alike."""
        made: dict[str, str] = {}
        titles = {scheme: self.comparison.short(scheme) for scheme in self.titles}
        shorter = [abridged(title) for title in titles.values()]
        for (scheme, title), name in zip(titles.items(), shorter, strict=True):
            if shorter.count(name) > 1:  # alike at their beginnings: the ends tell them apart, or a number
                name = abridged(title, middle=True)
            number = 2
            while name in made.values():
                name, number = f"{abridged(title, LABEL - 5)} ({number})", number + 1
            made[scheme] = name
        return made

    @cached_property
    def runs(self) -> list[Run]:
        """The runs, the baseline first."""
        found = {run.scheme.id: run for run in self.comparison.runs}
        return [found[scheme] for scheme in self.comparison.baseline_first]

    def name(self, run: Run) -> str:
        """The name of a run's scheme, the same on all sheets."""
        return self.names[run.scheme.id]

    def grades(self, run: Run) -> list[str]:
        """The grades of a scheme as people call them; with the id where two have the same title."""
        key = run.scheme.id, len(run.axes.grades)  # of a roster's run some grades are one
        if key not in self._grades:
            titles = [str(grade.title) for grade in run.axes.grades]
            self._grades[key] = [
                title if titles.count(title) == 1 else f"{title} [{grade.id}]"
                for title, grade in zip(titles, run.axes.grades, strict=True)
            ]
        return self._grades[key]

    @cached_property
    def years(self) -> list[tuple[int, int]]:
        """The years of the run as ranges of month indices; the last may be shorter."""
        return years_of(self.comparison)

    @cached_property
    def dates(self) -> list[dt.date]:
        """The last day of each month, the start before."""
        start = self.comparison.workforce.start
        return [start, *(_month_end(start, month) for month in range(self.comparison.months))]

    @cached_property
    def year_heads(self) -> list[str]:
        """The years as heads of columns: the number, then the months that it covers."""
        made = []
        for year, (start, stop) in enumerate(self.years, 1):
            first, last = self.dates[start + 1], self.dates[stop]
            text = tr("Year {n}", "第{n}年", n=year) + f"\n{first:%Y-%m} – {last:%Y-%m}"
            if stop - start < 12:
                text += tr("\nper year", "\n折合全年")
            made.append(text)
        return made

    def year_columns(self, kind: CellKind) -> tuple[Column, ...]:
        """A column for each year of the run."""
        return tuple(Column(f"year_{i}", head, kind) for i, head in enumerate(self.year_heads, 1))

    def by_year(self, array: npt.NDArray[np.generic]) -> Floats:
        """The mean over replications of a (replications, months, …) array, per year: shape (years, …)."""
        mean: Floats = array.mean(axis=0, dtype=np.float64)
        return np.stack([mean[start:stop].sum(axis=0) * 12 / (stop - start) for start, stop in self.years])

    def a_year(self, array: npt.NDArray[np.generic]) -> Floats:
        """The sums per year of a (replications, months, …) array: shape (replications, …)."""
        total: Floats = array.sum(axis=1, dtype=np.float64) * 12 / array.shape[1]
        return total


def _month_end(start: dt.date, after: int) -> dt.date:
    year, month = divmod(start.year * 12 + start.month - 1 + after, 12)
    return dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def intervals(values: npt.NDArray[np.floating], event: float = 0.0) -> tuple[Floats, Floats, Floats]:
    """Mean, low and high of the 95 % interval over the first axis, as `mean_interval` has them; NaN are left out.

    With an `event`, what one adds to a value, the shape is (replications, columns), and rare columns are wider.
    """
    mean, low, high = _t_intervals(values)
    if event > 0:
        wide = [
            with_rare(Interval(*ends, len(values)), values[:, i], 0.95, event)
            for i, ends in enumerate(zip(mean.tolist(), low.tolist(), high.tolist(), strict=True))
        ]
        low, high = (np.array([getattr(one, end) for one in wide]) for end in ("low", "high"))
    return mean, low, high


def _t_intervals(values: npt.NDArray[np.floating]) -> tuple[Floats, Floats, Floats]:
    there = ~np.isnan(values)
    n = there.sum(axis=0)
    filled = np.where(there, values, 0.0)
    divisor = np.maximum(n, 1)
    mean = filled.sum(axis=0) / divisor
    square = (np.where(there, values - mean, 0.0) ** 2).sum(axis=0)
    t = np.array([t_quantile(0.975, int(size) - 1) if size > 1 else np.nan for size in np.unique(n)])
    half = t[np.searchsorted(np.unique(n), n)] * np.sqrt(square / np.maximum(n - 1, 1) / divisor)
    same = (np.where(there, values, np.inf).min(axis=0) == np.where(there, values, -np.inf).max(axis=0)) & (n > 1)
    half = np.where(same, 0.0, half)
    mean = np.where(n > 0, mean, np.nan)
    return mean, mean - half, mean + half


def abridged(text: str, room: int = LABEL, *, middle: bool = False) -> str:
    """The text in so many columns; what is too much is left out at the end, or in the middle."""
    if width(text) <= room:
        return text
    end = ""
    while middle and width(end) < room // 2 - 1:
        end = text[-len(end) - 1 :]
    start = ""
    for sign in text:
        if width(start + sign) + width(end) > room - 1:
            break
        start += sign
    return f"{start.rstrip(' ,，（(')}…{end.lstrip()}"


def lines_of(text: str, columns: float) -> int:
    """How many lines a text takes in a cell of so many columns; words are not broken."""
    room = max(1.0, columns)
    lines = 0
    for paragraph in text.split("\n"):
        at = 0.0
        lines += 1
        for word in paragraph.split(" "):
            long = width(word)
            if at and at + long > room:
                lines, at = lines + 1, 0.0
            if width(word) > len(word):  # Chinese breaks anywhere
                lines, at = lines + int((at + long) // room), (at + long) % room
            else:
                lines, at = lines + int(max(0, long - 1) // room), at + long
            at += 1
    return lines


def numbers(values: Sequence[float] | Floats) -> tuple[CellValue, ...]:
    """Values of a row, shape (columns,), as cells; what is not a number becomes an empty cell."""
    return tuple(float(value) if math.isfinite(value) else None for value in values)
