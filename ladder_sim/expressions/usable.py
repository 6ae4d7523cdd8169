"""What is known beforehand must be a number that can be used: neither without a value nor beyond all measure."""

from __future__ import annotations

import ast

from ladder_sim.core.i18n import tr
from ladder_sim.expressions.names import LARGEST, UNKNOWN
from ladder_sim.expressions.nodes import Node
from ladder_sim.expressions.scope import ExpressionBuilder


def usable(builder: ExpressionBuilder, tree: ast.expr, node: Node) -> Node:
    """The node of `tree`, unless it is a constant without a value or one that is too large: that is reported."""
    value = node.constant
    if node.kind != "number" or value is None or abs(value) <= LARGEST or _reads_unknown(tree):
        return node
    text = ast.unparse(tree)
    if value != value and not _overflows(builder, tree):
        raise builder.wrong(tree, tr("{text} has no value", "{text} 没有值", text=text))
    raise builder.wrong(tree, tr("{text} is too large; at most {most:,.0f}", "{text} 过大；最多为{most:,.0f}",
                                 text=text, most=LARGEST))  # fmt: skip


def _reads_unknown(tree: ast.expr) -> bool:
    return any(isinstance(part, ast.Name) and part.id == UNKNOWN for part in ast.walk(tree))


def _overflows(builder: ExpressionBuilder, tree: ast.expr) -> bool:
    """Is a constant that came out undefined one that is too large, rather than one without a value?"""
    if isinstance(tree, ast.Call):
        return isinstance(tree.func, ast.Name) and tree.func.id == "exp"
    if not isinstance(tree, ast.BinOp) or not isinstance(tree.op, ast.Pow):
        return False
    base, power = builder.number(tree.left).constant, builder.number(tree.right).constant
    return bool(base and (base > 0 or float(power).is_integer()))
