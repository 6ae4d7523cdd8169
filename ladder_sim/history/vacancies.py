"""Is a grade kept at a number, each vacancy filled as it falls open, so that leavers above make the moves below?"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

import numpy as np

from ladder_sim.core.arrays import Integers
from ladder_sim.history.promotion import GradeStep
from ladder_sim.history.record import PeopleHistory, day_of, number
from ladder_sim.people.tables.sheets import months_later

PERIODS = 4  # of which fewer tell nothing
CLOSELY = 0.25  # of what chance alone makes, below which the squared changes of the headcount must stay
BETTER = 0.9  # of the error of the mean of the other periods that vacancies must stay below


def kept_seats(history: PeopleHistory, step: GradeStep, steps: list[GradeStep]) -> int | None:
    """The number at which the grade above is kept; None where moves into it do not follow its vacancies.

    Parameters
    ----------
    step : the only kind of move into its grade, else vacancies are not its own
    steps : all of which a rate is given
    """
    alone = sum(other.target == step.target for other in steps) == 1
    if not step.up or not alone or len(step.counts) < PERIODS:
        return None
    heads = _heads(history, step.target, _days(history, step))
    return int(heads.max()) if follow_vacancies(step.counts, heads) else None


def follow_vacancies(counts: Sequence[float], heads: Integers) -> bool:
    """Do moves into a grade fill what falls vacant in it?

    Every period is foreseen twice: by the mean of the others, and by what fell vacant, of which the change of the
    grade's headcount is the error. Where moves go by a chance or in rounds, it changes by more than they do.

    Parameters
    ----------
    counts : moves by period
    heads : people in the grade on the days on which it should be full, shape (days,)
    """
    moves = np.array(counts)
    missed = float(np.mean(np.diff(heads).astype(float) ** 2))
    others = (moves.sum() - moves) / (len(moves) - 1)
    by_mean = float(np.mean((moves - others) ** 2))
    return missed <= CLOSELY * float(moves.mean()) and math.sqrt(missed) <= BETTER * math.sqrt(by_mean)


def _days(history: PeopleHistory, step: GradeStep) -> list[int]:
    """The days on which the grade should be full: the ends of the periods, or of the months of the review in them."""
    if not step.month:
        return history.bounds
    made = []
    for first, last in history.years:
        begun = day_of(first)
        after = months_later(dt.date(begun.year, step.month, 1), 1)
        after = after if number(after) > first else after.replace(year=after.year + 1)
        if number(after) <= last:
            made.append(number(after) - 1)
    return made


def _heads(history: PeopleHistory, grade: int, days: list[int]) -> Integers:
    """People in a grade at the end of each day, shape (days,)."""
    stays = history.stays
    mine = stays.grade == grade
    made: Integers = np.array([int((mine & (stays.entry <= day) & (stays.stop > day)).sum()) for day in days])
    return made
