"""Who is chosen, beside who could have been: ability and KPI of the promoted, and what becomes of them."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import PersonInts, Slots
from ladder_sim.engine.groups import GroupCounts
from ladder_sim.engine.performance import MONTHS, PerformanceWindow
from ladder_sim.engine.selectivity import Selectivity
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.engine.stopwatch import counted_as

BEFORE, PEOPLE, AFTER, TIMES = range(4)


class ChoiceBook(Rule):
    """Books each promotion against the people of the same grade, and each review's eligible against those it tested.

    Ahead: how far people lie above the mean of their grade, summed over as many as are chosen there; a lottery gives 0
    on average, nobody more than the best of the grade.
    """

    def __init__(self, shared: Shared, performance: PerformanceWindow, groups: GroupCounts) -> None:
        super().__init__(shared)
        self.performance, self.ahead, self.groups = performance, Selectivity(shared.population), groups

    @property
    def on(self) -> bool:
        """Whether anything is booked: not of a trace, nor where nobody asks for it."""
        return self.script is None and not self.recorder.bare

    @counted_as("books")
    def promoted(self, idx: Slots, new: PersonInts, month: int) -> None:
        """People are about to leave their grades by promotion.

        Parameters
        ----------
        new
            Codes of the grades to which they go.
        month
            On whose first they go.
        """
        if not self.on or not idx.size:
            return
        population, choice = self.population, self.recorder.counts.choice
        mean, m = self.performance.mean, month - 1
        ability = choice["ability"][:, m], population.columns["ability"]
        if mean is None:
            self.ahead.add([ability], None, idx, idx)
            return
        self.ahead.add([ability, (choice["kpi"][:, m], mean)], None, idx, idx)
        role = self.program.grades.role_code
        other = idx[np.isfinite(mean[idx]) & (role[population.columns["grade"][idx]] != role[new])]
        table = choice["new_role"][:, month - 1]
        table[:, BEFORE] += np.bincount(population.rep[other], weights=mean[other], minlength=population.reps)
        table[:, PEOPLE] += np.bincount(population.rep[other], minlength=population.reps)

    @counted_as("books")
    def reviewed(self, tested: Slots, eligible: Slots, chosen: Slots, month: int) -> None:
        """A review in `month` tested some people for promotion.

        Parameters
        ----------
        tested, eligible, chosen
            All that were tested, those who met all conditions, and who of them was chosen.
        """
        if self.on and chosen.size:
            table = self.recorder.counts.choice["lottery"][:, month - 1]
            self.ahead.add([(table, self.population.columns["ability"])], tested, chosen, eligible)

    @counted_as("books")
    def stopped(self, number: int, reason: str | None, idx: Slots) -> None:
        """Some are stopped at a review of a move, or go on: counted by group, where that was asked.

        Parameters
        ----------
        number
            Of the move on the ledger's axis.
        reason
            Of the ledger; None: they go on.
        """
        info = self.recorder.axes.moves[number]
        table = self.recorder.counts.stopped.get(info.id)
        if table is None or not idx.size:
            return
        place = len(info.reasons) if reason is None else self.recorder.reason[number][reason]
        width = table.shape[1] + 1  # of nobody and of who has no known group
        cells = self.groups.place[:, idx].ravel()
        counts = np.bincount(cells, minlength=self.population.reps * width).reshape(-1, width)
        table[:, :, place] += counts[:, :-1].astype(np.int32)

    @counted_as("books")
    def left(self, idx: Slots, month: int) -> None:
        """Top performers who leave of their own accord: those passed over within a year are booked."""
        if self.recorder.bare:
            return
        population = self.population
        late = idx[month - 1 - population.columns["passed_over"][idx].astype(np.int64) < MONTHS]
        table = self.recorder.counts.choice["passed_over"]
        table[:, month - 1] = np.bincount(population.rep[late], minlength=population.reps)

    @counted_as("books")
    def book(self, month: int) -> None:
        """The month's KPI of people in their first year in a role to which they were promoted."""
        population, kpi = self.population, self.population.monthly.get("kpi")
        if kpi is None or not self.on:
            return
        columns = population.columns
        idx = np.flatnonzero(columns["promoted_since"] >= max(0, month - MONTHS))
        since = columns["role_since"][idx]
        new = (columns["promoted_since"][idx] == since) & (columns["hired_since"][idx] < since)
        idx = idx[new]
        idx = idx[(columns["grade"][idx] < population.grade_count) & np.isfinite(kpi[idx])]
        table = self.recorder.counts.choice["new_role"][:, month - 1]
        table[:, AFTER] += np.bincount(population.rep[idx], weights=kpi[idx], minlength=population.reps)
        table[:, TIMES] += np.bincount(population.rep[idx], minlength=population.reps)

    @counted_as("books")
    def finish(self) -> None:
        """The run is over."""
        self.ahead.work_out()
