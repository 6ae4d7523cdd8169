"""A measure by grade: over time a line for each grade, of the whole run a mark for each; a panel for each scheme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.typing import ColorType

from ladder_sim.charts.band_lines import band_of, furnish, note_of_band
from ladder_sim.charts.ground import on_any_ground
from ladder_sim.charts.levels import numbered, unit_label
from ladder_sim.charts.look import chosen, dressed
from ladder_sim.charts.paths import Wanted, axes_given, grade_shades, wanted_grades
from ladder_sim.charts.style import Drawable, Panels, both_ends, ids_of, panels, quiet, runs_of, stamp, title_of
from ladder_sim.core.arrays import Floats
from ladder_sim.core.units import times_shown
from ladder_sim.results.broken_down import STEPS, By, ByWord, by_words
from ladder_sim.results.chart_options import Band, PerScheme
from ladder_sim.results.measure import Measure
from ladder_sim.results.measures import find
from ladder_sim.results.own import confidence
from ladder_sim.results.run import Run
from ladder_sim.results.year_spread import in_bands


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is drawn of each scheme: the measure, over which time (None: the whole run), and how wide the band is."""

    measure: Measure
    time: ByWord | None
    level: float
    band: Band
    wanted: Wanted


@on_any_ground
def by_grade(
    source: Drawable,
    measure: str,
    ax: Axes | Sequence[Axes] | None = None,
    *,
    by: By = ("month", "grade"),
    level: float = 0.9,
    band: Band = "replications",
    grades: Sequence[str] | None = None,
    color: ColorType | Mapping[str, ColorType] | None = None,
    label: PerScheme = None,
) -> Axes | Panels:
    """A measure by grade, a panel for each scheme: the mean of the replications, with a band around it.

    Parameters
    ----------
    source : a run, or a comparison
    measure : one that is counted by grade, such as ``labor_cost_per_head``
    ax : of a run one, of a comparison as many as it has schemes, the baseline's first
    by : ``"grade"``: a mark for each grade over the whole run; ``["month", "grade"]``: a line for each
    level : how much the band holds, 0 to 1
    band : ``"replications"``: the middle of the replications; ``"mean"``: the interval of their mean
    grades : ids of those to show, in the order of the ladder; default all
    color : one for all, or by grade
    label : the name above a panel: of a run one, of a comparison by scheme

    Raises
    ------
    LadderError
        The measure is not known or not counted by grade, fewer axes than schemes, or a grade that no ladder has.
    """
    runs, words = runs_of(source), by_words(by)
    time = next((word for word in words if word in STEPS), None)
    asked = _Asked(find(measure, source.known), time, confidence(level), band, wanted_grades(runs, grades, color))
    with quiet(), chosen(ids_of(source), None, label):
        if ax is not None:
            given = axes_given(ax, runs)
            for spot, run in zip(given, runs, strict=True):
                _panel(spot, run, title_of(source, run), asked)
            return given[0] if isinstance(ax, Axes) else np.array(given, dtype=object).view(Panels)
        columns = min(2, len(runs))
        rows = -(-len(runs) // columns)
        picture, grid = panels(rows, columns, (max(8.0, 7.0 * columns), 0.7 + 3.6 * rows))
        for i, spot in enumerate(grid.flat):
            if i < len(runs):
                _panel(spot, runs[i], title_of(source, runs[i]), asked)
            else:
                spot.set_visible(False)
        stamp(picture, source, note_of_band(asked.level, band, in_bands(runs), dots=time is None))
        return grid[0, 0] if len(runs) == 1 else grid


def _panel(ax: Axes, run: Run, title: str, asked: _Asked) -> None:
    """The grades of one run."""
    measure, time = asked.measure, asked.time
    infos = [info for info in run.axes.grades if asked.wanted.grades is None or info.id in asked.wanted.grades]
    found = run.measure(measure.name, "grade" if time is None else ("grade", time))
    colors = dict(zip((info.id for info in infos), grade_shades(len(infos)), strict=True)) | dict(asked.wanted.colors)
    scale = times_shown(measure.unit)
    for place, info in enumerate(infos):
        values: Floats = found[[info.id]].to_numpy() if time is None else found[info.id].to_numpy()
        line, low, high = (scale * ends for ends in band_of(values, asked.level, asked.band))
        name, color = both_ends(str(info.title), 27, 1), colors[info.id]
        if time is None:
            ax.errorbar(line, [place], xerr=np.maximum([line - low, high - line], 0), fmt="o", color=color, capsize=3,
                        gid=info.id)  # fmt: skip
            continue
        at = np.arange(1, len(line) + 1)
        ax.fill_between(at, low, high, color=color, alpha=0.13, lw=0)
        dressed(ax.plot(at, line, color=color, lw=1.6, label=name, gid=info.id))
    if time is None:
        ax.set_yticks(range(len(infos)), [both_ends(str(info.title), 27, 2) for info in infos])
        ax.set_xlabel(unit_label(measure.unit))
        numbered(ax.xaxis, measure.unit)
        ax.grid(True, axis="x")
    else:
        furnish(ax, measure, time)
        ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1.0), borderaxespad=0)
    ax.set_title(both_ends(f"{measure.title}: {title}", 60, 2))
