"""Turnover of the groups that rules read: exits and heads by month, replication and group."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ladder_sim.core.arrays import Integers, SlotFloats, Slots
from ladder_sim.expressions.nodes import Source


class Losses:
    """Exits of each month, and heads at its end, by replication and group; of a team its people of the lowest role.

    Who leaves counts in the group of the day. Tables have the shape (replications, groups); the number of teams may
    grow, so that later tables are wider.
    """

    def __init__(self, groups: Iterable[tuple[str, ...]], replications: int) -> None:
        self.reps = replications
        self.noted: dict[tuple[str, ...], list[Integers]] = {group: [] for group in groups}
        self.exits: dict[tuple[str, ...], list[Integers]] = {group: [] for group in self.noted}
        self.heads: dict[tuple[str, ...], list[Integers]] = {group: [] for group in self.noted}

    def left(self, source: Source, idx: Slots) -> None:
        """People in these slots leave; they still have their grade."""
        for group, noted in self.noted.items():
            noted.append(self._table(source, group, idx))

    def close(self, source: Source) -> None:
        """A month is over."""
        for group, noted in self.noted.items():
            self.exits[group].append(_sum(noted) if noted else np.zeros((self.reps, 1), np.int64))
            noted.clear()
            everybody = np.arange(source.column("grade").size)
            self.heads[group].append(self._table(source, group, everybody))

    def of(self, source: Source, months: int, group: tuple[str, ...]) -> SlotFloats:
        """Exits of the last `months` over the average headcount of everybody's group, as a share a year.

        NaN before so many months have passed, for who is in no group, and where the group had nobody.
        """
        index, size = source.group(*group)
        if len(self.exits[group]) < months:
            return np.full(index.size, np.nan)
        width = size // self.reps
        exits, heads = (
            _sum([*table[group][-months:], np.zeros((self.reps, width), np.int64)])[:, :width].ravel()
            for table in (self.exits, self.heads)
        )
        there = np.where(heads > 0, heads, np.nan) / months
        loss: SlotFloats = np.where(index >= 0, ((exits / there) * 12 / months)[index], np.nan)
        return loss

    def _table(self, source: Source, group: tuple[str, ...], idx: Slots) -> Integers:
        """How many of the people in these slots are in each group; shape (replications, groups)."""
        index, size = source.group(*group)
        counted = idx[source.members("team" not in group)[idx] & (index[idx] >= 0)]
        table: Integers = np.bincount(index[counted], minlength=size).reshape(self.reps, -1)
        return table


def _sum(tables: list[Integers]) -> Integers:
    """Tables of any widths added up, the narrower ones as if they had zeros behind."""
    total = np.zeros((tables[0].shape[0], max(table.shape[1] for table in tables)), np.int64)
    for table in tables:
        total[:, : table.shape[1]] += table
    return total
