"""Which moves wait for an open seat, in words: no more than the engine does."""

from __future__ import annotations

from ladder_sim.model import BEFORE, SAME, SEATLESS, Move, Scheme
from ladder_sim.wording import listed
from ladder_sim.words import tr


def seats_line(scheme: Scheme, move: Move) -> str:
    """That a move waits for an open seat, or is free of it; '' where the engine looks at no seats for it."""
    bound = takes_seats_in(scheme, move)
    if not bound:
        return ""
    if move.quota.kind == "unlimited":
        return tr("without regard to seats", "不受编制限制")
    titles = [str(grade.title) for grade in scheme.grades if grade.id in bound]
    if bound == targets_of(scheme, move):
        return tr("when a seat is open", "有空缺时")
    return tr("into {grades}: when a seat is open", "进入{grades}：有空缺时", grades=listed(titles))


def targets_of(scheme: Scheme, move: Move) -> set[str]:
    """The grades that a move may lead to; where it is by an expression, or back to an earlier grade, every one."""
    every = {grade.id for grade in scheme.grades}
    if move.to_expr is not None or BEFORE in move.to.values():
        return every
    return {source if end == SAME else end for source, end in move.to.items()} & every


def takes_seats_in(scheme: Scheme, move: Move) -> set[str]:
    """The grades in which a move takes a seat, as the engine counts: not below, not within a pool, not out."""
    if move.kind in SEATLESS:
        return set()
    pool = {g.id: g.seats.of if g.seats is not None and g.seats.kind == "shared" else g.id for g in scheme.grades}
    limited = {grade.id for grade in scheme.grades if grade.seats is not None}
    own = {source: source if end == SAME else end for source, end in move.to.items()}
    anywhere = targets_of(scheme, move) if move.to_expr is not None else set()
    ends = {source: targets_of(scheme, move) if end == BEFORE else anywhere | {end} for source, end in own.items()}
    return {end for source, found in ends.items() for end in found & limited if pool[source] != pool[end]}
