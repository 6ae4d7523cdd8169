"""Forecasts that need no simulation: nothing changes, and a Markov chain of the years before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ladder_sim.backtest.observed import Course, Horizon, at_work
from ladder_sim.backtest.scoring import Foreseen, of_normal
from ladder_sim.core.arrays import Floats
from ladder_sim.history.record import PeopleHistory
from ladder_sim.results.intervals import t_quantile

#: The kind of figure, and of which grade, pair of grades or everybody.
Key = tuple[str, tuple[int, ...]]
#: Kinds that are counted on a day; the others add up over time.
STOCKS = ("headcount", "pay")


def keys_of(course: Course) -> list[Key]:
    """Every figure that a course has: heads of each grade, moves of each pair of grades, leavers, and pay if known."""
    grades = course.headcount.shape[-1]
    keys: list[Key] = [("headcount", (grade,)) for grade in range(grades)]
    keys += [("promotions" if b > a else "demotions", (a, b)) for a, b in sorted(course.moves)]
    keys.append(("leavers", ()))
    if course.service is not None:
        keys += [("service", (place,)) for place in range(course.service.shape[-1])]
    return [*keys, ("pay", ())] if course.pay is not None else keys


def values_of(course: Course, key: Key) -> Floats:
    """The figure by period, shape (…, periods); NaN where the course does not tell it.

    People, or pay a month of everybody.
    """
    kind, of = key
    if kind == "headcount":
        made: Floats = course.headcount[..., of[0]]
    elif kind == "leavers":
        made = course.leavers
    elif kind == "service":
        made = np.full(course.leavers.shape, np.nan) if course.service is None else course.service[..., of[0]]
    elif kind == "pay":
        made = np.full(course.leavers.shape, np.nan) if course.pay is None else course.pay
    else:
        made = course.moves.get((of[0], of[1]), np.zeros(course.leavers.shape))
    return made


def unchanged(before: Course, now: Floats, keys: list[Key], periods: int) -> Mapping[Key, list[Foreseen]]:
    """Everything stays as in the last period before the cut; bands by how much periods differed until then.

    Stocks drift, so that their band grows with the root of the periods ahead; flows only scatter.

    Parameters
    ----------
    before : by period up to the cut
    now : headcount by grade on the first day, shape (grades,)
    keys : the figures
    periods : how many are foreseen

    Returns
    -------
    By figure, one for each period, with t bands at 95 %.
    """
    made: dict[Key, list[Foreseen]] = {}
    for key in keys:
        past = values_of(before, key)
        stock = key[0] in STOCKS
        last = float(now[key[1][0]]) if key[0] == "headcount" else float(past[-1]) if len(past) else np.nan
        steps = np.diff(np.r_[past, last] if key[0] == "headcount" and len(past) and past[-1] != last else past)
        sd = float(np.sqrt(np.mean(steps**2))) if len(steps) else np.sqrt(max(last, 1.0))
        times = t_quantile(0.975, max(len(steps), 1))
        made[key] = [of_normal(last, sd * (np.sqrt(ahead) if stock else 1.0), times=times)
                     for ahead in range(1, periods + 1)]  # fmt: skip
    return made


@dataclass(frozen=True, slots=True)
class MarkovChain:
    """Yearly chances between grades and out, and hires, of the years before.

    Parameters
    ----------
    stay : chance of who is in the grade of the row to be in that of the column a year later, shape (grades, grades);
        what a row lacks to 1 leaves
    hires : people a year by grade who came and are still there at its end, shape (grades,)
    """

    stay: Floats
    hires: Floats


def chain_of(history: PeopleHistory, periods: list[tuple[int, int]]) -> MarkovChain:
    """The chances from the beginning of each period to its end, pooled; who came since counts as hired.

    Parameters
    ----------
    periods : first and last day of each, taken for years; days as the history counts them
    """
    grades = len(history.order.ids)
    counts, start, hires = np.zeros((grades, grades)), np.zeros(grades), np.zeros(grades)
    for first, last in periods:
        before, after = (_grades_at(history, day) for day in (first, last))
        known = (before >= 0) & (before < grades)
        np.add.at(start, before[known], 1.0)
        both = known & (after >= 0)
        np.add.at(counts, (before[both], after[both]), 1.0)
        new = (before < 0) & (after >= 0)
        np.add.at(hires, after[new], 1.0)
    return MarkovChain(counts / np.maximum(start, 1.0)[:, None], hires / max(len(periods), 1))


def _grades_at(history: PeopleHistory, day: int) -> np.typing.NDArray[np.int64]:
    """The grade of every person at the end of a day, -1 for who is not there."""
    here = at_work(history, day)
    made = np.full(len(history.keys), -1, np.int64)
    made[history.spells.person[history.stays.spell[here]]] = history.stays.grade[here]
    return made


def by_chain(chain: MarkovChain, now: Floats, keys: list[Key], horizon: Horizon) -> Mapping[Key, list[Foreseen]]:
    """Means and bands of a Markov chain: multinomial moves, Poisson hires.

    Parameters
    ----------
    now : headcount by grade on the first day, shape (grades,)
    keys : the figures; pay is not foreseen and NaN
    horizon : whose periods are foreseen

    Returns
    -------
    By figure, one for each period, with normal bands at 95 %.

    References
    ----------
    D. J. Bartholomew, A. F. Forbes and S. I. McClean, Statistical Techniques for Manpower Planning, 2nd edition (1991).
    """
    mean, cov = now.astype(float), np.zeros((len(now), len(now)))
    made: dict[Key, list[Foreseen]] = {key: [] for key in keys}
    before = 0
    for months in horizon.months:
        length = (months - before) / 12
        before = months
        stay, hires = (chain.stay, chain.hires) if abs(length - 1) < 0.2 else _over(chain, length)
        out = 1 - stay.sum(axis=1)
        for key in keys:
            made[key].append(_figure(key, mean, cov, stay, out))
        spread = sum(mean[i] * (np.diag(stay[i]) - np.outer(stay[i], stay[i])) for i in range(len(mean)))
        cov = stay.T @ cov @ stay + spread + np.diag(hires)
        mean = mean @ stay + hires
        for grade in range(len(now)):
            made[("headcount", (grade,))][-1] = of_normal(float(mean[grade]), float(np.sqrt(cov[grade, grade])))
    return made


def _over(chain: MarkovChain, years: float) -> tuple[Floats, Floats]:
    """The chances of a period of another length, to the first order in what changes."""
    grades = len(chain.hires)
    stay = np.eye(grades) + (chain.stay - np.eye(grades)) * years
    return np.clip(stay, 0.0, 1.0), chain.hires * years


def _figure(key: Key, mean: Floats, cov: Floats, stay: Floats, out: Floats) -> Foreseen:
    kind, of = key
    if kind in ("promotions", "demotions"):
        a, p = of[0], stay[of[0], of[1]]
        return of_normal(float(mean[a] * p), float(np.sqrt(mean[a] * p * (1 - p) + p * p * cov[a, a])))
    if kind == "leavers":
        var = float((mean * out * (1 - out)).sum() + out @ cov @ out)
        return of_normal(float(mean @ out), float(np.sqrt(max(var, 0.0))))
    return Foreseen(np.nan, np.nan, np.nan)
