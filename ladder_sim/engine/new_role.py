"""What a new role makes of a number of somebody: the rule that the workforce writes with `old` and `fresh`."""

from __future__ import annotations

from typing import cast

import numpy as np

from ladder_sim.core.arrays import Numbers, PersonFloats, Slots
from ladder_sim.engine.population import Population
from ladder_sim.expressions.nodes import Node, Source, View
from ladder_sim.streams.kernels import spread_numbers


class _Between:
    """The population, with the two numbers that only this rule reads."""

    def __init__(self, population: Population, idx: Slots, own: dict[str, PersonFloats]) -> None:
        self.population, self.idx, self.own = population, idx, own

    def column(self, name: str) -> Numbers:
        """A column as rules read it, shape (slots of the batch,); the rule's own number is NaN but of the movers."""
        if name not in self.own:
            return self.population.column(name)
        values = np.full(self.population.n, np.nan)
        values[self.idx] = self.own[name]
        return values

    def __getattr__(self, name: str) -> object:
        return getattr(self.population, name)


def at_move(
    rule: Node, population: Population, idx: Slots, month: int, old: PersonFloats, fresh: PersonFloats
) -> PersonFloats:
    """What a rule makes of a number of people in a new role, such as their ability.

    Parameters
    ----------
    idx
        Who is in a new role from the first of `month`.
    old, fresh
        The number before, and a new draw of it, of the same unit.

    Returns
    -------
    Where the rule gives nothing, `old`.
    """
    source = cast(Source, _Between(population, idx, {"attr:old": old, "attr:fresh": fresh}))
    given = spread_numbers(rule.value(View(source, month - 1, month, idx)), idx.size)
    return np.where(np.isfinite(given), given, old)
