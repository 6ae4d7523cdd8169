"""Records with other names in their expressions, so that two schemes can lend each other rules without a clash."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from ladder_sim.core.i18n import Title
from ladder_sim.core.problems import Problems
from ladder_sim.expressions.parse import parse
from ladder_sim.expressions.syntax import GradeField, NameWord, Tree, mapped, written
from ladder_sim.model.expression import Expr

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

RecordT = TypeVar("RecordT", bound="DataclassInstance")
NOTHING = Title("", "")
FIELD = "."  # before the name of a field, which may be that of a parameter too


def each(record: RecordT, change: Callable[[Expr | Title], Expr | Title]) -> RecordT:
    """A record with `change` applied to every expression and every title within it."""
    return replace(record, **{f.name: _within(getattr(record, f.name), change) for f in fields(record)})


def _within(value: object, change: Callable[[Expr | Title], Expr | Title]) -> object:
    """What stands in a field of a record, changed likewise."""
    if isinstance(value, Expr | Title):
        return change(value)
    if is_dataclass(value) and not isinstance(value, type):
        return each(value, change)
    if isinstance(value, tuple | list):
        return tuple(_within(item, change) for item in value)
    if isinstance(value, Mapping):
        return {key: _within(item, change) for key, item in value.items()}
    return value


def renamed(value: RecordT, names: Mapping[str, str]) -> RecordT:
    """A record whose expressions read other names; what reads none of them is left as it was written."""

    def change(found: Expr | Title) -> Expr | Title:
        return rewritten(found, names) if isinstance(found, Expr) else found

    return each(value, change) if names else value


def bare(value: RecordT) -> RecordT:
    """A record without titles, which are no part of what is played."""
    return each(value, _untitled)


def bare_parts(value: object) -> object:
    """A record, or records in tuples and mappings, without titles."""
    return _within(value, _untitled)


def _untitled(found: Expr | Title) -> Expr | Title:
    return NOTHING if isinstance(found, Title) else found


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
