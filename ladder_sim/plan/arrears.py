"""What of a scheme holds before it is paid."""

from __future__ import annotations

from collections.abc import Iterator

from ladder_sim.expressions.dated import month_number, rows_of
from ladder_sim.expressions.parse import tree_of
from ladder_sim.expressions.syntax import Call, walk
from ladder_sim.model.expression import Expr
from ladder_sim.model.scheme import Scheme


def pending_of(scheme: Scheme, first: int) -> tuple[tuple[int, int], ...]:
    """Months of the run from which something holds, and from which it is paid, where that is later.

    `first` is the first month of the run, in months from year 0.
    """
    found = {(holds - first + 1, paid - first + 1) for holds, paid in _spans(scheme) if paid > holds}
    return tuple(sorted(found))


def _spans(scheme: Scheme) -> Iterator[tuple[int, int]]:
    for index in scheme.indices.values():
        for rise in index.steps:
            holds, paid = month_number(rise.month), month_number(rise.paid_from or rise.month)
            if holds is not None and paid is not None:
                yield holds, paid
    for expr in _numbers(scheme):
        tree = tree_of(expr)
        for part in () if tree is None else walk(tree):
            if isinstance(part, Call) and part.function == "dated":
                yield from (starts for starts, _ in rows_of(part) or ())


def _numbers(scheme: Scheme) -> Iterator[Expr]:
    """The numbers of grades and the amounts of parts of pay."""
    for grade in scheme.grades:
        yield from (expr for expr in (grade.base, *grade.fields.values()) if expr is not None)
        yield from (expr for exprs in grade.steps.values() for expr in exprs)
    yield from (part.amount for part in scheme.pay)
