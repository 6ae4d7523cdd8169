"""Tables of pay that change: on the first of a month the new ones are in force, and people's base follows."""

from __future__ import annotations

from typing import assert_never

import numpy as np

from ladder_sim.core.arrays import PersonFloats
from ladder_sim.engine.shared import Rule
from ladder_sim.engine.steps import base_at
from ladder_sim.model.indices import Follow
from ladder_sim.plan.timetable import rounded


class PayTables(Rule):
    """Puts the tables of each month in force. It is no move: no clock restarts, and no change of pay is counted."""

    def begin(self, month: int) -> None:
        """The tables of `month`, before anything takes effect on its first."""
        population, program = self.population, self.program
        if program.timetable is None:
            return
        idx = np.flatnonzero(population.alive())
        columns = population.columns
        grade, step = columns["grade"][idx], columns["step"][idx] if "step" in columns else None
        old = base_at(population, grade, step)
        population.fields = program.timetable.at(month)
        new = base_at(population, grade, step)
        changed = (old != new) & ~np.isnan(old) & ~np.isnan(new)
        idx, old, new = idx[changed], old[changed], new[changed]
        rule = program.scheme.tables
        if not idx.size or rule.follow == "none":
            return
        now = columns["base"][idx]
        base = rounded(followed(rule.follow, now, old, new), rule.round)
        columns["base"][idx] = base
        moved = base != now
        self.happened(idx[moved], month, "table", old=columns["grade"][idx[moved]], new=columns["grade"][idx[moved]])
        if self.script is not None:
            self.script.raised(idx[moved], month, now[moved], base[moved])


def followed(rule: Follow, base: PersonFloats, old: PersonFloats, new: PersonFloats) -> PersonFloats:
    """What people's base becomes where their grade's goes from `old` to `new`; shapes alike."""
    match rule:
        case "ratio":
            return np.where(old == 0, base + new, base * new / np.where(old == 0, 1, old))
        case "amount":
            return np.maximum(base + new - old, 0)
        case "floor":
            return np.maximum(base, new)
        case "none":
            return base
        case _:
            assert_never(rule)
