"""Two decisions on one person: which of an evening's moves stand in the way of which."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import SlotMask, Slots
from ladder_sim.engine.pending_moves import Queue
from ladder_sim.engine.selection import SelectionProcess
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.plan.program import MovePlan


class Decisions(Rule):
    """Who is decided on this evening, and who has a case or a decided move under way.

    `decided` is everybody who is decided on; without moves beside each other nothing else is asked.
    """

    def __init__(self, shared: Shared, queue: Queue, selection: SelectionProcess) -> None:
        super().__init__(shared)
        population = self.population
        self.queue, self.selection = queue, selection
        self.busy: SlotMask = population.columns["busy"].copy()  # cases under way
        self.decided = np.zeros(population.n, bool)
        self.by_move: dict[str, SlotMask] = {}  # of moves that others may stand beside
        self.paired = {a for a, _ in self.program.beside}

    def mark(self, idx: Slots, plan: MovePlan | None) -> None:
        """People are decided on, by a move or, None, by something else."""
        self.decided[idx] = True
        if self.paired:
            name = plan.move.id if plan is not None and plan.move.id in self.paired else ""
            self.by_move.setdefault(name, np.zeros(self.decided.size, bool))[idx] = True

    def under_way(self, plan: MovePlan) -> SlotMask:
        """Whose case or decided move stands in the way of this one."""
        if not self.paired:
            return self.busy
        person = self.population.columns["person"]
        held = np.zeros(self.busy.size, bool)
        going = [(move.plan, move.idx, move.person) for move in self.queue.all()]
        going += [(cases.plan, cases.idx, cases.person) for cases in self.selection.under_way]
        for other, idx, who in going:
            if other is None or (plan.move.id, other.move.id) not in self.program.beside:
                held[idx[person[idx] == who]] = True
        return held

    def tonight(self, plan: MovePlan) -> SlotMask:
        """Who has been decided on this evening by something that stands in the way of this move."""
        if not self.paired:
            return self.decided
        held = np.zeros(self.decided.size, bool)
        for name, people in self.by_move.items():
            if (plan.move.id, name) not in self.program.beside:
                held |= people
        return held
