"""Targets of measures: what a scheme must reach, read from texts such as ``<= 40%``."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ladder_sim.core.arrays import Floats, Mask
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, Place, Problems, nearest
from ladder_sim.results.intervals import Interval
from ladder_sim.results.measure import Measure

_TARGET = re.compile(r"\s*(<=|>=|<|>|≤|≥)?\s*(-?(?:[\d,]+(?:\.\d+)?|\.\d+))\s*(%)?\s*")
#: What the mean of a measure is to be of a number: that, at most or at least that.
AimSign = Literal["=", "<=", ">="]
_AIM_SIGNS: dict[str | None, AimSign] = {None: "=", "<=": "<=", "<": "<=", "≤": "<=", ">=": ">=", ">": ">=", "≥": ">="}


@dataclass(frozen=True, slots=True)
class Aim:
    """What the mean of a measure is to be: a number in its unit, or at most or at least that."""

    number: float
    sign: AimSign = "="

    def short(self, mean: float) -> float:
        """By how much a mean would have to rise (below 0: to fall) to be as it should; 0 where it is, NaN of NaN.

        Parameters
        ----------
        mean : in the measure's unit
        """
        away = self.number - mean
        if self.sign == "=" or math.isnan(away):
            return away
        return min(away, 0.0) if self.sign == "<=" else max(away, 0.0)

    def holds(self, found: Interval) -> bool:
        """Whether an interval of the measure leaves open that its mean is as it should be.

        Parameters
        ----------
        found : in the measure's unit
        """
        low = self.sign == ">=" or found.low <= self.number
        return low and (self.sign == "<=" or found.high >= self.number)


def read_aim(given: object) -> Aim | None:
    """A number, or a text such as ``"<= 20%"``, as an aim; None where it is neither.

    Parameters
    ----------
    given : as users write it
    """
    if isinstance(given, str):
        found = _TARGET.fullmatch(given)
        return None if found is None else Aim(_number(found), _AIM_SIGNS[found[1]])
    if isinstance(given, bool) or not isinstance(given, int | float | np.number) or not math.isfinite(given):
        return None
    return Aim(float(given))


def _number(found: re.Match[str]) -> float:
    return float(found[2].replace(",", "")) / (100 if found[3] else 1)


@dataclass(frozen=True, slots=True)
class Target:
    """A measure at most or at least a number, in the measure's unit."""

    measure: Measure
    at_most: bool
    number: float

    def met(self, values: Floats) -> Mask:
        """Whether values reach it; what has no value does not.

        Parameters
        ----------
        values
            In the measure's unit, of any shape, which is that of the result.
        """
        with np.errstate(invalid="ignore"):
            found: Mask = values <= self.number if self.at_most else values >= self.number
        return found


def targets_of(given: Mapping[str, object] | None, known: Mapping[str, Measure]) -> tuple[Target, ...]:
    """The targets, each ``measure → "<= 40%"``, ``">= 0.1"`` or a number, which is met in the better direction.

    Raises
    ------
    LadderError
        A measure is not known or a target cannot be read; all at once.
    """
    problems, made = Problems(), []
    for name, text in (given or {}).items():
        place = Place(where=f"targets: {name}")
        measure = known.get(name)
        if measure is None:
            problems.add(place, tr("no such measure", "没有这个指标") + nearest(name, known))
            continue
        found = _TARGET.fullmatch(str(text))
        if found is None:
            problems.add(place, tr("must be written like '<= 40%' or '>= 0.1', got '{got}'",
                                   "应写作“<= 40%”或“>= 0.1”，现为“{got}”", got=text))  # fmt: skip
            continue
        sign = found[1]
        if sign is None and measure.better is None:
            problems.add(place, tr("say with <= or >= whether it is the most or the least, got '{got}'",
                                   "请用 <= 或 >= 说明是上限还是下限，现为“{got}”", got=text))  # fmt: skip
            continue
        at_most = sign in ("<=", "<", "≤") if sign else measure.better == "down"
        made.append(Target(measure, at_most, _number(found)))
    if problems.errors:
        raise LadderError(problems.errors)
    return tuple(made)
