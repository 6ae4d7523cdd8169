"""Statuses compiled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ladder_sim.expressions.nodes import Node
from ladder_sim.model.expression import Expr
from ladder_sim.model.statuses import Status
from ladder_sim.plan.builders import Builders

Make = Callable[[Expr | None, str, str], Node | None]


@dataclass(frozen=True, slots=True)
class StatusPlan:
    """A status, compiled; `between`: fewest and most months, or nothing."""

    status: Status
    months: Node | None
    between: tuple[Node | None, ...]
    until: Node | None
    begins: Node | None
    pay: Node | None

    @property
    def away(self) -> bool:
        """Do its months not count as ever?"""
        return self.status.windows != "run"

    def tests(self, move: str) -> bool:
        """May a move test who is in it?"""
        return self.status.reviews is None or move in self.status.reviews


def compile_statuses(
    build: Builders, of_scheme: Sequence[Status], of_workforce: Sequence[Status]
) -> tuple[StatusPlan, ...]:
    """The scheme's statuses, then those of life."""

    def _of_scheme(expr: Expr | None, owner: str, want: str) -> Node | None:
        return build.node(expr, want, owner)

    def _plan(status: Status, make: Make) -> StatusPlan:
        name = f"statuses.{status.id}"
        ends = [make(expr, f"{name}:months", "number") for expr in status.between or ()]
        return StatusPlan(
            status,
            make(status.months, f"{name}:months", "number"),
            tuple(ends),
            make(status.until, f"{name}:until", "bool"),
            make(status.begins, f"{name}:begins", "number"),
            make(status.pay, f"{name}:pay", "number"),
        )

    return (
        *(_plan(status, _of_scheme) for status in of_scheme),
        *(_plan(status, build.person) for status in of_workforce),
    )
