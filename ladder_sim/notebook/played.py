"""What is played of a variant, here and in the process that plays ahead: a scheme on people, or a whole company."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from ladder_sim.core.progress import Progress
from ladder_sim.desk.variant import Variant
from ladder_sim.experiment.companies import PlayingCompanies, run_of
from ladder_sim.experiment.simulation import simulate
from ladder_sim.model.company import Company
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.counts import Axes, RunCounts, join
from ladder_sim.results.run import Run

ALONE = ""  # what a scheme that is played alone is called among departments

#: What is played: it goes to another process without what only files are written from.
PlayedSubject: TypeAlias = tuple[Scheme, Workforce] | Company


@dataclass(frozen=True)
class PlayedVariant:
    """Axes and counts by department, `ALONE` of a scheme by itself; and how long it took."""

    parts: Mapping[str, tuple[Axes, RunCounts]]
    seconds: float

    @property
    def replications(self) -> int:
        """How many were played."""
        return len(next(iter(self.parts.values()))[1].headcount)

    def run(self, variant: Variant, months: int, seed: int) -> Run:
        """The run of it; of a company with its departments."""
        company = variant.company
        if company is not None:
            return run_of(company, self.parts, months=months, seed=seed, seconds=self.seconds / len(self.parts))
        axes, counts = self.parts[ALONE]
        return Run(variant.scheme, variant.workforce, months, self.replications, seed, axes, counts, self.seconds)


def subject_of_variant(variant: Variant) -> PlayedSubject:
    """What is played of a variant. Raises `LadderError` where its values do not go together."""
    company = variant.company
    if company is None:
        return _bare(variant.scheme), variant.workforce
    return replace(company, departments=tuple(replace(one, scheme=_bare(one.scheme)) for one in company.departments))


def _bare(scheme: Scheme) -> Scheme:
    return replace(scheme, form={}, replaced=None if scheme.replaced is None else _bare(scheme.replaced))


def play(
    subject: PlayedSubject, months: int, seed: int, first: int, stop: int, progress: Progress | None = None
) -> PlayedVariant:
    """Replications `first` up to `stop`. Raises `LadderError` where a scheme does not fit its people."""
    if isinstance(subject, Company):
        made = PlayingCompanies(months, seed, progress=progress).play([subject], first, stop - first)[0]
        return PlayedVariant({name: (run.axes, run.counts) for name, run in made.departments.items()}, made.seconds)
    run = simulate(*subject, months=months, replications=stop - first, seed=seed, first=first, progress=progress)
    return PlayedVariant({ALONE: (run.axes, run.counts)}, run.seconds)


def played_of(run: Run) -> PlayedVariant:
    """What a run was made of."""
    runs = run.departments or {ALONE: run}
    return PlayedVariant({name: (one.axes, one.counts) for name, one in runs.items()}, run.seconds)


def joined(before: PlayedVariant, more: PlayedVariant) -> PlayedVariant:
    """More replications after those there are."""
    parts = {name: (axes, join([counts, more.parts[name][1]])) for name, (axes, counts) in before.parts.items()}
    return PlayedVariant(parts, before.seconds + more.seconds)
