"""How small a difference the replications of a comparison could have shown, and how many would show a smaller one."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ladder_sim.results.comparison import Comparison
from ladder_sim.results.measure import Measure

#: Asked next is a round number at most this share of what is known now.
CLOSER = 0.7


@dataclass(frozen=True, slots=True)
class Reach:
    """Of a measure: the widest half-width of a difference, in its unit; a round one below it, and what it takes."""

    measure: Measure
    half: float
    closer: float
    more: int  # replications


def reach(comparison: Comparison, measures: tuple[str, ...]) -> list[Reach]:
    """Of each measure whose differences have a width; those that are known for certain, or not at all, are left out."""
    found = []
    for name in measures:
        if name not in comparison.known:
            continue
        halves = [comparison.contrast(scheme, name).difference.half for scheme in comparison.others]
        half = max((h for h in halves if h > 0), default=math.nan)
        if math.isnan(half):
            continue
        closer = round_below(CLOSER * half)
        # the half-width falls with the root of the number
        more = math.ceil(comparison.replications * ((half / closer) ** 2 - 1))
        found.append(Reach(comparison.known[name], half, closer, more))
    return found


def round_below(value: float) -> float:
    """The largest of 1, 2 and 5 times a power of ten that is not above `value` > 0."""
    power = 10.0 ** math.floor(math.log10(value))
    digit = max(d for d in (1, 2, 5) if d * power <= value * (1 + 1e-12))
    return digit * power if power >= 1 else digit / round(1 / power)
