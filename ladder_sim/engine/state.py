"""The people of a block as a struct of arrays, and what rules may read of them.

All arrays are flat over (replications, places); a place holds one person at a time, or nobody (grade
code G, the outside). Clocks are kept as the month before the one they started in, so that ``now − since``
is the number of completed months and nothing has to be counted up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ladder_sim.core.protected import PROTECTED
from ladder_sim.engine.history import History
from ladder_sim.expressions.nodes import Context, Node, Value, View
from ladder_sim.expressions.scope import AGING
from ladder_sim.expressions.words import CLOCK_COLUMNS, WORDS
from ladder_sim.plan.calendar import Calendar
from ladder_sim.plan.program import Program
from ladder_sim.streams import draws
from ladder_sim.streams.kernels import first_free, regrade

NEVER = -30000
MOST = 1e9  # people, seats or cases: more than any unit has
FOREVER = 30000
SINCE = (*CLOCK_COLUMNS, "closed_since")


class State:
    """One block: `replications` (their numbers), `places` per replication."""

    def __init__(
        self, programs: list[Program], seed: int, replications: np.ndarray, places: int, calendar: Calendar
    ) -> None:
        program = programs[0]
        self.program, self.seed, self.replications = program, seed, replications
        self.calendar_of = calendar
        self.month = 0
        self.followers: list[Callable[..., None]] = []  # told when the block grows
        self.live: list[Any] = []  # cases and effects under way, whose places follow when the block grows
        self._trial: np.ndarray | None = None
        self._counts: np.ndarray | None = None
        self._member: np.ndarray | None = None
        self.reps, self.places = replications.size, places
        self.grade_count = len(program.grades)
        n = self.n = self.reps * places
        self.rep = np.repeat(np.arange(self.reps), places)
        self.columns: dict[str, np.ndarray] = {
            "grade": np.full(n, self.grade_count, np.int64),
            "person": np.full(n, -1, np.int64),
            "team": np.zeros(n, np.int64),
            "base": np.zeros(n),
            "pay": np.zeros(n),
            "ability": np.zeros(n),
            "before": np.full(n, -1, np.int64),
            "peak": np.full(n, self.grade_count, np.int64),  # the grade of the highest layer held so far
            "mentees": np.zeros(n, np.int32),
            "attempts": np.zeros(n, np.int32),
            "by_waiver": np.zeros(n, bool),
            "busy": np.zeros(n, bool),
            "probation_until": np.full(n, NEVER, np.int16),
            "probation_of": np.full(n, -1, np.int16),  # the move that began it, -1: the hire
            "extended": np.zeros(n, np.int16),
            "passed_over": np.full(n, NEVER, np.int16),
            "raised": np.full(n, NEVER, np.int16),
            "lowered": np.full(n, NEVER, np.int16),
        }
        if any(plan.award is not None for p in programs for plan in p.moves):
            self.columns["award"] = np.zeros(n)  # of this month
        if program.workforce.people.roster is not None:  # rows have no order: who goes first of equals is drawn
            self.columns["tie"] = np.zeros(n, np.int64)
        self.blank = _blank(programs)
        self.clocks = np.zeros((len(SINCE), n), np.int16)
        self._name_clocks()
        read = set(groups_of(program)).union(*(p.scope.attributes_read for p in programs))
        for name in sorted(read | ({"age"} & set(program.workforce.people.attributes))):
            self.columns[f"attr:{name}"] = np.zeros(n)
        for plan in (plan for p in programs for plan in p.tokens):
            self.columns[f"token:{plan.token.name}"] = np.zeros(n, np.int64)
            self.columns[f"until:{plan.token.name}"] = np.full(n, FOREVER, np.int32)
        self.keys = np.zeros(n, np.uint64)
        self.cell = self.rep * (self.grade_count + 1) + self.grade_count
        self.histories = [History(spec, n) for spec in program.series]
        self.monthly: dict[str, np.ndarray] = {}  # this month's draws
        self.mentee_now = np.zeros(n)
        self.mentor: list[tuple[int, np.ndarray, np.ndarray, np.ndarray, np.ndarray]] = []
        self.exits_by_month: list[np.ndarray] = []  # (reps,) per month
        self.heads_by_month: list[np.ndarray] = []
        self.metrics: Any = None  # the drawer, set by the block
        self.luck: Any = Luck()
        self.top = np.full(self.reps, np.inf)  # 12-month KPI from which one is in the top fifth

    # -- what rules read ------------------------------------------------------------------------

    def column(self, name: str) -> np.ndarray:
        if name == "on_probation":
            on: np.ndarray = (self.columns["probation_until"] >= self.month) | self.trial()
            return on
        if name == "tie":
            return self.columns.get("tie", self.columns["person"])
        if name.startswith("token:"):
            held = self.columns[name]
            return np.where(self.columns["until:" + name[6:]] >= self.month, held, 0)
        return self.columns[name]

    def forget_tables(self) -> None:
        """The program has changed: tables that were made from it are made anew."""
        self._trial = self._member = None

    def trial(self, idx: np.ndarray | None = None) -> np.ndarray:
        """Who is in a trial grade: bool per place, or for the places `idx`."""
        if self._trial is None:
            own = {grade.id for grade in self.program.scheme.grades if grade.trial}
            self._trial = np.array([g.id in own for g in self.program.infos] + [False])
        grade = self.columns["grade"] if idx is None else self.columns["grade"][idx]
        return self._trial[grade] if self._trial.any() else np.zeros(grade.shape, bool)

    def metric(self, name: str, view: View) -> Value:
        if name == "mentee" and name not in self.program.metrics:
            values = self.mentee_now
        elif name in self.monthly:
            values = self.monthly[name]
        else:
            return self.metrics.now(name, view)
        return values if view.idx is None else values[view.idx]

    def series(self, key: int) -> History:
        return self.histories[key]

    def since(self, context: Context) -> np.ndarray:
        if context == "all":
            return self.columns["hired_since"]
        if context == "fresh":
            fresh: np.ndarray = np.maximum(self.columns["closed_since"], self.columns["moved_since"])
            return fresh
        return self.columns["closed_since"]

    def calendar(self, month: int) -> tuple[int, int, int]:
        return self.calendar_of.month(month)

    def group(self, name: str) -> tuple[np.ndarray, int]:
        """Group numbers over the whole block, and how many there are."""
        if name == "everyone":
            return self.rep, self.reps
        if name == "team":
            size = int(self.columns["team"].max(initial=0)) + 1
            return self.rep * size + self.columns["team"], self.reps * size
        grades = self.program.grades
        if name == "grade":
            return self.cell, self.reps * (self.grade_count + 1)
        labels = grades.role if name == "role" else grades.track
        distinct = list(dict.fromkeys(labels))
        codes = np.array([distinct.index(label) for label in labels] + [len(distinct)])
        return self.rep * (len(distinct) + 1) + codes[self.columns["grade"]], self.reps * (len(distinct) + 1)

    def alive(self) -> np.ndarray:
        return self.columns["grade"] < self.grade_count

    def of_unit(self, node: Node, view: View) -> np.ndarray:
        """A rule's number of people for each replication; shape (replications,).

        What has no value, or one below 0, is 0. Rules that tell people apart are refused before a run.
        """
        value = np.asarray(node.value(view), dtype=np.float64)
        if value.ndim:  # equal for everybody who is there
            known = (self.alive() & ~np.isnan(value)).reshape(self.reps, self.places)
            value = np.where(known, value.reshape(known.shape), 0).max(axis=1)
        counted: np.ndarray = np.broadcast_to(np.clip(np.nan_to_num(value), 0, MOST), (self.reps,))
        return counted

    def ranked(self) -> np.ndarray:
        """Who takes part in rankings: everybody past probation."""
        ranked: np.ndarray = self.alive() & ~self.column("on_probation")
        return ranked

    def members(self, unit: bool) -> np.ndarray:
        """Members of teams: people of the lowest role present on the ladder; of the unit: everybody."""
        if unit:
            return self.alive()
        if self._member is None:
            roles = self.program.scope.roles
            grades = self.program.grades
            ranks = [roles.index(role) if role in roles else 99 for role in grades.role]
            lowest = min(ranks, default=0)
            self._member = np.array([rank == lowest for rank in ranks] + [False])
        members: np.ndarray = self._member[self.columns["grade"]]
        return members

    def chance(self, stream: str, p: Value, view: View) -> Value:
        keys = self.keys if view.idx is None else self.keys[view.idx]
        return self.luck.uniform(keys, stream, view.month) < p

    def loss(self, months: int) -> np.ndarray:
        """Exits of the last `months`, as a share of the average headcount a year; undefined before."""
        if len(self.exits_by_month) < months:
            return np.full(self.n, np.nan)
        exits = sum(self.exits_by_month[-months:])
        heads = np.maximum(sum(self.heads_by_month[-months:]) / months, 1)
        return ((exits / heads) * 12 / months)[self.rep]

    def view(self, now: int, month: int) -> View:
        self.month = month
        return View(self, now, month)

    # -- changes --------------------------------------------------------------------------------

    def set_grade(self, idx: np.ndarray, grade: np.ndarray) -> None:
        regrade(idx, grade, self.rep, self.columns["grade"], self.cell, self.counts())

    def counts(self) -> np.ndarray:
        """People by replication and grade; shape (replications, G + 1)."""
        if self._counts is None:
            width = self.grade_count + 1
            self._counts = np.bincount(self.cell, minlength=self.reps * width).reshape(self.reps, width)
        return self._counts

    def heads(self) -> np.ndarray:
        """People by replication; shape (replications,)."""
        heads: np.ndarray = self.places - self.counts()[:, -1]
        return heads

    def total(self, values: np.ndarray) -> np.ndarray:
        """Sums per replication; the same bits for any width of the block."""
        if self.program.workforce.hiring.kind in ("keep", "none"):  # the width is the headcount
            sums: np.ndarray = values.reshape(self.reps, self.places).sum(axis=1)
            return sums
        return np.bincount(self.rep, weights=values, minlength=self.reps)

    def _name_clocks(self) -> None:
        """Each clock is a row of one table, so that all of a newcomer's are set at once."""
        for name, row in zip(SINCE, self.clocks, strict=True):
            self.columns[name] = row

    def free_places(self, wanted: np.ndarray) -> np.ndarray:
        """The first free places of each replication, `wanted` of them; the block grows where there are too few."""
        short = int((wanted - self.counts()[:, -1]).max(initial=0))
        if short > 0:
            self.grow(self.places + max(short, self.places // 4))
        return first_free(self.columns["grade"], self.grade_count, wanted)

    def grow(self, places: int) -> None:
        """More places per replication; flat places of people change, so callers remap by `remapped`."""
        old = self.places

        def wider(values: np.ndarray, fill: Any) -> np.ndarray:
            out = np.full((self.reps, places), fill, values.dtype)
            out[:, :old] = values.reshape(self.reps, old)
            return out.ravel()

        fills = {"grade": self.grade_count, "person": -1, "before": -1}
        for name, values in self.columns.items():
            if name not in SINCE:
                self.columns[name] = wider(values, fills.get(name, 0))
        self.clocks = np.stack([wider(row, 0) for row in self.clocks])
        self._name_clocks()
        self.keys = wider(self.keys, 0)
        self.mentee_now = wider(self.mentee_now, 0)
        self.monthly = {name: wider(values, 0) for name, values in self.monthly.items()}
        for history in self.histories:
            history.grow(self.reps, old, places)
        self.metrics.grow(wider)
        for follow in self.followers:
            follow(wider, old, places)
        self.mentor = [
            (due, self._moved(a, old, places), b, self._moved(c, old, places), d) for due, a, b, c, d in self.mentor
        ]
        self.places, self.n = places, self.reps * places
        self._counts = None
        self.rep = np.repeat(np.arange(self.reps), places)
        self.cell = self.rep * (self.grade_count + 1) + self.columns["grade"]
        for case in self.live:
            case.idx = self._moved(case.idx, old, places)

    @staticmethod
    def _moved(idx: np.ndarray, old: int, new: int) -> np.ndarray:
        moved: np.ndarray = idx // old * new + idx % old
        return moved


class Luck:
    """The draws of a run; a trace puts a script in its place."""

    def uniform(self, keys: np.ndarray, stream: str, month: int) -> np.ndarray:
        return draws.uniform(keys, stream, month)


def _blank(programs: list[Program]) -> list[tuple[str, Any]]:
    """The columns in which a predecessor's past would show and is read, with what they hold of a newcomer."""
    moves = [plan for program in programs for plan in program.moves]
    effects = programs[0].workforce.attrition.effects
    probation = any(program.scheme.probation is not None for program in programs) or any(
        plan.move.probation is not None for plan in moves
    )

    def read(name: str) -> bool:
        return any(program.reads(name) for program in programs)

    columns = (
        ("busy", False, True),
        ("before", -1, any(plan.before.any() for plan in moves)),
        ("pay", 0, effects.pay_gap is not None),
        ("probation_until", NEVER, probation),
        ("probation_of", -1, probation),
        ("extended", 0, probation),
        ("passed_over", NEVER, effects.passed_over is not None),
        ("raised", NEVER, effects.promoted is not None),
        ("lowered", NEVER, effects.demoted is not None),
    )
    words = (spec for spec in WORDS.values() if not isinstance(spec.newcomer, str | None) and read(spec.column))
    reset: dict[str, Any] = {spec.column: spec.newcomer for spec in words}
    return list((reset | {name: value for name, value, used in columns if used}).items())


def groups_of(program: Program) -> tuple[str, ...]:
    """Attributes by which fairness is audited: those that the law protects, where the workforce has them."""
    attributes = program.workforce.people.attributes
    return tuple(name for name in PROTECTED if name in attributes and 2 <= len(attributes[name].levels) <= 12)


def aged(name: str, values: np.ndarray, month: int) -> np.ndarray:
    """An attribute of somebody who joins on the first of `month`, as of month 0."""
    return values - AGING[name] * (month - 1) if name in AGING else values
