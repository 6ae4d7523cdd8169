"""People who go on in titles that the fit leaves out: by grade, net of those who come from there.

They have not left, and they are gone from the grades: without them a grade below one that is left out keeps growing in
every forecast.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import tr
from ladder_sim.history.chances import limits_of
from ladder_sim.history.estimates import Estimate, Refusal
from ladder_sim.history.promotion import person_years
from ladder_sim.history.record import PeopleHistory, SpellEnd, SpellEntry
from ladder_sim.history.sources import REASON_ORDER

FEWEST = 10  # of all who went, below which nothing is written


@dataclass(frozen=True, slots=True)
class OutwardFit:
    """Going on outside the grades.

    Parameters
    ----------
    went : people by grade, net of those who came from outside, none where more came
    years : person-years by grade
    """

    went: tuple[float, ...]
    years: tuple[float, ...]

    @property
    def chance(self) -> tuple[float, ...]:
        """The chance in a month by grade."""
        return tuple(-math.expm1(-n / years / 12) if years else 0.0 for n, years in zip(self.went, self.years,
                                                                                      strict=True))  # fmt: skip


def fit_outward(history: PeopleHistory, refused: list[Refusal]) -> OutwardFit | None:
    """How often people go on outside the grades; None where hardly anybody does, or nobody knows from which grade."""
    stays, spells, grades = history.stays, history.spells, len(history.order.ids)
    if not len(stays):
        return None
    starts = np.r_[True, stays.spell[1:] != stays.spell[:-1]]
    ends = np.r_[stays.spell[1:] != stays.spell[:-1], True]
    out = (spells.ended == SpellEnd.TO_OUTSIDE) | (spells.left & (spells.reason == REASON_ORDER.index("outside")))
    came = spells.begun == SpellEntry.FROM_OUTSIDE
    net = _by_grade(stays.grade[ends & out[stays.spell]], grades) - _by_grade(stays.grade[starts & came[stays.spell]],
                                                                             grades)  # fmt: skip
    went = np.maximum(net, 0.0)
    if not went.sum():
        return None
    if went.sum() < FEWEST:
        refused.append(Refusal("leaving", tr("going on in titles outside the grades", "转入所列职级以外的职称"),
                               tr("fewer than {n} went", "转出少于{n}人", n=FEWEST),
                               tr("{n:.0f} went", "转出{n:.0f}人", n=went.sum()), tr("none", "不计")))  # fmt: skip
        return None
    return OutwardFit(tuple(went.tolist()), tuple(person_years(history).sum(axis=1).tolist()))


def _by_grade(grade: Floats, grades: int) -> Floats:
    made: Floats = np.bincount(grade[grade >= 0], minlength=grades).astype(float)
    return made


def outward_estimates(history: PeopleHistory, fit: OutwardFit | None) -> list[Estimate]:
    """The yearly rate of each grade from which people went."""
    made = []
    for name, went, years in zip(history.order.ids, fit.went, fit.years, strict=True) if fit is not None else ():
        if went and years:
            low, high = limits_of(went, years)
            made.append(Estimate("leaving", f"outward.{name}",
                                 tr("{g}: to titles outside the grades, net", "{g}：转入所列职级以外（净）", g=name),
                                 went / years, low, high, "a year", went, years, written=True))  # fmt: skip
    return made
