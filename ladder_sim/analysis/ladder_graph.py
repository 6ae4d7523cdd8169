"""The ways through a ladder: which grade each move leads from and to, read from the rules without running them."""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ladder_sim.core.problems import Problems
from ladder_sim.expressions.constant import NotConstant, constant
from ladder_sim.expressions.parse import parse
from ladder_sim.model.expression import Expr
from ladder_sim.model.grades import Grade
from ladder_sim.model.moves import BEFORE, EXIT, SAME, Move
from ladder_sim.model.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Way:
    """One arrow: a move from a grade to a grade, or to ``exit``; a regrade stays where it is."""

    move: str
    kind: str
    source: str
    target: str


def ways(scheme: Scheme) -> tuple[Way, ...]:
    """Every way a move can lead. Of a grade chosen by expression, all that the expression can name from there."""
    grades = {grade.id: grade for grade in scheme.grades}
    found: dict[Way, None] = {}
    for move in scheme.moves:
        for source, target in move.to.items():
            for end in _ends(scheme, grades, move, source, target):
                found[Way(move.id, move.kind, source, end)] = None
        if move.probation is not None and move.probation.otherwise == "lower":
            for target in {way.target for way in found if way.move == move.id and way.target in grades}:
                lower = _beside(scheme, grades[target], -1)
                if lower is not None:
                    found[Way(move.id, "demotion", target, lower)] = None
    return tuple(found)


def entries(scheme: Scheme) -> tuple[str, ...]:
    """The grades in which hires can start; not those that only outsiders for an open post enter."""
    entry = scheme.entry
    if entry.grade is not None:
        return (entry.grade,)
    if entry.choose is None:
        return tuple(entry.shares)
    known = [grade.id for grade in scheme.grades]
    named = _named(entry.choose, _values(scheme), set(known))
    return tuple(grade for grade in known if grade in named)


def _ends(scheme: Scheme, grades: Mapping[str, Grade], move: Move, source: str, target: str) -> tuple[str, ...]:
    own = grades[source]
    if move.to_expr is not None:
        named = named_ends(scheme, move.to_expr, own)
        return tuple(g for g in grades if g in named and g != source and _fits(move, own, grades[g]))
    if target == SAME:
        return (source,)
    if target == BEFORE:  # where one came from is known only later; the next lower grade stands for it
        lower = _beside(scheme, own, -1)
        return () if lower is None else (lower,)
    return (target,) if target == EXIT or target in grades else ()


def facts_of(grade: Grade) -> dict[str, Any]:
    """What is known of everybody in a grade."""
    return {"grade": grade.id, "role": grade.role, "track": grade.track, "level": grade.level, "layer": grade.layer}


def named_ends(scheme: Scheme, to: Expr, source: Grade) -> set[str]:
    """The grades that an expression can name for the people of a grade."""
    return _named(to, {**_values(scheme), **facts_of(source)}, {grade.id for grade in scheme.grades})


def _fits(move: Move, own: Grade, other: Grade) -> bool:
    """Whether a grade that an expression names suits the kind of the move; it may name more than it can choose."""
    if own.track != other.track:
        return True
    return {"promotion": other.level > own.level, "demotion": other.level < own.level}.get(move.kind, True)


def _beside(scheme: Scheme, grade: Grade, step: int) -> str | None:
    return next((g.id for g in scheme.grades if g.track == grade.track and g.level == grade.level + step), None)


def _values(scheme: Scheme) -> dict[str, Any]:
    return {name: parameter.value for name, parameter in scheme.parameters.items()}


def _named(expr: Expr, values: Mapping[str, Any], grades: set[str]) -> set[str]:
    """The grades that an expression can give, as far as `values` decide its tests."""
    tree = parse(expr, Problems())
    names = {**{grade: grade for grade in grades}, **values}

    def walk(node: ast.expr) -> set[str]:
        if isinstance(node, ast.Name):
            return {node.id} & grades
        if isinstance(node, ast.Constant):
            return {node.value} & grades if isinstance(node.value, str) else set()
        if isinstance(node, ast.IfExp):
            chosen = _known(node.test, names)
            if chosen is not None:
                return walk(node.body if chosen else node.orelse)
            return walk(node.body) | walk(node.orelse)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "band":
            return _band(node, names) & grades
        return set()

    return set() if tree is None else walk(tree)


def _known(node: ast.expr, values: Mapping[str, Any]) -> Any:
    try:
        return constant(ast.unparse(node), values)
    except NotConstant:
        return None


def _band(node: ast.Call, values: Mapping[str, Any]) -> set[str]:
    """The grades of ``band(x, {cut: grade})``: the one that x falls into where x is known, else all."""
    table = node.args[1] if len(node.args) == 2 else None
    if not isinstance(table, ast.Dict):
        return set()
    steps: list[tuple[Any, str]] = []
    for key, value in zip(table.keys, table.values, strict=True):
        name = value.id if isinstance(value, ast.Name) else getattr(value, "value", None)
        if key is not None and isinstance(name, str):
            steps.append((_known(key, values), name))
    low, high = _range(node.args[0], values)
    cuts = [cut for cut, _ in steps]
    if any(not isinstance(cut, int | float) for cut in cuts):
        return {name for _, name in steps}
    steps.sort()
    ends = [cut for cut, _ in steps[1:]] + [math.inf]
    return {name for (cut, name), end in zip(steps, ends, strict=True) if cut <= high and low < end}


def _range(node: ast.expr, values: Mapping[str, Any]) -> tuple[float, float]:
    """The lowest and highest that an expression can be, as far as `values` tell; `min` and `max` know one end."""
    if isinstance(node, ast.IfExp):
        chosen = _known(node.test, values)
        if chosen is not None:
            return _range(node.body if chosen else node.orelse, values)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("min", "max"):
        pick = min if node.func.id == "min" else max
        parts = [_range(argument, values) for argument in node.args]
        return pick(low for low, _ in parts), pick(high for _, high in parts)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        (a, b), (c, d) = _range(node.left, values), _range(node.right, values)
        return (a + c, b + d) if isinstance(node.op, ast.Add) else (a - d, b - c)
    found = _known(node, values)
    return (float(found), float(found)) if isinstance(found, int | float) else (-math.inf, math.inf)
