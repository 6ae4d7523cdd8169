"""Checking rules without running them: a dry compilation."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from ladder_sim.language.compiler import VOCABULARY, Compiler, compile_scheme, grade_space
from ladder_sim.language.limits import check_limits
from ladder_sim.language.scope import Scope
from ladder_sim.model import Entry, Expr, Grade, Mentoring, People, Scheme, Workforce
from ladder_sim.problems import Problems
from ladder_sim.words import Title


def check_scheme(scheme: Scheme, problems: Problems) -> None:
    """Compile a scheme against the vocabulary of standard signals and attributes."""
    from ladder_sim.loading import load_vocabulary

    signals, attributes = load_vocabulary()
    workforce = Workforce(
        VOCABULARY,
        Title("", ""),
        dt.date(2027, 1, 1),
        People(0, attributes=attributes),
        {**signals, **scheme.signals},
        mentoring=Mentoring(Expr("true")),
    )
    compiler = Compiler(scheme, workforce, problems)
    compiler.scope.alone = True
    check_limits(compiler.program(), problems)


def check_workforce(workforce: Workforce, problems: Problems) -> None:
    """Compile every expression of a workforce on a ladder of one grade."""
    role = next(iter(workforce.people.roles), "agent")
    grade = Grade("g", "t", role, 1, 1, Title("", ""), Expr("1"))
    scheme = Scheme(workforce.id, Title("", ""), (grade,), Entry("g"))
    compiler = Compiler(scheme, replace(workforce, placement={}), problems)  # its grades are those of a scheme to come
    scope: Any = compiler.scope
    scope.metrics_read.update(workforce.metrics)
    check_limits(compiler.program(), problems)


def check_pair(scheme: Scheme, workforce: Workforce, problems: Problems) -> None:
    """Compile a scheme, and the one it replaces, on the people it is meant for: everything that a run would refuse."""
    space = grade_space(scheme, workforce, scheme.replaced)
    for each in (scheme.replaced, scheme):
        if each is not None:
            compile_scheme(each, workforce, problems, space)


__all__ = ["Scope", "check_pair", "check_scheme", "check_workforce"]
