"""Expressions as they stand under a scheme's parameters: what these decide is decided, what they compute is a number.

``0.5 * x + 0 if bonus else x`` becomes ``0.5 * x`` where `bonus` holds. A rule is told in this form; its meaning is
that of the file, for only parts that are the same for everybody are taken out.
"""

from __future__ import annotations

import ast
import copy
import math
from collections.abc import Callable, Mapping
from typing import Any

from ladder_sim.expressions.constant import NotConstant, constant
from ladder_sim.expressions.parse import names_in

Known = Mapping[str, Any]
#: Functions that are worked out, as the engine does it: halves go away from zero, a float's last digits decide nothing.
_FUNCTIONS: dict[str, Callable[..., float]] = {
    "min": min,
    "max": max,
    "round": lambda x: math.copysign(math.floor(abs(x) + 0.5 + _CLOSE), x),
    "floor": lambda x: math.floor(x + _CLOSE),
    "ceil": lambda x: math.ceil(x - _CLOSE),
}
_CLOSE = 1e-9
#: What is compared by name alone: the order of these words is the ladder's, not the alphabet's.
_WORDS = ("grade", "role", "track")


def known(node: ast.expr, values: Known) -> Any:
    """The value of an expression of `values` alone; None when it needs more."""
    try:
        found = constant(ast.unparse(_Numbers(values).visit(copy.deepcopy(node))), values)
    except NotConstant:
        return None
    return found


def folded(tree: ast.expr, values: Known, fields: Mapping[tuple[str, str], float] | None = None) -> ast.expr:
    """The expression without what `values` decide.

    Parameters
    ----------
    values: parameters, and what else is known (``grade`` of the person, say).
    fields: numbers that grades carry, by (own, next, lower or new; name), where they are the same for everybody.
    """
    made: ast.expr = _Fold(values, fields or {}).visit(copy.deepcopy(tree))
    return ast.fix_missing_locations(made)


class _Numbers(ast.NodeTransformer):
    """Puts numbers for powers and functions of parameters, which `constant` leaves alone."""

    def __init__(self, values: Known) -> None:
        self._values = values

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.op, ast.Pow):
            return node
        sides = [constant(ast.unparse(side), self._values) for side in (node.left, node.right)]
        try:
            return ast.Constant(math.pow(*map(float, sides)))
        except (ValueError, OverflowError, TypeError) as error:
            raise NotConstant("**") from error

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        work = _FUNCTIONS.get(node.func.id) if isinstance(node.func, ast.Name) else None
        if work is None or not node.args or (len(node.args) == 1) != (work not in (min, max)):
            return node
        values = [constant(ast.unparse(argument), self._values) for argument in node.args]
        if not all(isinstance(value, int | float) for value in values):
            raise NotConstant(ast.unparse(node))
        return ast.Constant(work(*values))


class _Fold(ast.NodeTransformer):
    def __init__(self, values: Known, fields: Mapping[tuple[str, str], float]) -> None:
        self._values, self._fields = values, fields

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        of = node.value.id if isinstance(node.value, ast.Name) else ""
        found = self._fields.get((of, node.attr))
        return node if found is None else ast.Constant(found)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        return self._number(node)

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        test = self._test(self.visit(node.test))
        if test is not None:
            return self.visit(node.body if test else node.orelse)  # type: ignore[no-any-return]
        self.generic_visit(node)
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        self.generic_visit(node)
        both = isinstance(node.op, ast.And)
        tests = [(self._test(part), part) for part in node.values]
        decided = next((part for test, part in tests if test is not None and test != both), None)
        if decided is not None:
            return decided
        left = [part for test, part in tests if test is None] or node.values[:1]
        if len(left) == 1:
            return left[0]
        node.values = left
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        number = self._number(node)
        if number is not node:
            return number
        left, right = (self._plain(side) for side in (node.left, node.right))
        if isinstance(node.op, ast.Mult) and right == 0 and isinstance(node.left, ast.Attribute):
            return ast.Constant(0)  # what a grade carries is never unknown
        if isinstance(node.op, ast.Add | ast.Sub) and right == 0:
            return node.left
        if isinstance(node.op, ast.Add) and left == 0:
            return node.right
        if isinstance(node.op, ast.Mult | ast.Div) and right == 1:
            return node.left
        return node.right if isinstance(node.op, ast.Mult) and left == 1 else node

    def _number(self, node: ast.expr) -> ast.expr:
        found = known(node, self._values)
        return ast.Constant(found) if isinstance(found, int | float) and not isinstance(found, bool) else node

    def _plain(self, node: ast.expr) -> Any:
        return known(node, self._values) if isinstance(node, ast.Constant | ast.Name) else None

    def _test(self, node: ast.expr) -> bool | None:
        """Whether a test holds for everybody; None where it does not, or depends on the order of words."""
        for part in ast.walk(node):
            if isinstance(part, ast.Compare) and _orders_words(part):
                return None
        found = known(node, self._values)
        return None if found is None or isinstance(found, str) else bool(found)


def _orders_words(node: ast.Compare) -> bool:
    return bool(names_in(node) & set(_WORDS)) and any(
        isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for op in node.ops
    )
