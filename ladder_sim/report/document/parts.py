"""What a story is made of: sections with a message, charts, figures and tables, ready to be rendered anywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from ladder_sim.core.grammar import fitting
from ladder_sim.core.i18n import tr
from ladder_sim.model.report_options import SECTIONS

if TYPE_CHECKING:
    from ladder_sim.charts import Picture

__all__ = ["SECTIONS", "Chart", "ChartKind", "Cover", "Figure", "Section", "Series", "Table"]

ChartKind = Literal["bars", "columns", "stacked", "lines"]


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers of a chart, one per category; NaN where there is none. `low` and `high` are 95 % intervals, or empty."""

    name: str
    values: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    color: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that an office program can draw itself; values are as measured, `format` scales them where it ends in ,,;
    money in Chinese stands in 万.

    `unit` stands beside the axis, `alt` says in a sentence what one sees, for those who do not. An axis of differences
    reaches at least to `least` either way, so that what is small looks small.
    """

    kind: ChartKind
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    format: str
    alt: str
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture by matplotlib, where no native chart exists."""

    title: str
    alt: str
    draw: Callable[[], Picture]

    def __post_init__(self) -> None:
        # several reports show the same: it is drawn when the first of them asks
        object.__setattr__(self, "draw", cache(self.draw))


@dataclass(frozen=True, slots=True)
class Table:
    """Texts ready to show; `tones` has "good", "bad" or "" per cell, `title` says what the table is of."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    tones: tuple[tuple[str, ...], ...] = ()
    note: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One message with what it rests on. `reading` says how to read it, `caution` what not to conclude.

    `headline` is the message as a whole sentence without its stop, `shorter` has forms of it that say less.

    Parameters
    ----------
    id, name : which section it is, for a `Brief`, and what it is called
    points : further sentences
    charts, figures, tables : what it rests on: data for a chart of the reader's program, pictures, tables
    """

    id: str
    name: str
    headline: str
    points: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    appendix: tuple[Table, ...] = ()  # for a page that is read, not for slides
    reading: str = ""
    caution: str = ""
    shorter: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The message in the room of a title; where no form of it has that room, what the section is about."""
        return fitting(self.headline, *(self.shorter or (self.name,)))

    @property
    def sentences(self) -> tuple[str, ...]:
        """The lead, where there is one, and the points."""
        return tuple(filter(None, (self.lead, *self.points)))

    @property
    def lead(self) -> str:
        """The whole sentence where the title says less; otherwise empty."""
        return "" if self.title == self.headline else self.headline + tr(".", "。")


@dataclass(frozen=True, slots=True)
class Cover:
    """The first lines of a report: what is compared, for whom and on what."""

    title: str
    subtitle: str
    company: str
    author: str
    date: str
