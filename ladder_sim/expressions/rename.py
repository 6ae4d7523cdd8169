"""Records with other names in their expressions, so that two schemes can lend each other rules without a clash."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from ladder_sim.core.i18n import Title
from ladder_sim.core.problems import Problems
from ladder_sim.expressions.parse import parse
from ladder_sim.expressions.syntax import GradeField, NameWord, Tree, mapped, written
from ladder_sim.model.expression import Expr

RecordT = TypeVar("RecordT")
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


def renamed(value: RecordT, names: Mapping[str, str]) -> RecordT:
    """A record whose expressions read other names; what reads none of them is left as it was written."""

    def change(found: Any) -> Any:
        return rewritten(found, names) if isinstance(found, Expr) else found

    made: RecordT = each(value, change) if names else value
    return made


def bare(value: RecordT) -> RecordT:
    """A record without titles, which are no part of what is played."""
    made: RecordT = each(value, lambda found: NOTHING if isinstance(found, Title) else found)
    return made


def rewritten(expr: Expr, names: Mapping[str, str]) -> Expr:
    """An expression that reads other names; those of fields, read as ``own.x`` or ``new.x``, begin with a dot."""
    tree = parse(expr, Problems())
    if tree is None or (made := _renamed(tree, names)) == tree:
        return expr
    return Expr(written(made), expr.at)


def _renamed(tree: Tree, names: Mapping[str, str]) -> Tree:
    match tree:
        case NameWord(id):
            return NameWord(names.get(id, id), at=tree.at)
        case GradeField(of, name):
            return GradeField(of, names.get(FIELD + name, FIELD + name)[1:], at=tree.at)
        case _:  # the name of a function is none of a parameter
            return mapped(tree, lambda part: _renamed(part, names))
