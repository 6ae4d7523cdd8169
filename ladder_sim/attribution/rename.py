"""Records with other names in their expressions, so that two schemes can lend each other rules without a clash."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from ladder_sim.core.i18n import Title
from ladder_sim.core.problems import Problems
from ladder_sim.expressions.parse import names_in, parse
from ladder_sim.model.records import Expr

Record = TypeVar("Record")
NOTHING = Title("", "")
FIELD = "."  # before the name of a field, which may be that of a parameter too


def each(value: Any, change: Callable[[Any], Any]) -> Any:
    """A record with `change` applied to every expression and every title within it."""
    if isinstance(value, Expr | Title):
        return change(value)
    if is_dataclass(value) and not isinstance(value, type):
        found = {f.name: each(getattr(value, f.name), change) for f in fields(value)}
        return replace(value, **found)
    if isinstance(value, tuple | list):
        return tuple(each(item, change) for item in value)
    if isinstance(value, Mapping):
        return {key: each(item, change) for key, item in value.items()}
    return value


def renamed(value: Record, names: Mapping[str, str]) -> Record:
    """A record whose expressions read other names; what reads none of them is left as it was written."""

    def change(found: Any) -> Any:
        return rewritten(found, names) if isinstance(found, Expr) else found

    made: Record = each(value, change) if names else value
    return made


def bare(value: Record) -> Record:
    """A record without titles, which are no part of what is played."""
    made: Record = each(value, lambda found: NOTHING if isinstance(found, Title) else found)
    return made


def rewritten(expr: Expr, names: Mapping[str, str]) -> Expr:
    """An expression that reads other names; those of fields, read as ``own.x`` or ``new.x``, begin with a dot."""
    tree = parse(expr, Problems())
    if tree is None or not (names_in(tree) | _fields_in(tree)) & names.keys():
        return expr
    return Expr(ast.unparse(_Names(names).visit(copy.deepcopy(tree))), expr.at)


def _fields_in(tree: ast.AST) -> set[str]:
    return {FIELD + node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


class _Names(ast.NodeTransformer):
    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.copy_location(ast.Name(self.names.get(node.id, node.id), node.ctx), node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        name = FIELD + node.attr
        return ast.copy_location(ast.Attribute(node.value, self.names.get(name, name)[1:], node.ctx), node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """The name of a function is none of a parameter."""
        arguments = [self.visit(argument) for argument in node.args]
        named = [ast.keyword(one.arg, self.visit(one.value)) for one in node.keywords]
        return ast.copy_location(ast.Call(node.func, arguments, named), node)
