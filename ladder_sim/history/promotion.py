"""Moves between grades: yearly rates, rounds, and how long people wait; refused where the data do not tell."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from ladder_sim.core.arrays import Floats, Mask
from ladder_sim.core.i18n import tr
from ladder_sim.history.chances import Dispersion, dispersion_of, limits_of
from ladder_sim.history.estimates import Estimate, Refusal, YearsApart
from ladder_sim.history.months import month_place, months_between
from ladder_sim.history.periods import by_period, labels_of
from ladder_sim.history.record import PeopleHistory, SpellEntry, StayEnd
from ladder_sim.history.who_moves import EVERYBODY, MoveWindow, service_of_grades, window_of

FEWEST = 10  # moves without which no rate is given
ROUNDS = 3.0  # variance ÷ mean by year from which on promotions come in rounds
TITLES = 3  # titles for each grade from which on a change of title is no promotion
UNKNOWN = 0.20  # share of unknown time in grade from which on waits are refused
ONE_MONTH = 0.5  # share of promotions in one month of the year that makes it the month of a review


@dataclass(frozen=True, slots=True)
class GradeStep:
    """Moves from one grade to another.

    Parameters
    ----------
    source, target : places in the order of grades
    counts, years : moves, and person-years in the source grade, by period
    rate, low, high : a person and year
    dispersion : between periods; `rounds`: do they come in rounds
    month : of the year in which most take place, 0 where they are spread or known to a period only
    who : the service of those who are moved
    """

    source: int
    target: int
    counts: tuple[float, ...]
    years: tuple[float, ...]
    rate: float
    low: float
    high: float
    dispersion: Dispersion
    month: int
    who: MoveWindow = EVERYBODY

    @property
    def up(self) -> bool:
        """Is it a promotion?"""
        return self.target > self.source

    @property
    def total(self) -> float:
        """All moves."""
        return sum(self.counts)

    @property
    def rounds(self) -> bool:
        """Do the moves differ more between years than a chance for each person makes them?"""
        return self.dispersion.index > ROUNDS

    @property
    def monthly(self) -> float:
        """The chance in a month of who is within the window: 1 − exp(−rate ÷ 12 ÷ the share of the time within)."""
        return -math.expm1(-self.rate / 12 / max(self.who.share, 1e-9))


def steps_of(history: PeopleHistory, refused: list[Refusal]) -> list[GradeStep]:
    """Every kind of move between grades that was seen, promotions first, the most frequent first."""
    grades = len(history.order.ids)
    if history.last_grades:
        refused.append(Refusal("promotion", tr("promotion", "晋升"),
                               tr("the file has one grade for each person, that of the last day",
                                  "文件中每人只有一个职级，即末日的职级"), "",
                               tr("the scheme's own rules", "方案自身的规则")))  # fmt: skip
        return []
    if history.titles and len(history.titles) > TITLES * grades and not _mapped(history):
        refused.append(
            Refusal(
                "promotion",
                tr("promotion", "晋升"),
                tr(
                    "more than {n} titles for each grade, and no table says which is which",
                    "每个职级对应的职称超过{n}个，且没有对照表",
                    n=TITLES,
                ),
                f"{len(history.titles)} / {grades}",
                tr("the scheme's own rules", "方案自身的规则"),
            )
        )
        return []
    stays = history.stays
    years, service = person_years(history), service_of_grades(history)
    made = []
    for source in range(grades):
        for target in range(grades):
            moved = (stays.grade == source) & (stays.to == target)
            if source == target or not moved.any():
                continue
            counts = by_period(history, stays.stop[moved])
            who = window_of(history, moved, service[source])
            made.append(replace(_step(history, source, target, counts, years[source], stays.stop[moved]), who=who))
    made.sort(key=lambda step: (not step.up, -step.total))
    for step in made:
        if step.total < FEWEST:
            refused.append(Refusal(
                "promotion" if step.up else "demotion", name_of(history, step),
                tr("fewer than {n} moves", "变动少于{n}次", n=FEWEST), tr("{n:.0f} moves", "{n:.0f}次", n=step.total),
                tr("the scheme's own rule", "方案自身的规则")))  # fmt: skip
    return made


def _mapped(history: PeopleHistory) -> bool:
    return history.order.stated or all(grade for _, _, grade in history.titles)


def person_years(history: PeopleHistory) -> Floats:
    """Person-years by grade and period, shape (grades, periods)."""
    stays = history.stays
    low, high = month_place(stays.entry), month_place(np.minimum(stays.stop, history.closed))
    made = np.zeros((len(history.order.ids), len(history.years)))
    for number, (first, last) in enumerate(history.years):
        a, b = month_place(np.array([first]))[0], month_place(np.array([last]))[0]
        inside = np.maximum(0.0, np.minimum(high, b) - np.maximum(low, a)) / 12
        graded = stays.grade >= 0
        np.add.at(made[:, number], stays.grade[graded], inside[graded])
    return made


def _step(history: PeopleHistory, source: int, target: int, counts: Floats, years: Floats, days: Floats) -> GradeStep:
    total, exposure = float(counts.sum()), float(years.sum())
    low, high = limits_of(total, exposure)
    rate = total / exposure if exposure else math.nan
    spread = dispersion_of(counts.tolist(), (years * rate).tolist())
    month = 0
    if history.kind != "snapshots" and total >= FEWEST:
        months = (days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12) + 1
        share = np.bincount(months, minlength=13) / len(months)
        month = int(share.argmax()) if share.max() >= ONE_MONTH else 0
    return GradeStep(source, target, tuple(counts.tolist()), tuple(years.tolist()), rate, low, high, spread, month)


def name_of(history: PeopleHistory, step: GradeStep) -> str:
    """``junior → senior``."""
    return f"{history.order.ids[step.source]} → {history.order.ids[step.target]}"


def step_estimates(history: PeopleHistory, steps: list[GradeStep]) -> list[Estimate]:
    """The yearly rates, for comparison with those of a scheme."""
    made = []
    for step in steps:
        if step.total < FEWEST:
            continue
        note = ""
        if step.rounds:
            note = tr("in rounds: variance ÷ mean {v:.1f}; {low:.0f} to {high:.0f} a period",
                      "按批次进行：方差÷均值为{v:.1f}；每期{low:.0f}至{high:.0f}人", v=step.dispersion.index,
                      low=min(step.counts), high=max(step.counts))  # fmt: skip
        ids = history.order.ids
        made.append(Estimate("promotion" if step.up else "demotion", f"move.{ids[step.source]}.{ids[step.target]}",
                             name_of(history, step), step.rate, step.low, step.high, "a year", step.total,
                             sum(step.years), note))  # fmt: skip
    return made


def years_of_steps(history: PeopleHistory, steps: list[GradeStep]) -> list[YearsApart]:
    """Promotions by period beside what one rate expects."""
    labels = tuple(labels_of(history))
    return [YearsApart(f"promotion.{history.order.ids[s.source]}", name_of(history, s), labels, s.dispersion)
            for s in steps if s.up and s.total >= FEWEST]  # fmt: skip


@dataclass(frozen=True, slots=True)
class GradeWaits:
    """Months in a grade until promotion: a cumulative incidence beside leaving, and Kaplan–Meier's median.

    Parameters
    ----------
    grade : place in the order of grades
    months : completed months in the grade at which the curve has a point, shape (points,)
    promoted, gone : chance, from 0 to 1, of promotion and of leaving by then, shape (points,) (Aalen and Johansen 1978)
    median : months at which half would be promoted if nobody left; NaN where that is never reached
    least : the 5th percentile of the waits of those promoted, in months
    unknown : share of the time in the grade whose beginning is not known
    """

    grade: int
    months: Floats
    promoted: Floats
    gone: Floats
    median: float
    least: float
    unknown: float


def waits_of(history: PeopleHistory, refused: list[Refusal]) -> list[GradeWaits]:
    """Waits in each grade but the highest, refused where the time in grade is mostly unknown.

    Parameters
    ----------
    refused : what is not fitted is added here
    """
    stays, made = history.stays, []
    for grade in range(len(history.order.ids) - 1):
        mine = stays.grade == grade
        total = float((stays.stop - stays.entry)[mine].sum())
        hidden = float((stays.stop - stays.entry)[mine & ~stays.since_known].sum())
        ups = int((mine & (stays.ended == StayEnd.UP) & stays.since_known).sum())
        if not total or not (stays.ended[mine] == StayEnd.UP).any():
            continue
        unknown = hidden / total
        if unknown > UNKNOWN or ups < FEWEST:
            refused.append(Refusal(
                "waits", tr("time in '{g}' until promotion", "“{g}”晋升前的任现职级时间", g=history.order.ids[grade]),
                tr("time in grade is unknown for more than {n:.0%}, or fewer than {m} promotions with a known wait",
                   "任现职级时间未知超过{n:.0%}，或等待时间已知的晋升少于{m}次", n=UNKNOWN, m=FEWEST),
                tr("{u:.0%} unknown, {k} promotions", "未知{u:.0%}，晋升{k}次", u=unknown, k=ups),
                tr("a rate without months_in_grade", "不含 months_in_grade 的比率")))  # fmt: skip
            continue
        made.append(_waits(history, grade, mine & stays.since_known, unknown))
    return made


def _waits(history: PeopleHistory, grade: int, mine: Mask, unknown: float) -> GradeWaits:
    stays = history.stays
    begin = months_between(stays.since[mine], stays.entry[mine])
    # a wait of five years to the day is 60 months, whatever leap days lie between
    end = months_between(stays.since[mine], stays.stop[mine])
    up, gone = stays.ended[mine] == StayEnd.UP, stays.ended[mine] == StayEnd.GONE
    months, promoted, left, survived = _incidence(begin, end, up, gone)
    below = np.flatnonzero(survived <= 0.5)
    median = float(months[below[0]]) if len(below) else math.nan
    return GradeWaits(grade, months, promoted, left, median, float(np.quantile(end[up], 0.05)), unknown)


def _incidence(begin: Floats, end: Floats, up: Mask, gone: Mask) -> tuple[Floats, Floats, Floats, Floats]:
    """Times of promotions, cumulative incidence of promotion and of leaving, and Kaplan–Meier of promotion alone."""
    times, place = np.unique(np.round(end[up | gone], 6), return_inverse=True)
    ups = np.bincount(place, weights=up[up | gone].astype(float), minlength=len(times))
    goes = np.bincount(place, weights=gone[up | gone].astype(float), minlength=len(times))
    entered = np.searchsorted(np.sort(begin), times - 1e-7, side="left")
    ended = np.searchsorted(np.sort(end), times - 1e-6, side="left")
    at_risk = np.maximum(entered - ended, 1).astype(float)
    survival = np.cumprod(1 - np.minimum(1.0, (ups + goes) / at_risk))
    before = np.r_[1.0, survival[:-1]]
    alone = np.cumprod(1 - np.minimum(1.0, ups / at_risk))
    promoted, left = np.cumsum(before * ups / at_risk), np.cumsum(before * goes / at_risk)
    shown = ups > 0
    return times[shown], promoted[shown], left[shown], alone[shown]


def wait_estimates(history: PeopleHistory, waits: list[GradeWaits]) -> list[Estimate]:
    """The shortest usual wait and the median of each grade."""
    made = []
    for wait in waits:
        name = history.order.ids[wait.grade]
        made.append(Estimate("waits", f"wait.{name}", tr("{g}: half are promoted by (if nobody left)",
                             "{g}：半数晋升所需（设无人离职）", g=name), wait.median, math.nan, math.nan, "months",
                             note=tr("never reached", "未达到") if math.isnan(wait.median) else ""))  # fmt: skip
        made.append(
            Estimate(
                "waits",
                f"least.{name}",
                tr("{g}: 1 in 20 of the promoted waited less", "{g}：晋升者中二十分之一等待少于", g=name),
                wait.least,
                math.nan,
                math.nan,
                "months",
            )
        )
    return made


def entries_of(history: PeopleHistory) -> Floats:
    """Shares of the grades into which people were hired, shape (grades,)."""
    first = (
        np.r_[True, history.stays.spell[1:] != history.stays.spell[:-1]] if len(history.stays) else np.zeros(0, bool)
    )
    hired = np.isin(history.spells.begun[history.stays.spell], [SpellEntry.HIRED, SpellEntry.REHIRED])
    if history.last_grades:  # of those hired in the last year most are still in the grade into which they came
        late = hired & (history.stays.entry >= history.closed - 366)
        hired = late if late.any() else hired
    grade = history.stays.grade[first & hired]
    counts = np.bincount(grade[grade >= 0], minlength=len(history.order.ids)).astype(float)
    made: Floats = counts / max(counts.sum(), 1.0)
    return made
