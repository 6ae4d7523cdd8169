"""What an expression gives where only some names are known: its value, or the lowest and highest that it can be.

This is the one place where trees are worked out without people; the functions' own work stands in their records.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import assert_never

from ladder_sim.expressions.comparing import comparer
from ladder_sim.expressions.functions import FUNCTIONS
from ladder_sim.expressions.nodes import NodeValue
from ladder_sim.expressions.operators import ARITHMETIC, FLIPPED
from ladder_sim.expressions.specs import ANYTHING, Bounds, Plain
from ladder_sim.expressions.syntax import (
    Arithmetic,
    Call,
    Chain,
    Choice,
    ComparisonSign,
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
    written,
)

Known = Mapping[str, Plain]
_TRUTHS: Known = {"true": True, "false": False}


class NotConstant(ValueError):
    """The expression needs more than what is known; the text is the name or the part that is not."""


def constant(tree: Tree, values: Known) -> Plain:
    """The value of an expression.

    Parameters
    ----------
    values : mapping
        What is known, by name: parameters, and words such as ``grade``.

    Raises
    ------
    NotConstant
        Where more is needed, or there is no value, as of ``1 / 0``.
    """
    match tree:
        case NumberLiteral(value) | Truth(value) | TextLiteral(value):
            return value
        case NameWord(id):
            if id not in values and id not in _TRUTHS:
                raise NotConstant(id)
            return values.get(id, _TRUTHS.get(id, False))
        case Junction(both, parts):
            found = [bool(constant(part, values)) for part in parts]
            return all(found) if both else any(found)
        case Negation(operand):
            return not constant(operand, values)
        case Signed(sign, operand):
            return -_number(operand, values) if sign == "-" else _number(operand, values)
        case Arithmetic(left, sign, right):
            return _finite(tree, ARITHMETIC[sign].work, _number(left, values), _number(right, values))
        case Chain():
            return all(_holds(tree, *pair, values) for pair in tree.pairs())
        case Membership(what, inside, items):
            return any(_holds(tree, what, "==", item, values) for item in items) == inside
        case Choice(yes, test, no):
            return constant(yes if constant(test, values) else no, values)
        case Call():
            return _call(tree, values)
        case GradeField() | Cuts() | Several():
            raise NotConstant(written(tree))
        case _:
            assert_never(tree)


def known(tree: Tree, values: Known) -> Plain | None:
    """The value of an expression, as `constant` gives it; None where it needs more."""
    try:
        return constant(tree, values)
    except NotConstant:
        return None


def known_number(tree: Tree, values: Known) -> float | None:
    """The number that an expression gives; None where it needs more, or gives a truth value or a word."""
    found = known(tree, values)
    return None if found is None or isinstance(found, bool | str) else float(found)


def known_truth(tree: Tree, values: Known) -> bool | None:
    """Whether a condition holds for everybody; None where it depends, or is a word."""
    found = known(tree, values)
    return None if found is None or isinstance(found, str) else bool(found)


def known_line(tree: Tree, values: Known) -> tuple[Tree, ComparisonSign, float] | None:
    """What a single comparison holds against a known number, how, and the number; None of anything else."""
    if not isinstance(tree, Chain) or len(tree.rest) != 1:
        return None
    ((left, sign, right),) = tree.pairs()
    if known_number(left, values) is not None:
        left, sign, right = right, FLIPPED[sign], left
    bound = known_number(right, values)
    return None if bound is None else (left, sign, bound)


def _number(tree: Tree, values: Known) -> float:
    found = constant(tree, values)
    if isinstance(found, str):
        raise NotConstant(written(tree))
    try:
        return float(found)
    except OverflowError as error:
        raise NotConstant(written(tree)) from error


def _finite(tree: Tree, work: Callable[..., NodeValue], *numbers: float) -> float:
    result = float(work(*numbers))
    if not math.isfinite(result):
        raise NotConstant(written(tree))
    return result


def _holds(tree: Tree, left: Tree, sign: ComparisonSign, right: Tree, values: Known) -> bool:
    """Whether two values compare so. The order of words is the ladder's, not the alphabet's: it is not known here."""
    a, b = constant(left, values), constant(right, values)
    if not isinstance(a, str) and not isinstance(b, str):
        x, y = float(a), float(b)
        return bool(comparer(sign, x.is_integer() and y.is_integer())(x, y))
    if sign not in ("==", "!="):
        raise NotConstant(written(tree))
    return (a == b) == (sign == "==")


def _call(tree: Call, values: Known) -> Plain:
    spec = FUNCTIONS.get(tree.function)
    least, most = (1, 0) if spec is None else spec.counts
    if spec is None or not least <= len(tree.args) <= most:
        raise NotConstant(tree.function)
    if spec.settle is not None:
        found = spec.settle(tree, lambda part: constant(part, values))
        if found != found:
            raise NotConstant(written(tree))
        return found
    if spec.work is None:
        raise NotConstant(tree.function)
    numbers = [_number(argument, values) for argument in tree.args]
    if spec.most:  # the last argument may be repeated: two by two
        result = numbers[0]
        for number in numbers[1:]:
            result = _finite(tree, spec.work, result, number)
        return result
    return _finite(tree, spec.work, *numbers)


# --- the lowest and the highest --------------------------------------------------------------------


def reach(tree: Tree, values: Known, limits: Callable[[str], Bounds] = lambda name: ANYTHING) -> Bounds:
    """The lowest and the highest that an expression can be; infinite where nothing is known.

    Parameters
    ----------
    values : mapping
        As for `constant`.
    limits : callable
        The same of a name that is not known, such as a metric's limits.
    """

    def of(part: Tree) -> Bounds:
        return reach(part, values, limits)

    number = known_number(tree, values)
    if number is not None:
        return number, number
    match tree:
        case NameWord(id):
            return limits(id)
        case Call(function, args):
            spec = FUNCTIONS.get(function)
            if spec is None or spec.reach is None or not spec.counts[0] <= len(args) <= spec.counts[1]:
                return ANYTHING
            return spec.reach(tree, of, lambda part: known_number(part, values))
        case Signed(sign, operand):
            low, high = of(operand)
            return (low, high) if sign == "+" else (-high, -low)
        case Arithmetic(left, "+", right):
            (a, b), (c, d) = of(left), of(right)
            return a + c, b + d
        case Arithmetic(left, "-", right):
            (a, b), (c, d) = of(left), of(right)
            return a - d, b - c
        case Choice(yes, test, no):
            chosen = known_truth(test, values)
            if chosen is not None:
                return of(yes if chosen else no)
            (a, b), (c, d) = of(yes), of(no)
            return min(a, c), max(b, d)
        case NumberLiteral() | Truth() | TextLiteral() | GradeField() | Cuts() | Several() | Arithmetic():
            return ANYTHING
        case Chain() | Membership() | Junction() | Negation():
            return ANYTHING
        case _:
            assert_never(tree)
