"""Where the scheme that is best on average is not the best: the condition on one assumption that says it best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

import numpy as np

from ladder_sim.core.arrays import Floats, Mask
from ladder_sim.model.assumptions import Assumption, Value

FEWEST = 5  # worlds in which it fails, below which no condition is looked for
SURE = 0.01  # the chance that the best of all conditions looks as good without a cause


@dataclass(frozen=True, slots=True)
class FailingRegion:
    """It fails mostly where an assumption is below or above a value.

    Parameters
    ----------
    above
        Whether it fails above the value, else below; of a choice: where it is this one.
    density
        In how large a share of the worlds there it fails.
    coverage
        How large a share of the worlds in which it fails lies there.
    """

    assumption: Assumption
    value: Value
    above: bool
    density: float
    coverage: float

    @property
    def whole(self) -> bool:
        """Whether it fails there and nowhere else, or nearly so."""
        return self.density >= 0.9 and self.coverage >= 0.9


def condition(assumptions: Sequence[Assumption], numbers: Floats, fails: Mask) -> FailingRegion | None:
    """The condition with the largest harmonic mean of density and coverage; None where none is more than chance.

    Parameters
    ----------
    numbers
        Shape (worlds, assumptions).
    fails
        Shape (worlds,).

    References
    ----------
    Density and coverage as in scenario discovery: B. P. Bryant and R. J. Lempert, Thinking inside the box: a
    participatory, computer-assisted approach to scenario discovery, Technological Forecasting and Social Change 77
    (2010) 34–49; here one cut on one assumption, tested by the hypergeometric distribution, times the number of cuts
    tried (Bonferroni).
    """
    bad = int(fails.sum())
    if not FEWEST <= bad < len(fails):
        return None
    best: tuple[float, int, float, bool] | None = None
    tried = 0
    for j in range(len(assumptions)):
        order = np.argsort(numbers[:, j], kind="stable")
        values, failing = numbers[order, j], fails[order]
        ends = np.flatnonzero(values[1:] > values[:-1]) + 1  # a cut lies between two different values
        tried += 2 * len(ends)
        below = np.cumsum(failing)[ends - 1]
        for above, hits, sizes in ((False, below, ends), (True, bad - below, len(fails) - ends)):
            score = 2 * hits / (sizes + bad)
            if len(ends) and (best is None or score.max() > best[0]):
                i = int(score.argmax())
                best = (float(score[i]), j, float(values[ends[i] - 1] + values[ends[i]]) / 2, above)
    if best is None:
        return None
    _, j, cut, above = best
    inside = numbers[:, j] > cut if above else numbers[:, j] < cut
    size, caught = int(inside.sum()), int((inside & fails).sum())
    if tried * _tail(len(fails), bad, size, caught) > SURE:
        return None
    return FailingRegion(assumptions[j], assumptions[j].at(cut), above, caught / size, caught / bad)


def _tail(worlds: int, bad: int, size: int, caught: int) -> float:
    """The chance that of `size` worlds at least `caught` are bad ones (hypergeometric)."""
    top = min(bad, size)
    return sum(comb(bad, k) * comb(worlds - bad, size - k) for k in range(caught, top + 1)) / comb(worlds, size)
