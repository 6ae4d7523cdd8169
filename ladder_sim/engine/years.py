"""What a year is like for everybody of a replication: the factors and levels by which years differ."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import ReplicationFloats, ReplicationInts
from ladder_sim.plan.calendar import Calendar
from ladder_sim.streams.years import factor_of, year_normal, year_uniform


class Years:
    """The years of a batch, each drawn once.

    Parameters
    ----------
    replications
        Their numbers, shape (replications,).
    starts
        The month of the year in which the organization's year begins, under the scheme in force.
    """

    def __init__(self, seed: int, replications: ReplicationInts, calendar: Calendar, starts: int) -> None:
        self.seed, self.replications, self.calendar, self.starts = seed, replications, calendar, starts
        self.usual = False  # is every year a usual one, as in a trace, whose record has the years in it?
        self._drawn: dict[tuple[str, int, bool], ReplicationFloats] = {}

    def year(self, month: int) -> int:
        """The year of the organization in which a month of the run lies, by the calendar year in which it begins."""
        of_year, _, year = self.calendar.month(month)
        return year - (of_year < self.starts)

    def first_month(self, month: int) -> int:
        """The first month of the run in the same year of the organization; at least 1."""
        return max(1, month - (self.calendar.month(month)[0] - self.starts) % 12)

    def factor(self, stream: str, spread: float, month: int) -> ReplicationFloats:
        """The factor of the year of `month`, with mean 1; shape (replications,)."""
        if self.usual:
            return np.ones(self.replications.size)
        return factor_of(self._once(stream, month, even=False), spread)

    def level(self, stream: str, sd: float, month: int) -> ReplicationFloats:
        """How far the year of `month` lies above a usual one, in the unit of `sd`; shape (replications,)."""
        if self.usual:
            return np.zeros(self.replications.size)
        return sd * self._once(stream, month, even=False)

    def uniform(self, stream: str, month: int) -> ReplicationFloats:
        """Uniform in (0, 1), the same all year; shape (replications,)."""
        return self._once(stream, month, even=True)

    def _once(self, stream: str, month: int, *, even: bool) -> ReplicationFloats:
        key = (stream, self.year(month), even)
        if key not in self._drawn:
            drawn = year_uniform if even else year_normal
            self._drawn[key] = drawn(self.seed, self.replications, *key[:2])
        return self._drawn[key]
