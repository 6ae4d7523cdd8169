"""Workforces drawn from what is known of them: for forecasts that hold the doubt of fitted values."""

from __future__ import annotations

from collections.abc import Sequence

from ladder_sim.doubt.sampling import hypercube, numbers_at, world_of
from ladder_sim.model.likely import RangeSource
from ladder_sim.model.workforce import Workforce
from ladder_sim.scenarios.assumptions import assumptions_of, people_at

#: Of estimates from records, whose doubt is that of their size.
FITTED: tuple[RangeSource, ...] = ("fitted",)


def people_drawn(
    workforce: Workforce, worlds: int, *, seed: int = 1, sources: Sequence[RangeSource] = FITTED
) -> list[Workforce]:
    """So many workforces, each with other values within the ranges of these sources, spread evenly over them.

    Played a few times each and taken together they are a forecast that holds luck, years and the doubt of these values.

    Parameters
    ----------
    worlds
        How many.
    seed
        Names the draws; a value has the same ones whatever other ranges there are.

    Raises
    ------
    LadderError
        Values of a world do not go together, each with its address.
    """
    moved = [one for one in assumptions_of([], workforce)[0] if one.source in sources]
    numbers = numbers_at(moved, hypercube(moved, worlds, seed))
    return [people_at(workforce, moved, world_of(moved, row)) for row in numbers] if moved else [workforce] * worlds
