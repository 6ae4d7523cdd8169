"""Reviews: who is tested for which move, what stops them, and who gets the seats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never

import numpy as np

from ladder_sim.core.rounding import CLOSE
from ladder_sim.engine.agenda import agenda
from ladder_sim.engine.earning import earn
from ladder_sim.engine.pending_moves import Effect
from ladder_sim.engine.probation import end_probations
from ladder_sim.engine.seating import book_seats, open_seats
from ladder_sim.expressions.nodes import View
from ladder_sim.model.records import SEATLESS
from ladder_sim.plan.program import MovePlan
from ladder_sim.streams.kernels import add, among, best_first, cut, spread, spread_numbers, turns

if TYPE_CHECKING:
    from ladder_sim.engine.context import BatchContext


def review(block: BatchContext, month: int) -> None:
    """Everything that falls due at the end of `month`, in the order of kinds."""
    if block.script is not None and month > block.script.table.last_month:
        return
    due = {name for name, item in block.program.scheme.reviews.items() if block.calendar.closes(item.every, month)}
    earn(block, month, due)
    session = Session(block, month)
    end_probations(block, month, session)
    for number, plan, sources in agenda(block, frozenset(due)):
        session.test(number, plan, sources)
    session.book()
    block.open_now = session.seats() if block.program.seats else None
    book_seats(block, month)


FEW = 8  # below one in so many, people are listed instead of masked


class Session:
    """The reviews of one evening. One move per person; a decision takes or frees its seat at once."""

    def __init__(self, block: BatchContext, month: int) -> None:
        self.block, self.month = block, month
        block.now = month
        state = block.state
        self.view: View = state.view(month, month)
        self.busy = state.columns["busy"].copy()  # cases under way
        self.decided = np.zeros(state.n, bool)
        if block.script is not None:  # people whose record has ended are not reviewed
            self.decided |= block.script.table.last[state.columns["person"]] < month
        self.open: np.ndarray | None = None
        self.direct: list[Effect] = []
        self.missed: list[np.ndarray] = []  # attempts of this evening: no move of the same evening counts them yet
        self.taken: dict[int, np.ndarray | int] = {}  # of a move's quota
        self.seated = block.program.seated

    def seats(self) -> np.ndarray:
        if self.open is None:
            self.open = open_seats(self.block)
            self.block.openings.begin(self.view, self.open)
        return self.open

    # -- one move -------------------------------------------------------------------------------

    def test(self, number: int, plan: MovePlan, sources: np.ndarray) -> None:
        """Test everybody in the grades `sources` for a move and decide."""
        state = self.block.state
        self.view = self.view.aimed(plan.to)
        if plan.asks_goal:
            self.view.target = self._goals(plan, np.arange(state.n))
        mask = among(state.columns["grade"], sources, state.grade_count + 1)
        for held, reason in ((self.busy, "case under way"), (self.decided, "moved otherwise")):
            if held.any():
                self._drop(number, reason, mask, ~held)
        idx, gated, waived = self._conditions(number, plan, mask)
        if not idx.size:
            self._attempts(plan, gated, idx)
            return
        idx, waived, goal = self._targets(number, plan, idx, waived)
        if plan.apply is not None and idx.size:
            applies = state.chance(f"apply:{plan.move.id}", plan.apply.value(self.view.of(idx)), self.view.of(idx))
            idx, goal, waived = self._cut(number, "did not apply", idx, goal, waived, spread(applies, idx.size))
        if plan.move.spared_by is not None and idx.size:
            idx, goal, waived = self._spare(number, plan, idx, goal, waived)
        chosen, seat = self._chosen(number, plan, idx, goal)
        if not chosen.all():
            if plan.kind == "promotion":
                state.columns["passed_over"][idx[~chosen]] = self.month
            self.note(number, "quota reached", idx[~chosen & seat])
            self.note(number, "no seat", idx[~seat])
            idx, goal, waived = idx[chosen], goal[chosen], waived[chosen]
        self._attempts(plan, gated, idx)
        if idx.size:
            self._begin(number, plan, idx, goal, waived)

    def _drop(self, number: int, reason: str, mask: np.ndarray, holds: np.ndarray) -> None:
        """Leave in the mask those for whom something holds; the others are noted under a reason."""
        if self.block.script is not None:
            self.block.script.noted(number, self.month, reason, np.flatnonzero(mask & ~holds))
        self.block.record.outcomes(number, self.month, reason, cut(mask, holds, self.block.state.reps))

    def note(self, number: int, reason: str, idx: np.ndarray) -> None:
        self.block.record.outcome(number, self.month, reason, self.block.state.rep[idx])
        if self.block.script is not None:
            self.block.script.noted(number, self.month, reason, idx)

    def _cut(
        self, number: int, reason: str, idx: np.ndarray, goal: np.ndarray, waived: np.ndarray, keep: np.ndarray
    ) -> Any:
        self.note(number, reason, idx[~keep])
        return idx[keep], goal[keep], waived[keep]

    def _conditions(self, number: int, plan: MovePlan, mask: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The people who pass, those who passed the waiting times, and who passed by a waiver.

        While many are left, conditions stream over everybody and cut the mask; then over the list of who is left.
        """
        if plan.waive is not None or self.block.explain or self.block.script is not None:
            return self._all_conditions(number, plan, np.flatnonzero(mask))
        gated = self._gated(plan, mask) if self.counting and plan.kind in ("promotion", "confirmation") else None
        idx: np.ndarray | None = None
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
                self.note(number, condition.id, idx[~holds])
                idx = idx[holds]
        idx = np.flatnonzero(mask) if idx is None else idx
        return idx, idx if gated is None else gated, np.zeros(idx.size, bool)

    def _gated(self, plan: MovePlan, mask: np.ndarray) -> np.ndarray:
        """The people who have served the waiting times, whatever else stops them."""
        gated = np.flatnonzero(mask)
        for node, gate in zip(plan.conditions, plan.gates, strict=True):
            if gate:
                gated = gated[spread(node.value(self.view.of(gated)), gated.size)]
        return gated

    @property
    def counting(self) -> bool:
        return self.block.program.reads("attempts")

    def _all_conditions(
        self, number: int, plan: MovePlan, idx: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Every condition for everybody: for waivers, for those stopped by one alone, and for a trace."""
        record, state = self.block.record, self.block.state
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
        if record.tally.alone:
            alone = record.tally.alone[record.axes.moves[number].id]
            due = record.due[number][self.month]
            for i in range(len(plan.conditions)):
                only = idx[~table[i] & (misses == 1) & ~waived]
                alone[:, due, i] += np.bincount(state.rep[only], minlength=state.reps)
        first = np.where(passed, -1, np.argmax(~table, axis=0)) if len(plan.conditions) else np.full(idx.size, -1)
        for i, condition in enumerate(plan.move.when):
            failed = idx[first == i]
            if failed.size:
                record.outcome(number, self.month, condition.id, state.rep[failed])
        if self.block.script is not None:
            self.block.script.tested(plan, self.view, idx, table, waived)
        gates = np.array(plan.gates, bool)
        gated = idx[table[gates].all(axis=0)] if gates.any() else idx
        return idx[passed], gated, waived[passed]

    def _attempts(self, plan: MovePlan, gated: np.ndarray, successful: np.ndarray) -> None:
        """Tested (the waiting times served) and not promoted: one more attempt."""
        if self.counting and plan.kind in ("promotion", "confirmation"):
            self.missed.append(gated[~np.isin(gated, successful)])

    def _targets(self, number: int, plan: MovePlan, idx: np.ndarray, waived: np.ndarray) -> Any:
        """Where each goes; people whom an expression leaves where they are do not move."""
        grade = self.block.state.columns["grade"][idx]
        goal = self._goals(plan, idx)
        if plan.kind != "regrade" and (plan.to_node is not None or plan.before[grade].any()):
            moves = goal != grade
            self.note(number, "moved otherwise", idx[~moves])
            return idx[moves], waived[moves], goal[moves]
        return idx, waived, goal

    def _goals(self, plan: MovePlan, idx: np.ndarray) -> np.ndarray:
        """The grade that a move leads each person to."""
        state = self.block.state
        grade = state.columns["grade"][idx]
        goal: np.ndarray = plan.to[grade]
        if plan.to_node is not None:
            chosen = spread_numbers(plan.to_node.value(self.view.of(idx)), idx.size)
            goal = np.where(np.isnan(chosen), grade, np.nan_to_num(chosen)).astype(np.int64)
        back = plan.before[grade]
        if back.any():
            remembered = state.columns["before"][idx]
            lower = self.block.program.grades.neighbor(-1)[grade]
            fallback = np.where(lower < state.grade_count, lower, grade)
            goal = np.where(back, np.where(remembered >= 0, remembered, fallback), goal)
        return goal

    def _spare(self, number: int, plan: MovePlan, idx: np.ndarray, goal: np.ndarray, waived: np.ndarray) -> Any:
        """A token spares its holder and is spent."""
        state = self.block.state
        name = plan.move.spared_by
        spared = state.column(f"token:{name}")[idx] > 0
        spent = idx[spared]
        state.columns[f"token:{name}"][spent] -= 1
        self.decided[spent] = True
        return self._cut(number, "spared", idx, goal, waived, ~spared)

    # -- seats ----------------------------------------------------------------------------------

    def _chosen(self, number: int, plan: MovePlan, idx: np.ndarray, goal: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Who may move, and for whom there is a seat, whatever the quota: bool per candidate.

        Best first; ties by longer service, then by lot. Who may move has a seat, so that whoever has none is stopped
        by the seats, and who is stopped with a seat at hand by the quota.
        """
        state, program = self.block.state, self.block.program
        chosen, seat = np.ones(idx.size, bool), np.ones(idx.size, bool)
        quota = self._quota(number, plan, idx)
        free = plan.move.quota.kind == "unlimited" or plan.kind in SEATLESS
        seatless = free or not self.seated[goal].any()
        if not idx.size or (quota is None and seatless):
            return chosen, seat
        inside = goal < state.grade_count
        pools = program.pool[goal]
        grade = state.columns["grade"][idx]
        own_pool = inside & (program.pool[grade] == pools)  # a move inside a pool takes no seat
        seated = self.seated[goal] & inside & ~own_pool & (not seatless)
        rep = state.rep[idx]
        for pool in np.flatnonzero(np.bincount(pools[seated])):
            mine = np.flatnonzero(seated & (pools == pool))
            seat[mine] = self._best(plan, idx[mine], rep[mine], self._room(int(pool)))
        if quota is None:
            return seat, seat
        chosen = self._best(plan, idx, rep, quota) & seat
        self.taken[number] = self.taken.get(number, 0) + np.bincount(rep[chosen], minlength=state.reps)
        return chosen, seat

    def _room(self, pool: int) -> np.ndarray:
        """Open seats that candidates can have, by replication."""
        room: np.ndarray = self.seats()[:, pool] - self.block.openings.closed(pool)
        return room

    def _best(self, plan: MovePlan, idx: np.ndarray, rep: np.ndarray, room: np.ndarray) -> np.ndarray:
        """The first of each replication, as many as it has `room` for; only where they compete are they ordered."""
        wanted = np.bincount(rep, minlength=room.size)
        chosen: np.ndarray = (wanted <= room)[rep]
        compete = np.flatnonzero(((room > 0) & (wanted > room))[rep])
        if compete.size:
            owner = rep[compete]
            order = self._order(plan, idx[compete], owner)
            owner = owner[order]
            chosen[compete[order]] = turns(owner, room.size) < room[owner]
        if self.block.script is not None and not chosen.all():
            self.block.script.ranked(plan, self.view, idx[self._order(plan, idx, rep)], int(room[0]))
        return chosen

    def _quota(self, number: int, plan: MovePlan, idx: np.ndarray) -> np.ndarray | None:
        """How many may still move in this review, by replication."""
        kind, state = plan.move.quota.kind, self.block.state
        if kind == "unlimited" or kind == "vacancy" or plan.quota is None:
            return None
        n, whole = state.of_unit(plan.quota, self.view), plan.move.quota.rounding.whole
        if kind == "share of eligible":
            return whole(np.bincount(state.rep[idx], minlength=state.reps) * n)
        if kind == "share of grade":
            most = whole(state.counts()[:, np.flatnonzero(plan.to >= 0)].sum(axis=1) * n)
        elif kind == "number":
            most = (n + CLOSE).astype(np.int64)
        else:
            assert_never(kind)
        return np.asarray(most - self.taken.get(number, 0))  # a move may be tested in parts

    def _order(self, plan: MovePlan, idx: np.ndarray, rep: np.ndarray) -> np.ndarray:
        state = self.block.state
        keys = [state.column("tie")[idx], state.columns["hired_since"][idx]]
        if plan.order is not None:
            value = spread_numbers(plan.order.value(self.view.of(idx)), idx.size)
            value = np.where(np.isnan(value), -np.inf, value)
            order = best_first(value, rep)
            if order is not None:
                return order  # no ties, so that the other keys do not matter
            keys.append(-value)
        return np.lexsort((*keys, rep))

    # -- decisions ------------------------------------------------------------------------------

    def _begin(self, number: int, plan: MovePlan, idx: np.ndarray, goal: np.ndarray, waived: np.ndarray) -> None:
        block = self.block
        review = block.program.scheme.reviews[plan.move.review]
        if block.script is not None:
            block.script.seated(plan, self.month, idx, goal)
        if plan.stages or review.effective is not None:
            from ladder_sim.engine.rounds import begin

            if any(stage.capacity is not None for stage in plan.stages):  # who waits is settled by the order
                first = self._order(plan, idx, block.state.rep[idx])
                idx, goal, waived = idx[first], goal[first], waived[first]
            self.decided[idx] = True
            block.state.columns["busy"][idx] = True
            held = self._reserve(idx, goal)
            if block.script is not None:
                block.script.opened(number, self.month, idx)
            begin(block, self.month, number, plan, idx, goal, held, waived)
            return
        self.note(number, "moved", idx)
        self.decide(idx, goal, plan, number, waived)

    def decide(
        self, idx: np.ndarray, goal: np.ndarray, plan: MovePlan | None, number: int, waived: np.ndarray | None = None
    ) -> None:
        """A move that takes effect on the first of next month."""
        if not idx.size:
            return
        self.decided[idx] = True
        if plan is None or plan.kind != "regrade":
            self._exchange(idx, goal)
        person = self.block.state.columns["person"][idx]
        self.direct.append(Effect(idx, person, goal, plan, number, waived=waived, review_month=self.month))

    def _exchange(self, idx: np.ndarray, goal: np.ndarray) -> None:
        """A direct move takes a seat from the decision on, and frees the old one at once."""
        grade = self.block.state.columns["grade"][idx]
        if (self.seated[goal] | self.seated[grade]).any():
            seats, pool, openings = self.seats(), self.block.program.pool, self.block.openings
            other = pool[goal] != pool[grade]  # a move inside a pool takes no seat
            rep, goal, grade = self.block.state.rep[idx[other]], goal[other], grade[other]
            add(seats, (rep, pool[goal]), -1)
            openings.fill(seats)
            add(seats, (rep, pool[grade]), 1)
            openings.settle(seats)

    def _reserve(self, idx: np.ndarray, goal: np.ndarray) -> np.ndarray:
        """The pools in which seats are held while cases are under way; who stays in a pool keeps the own seat."""
        state, pool = self.block.state, self.block.program.pool
        own, rep = pool[state.columns["grade"][idx]], state.rep[idx]
        held = np.where(own == pool[goal], state.grade_count, pool[goal])
        if self.open is not None or self.block.program.seats:
            add(self.seats(), (rep, held), -1)
            self.block.openings.fill(self.seats())
        add(self.block.reserved, (rep, held), 1)
        return held

    def book(self) -> None:
        """Count the attempts, and hand the direct moves over to the first of next month."""
        for missed in self.missed:
            self.block.state.columns["attempts"][missed] += 1
        if self.direct:
            self.block.effects.setdefault(self.month + 1, []).extend(self.direct)
            for effect in self.direct:
                self.block.state.columns["busy"][effect.idx] = True
