"""Who holds no seat, or counts as no headcount, because of a status."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ladder_sim.core.arrays import GradeCounts, SlotMask
from ladder_sim.engine.population import Population


def absent(population: Population, statuses: Sequence[str], month: int) -> SlotMask:
    """Who is in one of the statuses after the end of `month`, too: whoever comes back then is not."""
    found = np.zeros(population.n, bool)
    for status in statuses:
        found |= population.columns[f"status:{status}"] > month
    found &= population.alive()
    return found


def counted(population: Population, month: int) -> GradeCounts:
    """People by replication and grade without those who after `month` are in a status that is no headcount."""
    counts, uncounted = population.counts(), population.program.uncounted
    if not uncounted:
        return counts
    away = np.bincount(population.cell[absent(population, uncounted, month)], minlength=counts.size)
    there: GradeCounts = counts - away.reshape(counts.shape)
    return there
