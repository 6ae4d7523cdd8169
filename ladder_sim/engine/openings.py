"""Who may fill a seat that opens: people from within, or a hire from outside by the share that its grade gives.

A seat of a grade whose `outside` is a share alone is settled in the moment in which it opens, whatever opened it: an
exit, a move out of the grade, or one seat more. The n openings of a replication are given by a systematic sample:
with share s and a draw u of the replication and the grade, floor(n s + u) of them go outside, so that each opening
has chance s and no count is off by one or more, at any calendar of reviews. What is kept for a hire no candidate
gets, and what is not kept no hire gets, for as long as the seat stays open.

With a waiting time candidates go first: see `Openings.due`. What is left for candidates is given to the channels of the
grade, where moves name shares of its openings: see `channels`.
"""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import GradeCounts, PersonInts, ReplicationInts
from ladder_sim.engine.channels import Channels
from ladder_sim.expressions.nodes import View
from ladder_sim.plan.program import Program
from ladder_sim.streams import draws
from ladder_sim.streams.kernels import add

OFFSETS = 1 << 59  # the number under which the department itself draws for its openings


class Openings:
    """The open seats of each pool that are kept for hires.

    Invariants, for every replication: ``sum of kept <= known = max(free, 0)`` per pool as last settled; and for a
    grade alone in its pool ``credit + kept + hires ordered = u + share × openings`` (less seats that vanished).
    """

    def __init__(self, program: Program, seed: int, replications: ReplicationInts, *, recorded: bool = False) -> None:
        self.program = program
        shape = (replications.size, program.pools)
        self.pools: dict[int, list[int]] = {}  # of seats -> the grades that give outside
        for code in () if recorded else program.outside:  # a record says how many seats are open to candidates
            if program.pool[code] in program.seats:
                self.pools.setdefault(int(program.pool[code]), []).append(code)
        self.channels = Channels(program, replications.size)
        for pool in self.channels.pools:
            self.pools.setdefault(pool, [])
        keys = draws.person_keys(seed, replications, np.full(replications.size, OFFSETS))
        self.credit = {code: draws.uniform(keys, f"outside:{program.grades.ids[code]}")
                       for codes in self.pools.values() for code in codes}  # fmt: skip
        self.kept = np.zeros(shape, np.int64)  # by the grade for which they are kept
        self.known = np.zeros(shape, np.int64)  # by pool, as returned
        self.returned = np.zeros(shape, np.int64)  # reserved for a case that came to nothing: they have been settled
        self.before: dict[int, ReplicationInts] = {code: np.zeros(replications.size, np.int64) for code in self.credit}
        self.standing = {code: np.zeros(replications.size, np.int64) for code in self.credit}
        self.share: dict[int, float] = {}
        self.after: dict[int, float] = {}  # months, where candidates go first

    def for_hires(self, pool: int) -> ReplicationInts:
        """Open seats of a pool that no candidate from within can have; shape (replications,)."""
        codes = self.pools.get(pool, [])
        kept: ReplicationInts = self.kept[:, codes[0]].copy() if len(codes) == 1 else self.kept[:, codes].sum(axis=1)
        return kept

    def closed(self, pool: int) -> ReplicationInts:
        """Open seats of a pool that are kept for hires or for a channel; shape (replications,)."""
        closed: ReplicationInts = self.for_hires(pool) + self.channels.closed(pool)
        return closed

    def begin(self, view: View, free: GradeCounts) -> None:
        """The evening's reviews begin; free: seats by replication and pool, below 0 where there are too many people."""
        for code in self.credit:
            plan = self.program.outside[code]
            self.share[code] = float(plan.share.value(view))
            if plan.after is not None:
                self.after[code] = float(plan.after.value(view))
        self.settle(free)

    def settle(self, free: GradeCounts) -> None:
        """Settle the seats that have opened since the last time, and unsettle those that have vanished."""
        for pool, codes in self.pools.items():
            now = np.maximum(free[:, pool], 0)
            change = now - self.known[:, pool]
            self._change(pool, codes, np.maximum(change - self.returned[:, pool], 0) + np.minimum(change, 0))
        self.fill(free)
        self.returned[:] = 0

    def _change(self, pool: int, codes: list[int], seats: ReplicationInts) -> None:
        """So many seats more or less: the last openings are the first that vanish."""
        left = np.maximum(seats, 0)
        for code in codes:
            if code in self.after:
                continue
            self.credit[code] += self.share[code] * seats
            given = np.floor(self.credit[code] + 1e-9).astype(np.int64)
            given = np.where(seats > 0, np.minimum(np.maximum(given, 0), left), np.maximum(given, -self.kept[:, code]))
            given = np.where(seats < 0, np.minimum(given, 0), given)
            self.credit[code] -= given
            self.kept[:, code] += given
            left -= given
        self.channels.allot(pool, left, sum(self.share[code] for code in codes if code not in self.after))

    def fill(self, free: GradeCounts) -> None:
        """Seats have been filled from within: none has opened. Who needs no seat may have taken one that was kept."""
        for pool, codes in self.pools.items():
            self.known[:, pool] = np.maximum(free[:, pool], 0)
            for code in codes:
                if not self.kept[:, code].any():
                    continue
                over = np.minimum(np.maximum(self.closed(pool) - self.known[:, pool], 0), self.kept[:, code])
                self.kept[:, code] -= over
                self.credit[code] += over
            self.channels.clip(pool, self.known[:, pool] - self.for_hires(pool))

    def give_back(self, rep: PersonInts, pool: PersonInts, move: str | None) -> None:
        """Reserved seats that come to nothing stay with the candidates from within, and with the channel they had."""
        add(self.returned, (rep, pool), 1)
        self.channels.give_back(rep, pool, move)

    def due(self, free: GradeCounts) -> dict[int, ReplicationInts]:
        """How many openings hires may now fill, by grade: those kept for them, and those that have waited.

        With a waiting time candidates go first, and hires may fill what their reviews leave: once the grade has had an
        open seat at more than `after` months' ends in a row, as many as the share of its openings allows, those that
        a channel has not filled by then among them.
        """
        found: dict[int, ReplicationInts] = {}
        for pool, codes in self.pools.items():
            left = np.maximum(free[:, pool], 0) - self.for_hires(pool)
            for code in codes:
                if code not in self.after:
                    found[code] = self.kept[:, code].copy()
                    continue
                found[code] = self._waited(code, left)
                left = left - found[code]
        return found

    def _waited(self, code: int, now: ReplicationInts) -> ReplicationInts:
        credit, standing = self.credit[code], self.standing[code]
        credit += self.share[code] * np.maximum(now - self.before[code], 0)
        self.before[code] = now
        standing += 1
        standing[now == 0] = 0
        ripe = standing > self.after[code]
        given = np.where(ripe, np.minimum(np.floor(credit + 1e-9), now), 0).astype(np.int64)
        credit[now == 0] %= 1
        return given

    def ordered(self, code: int, hires: ReplicationInts) -> None:
        """Hires for openings of a grade are on their way; their seats are reserved."""
        if code not in self.credit:
            return
        if code in self.after:
            self.credit[code] -= hires
            self.before[code] -= hires
        else:
            self.kept[:, code] -= hires
        self.known[:, self.program.pool[code]] -= hires
