"""What a history says of a time: headcount, leavers, moves and pay at the ends of periods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import Floats, Integers
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.history.months import month_place
from ladder_sim.history.record import PeopleHistory, SpellEntry, StayEnd, day_of, number
from ladder_sim.history.scores import last_values

YEAR = 12


@dataclass(frozen=True, slots=True)
class Horizon:
    """The time over which a forecast is held against what happened.

    Parameters
    ----------
    start : first day of the run, the first of a month
    days : at whose end each period ends
    months : of the run at whose end each period ends
    labels : of the periods
    """

    start: dt.date
    days: tuple[int, ...]
    months: tuple[int, ...]
    labels: tuple[str, ...]

    @property
    def cuts(self) -> list[tuple[int, int]]:
        """First and last day of each period: what happens after the first, and up to the last, belongs to it."""
        firsts = [number(self.start) - 1, *self.days[:-1]]
        return list(zip(firsts, self.days, strict=True))


def horizon_of(history: PeopleHistory, start: dt.date) -> Horizon:
    """The periods of a history from a day on: to each snapshot, else by years.

    Raises
    ------
    LadderError
        Less than a period is known after the day.
    """
    begin = number(start)
    if history.snapshots:
        days = [day for day in history.snapshots if day > begin + 27]
    else:
        days = []
        later = start
        while True:
            later = dt.date(later.year + 1, later.month, 1)
            if number(later) > history.closed:
                break
            days.append(number(later) - 1)
    if not days:
        raise LadderError(tr("from: after {day} less than a period is known; the history ends on {end}",
                             "from：{day} 之后已知的时间不足一期；历史截至 {end}", day=start,
                             end=day_of(history.closed - 1)))  # fmt: skip
    place = month_place(np.array([begin]))[0]
    months = tuple(max(1, round(float(month_place(np.array([day + 1]))[0] - place))) for day in days)
    return Horizon(start, tuple(days), months, tuple(str(day_of(day)) for day in days))


@dataclass(frozen=True, slots=True)
class Course:
    """What happened, or what replications say would happen.

    Parameters
    ----------
    headcount : people at the end of each period, shape (…, periods, grades)
    leavers : in each period, shape (…, periods)
    moves : by pair of grades, in each period, shape (…, periods)
    pay : base pay of a month at the end of each period, shape (…, periods); None where it is not known
    service : leavers by class of service, shape (…, periods, classes); None where it is not asked for
    """

    headcount: Floats
    leavers: Floats
    moves: Mapping[tuple[int, int], Floats]
    pay: Floats | None
    service: Floats | None = None


def at_work(history: PeopleHistory, day: int) -> Integers:
    """Stays under way at the end of a day.

    Parameters
    ----------
    day : as the history counts days, see `record.number`

    Returns
    -------
    Places in `PeopleHistory.stays`, shape (people there,).
    """
    stays = history.stays
    made: Integers = np.flatnonzero((stays.entry <= day) & (stays.stop > day))
    return made


def course_of(history: PeopleHistory, horizon: Horizon) -> Course:
    """What happened in each period of a history, without a leading axis: shapes (periods, grades) and (periods,)."""
    stays, spells, grades = history.stays, history.spells, len(history.order.ids)
    heads, leavers, pay = [], [], []
    known = len(history.pays.value) > 0
    moves: dict[tuple[int, int], list[float]] = {
        (a, b): [] for a in range(grades) for b in range(grades) if a != b
    }  # fmt: skip
    moved = np.isin(stays.ended, [StayEnd.UP, StayEnd.DOWN])
    for first, last in horizon.cuts:
        here = at_work(history, last)
        grade = stays.grade[here]
        heads.append(np.bincount(grade[grade >= 0], minlength=grades).astype(float))
        inside = (spells.stop > first) & (spells.stop <= last)
        leavers.append(float((spells.left & inside).sum()))
        within = moved & (stays.stop > first) & (stays.stop <= last)
        for (a, b), counts in moves.items():
            counts.append(float((within & (stays.grade == a) & (stays.to == b)).sum()))
        if known:
            values = history.pays
            until = values.day <= last
            cut = type(values)(values.person[until], values.day[until], values.value[until])
            pay.append(float(np.nansum(last_values(cut, len(history.keys))[spells.person[stays.spell[here]]])))
    return Course(np.array(heads), np.array(leavers), {pair: np.array(counts) for pair, counts in moves.items() if
                  any(counts)}, np.array(pay) if known else None)  # fmt: skip


def hires_by_month(history: PeopleHistory, horizon: Horizon, survival: Floats) -> tuple[tuple[int, int], ...]:
    """Who was really hired, by month of the run.

    Parameters
    ----------
    survival : chance to be still there so many completed months after the hire, shape (months,): of people who are
        first seen in a snapshot, as many more were hired as had left before it

    Returns
    -------
    Month of the run, from 1, and people, for months with any; whole numbers whose sum is that of the hires, rounded.
    """
    spells = history.spells
    begin, end = number(horizon.start), horizon.days[-1]
    chosen = (
        np.isin(spells.begun, [SpellEntry.HIRED, SpellEntry.REHIRED])
        & (spells.entry > begin - 1)
        & (spells.entry <= end)
    )
    days = np.maximum(np.where(spells.hired_known, spells.hired, spells.entry)[chosen], begin)
    days = np.where(days > spells.entry[chosen], spells.entry[chosen], days)
    weight = np.ones(len(days))
    if history.snapshots:
        waited = np.floor(month_place(spells.entry[chosen]) - month_place(days)).astype(np.int64)
        weight = 1 / survival[np.clip(waited, 0, len(survival) - 1)]
    place = np.floor(month_place(days) - month_place(np.array([begin]))[0] + 1e-9).astype(np.int64)
    months = np.clip(place, 0, horizon.months[-1] - 1)
    exact = np.bincount(months, weights=weight, minlength=horizon.months[-1])
    whole = np.diff(np.r_[0, np.round(np.cumsum(exact))]).astype(int)
    return tuple((month, int(n)) for month, n in enumerate(whole, start=1) if n)
