"""One evening's reviews: who is tested for which move, what stops them, and what is decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import Mask, PersonInts, PersonMask, SlotMask, Slots
from ladder_sim.engine.agenda import AgendaItem
from ladder_sim.engine.beside import Decisions
from ladder_sim.engine.budget import Budgets, Carried, PriceOfMove
from ladder_sim.engine.candidates import Candidates
from ladder_sim.engine.choices import ChoiceBook
from ladder_sim.engine.choosing import Choosing, Shortlist
from ladder_sim.engine.doors import Doors
from ladder_sim.engine.held import Held
from ladder_sim.engine.pending_moves import PendingMove, Queue
from ladder_sim.engine.seat_book import SeatBook
from ladder_sim.engine.selection import SelectionProcess
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.engine.stopwatch import over
from ladder_sim.engine.witness import OPENED
from ladder_sim.expressions.nodes import View
from ladder_sim.model.kinds import IN_GRADE, Cause
from ladder_sim.model.moves import BudgetFor, names_of_move
from ladder_sim.plan.program import BUDGET_SPENT, MovePlan, status_reason
from ladder_sim.streams.kernels import among, cut, spread, spread_numbers

FEW = 8  # below one in so many, people are listed instead of masked


@dataclass(frozen=True, slots=True, eq=False)
class Tested:
    """Slots of who meets the conditions, of who has served the waiting times, and which of the first by a waiver."""

    passed: Slots
    gated: Slots
    waived: PersonMask


class ReviewMeeting(Rule):
    """The reviews of one evening. One move per person; a decision takes or frees its seat at once."""

    def __init__(
        self,
        shared: Shared,
        month: int,
        *,
        seats: SeatBook,
        selection: SelectionProcess,
        queue: Queue,
        choices: ChoiceBook,
        doors: Doors,
        explain: bool,
        prices: Mapping[BudgetFor, PriceOfMove],
        carried: Carried,
    ) -> None:
        super().__init__(shared)
        self.month, self.explain, self.doors = month, explain, doors
        self.seats, self.selection, self.queue, self.choices = seats, selection, queue, choices
        population = self.population
        self.choosing = Choosing(shared, seats, doors)
        self.budgets = Budgets(shared, month, self.choosing, prices, carried)
        self.view: View = population.view(month, month)
        self.view.steady = True
        self.decisions = Decisions(shared, queue, selection)
        if self.script is not None:  # people whose record has ended are not reviewed
            over = self.script.table.last[population.columns["person"]] < month
            self.decisions.mark(np.flatnonzero(over), None)
        self.direct: list[PendingMove] = []
        self.missed: list[tuple[str, Slots]] = []  # attempts of this evening: no move of it counts them yet

    # -- one move -------------------------------------------------------------------------------

    def test(self, item: AgendaItem) -> None:
        """Test everybody in the item's grades for its move and decide."""
        with over(self.watch, "move", item.plan.move.id):
            self._test(item)
            if item.plan.move.quota.released:
                self.seats.hand_on(item.plan)

    def _test(self, item: AgendaItem) -> None:
        population, number, plan = self.population, item.number, item.plan
        if plan.budgeted:
            self.budgets.held(plan, self.view)
        self.view = self.view.aimed(plan.to)
        if plan.asks_goal:
            self.view.target = self._goals(plan, np.arange(population.n))
        mask = among(population.columns["grade"], item.sources, population.grade_count + 1)
        sits = self.program.sits.get(plan.move.review)
        if sits is not None:
            mask &= spread(self.view.once(("sits", plan.move.review), sits.value), mask.size)
        busy, decided = self.decisions.under_way(plan), self.decisions.tonight(plan)
        for held, reason in ((busy, "case under way"), (decided, "moved otherwise")):
            if held.any():
                self._drop(number, reason, mask, ~held)
        for status in self.program.statuses:
            if not status.tests(plan.move.id):
                within = self.population.column(f"status:{status.status.id}")
                self._drop(number, status_reason(status.status.id), mask, ~within)
        if plan.move.step == "next" and self.program.stepped:
            self._drop(number, "top step", mask, ~self._at_top(plan))
        pool = np.flatnonzero(mask) if plan.kind == "promotion" else None
        tested = self._conditions(number, plan, mask)
        if not tested.passed.size:
            self._attempts(plan, tested.gated, tested.passed)
            return
        listed = self._targets(number, plan, tested)
        if plan.apply is not None and listed.idx.size:
            view = self.view.of(listed.idx)
            applies = population.chance(f"apply:{plan.move.id}", plan.apply.value(view), view)
            listed = self._cut(number, "did not apply", listed, spread(applies, listed.idx.size))
        if plan.move.spared_by is not None and listed.idx.size:
            listed = self._spare(number, plan.move.spared_by, listed)
        eligible = listed.idx
        listed = self._choose(number, plan, listed)
        if plan.budgeted and listed.idx.size:
            listed = self._cut(number, BUDGET_SPENT, listed, self.budgets.afford(number, plan, self.view, listed))
        if pool is not None:
            self.choices.reviewed(pool, eligible, listed.idx, self.month)
        self._attempts(plan, tested.gated, listed.idx)
        if listed.idx.size:
            self._begin(number, plan, listed)

    def _at_top(self, plan: MovePlan) -> SlotMask:
        """Who stands at the last step of the grade that the move leads to."""
        grade, step = self.population.columns["grade"], self.population.columns["step"]
        top: SlotMask = (plan.to[grade] == grade) & (step >= self.program.grades.steps[grade])
        return top

    def _choose(self, number: int, plan: MovePlan, listed: Shortlist) -> Shortlist:
        """Those who have a place; the others are noted by what stopped them."""
        choice = self.choosing.choose(number, plan, self.view, listed)
        if choice.chosen.all():
            return listed
        if plan.kind == "promotion":
            self.population.columns["passed_over"][listed.idx[~choice.chosen]] = self.month
        self._note(number, "quota reached", listed.idx[~choice.chosen & choice.seat])
        self._note(number, "no seat", listed.idx[~choice.seat])
        return listed.cut(choice.chosen)

    def _drop(self, number: int, reason: str, mask: SlotMask, holds: SlotMask) -> None:
        """Leave in the mask those for whom something holds; the others are noted under a reason."""
        if self.script is not None or self.witness is not None or self.explain:
            self._told(number, reason, np.flatnonzero(mask & ~holds))
        self.recorder.outcomes(number, self.month, reason, cut(mask, holds, self.population.reps))

    def _note(self, number: int, reason: str, idx: Slots) -> None:
        self.recorder.outcome(number, self.month, reason, self.population.rep[idx])
        self._told(number, reason, idx)

    def _told(self, number: int, reason: str, idx: Slots) -> None:
        """Whoever keeps a diary of people, or counts by group, is told."""
        if reason != "moved":
            self.choices.stopped(number, reason, idx)
        if self.script is not None:
            self.script.noted(number, self.month, reason, idx)
        if self.witness is not None:
            self.witness.noted(self.population, number, self.month, reason, idx)

    def _cut(self, number: int, reason: str, listed: Shortlist, keep: Mask) -> Shortlist:
        self._note(number, reason, listed.idx[~keep])
        return listed.cut(keep)

    def _conditions(self, number: int, plan: MovePlan, mask: SlotMask) -> Tested:
        """The people who meet the conditions.

        While many are left, conditions stream over everybody and cut the mask; then over the list of who is left.
        """
        if plan.waive is not None or self.explain or self.script is not None:
            return self._all_conditions(number, plan, np.flatnonzero(mask))
        gated = self._gated(plan, mask) if self._counters(plan) else None
        idx: Slots | None = None
        for condition, node in zip(plan.move.when, plan.conditions, strict=True):
            if idx is None and np.count_nonzero(mask) * FEW < mask.size:
                idx = np.flatnonzero(mask)
            if idx is None:
                whole = self.view.once(("holds", node.key, id(node)), node.value)
                self._drop(number, condition.id, mask, spread(whole, mask.size))
                continue
            if not idx.size:
                break
            holds = spread(node.value(self.view.of(idx)), idx.size)
            if not holds.all():
                self._note(number, condition.id, idx[~holds])
                idx = idx[holds]
        idx = np.flatnonzero(mask) if idx is None else idx
        return Tested(idx, idx if gated is None else gated, np.zeros(idx.size, bool))

    def _gated(self, plan: MovePlan, mask: SlotMask) -> Slots:
        """The people who have served the waiting times, whatever else stops them."""
        gated: Slots = np.flatnonzero(mask)
        for node, gate in zip(plan.conditions, plan.gates, strict=True):
            if gate:
                gated = gated[spread(node.value(self.view.of(gated)), gated.size)]
        return gated

    def _all_conditions(self, number: int, plan: MovePlan, idx: Slots) -> Tested:
        """Every condition for everybody: for waivers, for those stopped by one alone, and for a trace."""
        table = np.ones((len(plan.conditions), idx.size), bool)
        for row, node in zip(table, plan.conditions, strict=True):
            row[:] = node.value(self.view.of(idx))
        misses = (~table).sum(axis=0)
        passed = misses == 0
        waived = np.zeros(idx.size, bool)
        if plan.waive is not None and plan.move.waive is not None:
            soft = np.array(plan.waivable, bool)
            hard = (~table[~soft]).sum(axis=0) == 0
            holds = spread(plan.waive.value(self.view.of(idx)), idx.size)
            waived = ~passed & hard & holds & (misses <= plan.move.waive.count)
            passed = passed | waived
        self._note_alone(number, idx, ~table & (misses == 1) & ~waived)
        first = np.where(passed, -1, np.argmax(~table, axis=0)) if len(plan.conditions) else np.full(idx.size, -1)
        for i, condition in enumerate(plan.move.when):
            failed = idx[first == i]
            if failed.size:
                self.recorder.outcome(number, self.month, condition.id, self.population.rep[failed])
                self.choices.stopped(number, condition.id, failed)
                if self.witness is not None:
                    self.witness.noted(self.population, number, self.month, condition.id, failed)
        if self.script is not None:
            self.script.tested(plan, self.view, idx, table, waived)
        gates = np.array(plan.gates, bool)
        gated = idx[table[gates].all(axis=0)] if gates.any() else idx
        return Tested(idx[passed], gated, waived[passed])

    def _note_alone(self, number: int, idx: Slots, only: Mask) -> None:
        """Whom one condition alone stopped; `only`: shape (conditions, people)."""
        recorder, population = self.recorder, self.population
        if not recorder.counts.alone:
            return
        alone = recorder.counts.alone[recorder.axes.moves[number].id]
        due = recorder.due[number][self.month]
        for i, stopped in enumerate(only):
            alone[:, due, i] += np.bincount(population.rep[idx[stopped]], minlength=population.reps)

    def _attempts(self, plan: MovePlan, gated: Slots, successful: Slots) -> None:
        """Tested (the waiting times served) and not promoted: one more attempt."""
        counters = self._counters(plan)
        if counters:
            missed = gated[~np.isin(gated, successful)]
            self.missed += [(counter, missed) for counter in counters]

    def _counters(self, plan: MovePlan) -> list[str]:
        """Members of ``attempts:`` that count a move's reviews, '' for those of all ways up; those that rules read."""
        counters = [""] if plan.kind in ("promotion", "confirmation") and self.program.reads("attempts") else []
        return [*counters, *(name for name in names_of_move(plan.move) if self.program.reads(f"attempts:{name}"))]

    def _targets(self, number: int, plan: MovePlan, tested: Tested) -> Shortlist:
        """Where each goes; people whom an expression leaves where they are do not move."""
        grade = self.population.columns["grade"][tested.passed]
        listed = Shortlist(tested.passed, self._goals(plan, tested.passed), tested.waived)
        if plan.kind not in IN_GRADE and (plan.to_node is not None or plan.before[grade].any()):
            return self._cut(number, "moved otherwise", listed, listed.goal != grade)
        return listed

    def _goals(self, plan: MovePlan, idx: Slots) -> PersonInts:
        """The grade that a move leads each person to."""
        population = self.population
        grade = population.columns["grade"][idx]
        goal: PersonInts = plan.to[grade]
        if plan.to_node is not None:
            chosen = spread_numbers(plan.to_node.value(self.view.of(idx)), idx.size)
            goal = np.where(np.isnan(chosen), grade, np.nan_to_num(chosen)).astype(np.int64)
        back = plan.before[grade]
        if back.any():
            remembered = population.columns["before"][idx]
            lower = self.program.grades.neighbor(-1)[grade]
            fallback = np.where(lower < population.grade_count, lower, grade)
            goal = np.where(back, np.where(remembered >= 0, remembered, fallback), goal)
        return goal

    def _spare(self, number: int, name: str, listed: Shortlist) -> Shortlist:
        """A token spares its holder and is spent."""
        spared = self.population.column(f"token:{name}")[listed.idx] > 0
        spent = listed.idx[spared]
        self.population.columns[f"token:{name}"][spent] -= 1
        self.decisions.mark(spent, None)
        return self._cut(number, "spared", listed, ~spared)

    # -- decisions ------------------------------------------------------------------------------

    def _begin(self, number: int, plan: MovePlan, listed: Shortlist) -> None:
        """A move with stages, or with a date of its own, becomes cases; another one takes effect next month."""
        review = self.program.scheme.reviews[plan.move.review]
        self.choices.stopped(number, None, listed.idx)
        if self.script is not None:
            self.script.seated(plan, self.month, listed.idx, listed.goal)
        if not plan.stages and review.effective is None and plan.after is None:
            self._note(number, "moved", listed.idx)
            self.decide(listed.idx, listed.goal, plan, number, listed.waived)
            return
        if any(stage.capacity is not None for stage in plan.stages):  # who waits is settled by the order
            listed = listed.ordered(self.choosing.order(plan, self.view, listed.idx))
        idx, columns = listed.idx, self.population.columns
        self.decisions.mark(idx, plan)
        columns["busy"][idx] = True
        held = self._reserve(plan, idx, listed.goal)
        if self.script is not None:
            self.script.opened(number, self.month, idx)
        if self.witness is not None:
            self.witness.noted(self.population, number, self.month, OPENED, idx)
        unscored = np.full(idx.size, np.nan)
        self.selection.begin(
            Candidates(
                self.month, number, plan, idx, columns["person"][idx], listed.goal, held, listed.waived, unscored
            )
        )

    def decide(
        self, idx: Slots, goal: PersonInts, plan: MovePlan | None, number: int, waived: PersonMask | None = None, *,
        cause: Cause = "dismissal",
    ) -> None:  # fmt: skip
        """A move that takes effect on the first of next month.

        Parameters
        ----------
        goal
            Grade codes, the outside for an exit.
        plan
            None: an exit without a plan, of this `cause`.
        number
            Of the move on the ledger's axis.
        """
        if not idx.size:
            return
        self.decisions.mark(idx, plan)
        if plan is None or plan.kind not in IN_GRADE:
            self._exchange(plan, idx, goal)
        person = self.population.columns["person"][idx]
        transfer = self.doors.leads(plan)
        held = None if transfer is None else self.doors.reserve(transfer, idx)
        move = PendingMove(idx, person, goal, plan, number, waived=waived, review_month=self.month, held=held,
                           cause=cause)  # fmt: skip
        self.direct.append(move)

    def _exchange(self, plan: MovePlan | None, idx: Slots, goal: PersonInts) -> None:
        """A direct move takes a seat from the decision on, and frees the old one at once."""
        grade, seated = self.population.columns["grade"][idx], self.program.seated
        if (seated[goal] | seated[grade]).any():
            old, new = self.seats.held(idx), self.seats.pools(idx, goal)
            other = old != new  # a move inside a pool takes no seat
            idx, fte = idx[other], self.population.fte_of(idx[other])
            was, will = (self.seats.hold(pools[other], fte) for pools in (old, new))
            self.seats.exchange(self.population.rep[idx], was, will, None if plan is None else plan.move.id)

    def _reserve(self, plan: MovePlan, idx: Slots, goal: PersonInts) -> Held:
        """The seats that are held while cases are under way; who stays in a pool keeps the own one."""
        population, transfer = self.population, self.doors.leads(plan)
        if transfer is not None:
            return self.doors.reserve(transfer, idx)
        own, new = self.seats.held(idx), self.seats.pools(idx, goal)
        held = self.seats.hold(np.where(own == new, population.grade_count, new), population.fte_of(idx))
        self.seats.reserve(population.rep[idx], held, plan.move.id)
        return held

    def close(self) -> None:
        """Count the attempts, and hand the direct moves over to the first of next month."""
        self.budgets.settle()
        columns = self.population.columns
        for name, missed in self.missed:
            if name:
                columns[f"attempts:{name}"][missed] += 1
            else:
                columns["attempts"][missed] += 1
        self.queue.add(self.month + 1, self.direct)
        for move in self.direct:
            columns["busy"][move.idx] = True
