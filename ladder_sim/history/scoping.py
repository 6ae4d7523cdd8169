"""From spells and graded sights of people to spells and stays within the grades asked for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import Integers, Mask
from ladder_sim.history.record import OUTSIDE, UNSTATED, SpellEnd, SpellEntry, Spells, StayEnd, Stays


@dataclass(frozen=True, slots=True)
class Sights:
    """Grades of people as seen: by spell and day in ascending order; arrays of shape (sights,).

    Parameters
    ----------
    spell : place in `Spells`
    day : days from `EPOCH`
    grade : place in the order of grades, or `UNSTATED` or `OUTSIDE`
    known : whether the day is that of the change, and not only one on which the grade was seen
    """

    spell: Integers
    day: Integers
    grade: Integers
    known: Mask


@dataclass(frozen=True, slots=True)
class _Runs:
    """Stays with the run of grades asked for, or of others, to which each belongs."""

    spell: Integers
    grade: Integers
    since: Integers
    known: Mask
    stop: Integers


def within_order(spells: Spells, sights: Sights, opened: int) -> tuple[Spells, Stays]:
    """Spells cut where somebody is in a grade that was not asked for, and the stays in them.

    Parameters
    ----------
    spells : of service, whatever the grade
    sights : of each spell that has any; a spell without one has a grade that is not stated
    opened : the first day of observation; what ends before is left out
    """
    stays = _stays(spells, sights)
    order = np.flatnonzero(stays.stop > np.maximum(stays.since, opened))
    stays = _taken(stays, order)
    outside = stays.grade == OUTSIDE
    run = _starts(stays.spell, outside)
    first, last = _ends(run, len(stays.spell))
    kept = ~outside[first]
    made = _cut(spells, stays, first, last, opened)
    chosen = np.flatnonzero(kept)
    within = kept[run]
    return made.taken(chosen), _final(_taken(stays, np.flatnonzero(within)), (np.cumsum(kept) - 1)[run[within]], made,
                                       chosen)  # fmt: skip


def _starts(spell: Integers, outside: Mask) -> Integers:
    """The number of the run of each stay."""
    new = np.ones(len(spell), bool)
    new[1:] = (spell[1:] != spell[:-1]) | (outside[1:] != outside[:-1])
    made: Integers = np.cumsum(new) - 1
    return made


def _ends(run: Integers, size: int) -> tuple[Integers, Integers]:
    """First and last stay of each run."""
    first = np.flatnonzero(np.r_[True, run[1:] != run[:-1]]) if size else np.zeros(0, np.int64)
    return first, np.r_[first[1:] - 1, size - 1] if size else first


def _stays(spells: Spells, sights: Sights) -> _Runs:
    """One row for each grade held, from the first sight of it to the first sight of another or the spell's end."""
    new = np.ones(len(sights.spell), bool)
    new[1:] = (sights.spell[1:] != sights.spell[:-1]) | (sights.grade[1:] != sights.grade[:-1])
    at = np.flatnonzero(new)
    spell, grade, since, known = sights.spell[at], sights.grade[at], sights.day[at].copy(), sights.known[at].copy()
    first = np.r_[True, spell[1:] != spell[:-1]] if len(at) else np.zeros(0, bool)
    late = first & (since > spells.hired[spell]) & (since > spells.entry[spell])
    since[late], known[late] = spells.entry[spell[late]], False  # the grade was held before it was first told
    silent = np.setdiff1d(np.arange(len(spells)), spell)
    spell, grade = np.r_[spell, silent], np.r_[grade, np.full(len(silent), UNSTATED)]
    since, known = np.r_[since, spells.hired[silent]], np.r_[known, np.zeros(len(silent), bool)]
    order = np.lexsort((since, spell))
    spell, grade, since, known = spell[order], grade[order], since[order], known[order]
    more = np.r_[spell[1:] == spell[:-1], False] if len(spell) else np.zeros(0, bool)
    stop = np.where(more, np.r_[since[1:], 0], spells.stop[spell])
    return _Runs(spell, grade, since, known, np.minimum(stop, spells.stop[spell]))


def _taken(stays: _Runs, at: Integers) -> _Runs:
    return _Runs(stays.spell[at], stays.grade[at], stays.since[at], stays.known[at], stays.stop[at])


def _cut(spells: Spells, stays: _Runs, first: Integers, last: Integers, opened: int) -> Spells:
    """A spell for each run; the first keeps how the spell began, the last how it ended."""
    parent = stays.spell[first]
    begins = np.r_[True, parent[1:] != parent[:-1]] if len(parent) else np.zeros(0, bool)
    ends = np.r_[parent[1:] != parent[:-1], True] if len(parent) else np.zeros(0, bool)
    entry = np.maximum(np.where(begins, spells.entry[parent], stays.since[first]), opened)
    stop = np.where(ends, spells.stop[parent], stays.stop[last])
    begun = np.where(begins, spells.begun[parent], SpellEntry.FROM_OUTSIDE)
    begun = np.where((entry == opened) & (begun == SpellEntry.FROM_OUTSIDE), SpellEntry.IN_FORCE, begun)
    return Spells(
        spells.person[parent], spells.hired[parent], spells.hired_known[parent], entry, stop,
        np.where(ends, spells.seen[parent], stop), begun,
        np.where(ends, spells.ended[parent], SpellEnd.TO_OUTSIDE), spells.reason[parent],
    )  # fmt: skip


def _final(stays: _Runs, spell: Integers, runs: Spells, chosen: Integers) -> Stays:
    entry, left = runs.entry[chosen], runs.ended[chosen] == SpellEnd.LEFT
    more = np.r_[spell[1:] == spell[:-1], False] if len(spell) else np.zeros(0, bool)
    following = np.where(more, np.r_[stays.grade[1:], 0], UNSTATED)
    stated = (following >= 0) & (stays.grade >= 0)
    ended = np.where(stated & (following > stays.grade), StayEnd.UP,
                     np.where(stated & (following < stays.grade), StayEnd.DOWN, StayEnd.OPEN))  # fmt: skip
    ended = np.where(~more & left[spell], StayEnd.GONE, ended)
    return Stays(spell, stays.grade, stays.since, stays.known, np.maximum(stays.since, entry[spell]), stays.stop, ended,
                 following)  # fmt: skip
