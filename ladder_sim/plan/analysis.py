"""What can be said of compiled rules without running them."""

from __future__ import annotations

from typing import Any

from ladder_sim.expressions.nodes import Node
from ladder_sim.plan.program import MovePlan


def is_gate(node: Node) -> bool:
    """Does the condition depend on waiting times and attributes alone?"""
    if node.key[0] in ("metric", "score", "chance", "loss", "token"):
        return False
    if any(
        isinstance(k, str) and k in ("mean", "total", "lowest", "highest", "count", "streak", "ever", "first")
        for k in node.key[:1]
    ):
        return False
    if node.key[0] in ("rank", "percentile", "best_of", "lowest_of", "rank_from_bottom"):
        return False
    if isinstance(node.key[0], str) and node.key[0].startswith(("team_", "unit_")):
        return False
    return all(is_gate(part) for part in node.parts)


HEAVY = ("mean", "total", "lowest", "highest")


def share(moves: list[MovePlan]) -> None:
    """Mark the windows that several rules of one review want, so that they are computed once."""
    seen: dict[tuple[str, Any], list[Node]] = {}

    def _walk(node: Node, review: str, found: dict[Any, Node]) -> None:
        if node.key[0] in HEAVY:
            seen.setdefault((review, node.key), []).append(node)
        for part in node.parts:
            _walk(part, review, found)

    for plan in moves:
        for node in [*plan.conditions, *([plan.order] if plan.order else []), *plan.pay.values()]:
            _walk(node, plan.move.review, {})
    for nodes in seen.values():
        if len(nodes) > 1:
            for node in nodes:
                node.shared = True
