"""Months at risk and leavings by period, grade, reason and length of service, with late entry.

A leaving known to the day is an event; one known to lie between two snapshots is dealt out over the months between in
proportion to what the fitted hazard expects there (EM; Dempster, Laird and Rubin 1977), and how much is lost by not
knowing the day is kept (`information`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import Floats, Integers, Mask
from ladder_sim.history.months import completed, month_place
from ladder_sim.history.periods import period_of
from ladder_sim.history.record import PeopleHistory, StayEnd
from ladder_sim.history.sources import REASON_ORDER

#: Completed months of service at which a piece of the curve may begin.
CUTS = (0, 3, 6, 12, 24, 36, 60, 120, 240)
FOLDS = 2
ROUNDS = 200  # of EM at most
STILL = 1e-7  # share of the hazards by which they may still change when it ends


@dataclass(frozen=True, slots=True)
class Cube:
    """Counts of a history.

    Parameters
    ----------
    events : leavings, shape (folds, periods, grades + 1, pieces + 1, reasons); the last grade is not stated, the last
        piece is service of unknown length
    months : at risk, shape (folds, periods, grades + 1, pieces + 1)
    ahead : months between the last sight and the end of each leaving that is known to an interval only, shape
        (leavings, pieces + 1), and `where` it belongs: fold, period, grade, reason, shape (leavings, 4)
    """

    events: Floats
    months: Floats
    ahead: Floats
    where: Integers


def cube_of(history: PeopleHistory) -> Cube:
    """The counts of a history over its periods."""
    stays, spells = history.stays, history.spells
    grades, pieces, periods = len(history.order.ids), len(CUTS), history.years
    grade = np.where(stays.grade < 0, grades, stays.grade)
    hired = month_place(spells.hired)[stays.spell]
    known = spells.hired_known[stays.spell]
    fold = spells.person[stays.spell] % FOLDS
    seen = np.minimum(stays.stop, spells.seen[stays.spell])
    begin, end = month_place(stays.entry), month_place(np.maximum(seen, stays.entry))
    months = np.zeros((FOLDS, len(periods), grades + 1, pieces + 1))
    for number, (first, last) in enumerate(periods):
        low = np.maximum(begin, month_place(np.array([first]))[0])
        high = np.minimum(end, month_place(np.array([last if number < len(periods) - 1 else last + 1]))[0])
        for piece, at_risk in enumerate(_by_piece(low, high, hired, known)):
            months[:, number, :, piece] += _by_cell(fold, grade, at_risk, grades + 1)
    gone = stays.ended == StayEnd.GONE
    dated = gone & (spells.seen[stays.spell] >= spells.stop[stays.spell])
    events = np.zeros((*months.shape, len(REASON_ORDER)))
    day = stays.stop
    period = period_of(history, day)
    pieces_at = piece_of(spells.hired[stays.spell], day, known)
    reason = spells.reason[stays.spell]
    cells = (fold[dated], period[dated], grade[dated], pieces_at[dated], reason[dated])
    np.add.at(events, cells, 1.0)
    open_ = np.flatnonzero(gone & ~dated)
    seen = spells.seen[stays.spell[open_]]
    ahead = np.stack(_by_piece(month_place(seen), month_place(stays.stop[open_]), hired[open_], known[open_]), axis=1)
    where = np.stack([fold[open_], period_of(history, seen), grade[open_], reason[open_]], axis=1)
    return Cube(events, months, ahead, where)


def _by_cell(fold: Integers, grade: Integers, weight: Floats, grades: int) -> Floats:
    """Sums by fold and grade."""
    sums = np.bincount(fold * grades + grade, weights=np.asarray(weight, np.float64), minlength=FOLDS * grades)
    made: Floats = sums.reshape(FOLDS, grades).astype(np.float64)
    return made


def _by_piece(low: Floats, high: Floats, hired: Floats, known: Mask) -> list[Floats]:
    """The months between two places in each piece of service; the last is of unknown length."""
    ends = [*CUTS[1:], np.inf]
    made = [
        np.where(
            known, np.maximum(0.0, np.minimum(high, hired + b) - np.maximum(low, hired + a if a else -np.inf)), 0.0
        )
        for a, b in zip(CUTS, ends, strict=True)
    ]
    return [*made, np.where(known, 0.0, np.maximum(0.0, high - low))]


def piece_of(hired: Integers, day: Integers, known: Mask) -> Integers:
    """The piece of service in which each day lies: by completed months, so that five years to the day are 60.

    Parameters
    ----------
    hired, day : days as the history counts them, shape (rows,)
    known : whether service is known, shape (rows,)

    Returns
    -------
    Places in `CUTS`, shape (rows,); the one after the last where service is not known.
    """
    found = np.searchsorted(np.array(CUTS), completed(hired, day), side="right") - 1
    made: Integers = np.where(known, np.maximum(found, 0), len(CUTS))
    return made


@dataclass(frozen=True, slots=True)
class LeavingRates:
    """Hazards a month by group of pieces, with what is known of each.

    Parameters
    ----------
    hazard : a month, shape (groups,)
    information : number of dated events that would tell as much, shape (groups,)
    events : with those expected of leavings known to an interval, shape of `Cube.events` without reasons
    months : at risk, the same way, shape of `Cube.months`
    """

    hazard: Floats
    information: Floats
    events: Floats
    months: Floats


def rates_of(cube: Cube, groups: Integers, reasons: Mask) -> LeavingRates:
    """Hazards that are the same within each group of pieces, by maximum likelihood.

    Leavings known to an interval only are shared between its pieces as the hazards make them likely, in turns with the
    hazards (EM: A. P. Dempster, N. M. Laird and D. B. Rubin, Journal of the Royal Statistical Society B 39, 1977,
    1–38).

    Parameters
    ----------
    groups : of each piece the number of its group, shape (pieces + 1,)
    reasons : which reasons count, shape (reasons,); the others end the observation
    """
    size = int(groups.max()) + 1
    chosen = reasons[cube.where[:, 3]] if len(cube.where) else np.zeros(0, bool)
    ahead = np.zeros((len(cube.ahead), size))
    for piece, group in enumerate(groups):
        ahead[:, group] += cube.ahead[:, piece]
    dated = cube.events[..., reasons].sum(axis=-1)
    d0, e0 = _grouped(dated, groups, size), _grouped(cube.months, groups, size)
    mine = ahead[chosen]
    others = ahead[~chosen].sum(axis=0) / 2 if len(ahead) else 0.0  # on average they went in the middle
    e0 = e0 + others
    alike, weight = _alike(mine)
    hazard = (d0 + _share(mine)) / np.maximum(e0 + mine.sum(axis=0) / 2, 1e-12)
    for _ in range(ROUNDS if len(mine) else 1):
        events, months = _expected(alike, hazard)
        new = (d0 + weight @ events) / np.maximum(e0 + weight @ months, 1e-12)
        still = np.max(np.abs(new - hazard) / np.maximum(hazard, 1e-9)) < STILL
        hazard = new
        if still:
            break
    events, months = _completed(cube, dated, groups, hazard, reasons)
    return LeavingRates(hazard, _information(d0, alike, weight, hazard), events, months)


def _alike(ahead: Floats) -> tuple[Floats, Floats]:
    """Rows that agree to a thousandth of a month as one, and how many each stands for."""
    if not len(ahead):
        return ahead, np.zeros(0)
    whole = np.round(ahead * 1000).astype(np.int64)
    mark = whole @ (np.int64(1) << np.arange(0, 5 * whole.shape[1], 5, dtype=np.int64)) * 1_000_003
    mark += (whole * np.arange(1, whole.shape[1] + 1)).sum(axis=1)
    _, first, count = np.unique(mark, return_index=True, return_counts=True)
    return ahead[first], count.astype(float)


def _share(ahead: Floats) -> Floats:
    total = ahead.sum(axis=1, keepdims=True)
    made: Floats = (ahead / np.maximum(total, 1e-12)).sum(axis=0)
    return made


def _grouped(values: Floats, groups: Integers, size: int) -> Floats:
    made = np.zeros(size)
    np.add.at(made, groups, values.reshape(-1, values.shape[-1]).sum(axis=0))
    return made


def _expected(ahead: Floats, hazard: Floats) -> tuple[Floats, Floats]:
    """Of leavings within an interval: chance of each piece, and months expected in it; shape as `ahead`."""
    risk = ahead * hazard
    before = np.cumsum(risk, axis=1) - risk
    gone = -np.expm1(-risk)
    total = np.maximum(-np.expm1(-risk.sum(axis=1, keepdims=True)), 1e-300)
    chance = np.exp(-before) * gone / total
    later = np.cumsum(chance[:, ::-1], axis=1)[:, ::-1] - chance
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = np.where(risk > 1e-9, ahead * (1 / risk - 1 / np.expm1(risk)), ahead / 2)
    return chance, chance * np.where(ahead > 0, inside, 0.0) + later * ahead


def _information(dated: Floats, ahead: Floats, times: Floats, hazard: Floats) -> Floats:
    """Events known to the day that would tell as much of each log hazard, from the observed information."""
    a = ahead * hazard
    total = np.maximum(a.sum(axis=1), 1e-12)
    weight = times * np.exp(total) / np.expm1(total) ** 2
    matrix = np.diag(dated) + (a * weight[:, None]).T @ a if len(ahead) else np.diag(dated)
    made = np.zeros(len(hazard))
    some = np.diag(matrix) > 0
    if some.any():
        made[some] = 1 / np.diag(np.linalg.inv(matrix[np.ix_(some, some)]))
    return made


def _completed(cube: Cube, dated: Floats, groups: Integers, hazard: Floats, reasons: Mask) -> tuple[Floats, Floats]:
    """Events and months with those expected of leavings that are known to an interval only."""
    events, months = dated.copy(), cube.months.copy()
    if not len(cube.ahead):
        return events, months
    chance, spent = _expected(cube.ahead, hazard[groups])
    fold, period, grade, reason = cube.where.T
    mine = reasons[reason]
    for piece in range(cube.ahead.shape[1]):
        np.add.at(events, (fold[mine], period[mine], grade[mine], piece), chance[mine, piece])
        np.add.at(months, (fold, period, grade, piece), np.where(mine, spent[:, piece], cube.ahead[:, piece] / 2))
    return events, months
