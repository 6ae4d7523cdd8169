"""A difference in the units people speak in, and how firmly it can be told.

The hedge follows from the interval: an amount known to a twentieth of itself stands alone, one known to a third of
itself is *about* so much, and one known worse is *at least* the end nearer to 0, rounded toward 0: the weaker the
evidence, the smaller the number. Where that end is next to nothing no number is told, only the direction; what the
interval cannot tell from 0 is no amount at all.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.core.display import number
from ladder_sim.core.i18n import Title, tr
from ladder_sim.results import differences
from ladder_sim.results.comparison import HIGHER, LOWER, judge
from ladder_sim.results.intervals import Interval, amount_of_one, change_interval, mean_interval, paired, ratio

if TYPE_CHECKING:
    from ladder_sim.results.comparison import Comparison

EffectUnit = Literal["points", "percent", "months", "plain"]
Firmness = Literal["sure", "about", "least", "direction"]

#: How far the half-width may reach, relative to the amount, for it to stand alone and to be "about" so much.
SURE, ABOUT = 0.05, 1 / 3
#: Decimals of an amount.
MOST_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Effect:
    """A difference from the baseline: percentage points, percent of the baseline, or months, with its 95 % interval."""

    measure: str
    kind: EffectUnit
    verdict: Title
    mean: float
    low: float
    high: float

    @property
    def there(self) -> bool:
        """Whether there is a detectable difference."""
        return self.verdict in (HIGHER, LOWER)

    @property
    def up(self) -> bool:
        """Whether a detectable difference is upward; the verdict says it, a mean share of the baseline need not."""
        return self.verdict is HIGHER

    @property
    def near(self) -> float:
        """How far the interval keeps from 0 on the side of the verdict; 0 where it does not."""
        return max(0.0, self.low if self.up else -self.high)


def effect(comparison: Comparison, scheme: str, measure: str, from_: str | None = None) -> Effect:
    """The difference scheme − baseline (or `from_`); money as a share of the baseline's, formed within replications."""
    found = comparison.contrast(scheme, measure, from_)
    unit, difference = found.measure.unit, found.difference
    if unit in ("share", "share a year"):
        return _effect(measure, "points", found.verdict, difference, 100)
    if unit in ("money", "money a year"):
        before = comparison[from_ or comparison.baseline]
        base = differences.values_of(before, measure)
        shares = ratio(differences.difference(comparison[scheme], before, measure), base)
        return _effect(measure, "percent", found.verdict, _percent(shares, difference, base), 100)
    return _effect(measure, "months" if unit == "months" else "plain", found.verdict, difference, 1)


def _percent(shares: Floats, difference: Interval, base: Floats) -> Interval:
    """The interval of shares of the baseline; where no replication differs, that of the difference in its measure."""
    if not np.nan_to_num(shares).any() and (whole := float(np.nan_to_num(base).mean())) > 0:
        return Interval(0.0, difference.low / whole, difference.high / whole, difference.n)
    return change_interval(shares, event=amount_of_one(shares))


def effect_between(
    measure: str, kind: EffectUnit, values: Floats, baseline: Floats, *, certain: bool = False
) -> Effect:
    """The effect from two arrays; percent of the baseline, points of shares.

    Parameters
    ----------
    values, baseline : shape (replications,), in the measure's unit, paired
    certain : what is equal in every replication is so by the rules, not by luck
    """
    difference = paired(values, baseline)
    there = difference[~np.isnan(difference)]
    found = change_interval(there, event=0.0 if certain else amount_of_one(there))
    verdict = judge(there, found, certain=certain)
    shown = ratio(difference, baseline) if kind == "percent" else difference
    return _effect(measure, kind, verdict, mean_interval(shown), 100 if kind in ("percent", "points") else 1)


def _effect(measure: str, kind: EffectUnit, verdict: Title, found: Interval, times: float) -> Effect:
    return Effect(measure, kind, verdict, times * found.mean, times * found.low, times * found.high)


def sure(interval: Callable[[float], Interval], looked_at: int) -> bool:
    """Whether a difference leaves out 0 though so many were looked at: `interval` of a confidence is widened for it.

    The method of Bonferroni.
    """
    found = interval(1 - 0.05 / max(1, looked_at))
    return found.low > 0 or found.high < 0


def amount(found: Effect) -> str:
    """How large a detectable difference is, without its sign: "about 4 points", "2%", "at least 1 month"."""
    if _firmness(found) == "direction":
        return tr("amount not known", "幅度不确定")
    return hedge(found) + size(found)


#: What stands before the size, or in its place.
HEDGES: dict[Firmness, Title] = {
    "sure": Title("", ""),
    "about": Title("about ", "约"),
    "least": Title("at least ", "至少"),
    "direction": Title("detectably", "较"),
}


def hedge(found: Effect) -> str:
    """What stands before the size; empty where the interval is narrow, or where one replication gives none."""
    return str(HEDGES[_firmness(found)])


def size(found: Effect) -> str:
    """The amount alone: the mean, or the end nearer to 0; empty where only a direction is known."""
    half = (found.high - found.low) / 2
    firmness = _firmness(found)
    if firmness == "direction":
        return ""
    if math.isnan(half):
        return _unit(number(abs(found.mean), 1), found.kind)
    if firmness == "least":
        return _unit(_rounded(found.near, half, math.floor), found.kind)
    return _unit(_rounded(abs(found.mean), half), found.kind)


def _firmness(found: Effect) -> Firmness:
    mean, half = abs(found.mean), (found.high - found.low) / 2
    if math.isnan(mean):  # a share of a baseline that is 0
        return "direction"
    if math.isnan(half) or half <= SURE * mean:
        return "sure"
    if half <= ABOUT * mean:
        return "about" if _to(mean, MOST_DIGITS, round) else "sure"  # "about less than 0.01" says nothing
    # a share of the baseline may just miss what the difference itself shows: then its nearer end is none
    return "least" if _to(found.near, MOST_DIGITS, math.floor) > 0 else "direction"


def _rounded(value: float, half: float, way: Callable[[float], int] = round) -> str:
    """To as many decimals as the interval bears; what they cannot show is less than their last one."""
    digits = 0
    while digits < MOST_DIGITS and (0.5 * 10**-digits > max(half, SURE * value) or _to(value, digits, way) == 0):
        digits += 1
    shown = _to(value, digits, way)
    if shown == 0 and value > 0:
        return tr("less than {x}", "不足{x}", x=number(10**-digits, digits))
    return number(shown, digits)


def _to(value: float, digits: int, way: Callable[[float], int]) -> float:
    times = 10.0**digits
    return way(round(value * times, 6)) / times


def _unit(text: str, kind: EffectUnit) -> str:
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
    return tr("from {low} to {high}", "从{low}到{high}之间", low=_end(found.low, found.kind),
              high=_end(found.high, found.kind))  # fmt: skip


def _end(end: float, kind: EffectUnit) -> str:
    """An end of an interval with its direction."""
    text = _unit(_rounded(abs(end), abs(end) / 4), kind)
    return tr("{x} higher", "高{x}", x=text) if end > 0 else tr("{x} lower", "低{x}", x=text)
