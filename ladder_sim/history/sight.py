"""What a file did not see: grades that it covers for a part of the time only, and people who left before it began."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ladder_sim.core.i18n import tr
from ladder_sim.history.record import SpellEnd, SpellEntry, Spells, Stays
from ladder_sim.history.sources import Gathering

MOSTLY = 0.5  # of those first seen in a grade must have been hired long before, else the grade is a new one
EXPECTED = 10.0  # leavers who should have been seen before the first one


def out_of_sight(spells: Spells, stays: Stays, days: tuple[int, ...], g: Gathering) -> tuple[Spells, Stays]:
    """Spells whose leaving may have been a move to a grade that the file did not cover then.

    A grade that first appears in a later snapshot, with people hired long before, was there and not in the file. Who
    vanished from a grade from which those people came may be in it: neither a leaver nor at work as far as is known.
    """
    if not days or not len(stays):
        return spells, stays
    ended = spells.ended.copy()
    last = np.r_[stays.spell[1:] != stays.spell[:-1], True]
    final_grade = np.full(len(spells), -1)
    final_grade[stays.spell[last]] = stays.grade[last]
    for grade in range(int(stays.grade.max()) + 1):
        mine = stays.grade == grade
        first = int(stays.entry[mine].min()) if mine.any() else 0
        if not mine.any() or first <= days[0] + 31:
            continue
        shown = next((day for day in days if day >= first), days[-1])
        there = mine & (stays.entry <= shown) & (stays.stop > first)
        strange = there & np.isin(spells.begun[stays.spell], [SpellEntry.RETURNED, SpellEntry.OUT_OF_SIGHT])
        strange &= stays.entry <= spells.entry[stays.spell]
        if not strange.any() or strange.sum() < MOSTLY * there.sum():
            continue
        people = spells.person[stays.spell[strange]]
        before = np.isin(spells.person, people) & (spells.stop <= shown)
        came = set(final_grade[before].tolist()) - {-1, grade}
        doubtful = (ended == SpellEnd.LEFT) & np.isin(final_grade, list(came)) & (spells.seen < shown)
        ended[doubtful] = SpellEnd.OUT_OF_SIGHT
        g.line(
            "coverage",
            tr(
                "grade '{grade}' is in the file from {day} only, with {n:,} people who were hired long before "
                "({back:,} of "
                "them seen before, and not in between): they are no hires and had not left; {m:,} others who vanished "
                "before may be in it: undetermined",
                "职级“{grade}”自 {day} 起才出现在文件中，其中{n:,}人早已入职（{back:,}人此前见过、中间缺席）：不"
                "计为招聘，"
                "也不计为离职；另有{m:,}人此前消失，可能也在其中：无法判定",
                grade=_name(g, grade),
                day=np.datetime64(shown, "D"),
                n=int(strange.sum()),
                back=len(set(spells.person[before].tolist())),
                m=int(doubtful.sum()),
            ),
            int(strange.sum()),
            doubtful=True,
        )
    gone = ended != spells.ended
    if not gone.any():
        return spells, stays
    stop = np.where(gone, spells.seen + 1, spells.stop)
    stays = replace(
        stays, stop=np.minimum(stays.stop, stop[stays.spell]),
        ended=np.where(gone[stays.spell] & last, 0, stays.ended),
    )  # fmt: skip
    return replace(spells, ended=ended, stop=stop), stays


def _name(g: Gathering, grade: int) -> str:
    return "" if g.asked.order is None else g.asked.order.ids[grade]


def survivors_only(spells: Spells, opened: int, closed: int) -> tuple[int, int] | None:
    """The first of the month of the first leaving, and the people there then, where many should have left before.

    At the rate of the months after it, `EXPECTED` or more leavings should have been seen; None where not.
    """
    left = np.sort(spells.stop[spells.left])
    if len(left) < EXPECTED:
        return None
    first = int(left[0])
    begin = int(np.datetime64(first, "D").astype("datetime64[M]").astype("datetime64[D]").astype(np.int64))
    before = float(np.maximum(np.minimum(spells.stop, begin) - spells.entry, 0).sum())
    after = float(np.maximum(np.minimum(spells.stop, closed) - np.maximum(spells.entry, begin), 0).sum())
    if begin <= opened or after <= 0 or before * len(left) / after < EXPECTED:
        return None
    return begin, int(((spells.entry <= begin) & (spells.stop > begin)).sum())
