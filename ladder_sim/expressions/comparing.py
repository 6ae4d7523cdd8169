"""Comparing: nodes of comparisons, with the tolerance that numbers of several steps of arithmetic need, and choices."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ladder_sim.expressions.nodes import Node, NodeValue, View, combine
from ladder_sim.expressions.syntax import ComparisonSign

#: Numbers within this part of one another count as equal.
TOLERANCE = 1e-9


def _tolerance(y: NodeValue) -> NodeValue:
    return TOLERANCE * np.maximum(1.0, np.abs(y))


def comparer(sign: ComparisonSign, exact: bool) -> Callable[[NodeValue, NodeValue], NodeValue]:
    """``x sign y``; unless `exact`, numbers within one part in 10⁹ count as equal."""
    return _EXACT[sign] if exact else _TOLERANT[sign]


_EXACT: dict[ComparisonSign, Callable[[NodeValue, NodeValue], NodeValue]] = {
    ">=": np.greater_equal, ">": np.greater, "<=": np.less_equal, "<": np.less, "==": np.equal, "!=": np.not_equal,
}  # fmt: skip
_TOLERANT: dict[ComparisonSign, Callable[[NodeValue, NodeValue], NodeValue]] = {
    ">=": lambda x, y: np.greater_equal(x, y - _tolerance(y)),
    ">": lambda x, y: np.greater(x, y + _tolerance(y)),
    "<=": lambda x, y: np.less_equal(x, y + _tolerance(y)),
    "<": lambda x, y: np.less(x, y - _tolerance(y)),
    "==": lambda x, y: np.less_equal(np.abs(x - y), _tolerance(y)),
    "!=": lambda x, y: np.greater(np.abs(x - y), _tolerance(y)),
}

SLACK = {">=": -1, ">": 1, "<=": 1, "<": -1}  # which way the tolerance moves the bound
NEGATED: dict[ComparisonSign, ComparisonSign] = {">=": "<", ">": "<=", "<=": ">", "<": ">=", "==": "!=", "!=": "=="}


def compare(sign: ComparisonSign, x: Node, y: Node) -> Node:
    """``x sign y`` for numbers; false where a side is undefined.

    Whole numbers are compared as they are, others within `TOLERANCE`. Where a side is a constant or goes by grade, the
    tolerance moves the bound once, instead of being computed for everybody each time.
    """
    exact = x.whole and y.whole and not (x.nullable or y.nullable)
    run = comparer(sign, exact)
    if exact and x.raw is not None and y.constant is not None:
        raw, whole_bound = x.raw, int(y.constant)
        node = combine("bool", sign, (x, y), run)
        node.run = lambda view: run(raw(view), whole_bound)
        node.clock = None  # comparing the clock itself is cheaper than a look-up
        return node
    if y.by_grade and y.constant is None and sign in SLACK and not exact:
        moved = combine("number", f"bound{sign}", (y,), lambda b: b + SLACK[sign] * _tolerance(b))
        return combine("bool", sign, (x, moved), comparer(sign, True), nullable=x.nullable or y.nullable)
    if y.constant is not None and not exact:
        bound = float(y.constant)
        slack = float(_tolerance(bound))
        if sign in SLACK:
            shifted, exactly = bound + SLACK[sign] * slack, comparer(sign, True)
            return combine("bool", sign, (x, y), lambda a, b: exactly(a, shifted), nullable=x.nullable)
    return combine("bool", sign, (x, y), run)


def choose(test: Node, otherwise: Node, yes: Node, no: Node, levels: tuple[str, ...] = ()) -> Node:
    """``yes if test else no``; undefined where neither `test` nor its negation is certain.

    Parameters
    ----------
    otherwise : the negation of `test`, pushed down to the comparisons
    levels : of categories, those of both sides
    """
    kind = yes.kind if yes.kind == no.kind else "number"

    def run(view: View) -> NodeValue:
        certain = test.value(view)
        a, b = yes.value(view), no.value(view)
        if not test.nullable:
            return np.where(certain, a, b)
        result = np.where(certain, a, np.where(otherwise.value(view), b, np.nan))
        return result > 0.5 if kind == "bool" else result

    parts = (test, yes, no)
    return Node(
        kind,
        ("if", *[part.key for part in parts]),
        parts,
        levels=levels,
        nullable=test.nullable or yes.nullable or no.nullable,
        whole=yes.whole and no.whole and not test.nullable,
        by_grade=all(part.by_grade for part in parts),
        period=max((p.period for p in parts if p.period), key=lambda p: p.step, default=None),
        run=run,
    )
