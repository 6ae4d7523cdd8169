"""What was varied: a parameter of a scheme, or something of its people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ladder_sim.core.display import value_text
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.unit_words import is_share, percent, with_unit
from ladder_sim.model.assumptions import Value
from ladder_sim.scenarios.variant_titles import setting


@dataclass(frozen=True, slots=True)
class Knob:
    """Something that can be turned.

    Parameters
    ----------
    name, title : how it is asked for and told
    unit : as the parameter says it, may be empty
    owner : whether the scheme has it or the workforce
    now : its present value
    low, high, step : between which values, and in which steps; None where nothing is said
    whole : whether only whole numbers will do
    """

    name: str
    title: Title
    unit: str
    owner: Literal["scheme", "workforce"]
    now: Value
    low: float | None = None
    high: float | None = None
    step: float | None = None
    whole: bool = False

    @property
    def numeric(self) -> bool:
        """Whether its values are numbers."""
        return not isinstance(self.now, bool | str)

    def at(self, value: Value) -> str:
        """What it is turned to, as people read it: Excellent from = 85 points.

        Parameters
        ----------
        value : in the knob's unit
        """
        return setting(self, value)

    def over(self, low: float, high: float) -> str:
        """A stretch of what it is turned to, as people read it: Excellent from = 70 to 98 points.

        Parameters
        ----------
        low, high : in the knob's unit
        """
        span = tr("{low} to {high}", "{low}至{high}", low=self.said(low), high=self.said(high))
        shown = span if is_share(high, self.unit, self.title) else with_unit(span, self.unit)
        return tr("{title} = {span}", "{title}={span}", title=self.title, span=shown)

    def said(self, value: Value) -> str:
        """A value alone, as people read it, without its unit; a share in per cent.

        Parameters
        ----------
        value : in the knob's unit
        """
        if is_share(value, self.unit, self.title) and not isinstance(value, bool | str):
            return f"{value_text(percent(value))}%"
        return value_text(value)
