"""Moves that are decided and take effect on the first of a month to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import Mask, PersonFloats, PersonInts, PersonMask, Slots
from ladder_sim.engine.held import Held
from ladder_sim.engine.population import Growth
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.model.kinds import Cause, Severance
from ladder_sim.plan.program import MovePlan


@dataclass(slots=True, eq=False)
class PendingMove:
    """People to be moved on the first of a month; arrays have one value for each of them.

    Parameters
    ----------
    idx, person
        Slots, and the numbers of the people who were in them when it was decided.
    target
        Grade codes; the outside for an exit.
    plan
        None for an exit that no move names: a failed probation or stage, whose `cause` is told.
    number
        Of the move on the ledger's axis.
    raise_share
        Where in a range of raises somebody lands, 0 to 1; NaN: by a draw.
    pending
        Its outcome is still to be booked.
    held
        The seat that is reserved for each; None: no seats are.
    """

    idx: Slots
    person: PersonInts
    target: PersonInts
    plan: MovePlan | None = None
    number: int = -1
    raise_share: PersonFloats | None = None
    waived: PersonMask | None = None
    review_month: int = 0
    pending: bool = False
    held: Held | None = None
    cause: Cause = "dismissal"
    severance: Severance = "due"

    def cut(self, keep: Mask) -> PendingMove:
        """The same for some of its people; `keep` has the shape (people,)."""
        return PendingMove(
            self.idx[keep], self.person[keep], self.target[keep], self.plan, self.number,
            None if self.raise_share is None else self.raise_share[keep],
            None if self.waived is None else self.waived[keep],
            self.review_month, self.pending, None if self.held is None else self.held[keep], self.cause,
            self.severance,
        )  # fmt: skip

    def keep(self, mask: Mask) -> None:
        """Go on with some of the people, in place; `mask` has the shape (people,)."""
        rest = self.cut(mask)
        self.idx, self.person, self.target = rest.idx, rest.person, rest.target
        self.raise_share, self.waived, self.held = rest.raise_share, rest.waived, rest.held


class Queue(Rule):
    """The pending moves, by the month in which they take effect."""

    def __init__(self, shared: Shared) -> None:
        super().__init__(shared)
        self.by_month: dict[int, list[PendingMove]] = {}
        self.follow()

    def grow(self, growth: Growth) -> None:
        """The batch has become wider."""
        for move in self.all():
            move.idx = growth.moved(move.idx)

    def add(self, month: int, moves: Sequence[PendingMove]) -> None:
        """Moves that take effect on the first of `month`, after those that are in already."""
        self.by_month.setdefault(month, []).extend(moves)

    def due(self, month: int) -> list[PendingMove]:
        """Take out what takes effect on the first of `month`."""
        return self.by_month.pop(month, [])

    def all(self) -> list[PendingMove]:
        """Every move that has not taken effect."""
        return [move for moves in self.by_month.values() for move in moves]

    def leavers(self, month: int) -> Slots:
        """Slots of the people who will leave by a move on the first of `month`; whoever has left meanwhile is out."""
        found = [np.empty(0, np.int64)]
        for move in self.by_month.get(month, []):
            there = self.population.columns["person"][move.idx] == move.person
            found.append(move.idx[(move.target == self.population.grade_count) & there])
        return np.unique(np.concatenate(found))

    def close(self) -> None:
        """The run, or the scheme, ends before they take effect."""
        for move in self.all():
            if move.pending:
                rep = self.population.rep[move.idx]
                self.recorder.outcome(move.number, move.review_month, "under way", rep)

    def clear(self) -> None:
        """Nothing is pending any more."""
        self.close()
        self.by_month.clear()
