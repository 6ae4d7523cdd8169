"""What can be said of compiled rules without running them."""

from __future__ import annotations

from ladder_sim.expressions.nodes import Node, NodeKey
from ladder_sim.plan.program import MovePlan


def is_gate(node: Node) -> bool:
    """Does the condition depend on waiting times and attributes alone?"""
    return not node.anywhere(lambda part: part.nature.evidence)


def share(moves: list[MovePlan]) -> None:
    """Mark the windows that several rules of one review want, so that they are computed once."""
    seen: dict[tuple[str, NodeKey], list[Node]] = {}

    def _walk(node: Node, review: str, found: dict[NodeKey, Node]) -> None:
        if node.nature.heavy:
            seen.setdefault((review, node.key), []).append(node)
        for part in node.parts:
            _walk(part, review, found)

    for plan in moves:
        for node in [*plan.conditions, *([plan.order] if plan.order else []), *plan.pay.values()]:
            _walk(node, plan.move.review, {})
    for nodes in seen.values():
        if len(nodes) > 1:
            for node in nodes:
                node.shared, node.plain = True, None
