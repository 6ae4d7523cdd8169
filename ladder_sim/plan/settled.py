"""Numbers that are settled before a run begins: what expressions of parameters alone give."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Problems
from ladder_sim.expressions.build import build
from ladder_sim.expressions.functions import FUNCTIONS
from ladder_sim.expressions.nodes import PLAIN
from ladder_sim.expressions.parse import parse, place_of
from ladder_sim.expressions.scope import Purpose, Scope
from ladder_sim.expressions.syntax import Call, Name, Tree, name_of, names_in, walk
from ladder_sim.expressions.words import UNKNOWN, WORDS
from ladder_sim.model.expression import Expr
from ladder_sim.model.grades import Grade
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.program import Program

NOTHING = float("nan")


def _changes_by_itself(part: Tree) -> bool:
    """Is it a word or a function that is not the same for everybody at all times?"""
    match part:
        case Name(id):
            return id in WORDS and not WORDS[id].fixed
        case Call(function, _):
            return function in FUNCTIONS and FUNCTIONS[function].nature != PLAIN
        case _:
            return False


def settled(
    expr: Expr, parameters: Mapping[str, float | bool | str], known: Collection[str], what: str, problems: Problems,
    *, instead: str = "",
) -> float:  # fmt: skip
    """The number that an expression of parameters gives.

    Parameters
    ----------
    known: names that a rule could read (metrics, attributes, scores, tokens), so that they are not called unknown.
    what, instead: whose number it is, and what else to write where it shall change, for the message.

    Returns
    -------
    NaN after a problem was noted, and where the expression itself says ``unknown``: never because it could not
    be evaluated.
    """
    tree = parse(expr, problems)
    if tree is None:
        return NOTHING
    for part in walk(tree):
        name = name_of(part)
        if name not in parameters and (_changes_by_itself(part) or name in known):
            problems.add(place_of(expr, part.at), _changes(what, name) + instead)
            return NOTHING
    node = build(expr, Scope(parameters=parameters), "number", Purpose(what, moves=False), problems)
    if node is None:
        return NOTHING
    if node.constant is None:
        problems.add(expr.at, _changes(what, expr.text) + instead)
        return NOTHING
    value = float(node.constant)
    if np.isnan(value) and UNKNOWN not in names_in(tree):
        problems.add(
            expr.at,
            tr("{what} has no value: {text} cannot be computed", "{what}没有值：{text} 无法计算",
               what=what, text=expr.text),
        )  # fmt: skip
    return value


def _changes(what: str, name: str) -> str:
    return tr("{what} is one number for the whole run, made of numbers and parameters; '{name}' changes with the "
              "month or the person",
              "{what}在整个模拟期内是一个固定数字，只能由数字和参数算出；“{name}”会随月份或人员变化",
              what=what, name=name)  # fmt: skip


def as_part() -> str:
    """What to write instead of a base that changes."""
    return tr("; write the difference as a part of pay, e.g. pay: {scale: 0.05 * base if month > 12 else 0}",
              "；请把变动的部分写成 pay 中的一项，例如 pay: {scale: 0.05 * base if month > 12 else 0}")  # fmt: skip


def base_of(grade: Grade) -> str:
    """What messages call the base pay of a grade."""
    return tr("the base of grade '{grade}'", "职级“{grade}”的基本工资", grade=grade.id)


def field_of(grade: Grade, name: str) -> str:
    """What messages call a field of a grade."""
    return tr("'{name}' of grade '{grade}'", "职级“{grade}”的“{name}”", name=name, grade=grade.id)


def market_of(workforce: Workforce, role: str) -> float:
    """The market pay of a role past probation; NaN where there is none, or none that is the same for all."""
    expr = workforce.market.get(role)
    if expr is None:
        return NOTHING
    return settled(expr, {"on_probation": False}, workforce.metrics, f"market.{role}", Problems())


def check_pay(program: Program, problems: Problems) -> None:
    """Every grade in which people can be needs a base: its own, or a market pay that is one number."""
    workforce, base = program.workforce, program.grades.fields["base"]
    for code, grade in enumerate(program.infos):
        if not program.own[code] or grade.base is not None or not np.isnan(base[code]):
            continue
        given = {"grade": grade.id, "workforce": workforce.id, "role": grade.role}
        market = workforce.market.get(grade.role)
        if market is None:
            why = tr("grade '{grade}' has no base pay, and workforce '{workforce}' no market pay for role '{role}'",
                     "职级“{grade}”没有基本工资，人员文件“{workforce}”也没有“{role}”的市场薪酬", **given)  # fmt: skip
            problems.add(grade.at, why)
            continue
        if program.covered[code]:
            why = tr("grade '{grade}' has no base pay, and the market pay of role '{role}' cannot stand for it: it "
                     "changes with the month or the person, or has no value; give the grade a base",
                     "职级“{grade}”没有基本工资，而岗位层级“{role}”的市场薪酬会随月份或人员变化（或没有值），不能代替基本工资；"
                     "请为该职级写明 base", **given)  # fmt: skip
        else:
            why = tr("the scheme has no grade for role '{role}', so that its people are paid the market pay, which "
                     "must be one number past probation; here it changes with the month or the person, or has no value",
                     "方案没有岗位层级“{role}”的职级，其人员按市场薪酬发放，试用期后须为一个固定数字；"
                     "此处会随月份或人员变化（或没有值）", **given)  # fmt: skip
        problems.add(market.at, why)
