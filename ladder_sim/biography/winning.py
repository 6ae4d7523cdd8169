"""Who wins and who loses among the people of the first day, by what was known of them then."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ladder_sim.biography.watching import WatchedRun
from ladder_sim.core.arrays import Floats, Integers, Mask
from ladder_sim.core.display import number, spanned, told_apart, with_money
from ladder_sim.core.i18n import Title, in_both, tr
from ladder_sim.core.unit_words import value_name
from ladder_sim.results.bounds import bounded
from ladder_sim.results.intervals import Interval, change_interval, mean_interval
from ladder_sim.results.small_groups import merged_groups

#: What somebody can win: pay over the run, months there, or promotions.
Prize = Literal["pay", "stay", "promotions"]
PRIZES: dict[Prize, Title] = {
    "pay": Title("pay over the run", "模拟期内的薪酬总额"),
    "stay": Title("months of employment", "在职月数"),
    "promotions": Title("number of promotions", "晋升次数"),
}
#: A change of pay below this share of what there was is none.
LEAST = 0.01
#: Bands of service on the first day, in months.
_BANDS = ((0, 12), (12, 36), (36, 60), (60, None))


@dataclass(frozen=True, slots=True, eq=False)
class Winners:
    """Winners and losers of one group, the second scheme against the first.

    Parameters
    ----------
    group : what the people have in common
    people : how many there are, on average
    won, lost : their shares, 0 to 1, with intervals over the replications
    each : the mean difference for one of them
    whole : the difference of all of them together; those of all groups add up to that of everybody
    """

    group: Title
    people: float
    won: Interval
    lost: Interval
    each: Interval
    whole: Interval


def prizes(run: WatchedRun, prize: Prize) -> Floats:
    """What everybody of the first day got over the run, shape (replications, people).

    Parameters
    ----------
    prize : ``pay`` in money, ``stay`` in months, or the number of ``promotions``
    """
    if prize == "pay":
        return run.pay
    if prize == "stay":
        return run.months
    replications, people = run.pay.shape
    found = np.zeros((replications, people))
    for (replication, person), happenings in run.happenings.items():
        if person < people:
            found[replication, person] = sum(each.event == "promotion" for each in happenings)
    return found


def winners(first: WatchedRun, second: WatchedRun, prize: Prize, by: str, *, real: bool = False) -> list[Winners]:
    """A row for each group, and one for everybody.

    Parameters
    ----------
    first, second : the same people under either scheme
    prize : as of `prizes`
    by : ``grade`` (of the first day under the first scheme), ``tenure``, or an attribute with categories
    real : people of a roster: groups of fewer than five are merged with others
    """
    before, after = prizes(first, prize), prizes(second, prize)
    gain = after - before
    least = LEAST * np.abs(before) if prize == "pay" else np.full(gain.shape, 0.5)
    won, lost = gain > least, gain < -least
    found = [(title, mask) for title, mask in groups(first, by) if mask.any()]
    shown = merged_groups(found, [mask.sum(axis=1).mean() for _, mask in found]) if real else found
    rows = [_row(title, mask, gain, won, lost) for title, mask in shown]
    everybody = in_both(lambda: tr("everybody", "全体"))
    return [*rows, _row(everybody, np.ones(gain.shape, bool), gain, won, lost)]


def _row(group: Title, mask: Mask, gain: Floats, won: Mask, lost: Mask) -> Winners:
    number = mask.sum(axis=1)
    there = np.maximum(number, 1)

    def share(which: Mask) -> Interval:
        return bounded(mean_interval(np.where(number > 0, (which & mask).sum(axis=1) / there, np.nan)), "share")

    whole = np.where(mask, gain, 0.0).sum(axis=1)
    each = change_interval(np.where(number > 0, whole / there, np.nan))
    return Winners(group, float(number.mean()), share(won), share(lost), each, change_interval(whole))


def groups(run: WatchedRun, by: str) -> Iterator[tuple[Title, Mask]]:
    """Groups of the people of the first day with who is in each, shape (replications, people); each is in one alone."""
    if by == "grade":
        codes = _first_day(run, "grade")
        for code, info in enumerate(run.axes.grades):
            yield info.title, codes == code
    elif by == "tenure":
        served = _first_day(run, "months_employed")
        for low, high in _BANDS:
            yield _band(low, high), (served >= low) & (served < (np.inf if high is None else high))
    else:
        values = _first_day(run, f"attr:{by}")
        levels = [value for name, value, _ in run.axes.groups if name == by]
        for code, level in enumerate(levels):
            yield value_name(level), values == code
        unknown = in_both(lambda: tr("not known", "未知"))
        yield unknown, ~np.isin(values, np.arange(len(levels)))


def _band(low: int, high: int | None) -> Title:
    if high is None:
        return in_both(lambda: tr("{a} months of service and more", "司龄{a}个月以上", a=low))
    return in_both(lambda: tr("{a} to below {b} months of service", "司龄{a}至不满{b}个月", a=low, b=high))


def _first_day(run: WatchedRun, column: str) -> Integers | Floats:
    """A column of the people of the first day, shape (replications, people)."""
    them = run.counts.people
    assert them is not None
    shape = run.pay.shape
    made = np.full(shape, np.nan)
    mine = them["joined"] == 0
    made[them["replication"][mine], them["person"][mine]] = them[column][mine]
    return made


def known_groups(run: WatchedRun) -> tuple[str, ...]:
    """By what people can be grouped."""
    return ("grade", "tenure", *dict.fromkeys(name for name, _, _ in run.axes.groups))


# --- as it is shown ---------------------------------------------------------------------------------


def with_unit_of(title: str, prize: Prize) -> str:
    """A heading with the unit of what is won."""
    if prize == "pay":
        return with_money(title, "money")
    return tr("{title}, months", "{title}（月）", title=title) if prize == "stay" else title


def share_told(found: Interval) -> str:
    """A share in percent, with its interval."""
    return _with_span(f"{number(100 * found.mean, 1)}%", found, lambda end, finer: f"{number(100 * end, 1 + finer)}%")


def amount_told(found: Interval, digits: int) -> str:
    """An amount of what is won, with its interval."""
    return _with_span(number(found.mean, digits), found, lambda end, finer: number(end, digits + finer))


def _with_span(mean: str, found: Interval, show: Callable[[float, int], str]) -> str:
    if math.isnan(found.low) or math.isnan(found.high):  # too few people for one
        return mean
    span = spanned(*told_apart(show, found.low, found.high))
    return tr("{m} ({span})", "{m}（{span}）", m=mean, span=span)
