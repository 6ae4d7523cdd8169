"""How far each weight of a choice may move before another scheme leads; the score is a sum, so each turn is exact."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from ladder_sim.results.choice import Criterion, WeightRange


def weight_ranges(
    by: Criterion, schemes: Sequence[str], ahead: Sequence[Mapping[str, float]], leader: int
) -> tuple[WeightRange, ...]:
    """For each weight the range in which the leader's mean score stays the best, the other weights as they are.

    Parameters
    ----------
    ahead : by scheme, how much the leader is ahead in each measure at weight 1, below 0 where it is behind
    leader : its place among the schemes

    Returns
    -------
    A range per measure; none where there is one measure alone.
    """
    if len(by.measures) < 2:
        return ()
    others = [i for i in range(len(schemes)) if i != leader]
    return tuple(_range(by, name, {schemes[i]: ahead[i] for i in others}) for name in by.measures)


def _range(by: Criterion, name: str, ahead: Mapping[str, Mapping[str, float]]) -> WeightRange:
    low: tuple[float, str | None] = (0.0, None)
    high: tuple[float, str | None] = (math.inf, None)
    for scheme, gains in ahead.items():
        rest = sum(by.weights[other] * gains[other] for other in gains if other != name)
        own = gains[name]
        turn = -rest / own if own else math.nan
        if own > 0 and turn > low[0]:
            low = (turn, scheme)
        elif own < 0 and 0 <= turn < high[0]:
            high = (turn, scheme)
    return WeightRange(name, by.weights[name], low[0], high[0], low[1], high[1])
