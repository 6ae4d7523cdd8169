"""A study's expectations held against its schemes: played again where people would be otherwise, and judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from typing import assert_never

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.plain_data import PlainData
from ladder_sim.core.problems import LadderError, Problem, Problems, nearest, quietly
from ladder_sim.core.progress import Progress
from ladder_sim.experiment.simulation import Playing
from ladder_sim.experiment.subjects import Subject, play_subjects, subject_of, subjects_of
from ladder_sim.model.company import Company, CompanyDepartment
from ladder_sim.model.expectations import Expectation
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.expectations import SURE, CounterExample, Expectations, Fate, Judgment
from ladder_sim.results.expected_rules import (
    ExpectedRule,
    WhatIsThere,
    check_rule,
    places_of,
    rule_of,
    spans_of,
    truths,
)
from ladder_sim.results.one_luck import one_luck
from ladder_sim.results.run import Run
from ladder_sim.store.folder import Store


def check_expectations(
    expectations: Sequence[Expectation], subjects: Sequence[Subject], months: int, problems: Problems
) -> None:
    """Report expectations that nothing compared can be held against, each at its place in the study's file."""
    if not expectations:
        return
    known = WhatIsThere(
        {name: one for subject in subjects for name, one in subject.measured(months).items()},
        list(dict.fromkeys(grade.id for subject in subjects for grade in subject.scheme.grades)),
        subjects[0].measured_by_department(months),
    )
    for one in expectations:
        own = Problems()
        check_rule(one, known, months, own)
        problems.errors += own.errors
        if one.when:
            problems.errors += _wrong_people(one, subjects[0])


def expectable(expectations: Sequence[Expectation], subjects: Sequence[Subject], months: int) -> None:
    """Raise what `check_expectations` reports, and months that are not played."""
    problems = Problems()
    for one in expectations:
        if one.last > months:
            problems.add(one.at, tr("speaks of month {m}, but {n} months are played", "涉及第{m}个月，但只模拟{n}个月",
                                    m=one.last, n=months))  # fmt: skip
    check_expectations(expectations, subjects, months, problems)
    problems.raise_if_any()


def _wrong_people(expectation: Expectation, subject: Subject) -> list[Problem]:
    """What keeps the people from being changed as the expectation has it."""
    try:
        _changed(subject, expectation)
    except LadderError as error:
        told = [": ".join(filter(None, (each.place.where, each.message))) for each in error.problems]
        return [Problem(expectation.at, tr("when: {why}", "when：{why}", why=text)) for text in told]
    return []


def _changed(subject: Subject, expectation: Expectation) -> Subject:
    """The same with the people as the expectation has them."""
    if not expectation.when:
        return subject
    if subject.company is not None:
        return replace(subject, company=_company_changed(subject.company, expectation.when))
    with quietly():
        return replace(subject, workforce=subject.workforce.with_(dict(expectation.when)))


def _company_changed(company: Company, when: Mapping[str, PlainData]) -> Company:
    """A company with the people of the departments that are named as the expectation has them.

    Raises
    ------
    LadderError
        What is named is no department, or its people cannot be so; all at once.
    """
    known, wrong = [one.id for one in company.departments], list[str]()
    for name, change in when.items():
        if name not in known:
            wrong.append(tr("'{name}' is no department; in a company it says for each department what differs, such as"
                            " {first}: {{hiring: none}}",
                            "“{name}”不是部门；公司研究中应逐个部门写明不同之处，例如 {first}: {{hiring: none}}",
                            name=name, first=known[0]) + nearest(name, known))  # fmt: skip
        elif not isinstance(change, Mapping):
            wrong.append(tr("{name}: must say what differs, as a workforce file would, such as {{hiring: none}}, got"
                            " '{got}'", "{name}：应如人员文件写明不同之处，例如 {{hiring: none}}，现为“{got}”",
                            name=name, got=change))  # fmt: skip
    if wrong:
        raise LadderError("\n".join(wrong))

    def people(one: CompanyDepartment) -> Workforce:
        change = when.get(one.id)
        with quietly():
            return one.workforce.with_(dict(change)) if isinstance(change, Mapping) else one.workforce

    return replace(company, departments=tuple(replace(one, workforce=people(one)) for one in company.departments))


def expected(
    expectations: Sequence[Expectation],
    comparison: Comparison,
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
    store: Store | None = None,
) -> Expectations:
    """Every expectation under every scheme; kept with the comparison, so that its reports tell it.

    Parameters
    ----------
    comparison : the study played
    executor, progress, store : as in `compare`; expectations about other people are played anew

    Raises
    ------
    LadderError
        An expectation that no scheme can be held against; all at once and before any work.
    """
    expectable(expectations, subjects_of(comparison), comparison.months)
    judged = []
    for one, runs in _played(expectations, comparison, executor, progress, store):
        rule = rule_of(one, Problems())
        assert rule is not None  # checked above
        judged += [_judged(one, rule, run, comparison.short(run.scheme.id)) for run in runs]
    made = Expectations(tuple(judged), comparison.provenance)
    comparison.explained["expectations"] = made
    return made


def _played(
    expectations: Sequence[Expectation], comparison: Comparison, executor: Executor | None, progress: Progress | None,
    store: Store | None,
) -> Iterator[tuple[Expectation, Sequence[Run]]]:  # fmt: skip
    """Each expectation with the runs of the people that it speaks of; the same people are played once."""
    there: list[tuple[Mapping[str, object], Sequence[Run]]] = [({}, comparison.runs)]
    for one in expectations:
        found = next((runs for when, runs in there if when == one.when), None)
        if found is None:
            luck = one_luck(comparison)
            playing = Playing(comparison.workforce, comparison.months, luck.seed, executor, progress, store=store)
            found = play_subjects(playing, [_changed(subject, one) for subject in subjects_of(comparison)], luck.first,
                                  comparison.replications)  # fmt: skip
            there.append((one.when, found))
        yield one, found


def _judged(expectation: Expectation, rule: ExpectedRule, run: Run, title: str) -> Judgment:
    """What becomes of an expectation in a run."""
    held = truths(rule, run, spans_of(expectation))
    kept = np.full(run.replications, np.nan) if held is None else _kept(expectation, held)
    there = kept[~np.isnan(kept)]
    if not there.size:
        return Judgment(expectation, run.scheme.id, title, "unknown", np.nan, 0, None)
    share = float(there.mean())
    fate: Fate = "kept" if share >= SURE else "broken" if share <= 1 - SURE else "luck"
    assert held is not None  # or nothing was there
    example = _example(expectation, rule, run, held, kept) if share < 1 else None
    return Judgment(expectation, run.scheme.id, title, fate, share, int(there.size), example)


def _kept(expectation: Expectation, held: Floats) -> Floats:
    """Whether each replication keeps it, from whether it holds in each stretch; shape (replications,)."""
    missing = np.isnan(held)
    if expectation.holds == "once":
        found = np.where((held == 1).any(axis=1), 1.0, np.where(missing.any(axis=1), np.nan, 0.0))
    elif expectation.holds == "always" or expectation.holds == "together":  # the type checker follows
        found = np.where((held == 0).any(axis=1), 0.0, np.where(missing.any(axis=1), np.nan, 1.0))
    else:
        assert_never(expectation.holds)
    return found


def _example(expectation: Expectation, rule: ExpectedRule, run: Run, held: Floats, kept: Floats) -> CounterExample:
    """The first replication that breaks it: the month by which it has, and somebody in the grade that it names."""
    r = int(np.flatnonzero(kept == 0)[0])
    if expectation.holds == "always":
        month = expectation.first + int(np.flatnonzero(held[r] == 0)[0])
    elif expectation.holds == "once":
        month = expectation.last
    elif expectation.holds == "together":
        month = _stays_broken(expectation, rule, run, r)
    else:
        assert_never(expectation.holds)
    number = run.numbers[r]
    return CounterExample(number, month, *_somebody(rule, run, number, month))


def _stays_broken(expectation: Expectation, rule: ExpectedRule, run: Run, r: int) -> int:
    """From which month on the rule, over the months so far, is broken up to the end."""
    start, stop = expectation.first - 1, expectation.last
    month = stop
    while month > start + 1:
        so_far = truths(rule, run, [(start, month - 1)])
        if so_far is None or so_far[r, 0] != 0:
            break
        month -= 1
    return month


def _own_number(run: Run, place: int) -> tuple[int, int]:
    """The seed of the replication at a place, and its number under that seed."""
    for part in run.luck:
        if place < part.replications:
            return part.seed, part.first + place
        place -= part.replications
    raise IndexError(place)


def _somebody(rule: ExpectedRule, run: Run, number: int, month: int) -> tuple[int, str, Title] | tuple[()]:
    """A person in a grade that the rule names at the end of a month; the replication is played again with events."""
    r = run.numbers.index(number)
    for named in rule.grades.values():
        for place in places_of(named, run):
            if run.counts.headcount[r, month, place] > 0:
                grade = run.axes.grades[place].id
                seed, own = _own_number(run, r)
                playing = Playing(run.workforce, run.months, seed, events=True)
                (again,) = play_subjects(playing, [subject_of(run)], own, 1)
                spells = again.frame("spells")
                staying = spells["left"].isna() | (spells["left"] > month)
                there = spells[(spells["grade"] == grade) & (spells["entered"] <= month) & staying]
                return int(there["person"].iloc[0]), grade, run.axes.grades[place].title
    return ()
