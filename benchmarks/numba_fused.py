"""The reference department as one kernel fused by hand and compiled by numba: what weeks of work on one scheme reach.

A replication after another, each with all its people in the nearest cache; every rule is hard-coded into one loop over
people, and nothing can be asked of it but the five tables. The draws are those of `numpy_by_hand`.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from benchmarks.numpy_by_hand import _TABLE
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

_GOLDEN, _FIRST, _SECOND = (np.uint64(bits) for bits in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))
_MOVES = np.uint64(0xD1342543DE82EF95)
_S11, _S27, _S30, _S31 = (np.uint64(bits) for bits in (11, 27, 30, 31))
_MEANS, _BASES, _HAZARDS, _MIN_MEAN = (np.array(row) for row in (MEANS, BASES, HAZARDS, MIN_MEAN))
_MIN_MONTHS, _MIN_STREAK = np.array(MIN_MONTHS), np.array(MIN_STREAK)
_SHARES = np.array([SEAT_SHARES.get(grade, 0.0) for grade in range(GRADES)])
_STAY = -1


@njit(cache=True)
def _mix(x: np.uint64) -> np.uint64:
    x ^= x >> _S30
    x *= _FIRST
    x ^= x >> _S27
    x *= _SECOND
    x ^= x >> _S31
    return x


@njit(cache=True)
def _unit(key: np.uint64, stream: int, month: int) -> float:
    bits = _mix(key + np.uint64(stream * 1000 + month + 1) * _GOLDEN)
    return (np.float64(np.int64(bits >> _S11)) + 0.5) * 2.0**-53


@njit(cache=True)
def _normal(key: np.uint64, stream: int, month: int, table: np.ndarray) -> float:
    place = _unit(key, stream, month) * (table.size - 1)
    cell = np.int64(place)
    return table[cell] + (place - cell) * (table[cell + 1] - table[cell])


@njit(cache=True)
def _mean(scores: np.ndarray, person: int, month: int, k: int) -> float:
    total = 0.0
    for back in range(k):
        total += scores[(month - 1 - back) % 12, person]
    return total / k


@njit(cache=True)
def _better(scores: np.ndarray, person: int, month: int, grade: int) -> bool:
    for back in range(_MIN_STREAK[grade]):
        if scores[(month - 1 - back) % 12, person] < 68:
            return False
    return _mean(scores, person, month, 3) >= _MIN_MEAN[grade]


@njit(cache=True)
def _promote(grade, month, in_grade, grades, scores, to, gone, occupied, room, marks):  # type: ignore[no-untyped-def]
    """Promotions out of a grade, `room` of them (−1: any number), the best 12-month mean first."""
    count = 0
    for i in range(grades.size):
        free = grades[i] == grade and not gone[i] and to[i] == _STAY
        if free and month - in_grade[i] + 1 >= _MIN_MONTHS[grade] and _better(scores, i, month, grade):
            marks[count] = i
            count += 1
    for taken in range(count if room < 0 else max(min(count, room), 0)):
        if room >= 0:
            best = taken
            for j in range(taken + 1, count):
                if _mean(scores, marks[j], month, 12) > _mean(scores, marks[best], month, 12):
                    best = j
            marks[taken], marks[best] = marks[best], marks[taken]
        to[marks[taken]] = grade + 1
        occupied[grade] -= 1
        occupied[grade + 1] += 1


@njit(cache=True)
def _review(month, grades, in_grade, closed_from, scores, pay, to, gone, occupied, marks):  # type: ignore[no-untyped-def]
    headcount = occupied.sum()
    for i in range(grades.size):
        if grades[i] > 0 and not gone[i] and month - in_grade[i] + 1 >= 3 and _mean(scores, i, month, 3) < 55:
            to[i] = grades[i] - 1
            occupied[grades[i]] -= 1
            occupied[grades[i] - 1] += 1
    for grade in range(GRADES - 2, -1, -1):
        share, room = _SHARES[grade + 1], -1
        if share > 0:
            room = max(max(1, int(share * headcount + 1e-9)) - occupied[grade + 1], 0)
        _promote(grade, month, in_grade, grades, scores, to, gone, occupied, room, marks)
    if month % 12 == 0:
        for i in range(grades.size):
            if not gone[i] and to[i] == _STAY:
                full = month - closed_from[i] + 1 >= 12
                pay[i] *= 1.04 if full and _mean(scores, i, month, 12) >= 72 else 1.02


@njit(cache=True)
def _play(rep, people, months, seed, start, table, headcount, promotions, demotions, exits, payroll):  # type: ignore[no-untyped-def]
    """One replication; the tables of shape (months, grades) are filled in."""
    grades, pay, marks = start.copy(), _BASES[start], np.empty(people, np.int64)
    roots, keys = np.empty(people, np.uint64), np.empty(people, np.uint64)
    ability, residual, scores = np.empty(people), np.empty(people), np.zeros((12, people))
    joined, in_grade = np.ones(people, np.int64), np.ones(people, np.int64)
    promoted, closed_from = np.ones(people, np.int64), np.ones(people, np.int64)
    to, gone, occupied = np.full(people, _STAY), np.zeros(people, np.bool_), np.zeros(GRADES, np.int64)
    for i in range(people):
        roots[i] = _mix(np.uint64(rep) * _SECOND + np.uint64(i)) + np.uint64(seed) * _GOLDEN
        keys[i] = _mix(roots[i])
        ability[i], residual[i] = 6 * _normal(keys[i], 1, 0, table), 6 * _normal(keys[i], 2, 0, table)
    by_tenure = 1 + np.exp(-np.arange(months + 1) / 12)
    for month in range(1, months + 1):
        m = month - 1
        occupied[:] = 0
        for i in range(people):
            if gone[i]:
                gone[i] = False
                keys[i] = _mix(roots[i] ^ (np.uint64(month) * _MOVES))
                ability[i], residual[i] = 6 * _normal(keys[i], 1, 0, table), 6 * _normal(keys[i], 2, 0, table)
                grades[i], pay[i], closed_from[i] = 0, _BASES[0], month + 1
                joined[i] = in_grade[i] = promoted[i] = month
            elif to[i] != _STAY:
                if to[i] > grades[i]:
                    promotions[m, grades[i]] += 1
                    pay[i] = max(1.08 * pay[i], _BASES[to[i]])
                    promoted[i] = month
                else:
                    demotions[m, grades[i]] += 1
                    pay[i] *= 0.95
                grades[i], in_grade[i] = to[i], month
            to[i] = _STAY
        for i in range(people):
            residual[i] = 0.6 * residual[i] + 4.8 * _normal(keys[i], 3, month, table)
            grade = grades[i]
            scores[m % 12, i] = _MEANS[grade] + ability[i] + residual[i]
            payroll[m, grade] += pay[i]
            hazard = _HAZARDS[grade] * by_tenure[month - joined[i]]
            hazard *= 1 + min(0.03 * max(0, month - promoted[i] - 24), 1.0)
            if _unit(keys[i], 4, month) < hazard:
                gone[i] = True
                exits[m, grade] += 1
            else:
                occupied[grade] += 1
        headcount[m] = occupied
        if month % 3 == 0:
            _review(month, grades, in_grade, closed_from, scores, pay, to, gone, occupied, marks)


@njit(cache=True)
def _play_all(replications, people, months, seed, start, table, headcount, promotions, demotions, exits, payroll):  # type: ignore[no-untyped-def]
    for rep in range(replications):
        _play(rep, people, months, seed, start, table, headcount[rep], promotions[rep], demotions[rep], exits[rep],
              payroll[rep])  # fmt: skip


def simulate(people: int = 200, months: int = 60, replications: int = 100, seed: int = 1) -> Tables:
    """The tables of `replications` departments."""
    out = Tables.empty(replications, months)
    start = np.repeat(np.arange(GRADES), starting_counts(people))
    _play_all(replications, people, months, seed, start, _TABLE, out.headcount, out.promotions, out.demotions,
              out.exits, out.payroll)  # fmt: skip
    return out
