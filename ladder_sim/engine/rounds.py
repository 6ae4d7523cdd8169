"""Promotion rounds: the cases of one review walk through their stages on the calendar, as SimPy processes.

SimPy moves time and never loops over people: a process carries all cases of a round that are at the same stage.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ladder_sim.engine.event_log import happened
from ladder_sim.engine.pending_moves import Effect
from ladder_sim.expressions.nodes import Value, View
from ladder_sim.model.records import Cause
from ladder_sim.plan.program import MovePlan, StagePlan
from ladder_sim.streams.kernels import spread, spread_numbers, turns

if TYPE_CHECKING:
    from ladder_sim.engine.context import BatchContext

NOON = 0.5


LONGEST_DAYS = 10_000  # working days: longer than anybody waits for a case


@dataclass(slots=True, eq=False)
class Cases:
    """Some cases of a round at the same stage."""

    block: Any
    month: int  # of the review
    number: int
    plan: MovePlan
    idx: np.ndarray
    person: np.ndarray
    goal: np.ndarray
    held: np.ndarray  # the pool in which a seat is reserved
    waived: np.ndarray
    mark: np.ndarray
    tries: int = 0

    def cut(self, keep: np.ndarray) -> Cases:
        return Cases(self.block, self.month, self.number, self.plan, self.idx[keep], self.person[keep],
                     self.goal[keep], self.held[keep], self.waived[keep], self.mark[keep], self.tries)  # fmt: skip

    def split(self, keep: np.ndarray) -> tuple[Cases, Cases]:
        """Those for whom `keep` holds, and the others; both are under way."""
        first, second = self.cut(keep), self.cut(~keep)
        live = self.block.state.live
        live.remove(self)
        live.extend(part for part in (first, second))
        return first, second

    def end(self, reason: str) -> None:
        """The cases are over without a move: their seats are free again."""
        block = self.block
        state = block.state
        if self in state.live:
            state.live.remove(self)
        if not self.idx.size:
            return
        block.record.outcome(self.number, self.month, reason, state.rep[self.idx])
        there = state.columns["person"][self.idx] == self.person
        state.columns["busy"][self.idx[there]] = False
        block.release(state.rep[self.idx], self.held)
        if block.script is not None:
            block.script.noted(self.number, self.month, reason, self.idx[there])
        self.keep(np.zeros(self.idx.size, bool))  # a process that still carries them finds nobody

    def keep(self, mask: np.ndarray) -> None:
        """Go on with some of the people."""
        rest = self.cut(mask)
        self.idx, self.person, self.goal, self.held = rest.idx, rest.person, rest.goal, rest.held
        self.waived, self.mark = rest.waived, rest.mark

    def close_open(self) -> None:
        """The run ends while the cases are under way."""
        self.block.record.outcome(self.number, self.month, "under way", self.block.state.rep[self.idx])


def end_cases(block: BatchContext, idx: np.ndarray) -> None:
    """People who are moved by something else: their cases are over."""
    state = block.state
    idx = idx[state.columns["busy"][idx]]  # whoever has a case is busy
    for item in list(state.live) if idx.size else ():
        gone = np.isin(item.idx, idx) & (state.columns["person"][item.idx] == item.person)
        if not gone.any() or (isinstance(item, Effect) and not item.pending):
            continue
        part = item.cut(gone)
        item.keep(~gone)
        if isinstance(part, Effect):
            block.record.outcome(part.number, part.review_month, "moved otherwise", state.rep[part.idx])
            assert part.held is not None, "a pending effect comes from a case"
            block.release(state.rep[part.idx], part.held)
            state.columns["busy"][part.idx] = False
        else:
            part.end("moved otherwise")


def begin(
    block: BatchContext, month: int, number: int, plan: MovePlan, idx: np.ndarray, goal: np.ndarray, held: np.ndarray,
    waived: np.ndarray,
) -> None:  # fmt: skip
    """Start the round of a move at the end of `month`; seats are `held` in these pools."""
    person = block.state.columns["person"][idx]
    cases = Cases(block, month, number, plan, idx, person, goal, held, waived, np.full(idx.size, np.nan))
    block.state.live.append(cases)
    block.env.process(_walk(block, cases, 0, block.env.now))


def _walk(block: BatchContext, cases: Cases, at: int, began: float) -> Generator[Any, Any, None]:
    """From stage `at` to the end; `began` is the day on which the stage before was over."""
    for n in range(at, len(cases.plan.stages)):
        cases = _drop_leavers(block, cases)
        if not cases.idx.size:
            return
        cases, days = _of_one_length(block, cases, n, began)
        if cases.plan.stages[n].capacity is not None:
            cases, began = yield from _wait_for_capacity(block, cases, n, began, days)
        cases = yield from _through(block, cases, n, began, days)
        if not cases.idx.size:
            return
        began = block.env.now
    _conclude(block, cases, began)


def _of_one_length(block: BatchContext, cases: Cases, n: int, began: float) -> tuple[Cases, int]:
    """The cases whose stage takes fewest days, and how many; the longer ones go on in a process of their own."""
    node = cases.plan.stages[n].days
    if node.constant is not None:
        return cases, max(0, math.ceil(min(node.constant, LONGEST_DAYS)))
    month = block.calendar.month_of(began)
    view = block.state.view(month - 1, month).of(cases.idx, cases.goal)
    value = np.nan_to_num(np.asarray(node.value(view), np.float64))
    days = spread(np.clip(np.ceil(value), 0, LONGEST_DAYS), cases.idx.size)
    shortest = days.min()
    if (days > shortest).any():
        cases, longer = cases.split(days == shortest)
        block.env.process(_walk(block, longer, n, began))
    return cases, int(shortest)


def _through(block: BatchContext, cases: Cases, n: int, began: float, days: int) -> Generator[Any, Any, Cases]:
    """The days of stage `n` and its outcome: the cases that pass."""
    if days and cases.idx.size:
        yield block.env.timeout(block.calendar.after_working_days(began, days) + NOON - block.env.now)
    cases = _drop_leavers(block, cases)
    return _judge(block, cases, n, cases.plan.stages[n]) if cases.idx.size else cases


def _drop_leavers(block: BatchContext, cases: Cases) -> Cases:
    there = block.state.columns["person"][cases.idx] == cases.person
    if there.all():
        return cases
    staying, gone = cases.split(there)
    gone.end("left")
    return staying


def _wait_for_capacity(
    block: BatchContext, cases: Cases, n: int, began: float, days: int
) -> Generator[Any, Any, tuple[Cases, float]]:
    """Cases beyond the month's capacity wait for the next month; first come, first served, then by order.

    The month is that of the stage's first day: the day after, for a stage that takes days.
    """
    state, capacity = block.state, cases.plan.stages[n].capacity
    assert capacity is not None
    while cases.idx.size:
        month = block.calendar.month_of(block.env.now + (days > 0))
        most = state.of_unit(capacity, state.view(month - 1, month)).astype(np.int64)
        used = block.capacity.setdefault((cases.number, n, month), np.zeros(state.reps, np.int64))
        rep = state.rep[cases.idx]
        order = np.argsort(rep, kind="stable")
        turn = np.empty(rep.size, np.int64)
        turn[order] = turns(rep[order], state.reps)
        now = turn < (most - used)[rep]
        used += np.bincount(rep[now], minlength=state.reps)
        if now.all():
            break
        served, cases = cases.split(now)
        if served.idx.size:
            block.env.process(_served(block, served, n, began, days))
        yield block.env.timeout(block.calendar.first_day(month + 1) - block.env.now)
        began = block.env.now - NOON  # days are counted from the evening before
        cases = _drop_leavers(block, cases)
    return cases, began


def _served(block: BatchContext, cases: Cases, n: int, began: float, days: int) -> Generator[Any, Any, None]:
    """A part of a round that has found capacity goes through stage `n` and on by itself."""
    cases = yield from _through(block, cases, n, began, days)
    if cases.idx.size:
        yield from _walk(block, cases, n + 1, block.env.now)


def _judge(block: BatchContext, cases: Cases, n: int, stage: StagePlan) -> Cases:
    """The outcome of a stage: the mark, the vote, the objection. Returns the cases that pass."""
    state = block.state
    month = block.calendar.month_of(block.env.now)
    view = state.view(month - 1, month).of(cases.idx, cases.goal)
    name = f"{cases.plan.move.id}:{stage.stage.name}"
    if cases.tries:
        name = f"{name}:{cases.tries}"
    passed = np.ones(cases.idx.size, bool)
    if stage.score is not None:
        passed &= _mark(block, cases, stage, view)
    for node, sign in ((stage.passes, True), (stage.objection, False)):
        if node is not None:
            happens = _chance(block, name + ("" if sign else ":objection"), node.value(view), view)
            passed &= happens if sign else ~happens
    if block.script is not None:
        passed = block.script.stage(cases, stage.stage.name, month, passed)
        block.script.judged(cases, stage, month, passed)
    if passed.all():
        return cases
    cases, failed = cases.split(passed)
    if cases.plan.kind == "promotion":
        state.columns["passed_over"][failed.idx] = month
    _failed(block, failed, n, stage, month)
    return cases


def _chance(block: BatchContext, stream: str, p: Value, view: View) -> np.ndarray:
    assert view.idx is not None
    return spread(block.state.chance(f"stage:{stream}", p, view), view.idx.size)


def _mark(block: BatchContext, cases: Cases, stage: StagePlan, view: View) -> np.ndarray:
    """Is the mark reached? Remembers how far above, for raises within a range."""
    assert stage.score is not None and view.idx is not None
    score = spread_numbers(stage.score.value(view), view.idx.size)
    if block.script is not None:
        score = block.script.mark(cases, stage.stage.name, score)
    if stage.at_least is None:
        return np.ones(score.shape, bool)
    least = spread_numbers(stage.at_least.value(view), score.size)
    if block.script is not None:
        block.script.compared(cases, stage.stage.name, score, least)
    with np.errstate(all="ignore"):
        share = (score - least) / (100 - least)
    cases.mark = np.where(np.isnan(cases.mark), share, np.minimum(cases.mark, share))
    return np.asarray(score >= least - 1e-9 * np.maximum(1, np.abs(least)))


def _failed(block: BatchContext, cases: Cases, n: int, stage: StagePlan, month: int) -> None:
    """Failed candidates: a second date where the rule gives one, else out of the round (or of the firm)."""
    rule = stage.stage
    state = block.state
    if rule.retake_after is not None and cases.tries < max(1, rule.retakes):
        kept = np.ones(cases.idx.size, bool)
        if stage.kept is not None:
            view = state.view(month - 1, month).of(cases.idx, cases.goal)
            kept = _chance(block, f"{cases.plan.move.id}:{rule.name}:kept:{cases.tries}", stage.kept.value(view), view)
        again, over = cases.split(kept)
        if again.idx.size:
            again.tries += 1
            block.env.process(_retake(block, again, n, rule.retake_after))
        cases = over
    if not cases.idx.size:
        if cases in state.live:
            state.live.remove(cases)
        return
    if rule.fails_to == "exit":
        person = cases.person
        trial = state.trial(cases.idx)  # who fails in a trial grade has failed the probation
        causes: tuple[tuple[np.ndarray, Cause], ...] = ((trial, "probation"), (~trial, "dismissal"))
        for part, cause in causes:
            if part.any():
                out = np.full(int(part.sum()), state.grade_count)
                effect = Effect(cases.idx[part], person[part], out, cause=cause)
                block.effects.setdefault(month + 1, []).append(effect)
                state.live.append(effect)
    if cases.plan.kind in ("promotion", "confirmation"):
        state.columns["attempts"][cases.idx] += 1
    happened(block, cases.idx, month, "case failed", old=state.columns["grade"][cases.idx], move=cases.number,
             detail=rule.name, day=int(block.env.now))  # fmt: skip
    failed = cases.idx
    cases.end(f"failed: {rule.name}")
    if rule.fails_to == "exit":
        state.columns["busy"][failed] = True


def _retake(block: BatchContext, cases: Cases, n: int, months: int) -> Generator[Any, Any, None]:
    """A second date, `months` later."""
    month = block.calendar.month_of(block.env.now) + months
    day = block.calendar.first_day(month) + NOON
    yield block.env.timeout(day - block.env.now)
    cases = _drop_leavers(block, cases)
    if not cases.idx.size:
        return
    cases = _judge(block, cases, n, cases.plan.stages[n])
    if cases.idx.size:
        cases.tries = 0
        yield from _walk(block, cases, n + 1, block.env.now)


def _conclude(block: BatchContext, cases: Cases, day: float) -> None:
    """All stages passed: the move takes effect on the first of the next month, or in the month the review names."""
    state = block.state
    month = block.calendar.month_of(day) + 1
    review = block.program.scheme.reviews[cases.plan.move.review]
    if review.effective is not None:
        month = max(month, block.calendar.next_month_of_year(review.effective, cases.month))
    state.live.remove(cases)
    effect = Effect(cases.idx, cases.person, cases.goal, cases.plan, cases.number, cases.mark, cases.waived,
                    cases.month, pending=True, held=cases.held)  # fmt: skip
    state.live.append(effect)
    block.effects.setdefault(month, []).append(effect)
