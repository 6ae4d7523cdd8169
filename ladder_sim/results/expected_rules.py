"""Rules of expectations: read, checked against what a run can be asked, and held against each replication."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Place, Problem, Problems, nearest
from ladder_sim.expressions.constant import NotConstant, constant
from ladder_sim.expressions.elementary import ELEMENTARY
from ladder_sim.expressions.parse import parse, place_of
from ladder_sim.expressions.syntax import (
    Call,
    Chain,
    GradeField,
    Junction,
    Membership,
    NameWord,
    Negation,
    TextLiteral,
    Tree,
    mapped,
    walk,
    written,
)
from ladder_sim.model.expectations import Expectation
from ladder_sim.results.measure import Measure
from ladder_sim.results.run import Run

HEADCOUNT = "headcount"
#: Grades by their place: of those in which people enter, and those from which no promotion leads on.
ENTRY, TOP = "entry", "top"
_FUNCTIONS = frozenset(spec.name for spec in ELEMENTARY)
#: Names that a rule may use beside those of measures.
_WORDS = (HEADCOUNT, "true", "false")


@dataclass(frozen=True, slots=True)
class ExpectedRule:
    """A rule whose names all stand for one number of a stretch of months.

    Parameters
    ----------
    tree : with a name in the place of each ``headcount(grade)``
    grades : such a name → the grade, or the department of a company
    measures : names of measures that it reads
    parts : a name in the place of each ``turnover(sales)`` → the measure and the department
    """

    tree: Tree
    grades: Mapping[str, str]
    measures: tuple[str, ...]
    everyone: bool
    parts: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class WhatIsThere:
    """What expectations can name.

    Parameters
    ----------
    measures : those of any of what is compared
    grades : those of any of them
    departments : of a company, the measures of each department
    """

    measures: Mapping[str, Measure]
    grades: Sequence[str]
    departments: Mapping[str, Mapping[str, Measure]] = field(default_factory=dict)


def rule_of(expectation: Expectation, problems: Problems) -> ExpectedRule | None:
    """The rule read; None after its problems were noted."""
    tree = parse(expectation.rule, problems)
    if tree is None:
        return None
    if not isinstance(tree, Chain | Junction | Negation | Membership):
        problems.add(expectation.rule.at, tr("must be a condition, such as labor_cost <= 15000000 or headcount(junior)"
                                             " == 0, got '{text}'",
                                             "应为条件，例如 labor_cost <= 15000000或 headcount(junior) == 0，"
                                             "现为“{text}”", text=written(tree)))  # fmt: skip
        return None
    grades: dict[str, str] = {}
    parts: dict[str, tuple[str, str]] = {}

    def named(part: Tree) -> Tree:
        match part:
            case Call("headcount", (NameWord() | GradeField() | TextLiteral() as grade,)):
                text = grade.value if isinstance(grade, TextLiteral) else written(grade)
                grades[f"headcount_of_{len(grades)}"] = text
                return NameWord(list(grades)[-1], at=part.at)
            case Call(measure, (NameWord(id=department),)) if measure not in _FUNCTIONS:
                parts[f"{measure}_of_{len(parts)}"] = measure, department
                return NameWord(list(parts)[-1], at=part.at)
        return mapped(part, named)

    made = named(tree)
    names = [part.id for part in walk(made) if isinstance(part, NameWord)]
    measures = tuple(dict.fromkeys(name for name in names if name not in {*grades, *parts, *_WORDS}))
    return ExpectedRule(made, grades, measures, HEADCOUNT in names, parts)


def check_rule(expectation: Expectation, known: WhatIsThere, months: int, problems: Problems) -> None:
    """Report what no run could be asked.

    Parameters
    ----------
    months : how long the study plays
    """
    rule = rule_of(expectation, problems)
    if rule is None:
        return
    at = expectation.rule
    for part in walk(rule.tree):
        if isinstance(part, Call) and part.function not in _FUNCTIONS:
            problems.add(place_of(at, part.at), _cannot_stand(written(part)))
            return
        if isinstance(part, NameWord) and part.id in rule.parts:
            if why := _no_figure_of(*rule.parts[part.id], known):
                problems.add(place_of(at, part.at), why)
        elif isinstance(part, NameWord) and part.id not in (*rule.grades, *_WORDS, *known.measures):
            problems.add(place_of(at, part.at), _no_measure(part.id, known.measures))
    problems.errors += _no_grades(rule, known, at.at)
    problems.errors += _only_of_all_months(rule, known, expectation, months)
    ones = dict.fromkeys((*rule.grades, *rule.parts, *rule.measures, HEADCOUNT), 1.0)
    try:
        constant(rule.tree, ones)
    except NotConstant as odd:
        if str(odd) not in rule.measures and not problems.errors:
            problems.add(at.at, tr("{text} cannot stand in an expectation", "{text} 不能用在预期中", text=odd))


def _cannot_stand(text: str) -> str:
    return tr("{text} cannot stand in an expectation; what counts people is stated under 'measures' and named here",
              "{text} 不能用在预期中；统计人员的计算式请写在 measures 下，再在此处引用其名称", text=text)  # fmt: skip


def _no_measure(name: str, measures: Mapping[str, Measure]) -> str:
    return tr("'{name}' is no measure; a rule knows measures, headcount and headcount(grade)",
              "“{name}”不是指标；可用指标、headcount 和 headcount(职级)",
              name=name) + nearest(name, {*measures, HEADCOUNT})  # fmt: skip


def _no_figure_of(measure: str, department: str, known: WhatIsThere) -> str:
    """Why there is no such measure of a department; '' where there is one."""
    if not known.departments:
        return _cannot_stand(f"{measure}({department})")
    if department not in known.departments:
        return tr("'{name}' is no department; a figure of one is asked as {measure}({first})",
                  "“{name}”不是部门；某部门的指标写作 {measure}({first})", name=department, measure=measure,
                  first=next(iter(known.departments))) + nearest(department, known.departments)  # fmt: skip
    there = known.departments[department]
    return "" if measure in there else _no_measure(measure, there)


def _no_grades(rule: ExpectedRule, known: WhatIsThere, at: Place) -> list[Problem]:
    """What is named as a grade, or as a department, and is none."""
    there = (*known.grades, *known.departments, ENTRY, TOP)
    return [
        Problem(at, tr("no scheme has a grade '{grade}'", "没有方案有职级“{grade}”", grade=grade)
                + nearest(grade, there))
        for grade in rule.grades.values() if grade not in there
    ]  # fmt: skip


def _only_of_all_months(rule: ExpectedRule, known: WhatIsThere, expectation: Expectation, months: int) -> list[Problem]:
    """Measures that need the whole run, where months of it are asked for."""
    if (expectation.first, expectation.last, expectation.holds) == (1, months, "together"):
        return []
    asked = {name: known.measures.get(name) for name in rule.measures}
    asked |= {f"{name}({of})": known.departments.get(of, {}).get(name) for name, of in rule.parts.values()}
    return [
        Problem(expectation.rule.at, tr("'{name}' needs the whole run; leave out year, months, within and always",
                                        "“{name}”需要整个模拟期；请去掉 year、months、within 和 always", name=name))
        for name, measure in asked.items() if measure is not None and not measure.yearly
    ]  # fmt: skip


def spans_of(expectation: Expectation) -> list[tuple[int, int]]:
    """The stretches of months that are looked at, from index to index, in their order."""
    if expectation.holds == "together":
        return [(expectation.first - 1, expectation.last)]
    return [(month - 1, month) for month in range(expectation.first, expectation.last + 1)]


def truths(rule: ExpectedRule, run: Run, spans: Sequence[tuple[int, int]]) -> Floats | None:
    """Whether the rule holds, shape (replications, spans): 1, 0, and NaN where a value is missing.

    None where the run has no such measure or grade.
    """
    values = dict(_values(rule, run, spans))
    if len(values) < len(rule.grades) + len(rule.parts) + len(rule.measures) + rule.everyone:
        return None
    made = np.full((run.replications, len(spans)), np.nan)
    for r in range(run.replications):
        for s in range(len(spans)):
            known = {name: float(found[r, s]) for name, found in values.items()}
            if not any(np.isnan(value) for value in known.values()):
                made[r, s] = _holds(rule.tree, known)
    return made


def _holds(tree: Tree, known: Mapping[str, float]) -> float:
    try:
        return float(bool(constant(tree, known)))
    except NotConstant:  # a division by zero
        return float("nan")


def _values(rule: ExpectedRule, run: Run, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[str, Floats]]:
    """What each name stands for, shape (replications, spans); nothing of what the run lacks."""
    for name, grade in rule.grades.items():
        if places := places_of(grade, run):
            yield name, _people(run, spans, places)
    if rule.everyone:
        yield HEADCOUNT, _people(run, spans, range(len(run.axes.grades)))
    for name, (measure, department) in rule.parts.items():
        if department in run.departments and measure in run.departments[department].known:
            yield name, _measured(run.departments[department], measure, spans)
    for name in rule.measures:
        if name in run.known:
            yield name, _measured(run, name, spans)


def _measured(run: Run, measure: str, spans: Sequence[tuple[int, int]]) -> Floats:
    """A measure, shape (replications, spans)."""
    compute = run.known[measure].compute
    return np.column_stack([compute(run.window(*span)) for span in spans])


def places_of(grade: str, run: Run) -> list[int]:
    """The places of a grade, or of those of ``entry`` or ``top``, among a run's grades; empty where it has none such.

    A grade that is called so goes first. Of a department of a company they are all its grades.
    """
    every = list(enumerate(run.axes.grades))
    if grade in run.departments:
        at = 0
        for name, one in run.departments.items():
            if name == grade:
                return list(range(at, at + len(one.axes.grades)))
            at += len(one.axes.grades)
    named = [i for i, one in every if one.id == grade]
    if named or grade not in (ENTRY, TOP):
        return named
    return [i for i, one in every if one.covered and (one.entry if grade == ENTRY else one.top)]


def _people(run: Run, spans: Sequence[tuple[int, int]], grades: Sequence[int]) -> Floats:
    """People at the end of a month, or the mean of the month-ends of a longer stretch, shape (replications, spans)."""
    counted = run.counts.headcount[:, :, list(grades)].sum(axis=2)
    made: Floats = np.column_stack([counted[:, start + 1 : stop + 1].mean(axis=1) for start, stop in spans])
    return made
