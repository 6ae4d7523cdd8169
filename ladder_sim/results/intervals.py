"""Means and their 95 % intervals over replications, without a statistics library.

An interval here says how well the mean is known from so many replications; how far single
replications lie apart is the spread, given as the 5th and the 95th percentile.

Few events deceive the t interval: where none was seen its width is 0, and where a handful was it covers the truth in
as few as a third of samples. Counts of fewer than `FEW` events therefore take in the exact limits of a Poisson mean
(Garwood 1936), and of a difference of two such means (MOVER: Zou and Donner 2008, from each one's own limits).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import ClassVar, NoReturn

import numpy as np
import numpy.typing as npt

from ladder_sim.core import habits
from ladder_sim.core.arrays import Floats, locked
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.leading import Leading
from ladder_sim.core.problems import LadderError
from ladder_sim.streams import draws

#: Two numbers closer than this, relative to their size, are equal: sums in another order differ by less.
RELATIVE = 1e-9
#: With fewer events than this in all, the interval of a count takes in that of a Poisson mean.
FEW = 50
#: Samples of replications from which the interval of a pooled measure is read.
SAMPLES = 400


class IntervalError(LadderError, TypeError):
    """An interval was taken for a list of numbers."""


@dataclass(frozen=True, slots=True)
class Interval(Leading):
    """A mean over `n` replications and its 95 % t interval; all NaN without a value, no width without two.

    All in the unit of what was averaged. Other levels of confidence and other intervals are told where they are made.

    Parameters
    ----------
    mean : of the replications
    low, high : the ends of the interval
    n : replications that have a value
    """

    MEANT: ClassVar[Mapping[str, Title]] = habits.INTERVAL
    mean: float
    low: float
    high: float
    n: int

    def __iter__(self) -> NoReturn:
        """Refused: which numbers are meant is not said."""
        raise IntervalError(tr("an interval is no list: its numbers are .low, .high and .mean, such as"
                               " low, high = found.low, found.high",
                               "区间不是列表：其数值为 .low、.high 和 .mean，例如 low, high = found.low, found.high"
                               ))  # fmt: skip

    def __getitem__(self, name: str) -> float:
        """One of its numbers by name."""
        return float(getattr(self, name)) if isinstance(name, str) else self.__iter__()

    @property
    def half(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2


#: Of what has no value.
UNDEFINED = Interval(math.nan, math.nan, math.nan, 0)


def ratio(above: npt.ArrayLike, below: npt.ArrayLike) -> Floats:
    """`above` ÷ `below`, NaN where `below` is 0; of the shape to which both broadcast."""
    top, bottom = np.broadcast_arrays(np.asarray(above, np.float64), np.asarray(below, np.float64))
    out: Floats = np.full(top.shape, np.nan)
    np.divide(top, bottom, out=out, where=bottom != 0)
    return out


def mean_interval(values: npt.ArrayLike, confidence: float = 0.95, event: float = 0.0) -> Interval:
    """The mean of the values that are there, with its t interval.

    Parameters
    ----------
    values : shape (replications,), NaN where there is none; a measure, or its paired difference
    confidence : how sure the interval is, from 0.5 to below 1
    event : what one event more adds to a value, in the measure's unit; 0 where the measure counts no events. Where
        fewer than `FEW` events were seen the interval takes in that of rare events.

    References
    ----------
    Student (W. S. Gosset), The probable error of a mean, Biometrika 6 (1908) 1–25.
    """
    return with_rare(_t_interval(values, confidence), values, confidence, event)


def change_interval(values: npt.ArrayLike, confidence: float = 0.95, event: float = 0.0) -> Interval:
    """The same for values that may fall below 0: paired differences, and what is counted up and down.

    Parameters
    ----------
    values, confidence, event : as of `mean_interval`, values of shape (replications,)
    """
    return with_rare(_t_interval(values, confidence), values, confidence, event, signed=True)


def with_rare(
    found: Interval, values: npt.ArrayLike, confidence: float, event: float, *, signed: bool = False
) -> Interval:
    """An interval that takes in that of rare events where `values`, in steps of `event`, show fewer than `FEW`.

    The limits of a Poisson mean (Garwood 1936), of a difference those of two (Zou and Donner 2008; see above).

    Parameters
    ----------
    found : the interval without it
    values : shape (replications,), in the unit of `found`, NaN where there is none
    confidence : how sure the interval is, below 1
    event : what one event more adds to a value; 0: nothing is counted, and `found` stays
    signed : whether values may fall below 0
    """
    data = np.asarray(values, np.float64)
    data = data[~np.isnan(data)]
    if not event > 0 or found.n < 2 or not data.size:
        return found
    more, less = (float(np.maximum(way * data, 0).sum()) / event for way in (1, -1))
    if more + less >= FEW:
        return found
    limits = _rare_interval(more, less, confidence) if signed else poisson_limits(more, confidence)
    low, high = (event * end / data.size for end in limits)
    lowest = min(found.low, low)
    return Interval(found.mean, lowest if signed else max(0.0, lowest), max(found.high, high), found.n)


def amount_of_one(values: Floats, unseen: float = 0.0) -> float:
    """The mean amount of one event where most replications show none, `unseen` where none does, else 0.

    For sums such as severance, or the cost of variants that rarely differ: then each replication with an amount is one
    event, and the sum is as uncertain as their number.

    Parameters
    ----------
    values : shape (replications,), NaN where there is none
    unseen : in the unit of `values`
    """
    there = values[~np.isnan(values)]
    some = np.abs(there[there != 0])
    if 2 * some.size > there.size:
        return 0.0
    return float(some.mean()) if some.size else unseen


@lru_cache(maxsize=8)
def samples(replications: int) -> Floats:
    """How often each replication is taken: once each, then as drawn with return (the bootstrap).

    Always the same for a number of replications, so that measures of two schemes are drawn as pairs.

    Returns
    -------
    Shape (1 + `SAMPLES`, replications), whole numbers; a row adds up to `replications`. It cannot be written into.

    References
    ----------
    B. Efron, Bootstrap methods: another look at the jackknife, Annals of Statistics 7 (1979) 1–26.
    """
    keys = draws.person_keys(0, np.arange(SAMPLES)[:, None], np.arange(replications))
    drawn = (draws.uniform(keys, "bootstrap") * replications).astype(np.int64)
    cells = drawn + replications * np.arange(SAMPLES)[:, None]
    counts = np.bincount(cells.ravel(), minlength=SAMPLES * replications).reshape(SAMPLES, replications)
    return locked(np.concatenate([np.ones((1, replications)), counts]))


def pooled_interval(drawn: Floats, replications: int, confidence: float = 0.95, error: float = 0.0) -> Interval:
    """The interval of a measure of all replications together, from its values in `samples`: the first is its own.

    Percentiles of the bootstrap, moved out as far as t lies outside the normal (Hesterberg 2015, The American
    Statistician 69, 371–386); NaN where most samples have no value.

    Parameters
    ----------
    drawn : shape (1 + `SAMPLES`,), in the measure's unit
    replications : how many were drawn from
    error : a standard error below which none is believed, in the measure's unit
    """
    mean, rest = float(drawn[0]), drawn[1:][~np.isnan(drawn[1:])]
    if math.isnan(mean):
        return UNDEFINED
    if replications < 2 or 2 * rest.size < drawn.size - 1:
        return Interval(mean, math.nan, math.nan, replications)
    t = t_quantile(0.5 + confidence / 2, replications - 1) * math.sqrt(replications / (replications - 1))
    tail = 0.5 * math.erfc(t / math.sqrt(2))
    low, high = (float(end) for end in np.quantile(rest, [tail, 1 - tail]))
    half = normal_quantile(0.5 + confidence / 2) * error
    return Interval(mean, min(low, mean - half), max(high, mean + half), replications)


def variance_ratio(values: Floats, baseline: Floats) -> float:
    """How many times the variance of a difference the same luck saves: that of two unpaired runs ÷ that of the pair.

    As many times the replications would be needed with luck of its own for each (common random numbers: A. M. Law,
    Simulation Modeling and Analysis, 5th edition, 2015, section 11.2).

    Parameters
    ----------
    values, baseline : shape (replications,), in one unit, NaN where there is none

    Returns
    -------
    NaN where the difference does not vary, or where fewer than three replications have both values.
    """
    both = ~np.isnan(values) & ~np.isnan(baseline)
    a, b = values[both], baseline[both]
    if a.size < 3:
        return math.nan
    left = float(paired(a, b).var(ddof=1))
    return float(a.var(ddof=1) + b.var(ddof=1)) / left if left > 0 else math.nan


def _t_interval(values: npt.ArrayLike, confidence: float) -> Interval:
    data = np.asarray(values, np.float64)
    data = data[~np.isnan(data)]
    n = int(data.size)
    if n == 0:
        return UNDEFINED
    mean = float(data.mean())
    if n == 1:
        return Interval(mean, math.nan, math.nan, 1)
    if float(data.min()) == float(data.max()):  # no width; the mean of equal floats may be off by a bit
        return Interval(float(data[0]), float(data[0]), float(data[0]), n)
    half = t_quantile(0.5 + confidence / 2, n - 1) * float(data.std(ddof=1)) / math.sqrt(n)
    return Interval(mean, mean - half, mean + half, n)


def _rare_interval(more: float, less: float, confidence: float = 0.95) -> tuple[float, float]:
    """Limits of the expected number `more` − `less` of events in so many trials, both Poisson.

    Garwood's limits for each, put together by the method of variance estimates recovery; where one is 0 the limits of
    the other side still allow for what was not seen. For counts that cannot fall below 0, cut them there.

    References
    ----------
    F. Garwood, Fiducial limits for the Poisson distribution, Biometrika 28 (1936) 437–442;
    G. Y. Zou and A. Donner, Construction of confidence limits about effect measures, Statistics in Medicine 27 (2008)
    1693–1702.
    """
    (more_low, more_high), (less_low, less_high) = (poisson_limits(count, confidence) for count in (more, less))
    low = more - less - math.hypot(more - more_low, less_high - less)
    high = more - less + math.hypot(more_high - more, less - less_low)
    return low, high


def normal_quantile(p: float) -> float:
    """The `p` quantile of the standard normal distribution, 0.5 < p < 1."""
    return NormalDist().inv_cdf(p)


@lru_cache(maxsize=4096)
def poisson_limits(count: float, confidence: float = 0.95) -> tuple[float, float]:
    """Garwood's exact limits of a Poisson mean of which `count` events were seen; a count need not be whole.

    The lower is the (1 − confidence) ÷ 2 quantile of a gamma distribution of shape `count` (0 for none), the upper the
    other tail of shape `count` + 1 (F. Garwood, Biometrika 28, 1936, 437–442).
    """
    tail = (1 - confidence) / 2
    low = gamma_quantile(tail, count) if count > 0 else 0.0
    return low, gamma_quantile(1 - tail, count + 1)


def gamma_quantile(p: float, shape: float) -> float:
    """The `p` quantile of the gamma distribution with this shape and scale 1, by bisection."""
    return _reached(p, lambda x: gamma_share(shape, x), max(1.0, 2 * shape))


def gamma_share(a: float, x: float) -> float:
    """The share of a gamma distribution with shape `a` and scale 1 below `x`: the regularized lower incomplete gamma
    function (Abramowitz and Stegun 6.5.29).
    """
    if x <= 0:
        return 0.0
    if x > 200 and x - a > 12 * math.sqrt(x):  # all of it, and the series would overflow
        return 1.0
    term = total = 1 / a
    n = 0
    while term > 1e-16 * total:
        n += 1
        term *= x / (a + n)
        total += term
    return min(1.0, total * math.exp(a * math.log(x) - x - math.lgamma(a)))


def spread(values: npt.ArrayLike) -> tuple[float, float]:
    """The 5th and the 95th percentile between replications.

    Parameters
    ----------
    values : shape (replications,), NaN where there is none

    Returns
    -------
    In the unit of `values`; NaN of none.
    """
    data = np.asarray(values, np.float64)
    data = data[~np.isnan(data)]
    if not data.size:
        return math.nan, math.nan
    low, high = np.quantile(data, [0.05, 0.95])
    return float(low), float(high)


def paired(values: npt.ArrayLike, baseline: npt.ArrayLike) -> Floats:
    """`values` − `baseline` by replication, shape (replications,); rounding noise counts as no difference."""
    a, b = np.asarray(values, np.float64), np.asarray(baseline, np.float64)
    difference: Floats = a - b
    difference[np.abs(difference) <= RELATIVE * np.maximum(np.abs(a), np.abs(b))] = 0.0
    return difference


@lru_cache(maxsize=512)
def t_quantile(p: float, df: int) -> float:
    """The `p` quantile of Student's t with `df` degrees of freedom, 0.5 < p < 1, by bisection.

    Its distribution function comes from the incomplete beta function (Abramowitz and Stegun 26.5.8).
    """
    return _reached(p, lambda t: _t_cdf(t, df), 2.0)


def _reached(p: float, cdf: Callable[[float], float], high: float) -> float:
    """Where a distribution function reaches `p` above 0, by bisection; `high` is the first guess from above."""
    low = 0.0
    while cdf(high) < p:
        low, high = high, 2 * high
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if cdf(middle) < p else (low, middle)
    return (low + high) / 2


def _t_cdf(t: float, df: int) -> float:
    return 1 - 0.5 * _incomplete_beta(df / 2, 0.5, df / (df + t * t))


def _incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularized incomplete beta function (Abramowitz and Stegun 26.5.8, by Lentz's method)."""
    if x >= 1:
        return 1.0
    if x > (a + 1) / (a + b + 2):  # the fraction converges fast only below this
        return 1 - _incomplete_beta(b, a, 1 - x)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    total = d
    for m in range(1, 400):
        for up in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / (1 + up * d)
            c = 1 + up / c
            total *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return front * total / a
