"""How many are moved in a year to come where a number is set: its mean, its spread and what it remembers of the last.

A few years tell little of how much years differ. What sets the number for one move, a budget or an examination, sets it
for the others, so that each spread is drawn toward the mean of all. Whether the last year says anything of the next is
asked of the years themselves: each from the fourth on is foreseen from those before it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from ladder_sim.history.chances import NORMAL_95, dispersion_of
from ladder_sim.history.promotion import GradeStep
from ladder_sim.results.intervals import t_quantile

SHARED = 5  # years of each move as which the spread of all counts
MEMORIES = (0.5, -0.5)  # shares of the last year's departure from the mean that the next may keep
BETTER = 0.9  # of the squared error without memory that one with it must stay below
FIRST = 3  # years known before the first that is foreseen
AHEAD = 3  # years in which memory is written: an eighth of the departure is left in the last
LEAST = 0.2  # of the mean that is expected of any year
Z_LEAST, Z_MOST = -2.0, 1000.0  # standard deviations that a mean may lie below 0, or above
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class YearlyNumber:
    """The number of a year: none where a normal number is below 0, else that number.

    Parameters
    ----------
    mean : moves expected of a year far ahead
    sd : of the normal number
    first : moves expected of the next years, one after the other, where they differ from the mean
    """

    mean: float
    sd: float
    first: tuple[float, ...] = ()

    def middle(self, expected: float) -> float:
        """The mean of the normal number of which, none for less than 0, so many are expected."""
        if not self.sd:
            return expected
        return self.sd * _solved(lambda z: _moments(z)[0], expected / self.sd)


def _moments(z: float) -> tuple[float, float]:
    """The mean of max(0, N) for a normal N with mean z and standard deviation 1, and that of its square."""
    below, at = _NORMAL.cdf(z), _NORMAL.pdf(z)
    return z * below + at, (z**2 + 1) * below + z * at


def _solved(rising: Callable[[float], float], wanted: float) -> float:
    """Where a function of the mean, counted in standard deviations, is as wanted."""
    low, high = Z_LEAST, Z_MOST
    for _ in range(50):
        z = (low + high) / 2
        low, high = (z, high) if rising(z) < wanted else (low, z)
    return (low + high) / 2


def yearly_number(step: GradeStep, among: Sequence[GradeStep]) -> YearlyNumber:
    """The number of a year to come, with the doubt about its mean in its spread.

    Parameters
    ----------
    among : the moves of which a number is set, `step` among them

    References
    ----------
    J. Tobin, Estimation of relationships for limited dependent variables, Econometrica 26 (1958) 24–36; B. Efron and C.
    Morris, Data analysis using Stein's estimator and its generalizations, Journal of the American Statistical
    Association 70 (1975) 311–319.
    """
    years, mean = max(1, len(step.counts)), max(step.total / max(1, len(step.counts)), 0.5)
    own = math.expm1(step.dispersion.sd**2)
    spread, known = own, max(2, years - 1)
    if len(among) > 1:
        everywhere = sum(math.expm1(other.dispersion.sd**2) for other in among) / len(among)
        spread, known = (known * own + SHARED * everywhere) / (known + SHARED), known + SHARED
    times = t_quantile(0.975, known) / NORMAL_95
    variance = times**2 * (spread + 1 / mean) * (1 + 1 / years)
    kept = memory_of(among)
    first = tuple(mean * max(LEAST, 1 + kept ** (ahead + 1) * (step.counts[-1] / mean - 1)) for ahead in range(AHEAD))
    return YearlyNumber(mean, _sd(mean, variance), first if kept and step.rounds else ())


def cyclic(counts: Sequence[float], in_round: Sequence[bool]) -> tuple[YearlyNumber, YearlyNumber]:
    """The number of a year with a round, and that of one without, where years of rounds are known beforehand.

    Parameters
    ----------
    counts, in_round : by period, moves and whether its year has a round
    """
    means = [sum(n for n, round_ in zip(counts, in_round, strict=True) if round_ is kind) / in_round.count(kind)
             for kind in (True, False)]  # fmt: skip
    spread = math.expm1(dispersion_of(counts, [means[0] if kind else means[1] for kind in in_round]).sd ** 2)
    times = t_quantile(0.975, max(2, len(counts) - 2)) / NORMAL_95
    made = [YearlyNumber(mean, _sd(mean, times**2 * (spread + 1 / mean) * (1 + 1 / in_round.count(kind))))
            for mean, kind in zip((max(mean, 0.5) for mean in means), (True, False), strict=True)]  # fmt: skip
    return made[0], made[1]


def _sd(mean: float, variance: float) -> float:
    """The standard deviation of a normal number whose max(0, N) has such a mean, and a variance of that share of its
    square."""

    def steady(z: float) -> float:
        first, second = _moments(z)
        return -second / first**2

    return mean / _moments(_solved(steady, -1 - variance))[0]


def memory_of(steps: Sequence[GradeStep]) -> float:
    """The share of the last year's departure from the mean that stays: half where that foresees the years better.

    Minus half is a round that makes up for the year before. Errors are squared, as shares of each move's mean.
    """
    rounds = [step.counts for step in steps if step.rounds]
    none = _missed(rounds, 0.0)
    best = min(MEMORIES, key=lambda kept: _missed(rounds, kept))
    return best if none and _missed(rounds, best) < BETTER * none else 0.0


def _missed(rounds: Sequence[Sequence[float]], kept: float) -> float:
    """The squared errors of every year from the fourth on, foreseen from those before it."""
    total = 0.0
    for counts in rounds:
        scale = sum(counts) / len(counts)
        for place in range(FIRST, len(counts)):
            mean = sum(counts[:place]) / place
            foreseen = max(0.0, mean + kept * (counts[place - 1] - mean))
            total += ((counts[place] - foreseen) / scale) ** 2
    return total
