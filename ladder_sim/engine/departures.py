"""People who leave: books, costs and slots change together, here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import PersonFloats, PersonInts, Slots
from ladder_sim.engine.event_log import NONE
from ladder_sim.engine.groups import GroupCounts
from ladder_sim.engine.payroll import Payroll
from ladder_sim.engine.rehires import Rehires
from ladder_sim.engine.severance import Earnings, severance_pay
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.model.kinds import CAUSES, EXIT_CAUSES, Cause, Severance
from ladder_sim.results.coded import BY_EXIT, COSTS
from ladder_sim.streams.kernels import add

SEVERANCE = COSTS.index("severance")


@dataclass(frozen=True, slots=True)
class ExitTerms:
    """On which terms people leave.

    Parameters
    ----------
    severance
        What the move says; it is paid for the causes for which it is due.
    move
        The move's number on the ledger's axis; None: no move did it.
    end
        How their time in the grade ends, a place in `WAIT_ENDS`; of a transfer to another department otherwise.
    in_the_evening
        On the month's last evening, after its pay, as of their own accord; else on the first, without pay.
    """

    severance: Severance = "none"
    move: int | None = None
    end: int = BY_EXIT
    in_the_evening: bool = False


class Departures(Rule):
    """Lets people go; what they are still owed is paid."""

    def __init__(self, shared: Shared, groups: GroupCounts, payroll: Payroll) -> None:
        super().__init__(shared)
        self.groups, self.payroll, self.earnings = groups, payroll, payroll.earnings
        self.rehires = Rehires(shared)

    def leave_for(self, idx: Slots, cause: Cause, month: int) -> None:
        """People leave on the month's last evening for a cause that no move has and no severance is due for."""
        self.leave(idx, np.full(idx.size, CAUSES.index(cause)), month, ExitTerms(in_the_evening=True))

    def leave(self, idx: Slots, cause: PersonInts, month: int, terms: ExitTerms) -> None:
        """People leave in `month`, and their slots are free.

        Parameters
        ----------
        cause
            Places in `CAUSES`.
        """
        move = terms.move
        self.payroll.settle(idx, cause, month, month if terms.in_the_evening else month - 1)
        population, recorder, m = self.population, self.recorder, month - 1
        columns, counts = population.columns, recorder.counts
        rep, grade = population.rep[idx], columns["grade"][idx]
        add(counts.exits, (rep, m, grade, cause), 1)
        if move is not None:
            add(counts.moves, (rep, m, recorder.arc_table[move, grade, population.grade_count]), 1)
        if self.earnings is not None:
            self._severance(self.earnings, idx, cause, month, terms.severance)
        recorder.wait(rep, grade, columns["grade_since"][idx], month - 1, terms.end)
        by = NONE if move is None else move
        day = self.calendar.first_day(month + 1) - 1 if terms.in_the_evening else None
        self.happened(idx, month, "exit", old=grade, new=population.grade_count, cause=cause, move=by, day=day)
        self.groups.left(idx, month, cause)
        self.rehires.remember(idx, cause, month)
        population.losses.left(population, idx)
        population.set_grade(idx, np.full(idx.size, population.grade_count))
        columns["person"][idx] = -1
        columns["busy"][idx] = False

    def _severance(self, earnings: Earnings, idx: Slots, cause: PersonInts, month: int, said: Severance) -> None:
        """Pay what is due for the causes of exits in `month`; `said`: what the move says of it."""
        columns = self.population.columns
        for code, info in enumerate(EXIT_CAUSES.values()):
            kind = info.severance if said == "due" else said
            if info.payable and kind != "none" and (due := idx[cause == code]).size:
                hired, on = columns["hired_since"], columns.get("hired_on", columns["hired_since"])
                earned = earnings.before(due, on[due].astype(np.int64), month)
                served = month - 1 - hired[due].astype(np.int64)
                people = self.program.workforce_at(month)
                self.paid_once(due, severance_pay(people, earned, served, kind), month)

    def paid_once(self, idx: Slots, amounts: PersonFloats, month: int) -> None:
        """Severance and separation pay of who leaves on the first of `month`: no pay, and no contributions."""
        population = self.population
        grade = population.columns["grade"][idx]
        add(self.recorder.counts.costs, (population.rep[idx], month - 1, grade, SEVERANCE), amounts)
