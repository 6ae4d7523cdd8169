"""Words beside categories: a word that is one of a category's values is read as that value, whatever else it names."""

from __future__ import annotations

import numpy as np

from ladder_sim.expressions import nodes
from ladder_sim.expressions.comparing import choose
from ladder_sim.expressions.nodes import Node, NodeValue, combine
from ladder_sim.expressions.scope import ExpressionBuilder, Scope
from ladder_sim.expressions.syntax import NameWord, Tree


def sides(builder: ExpressionBuilder, left: Tree, right: Tree) -> tuple[Node, Node]:
    """Both sides of a comparison; the word beside a category is its value where it has one of that name."""
    if levels_of(builder.scope, right) and not levels_of(builder.scope, left):
        y = builder.any(right)
        return _beside(builder, left, y), y
    x = builder.any(left)
    return x, _beside(builder, right, x)


def levels_of(scope: Scope, tree: Tree) -> tuple[str, ...]:
    """The values of an attribute that a part names, but those that are parameters; none of any other part."""
    if not isinstance(tree, NameWord) or tree.id not in scope.attributes or tree.id in scope.scores:
        return ()
    return tuple(level for level in scope.attributes[tree.id].levels if level not in scope.parameters)


def _beside(builder: ExpressionBuilder, tree: Tree, other: Node) -> Node:
    is_value = other.kind == "choice" and isinstance(tree, NameWord) and tree.id in other.levels
    if is_value and isinstance(tree, NameWord) and tree.id not in builder.scope.parameters:
        return nodes.symbol(tree.id)
    return builder.any(tree)


def one_of_both(test: Node, opposite: Node, yes: Node, no: Node) -> Node:
    """A choice between words, or between a word and a category: their values come together, the category's first."""
    first, second = (no, yes) if no.kind == "choice" else (yes, no)
    levels = tuple(dict.fromkeys([*first.levels, *second.levels]))
    a, b = relevel(yes, levels), relevel(no, levels)
    made = choose(test, opposite, a, b, levels)
    made.kind = first.kind
    return made


def relevel(node: Node, levels: tuple[str, ...]) -> Node:
    """A node of words whose codes point into a longer list of them."""
    if node.levels == levels[: len(node.levels)]:
        return Node(node.kind, (*node.key, levels), node.parts, levels, node.nullable, by_grade=node.by_grade,
                    constant=0.0 if node.constant is not None else None, period=node.period, run=node.run)  # fmt: skip
    codes = np.array([levels.index(level) for level in node.levels], dtype=np.float64)
    if node.constant is not None:
        code = float(codes[0])
        return Node(node.kind, (*node.key, levels), levels=levels, by_grade=True, constant=code, run=lambda view: code)

    def remap(values: NodeValue) -> NodeValue:
        return np.where(np.isnan(values), np.nan, codes[np.nan_to_num(values).astype(np.int64)])

    return combine(node.kind, "relevel", (node,), remap, levels=levels, extra={"levels": levels})
