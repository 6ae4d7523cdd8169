"""The ledger of a batch while it is played: counts and sums, kept up with every event."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ladder_sim.core.arrays import GradeInts, GradeMask, Integers, Numbers, PersonInts, ReplicationInts
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import LadderError, Place, Problem
from ladder_sim.core.unit_words import value_name
from ladder_sim.engine.event_log import EventLog
from ladder_sim.engine.population import Population
from ladder_sim.engine.state import groups_of
from ladder_sim.expressions.dated import today
from ladder_sim.expressions.evidence import own_title
from ladder_sim.expressions.nodes import NodeValue
from ladder_sim.expressions.syntax import names_in, written
from ladder_sim.model.kinds import PAY_PARTS, causes_counted
from ladder_sim.model.metrics import FTE
from ladder_sim.model.moves import BEFORE, LOWER, STAY
from ladder_sim.model.moves import EXIT as EXIT_MOVE
from ladder_sim.plan.calendar import Calendar
from ladder_sim.plan.measures import OwnPlan
from ladder_sim.plan.program import (
    IN_STATUS,
    UNCOVERED,
    MetricPlan,
    MovePlan,
    Program,
    fixed_titles,
    status_reason,
    unmet,
)
from ladder_sim.plan.timetable import Moment
from ladder_sim.results.coded import CENSORED, COSTS, DRIVERS
from ladder_sim.results.counts import (
    Axes,
    GradeInfo,
    MoveInfo,
    OwnInfo,
    RunCounts,
    StageInfo,
    audit_tables,
    choice_tables,
)
from ladder_sim.streams.kernels import add

# of a spell's code, from high to low: grade, months when first and when last seen, end; above them the replication
GRADE_BITS, SPELL_BITS, END_BITS = 16, 12, 2
LONGEST = (1 << SPELL_BITS) - 1  # months beyond which no spell is told apart
FELL = ":failed"  # the demotion after a failed stage
BACK = ":not_confirmed"  # the demotion after a move whose probation was not passed: no review of its own


def axes_of(programs: list[Program], calendar: Calendar, months: int, transfers: tuple[str, ...] | None = None) -> Axes:
    """The axes of a run: the last program is the scheme itself, one before it the scheme it replaces.

    Parameters
    ----------
    transfers
        Of a department, the moves that lead to others; None: it is none.
    """
    main = programs[-1]
    grades = tuple(_grade_info(main, code) for code in range(len(main.infos)))
    moves: list[MoveInfo] = []
    stages: list[StageInfo] = []
    arcs: list[tuple[int, int, int]] = []
    offset = 0
    for program in programs:
        for plan in program.moves:
            review = program.scheme.reviews[plan.move.review]
            due = tuple(m for m in range(1, months + 1) if calendar.closes(review.every, m))
            reasons = {c.id: unmet(c.title) for c in plan.move.when} | fixed_titles()
            failed = {
                f"failed: {s.name}": Title("failed: {stage}", "未通过：{stage}").fill(stage=s.title)
                for s in plan.move.stages
            }
            away = {
                status_reason(status.status.id): IN_STATUS.fill(s=status.status.title) for status in program.statuses
            }
            titles = tuple((reasons | failed | away)[key] for key in plan.reasons)
            named_so = name_of(programs, program, plan.move.id)
            moves.append(
                MoveInfo(named_so, plan.move.title, plan.kind, titles, tuple(plan.reasons), len(plan.conditions), due)
            )
            stages.extend(StageInfo(named_so, stage.name, stage.title) for stage in plan.move.stages)
            arcs.extend((offset + plan.index, a, b) for a, b in _arcs_of(plan.to, plan.before, plan, program))
        offset += len(program.moves)
    for number, (program, plan) in enumerate([(p, plan) for p in programs for plan in p.moves]):
        for suffix, title, steps in _falls(plan, program):
            arcs.extend((len(moves), a, b) for a, b in steps)
            moves.append(
                MoveInfo(f"{moves[number].id}{suffix}", title.fill(move=plan.move.title), "demotion", (), (), 0, ())
            )
    there = {"arrears": any(program.pending for program in programs), "protection": programs[-1].protects}
    parts: dict[str, Title] = {name: info.title for name, info in PAY_PARTS.items() if info.usual or there[name]}
    for program in programs:
        for part in program.parts:
            parts.setdefault(part.part.name, part.part.title)
    attributes = main.workforce.people.attributes
    groups = tuple((name, level, value_name(level)) for name in groups_of(main) for level in attributes[name].levels)
    details = [stage.name for p in programs for plan in p.moves for stage in plan.move.stages]
    details += [plan.token.name for p in programs for plan in p.tokens]
    details += [plan.status.id for p in programs for plan in p.statuses]
    arcs_once, named = tuple(dict.fromkeys(arcs)), tuple(dict.fromkeys(details))
    own = tuple(_own_info(plan, main) for plan in main.measures)
    level = _deflator(main, calendar, months)
    causes = causes_counted(cause for program in programs for plan in program.moves for cause in plan.causes_of_exit)
    part_time = FTE in attributes
    works = any(_works(program) for program in programs)
    return Axes(grades, tuple(moves), arcs_once, tuple(parts.items()), groups, causes, named, level, part_time, works,
                works and main.workforce.costs.hr_hour is not None, own, transfers or (),
                "" if transfers is None else "department", tuple(stages))  # fmt: skip


def _works(program: Program) -> bool:
    """Does a review or a stage say what it takes of those who hold it?"""
    scheme = program.scheme
    said = [review.work for review in scheme.reviews.values()]
    return any(work is not None for work in [*said, *(stage.work for move in scheme.moves for stage in move.stages)])


def _deflator(program: Program, calendar: Calendar, months: int) -> tuple[float, ...]:
    """The levels of the workforce's deflator by month; empty where it has none."""
    for name, index in program.workforce.indices.items():
        if index.deflator:
            level, moment = program.workforce_scope.indices[name], Moment(calendar)
            return tuple(level(today(moment, month), False) for month in range(1, months + 1))
    return ()


def _own_info(plan: OwnPlan, program: Program) -> OwnInfo:
    """A measure as the results need it: by its arithmetic, and the parameters that this reads."""
    own = plan.measure
    parameters = program.scope.parameters
    read = tuple((name, parameters[name]) for name in sorted(names_in(plan.tree)) if name in parameters)
    return OwnInfo(own.name, own.title, own.unit, own.definition or own_title(own.value), own.better,
                   written(plan.tree) if plan.aggregates else "", tuple(figure.kind for figure in plan.aggregates),
                   read)  # fmt: skip


def _falls(plan: MovePlan, program: Program) -> Iterator[tuple[str, Title, list[tuple[int, int]]]]:
    """The demotions that follow a move and have no review of their own: what each is called, and (from, to)."""
    own, outside = np.flatnonzero(program.own), len(program.infos)
    lower = program.grades.neighbor(-1)
    down = [(int(a), int(lower[a])) for a in own if lower[a] < outside]
    if plan.move.probation is not None and plan.move.probation.otherwise == "lower":
        yield BACK, Title("{move}: not confirmed", "{move}：试用未通过"), down
    goals = {stage.fails_to.to for stage in plan.move.stages} - {STAY, EXIT_MOVE}
    steps: list[tuple[int, int]] = []
    for goal in sorted(goals):
        ends = own if goal == BEFORE else [] if goal == LOWER else [program.grades.code(goal)]
        steps += [(int(a), int(b)) for a in own for b in ends if a != b]
        steps += down if goal in (BEFORE, LOWER) else []
    if goals:
        yield FELL, Title("{move}: failed", "{move}：未通过"), list(dict.fromkeys(steps))


def name_of(programs: list[Program], program: Program, move: str) -> str:
    """A move's name in the tables; one of a replaced scheme with the same id as a new one carries its scheme's name."""
    if program is programs[-1]:
        return move
    return f"{program.scheme.id}:{move}"


def _arcs_of(to: GradeInts, before: GradeMask, plan: MovePlan, program: Program) -> list[tuple[int, int]]:
    """Every (from, to) that a move can make."""
    own = np.flatnonzero(program.own)
    found: list[tuple[int, int]] = []
    for source in np.flatnonzero(to >= 0):
        if plan.to_node is not None or before[source]:
            found.extend((int(source), int(target)) for target in own)
        else:
            found.append((int(source), int(to[source])))
    return found


def _grade_info(program: Program, code: int) -> GradeInfo:
    grade = program.infos[code]
    entry = program.scheme.entry
    first = {entry.grade, *entry.shares}
    leaves = any(p.to[code] >= 0 and p.kind in ("promotion", "confirmation") for p in program.moves)
    return GradeInfo(
        grade.id,
        grade.title,
        "" if grade.track == UNCOVERED else grade.track,
        grade.role,
        grade.level,
        bool(program.covered[code]),
        grade.id in first or (entry.choose is not None and grade.level == 1 and bool(program.covered[code])),
        not leaves,
        grade.seats is not None and grade.seats.fte,
    )


class Recorder:
    """Arrays of a `RunCounts` being filled, of the shapes told there; `bare`: without groups and who is chosen."""

    def __init__(
        self, axes: Axes, replications: int, months: int, *, events: bool, explain: bool, drivers: bool = False,
        bare: bool = False,
    ) -> None:  # fmt: skip
        self.axes, self.months, self.bare = axes, months, bare
        r, m, g = replications, months, len(axes.grades)
        self.counts = RunCounts(
            headcount=np.zeros((r, m + 1, g), np.int32),
            moves=np.zeros((r, m, len(axes.arcs)), np.int32),
            advanced=np.zeros((r, m), np.int32),
            exits=np.zeros((r, m, g, len(axes.causes)), np.int32),
            hires=np.zeros((r, m, g), np.int32),
            pay=np.zeros((r, m, g, len(axes.parts))),
            costs=np.zeros((r, m, g, len(COSTS))),
            kpi=np.zeros((r, m, 2)),
            stuck=np.zeros((r, m), np.int32),
            regretted=np.zeros((r, m), np.int32),
            seats=np.zeros((r, m, g, 2), np.float64 if any(info.in_fte for info in axes.grades) else np.int32),
            groups=np.zeros((r, m, 0 if bare else len(axes.groups), 2), np.int32),
            drivers=np.zeros((r, m, len(DRIVERS) if drivers else 0)),
            choice={} if bare else choice_tables(r, m),
            audit={} if bare else audit_tables(r, m, g, len(axes.groups)),
        )
        figures = [(own.id, i) for own in axes.own for i in range(len(own.kinds))]
        self.own_columns = {figure: place for place, figure in enumerate(figures)}
        self.counts.fte = np.zeros((r, m, g if axes.part_time else 0))
        self.counts.work = np.zeros((r, m, 2 if axes.works else 0))
        self.counts.cases = np.zeros((r, m, len(axes.stages)), np.int32)
        self.counts.own = np.zeros((r, m, len(figures), 2))
        self.counts.arrivals = np.zeros((r, m, g if axes.of == "department" else 0), np.int32)
        self.arc = {arc: i for i, arc in enumerate(axes.arcs)}
        width = g + 1
        self.arc_table = np.full((len(axes.moves), width, width), -1, np.int64)
        for i, (move, a, b) in enumerate(axes.arcs):
            self.arc_table[move, a, b] = i
        self.due = [{month: i for i, month in enumerate(info.months)} for info in axes.moves]
        known = {info.id: i for i, info in enumerate(axes.moves)}
        self.back = {i: known[info.id + BACK] for i, info in enumerate(axes.moves) if info.id + BACK in known}
        self.fell = {i: known[info.id + FELL] for i, info in enumerate(axes.moves) if info.id + FELL in known}
        self.reason = [{name: i for i, name in enumerate(info.reason_ids)} for info in axes.moves]
        for info in axes.moves:
            shape = (r, len(info.months))
            self.counts.ledger[info.id] = np.zeros((*shape, len(info.reasons)), np.int32)
            if explain:
                self.counts.alone[info.id] = np.zeros((*shape, info.conditions), np.int32)
            if explain and axes.groups and not bare:
                self.counts.stopped[info.id] = np.zeros((r, len(axes.groups), len(info.reasons) + 1), np.int32)
        self.part = {name: i for i, (name, _) in enumerate(axes.parts)}
        self.log = EventLog(axes) if events else None
        self.waits: list[tuple[Integers, Integers, Integers, int, int]] = []  # as `wait` is told of them

    def wait(self, rep: PersonInts, grade: PersonInts, since: PersonInts, month: int, end: int) -> None:
        """Stays in a grade that began with the end of month `since` and end with that of `month`.

        Parameters
        ----------
        end
            A code of `WAIT_ENDS`.
        """
        if rep.size:
            self.waits.append((rep, grade, since, month, end))

    def _spells(self) -> Integers:
        """All spells as one number each, by what tells them apart."""
        rep, grade, since = (np.concatenate(parts) for parts in list(zip(*self.waits, strict=True))[:3])
        sizes = [told[0].size for told in self.waits]
        months, ends = (np.repeat([told[place] for told in self.waits], sizes) for place in (3, 4))
        began = since.astype(np.int64)
        seen, spell = (np.clip(passed, 0, LONGEST) for passed in (-began, months - began))
        where = (rep << GRADE_BITS | grade) << 2 * SPELL_BITS | seen << SPELL_BITS | spell
        spells: Integers = where << END_BITS | ends
        return spells

    def outcome(self, move: int, month: int, reason: str, rep: PersonInts, sign: int = 1) -> None:
        """Book people of one review of a move under a reason of the why-not ledger.

        Parameters
        ----------
        move
            Its number on the ledger's axis.
        month
            Of the review.
        rep
            The replication of each.
        sign
            −1 takes a booking back.
        """
        if rep.size:
            add(self.counts.ledger[self.axes.moves[move].id],
                (rep, self.due[move][month], self.reason[move][reason]), sign)  # fmt: skip

    def outcomes(self, move: int, month: int, reason: str, counts: ReplicationInts) -> None:
        """Book numbers of people per replication under a reason; see `outcome`."""
        table = self.counts.ledger[self.axes.moves[move].id]
        table[:, self.due[move][month], self.reason[move][reason]] += counts.astype(np.int32)

    def close(self, population: Population, month: int) -> None:
        """Headcount at the end of a month; the month's flows must explain it.

        Raises
        ------
        AssertionError
            Opening + hires − exits is not closing: a rule has booked what did not happen.
        """
        counts = self.counts
        counts.headcount[:, month] = population.counts()[:, :-1]
        if month == 0:
            return
        m = month - 1
        joined = _over_last(counts.hires[:, m]) + counts.arrivals[:, m].sum(axis=1, dtype=np.int64)
        left = counts.exits[:, m].reshape(population.reps, -1).sum(axis=1)
        heads = population.heads()
        before = counts.headcount[:, m].sum(axis=1)
        if not np.array_equal(before + joined - left, heads):
            raise AssertionError(f"headcount does not close in month {month}")

    def finish(self, population: Population) -> RunCounts:
        """Close the open spells and compress them."""
        alive = np.flatnonzero(population.alive())
        grade = population.columns["grade"][alive]
        self.wait(population.rep[alive], grade, population.columns["grade_since"][alive], self.months, CENSORED)
        if self.waits:
            codes = np.sort(self._spells())
            first = np.flatnonzero(np.diff(codes, prepend=-1))
            self.counts.waits = rows = np.empty((first.size, 6), np.int32)
            rows[:, 5] = np.diff(first, append=codes.size)
            rest = codes[first]
            for column, bits in ((4, END_BITS), (3, SPELL_BITS), (2, SPELL_BITS), (1, GRADE_BITS)):
                rows[:, column] = rest & ((1 << bits) - 1)
                rest = rest >> bits
            rows[:, 0] = rest
        if self.log is not None:
            self.counts.events, self.counts.people = self.log.tables()
        self._check_grades()
        return self.counts

    def _check_grades(self) -> None:
        """Each grade closes: opening + moves in − moves out + hires − exits = closing."""
        counts = self.counts
        change = np.diff(counts.headcount.astype(np.int64), axis=1)
        flow = counts.hires.astype(np.int64) - _over_last(counts.exits)
        if self.axes.of == "department":
            flow += counts.arrivals
        grades = len(self.axes.grades)
        for i, (_, a, b) in enumerate(self.axes.arcs):
            if b < grades and a != b:
                flow[:, :, a] -= counts.moves[:, :, i]
                flow[:, :, b] += counts.moves[:, :, i]
        if (change - flow - self.placements()).any():
            raise AssertionError("the headcount of a grade does not close")

    placed: Integers | None = None  # (R, M, G) net change by the placement of an adopted scheme

    def placements(self) -> Integers | int:
        """Net change by the placement of an adopted scheme, shape (replications, months, grades); 0: there is none."""
        return 0 if self.placed is None else self.placed


def _over_last(table: Numbers) -> Integers:
    """Sums over a short last axis, in int64: one addition for each of its places, which beats NumPy's own sum there."""
    total = table[..., 0].astype(np.int64)
    for place in range(1, table.shape[-1]):
        total += table[..., place]
    return total


def undefined(what: str, people: int, month: int, at: Place) -> LadderError:
    """What a draw showed to have no value although the run cannot go on without one; `at` is its expression."""
    message = tr(
        "{what} is undefined for {n} people in month {month}; does it divide by zero or read an empty window?",
        "{what}在第{month}个月对{n}人无定义；是否除以零，或读取了空窗口？",
        what=what,
        n=people,
        month=month,
    )
    return LadderError([Problem(at, message)])


def check_mean(plan: MetricPlan, mean: NodeValue, month: int) -> None:
    """Refuse a mean number of events that is none.

    Parameters
    ----------
    mean : events a month, a number or shape (people,)

    Raises
    ------
    LadderError
        It is negative or undefined for somebody.
    """
    if np.all(np.isfinite(mean)) and np.min(mean) >= 0:
        return
    assert plan.metric.mean is not None  # or there would be no node of it
    message = tr(
        "metric '{name}': the Poisson mean is negative or undefined for somebody in month {month}",
        "指标“{name}”：第{month}个月有人的泊松均值为负或无定义",
        name=plan.metric.name,
        month=month,
    )
    raise LadderError([Problem(plan.metric.mean.at, message)])
