"""What a block of replications leaves behind: counts and sums, and the names of their axes.

This is the only thing that crosses from the engine to the results; blocks add up by `join`.
"""

from __future__ import annotations

import math
import mmap
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from typing import BinaryIO, Literal, TypeAlias

import numpy as np

from ladder_sim.core.arrays import Floats, Integers, Numbers, locked
from ladder_sim.core.directions import Direction
from ladder_sim.core.frozen import frozen, refused
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.one_line import OneLine
from ladder_sim.core.plain_data import RecordValues
from ladder_sim.core.problems import LadderError
from ladder_sim.core.writing import why
from ladder_sim.model.kinds import CAUSES, Cause, MoveKind, causes_counted
from ladder_sim.results.coded import SHUFFLES


@dataclass(frozen=True, slots=True, repr=False)
class GradeInfo(OneLine):
    """A grade as an axis of the counts; `level` counts from the entry of its track."""

    id: str
    title: Title
    track: str
    role: str
    level: int
    covered: bool = True  # False: a role that the scheme has no grade for; these people only stay, leave and are paid
    entry: bool = False
    top: bool = False  # no promotion leads away
    in_fte: bool = False  # its seats count full-time equivalents


@dataclass(frozen=True, slots=True, repr=False)
class MoveInfo(OneLine):
    """A move, and the axes of its counts."""

    id: str
    title: Title
    kind: MoveKind
    #: The axis of `RunCounts.ledger[id]`, as outcomes: a condition's says that it was not met.
    reasons: tuple[Title, ...]
    reason_ids: tuple[str, ...]
    conditions: int  # the first so many reasons are conditions
    months: tuple[int, ...]  # months of the run in which it is reviewed: the second axis of the ledger


@dataclass(frozen=True, slots=True, repr=False)
class StageInfo(OneLine):
    """A stage of a move, as an axis of the counts; several moves may have one of the same id."""

    move: str
    id: str
    title: Title


@dataclass(frozen=True, slots=True, repr=False)
class OwnInfo(OneLine):
    """A measure that a scheme or a study states: arithmetic over figures of people.

    Parameters
    ----------
    arithmetic : str
        In the rule language, with the names of `figure_name` for its figures; '' where it cannot be measured.
    kinds : tuple of str
        Of its figures: mean, total, share or count.
    parameters : tuple of (str, value)
        What else the arithmetic reads.
    """

    id: str
    title: Title
    unit: str
    definition: Title
    better: Direction | None
    arithmetic: str
    kinds: tuple[str, ...]
    parameters: tuple[tuple[str, float | bool | str], ...]


@dataclass(frozen=True, slots=True, repr=False)
class Axes(OneLine):
    """Names of the axes, equal for every block of a run."""

    grades: tuple[GradeInfo, ...]
    moves: tuple[MoveInfo, ...]
    arcs: tuple[tuple[int, int, int], ...]  # (move, from grade, to grade); to = len(grades) for an exit
    parts: tuple[tuple[str, Title], ...]  # pay parts: base first
    groups: tuple[tuple[str, str, Title], ...]  # (attribute, value, title) for the fairness audit
    causes: tuple[Cause, ...] = causes_counted(())  # of exits, the first of `kinds.CAUSES`
    details: tuple[str, ...] = ()  # stages and tokens, for the event log
    deflator: tuple[float, ...] = ()  # the index by which money is also told, by month; empty: there is none
    part_time: bool = False  # may somebody work less than full time
    works: bool = False  # does a review or a stage say what it takes of those who hold it
    hour_costs: bool = False  # and the workforce what an hour of theirs costs
    #: Measures that the scheme states; their figures one after the other are `RunCounts.own`.
    own: tuple[OwnInfo, ...] = ()
    transfers: tuple[str, ...] = ()  # moves between departments; of one department, those out of it
    of: Literal["", "department", "company"] = ""  # is it the run of a department, or of a whole company
    stages: tuple[StageInfo, ...] = ()  # of the moves, in their order


@dataclass(slots=True, repr=False)
class RunCounts(OneLine):
    """Arrays with the replication first. Month 0 of `headcount` is the start; elsewhere month m is index m − 1.

    Shapes stand beside the fields: R replications, M months, G grades. Money is as in the files, without a currency.
    """

    headcount: Integers  # (R, M+1, G) int32, people at the end of the month
    moves: Integers  # (R, M, arcs) int32, in the month of effect
    advanced: Integers  # (R, M) int32: promotions into a higher layer than ever held, in the month of effect
    exits: Integers  # (R, M, G, causes) int32
    hires: Integers  # (R, M, G) int32
    pay: Floats  # (R, M, G, parts) float64
    costs: Floats  # (R, M, G, costs) float64, by the grade of those for whom they arise
    kpi: Floats  # (R, M, 2) float64: sum and number
    stuck: Integers  # (R, M) int32: people longer than 24 months in grade
    regretted: Integers  # (R, M) int32: voluntary leavers in the top fifth by 12-month KPI
    seats: Numbers  # (R, M, G, 2) int32, after the month's reviews: seats, and how many are taken by people
    # (also of grades that share them) or promised; both 0 where a grade has none of its own. float64 where a grade
    # counts full-time equivalents
    groups: Integers  # (R, M, groups, 2) int32: people, promotions
    fte: Floats = field(default_factory=lambda: np.zeros((0, 0, 0)))
    # (R, M, G) float64, full-time equivalents at the end of the month; no grades where everybody works full time
    own: Floats = field(default_factory=lambda: np.zeros((0, 0, 0, 2)))  # (R, M, figures, 2) float64: sum, people
    work: Floats = field(default_factory=lambda: np.zeros((0, 0, 0)))
    # (R, M, 2) float64: hours of those who hold reviews and stages, and what these cost; nothing where nobody says
    cases: Integers = field(default_factory=lambda: np.zeros((0, 0, 0), np.int32))
    # (R, M, stages) int32, cases that came before each stage in the month, retakes too
    arrivals: Integers = field(default_factory=lambda: np.zeros((0, 0, 0), np.int64))
    # (R, M, G) int32, people who come from other departments; no grades where nobody can
    ledger: dict[str, Integers] = field(default_factory=dict)  # move id -> (R, reviews, reasons) int32
    alone: dict[str, Integers] = field(default_factory=dict)  # move id -> (R, reviews, conditions); on request
    stopped: dict[str, Integers] = field(default_factory=dict)
    # move id -> (R, groups, reasons + 1) int32: whom the reviews of all months stopped by what, by group, and who went
    # on; on request, not of companies
    audit: dict[str, Numbers] = field(default_factory=dict)
    # by group, none without groups. exits: (R, M, groups, causes) int32; pay: (R, M, groups) float64; steps:
    # (R, years, groups, G, 2) int32, person-months and promotions out of the grade; shuffled: (R, years, SHUFFLES,
    # groups, 2) int32, person-months and promotions where people bear the labels of others
    choice: dict[str, Floats] = field(default_factory=dict)
    # float64, of promotions. ability, kpi: (R, M, 2), of the promoted ahead of the mean of their grade, and of the best
    # of it, summed; lottery: (R, M, 2), the same at reviews of the mean of the eligible and the best tested; new_role:
    # (R, M, 4), KPI before of those promoted to another role, their number, KPI after in the first year, how often
    # counted; passed_over: (R, M), voluntary leavers in the top fifth who were passed over within a year
    waits: Integers = field(default_factory=lambda: np.zeros((0, 6), np.int32))
    # stays in a grade, rows (replication, grade, months in grade when first seen, when last seen, end, people);
    # who was there on the first day is first seen with the months served by then; end indexes WAIT_ENDS
    events: Integers | None = None  # rows of EVENT_COLUMNS, int32; on request
    people: dict[str, Numbers] | None = None  # everybody who was ever there, a row each; on request
    drivers: Floats = field(default_factory=lambda: np.zeros((0, 0, 0)))
    # (R, M, drivers) float64: voluntary leavers by what their hazards were made of; no drivers but on request
    sealed: object = field(default=None, init=False, compare=False, repr=False)  # what they are of; see `sealing`
    closed: bool = field(default=False, init=False, compare=False, repr=False)

    def __setattr__(self, name: str, value: object) -> None:
        if getattr(self, "closed", False):
            refused()
        object.__setattr__(self, name, value)

    def close(self) -> None:
        """Let nobody write into the counts any more: whatever is given out of them shows the same memory."""
        for name in (*_ARRAYS, "waits", "events", *_DICTS, "people"):
            given = getattr(self, name)
            if isinstance(given, np.ndarray):
                object.__setattr__(self, name, locked(given))
            elif given is not None:
                object.__setattr__(self, name, frozen({key: locked(table) for key, table in given.items()}))
        object.__setattr__(self, "closed", True)

    def seal(self, of: object) -> None:
        """Note what the counts are of, once."""
        object.__setattr__(self, "sealed", of)

    def same(self, other: RunCounts) -> bool:
        """Whether all counts are equal, to the last bit."""
        return all(
            _alike(getattr(self, entry.name), getattr(other, entry.name)) for entry in fields(self) if entry.init
        )

    @property
    def vacant(self) -> Numbers:
        """Open seats of all grades, shape (replications, months); a grade with more people than seats has none.

        Full-time equivalents where a grade counts these, else people.
        """
        kind = np.float64 if self.seats.dtype.kind == "f" else np.int32  # parts of seats, where a grade counts these
        open_: Numbers = np.maximum(self.seats[..., 0] - self.seats[..., 1], 0).sum(axis=2, dtype=kind)
        return open_


#: A part of what was counted: an array, several by key, or nothing.
CountsPart: TypeAlias = Numbers | dict[str, Numbers] | None


def _alike(a: CountsPart, b: CountsPart) -> bool:
    """Whether two parts of what was counted are equal; NaN is NaN."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_alike(a[name], b[name]) for name in a)
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return bool(np.array_equal(a, b, equal_nan=a.dtype.kind == "f" and b.dtype.kind == "f"))
    return a is b


def audit_tables(replications: int, months: int, grades: int, groups: int) -> dict[str, Numbers]:
    """Empty tables of `RunCounts.audit`, of the shapes told there; none without groups."""
    if not groups:
        return {}
    years = -(-months // 12)
    return {
        "exits": np.zeros((replications, months, groups, len(CAUSES)), np.int32),
        "pay": np.zeros((replications, months, groups)),
        "steps": np.zeros((replications, years, groups, grades, 2), np.int32),
        "shuffled": np.zeros((replications, years, SHUFFLES, groups, 2), np.int32),
    }


def choice_tables(replications: int, months: int) -> dict[str, Floats]:
    """Empty tables of `RunCounts.choice`, of the shapes told there."""
    wide = {"ability": 2, "kpi": 2, "lottery": 2, "new_role": 4}
    made = {name: np.zeros((replications, months, n)) for name, n in wide.items()}
    return made | {"passed_over": np.zeros((replications, months))}


IN_MEMORY = 32_000_000  # bytes of results that are kept in memory; larger ones live in an unnamed temporary file


def join(blocks: Sequence[RunCounts]) -> RunCounts:
    """The counts of consecutive blocks as one; replications are numbered on."""
    return blocks[0] if len(blocks) == 1 else gather(blocks, sum(block.headcount.shape[0] for block in blocks))


def gather(blocks: Iterable[RunCounts], replications: int) -> RunCounts:
    """Blocks taken in one after the other, so that memory holds one block and not the run.

    Parameters
    ----------
    blocks : consecutive, `replications` in all.
    """
    with _temporary() as waits:
        return _gathered(blocks, replications, waits)


def _temporary() -> BinaryIO:
    """A temporary file without a name."""
    with _disk():
        return tempfile.TemporaryFile(prefix="ladder_sim")


@contextmanager
def _disk() -> Iterator[None]:
    """Where the disk cannot take what is put into a temporary file, that is said with the folder it is in."""
    try:
        yield
    except OSError as error:
        place = tempfile.gettempdir()
        raise LadderError(
            tr("{place}: results wait here while a run lasts, and cannot: {why} (the variable TMPDIR names another"
               " folder)",
               "{place}：运行期间的结果暂存于此，但无法写入：{why}（可用环境变量 TMPDIR 指定其他文件夹）",
               place=place, why=why(error))
        ) from error  # fmt: skip


def _gathered(blocks: Iterable[RunCounts], replications: int, waits: BinaryIO) -> RunCounts:
    made: RunCounts | None = None
    at = 0
    logs: list[_Logs] = []
    for counts in blocks:
        size = counts.headcount.shape[0]
        if made is None:
            if size == replications:
                return counts
            made = _room_for(counts, replications)
        for whole, part in _pairs(made, counts):
            whole[at : at + size] = part
            _let_go(whole)
        rows = counts.waits.astype(np.int32)
        rows[:, 0] += at
        with _disk():
            waits.write(rows.tobytes())
        logs.append(_logs(counts, at))
        at += size
    assert made is not None and at == replications
    made.events, made.people = _joined(logs)
    row = 4 * made.waits.shape[1]
    total = waits.tell() // row
    with _disk():
        waits.seek(0)  # which writes what is still in the buffer
    if row * total <= IN_MEMORY:
        made.waits = np.frombuffer(waits.read(), np.int32).reshape(total, -1)
    else:
        made.waits = np.memmap(waits, np.int32, "r", shape=(total, row // 4))
    return made


_Logs = tuple[Integers | None, dict[str, Numbers] | None]


def _logs(counts: RunCounts, at: int) -> _Logs:
    """The event log and the people of a block whose first replication is the run's number `at`."""
    if counts.events is None or counts.people is None:
        return None, None
    events = counts.events.copy()
    events[:, 0] += at
    return events, {**counts.people, "replication": counts.people["replication"] + np.int32(at)}


def _joined(logs: Sequence[_Logs]) -> _Logs:
    events = [log for log, _ in logs if log is not None]
    people = [them for _, them in logs if them is not None]
    if not events:
        return None, None
    return np.concatenate(events), {name: np.concatenate([them[name] for them in people]) for name in people[0]}


_ARRAYS = (
    "headcount",
    "moves",
    "advanced",
    "exits",
    "hires",
    "pay",
    "costs",
    "kpi",
    "stuck",
    "regretted",
    "seats",
    "groups",
    "fte",
    "own",
    "work",
    "cases",
    "arrivals",
    "drivers",
)

_DICTS = ("ledger", "alone", "stopped", "audit", "choice")


def _pairs(made: RunCounts, counts: RunCounts) -> list[tuple[Numbers, Numbers]]:
    """Each array of the whole with that of the block."""
    # what these counts do not say, as one kept before the table was there, has no replications
    pairs = [(getattr(made, name), table) for name in _ARRAYS if len(table := getattr(counts, name))]
    for name in _DICTS:
        whole, part = getattr(made, name), getattr(counts, name)
        pairs += [(whole[key], part[key]) for key in part]
    return pairs


def _room_for(counts: RunCounts, replications: int) -> RunCounts:
    """Empty counts for the whole run, of the shapes of a block's."""
    arrays = [getattr(counts, name) for name in _ARRAYS] + [
        a for name in _DICTS for a in getattr(counts, name).values()
    ]
    size = sum(a.nbytes // max(1, a.shape[0]) for a in arrays) * replications

    def room(like: Numbers) -> Numbers:
        return _room((replications, *like.shape[1:]), like.dtype, size)

    made: RecordValues = {name: room(getattr(counts, name)) for name in _ARRAYS}
    for name in _DICTS:
        made[name] = {key: room(value) for key, value in getattr(counts, name).items()}
    return RunCounts(**made)


def _room(shape: tuple[int, ...], dtype: np.dtype[np.generic], total: int) -> Numbers:
    """An array in memory, or in a temporary file without a name when the results are large."""
    if total <= IN_MEMORY or 0 in shape:
        return np.empty(shape, dtype)
    with _temporary() as file:
        if hasattr(os, "posix_fallocate"):
            # all of it now: a mapping into a disk that fills up later would end the process without a word
            with _disk():
                os.posix_fallocate(file.fileno(), 0, math.prod(shape) * dtype.itemsize)
        return np.memmap(file, dtype, "r+", shape=shape)  # the mapping keeps the file alive


def _let_go(array: Numbers) -> None:
    """Hand the pages of a mapped array back to the system: they are in the file."""
    mapping = getattr(array, "_mmap", None)
    if isinstance(array, np.memmap) and mapping is not None:
        array.flush()
        if hasattr(mapping, "madvise") and hasattr(mmap, "MADV_DONTNEED"):
            mapping.madvise(mmap.MADV_DONTNEED)
