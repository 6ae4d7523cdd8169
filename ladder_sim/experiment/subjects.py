"""What is compared: a scheme on its people, or a company; what plays either of them anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ladder_sim.core.money import two_currencies
from ladder_sim.core.problems import LadderError
from ladder_sim.experiment.companies import (
    PlayingCompanies,
    company_measured,
    department_axes,
    programs_of,
    with_measures,
)
from ladder_sim.experiment.simulation import Playing, compiled, measured
from ladder_sim.model.company import Company
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.study import Study
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.company import as_scheme, as_workforce
from ladder_sim.plan.program import Program
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.measure import Measure
from ladder_sim.results.measures import measures_of
from ladder_sim.results.run import Run


@dataclass(frozen=True, slots=True)
class Subject:
    """One side of a comparison.

    Parameters
    ----------
    scheme, workforce : of a company as its tables tell them
    company : None where a scheme is played on one workforce
    """

    scheme: Scheme
    workforce: Workforce
    company: Company | None = None

    @property
    def id(self) -> str:
        """Its id among those that are compared."""
        return self.scheme.id

    def with_schemes(self, change: Callable[[Scheme], Scheme]) -> Subject:
        """Itself with another scheme, of a company in every department, under the id that the change gives.

        Parameters
        ----------
        change : gives of a scheme another one
        """
        if self.company is None:
            return replace(self, scheme=change(self.scheme))
        departments = tuple(replace(one, scheme=change(one.scheme)) for one in self.company.departments)
        return company_subject(replace(self.company, id=change(self.scheme).id, departments=departments))

    def with_people(self, change: Callable[[Workforce], Workforce]) -> Subject:
        """Itself with other people, of a company in every department.

        Parameters
        ----------
        change : gives of a workforce another one
        """
        if self.company is None:
            return replace(self, workforce=change(self.workforce))
        departments = tuple(replace(one, workforce=change(one.workforce)) for one in self.company.departments)
        return company_subject(replace(self.company, departments=departments))

    def check(self) -> None:
        """Refuse schemes and people that do not fit together.

        Raises
        ------
        LadderError
            They do not; everything that is wrong with them, of a company department by department.
        """
        self.programs()

    def programs(self) -> list[Program]:
        """The programs of its run, of a company those of every department.

        Raises
        ------
        LadderError
            As `check`.
        """
        if self.company is None:
            return compiled(self.scheme, self.workforce)
        return [*programs_of(self.company).values()]

    def measured(self, months: int) -> dict[str, Measure]:
        """The measures that its run would have, found without playing it.

        Raises
        ------
        LadderError
            Scheme and workforce do not fit together.
        """
        if self.company is not None:
            return company_measured(self.company, months)
        return measured(self.scheme, self.workforce, months)

    def measured_by_department(self, months: int) -> dict[str, dict[str, Measure]]:
        """Of a company, the measures that the run of each department would have; else nothing."""
        if self.company is None:
            return {}
        return {name: measures_of(axes) for name, axes in department_axes(self.company, months).items()}


def in_one_currency(subjects: Sequence[Subject]) -> None:
    """Refuse schemes whose amounts are in two currencies.

    Raises
    ------
    LadderError
        They are; each that differs from the first that says one.
    """
    said = [(one.id, one.scheme.currency or one.workforce.currency) for one in subjects]
    first, mine = next(((id, code) for id, code in said if code), ("", ""))
    wrong = [two_currencies(mine, code, first, id) for id, code in said if code and code != mine]
    if wrong:
        raise LadderError("\n".join(wrong))


def subject_of(run: Run) -> Subject:
    """What was played."""
    return Subject(run.scheme, run.workforce, run.company)


def subjects_of(comparison: Comparison) -> list[Subject]:
    """What was compared."""
    return [subject_of(run) for run in comparison.runs]


def company_subjects(study: Study) -> list[Subject]:
    """The company of a study and its alternatives, with the study's measures."""
    return [company_subject(with_measures(company, study.measures)) for company in study.companies]


def company_subject(company: Company) -> Subject:
    """A company, as its tables tell it."""
    return Subject(as_scheme(company), as_workforce(company), company)


def scheme_subjects(schemes: Sequence[Scheme], workforce: Workforce) -> list[Subject]:
    """Schemes on one workforce."""
    return [Subject(scheme, workforce) for scheme in schemes]


def play_subjects(playing: Playing, subjects: Sequence[Subject], first: int, replications: int) -> list[Run]:
    """Every subject on the same replications, with the people of each.

    Parameters
    ----------
    playing : how long, with which luck and what is counted; its people are those of the subjects
    first, replications : number of the first, and how many
    """
    companies = [one.company for one in subjects if one.company is not None]
    if not companies:
        given = replace(playing, workforce=subjects[0].workforce)
        return given.play([one.scheme for one in subjects], first, replications)
    of_companies = PlayingCompanies(playing.months, playing.seed, playing.executor, playing.progress, playing.events,
                                    playing.explain, playing.store, playing.usual)  # fmt: skip
    return of_companies.play(companies, first, replications)
