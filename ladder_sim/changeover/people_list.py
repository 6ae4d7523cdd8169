"""The list of a switch by the keys of a roster, which stands only in the file that was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ladder_sim.changeover.day import SwitchDay
from ladder_sim.core.arrays import Integers
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.model.workforce import Workforce

#: The heads of the list by person; the same in both languages, for programs read it.
PERSON_COLUMNS = (
    "person",
    "chance",
    "month",
    "old_grade",
    "new_grade",
    "chance_of_grade",
    "before",
    "by_table",
    "paid",
)


def check_list(path: str | Path, workforce: Workforce) -> None:
    """Refuse a list by person that cannot be written; before any work.

    Raises
    ------
    LadderError
        The people are of no roster, or the file is there.
    """
    if workforce.people.roster is None:
        raise LadderError(tr("a list by person needs a roster; these people are made up",
                             "逐人清单需要花名册；当前人员为虚拟生成"))  # fmt: skip
    if Path(path).exists():
        raise LadderError(tr("{path} is there already and is left as it is; choose another name for the list",
                             "{path} 已存在，未作改动；请为逐人清单另选文件名", path=path))  # fmt: skip


def list_lines(day: SwitchDay) -> list[tuple[object, ...]]:
    """The heads, then a row for each real person: key, chance to pass, month, grades before and after with the chance
    of the latter, base pay before, by the tables and as paid; means where luck decides.
    """
    roster = day.workforce.people.roster
    assert roster is not None
    rows: list[tuple[object, ...]] = [PERSON_COLUMNS]
    person = day.people[:, 1]
    for number, key in enumerate(roster.person):
        mine = np.flatnonzero(person == number)
        if not mine.size:
            rows.append((key, 0.0, "", "", "", "", "", "", ""))
            continue
        new, share = _usual(day.people[mine, 4])
        old, _ = _usual(day.people[mine, 3])
        month = int(np.median(day.people[mine, 2]))
        pay = (round(float(values[mine].mean()), 2) for values in (day.before, day.table, day.paid))
        rows.append((key, mine.size / day.replications, month, day.grades[old].id, day.grades[new].id, share, *pay))
    return rows


def _usual(codes: Sequence[int] | Integers) -> tuple[int, float]:
    """The code that most have, and the share of them."""
    values, counts = np.unique(codes, return_counts=True)
    best = int(counts.argmax())
    return int(values[best]), float(counts[best] / counts.sum())
