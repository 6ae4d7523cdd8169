"""Exact limits and tests of counts, without a statistics library beyond what intervals need."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.results.intervals import gamma_quantile, gamma_share, poisson_limits

#: Standard errors to either end of a 95 % interval.
NORMAL_95 = 1.959963984540054


def chi2_tail(value: float, df: int) -> float:
    """The chance that a chi-squared variable with `df` degrees of freedom is larger."""
    return 1.0 if value <= 0 else max(0.0, 1 - gamma_share(df / 2, value / 2))


def chi2_quantile(p: float, df: int) -> float:
    """The `p` quantile of chi-squared with `df` degrees of freedom."""
    return 2 * gamma_quantile(p, df / 2)


def rate_limits(rate: float, events: float, confidence: float = 0.95) -> tuple[float, float]:
    """The exact limits of a rate of which `events` were seen (F. Garwood, Biometrika 28, 1936, 437–442).

    Parameters
    ----------
    rate : in any unit, which is that of the limits

    Returns
    -------
    0 and NaN where none was seen.
    """
    if events <= 0:
        return 0.0, math.nan
    low, high = poisson_limits(events, confidence)
    return rate * low / events, rate * high / events


def limits_of(events: float, exposure: float) -> tuple[float, float]:
    """The exact 95 % limits of events ÷ exposure (Garwood 1936); of no event the lower one is 0.

    Parameters
    ----------
    exposure : in any unit of time; limits are events for each

    Returns
    -------
    NaN without exposure.
    """
    if exposure <= 0:
        return math.nan, math.nan
    low, high = poisson_limits(events)
    return low / exposure, high / exposure


@dataclass(frozen=True, slots=True)
class Dispersion:
    """How counts of periods differ, beside what chance alone makes.

    Parameters
    ----------
    index : Pearson's chi-squared ÷ its degrees of freedom; 1 is chance alone
    p : the chance of at least that under the same rate every year
    sd : standard deviation of the log factor of a period, 0 where chance alone explains the counts
    low, high : 95 % limits of `sd`
    observed, expected : by period
    """

    index: float
    p: float
    sd: float
    low: float
    high: float
    observed: tuple[float, ...]
    expected: tuple[float, ...]


def dispersion_of(observed: Sequence[float], expected: Sequence[float]) -> Dispersion:
    """The spread of a rate between periods, beside sampling.

    Counts are Poisson with mean ``expected × factor``, the factor of mean 1 and variance τ². τ² is the value at which
    the generalized Pearson statistic equals its degrees of freedom (Paule and Mandel 1982); its limits are those at
    which it equals the quantiles of chi-squared (Viechtbauer 2007). The standard deviation of the log factor is √ln(1 +
    τ²), that of a lognormal factor of mean 1.

    Parameters
    ----------
    observed : events by period
    expected : events by period under one rate; periods that expect none are left out

    References
    ----------
    R. C. Paule and J. Mandel, Consensus values and weighting factors, Journal of Research of the National Bureau of
    Standards 87 (1982) 377–385; W. Viechtbauer, Confidence intervals for the amount of heterogeneity in meta-analysis,
    Statistics in Medicine 26 (2007) 37–52.
    """
    counts, means = np.asarray(observed, float), np.asarray(expected, float)
    used = means > 0
    counts, means = counts[used], means[used]
    df = len(counts) - 1
    if df < 1 or counts.sum() <= 0:
        return Dispersion(math.nan, math.nan, 0.0, 0.0, math.nan, tuple(observed), tuple(expected))
    pearson = _generalized(counts, means, 0.0)
    sds = [_log_sd(_solved(counts, means, target))
           for target in (df, chi2_quantile(0.975, df), chi2_quantile(0.025, df))]  # fmt: skip
    return Dispersion(pearson / df, chi2_tail(pearson, df), sds[0], sds[1], sds[2], tuple(observed), tuple(expected))


def _generalized(counts: Floats, means: Floats, tau2: float) -> float:
    """Σ (D − cE)² ÷ (cE + τ²(cE)²), with the c that weighs the periods by what each tells."""
    scale = counts.sum() / means.sum()
    for _ in range(20):
        fitted = scale * means
        weight = means**2 / (fitted + tau2 * fitted**2)
        scale = float((weight * counts / means).sum() / weight.sum())
    fitted = scale * means
    return float(((counts - fitted) ** 2 / np.maximum(fitted + tau2 * fitted**2, 1e-300)).sum())


def _solved(counts: Floats, means: Floats, target: float) -> float:
    """τ² at which the statistic, which falls with it, is `target`; 0 where it never reaches it."""
    if _generalized(counts, means, 0.0) <= target:
        return 0.0
    low, high = 0.0, 1.0
    while _generalized(counts, means, high) > target and high < 1e6:
        high *= 4
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if _generalized(counts, means, middle) > target else (low, middle)
    return (low + high) / 2


def _log_sd(tau2: float) -> float:
    return math.sqrt(math.log1p(tau2))
