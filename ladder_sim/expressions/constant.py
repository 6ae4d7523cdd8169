"""The value of an expression of parameters alone, needed while a scheme is resolved (``exists``)."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

_BINARY: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda a, b: a in b,
    ast.NotIn: lambda a, b: a not in b,
}


class NotConstant(ValueError):
    """The expression needs more than parameters; the text is the name or sign that is not known."""


def constant(text: str, values: Mapping[str, Any]) -> Any:
    """The value of `text` where `values` gives the parameters; raises `NotConstant`."""
    try:
        tree = ast.parse(text.strip(), mode="eval")
        return _value(tree.body, {"true": True, "false": False, **values})
    except NotConstant:
        raise
    except (SyntaxError, TypeError, ValueError, ArithmeticError, RecursionError, MemoryError) as error:
        raise NotConstant(text) from error


def _value(node: ast.expr, values: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.Constant) and isinstance(node.value, bool | int | float | str):
        return node.value
    if isinstance(node, ast.Name):
        if node.id not in values:
            raise NotConstant(node.id)
        return values[node.id]
    if isinstance(node, ast.List | ast.Tuple):
        return [_value(item, values) for item in node.elts]
    if isinstance(node, ast.BoolOp):
        parts = [bool(_value(item, values)) for item in node.values]
        return all(parts) if isinstance(node.op, ast.And) else any(parts)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        inner = _value(node.operand, values)
        return not inner if isinstance(node.op, ast.Not) else -inner
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        left, right = _value(node.left, values), _value(node.right, values)
        if isinstance(left, int | float) and isinstance(right, int | float):
            return _BINARY[type(node.op)](left, right)
    if isinstance(node, ast.Compare):
        sides = [_value(item, values) for item in (node.left, *node.comparators)]
        pairs = zip(node.ops, sides, sides[1:], strict=False)
        return all(type(op) in _BINARY and _BINARY[type(op)](a, b) for op, a, b in pairs)
    if isinstance(node, ast.IfExp):
        return _value(node.body if _value(node.test, values) else node.orelse, values)
    raise NotConstant(ast.unparse(node))
