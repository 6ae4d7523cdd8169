"""Measures of one's own compiled: what is summed of people each month, and the arithmetic over the sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Problems, nearest
from ladder_sim.expressions.build import Builder
from ladder_sim.expressions.constant import NotConstant, constant
from ladder_sim.expressions.nodes import Node
from ladder_sim.expressions.parse import parse, place_of
from ladder_sim.expressions.scope import Purpose, Scope, Wrong
from ladder_sim.expressions.syntax import Call, NameWord, Tree, mapped, walk, written
from ladder_sim.model.expression import Expr
from ladder_sim.model.measures import OwnMeasure

AggregateKind = Literal["mean", "total", "share", "count"]
_OF_CONDITIONS = ("share", "count")


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One figure of the people of a month's end."""

    kind: AggregateKind
    node: Node


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """A measure compiled; `tree` names its aggregates by `figure_name`. Without any it cannot be measured here."""

    measure: OwnMeasure
    tree: Tree
    aggregates: tuple[Aggregate, ...]
    among: Node | None


def figure_name(number: int) -> str:
    """The name of an aggregate in a measure's arithmetic."""
    return f"figure_{number}"


def own_plans(
    measures: Mapping[str, OwnMeasure], scope: Scope, everything: Scope, problems: Problems
) -> tuple[OwnPlan, ...]:
    """The measures of a scheme. They may read what no rule may: attributes kept for the audit.

    everything : whose attributes a measure may read
    """
    open_scope = replace(scope, attributes={**everything.attributes, **scope.attributes}, forbidden=())
    found = []
    for measure in measures.values():
        own = Problems() if measure.foreign else problems
        plan = _plan(measure, open_scope, own)
        found.append(OwnPlan(measure, NameWord("unknown"), (), None) if plan is None else plan)
    return tuple(found)


def _plan(measure: OwnMeasure, scope: Scope, problems: Problems) -> OwnPlan | None:
    tree = parse(measure.value, problems)
    if tree is None:
        return None
    before = len(problems.errors)
    reader = _Aggregates(measure, scope, problems)
    outer = reader.read(tree)
    among = None if measure.among is None else reader.condition_of(measure.among)
    if len(problems.errors) > before:
        return None
    if not reader.found:
        problems.add(measure.value.at, tr(
            "a measure counts people: write mean(x), total(x), share(c) or count(c), each with one value",
            "指标应统计人员：请写 mean(x)、total(x)、share(c) 或 count(c)，括号内各一个值"))  # fmt: skip
        return None
    reader.check(outer)
    return None if len(problems.errors) > before else OwnPlan(measure, outer, tuple(reader.found), among)


class _Aggregates:
    """Takes the aggregates out of a measure's arithmetic."""

    def __init__(self, measure: OwnMeasure, scope: Scope, problems: Problems) -> None:
        self.measure, self.scope, self.problems = measure, scope, problems
        self.purpose = Purpose(f"measures.{measure.name}", moves=False)
        self.builder = Builder(measure.value, scope, self.purpose, problems)
        self.found: list[Aggregate] = []
        self.texts: dict[str, int] = {}

    def read(self, tree: Tree) -> Tree:
        """The tree with a name in the place of each aggregate."""
        match tree:
            case Call(function, (argument,)) if function in get_args(AggregateKind):
                return NameWord(figure_name(self._number(tree, argument)), at=tree.at)
        return mapped(tree, self.read)

    def _number(self, tree: Call, argument: Tree) -> int:
        text = written(tree)
        if text not in self.texts:
            self.texts[text] = len(self.found)
            asks = tree.function in _OF_CONDITIONS
            try:
                node = self.builder.condition(argument) if asks else self.builder.number(argument)
            except Wrong:
                return 0
            kind = next(kind for kind in get_args(AggregateKind) if kind == tree.function)
            self.found.append(Aggregate(kind, node))
        return self.texts[text]

    def condition_of(self, expr: Expr) -> Node | None:
        """Who counts, as a condition; None after its problems were noted."""
        tree = parse(expr, self.problems)
        if tree is None:
            return None
        try:
            return Builder(expr, self.scope, self.purpose, self.problems).condition(tree)
        except Wrong:
            return None

    def check(self, outer: Tree) -> None:
        """Outside the aggregates stand numbers and parameters alone."""
        known = {figure_name(i): 1.0 for i in range(len(self.found))}
        for part in walk(outer):
            if isinstance(part, NameWord) and part.id not in known and part.id not in self.scope.parameters:
                names = list(self.scope.parameters)
                why = tr("{name} differs by person; put it into mean(…), total(…), share(…) or count(…)",
                         "{name} 因人而异；请写进 mean(…)、total(…)、share(…) 或 count(…)", name=part.id)  # fmt: skip
                self.problems.add(place_of(self.measure.value, part.at), why + nearest(part.id, names))
                return
        try:
            constant(outer, {**self.scope.parameters, **known})
        except NotConstant as odd:
            if str(odd) not in (written(part) for part in walk(outer)):  # a division by zero of ones means nothing
                why = tr("{text} cannot stand in a measure", "{text} 不能用在指标中", text=odd)
                self.problems.add(self.measure.value.at, why)
