"""People, what happens to them, and how long they stay in a grade, as tables; ready for survival analysis.

Time in a grade runs in months. Moves take effect on the first of a month, after whole months. Who leaves does so in
the month that follows, on its first (by a move) or its last day (of their own accord): for all half a month later. Who
is seen last on the run's last day is not at risk of the next day's move, and who is there on the first day came after
that day's: both by `A_DAY`. With these times the estimators of survival libraries, which know no order within a moment,
give what the measures of waiting give.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ladder_sim.core.arrays import Numbers
from ladder_sim.model.kinds import CAUSES
from ladder_sim.results.coded import (
    BY_EXIT,
    BY_OTHER,
    BY_PROMOTION,
    CENSORED,
    EVENT_COLUMNS,
    EVENTS,
    WAIT_ENDS,
    RunEvent,
)
from ladder_sim.results.columns import Codes, Counted, FrameColumn, category, day_of, grade_category, month_end

if TYPE_CHECKING:
    import pandas as pd

#: How a newcomer is called beside people with ids of their own; the number of the agent follows.
NEWCOMER = "hire-"
A_DAY, MID_MONTH = 1 / 32, 0.5  # of a month
#: Columns that an attribute of the workforce might be called like.
OURS = frozenset(
    ("replication", "person", "agent", "joined", "grade", "months_employed", "months_in_grade", "left", "cause",
     "entered", "entered_date", "served", "months", "ended_by", "start", "stop", "to_grade")
)  # fmt: skip
_QUIET: tuple[RunEvent, ...] = ("hire", "case failed", "token earned", "table", "status begins", "status ends",
                             "return waits")  # fmt: skip
_NO_CHANGE = [EVENTS.index(event) for event in _QUIET]


def times(served: Codes, months: Codes, end: Codes) -> dict[str, npt.NDArray[np.float64]]:
    """When stays come under observation and when they end, in months in the grade; shape (stays,) each.

    Parameters
    ----------
    served, months : completed months in the grade when first and when last seen, shape (stays,)
    end : codes of `WAIT_ENDS`, shape (stays,)

    Returns
    -------
    `start` and `stop`: an exit in the middle of the month, a stay that goes on ends a day before a move could end it.
    """
    shift = np.zeros(len(WAIT_ENDS))
    shift[BY_EXIT], shift[CENSORED] = MID_MONTH, -A_DAY
    return {"start": served + A_DAY * (served > 0), "stop": months + shift[end]}


def waits(c: Counted, zeros: bool) -> pd.DataFrame:
    """Stays counted: those of one replication and grade that begin, last and end alike."""
    import pandas as pd

    replication, grade, served, months, end, number = np.asarray(c.counts.waits).reshape(-1, 6).T
    return pd.DataFrame(
        {
            "replication": c.replication(replication),
            "grade": grade_category(grade, c),
            "served": served.astype(np.int32),
            "months": months.astype(np.int32),
            "ended_by": category(end, WAIT_ENDS),
            **times(served, months, end),
            "people": number,
        }
    )


def events(c: Counted, zeros: bool) -> pd.DataFrame:
    """The event log."""
    import pandas as pd

    log = _log(c)
    return pd.DataFrame(
        {
            "replication": c.replication(log["replication"]),
            "month": log["month"].astype(np.int32),
            "date": day_of(c.workforce.start, log["day"]),
            **_who(c, log["person"]),
            "event": category(log["event"], EVENTS),
            "cause": category(log["cause"], CAUSES),
            "move": category(log["move"], [move.id for move in c.axes.moves]),
            "from_grade": grade_category(log["from"], c),
            "to_grade": grade_category(log["to"], c, exit_too=True),
            "detail": category(log["detail"], c.axes.details),
        }
    )


def people(c: Counted, zeros: bool) -> pd.DataFrame:
    """Everybody who was ever there."""
    import pandas as pd

    them = _people(c)
    log = _log(c)
    gone = log["event"] == EVENTS.index("exit")
    place = _places(c, log["replication"][gone], log["person"][gone])
    left, cause = np.full(len(them["person"]), -1, np.int64), np.full(len(them["person"]), -1, np.int64)
    left[place], cause[place] = log["month"][gone], log["cause"][gone]
    return pd.DataFrame(
        {
            "replication": c.replication(them["replication"]),
            **_who(c, them["person"]),
            "joined": them["joined"],
            "grade": grade_category(them["grade"], c),
            "months_employed": them["months_employed"],
            "months_in_grade": them["months_in_grade"],
            "left": _whole(left),
            "cause": category(cause, CAUSES),
            **_attributes(c, np.arange(len(them["person"]))),
        }
    )


def spells(c: Counted, zeros: bool) -> pd.DataFrame:
    """One row per person and stay in a grade, with entry, end, cause and groups."""
    import pandas as pd

    them, stay = _people(c), _stays(c)
    who, ends = stay["who"], stay["ends"]
    served = np.maximum(-stay["since"], 0)
    months = np.where(ends >= 0, stay["month"] - 1, c.months) - stay["since"]
    end = stay["end"]
    left = np.where(ends >= 0, stay["month"], -1)
    return pd.DataFrame(
        {
            "replication": c.replication(them["replication"][who]),
            **_who(c, them["person"][who]),
            "grade": grade_category(stay["grade"], c),
            "entered": np.where(stay["there"], 0, stay["since"] + 1).astype(np.int32),
            "entered_date": month_end(c.workforce.start, stay["since"]) + np.timedelta64(1, "D"),
            "left": _whole(left),
            "served": served.astype(np.int32),
            "months": months.astype(np.int32),
            "ended_by": category(end, WAIT_ENDS),
            **times(served, months, end),
            "cause": category(stay["cause"], CAUSES),
            "to_grade": grade_category(stay["to"], c, exit_too=True),
            "joined": them["joined"][who],
            **_attributes(c, who),
        }
    )


def _stays(c: Counted) -> dict[str, npt.NDArray[np.int64]]:
    """The stays in grades: whose, in which grade, since the end of which month, and the event that ended each."""
    them, log = _people(c), {name: np.append(codes, -1) for name, codes in _log(c).items()}  # -1 reads the last
    number = len(them["person"])
    changes = np.flatnonzero(~np.isin(log["event"], [-1, *_NO_CHANGE]) & (log["from"] != log["to"]))
    of = _places(c, log["replication"][changes], log["person"][changes])
    changes, of = (values[np.argsort(of, kind="stable")] for values in (changes, of))
    # a person's stays: from the start on, then from each change on that leads to a grade
    who = np.concatenate([np.arange(number), of])
    begun = np.concatenate([np.full(number, -1), changes])
    turn = np.argsort(who, kind="stable")
    who, begun = who[turn], begun[turn]
    ends = np.full(len(who), -1)
    same = np.flatnonzero(who[1:] == who[:-1])
    ends[same] = begun[same + 1]
    outside = (begun >= 0) & (log["to"][begun] == len(c.grades))
    who, begun, ends = who[~outside], begun[~outside], ends[~outside]
    first = begun < 0
    newcomer = them["joined"][who] - 1
    started = np.where(them["joined"][who] > 0, newcomer, -them["months_in_grade"][who].astype(np.int64))
    return {
        "who": who,
        "there": first & (them["joined"][who] == 0),
        "grade": np.where(first, them["grade"][who], log["to"][begun]),
        "since": np.where(first, started, log["month"][begun] - 1),
        "ends": ends,
        "month": log["month"][ends],
        "end": _how(log, ends),
        "cause": np.where(ends >= 0, log["cause"][ends], -1),
        "to": np.where(ends >= 0, log["to"][ends], -1),
    }


def _how(log: dict[str, npt.NDArray[np.int64]], ends: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """By what stays end, as codes of `WAIT_ENDS`."""
    codes = np.full(len(EVENTS), BY_OTHER)
    codes[EVENTS.index("promotion")], codes[EVENTS.index("exit")] = BY_PROMOTION, BY_EXIT
    return np.where(ends >= 0, codes[log["event"][ends]], CENSORED)


def _log(c: Counted) -> dict[str, npt.NDArray[np.int64]]:
    """The columns of the event log."""
    assert c.counts.events is not None
    return {name: c.counts.events[:, i].astype(np.int64) for i, name in enumerate(EVENT_COLUMNS)}


def _people(c: Counted) -> dict[str, Numbers]:
    assert c.counts.people is not None
    return c.counts.people


def _places(c: Counted, replication: Codes, person: Codes) -> npt.NDArray[np.int64]:
    """Where in the table of people somebody stands, which is in the order of replications and persons."""
    them = _people(c)
    wide = np.int64(1) << 32
    return np.searchsorted(them["replication"] * wide + them["person"], replication * wide + person)


def _who(c: Counted, agent: Codes) -> dict[str, FrameColumn]:
    """Who somebody is: `person`, and `agent`, the number in the run, which names the luck.

    With a roster `person` is its own id, so that a join with the roster is right; newcomers, whom it has not, are
    called by names that stand nowhere in it. Where the people are drawn it is the number too.
    """
    number = np.asarray(agent).astype(np.int32)
    roster = c.workforce.people.roster
    if roster is None:
        return {"person": number, "agent": number}
    ids = list(roster.person)
    known = number < len(ids)
    new, codes = np.unique(number[~known], return_inverse=True)
    name = NEWCOMER
    while any(one.startswith(name) for one in ids):
        name = f"_{name}"
    where = number.copy()
    where[~known] = len(ids) + codes
    return {"person": category(where, [*ids, *(f"{name}{one}" for one in new)]), "agent": number}


def _whole(values: npt.NDArray[np.int64]) -> pd.arrays.IntegerArray:
    """Whole numbers, -1 missing."""
    import pandas as pd

    return pd.arrays.IntegerArray(values.astype(np.int32), values < 0)


def _apart(name: str) -> str:
    """An attribute's column: one that is called as a column of ours gets a name of its own."""
    return f"{name}_attribute" if name in OURS else name


def _attributes(c: Counted, who: Codes) -> dict[str, FrameColumn]:
    """What is known of people from the start, categories by name."""
    them, made = _people(c), dict[str, FrameColumn]()
    for name, attribute in c.workforce.people.attributes.items():
        if f"attr:{name}" not in them:
            continue  # a clock, which has a column of its own
        values = them[f"attr:{name}"][who]
        if attribute.levels:
            codes = np.where(np.isnan(values), -1, np.nan_to_num(values, nan=-1)).astype(np.int32)
            made[_apart(name)] = category(codes, attribute.levels, ordered=attribute.ordered)
        else:
            made[_apart(name)] = values
    return made
