"""What a block of replications leaves behind: counts and sums, and the names of their axes.

This is the only thing that crosses from the engine to the results; blocks add up by `join`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from ladder_sim.words import Title

CAUSES = ("voluntary", "dismissal", "retirement", "transfer")
COSTS = ("employer_load", "severance", "hiring", "training")
WAIT_ENDS = ("promotion", "exit", "other", "end", "late entry")


@dataclass(frozen=True, slots=True)
class GradeInfo:
    id: str
    title: Title
    track: str
    role: str
    level: int
    covered: bool = True  # False: a role that the scheme has no grade for; these people only stay, leave and are paid
    entry: bool = False
    top: bool = False  # no promotion leads away


@dataclass(frozen=True, slots=True)
class MoveInfo:
    id: str
    title: Title
    kind: str
    reasons: tuple[Title, ...]  # the axis of `Tally.ledger[id]`
    reason_ids: tuple[str, ...]
    conditions: int  # the first so many reasons are conditions
    months: tuple[int, ...]  # months of the run in which it is reviewed: the second axis of the ledger


@dataclass(frozen=True, slots=True)
class Axes:
    """Names of the axes, equal for every block of a run."""

    grades: tuple[GradeInfo, ...]
    moves: tuple[MoveInfo, ...]
    arcs: tuple[tuple[int, int, int], ...]  # (move, from grade, to grade); to = len(grades) for an exit
    parts: tuple[tuple[str, Title], ...]  # pay parts: base first
    groups: tuple[tuple[str, str, Title], ...]  # (attribute, value, title) for the fairness audit


@dataclass(slots=True)
class Tally:
    """Arrays with the replication first. Month 0 of `headcount` is the start; elsewhere month m is index m − 1."""

    headcount: np.ndarray  # (R, M+1, G) int32, people at the end of the month
    moves: np.ndarray  # (R, M, arcs) int32, in the month of effect
    exits: np.ndarray  # (R, M, G, causes) int32
    hires: np.ndarray  # (R, M, G) int32
    pay: np.ndarray  # (R, M, G, parts) float64
    costs: np.ndarray  # (R, M, costs) float64
    kpi: np.ndarray  # (R, M, 2) float64: sum and number
    stuck: np.ndarray  # (R, M) int32: people longer than 24 months in grade
    regretted: np.ndarray  # (R, M) int32: voluntary leavers in the top fifth by 12-month KPI
    vacant: np.ndarray  # (R, M) int32: open seats in grades with seats
    groups: np.ndarray  # (R, M, groups, 2) int32: people, promotions
    ledger: dict[str, np.ndarray] = field(default_factory=dict)  # move id -> (R, reviews, reasons) int32
    alone: dict[str, np.ndarray] = field(default_factory=dict)  # move id -> (R, reviews, conditions); on request
    waits: np.ndarray = field(default_factory=lambda: np.zeros((0, 5), np.int32))
    # rows (replication, grade, months, end, people); end indexes WAIT_ENDS
    events: list[tuple[Any, ...]] = field(default_factory=list)
    # (replication, date, person, event, from, to, reason); on request


def join(tallies: Sequence[Tally]) -> Tally:
    """The tallies of consecutive blocks as one; replications are numbered on."""
    if len(tallies) == 1:
        return tallies[0]
    made: dict[str, Any] = {}
    offsets = np.cumsum([0, *[t.headcount.shape[0] for t in tallies]])
    for item in fields(Tally):
        parts = [getattr(t, item.name) for t in tallies]
        if item.name == "waits":
            shifted = []
            for part, offset in zip(parts, offsets, strict=False):
                rows = part.copy()
                rows[:, 0] += offset
                shifted.append(rows)
            made["waits"] = np.concatenate(shifted)
        elif item.name == "events":
            made["events"] = [
                (row[0] + int(offset), *row[1:]) for part, offset in zip(parts, offsets, strict=False) for row in part
            ]
        elif item.name in ("ledger", "alone"):
            made[item.name] = {key: np.concatenate([p[key] for p in parts]) for key in parts[0]}
        else:
            made[item.name] = np.concatenate(parts)
    return Tally(**made)
