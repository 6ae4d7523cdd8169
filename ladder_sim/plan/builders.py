"""Expressions of a scheme and of a workforce, each built in the scope of the one that it stands in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ladder_sim.core.i18n import Title
from ladder_sim.core.problems import Problems
from ladder_sim.expressions.build import build
from ladder_sim.expressions.nodes import Node
from ladder_sim.expressions.scope import Purpose, Scope
from ladder_sim.expressions.span import Context
from ladder_sim.model.expression import Expr
from ladder_sim.model.metrics import Attribute

#: What a rule of a new role may read besides what others may: the number until then, and one drawn anew.
MOVED = {"old": Title("as before", "原有水平"), "fresh": Title("drawn anew", "重新抽取")}


@dataclass(frozen=True, slots=True)
class Builders:
    """What builds expressions; every problem goes to `problems`."""

    scope: Scope
    of_workforce: Scope
    problems: Problems

    def node(
        self, expr: Expr | None, want: str, owner: str, context: Context = "closed", calendar: Context | None = None
    ) -> Node | None:
        """An expression of the scheme. context, calendar: periods for its windows, and for those of the calendar."""
        purpose = Purpose(owner, context, calendar, moves=False)
        return None if expr is None else build(expr, self.scope, want, purpose, self.problems)

    def rule(
        self, expr: Expr | None, want: str, owner: str, context: Context = "closed", calendar: Context | None = None
    ) -> Node | None:
        """An expression of a move, from a grade to another."""
        purpose = Purpose(owner, context, calendar)
        return None if expr is None else build(expr, self.scope, want, purpose, self.problems)

    def unit(self, expr: Expr | None, owner: str) -> Node | None:
        """A number of the whole unit, such as its seats."""
        purpose = Purpose(owner, moves=False, unit=True)
        return None if expr is None else build(expr, self.scope, "number", purpose, self.problems)

    def after_move(self, expr: Expr | None, owner: str) -> Node | None:
        """What a new role makes of a number of the person, which the workforce says with `old` and `fresh`."""
        if expr is None:
            return None
        scope, own = self.of_workforce, {name: Attribute(name, title, "constant") for name, title in MOVED.items()}
        read: set[str] = set()
        signals = {name: metric for name, metric in scope.signals.items() if name not in own}
        inner = replace(scope, signals=signals, attributes={**scope.attributes, **own}, attributes_read=read)
        made = build(expr, inner, "number", Purpose(owner, moves=False), self.problems)
        scope.attributes_read.update(read - set(own))
        return made

    def person(self, expr: Expr | None, owner: str, want: str = "number") -> Node | None:
        """An expression of the workforce."""
        if expr is None:
            return None
        return build(expr, self.of_workforce, want, Purpose(owner, moves=False), self.problems)
