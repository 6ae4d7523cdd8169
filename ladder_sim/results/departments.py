"""The runs of a company's departments as one run of the company: its counts are theirs, side by side.

What a department counts as an exit to another one, and that as an arrival, is a move between their grades here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from ladder_sim.core.arrays import Numbers
from ladder_sim.core.i18n import Title
from ladder_sim.model.company import Company
from ladder_sim.model.kinds import CAUSES
from ladder_sim.plan.company import as_scheme, as_workforce, name_in, title_in
from ladder_sim.results.counts import Axes, GradeInfo, MoveInfo, RunCounts
from ladder_sim.results.run import Run

#: Parts of pay that are the same in every department.
SHARED_PARTS = ("base", "award", "arrears")
TRANSFER = CAUSES.index("transfer")


def company_run(company: Company, runs: Mapping[str, Run], seed: int) -> Run:
    """The run of the company, with the runs of its departments.

    Parameters
    ----------
    runs
        By department, in the company's order: of the same months and numbers of replications.
    seed
        The company's, of which each department has its own.
    """
    first = next(iter(runs.values()))
    joined = _Joined(company, runs)
    return Run(
        as_scheme(company), as_workforce(company), first.months, first.replications, seed, joined.axes, joined.counts(),
        sum(run.seconds for run in runs.values()), first=first.first, origin=first.origin, departments=dict(runs),
        company=company,
    )  # fmt: skip


def company_axes(company: Company, axes: Mapping[str, Axes]) -> Axes:
    """The axes of a company's run, from those of its departments, in the company's order."""
    return _JoinedAxes(company, axes).axes


@dataclass(frozen=True)
class _JoinedAxes:
    """Axes of the departments side by side."""

    company: Company
    by_department: Mapping[str, Axes]

    @cached_property
    def grade_at(self) -> dict[str, int]:
        """Where the grades of each department begin."""
        return self._starts([len(axes.grades) for axes in self.by_department.values()])

    @cached_property
    def move_at(self) -> dict[str, int]:
        """Where its moves begin."""
        return self._starts([len(axes.moves) for axes in self.by_department.values()])

    def _starts(self, sizes: Sequence[int]) -> dict[str, int]:
        return dict(zip(self.by_department, np.cumsum([0, *sizes]).tolist(), strict=False))

    @property
    def _named(self) -> list[tuple[str, Title, Axes]]:
        return [(name, self.company.department(name).title, axes) for name, axes in self.by_department.items()]

    @cached_property
    def axes(self) -> Axes:
        """The names of all departments, each with its department's before it."""
        every = list(self.by_department.values())
        deflators = {axes.deflator for axes in every}
        own = [info for info in every[0].own if all(info in axes.own for axes in every)]
        return Axes(
            grades=tuple(_grade(name, title, grade) for name, title, axes in self._named for grade in axes.grades),
            moves=tuple(_move(name, title, axes, move) for name, title, axes in self._named for move in axes.moves),
            arcs=tuple(arc for name, axes in self.by_department.items() for arc in self._arcs(name, axes)),
            parts=tuple(dict(company_part(name, title, part) for name, title, axes in self._named
                             for part in axes.parts).items()),
            groups=tuple(dict.fromkeys(group for axes in every for group in axes.groups)),
            causes=max((axes.causes for axes in every), key=len),
            deflator=deflators.pop() if len(deflators) == 1 else (),
            part_time=any(axes.part_time for axes in every),
            works=any(axes.works for axes in every),
            hour_costs=any(axes.hour_costs for axes in every),
            own=tuple(own),
            stages=tuple(replace(stage, move=name_in(name, stage.move), id=name_in(name, stage.id),
                                 title=title_in(title, stage.title))
                         for name, title, axes in self._named for stage in axes.stages),
            of="company",
            transfers=tuple(name_in(name, move) for name, axes in self.by_department.items()
                            for move in axes.transfers),
        )  # fmt: skip

    def _arcs(self, name: str, axes: Axes) -> list[tuple[int, int, int]]:
        """The moves of a department as the company numbers them; a transfer leads into the other department."""
        grades, moves, out = self.grade_at[name], self.move_at[name], len(axes.grades)
        found = []
        for move, source, target in axes.arcs:
            goal = target + grades
            if axes.moves[move].id in axes.transfers:
                goal = self._goal(name, axes.moves[move].id, axes.grades[source].id)
            elif target == out:
                goal = sum(len(each.grades) for each in self.by_department.values())
            found.append((move + moves, source + grades, goal))
        return found

    def _goal(self, name: str, move: str, grade: str) -> int:
        transfer = self.company.leaving(name)[move]
        theirs = [info.id for info in self.by_department[transfer.target].grades]
        return self.grade_at[transfer.target] + theirs.index(transfer.to[grade])


def company_part(name: str, title: Title, part: tuple[str, Title]) -> tuple[str, Title]:
    """A part of pay of a department under its name in the company."""
    return part if part[0] in SHARED_PARTS else (name_in(name, part[0]), title_in(title, part[1]))


@dataclass(frozen=True)
class _Joined:
    """Counts of the departments side by side."""

    company: Company
    runs: Mapping[str, Run]

    @cached_property
    def _joined_axes(self) -> _JoinedAxes:
        return _JoinedAxes(self.company, {name: run.axes for name, run in self.runs.items()})

    @property
    def axes(self) -> Axes:
        """Those of the company."""
        return self._joined_axes.axes

    @property
    def _each(self) -> list[tuple[str, Title, Axes, RunCounts]]:
        return [(name, self.company.department(name).title, run.axes, run.counts) for name, run in self.runs.items()]

    def counts(self) -> RunCounts:
        """The counts of all."""
        every, axes = [counts for *_, counts in self._each], self.axes
        first = every[0]
        counts = RunCounts(
            headcount=_beside(every, "headcount", 2),
            moves=_beside(every, "moves", 2),
            advanced=_sum(every, "advanced"),
            exits=np.concatenate([self._exits(name, run) for name, run in self.runs.items()], axis=2),
            hires=_beside(every, "hires", 2),
            pay=np.concatenate([self._paid(name, title, of, counts) for name, title, of, counts in self._each], axis=2),
            costs=_beside(every, "costs", 2),
            kpi=_sum(every, "kpi"),
            stuck=_sum(every, "stuck"),
            regretted=_sum(every, "regretted"),
            seats=_beside(every, "seats", 2),
            groups=self._by_group(lambda counts: counts.groups, 2),
            fte=np.concatenate([_equivalents(counts) for counts in every], axis=2) if axes.part_time
            else np.zeros((*first.moves.shape[:2], 0)),
            work=np.sum([_hours(counts) for counts in every], axis=0) if axes.works
            else np.zeros((*first.moves.shape[:2], 0)),
            cases=_beside(every, "cases", 2) if all(len(counts.cases) for counts in every)
            else np.zeros((0, 0, 0), np.int32),
            own=self._own(),
            ledger={name_in(name, move): table for name, run in self.runs.items()
                    for move, table in run.counts.ledger.items()},
            alone={name_in(name, move): table for name, run in self.runs.items()
                   for move, table in run.counts.alone.items()},
            audit=self._audit(),
            choice={table: _added([counts.choice[table] for counts in every]) for table in first.choice},
            waits=self._waits(),
        )  # fmt: skip
        counts.arrivals = np.zeros((*first.moves.shape[:2], 0), np.int32)
        counts.drivers = np.zeros((*first.moves.shape[:2], 0))
        return counts

    def _exits(self, name: str, run: Run) -> Numbers:
        """Exits out of the company: of a department's, all but its transfers."""
        counted = run.counts.exits
        exits = np.pad(counted, [(0, 0)] * 3 + [(0, len(self.axes.causes) - counted.shape[3])])
        for arc, (move, source, _) in enumerate(run.axes.arcs):
            if run.axes.moves[move].id in run.axes.transfers:
                exits[:, :, source, TRANSFER] -= run.counts.moves[:, :, arc]
        return exits

    def _paid(self, name: str, title: Title, axes: Axes, counts: RunCounts) -> Numbers:
        """Pay by the company's parts."""
        parts = [part for part, _ in self.axes.parts]
        made = np.zeros((*counts.pay.shape[:3], len(parts)))
        for place, part in enumerate(axes.parts):
            made[..., parts.index(company_part(name, title, part)[0])] = counts.pay[..., place]
        return made

    def _by_group(self, table: Callable[[RunCounts], Numbers], axis: int) -> Numbers:
        """A table with an axis of groups, added up over departments that have the group."""
        groups, total = [group[:2] for group in self.axes.groups], None
        for _, _, axes, counts in self._each:
            part = table(counts)
            whole = np.zeros((*part.shape[:axis], len(groups), *part.shape[axis + 1 :]), part.dtype)
            places = [groups.index(group[:2]) for group in axes.groups]
            np.moveaxis(whole, axis, 0)[places] = np.moveaxis(part, axis, 0)
            total = whole if total is None else total + whole
        assert total is not None
        return total

    def _audit(self) -> dict[str, Numbers]:
        if not self.axes.groups or any(not counts.audit for *_, counts in self._each):
            return {}
        wide = max(counts.audit["exits"].shape[3] for *_, counts in self._each)
        steps = [self._steps(name) for name in self.runs]
        return {
            "exits": self._by_group(lambda counts: _padded(counts.audit["exits"], wide), 2),
            "pay": self._by_group(lambda counts: counts.audit["pay"], 2),
            "steps": np.concatenate(steps, axis=3),
            "shuffled": self._by_group(lambda counts: counts.audit["shuffled"], 3),
        }

    def _steps(self, name: str) -> Numbers:
        """Person-months and promotions of a department by the company's groups; shape (R, years, groups, G, 2)."""
        axes, table = self.runs[name].axes, self.runs[name].counts.audit["steps"]
        groups = [group[:2] for group in self.axes.groups]
        made = np.zeros((*table.shape[:2], len(groups), *table.shape[3:]), table.dtype)
        made[:, :, [groups.index(group[:2]) for group in axes.groups]] = table
        return made

    def _own(self) -> Numbers:
        """The figures of measures of one's own that all departments have."""
        columns = []
        for info in self.axes.own:
            for figure in range(len(info.kinds)):
                columns.append(
                    _added([counts.own[:, :, _place(axes, info.id) + figure] for *_, axes, counts in self._each])
                )
        shape = next(iter(self.runs.values())).counts.moves.shape[:2]
        return np.stack(columns, axis=2) if columns else np.zeros((*shape, 0, 2))

    def _waits(self) -> Numbers:
        parts = []
        for name, run in self.runs.items():
            rows = np.array(run.counts.waits, np.int32)
            rows[:, 1] += self._joined_axes.grade_at[name]
            parts.append(rows)
        made = np.concatenate(parts)
        ordered: Numbers = made[np.lexsort(made.T[::-1])]
        return ordered


def _place(axes: Axes, own: str) -> int:
    """Where the figures of a measure of one's own begin."""
    at = 0
    for info in axes.own:
        if info.id == own:
            return at
        at += len(info.kinds)
    raise AssertionError("a measure of one's own that the department lacks is none of the company's")


def _grade(name: str, title: Title, grade: GradeInfo) -> GradeInfo:
    track = name_in(name, grade.track) if grade.track else ""
    return replace(grade, id=name_in(name, grade.id), title=title_in(title, grade.title), track=track)


def _move(name: str, title: Title, axes: Axes, move: MoveInfo) -> MoveInfo:
    kind = "lateral" if move.id in axes.transfers else move.kind
    return replace(move, id=name_in(name, move.id), title=title_in(title, move.title), kind=kind)


def _hours(counts: RunCounts) -> Numbers:
    """Hours of reviews and stages and their cost, none where a department says nothing of them."""
    return counts.work if counts.work.size else np.zeros((*counts.moves.shape[:2], 2))


def _equivalents(counts: RunCounts) -> Numbers:
    """Full-time equivalents by grade; heads where everybody works full time."""
    return counts.fte if counts.fte.shape[2] else counts.headcount[:, 1:].astype(np.float64)


def _padded(table: Numbers, wide: int) -> Numbers:
    return np.pad(table, [(0, 0)] * 3 + [(0, wide - table.shape[3])])


def _beside(every: Sequence[RunCounts], name: str, axis: int) -> Numbers:
    return np.concatenate([getattr(counts, name) for counts in every], axis=axis)


def _sum(every: Sequence[RunCounts], name: str) -> Numbers:
    return _added([getattr(counts, name) for counts in every])


def _added(tables: Sequence[Numbers]) -> Numbers:
    total = tables[0].copy()
    for table in tables[1:]:
        total += table
    return total
