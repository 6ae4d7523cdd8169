"""The candidates of a review who are at the same stage."""

from __future__ import annotations

from dataclasses import dataclass

from ladder_sim.core.arrays import Mask, PersonFloats, PersonInts, PersonMask, Slots
from ladder_sim.engine.held import Held
from ladder_sim.plan.program import MovePlan


@dataclass(slots=True, eq=False)
class Candidates:
    """Some cases of a review at the same stage; arrays have one value for each.

    Parameters
    ----------
    month
        Of the review.
    number
        Of the move on the ledger's axis.
    idx, person
        Slots, and the numbers of the people who were in them at the review.
    goal
        Grade codes.
    held
        The seat that is reserved for each.
    raise_share
        The lowest share of the way from what a stage needs to 100 that was reached; NaN before the first score.
    tries
        Failed attempts at the present stage.
    """

    month: int
    number: int
    plan: MovePlan
    idx: Slots
    person: PersonInts
    goal: PersonInts
    held: Held
    waived: PersonMask
    raise_share: PersonFloats
    tries: int = 0

    def cut(self, keep: Mask) -> Candidates:
        """The same for some of the people; `keep` has the shape (people,)."""
        return Candidates(self.month, self.number, self.plan, self.idx[keep], self.person[keep], self.goal[keep],
                          self.held[keep], self.waived[keep], self.raise_share[keep], self.tries)  # fmt: skip

    def keep(self, mask: Mask) -> None:
        """Go on with some of the people, in place; `mask` has the shape (people,)."""
        rest = self.cut(mask)
        self.idx, self.person, self.goal, self.held = rest.idx, rest.person, rest.goal, rest.held
        self.waived, self.raise_share = rest.waived, rest.raise_share
