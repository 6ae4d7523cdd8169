"""What reviews and stages take of those who hold them: cases and hours by month, and what these cost."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ladder_sim.core.arrays import PersonInts, ReplicationInts
from ladder_sim.engine.agenda import AgendaItem
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.expressions.nodes import View
from ladder_sim.model.moves import WorkHours
from ladder_sim.streams.kernels import among, spread


class WorkingHours(Rule):
    """Books cases and hours in the month in which they are spent; draws nothing, and no rule reads it.

    A sitting of a stage is counted once a month in which it has cases, whatever day they come on.
    """

    def __init__(self, shared: Shared) -> None:
        super().__init__(shared)
        self.counted = bool(self.recorder.counts.work.shape[2])
        axes = self.recorder.axes
        first: dict[str, int] = {}  # where the stages of each move begin on their axis
        for place, stage in enumerate(axes.stages):
            first.setdefault(stage.move, place)
        self.first = [first.get(move.id, 0) for move in axes.moves]

    def reviewed(self, due: Iterable[str], items: list[AgendaItem], month: int) -> None:
        """Reviews that fall due are held: everybody in a grade from which one of their moves leads comes up once."""
        if not self.counted:
            return
        for name in due:
            work = self.program.scheme.reviews[name].work
            mine = [item.sources for item in items if item.plan.move.review == name]
            if work is not None and mine:
                people = self._people(name, np.unique(np.concatenate(mine)), month)
                self._book(work, people, (people > 0).astype(np.int64), month)

    def _people(self, name: str, sources: PersonInts, month: int) -> ReplicationInts:
        """How many come up at a review, by replication."""
        population = self.population
        mask = among(population.columns["grade"], sources, population.grade_count + 1)
        sits = self.program.sits.get(name)
        if sits is not None:
            mask = mask & spread(sits.value(View(population, month, month)), mask.size)
        people: ReplicationInts = np.bincount(population.rep[mask], minlength=population.reps)
        return people

    def judged(self, move: int, stage: int, work: WorkHours | None, rep: PersonInts, month: int) -> None:
        """Cases come before a stage.

        Parameters
        ----------
        move, stage
            Its place on the ledger's axis, and in the move.
        rep
            The replication of each case.
        """
        if month > self.recorder.months:
            return
        cases: ReplicationInts = np.bincount(rep, minlength=self.population.reps)
        booked = self.recorder.counts.cases[:, month - 1, self.first[move] + stage]
        if work is not None and self.counted:
            self._book(work, cases, ((cases > 0) & (booked == 0)).astype(np.int64), month)
        booked += cases

    def _book(self, work: WorkHours, people: ReplicationInts, sittings: ReplicationInts, month: int) -> None:
        hours = work.panel * (work.hours * people + work.sitting * sittings)
        table = self.recorder.counts.work[:, month - 1]
        table[:, 0] += hours
        table[:, 1] += hours * (self.workforce.costs.hr_hour or 0.0)
