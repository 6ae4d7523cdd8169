"""Seats as the run shows them: never short, or filled at every review; and whether a chain of vacancies is exact."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ladder_sim.analytic.chances import CLOCK_WORDS
from ladder_sim.analytic.coverage import Uncovered
from ladder_sim.analytic.hazards import Hazard
from ladder_sim.core.i18n import tr
from ladder_sim.expressions.parse import names_read
from ladder_sim.model.kinds import MOVE_KINDS
from ladder_sim.model.moves import Move
from ladder_sim.plan.program import MovePlan, Program
from ladder_sim.results.run import Run


def into(program: Program, code: int) -> list[MovePlan]:
    """The moves that lead to a grade and take a seat of it."""
    return [
        plan for plan in program.moves
        if (plan.to == code).any() and MOVE_KINDS[plan.kind].needs_seat and plan.move.quota.kind != "unlimited"
    ]  # fmt: skip


def full_grades(run: Run, program: Program) -> dict[int, float]:
    """Grades whose seats kept somebody waiting, with their number: a review there moves as many as there is room."""
    found = {}
    for code, plan in program.seats.items():
        refused = sum(
            int(run.counts.ledger[move.move.id][..., move.reasons.index("no seat")].sum())
            for move in into(program, code)
        )
        if refused and plan.n.constant is not None:
            found[code] = float(plan.n.constant)
    return found


def of_seats(run: Run, program: Program, hazard: Hazard, full: dict[int, float]) -> Iterator[Uncovered]:
    """Why a chain of vacancies is not exact in a grade whose seats are short.

    Parameters
    ----------
    full : grade code → seats that keep somebody waiting
    """
    for code, seats in full.items():
        grade, moves = program.infos[code], into(program, code)
        sources = {int(source) for plan in moves for source in np.flatnonzero(plan.to == code)}
        if len(sources) != 1:
            yield Uncovered(str(grade.title), tr("its seats are short, and people come from several grades",
                                                 "编制紧张，且可由多个职级进入"), grade.at)  # fmt: skip
            continue
        if run.counts.headcount[:, 0, code].max() > seats:
            yield Uncovered(str(grade.title), tr("more people than seats on the first day", "首日人数超过编制"),
                            grade.at)  # fmt: skip
        due = sorted({m for info in run.axes.moves if info.id in {p.move.id for p in moves} for m in info.months})
        held = run.counts.seats[:, [m - 1 for m in due], code]
        if (held[..., 0] > held[..., 1]).any():
            yield Uncovered(str(grade.title), tr("seats are short at some reviews and left open at others",
                                                 "编制有时紧张、有时空缺未满"), grade.at)  # fmt: skip
        if hazard.reads():
            yield Uncovered(str(grade.title), tr("its seats are short, and leaving depends on time served, so "
                                                 "that it matters who comes",
                                                 "编制紧张，而离职率与年限有关，由谁晋升便有影响"),
                            grade.at)  # fmt: skip
        for plan in program.moves:
            around = {*sources, code} & {int(source) for source in np.flatnonzero(plan.to >= 0)}
            if plan not in moves and around and _timed(plan.move):
                yield Uncovered(str(plan.move.title), tr("it asks for time served of people whose turn depends on "
                                                         "seats", "对晋升受编制限制的人员还要求年限"),
                                plan.move.at)  # fmt: skip


def _timed(move: Move) -> bool:
    """Does a move ask for time served, or for results of several months?"""
    names = {name for condition in move.when for name in names_read(condition.test)}
    return any(name == "mean" or name in CLOCK_WORDS for name in names)
