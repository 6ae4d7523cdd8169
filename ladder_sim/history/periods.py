"""Periods of a history: their names, and a history cut to some of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np

from ladder_sim.core.arrays import Floats, Integers, Mask
from ladder_sim.history.record import (
    UNSTATED,
    PeopleHistory,
    SpellEnd,
    SpellEntry,
    Spells,
    StayEnd,
    Stays,
    Values,
    day_of,
)

SAME = 3  # days by which a period may miss a calendar year and still be called by it


def labels_of(history: PeopleHistory) -> list[str]:
    """What each period is called: its year, or where it is no calendar year its first and last day."""
    made = []
    for first, last in history.years:
        a, b = day_of(first), day_of(last - 1)
        middle = day_of((first + last) // 2)
        if history.snapshots:
            made.append(f"{day_of(first)}/{day_of(last)}")
        elif (
            abs((a - dt.date(middle.year, 1, 1)).days) <= SAME and abs((b - dt.date(middle.year, 12, 31)).days) <= SAME
        ):
            made.append(str(middle.year))
        else:
            made.append(f"{a}/{b}")
    return made


def period_of(history: PeopleHistory, days: Integers) -> Integers:
    """The place of the period in which each day lies, shape as given; before the first and after the last those."""
    starts = np.array([first for first, _ in history.years])
    made: Integers = np.clip(np.searchsorted(starts, days, side="right") - 1, 0, len(starts) - 1)
    return made


def by_period(history: PeopleHistory, days: Integers) -> Floats:
    """How many of the days lie in each period, shape (periods,)."""
    made: Floats = np.bincount(period_of(history, days), minlength=len(history.years)).astype(float)
    return made


def windowed(history: PeopleHistory, opened: int, closed: int) -> PeopleHistory:
    """What is known of a history from one day to another: later events have not happened yet.

    Parameters
    ----------
    opened, closed : days as the history counts them, the second excluded; of snapshots the first and last between them
    """
    spells, stays = history.spells, history.stays
    days = tuple(day for day in history.snapshots if opened <= day < closed)
    if days:
        opened, closed = days[0], days[-1] + 1
    kept = (spells.stop > opened) & (spells.entry < closed)
    if days:  # seen on a day within
        kept &= (spells.seen >= opened) & (spells.entry <= closed - 1)
    spells = _spells(spells, kept, opened, closed)
    number = np.cumsum(kept) - 1
    return replace(
        history, opened=opened, closed=closed, snapshots=days, spells=spells,
        stays=_stays(stays, kept, number, spells, opened),
        pays=_values(history.pays, opened, closed), scores=_values(history.scores, opened, closed),
    )  # fmt: skip


def _spells(spells: Spells, kept: Mask, opened: int, closed: int) -> Spells:
    part = spells.taken(kept)
    later = part.stop > closed
    return replace(
        part,
        entry=np.maximum(part.entry, opened),
        stop=np.minimum(part.stop, closed),
        seen=np.where(later, np.minimum(part.stop, closed), np.minimum(part.seen, closed)),
        begun=np.where(part.entry <= opened, SpellEntry.IN_FORCE, part.begun),
        ended=np.where(later, SpellEnd.OPEN, part.ended),
    )


def _stays(stays: Stays, kept: Mask, number: Integers, spells: Spells, opened: int) -> Stays:
    mine = kept[stays.spell]
    part = stays.taken(mine)
    spell = number[part.spell]
    end = spells.stop[spell]
    cut = (part.stop > end) | ((part.stop == end) & (spells.ended[spell] == SpellEnd.OPEN))
    made = replace(
        part, spell=spell, entry=np.maximum(part.entry, opened), stop=np.minimum(part.stop, end),
        ended=np.where(cut, StayEnd.OPEN, part.ended), to=np.where(cut, UNSTATED, part.to),  # not known yet
    )  # fmt: skip
    return made.taken(made.stop > made.entry)


def _values(values: Values, opened: int, closed: int) -> Values:
    inside = values.day < closed  # pay of before holds on; scores are few
    return Values(values.person[inside], values.day[inside], values.value[inside])
