"""Leaving by length of service: a piecewise constant chance with exact limits, by grade only where that "
"foresees more."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import Floats, Integers, Mask
from ladder_sim.core.i18n import tr
from ladder_sim.history.chances import Dispersion, chi2_tail, dispersion_of, limits_of, rate_limits
from ladder_sim.history.estimates import Estimate, Refusal, YearsApart
from ladder_sim.history.exposure import CUTS, Cube, LeavingRates, cube_of, rates_of
from ladder_sim.history.periods import labels_of, windowed
from ladder_sim.history.record import CheckLine, PeopleHistory, SpellEnd
from ladder_sim.history.sources import REASON_ORDER
from ladder_sim.history.words import REASON_TITLES

PIECE_EVENTS, ALL_EVENTS = 10, 20  # of fewer a piece is merged; of fewer there is one piece
CLEARLY = 2.0  # units of log likelihood by which the other half must be foreseen better
SURE = 0.05  # of a curve told from a constant
ABRUPT = 4.0  # standard errors by which the first or last period is out of line
TIMES = (0.5, 1.5)  # and the factors of the middle's least and most
LEAST_SEEN = 12  # months in a grade, of all people, below which its own rate would say nothing


@dataclass(frozen=True, slots=True)
class LeavingFit:
    """The fitted chance of leaving.

    Parameters
    ----------
    starts : completed months of service at which each piece begins
    chance, low, high : a month, by piece, with 95 % limits
    information : dated events that would tell as much, by piece
    by_grade : factor of each grade, empty where one curve serves for all
    rates : the counts completed by what is expected of leavings known to an interval
    dispersion : between periods
    """

    starts: tuple[int, ...]
    chance: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    information: tuple[float, ...]
    by_grade: tuple[float, ...]
    rates: LeavingRates
    cube: Cube
    dispersion: Dispersion


def reasons_counted(history: PeopleHistory, dismissals: bool) -> Mask:
    """Which reasons the curve holds: all but those that a rule of the workforce or of the scheme makes.

    Parameters
    ----------
    dismissals : whether dismissals are held, where the file states reasons

    Returns
    -------
    Shape (reasons,), in the order of `REASON_ORDER`.
    """
    out = {"outside"}
    if history.births is not None and history.stated_reasons:
        out.add("retirement")
    if not dismissals and history.stated_reasons:
        out.add("dismissal")
    return np.array([reason not in out for reason in REASON_ORDER])


def within_regime(history: PeopleHistory, lines: list[CheckLine]) -> PeopleHistory:
    """The history without a first or last period whose leaving is out of line with those between."""
    counts, months = _by_period(history)
    while len(history.years) >= 5:
        rates = counts / np.maximum(months, 1e-9)
        middle = slice(1, -1)
        pooled = counts[middle].sum() / max(months[middle].sum(), 1e-9)
        worst = max(
            (0, -1), key=lambda at: abs(counts[at] - pooled * months[at]) / math.sqrt(pooled * months[at] + 1e-9)
        )
        z = (counts[worst] - pooled * months[worst]) / math.sqrt(pooled * months[worst] + 1e-9)
        usual = (TIMES[0] * rates[middle].min(), TIMES[1] * rates[middle].max())
        if abs(z) <= ABRUPT or usual[0] <= rates[worst] <= usual[1]:
            break
        label = labels_of(history)[worst]
        lines.append(
            CheckLine(
                "regime",
                tr(
                    "{label} is left out: {rate:.1%} leave a year, between {low:.1%} and {high:.1%} in the "
                    "periods between "
                    "(z = {z:.1f}); the file was probably closed at another date",
                    "不计 {label}：年离职率{rate:.1%}，其间各期为{low:.1%}至{high:.1%}（z = {z:.1f}）；文件的截"
                    "止口径很可能不同",
                    label=label,
                    rate=12 * rates[worst],
                    low=12 * rates[middle].min(),
                    high=12 * rates[middle].max(),
                    z=z,
                ),
                int(counts[worst]),
                True,
            )
        )
        years = history.years
        first, last = (years[1][0], history.closed) if worst == 0 else (history.opened, years[-2][1] + bool(
            history.snapshots))  # fmt: skip
        history = windowed(history, first, last)
        counts, months = _by_period(history)
    _unusual(history, counts, months, lines)
    return history


def _by_period(history: PeopleHistory) -> tuple[Floats, Floats]:
    """Leavings and months at risk by period."""
    cube = cube_of(history)
    rates = rates_of(cube, np.zeros(len(CUTS) + 1, np.int64), reasons_counted(history, True))
    return rates.events.sum(axis=(0, 2, 3)), rates.months.sum(axis=(0, 2, 3))


def _unusual(history: PeopleHistory, counts: Floats, months: Floats, lines: list[CheckLine]) -> None:
    """A period between the first and last whose leaving is out of line: shown, and not averaged away unsaid."""
    if len(counts) < 4:
        return
    labels = labels_of(history)
    for at in range(len(counts)):
        rest = np.arange(len(counts)) != at
        pooled = counts[rest].sum() / max(months[rest].sum(), 1e-9)
        z = (counts[at] - pooled * months[at]) / math.sqrt(pooled * months[at] + 1e-9)
        rates = counts / np.maximum(months, 1e-9)
        if abs(z) > ABRUPT and not TIMES[0] * rates[rest].min() <= rates[at] <= TIMES[1] * rates[rest].max():
            lines.append(
                CheckLine(
                    "regime",
                    tr(
                        "{label}: {n:,.0f} leave, {low:,.0f} to {high:,.0f} in the other periods (z = {z:.1f}): "
                        "perhaps another "
                        "regime; leave it out with --from or --to if it will not come back",
                        "{label}：离职{n:,.0f}人，其他各期为{low:,.0f}至{high:,.0f}人（z = {z:.1f}）：可能是特殊"
                        "时期；若不会重现，"
                        "请用 --from 或 --to 排除",
                        label=labels[at],
                        n=counts[at],
                        low=counts[rest].min(),
                        high=counts[rest].max(),
                        z=z,
                    ),
                    int(counts[at]),
                    True,
                )
            )


def fit_leaving(history: PeopleHistory, dismissals: bool, refused: list[Refusal]) -> LeavingFit:
    """The curve of leaving of a history: a hazard for each piece of service, pieces with too few events merged.

    Parameters
    ----------
    dismissals : whether dismissals are part of the chance to leave
    refused : what is not fitted is added here
    """
    cube, reasons = cube_of(history), reasons_counted(history, dismissals)
    every = np.arange(len(CUTS) + 1)
    fine = rates_of(cube, every, reasons)
    groups = _merged(fine.events.sum(axis=(0, 1, 2)), fine.months.sum(axis=(0, 1, 2)), refused)
    rates = rates_of(cube, groups, reasons)
    starts = tuple(int(CUTS[int(np.flatnonzero(groups == group)[0])]) for group in range(int(groups.max()) + 1))
    limits = [rate_limits(rate, n) if n > 0 else (0.0, _none_seen(rates, groups, group))
              for group, (rate, n) in enumerate(zip(rates.hazard, rates.information, strict=True))]  # fmt: skip
    as_chance = _chance_by_month if history.by_month else _chance
    by_grade = _by_grade(history, rates, groups, refused)
    periods = rates.events.sum(axis=(0, 2)), rates.months.sum(axis=(0, 2))
    expected = (periods[1] * rates.hazard[groups]).sum(axis=1)
    return LeavingFit(
        starts, tuple(as_chance(rate) for rate in rates.hazard), tuple(as_chance(low) for low, _ in limits),
        tuple(as_chance(high) for _, high in limits), tuple(rates.information.tolist()), by_grade, rates, cube,
        dispersion_of(periods[0].sum(axis=1).tolist(), expected.tolist()),
    )  # fmt: skip


def _none_seen(rates: LeavingRates, groups: Integers, group: int) -> float:
    return limits_of(0, float(rates.months[..., groups == group].sum()))[1]


def _chance(hazard: float) -> float:
    """The chance in a month of a rate a month."""
    return -math.expm1(-hazard)


def _chance_by_month(hazard: float) -> float:
    """The same where leavings stand on the ends of months: events ÷ months at risk is the chance itself."""
    return min(1.0, hazard)


def _merged(events: Floats, months: Floats, refused: list[Refusal]) -> Integers:
    """The group of each piece: from the left, each of at least `PIECE_EVENTS`; one where nothing tells a curve."""
    constant = np.zeros(len(events), np.int64)
    total = float(events.sum())
    known = events[:-1]
    if total < ALL_EVENTS:
        refused.append(Refusal("leaving", tr("leaving by length of service", "按司龄的离职概率"),
                               tr("fewer than {n} leave in all", "离职总数少于{n}", n=ALL_EVENTS),
                               tr("{n:.0f} leave", "离职{n:.0f}人", n=total),
                               tr("one chance for every length of service", "各司龄同一概率")))  # fmt: skip
        return constant
    groups, number, held = constant.copy(), 0, 0.0
    for piece in range(len(known)):
        groups[piece] = number
        held += float(known[piece])
        if held >= PIECE_EVENTS and known[piece + 1 :].sum() >= PIECE_EVENTS:
            number, held = number + 1, 0.0
    groups[-1] = number
    if number == 0:
        return constant
    p = _curve_against_constant(known, months[:-1], groups[:-1])
    if p > SURE:
        refused.append(Refusal("leaving", tr("leaving by length of service", "按司龄的离职概率"),
                               tr("the curve cannot be told from a constant", "曲线与常数无法区分"), f"p = {p:.2f}",
                               tr("one chance for every length of service", "各司龄同一概率")))  # fmt: skip
        return constant
    # service of unknown length is long in most cases: it takes the last piece's chance, and tells nothing of the others
    return groups


def _curve_against_constant(events: Floats, months: Floats, groups: Integers) -> float:
    """The chance of at least this likelihood ratio if the rate were the same in every piece."""
    size = int(groups.max()) + 1
    d, e = np.zeros(size), np.zeros(size)
    np.add.at(d, groups, events)
    np.add.at(e, groups, months)
    rate = d.sum() / e.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(d > 0, d * np.log(d / (rate * np.maximum(e, 1e-12))), 0.0)
    return chi2_tail(2 * float(terms.sum()), int((e > 0).sum()) - 1)


def _by_grade(
    history: PeopleHistory, rates: LeavingRates, groups: Integers, refused: list[Refusal]
) -> tuple[float, ...]:
    """Factors of the grades, where they foresee the leavings of the other half of the people better than none."""
    grades = len(history.order.ids)
    lost = history.spells.ended == SpellEnd.OUT_OF_SIGHT
    if lost.any() and grades > 1:
        _refuse_hidden(history, lost, refused)
        return ()
    if grades < 2:
        return ()
    if history.last_grades:
        refused.append(Refusal("leaving", tr("leaving by grade", "分职级的离职概率"),
                               tr("the file has one grade for each person, that of the last day",
                                  "文件中每人只有一个职级，即末日的职级"), "",
                               tr("one curve for all grades", "各职级同一曲线")))  # fmt: skip
        return ()
    events = rates.events.sum(axis=(1, 3))[:, :grades]
    expected = (rates.months * rates.hazard[groups]).sum(axis=(1, 3))[:, :grades]
    gain = 0.0
    for fold in range(len(events)):
        other = len(events) - 1 - fold
        factor = (events[other] + 1) / (expected[other] + 1)
        gain += float((events[fold] * np.log(factor) - expected[fold] * (factor - 1)).sum())
    if gain <= CLEARLY:
        refused.append(
            Refusal(
                "leaving",
                tr("leaving by grade", "分职级的离职概率"),
                tr(
                    "grades do not foresee the leavings of the other half of the people better",
                    "加入职级不能更好地预测另一半人员的离职",
                ),
                tr("gain of log likelihood {g:.1f}", "对数似然增益{g:.1f}", g=gain),
                tr("one curve for all grades", "各职级同一曲线"),
            )
        )
        return ()
    # drawn toward the curve by one leaver, as in the test: a grade in which nobody left is not one that nobody leaves
    made = (events.sum(axis=0) + 1) / (expected.sum(axis=0) + 1)
    return tuple(float(factor) for factor in made)


def _refuse_hidden(history: PeopleHistory, lost: Mask, refused: list[Refusal]) -> None:
    """Leaving by grade where some may have gone on out of sight, with the bounds that are certain."""
    stays = history.stays
    last = np.r_[stays.spell[1:] != stays.spell[:-1], True] if len(stays) else np.zeros(0, bool)
    for place, name in enumerate(history.order.ids):
        mine = stays.grade == place
        hidden = int((last & mine & lost[stays.spell]).sum())
        if not hidden:
            continue
        left = int((last & mine & history.spells.left[stays.spell]).sum())
        people = len(set(history.spells.person[stays.spell[mine & (stays.entry <= history.opened)]].tolist()))
        refused.append(
            Refusal(
                "leaving",
                tr("leaving of grade '{g}'", "职级“{g}”的离职率", g=name),
                tr("a grade above was out of the file's sight for a time", "更高职级有一段时间不在文件中"),
                tr(
                    "between {a} and {b} of {n} there at the beginning left",
                    "期初{n}人中离职{a}至{b}人",
                    a=left,
                    b=left + hidden,
                    n=people,
                ),
                tr("one curve for all grades", "各职级同一曲线"),
            )
        )


def leaving_estimates(history: PeopleHistory, fit: LeavingFit) -> list[Estimate]:
    """The curve, the yearly rate of all, and each reason with its exact limits."""
    made = []
    groups = _groups(fit.starts)
    for place, start in enumerate(fit.starts):
        end = fit.starts[place + 1] if place + 1 < len(fit.starts) else None
        title = tr("from {a} months of service", "司龄{a}个月起", a=start) if end is None else \
            tr("{a} to {b} months of service", "司龄{a}至{b}个月", a=start, b=end)  # fmt: skip
        mine = groups == place
        made.append(Estimate("leaving", f"leaving.{start}", title, fit.chance[place], fit.low[place], fit.high[place],
                             "a month", float(fit.rates.events[..., mine].sum()),
                             float(fit.rates.months[..., mine].sum()) / 12, written=True))  # fmt: skip
    events, months = float(fit.rates.events.sum()), float(fit.rates.months.sum())
    low, high = limits_of(events, months / 12)
    made.append(Estimate("leaving", "leaving.all", tr("all, leavers ÷ mean headcount", "合计，离职人数÷平均人数"),
                         12 * events / max(months, 1e-9), low, high, "a year", events, months / 12))  # fmt: skip
    for place, factor in enumerate(fit.by_grade):
        n = float(fit.rates.events[:, :, place].sum())
        low, high = rate_limits(factor, n + 1)
        made.append(Estimate("leaving", f"leaving.grade.{history.order.ids[place]}",
                             tr("{g}: times the curve", "{g}：为曲线的倍数", g=history.order.ids[place]), factor, low,
                             high, "times", n, written=True))  # fmt: skip
    return made + _of_seen_grades(history, fit) + _by_reason(history, fit)


def _of_seen_grades(history: PeopleHistory, fit: LeavingFit) -> list[Estimate]:
    """Where some grades lost people out of sight, the yearly rate of each of the others."""
    lost = history.spells.ended == SpellEnd.OUT_OF_SIGHT
    if not lost.any():
        return []
    hidden = set(history.stays.grade[lost[history.stays.spell]].tolist())
    made = []
    for place, name in enumerate(history.order.ids):
        months = float(fit.rates.months[:, :, place].sum())
        if place in hidden or months < LEAST_SEEN:
            continue
        events = float(fit.rates.events[:, :, place].sum())
        low, high = limits_of(events, months / 12)
        made.append(
            Estimate(
                "leaving",
                f"leaving.of.{name}",
                tr("of {g}", "其中：{g}", g=name),
                12 * events / months,
                low,
                high,
                "a year",
                events,
                months / 12,
            )
        )
    return made


def _groups(starts: tuple[int, ...]) -> Integers:
    made: Integers = np.r_[np.searchsorted(np.array(starts), np.array(CUTS), side="right") - 1, len(starts) - 1]
    return made


def _by_reason(history: PeopleHistory, fit: LeavingFit) -> list[Estimate]:
    if not history.stated_reasons:
        return []
    months = float(fit.cube.months.sum())
    made = []
    for place, reason in enumerate(REASON_ORDER):
        n = float(fit.cube.events[..., place].sum()) + float((fit.cube.where[:, 3] == place).sum())
        if n:
            low, high = limits_of(n, months / 12)
            made.append(Estimate("reasons", f"reason.{reason}", str(REASON_TITLES[reason]), 12 * n / months, low, high,
                                 "a year", n, months / 12))  # fmt: skip
    return made


def years_of_leaving(history: PeopleHistory, fit: LeavingFit) -> YearsApart:
    """Leavers by period beside what the curve expects."""
    return YearsApart("leaving", tr("leaving", "离职"), tuple(labels_of(history)), fit.dispersion)


def survival_of(leaving: LeavingFit, months: int = 600) -> Floats:
    """The chance to be still there after so many completed months of service, shape (months,)."""
    chance = np.array(leaving.chance)[np.searchsorted(np.array(leaving.starts), np.arange(months), side="right") - 1]
    made: Floats = np.r_[1.0, np.cumprod(1 - chance)[:-1]]
    return made
