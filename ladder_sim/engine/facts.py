"""What people bring and what becomes of it: changes with time, those that a move makes, those that a record tells."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import PersonFloats, ReplicationInts, Slots
from ladder_sim.core.largest_remainder import largest_remainder
from ladder_sim.engine.groups import GroupCounts
from ladder_sim.engine.pending_moves import PendingMove
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.plan.program import FactPlan
from ladder_sim.streams.kernels import spread, spread_numbers, turns


class Facts(Rule):
    """Writes the attributes of people who are there; keeps nothing of its own."""

    def __init__(self, shared: Shared, groups: GroupCounts) -> None:
        super().__init__(shared)
        self.groups = groups
        self.start: ReplicationInts | None = None  # the mix that hires keep, by replication and level

    def opened(self) -> None:
        """The first day's people are there: what hires replace is their mix."""
        by = self.workforce.hiring.by
        self.start = self._mix(by) if by and f"attr:{by}" in self.population.columns else None

    def replace(self, idx: Slots) -> None:
        """Newcomers at `idx` take the values that are missing most of the first day's mix, the first level first."""
        if self.start is None or not idx.size:
            return
        by, population = self.workforce.hiring.by, self.population
        column, rep = population.columns[f"attr:{by}"], population.rep[idx]
        column[idx] = np.nan  # they are not there yet
        now = self._mix(by)
        coming = np.bincount(rep, minlength=population.reps)
        goal = largest_remainder(self.start, now.sum(axis=1) + coming)
        missing = np.maximum(goal - now, 0)
        given = largest_remainder(missing, np.minimum(coming, missing.sum(axis=1)))
        place = turns(rep, population.reps)
        values = (place[:, None] >= np.cumsum(given, axis=1)[rep]).sum(axis=1)
        column[idx] = np.minimum(values, self.start.shape[1] - 1)

    def _mix(self, name: str) -> ReplicationInts:
        """People by replication and level of an attribute; shape (replications, levels)."""
        population, width = self.population, len(self.workforce.people.attributes[name].levels)
        codes = population.columns[f"attr:{name}"]
        idx = np.flatnonzero(population.alive() & ~np.isnan(codes))
        cells = population.rep[idx] * width + codes[idx].astype(np.int64)
        mix: ReplicationInts = np.bincount(cells, minlength=population.reps * width).reshape(-1, width)
        return mix

    def change(self, month: int) -> None:
        """The changes of a month's end: all read the evening, and of one attribute the first that applies holds.

        Of a record's people only the record tells what changes.
        """
        if not self.program.facts or self.script is not None:
            return
        kept = [plan for plan in self.program.facts if f"attr:{plan.fact.name}" in self.population.columns]
        found = [(plan.fact.name, *self._changed(plan, month)) for plan in kept]
        for name, idx, values in found:
            self.set(name, idx, values)

    def _changed(self, plan: FactPlan, month: int) -> tuple[Slots, PersonFloats]:
        population = self.population
        now = population.columns[f"attr:{plan.fact.name}"]
        values = np.full(population.n, np.nan)
        for change, when, to in plan.changes:
            if not self.calendar.closes(change.every, month):
                continue
            left = np.flatnonzero(population.alive() & np.isnan(values))
            view = population.view(month, month)
            mine = left[spread(when.value(view.of(left)), left.size)]
            if to is None:
                values[mine] = np.minimum(now[mine] + 1, len(plan.fact.levels) - 1)
            else:
                values[mine] = spread_numbers(to.value(view.of(mine)), mine.size)
        idx = np.flatnonzero(~np.isnan(values))
        return idx, self._within(plan, values[idx])

    @staticmethod
    def _within(plan: FactPlan, values: PersonFloats) -> PersonFloats:
        """Values within the attribute's own limits."""
        low, high = plan.fact.low, plan.fact.high
        return values if low is None and high is None else np.clip(values, low, high)

    def tell(self, month: int) -> None:
        """On the first of a month: what a record says from then on."""
        if self.script is None:
            return
        attributes = self.workforce.people.attributes
        for name, person, said in self.script.table.changes.get(month, ()):
            if f"attr:{name}" in self.population.columns:
                levels = attributes[name].levels
                value = float(levels.index(said) if levels else said)
                self.set(name, np.array([person]), np.array([value]))

    def of_move(self, move: PendingMove, month: int) -> dict[str, PersonFloats]:
        """What a move makes of the attributes of its people; read, like their new base, before it is written."""
        plan = move.plan
        if plan is None or not plan.sets:
            return {}
        view = self.population.view(month - 1, month).of(move.idx, move.target)
        return {name: spread_numbers(node.value(view), move.idx.size) for name, node in plan.sets.items()}

    def moved(self, idx: Slots, becomes: dict[str, PersonFloats]) -> None:
        """The move has taken effect: people have the attributes that it gives."""
        for name, values in becomes.items():
            self.set(name, idx, values)

    def set(self, name: str, idx: Slots, values: PersonFloats) -> None:
        """Give people an attribute, shape of `idx`; NaN leaves what they have."""
        known = ~np.isnan(values)
        idx, values = idx[known], values[known]
        if not idx.size:
            return
        if self.script is not None:
            self._tell_change(name, idx, values)
        audited = name in self.groups.names
        if audited:
            self.groups.gone(idx)
        self.population.columns[f"attr:{name}"][idx] = values
        if audited:
            self.groups.come(idx)

    def _tell_change(self, name: str, idx: Slots, values: PersonFloats) -> None:
        """A line of the trace for each."""
        assert self.script is not None
        fact = self.workforce.people.attributes.get(name)
        levels = () if fact is None else fact.levels

        def _text(value: float) -> str:
            return "" if np.isnan(value) else levels[int(value)] if levels else f"{value:.10g}"

        old = self.population.columns[f"attr:{name}"][idx]
        self.script.became(name, idx, [(_text(a), _text(b)) for a, b in zip(old, values, strict=True)])
