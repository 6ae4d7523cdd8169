"""The hot steps of a month on whole arrays: NumPy's, or compiled ones that give the same bits.

NumPy runs at once and passes over memory many times. Compiled by numba (the extra ``fast``) each step passes
once, which pays for large runs only: loading what was compiled before takes half a second, compiling it the first
time some twenty. `compile_for` switches over for the rest of the process, at the size from which it pays.
"""

from __future__ import annotations

import importlib.util
import os
from types import ModuleType

import numpy as np

from ladder_sim.core.arrays import (
    Floats,
    Integers,
    Mask,
    NumberOrEach,
    Numbers,
    PersonFloats,
    PersonInts,
    ReplicationInts,
    Slots,
)  # fmt: skip

WORTHWHILE = 40_000_000  # person-months from which loading the compiled steps pays
SETTING = "LADDER_SIM_COMPILED"  # "yes": from the first run on, "no": never; else by the size of the run

PIECE = 1 << 15  # people who are worked on at once
FEW = 256  # people of whom one call more costs more than it spares
FEW_CUTS = 16

_compiled: ModuleType | None = None  # loaded
_active: ModuleType | None = None  # in use
_ALL = slice(None)


def compile_for(person_months: int) -> bool:
    """Use the compiled steps from now on if a run is worth it and numba is there; whether they are in use."""
    global _compiled, _active
    setting = os.environ.get(SETTING, "").lower()
    large = setting == "yes" or person_months >= WORTHWHILE
    if _compiled is None and large and setting != "no" and importlib.util.find_spec("numba") is not None:
        from ladder_sim.streams import kernels_numba as compiled

        _compiled = compiled
    _active = None if setting == "no" else _compiled
    return _active is not None


def compiled() -> ModuleType | None:
    """The compiled steps where they are in use, else None."""
    return _active


def spread(value: object, size: int) -> Numbers:
    """One value per person, where a rule gave a single one for all; shape (size,)."""
    if isinstance(value, np.ndarray) and value.shape == (size,):
        return value
    return np.broadcast_to(np.asarray(value), (size,))


def spread_numbers(value: object, size: int) -> PersonFloats:
    """The same as floating-point numbers."""
    return spread(value, size).astype(np.float64, copy=False)


def by_clock(table: Numbers, since: Integers, now: int) -> Numbers:
    """``table[now − since]``, at its ends where that is beyond them; any shape."""
    fast = compiled()
    if fast is not None and since.dtype == np.int16 and table.dtype == np.float64:
        return np.asarray(fast.by_clock(table, since, now))
    return table.take((now - since).astype(np.int64), mode="clip")


def by_code(table: Numbers, codes: Integers) -> Numbers:
    """``table[codes]`` for codes that are in range; any shape."""
    fast = compiled()
    if fast is not None and table.dtype == np.float64:
        return np.asarray(fast.by_code(table, codes))
    return np.asarray(table[codes])


def product(factors: list[tuple[Numbers, Numbers, str | None]], now: int) -> Numbers | None:
    """The product, left to right, of look-ups (table, codes or clocks, name of the clock); None where that has no gain.

    Piece by piece, so that what was just written is still at hand for the next factor.
    """
    fast = compiled()
    if fast is None or any(table.dtype != np.float64 for table, *_ in factors):
        return None
    out = np.empty(factors[0][1].size)
    for start in range(0, out.size, PIECE):
        piece = out[start : start + PIECE]
        piece[:] = 1.0
        for table, column, clock in factors:
            if clock is None:
                fast.times_code(piece, table, column[start : start + PIECE])
            else:
                fast.times_clock(piece, table, column[start : start + PIECE], now)
    return out


def among(codes: Integers, wanted: Integers, size: int) -> Mask:
    """Whose code is one of `wanted`, shape of `codes`; codes and `wanted` (not empty) lie from 0 to `size` − 1."""
    fast = compiled()
    if fast is not None and size <= 64:
        return np.asarray(fast.among(codes, np.bitwise_or.reduce(np.uint64(1) << wanted.astype(np.uint64))))
    mask: Mask = codes == wanted[0]
    for code in wanted[1:]:
        mask |= codes == code
    return mask


def cut(mask: Mask, holds: Mask, replications: int) -> ReplicationInts:
    """``mask &= holds`` in place, and how many that takes out per replication.

    Parameters
    ----------
    mask, holds
        Flat over (replications, slots).
    """
    fast = compiled()
    if fast is not None:
        return np.asarray(fast.cut(mask.view(np.uint8), holds.view(np.uint8), replications))
    out = np.greater(mask, holds).view(np.uint8).reshape(replications, -1)
    mask &= holds
    counts: ReplicationInts = np.add.reduce(out, axis=1, dtype=np.int32)
    return counts


def early(since: Integers, before: int, grade: PersonInts, free: int, replications: int) -> ReplicationInts:
    """How many people have a clock from earlier than `before`; int32 per replication.

    Parameters
    ----------
    since, grade
        Flat over (replications, slots).
    free
        The grade of a slot where nobody is.
    """
    fast = compiled()
    if fast is not None:
        return np.asarray(fast.early(since, before, grade, free, replications))
    mask = since < before
    mask &= grade < free
    counts: ReplicationInts = np.add.reduce(mask.view(np.uint8).reshape(replications, -1), axis=1, dtype=np.int32)
    return counts


def run_on(streak: Integers, true: Mask, counted: Mask) -> None:
    """Streaks in place, after one more period: one longer where it was true and counted, else 0; shape (slots,) all."""
    fast = compiled()
    if fast is not None:
        fast.run_on(streak, true, counted)
        return
    streak += 1
    streak *= true & counted


def push(bits: Integers, true: Mask) -> None:
    """One more bit at the low end of everybody's, in place; shape (slots,) both."""
    if (fast := compiled()) is not None:
        fast.push(bits, true)
        return
    bits <<= np.uint64(1)
    bits |= true


def regrade(
    idx: Slots, new: Integers, rep: PersonInts, grade: PersonInts, cell: Integers, counts: ReplicationInts
) -> None:
    """Give the people at `idx` the grades `new`, in place.

    Parameters
    ----------
    idx, new
        Slots, and the codes of the new grades, shape (people,).
    rep, grade, cell
        Flat over (replications, slots): the replication, the grade's code, and the place in `counts`, of each slot.
    counts
        Heads, shape (replications, grades + 1), which follow `grade`.
    """
    fast = compiled()
    if fast is not None:
        fast.regrade(idx, new, rep, grade, cell, counts)
        return
    row = rep[idx] * counts.shape[1]
    before, after = row + grade[idx], row + new
    flat = counts.reshape(-1)
    flat -= np.bincount(before, minlength=flat.size)
    flat += np.bincount(after, minlength=flat.size)
    grade[idx], cell[idx] = new, after


def turns(rep: PersonInts, reps: int) -> PersonInts:
    """0, 1, 2, … within each replication, for replications in rising order; shape of `rep`."""
    counts = np.bincount(rep, minlength=reps)
    return np.arange(rep.size) - np.repeat(np.cumsum(counts) - counts, counts)


def lowest_first(values: Numbers, wanted: Integers) -> Integers:
    """Columns that go to takers one after another, each to the lowest of the row; equal ones to the first column.

    A column that is taken is one higher for those who follow. Rows are worked on at once, and in each all columns
    between one whole number and the next, so that few passes are made however many takers there are.

    Parameters
    ----------
    values
        Shape (rows, columns); infinite where nobody may take.
    wanted
        Takers of each row, >= 0.

    Returns
    -------
    A column for each taker, row after row; −1 where the row has none to take.
    """
    if (fast := compiled()) is not None:
        return np.asarray(fast.lowest_first(np.array(values, np.float64), wanted))
    of = np.repeat(np.arange(wanted.size), wanted)
    found = np.full(of.size, -1, np.int64)
    rows = np.flatnonzero(wanted)
    first, left, room = np.cumsum(wanted)[rows] - wanted[rows], wanted[rows], values[rows]
    while rows.size:
        width = min(int(left.max()), room.shape[1])  # no row can come to more columns than it has takers
        bound = np.partition(room, width - 1, axis=1)[:, width - 1]
        low = np.floor(room.min(axis=1))
        row, column = np.nonzero((room <= bound[:, None]) & (room < low[:, None] + 1))
        order = np.lexsort((room[row, column], row))
        row, column = row[order], column[order]
        turn = turns(row, rows.size)
        fine = turn < left[row]
        row, column = row[fine], column[fine]
        found[first[row] + turn[fine]] = column
        room[row, column] += 1
        taken = np.bincount(row, minlength=rows.size)
        first, left = first + taken, left - taken
        keep = (left > 0) & (taken > 0)
        rows, first, left, room = rows[keep], first[keep], left[keep], room[keep]
    return found


def first_free(grade: PersonInts, free: int, wanted: Integers) -> Slots:
    """The first `wanted` slots of each replication whose grade is `free`, rising; so many must be there.

    grade: flat over (replications, slots). wanted: whole numbers >= 0, shape (replications,).
    """
    places = grade.size // wanted.size
    fast = compiled()
    if fast is not None:
        return np.asarray(fast.first_free(grade, free, wanted, places))
    empty = np.flatnonzero(grade == free)
    rep = empty // places
    return empty[turns(rep, wanted.size) < wanted[rep]]


def sums(cells: Integers, weights: Floats, size: int) -> Floats:
    """Sums of `weights` by cell, both of shape (entries,), cells from 0 to `size` − 1; shape (size,)."""
    fast = compiled()
    if fast is not None:
        return np.asarray(fast.sums(cells, weights, size))
    by_cell: Numbers = np.bincount(cells, weights, size)  # its stub knows no weights
    return by_cell


def add(table: Numbers, place: tuple[Integers | int, ...], values: NumberOrEach = 1) -> None:
    """``table[place] += values`` with repeated places added up; numbers in `place` cut the table, arrays index it.

    Many are counted and then added, which is quicker; few one by one, which leaves the rest of the table alone.

    Parameters
    ----------
    place
        A number or an array for each of the first axes; the arrays of one shape (entries,), at least one.
    values
        A number, or one for each entry.
    """
    arrays = [index for index in place if isinstance(index, np.ndarray)]
    if not arrays[0].size:
        return
    part = table[tuple([_ALL if isinstance(index, np.ndarray) else index for index in place])]
    fast = compiled()
    if fast is not None and not isinstance(values, np.ndarray):
        (fast.add_1, fast.add_2, fast.add_3)[len(arrays) - 1](part, *arrays, values)
        return
    if not isinstance(values, np.ndarray) and part.dtype.kind == "i" and arrays[0].size <= part.size:
        np.add.at(part, arrays[0] if len(arrays) == 1 else tuple(arrays), part.dtype.type(values))
        return
    flat = arrays[0]
    for index, size in zip(arrays[1:], part.shape[1:], strict=True):
        flat = flat * size
        flat += index
    weights = values if isinstance(values, np.ndarray) else None
    counted = np.bincount(flat, weights, part.size).reshape(part.shape)
    if weights is not None and part.dtype.kind == "i":
        part += counted.astype(part.dtype)  # whole numbers, exact as floats
    elif weights is not None or values == 1:
        part += counted
    else:
        part += counted * values


def reached(cuts: Floats, values: Floats) -> Integers:
    """How many of the rising `cuts` each value has reached, as it comes from a draw; no NaN; shape of `values`.

    Of few cuts all are compared with: a search would guess wrong, at each step, whether to go up or down.
    """
    if values.size < FEW or cuts.size > FEW_CUTS:
        return np.asarray(np.searchsorted(cuts, values, side="right"))
    count = np.zeros(values.shape, np.int8)
    for cut in cuts:
        count += (values >= cut).view(np.int8)
    return count


def known_since(row: Floats, since: Integers, first: int) -> PersonFloats:
    """The values of `row`, NaN of whose clock `since` is at least `first`; shape (people,), as both."""
    if (fast := compiled()) is not None:
        return np.asarray(fast.known_since(row, since, first))
    known: PersonFloats = row.copy()
    known[np.flatnonzero(since >= first)] = np.nan
    return known


def best_first(values: Numbers, rep: PersonInts) -> PersonInts | None:
    """An order by replication and then by value, the highest first; None where two values tie (or too many compete).

    `values` and `rep` have the shape (people,), replications rise.
    """
    fast = compiled()
    if fast is not None:
        order: Integers | None = fast.best_first(values, rep)
        if order is not None:
            return order
    order = np.lexsort((-values, rep))
    ordered, owner = values[order], rep[order]
    return None if np.any((ordered[1:] == ordered[:-1]) & (owner[1:] == owner[:-1])) else order


def by_group(groups: Integers, size: int) -> Integers:
    """An order by groups, shape (people,), from 0 to `size` − 1, that keeps the order within each."""
    # numbers of 16 bits are sorted digit by digit, several times as quickly
    return np.argsort(groups.astype(np.uint16) if size <= 1 << 16 else groups, kind="stable")


def ranked(values: Floats, since: Integers, tie: Integers, groups: Integers, size: int) -> Integers:
    """An order by group and then by value, the highest first; equal ones by longer service, then by the lower lot.

    Parameters
    ----------
    values
        No NaN; shape (people,), as all of them.
    since
        A clock: who has the lower one serves longer.
    tie
        Lots, which differ within a group.
    groups
        From 0 to `size` − 1.
    """
    if (fast := compiled()) is not None:
        return np.asarray(fast.ranked(values, since, tie, groups, size))
    order = np.argsort(-values)
    of = groups[order]
    order = order[by_group(of, size)]
    ordered, of = values[order], groups[order]
    equal = np.zeros(order.size + 1, bool)
    np.logical_and(ordered[1:] == ordered[:-1], of[1:] == of[:-1], out=equal[1:-1])
    tied = np.flatnonzero(equal[1:] | equal[:-1])
    if tied.size:  # those of one value and group stand together, in no order
        run, who = np.cumsum(~equal[:-1])[tied], order[tied]
        order[tied] = who[_by_numbers(run, since[who], tie[who])]
    return order


def _by_numbers(*keys: Integers) -> Integers:
    """An order by whole numbers, the first key before all others; as one number each where they fit into 63 bits."""
    packed, room = np.zeros(keys[0].size, np.int64), 1
    for key in keys:
        low, high = int(key.min()), int(key.max())
        room *= high - low + 1
        if room >= 1 << 63:
            return np.lexsort(keys[::-1])
        packed *= high - low + 1
        packed += key
        packed -= low
    return np.argsort(packed)
