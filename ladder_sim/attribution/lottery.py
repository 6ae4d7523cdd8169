"""Every promotion by lot: the same scheme, which chooses among the eligible without looking."""

from __future__ import annotations

import os
from concurrent.futures import Executor
from dataclasses import replace

import numpy as np

from ladder_sim.core.i18n import tr
from ladder_sim.core.progress import ProgressGiven
from ladder_sim.experiment.given import check_arguments, progress_of
from ladder_sim.experiment.lazy_workers import shares_work
from ladder_sim.experiment.simulation import Playing
from ladder_sim.experiment.subjects import play_subjects, subjects_of
from ladder_sim.model.expression import Expr
from ladder_sim.model.scheme import Scheme
from ladder_sim.results.chosen import BesideLottery
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.one_luck import one_luck
from ladder_sim.results.pairing import check_no_department
from ladder_sim.results.run import Run
from ladder_sim.store.folder import store_of

LOTS = Expr("uniform(0, 1)")  # drawn for each person and month anew


def by_lot(scheme: Scheme) -> Scheme:
    """The scheme with lots in the place of every order of candidates for promotion; all else as it is.

    Conditions, seats and quotas stay, so that as many of the same eligible people are promoted.
    """
    moves = tuple(replace(move, order=LOTS) if move.kind == "promotion" else move for move in scheme.moves)
    before = None if scheme.replaced is None else by_lot(scheme.replaced)
    return replace(scheme, id=f"{scheme.id}@lots", moves=moves, replaced=before)


@shares_work
def chosen(
    comparison: Comparison,
    *,
    executor: Executor | None = None,
    progress: ProgressGiven = None,
    store: str | os.PathLike[str] | None = None,
) -> BesideLottery:
    """Play every scheme once more, each promotion drawn by lot among the eligible, with the same people and luck.

    Parameters
    ----------
    executor, progress, store
        As of `compare`.

    Raises
    ------
    LadderError
        One department of a company is compared.

    References
    ----------
    Promotion by lot as what a choice is to be held against: A. Pluchino, A. Rapisarda and C. Garofalo, The Peter
    principle revisited: a computational study, Physica A 389 (2010) 467–472.
    """
    check_no_department(comparison.runs, "chosen")
    check_arguments(executor=executor, progress=progress, store=store)
    first = comparison.runs[0]
    luck = one_luck(first)
    shown = progress_of(progress, tr("drawing lots", "抽签模拟中"))
    playing = Playing(first.workforce, comparison.months, luck.seed, executor, shown, store=store_of(store))
    asked = [one.with_schemes(by_lot) for one in subjects_of(comparison)]
    runs = play_subjects(playing, asked, luck.first, comparison.replications)
    drawn = {run.scheme.id: _itself(run, lots) for run, lots in zip(comparison.runs, runs, strict=True)}
    made = BesideLottery(comparison, drawn)
    comparison.explained["chosen"] = made
    return made


def _itself(run: Run, lots: Run) -> Run:
    """The run with lots; the scheme's own where every move and exit is the same."""
    same = all(np.array_equal(getattr(run.counts, name), getattr(lots.counts, name)) for name in ("moves", "exits"))
    return run if same else lots
