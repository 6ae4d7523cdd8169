"""Checking rules without running them: a dry compilation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from ladder_sim.core.i18n import Title
from ladder_sim.core.problems import Problems
from ladder_sim.expressions.scope import Scope
from ladder_sim.model.expression import Expr
from ladder_sim.model.grades import EntryRule, Grade
from ladder_sim.model.measures import OwnMeasure
from ladder_sim.model.metrics import Attribute, Metric
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Mentoring, People, Workforce
from ladder_sim.plan.changeover import check_changeover, while_passing
from ladder_sim.plan.compiler import VOCABULARY, Compiler, compile_scheme, grade_space
from ladder_sim.plan.facts import facts_of, with_facts
from ladder_sim.plan.limits import check_limits
from ladder_sim.plan.measures import own_plans
from ladder_sim.plan.new_roles import warn_of_new_roles
from ladder_sim.plan.striving import warn_of_effort
from ladder_sim.plan.wages import warn_of_wages
from ladder_sim.plan.waits import warn_of_attempts


def check_scheme(
    scheme: Scheme, signals: Mapping[str, Metric], attributes: Mapping[str, Attribute], problems: Problems
) -> None:
    """Compile a scheme against the vocabulary: the standard signals and attributes, by name.

    Parameters
    ----------
    problems : what is wrong whoever the people are is added here; what a workforce may make right is marked open
    """
    compiler = _alone(scheme, signals, attributes, problems)
    program = compiler.program()
    check_limits(program, problems)
    if scheme.adopted is not None and not problems.errors:
        check_changeover(scheme, problems)
        if (both := while_passing(scheme, compiler.workforce)) is not scheme:
            _alone(both, signals, attributes, problems).program()
    warn_of_attempts(program, problems)


def check_expression(
    scheme: Scheme, expr: Expr, signals: Mapping[str, Metric], attributes: Mapping[str, Attribute], problems: Problems
) -> None:
    """Compile one expression as it might stand in a move of the scheme, whatever it gives."""
    _alone(scheme, signals, attributes, problems).build.rule(expr, "any", "rule")


def _alone(
    scheme: Scheme, signals: Mapping[str, Metric], attributes: Mapping[str, Attribute], problems: Problems
) -> Compiler:
    """A compiler of the scheme without its workforce, which may bring further names."""
    workforce = Workforce(
        VOCABULARY,
        Title("", ""),
        dt.date(2027, 1, 1),
        People(0, attributes={**attributes, **facts_of(scheme)}),
        {**signals, **scheme.signals},
        mentoring=Mentoring(Expr("true")),
    )
    compiler = Compiler(scheme, workforce, problems, grade_space(scheme, workforce, scheme.replaced))
    compiler.scope.alone = True
    return compiler


def check_workforce(workforce: Workforce, problems: Problems) -> None:
    """Compile every expression of a workforce on a ladder of one grade."""
    role = next(iter(workforce.people.roles), "agent")
    grade = Grade("g", "t", role, 1, 1, Title("", ""), Expr("1"))
    scheme = Scheme(workforce.id, Title("", ""), (grade,), EntryRule("g"))
    compiler = Compiler(scheme, replace(workforce, placement={}), problems)  # its grades are those of a scheme to come
    compiler.scope.metrics_read.update(workforce.metrics)
    check_limits(compiler.program(), problems)


def check_measure(measure: OwnMeasure, scheme: Scheme, workforce: Workforce, problems: Problems) -> None:
    """Whether a scheme has on these people what a measure reads.

    Parameters
    ----------
    problems : what it has not is added here
    """
    compiler = Compiler(scheme, with_facts(workforce, scheme), Problems())
    stated = {measure.name: replace(measure, foreign=False)}
    own_plans(stated, compiler.scope, compiler.of_workforce, problems)


def check_pair(scheme: Scheme, workforce: Workforce, problems: Problems) -> None:
    """Compile a scheme, and the one it replaces, on the people it is meant for.

    Parameters
    ----------
    problems : everything that a run would refuse is added here
    """
    workforce = with_facts(workforce, scheme)
    check_changeover(scheme, problems)
    if problems.errors:
        return
    scheme = while_passing(scheme, workforce)
    space = grade_space(scheme, workforce, scheme.replaced)
    for each in (scheme.replaced, scheme):
        if each is not None:
            program = compile_scheme(each, workforce, problems, space)
            if program is not None:
                warn_of_wages(program, problems)
                warn_of_new_roles(program, problems)
                warn_of_effort(program, problems)


__all__ = ["Scope", "check_expression", "check_measure", "check_pair", "check_scheme", "check_workforce"]
