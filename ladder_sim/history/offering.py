"""Lines of a scheme that would move people as often as was seen, and such people: offered, never written by itself."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

import numpy as np

from ladder_sim.core.i18n import tr
from ladder_sim.history.chances import NORMAL_95
from ladder_sim.history.periods import labels_of
from ladder_sim.history.promotion import FEWEST, ROUNDS, GradeStep
from ladder_sim.history.record import PeopleHistory, day_of
from ladder_sim.history.vacancies import kept_seats
from ladder_sim.history.yearly import cyclic, yearly_number
from ladder_sim.results.intervals import t_quantile

WORTH = 0.05  # of the mean by which the number expected of a year must differ to be written
EVERY = (2, 3, 4)  # years between rounds that are looked for
BY_CHANCE = 0.05  # how probable it may be that rounds come that regularly by chance
WIDEST = 2.0  # sd of a year's log factor that the language takes


@dataclass(frozen=True, slots=True)
class RoundCycle:
    """Rounds in every so many years: `year % every == at`, with the mean moves of such a year and of the others."""

    every: int
    at: int
    most: float
    least: float


def offered(history: PeopleHistory, steps: list[GradeStep]) -> list[str]:
    """Lines of a scheme that would move people as often as it was seen: for comparison, never written by itself."""
    lines = []
    known = [step for step in steps if step.total >= FEWEST]
    numbered = numbered_of(history, known)
    for step in known:
        a, b = history.order.ids[step.source], history.order.ids[step.target]
        head = f"- {{id: {a}_to_{b}, from: {a}, to: {b}, review: "
        kept = kept_seats(history, step, known)
        if kept is not None:
            often = "yearly" if step.month else "monthly"
            told_month = f"{_month_text(history, step)}; " if step.month else ""
            lines.append(f"{head}{often}, {_who(step)}seats: \"max(0, {kept} - unit_count(grade == {b}))\"}}  # "
                         f"{told_month}{_kept_text(b, kept)}")  # fmt: skip
        elif step in numbered:
            lines.append(f"{head}yearly, {_who(step)}{_numbered(history, step, numbered)}")
        else:
            lines.append(f"{head}monthly, when: {conditions(step)}, seats: unlimited}}")
    return lines


def numbered_of(history: PeopleHistory, steps: list[GradeStep]) -> list[GradeStep]:
    """The moves of which a number is set for the year; who goes down goes by chance.

    Snapshots do not tell whether moves were spread over the year. There a move whose few years happen to be alike is
    taken for one by number as well, if the promotions together come in rounds.
    """
    up = [step for step in steps if step.up]
    together = bool(history.snapshots and up) and sum(step.dispersion.index for step in up) > ROUNDS * len(up)
    return [step for step in up if together or step.month or step.rounds]


def conditions(step: GradeStep) -> str:
    """Who is moved in a month and with which chance, as a list of conditions or one of them.

    The chance is that of the people within the window of service, and its factor of the year has the doubt about the
    rate in it, so that a band made with it holds what it says.
    """
    spread = predictive_sd(step)
    chance = f'"chance({step.monthly:.4g}{_times(spread)})"'
    return f"[{', '.join([*step.who.conditions, chance])}]" if step.who.conditions else chance


def predictive_sd(step: GradeStep) -> float:
    """The standard deviation of the log factor of a year to come: of the years, with the error of their mean.

    Of few years Student's t has longer ends than the normal: so much wider is the normal that is written, unless its
    large years then went beyond the largest that was seen, by more than one year more would be expected to.
    """
    years, sd = max(1, len(step.counts)), step.dispersion.sd
    if not step.total or math.isnan(sd):
        return 0.0
    wide = t_quantile(0.975, max(2, years - 1)) / NORMAL_95 if sd else 1.0
    doubted = wide * math.sqrt(sd**2 * (1 + 1 / years) + 1 / step.total)
    return min(WIDEST, max(sd, min(doubted, _of_largest(step))))


def _of_largest(step: GradeStep) -> float:
    """The standard deviation whose 97.5 % year is the largest seen, with the share by which one year more passes it.

    A factor of mean 1 has that quantile at exp(1.96 s − s² ÷ 2), which no s takes beyond exp(1.96² ÷ 2).
    """
    years = len(step.counts)
    rates = np.array(step.counts) / np.maximum(np.array(step.years), 1e-9)
    times = float(rates.max()) / max(step.rate, 1e-12) * (years + 1) / years
    inside = NORMAL_95**2 - 2 * math.log(max(times, 1.0))
    return NORMAL_95 - math.sqrt(inside) if inside > 0 else WIDEST


def _times(sd: float) -> str:
    return f" * between_years({sd:.2f})" if sd >= 0.005 else ""


def _who(step: GradeStep) -> str:
    """Conditions and order of a round: by lot among those of such a service, unless the longest service goes first."""
    when = f"when: [{', '.join(step.who.conditions)}], " if step.who.conditions else ""
    return when if step.who.longest_first else f'{when}order: "uniform(0, 1)", '


def _numbered(history: PeopleHistory, step: GradeStep, among: list[GradeStep]) -> str:
    """Seats a year that differ as they were seen, and what was seen: in a cycle of years, or at random."""
    cycle = cycle_of(history, step)
    if cycle is None:
        number = yearly_number(step, among)
        after = years_of(history)[-1] + 1
        coming = [(after + ahead, n) for ahead, n in enumerate(number.first) if abs(n / number.mean - 1) >= WORTH]
        when = {f"year == {year}": number.middle(n) for year, n in coming}
        middle = "".join(f"{at:.0f} if {year} else " for year, at in when.items())
        seats = f"round(max(0, normal({middle}{number.middle(number.mean):.0f}, {number.sd:.0f})))"
        told = tr("; expected {first}, then {mean:.0f}", "；预期{first}，其后每年{mean:.0f}人", mean=number.mean,
                  first=tr(", ", "、").join(f"{year}: {n:.0f}" for year, n in coming)) if coming else ""  # fmt: skip
    else:
        of_years = cyclic(step.counts, [year % cycle.every == cycle.at for year in years_of(history)])
        in_round, else_ = (f"round(max(0, normal({n.middle(n.mean):.0f}, {n.sd:.0f})))" for n in of_years)
        seats, told = f"{in_round} if year % {cycle.every} == {cycle.at} else {else_}", ""
    return f'seats: "{seats}"}}  # {_month_text(history, step)}; {_counts_text(step)}{told}'


def years_of(history: PeopleHistory) -> list[int]:
    """The year in which the middle of each period lies."""
    return [day_of((first + last) // 2).year for first, last in history.years]


def cycle_of(history: PeopleHistory, step: GradeStep) -> RoundCycle | None:
    """Rounds in every second, third or fourth year, where each of these years has more moves than any other.

    That m of n years which lie so far apart have the m largest counts happens by chance in `every` of the C(n, m)
    choices of m years.
    """
    counts, years = np.array(step.counts), np.array(years_of(history))
    if not step.rounds or len(set(years.tolist())) < len(years) or len(labels_of(history)) != len(years):
        return None
    for every in EVERY:
        for at in range(every):
            mine = years % every == at
            m, n = int(mine.sum()), len(years)
            if m < 2 or m == n or every / math.comb(n, m) > BY_CHANCE or counts[mine].min() <= counts[~mine].max():
                continue
            return RoundCycle(every, at, float(counts[mine].mean()), float(counts[~mine].mean()))
    return None


def month_of(history: PeopleHistory, step: GradeStep) -> int:
    """The month of the review: that of most moves, else the middle of a period."""
    first, last = history.years[-1]
    middle: dt.date = day_of((first + last) // 2)
    return step.month or (middle.month if history.snapshots else 6)


def _month_text(history: PeopleHistory, step: GradeStep) -> str:
    month = month_of(history, step)
    if not step.month:
        return tr(
            "the month of the review is not in the file; take one in the middle of the period, {{every: year, "
            "month: {m}}}",
            "文件未载评审月份；请取期间的中间月份，写作 {{every: year, month: {m}}}", m=month,
        )  # fmt: skip
    return tr("most take place in month {m}: review {{every: year, month: {m}}}",
              "多在{m}月进行：评审写作 {{every: year, month: {m}}}", m=month)  # fmt: skip


def _kept_text(grade: str, kept: int) -> str:
    return tr("'{grade}' is kept at {n}: vacancies are filled as they fall open", "“{grade}”保持{n}人：按空缺随时递补",
              grade=grade, n=kept)  # fmt: skip


def _counts_text(step: GradeStep) -> str:
    counts = ", ".join(f"{n:.0f}" for n in step.counts)
    return tr(
        "by period {counts}; or seats of the grade above, filled as they fall vacant",
        "各期{counts}人；也可设上级职级编制，按空缺递补",
        counts=counts,
    )
