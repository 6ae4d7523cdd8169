"""The band that one department in one history leaves in at most 5 % of years, over all series and months together.

Half of the replications say where the middle lies and how far apart single histories are in each month; the other half
say how many times that a whole year of all series may be away before it is strange. What comes is exchangeable with
the second half where the model is right, so that a year leaves the band with a chance of at most 5 %, whatever the
series are like: split conformal prediction with the largest deviation of a curve as its score.

References
----------
J. Diquigiovanni, M. Fontana and S. Vantini, Conformal prediction bands for multivariate functional data, Journal of
Multivariate Analysis 189 (2022), 104879.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.tracking.tracked_series import plan_years

ALARM = 0.05  # the chance of a false alarm in a year
LEAST = 40  # replications: half of fewer have no rank that 5 % leave above
SHIFTS = (0.05, 0.10, 0.15, 0.20, 0.25, 0.30, 0.40, 0.50, 0.75, 1.00)
POWER = 0.8


@dataclass(frozen=True, slots=True)
class YearBand:
    """The band of all series.

    Parameters
    ----------
    low, middle, high : shape (series, months), in the unit of each series
    times : by plan year, how many deviations the band is wide on each side
    calibrating : replications that gave `times`
    """

    low: Floats
    middle: Floats
    high: Floats
    times: tuple[float, ...]
    calibrating: int


def band_of(plan: Floats, floor: Floats) -> YearBand:
    """The band of what replications say.

    Parameters
    ----------
    plan : shape (replications, series, months), at least `LEAST` replications
    floor : the least deviation that counts as one, shape (series,): a person, or a thousandth of a pay bill
    """
    shaping, calibrating = plan[::2], plan[1::2]
    middle = np.median(shaping, axis=0)
    down, up = (np.maximum(_spread(sign * (shaping - middle)), floor[:, None]) for sign in (-1, 1))
    away = np.where(calibrating >= middle, (calibrating - middle) / up, (middle - calibrating) / down)
    rank = rank_of(len(calibrating))
    times = [float(np.sort(away[:, :, year].max(axis=(1, 2)))[rank - 1]) for year in plan_years(plan.shape[2])]
    wide = np.repeat(times, [year.stop - year.start for year in plan_years(plan.shape[2])])
    return YearBand(np.maximum(middle - wide * down, 0.0), middle, middle + wide * up, tuple(times), len(calibrating))


def _spread(away: Floats) -> Floats:
    """How far histories lie on one side of the middle, the root of their mean square; counts of few people are skew.

    Parameters
    ----------
    away : deviations, those of the other side negative, shape (replications, series, months)
    """
    there = away > 0
    made: Floats = np.sqrt((away**2 * there).sum(axis=0) / np.maximum(there.sum(axis=0), 1))
    return made


def rank_of(calibrating: int) -> int:
    """The rank, from 1, of the deviation above which at most `ALARM` of years lie."""
    return math.ceil((calibrating + 1) * (1 - ALARM))


def alarm_chance(calibrating: int) -> tuple[float, float]:
    """Mean and upper end (95 %) of the chance of a false alarm a year, over which replications were drawn.

    The chance that a new value lies above the k-th of n is Beta distributed with n + 1 − k and k (Wilks 1941, Annals of
    Mathematical Statistics 12).
    """
    above = calibrating + 1 - rank_of(calibrating)
    mean = above / (calibrating + 1)
    # the tail of a Beta with whole parameters is that of a binomial, found by bisection
    low, high = mean, 1.0
    for _ in range(60):
        half = (low + high) / 2
        more = sum(math.comb(calibrating, i) * half**i * (1 - half) ** (calibrating - i) for i in range(above))
        low, high = (half, high) if more > ALARM else (low, half)
    return mean, high


def least_shifts(plan: Floats, band: YearBand, year: int) -> Floats:
    """The least lasting shift of one series alone that leaves the band within a year in 80 % of histories.

    A shift multiplies the series in every month of the year and touches no other; of the replications that the band
    was calibrated with, so many as leave it, by this series.

    Parameters
    ----------
    plan : shape (replications, series, months)
    year : of the plan, from 0

    Returns
    -------
    Shape (series, 2), downward and upward as shares; NaN where not even the largest of `SHIFTS` is found so often.
    """
    when = plan_years(plan.shape[2])[year]
    made = np.full((plan.shape[1], 2), np.nan)
    for side, sign in enumerate((-1.0, 1.0)):
        for shift in reversed(SHIFTS):
            found = seen(plan[1::2, :, when] * (1 + sign * shift), band, when).any(axis=2).mean(axis=0)
            made[:, side] = np.where(found >= POWER, shift, made[:, side])
    return made


def seen(values: Floats, band: YearBand, when: slice) -> np.typing.NDArray[np.bool_]:
    """Which values lie outside, by series and month; NaN does not.

    Parameters
    ----------
    values : shape (…, series, months of `when`)

    Returns
    -------
    Shape as `values`.
    """
    made: np.typing.NDArray[np.bool_] = (values < band.low[:, when]) | (values > band.high[:, when])
    return made
