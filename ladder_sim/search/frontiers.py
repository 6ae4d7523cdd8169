"""`frontier`: schemes over two or three measures, played with the same luck."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from ladder_sim.core.executors import ExecutorGiven
from ladder_sim.core.needs import names_of
from ladder_sim.core.problems import quietly
from ladder_sim.core.progress import ProgressGiven
from ladder_sim.core.signed import door
from ladder_sim.experiment.comparing import Given, compare
from ladder_sim.experiment.given import study_of
from ladder_sim.experiment.lazy_workers import shares_work
from ladder_sim.model.study import Study
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.dominance import Frontier, frontier_of, measures_of_frontier
from ladder_sim.results.measure import BetterWord
from ladder_sim.scenarios.loading import Readable
from ladder_sim.search.asked_schemes import asked

#: Over what a frontier is drawn where nobody says it.
USUAL = ("labor_cost", "turnover")


@shares_work
@door
def frontier(
    schemes: Given | Sequence[Given] | Mapping[str, Given] | Study,
    workforce: Workforce | Readable | None = None,
    *,
    measures: Sequence[str] | str = USUAL,
    better: Mapping[str, BetterWord] | None = None,
    months: int | None = None,
    replications: int | None = None,
    seed: int | None = None,
    first: int = 0,
    baseline: int | Given | None = None,
    executor: ExecutorGiven = None,
    progress: ProgressGiven = None,
    store: str | os.PathLike[str] | None = None,
) -> Frontier:
    """Play schemes with the same luck and mark those that another beats in every measure.

    Parameters
    ----------
    schemes, workforce : as in `compare`
    measures : two or three
    better : measure → ``"up"`` (or ``"higher"``) or ``"down"`` (or ``"lower"``), for measures that have no
        better direction by themselves
    months, replications, seed, first, baseline, executor, progress, store : as in `compare`

    Returns
    -------
    A point per scheme with intervals, and in which share of bootstrap samples another scheme dominates it: is at least
    as good in every measure and better in one.

    Raises
    ------
    LadderError
        An argument is none that can be used; before any work.

    Examples
    --------
    >>> import ladder_sim as ls
    >>> now = ls.load_scheme("ecommerce-dual-track")
    >>> found = ls.frontier([now, now.with_(excellent=95)], "small-department-30", months=12, replications=20)
    >>> len(found.points)
    2
    """
    study = study_of(schemes)
    with quietly():  # what is to be borne in mind is said when they are played
        among = asked(schemes, study, workforce, "frontier")
    known = {name: one for subject in among for name, one in subject.measured(1).items()}
    measures_of_frontier(names_of(measures, "measures"), known, better or {})
    people = None if among[0].company is not None else among[0].workforce
    played = compare(study or [one.scheme for one in among], workforce=people, months=months, replications=replications,
                     seed=seed, first=first, baseline=baseline, executor=executor, progress=progress,
                     store=store)  # fmt: skip
    return frontier_of(played, measures, better)
