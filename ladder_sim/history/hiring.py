"""Hiring by period: a mean, a headcount that is kept or grows, or the years as a plan; rehires apart."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import tr
from ladder_sim.history.chances import Dispersion, dispersion_of, limits_of
from ladder_sim.history.estimates import Estimate, Refusal, YearsApart
from ladder_sim.history.months import completed, month_place
from ladder_sim.history.periods import by_period, labels_of
from ladder_sim.history.record import PeopleHistory, SpellEntry

UNEVEN = 3.0  # variance ÷ mean between years from which on a mean misleads
PLAUSIBLE = 0.9  # of the mean's error that another way must stay below to be offered in its place


@dataclass(frozen=True, slots=True)
class HiringFit:
    """Hires of a history.

    Parameters
    ----------
    kind : ``keep`` where hires follow the leavers, else ``poisson``
    counts, rehired : by period; lengths: years of each period
    a_year : mean hires a year, rehires included, with its exact limits
    errors : root mean squared error of each way, every period foreseen from the others
    dispersion : of the hires between periods
    unseen : by which the hires seen are multiplied for those who came and left between two snapshots; 1 of a log
    within : months within which 95 % of those who came back had left, 0 where nobody did
    """

    kind: str
    counts: tuple[float, ...]
    rehired: tuple[float, ...]
    lengths: tuple[float, ...]
    a_year: float
    low: float
    high: float
    errors: dict[str, float]
    dispersion: Dispersion
    unseen: float
    within: int

    @property
    def uneven(self) -> bool:
        """Do years differ so much that a mean misleads?"""
        return self.dispersion.index > UNEVEN


def fit_hiring(history: PeopleHistory, survival: Floats, refused: list[Refusal]) -> HiringFit | None:
    """Hires by period; None where nobody was hired.

    Parameters
    ----------
    survival : chance to be still there after so many completed months, shape (months,): of those seen in a snapshot
        for the first time, as many more were hired as had left before it
    """
    lengths = np.diff(month_place(np.array([first for first, _ in history.years] + [history.years[-1][1]]))) / 12
    fresh, again = (_counts(history, code) for code in (SpellEntry.HIRED, SpellEntry.REHIRED))
    hires = fresh + again
    total = float(hires.sum())
    if not total:
        refused.append(Refusal("hiring", tr("hiring", "招聘"), tr("nobody was hired", "没有招聘"), "0",
                               tr("the headcount is kept", "保持人数")))  # fmt: skip
        return None
    spread = dispersion_of(hires.tolist(), (lengths * total / lengths.sum()).tolist())
    errors = _errors(history, hires, lengths)
    kind = "keep" if errors and _follows(errors, total / len(hires)) else "poisson"
    low, high = limits_of(total, float(lengths.sum()))
    unseen = _unseen(history, survival)
    if spread.index > UNEVEN and kind == "poisson":
        refused.append(
            Refusal(
                "hiring",
                tr("one mean of hires for every year", "各年同一的招聘均值"),
                tr(
                    "years differ by more than {n:.0f} times what chance makes",
                    "年份间差异超过随机波动的{n:.0f}倍",
                    n=UNEVEN,
                ),
                tr("variance ÷ mean {v:.1f}", "方差÷均值为{v:.1f}", v=spread.index),
                tr(
                    "the mean with between_years, or the years as a plan: {c}",
                    "均值加 between_years，或把各年写成计划：{c}",
                    c=", ".join(f"{n:.0f}" for n in hires),
                ),
            )
        )
    year = unseen * total / float(lengths.sum())
    return HiringFit(
        kind, tuple(hires.tolist()), tuple(again.tolist()), tuple(lengths.tolist()), year, unseen * low, unseen * high,
        errors, spread, unseen, _came_back(history),
    )  # fmt: skip


def _follows(errors: dict[str, float], mean: float) -> bool:
    """Do hires follow the leavers, and so closely that a headcount which is kept says no more than they do?

    It leaves nothing to differ between years: where hires miss the leavers by more than chance makes, years of hiring
    and of leaving go their own ways, and the forecast has to.
    """
    return errors["keep"] < PLAUSIBLE * errors["poisson"] and errors["keep"] ** 2 <= UNEVEN * mean


def _unseen(history: PeopleHistory, survival: Floats) -> float:
    spells = history.spells
    fresh = np.isin(spells.begun, [SpellEntry.HIRED, SpellEntry.REHIRED]) & spells.hired_known
    if not history.snapshots or not fresh.any():
        return 1.0
    waited = completed(spells.hired[fresh], spells.entry[fresh])
    return float(np.mean(1 / survival[np.clip(waited, 0, len(survival) - 1)]))


def _counts(history: PeopleHistory, code: SpellEntry) -> Floats:
    spells = history.spells
    day = np.where(history.kind == "snapshots", spells.entry - 1, spells.hired)
    return by_period(history, day[spells.begun == code])


def _errors(history: PeopleHistory, hires: Floats, lengths: Floats) -> dict[str, float]:
    """How well each period's hires are foreseen from the others: by their mean, and by the leavers of the period."""
    if len(hires) < 3:
        return {}
    spells = history.spells
    leavers = by_period(history, spells.stop[spells.left])
    mean = [float(np.delete(hires, i).sum() / np.delete(lengths, i).sum() * lengths[i]) for i in range(len(hires))]
    return {"poisson": math.sqrt(float(np.mean((hires - mean) ** 2))),
            "keep": math.sqrt(float(np.mean((hires - leavers) ** 2)))}  # fmt: skip


def _came_back(history: PeopleHistory) -> int:
    """Months within which nearly all who came back had left."""
    spells = history.spells
    again = np.flatnonzero(spells.begun == SpellEntry.REHIRED)
    again = again[(again > 0) & (spells.person[again] == spells.person[again - 1])]
    if not len(again):
        return 0
    gaps = (spells.entry[again] - spells.stop[again - 1]) / 30.44  # a look-back in whole months, not a rate
    return max(1, math.ceil(float(np.quantile(gaps, 0.95))))


def hiring_estimates(fit: HiringFit) -> list[Estimate]:
    """Hires a year, and the share of people who had left before."""
    note = tr("the headcount is kept: error {k:.0f} against {m:.0f} of the mean",
              "保持人数：误差{k:.0f}，均值法为{m:.0f}", k=fit.errors.get("keep", math.nan),
              m=fit.errors.get("poisson", math.nan)) if fit.kind == "keep" else ""  # fmt: skip
    if fit.unseen > 1.005:
        note += tr(" with {u:.0%} who came and left between two snapshots", "另计在两份快照之间来去的{u:.0%}",
                   u=fit.unseen - 1)  # fmt: skip
    made = [Estimate("hiring", "hiring.year", tr("hires a year", "每年招聘"), fit.a_year, fit.low, fit.high,
                     "people_a_year", sum(fit.counts), note=note, written=True)]  # fmt: skip
    if sum(fit.rehired):
        share = sum(fit.rehired) / sum(fit.counts)
        made.append(
            Estimate(
                "hiring",
                "hiring.rehires",
                tr("of them people who had left", "其中返聘占比"),
                share,
                math.nan,
                math.nan,
                "share",
                sum(fit.rehired),
                written=True,
            )
        )
    return made


def years_of_hiring(history: PeopleHistory, fit: HiringFit) -> YearsApart:
    """Hires by period beside their mean."""
    return YearsApart("hiring", tr("hiring", "招聘"), tuple(labels_of(history)), fit.dispersion)
