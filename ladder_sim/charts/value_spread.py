"""How far the replications of a measure lie apart: a histogram or a box for each scheme."""

from __future__ import annotations

from typing import get_args

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba

from ladder_sim.charts.ground import on_any_ground
from ladder_sim.charts.levels import numbered, unit_label
from ladder_sim.charts.look import chosen
from ladder_sim.charts.style import (
    Drawable,
    axes_or_new,
    both_ends,
    colors_of,
    ids_of,
    instead,
    quiet,
    runs_of,
    stamp,
    title_of,
)
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.core.units import times_shown
from ladder_sim.results.chart_options import PerScheme, SpreadKind
from ladder_sim.results.measures import find

KINDS: tuple[SpreadKind, ...] = get_args(SpreadKind)


@on_any_ground
def distribution(
    source: Drawable,
    measure: str,
    ax: Axes | None = None,
    *,
    kind: SpreadKind = "hist",
    bins: int | None = None,
    color: PerScheme = None,
    label: PerScheme = None,
) -> Axes:
    """The values of the replications of a measure: how far single futures lie apart.

    Parameters
    ----------
    source : a run, or a comparison
    measure : its name
    ax : axes to draw on; None: new ones
    kind : ``"hist"``, or ``"box"``: the middle half, whiskers and what lies beyond 1.5 times its length
    bins : of a histogram, how many; None: as many as suit the values
    color, label : of a run one, of a comparison by scheme

    Raises
    ------
    LadderError
        The measure or the kind is not known.
    """
    found = find(measure, source.known)
    if kind not in KINDS:
        raise LadderError(
            tr("kind must be one of {known}, got {kind!r}; others: measure({measure!r}).plot(kind={kind!r})",
               "kind 应为{known}之一，现为{kind!r}；其他类型请用 measure({measure!r}).plot(kind={kind!r})",
               known=tr(", ", "、").join(map(repr, KINDS)), kind=kind, measure=measure)
        )  # fmt: skip
    with quiet(), chosen(ids_of(source), color, label):
        ax, picture = axes_or_new(ax, (8.5, 4.4))
        runs = [run for run in runs_of(source) if found.name in run.known]
        drawn = [times_shown(found.unit) * run.values(found.name) for run in runs]
        drawn = [values[~np.isnan(values)] for values in drawn]
        colors = [colors_of(source)[run.scheme.id][0] for run in runs]
        names = [both_ends(title_of(source, run), 30, 2) for run in runs]
        every = np.concatenate(drawn)
        if not every.size:
            instead(ax, runs[0].gaps(found.name))
        elif kind == "hist":
            edges = np.histogram_bin_edges(every, "auto" if bins is None else bins)
            for values, mark, name in zip(drawn, colors, names, strict=True):
                ax.hist(values, bins=edges.tolist(), color=mark, alpha=0.5, label=name)
            ax.set_xlabel(unit_label(found.unit))
            ax.set_ylabel(tr("replications", "重复次数"))
            numbered(ax.xaxis, found.unit)
            ax.grid(True, axis="y")
            if len(runs) > 1:
                ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1.0), borderaxespad=0)
        else:
            boxes = ax.boxplot(drawn, orientation="horizontal", patch_artist=True, tick_labels=names)
            for box, mark in zip(boxes["boxes"], colors, strict=True):
                box.set_facecolor(to_rgba(mark, 0.5))
            ax.set_xlabel(unit_label(found.unit))
            numbered(ax.xaxis, found.unit)
            ax.grid(True, axis="x")
        ax.set_title(str(found.title))
        if picture is not None:
            stamp(picture, source)
    return ax
