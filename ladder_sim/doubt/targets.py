"""Targets of measures: what a scheme must reach, read from texts such as ``<= 40%``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import Floats, Mask
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, Place, Problems, nearest
from ladder_sim.results.measure import Measure

_TARGET = re.compile(r"\s*(<=|>=|<|>|≤|≥)?\s*(-?[\d,]+(?:\.\d+)?)\s*(%)?\s*")


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
        sign, number, percent = found.groups()
        if sign is None and measure.better is None:
            problems.add(place, tr("say with <= or >= whether it is the most or the least, got '{got}'",
                                   "请用 <= 或 >= 说明是上限还是下限，现为“{got}”", got=text))  # fmt: skip
            continue
        at_most = sign in ("<=", "<", "≤") if sign else measure.better == "down"
        made.append(Target(measure, at_most, float(number.replace(",", "")) / (100 if percent else 1)))
    if problems.errors:
        raise LadderError(problems.errors)
    return tuple(made)
