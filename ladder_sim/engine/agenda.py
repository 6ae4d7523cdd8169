"""Which moves an evening's reviews test, and in which order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import Integers
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.model.kinds import ORDER
from ladder_sim.plan.program import MovePlan


@dataclass(frozen=True, slots=True, eq=False)
class AgendaItem:
    """A move to be tested.

    Parameters
    ----------
    number
        On the ledger's axis.
    sources
        Codes of the grades it is tested in, shape (grades tested,).
    """

    number: int
    plan: MovePlan
    sources: Integers


class Agenda(Rule):
    """The items of an evening, made once for each set of reviews that fall due together."""

    def __init__(self, shared: Shared, transfers: frozenset[str]) -> None:
        super().__init__(shared)
        self.out = transfers  # moves to other departments
        self.made: dict[tuple[int, frozenset[str]], list[AgendaItem]] = {}

    def of(self, due: frozenset[str]) -> list[AgendaItem]:
        """The moves of the reviews that fall due, in the order of kinds, each with the grades it is tested in."""
        key = (id(self.program), due)
        if key not in self.made:
            plans = [(number, plan) for number, plan in self._due(due) if plan.move.id not in self.out]
            items: list[AgendaItem] = []
            for kinds in ORDER:
                mine = [(number, plan) for number, plan in plans if plan.kind in kinds]
                if "promotion" in kinds:
                    items += self._from_the_top(mine)
                else:
                    items += [AgendaItem(number, plan, np.flatnonzero(plan.to >= 0)) for number, plan in mine]
            items.sort(key=lambda item: self._turn(item.plan.move.review, due))
            self.made[key] = [item for item in items if item.sources.size]
        return self.made[key]

    def transfers(self, due: frozenset[str]) -> list[AgendaItem]:
        """The moves to other departments, in the order of the file."""
        if not self.out:
            return []
        plans = [(number, plan) for number, plan in self._due(due) if plan.move.id in self.out]
        return [AgendaItem(number, plan, np.flatnonzero(plan.to >= 0)) for number, plan in plans]

    def _due(self, due: frozenset[str]) -> list[tuple[int, MovePlan]]:
        return [(number, plan) for number, plan in self.plans() if plan.move.review in due]

    def _turn(self, review: str, due: frozenset[str]) -> int:
        """How many of the reviews that are due come before this one."""
        earlier = self.program.scheme.reviews[review].after
        if earlier is None:
            return 0
        return self._turn(earlier, due) + (earlier in due)

    def _from_the_top(self, plans: list[tuple[int, MovePlan]]) -> list[AgendaItem]:
        """Promotions from the top grade down, so that a seat freed above is filled below in the same review.

        A move of many grades is cut by target where seats are concerned; the rest of it goes as one.
        """
        program = self.program
        layer, seats = program.grades.layer, [*program.seats, *program.cells]
        seated = program.seated
        found: list[tuple[float, int, AgendaItem]] = []
        for turn, (number, plan) in enumerate(plans):
            mine = (plan.to >= 0) & ~plan.before
            if plan.to_node is not None or plan.before.any() or not seats:
                top = float(layer[plan.to[mine]].max(initial=0))
                found.append((-top, turn, AgendaItem(number, plan, np.flatnonzero(plan.to >= 0))))
                continue
            targets = [int(t) for t in np.unique(plan.to[mine])]
            matter = [t for t in targets if seated[t] or seated[mine & (plan.to == t)].any()]
            rest = [t for t in targets if t not in matter]
            for group in [*([t] for t in matter), *([rest] if rest else [])]:
                sources = np.flatnonzero(np.isin(plan.to, group) & mine)
                found.append((-float(layer[group].min()), turn, AgendaItem(number, plan, sources)))
        found.sort(key=lambda item: item[:2])
        return [item for *_, item in found]
