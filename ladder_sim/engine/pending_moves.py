"""Moves that are decided and take effect on the first of a month to come."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ladder_sim.plan.program import MovePlan


@dataclass(slots=True, eq=False)
class Effect:
    """People (places `idx`, numbers `person`) to be moved to `target` on the first of a month.

    `plan` is None for an exit at the end of a probation. `mark` is the place in a range of raises, NaN: by luck.
    """

    idx: np.ndarray
    person: np.ndarray
    target: np.ndarray
    plan: MovePlan | None = None
    number: int = -1  # of the move on the ledger's axis
    mark: np.ndarray | None = None
    waived: np.ndarray | None = None
    review_month: int = 0
    pending: bool = False  # its outcome is still to be booked
    held: np.ndarray | None = None  # the pool in which a seat is reserved for each; None: no seats are

    def cut(self, keep: np.ndarray) -> Effect:
        """The same for some of its people."""
        return Effect(
            self.idx[keep], self.person[keep], self.target[keep], self.plan, self.number,
            None if self.mark is None else self.mark[keep], None if self.waived is None else self.waived[keep],
            self.review_month, self.pending, None if self.held is None else self.held[keep],
        )  # fmt: skip

    def keep(self, mask: np.ndarray) -> None:
        """Go on with some of the people."""
        rest = self.cut(mask)
        self.idx, self.person, self.target = rest.idx, rest.person, rest.target
        self.mark, self.waived, self.held = rest.mark, rest.waived, rest.held
