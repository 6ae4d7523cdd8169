"""What measures of one's own sum up of the people at each month's end."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import Numbers, Slots
from ladder_sim.engine.shared import Rule
from ladder_sim.engine.stopwatch import counted_as
from ladder_sim.expressions.nodes import View
from ladder_sim.plan.measures import Aggregate
from ladder_sim.streams.kernels import spread, spread_numbers


class OwnSums(Rule):
    """Books, for each figure, the sum over people and how many there were of whom it is known."""

    @counted_as("books")
    def book(self, month: int) -> None:
        """The figures of a month's end, under the program in force, and full-time equivalents by grade."""
        self._full_time(month)
        plans = self.program.measures
        if not plans:
            return
        population = self.population
        everybody, view = np.flatnonzero(population.alive()), population.view(month, month)
        columns = self.recorder.own_columns
        for plan in plans:
            if not plan.aggregates:
                continue
            idx = everybody
            if plan.among is not None:
                idx = idx[spread(plan.among.value(view.of(idx)), idx.size)]
            for number, figure in enumerate(plan.aggregates):
                place = columns.get((plan.measure.name, number))
                if place is not None:  # what only the scheme before stated is no measure of the one that took over
                    self.recorder.counts.own[:, month - 1, place] = self._sums(figure, view, idx)

    def _full_time(self, month: int) -> None:
        population, fte = self.population, self.population.fte()
        table = self.recorder.counts.fte
        if fte is None or not table.shape[2]:
            return
        width = population.grade_count + 1
        cells = np.bincount(population.cell, weights=fte, minlength=population.reps * width)
        table[:, month - 1] = cells.reshape(population.reps, width)[:, :-1]

    def _sums(self, figure: Aggregate, view: View, idx: Slots) -> Numbers:
        """The sum of a figure and of how many people, by replication; shape (replications, 2)."""
        values = spread_numbers(figure.node.value(view.of(idx)), idx.size)
        known = ~np.isnan(values)
        rep, reps = self.population.rep[idx[known]], self.population.reps
        sums = np.bincount(rep, weights=values[known], minlength=reps)
        return np.stack([sums, np.bincount(rep, minlength=reps)], axis=1)
