"""Whether groups of people are promoted alike: each group against everybody else, over all replications together.

The measure is a log ratio with its sign, so that it lies as often above 0 as below where groups do not matter; the
lowest rate ÷ the highest always lies below 1, the further the fewer are promoted, and rises with promotions alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import Title
from ladder_sim.core.unit_words import audited_name, people_of
from ladder_sim.model.kinds import CAUSES, Cause
from ladder_sim.results.counts import Axes
from ladder_sim.results.intervals import FEW, Interval, normal_quantile, pooled_interval, ratio, samples, with_rare
from ladder_sim.results.period import Window

#: Of measures that compare groups: what stands before the attribute.
KINDS = ("fairness", "fairness_leaving", "fairness_dismissal", "fairness_pay")
#: Up to so many promotions the chances of luck alone are counted out.
EXACT = 20_000


@dataclass(frozen=True, slots=True)
class Counts:
    """Promotions and person-months of a group and of everybody else, each of shape (replications,), or (pools,)."""

    own: Floats
    own_months: Floats
    rest: Floats
    rest_months: Floats

    def pooled(self, weights: Floats) -> Counts:
        """The sums over replications.

        Parameters
        ----------
        weights : how often each replication is taken, shape (pools, replications)

        Returns
        -------
        Of shape (pools,) each.
        """
        return Counts(*(weights @ part for part in (self.own, self.own_months, self.rest, self.rest_months)))

    def log_ratio(self) -> Floats:
        """The logarithm of the group's promotion rate ÷ the others', shape (replications,) or (pools,).

        NaN without promotions or without one side. Half a promotion on each side takes away most of the bias of few
        counts and keeps a group without any promotion finite (Haldane, Annals of Human Genetics 20, 1956, 309–311;
        Anscombe, Biometrika 43, 1956, 461–464).
        """
        there = (self.own_months > 0) & (self.rest_months > 0) & (self.own + self.rest > 0)
        own, rest = (np.where(there, months, 1.0) for months in (self.own_months, self.rest_months))
        found: Floats = np.log((self.own + 0.5) / own) - np.log((self.rest + 0.5) / rest)
        return np.where(there, found, np.nan)

    def short(self) -> Floats:
        """How many people more of the group would be promoted at the rate of all together; below 0: fewer.

        Over the whole window, shape (replications,).
        """
        share = ratio(self.own_months, self.own_months + self.rest_months)
        found: Floats = share * (self.own + self.rest) - self.own
        return found

    def error(self) -> float:
        """The standard error of the pooled log ratio from its counts alone where one of them is small, else 0.

        √(1 ÷ (own + ½) + 1 ÷ (rest + ½)), by the delta method for two Poisson counts with half an event on each.
        """
        own, rest = float(self.own.sum()), float(self.rest.sum())
        return math.sqrt(1 / (own + 0.5) + 1 / (rest + 0.5)) if min(own, rest) < FEW else 0.0

    def null(self) -> tuple[float, float]:
        """How far from 0 luck alone takes the log ratio in 95 of 100 cases: pooled, and in a single replication.

        As if each promotion fell on a head at random (the exact binomial distribution); NaN without promotions or
        without one side.
        """
        own, rest = float(self.own_months.sum()), float(self.rest_months.sum())
        promotions = (self.own + self.rest).astype(np.int64)
        if not own or not rest or not promotions.any():
            return math.nan, math.nan
        share = own / (own + rest)
        return _by_luck(promotions.sum(keepdims=True), share), _by_luck(promotions[promotions > 0], share)


def _by_luck(promotions: npt.NDArray[np.int64], share: float) -> float:
    """What the log ratio keeps within in 95 of 100 cases where so many promotions, all > 0, fall on heads at random."""
    most = int(promotions.max())
    if most > EXACT:  # then the normal distribution says the same
        n = float(promotions.mean())
        return normal_quantile(0.975) * math.sqrt(1 / (n * share) + 1 / (n * (1 - share)))
    factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, most + 1)))])
    apart, chance = [], []
    for total, times in zip(*np.unique(promotions, return_counts=True), strict=True):
        own = np.arange(total + 1)
        ways = factorial[total] - factorial[own] - factorial[total - own]
        chance.append(times * np.exp(ways + own * math.log(share) + (total - own) * math.log1p(-share)))
        apart.append(np.abs(np.log((own + 0.5) / share) - np.log((total - own + 0.5) / (1 - share))))
    found, weight = np.concatenate(apart), np.concatenate(chance)
    order = np.argsort(found, kind="stable")
    reached = np.cumsum(weight[order]) / weight.sum()
    return float(found[order][np.searchsorted(reached, 0.95 - 1e-12)])


#: What else groups are compared in: leaving of their own accord, and for poor work or on probation.
Events = Literal["leaving", "dismissal"]
CAUSES_OF: dict[Events, tuple[Cause, ...]] = {"leaving": ("voluntary",), "dismissal": ("dismissal", "probation")}


@dataclass(frozen=True, slots=True)
class GroupPair:
    """A group of an attribute against everybody else of it."""

    attribute: str
    value: str
    own: int  # on the axis of groups
    rest: tuple[int, ...]
    group: Title  # as a table names it
    against: Title | None  # the other group, where there is only one
    whose: Title  # as a sentence names its people
    rest_of: Title  # the people it is compared with

    @property
    def name(self) -> str:
        """The measure's name."""
        return f"fairness:{self.attribute}:{self.value}"

    @property
    def title(self) -> Title:
        """What is compared, with both groups."""
        return self._told(Title("Promotion rate", "晋升率"))

    def _told(self, what: Title) -> Title:
        told = Title("{what} by {by}: {group} ÷ {rest}", "按{by}的{what}：{group}÷{rest}")
        return told.fill(what=what, by=audited_name(self.attribute), group=self.whose, rest=self.rest_of)

    def of(self, what: str, title: Title) -> tuple[str, Title]:
        """Name and title of the measure that compares the groups in something else."""
        return f"fairness_{what}:{self.attribute}:{self.value}", self._told(title)

    def left(self, w: Window, what: Events) -> Counts:
        """Exits in place of promotions, by replication.

        Parameters
        ----------
        what : ``"leaving"`` of their own accord; ``"dismissal"`` for poor work or on probation
        """
        months = w.over(w.counts.groups)[..., 0]
        exits = w.over(w.counts.audit["exits"])[..., [CAUSES.index(cause) for cause in CAUSES_OF[what]]].sum(axis=2)
        rest = list(self.rest)
        return Counts(exits[:, self.own], months[:, self.own], exits[:, rest].sum(axis=1), months[:, rest].sum(axis=1))

    def pay_ratio(self, w: Window, weights: Floats | None = None) -> Floats:
        """The logarithm of the group's mean monthly pay ÷ the others'; NaN without one side.

        Parameters
        ----------
        weights : how often each replication is taken, shape (pools, replications); None: each replication by itself

        Returns
        -------
        Shape (replications,), or (pools,) of `weights`.
        """
        months, pay = w.over(w.counts.groups)[..., 0], w.over(w.counts.audit["pay"])
        if weights is not None:
            months, pay = weights @ months, weights @ pay
        rest = list(self.rest)
        apart = ratio(pay[:, self.own] * months[:, rest].sum(axis=1), pay[:, rest].sum(axis=1) * months[:, self.own])
        found: Floats = np.log(np.where(apart > 0, apart, np.nan))
        return found

    def counts(self, w: Window) -> Counts:
        """By replication."""
        sums = w.over(w.counts.groups)  # (replications, groups, [person-months, promotions])
        rest = sums[:, list(self.rest)].sum(axis=1)
        return Counts(sums[:, self.own, 1], sums[:, self.own, 0], rest[:, 1], rest[:, 0])


def pairs(axes: Axes) -> list[GroupPair]:
    """Each audited group against the rest; of two groups the first alone, as the other's is the same turned round."""
    made: list[GroupPair] = []
    for attribute in dict.fromkeys(a for a, _, _ in axes.groups):
        members = [i for i, (a, _, _) in enumerate(axes.groups) if a == attribute]
        for i in members[: 1 if len(members) == 2 else None]:
            rest = tuple(j for j in members if j != i)
            if rest:
                made.append(_pair(axes, i, rest))
    return made


def _pair(axes: Axes, own: int, rest: tuple[int, ...]) -> GroupPair:
    attribute, value, group = axes.groups[own]
    _, other, against = axes.groups[rest[0]]
    alone = len(rest) == 1
    others = people_of(other, against) if alone else Title("everybody else", "其余人员")
    return GroupPair(
        attribute, value, own, rest, group, against if alone else None, whose=people_of(value, group), rest_of=others
    )


def rate_of(w: Window, group: int) -> Interval:
    """A group's promotions a year for every head, all replications together, with its 95 % interval.

    Parameters
    ----------
    group : place on the axis of groups
    """
    sums = w.over(w.counts.groups)[:, group]  # (replications, [person-months, promotions])
    drawn = samples(len(sums)) @ sums
    event = ratio(12.0, sums[:, 0].mean())
    found = pooled_interval(12 * ratio(drawn[:, 1], drawn[:, 0]), len(sums))
    return with_rare(found, 12 * sums[:, 1] / max(1.0, float(sums[:, 0].mean())), 0.95, float(np.nan_to_num(event)))


def attribute_of(measure: str) -> str | None:
    """The attribute whose groups a measure compares; None of one that compares no groups."""
    kind, _, rest = measure.partition(":")
    return rest.partition(":")[0] if kind in KINDS else None
