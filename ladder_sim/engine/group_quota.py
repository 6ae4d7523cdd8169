"""Quotas by group: a share of each group's own people, or a number spread over the groups."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import PersonFloats, PersonInts, ReplicationFloats, ReplicationInts, Slots
from ladder_sim.core.largest_remainder import largest_remainder
from ladder_sim.core.rounding import CLOSE
from ladder_sim.engine.shared import Rule
from ladder_sim.plan.program import MovePlan


class GroupQuota(Rule):
    """The groups of a move's quota; who is in none of them, lacking an attribute, makes one more per replication."""

    def owners(self, by: tuple[str, ...], idx: Slots) -> PersonInts:
        """The number of each person's group over the whole batch; shape of `idx`."""
        index, size = self.population.group(*by)
        each, rep = size // self.population.reps, self.population.rep[idx]
        local = np.where(index[idx] < 0, each, index[idx] - rep * each)
        owners: PersonInts = rep * (each + 1) + local
        return owners

    def count(self, by: tuple[str, ...]) -> int:
        """How many groups the batch has, that of people in none among them."""
        return self.population.group(*by)[1] + self.population.reps

    def quota(self, plan: MovePlan, idx: Slots, n: ReplicationFloats, taken: ReplicationInts | None) -> ReplicationInts:
        """How many of each group may still move in this review; shape (replications × groups,).

        Parameters
        ----------
        idx
            Who may move.
        n
            The quota's share or number, by replication.
        taken
            Of the groups' quota so far, for a move may be tested in parts.
        """
        population, quota = self.population, plan.move.quota
        eligible = self._sizes(plan, idx)
        each = eligible.size // population.reps
        used = np.zeros(eligible.size, np.int64) if taken is None else taken
        if quota.kind == "share of eligible":
            return quota.rounding.whole(eligible * np.repeat(n, each)) * quota.units
        if quota.kind == "share of grade":
            inside = np.flatnonzero(population.alive() & (plan.to[population.columns["grade"]] >= 0))
            most = quota.rounding.whole(self._sizes(plan, inside) * np.repeat(n, each)) * quota.units
            left: ReplicationInts = most - used
            return left
        crowd = eligible if quota.spread == "eligible" else self._sizes(plan, np.flatnonzero(population.alive()))
        total = (n * quota.units + CLOSE).astype(np.int64) - used.reshape(population.reps, each).sum(axis=1)
        parts: ReplicationInts = largest_remainder(crowd.reshape(-1, each), np.maximum(total, 0)).ravel()
        return parts

    def _sizes(self, plan: MovePlan, idx: Slots) -> ReplicationFloats | ReplicationInts:
        """How many of these people are in each group, as the quota counts; shape (replications × groups,)."""
        by = plan.quota_by
        units = units_of(plan.move.quota.units, self.population.fte_of(idx), idx.size)
        sizes = counted_units(self.owners(by, idx), self.count(by), units)
        return sizes if units is None else sizes / plan.move.quota.units


def units_of(parts: int, fte: PersonFloats | None, people: int) -> PersonInts | None:
    """How much people take of what is counted in so many parts; None: one each.

    Parameters
    ----------
    fte
        Their shares of full time, shape (people,); None: all of it.
    """
    if parts == 1:
        return None
    return np.full(people, parts) if fte is None else np.rint(parts * fte).astype(np.int64)


def counted_units(owner: PersonInts, size: int, units: PersonInts | None) -> ReplicationInts:
    """What the people of each owner take together; shape (size,).

    Parameters
    ----------
    owner
        Whose quota or budget each takes of, from 0 to `size` − 1.
    units
        How much each takes; None: one.
    """
    if units is None:
        return np.bincount(owner, minlength=size)
    counted: ReplicationInts = np.rint(np.bincount(owner, weights=units, minlength=size)).astype(np.int64)
    return counted
