"""Which moves wait for an open seat, in words: no more than the engine does."""

from __future__ import annotations

from ladder_sim.analysis.ladder_graph import named_ends
from ladder_sim.analysis.rule_text.expressions import listed
from ladder_sim.core.i18n import tr
from ladder_sim.model.kinds import SEATLESS
from ladder_sim.model.moves import BEFORE, SAME, Move
from ladder_sim.model.scheme import Scheme


def seats_line(scheme: Scheme, move: Move) -> str:
    """That a move waits for an open seat, or is free of it; '' where the engine looks at no seats for it."""
    bound = _takes_seats_in(scheme, move)
    if not bound:
        return ""
    if move.quota.kind == "unlimited":
        return tr("without regard to seats", "不受编制限制")
    titles = [str(grade.title) for grade in scheme.grades if grade.id in bound]
    if bound == {end for source in move.to for end in _ends_of(scheme, move, source)}:
        return tr("when a seat is open", "有空缺时")
    return tr("into {grades}: when a seat is open", "进入{grades}：有空缺时", grades=listed(titles))


def _ends_of(scheme: Scheme, move: Move, source: str) -> set[str]:
    """The grades that a move may lead to from one; back to an earlier grade, every one."""
    grades, end = {grade.id: grade for grade in scheme.grades}, move.to[source]
    every = set(grades)
    if move.to_expr is not None:
        return named_ends(scheme, move.to_expr, grades[source])
    if end == BEFORE:
        return every
    return {source if end == SAME else end} & every


def _takes_seats_in(scheme: Scheme, move: Move) -> set[str]:
    """The grades in which a move takes a seat, as the engine counts: not below, not within a pool, not out."""
    if move.kind in SEATLESS:
        return set()
    pool = {g.id: g.seats.of if g.seats is not None and g.seats.kind == "shared" else g.id for g in scheme.grades}
    limited = {grade.id for grade in scheme.grades if grade.seats is not None}
    return {end for source in move.to for end in _ends_of(scheme, move, source)
            if (end in limited and pool[source] != pool[end])
            or any(end in cap.grades and source not in cap.grades for cap in scheme.caps)}  # fmt: skip
