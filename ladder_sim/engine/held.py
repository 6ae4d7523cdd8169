"""Seats that are promised to people: in which pool each is, and how much of it a person takes."""

from __future__ import annotations

from dataclasses import dataclass

from ladder_sim.core.arrays import Mask, PersonInts


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Promised seats; arrays have one value for each person, shape (people,).

    Parameters
    ----------
    pool
        The pool of seats.
    units
        How many of the pool's units are held; None: one each.
    """

    pool: PersonInts
    units: PersonInts | None = None

    def __getitem__(self, keep: Mask) -> Held:
        """Those of some of the people."""
        return Held(self.pool[keep], None if self.units is None else self.units[keep])
