"""Facts of event logs that contradict each other: told with their number, never settled in silence."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import Integers
from ladder_sim.core.i18n import tr
from ladder_sim.history.sources import KINDS, Gathering, HistoryFacts

_LEFT, _PROMOTED, _DEMOTED = (KINDS.index(name) for name in ("left", "promoted", "demoted"))
_CHANGES = [KINDS.index(name) for name in ("promoted", "demoted", "moved")]


def say_later(facts: HistoryFacts, closed: int, g: Gathering) -> None:
    """Facts of days after the last one; of a last day that the user says, they are left out on purpose.

    Parameters
    ----------
    closed : the day after the last
    """
    later = int((facts.day >= closed).sum())
    if later and g.asked.closed is None:
        g.line("later", tr("{n:,} rows are of days after the extract, and left out", "{n:,}行晚于数据截止日：不计入",
                           n=later), later, doubtful=True)  # fmt: skip


def say_contradictions(facts: HistoryFacts, g: Gathering) -> None:
    """Promotions that lead down, demotions that lead up, and two grades on one day.

    Parameters
    ----------
    facts : by person and day
    """
    graded = np.flatnonzero((facts.grade >= 0) & (facts.kind != _LEFT))
    person, day, kind, grade = (x[graded] for x in (facts.person, facts.day, facts.kind, facts.grade))
    same = np.r_[False, person[1:] == person[:-1]] if len(person) else np.zeros(0, bool)
    before = np.r_[0, grade[:-1]] if len(grade) else grade
    wrong = int((same & ((kind == _PROMOTED) & (grade < before) | (kind == _DEMOTED) & (grade > before))).sum())
    if wrong:
        g.line("directions", tr(
            "{n:,} rows say promoted and lead to a lower grade, or demoted and lead to a higher: the grades hold; is "
            "their order right?",
            "{n:,}行写作晋升而职级更低，或写作降级而职级更高：以职级为准；请核对职级高低", n=wrong),
            wrong, doubtful=True)  # fmt: skip
    changes = np.isin(kind, _CHANGES)
    both = same & changes & np.r_[False, changes[:-1]] & (day == np.r_[0, day[:-1]]) if len(person) else same
    twice = int((both & (grade != before)).sum())
    if twice:
        g.line("one_day", tr("{n:,} times somebody gets two grades on one day: the one that stands last holds",
                             "{n:,}人次同日有两次职级变动：以最后一行为准", n=twice), twice, doubtful=True)  # fmt: skip


def say_same_day(began: Integers, stop: Integers, g: Gathering) -> None:
    """People who left on the day on which they came; both of shape (spells,)."""
    none = int((stop <= began).sum())
    if none:
        g.line("same_day", tr("{n:,} people left on the day on which they came, and are not counted",
                              "{n:,}人入职当日离职：不计入", n=none), none, doubtful=True)  # fmt: skip
