"""Tables of pay that change: on the first of a month the new ones are in force, and people's base follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

import numpy as np

from ladder_sim.core.arrays import Numbers, PersonFloats, Slots
from ladder_sim.engine.shared import Rule
from ladder_sim.engine.steps import at_step
from ladder_sim.model.indices import Follow
from ladder_sim.plan.timetable import rounded


class PayTables(Rule):
    """Puts the tables of each month in force. It is no move: no clock restarts, and no change of pay is counted.

    While something holds that is paid later, people have a second base by the tables that hold; from the month in
    which all is paid it is their base.
    """

    def begin(self, month: int) -> None:
        """The tables of `month`, before anything takes effect on its first."""
        population, program = self.population, self.program
        columns, timetable = population.columns, program.timetable
        idx = np.flatnonzero(population.alive())
        before = columns["base"][idx].copy()
        late, was_late = program.arrears(month), program.arrears(month - 1)
        if late and not was_late:
            columns["base_due"][:] = columns["base"]
            population.due = population.fields
        if timetable is not None:
            if late:
                population.due = self._follow("base_due", idx, population.due, timetable.at(month, ahead=True))
            fields = timetable.at(month)
            if was_late and not late:
                self._follow("base_due", idx, population.due, fields)
                columns["base"][idx] = columns["base_due"][idx]
            else:
                self._follow("base", idx, population.fields, fields)
            population.fields = fields
        self._tell(idx, before, month)

    def _follow(
        self, column: str, idx: Slots, old: Mapping[str, Numbers], new: Mapping[str, Numbers]
    ) -> Mapping[str, Numbers]:
        """Let a base of people follow from the old tables to the new; gives the new."""
        columns, rule = self.population.columns, self.program.scheme.tables
        grade, step = columns["grade"][idx], columns["step"][idx] if "step" in columns else None
        was, now = at_step(old["base"], grade, step), at_step(new["base"], grade, step)
        changed = (was != now) & ~np.isnan(was) & ~np.isnan(now)
        if changed.any() and rule.follow != "none":
            mine, was, now = idx[changed], was[changed], now[changed]
            columns[column][mine] = rounded(followed(rule.follow, columns[column][mine], was, now), rule.round)
        return new

    def _tell(self, idx: Slots, before: PersonFloats, month: int) -> None:
        """Whose base is another than before."""
        columns = self.population.columns
        other = columns["base"][idx] != before
        moved = idx[other]
        if not moved.size:
            return
        self.happened(moved, month, "table", old=columns["grade"][moved], new=columns["grade"][moved])
        if self.script is not None:
            self.script.raised(moved, month, before[other], columns["base"][moved])


def followed(rule: Follow, base: PersonFloats, old: PersonFloats, new: PersonFloats) -> PersonFloats:
    """What people's base becomes where their grade's goes from `old` to `new`; money a month, shapes alike."""
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
