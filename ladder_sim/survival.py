"""How long people wait for a promotion: cumulative incidence with leaving as a competing event.

The estimator of Aalen and Johansen from counts, with delayed entry: people who were already some
months in their grade when the run began count from then on only. One minus Kaplan and Meier with
leavers censored would answer another question (what if nobody left) with about twice the number.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ladder_sim.intervals import Floats, ratio
from ladder_sim.tally import WAIT_ENDS

PROMOTION, EXIT, OTHER, END, LATE = (
    WAIT_ENDS.index(end) for end in ("promotion", "exit", "other", "end", "late entry")
)


@dataclass(frozen=True, slots=True)
class Incidence:
    """Cumulative shares by months in grade 0 … T, one row per replication.

    `defined` is False from the first month on in which somebody should still be waiting, but nobody was observed.
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
    """Counts of shape (replications, longest + 2, ends) from the rows of `Tally.waits` in these grades.

    What lies beyond `longest` months is gathered in the last cell: it still was at risk before.
    """
    counts = np.zeros((replications, longest + 2, len(WAIT_ENDS)), np.int64)
    rows = np.asarray(waits)
    rows = rows[np.isin(rows[:, 1], list(grades))]
    np.add.at(counts, (rows[:, 0], np.minimum(rows[:, 2], longest + 1), rows[:, 3]), rows[:, 4])
    return counts


def incidence(counts: npt.NDArray[np.integer]) -> Incidence:
    """Aalen–Johansen from counts of shape (replications, months + 1, ends); the last cell only counts as at risk."""
    spells = counts[..., : END + 1].sum(axis=-1)
    # at risk in month t: whoever ends in t or later, less those who come under observation only in t or later
    at_risk = _from_here_on(spells) - _from_here_on(counts[..., LATE])
    at_risk = np.asarray(at_risk[:, :-1], np.float64)
    ended = np.asarray(counts[:, :-1, : OTHER + 1], np.float64)
    hazard = np.nan_to_num(ratio(ended, at_risk[..., None]), nan=0.0)
    waiting = np.cumprod(np.clip(1 - hazard.sum(axis=-1), 0, 1), axis=1)
    before = np.concatenate([np.ones_like(waiting[:, :1]), waiting[:, :-1]], axis=1)
    cumulative = np.cumsum(before[..., None] * hazard, axis=1)
    unseen = (at_risk <= 0) & (before > 1e-12)
    unseen[:, 0] = False  # nobody can end before the first month is over
    defined = ~np.logical_or.accumulate(unseen, axis=1)
    return Incidence(
        cumulative[..., PROMOTION], cumulative[..., EXIT], cumulative[..., OTHER], waiting, at_risk, defined
    )


def _from_here_on(counts: npt.NDArray[np.integer]) -> npt.NDArray[np.integer]:
    return np.flip(np.cumsum(np.flip(counts, axis=1), axis=1), axis=1)


def median_month(promoted: Floats) -> Floats:
    """The first month by which half of those promoted by the last month are promoted; NaN where nobody is."""
    final = promoted[:, -1:]
    reached = promoted >= final / 2 - 1e-12
    month: Floats = np.argmax(reached, axis=1).astype(np.float64)
    month[final[:, 0] <= 0] = np.nan
    return month


def mean_month(promoted: Floats) -> Floats:
    """The mean month of promotion among those promoted by the last month; NaN where nobody is."""
    steps = np.diff(promoted, axis=1, prepend=0.0)
    return ratio((steps * np.arange(promoted.shape[1])).sum(axis=1), promoted[:, -1])


def within(found: Incidence, months: int) -> Floats:
    """The share promoted within so many months; NaN where the data cannot say."""
    if months >= found.promoted.shape[1]:
        return np.full(len(found.promoted), np.nan)
    share: Floats = np.where(found.defined[:, months], found.promoted[:, months], np.nan)
    return share
