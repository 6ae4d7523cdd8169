"""Who is moved: within which years of service, and whether the longest service goes first.

Moves as often as they were seen, but of the wrong people, are a wrong forecast: if the seniors are promoted who retire
next, the grade above empties in every year that is played.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import Floats, Integers, Mask
from ladder_sim.history.months import completed, month_place
from ladder_sim.history.record import PeopleHistory

LONGEST = 50  # completed years of service that are told apart; more count as these
FEWEST = 20  # moves of people whose service is known, below which nothing is said of it
UNKNOWN = 0.20  # share of moves or of time with unknown service from which on nothing is said
ENDS = (0.05, 0.95)  # quantiles of the service of who was moved, at which the window begins and ends
WORTH = 0.10  # share of the time in the grade that an end must leave out to be written
FIRST = 0.90  # mean place by service in the grade from which on the longest service goes first


@dataclass(frozen=True, slots=True)
class MoveWindow:
    """The service of who is moved from a grade.

    Parameters
    ----------
    since, until : completed years of service, the second excluded; 0 where there is no such end
    share : of the person-years in the grade that lie within
    longest_first : whether those with the longest service go first, rather than by lot
    """

    since: int = 0
    until: int = 0
    share: float = 1.0
    longest_first: bool = False

    @property
    def conditions(self) -> list[str]:
        """As conditions of a move."""
        made = [f"years_employed >= {self.since}"] if self.since else []
        return [*made, f"years_employed < {self.until}"] if self.until else made


#: Of whom nothing is known, or nothing that matters.
EVERYBODY = MoveWindow()


def service_of_grades(history: PeopleHistory) -> Floats:
    """Person-years by grade and completed years of service, shape (grades, years + 1); the last is not known."""
    stays, spells = history.stays, history.spells
    made = np.zeros((len(history.order.ids), LONGEST + 1))
    graded = np.flatnonzero(stays.grade >= 0)
    grade, spell = stays.grade[graded], stays.spell[graded]
    low, high = month_place(stays.entry[graded]), month_place(np.minimum(stays.stop[graded], history.closed))
    known, hired = spells.hired_known[spell], month_place(spells.hired[spell])
    for year in range(LONGEST):
        begin = hired + 12 * year if year else np.full(len(hired), -np.inf)
        end = hired + 12 * (year + 1) if year < LONGEST - 1 else np.full(len(hired), np.inf)
        inside = np.where(known, np.maximum(0.0, np.minimum(high, end) - np.maximum(low, begin)), 0.0)
        made[:, year] = np.bincount(grade, weights=inside, minlength=len(made)) / 12
    made[:, LONGEST] = np.bincount(grade, weights=np.where(known, 0.0, high - low), minlength=len(made)) / 12
    return made


def window_of(history: PeopleHistory, moved: Mask, years: Floats) -> MoveWindow:
    """The window of a kind of move; an open one where too little is known.

    Parameters
    ----------
    moved : which stays ended by it, shape (stays,)
    years : person-years in the grade by completed years of service, a row of `service_of_grades`
    """
    at = np.flatnonzero(moved)
    spell = history.stays.spell[at]
    known = history.spells.hired_known[spell]
    total = float(years.sum())
    if known.sum() < FEWEST or known.mean() < 1 - UNKNOWN or not total or years[-1] > UNKNOWN * total:
        return EVERYBODY
    service = completed(history.spells.hired[spell[known]], history.stays.stop[at[known]]) // 12
    service = np.clip(service, 0, LONGEST - 1)
    inside = years[:-1] / years[:-1].sum()
    if _place(service, inside) >= FIRST:
        return MoveWindow(longest_first=True)
    since, until = _ends(service, inside)
    return MoveWindow(since, until, float(inside[since : until or LONGEST].sum()))


def _ends(service: Integers, inside: Floats) -> tuple[int, int]:
    """Where the window begins and ends, 0 for an end that would leave out too little."""
    low, high = (int(np.floor(q)) for q in np.quantile(service, ENDS))
    since = low if inside[:low].sum() >= WORTH else 0
    until = high + 1 if inside[high + 1 :].sum() >= WORTH else 0
    return since, until


def _place(service: Integers, share: Floats) -> float:
    """The mean share of the people in the grade with a shorter service than who was moved, the same counted half."""
    below = np.r_[0.0, np.cumsum(share)]
    return float(np.mean((below[service] + below[service + 1]) / 2))
