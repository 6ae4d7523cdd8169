"""Groups in one department of this size: what the four-fifths rule and a test find in a year, and by luck alone.

The measures of `parity` say how a scheme treats groups, over all replications together. An employer sees one course of
events: there the rates of equal groups differ too. How far is read from the worlds of `RunCounts.audit` in which people
bear the labels of others, so that the same people are promoted with the same luck and the scheme is blind to the group.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ladder_sim.core.arrays import Floats, Integers
from ladder_sim.core.thresholds import SMALL_GROUP
from ladder_sim.results.counts import GradeInfo
from ladder_sim.results.intervals import UNDEFINED, Interval, change_interval, pooled_interval, ratio, samples
from ladder_sim.results.parity import Counts, GroupPair, pairs

if TYPE_CHECKING:
    from ladder_sim.results.run import Run


#: Four fifths as whole numbers, so that a rate of exactly four fifths is never below it.
ABOVE, BELOW = 4, 5
#: A test that would find a true ratio of four fifths less often than this settles nothing (Cohen 1988, § 2.4).
POWER = 0.8
LEVEL = 0.05


def fails(promotions: Integers, months: Integers) -> npt.NDArray[np.bool_]:
    """Whether a group's rate lies strictly below four fifths of another's.

    Groups of fewer than five people on average are left out, as everywhere; without two that are large enough, or
    without a promotion, nothing fails.

    Parameters
    ----------
    promotions, months : of each group in a year, people and person-months, whole numbers; shape (…, groups)
    """
    there = months >= 12 * SMALL_GROUP
    mine = BELOW * promotions[..., :, None] * months[..., None, :]
    other = ABOVE * promotions[..., None, :] * months[..., :, None]
    low: npt.NDArray[np.bool_] = (mine < other) & there[..., :, None] & there[..., None, :]
    return np.asarray(low.any(axis=(-2, -1)))


@dataclass(frozen=True, slots=True)
class Department:
    """A year of one department, by an attribute: shares of the years with any promotion.

    Parameters
    ----------
    people, promotions : on average in a year, of the groups together
    fails, fails_blind : four fifths is failed under the scheme; and where labels are shuffled
    found, found_blind : Fisher's exact test of some group against the others gives p < 0.05, corrected for their
        number; the same of shuffled labels
    apart : the groups lie further apart than in 95 of 100 years with shuffled labels, a test that is right also where
        one person is promoted more than once; of shuffled labels it is one year in twenty
    power : the chance that Fisher's test finds a true ratio of four fifths, of the pair where it is highest
    """

    attribute: str
    people: float
    promotions: float
    years: int
    fails: Interval
    fails_blind: Interval
    found: Interval
    found_blind: Interval
    apart: Interval
    power: float

    @property
    def tells(self) -> bool:
        """Whether a year of one such department can tell of groups at all."""
        return self.power >= POWER


def departments(run: Run) -> list[Department]:
    """A record for each attribute that is audited; none of runs shorter than a year."""
    whole = run.months // 12
    if not whole or not run.counts.audit:
        return []
    found = []
    for attribute in dict.fromkeys(name for name, _, _ in run.axes.groups):
        members = [i for i, group in enumerate(run.axes.groups) if group[0] == attribute]
        own = run.counts.audit["steps"][:, :whole, members].sum(axis=3, dtype=np.int64)  # (R, years, members, 2)
        blind = run.counts.audit["shuffled"][:, :whole][:, :, :, members].astype(np.int64)  # (R, years, worlds, …)
        found.append(_department(attribute, own, blind))
    return found


def _department(attribute: str, own: Integers, blind: Integers) -> Department:
    months, promotions = own[..., 0], own[..., 1]
    sizes = months.mean(axis=(0, 1)) / 12
    rest = [(round(size), round(sizes.sum() - size)) for size in sizes.tolist() if size >= SMALL_GROUP]
    mean = float(promotions.sum(axis=2).mean())
    return Department(
        attribute, float(sizes.sum()), mean, int((promotions.sum(axis=2) > 0).sum()),
        _share(fails(promotions, months), promotions), _share(fails(blind[..., 1], blind[..., 0]), blind[..., 1]),
        _share(detected(promotions, months), promotions),
        _share(detected(blind[..., 1], blind[..., 0]), blind[..., 1]),
        _share(_further(own, blind), promotions),
        max((power(a, b, mean) for a, b in rest if b), default=math.nan),
    )  # fmt: skip


def _share(true: npt.NDArray[np.bool_], promotions: Integers) -> Interval:
    """The share of years with any promotion of which something is true, all replications together."""
    some = promotions.sum(axis=-1) > 0
    axes = tuple(range(1, some.ndim))
    yes, all_ = (true & some).sum(axis=axes).astype(float), some.sum(axis=axes).astype(float)
    weights = samples(len(yes))
    return pooled_interval(ratio(weights @ yes, weights @ all_), len(yes))


def _further(own: Integers, blind: Integers) -> npt.NDArray[np.bool_]:
    """Whether the groups of a year lie further apart than in 95 of 100 years of shuffled labels; shape (R, years)."""
    luck = _distance(blind)
    there = luck[~np.isnan(luck)]
    if not there.size:
        return np.zeros(own.shape[:2], bool)
    # strictly beyond: few promotions give few distances, and what is as far as luck goes is luck
    return np.asarray(_distance(own) > np.quantile(there, 1 - LEVEL, method="higher"))


def _distance(table: Integers) -> Floats:
    """How far the group furthest from the others is from them, as a log ratio; NaN without promotions or two groups."""
    months, promotions = table[..., 0].astype(np.float64), table[..., 1].astype(np.float64)
    there = months >= 12 * SMALL_GROUP
    found = np.full(table.shape[:-2], np.nan)
    for i in range(table.shape[-2]):
        rest = promotions.sum(axis=-1) - promotions[..., i], months.sum(axis=-1) - months[..., i]
        counts = Counts(promotions[..., i], months[..., i], *rest)
        fine = there[..., i] & (rest[1] >= 12 * SMALL_GROUP)
        found = np.fmax(found, np.where(fine, np.abs(counts.log_ratio()), np.nan))
    return found


# --- the exact test -------------------------------------------------------------------------------


def detected(promotions: Integers, months: Integers) -> npt.NDArray[np.bool_]:
    """Whether Fisher's exact test finds some group apart from the others: p < 0.05, corrected for their number.

    Parameters
    ----------
    promotions, months : by group, shape (…, groups); people of a group are its person-months ÷ 12

    Returns
    -------
    Shape (…,).
    """
    there = months >= 12 * SMALL_GROUP
    number = np.maximum(promotions, np.rint(months / 12).astype(np.int64))
    number, promotions = np.where(there, number, 0), np.where(there, promotions, 0)
    heads, total = number.sum(axis=-1), promotions.sum(axis=-1)
    found = np.zeros(heads.shape, bool)
    groups = promotions.shape[-1]
    tests = 1 if groups == 2 else groups
    for i in range(tests):
        keys = np.stack([number[..., i], heads - number[..., i], total, promotions[..., i]], axis=-1)
        different, back = np.unique(keys.reshape(-1, 4), axis=0, return_inverse=True)
        below = np.zeros(len(different), bool)
        near = np.flatnonzero(_likelihood(*different.T) * tests < LEVEL * (1 + 1e-6))  # p is no less than that
        for place, (a, b, k, x) in zip(near.tolist(), different[near].tolist(), strict=True):
            below[place] = fisher(a, b, k)[x - max(0, k - b)] * tests < LEVEL
        found |= below[back.ravel()].reshape(heads.shape)
    return found


def _likelihood(own: Integers, rest: Integers, promoted: Integers, of_own: Integers) -> Floats:
    """The chance of just this table among those with the same margins; shapes as given."""
    logs = _log_factorials(int((own + rest).max(initial=0)))

    def choose(n: Integers, k: Integers) -> Floats:
        made: Floats = logs[n] - logs[k] - logs[n - k]
        return made

    ways = choose(own, of_own) + choose(rest, promoted - of_own) - choose(own + rest, promoted)
    return np.exp(ways)


@lru_cache(maxsize=4096)
def _log_factorials(most: int) -> Floats:
    made: Floats = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, most + 1)))])
    return made


def _log_choose(n: int, k: Integers) -> Floats:
    logs = _log_factorials(n)
    made: Floats = logs[n] - logs[k] - logs[n - k]
    return made


@lru_cache(maxsize=65_536)
def fisher(own: int, rest: int, promoted: int) -> Floats:
    """Two-sided p of Fisher's exact test, for each number promoted of a group that there can be.

    From the lowest number to the highest, shape (numbers,). The chances of all tables with the same margins that are no
    more likely than the one seen (R. A. Fisher, Statistical Methods for Research Workers, 5th ed. 1934, § 21.02).

    Parameters
    ----------
    own, rest, promoted : people of the group, of the others, and how many of all are promoted
    """
    x = np.arange(max(0, promoted - rest), min(own, promoted) + 1)
    logs = _log_choose(own, x) + _log_choose(rest, promoted - x)
    chance = np.exp(logs - logs.max())
    chance /= chance.sum()
    order = np.argsort(chance, kind="stable")
    reached = np.cumsum(chance[order])
    last = np.searchsorted(chance[order], chance * (1 + 1e-7), side="right") - 1
    p: Floats = np.minimum(1.0, reached[last])
    return p


@lru_cache(maxsize=1024)
def power(own: int, rest: int, promotions: float) -> float:
    """The chance that Fisher's test gives p < 0.05 where a group's true rate is four fifths of the others'.

    Each person is promoted or not, by binomials; `promotions` in all are expected.
    """
    rate = promotions / (rest + own * ABOVE / BELOW)
    if not 0 < rate < 1:
        return math.nan
    mine, others = _binomial(own, rate * ABOVE / BELOW), _binomial(rest, rate)
    found = 0.0
    for total in range(own + rest + 1):
        x = np.arange(max(0, total - rest), min(own, total) + 1)
        chance = mine[x] * others[total - x]
        if chance.sum() > 1e-12:
            found += float(chance[fisher(own, rest, total) < LEVEL].sum())
    return found


def _binomial(n: int, p: float) -> Floats:
    k = np.arange(n + 1)
    made: Floats = np.exp(_log_choose(n, k) + k * math.log(p) + (n - k) * math.log1p(-p))
    return made


# --- by person and by step ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """Promotions of a group out of a grade against everybody else there: its log ratio, and persons short a year."""

    pair: GroupPair
    grade: GradeInfo | None  # None: the whole ladder
    ratio: Interval
    short: Interval


def steps(run: Run) -> Iterator[Step]:
    """For each pair of groups the whole ladder, then its grades; only where both sides have five people on average."""
    if not run.counts.audit:
        return
    table = run.counts.audit["steps"].sum(axis=1, dtype=np.float64)  # (R, groups, grades, [person-months, promotions])
    covered = [i for i, grade in enumerate(run.axes.grades) if grade.covered and not grade.top]
    for pair in pairs(run.axes):
        yield _step(run, pair, None, table.sum(axis=2))
        for i in covered:
            made = _step(run, pair, run.axes.grades[i], table[:, :, i])
            if made.ratio.n:
                yield made


def _step(run: Run, pair: GroupPair, grade: GradeInfo | None, table: Floats) -> Step:
    own, rest = table[:, pair.own], table[:, list(pair.rest)].sum(axis=1)
    counts = Counts(own[:, 1], own[:, 0], rest[:, 1], rest[:, 0])
    if min(own[:, 0].mean(), rest[:, 0].mean()) < SMALL_GROUP * run.months:
        return Step(pair, grade, UNDEFINED, UNDEFINED)
    drawn = counts.pooled(samples(run.replications)).log_ratio()
    found = pooled_interval(drawn, run.replications, error=counts.error())
    return Step(pair, grade, found, change_interval(counts.short() * 12 / run.months))
