"""What a changeover costs: month by month, in its first year, and when it has settled."""

from __future__ import annotations

from dataclasses import dataclass

from ladder_sim.core.arrays import Floats
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.intervals import Interval, change_interval, mean_interval
from ladder_sim.results.run import Run

YEAR = 12


@dataclass(frozen=True, slots=True)
class SwitchMonth:
    """One month of a way: labor cost of everybody more than under the old scheme, and the part that is protection.

    Parameters
    ----------
    month : of the run, from 1
    more : paired by replication, money
    protection : base pay above (or below) the tables, money; a part of `more`
    """

    month: int
    more: Interval
    protection: Interval


@dataclass(frozen=True, slots=True)
class SwitchCost:
    """What a way costs more than the old scheme.

    Parameters
    ----------
    months : of the first year from the switch that the run has, at most 12
    first, first_protection : over these, money; the part of it that is protection of pay
    settled, settled_protection : over the last twelve months of the run, money; None where the run does not reach a
        year beyond the first
    last_protected : the last month of the run in which anybody is paid otherwise than by the tables; 0: none
    """

    scheme: str
    months: int
    first: Interval
    first_protection: Interval
    settled: Interval | None
    settled_protection: Interval | None
    last_protected: int


def labor_cost(run: Run) -> Floats:
    """Pay and what it costs on top, by month; money, shape (replications, months)."""
    counts = run.counts
    cost: Floats = counts.pay.sum(axis=(2, 3)) + counts.costs.sum(axis=(2, 3))
    return cost


def protection(run: Run) -> Floats:
    """Base pay above (or below) the tables after a changeover, by month; money, shape (replications, months)."""
    names = [name for name, _ in run.axes.parts]
    if "protection" not in names:
        return labor_cost(run) * 0.0
    paid: Floats = run.counts.pay[:, :, :, names.index("protection")].sum(axis=2)
    return paid


def months_of(comparison: Comparison, scheme: str, first: int, last: int) -> list[SwitchMonth]:
    """The months of a way against the baseline.

    Parameters
    ----------
    first, last : months of the run, both included
    """
    more = labor_cost(comparison[scheme]) - labor_cost(comparison[comparison.baseline])
    apart = protection(comparison[scheme])
    return [SwitchMonth(month, change_interval(more[:, month - 1]), mean_interval(apart[:, month - 1]))
            for month in range(first, last + 1)]  # fmt: skip


def cost_of(comparison: Comparison, scheme: str, month: int) -> SwitchCost:
    """What a way costs that begins in `month`, against the baseline."""
    run = comparison[scheme]
    more, apart = labor_cost(run) - labor_cost(comparison[comparison.baseline]), protection(run)
    year = slice(month - 1, month - 1 + YEAR)
    settled = run.months - month + 1 >= 2 * YEAR
    last = slice(run.months - YEAR, run.months)
    there = abs(apart).max(axis=0) > 0
    return SwitchCost(
        scheme, min(YEAR, run.months - month + 1), change_interval(more[:, year].sum(axis=1)),
        mean_interval(apart[:, year].sum(axis=1)),
        change_interval(more[:, last].sum(axis=1)) if settled else None,
        mean_interval(apart[:, last].sum(axis=1)) if settled else None,
        int(there.nonzero()[0].max()) + 1 if there.any() else 0,
    )  # fmt: skip
