"""Everything that is wrong or doubtful with a file, and with schemes on the people they are meant for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ladder_sim.core.problems import NOWHERE, LadderError, Problem, Problems
from ladder_sim.experiment.pairs import check_pair, check_size
from ladder_sim.model.company import Company
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.study import Study
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.lent_measures import check_study_measures, of_study
from ladder_sim.scenarios.loading import read_file
from ladder_sim.scenarios.registry import find_file
from ladder_sim.scenarios.studies import with_ways
from ladder_sim.scenarios.variants import with_
from ladder_sim.scenarios.ways import CHANGEOVER


def check_file(path: str | os.PathLike[str], workforce: Workforce | None = None) -> Problems:
    """Everything that is wrong or doubtful with a file of any kind; raises nothing.

    Parameters
    ----------
    path: the file.
    workforce: the people that a scheme is meant for; None checks the scheme alone. A study names its own people:
        every pair that it compares is checked.
    """
    problems = Problems()
    made = read_file(Path(path), problems)
    if isinstance(made, Scheme) and workforce is not None:
        check_pair(made, workforce, problems)
    elif isinstance(made, Study) and all(one.place.where.startswith("expectations") for one in problems.errors):
        own = Problems()  # nothing hangs on an expectation, so that the rest is checked whatever is wrong there
        _check_study(made, Path(path), own)
        problems.errors += [one for one in own.errors if one not in problems.errors]
        problems.warnings += own.warnings
    return problems


def _check_study(study: Study, path: Path, problems: Problems) -> None:
    """Check every scheme of a study, as the study sets it, on its people; a company was checked as it was read."""
    if study.companies:
        _check_company(study.companies[0], study, problems)
        return
    people = find_file(study.workforce, "workforce", NOWHERE, problems, near=path)
    workforce = None if people is None else read_file(people, problems)
    if not isinstance(workforce, Workforce) or problems.errors:
        return
    check_size(workforce, study.months, problems)
    schemes = []
    for name, (scheme, found) in zip(study.schemes, _read_schemes(study, path, problems), strict=True):
        if scheme is not None:
            if study.switch is None or name != study.switch.to:  # which is checked as it takes over
                check_pair(scheme, workforce, found)
            schemes += [] if found.errors else [scheme]
        problems.errors += found.errors
    if study.switch is not None and len(schemes) == len(study.schemes):
        schemes = _check_switch(study, schemes, workforce, problems)
    check_study_measures(study.measures, schemes, workforce, problems)
    if schemes and study.expectations and not problems.errors:
        from ladder_sim.experiment.expecting import check_expectations  # plays: files without any are checked quickly
        from ladder_sim.experiment.subjects import scheme_subjects

        alike = [of_study(study.measures, scheme) for scheme in schemes]
        check_expectations(study.expectations, scheme_subjects(alike, workforce), study.months, problems)


def _check_switch(study: Study, schemes: list[Scheme], people: Workforce, problems: Problems) -> list[Scheme]:
    """Check every way of a study's switch on its people; the schemes with the ways among them."""
    try:
        made = with_ways(study, schemes, people)
    except LadderError as error:
        problems.errors += error.problems
        return []
    for scheme in made:
        if scheme not in schemes:
            own = Problems()
            check_pair(scheme, people, own)
            problems.errors += [_at_switch(one, study) for one in own.errors]
            problems.warnings += own.warnings
    return made


def _at_switch(problem: Problem, study: Study) -> Problem:
    """A problem of the changeover at its place in the study's file."""
    assert study.switch is not None
    if problem.place.file != str(CHANGEOVER):
        return problem
    text = ": ".join(filter(None, (problem.place.where.removeprefix("adopted."), problem.message)))
    return Problem(study.switch.at, text)


def _read_schemes(study: Study, path: Path, problems: Problems) -> Iterator[tuple[Scheme | None, Problems]]:
    """Each scheme of a study as the study sets it, and what is wrong with it; None where it cannot be read."""
    for name in study.schemes:
        settings = study.set.get(name, {})
        file = find_file(name.partition("(")[0] if settings else name, "scheme", NOWHERE, problems, near=path)
        found = Problems()
        scheme = None if file is None else read_file(file, found)
        if isinstance(scheme, Scheme):
            yield (with_(scheme, None, id=None, **settings) if settings and not found.settled else scheme), found
        else:
            yield None, found


def schemes_in(study: Study, path: Path) -> list[Scheme]:
    """The schemes of a study that is read from a file, as the study sets them; those that can be read."""
    return [scheme for scheme, _ in _read_schemes(study, path, Problems()) if scheme is not None]


def _check_company(company: Company, study: Study, problems: Problems) -> None:
    """Check the size of a company, and the study's measures in its departments."""
    for one in company.departments:
        check_size(one.workforce, study.months, problems)
        check_study_measures(study.measures, [one.scheme], one.workforce, problems)
    if study.expectations and not problems.errors:
        from ladder_sim.experiment.expecting import check_expectations
        from ladder_sim.experiment.subjects import company_subjects

        check_expectations(study.expectations, company_subjects(study), study.months, problems)
