"""Measures of one's own, as a scheme or a study states them."""

from __future__ import annotations

from dataclasses import dataclass

from ladder_sim.core.directions import Direction
from ladder_sim.core.i18n import Title
from ladder_sim.core.units import MeasureUnit
from ladder_sim.model.expression import Expr


@dataclass(frozen=True, slots=True)
class OwnMeasure:
    """A figure of a run: arithmetic over means, totals, shares and counts of the people at each month's end.

    Parameters
    ----------
    among : Expr or None
        Who counts; None: everybody.
    better : {"up", "down"} or None
        Which direction is better, if one is.
    foreign : bool
        Another scheme of a comparison states it: where this one lacks what it reads, it has no value here.
    """

    name: str
    title: Title
    unit: MeasureUnit
    value: Expr
    among: Expr | None = None
    better: Direction | None = None
    definition: Title | None = None
    foreign: bool = False
