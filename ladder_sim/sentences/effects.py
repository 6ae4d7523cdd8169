"""A difference in the units people speak in, and how firmly it can be told.

The hedge follows from the interval: an amount known to a twentieth of itself stands alone, one known to a third of
itself is *about* so much, and one known worse is *at least* its nearer end, or *up to* the further one where the
nearer is next to nothing. What the interval cannot tell from 0 is no amount at all.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from ladder_sim.comparison import HIGHER, LOWER, judge
from ladder_sim.display import number
from ladder_sim.intervals import Floats, Interval, amount_of_one, change_interval, mean_interval, paired, ratio
from ladder_sim.words import Title, tr

if TYPE_CHECKING:
    from ladder_sim.comparison import Comparison

Kind = Literal["points", "percent", "months", "plain"]

#: How far the half-width may reach, relative to the amount, for it to stand alone and to be "about" so much.
SURE, ABOUT = 0.05, 1 / 3


@dataclass(frozen=True, slots=True)
class Effect:
    """A difference from the baseline: percentage points, percent of the baseline, or months, with its 95 % interval."""

    measure: str
    kind: Kind
    verdict: Title
    mean: float
    low: float
    high: float

    @property
    def there(self) -> bool:
        """Whether there is a detectable difference."""
        return self.verdict in (HIGHER, LOWER)


def effect(comparison: Comparison, scheme: str, measure: str, from_: str | None = None) -> Effect:
    """The difference scheme − baseline (or `from_`); money as a share of the baseline's, formed within replications."""
    found = comparison.contrast(scheme, measure, from_)
    unit, difference = found.measure.unit, found.difference
    if unit in ("share", "share a year"):
        return _effect(measure, "points", found.verdict, difference, 100)
    if unit in ("money", "money a year"):
        base = comparison.values(from_ or comparison.baseline, measure)
        shares = ratio(comparison.difference(scheme, measure, from_), base)
        return _effect(measure, "percent", found.verdict, _percent(shares, difference, base), 100)
    return _effect(measure, "months" if unit == "months" else "plain", found.verdict, difference, 1)


def _percent(shares: Floats, difference: Interval, base: Floats) -> Interval:
    """The interval of shares of the baseline; where no replication differs, that of the difference in its measure."""
    if not np.nan_to_num(shares).any() and (whole := float(np.nan_to_num(base).mean())) > 0:
        return Interval(0.0, difference.low / whole, difference.high / whole, difference.n)
    return change_interval(shares, event=amount_of_one(shares))


def effect_between(measure: str, kind: Kind, values: Floats, baseline: Floats, *, certain: bool = False) -> Effect:
    """The same from two arrays with a number per replication; percent of the baseline, points of shares.

    `certain`: what is equal in every replication is so by the rules, not by luck.
    """
    difference = paired(values, baseline)
    there = difference[~np.isnan(difference)]
    found = change_interval(there, event=0.0 if certain else amount_of_one(there))
    verdict = judge(there, found, certain=certain)
    shown = ratio(difference, baseline) if kind == "percent" else difference
    return _effect(measure, kind, verdict, mean_interval(shown), 100 if kind in ("percent", "points") else 1)


def _effect(measure: str, kind: Kind, verdict: Title, found: Interval, times: float) -> Effect:
    return Effect(measure, kind, verdict, times * found.mean, times * found.low, times * found.high)


def sure(interval: Callable[[float], Interval], looked_at: int) -> bool:
    """Whether a difference leaves out 0 though so many were looked at: `interval` of a confidence is widened for it.

    The method of Bonferroni.
    """
    found = interval(1 - 0.05 / max(1, looked_at))
    return found.low > 0 or found.high < 0


def amount(found: Effect) -> str:
    """How large a detectable difference is, without its sign: "about 4 points", "2%", "at least 1 month"."""
    return hedge(found) + size(found)


def hedge(found: Effect) -> str:
    """What stands before the size; empty where the interval is narrow, or where one replication gives none."""
    return {
        "": "",
        "about": tr("about ", "约"),
        "least": tr("at least ", "至少"),
        "most": tr("up to ", "至多"),
    }[_firmness(found)]


def size(found: Effect) -> str:
    """The amount alone; where only an end of the interval can be named, that end."""
    half = (found.high - found.low) / 2
    near, far = sorted((abs(found.low), abs(found.high)))
    firmness = _firmness(found)
    if math.isnan(half):
        return _unit(number(abs(found.mean), 1), found.kind)
    if firmness == "least":
        return _unit(_rounded(near, half, math.floor), found.kind)
    if firmness == "most":
        return _unit(_rounded(far, half, math.ceil), found.kind)
    return _unit(_rounded(abs(found.mean), half), found.kind)


def _firmness(found: Effect) -> Literal["", "about", "least", "most"]:
    mean, half = abs(found.mean), (found.high - found.low) / 2
    if math.isnan(half) or half <= SURE * mean:
        return ""
    if half <= ABOUT * mean:
        return "about"
    # a share of the baseline may just miss what the difference itself shows: then its nearer end is none
    return "least" if mean - half >= 0.2 * mean else "most"


def _rounded(value: float, half: float, way: Callable[[float], int] = round) -> str:
    """To as many decimals as the interval bears, at most two; never to nothing."""
    digits = 0
    while digits < 2 and (0.5 * 10**-digits > max(half, SURE * value) or _to(value, digits, way) == 0):
        digits += 1
    return number(_to(value, digits, way) or 0.01, digits)


def _to(value: float, digits: int, way: Callable[[float], int]) -> float:
    times = 10.0**digits
    return way(round(value * times, 6)) / times


def _unit(text: str, kind: Kind) -> str:
    if kind == "percent":
        return f"{text}%"
    if kind == "points":
        return tr("{x} point", "{x}个百分点", x=text) if text == "1" else tr("{x} points", "{x}个百分点", x=text)
    if kind == "months":
        return tr("{x} month", "{x}个月", x=text) if text == "1" else tr("{x} months", "{x}个月", x=text)
    return text


def possible(found: Effect) -> str:
    """What an undetected difference may still be: "from 0.4 points lower to 0.6 points higher"."""
    if math.isnan(found.low):
        return tr("not known from one replication", "仅一次重复，无法得知")
    low, high = (_unit(_rounded(abs(end), abs(end) / 4), found.kind) for end in (found.low, found.high))
    return tr("from {low} lower to {high} higher", "从低{low}到高{high}之间", low=low, high=high)
