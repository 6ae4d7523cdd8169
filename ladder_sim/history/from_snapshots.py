"""Snapshots of who was there on some days, made into spells and sights of grades.

Who is missing in the next snapshot left at some day between the two. Service before the first sight is known by the
date of hiring, and was not under observation: who came and left between two snapshots was never seen.
"""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import Integers, Mask
from ladder_sim.core.i18n import tr
from ladder_sim.history.from_events import UNKNOWN
from ladder_sim.history.record import SpellEnd, SpellEntry, Spells
from ladder_sim.history.scoping import Sights
from ladder_sim.history.sources import NO_DAY, OPEN_END, Gathering
from ladder_sim.history.tables import LongTable

LATE = 31  # days by which a hiring may lie before the snapshot before and still be one of the period
WHOLE = 0.5  # of the people there before and after a day who must be in its rows; of fewer it is no snapshot
SMALL = 0.2  # of the largest snapshot's rows that the last one must have: nobody was there after it


class SnapshotRows:
    """The rows of all snapshots, by person and day; arrays of one length, and the days of the snapshots."""

    def __init__(self, tables: list[tuple[LongTable, int]], g: Gathering) -> None:
        parts = [self._part(table, day, g) for table, day in tables]
        joined = [np.concatenate(column) for column in zip(*parts, strict=True)]
        self.person, self.day, self.grade, self.hired, self.since, self.left, self.reason, self.gone = joined
        self._leave_out_parts(g)
        self.days: Integers = np.unique(self.day[~self.gone])
        self._once(g)

    @staticmethod
    def _part(table: LongTable, day: int, g: Gathering) -> tuple[Integers, ...]:
        person = g.persons(table)
        column = "snapshot" if "snapshot" in table else "date"
        when = g.days(table, column) if day == NO_DAY else np.full(table.rows, day)
        hired, left, since = g.days(table, "hired"), g.days(table, "left_on"), g.days(table, "grade_since")
        # a snapshot is of the end of its day, as leaving is
        gone = ((left != NO_DAY) & (left <= when)) | g.left_by_status(table)
        used = (person >= 0) & (when != NO_DAY)
        grade, reason = g.grades(table), g.reasons(table)
        return tuple(x[used] for x in (person, when, grade, hired, since, left, reason, gone))

    def _take(self, at: Integers | Mask) -> None:
        for name in ("person", "day", "grade", "hired", "since", "left", "reason", "gone"):
            setattr(self, name, getattr(self, name)[at])

    def _leave_out_parts(self, g: Gathering) -> None:
        """Days whose rows are of a few people only, such as the leavers of a month, are no snapshots of everybody.

        Their rows count as told of people who have left: a date of leaving in them is used, and nothing else.
        """
        here = np.flatnonzero(~self.gone)
        if not len(here):
            return
        days, at = np.unique(self.day[here], return_inverse=True)
        person = self.person[here]
        begin = np.full(int(self.person.max()) + 1, np.iinfo(np.int64).max)
        end = np.full(len(begin), np.iinfo(np.int64).min)
        hired = self.hired[here]
        np.minimum.at(begin, person, np.where(hired == NO_DAY, self.day[here], np.minimum(hired, self.day[here])))
        np.maximum.at(end, person, self.day[here])
        seen = begin <= end
        there = np.searchsorted(np.sort(begin[seen]), days, side="right") - np.searchsorted(np.sort(end[seen]), days)
        rows = np.bincount(at, minlength=len(days))
        part = (rows < WHOLE * there) | ((days == days[-1]) & (rows < SMALL * rows.max()))
        if part.all() or not part.any():
            return
        self.gone[here[part[at]]] = True
        g.line(
            "parts",
            tr(
                "{n:,} days hold {rows:,} rows, and less than half of the people who were there before and after: no "
                "snapshots of everybody, such as {day}; only dates of leaving are read from them",
                "{n:,}个日期共{rows:,}行，不足其前后均在册人员的一半（如 {day}）：不是全员快照，仅取其中的离职日期",
                n=int(part.sum()),
                rows=int(rows[part].sum()),
                day=np.datetime64(int(days[part][0]), "D"),
            ),
            int(rows[part].sum()),
            doubtful=True,
        )

    def between(self, first: int, last: int) -> None:
        """Keep only the snapshots from one day to another."""
        self._take((self.day >= first) & (self.day <= last))
        self.days = np.unique(self.day)

    def _once(self, g: Gathering) -> None:
        """One row for each person and snapshot: of two grades the one that goes on."""
        self._take(np.lexsort((self.grade, self.day, self.person)))
        dated = (self.left != NO_DAY) & (self.left != OPEN_END)  # rows of earlier days may be told the leaving later on
        self.leavers = (self.person[dated], self.left[dated], self.reason[dated])
        self._take(~self.gone)
        if not len(self.person):
            return
        key = self.person * np.int64(10**7) + self.day
        new = np.r_[True, key[1:] != key[:-1]]
        if new.all():
            return
        group = np.cumsum(new) - 1
        first = np.flatnonzero(new)
        size = np.diff(np.r_[first, len(key)])
        several = np.flatnonzero(size > 1)
        graded = sum(len(set(self.grade[first[i] : first[i] + size[i]].tolist())) > 1 for i in several)
        chosen = first + size - 1  # the highest grade, unless a neighbor says otherwise
        for i in several:
            chosen[i] = self._going_on(first, size, int(i))
        self._say_two_people(first, size, g)
        self._take(chosen)
        g.line("doubles", tr("{n:,} rows stand beside another of the same person and snapshot, {m:,} people with two "
                             "grades: the grade that goes on is kept",
                             "{n:,}行与同一人同一快照的另一行重复，其中{m:,}人次有两个职级：保留延续的职级",
                             n=int(len(group) - len(first)), m=graded), int(len(group) - len(first)))  # fmt: skip

    def _say_two_people(self, first: Integers, size: Integers, g: Gathering) -> None:
        """One key with two dates of hiring in one snapshot may be two people."""
        hired = self.hired
        least = np.minimum.reduceat(np.where(hired == NO_DAY, OPEN_END, hired), first)
        most = np.maximum.reduceat(hired, first)
        two = int(((size > 1) & (most != NO_DAY) & (least != most)).sum())
        if two:
            g.line("one_key", tr(
                "{n:,} times one key stands in a snapshot with two dates of hiring: two people with one key? One of "
                "them is counted", "{n:,}处同一编号在同一快照中有两个入职日期：是否两人共用编号？只计其一", n=two), two,
                doubtful=True)  # fmt: skip

    def _going_on(self, first: Integers, size: Integers, i: int) -> int:
        rows = range(int(first[i]), int(first[i] + size[i]))
        grades = self.grade[rows.start : rows.stop].tolist()
        after = rows.stop
        if after < len(self.person) and self.person[after] == self.person[rows.start]:
            nexts = self.grade[after : after + (int(size[i + 1]) if i + 1 < len(size) else 1)].tolist()
            for row, grade in zip(reversed(rows), reversed(grades), strict=True):
                if grade in nexts:
                    return row
        before = rows.start - 1
        if before >= 0 and self.person[before] == self.person[rows.start]:
            changed = [row for row, grade in zip(rows, grades, strict=True) if grade != self.grade[before]]
            return changed[-1] if changed else rows[-1]
        return rows[-1]


def spells_of_snapshots(sheet: SnapshotRows, g: Gathering) -> tuple[Spells, Sights]:
    """Spells and sights; a change of grade is put in the middle between the two snapshots that show it."""
    place = np.searchsorted(sheet.days, sheet.day)
    same = np.r_[False, sheet.person[1:] == sheet.person[:-1]]
    before = np.r_[0, sheet.day[:-1]]
    hired = _one_hiring(sheet, same, g)
    rehired = same & (sheet.hired != NO_DAY) & (sheet.hired > before) & (sheet.hired <= sheet.day)
    gap = same & (place - np.r_[0, place[:-1]] > 1)
    new = ~same | gap | rehired
    number = np.cumsum(new) - 1
    first = np.flatnonzero(new)
    last = np.r_[first[1:] - 1, len(new) - 1]
    start = np.where(rehired[first], sheet.hired[first], hired[first])
    spells = _made(sheet, place, (first, last), start, (rehired[first], gap[first]), g)
    return spells, _sights(sheet, number, new, spells)


def _one_hiring(sheet: SnapshotRows, same: Mask, g: Gathering) -> Integers:
    """The day of hiring of each row's person and spell: the first that is stated; others are counted."""
    hired = np.where(sheet.hired == NO_DAY, np.iinfo(np.int64).max, sheet.hired)
    starts = np.flatnonzero(~same)
    least = np.minimum.reduceat(hired, starts)
    most = np.maximum.reduceat(sheet.hired, starts)
    two = int(((most != NO_DAY) & (most != least)).sum())
    if two:
        g.line(
            "two_hirings",
            tr(
                "{n:,} people have several dates of hiring: a later one after a sight is a rehiring, "
                "else the first holds",
                "{n:,}人有多个入职日期：出现在在册之后的视为再入职，否则以最早者为准",
                n=two,
            ),
            two,
        )
    made: Integers = np.repeat(np.where(least > 10**9, NO_DAY, least), np.diff(np.r_[starts, len(same)]))
    return made


def _made(
    sheet: SnapshotRows, place: Integers, ends: tuple[Integers, Integers], start: Integers, again: tuple[Mask, Mask],
    g: Gathering,
) -> Spells:  # fmt: skip
    (first, last), (rehired, gap) = ends, again
    who, entry, seen = sheet.person[first], sheet.day[first], sheet.day[last]
    final = place[last] == len(sheet.days) - 1
    following = np.r_[(who[1:] == who[:-1]), False]
    back = following & np.r_[~rehired[1:], False]
    after = sheet.days[np.minimum(place[last] + 1, len(sheet.days) - 1)]
    ended = np.where(final, SpellEnd.OPEN, np.where(back, SpellEnd.ABSENT, SpellEnd.LEFT))
    stop = np.where(ended == SpellEnd.LEFT, after, seen + 1)
    reason = np.full(len(who), UNKNOWN)
    seen = _dated(sheet, (who, seen, after), ended, stop, reason)
    unknown = start == NO_DAY
    previous = np.where(place[first] > 0, sheet.days[np.maximum(place[first] - 1, 0)], NO_DAY)
    early = ~unknown & (start < previous - LATE)
    begun = np.where(early, SpellEntry.OUT_OF_SIGHT, SpellEntry.HIRED)
    begun = np.where(gap, SpellEntry.RETURNED, np.where(rehired, SpellEntry.REHIRED, begun))
    begun = np.where(place[first] == 0, SpellEntry.IN_FORCE, begun)
    hired = np.where(unknown, np.where(place[first] == 0, entry, (previous + entry) // 2), start)
    for code, what, said in (
        (
            SpellEntry.RETURNED,
            "returned",
            tr(
                "{n:,} spells begin after a gap, with the same date of hiring or none: an "
                "absence, neither leaving nor hiring",
                "{n:,}段在缺席之后以相同（或未注明的）入职日期再次出现：视为缺勤，不计离职与招聘",
                n=int((begun == SpellEntry.RETURNED).sum()),
            ),
        ),
        (
            SpellEntry.REHIRED,
            "rehired",
            tr(
                "{n:,} spells begin with a new date of hiring: rehired",
                "{n:,}段以新的入职日期开始：再入职",
                n=int((begun == SpellEntry.REHIRED).sum()),
            ),
        ),
        (
            SpellEntry.OUT_OF_SIGHT,
            "unseen",
            tr(
                "{n:,} people come into sight long after they were hired: not counted as hires",
                "{n:,}人在入职很久之后才出现：不计入招聘",
                n=int((begun == SpellEntry.OUT_OF_SIGHT).sum()),
            ),
        ),
    ):
        if count := int((begun == code).sum()):
            g.line(what, said, count, doubtful=code == SpellEntry.OUT_OF_SIGHT)
    return Spells(who, hired, ~unknown, entry, stop, seen, begun, ended, reason)


def _dated(
    sheet: SnapshotRows, ends: tuple[Integers, Integers, Integers], ended: Integers, stop: Integers, reason: Integers
) -> Integers:
    """Where rows of those who left name the day, an end is known to the day; changes `stop` and `reason`."""
    who, seen, after = ends
    seen = seen.copy()
    dates = {int(p): (int(d), int(r)) for p, d, r in zip(*sheet.leavers, strict=True)}
    for i in np.flatnonzero(ended == SpellEnd.LEFT) if dates else ():
        day, why = dates.get(int(who[i]), (NO_DAY, UNKNOWN))
        if seen[i] <= day <= after[i]:
            stop[i] = seen[i] = day
            reason[i] = why
    return np.where(ended == SpellEnd.LEFT, seen, stop)


def _sights(sheet: SnapshotRows, number: Integers, new: Mask, spells: Spells) -> Sights:
    """The sights of grades, each on the day from which it is held as far as that is known."""
    changed = ~new & (sheet.grade != np.r_[-9, sheet.grade[:-1]])
    day = np.where(changed, (np.r_[0, sheet.day[:-1]] + sheet.day + 1) // 2, sheet.day)
    known = changed.copy()
    fresh = new & np.isin(spells.begun[number], [SpellEntry.HIRED, SpellEntry.REHIRED]) & spells.hired_known[number]
    day, known = np.where(fresh, spells.hired[number], day), known | fresh
    told = (sheet.since != NO_DAY) & (sheet.since <= sheet.day) & (new | changed)
    day, known = np.where(told, sheet.since, day), known | told
    graded = sheet.grade != -1
    return Sights(number[graded], day[graded], sheet.grade[graded], known[graded])
