"""Moves taking effect: grades, clocks, pay and the records change together, here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

import numpy as np

from ladder_sim.core.arrays import PersonFloats, PersonInts, PersonMask, Slots
from ladder_sim.engine.budget import PriceOfMove
from ladder_sim.engine.choices import ChoiceBook
from ladder_sim.engine.departures import Departures, ExitTerms
from ladder_sim.engine.doors import Doors
from ladder_sim.engine.facts import Facts
from ladder_sim.engine.metric_sampler import MetricSampler
from ladder_sim.engine.pending_moves import PendingMove, Queue
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.engine.state import FOREVER, NEVER, members_of
from ladder_sim.engine.statuses import Statuses
from ladder_sim.engine.steps import Steps, base_at
from ladder_sim.engine.stopwatch import over
from ladder_sim.engine.worth import counted
from ladder_sim.expressions.nodes import View
from ladder_sim.model.kinds import CAUSES, IN_GRADE
from ladder_sim.model.moves import BudgetFor, names_of_move
from ladder_sim.plan.program import MovePlan
from ladder_sim.results.coded import BY_EXIT, BY_OTHER, BY_PROMOTION
from ladder_sim.streams.kernels import add, spread, spread_numbers


class Moving(Rule):
    """Takes pending moves out of the queue and changes what they change."""

    def __init__(
        self, shared: Shared, queue: Queue, doors: Doors, departures: Departures, sampler: MetricSampler,
        facts: Facts, steps: Steps, statuses: Statuses, choices: ChoiceBook,
    ) -> None:  # fmt: skip
        super().__init__(shared)
        self.queue, self.doors, self.departures = queue, doors, departures
        self.sampler, self.facts, self.groups, self.steps = sampler, facts, facts.groups, steps
        self.statuses, self.happenings = statuses, statuses.happenings
        self.counted = members_of("attempts:", shared.programs)
        self.choices = choices

    def take_effect(self, month: int) -> None:
        """Everything that takes effect on the first of `month`."""
        for move in self.queue.due(month):
            if move.plan is None:
                self._take_effect(move, month)
                continue
            with over(self.watch, "move", move.plan.move.id):
                self._take_effect(move, month)

    def _take_effect(self, move: PendingMove, month: int) -> None:
        """One of them, for those who are still there."""
        population = self.population
        there = population.columns["person"][move.idx] == move.person
        if move.held is not None:
            self.doors.book(move.plan).occupy(population.rep[move.idx[there]], move.held[there])
            self.doors.give_back(move.plan, population.rep[move.idx[~there]], move.held[~there])
        if move.pending and not there.all():
            gone = population.rep[move.idx[~there]]
            self.recorder.outcome(move.number, move.review_month, "left", gone)
        move = move.cut(there)
        population.columns["busy"][move.idx] = False
        if move.pending:
            self.recorder.outcome(move.number, move.review_month, "moved", population.rep[move.idx])
        if self.program.beside and move.plan is not None:
            move = self._beside(move, move.plan)
        out = move.target == population.grade_count
        if out.any():
            self._exit(move.cut(out), month)
            move = move.cut(~out)
        if move.idx.size:
            self._change(move, month)

    def _beside(self, move: PendingMove, plan: MovePlan) -> PendingMove:
        """A move of pay alone follows people whom another one has just put into another grade, where it leads so."""
        grade = self.population.columns["grade"][move.idx]
        if plan.to_node is not None or (move.target == grade).all() or plan.kind not in IN_GRADE:
            return move
        move = move.cut(plan.to[grade] == grade)
        move.target = grade[plan.to[grade] == grade]
        return move

    def _exit(self, move: PendingMove, month: int) -> None:
        """People leave by a move, or for the cause of a decision that is none."""
        plan = move.plan
        if plan is None:
            cause = np.full(move.idx.size, CAUSES.index(move.cause))
            self.departures.leave(move.idx, cause, month, ExitTerms(move.severance))
            return
        causes = self._causes(plan, move.idx, month)
        if (transfer := self.doors.leads(plan)) is not None:
            self.doors.send(move, transfer)
        if plan.award is not None:
            award = self._award(move, month, None)
            self.departures.paid_once(move.idx, award, month)
            if self.script is not None:
                self.script.awarded(move.idx, award)
        end = BY_EXIT if transfer is None else BY_OTHER
        self.departures.leave(move.idx, causes, month, ExitTerms(plan.move.severance, move.number, end))

    def _causes(self, plan: MovePlan, idx: Slots, month: int) -> PersonInts:
        """The cause of each exit by a move, drawn by the shares of its causes; places in `CAUSES`."""
        population = self.population
        names: PersonInts = np.array([CAUSES.index(name) for name in plan.causes])
        if names.size == 1:
            return np.full(idx.size, names[0])
        view = population.view(month - 1, month)
        shares = [float(counted(node.value(view))) for node in plan.causes.values()]
        u = population.chances.uniform(population.keys[idx], f"cause:{plan.move.id}", month)
        edges = np.cumsum(shares)
        drawn: PersonInts = names[np.minimum(np.searchsorted(edges, u * edges[-1], side="right"), names.size - 1)]
        return drawn

    def _change(self, move: PendingMove, month: int) -> None:
        """A change of grade, or of pay alone."""
        plan, idx = _plan_of(move), move.idx
        columns = self.population.columns
        old, new = columns["grade"][idx], move.target
        becomes = self.facts.of_move(move, month)
        step = self._step(move, old, month)
        waited = self._waited(move, month, step)
        self._pay(move, old, month, step)
        if plan.kind == "regrade" and not plan.move.status:  # a warning is no change of pay
            columns["regraded_since"][idx] = month - 1
        stay = old == new
        self._probation(plan, idx[stay], month)  # pay alone
        if not stay.all():
            self._regrade(move.cut(~stay), old[~stay], month)
        if step is not None:
            self.steps.put(idx, step, month)
            self.steps.anew(idx[~stay], month)
            self.steps.go_on(idx, waited)
        self.facts.moved(idx, becomes)
        for name in names_of_move(plan.move):
            self.happenings.took_place(idx, name, month - 1)
        self.statuses.moved(idx, plan.move.id, ~stay, month)
        if plan.move.status is not None:
            self.statuses.begin(idx, plan.move.status, month)

    def _step(self, move: PendingMove, old: PersonInts, month: int) -> PersonInts | None:
        """The step to which each comes, read like the new base before anything is written; None: none are kept."""
        if not self.steps.kept:
            return None
        plan = _plan_of(move)
        view = self.population.view(month - 1, month).of(move.idx, move.target)
        return self.steps.after(plan.move.step, plan.step, view, old)

    def _waited(self, move: PendingMove, month: int, step: PersonInts | None) -> PersonInts | None:
        """Since when each has waited in a step, for whom this goes on, else NEVER; None: for nobody."""
        node = _plan_of(move).keeps_wait
        if node is None or step is None:
            return None
        keeps = spread(node.value(self._view(move, month, step)), move.idx.size)
        return np.where(keeps, self.population.columns["step_since"][move.idx], NEVER)

    def _view(self, move: PendingMove, month: int, step: PersonInts | None) -> View:
        """The people of a move before it, with the grade and the step to which it leads."""
        view = self.population.view(month - 1, month).of(move.idx, move.target)
        return view if step is None else view.stepping(step)

    def _pay(self, move: PendingMove, old: PersonInts, month: int, step: PersonInts | None) -> None:
        """The move in the books, the new base pay and what is paid once."""
        plan, idx, recorder = _plan_of(move), move.idx, self.recorder
        columns, rep, new = self.population.columns, self.population.rep[move.idx], move.target
        view = self._view(move, month, step)
        base = self._decided(idx) if plan.budgeted == "raises" else self.new_base(move, month, view)
        award = None if plan.award is None else self._award(move, month, step)
        add(recorder.counts.moves, (rep, month - 1, recorder.arc_table[move.number, old, new]), 1)
        assert plan.kind != "dismissal"  # that is an exit
        self.happened(idx, month, plan.kind, old=old, new=new, move=move.number)
        if "base_due" in columns:
            columns["base_due"][idx] = self._base_due(move, month, step)
        columns["base"][idx] = base
        if award is not None:
            add(recorder.counts.pay, (rep, month - 1, new, recorder.part["award"]), award)
            columns["award"][idx] += award
            if self.script is not None:
                self.script.awarded(idx, award)

    def _base_due(self, move: PendingMove, month: int, step: PersonInts | None) -> PersonFloats:
        """The new base by what holds already and is paid later."""
        with self.population.looking_ahead():
            return self.new_base(move, month, self._view(move, month, step))

    def _regrade(self, move: PendingMove, old: PersonInts, month: int) -> None:
        """People come to another grade: spells, clocks, memory and probation."""
        plan, idx, new = _plan_of(move), move.idx, move.target
        columns, rep = self.population.columns, self.population.rep[idx]
        promotion = plan.kind == "promotion"
        end = BY_PROMOTION if promotion else BY_OTHER
        self.recorder.wait(rep, old, columns["grade_since"][idx], month - 1, end)
        if promotion:
            add(self.recorder.counts.advanced, (rep[self._above_peak(idx, new)], month - 1), 1)
            self.choices.promoted(idx, new, month)
        self.put(idx, new, month)
        columns["before"][idx] = old
        columns["by_waiver"][idx] = False if move.waived is None else move.waived
        match plan.kind:
            case "promotion" | "confirmation":
                if promotion:
                    self.happenings.took_place(idx, "promotion", month - 1)
                    columns["promoted_since"][idx] = columns["raised"][idx] = month - 1
                    self.groups.promotion(idx, old, month)
                self._end_probation(idx, month)
            case "demotion":
                columns["lowered"][idx] = month - 1
            case "lateral" | "regrade" | "dismissal" | "status" | "honor":
                pass
            case _:
                assert_never(plan.kind)
        self._probation(plan, idx, month)

    def put(self, idx: Slots, new: PersonInts, month: int) -> None:
        """Put people into grades from the first of `month`; clocks and streaks restart where they must.

        Parameters
        ----------
        new
            Grade codes.
        """
        population = self.population
        columns, grades = population.columns, self.program.grades
        old = columns["grade"][idx]
        above = self._above_peak(idx, new)
        columns["peak"][idx[above]] = new[above]
        was_trial = population.trial(idx)
        population.set_grade(idx, new)
        columns["grade_since"][idx] = columns["moved_since"][idx] = month - 1
        if "moved_on" in columns:
            columns["moved_on"][idx] = month - 1
        columns["attempts"][idx] = 0
        for name in self.counted:
            columns[f"attempts:{name}"][idx] = 0
        self.happenings.took_place(idx, "move", month - 1)
        other_track = idx[grades.track_code[old] != grades.track_code[new]]
        columns["track_since"][other_track] = month - 1
        other_role = idx[grades.role_code[old] != grades.role_code[new]]
        if other_role.size:
            columns["role_since"][other_role] = month - 1
            self.sampler.new_role(other_role, month)
        for history in population.histories:
            history.moved(idx)
        now_trial = population.trial(idx)
        columns["closed_since"][idx[was_trial & ~now_trial]] = month - 1
        columns["closed_since"][idx[now_trial]] = FOREVER

    def _above_peak(self, idx: Slots, new: PersonInts) -> PersonMask:
        """Whether `new` lies in a higher layer than any grade held since joining, or the first day; shape of `idx`."""
        layer = self.program.grades.layer
        above: PersonMask = layer[new] > layer[self.population.columns["peak"][idx]]
        return above

    def _end_probation(self, idx: Slots, month: int) -> None:
        """Who is promoted or confirmed is no longer on probation."""
        columns = self.population.columns
        on = idx[columns["probation_until"][idx] >= month]
        columns["probation_until"][on] = month - 1
        columns["closed_since"][on] = np.minimum(columns["closed_since"][on], month - 1)

    def _probation(self, plan: MovePlan, idx: Slots, month: int) -> None:
        if plan.move.probation is not None:
            columns = self.population.columns
            columns["probation_until"][idx] = month - 1 + plan.move.probation.months
            columns["probation_of"][idx] = plan.index
            columns["extended"][idx] = 0

    def _award(self, move: PendingMove, month: int, step: PersonInts | None) -> PersonFloats:
        """What is paid once: what a review with a budget of awards has decided, else what the move says now."""
        if _plan_of(move).budgeted != "awards":
            return self._award_said(move, month, step)
        column = self.population.columns["decided_award"]
        decided: PersonFloats = np.maximum(column[move.idx], 0.0)
        column[move.idx] = 0.0
        return decided

    def _award_said(self, move: PendingMove, month: int, step: PersonInts | None) -> PersonFloats:
        """What the move says is paid once; read, like the new base, before anything of the move is written."""
        award = _plan_of(move).award
        assert award is not None
        return spread_numbers(counted(award.value(self._view(move, month, step))), move.idx.size)

    @property
    def prices(self) -> Mapping[BudgetFor, PriceOfMove]:
        """What moves would cost of a review's budget, were they to take effect on the first of a month."""
        made: dict[BudgetFor, PriceOfMove] = {"raises": self.price, "awards": self._award_price}
        return made

    def _award_price(self, move: PendingMove, month: int) -> PersonFloats:
        """What a move that would take effect in `month` would pay once, shape of its people; nothing is written."""
        old: PersonInts = self.population.columns["grade"][move.idx]
        return self._award_said(move, month, self._step(move, old, month))

    def _decided(self, idx: Slots) -> PersonFloats:
        """Base pay with the raise that a review with a budget has decided, which is paid out with the first move."""
        columns = self.population.columns
        raised: PersonFloats = columns["base"][idx] + columns["decided_raise"][idx]
        columns["decided_raise"][idx] = 0.0
        return np.maximum(raised, 0.0)

    def price(self, move: PendingMove, month: int) -> PersonFloats:
        """Base pay after a move that would take effect in `month`, shape of its people; nothing is written."""
        old: PersonInts = self.population.columns["grade"][move.idx]
        return self.new_base(move, month, self._view(move, month, self._step(move, old, month)))

    def new_base(self, move: PendingMove, month: int, view: View) -> PersonFloats:
        """Base pay a month after a move; where a rule gives nothing, it stays, and it is never below 0.

        Parameters
        ----------
        month
            On whose first the move takes effect.
        view
            Of the people of the move, before it.
        """
        plan, idx = _plan_of(move), move.idx
        now: PersonFloats = self.population.column("base")[idx]
        kind = plan.move.pay.kind
        match kind:
            case "keep":
                return now
            case "base":
                base = base_at(self.population, move.target, view.steps)
            case "set":
                base = spread_numbers(plan.pay["value"].value(view), idx.size)
            case "raise":
                low = plan.pay["low"].value(view)
                high = plan.pay["high"].value(view) if "high" in plan.pay else low
                base = now + low + (high - low) * self._share(move, month)
            case _:
                assert_never(kind)
        return counted(base, now)

    def _share(self, move: PendingMove, month: int) -> PersonFloats:
        """Where in a range of raises somebody lands, 0 to 1: by the rule, by the score of the case, or by a draw."""
        plan, population = _plan_of(move), self.population
        if "by" in plan.pay:
            by = plan.pay["by"].value(population.view(month - 1, month).of(move.idx, move.target))
            share: PersonFloats = np.clip(np.nan_to_num(spread_numbers(by, move.idx.size)), 0, 1)
            return share
        drawn = population.chances.uniform(population.keys[move.idx], f"raise:{plan.move.id}", month)
        if move.raise_share is None:
            return drawn
        return np.where(np.isnan(move.raise_share), drawn, np.clip(move.raise_share, 0, 1))


def _plan_of(move: PendingMove) -> MovePlan:
    """The plan of a move that is no exit."""
    assert move.plan is not None
    return move.plan
