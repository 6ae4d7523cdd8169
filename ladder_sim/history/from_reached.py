"""A row for each person with the dates on which each grade was reached, side by side."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import Integers, Mask
from ladder_sim.core.i18n import tr
from ladder_sim.history.record import UNSTATED
from ladder_sim.history.sources import KINDS, NO_DAY, OPEN_END, REASON_ORDER, Gathering, HistoryFacts, joined_facts
from ladder_sim.history.tables import LongTable
from ladder_sim.people.rosters.columns import REACHED


def facts_of_reached(
    table: LongTable, people: tuple[Integers, ...], used: Mask, closed: int, g: Gathering
) -> tuple[Integers, HistoryFacts]:
    """The grade into which each person was hired, and the later grades as facts.

    Who is hired is hired into the lowest grade, unless that has a column of its own; a grade reached before the day of
    hiring is the one into which somebody was hired.

    Parameters
    ----------
    people : number of the person, days of hiring and leaving, present grade, of each row; arrays of shape (rows,)
    used : which rows are of people with a day of hiring, shape (rows,)
    closed : last day of observation

    Returns
    -------
    Grades at hiring, shape (rows,), and the facts.
    """
    person, since, until, present = people
    order = g.asked.order
    assert order is not None  # `fit_history` asks for it
    found = {name: order.place(name.removeprefix(REACHED)) for name in table.columns if name.startswith(REACHED)}
    places = {name: place for name, place in found.items() if place is not None}
    lowest = UNSTATED if 0 in places.values() else 0
    entry = np.full(table.rows, lowest, np.int64)
    parts, latest, last = [], np.full(table.rows, NO_DAY, np.int64), entry.copy()
    early = np.zeros(table.rows, bool)
    before = np.full(table.rows, NO_DAY, np.int64)
    for name, place in places.items():
        day = g.days(table, name)
        told = used & (day != NO_DAY) & (day != OPEN_END) & (day <= closed)
        first = told & (day <= since)
        early |= told & (day < since)
        newer = first & (day >= before)
        entry[newer], before[newer] = place, day[newer]
        after = told & ~first & (day < until)
        parts.append(_moves(person[after], day[after], place))
        newest = told & (day >= latest)
        last[newest], latest[newest] = place, day[newest]
    last = np.where(latest == NO_DAY, entry, last)
    _said(table, g, early, used & (present != UNSTATED) & (present != last) if "grade" in table else early & False,
          lowest)  # fmt: skip
    return entry, joined_facts(parts)


def _moves(person: Integers, day: Integers, place: int) -> HistoryFacts:
    size = len(person)
    return HistoryFacts(person, day, np.full(size, KINDS.index("moved")), np.full(size, place),
                        np.full(size, REASON_ORDER.index("unknown")), np.ones(size, bool))  # fmt: skip


def _said(table: LongTable, g: Gathering, early: Mask, otherwise: Mask, lowest: int) -> None:
    order = g.asked.order
    assert order is not None
    if lowest == 0:
        g.line("reached", tr(
            "the dates say when a higher grade was reached; everybody is taken as hired into '{grade}' before the "
            "first of them",
            "任职日期列只说明何时升到较高职级；此前均视为以“{grade}”入职", grade=order.ids[0]))  # fmt: skip
    if early.any():
        g.line("reached", tr(
            "{n:,} people reached a grade before the day of hiring: taken as hired into it",
            "{n:,}人的任职日期早于入职日期：视为以该职级入职", n=int(early.sum())), int(early.sum()),
            doubtful=True)  # fmt: skip
    if otherwise.any():
        g.line("reached", tr(
            "{n:,} people have another grade now than that reached last: the dates hold, so that who was demoted, or "
            "is in a grade without a column, stays in the one before",
            "{n:,}人的现职级与最后任职日期的职级不同：以日期为准；因此被降级者或所在职级没有日期列者仍计在此前职级",
            n=int(otherwise.sum())), int(otherwise.sum()), doubtful=True)  # fmt: skip
