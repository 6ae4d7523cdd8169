"""The people of a batch as a struct of arrays, and what rules may read of them.

All arrays are flat over (replications, slots); a slot has one person at a time, or nobody (grade code G, the
outside). Clocks are kept as the month before the one they started in, so that ``now − since`` is the number of
completed months and nothing has to be counted up. What a column means and who writes it: `state.COLUMNS`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ladder_sim.core.arrays import (
    GradeCounts,
    Keys,
    Mask,
    Numbers,
    PersonFloats,
    PersonInts,
    ReplicationFloats,
    ReplicationInts,
    SlotFloats,
    SlotInts,
    SlotMask,
    Slots,
)
from ladder_sim.engine.chances import Chances, SeededChances
from ladder_sim.engine.history import History
from ladder_sim.engine.losses import Losses
from ladder_sim.engine.skipping import Away
from ladder_sim.engine.state import clocks_of, column_of, columns_of, resumes, wiped_of
from ladder_sim.engine.stopwatch import stopwatch
from ladder_sim.engine.years import Years
from ladder_sim.expressions.nodes import Node, NodeValue, View
from ladder_sim.expressions.span import Context
from ladder_sim.model.metrics import FTE
from ladder_sim.plan.calendar import Calendar
from ladder_sim.plan.program import Program
from ladder_sim.streams import draws
from ladder_sim.streams.kernels import first_free, regrade

UNIT = 1 << 62  # the number under which the unit itself draws
MOST = 1e9  # people, seats or cases: more than any unit has


def known_number(number: float) -> float:
    """A rule's number of people, seats or cases as it counts: what has no value, or one below 0, is 0."""
    return min(max(number, 0.0), MOST) if number == number else 0.0


@dataclass(frozen=True, slots=True)
class Growth:
    """A batch becomes wider: from `old` slots per replication to `new`."""

    replications: int
    old: int
    new: int

    def wider(self, values: Numbers, fill: float | str) -> Numbers:
        """Values of all slots, last axis (replications × slots,), with `fill` in the slots that are new."""
        lead = values.shape[:-1]
        out = np.full((*lead, self.replications, self.new), fill, values.dtype)
        out[..., : self.old] = values.reshape(*lead, self.replications, self.old)
        return out.reshape(*lead, self.replications * self.new)

    def moved(self, idx: Slots) -> Slots:
        """The numbers that the same slots now have."""
        moved: Slots = idx // self.old * self.new + idx % self.old
        return moved


class Follower(Protocol):
    """Whoever keeps slots, or something for each of them, follows when the batch becomes wider."""

    def grow(self, growth: Growth) -> None:
        """The batch has become wider."""


class Sampler(Protocol):
    """Where metrics that are not drawn monthly come from."""

    def now(self, name: str, view: View) -> PersonFloats:
        """A metric of the people of the view."""


class Population:
    """The people of a batch.

    Parameters
    ----------
    programs
        The scheme's, after that of a scheme it replaces.
    replications
        Their numbers, shape (replications,).
    slots
        Of each replication, at first.
    """

    def __init__(
        self, programs: list[Program], seed: int, replications: ReplicationInts, slots: int, calendar: Calendar
    ) -> None:
        self.program = programs[0]  # in force
        self.seed, self.replications = seed, replications
        self.month, self.calendar_of, self.watch = 0, calendar, stopwatch()
        self.followers: list[Follower] = []
        self._trial: Mask | None = None
        self._counts: GradeCounts | None = None
        self._member: Mask | None = None
        self.reps, self.slots = replications.size, slots
        self.grade_count = len(self.program.grades)
        n = self.n = self.reps * slots
        self.rep: SlotInts = np.repeat(np.arange(self.reps), slots)
        self.teams: ReplicationInts = np.ones(self.reps, np.int64)  # how many there are, also when one is empty
        names = columns_of(programs)
        self.columns: dict[str, Numbers] = {name: column_of(name).empty(n, self.grade_count) for name in names}
        told = ("base", "tie"), ("status:", "token:")  # what rules read of these is not what is kept
        self._as_kept = {name for name in names if name not in told[0] and not name.startswith(told[1])}
        self.wiped = wiped_of(programs)
        self.clock_names = clocks_of(programs)
        self.clocks = np.zeros((len(self.clock_names), n), np.int16)
        self._name_clocks()
        self.keys: Keys = np.zeros(n, np.uint64)
        self.cell: SlotInts = self.rep * (self.grade_count + 1) + self.grade_count
        self.skips = any(plan.status.windows == "skip" for p in programs for plan in p.statuses) or resumes(programs)
        self.histories = self.new_histories(self.program)
        self.monthly: dict[str, SlotFloats] = {}  # this month's draws
        self.losses = Losses({group for program in programs for group in program.scope.losses_read}, self.reps)
        self.sampler: Sampler | None = None
        self.chances: Chances = SeededChances()
        self.years = Years(seed, replications, calendar, self.program.scheme.year_starts)
        self.fields: Mapping[str, Numbers] = self.program.grades.fields  # what grades carry this month
        self.due: Mapping[str, Numbers] = self.fields  # those that hold, where they are paid later
        self.ahead = False  # are those read, and what people's base is by them?
        self.away: Away | None = None  # who is in a status whose months are no periods
        self.counted_from: SlotInts | None = None  # nothing before this month counts for the person in the slot

    # -- what rules read ------------------------------------------------------------------------

    def column(self, name: str) -> Numbers:
        """A column as rules read it; tokens that have run out are 0; shape (slots of the batch,)."""
        if name in self._as_kept:
            return self.columns[name]
        if name == "on_probation":
            on: Mask = (self.columns["probation_until"] >= self.month) | self.trial()
            return on
        if name == "base" and self.ahead:
            return self.columns["base_due"]
        if name.startswith("status:"):
            within: Mask = self.columns[name] >= self.month
            return within
        if name == "tie":
            return self.columns.get("tie", self.columns["person"])
        if name.startswith("token:"):
            held = self.columns[name]
            return np.where(self.columns["until:" + name[6:]] >= self.month, held, 0)
        return self.columns[name]

    def field(self, name: str) -> Numbers:
        """What grades carry in the month in force; shape (grades + 1,), or (grades + 1, steps)."""
        return (self.due if self.ahead else self.fields)[name]

    @contextmanager
    def looking_ahead(self) -> Iterator[None]:
        """What holds is read as if it were paid already."""
        self.ahead = True
        try:
            yield
        finally:
            self.ahead = False

    def adopt(self, program: Program, histories: list[History]) -> None:
        """Another program is in force, with what its windows look back on."""
        self.program, self.histories = program, histories
        self.years.starts = program.scheme.year_starts
        self._trial = self._member = None

    def trial(self, idx: Slots | None = None) -> Mask:
        """Who is in a trial grade: shape (slots,), or of the slots `idx`."""
        if self._trial is None:
            own = {grade.id for grade in self.program.scheme.grades if grade.trial}
            self._trial = np.array([g.id in own for g in self.program.infos] + [False])
        grade = self.columns["grade"] if idx is None else self.columns["grade"][idx]
        return self._trial[grade] if self._trial.any() else np.zeros(grade.shape, bool)

    def metric(self, name: str, view: View) -> NodeValue:
        """A metric of the people of the view: this month's, or one drawn at its occasion."""
        if name == "mentee" and name not in self.program.metrics:
            values = self.columns["mentees_now"]
        elif name in self.monthly:
            values = self.monthly[name]
        else:
            assert self.sampler is not None
            return self.sampler.now(name, view)
        return values if view.idx is None else values[view.idx]

    def new_histories(self, program: Program) -> list[History]:
        """Empty ones of what a program's windows look back on."""
        return [History(spec, self.n, skips=self.skips) for spec in program.series]

    def series(self, key: int) -> History:
        """What windows of the series `key` look back on."""
        return self.histories[key]

    def since(self, context: Context) -> SlotInts:
        """The month after which periods count, by what a window may read."""
        if context == "all":
            since = self.columns.get("hired_on", self.columns["hired_since"])
        elif context == "fresh":
            since = np.maximum(self.columns["closed_since"], self.columns.get("moved_on", self.columns["moved_since"]))
        else:
            since = self.columns["closed_since"]
        return since if self.counted_from is None else np.maximum(since, self.counted_from)

    def calendar(self, month: int) -> tuple[int, int, int]:
        """Month of the year, quarter and year of a month of the run."""
        return self.calendar_of.month(month)

    def group(self, *names: str) -> tuple[SlotInts, int]:
        """Group numbers over the whole batch, and how many there are; −1 in no group, lacking an attribute."""
        index, size = self._group(names[0])
        for name in names[1:]:
            local, within = self._group(name)
            each = within // self.reps
            joined = index * each + local % each
            index, size = np.where((index < 0) | (local < 0), -1, joined), size * each
        return index, size

    def _group(self, name: str) -> tuple[SlotInts, int]:
        if name == "everyone":
            return self.rep, self.reps
        if name == "team":
            size = int(self.columns["team"].max(initial=0)) + 1
            return self.rep * size + self.columns["team"], self.reps * size
        grades = self.program.grades
        if name == "grade":
            return self.cell, self.reps * (self.grade_count + 1)
        if name not in ("role", "track"):
            width, codes = len(self.program.workforce.people.attributes[name].levels), self.columns[f"attr:{name}"]
            known = ~np.isnan(codes)
            local = self.rep * width + np.where(known, codes, 0).astype(np.int64)
            return np.where(known, local, -1), self.reps * width
        labels = grades.role if name == "role" else grades.track
        distinct = list(dict.fromkeys(labels))
        codes = np.array([distinct.index(label) for label in labels] + [len(distinct)])
        return self.rep * (len(distinct) + 1) + codes[self.columns["grade"]], self.reps * (len(distinct) + 1)

    def fte(self) -> SlotFloats | None:
        """How much of full time everybody works, 1 where that is not known; None: nobody works less than all of it."""
        fte = self.columns.get(f"attr:{FTE}")
        return None if fte is None else np.where(np.isnan(fte), 1.0, np.clip(fte, 0, 1))

    def fte_of(self, idx: Slots) -> PersonFloats | None:
        """The same of the people at `idx`, shape of `idx`."""
        fte = self.fte()
        return None if fte is None else fte[idx]

    def alive(self) -> SlotMask:
        """In which slots somebody is."""
        alive: SlotMask = self.columns["grade"] < self.grade_count
        return alive

    def of_unit(self, node: Node, view: View) -> ReplicationFloats:
        """A rule's number of people for each replication; shape (replications,).

        What has no value, or one below 0, is 0. Rules that tell people apart are refused before a run.
        """
        value = np.asarray(node.value(view), dtype=np.float64)
        if not value.ndim:
            return np.full(self.reps, known_number(float(value)))
        # equal for everybody who is there
        known = (self.alive() & ~np.isnan(value)).reshape(self.reps, self.slots)
        numbers: ReplicationFloats = np.where(known, value.reshape(known.shape), 0).max(axis=1)
        return np.clip(numbers, 0, MOST)

    def ranked(self) -> SlotMask:
        """Who takes part in rankings: everybody past probation and not away."""
        ranked: SlotMask = self.alive() & ~self.column("on_probation")
        return ranked if self.away is None else ranked & ~self.away.now

    def members(self, unit: bool) -> SlotMask:
        """Members of teams: people of the lowest role present on the ladder; of the unit: everybody."""
        if unit:
            return self.alive()
        if self._member is None:
            roles = self.program.scope.roles
            grades = self.program.grades
            ranks = [roles.index(role) if role in roles else 99 for role in grades.role]
            lowest = min(ranks, default=0)
            self._member = np.array([rank == lowest for rank in ranks] + [False])
        return self._member[self.columns["grade"]]

    def chance(self, stream: str, p: NodeValue, view: View) -> NodeValue:
        """To whom of the view something of chance `p`, 0–1, happens; truth values, shape (people,)."""
        keys = self.keys if view.idx is None else self.keys[view.idx]
        return self.chances.uniform(keys, stream, view.month) < p

    def uniform(self, stream: str, view: View, *, unit: bool) -> PersonFloats:
        """Uniform draws in (0, 1) of the people of the view; `unit`: one for each replication, which all share."""
        if not unit:
            return self.chances.uniform(self.keys if view.idx is None else self.keys[view.idx], stream, view.month)
        keys = draws.person_keys(self.seed, self.replications, np.full(self.reps, UNIT))
        drawn: PersonFloats = self.chances.uniform(keys, stream, view.month)[self._of_rep(view)]
        return drawn

    def _of_rep(self, view: View) -> SlotInts:
        return self.rep if view.idx is None else self.rep[view.idx]

    def year_factor(self, stream: str, spread: float, view: View) -> PersonFloats:
        """The factor of the view's year, which all people of a replication share; shape (people,)."""
        factor: PersonFloats = self.years.factor(stream, spread, view.month)[self._of_rep(view)]
        return factor

    def loss(self, months: int, *names: str) -> SlotFloats:
        """Exits of the last `months` from everybody's group, as a share of its average headcount a year."""
        return self.losses.of(self, months, names)

    def view(self, now: int, month: int) -> View:
        """Everybody, with clocks at the end of month `now`, in `month`."""
        self.month = month
        return View(self, now, month)

    # -- changes --------------------------------------------------------------------------------

    def set_grade(self, idx: Slots, grade: PersonInts) -> None:
        """Give people grades; the counts by grade follow."""
        regrade(idx, grade, self.rep, self.columns["grade"], self.cell, self.counts())

    def wipe(self, idx: Slots, month: int) -> None:
        """Nothing shows in these slots of who was there before; clocks start on the first of `month`."""
        for clock in self.clocks:
            clock[idx] = month - 1
        for name, value in self.wiped:
            self.columns[name][idx] = value
        for history in self.histories:
            history.forget(idx)
        if self.away is not None:
            self.away.forget(idx)

    def counts(self) -> GradeCounts:
        """People by replication and grade; shape (replications, G + 1)."""
        if self._counts is None:
            width = self.grade_count + 1
            self._counts = np.bincount(self.cell, minlength=self.reps * width).reshape(self.reps, width)
        return self._counts

    def heads(self) -> ReplicationInts:
        """People by replication; shape (replications,)."""
        heads: ReplicationInts = self.slots - self.counts()[:, -1]
        return heads

    def total(self, values: SlotFloats) -> ReplicationFloats:
        """Sums per replication; the same bits for any width of the batch."""
        program = self.program
        fixed = program.workforce.hiring.kind in ("keep", "none") and not (program.uncounted or program.takes_in)
        if fixed:  # the width is the headcount
            sums: ReplicationFloats = values.reshape(self.reps, self.slots).sum(axis=1)
            return sums
        by_replication: Numbers = np.bincount(self.rep, weights=values, minlength=self.reps)
        return by_replication

    def _name_clocks(self) -> None:
        """Each clock is a row of one table, so that all of a newcomer's are set at once."""
        for name, row in zip(self.clock_names, self.clocks, strict=True):
            self.columns[name] = row

    def free_slots(self, wanted: ReplicationInts) -> Slots:
        """The first free slots of each replication, `wanted` of them; the batch grows where there are too few."""
        short = int((wanted - self.counts()[:, -1]).max(initial=0))
        if short > 0:
            self.grow(self.slots + max(short, self.slots // 4))
        return first_free(self.columns["grade"], self.grade_count, wanted)

    def grow(self, slots: int) -> None:
        """More slots per replication: every follower is told, since the numbers of slots change."""
        growth = Growth(self.reps, self.slots, slots)
        for name, values in self.columns.items():
            if name not in self.clock_names:
                self.columns[name] = growth.wider(values, column_of(name).fill(self.grade_count))
        self.clocks = growth.wider(self.clocks, 0)
        self._name_clocks()
        self.keys = growth.wider(self.keys, 0)
        self.monthly = {name: growth.wider(values, 0) for name, values in self.monthly.items()}
        for history in self.histories:
            history.grow(growth.wider)
        for follower in self.followers:
            follower.grow(growth)
        self.slots, self.n = slots, self.reps * slots
        self._counts = None
        self.rep = np.repeat(np.arange(self.reps), slots)
        self.cell = self.rep * (self.grade_count + 1) + self.columns["grade"]
