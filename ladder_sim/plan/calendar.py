"""Real dates: months of the run, working days, and when periods close."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ladder_sim.model.expression import Period


@lru_cache(maxsize=64)
def _working(holidays: tuple[dt.date, ...]) -> np.busdaycalendar:
    """Monday to Friday without the holidays."""
    return np.busdaycalendar(holidays=[np.datetime64(day) for day in holidays])


@dataclass(frozen=True, slots=True)
class Calendar:
    """Months of a run are counted from 1, the month of `start`; 0 and less lie before it. Days count from its first."""

    start: dt.date
    holidays: tuple[dt.date, ...] = ()

    def month(self, month: int) -> tuple[int, int, int]:
        """(month of the year, quarter, year) of a month of the run."""
        total = self.start.year * 12 + self.start.month - 1 + month - 1
        of_year = total % 12 + 1
        return of_year, (of_year + 2) // 3, total // 12

    def first_day(self, month: int) -> int:
        """The first of a month, in days after the first of month 1."""
        of_year, _, year = self.month(month)
        return (dt.date(year, of_year, 1) - dt.date(self.start.year, self.start.month, 1)).days

    def date(self, day: float) -> dt.date:
        """The date of a day of the run; day 0 is the first."""
        return dt.date(self.start.year, self.start.month, 1) + dt.timedelta(days=int(day))

    def month_of(self, day: float) -> int:
        """The month of the run in which a day lies; 1 is the first."""
        date = self.date(day)
        return (date.year - self.start.year) * 12 + date.month - self.start.month + 1

    def after_working_days(self, day: float, days: int) -> int:
        """The day on which `days` working days (Monday to Friday, without holidays) have passed since `day`."""
        if days <= 0:
            return int(day)
        moved = np.busday_offset(
            np.datetime64(self.date(day)), days, roll="backward", busdaycal=_working(self.holidays)
        )
        return int((moved.astype(object) - dt.date(self.start.year, self.start.month, 1)).days)

    def closes(self, period: Period, month: int) -> bool:
        """Does a period of this kind end with this month of the run?"""
        if not period.natural:
            return month % period.step == 0
        return (self.month(month)[0] - period.month) % period.step == 0

    def next_month_of_year(self, of_year: int, after: int) -> int:
        """The first month of the run later than `after` that is this month of the year."""
        return after + 1 + (of_year - self.month(after + 1)[0]) % 12
