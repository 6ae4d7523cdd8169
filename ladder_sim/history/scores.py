"""Scores: mean, spread between people and within, what carries on; pay by grade at the last date."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import Floats, Integers
from ladder_sim.core.i18n import tr
from ladder_sim.history.estimates import Estimate, Refusal
from ladder_sim.history.record import PeopleHistory, StayEnd, Values

STEPS = 4  # distinct values of which fewer are no KPI
ONE_STEP = 0.60  # share of one value from which on scores tell nobody apart
THREE = 3  # scores of a person without which between and within cannot be told apart
LEAVES = 20  # parts of the people that are left out in turn, for standard errors
CARRY = 0.5  # of monthly scores, where yearly ones do not tell it
WIDE = 0.35  # spread within a grade from which on pay is mixed


@dataclass(frozen=True, slots=True)
class ScoreFit:
    """What scores tell, each a value with its standard error; NaN where they do not.

    Parameters
    ----------
    mean, between, within : in points: the mean, the standard deviation between people, and that of a person's months
    carry : share of a month's deviation that carries on to the next
    years : standard deviation of a year's level, in points
    yearly : are they ratings of a year, of which a month's score is worked out
    count : scores read
    """

    mean: tuple[float, float]
    between: tuple[float, float]
    within: tuple[float, float]
    carry: tuple[float, float]
    years: float
    yearly: bool
    count: int
    people: int


def fit_scores(history: PeopleHistory, refused: list[Refusal]) -> ScoreFit | None:
    """Mean and parts of the variance of scores, None where there are none or they are no KPI."""
    scores = history.scores
    back = tr("the KPI of the base workforce", "基准人员文件的绩效")
    what = tr("scores", "绩效得分")
    if not len(scores.value):
        return None
    values, counts = np.unique(scores.value, return_counts=True)
    if len(values) < STEPS or counts.max() > ONE_STEP * counts.sum():
        refused.append(
            Refusal(
                "scores",
                what,
                tr(
                    "fewer than {n} distinct values, or more than {m:.0%} in one of them: a rating, no KPI",
                    "取值少于{n}种，或一种取值超过{m:.0%}：属评级而非绩效得分",
                    n=STEPS,
                    m=ONE_STEP,
                ),
                tr(
                    "{k} values, {s:.0%} in one",
                    "{k}种取值，最多的占{s:.0%}",
                    k=len(values),
                    s=counts.max() / counts.sum(),
                ),
                back,
            )
        )
        return None
    month = scores.day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    step = _step(scores.person, month)
    each = np.unique(scores.person, return_counts=True)[1]
    if each.max() < THREE:
        refused.append(
            Refusal(
                "scores",
                tr("spread between and within people", "人员之间与个人内部的离散"),
                tr("fewer than {n} scores of each person", "每人得分少于{n}次", n=THREE),
                tr("at most {n}", "最多{n}次", n=each.max()),
                tr("mean and whole spread only", "只给均值与总离散"),
            )
        )
        total = float(scores.value.std(ddof=1))
        error = total / math.sqrt(len(scores.value))
        return ScoreFit((float(scores.value.mean()), error), (math.nan, math.nan), (total, math.nan),
                        (math.nan, math.nan), 0.0, step >= 12, len(scores.value), len(each))  # fmt: skip
    if step > 1:
        refused.append(Refusal("scores", tr("learning, and what carries on from month to month", "新人成长与逐月延续"),
                               tr("scores are not monthly", "得分不是逐月的"),
                               tr("every {n} months", "每{n}个月一次", n=step),
                               tr("carry {c}, learning of the base workforce", "延续 {c}，成长沿用基准人员文件",
                                  c=CARRY)))  # fmt: skip
    return _parts(scores, month, step)


def _step(person: Integers, month: Integers) -> int:
    """Months from one score of a person to the next, in most cases."""
    gaps = np.diff(month)[np.diff(person) == 0]
    gaps = gaps[gaps > 0]
    return int(np.bincount(gaps).argmax()) if len(gaps) else 12


def _parts(scores: Values, month: Integers, step: int) -> ScoreFit:
    """Moments at lags of no, one and two steps; standard errors by leaving out parts of the people."""
    year = month // 12
    level = _year_levels(scores.value, year)
    value = scores.value - level[np.unique(year, return_inverse=True)[1]]
    sums, counts = _products(scores.person, month, value, step)
    whole = _moments(sums.sum(axis=1) / np.maximum(counts.sum(axis=1), 1))
    left_out = [_moments((sums.sum(axis=1) - sums[:, i]) / np.maximum(counts.sum(axis=1) - counts[:, i], 1))
                for i in range(LEAVES) if counts[0, i]]  # fmt: skip
    parts = np.array(left_out)
    errors = np.sqrt((len(parts) - 1) / len(parts) * ((parts - parts.mean(axis=0)) ** 2).sum(axis=0))
    b2, w2, carry = whole
    between, within = math.sqrt(max(0.0, b2)), math.sqrt(max(0.0, w2))
    n = len(np.unique(scores.person))
    mean_error = math.sqrt((max(0.0, b2) + max(0.0, w2) * n / len(value)) / n)
    spread = _between_years(scores.value, year, b2 + w2)
    made = ScoreFit(
        (float(scores.value.mean()), math.hypot(mean_error, spread / math.sqrt(len(np.unique(year))))),
        (between, float(errors[0]) / max(2 * between, 1e-9)),
        (within, float(errors[1]) / max(2 * within, 1e-9)),
        (carry, float(errors[2])),
        spread,
        step >= 6,
        len(value),
        n,
    )
    return _as_monthly(made, step) if step > 1 else made


def _year_levels(value: Floats, year: Integers) -> Floats:
    _, place = np.unique(year, return_inverse=True)
    sums, counts = np.bincount(place, weights=value), np.bincount(place)
    made: Floats = sums / counts - value.mean()
    return made


def _between_years(value: Floats, year: Integers, variance: float) -> float:
    """Standard deviation of the years' levels beyond what so many scores make."""
    _, place = np.unique(year, return_inverse=True)
    counts = np.bincount(place)
    means = np.bincount(place, weights=value) / counts
    if len(means) < 3:
        return 0.0
    return math.sqrt(max(0.0, float(means.var(ddof=1) - np.mean(variance / counts))))


def _products(person: Integers, month: Integers, value: Floats, step: int) -> tuple[Floats, Floats]:
    """Sums and numbers of products of a person's scores no, one and two steps apart, by part of the people.

    Shapes (3, `LEAVES`). Scores stand by person and time, so that those two steps apart are at most three rows apart.
    """
    centered = value - value.mean()
    fold = person % LEAVES
    sums, counts = np.zeros((3, LEAVES)), np.zeros((3, LEAVES))
    for apart in range(4):
        size = len(value) - apart
        if size <= 0:
            continue
        same = person[:size] == person[apart:]
        steps = month[apart:] - month[:size]
        for lag in (0, 1, 2):
            pairs = same & (steps == lag * step) if apart else np.full(size, lag == 0)
            if apart and lag == 0:
                continue
            sums[lag] += np.bincount(fold[:size][pairs], weights=(centered[:size] * centered[apart:])[pairs],
                                     minlength=LEAVES)  # fmt: skip
            counts[lag] += np.bincount(fold[:size][pairs], minlength=LEAVES)
    return sums, counts


def _moments(gamma: Floats) -> tuple[float, float, float]:
    """Variance between people, within, and the share that carries on to the next score.

    With γₖ the covariance of a person's scores k steps apart, b² + w²φᵏ: φ = (γ₁ − γ₂) ÷ (γ₀ − γ₁).
    """
    fall, next_fall = float(gamma[0] - gamma[1]), float(gamma[1] - gamma[2])
    carry = 0.0 if fall <= 0 else min(0.95, max(0.0, next_fall / fall))
    within = fall / (1 - carry)
    return float(gamma[0]) - within, within, carry


def _as_monthly(fit: ScoreFit, step: int) -> ScoreFit:
    """The spread of a month's score of which a rating over `step` months is the mean, with the usual carry."""
    share = sum((1 - abs(k) / step) * CARRY ** abs(k) for k in range(1 - step, step)) / step
    times = 1 / math.sqrt(share)
    within = (fit.within[0] * times, fit.within[1] * times)
    return ScoreFit(fit.mean, fit.between, within, (math.nan, math.nan), fit.years, fit.yearly, fit.count, fit.people)


def score_estimates(fit: ScoreFit) -> list[Estimate]:
    """Mean and spreads with their limits."""
    made = []
    for name, title, (value, error) in (
        ("mean", tr("mean", "均值"), fit.mean),
        ("between", tr("spread between people", "人员之间的离散"), fit.between),
        ("within", tr("spread of a person's months", "个人逐月的离散"), fit.within),
        ("carry", tr("share that carries on to the next month", "延续到下月的比例"), fit.carry),
    ):  # fmt: skip
        if not math.isnan(value):
            made.append(Estimate("scores", f"score.{name}", title, value, value - 1.96 * error, value + 1.96 * error,
                                 "share" if name == "carry" else "points", fit.count, written=True))  # fmt: skip
    if fit.years > 0:
        made.append(
            Estimate(
                "scores",
                "score.years",
                tr("spread of a year's level", "年度整体水平的离散"),
                fit.years,
                math.nan,
                math.nan,
                "points",
                written=True,
            )
        )
    return made


@dataclass(frozen=True, slots=True)
class PayOfGrade:
    """Pay a month at the last date.

    Parameters
    ----------
    grade : place in the order of grades
    people : of those with pay
    median : money a month
    spread : standard deviation of the logarithm of pay
    """

    grade: int
    people: int
    median: float
    spread: float


def pay_by_grade(history: PeopleHistory, refused: list[Refusal]) -> list[PayOfGrade]:
    """Pay of those there at the end, refused where a grade is so wide that occupations or hours are mixed."""
    last = last_values(history.pays, len(history.keys))
    stays = history.stays
    here = (stays.stop >= history.closed) & (stays.ended == StayEnd.OPEN)
    person = history.spells.person[stays.spell]
    made = []
    for place, name in enumerate(history.order.ids):
        pay = last[person[here & (stays.grade == place)]]
        pay = pay[pay > 0]
        if len(pay) < 5:
            continue
        spread = float(np.log(pay).std(ddof=1))
        if spread > WIDE:
            refused.append(Refusal(
                "pay", tr("pay of '{g}'", "“{g}”的薪酬", g=name),
                tr("it differs within the grade by more than {n:.0%}: occupations or hours are mixed",
                   "职级内差异超过{n:.0%}：混有不同工种或工时", n=WIDE), f"{spread:.0%}",
                tr("the scheme's base pay", "方案的基本工资")))  # fmt: skip
        made.append(PayOfGrade(place, len(pay), float(np.median(pay)), spread))
    return made


def last_values(values: Values, people: int) -> Floats:
    """Each person's last value, NaN for none; shape (people,).

    Parameters
    ----------
    people : how many persons the history has
    """
    made: Floats = np.full(people, math.nan)
    made[values.person] = values.value  # in the order of days: the last stays
    return made


def pay_estimates(history: PeopleHistory, pays: list[PayOfGrade]) -> list[Estimate]:
    """The medians, for comparison with the base pay of a scheme."""
    return [
        Estimate(
            "pay",
            f"pay.{history.order.ids[p.grade]}",
            history.order.ids[p.grade],
            p.median,
            math.nan,
            math.nan,
            "money a month",
            p.people,
            note=tr("spread {s:.0%}", "离散{s:.0%}", s=p.spread),
        )
        for p in pays
    ]
