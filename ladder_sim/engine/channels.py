"""Channels into a grade: moves to each of which a share of its openings is given, such as 60 % by seniority.

Openings are given out one by one, in the moment in which they open, to the channel that is farthest behind its share
(smooth weighted round robin; what the shares leave over is a channel without a name): after n openings each has had
its share of n to within one, and nothing is drawn, so that a record shows whose turn it is. What is kept for a channel
no other move gets, for as long as the seat stays open, unless the move says that what it leaves goes to others.
"""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import PersonInts, ReplicationFloats, ReplicationInts
from ladder_sim.engine.population import Population
from ladder_sim.expressions.nodes import View
from ladder_sim.plan.channels import channel_pools, pools_to
from ladder_sim.plan.program import MovePlan, Program
from ladder_sim.streams.kernels import add

ONE_BY_ONE = 1000  # openings of one moment that are given out singly; those beyond are given by their shares at once


class Channels:
    """The open seats that are kept for each channel, by pool and move.

    Invariant, for every replication and pool: the claims of its channels and of the rest sum to 0.
    """

    def __init__(self, program: Program, replications: int) -> None:
        self.program = program
        found = channel_pools(program)
        self.pools = {pool: [plan.move.id for plan in plans] for pool, plans in found.items()}
        self.nodes = {plan.move.id: plan.quota for plans in found.values() for plan in plans}
        self.kept = {(pool, move): np.zeros(replications, np.int64) for pool, ids in self.pools.items() for move in ids}
        # one row for each channel of a pool, the last for the rest
        self.claims = {pool: np.zeros((len(ids) + 1, replications)) for pool, ids in self.pools.items()}
        self.shares: dict[str, ReplicationFloats] = {}

    def read(self, population: Population, view: View) -> None:
        """The shares of the month."""
        for move, node in self.nodes.items():
            if node is not None:
                self.shares[move] = np.clip(population.of_unit(node, view), 0, 1)

    def closed(self, pool: int) -> ReplicationInts | int:
        """Open seats of a pool that are kept for its channels; shape (replications,)."""
        return sum((self.kept[pool, move] for move in self.pools.get(pool, [])), start=0)

    def room(self, pool: int, move: str) -> ReplicationInts | None:
        """Open seats that are kept for a channel; None where the move is no channel of the pool."""
        return self.kept.get((pool, move))

    def allot(self, pool: int, opened: ReplicationInts, hires: float) -> None:
        """Give out seats that have opened; `hires`: the share of all openings that goes to hires beforehand."""
        if pool not in self.pools or not opened.any():
            return
        ids, claims = self.pools[pool], self.claims[pool]
        shares = np.stack([self.shares[move] for move in ids]) / max(1 - hires, 1e-9)
        shares = shares / np.maximum(shares.sum(axis=0), 1)
        shares = np.vstack([shares, 1 - shares.sum(axis=0)])
        self._in_bulk(pool, shares, np.maximum(opened - ONE_BY_ONE, 0))
        for turn in range(int(min(opened.max(), ONE_BY_ONE))):
            open_ = np.flatnonzero(opened > turn)
            claims[:, open_] += shares[:, open_]
            first = np.argmax(np.round(claims[:, open_], 9), axis=0)
            claims[first, open_] -= 1
            for row, move in enumerate(ids):
                self.kept[pool, move][open_[first == row]] += 1

    def _in_bulk(self, pool: int, shares: ReplicationFloats, opened: ReplicationInts) -> None:
        """Give out very many openings, such as those of a record that names no limit."""
        if not opened.any():
            return
        given = np.floor(shares * opened)
        self.claims[pool] += shares * opened - given
        self.claims[pool][-1] -= opened - given.sum(axis=0)
        for row, move in enumerate(self.pools[pool]):
            self.kept[pool, move] += given[row].astype(np.int64)

    def use(self, rep: PersonInts, pool: PersonInts, move: str | None) -> None:
        """People of a move take seats of these pools: those of a channel are its own."""
        for (place, channel), kept in self.kept.items():
            if channel == move:
                kept -= np.bincount(rep[pool == place], minlength=kept.size)
                np.maximum(kept, 0, out=kept)

    def give_back(self, rep: PersonInts, pool: PersonInts, move: str | None) -> None:
        """Seats reserved for cases that come to nothing stay with their channel."""
        for (place, channel), kept in self.kept.items():
            if channel == move:
                add(kept, (rep[pool == place],), 1)

    def clip(self, pool: int, free: ReplicationInts) -> None:
        """No more than `free` seats can be kept: who needs no seat has taken one, or it is no more; claims stay."""
        if pool not in self.pools:
            return
        for row, move in reversed(list(enumerate(self.pools[pool]))):
            kept = self.kept[pool, move]
            over = np.clip(self.closed(pool) - free, 0, kept)
            kept -= over
            self.claims[pool][row] += over
            self.claims[pool][-1] -= over

    def hand_on(self, plan: MovePlan) -> None:
        """What a move has left of its openings tonight goes to others; its turn is over."""
        for pool in pools_to(self.program, plan):
            if (pool, plan.move.id) in self.kept:
                self.kept[pool, plan.move.id][:] = 0
