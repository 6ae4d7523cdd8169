"""Rules of expectations: read, checked against what a run can be asked, and held against each replication."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Problems, nearest
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
    grades : such a name → the grade
    measures : names of measures that it reads
    """

    tree: Tree
    grades: Mapping[str, str]
    measures: tuple[str, ...]
    everyone: bool


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

    def named(part: Tree) -> Tree:
        match part:
            case Call("headcount", (NameWord() | GradeField() | TextLiteral() as grade,)):
                text = grade.value if isinstance(grade, TextLiteral) else written(grade)
                grades[f"headcount_of_{len(grades)}"] = text
                return NameWord(list(grades)[-1], at=part.at)
        return mapped(part, named)

    made = named(tree)
    names = [part.id for part in walk(made) if isinstance(part, NameWord)]
    measures = tuple(dict.fromkeys(name for name in names if name not in grades and name not in _WORDS))
    return ExpectedRule(made, grades, measures, HEADCOUNT in names)


def check_rule(
    expectation: Expectation, known: Mapping[str, Measure], grades: Sequence[str], months: int, problems: Problems
) -> None:
    """Report what no run could be asked.

    Parameters
    ----------
    known : the measures of any of the schemes
    grades : those of any of them
    months : how long the study plays
    """
    rule = rule_of(expectation, problems)
    if rule is None:
        return
    at = expectation.rule
    for part in walk(rule.tree):
        if isinstance(part, Call) and part.function not in _FUNCTIONS:
            problems.add(place_of(at, part.at), tr("{text} cannot stand in an expectation; what counts people is stated"
                                                   " under 'measures' and named here",
                                                   "{text} 不能用在预期中；统计人员的计算式请写在 measures 下，"
                                                   "再在此处引用其名称", text=written(part)))  # fmt: skip
            return
        if isinstance(part, NameWord) and part.id not in (*rule.grades, *_WORDS, *known):
            problems.add(place_of(at, part.at), tr("'{name}' is no measure; a rule knows measures, headcount and"
                                                   " headcount(grade)",
                                                   "“{name}”不是指标；可用指标、headcount 和 headcount(职级)",
                                                   name=part.id) + nearest(part.id, {*known, HEADCOUNT}))  # fmt: skip
    for grade in rule.grades.values():
        if grade not in (*grades, ENTRY, TOP):
            problems.add(at.at, tr("no scheme has a grade '{grade}'", "没有方案有职级“{grade}”", grade=grade)
                         + nearest(grade, (*grades, ENTRY, TOP)))  # fmt: skip
    whole = (expectation.first, expectation.last, expectation.holds) == (1, months, "together")
    for name in rule.measures:
        if name in known and not whole and not known[name].yearly:
            problems.add(at.at, tr("'{name}' needs the whole run; leave out year, months, within and always",
                                   "“{name}”需要整个模拟期；请去掉 year、months、within 和 always",
                                   name=name))  # fmt: skip
    ones = dict.fromkeys((*rule.grades, *rule.measures, HEADCOUNT), 1.0)
    try:
        constant(rule.tree, ones)
    except NotConstant as odd:
        if str(odd) not in rule.measures and not problems.errors:
            problems.add(at.at, tr("{text} cannot stand in an expectation", "{text} 不能用在预期中", text=odd))


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
    if len(values) < len(rule.grades) + len(rule.measures) + rule.everyone:
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
    for name in rule.measures:
        if name in run.known:
            measure = run.known[name]
            yield name, np.column_stack([measure.compute(run.window(*span)) for span in spans])


def places_of(grade: str, run: Run) -> list[int]:
    """The places of a grade, or of those of ``entry`` or ``top``, among a run's grades; empty where it has none such.

    A grade that is called so goes first.
    """
    every = list(enumerate(run.axes.grades))
    named = [i for i, one in every if one.id == grade]
    if named or grade not in (ENTRY, TOP):
        return named
    return [i for i, one in every if one.covered and (one.entry if grade == ENTRY else one.top)]


def _people(run: Run, spans: Sequence[tuple[int, int]], grades: Sequence[int]) -> Floats:
    """People at the end of a month, or the mean of the month-ends of a longer stretch, shape (replications, spans)."""
    counted = run.counts.headcount[:, :, list(grades)].sum(axis=2)
    made: Floats = np.column_stack([counted[:, start + 1 : stop + 1].mean(axis=1) for start, stop in spans])
    return made
