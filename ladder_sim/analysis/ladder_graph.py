"""The ways through a ladder: which grade each move leads from and to, read from the rules without running them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from ladder_sim.expressions.constant import Known, known_number, known_truth, reach
from ladder_sim.expressions.parse import tree_of
from ladder_sim.expressions.specs import Plain
from ladder_sim.expressions.syntax import Call, Choice, Cuts, NameWord, TextLiteral, Tree
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


def facts_of(grade: Grade) -> dict[str, Plain]:
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


def _values(scheme: Scheme) -> dict[str, Plain]:
    return scheme.values


def _named(expr: Expr, values: Known, grades: set[str]) -> set[str]:
    """The grades that an expression can give, as far as `values` decide its tests."""
    tree = tree_of(expr)
    names: dict[str, Plain] = {**{grade: grade for grade in grades}, **values}

    def ends(part: Tree) -> set[str]:
        match part:
            case NameWord(word) | TextLiteral(word):
                return {word} & grades
            case Choice(yes, test, no):
                chosen = known_truth(test, names)
                return ends(yes) | ends(no) if chosen is None else ends(yes if chosen else no)
            case Call("band", (x, Cuts(rows))):
                return set().union(*(ends(gives) for gives in _within(rows, x, names)))
            case Call("by", (_, Cuts(rows))):
                return set().union(*(ends(gives) for _, gives in rows))
            case _:
                return set()

    return set() if tree is None else ends(tree)


def _within(rows: tuple[tuple[Tree, Tree], ...], x: Tree, values: Known) -> list[Tree]:
    """What ``band`` can give: the entry that x falls into where x is known, else all that it can fall into."""
    cuts = [known_number(cut, values) for cut, _ in rows]
    if any(cut is None for cut in cuts):
        return [gives for _, gives in rows]
    low, high = reach(x, values)
    ends = [*cuts[1:], math.inf]
    return [
        gives
        for (_, gives), cut, end in zip(rows, cuts, ends, strict=True)
        if cut is not None and end is not None and cut <= high and low < end
    ]
