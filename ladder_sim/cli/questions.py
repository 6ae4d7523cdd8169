"""What is asked of a comparison once it is played: why, at equal pay, who is chosen, a planted bias, how sure."""

from __future__ import annotations

import argparse
from concurrent.futures import Executor
from typing import TYPE_CHECKING

from ladder_sim.attribution.level import at_equal
from ladder_sim.cli.choice_options import directions
from ladder_sim.cli.doubting import worked_out
from ladder_sim.cli.streams import told_progress
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.level import Level
from ladder_sim.store.folder import Store

if TYPE_CHECKING:
    import pandas as pd


def questions(
    result: Comparison, options: argparse.Namespace, executor: Executor | None, kept: Store | None
) -> tuple[Level | None, pd.DataFrame | None]:
    """Play what the options ask for; it is found in `explained`. Gives what `--equal` and `--screen` found.

    Parameters
    ----------
    kept
        Where finished work is kept.

    Raises
    ------
    LadderError
        A measure, target, lever or group is not known, or SALib is missing.
    """
    for measure in options.why or ():
        _known("--why", measure, result)
    for measure in options.doubt or ():
        _known("--doubt", measure, result)
    for measure in options.why or ():
        with told_progress(tr("exchanging parts", "互换组合模拟中")) as progress:
            result.why(measure, executor=executor, progress=progress, store=kept)
    level = None
    if options.equal is not None:
        level = at_equal(result, options.equal, options.lever, executor=executor, store=kept)
    if options.frontier is not None:
        names, better = directions(options.frontier)
        result.frontier(names, better=better)
    for measure, least in (options.choose or {}).items():
        with told_progress(tr("choosing", "择优中")) as progress:
            result.choose(measure, matters=least, executor=executor, progress=progress, store=kept)
    if options.chosen:
        with told_progress(tr("drawing lots", "抽签模拟中")) as progress:
            result.chosen(executor=executor, progress=progress, store=kept)
    if options.bias is not None:
        group, shift = options.bias
        with told_progress(tr("planting a bias", "评分偏差模拟中")) as progress:
            result.planted_bias(group, **({} if shift is None else {"shift": shift}), executor=executor,
                                progress=progress, store=kept)  # fmt: skip
    if options.cross is not None:
        names, bands = options.cross
        with told_progress(tr("crossing groups", "交叉分组模拟中")) as progress:
            result.crossed(names, bands, executor=executor, progress=progress, store=kept)
    return level, worked_out(result, options, executor, kept)


def _known(option: str, measure: str, result: Comparison) -> None:
    """Refuse a measure that no scheme has; what follows the option may have been meant as a scheme."""
    if measure not in result.known:
        raise LadderError(
            tr("{option} {measure}: no such measure; schemes stand before {option}",
               "{option} {measure}：没有这个指标；方案写在 {option} 之前", option=option, measure=measure)
            + nearest(measure, result.known)
        )  # fmt: skip
