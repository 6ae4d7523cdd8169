"""The vacancy book: who is on order, for which month and which openings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import ReplicationInts
from ladder_sim.engine.seat_book import SeatBook


@dataclass(slots=True)
class Order:
    """Hires on their way.

    Parameters
    ----------
    wanted
        How many, by replication.
    to_grades
        Of these, how many fill openings of a grade, by its code; the rest start where the scheme says.
    """

    wanted: ReplicationInts
    to_grades: dict[int, ReplicationInts]


class VacancyBook:
    """Orders by the month in which they arrive.

    Invariant: `on_order` is the sum of `wanted` over all orders; every order's openings are promised in the seats.
    """

    def __init__(self, seats: SeatBook, replications: int) -> None:
        self.seats = seats
        self.on_order: ReplicationInts = np.zeros(replications, np.int64)
        self.arriving: dict[int, list[Order]] = {}

    def order(self, arrival: int, wanted: ReplicationInts, openings: dict[int, ReplicationInts]) -> None:
        """Note who is to come in month `arrival`: `openings` first, by grade code; their seats are promised.

        Parameters
        ----------
        wanted
            People of each replication.
        """
        left, to_grades = wanted.copy(), {}
        for code, number in openings.items():
            taken = np.minimum(number, left)
            if taken.any():
                left -= taken
                to_grades[code] = taken
                self.seats.promise(code, taken)
        self.on_order = self.on_order + wanted
        self.arriving.setdefault(arrival, []).append(Order(wanted, to_grades))

    def arrived(self, month: int) -> list[Order]:
        """Take out the orders that arrive on the first of `month`."""
        orders = self.arriving.pop(month, [])
        for order in orders:
            self.on_order = self.on_order - order.wanted
        return orders

    def cancel_openings(self, kept: frozenset[int]) -> None:
        """Who is on order still comes, but fills openings of the grades `kept` alone, which are promised anew."""
        for order in (order for orders in self.arriving.values() for order in orders):
            order.to_grades = {code: number for code, number in order.to_grades.items() if code in kept}
            for code, number in order.to_grades.items():
                self.seats.promise(code, number)
