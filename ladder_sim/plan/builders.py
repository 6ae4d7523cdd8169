"""Expressions of a scheme and of a workforce, each built in the scope of the one that it stands in."""

from __future__ import annotations

from dataclasses import dataclass

from ladder_sim.core.problems import Problems
from ladder_sim.expressions.build import build
from ladder_sim.expressions.nodes import Context, Node
from ladder_sim.expressions.scope import Purpose, Scope
from ladder_sim.model.expression import Expr


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

    def person(self, expr: Expr | None, owner: str, want: str = "number") -> Node | None:
        """An expression of the workforce."""
        if expr is None:
            return None
        return build(expr, self.of_workforce, want, Purpose(owner, moves=False), self.problems)
