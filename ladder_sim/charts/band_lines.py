"""Any measure over time: a line for each scheme, with a band."""

from __future__ import annotations

import warnings

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ladder_sim.charts.ground import on_any_ground
from ladder_sim.charts.levels import numbered, unit_label
from ladder_sim.charts.look import chosen, dressed
from ladder_sim.charts.style import (
    Drawable,
    axes_or_new,
    both_ends,
    colors_of,
    ids_of,
    quiet,
    runs_of,
    stamp,
    title_of,
)
from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.core.units import times_shown
from ladder_sim.results.broken_down import STEPS, by_words
from ladder_sim.results.chart_options import Band, PerScheme, TimeStep
from ladder_sim.results.intervals import mean_interval
from ladder_sim.results.measure import Measure
from ladder_sim.results.measures import find
from ladder_sim.results.own import confidence
from ladder_sim.results.run import Run
from ladder_sim.results.year_spread import in_bands


@on_any_ground
def series(
    source: Drawable,
    measure: str,
    ax: Axes | None = None,
    *,
    by: TimeStep = "month",
    level: float = 0.9,
    band: Band = "replications",
    color: PerScheme = None,
    label: PerScheme = None,
) -> Axes:
    """A measure by month or year: the mean of the replications, with a band around it.

    Parameters
    ----------
    source : a run, or a comparison
    measure : any that has a value for a part of the run; rates and amounts a year are annualized
    ax : axes to draw on; None: new ones
    by : ``"month"`` or ``"year"``
    level : how much the band holds, 0 to 1
    band : ``"replications"``: the middle of the replications, how far single futures lie apart; ``"mean"``: the
        interval of their mean, how well it is known
    color, label : of a run one, of a comparison by scheme

    Raises
    ------
    LadderError
        The measure is not known or needs the whole run, or an argument is none of these.
    """
    (word, *rest), found, level = by_words(by), find(measure, source.known), confidence(level)
    step = None if rest else STEPS.get(word)
    if step is None or band not in ("replications", "mean"):
        raise LadderError(
            tr("series needs by='month' or 'year' and band='replications' or 'mean', got {by!r} and {band!r}",
               "series 需要 by='month'或'year'，band='replications'或'mean'，现为{by!r}和{band!r}", by=by, band=band)
        )  # fmt: skip
    with quiet(), chosen(ids_of(source), color, label):
        ax, picture = axes_or_new(ax, (8.5, 4.4))
        scale = times_shown(found.unit)
        for run in (run for run in runs_of(source) if found.name in run.known):
            mark, dashes = colors_of(source)[run.scheme.id]
            line, low, high = (scale * values for values in _band(run, found, by, step, level, band))
            at = np.arange(1, len(line) + 1)
            ax.fill_between(at, low, high, color=mark, alpha=0.18, lw=0)
            name = both_ends(title_of(source, run), 30, 2)
            dressed(ax.plot(at, line, color=mark, ls=dashes, lw=1.8, label=name, gid=run.scheme.id))
        furnish(ax, found, word)
        if len(runs_of(source)) > 1:
            ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1.0), borderaxespad=0)
        if picture is not None:
            stamp(picture, source, note_of_band(level, band, in_bands(runs_of(source))))
    return ax


def note_of_band(level: float, band: Band, years: str, *, dots: bool = False) -> str:
    """What line and band are, below the chart.

    Parameters
    ----------
    level, band : as of `series`
    years : what is to be said of years in bands
    dots : whether it has dots and bars in the place of lines and bands
    """
    share = f"{100 * level:g}"
    drawn = tr("Dots: mean; bars", "点：均值；横线") if dots else tr("Lines: mean; bands", "线：均值；色带")
    if band == "mean":
        return tr("{drawn}: its {share}% interval.", "{drawn}：均值的{share}%区间。", drawn=drawn, share=share)
    return tr("{drawn}: the middle {share}% of replications{years}.",
              "{drawn}：各次重复居中的{share}%{years}。", drawn=drawn, share=share, years=years)  # fmt: skip


def _band(
    run: Run, measure: Measure, by: TimeStep, step: int, level: float, band: Band
) -> tuple[Floats, Floats, Floats]:
    """Line, and low and high of the band, by month or year; what is pooled is so within each."""
    line, low, high = band_of(run.measure(measure.name, by).to_numpy(), level, band)
    if measure.pooled is not None:
        once = np.ones((1, run.replications))
        windows = [run.window(start, min(start + step, run.months)) for start in range(0, run.months, step)]
        return np.array([measure.pooled(window, once)[0] for window in windows]), low, high
    return line, low, high


def band_of(values: Floats, level: float, band: Band) -> tuple[Floats, Floats, Floats]:
    """Mean, and low and high of the band, by column; shape (columns,) each.

    Parameters
    ----------
    values : shape (replications, columns), NaN where there is none
    level, band : as of `series`
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a month without any value has no band
        line: Floats = np.nanmean(values, axis=0)
        if band == "mean":
            intervals = [mean_interval(column, level) for column in values.T]
            low, high = (np.array([getattr(one, end) for one in intervals]) for end in ("low", "high"))
        else:
            low, high = np.nanquantile(values, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return line, low, high


def furnish(ax: Axes, measure: Measure, by: str) -> None:
    """Title and axes of a measure over time.

    Parameters
    ----------
    by : ``"month"`` or ``"year"``
    """
    ax.set_title(str(measure.title))
    ax.set_xlabel(tr("month", "月份") if by == "month" else tr("year", "年份"))
    ax.set_ylabel(unit_label(measure.unit))
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True, steps=[1, 2, 3, 6, 10]))
    numbered(ax.yaxis, measure.unit)
    ax.grid(True, axis="y")
