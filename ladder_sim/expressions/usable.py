"""What is known beforehand must be a number that can be used: neither without a value nor beyond all measure."""

from __future__ import annotations

from ladder_sim.core.i18n import tr
from ladder_sim.expressions.nodes import Node
from ladder_sim.expressions.scope import ExpressionBuilder
from ladder_sim.expressions.syntax import Arithmetic, Call, NameWord, Tree, walk, written
from ladder_sim.expressions.words import LARGEST, UNKNOWN


def usable(builder: ExpressionBuilder, tree: Tree, node: Node) -> Node:
    """The node of `tree`; raises `Wrong` for a constant without a value or one that is too large."""
    value = node.fixed
    if node.kind != "number" or value is None or abs(value) <= LARGEST or _reads_unknown(tree):
        return node
    text = written(tree)
    if value != value and not _overflows(builder, tree):
        raise builder.wrong(tree, tr("{text} has no value", "{text} 没有值", text=text))
    raise builder.wrong(tree, tr("{text} is too large; at most {most:,.0f}", "{text} 过大；最多为{most:,.0f}",
                                 text=text, most=LARGEST))  # fmt: skip


def _reads_unknown(tree: Tree) -> bool:
    return any(isinstance(part, NameWord) and part.id == UNKNOWN for part in walk(tree))


def _overflows(builder: ExpressionBuilder, tree: Tree) -> bool:
    """Is a constant that came out undefined one that is too large, rather than one without a value?"""
    match tree:
        case Call("exp", _):
            return True
        case Arithmetic(left, "**", right):
            base, power = builder.number(left).fixed, builder.number(right).fixed
            return bool(base and (base > 0 or (power is not None and float(power).is_integer())))
        case _:
            return False
