"""Event logs and from/to tables made into spells and sights of grades."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ladder_sim.core.arrays import Integers, Mask
from ladder_sim.core.i18n import tr
from ladder_sim.history.contradictions import say_contradictions, say_later, say_same_day
from ladder_sim.history.from_reached import facts_of_reached
from ladder_sim.history.record import OUTSIDE, UNSTATED, SpellEnd, SpellEntry, Spells
from ladder_sim.history.scoping import Sights
from ladder_sim.history.sources import KINDS, NO_DAY, OPEN_END, REASON_ORDER, Gathering, HistoryFacts, joined_facts
from ladder_sim.history.tables import LongTable
from ladder_sim.people.reading import rows_said
from ladder_sim.people.rosters.columns import REACHED

HIRED, IN_FORCE, LEFT, MOVED = (KINDS.index(name) for name in ("hired", "in_force", "left", "moved"))
_CHANGES = [KINDS.index(name) for name in ("promoted", "demoted", "moved")]
_PRIORITY = np.array([{"hired": 0, "in_force": 1, "left": 3}.get(name, 2) for name in KINDS])
UNKNOWN = REASON_ORDER.index("unknown")


def facts_of_events(table: LongTable, g: Gathering) -> tuple[HistoryFacts, int]:
    """The facts of an event log, and the day on which it was closed, `NO_DAY` where it does not say."""
    person, day, kind = g.persons(table), g.days(table, "date"), g.events(table)
    grade, reason = g.grades(table), g.reasons(table)
    closed_rows = kind == KINDS.index("closed")
    closed = int(day[closed_rows].max()) if closed_rows.any() else NO_DAY
    undated = (kind >= 0) & (day == NO_DAY)
    if undated.any():
        g.problems.add(table.place("date", int(np.flatnonzero(undated)[0])),
                       tr("{n:,} events have no date; every event needs one", "{n:,}条事件没有日期；每条事件都需要日期",
                          n=int(undated.sum())))  # fmt: skip
    aside = np.isin(kind, [KINDS.index("on_leave"), KINDS.index("back")])
    if aside.any():
        g.line("leave", tr("{n:,} rows on leave and back: on leave is at work", "{n:,}行休假与返岗：休假计入在岗",
                           n=int(aside.sum())), int(aside.sum()))  # fmt: skip
    used = np.isin(kind, [HIRED, IN_FORCE, LEFT, *_CHANGES]) & (person >= 0) & (day != NO_DAY)
    used &= ~((kind == LEFT) & (day == OPEN_END))
    return HistoryFacts(person[used], day[used], kind[used], grade[used], reason[used],
                 np.isin(kind[used], [HIRED, *_CHANGES])), closed  # fmt: skip


def facts_of_spans(table: LongTable, g: Gathering, closed: int) -> HistoryFacts | None:
    """Facts of a table with the days from which and to which something held, or of hiring and leaving.

    Of rows without a grade, such as pay by date, in a table that has no grade at all, None.
    """
    people = "from" not in table
    person = g.persons(table)
    since = g.days(table, "hired" if people else "from")
    until = g.days(table, "left_on" if people else "to", OPEN_END)
    until[until == NO_DAY] = OPEN_END
    if people:
        since = _before_leaving(table, since, until, g)
    if not people and "grade" not in table and ("pay" in table or "annual_pay" in table or "score" in table):
        return None
    if people:
        _left_without_day(table, person >= 0, until, closed, g)
    grade, reason = g.grades(table), g.reasons(table)
    bad = (person >= 0) & (until < since) & (since != NO_DAY)
    if bad.any():
        g.problems.add(table.place("left_on" if people else "to", int(np.flatnonzero(bad)[0])),
                       tr("{n:,} rows end before they begin", "{n:,}行的结束早于开始", n=int(bad.sum())))  # fmt: skip
    undated = int(((person >= 0) & (since == NO_DAY)).sum())
    if undated:
        g.line("undated", tr("{n:,} rows without a day on which they begin are left out",
                             "{n:,}行没有起始日期：不计入", n=undated), undated, doubtful=True)  # fmt: skip
    used = (person >= 0) & (since != NO_DAY) & (since <= closed)
    later, dated = None, any(column.startswith(REACHED) for column in table.columns)
    if dated:
        grade, later = facts_of_reached(table, (person, since, until, grade), used, closed, g)
    person, since, until, grade, reason = (x[used] for x in (person, since, until, grade, reason))
    made = _of_spans((person, since, until, grade, reason), g, closed, moved=dated or not people)
    return made if later is None else joined_facts((made, later))


def _before_leaving(table: LongTable, since: Integers, until: Integers, g: Gathering) -> Integers:
    """Days of hiring, those of a year alone before the leaving of that year: halfway from 1 January to it."""
    if (table.file, "hired") not in g.by_year:
        return since
    year = since.astype("datetime64[D]").astype("datetime64[Y]")
    first = year.astype("datetime64[D]").astype(np.int64)
    late = (since != NO_DAY) & (until < since) & (until >= first)
    made: Integers = np.where(late, (first + until) // 2, since)
    return made


def _left_without_day(table: LongTable, used: Mask, until: Integers, closed: int, g: Gathering) -> None:
    """Status and date of leaving side by side: who has left on no day is a fault, who should have left a doubt."""
    asked = next((column for column in ("status", "has_left", "is_active") if column in table), None)
    if asked is None:
        return
    said = g.left_by_status(table)
    undated = used & said & (until == OPEN_END)
    if undated.any():
        rows = np.flatnonzero(undated)
        g.problems.add(table.place(asked, int(rows[0])), tr(
            "{rows}: the status says that they have left, and no date of leaving says when; fill it in, or take these "
            "rows out", "{rows}：状态为已离职，但没有离职日期；请补填，或删去这些行",
            rows=rows_said((rows[:10_000] + table.top + 1).tolist())))  # fmt: skip
    still = used & ~said & (until < closed)
    if still.any():
        g.line("status", tr("{n:,} rows have a date of leaving and a status that says at work: the date holds",
                            "{n:,}行有离职日期而状态为在职：以日期为准", n=int(still.sum())), int(still.sum()),
               doubtful=True)  # fmt: skip


def _of_spans(spans: tuple[Integers, ...], g: Gathering, closed: int, moved: bool = True) -> HistoryFacts:
    """Rows that meet, overlap or lie at most the gap apart are one spell.

    Parameters
    ----------
    moved : whether a row's grade is held from its beginning; else it is that of the last day
    """
    order = np.lexsort((spans[2], spans[1], spans[0]))
    person, since, until, grade, reason = (x[order] for x in spans)
    offset = person * np.int64(4 * 10**6)
    reach = np.maximum.accumulate(offset + until) - offset
    same = np.r_[False, person[1:] == person[:-1]] if len(person) else np.zeros(0, bool)
    before = np.r_[0, reach[:-1]] if len(person) else reach
    new = ~same | (since > before + 1 + g.asked.gap)
    bridged = same & ~new & (since > before + 1)
    over = same & (since < before) & (before < OPEN_END)
    for found, what, said in (
        (bridged, "gaps", tr("{n:,} gaps of at most {gap} days: the employment went on",
                             "{n:,}处间隔不超过{gap}天：视为连续在职", n=int(bridged.sum()), gap=g.asked.gap)),
        (over, "overlaps", tr("{n:,} rows begin before the row above ends: the later row holds from its beginning",
                              "{n:,}行的开始早于上一行的结束：自其开始起以后一行为准", n=int(over.sum()))),
    ):  # fmt: skip
        if found.any():
            g.line(what, said, int(found.sum()), doubtful=what == "overlaps")
    first = np.flatnonzero(new)
    last = np.r_[first[1:] - 1, len(person) - 1] if len(person) else first
    end = np.maximum.reduceat(until, first) if len(first) else until
    gone = end < closed
    blank = np.full(len(first), UNSTATED)
    hired = HistoryFacts(person[first], since[first], np.full(len(first), HIRED), grade[first] if moved else blank,
                         reason[first], np.ones(len(first), bool))  # fmt: skip
    held = HistoryFacts(person, since, np.full(len(person), MOVED), grade, reason, np.full(len(person), moved))
    left = HistoryFacts(person[first][gone], end[gone], np.full(int(gone.sum()), LEFT), blank[gone], reason[last][gone],
                 np.ones(int(gone.sum()), bool))  # fmt: skip
    return joined_facts((hired, held, left))


def spells_of(facts: HistoryFacts, opened: int, closed: int, g: Gathering) -> tuple[Spells, Sights]:
    """Spells and sights of facts.

    Parameters
    ----------
    opened : first day of observation; who was hired before enters late
    closed : the day after the last
    """
    say_later(facts, closed, g)
    inside = facts.day < closed
    order = np.lexsort((_PRIORITY[facts.kind], facts.day, facts.person))
    order = order[inside[order]]
    facts = facts.taken(order)
    facts = facts.taken(_sound(facts, g))
    say_contradictions(facts, g)
    kind, kept = _bridged(facts.person, facts.day, facts.kind, g)
    facts = replace(facts, kind=kind).taken(kept)
    person, kind, grade = facts.person, facts.kind, facts.grade
    same = np.r_[False, person[1:] == person[:-1]] if len(person) else np.zeros(0, bool)
    new = ~same | np.r_[False, kind[:-1] == LEFT]
    number = np.cumsum(new) - 1
    first = np.flatnonzero(new)
    last = np.r_[first[1:] - 1, len(person) - 1] if len(person) else first
    spells = _spells(facts, (first, last), (opened, closed), g)
    told = (grade != UNSTATED) & ((kind != LEFT) | (grade == OUTSIDE))
    known = facts.known[told] & (kind[told] != IN_FORCE)
    return spells, Sights(number[told], facts.day[told], grade[told], known)


def _sound(facts: HistoryFacts, g: Gathering) -> Mask:
    """Rows without those that stand twice, and without what is told of people after they left."""
    person, day, kind, grade = facts.person, facts.day, facts.kind, facts.grade
    size = len(person)
    if not size:
        return np.zeros(0, bool)
    same = np.r_[False, person[1:] == person[:-1]]
    twice = same & np.r_[False, (day[1:] == day[:-1]) & (kind[1:] == kind[:-1]) & (grade[1:] == grade[:-1])]
    at = np.arange(size)
    began = np.maximum.accumulate(np.where(~same | (kind == HIRED), at, 0))
    gone = np.maximum.accumulate(np.where(kind == LEFT, at, -1))
    before = np.r_[-1, gone[:-1]]
    after = (before >= began) & same & ~twice
    for found, what, said in (
        (twice, "doubles", tr("{n:,} rows stand twice: counted once", "{n:,}行重复：只计一次", n=int(twice.sum()))),
        (after, "after", tr("{n:,} rows tell of people who had left and were not hired again: passed over",
                            "{n:,}行记录的是已离职且未再入职的人员：已跳过", n=int(after.sum()))),
    ):  # fmt: skip
        if found.any():
            g.line(what, said, int(found.sum()), doubtful=what == "after")
    return np.asarray(~twice & ~after)


def _bridged(person: Integers, day: Integers, kind: Integers, g: Gathering) -> tuple[Integers, Mask]:
    """Leaving and hiring with a short gap between is one spell; a second hiring without leaving is a move."""
    kind = kind.copy()
    size = len(person)
    kept = np.ones(size, bool)
    if size < 2:
        return kind, kept
    same = person[1:] == person[:-1]
    pair = same & (kind[:-1] == LEFT) & (kind[1:] == HIRED) & (day[1:] - day[:-1] <= g.asked.gap)
    again = same & (kind[:-1] != LEFT) & (kind[1:] == HIRED) & (day[1:] > day[:-1])
    kept[:-1][pair] = False
    kind[1:][pair | again] = MOVED
    if pair.any():
        g.line("gaps", tr("{n:,} gaps of at most {gap} days: the employment went on",
                          "{n:,}处间隔不超过{gap}天：视为连续在职", n=int(pair.sum()), gap=g.asked.gap),
               int(pair.sum()))  # fmt: skip
    if again.any():
        g.line("hired_twice", tr("{n:,} people are hired again without having left: the first hiring holds",
                                 "{n:,}人次未离职又入职：以首次入职为准", n=int(again.sum())), int(again.sum()),
               doubtful=True)  # fmt: skip
    return kind, kept


def _spells(facts: HistoryFacts, ends: tuple[Integers, Integers], window: tuple[int, int], g: Gathering) -> Spells:
    """The spells whose first and last facts stand at `ends`, within the window of observation."""
    (opened, closed), person, day, kind = window, facts.person, facts.day, facts.kind
    first, last = ends
    who, began = person[first], day[first].copy()
    hired_known = kind[first] == HIRED
    gone = kind[last] == LEFT
    stop = np.where(gone, day[last], closed)
    say_same_day(began[hired_known], stop[hired_known], g)
    again = np.r_[False, who[1:] == who[:-1]] if len(who) else np.zeros(0, bool)
    begun = np.where(began < opened, SpellEntry.IN_FORCE, np.where(again, SpellEntry.REHIRED, SpellEntry.HIRED))
    begun = np.where(~hired_known & (kind[first] == IN_FORCE) | (began == opened), SpellEntry.IN_FORCE, begun)
    unseen = ~hired_known & (begun != SpellEntry.IN_FORCE)
    begun = np.where(unseen, SpellEntry.OUT_OF_SIGHT, begun)
    if unseen.any():
        g.line("unseen", tr("{n:,} people are first told of without a hiring: not counted as hires, length of service "
                            "unknown",
                            "{n:,}人的首条记录不是入职：不计入招聘，司龄未知", n=int(unseen.sum())), int(unseen.sum()),
               doubtful=True)  # fmt: skip
    if again.any():
        g.line("rehired", tr("{n:,} spells of people who had left and came back: their service {how}",
                             "{n:,}段为离职后再入职：司龄{how}", n=int(again.sum()),
                             how=tr("begins anew", "重新计算") if g.asked.restart else tr("goes on", "连续计算")),
               int(again.sum()))  # fmt: skip
    service = began.copy()
    if not g.asked.restart:
        for i in np.flatnonzero(again):
            service[i] = began[i] - (stop[i - 1] - service[i - 1])
    return Spells(
        who, service, hired_known, np.maximum(began, opened), stop, stop, begun,
        np.where(gone, SpellEnd.LEFT, SpellEnd.OPEN), np.where(gone, facts.reason[last], UNKNOWN),
    )  # fmt: skip
