"""Measures of one's own in a comparison: what one scheme or the study states is measured under every scheme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, Problems
from ladder_sim.model.measures import OwnMeasure
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.check import check_measure


def measured_alike(schemes: Sequence[Scheme]) -> list[Scheme]:
    """The schemes, each with the measures of all; those of others are foreign to it.

    Raises
    ------
    LadderError
        Two schemes mean different things by one name.
    """
    stated: dict[str, tuple[Scheme, OwnMeasure]] = {}
    for scheme in schemes:
        for name, measure in scheme.measures.items():
            first, known = stated.setdefault(name, (scheme, measure))
            if replace(known, foreign=False) != replace(measure, foreign=False):
                raise LadderError(
                    tr("measure '{name}' is one thing in {a} and another in {b}; name them apart",
                       "指标“{name}”在{a}和{b}中含义不同；请用不同名称", name=name, a=first.id, b=scheme.id)
                )  # fmt: skip
    every = {name: measure for name, (_, measure) in stated.items()}
    return [lent(every, scheme) for scheme in schemes]


def lent(measures: Mapping[str, OwnMeasure], scheme: Scheme) -> Scheme:
    """A scheme with measures that others state, which it may lack something for, beside its own."""
    foreign = {name: replace(measure, foreign=True) for name, measure in measures.items()}
    return replace(scheme, measures={**foreign, **scheme.measures}) if foreign else scheme


def of_study(measures: Mapping[str, OwnMeasure], scheme: Scheme) -> Scheme:
    """A scheme with a study's measures, which go before its own."""
    own = {name: measure for name, measure in scheme.measures.items() if name not in measures}
    return lent(measures, replace(scheme, measures=own)) if measures else scheme


def check_study_measures(
    measures: Mapping[str, OwnMeasure], schemes: Sequence[Scheme], workforce: Workforce, problems: Problems
) -> None:
    """Report a study's measures that no scheme can be measured by; the faults are those under the first."""
    for measure in measures.values():
        found = [Problems() for _ in schemes]
        for scheme, faults in zip(schemes, found, strict=True):
            check_measure(measure, scheme, workforce, faults)
        if found and all(faults.errors for faults in found):
            problems.errors += found[0].errors


def measurable(measures: Mapping[str, OwnMeasure], schemes: Sequence[Scheme], workforce: Workforce) -> None:
    """Refuse a study's measures that no scheme can be measured by.

    Raises
    ------
    LadderError
        With the faults that they have under the first scheme.
    """
    problems = Problems()
    check_study_measures(measures, schemes, workforce, problems)
    problems.raise_if_any()
