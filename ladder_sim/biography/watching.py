"""Two schemes played on the same people with the same luck, every review of everybody noted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from ladder_sim.core.arrays import Floats, Integers
from ladder_sim.core.i18n import Title
from ladder_sim.core.progress import Progress
from ladder_sim.engine.batch import Batch
from ladder_sim.engine.recorder import axes_of
from ladder_sim.engine.witness import Witness
from ladder_sim.experiment.cutting import USUAL_WORK, cuts_of, seconds_of
from ladder_sim.experiment.sharing import shared, workers_of
from ladder_sim.experiment.simulation import compiled
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.calendar import Calendar
from ladder_sim.results.coded import EVENT_COLUMNS, EVENTS
from ladder_sim.results.counts import Axes, RunCounts, gather

#: Events that are no dates of a career: a table that rises, and statuses beside a move.
_QUIET = frozenset(EVENTS.index(name) for name in ("table",))
#: A replication and a person's number in it.
Person = tuple[int, int]
WIDE = 1 << 32
TOGETHER = 8_000  # people of a block: few enough that progress is told now and then


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened to a person: codes of the scheme's own axes, −1 for none.

    Parameters
    ----------
    month : of the run, from 1
    day : from the first of month 1, that being 0
    event : one of `coded.EVENTS`
    cause, move : of an exit, and on the axis of moves
    source, target : grades left and reached
    detail : the stage of a failed case, a token or a status, on the axis of details
    """

    month: int
    day: int
    event: str
    cause: int
    move: int
    source: int
    target: int
    detail: int


@dataclass(frozen=True, slots=True)
class ReviewNote:
    """How one review of a move ended for a person."""

    move: int
    month: int
    reason: str


@dataclass(eq=False)
class WatchedRun:
    """One scheme played, with what happened to everybody.

    Parameters
    ----------
    pay, months : paid in all, and months paid, of people of the first day; shape (replications, people)
    """

    scheme: Scheme
    axes: Axes
    counts: RunCounts
    noted: Integers
    reasons: tuple[str, ...]
    pay: Floats
    months: Floats
    _held: dict[tuple[int, int], Mapping[int, int]] = field(default_factory=dict, init=False, repr=False)

    @property
    def title(self) -> Title:
        """What the scheme is called in few words."""
        return self.scheme.short_title or self.scheme.title

    @cached_property
    def happenings(self) -> Mapping[Person, tuple[Happening, ...]]:
        """(replication, person) → what happened, in order."""
        assert self.counts.events is not None
        made: defaultdict[Person, list[Happening]] = defaultdict(list)
        at = {name: i for i, name in enumerate(EVENT_COLUMNS)}
        for row in self.counts.events.tolist():
            if row[at["event"]] not in _QUIET:
                made[row[at["replication"]], row[at["person"]]].append(
                    Happening(row[at["month"]], row[at["day"]], EVENTS[row[at["event"]]], row[at["cause"]],
                              row[at["move"]], row[at["from"]], row[at["to"]], row[at["detail"]])
                )  # fmt: skip
        return {who: tuple(rows) for who, rows in made.items()}

    @cached_property
    def start(self) -> Mapping[Person, tuple[int, int]]:
        """(replication, person) → the month of joining (0: the first day) and the grade then."""
        them = self.counts.people
        assert them is not None
        columns = zip(*(them[name].tolist() for name in ("replication", "person", "joined", "grade")), strict=True)
        return {(rep, person): (joined, grade) for rep, person, joined, grade in columns}

    def notes(self, who: Person) -> list[ReviewNote]:
        """How a person's reviews ended, in their order."""
        table = self.noted
        key = who[0] * WIDE + who[1]
        low, high = (int(np.searchsorted(self._keys, key, side)) for side in ("left", "right"))
        return [ReviewNote(move, month, self.reasons[code]) for _, _, move, month, code in table[low:high].tolist()]

    @cached_property
    def _keys(self) -> Integers:
        keys: Integers = self.noted[:, 0].astype(np.int64) * WIDE + self.noted[:, 1]
        return keys

    def grade_at(self, who: Person, month: int) -> int | None:
        """The code of the grade at the end of a month; None: not there."""
        if who not in self.start:
            return None
        joined, grade = self.start[who]
        if joined > month:
            return None
        here: int | None = grade
        for each in self.happenings.get(who, ()):
            if each.month > month:
                break
            if each.event == "exit":
                here = None
            elif each.target >= 0 and each.event != "hire" and each.target != each.source:
                here = each.target
        return here

    def since(self, who: Person, month: int) -> int:
        """The month in which somebody came to the grade that is held at the end of a month; 0: before the first."""
        came = [each.month for each in self.happenings.get(who, ())
                if each.month <= month and each.target >= 0 and each.target != each.source]  # fmt: skip
        return max(came, default=self.start[who][0])

    def held(self, replication: int, month: int) -> Mapping[int, int]:
        """Person → grade of everybody at the end of a month; worked out once, for many lives part at one review."""
        if (replication, month) not in self._held:
            there = (who for who in self.start if who[0] == replication)
            grades = ((person, self.grade_at((replication, person), month)) for _, person in there)
            self._held[replication, month] = {person: grade for person, grade in grades if grade is not None}
        return self._held[replication, month]


@dataclass(frozen=True, slots=True)
class WatchTask:
    """Some replications of a scheme to be watched: from `cut[0]` up to `cut[1]`."""

    scheme: Scheme
    workforce: Workforce
    months: int
    seed: int
    cut: tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class WatchedPiece:
    """What was seen in the replications of a task, by their numbers in the whole run.

    Parameters
    ----------
    noted : outcomes of reviews, shape (outcomes, 5), columns as of `Witness.outcomes`
    pay, months : as of `WatchedRun`, shape (replications of the task, people)
    """

    counts: RunCounts
    noted: Integers
    reasons: tuple[str, ...]
    pay: Floats
    months: Floats


def watch(task: WatchTask) -> WatchedPiece:
    """Play a task and note every review and what people are paid; of its argument alone, so that it can travel.

    Raises
    ------
    LadderError
        The scheme does not fit the workforce.
    """
    programs, witness = compiled(task.scheme, task.workforce), Witness()
    switch = task.scheme.adopted.month if task.scheme.adopted is not None else 0
    counts = Batch(programs, months=task.months, seed=task.seed, replications=np.arange(*task.cut), switch=switch,
                   events=True, witness=witness).play()  # fmt: skip
    noted = witness.outcomes()
    noted[:, 0] += task.cut[0]
    return WatchedPiece(counts, noted, tuple(witness.reasons), witness.pay, witness.months)


def watched(
    schemes: Sequence[Scheme], workforce: Workforce, months: int, replications: int, seed: int,
    executor: Executor | None = None, progress: Progress | None = None,
) -> list[WatchedRun]:  # fmt: skip
    """Play schemes on the same people and note every review and what people are paid.

    Raises
    ------
    LadderError
        A scheme does not fit the workforce.
    """
    programs = [compiled(scheme, workforce) for scheme in schemes]
    people = max(1, workforce.people.size)
    seconds = len(schemes) * seconds_of(USUAL_WORK, people, months, replications)
    cuts = cuts_of(people, len(schemes), (0, replications), workers_of(executor, seconds), TOGETHER)
    tasks = [WatchTask(scheme, workforce, months, seed, cut) for scheme in schemes for cut in cuts]
    pieces: list[WatchedPiece] = []
    for task, piece in zip(tasks, shared(executor, watch, tasks, seconds), strict=True):
        pieces.append(piece)
        if progress is not None:
            progress(len(pieces) // len(cuts) * replications + task.cut[1] % replications, len(schemes) * replications)
    calendar = Calendar(workforce.start, workforce.holidays)
    axes = [axes_of(each, calendar, months) for each in programs]
    return [_joined(scheme, axes[i], pieces[i * len(cuts) : (i + 1) * len(cuts)], replications)
            for i, scheme in enumerate(schemes)]  # fmt: skip


def _joined(scheme: Scheme, axes: Axes, pieces: Sequence[WatchedPiece], replications: int) -> WatchedRun:
    """The replications of a scheme put together."""
    reasons = list(dict.fromkeys(reason for piece in pieces for reason in piece.reasons))
    for piece in pieces:
        own = np.array([reasons.index(reason) for reason in piece.reasons], np.int32)
        piece.noted[:, 4] = own[piece.noted[:, 4]] if own.size else piece.noted[:, 4]
    counts = gather((piece.counts for piece in pieces), replications)
    noted, pay, months = (np.concatenate(each) for each in zip(
        *((piece.noted, piece.pay, piece.months) for piece in pieces), strict=True))  # fmt: skip
    return WatchedRun(scheme, axes, counts, noted, tuple(reasons), pay, months)
