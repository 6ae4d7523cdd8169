"""The ladder: grades, their seats, and where hires start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from ladder_sim.core.frozen import FrozenFields
from ladder_sim.core.i18n import Title
from ladder_sim.core.one_line import OneLine
from ladder_sim.core.problems import NOWHERE, Place
from ladder_sim.core.rounding import USUAL, Rounding
from ladder_sim.model.expression import ONE, Expr

#: Roles from the lowest to the highest; a scheme may name further ones under `roles`.
STANDARD_ROLES = ("agent", "lead", "supervisor", "manager", "director", "executive")


#: A full-time equivalent is counted in so many parts, where seats or quotas count these.
FTE_UNITS = 100


@dataclass(frozen=True, slots=True, repr=False)
class Seats(OneLine):
    """How many people a grade may hold: `n`, or `n` per `per` people of `of`, or the share `n` of `of`.

    `of` is a role, a grade, a cap or ``"headcount"``; the file says how fractions are rounded. A grade of kind
    ``shared`` draws on the seats of the grade `of`. One of kind ``grouped`` has seats of their own for each value of an
    attribute.
    """

    kind: Literal["number", "per", "share", "shared", "grouped"]
    n: Expr
    per: Expr = ONE
    of: str = "headcount"
    rounding: Rounding = USUAL
    by: str = ""  # of kind grouped: the attribute by which seats are counted apart
    each: tuple[tuple[str, Seats], ...] = ()  # the seats of each of its values; a value left out has none
    of_fte: bool = False  # the people of `of` count by their share of full time
    fte: bool = False  # and so do those who hold the seats

    @property
    def units(self) -> int:
        """In how many parts a seat is counted."""
        return FTE_UNITS if self.fte else 1


@dataclass(frozen=True, slots=True, repr=False)
class Cap(OneLine):
    """How many several grades together may hold, beside the seats of each.

    Parameters
    ----------
    grades : their ids
    seats : of kind ``number``, ``share`` or ``per``
    """

    id: str
    title: Title
    grades: tuple[str, ...]
    seats: Seats


def heads(seats: Seats) -> Seats:
    """The same seats as if heads held them."""
    return replace(seats, fte=False, of_fte=False, each=tuple((value, heads(one)) for value, one in seats.each))


@dataclass(frozen=True, slots=True, repr=False)
class Grade(FrozenFields, OneLine):
    """A grade of a ladder. `base` is CNY a month (or the scheme's own unit).

    A number that the file gives as a list stands in `steps`, and its first entry in `base` or `fields`.

    Parameters
    ----------
    level : place on its track, from the entry
    layer : height compared with other tracks
    share : weight of the grade when people of its role are placed at the start
    trial : is it a trial that a confirmation ends
    fields : further numbers by their key
    """

    id: str
    track: str
    role: str
    level: int
    layer: int
    title: Title
    base: Expr | None = None
    seats: Seats | None = None
    outside: Expr | None = None  # share of the openings filled by hires
    outside_after: Expr | None = None  # candidates go first, for so many months; None: settled when a seat opens
    share: float = 1.0
    trial: bool = False
    fields: Mapping[str, Expr] = field(default_factory=dict)
    steps: Mapping[str, tuple[Expr, ...]] = field(default_factory=dict)  # numbers by step, base among them
    at: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class EntryRule(FrozenFields):
    """Where hires start: one grade, shares of several, or an expression choosing a grade."""

    grade: str | None = None
    shares: Mapping[str, float] = field(default_factory=dict)
    choose: Expr | None = None
