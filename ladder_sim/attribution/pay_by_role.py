"""Pay exchanged between ladders that share no grade: by role, so that each role is paid on average as in the other.

Base pay, the parts of pay, raises and awards of a role are all multiplied by one factor. A factor is found by playing:
the mixture's mean pay per role must equal that of the scheme whose pay it takes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ladder_sim.core.problems import Problems
from ladder_sim.expressions.parse import parse
from ladder_sim.expressions.syntax import Arithmetic, GradeField, NameWord, Tree, mapped, written
from ladder_sim.model.expression import Expr
from ladder_sim.model.grades import Grade
from ladder_sim.model.moves import Move
from ladder_sim.model.scheme import PayPart, Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.settled import market_of, settled
from ladder_sim.results.run import Run

FACTOR = "pay_by_role"  # a field of every grade: its role's factor
OWN = f"own.{FACTOR}"
SHARE = "probation_by_role"  # the share of base paid on probation, by role
CLOSE, ROUNDS = 0.001, 6  # how near the means must come, and how many times it is tried


def pay_of_roles(run: Run) -> dict[str, float]:
    """Mean pay of a person-month by role, all replications together; roles in which nobody was are left out.

    Who leaves in a month is paid for it, so that a month's people are those of its end and its leavers.

    Returns
    -------
    Money a head and month.
    """
    counts = run.counts
    there = counts.headcount[:, 1:].sum(axis=(0, 1)) + counts.exits.sum(axis=(0, 1, 3))
    paid = counts.pay.sum(axis=(0, 1, 3))
    found: dict[str, list[float]] = {}
    for i, grade in enumerate(run.axes.grades):
        sums = found.setdefault(grade.role, [0.0, 0.0])
        sums[0] += float(paid[i])
        sums[1] += float(there[i])
    return {role: pay / people for role, (pay, people) in found.items() if people and pay > 0}


def uncovered(run: Run) -> tuple[str, ...]:
    """Roles with people for which the scheme has no grade: they are paid what the market pays."""
    people = run.counts.headcount.sum(axis=(0, 1))
    return tuple(dict.fromkeys(g.role for i, g in enumerate(run.axes.grades) if people[i] and not g.covered))


@dataclass(frozen=True, slots=True)
class Factors:
    """What the pay of each covered role is multiplied by; `lent` maps roles unknown to the other to whose factor."""

    by_role: Mapping[str, float]
    lent: Mapping[str, str]


def factors(scheme: Scheme, have: Mapping[str, float], wanted: Mapping[str, float]) -> Factors:
    """The factors that bring mean pay `have` to `wanted`; a role that the other lacks takes that of its neighbor.

    The neighbor is the nearest role below that both have, else the nearest above; with none, pay stays.
    """
    roles = [role for role in scheme.roles if any(grade.role == role for grade in scheme.grades)]
    both = [role for role in roles if role in have and role in wanted]
    made: dict[str, float] = {}
    lent: dict[str, str] = {}
    for i, role in enumerate(roles):
        if role in both:
            made[role] = wanted[role] / have[role]
            continue
        near = [r for r in reversed(roles[:i]) if r in both] or [r for r in roles[i:] if r in both]
        if near:
            made[role], lent[role] = wanted[near[0]] / have[near[0]], near[0]
    return Factors(made, lent)


def distance(have: Mapping[str, float], wanted: Mapping[str, float], roles: Mapping[str, float]) -> float:
    """How far the farthest of the roles is from the pay it should have, as a share of it.

    Parameters
    ----------
    have, wanted : mean pay by role, in one unit
    roles : whose keys are the roles looked at
    """
    return max((abs(have[r] / wanted[r] - 1) for r in roles if r in have and r in wanted), default=0.0)


def scaled(scheme: Scheme, by_role: Mapping[str, float], workforce: Workforce, like: Scheme | None = None) -> Scheme:
    """The scheme with the pay of each role multiplied by its factor; a factor of 1 leaves everything as it is.

    Parameters
    ----------
    by_role : factor of pay by role
    workforce : whose market pays where a grade names no base
    like : the scheme whose pay it takes, for what newcomers are paid on probation
    """
    if all(math.isclose(factor, 1.0, rel_tol=1e-12) for factor in by_role.values()):
        return scheme
    if like is not None:
        scheme = _probation(scheme, like, by_role, workforce)
    return replace(
        scheme,
        grades=tuple(_grade(grade, by_role.get(grade.role, 1.0), workforce) for grade in scheme.grades),
        pay=tuple(_part(part) for part in scheme.pay),
        moves=tuple(_move(move) for move in scheme.moves),
    )


def _grade(grade: Grade, factor: float, workforce: Workforce) -> Grade:
    base = grade.base
    if base is None and not np.isnan(market := market_of(workforce, grade.role)):
        base = Expr(repr(market))
    if base is not None:
        base = _with_factor(base, factor)
    by_step = (
        {"base": tuple(_with_factor(expr, factor) for expr in grade.steps["base"])} if "base" in grade.steps else {}
    )
    return replace(
        grade, base=base, steps={**grade.steps, **by_step}, fields={**grade.fields, FACTOR: Expr(repr(factor))}
    )


def _with_factor(expr: Expr, factor: float) -> Expr:
    return Expr(f"({expr.text}) * {factor!r}", expr.at)


def _probation(scheme: Scheme, like: Scheme, by_role: Mapping[str, float], workforce: Workforce) -> Scheme:
    """The scheme with probation paid as by `like`: the same amount in the lowest grade of a role.

    Where only base is paid on probation, one factor for all pay would take from newcomers what others get by bonuses
    and allowances. A share that depends on the person is not exchanged, nor where `like` has no probation: there
    newcomers are paid like everybody.
    """
    own, other = scheme.probation, like.probation
    if own is None:
        return scheme
    if other is None or other.parts:
        share = Expr("1") if other is None else other.pay
        return replace(scheme, probation=replace(own, pay=share, parts=True)) if _fixed(share, like) else scheme
    paid, wanted = _fixed(own.pay, scheme), _fixed(other.pay, like)
    if paid is None or wanted is None:
        return scheme
    ours, theirs = _lowest(scheme, workforce), _lowest(like, workforce)
    amounts = {
        role: wanted * theirs[role] / (ours[role] * by_role.get(role, 1.0))
        for role in ours if role in theirs
    }  # fmt: skip
    grades = tuple(
        replace(grade, fields={**grade.fields, SHARE: Expr(repr(amounts.get(grade.role, paid)))})
        for grade in scheme.grades
    )
    return replace(scheme, grades=grades, probation=replace(own, pay=Expr(f"own.{SHARE}"), parts=False))


def _fixed(expr: Expr, scheme: Scheme) -> float | None:
    """The number that an expression of parameters gives; None where it depends on more."""
    problems = Problems()
    values = {name: parameter.value for name, parameter in scheme.parameters.items()}
    found = settled(expr, values, (), "", problems)
    return None if problems.errors or math.isnan(found) else found


def _lowest(scheme: Scheme, workforce: Workforce) -> dict[str, float]:
    """Base pay of the lowest grade of each role; of a trial only where there is no other."""
    found: dict[str, float] = {}
    for grade in sorted(scheme.grades, key=lambda grade: (grade.trial, grade.level)):
        base = market_of(workforce, grade.role) if grade.base is None else _fixed(grade.base, scheme)
        if base and not math.isnan(base):
            found.setdefault(grade.role, base)
    return found


def _part(part: PayPart) -> PayPart:
    return part if part.at_exit else replace(part, amount=_times(part.amount, OWN))


def _move(move: Move) -> Move:
    """Raises are those of the new role; who changes role takes the base along into its scale."""
    if all(target in ("exit",) for target in move.to.values()) and move.to_expr is None:
        return move
    new, rule = f"new.{FACTOR}", move.pay
    along = f" + base * ({new} / {OWN} - 1)"
    made = replace(
        rule,
        low=rule.low and _times(rule.low, new, along),
        high=rule.high and _times(rule.high, new, along),
        value=rule.value and _times(rule.value, new),
    )
    return replace(move, pay=made, award=move.award and _times(move.award, new))


def _times(expr: Expr, factor: str, more: str = "") -> Expr:
    """An amount times a factor; the base and the pay that it reads, which have theirs already, count without."""
    tree = parse(expr, Problems())
    if tree is None:
        return expr
    return Expr(f"({written(_plain(tree))}) * {factor}{more}", expr.at)


def _plain(tree: Tree) -> Tree:
    """Pay as it was before the factor."""
    match tree:
        case NameWord("base" | "pay"):
            return Arithmetic(tree, "/", GradeField("own", FACTOR))
        case GradeField(of, "base"):
            return Arithmetic(tree, "/", GradeField(of, FACTOR))
        case _:
            return mapped(tree, _plain)
