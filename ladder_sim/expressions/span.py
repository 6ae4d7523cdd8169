"""How far a window looks back, and what it finds there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from ladder_sim.core.arrays import Integers, PersonFloats, PersonInts, SlotFloats, SlotInts, Slots

#: Which periods count: those closed since probation, the same and the one that closes now, or all since the hire.
Context = Literal["closed", "fresh", "all"]


@dataclass(frozen=True, slots=True)
class LookBack:
    """How far a window looks back, in closed periods of its series.

    ``last``: exactly `periods`, undefined where fewer are closed. ``up_to``: at most `periods`. ``this_year`` and
    ``this_quarter``: those of the calendar so far. ``so_far``: all since the hire, whatever moves came between.
    ``since``: all since `of`, a happening.
    """

    kind: Literal["last", "up_to", "this_year", "this_quarter", "so_far", "since"] = "last"
    periods: int = 0
    of: str = ""

    @property
    def whole(self) -> bool:
        """Are all its periods needed?"""
        return self.kind == "last"

    @property
    def calendar(self) -> bool:
        """Does it begin with the calendar's year or quarter?"""
        return self.kind in ("this_year", "this_quarter")

    @property
    def key(self) -> int | str:
        """What tells two windows apart."""
        if self.of:
            return f"since {self.of}"
        return self.periods if self.whole else f"{self.kind} {self.periods}" if self.periods else self.kind


class ClosedPeriods(Protocol):
    """What windows read of a history: its closed periods, the same for all people, and what is kept up to date.

    `idx` are the slots of some people, None everybody's; `since` is, by person of `idx`, the month after which periods
    count. Values are by person of `idx`, shape (people,), in the unit of the series, NaN where a person has none.
    """

    step: int  # months of a period
    last: int  # the month with which the latest closed
    closed: int  # how many have closed

    @property
    def streak(self) -> SlotInts:
        """For how many periods up to now a condition has held without a break."""

    @property
    def ever(self) -> SlotInts:
        """In how many periods it has held."""

    @property
    def beginning(self) -> SlotFloats:
        """Mean of the first periods of each person's service; NaN before they are over."""

    def reaching(self, since: Integers, context: Context, idx: Slots | None, *, calendar: int = 0) -> Integers:
        """The month after which periods count, as if those passed over had not been; shape of `since`."""

    def first_month(self, periods: int) -> int:
        """The first month of the last `periods`; far before all where not so many are closed."""

    def span(self, name: str, month_of_year: int) -> int:
        """How many periods have closed ``this_year`` or ``this_quarter``; the month counts from the year's first."""

    def count(self, periods: int, idx: Slots | None, since: Integers | None) -> PersonInts:
        """How often true in the last `periods`, shape (people,); with `since`, in those of them closed for each."""

    def reduce(self, name: str, periods: int, idx: Slots | None, since: Integers | None) -> PersonFloats:
        """Mean, total, lowest or highest of the last `periods`, by `since` of each one's; shape (people,)."""

    def whole(self, name: str, periods: int, idx: Slots | None, since: Integers) -> PersonFloats:
        """Mean or total of the last `periods`, shape (people,); NaN for people of whom fewer are closed."""

    def latest(self, idx: Slots | None, since: Integers, context: Context) -> PersonFloats:
        """The latest closed value, shape (people,)."""

    def ago(self, periods: int, now: int, idx: Slots | None, hired: Integers) -> PersonFloats:
        """The value of the period that closed so many before month `now`, shape (people,)."""

    def since_hire(self, name: str) -> SlotFloats:
        """Mean, total, lowest or highest of all periods closed since the hire."""

    def since(self, happening: str, name: str) -> SlotFloats:
        """The same of those closed since a happening, and how often a condition held in them."""
