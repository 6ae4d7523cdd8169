"""Playing companies: all departments of each together, on the same people with common random numbers."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeGuard

import numpy as np

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, Problems, nearest
from ladder_sim.core.progress import Progress
from ladder_sim.core.scalars import as_python
from ladder_sim.engine.company import CompanyBatch, entered
from ladder_sim.engine.recorder import axes_of
from ladder_sim.engine.stopwatch import over, stopwatch
from ladder_sim.experiment.cutting import USUAL_WORK, cuts_of, seconds_of
from ladder_sim.experiment.keeping import CompanyKeeper, Cut, CutBlocks, Keeper, WorkPiece, played_pieces
from ladder_sim.experiment.pairs import check_size
from ladder_sim.experiment.parcels import Parcel
from ladder_sim.experiment.sharing import workers_of
from ladder_sim.experiment.simulation import compiled, most_people
from ladder_sim.model.company import Company
from ladder_sim.model.measures import OwnMeasure
from ladder_sim.model.study import Study
from ladder_sim.plan.calendar import Calendar
from ladder_sim.plan.lent_measures import of_study
from ladder_sim.plan.program import Program
from ladder_sim.results.counts import Axes, RunCounts, join
from ladder_sim.results.departments import company_axes, company_run
from ladder_sim.results.measure import Measure
from ladder_sim.results.measures import measures_of
from ladder_sim.results.origin import UNKNOWN, Origin, here
from ladder_sim.results.run import Run
from ladder_sim.store.folder import Store, Work, place_in
from ladder_sim.streams import kernels
from ladder_sim.streams.draws import seed_of


@dataclass(frozen=True, slots=True)
class CompanyTask:
    """Some replications of a company."""

    company: Parcel[tuple[Company, bool]]  # and whether the steps are worth compiling, which each process does
    months: int
    seed: int
    cut: tuple[int, int]
    events: bool
    explain: bool
    usual: bool = False

    @property
    def size(self) -> int:
        """How many replications."""
        return self.cut[1] - self.cut[0]


def programs_of(company: Company) -> dict[str, Program]:
    """The program of each department.

    Raises
    ------
    LadderError
        A department's scheme and its people do not fit together.
    """
    return {one.id: compiled(one.scheme, one.workforce)[-1] for one in company.departments}


def play_company(task: CompanyTask) -> dict[str, RunCounts]:
    """One block of replications; a function of its argument alone, so that any worker can do it."""
    company, fast = task.company.content
    kernels.compile_for(kernels.WORTHWHILE if fast else 0)
    with over(stopwatch(), "rest"):
        return CompanyBatch(
            company, programs_of(company), months=task.months, seed=task.seed, replications=np.arange(*task.cut),
            events=task.events, explain=task.explain, usual=task.usual,
        ).play()  # fmt: skip


def chosen_companies(study: Study, baseline: object = None) -> tuple[list[Company], str]:
    """The companies of a study, with its measures, and the id of the baseline.

    Raises
    ------
    LadderError
        There is no alternative, or the baseline is none of them.
    """
    ids = [company.id for company in study.companies]
    if len(ids) < 2:
        raise LadderError(tr("{study}: a comparison needs an alternative to the company as it is; write one under"
                             " 'alternatives'", "{study}：比较需要至少一个备选；请写在 alternatives 下",
                             study=study.id))  # fmt: skip
    baseline = as_python(baseline)
    base = study.baseline if baseline is None else ids[baseline] if _is_place(baseline, ids) else baseline
    if base not in ids:
        raise LadderError(tr("baseline: unknown alternative '{got}'; there are {names}",
                             "baseline：未知的备选“{got}”；可选：{names}", got=base, names=tr(", ", "、").join(ids))
                          + nearest(str(base), ids))  # fmt: skip
    return [with_measures(company, study.measures) for company in study.companies], str(base)


def _is_place(baseline: object, ids: Sequence[str]) -> TypeGuard[int]:
    return isinstance(baseline, int) and str(baseline) not in ids and -len(ids) <= baseline < len(ids)


def with_measures(company: Company, measures: Mapping[str, OwnMeasure]) -> Company:
    """A company with a study's measures in every department."""
    if not measures:
        return company
    departments = tuple(replace(one, scheme=of_study(measures, one.scheme)) for one in company.departments)
    return replace(company, departments=departments)


@dataclass(frozen=True, slots=True)
class PlayingCompanies:
    """What is the same for all companies that are played together; see `simulation.simulate`."""

    months: int
    seed: int
    executor: Executor | None = None
    progress: Progress | None = None
    events: bool = False
    explain: bool = False
    store: Store | None = None
    usual: bool = False  # is every year a usual one? Such work is not kept

    def play(self, companies: Sequence[Company], first: int, replications: int) -> list[Run]:
        """Every company on the same replications, with the runs of its departments.

        Parameters
        ----------
        first, replications : number of the first, and how many

        Raises
        ------
        LadderError
            There are more people than a machine holds.
        """
        problems = Problems()
        for one in companies[0].departments:
            check_size(one.workforce, self.months, problems)
        problems.raise_if_any()
        people = max(1, sum(one.workforce.people.size for one in companies[0].departments))
        fast = kernels.compile_for(len(companies) * people * self.months * replications)
        seconds = len(companies) * seconds_of(USUAL_WORK, people, self.months, replications)
        workers = workers_of(self.executor, seconds)
        most = most_people(people, self.months, replications, fast=fast, kept=self.store is not None)

        def cuts(start: int, number: int) -> list[Cut]:
            return cuts_of(people, len(companies), (start, start + number), workers, most)

        pieces = [self._pieces(company, fast, first, replications, cuts) for company in companies]
        counted = played_pieces([piece for each in pieces for piece in each], play_company, self.executor,
                                self.progress, seconds)  # fmt: skip
        return [self._run(company, counted, len(each), first)
                for company, each in zip(companies, pieces, strict=True)]  # fmt: skip

    def _pieces(
        self, company: Company, fast: bool, first: int, replications: int, cuts: CutBlocks
    ) -> list[WorkPiece[CompanyTask, dict[str, RunCounts]]]:
        """The replications of a company in pieces, in their order."""
        parcel, keeper = Parcel((company, fast)), self._keeper(company)
        parts = [(cut, False) for cut in cuts(first, replications)]
        if keeper is not None:
            parts = keeper.pieces(first, replications, cuts)
        asked = self.events, self.explain, self.usual
        return [WorkPiece(CompanyTask(parcel, self.months, self.seed, cut, *asked), keeper, kept)
                for cut, kept in parts]  # fmt: skip

    def _keeper(self, company: Company) -> CompanyKeeper | None:
        """Where the company's departments are kept, each with its axes, of all of whom the last one's are counted."""
        if self.store is None or self.usual:
            return None
        origin, every = here(events=self.events, explain=self.explain), department_axes(company, self.months)
        made = {}
        for one in company.departments:
            work = Work(one.scheme, one.workforce, self.months, self.events, self.explain,
                        within=place_in(company, one.id, self.seed))  # fmt: skip
            made[one.id] = Keeper(self.store, work, seed_of(self.seed, one.id), every[one.id], origin,
                                  told=one is company.departments[-1])  # fmt: skip
        return CompanyKeeper(made)

    def _run(self, company: Company, counted: Iterator[dict[str, RunCounts]], blocks: int, first: int) -> Run:
        """The run of one company, of its next blocks."""
        began = time.perf_counter()
        parts = list(islice(counted, blocks))
        took = (time.perf_counter() - began) / len(company.departments)
        counts = {
            name: (axes, join([part[name] for part in parts]))
            for name, axes in department_axes(company, self.months).items()
        }
        return run_of(company, counts, months=self.months, seed=self.seed, first=first, seconds=took,
                      origin=here(events=self.events, explain=self.explain))  # fmt: skip


def run_of(
    company: Company, counts: Mapping[str, tuple[Axes, RunCounts]], *, months: int, seed: int, first: int = 0,
    seconds: float = 0.0, origin: Origin = UNKNOWN,
) -> Run:  # fmt: skip
    """The run of a company, of the axes and counts of its departments.

    Parameters
    ----------
    seed : the company's
    first : number of the first replication
    seconds : how long each department took
    """
    runs = {}
    for name, (axes, counted) in counts.items():
        one = company.department(name)
        scheme = replace(one.scheme, id=company.id, title=company.title, short_title=company.title)
        runs[name] = Run(
            scheme, one.workforce, months, len(counted.headcount), seed_of(seed, name), axes, counted, seconds,
            first=first, origin=origin,
        )  # fmt: skip
    return company_run(company, runs, seed)


def department_axes(company: Company, months: int) -> dict[str, Axes]:
    """The axes of each department's run, in the company's order."""
    made = {}
    for name, program in entered(programs_of(company), company.transfers).items():
        workforce = company.department(name).workforce
        calendar = Calendar(workforce.start, workforce.holidays)
        made[name] = axes_of([program], calendar, months, tuple(company.leaving(name)))
    return made


def company_measured(company: Company, months: int) -> dict[str, Measure]:
    """The measures that a company's run would have, found without playing it."""
    return measures_of(company_axes(company, department_axes(company, months)))
