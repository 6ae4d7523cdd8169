"""Seats, compiled: of a grade, of its groups, and of several grades together."""

from __future__ import annotations

from dataclasses import dataclass

from ladder_sim.expressions.nodes import Node
from ladder_sim.model.grades import Cap, Seats


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """Seats of a grade, compiled: `n`, or `n` per `per` people of ``seats.of``."""

    seats: Seats
    n: Node
    per: Node


@dataclass(frozen=True, slots=True)
class CapPlan:
    """What several grades together may hold, compiled.

    Parameters
    ----------
    codes, pools : of the grades, and of the seats of which they draw
    """

    cap: Cap
    seats: SeatPlan
    codes: tuple[int, ...]
    pools: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CellPlan:
    """Seats of a grade for each value of an attribute: pools of their own from number `first` on.

    The last of them, of people without a value, has no seats.
    """

    by: str
    first: int
    seats: tuple[SeatPlan | None, ...]  # by the attribute's levels; None: no seats

    @property
    def pools(self) -> range:
        """The numbers of its pools."""
        return range(self.first, self.first + len(self.seats) + 1)
