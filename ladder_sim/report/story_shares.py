"""Promotion rates by group, and the ratio of the lowest to the highest with its interval."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from ladder_sim.bounds import bounded
from ladder_sim.display import number
from ladder_sim.intervals import Floats, Interval, mean_interval, ratio, t_quantile
from ladder_sim.wording import value_title

if TYPE_CHECKING:
    from ladder_sim.run import Run

FOUR_FIFTHS = 0.8
#: Groups of fewer people are not shown, as everywhere in a report.
SMALL = 5


@dataclass(frozen=True, slots=True)
class Group:
    """A group of people: how many on average, and their promotion rate, all replications together."""

    name: str
    people: float
    rate: float
    interval: Interval  # of the rates of single replications


@dataclass(frozen=True, slots=True)
class Rates:
    """The groups of one attribute under one scheme.

    `single` is the share of replications whose own ratio is below four fifths; `status` says where the pooled ratio
    lies: ``below`` four fifths, ``open`` where the interval holds it, ``apart`` above it but below 1, ``met`` where
    1 cannot be ruled out, ``none`` without a ratio.
    """

    groups: tuple[Group, ...]
    lowest: Group | None
    highest: Group | None
    ratio: Interval
    single: float
    status: Literal["below", "open", "apart", "met", "none"]

    @property
    def shown(self) -> tuple[Group, ...]:
        """The groups that are large enough."""
        return tuple(group for group in self.groups if group.people >= SMALL)


def audit(run: Run) -> dict[str, Rates]:
    """Attribute → the promotion rates of its groups."""
    sums = run.window().over(run.tally.groups)  # (replications, groups, [people-months, promotions])
    made = {}
    for attribute in dict.fromkeys(a for a, _, _ in run.axes.groups):
        members = [i for i, (a, _, _) in enumerate(run.axes.groups) if a == attribute]
        names = [value_title(run.axes.groups[i][1]) for i in members]
        made[attribute] = _rates(names, sums[:, members, 0] / 12, sums[:, members, 1], run.months / 12)
    return made


def _rates(names: list[str], years: Floats, promotions: Floats, length: float) -> Rates:
    """From person-years and promotions, shape (replications, groups)."""
    pooled = ratio(promotions.sum(axis=0), years.sum(axis=0))
    each = ratio(promotions, years)
    groups = tuple(
        Group(
            name,
            float(years[:, i].mean() / length),
            float(pooled[i]),
            bounded(mean_interval(each[:, i]), "share a year"),
        )
        for i, name in enumerate(names)
    )
    large = [i for i, group in enumerate(groups) if group.people >= SMALL and not math.isnan(group.rate)]
    if len(large) < 2 or max(pooled[large]) == 0:
        return Rates(groups, None, None, mean_interval([]), math.nan, "none")
    low, high = min(large, key=lambda i: pooled[i]), max(large, key=lambda i: pooled[i])
    found = _jackknife(promotions[:, low], years[:, low], promotions[:, high], years[:, high])
    own = each[:, large]
    singles = ratio(own.min(axis=1), own.max(axis=1))
    usable = singles[~np.isnan(singles)]
    single = float((usable < FOUR_FIFTHS).mean()) if usable.size else math.nan
    return Rates(groups, groups[low], groups[high], found, single, _status(found))


def _jackknife(*sums: Floats) -> Interval:
    """The ratio of two pooled rates with the interval of leaving out one replication after the other."""
    n = len(sums[0])
    totals = [float(one.sum()) for one in sums]

    def of(a: Floats, b: Floats, c: Floats, d: Floats) -> Floats:
        return ratio(a * d, b * c)

    whole = float(of(*(np.array([t]) for t in totals))[0])
    if n < 2:
        return Interval(whole, math.nan, math.nan, n)
    left = of(*(t - one for t, one in zip(totals, sums, strict=True)))
    left = left[~np.isnan(left)]
    if left.size < 2:
        return Interval(whole, math.nan, math.nan, int(left.size))
    error = math.sqrt((left.size - 1) / left.size * float(((left - left.mean()) ** 2).sum()))
    half = t_quantile(0.975, left.size - 1) * error
    return Interval(whole, max(0.0, whole - half), whole + half, int(left.size))


def _status(found: Interval) -> Literal["below", "open", "apart", "met", "none"]:
    if math.isnan(found.low):
        return "none"
    if found.high < FOUR_FIFTHS:
        return "below"
    if found.low < FOUR_FIFTHS:
        return "open"
    return "apart" if found.high < 1 else "met"


def ratio_word(rates: Rates) -> str:
    """The ratio to two digits."""
    return number(rates.ratio.mean, 2)
