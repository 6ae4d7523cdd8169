"""Which rule stops one group more than another: the why-not ledger by group, of runs with ``explain=True``."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.core.thresholds import SMALL_GROUP
from ladder_sim.plan.program import FixedReason
from ladder_sim.results.counts import MoveInfo
from ladder_sim.results.intervals import UNDEFINED, Interval, change_interval, pooled_interval, samples
from ladder_sim.results.parity import Counts, GroupPair, pairs
from ladder_sim.results.run import Run

#: What stops people once they meet the conditions, in the order of a review.
CHOICE: tuple[FixedReason, ...] = ("did not apply", "spared", "no seat", "quota reached", "budget spent")
DOUBT = 0.05  # the chance that any rule of a run is taken for more than luck though it is not


@dataclass(frozen=True, slots=True)
class RuleAudit:
    """How a group passes one rule of a move against the others: of those whom no earlier rule has stopped.

    Parameters
    ----------
    reason
        The place of the rule among the move's reasons.
    reached
        Of the group, a year; `passed`, `passed_rest` the shares of either side that pass.
    ratio
        Log ratio of the shares that pass; its interval allows for how many rules are looked at (Bonferroni).
    short
        How many more of the group would pass a year at the rate of all together.
    """

    move: MoveInfo
    pair: GroupPair
    reason: int
    reached: float
    passed: float
    passed_rest: float
    ratio: Interval
    short: Interval

    @property
    def sure(self) -> bool:
        """Whether the groups pass otherwise by more than luck."""
        return self.ratio.low > 0 or self.ratio.high < 0


def rule_audits(run: Run, move: str | None = None) -> list[RuleAudit]:
    """Every rule that stops anybody, by move and pair of groups; none of a run without ``explain=True``.

    Groups of fewer than five people on average are left out.

    Parameters
    ----------
    move
        One move alone; None: all.
    """
    found = list(_rules(run, move))
    level = 1 - DOUBT / max(1, len(found))
    return [_audit(run, *each, level) for each in found]


def _rules(run: Run, move: str | None) -> Iterator[tuple[MoveInfo, GroupPair, int]]:
    people = run.counts.groups[..., 0].mean(axis=(0, 1), dtype=np.float64)
    for info in run.axes.moves:
        table = run.counts.stopped.get(info.id)
        if table is None or (move is not None and info.id != move):
            continue
        for pair in pairs(run.axes):
            if min(people[pair.own], people[list(pair.rest)].sum()) < SMALL_GROUP:
                continue
            some = table[:, [pair.own, *pair.rest], :-1].sum(axis=(0, 1))
            yield from ((info, pair, int(i)) for i in np.flatnonzero(some))


def _audit(run: Run, info: MoveInfo, pair: GroupPair, reason: int, level: float) -> RuleAudit:
    table = run.counts.stopped[info.id].astype(np.float64)
    own, rest = table[:, pair.own], table[:, list(pair.rest)].sum(axis=1)
    mine, theirs = (_passing(part, _order(info), reason) for part in (own, rest))
    counts = Counts(mine[0], mine[1], theirs[0], theirs[1])
    drawn = counts.pooled(samples(run.replications)).log_ratio()
    reached = mine[1].sum() > 0 and theirs[1].sum() > 0
    ratio = pooled_interval(drawn, run.replications, level, counts.error()) if reached else UNDEFINED
    years = run.months / 12
    return RuleAudit(
        info, pair, reason, float(mine[1].mean()) / years, _share(*mine), _share(*theirs), ratio,
        change_interval(counts.short() / years),
    )  # fmt: skip


def _order(info: MoveInfo) -> list[int]:
    """The reasons in the order in which a review comes to them: what keeps people out, conditions, who is chosen."""
    names = info.reason_ids
    after = [names.index(name) for name in CHOICE if name in names]
    before = [i for i in range(info.conditions, len(names)) if i not in after]
    return [*before, *range(info.conditions), *after]


def _passing(table: Floats, order: list[int], reason: int) -> tuple[Floats, Floats]:
    """How many pass a rule and how many reach it, by replication; `table`: shape (R, reasons + 1)."""
    later = [*order[order.index(reason) + 1 :], table.shape[1] - 1]
    passed: Floats = table[:, later].sum(axis=1)
    return passed, passed + table[:, reason]


def _share(passed: Floats, reached: Floats) -> float:
    return float(passed.sum() / reached.sum()) if reached.sum() else math.nan
