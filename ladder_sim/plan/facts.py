"""What a scheme asks of people that their workforce does not say: its own attributes, drawn like the workforce's."""

from __future__ import annotations

from dataclasses import replace

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Problems, nearest
from ladder_sim.expressions.build import Builder, build
from ladder_sim.expressions.groups import group_of
from ladder_sim.expressions.nodes import Node
from ladder_sim.expressions.scope import AGING, Purpose, Scope, Wrong
from ladder_sim.expressions.syntax import NameWord
from ladder_sim.model.expression import Expr
from ladder_sim.model.metrics import NEXT_LEVEL, Attribute
from ladder_sim.model.moves import Move
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.builders import Builders
from ladder_sim.plan.program import FactPlan


def facts_of(scheme: Scheme) -> dict[str, Attribute]:
    """The attributes that a scheme, and the one it replaces, declare; the scheme's own go first."""
    before = {} if scheme.replaced is None else facts_of(scheme.replaced)
    return {**before, **scheme.attributes}


def with_facts(workforce: Workforce, scheme: Scheme) -> Workforce:
    """The workforce with the attributes that the scheme declares and the workforce has neither as such nor as a metric.

    Each is drawn by a stream of its own name, so that nothing else that is drawn changes.
    """
    people = workforce.people
    known = {*people.attributes, *workforce.metrics}
    added = {name: fact for name, fact in facts_of(scheme).items() if name not in known}
    if not added:
        return workforce
    return replace(workforce, people=replace(people, attributes={**people.attributes, **added}))


def _value_of(fact: Attribute, expr: Expr, scope: Scope, purpose: Purpose, problems: Problems) -> Node | None:
    """An expression that gives a value of the attribute: a number, or one of its values as a code."""
    want = "level" if fact.levels else "number"
    return build(expr, scope, want, purpose, problems, fact.levels)


def fact_plans(build: Builders, scheme: Scheme, workforce: Workforce) -> tuple[FactPlan, ...]:
    """The attributes that change; the rules of the workforce's are its own, those of the scheme's the scheme's."""
    declared = facts_of(scheme)
    made = []
    for name, fact in workforce.people.attributes.items():
        if fact.changes:
            scope = build.scope if declared.get(name) == fact else build.of_workforce
            made.append(_fact_plan(fact, scope, build.problems))
    return tuple(made)


def _fact_plan(fact: Attribute, scope: Scope, problems: Problems) -> FactPlan:
    changes = []
    for change in fact.changes:
        purpose = Purpose(f"attributes.{fact.name}", "all", moves=False)
        when = build(change.when, scope, "bool", purpose, problems)
        up = change.to.text == NEXT_LEVEL and fact.ordered
        to = None if up else _value_of(fact, change.to, scope, purpose, problems)
        if when is not None and (up or to is not None):
            changes.append((change, when, to))
    return FactPlan(fact, tuple(changes))


def set_by(build: Builders, move: Move) -> dict[str, Node]:
    """What a move makes of people's attributes, by name."""
    made = {}
    scope = build.scope
    for name, expr in move.set.items():
        fact = scope.attributes.get(name)
        if fact is None or name in AGING:
            known = [name for name in scope.attributes if name not in AGING]
            why = tr("no attribute '{name}' that a move could set", "没有可由变动设定的人员信息“{name}”", name=name)
            build.problems.add(expr.at, why + nearest(name, known), open=fact is None and scope.may_come(name, known))
            continue
        scope.attributes_read.add(name)
        node = _value_of(fact, expr, scope, Purpose(f"{move.id}:set"), build.problems)
        if node is not None:
            made[name] = node
    return made


def group_named(build: Builders, name: str, expr: Expr | None) -> tuple[str, ...]:
    """The group that a quota or seats name, which `expr` stands before; () where they name none."""
    if not name or expr is None:
        return ()
    builder = Builder(expr, build.scope, Purpose("group"), build.problems)
    try:
        return group_of(builder, "by", NameWord(name))
    except Wrong:
        return ()
