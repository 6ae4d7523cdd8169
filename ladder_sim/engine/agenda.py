"""Which moves an evening's reviews test, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ladder_sim.plan.program import ORDER, MovePlan

if TYPE_CHECKING:
    from ladder_sim.engine.context import BatchContext

Item = tuple[int, MovePlan, np.ndarray]  # a move, its place on the ledger's axis, the grades it is tested in


def agenda(block: BatchContext, due: frozenset[str]) -> list[Item]:
    """The moves of the reviews that fall due, in the order of kinds, each with the grades it is tested in."""
    key = (id(block.program), due)
    if key not in block.agendas:
        plans = [(number, plan) for number, plan in block.plans() if plan.move.review in due]
        items: list[Item] = []
        for kind in ORDER:
            mine = [(number, plan) for number, plan in plans if plan.kind == kind]
            if kind == "promotion":
                items += _from_the_top(block, mine)
            else:
                items += [(number, plan, np.flatnonzero(plan.to >= 0)) for number, plan in mine]
        block.agendas[key] = [item for item in items if item[2].size]
    found: list[Item] = block.agendas[key]
    return found


def _from_the_top(block: BatchContext, plans: list[tuple[int, MovePlan]]) -> list[Item]:
    """Promotions from the top grade down, so that a seat freed above is filled below in the same review.

    A move of many grades is cut by target where seats are concerned; the rest of it goes as one.
    """
    program = block.program
    layer, seats = program.grades.layer, list(program.seats)
    seated = program.seated
    found: list[tuple[float, int, Item]] = []
    for place, (number, plan) in enumerate(plans):
        mine = (plan.to >= 0) & ~plan.before
        if plan.to_node is not None or plan.before.any() or not seats:
            top = float(layer[plan.to[mine]].max(initial=0))
            found.append((-top, place, (number, plan, np.flatnonzero(plan.to >= 0))))
            continue
        targets = [int(t) for t in np.unique(plan.to[mine])]
        matter = [t for t in targets if seated[t] or seated[mine & (plan.to == t)].any()]
        rest = [t for t in targets if t not in matter]
        for group in [*([t] for t in matter), *([rest] if rest else [])]:
            sources = np.flatnonzero(np.isin(plan.to, group) & mine)
            found.append((-float(layer[group].min()), place, (number, plan, sources)))
    found.sort(key=lambda item: item[:2])
    return [item for *_, item in found]
