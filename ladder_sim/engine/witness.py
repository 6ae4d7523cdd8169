"""What one run notes of every person, for whoever compares lives: how each review ended, and what was paid.

It draws nothing and writes nothing that a rule reads, so that a run with a witness has the same bits.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ladder_sim.core.arrays import Floats, Integers, Slots
from ladder_sim.engine.population import Population

#: A case begins; how it ends is noted under the same review.
OPENED = "case opened"


@dataclass(slots=True, eq=False)
class Witness:
    """Rows of codes, added to with every review.

    Parameters
    ----------
    reasons : reason → code
    rows : of (replication, person, move, month of the review, reason)
    pay : sums paid by (replication, person of the first day), shape (replications, people)
    months : in how many months each was paid, same shape
    """

    reasons: dict[str, int] = field(default_factory=dict)
    rows: list[Integers] = field(default_factory=list)
    pay: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    months: Floats = field(default_factory=lambda: np.zeros((0, 0)))

    def open(self, population: Population) -> None:
        """The people of the first day are there."""
        people = population.n // population.reps
        self.pay, self.months = np.zeros((population.reps, people)), np.zeros((population.reps, people))

    def noted(self, population: Population, move: int, month: int, reason: str, idx: Slots) -> None:
        """A review of people at `idx` ended so."""
        if idx.size:
            code = self.reasons.setdefault(reason, len(self.reasons))
            columns = (population.rep[idx], population.columns["person"][idx], move, month, code)
            self.rows.append(np.stack(np.broadcast_arrays(*columns), axis=1).astype(np.int32))

    def paid(self, population: Population) -> None:
        """The pay of a month, of those who were there on the first day."""
        person = population.columns["person"]
        idx = np.flatnonzero(population.alive() & (person < self.pay.shape[1]))
        where = (population.rep[idx], person[idx])
        self.pay[where] += np.broadcast_to(population.columns["pay"], person.shape)[idx]
        self.months[where] += 1

    def outcomes(self) -> Integers:
        """Every row, in the order of replications, persons and reviews; shape (rows, 5)."""
        if not self.rows:
            return np.zeros((0, 5), np.int32)
        table = np.concatenate(self.rows)
        order = np.lexsort((table[:, 3], table[:, 1], table[:, 0]))
        sorted_: Integers = table[order]
        return sorted_
