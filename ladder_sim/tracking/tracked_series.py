"""What is followed month by month: stocks of each grade, and promotions, leavers and pay of everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ladder_sim.core.arrays import Floats, Mask
from ladder_sim.core.i18n import Title, tr
from ladder_sim.results.run import Run

YEAR = 12
#: What a monthly file may tell.
TrackedKind = Literal["headcount", "promotions", "leavers", "pay"]
#: The kinds, as people call them; flows are followed as sums since the plan year began.
KINDS: Mapping[TrackedKind, Title] = {
    "headcount": Title("headcount", "人数"),
    "promotions": Title("promotions, year to date", "晋升人数（年内累计）"),
    "leavers": Title("leavers, year to date", "离职人数（年内累计）"),
    "pay": Title("pay bill, year to date", "薪酬总额（年内累计）"),
}


@dataclass(frozen=True, slots=True)
class TrackedSeries:
    """One line that is followed: its kind, and the id of its grade, '' of everybody."""

    kind: TrackedKind
    grade: str = ""

    @property
    def flow(self) -> bool:
        """Whether months add up."""
        return self.kind != "headcount"

    def title(self, run: Run) -> str:
        """What it is called in the language in use.

        Parameters
        ----------
        run : whose grades it is of
        """
        if not self.grade:
            return str(KINDS[self.kind])
        grade = next(one for one in run.axes.grades if one.id == self.grade)
        return tr("{what}, {grade}", "{what}：{grade}", what=KINDS[self.kind], grade=grade.title)


def predicted(run: Run, series: TrackedSeries) -> Floats:
    """What each replication has of a series in each month, not summed up; people, or money a month.

    Pay is every part of pay, without what an employer pays on top. Leavers are exits of every cause.

    Returns
    -------
    Shape (replications, months).
    """
    counts = run.counts
    if series.kind == "headcount":
        by_grade = counts.headcount[:, 1:].astype(np.float64)
    elif series.kind == "leavers":
        by_grade = counts.exits.sum(axis=3, dtype=np.float64)
    elif series.kind == "pay":
        by_grade = counts.pay.sum(axis=3, dtype=np.float64)
    else:
        up = [i for i, (move, _, _) in enumerate(run.axes.arcs) if run.axes.moves[move].kind == "promotion"]
        made: Floats = counts.moves[:, :, up].sum(axis=2, dtype=np.float64)
        return made
    if series.grade:
        place = [grade.id for grade in run.axes.grades].index(series.grade)
        one: Floats = by_grade[:, :, place]
        return one
    total: Floats = by_grade.sum(axis=2)
    return total


def to_date(values: Floats, known: Mask) -> Floats:
    """Sums since the plan year began over the months that are known.

    Parameters
    ----------
    values : by month, shape (…, months)
    known : shape (months,); the others add nothing

    Returns
    -------
    Shape (…, months).
    """
    kept = np.where(known, values, 0.0)
    made = [np.cumsum(kept[..., at : at + YEAR], axis=-1) for at in range(0, values.shape[-1], YEAR)]
    return np.concatenate(made, axis=-1)


def curves(run: Run, actual: Mapping[TrackedSeries, Floats], last: int) -> tuple[Floats, Floats]:
    """Each series as it is followed: of the replications, and as it came.

    A month that the file leaves out adds to neither, so that both are sums of the same months; months after the last
    one are taken for known.

    Parameters
    ----------
    actual : by series, shape (months,), NaN where nothing is known
    last : so many months are behind us

    Returns
    -------
    Shape (replications, series, months), and shape (series, months) with NaN where nothing is known.
    """
    plan, came = [], []
    for series, values in actual.items():
        known = ~np.isnan(values)
        known[last:] = True
        raw = predicted(run, series)
        plan.append(to_date(raw, known) if series.flow else raw)
        summed = to_date(np.nan_to_num(values), known) if series.flow else values
        came.append(np.where(np.isnan(values), np.nan, summed))
    return np.stack(plan, axis=1), np.stack(came)


def plan_years(months: int) -> Sequence[slice]:
    """The months of each year of the plan, the last one perhaps shorter."""
    return [slice(at, min(at + YEAR, months)) for at in range(0, months, YEAR)]
