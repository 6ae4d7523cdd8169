"""How far a window looks back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class LookBack:
    """How far a window looks back, in closed periods of its series.

    ``last``: exactly `periods`, undefined where fewer are closed. ``up_to``: at most `periods`. ``this_year`` and
    ``this_quarter``: those of the calendar so far. ``so_far``: all since the hire, whatever moves came between.
    ``since``: all since `of`, a happening.
    """

    kind: Literal["last", "up_to", "this_year", "this_quarter", "so_far", "since"] = "last"
    periods: int = 0
    of: str = ""

    @property
    def whole(self) -> bool:
        """Are all its periods needed?"""
        return self.kind == "last"

    @property
    def calendar(self) -> bool:
        """Does it begin with the calendar's year or quarter?"""
        return self.kind in ("this_year", "this_quarter")

    @property
    def key(self) -> int | str:
        """What tells two windows apart."""
        if self.of:
            return f"since {self.of}"
        return self.periods if self.whole else f"{self.kind} {self.periods}" if self.periods else self.kind
