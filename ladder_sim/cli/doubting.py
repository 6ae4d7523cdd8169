"""`--doubt`, `--worlds` and `--screen`: how sure a comparison is, worked out and printed."""

from __future__ import annotations

import argparse
from concurrent.futures import Executor
from typing import TYPE_CHECKING

from ladder_sim.analysis.statements import tornado as of_tornado
from ladder_sim.analysis.statements import worlds as of_worlds
from ladder_sim.cli.streams import told_progress
from ladder_sim.cli.text import table
from ladder_sim.core.display import number
from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.doubt.tornado import Tornado
from ladder_sim.doubt.worlds import Worlds
from ladder_sim.report.data import asked
from ladder_sim.results.comparison import Comparison
from ladder_sim.store.folder import Store

if TYPE_CHECKING:
    import pandas as pd


def worked_out(
    result: Comparison, options: argparse.Namespace, executor: Executor | None, kept: Store | None
) -> pd.DataFrame | None:
    """Play what the options ask for; it is found in `explained`. Gives what `--screen` found, if it was asked.

    Parameters
    ----------
    kept
        Where worlds are kept.

    Raises
    ------
    LadderError
        A measure or target is not known, or SALib is missing.
    """
    names = list(options.doubt or ("turnover",))
    for name in options.doubt or ():
        with told_progress(tr("moving assumptions", "改变假设中")) as progress:
            result.tornado(name, executor=executor, progress=progress, store=kept)
    if options.worlds is not None:
        with told_progress(tr("drawing worlds", "模拟各种情景中")) as progress:
            result.worlds(names, options.worlds, targets=dict(options.targets), executor=executor, progress=progress,
                          store=kept)  # fmt: skip
    if not options.screen:
        return None
    with told_progress(tr("screening assumptions", "筛选假设中")) as progress:
        made: pd.DataFrame = result.morris(names[0], executor=executor, progress=progress, store=kept)
    return made


def doubt_lines(result: Comparison, screened: pd.DataFrame | None) -> list[str]:
    """What was found, a table and sentences for each."""
    lines: list[str] = []
    for found in result.explained.values():
        if isinstance(found, Tornado):
            lines += ["", str(found.measure.title),
                      table(of_tornado.columns(), of_tornado.rows(found), right=(2,)), *found.summary()]  # fmt: skip
        if isinstance(found, Worlds):
            lines += ["", table(of_worlds.columns(), of_worlds.rows(found), right=range(2, 10)), *found.summary()]
            if found.played_apart.told:
                lines += ["", table(of_worlds.layer_columns(), of_worlds.layer_rows(found), right=range(2, 7))]
    if screened is not None:
        lines += ["", _screened(screened)]
    return lines


def _screened(frame: pd.DataFrame) -> str:
    """The assumptions whose elementary effects are the largest."""
    scale = 100 if str(frame.attrs["unit"]).startswith("share") else 1
    shown = frame.head(12)
    rows = [
        (str(title), *(number(scale * float(value), 2) for value in values))
        for title, *values in shown[["title", "mu_star", "mu_star_conf", "sigma"]].to_numpy()
    ]
    header = (tr("assumption", "假设"), tr("mean effect", "平均影响"), "±", tr("differs by place", "影响的差异"))
    note = tr("elementary effects over the whole range (Morris); an effect that differs much hangs together with other"
              " assumptions",
              "基本效应，范围两端之间（Morris 法）；差异大者与其他假设共同起作用")  # fmt: skip
    return "\n".join([table(header, rows, right=(1, 2, 3)), note])


def as_json(result: Comparison, screened: pd.DataFrame | None) -> JsonObject:
    """The same for programs; nothing where nothing was asked."""
    made = asked(result)
    if screened is not None:
        made["screen"] = screened.reset_index().to_dict("records")
    return made
