"""How a measure answers to what was varied: a line with its band over one knob, a heat map over two, panels over three;
and the search for the value at which a target is met.
"""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from matplotlib.typing import LineStyleType

from ladder_sim.charts.ground import on_any_ground
from ladder_sim.charts.levels import numbered, unit_label
from ladder_sim.charts.style import DASHES, SMALL, Panels, axes_or_new, fitted, panels, quiet, stamp
from ladder_sim.core.arrays import Floats
from ladder_sim.core.display import figure
from ladder_sim.core.i18n import tr
from ladder_sim.core.palette import COLORS
from ladder_sim.core.problems import LadderError
from ladder_sim.core.unit_words import unit_title
from ladder_sim.core.units import times_shown
from ladder_sim.model.assumptions import Value
from ladder_sim.results.knob import Knob
from ladder_sim.results.measure import Measure
from ladder_sim.results.sought import Sought
from ladder_sim.results.swept import Sweep, SweepPoint
from ladder_sim.results.verdicts import UNSURE

MOST_LINES = 6  # of one panel
MOST_CELLS = 144  # of a heat map whose numbers can be read


@on_any_ground
def response(sweep: Sweep, measure: str | None = None, ax: Axes | None = None) -> Axes | Panels:
    """A measure over what was varied, with its 95 % interval.

    Parameters
    ----------
    sweep : what `sweep` gave
    measure : one of the sweep; default its first
    ax : axes to draw on; for one knob, or for two of one scheme

    Returns
    -------
    The axes; of several panels their array.

    Raises
    ------
    LadderError
        The measure was not asked for, or more was varied than a picture shows.
    """
    found = sweep.measure_of(measure)
    dots = sweep.sample is not None and len(sweep.knobs) > 1
    if len(sweep.knobs) > 3 and not dots:
        raise LadderError(
            tr("a picture shows up to three knobs, {n} were varied; table() has them all",
               "图最多显示三个变动项，本次有{n}个；全部结果见 table()", n=len(sweep.knobs))
        )  # fmt: skip
    maps = len(sweep.knobs) == 2 and _fits(sweep) and not dots
    drawn: list[tuple[str, Sequence[SweepPoint]]]
    drawn = [(str(knob.title), sweep.points) for knob in sweep.knobs] if dots else _panels(sweep, maps)
    with quiet():
        picture = None
        if ax is None:
            wide = 7.4 if len(drawn) == 1 else 5.2 * min(3, len(drawn))
            picture, grid = panels(-(-len(drawn) // 3), min(3, len(drawn)), (wide, 4.2 * -(-len(drawn) // 3)))
            axes = list(grid.flat)
            for left in axes[len(drawn) :]:
                left.set_axis_off()
        elif len(drawn) == 1:
            axes = [ax]
        else:
            raise LadderError(tr("this picture has {n} panels, it does not fit one ax",
                                 "该图有{n}个分图，无法画在一个 ax 上", n=len(drawn)))  # fmt: skip
        for i, ((title, points), panel) in enumerate(zip(drawn, axes, strict=False)):
            if dots:
                _dots(sweep, found, sweep.knobs[i], panel)
            elif maps:
                _heat(sweep, found, points, panel)
            else:
                _lines(sweep, found, points, panel)
            panel.set_title(fitted(title or (_in_unit(found) if maps else str(found.title)), 40))
        if picture is not None:
            if len(drawn) > 1:
                picture.suptitle(_in_unit(found) if maps else str(found.title), x=0.01, ha="left", fontsize=12)
            stamp(picture, sweep, _dots_note() if dots else _note(maps))
    return axes[0] if len(drawn) == 1 else np.asarray(axes[: len(drawn)]).view(Panels)


def _in_unit(measure: Measure) -> str:
    """The title of a map: no axis of it tells the unit of its numbers."""
    return tr("{title} ({unit})", "{title}（{unit}）", title=measure.title, unit=unit_label(measure.unit))


def _note(maps: bool) -> str:
    if maps:
        return tr("Numbers: mean of the replications; in italics where the difference from the scheme as it stands"
                  " is not detectable.",
                  "数值：各次重复的均值；斜体：与现行设定的差异不显著。")  # fmt: skip
    return tr("Lines: mean; bands: its 95% interval, the same luck at every point; dotted: the value today.",
              "线：均值；色带：均值的95%区间，各点随机条件相同；点线：现行取值。")  # fmt: skip


def _dots_note() -> str:
    return tr("Dots: mean at each point of the sample, bars: its 95% interval; the other parameters differ from dot to"
              " dot. Dotted: the value today.",
              "点：样本各点的均值，竖线：95%区间；各点的其他参数也不相同。点线：现行取值。")  # fmt: skip


def _dots(sweep: Sweep, measure: Measure, knob: Knob, ax: Axes) -> None:
    """Every point of a sample over one knob, the others being what they are."""
    scale, several = times_shown(measure.unit), len(sweep.schemes) > 1
    names = _ticks(knob, sweep.points)
    for i, (scheme, points) in enumerate(sweep.by_scheme.items()):
        own = [point for point in points if knob.name in point.settings]
        if not own:
            continue
        at = [names.index(knob.said(p.settings[knob.name])) if names else p.settings[knob.name] for p in own]
        found = [point.contrasts[measure.name].level for point in own]
        mean, low, high = (scale * np.array([getattr(f, end) for f in found]) for end in ("mean", "low", "high"))
        ax.errorbar(np.array(at, float), mean, [mean - low, high - mean], fmt="o", ms=4, lw=0.8, alpha=0.8,
                    color=COLORS[i % len(COLORS)], label=fitted(str(sweep.schemes[scheme]), 34, 2))  # fmt: skip
    if names:
        ax.set_xticks(range(len(names)), names)
    elif not isinstance(knob.now, bool | str) and not several:
        ax.axvline(knob.now, color="#888888", ls=":", lw=1)
    _furnish(ax, knob, measure)
    if knob.whole:
        ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    if several:
        ax.margins(y=0.2)  # room for the legend
        ax.legend(loc="upper right")


def _fits(sweep: Sweep) -> bool:
    """Whether two knobs make a map: every scheme has both, and the numbers in it can be read."""
    both = all(len(point.settings) == 2 for point in sweep.points)
    return both and all(len(points) <= MOST_CELLS for points in sweep.by_scheme.values())


def _panels(sweep: Sweep, maps: bool) -> list[tuple[str, Sequence[SweepPoint]]]:
    """What stands in each panel: of maps a scheme; of lines a value of the third knob."""
    several = len(sweep.schemes) > 1
    if maps:
        return [(str(sweep.schemes[s]) if several else "", points) for s, points in sweep.by_scheme.items() if points]
    if len(sweep.knobs) < 3:
        return [("", sweep.points)]
    third = sweep.knobs[2]
    values = dict.fromkeys(point.settings.get(third.name) for point in sweep.points)
    return [
        (third.at(value) if value is not None else "–",
         [point for point in sweep.points if point.settings.get(third.name) == value])
        for value in values
    ]  # fmt: skip


def _lines(sweep: Sweep, measure: Measure, points: Sequence[SweepPoint], ax: Axes) -> None:
    """A line for each scheme and value of the second knob, over the first."""
    x, rest, scale = sweep.knobs[0], sweep.knobs[1:2], times_shown(measure.unit)
    lines: dict[tuple[str, tuple[Value | None, ...]], list[SweepPoint]] = {}
    for point in points:
        lines.setdefault((point.scheme, tuple(point.settings.get(k.name) for k in rest)), []).append(point)
    names, several = _ticks(x, points), len(sweep.schemes) > 1
    for i, ((scheme, values), own) in enumerate(lines.items()):
        at = [
            names.index(x.said(p.settings[x.name])) if names else p.settings[x.name]
            for p in own
            if x.name in p.settings
        ]
        found = [p.contrasts[measure.name].level for p in own if x.name in p.settings]
        name = [str(sweep.schemes[scheme])] if several else []
        name += [k.at(value) for k, value in zip(rest, values, strict=True) if value is not None]
        label = fitted(" · ".join(name), 34, 2)
        if not found:  # a scheme without this parameter stays where it is
            level = own[0].contrasts[measure.name].level.mean * scale
            ax.axhline(level, color=COLORS[i % len(COLORS)], ls="--", lw=1.2, label=label)
            continue
        color, dashes = COLORS[i % len(COLORS)], DASHES[i // len(COLORS) % len(DASHES)]
        mean, low, high = (scale * np.array([getattr(f, end) for f in found]) for end in ("mean", "low", "high"))
        _band(ax, np.array(at, float), mean, low, high, color, dashes, label)
    if names:
        ax.set_xticks(range(len(names)), names)
    elif not isinstance(x.now, bool | str) and not several:
        ax.axvline(x.now, color="#888888", ls=":", lw=1)
    _furnish(ax, x, measure)
    if len(lines) > 1:
        ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1.0), borderaxespad=0)


def _band(
    ax: Axes, at: Floats, mean: Floats, low: Floats, high: Floats, color: str, dashes: LineStyleType, label: str
) -> None:
    order = np.argsort(at, kind="stable")
    ax.fill_between(at[order], low[order], high[order], color=color, alpha=0.18, lw=0)
    ax.plot(at[order], mean[order], color=color, ls=dashes, lw=1.8, marker="o", ms=4, label=label)


def _ticks(knob: Knob, points: Sequence[SweepPoint]) -> list[str]:
    """The names of values that are no numbers, in their order; none where they are numbers."""
    values = [point.settings[knob.name] for point in points if knob.name in point.settings]
    if all(not isinstance(value, bool | str) for value in values):
        return []
    return list(dict.fromkeys(knob.said(value) for value in values))


def _furnish(ax: Axes, knob: Knob, measure: Measure) -> None:
    unit = tr(" ({unit})", "（{unit}）", unit=unit_title(knob.unit)) if knob.unit else ""
    ax.set_xlabel(f"{knob.title}{unit}")
    ax.set_ylabel(unit_label(measure.unit))
    ax.grid(True, axis="y")
    ax.yaxis.set_major_locator(MaxNLocator(6))
    numbered(ax.yaxis, measure.unit)


def _heat(sweep: Sweep, measure: Measure, points: Sequence[SweepPoint], ax: Axes) -> None:
    """A cell for each pair of values, its number in it; a direction that is better is blue."""
    x, y = sweep.knobs
    columns = list(dict.fromkeys(point.settings[x.name] for point in points))
    rows = list(dict.fromkeys(point.settings[y.name] for point in points))[::-1]
    cells = np.full((len(rows), len(columns)), np.nan)
    for point in points:
        cells[rows.index(point.settings[y.name]), columns.index(point.settings[x.name])] = point.contrasts[
            measure.name
        ].level.mean
    colors = mpl.colormaps["Blues_r" if measure.better == "down" else "Blues"].with_extremes(bad="#eeeeee")
    drawn = ax.imshow(np.ma.masked_invalid(cells), cmap=colors, aspect="auto", alpha=0.75)
    low, high = drawn.get_clim()
    for point in points:
        c = point.contrasts[measure.name]
        level = 0.5 if high == low else (c.level.mean - low) / (high - low)
        dark = level < 0.35 if measure.better == "down" else level > 0.65
        unsure = c.verdict is UNSURE
        ax.text(columns.index(point.settings[x.name]), rows.index(point.settings[y.name]),
                figure(c.level.mean, measure.unit, short=True), ha="center", va="center", fontsize=SMALL,
                style="italic" if unsure else "normal",
                color="#ffffff" if dark else "#4d4d4d" if unsure else "#111111")  # fmt: skip
    ax.set_xticks(range(len(columns)), [x.said(value) for value in columns])
    ax.set_yticks(range(len(rows)), [y.said(value) for value in rows])
    ax.tick_params(length=0)
    ax.set_xlabel(str(x.title))
    ax.set_ylabel(str(y.title))


@on_any_ground
def search_curve(sought: Sought, ax: Axes | None = None) -> Axes:
    """What a search tried, with the target and the answer and its interval.

    Parameters
    ----------
    sought : what `seek` gave
    ax : axes to draw on; None: new ones
    """
    with quiet():
        ax, picture = axes_or_new(ax, (7.4, 4.2))
        scale = times_shown(sought.measure.unit)
        at = np.array(list(sought.tried), float)
        found = list(sought.tried.values())
        mean, low, high = (scale * np.array([getattr(f, end) for f in found]) for end in ("mean", "low", "high"))
        _band(ax, at, mean, low, high, COLORS[0], "-", "")
        ax.axhline(scale * sought.target, color="#444444", ls="--", lw=1)
        if sought.outcome != "unreachable":
            ax.axvspan(sought.low, sought.high, color=COLORS[4], alpha=0.2, lw=0)
            ax.axvline(sought.value, color=COLORS[1], lw=1.4)
        ax.set_title(str(sought.measure.title))
        _furnish(ax, sought.knob, sought.measure)
        if picture is not None:
            note = tr("Dashed: the target; red: the answer; yellow: values at which the 95% interval holds the target.",
                      "虚线：目标；红线：求得的取值；黄色：95%区间仍含目标的取值范围。")  # fmt: skip
            stamp(picture, sought, note)
    return ax
