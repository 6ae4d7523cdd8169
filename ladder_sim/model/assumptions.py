"""An assumed number of a scheme or of a workforce: its value in use, its range, and who says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ladder_sim.core.i18n import Title
from ladder_sim.model.likely import RangeSource, Shape

Value = float | bool | str
#: Values by the key of their assumption: a possible world.
World = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Assumption:
    """One assumed number, wherever it is used.

    Parameters
    ----------
    key
        Names it among the assumptions of a comparison.
    schemes
        The ids of the schemes whose parameter `address` it is; empty for one of the workforce.
    address
        The parameter's name, or the address in a workforce file.
    value
        In use; 1 for a factor.
    low, high
        Ends of the range; of true and false, or of choices, both 0 and the number of choices − 1.
    choices
        All values of what is no number.
    limited
        Whether the range is a default, taken from what the file allows at all.
    departments
        Of a company the departments whose scheme, or whose people, it is of.
    """

    key: str
    schemes: tuple[str, ...]
    address: str
    title: Title
    value: Value
    low: float
    high: float
    shape: Shape
    source: RangeSource
    basis: Title
    unit: str = ""
    whole: bool = False
    times: bool = False
    choices: tuple[Value, ...] = ()
    limited: bool = False
    departments: tuple[str, ...] = ()

    @property
    def numeric(self) -> bool:
        """Whether its values have an order in which something can turn."""
        return not self.choices

    @property
    def ends(self) -> tuple[Value, ...]:
        """The values at which it is looked at beside the one in use: both ends, or every other choice."""
        if self.choices:
            return tuple(choice for choice in self.choices if choice != self.value)
        return tuple(end for end in (self.at(self.low), self.at(self.high)) if end != self.value)

    def at(self, number: float) -> Value:
        """The nearest value that it can take."""
        if self.choices:
            return self.choices[min(max(round(number), 0), len(self.choices) - 1)]
        if self.whole:
            return float(min(max(round(number), self.low), self.high))
        return number


@dataclass(frozen=True, slots=True)
class Fixed:
    """An assumed number that is not moved, and why."""

    key: str
    schemes: tuple[str, ...]
    address: str
    title: Title
    value: Value
    why: Title
    departments: tuple[str, ...] = ()
