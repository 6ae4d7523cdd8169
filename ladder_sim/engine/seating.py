"""Seats: how many a grade has, how many are taken, and how many are open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ladder_sim.engine.context import BatchContext


def seats_of(block: BatchContext) -> np.ndarray:
    """Seats by replication and grade; a huge number where a grade has none; shape (replications, G + 1)."""
    state, program = block.state, block.program
    counts = state.counts()
    seats = np.full(counts.shape, 10**9, np.int64)
    roles = np.array([*program.grades.role, ""])
    view = state.view(block.now, block.now)
    for code, (kind, n, per, of) in program.seats.items():
        number = state.of_unit(n, view)
        if kind == "number":
            seats[:, code] = (number + 1e-9).astype(np.int64)
            continue
        if of == "headcount":
            base = state.heads()
        elif of in program.grades.ids:
            base = counts[:, program.grades.code(of)]
        else:
            base = counts[:, roles == of].sum(axis=1)
        share = number if kind == "share" else number / np.maximum(state.of_unit(per, view), 1e-9)
        rule = program.infos[code].seats
        assert rule is not None
        seats[:, code] = rule.rounding.whole(base * share)
    return seats


def occupied(block: BatchContext) -> np.ndarray:
    """People and reserved seats by replication and pool of seats."""
    counts = block.state.counts()
    held = np.zeros_like(counts)
    for code, pool in enumerate(block.program.pool):
        held[:, pool] += counts[:, code]
    taken: np.ndarray = held + block.reserved
    return taken


def open_seats(block: BatchContext) -> np.ndarray:
    if block.script is not None:
        return np.asarray(block.script.open_seats(block))
    free: np.ndarray = seats_of(block) - occupied(block)
    return free


def book_seats(block: BatchContext, month: int) -> None:
    """Note the seats of each grade after the month's reviews, and how many of them are taken or promised."""
    if not block.program.seats or block.script is not None:
        return
    assert block.open_now is not None
    codes = list(block.program.seats)
    seats = seats_of(block)[:, codes]
    table = block.record.tally.seats[:, month - 1]
    table[:, codes, 0] = seats
    table[:, codes, 1] = seats - block.open_now[:, codes]
