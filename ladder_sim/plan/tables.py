"""What grades carry, compiled: the tables of month 1, and how they change."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from ladder_sim.core.arrays import Numbers
from ladder_sim.core.problems import Problems
from ladder_sim.expressions.nodes import Node
from ladder_sim.expressions.scope import GradeTable, Scope
from ladder_sim.model.expression import Expr
from ladder_sim.model.grades import Grade
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.calendar import Calendar
from ladder_sim.plan.indices import IndexPath
from ladder_sim.plan.settled import as_part, base_of, field_of, figure, market_node
from ladder_sim.plan.timetable import Raised, TableEntry, Timetable, at_month, rounded


class GradeTables:
    """Reads the numbers of the grades of a scheme on a workforce; what does not fit goes to the problems."""

    def __init__(
        self, scheme: Scheme, workforce: Workforce, space: Sequence[Grade], scope: Scope, known: Collection[str],
        problems: Problems,
    ) -> None:  # fmt: skip
        self._scheme, self._workforce, self._space, self._problems = scheme, workforce, space, problems
        self._scope = Scope(parameters=scope.parameters, dated=scope.dated, indices=scope.indices, alone=scope.alone,
                            people=scope.people)  # fmt: skip
        self._known = known
        self._calendar = Calendar(workforce.start, workforce.holidays)
        self._own = {grade.id: grade for grade in scheme.grades}
        self._entries: list[TableEntry] = []
        self._fields = self._empty()
        for code, shared in enumerate(space):
            self._grade(code, shared)

    def _empty(self) -> dict[str, Numbers]:
        """A table for each number that a grade carries, by step where one grade has a list of it."""
        grades = self._scheme.grades
        names = ["base", *{name for grade in grades for name in grade.fields}]
        steps = max((len(exprs) for grade in grades for exprs in grade.steps.values()), default=1)
        listed = {name for grade in grades for name in grade.steps}
        size = len(self._space) + 1
        return {name: np.full((size, steps) if name in listed else size, np.nan) for name in names}

    def _grade(self, code: int, shared: Grade) -> None:
        grade = self._own.get(shared.id)
        if grade is None or grade.base is None:
            self._put("base", code, market_node(self._workforce, shared.role, self._scope.indices),
                      self._workforce.market.get(shared.role), f"market.{shared.role}")  # fmt: skip
        if grade is None:
            return
        for name, step, expr in _numbers(grade):
            what = base_of(grade) if name == "base" else field_of(grade, name)
            node = figure(expr, self._scope, self._known, what, self._problems,
                          instead=as_part() if name == "base" else "")  # fmt: skip
            self._put(name, code, node, expr, what, step)

    def _round(self, name: str, code: int) -> float | None:
        """To what a number of the scheme's tables is rounded as it is written: the base, and what an index raises.

        Pay of the market, which stands in for a base, is no table.
        """
        grade = self._own.get(self._space[code].id)
        if name == "base" and (grade is None or grade.base is None):
            return None
        raised = {name for index in self._scheme.indices.values() for name in index.on}
        return self._scheme.tables.round if name in {"base", *raised} else None

    def _put(
        self, name: str, code: int, node: Node | None, expr: Expr | None, what: str, step: int | None = None
    ) -> None:
        """A number into its table: at its step, or at every step where it is no list."""
        if node is None or expr is None:
            return
        to = self._round(name, code)
        entry = TableEntry(name, code, step, node, expr, what, to)
        value = node.constant
        if value is None:
            self._entries.append(entry)
            value = at_month(node, self._calendar, 1)
        self._fields[name][entry.place] = rounded(np.asarray(float(value)), to)

    def timetable(self) -> Timetable | None:
        """How the tables change; None where they stay."""
        raised = [
            Raised(path, {name: self._mask(index.grades) for name in index.on if name in self._fields})
            for index in self._scheme.indices.values()
            if index.on and isinstance(path := self._scope.indices.get(index.name), IndexPath)
        ]
        if not self._entries and not raised:
            return None
        made = Timetable(self._fields, self._entries, raised, self._calendar, self._scheme.tables.round)
        made.check(self._problems)
        return made

    def _mask(self, grades: Sequence[str]) -> Numbers:
        """bool by grade code: the grades an index is for; without names, all of the scheme."""
        return np.array([g.id in self._own and (not grades or g.id in grades) for g in self._space] + [False])

    def table(self, timetable: Timetable | None) -> GradeTable:
        """The ladder by grade code, as of month 1."""
        grades = [self._own.get(grade.id, grade) for grade in self._space]
        moving = set() if timetable is None else {e.name for e in self._entries}.union(
            *(each.fields for each in timetable.raised))  # fmt: skip
        return GradeTable(
            tuple(g.id for g in grades),
            tuple(g.track for g in grades),
            tuple(g.role for g in grades),
            np.array([*(g.level for g in grades), 0], dtype=np.float64),
            np.array([*(g.layer for g in grades), 0], dtype=np.float64),
            self._fields,
            frozenset(moving),
            np.array([*(len(g.steps.get("base", ("",))) for g in grades), 1]),
        )


def _numbers(grade: Grade) -> Iterator[tuple[str, int | None, Expr]]:
    """What a grade carries: name, step (None: at every step) and expression."""
    plain = {"base": grade.base, **grade.fields}
    for name, expr in plain.items():
        if name in grade.steps:
            yield from ((name, step, each) for step, each in enumerate(grade.steps[name]))
        elif expr is not None:
            yield name, None, expr
