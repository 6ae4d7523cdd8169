"""Days as places on the calendar in months: no division by 365.25.

The place of a day is its month counted from the year 0, plus the part of the month that has passed. Five years from
the 15th of May to the 15th of May are 60 months, whatever leap years lie between.
"""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import Floats, Integers

NEAR = 1e-9  # months; what rounding leaves


def month_place(days: Integers) -> Floats:
    """Months from the year 0 to the beginning of each day, shape as given."""
    stamps = np.asarray(days, np.int64).astype("datetime64[D]")
    months = stamps.astype("datetime64[M]")
    first = months.astype("datetime64[D]")
    length = ((months + 1).astype("datetime64[D]") - first).astype(np.int64)
    made: Floats = months.astype(np.int64) + 12 * 1970 + (stamps - first).astype(np.int64) / length
    return made


def months_between(since: Integers, until: Integers) -> Floats:
    """Calendar months between the beginnings of two days: the completed ones, and the part of the next; shapes "
    "alike."""
    whole = completed(since, until)
    begin, end = _later(since, whole), _later(since, whole + 1)
    made: Floats = whole + (np.asarray(until, np.int64) - begin) / np.maximum(end - begin, 1)
    return made


def _later(since: Integers, months: Integers) -> Integers:
    """The same day so many months later, the last of a month that is too short for it."""
    stamp = np.asarray(since, np.int64).astype("datetime64[D]")
    month = stamp.astype("datetime64[M]")
    of_month = (stamp - month.astype("datetime64[D]")).astype(np.int64)
    target = month + np.asarray(months, np.int64)
    first = target.astype("datetime64[D]").astype(np.int64)
    length = (target + 1).astype("datetime64[D]").astype(np.int64) - first
    made: Integers = first + np.minimum(of_month, length - 1)
    return made


def completed(since: Integers, until: Integers) -> Integers:
    """Completed months between two days: from the 31st of January to the 28th of February none, to 1 March one.

    Parameters
    ----------
    since, until : days as the history counts them, of shapes that broadcast

    Returns
    -------
    Of their shape.
    """
    a = np.asarray(since, np.int64).astype("datetime64[D]")
    b = np.asarray(until, np.int64).astype("datetime64[D]")
    whole = b.astype("datetime64[M]").astype(np.int64) - a.astype("datetime64[M]").astype(np.int64)
    day_a = (a - a.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64)
    day_b = (b - b.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64)
    made: Integers = whole - (day_b < day_a)
    return made
