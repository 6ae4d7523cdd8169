"""Leavers by length of service: as they were seen, and as replications say."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from ladder_sim.backtest.observed import Horizon
from ladder_sim.core.arrays import Floats, Integers
from ladder_sim.core.i18n import tr
from ladder_sim.history.leaving import survival_of
from ladder_sim.history.months import completed
from ladder_sim.results.coded import EVENT_COLUMNS, EVENTS

if TYPE_CHECKING:
    from ladder_sim.history.fit import Fit
    from ladder_sim.history.record import PeopleHistory
    from ladder_sim.results.run import Run

#: Completed months of service at which each class begins.
CLASSES = (0, 12, 36, 120, 240)
_AT = {name: place for place, name in enumerate(EVENT_COLUMNS)}


def class_title(place: int) -> str:
    """``1 to 3 years of service``."""
    years = [months // 12 for months in CLASSES]
    if place == 0:
        return tr("under {b} year of service", "司龄不满{b}年", b=years[1])
    if place == len(CLASSES) - 1:
        return tr("{a} years of service and more", "司龄{a}年及以上", a=years[-1])
    return tr("{a} to {b} years of service", "司龄{a}至{b}年", a=years[place], b=years[place + 1])


def _class_of(months: Integers) -> Integers:
    made: Integers = np.clip(np.searchsorted(np.array(CLASSES), months, side="right") - 1, 0, len(CLASSES) - 1)
    return made


def seen_by_service(history: PeopleHistory, horizon: Horizon) -> Floats:
    """Leavers by period and class of service, shape (periods, classes); between two snapshots, on the day between."""
    spells = history.spells
    day = np.where(spells.seen < spells.stop, (spells.seen + spells.stop) // 2, spells.stop)
    of = _class_of(completed(spells.hired, np.maximum(day, spells.hired)))
    made = []
    for first, last in horizon.cuts:
        inside = spells.left & (spells.stop > first) & (spells.stop <= last)
        made.append(np.bincount(of[inside], minlength=len(CLASSES)))
    return np.array(made, float)


def played_by_service(run: Run, horizon: Horizon, fit: Fit) -> Floats:
    """The same of a run with its events, shape (replications, periods, classes).

    Who goes on outside the grades is no leaver: an exit counts by the share of its chance that is leaving. Who came and
    left between two snapshots was not seen.
    """
    counts = run.counts
    assert counts.events is not None and counts.people is not None
    rows = counts.events[counts.events[:, _AT["event"]] == EVENTS.index("exit")]
    month, replication = rows[:, _AT["month"]], rows[:, _AT["replication"]]
    months = _service(counts.people, replication, rows[:, _AT["person"]], month)
    period = np.searchsorted(np.array(horizon.months), month, side="left")
    inside = period < len(horizon.months)
    made = np.zeros((counts.headcount.shape[0], len(horizon.months), len(CLASSES)))
    weight = _share_leaving(fit, months, rows[:, _AT["from"]])
    np.add.at(made, (replication[inside], period[inside], _class_of(months)[inside]), weight[inside])
    if fit.history.snapshots:
        survival = survival_of(fit.leaving)
        hires = counts.hires.sum(axis=2)
        for place, (begin, end) in enumerate(pairwise((0, *horizon.months))):
            made[:, place, 0] -= hires[:, begin:end] @ (1 - survival[np.arange(end - begin, 0, -1)])
    return made


def _service(people: object, replication: Integers, person: Integers, month: Integers) -> Integers:
    """Completed months of service of people in a month of the run."""
    table: dict[str, Integers] = people  # type: ignore[assignment]  # frozen columns of numbers
    width = np.int64(table["person"].max()) + 1
    keys = table["replication"].astype(np.int64) * width + table["person"]
    at = np.searchsorted(keys, replication.astype(np.int64) * width + person)
    since = np.maximum(0, table["joined"][at] - 1)
    made: Integers = np.maximum(0, table["months_employed"][at] + month - 1 - since)
    return made


def _share_leaving(fit: Fit, months: Integers, grade: Integers) -> Floats:
    """The share of the chance to be gone that is leaving, of each exit."""
    if fit.outward is None:
        return np.ones(len(months))
    starts, chance = np.array(fit.leaving.starts), np.array(fit.leaving.chance)
    place = np.clip(grade, 0, len(fit.outward.chance) - 1)
    leaving = chance[np.searchsorted(starts, months, side="right") - 1]
    leaving = leaving * (np.array(fit.leaving.by_grade)[place] if fit.leaving.by_grade else 1.0)
    total = leaving + np.array(fit.outward.chance)[place]
    made: Floats = np.divide(leaving, total, out=np.ones(len(months)), where=total > 0)
    return made
