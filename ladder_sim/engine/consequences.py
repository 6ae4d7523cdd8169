"""What follows a failed stage: an exit or another grade, at once or some months later."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ladder_sim.core.arrays import PersonInts, PersonMask
from ladder_sim.engine.candidates import Candidates
from ladder_sim.engine.pending_moves import PendingMove, Queue
from ladder_sim.engine.recorder import FELL
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.engine.statuses import Statuses
from ladder_sim.engine.worth import whole_months
from ladder_sim.model.kinds import Cause
from ladder_sim.model.moves import EXIT, Failure, PayRule
from ladder_sim.plan.program import MovePlan, StagePlan


class Consequences(Rule):
    """Enters into the queue what follows for people who failed for good."""

    def __init__(self, shared: Shared, queue: Queue, statuses: Statuses) -> None:
        super().__init__(shared)
        self.queue, self.statuses = queue, statuses

    def follow_up(self, cases: Candidates, plan: StagePlan, month: int) -> PersonMask:
        """People who failed in `month`; who of them is bound to leave or to change grade, shape of `cases`."""
        failure = plan.stage.fails_to
        goal = self._goals(cases, failure)
        bound: PersonMask = goal != self.population.columns["grade"][cases.idx]
        if not bound.any():
            return bound
        part, goal = cases.cut(bound), goal[bound]
        date = self._dates(part, plan, month)
        for day in np.unique(date):
            mine = date == day
            self.queue.add(int(day), self._moves(part.cut(mine), goal[mine], failure))
        if failure.status is not None:
            self.statuses.begin_later(part.idx, failure.status, month + 1, date - 1)
        return bound

    def _dates(self, cases: Candidates, plan: StagePlan, month: int) -> PersonInts:
        """The month on whose first it takes effect for each who failed in `month`."""
        date = np.full(cases.idx.size, month + 1)
        if plan.after is not None:
            view = self.population.view(month - 1, month).of(cases.idx, cases.goal)
            date += whole_months(plan.after.value(view), date.size)
        effective = plan.stage.fails_to.effective
        if effective is None:
            return date
        return np.array([self.calendar.next_month_of_year(effective, int(first) - 1) for first in date])

    def _goals(self, cases: Candidates, failure: Failure) -> PersonInts:
        """Where each goes; the present grade: nowhere."""
        population, grades = self.population, self.program.grades
        grade: PersonInts = population.columns["grade"][cases.idx]
        lower = grades.neighbor(-1)[grade]
        lower = np.where(lower < population.grade_count, lower, grade)
        match failure.to:
            case "stay":
                return grade
            case "exit":
                return np.full(grade.size, population.grade_count)
            case "lower":
                return lower
            case "before":
                before = population.columns["before"][cases.idx]
                return np.where(before >= 0, before, lower)
            case _:
                return np.full(grade.size, grades.code(failure.to))

    def _moves(self, cases: Candidates, goal: PersonInts, failure: Failure) -> list[PendingMove]:
        if failure.to != EXIT:
            plan, number = _fallen(cases.plan), self.recorder.fell[cases.number]
            return [PendingMove(cases.idx, cases.person, goal, plan, number, review_month=cases.month)]
        trial = self.population.trial(cases.idx)  # who fails in a trial grade has failed the probation
        causes: tuple[tuple[PersonMask, Cause], ...] = ((trial, "probation"), (~trial, "dismissal"))
        if failure.cause is not None:
            causes = ((np.ones(goal.size, bool), failure.cause),)
        return [
            PendingMove(cases.idx[part], cases.person[part], goal[part], cause=cause, severance=failure.severance)
            for part, cause in causes
            if part.any()
        ]


def _fallen(plan: MovePlan) -> MovePlan:
    """The demotion of people who failed a stage of a move."""
    move = replace(plan.move, id=f"{plan.move.id}{FELL}", kind="demotion", pay=PayRule(), award=None, probation=None,
                   status=None)  # fmt: skip
    return replace(plan, move=move, pay={}, award=None)
