"""A difference between two schemes split into parts that add up to it, and the arithmetic of fair shares.

Two questions, two splits. *With its consequences*: parts of one scheme are exchanged for those of the other and every
mixture is played (`shapley`). *Direct*: read off the two runs as they are. Both are formed within each replication, so
that every bar has its range of luck.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import Title
from ladder_sim.results.averages import difference_interval
from ladder_sim.results.intervals import Interval, paired
from ladder_sim.results.measure import Measure

#: With its consequences, or read off the run.
Question = Literal["consequences", "direct"]
Coalition = frozenset[str]


@dataclass(frozen=True, slots=True)
class SplitPart:
    """Something of a scheme or of a run to which a share of a difference goes."""

    id: str
    title: Title


@dataclass(frozen=True, slots=True)
class Bar:
    """The share of one part, in the measure's unit.

    Parameters
    ----------
    values : shape (replications,); of a measure that is formed from all replications together (1 + samples,): the share
        of all of them, then those of the samples its interval is read from
    range : their mean with the 95 % interval
    equal : the part is the same in both schemes, so that its share is 0 for certain
    """

    part: SplitPart
    values: Floats
    range: Interval
    equal: bool = False  # the part is the same in both schemes, so that its share is 0 for certain


@dataclass(frozen=True, slots=True)
class Split:
    """A difference scheme − baseline and the bars that add up to it; `missing` says why there are none.

    `notes` says what could not be exchanged and what else a reader should know. `response` is the range of the pay bar
    over responses to pay from `response_from` to `response_to` (exponents), None where nobody asked or nobody responds.

    Parameters
    ----------
    question : ``"consequences"``: parts exchanged and played; ``"direct"``: read off the runs
    scheme, baseline : ids
    measure : what is split
    total : the difference, in the measure's unit
    pay_assumed : whether the bar of pay rests on an assumed response of leaving to pay
    """

    question: Question
    scheme: str
    baseline: str
    measure: Measure
    total: Interval
    bars: tuple[Bar, ...] = ()
    notes: tuple[Title, ...] = ()
    missing: Title | None = None
    pay_assumed: bool = False
    response: Response | None = None

    def bar(self, part: str) -> Bar | None:
        """The bar of a part, None where the split has no such part.

        Parameters
        ----------
        part : its id
        """
        return next((bar for bar in self.bars if bar.part.id == part), None)


@dataclass(frozen=True, slots=True)
class Response:
    """The mean of the pay bar at other responses of leaving to pay.

    Parameters
    ----------
    assumed : the exponent of pay ÷ market in use
    exponents : the two that were tried
    bars : the pay bar with each, in the measure's unit
    replications : how many were played for it
    """

    assumed: float
    exponents: tuple[float, float]
    bars: tuple[float, float]
    replications: int  # how many were played for it

    @property
    def low(self) -> float:
        """The lower of the two bars."""
        return min(self.bars)

    @property
    def high(self) -> float:
        """The higher of the two bars."""
        return max(self.bars)


def shapley(players: Sequence[str], worth: Callable[[Coalition], Floats]) -> dict[str, Floats]:
    """The Shapley value of each player: its marginal worth averaged over all orders in which players may join.

    Parameters
    ----------
    players : in any order, which changes nothing
    worth : of a coalition, shape (replications,)

    Returns
    -------
    By player, shape (replications,), in the unit of `worth`; they add up to the worth of all less that of none.

    References
    ----------
    L. S. Shapley, A value for n-person games, Contributions to the Theory of Games II (1953) 307–317.
    """
    names, n = sorted(players), len(players)
    found = {name: np.zeros(np.shape(worth(frozenset()))) for name in names}
    for name in names:
        rest = [other for other in names if other != name]
        for size in range(n):
            weight = math.factorial(size) * math.factorial(n - size - 1) / math.factorial(n)
            for chosen in combinations(rest, size):
                have = frozenset(chosen)
                found[name] = found[name] + weight * (worth(have | {name}) - worth(have))
    return {name: found[name] for name in players}


def product_shares(before: Sequence[Floats], after: Sequence[Floats]) -> list[Floats]:
    """The Shapley values of the factors of a product that change from `before` to `after`.

    By the multilinear extension φᵢ = (bᵢ − aᵢ) ∫₀¹ Πⱼ≠ᵢ (aⱼ + t(bⱼ − aⱼ)) dt, a polynomial that the rule of Gauss and
    Legendre integrates exactly (G. Owen, Multilinear extensions of games, Management Science 18 (1972) 64–79).

    Parameters
    ----------
    before, after : the factors, in the same order, each of any one shape

    Returns
    -------
    A share for each factor, of that shape, in the unit of the product; they add up to the product's change.
    """
    n = len(before)
    nodes, weights = np.polynomial.legendre.leggauss(max(1, (n + 1) // 2))
    steps = [b - a for a, b in zip(before, after, strict=True)]
    found = [np.zeros(np.shape(step)) for step in steps]
    for node, weight in zip((nodes + 1) / 2, weights / 2, strict=True):
        at = [a + node * step for a, step in zip(before, steps, strict=True)]
        for i, step in enumerate(steps):
            others = np.ones(np.shape(step))
            for j, value in enumerate(at):
                others = others if i == j else others * value
            found[i] = found[i] + weight * step * others
    return found


def bars_of(
    measure: Measure, shares: dict[SplitPart, Floats], replications: int, equal: Sequence[SplitPart] = ()
) -> list[Bar]:
    """Bars with their ranges from shares; replications in which any share is undefined belong to none of them.

    Parameters
    ----------
    shares : of each part, in the measure's unit; shape (replications,), of a pooled measure (1 + samples,)
    equal : parts that both schemes have alike: a bar of 0
    """
    made = [Bar(part, values, difference_interval(values, measure, replications)) for part, values in shares.items()]
    zero = np.zeros(1 if not made else len(made[0].values))
    made += [Bar(part, zero, Interval(0.0, 0.0, 0.0, replications), equal=True) for part in equal]
    return made


def together(values: Sequence[Floats]) -> tuple[Floats, ...]:
    """The same arrays, shape (replications,), undefined in every replication in which one of them is."""
    gone = np.isnan(np.array(values)).any(axis=0) if len(values) else np.zeros(0, bool)
    return tuple(np.where(gone, math.nan, one) for one in values)


def total_of(measure: Measure, own: Floats, base: Floats, replications: int) -> Interval:
    """The difference own − base that bars add up to, over the replications in which all of them are defined.

    Parameters
    ----------
    own, base : in the measure's unit, shape (replications,), of a pooled measure (1 + samples,); NaN where undefined
    replications : how many were played
    """
    return difference_interval(paired(own, base), measure, replications)
