"""Dot charts: a measure by scheme, with its intervals and the paired difference in words."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ladder_sim.analysis.statements.reviews import no_review, no_reviews
from ladder_sim.charts.ground import on_any_ground
from ladder_sim.charts.look import chosen
from ladder_sim.charts.style import (
    SMALL,
    Drawable,
    axes_or_new,
    both_ends,
    colors_of,
    ids_of,
    instead,
    marks,
    quiet,
    runs_of,
    sign_convention,
    stamp,
    title_of,
)
from ladder_sim.core.display import between, change, compact, figure, unit_text
from ladder_sim.core.i18n import tr
from ladder_sim.core.signed import door
from ladder_sim.core.signs import first_lower, width
from ladder_sim.core.units import times_shown
from ladder_sim.results.chart_options import PerScheme
from ladder_sim.results.comparison import HIGHER, LOWER, Comparison, Contrast
from ladder_sim.results.intervals import spread
from ladder_sim.results.level import Level
from ladder_sim.results.measure import Measure
from ladder_sim.results.measures import find
from ladder_sim.results.run import Run

#: Signs of a title beside the head of the column of differences.
WIDEST = 36


@door
def promotion_rate(
    source: Drawable, ax: Axes | None = None, *, color: PerScheme = None, label: PerScheme = None
) -> Axes:
    """Promotions a year for every head, by scheme.

    Parameters
    ----------
    source, ax, color, label : as of `dots`

    Raises
    ------
    LadderError
        As of `dots`.
    """
    return dots(source, "promotion_rate", ax, part="advancement_rate", color=color, label=label)


@door
def turnover(source: Drawable, ax: Axes | None = None, *, color: PerScheme = None, label: PerScheme = None) -> Axes:
    """Exits a year for every head, by scheme; a hollow mark shows the voluntary ones.

    Parameters
    ----------
    source, ax, color, label : as of `dots`

    Raises
    ------
    LadderError
        As of `dots`.
    """
    return dots(source, "turnover", ax, part="turnover_voluntary", color=color, label=label)


@door
def salary_cost(source: Drawable, ax: Axes | None = None, *, color: PerScheme = None, label: PerScheme = None) -> Axes:
    """Everything paid to people, in money a year, by scheme.

    Parameters
    ----------
    source, ax, color, label : as of `dots`

    Raises
    ------
    LadderError
        As of `dots`.
    """
    return dots(source, "salary_cost", ax, color=color, label=label)


@on_any_ground
def dots(
    source: Drawable, measure: str, ax: Axes | None = None, *, part: str | None = None, names: bool = True,
    color: PerScheme = None, label: PerScheme = None,
) -> Axes:  # fmt: skip
    """Any measure by scheme.

    A dot is the mean, the thick line its 95 % interval, the thin line the middle 90 % of replications. Beside it, the
    paired difference from the baseline with its 95 % interval.

    Parameters
    ----------
    source : a run, or a comparison
    measure : its name
    ax : axes to draw on; None: new ones
    part : a measure within it, which a hollow mark shows
    names : whether the schemes stand at the left
    color, label : of a run one, of a comparison by scheme, such as ``{"my-scheme": "teal"}``

    Raises
    ------
    LadderError
        No such measure, or a color or label that fits no scheme.
    """
    runs = runs_of(source)
    meant = find(measure, source.known)
    with quiet(), chosen(ids_of(source), color, label):
        ax, picture = axes_or_new(ax, (8.0, 1.75 + 0.5 * len(runs)))
        if empty := nothing(source, meant.name):
            ax.set_title(str(meant.title))
            instead(ax, empty)
            if picture is not None:
                stamp(picture, source)
            return ax
        _rows(ax, source, meant, part, names)
        if isinstance(source, Comparison):
            _differences(ax, source, meant.name)
        if picture is not None:
            stamp(picture, source, marks(), equal_note(source), sign_convention(source))
    return ax


def _rows(ax: Axes, source: Drawable, meant: Measure, part: str | None, names: bool) -> None:
    """A row for each scheme, and what the axes say."""
    runs, colors = runs_of(source), colors_of(source)
    scale = times_shown(meant.unit)
    for i, run in enumerate(runs):
        color = colors[run.scheme.id][0]
        if meant.name in run.known:
            _dot(ax, i, run, meant.name, scale, color)
        if part and part in run.known:
            inner = run.interval(part).mean * scale
            ax.plot([inner], [i], "o", mfc="white", mec=color, ms=5, zorder=4)
    name_rows(ax, [title_of(source, run) for run in runs], names)
    _at_equal(ax, source, meant.name, scale)
    title = str(meant.title)
    if part:
        hint = tr(" (hollow: {part})", "（空心：{part}）", part=_short(str(find(part, source.known).title)))
        # the head of the column of differences begins where the axes end
        title += f"\n{hint.strip()}" if width(title + hint) > WIDEST else hint
    ax.set_title(title)
    ax.set_xlabel(unit_label(meant.unit))
    ax.xaxis.set_major_locator(MaxNLocator(4 if meant.unit in ("money a year", "money") else 5))
    numbered(ax.xaxis, meant.unit)
    ax.grid(True, axis="x")


def _paid_alike(source: Drawable) -> Comparison | None:
    """The comparison at the baseline's pay, where it was asked for."""
    found = source.explained.get(("level", "pay")) if isinstance(source, Comparison) else None
    return found.after if isinstance(found, Level) else None


def equal_note(source: Drawable) -> str:
    """What diamonds mean, where there are any."""
    if _paid_alike(source) is None:
        return ""
    return tr("Diamond: the scheme with the pay of the baseline.", "菱形：该方案按基准方案的薪酬发放。")


def _at_equal(ax: Axes, source: Drawable, measure: str, scale: float) -> None:
    """A diamond for each alternative paid as the baseline, where that was asked for."""
    alike = _paid_alike(source)
    if alike is None:
        return
    for i, run in enumerate(runs_of(source)):
        if isinstance(source, Comparison) and run.scheme.id != source.baseline and measure in run.known:
            mean = alike[run.scheme.id].interval(measure).mean * scale
            ax.plot([mean], [i], "D", mfc="white", mec=colors_of(source)[run.scheme.id][0], mew=1.4, ms=6, zorder=5)


def nothing(source: Drawable, measure: str) -> str:
    """What stands in the place of a chart whose values are all 0 or missing; empty where there is something to show."""
    runs = [run for run in runs_of(source) if measure in run.known]
    means = [run.interval(measure).mean for run in runs]
    if any(mean and not math.isnan(mean) for mean in means) or any(
        np.nan_to_num(r.values(measure)).any() for r in runs
    ):
        return ""
    first = no_review(source) if isinstance(source, Run) else no_reviews(source)
    if first and measure in ("advancement_rate", "promotion_rate"):
        return first
    if all(map(math.isnan, means)):
        return tr("no value: {why}", "无数值：{why}", why=source.known[measure].missing)
    return tr("0 in every replication", "各次重复均为0")


def _short(title: str) -> str:
    return first_lower(title.replace("：", ": ").split(": ")[-1])


def unit_label(unit: str) -> str:
    """A unit as axes show it: shares in percent."""
    if unit == "share a year":
        return tr("% of headcount, per year", "占平均人数%（每年）")
    return tr("% of people", "占人数%") if unit == "share" else unit_text(unit)


def numbered(axis: Axis, unit: str) -> None:
    """The numbers of an axis as texts beside it have them; shares stand on it as percentages, ratios as logarithms."""
    if unit in ("money a year", "money"):
        axis.set_major_formatter(FuncFormatter(lambda value, _: compact(value)))
    elif unit in ("share a year", "share"):
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}%"))
    elif unit == "log_ratio":
        axis.set_major_formatter(FuncFormatter(lambda value, _: figure(value, unit)))


def _dot(ax: Axes, row: int, run: Run, measure: str, scale: float, color: str) -> None:
    found, (p5, p95) = run.interval(measure), spread(run.values(measure))
    ax.plot([scale * p5, scale * p95], [row, row], color=color, lw=1, alpha=0.45, solid_capstyle="butt")
    ends = [scale * found.low, scale * found.high]
    ax.plot(ends, [row, row], color=color, lw=4, alpha=0.6, solid_capstyle="butt")
    ax.plot([scale * found.mean], [row], "o", color=color, ms=5.5, zorder=4)


def name_rows(ax: Axes, titles: list[str], names: bool = True) -> None:
    """Rows of a chart, one for each title, the first at the top."""
    ax.set_yticks(
        range(len(titles)),
        [both_ends(title, 26, 3 if len(titles) < 4 else 2) for title in titles] if names else [""] * len(titles),
    )
    ax.set_ylim(len(titles) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)


def _differences(ax: Axes, comparison: Comparison, measure: str) -> None:
    """The paired differences in words, in a column right of the axes."""
    alike = _paid_alike(comparison)
    for row, run in enumerate(runs_of(comparison)):
        contrast = comparison.contrast(run.scheme.id, measure)
        sure = contrast.verdict in (HIGHER, LOWER)
        text = difference_text(contrast) if sure else str(contrast.verdict)
        if alike is not None and run.scheme.id != comparison.baseline:
            text += _equal_text(alike.contrast(run.scheme.id, measure))
        ax.text(
            1.02, row, text, transform=ax.get_yaxis_transform(), va="center", ha="left", fontsize=SMALL,
            color="#222222" if sure else "#777777",
        )  # fmt: skip
    ax.text(
        1.02, 1.0, tr("difference (95% interval)", "差值（95%区间）"), transform=ax.transAxes, va="bottom", ha="left",
        fontsize=SMALL - 0.5, color="#777777",
    )  # fmt: skip


def _equal_text(contrast: Contrast) -> str:
    """The difference at the baseline's pay, on a line of its own."""
    found, unit = contrast.difference, contrast.measure.unit
    if contrast.verdict not in (HIGHER, LOWER):
        shown = str(contrast.verdict)
    elif unit in ("money a year", "money"):
        shown = _plus(found.mean)
    else:
        shown = change(found.mean, unit)
    return tr("\nat equal pay: {x}", "\n同等薪酬：{x}", x=shown)


def difference_text(contrast: Contrast) -> str:
    """A paired difference and its interval on two short lines."""
    found, unit = contrast.difference, contrast.measure.unit
    if unit in ("money a year", "money"):
        plus = "+" if found.mean > 0 else ""
        text = plus + compact(found.mean)
        inner = tr("{a} to {b}", "{a}至{b}", a=_plus(found.low), b=_plus(found.high))
    else:
        text, inner = change(found.mean, unit), between(found.low, found.high, unit, signed=True)
    return text + tr("\n({x})", "\n（{x}）", x=inner)


def _plus(value: float) -> str:
    return ("+" if value > 0 else "") + compact(value)
