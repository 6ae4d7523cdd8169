"""Indices: numbers that rise by date, such as prices, wages and a yearly award, and how pay follows its tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ladder_sim.core.i18n import Title
from ladder_sim.core.problems import NOWHERE, Place

#: What the base of a grade's people does when the grade's own base changes.
Follow = Literal["ratio", "amount", "floor", "none"]


@dataclass(frozen=True, slots=True)
class Rise:
    """On the first of `month`, such as 2027-01, an index is multiplied by 1 + `rate`; `paid_from` '' : at once."""

    month: str
    rate: float
    paid_from: str = ""


@dataclass(frozen=True, slots=True)
class Index:
    """A number that is 1 in month 1 of a run and rises at its dates; nothing is drawn.

    Parameters
    ----------
    yearly
        The rate at which it rises on the first of the month of the year `month`.
    of, lag, share, at_most
        Or it rises there by a share of what the index `of` rose in the twelve months up to `lag` months before.
    on, grades
        Numbers of grades that it multiplies, in these grades; no grade means all.
    deflator
        Money is also told divided by it.
    """

    name: str
    title: Title
    yearly: float | None = None
    month: int = 1
    steps: tuple[Rise, ...] = ()
    of: str = ""
    lag: int = 0
    share: float = 1.0
    at_most: float | None = None
    on: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    deflator: bool = False
    at: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Tables:
    """How tables of pay change: what people's base does, and to what multiple amounts are rounded (None: to none)."""

    follow: Follow = "ratio"
    round: float | None = None
