"""Numbers that are settled before a run begins: what expressions of parameters alone give."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import numpy as np

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Problems
from ladder_sim.expressions.build import build
from ladder_sim.expressions.functions import FUNCTIONS
from ladder_sim.expressions.nodes import PLAIN, Node
from ladder_sim.expressions.parse import parse, place_of
from ladder_sim.expressions.scope import Purpose, Scope
from ladder_sim.expressions.syntax import Call, NameWord, Tree, name_of, names_in, walk
from ladder_sim.expressions.words import UNKNOWN, WORDS
from ladder_sim.model.expression import Expr
from ladder_sim.model.grades import Grade
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.program import Program
from ladder_sim.plan.timetable import without_value

NOTHING = float("nan")


CALENDAR = ("month", "month_of_year", "quarter", "year")  # words that differ by month alone


def _changes_by_person(part: Tree) -> bool:
    """Is it a word or a function that is not the same for everybody?"""
    match part:
        case NameWord(id):
            return id in WORDS and not WORDS[id].fixed and id not in CALENDAR
        case Call(function, _):
            return function in FUNCTIONS and FUNCTIONS[function].nature != PLAIN
        case _:
            return False


def figure(
    expr: Expr, scope: Scope, known: Collection[str], what: str, problems: Problems, *, instead: str = ""
) -> Node | None:
    """The node of a number that is the same for everybody: of parameters, the calendar and indices.

    Parameters
    ----------
    scope: what it may read.
    known: names that a rule could read (metrics, attributes, scores, tokens), so that they are not called unknown.
    what, instead: whose number it is, and what else to write where it shall differ, for the message.

    Returns
    -------
    None after a problem was noted. A constant is NaN where the expression itself says ``unknown`` alone: never
    because it could not be evaluated.
    """
    tree = parse(expr, problems)
    if tree is None:
        return None
    own = {*scope.parameters, *scope.dated, *scope.indices}
    for part in walk(tree):
        name = name_of(part)
        if name not in own and (_changes_by_person(part) or name in known):
            problems.add(place_of(expr, part.at), _changes(what, name) + instead)
            return None
    node = build(expr, scope, "number", Purpose(what, moves=False), problems)
    if node is None:
        return None
    if node.constant is not None and np.isnan(node.constant) and UNKNOWN not in names_in(tree):
        problems.add(expr.at, without_value(what, expr.text))
        return None
    return node


def settled(
    expr: Expr, parameters: Mapping[str, float | bool | str], known: Collection[str], what: str, problems: Problems
) -> float:
    """The number that an expression of parameters gives, at all times.

    Parameters
    ----------
    parameters : by name, with the values in use
    known : names that a rule could read, so that they are not called unknown
    what : the number is called in messages

    Returns
    -------
    NaN after a problem was noted.
    """
    node = figure(expr, Scope(parameters=parameters), known, what, problems)
    if node is None:
        return NOTHING
    if node.constant is None:
        problems.add(expr.at, tr("{what} is one number for the whole run, made of numbers and parameters; '{text}' "
                                 "changes with the month",
                                 "{what}在整个模拟期内是一个固定数字，只能由数字和参数算出；“{text}”会随月份变化",
                                 what=what, text=expr.text))  # fmt: skip
        return NOTHING
    return float(node.constant)


def _changes(what: str, name: str) -> str:
    return tr("{what} is the same for everybody, made of numbers, parameters, the calendar and indices; '{name}' "
              "changes with the person",
              "{what}对所有人相同，只能由数字、参数、日历和指数算出；“{name}”因人而异",
              what=what, name=name)  # fmt: skip


def as_part() -> str:
    """What to write instead of a base that differs by person."""
    return tr("; write the difference as a part of pay, e.g. pay: {long_service: 0.05 * base * floor(years_employed)}",
              "；请把因人而异的部分写成 pay 中的一项，"
              "例如 pay: {long_service: 0.05 * base * floor(years_employed)}")  # fmt: skip


def base_of(grade: Grade) -> str:
    """What messages call the base pay of a grade."""
    return tr("the base of grade '{grade}'", "职级“{grade}”的基本工资", grade=grade.id)


def field_of(grade: Grade, name: str) -> str:
    """What messages call a field of a grade."""
    return tr("'{name}' of grade '{grade}'", "职级“{grade}”的“{name}”", name=name, grade=grade.id)


IndexFunctions = Mapping[str, Callable[[int, bool], float]]


def market_node(workforce: Workforce, role: str, indices: IndexFunctions) -> Node | None:
    """The market pay a month of a role past probation; None where there is none, or none that is the same for all."""
    expr = workforce.market.get(role)
    if expr is None:
        return None
    probation = Scope(parameters={"on_probation": False}, indices=indices)
    return figure(expr, probation, workforce.metrics, f"market.{role}", Problems())


def market_of(workforce: Workforce, role: str, indices: IndexFunctions | None = None) -> float:
    """The market pay a month of a role past probation, one number for the whole run; NaN where there is none."""
    node = market_node(workforce, role, indices or {})
    return NOTHING if node is None or node.constant is None else float(node.constant)


def check_pay(program: Program, problems: Problems) -> None:
    """Every grade in which people can be needs a base: its own, or a market pay that is one number."""
    workforce, base = program.workforce, program.grades.first("base")
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
                     "differs by person, or has no value; give the grade a base",
                     "职级“{grade}”没有基本工资，而岗位层级“{role}”的市场薪酬因人而异（或没有值），不能代替基本工资；"
                     "请为该职级写明 base", **given)  # fmt: skip
        else:
            why = tr("the scheme has no grade for role '{role}', so that its people are paid the market pay, which "
                     "must be one number past probation; here it differs by person, or has no value",
                     "方案没有岗位层级“{role}”的职级，其人员按市场薪酬发放，试用期后须为一个固定数字；"
                     "此处因人而异（或没有值）", **given)  # fmt: skip
        problems.add(market.at, why)
