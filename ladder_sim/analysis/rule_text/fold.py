"""Expressions as they stand under a scheme's parameters: what these decide is decided, what they compute is a number.

``0.5 * x + 0 if bonus else x`` becomes ``0.5 * x`` where `bonus` holds. A rule is told in this form; its meaning is
that of the file, for only parts that are the same for everybody are taken out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from ladder_sim.expressions.constant import Known, known_number, known_truth
from ladder_sim.expressions.syntax import (
    Arithmetic,
    Call,
    Chain,
    Choice,
    Cuts,
    GradeField,
    Junction,
    Membership,
    NameWord,
    Negation,
    NumberLiteral,
    Several,
    Signed,
    TextLiteral,
    Tree,
    Truth,
    mapped,
)

FieldValues = Mapping[tuple[str, str], float]


def folded(tree: Tree, values: Known, fields: FieldValues | None = None) -> Tree:
    """The expression without what `values` decide.

    Parameters
    ----------
    values: parameters, and what else is known (``grade`` of the person, say).
    fields: numbers that grades carry, by (own, next, lower or new; name), where they are the same for everybody.
    """
    carried = fields or {}

    def fold(part: Tree) -> Tree:
        match part:
            case NumberLiteral() | Truth() | TextLiteral() | NameWord():
                return part
            case GradeField(of, name):
                found = carried.get((of, name))
                return part if found is None else NumberLiteral(found, at=part.at)
            case Choice(yes, test, no):
                chosen = known_truth(fold(test), values)
                return mapped(part, fold) if chosen is None else fold(yes if chosen else no)
            case Junction():
                return _joined(part, tuple(map(fold, part.parts)), values)
            case Arithmetic():
                made = mapped(part, fold)
                return _reckoned(made, values) if isinstance(made, Arithmetic) else made
            case Call():
                made = mapped(part, fold)
                return _entry(made, values) if isinstance(made, Call) else made
            case Cuts() | Several() | Signed() | Chain() | Membership() | Negation():
                return mapped(part, fold)
            case _:
                assert_never(part)

    return fold(tree)


def _entry(tree: Call, values: Known) -> Tree:
    """A number where the call is one; of a table of cut-offs the entry, where it is known which one holds."""
    match tree:
        case Call("band", (what, Cuts(rows))):
            place = known_number(what, values)
            cuts = [(known_number(cut, values), gives) for cut, gives in rows]
            known = [(cut, gives) for cut, gives in cuts if cut is not None]
            if place is None or len(known) < len(cuts):
                return tree
            reached = [(cut, gives) for cut, gives in known if cut <= place]
            return max(reached, key=lambda one: one[0])[1] if reached else tree
        case _:
            return _number(tree, values)


def _number(tree: Tree, values: Known) -> Tree:
    found = known_number(tree, values)
    return tree if found is None else NumberLiteral(found, at=tree.at)


def _joined(tree: Junction, parts: tuple[Tree, ...], values: Known) -> Tree:
    """What is left of joined parts: those that are not the same for everybody, or the one that decides."""
    tests = [known_truth(part, values) for part in parts]
    for part, test in zip(parts, tests, strict=True):
        if test is not None and test != tree.both:
            return part
    left = tuple(part for part, test in zip(parts, tests, strict=True) if test is None) or parts[:1]
    return left[0] if len(left) == 1 else replace(tree, parts=left)


def _reckoned(tree: Arithmetic, values: Known) -> Tree:
    """A number where both sides are known; without sides that change nothing."""
    number = _number(tree, values)
    if number is not tree:
        return number
    left, right = _plain(tree.left, values), _plain(tree.right, values)
    match tree.sign:
        case "*" if right == 0 and isinstance(tree.left, GradeField):
            return NumberLiteral(0, at=tree.at)  # what a grade carries is never unknown
        case "+" | "-" if right == 0:
            return tree.left
        case "+" if left == 0:
            return tree.right
        case "*" | "/" if right == 1:
            return tree.left
        case "*" if left == 1:
            return tree.right
        case _:
            return tree


def _plain(tree: Tree, values: Known) -> float | None:
    """The number that a side is by itself."""
    return known_number(tree, values) if isinstance(tree, NumberLiteral | NameWord) else None
