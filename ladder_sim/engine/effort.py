"""Effort: how a metric of the next month responds to a promotion within reach, or to one that is far out of it.

Whoever is due for a promotion (the waiting times are served) looks at the farthest of its lines that is not reached:
all must be. The nearest promotion counts. Lines are those of comparisons of the metric (the KPI, unless the workforce
names another), its means and scores made of it, with a number: ``mean(kpi, 3) >= 80`` or the inner one of
``streak(kpi >= 80) >= 2``.

Tournaments: Lazear & Rosen 1981, Green & Stokey 1983; in the field Bandiera, Barankay & Rasul 2005, 2013.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ladder_sim.core.arrays import PersonFloats, SlotFloats, SlotMask
from ladder_sim.engine.seat_book import SeatBook
from ladder_sim.engine.shared import Rule, Shared
from ladder_sim.engine.stopwatch import counted_as
from ladder_sim.expressions.nodes import Node, View
from ladder_sim.expressions.scope import Scope
from ladder_sim.model.workforce import Effort
from ladder_sim.plan.program import MovePlan
from ladder_sim.plan.striving import strived_for
from ladder_sim.streams.functions import exp
from ladder_sim.streams.kernels import spread, spread_numbers

#: What makes another scale of a KPI: a distance in it is no distance in points.
_OTHER_SCALE = frozenset(
    ["count", "streak", "ever", "total", "rank", "percentile", "rank_from_bottom", "team_count", "team_total",
     "unit_count", "unit_total", "group_count", "group_total", "band", "forced"]
)  # fmt: skip


class Efforts(Rule):
    """Sets everybody's response for the next month, in the metric's points; none without `effort` in the workforce."""

    def __init__(self, shared: Shared, seats: SeatBook) -> None:
        super().__init__(shared)
        self.seats = seats
        self.lines: dict[int, list[Node]] = {}  # by the number of a move: its comparisons with a line

    @counted_as("effort")
    def respond(self, month: int) -> None:
        """After the reviews of `month`: how hard people try in the next one."""
        effort = self.workforce.effort
        if effort is None:
            return
        population = self.population
        nearest = np.full(population.n, np.inf)
        chance = np.ones(population.n)
        view = population.view(month, month)
        for number, plan in self.plans():
            if plan.kind != "promotion" or not strived_for(self.program, plan, effort.to):
                continue
            if number not in self.lines:
                found = (lines_of(node, self.program.scope, effort.metric) for node in plan.conditions)
                self.lines[number] = [line for lines in found for line in lines]
            if not self.lines[number]:
                continue
            due, far = self._distance(plan, self.lines[number], view)
            nearer = due & (far < nearest)
            nearest[nearer] = far[nearer]
            if effort.seats:
                chance[nearer] = self._chance(plan, view, due)[nearer]
        population.columns["effort"][:] = np.where(np.isfinite(nearest), response(effort, nearest) * chance, 0.0)

    def _distance(self, plan: MovePlan, lines: list[Node], view: View) -> tuple[SlotMask, SlotFloats]:
        """Who is due for a move and not at all its lines yet, and how far the farthest line is; shape (slots,)."""
        size = self.population.n
        view = view.aimed(plan.to)
        due: SlotMask = self.population.alive() & (plan.to[self.population.columns["grade"]] >= 0)
        for node, gate in zip(plan.conditions, plan.gates, strict=True):
            if gate:
                due = due & spread(node.value(view), size)
        far = np.zeros(size)
        for line in lines:
            value, bound = (spread_numbers(part.value(view), size) for part in line.parts)
            far = np.fmax(far, bound - value)  # a line or a result that is unknown tells nothing
        return due & (far > 0), far

    def _chance(self, plan: MovePlan, view: View, due: SlotMask) -> PersonFloats:
        """Open seats of the grade that each would come to, over those who are due; at most 1, and 1 without seats."""
        population, program = self.population, self.program
        goal = plan.to[population.columns["grade"]]
        pool = program.pool[np.where(goal >= 0, goal, population.grade_count)]
        if self.seats.left is None or not program.seats:
            return np.ones(population.n)
        left = np.maximum(self.seats.left, 0) / program.units
        wanted = np.zeros_like(left)
        np.add.at(wanted, (population.rep[due], pool[due]), 1)
        return np.minimum(1.0, left[population.rep, pool] / np.maximum(wanted[population.rep, pool], 1))


def response(effort: Effort, far: PersonFloats) -> PersonFloats:
    """Points more or less at a distance from the line: a bell around it, and a step far out."""
    points: PersonFloats = effort.most * exp(-0.5 * np.square(far / effort.within))
    if effort.beyond is not None:
        points = np.where(far > effort.beyond, effort.least, points)
    return points


def lines_of(node: Node, scope: Scope, metric: str = "kpi") -> Iterator[Node]:
    """The comparisons in a condition that ask for a metric of at least a number."""
    if node.key[0] in (">=", ">") and len(node.parts) == 2 and _in_points(node.parts[0], scope, metric):
        yield node
        return
    for part in node.parts:
        yield from lines_of(part, scope, metric)


def _in_points(node: Node, scope: Scope, metric: str) -> bool:
    """Is it a number made of the metric, in its points?"""
    if node.kind not in ("number", "choice") or node.levels:
        return False
    return _reads(node, scope, metric) and not node.anywhere(lambda part: part.key[0] in _OTHER_SCALE)


def _reads(node: Node, scope: Scope, metric: str) -> bool:
    if node.key[:2] == ("metric", metric):
        return True
    if node.key[0] == "score":
        inner = scope.score_nodes.get(str(node.key[1]))
        return inner is not None and _in_points(inner, scope, metric)
    return any(_reads(part, scope, metric) for part in node.parts)
