"""Which assumptions matter at all, where they may matter through one another: Morris' elementary effects.

A tornado moves one assumption while all others stay in use. Here each is moved from many places, so that one that
matters only together with others is seen: its effects differ from place to place (`sigma`).
"""

from __future__ import annotations

import os
from concurrent.futures import Executor
from typing import TYPE_CHECKING

import numpy as np

from ladder_sim.core.foreign import SalibModule
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.core.progress import ProgressGiven
from ladder_sim.doubt.gathered import assumed
from ladder_sim.doubt.plays import Plays, difference
from ladder_sim.doubt.sampling import TAILS, quantile, world_of
from ladder_sim.experiment.given import check_arguments, progress_of
from ladder_sim.experiment.lazy_workers import shares_work
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.measures import find
from ladder_sim.results.one_luck import one_luck
from ladder_sim.store.folder import store_of

if TYPE_CHECKING:
    import pandas as pd

LEVELS = 4
REPLICATIONS = 20


@shares_work
def morris(
    comparison: Comparison,
    measure: str = "turnover",
    scheme: str | None = None,
    *,
    trajectories: int = 6,
    replications: int | None = None,
    executor: Executor | None = None,
    progress: ProgressGiven = None,
    store: str | os.PathLike[str] | None = None,
) -> pd.DataFrame:
    """Elementary effects of the assumptions on the difference between an alternative and the baseline.

    Parameters
    ----------
    scheme
        The alternative; None: the first.
    trajectories
        Paths through the ranges; each plays one world more than there are assumptions.
    replications
        Played in each world; None: those of the comparison, at most 20.
    executor, progress, store
        As of `worlds`.

    Returns
    -------
    One row per assumption, the most influential first: `mu_star`, the mean size of its effects over its whole range,
    with `mu_star_conf` at 95 %; `mu`, their mean; `sigma`, how much they differ from place to place. In the unit of
    the measure.

    Raises
    ------
    LadderError
        SALib is not installed, the measure or scheme is not known, or worlds on a path could not be played.

    References
    ----------
    M. D. Morris, Factorial sampling plans for preliminary computational experiments, Technometrics 33 (1991) 161–174;
    F. Campolongo, J. Cariboni and A. Saltelli, Environmental Modelling & Software 22 (2007) 1509–1518.
    """
    import pandas as pd

    check_arguments(replications=replications, executor=executor, progress=progress, store=store)
    sampler, analyzer = _salib()
    meant = find(measure, comparison.known)
    own = comparison[scheme or comparison.others[0]].scheme.id
    seed = one_luck(comparison).seed % 2**32
    found = assumed(comparison)
    moved = tuple(one for one in found.moved if not one.schemes or {own, comparison.baseline} & set(one.schemes))
    problem = {"num_vars": len(moved), "names": [one.key for one in moved], "bounds": [[0.0, 1.0]] * len(moved)}
    shares = sampler.sample(problem, trajectories, num_levels=LEVELS, seed=seed)
    count = min(comparison.replications, replications or REPLICATIONS)
    shown = progress_of(progress, tr("screening assumptions", "假设筛选模拟中"))
    plays = Plays(comparison, moved, (meant.name,), count, executor, shown, store_of(store))
    drawn = [world_of(moved, [quantile(one, _inner(share)) for one, share in zip(moved, row, strict=True)])
             for row in shares]  # fmt: skip
    plays.play((name, world) for world in drawn for name in (comparison.baseline, own))
    outcome = np.array([np.nanmean(difference(plays, own, world, meant)) for world in drawn])
    if np.isnan(outcome).any():
        raise LadderError(
            tr("morris: in {n} of {all} worlds the values of the assumptions do not go together, or the measure has no"
               " value; give narrower ranges, or use worlds()",
               "morris：{all}组假设中有{n}组取值互相矛盾或指标无数值；请缩小可能范围，或改用 worlds()",
               n=int(np.isnan(outcome).sum()), all=len(outcome))
        )  # fmt: skip
    told = analyzer.analyze(problem, shares, outcome, num_levels=LEVELS, seed=seed)
    made = pd.DataFrame(
        {"title": [str(one.title) for one in moved], **{key: np.asarray(told[key], np.float64) for key in _COLUMNS}},
        index=pd.Index([one.key for one in moved], name="assumption"),
    )
    made.attrs = {"unit": meant.unit, "source": comparison.provenance}
    return made.sort_values("mu_star", ascending=False)


_COLUMNS = ("mu_star", "mu_star_conf", "mu", "sigma")


def _inner(share: float) -> float:
    """Levels of the design as shares of a distribution that has tails."""
    return min(max(float(share), TAILS), 1 - TAILS)


def _salib() -> tuple[SalibModule, SalibModule]:
    try:
        from SALib.analyze import morris as analyzer
        from SALib.sample import morris as sampler
    except ImportError:
        raise LadderError(
            tr("screening needs the package SALib: pip install 'ladder-sim[doubt]'",
               "筛选需要 SALib：pip install 'ladder-sim[doubt]'")
        ) from None  # fmt: skip
    return sampler, analyzer
