"""What one run notes of every person, for whoever compares lives: how each review ended, and what was paid.

It draws nothing and writes nothing that a rule reads, so that a run with a witness has the same bits.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ladder_sim.core.arrays import Floats, Integers, PersonFloats, PersonInts, Slots
from ladder_sim.engine.population import Population

#: A case begins; how it ends is noted under the same review.
OPENED = "case opened"


@dataclass(frozen=True, slots=True, eq=False)
class TakenOver:
    """People who pass from one scheme to another; arrays of shape (people,).

    Parameters
    ----------
    idx : their slots
    old, new : grade codes
    was : base pay a month before
    table : base pay a month by the new tables, or what is protected for good
    """

    idx: Slots
    old: PersonInts
    new: PersonInts
    was: PersonFloats
    table: PersonFloats


@dataclass(slots=True, eq=False)
class Witness:
    """Rows of codes, added to with every review.

    Parameters
    ----------
    reasons : reason → code
    rows : of (replication, person, move, month of the review, reason)
    pay : sums paid by (replication, person of the first day), shape (replications, people)
    months : in how many months each was paid, same shape
    passes : who passed to another scheme: of each wave (replication, person, month, old grade, new grade), base pay
        before and by the new tables, and attributes by name, shape (people,) each
    """

    reasons: dict[str, int] = field(default_factory=dict)
    rows: list[Integers] = field(default_factory=list)
    pay: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    months: Floats = field(default_factory=lambda: np.zeros((0, 0)))

    passes: list[tuple[Integers, Floats, dict[str, Floats]]] = field(default_factory=list)

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

    def passed(self, population: Population, month: int, them: TakenOver) -> None:
        """People passed to another scheme on the first of a month."""
        idx, columns = them.idx, population.columns
        whole = np.stack(np.broadcast_arrays(population.rep[idx], columns["person"][idx], month, them.old, them.new), 1)
        attributes = {name: columns[name][idx].astype(float) for name in columns if name.startswith("attr:")}
        self.passes.append((whole, np.stack([them.was, them.table], axis=1), attributes))

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
