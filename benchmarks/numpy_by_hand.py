"""The reference department in NumPy as one writes it by hand for speed.

Replications are stacked into blocks of about 40,000 people, the rules are hard-coded, and every draw is
a 64-bit mix of the person's key and the month, so that the result does not depend on the blocks.
"""

from __future__ import annotations

import numpy as np

from benchmarks.tables import (
    BASES,
    GRADES,
    HAZARDS,
    MEANS,
    MIN_MEAN,
    MIN_MONTHS,
    MIN_STREAK,
    SEAT_SHARES,
    Tables,
    starting_counts,
)

BLOCK = 40_000
_GOLDEN = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1
_CELLS = 4096


def _mix(x: np.ndarray) -> np.ndarray:
    """SplitMix64's finalizer, in place."""
    shifted = x >> np.uint64(30)
    x ^= shifted
    x *= np.uint64(0xBF58476D1CE4E5B9)
    x ^= np.right_shift(x, np.uint64(27), out=shifted)
    x *= np.uint64(0x94D049BB133111EB)
    x ^= np.right_shift(x, np.uint64(31), out=shifted)
    return x


def _units(keys: np.ndarray, stream: int, month: int) -> np.ndarray:
    salt = np.uint64(((stream * 1000 + month + 1) * _GOLDEN) & _MASK)
    bits = _mix(keys + salt)
    bits >>= np.uint64(11)
    units = bits.view(np.int64).astype(np.float64)
    units += 0.5
    units *= 2.0**-53
    return units


def _quantile_table() -> np.ndarray:
    """Mean standard normal quantile of each of 4,096 equal cells, by integrating the density over the cell."""
    grid = np.linspace(-9.0, 9.0, 180_001)
    density = np.exp(-(grid**2) / 2) / np.sqrt(2 * np.pi)
    steps = (density[1:] + density[:-1]) / 2 * (grid[1] - grid[0])
    return np.interp(np.linspace(0, 1, _CELLS + 1), np.concatenate([[0.0], np.cumsum(steps)]) / steps.sum(), grid)


_TABLE = _quantile_table()
_TABLE[0], _TABLE[-1] = -4.2, 4.2  # the two outer cells end here; their mass is 1 in 4,096


def _normals(keys: np.ndarray, stream: int, month: int) -> np.ndarray:
    place = _units(keys, stream, month)
    place *= _CELLS
    cell = place.astype(np.int64)
    place -= cell
    low = _TABLE.take(cell)
    place *= _TABLE.take(cell + 1) - low
    place += low
    return place


class _Block:
    """The people of some replications, one slot each; a leaver's slot goes to the hire who follows."""

    def __init__(self, first: int, replications: int, people: int, months: int, seed: int) -> None:
        self.n, self.r = people, replications
        size = replications * people
        self.rep = np.repeat(np.arange(replications), people)
        numbers = (first + self.rep).astype(np.uint64) * np.uint64(0x94D049BB133111EB)
        self.root = _mix(numbers + np.tile(np.arange(people, dtype=np.uint64), replications))
        self.root += np.uint64((seed * _GOLDEN) & _MASK)
        self.keys = _mix(self.root.copy())
        self.grade = np.tile(np.repeat(np.arange(GRADES), starting_counts(people)), replications).astype(np.int64)
        self.pay = np.array(BASES)[self.grade]
        self.ability = 6 * _normals(self.keys, 1, 0)
        self.residual = 6 * _normals(self.keys, 2, 0)
        self.joined = np.ones(size, np.int16)  # the month whose first day started the clock
        self.in_grade = np.ones(size, np.int16)
        self.promoted = np.ones(size, np.int16)
        self.closed_from = np.ones(size, np.int16)  # the first closed month
        self.scores = np.zeros((12, size))
        self.out = Tables.empty(replications, months)
        self.leavers = self.up = self.down = np.zeros(0, np.int64)
        self.by_tenure = 1 + np.exp(-np.arange(months + 1) / 12)
        self.by_wait = 1 + np.minimum(0.03 * np.maximum(0, np.arange(months + 1) - 24), 1)

    def count(self, who: np.ndarray) -> np.ndarray:
        cells = self.rep[who] * GRADES + self.grade[who]
        return np.bincount(cells, minlength=self.r * GRADES).reshape(self.r, GRADES)

    def effects(self, month: int) -> None:
        up, down, new = self.up, self.down, self.leavers
        if up.size or down.size:
            self.out.promotions[:, month - 1] = self.count(up)
            self.out.demotions[:, month - 1] = self.count(down)
            self.grade[up] += 1
            self.grade[down] -= 1
            self.pay[up] = np.maximum(1.08 * self.pay[up], np.array(BASES)[self.grade[up]])
            self.pay[down] *= 0.95
            self.in_grade[up] = self.in_grade[down] = self.promoted[up] = month
        if new.size:
            salt = np.uint64((month * 0xD1342543DE82EF95) & _MASK)
            self.keys[new] = _mix(self.root[new] ^ salt)
            self.ability[new] = 6 * _normals(self.keys[new], 1, 0)
            self.residual[new] = 6 * _normals(self.keys[new], 2, 0)
            self.grade[new], self.pay[new] = 0, BASES[0]
            self.joined[new] = self.in_grade[new] = self.promoted[new] = month
            self.closed_from[new] = month + 1

    def mean(self, who: np.ndarray, month: int, k: int) -> np.ndarray:
        total = np.zeros(who.size)
        for back in range(k):
            total += self.scores[(month - 1 - back) % 12].take(who)
        return total / k

    def month(self, month: int) -> None:
        self.effects(month)
        self.residual *= 0.6
        self.residual += 4.8 * _normals(self.keys, 3, month)
        score = np.array(MEANS).take(self.grade)
        score += self.ability
        score += self.residual
        self.scores[(month - 1) % 12] = score
        cells = self.rep * GRADES + self.grade
        shape = (self.r, GRADES)
        self.out.payroll[:, month - 1] = np.bincount(cells, self.pay, self.r * GRADES).reshape(shape)
        hazard = np.array(HAZARDS).take(self.grade)
        hazard *= self.by_tenure.take(month - self.joined)
        hazard *= self.by_wait.take(month - self.promoted)
        gone = _units(self.keys, 4, month) < hazard
        self.leavers = np.flatnonzero(gone)
        self.out.exits[:, month - 1] = exits = self.count(self.leavers)
        self.occupied = np.bincount(cells, minlength=self.r * GRADES).reshape(shape) - exits
        self.out.headcount[:, month - 1] = self.occupied
        self.up = self.down = np.zeros(0, np.int64)
        if month % 3 == 0:
            self.review(month, gone)

    def review(self, month: int, gone: np.ndarray) -> None:
        months = month - self.in_grade + 1
        free = ~gone
        headcount = self.occupied.sum(axis=1)
        who = np.flatnonzero(free & (self.grade > 0) & (months >= 3))
        self.down = who[self.mean(who, month, 3) < 55]
        free[self.down] = False
        left = self.count(self.down)
        self.occupied -= left
        self.occupied[:, :-1] += left[:, 1:]
        ups = []
        for grade in range(GRADES - 2, -1, -1):
            who = np.flatnonzero(free & (self.grade == grade) & (months >= MIN_MONTHS[grade]))
            for back in range(MIN_STREAK[grade]):
                who = who[self.scores[(month - 1 - back) % 12][who] >= 68]
            who = who[self.mean(who, month, 3) >= MIN_MEAN[grade]]
            if grade + 1 in SEAT_SHARES:
                seats = np.maximum(1, np.floor(SEAT_SHARES[grade + 1] * headcount + 1e-9)).astype(np.int64)
                who = self.best(who, month, seats - self.occupied[:, grade + 1])
            free[who] = False
            moved = np.bincount(self.rep[who], minlength=self.r)
            self.occupied[:, grade] -= moved
            self.occupied[:, grade + 1] += moved
            ups.append(who)
        self.up = np.concatenate(ups)
        if month % 12 == 0:
            who = np.flatnonzero(free)
            full = month - self.closed_from[who] + 1 >= 12
            self.pay[who] *= np.where(full & (self.mean(who, month, 12) >= 72), 1.04, 1.02)

    def best(self, who: np.ndarray, month: int, seats: np.ndarray) -> np.ndarray:
        """Those of `who` who get one of their replication's open seats, the best 12-month mean first."""
        rep = self.rep[who]
        order = np.lexsort((-self.mean(who, month, 12), rep))
        rep = rep[order]
        place = np.arange(rep.size) - np.searchsorted(rep, rep)
        return who[order[place < seats[rep]]]


def simulate(people: int = 200, months: int = 60, replications: int = 100, seed: int = 1) -> Tables:
    """The tables of `replications` departments."""
    at_once = max(1, BLOCK // people)
    blocks = []
    for first in range(0, replications, at_once):
        block = _Block(first, min(at_once, replications - first), people, months, seed)
        for month in range(1, months + 1):
            block.month(month)
        blocks.append(block.out)
    names = ("headcount", "promotions", "demotions", "exits", "payroll")
    return Tables(*(np.concatenate([getattr(block, name) for block in blocks]) for name in names))
