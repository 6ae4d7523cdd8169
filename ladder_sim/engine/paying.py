"""Pay of a month, part by part, and what it costs on top."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ladder_sim.engine.worth import counted, known
from ladder_sim.results.counts import COSTS
from ladder_sim.streams.kernels import spread, spread_numbers, sums

if TYPE_CHECKING:
    from ladder_sim.engine.context import BatchContext

LOAD = COSTS.index("employer_load")


def pay(block: BatchContext, month: int) -> None:
    """Everybody who worked is paid, this month's leavers included. A part without a value is not paid."""
    state, program = block.state, block.program
    tally, m = block.record.tally, month - 1
    view = state.view(month, month)
    width = state.grade_count + 1
    without = None  # who gets no parts
    columns = state.columns
    base = columns["base"]
    probation = program.scheme.probation
    starting = np.empty(0, np.int64)
    if probation is not None:
        starting = np.flatnonzero((columns["probation_until"] >= month) & (columns["probation_of"] < 0))
        if starting.size:
            base = base.copy()
            if not probation.parts:
                without = np.zeros(state.n, bool)
                without[starting] = True
            base[starting] *= counted(program.probation["pay"].value(view.of(starting)), 1)
    total = base.copy() if program.parts else base

    def book(name: str, amounts: np.ndarray, cells: np.ndarray) -> None:
        total_by_cell = sums(cells, amounts, state.reps * width).reshape(state.reps, width)
        tally.pay[:, m, :, block.record.part[name]] += total_by_cell[:, :-1]

    book("base", base, state.cell)
    for plan in program.parts:
        if plan.grades is None and plan.when is None:
            idx = None
        else:
            wanted = state.alive() if plan.grades is None else plan.grades[columns["grade"]]
            idx = np.flatnonzero(wanted)
        if without is not None:
            idx = np.flatnonzero(~without) if idx is None else idx[~without[idx]]
        if plan.when is not None:
            assert idx is not None
            idx = idx[spread(plan.when.value(view.of(idx)), idx.size)]
        part_view = view if idx is None else view.of(idx)
        size = state.n if idx is None else idx.size
        amounts = spread_numbers(plan.amount.value(part_view), size)
        if not (there := known(amounts)).all():
            amounts = np.where(there, amounts, 0)
        if amounts.size and amounts.min() < 0:  # a deduction takes no more than there is
            amounts = np.maximum(amounts, -(total if idx is None else total[idx]))
        book(plan.part.name, amounts, state.cell if idx is None else state.cell[idx])
        if idx is None:
            total += amounts
        else:
            total[idx] += amounts
        if block.script is not None:
            block.script.paid(plan.part.name, np.arange(state.n) if idx is None else idx, amounts)
    columns["pay"] = total if program.parts else base.copy() if program.reads("pay") or block.paid_needed else base
    if block.script is not None:
        block.script.paid("base", np.arange(state.n), base)
    awarded = columns.get("award")
    earned = total if awarded is None else total + awarded
    if block.earnings is not None:
        block.earnings.book(month, earned)
    _load(block, m, earned)
    if awarded is not None:
        awarded[:] = 0


def _load(block: BatchContext, m: int, total: np.ndarray) -> None:
    """Employer's contributions: a share of pay, awards included, within a floor and a ceiling."""
    costs, state = block.workforce.costs, block.state
    share = counted(block.program.load.value(state.view(m + 1, m + 1)))
    tally = block.record.tally
    if costs.load_floor is None and costs.load_ceiling is None and np.ndim(share) == 0:
        tally.costs[:, m, :, LOAD] += float(share) * tally.pay[:, m].sum(axis=2)
        return
    there = np.flatnonzero(state.alive())
    amounts = np.clip(total[there], costs.load_floor, costs.load_ceiling)
    amounts = amounts * (share if np.ndim(share) == 0 else share[there])
    width = state.grade_count + 1
    by_cell = sums(state.cell[there], amounts, state.reps * width).reshape(state.reps, width)
    tally.costs[:, m, :, LOAD] += by_cell[:, :-1]
