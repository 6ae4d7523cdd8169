"""How long people wait for a promotion: cumulative incidence with leaving as a competing event.

The estimator of Aalen and Johansen from counts, with delayed entry: people who were already some
months in their grade when the run began count from then on only. One minus Kaplan and Meier with
leavers censored would answer another question (what if nobody left) with about twice the number.

What happens after c completed months in a grade, as the engine books it: moves on the first of the next month, exits
later in it; both are booked under c. So nobody who comes under observation after c months can still be promoted at c,
but they can leave; and of those who are seen last with c months neither is known.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ladder_sim.core.arrays import Floats
from ladder_sim.core.one_line import OneLine
from ladder_sim.results.coded import BY_EXIT, BY_OTHER, BY_PROMOTION, CENSORED, WAIT_ENDS
from ladder_sim.results.intervals import ratio

LATE = len(WAIT_ENDS)  # of counts: who came under observation after so many months


_Whole = npt.NDArray[np.integer]


@dataclass(frozen=True, slots=True, repr=False)
class Incidence(OneLine):
    """Cumulative shares after 0 … T completed months in grade, moves on the day after included.

    All of shape (rows, T + 1); a row stands for a replication, or for a pool of them.

    Parameters
    ----------
    promoted, left, other : shares from 0 to 1 of those who entered that went so by then
    waiting : the share that is still there
    at_risk : people who could still move after so many months
    defined : False from the first month on in which somebody should still be waiting, but nobody was observed
    """

    promoted: Floats  # (R, T+1)
    left: Floats  # (R, T+1)
    other: Floats  # (R, T+1)
    waiting: Floats  # (R, T+1)
    at_risk: Floats  # (R, T+1)
    defined: npt.NDArray[np.bool_]  # (R, T+1)


def wait_counts(
    waits: npt.NDArray[np.integer], grades: Collection[int], longest: int, replications: int
) -> npt.NDArray[np.int64]:
    """Counts by replication, months and end from the rows of `RunCounts.waits` in these grades.

    What lies beyond `longest` months is gathered in the last cell: it still was at risk before.

    Parameters
    ----------
    waits : rows of `RunCounts.waits`, shape (stays, 6)
    grades : codes of grades
    longest : completed months up to which each has a cell of its own

    Returns
    -------
    People, shape (replications, longest + 2, ends and `LATE`).
    """
    rows = np.asarray(waits)
    rows = rows[np.isin(rows[:, 1], list(grades))]
    return counts_of(rows[:, 0], rows[:, 2:], longest, replications)


def counts_of(
    units: npt.NDArray[np.integer], stays: npt.NDArray[np.integer], longest: int, number: int
) -> npt.NDArray[np.int64]:
    """Counts by unit, months and end.

    Parameters
    ----------
    units : of which unit (replication or grade) a row counts, below `number`; shape (rows,)
    stays : months when first and when last seen, end and people; shape (rows, 4)
    longest : completed months up to which each has a cell of its own

    Returns
    -------
    People, shape (number, longest + 2, ends and `LATE`).
    """
    seen, spell, end, people = stays.T
    shape = (number, longest + 2, len(WAIT_ENDS) + 1)

    def table(unit: _Whole, months: _Whole, column: _Whole, weights: _Whole) -> npt.NDArray[np.int64]:
        cells = np.ravel_multi_index((unit, np.minimum(months, longest + 1), column), shape)
        counts = np.bincount(cells, weights=weights, minlength=math.prod(shape))  # people, far below 2^53
        return counts.astype(np.int64).reshape(shape)

    late = seen > 0
    return table(units, spell, end, people) + table(
        units[late], seen[late], np.full(int(late.sum()), LATE), people[late]
    )


def incidence(counts: npt.NDArray[np.integer] | Floats) -> Incidence:
    """The estimator of Aalen and Johansen from counts.

    Parameters
    ----------
    counts : shape (rows, months + 1, ends and `LATE`), of `counts_of`; the last cell only counts as at risk

    References
    ----------
    O. O. Aalen and S. Johansen, An empirical transition matrix for non-homogeneous Markov chains based on censored
    observations, Scandinavian Journal of Statistics 5 (1978) 141–150.
    """
    end, late = counts[..., CENSORED], counts[..., LATE]
    events = counts[..., : BY_OTHER + 1]
    # moves come first: at risk is whoever has an event from here on or is seen beyond, and did not come only now
    to_move = (_from_here_on(events.sum(axis=-1) + end - late) - end)[:, :-1]
    moved, left = events[:, :-1, (BY_PROMOTION, BY_OTHER)], events[:, :-1, BY_EXIT]
    to_leave = to_move - moved.sum(axis=-1) + late[:, :-1]
    move = np.nan_to_num(ratio(moved, to_move[..., None]), nan=0.0)
    leave = np.nan_to_num(ratio(left, to_leave), nan=0.0)
    stay = 1 - move.sum(axis=-1)
    after = np.cumprod(np.clip(stay * (1 - leave), 0, 1), axis=1)
    before = _shifted(after, 1.0)
    moved_by = np.cumsum(before[..., None] * move, axis=1)
    left_by = _shifted(np.cumsum(before * stay * leave, axis=1), 0.0)  # during the month that follows
    unseen = (to_move <= 0) & (before > 1e-12)
    unseen[:, 0] = False  # nobody moves before the first month is over
    defined = ~np.logical_or.accumulate(unseen, axis=1)
    return Incidence(moved_by[..., 0], left_by, moved_by[..., 1], before * stay, to_move.astype(np.float64), defined)


def _shifted(values: Floats, first: float) -> Floats:
    """The values a month later."""
    return np.concatenate([np.full_like(values[:, :1], first), values[:, :-1]], axis=1)


def _from_here_on(counts: npt.NDArray[np.integer] | Floats) -> npt.NDArray[np.integer] | Floats:
    return np.flip(np.cumsum(np.flip(counts, axis=1), axis=1), axis=1)


def median_month(promoted: Floats) -> Floats:
    """The first month by which half of those promoted by the last month are promoted; NaN where nobody is.

    Parameters
    ----------
    promoted : shares promoted by the end of month 0, 1, …; shape (rows, months + 1)

    Returns
    -------
    Months, shape (rows,).
    """
    final = promoted[:, -1:]
    reached = promoted >= final / 2 - 1e-12
    month: Floats = np.argmax(reached, axis=1).astype(np.float64)
    month[final[:, 0] <= 0] = np.nan
    return month


def median_of_entrants(found: Incidence) -> Floats:
    """The first month by which half of those who entered are promoted; NaN where that is not reached.

    Who leaves or moves otherwise counts as never promoted, so that the median may not exist however long one waits.

    Returns
    -------
    Months, shape (rows,).
    """
    reached = (found.promoted >= 0.5 - 1e-12) & found.defined
    month: Floats = np.argmax(reached, axis=1).astype(np.float64)
    month[~reached.any(axis=1)] = np.nan
    return month


def mean_month(promoted: Floats) -> Floats:
    """The mean month of promotion among those promoted by the last month; NaN where nobody is.

    Parameters
    ----------
    promoted : shares promoted by the end of month 0, 1, …; shape (rows, months + 1)

    Returns
    -------
    Months, shape (rows,).
    """
    steps = np.diff(promoted, axis=1, prepend=0.0)
    return ratio((steps * np.arange(promoted.shape[1])).sum(axis=1), promoted[:, -1])


def within(found: Incidence, months: int) -> Floats:
    """The share promoted within so many months; NaN where the data cannot say.

    In a run of just so many months the day after the last is not in it: what takes effect then is left out.

    Returns
    -------
    From 0 to 1, shape (rows,).
    """
    longest = found.promoted.shape[1] - 1
    if months > longest:
        return np.full(len(found.promoted), np.nan)
    known = found.defined[:, months - (months == longest)]
    share: Floats = np.where(known, found.promoted[:, months], np.nan)
    return share
