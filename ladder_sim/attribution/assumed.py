"""What of a scheme's pay is assumed, and whether schemes that are compared differ much in it."""

from __future__ import annotations

from collections.abc import Iterator

from ladder_sim.attribution.pay_by_role import pay_of_roles
from ladder_sim.core.problems import Problems
from ladder_sim.expressions.parse import parse
from ladder_sim.expressions.syntax import names_in
from ladder_sim.model.expression import Expr
from ladder_sim.model.scheme import Scheme
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.run import Run

MUCH = 0.05  # pay for the same roles that lies further apart than this is worth a warning


def _amounts(scheme: Scheme) -> Iterator[Expr]:
    for grade in scheme.grades:
        if grade.base is not None:
            yield grade.base
    for part in scheme.pay:
        yield part.amount
    for move in scheme.moves:
        yield from (e for e in (move.pay.low, move.pay.high, move.pay.value, move.award) if e is not None)
    if scheme.probation is not None:
        yield scheme.probation.pay


def assumed_pay(scheme: Scheme) -> tuple[str, ...]:
    """The parameters that pay reads and the file calls assumed; fields of grades and scores in between included."""
    between = {name: expr for grade in scheme.grades for name, expr in grade.fields.items()}
    waiting, seen = list(_amounts(scheme)), set[str]()
    while waiting:
        tree = parse(waiting.pop(), Problems())
        new = (set() if tree is None else names_in(tree)) - seen
        seen |= new
        waiting += [between[name] for name in new & between.keys()]
    return tuple(name for name, one in scheme.parameters.items() if one.assumed and name in seen)


def _pay_apart(own: Run, base: Run) -> float:
    """How much more own pays than base for the same roles, in the baseline's numbers of them: a share, 0.1 for 10 %."""
    ours, theirs = pay_of_roles(own), pay_of_roles(base)
    there = base.counts.headcount[:, 1:].sum(axis=(0, 1))
    people: dict[str, float] = {}
    for grade, number in zip(base.axes.grades, there, strict=True):
        people[grade.role] = people.get(grade.role, 0.0) + float(number)
    both = [role for role in people if role in ours and role in theirs]
    paid = sum(people[role] * theirs[role] for role in both)
    return sum(people[role] * ours[role] for role in both) / paid - 1 if paid else 0.0


def apart_of(comparison: Comparison, scheme: str) -> float:
    """How far an alternative's pay for the same roles is from the baseline's, a share; 0 where it is near or stated."""
    own, base = comparison[scheme], comparison[comparison.baseline]
    share = _pay_apart(own, base) if assumed_pay(own.scheme) or assumed_pay(base.scheme) else 0.0
    return share if abs(share) > MUCH else 0.0


def apart(comparison: Comparison) -> list[tuple[str, float]]:
    """The alternatives whose pay for the same roles is far from the baseline's, where either pay is assumed."""
    return [(scheme, share) for scheme in comparison.others if (share := apart_of(comparison, scheme))]
