"""Promotion by group: are people treated alike, whatever their gender and the like?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ladder_sim.analysis.rule_text.expressions import attribute_title, value_title
from ladder_sim.charts.ground import on_any_ground
from ladder_sim.charts.look import chosen
from ladder_sim.charts.style import (
    SMALL,
    ArtistStyle,
    Drawable,
    Panels,
    both_ends,
    ids_of,
    panels,
    quiet,
    runs_of,
    stamp,
    title_of,
)
from ladder_sim.core.display import between, figure, number
from ladder_sim.core.i18n import tr
from ladder_sim.core.palette import BASELINE_COLOR, COLORS
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.core.thresholds import FOUR_FIFTHS, SMALL_GROUP
from ladder_sim.results.chart_options import PerScheme
from ladder_sim.results.group_fairness import Fairness, audited, furthest
from ladder_sim.results.intervals import Interval, mean_interval
from ladder_sim.results.parity import rate_of
from ladder_sim.results.run import Run

MARKS = ("o", "s", "D", "^", "v", "P")


@dataclass(frozen=True, slots=True)
class Group:
    """People of one group: how many on average, and their promotions a year for every head."""

    attribute: str
    value: str
    title: str
    people: Interval
    rate: Interval


def groups_of(run: Run, attribute: str) -> list[Group]:
    """The groups of an attribute, in its order; nobody in a group: its rate is NaN."""
    made = []
    for i, (name, value, _) in enumerate(run.axes.groups):
        if name == attribute:
            people = mean_interval(run.counts.groups[:, :, i, 0].sum(axis=1, dtype=np.float64) / run.months)
            made.append(Group(name, value, value_title(value), people, rate_of(run.window(), i)))
    return made


@on_any_ground
def fairness(
    source: Drawable, ax: Axes | None = None, *, attribute: str | None = None, label: PerScheme = None
) -> Axes | Panels:
    """Promotion rate of each group with its 95 % interval, by scheme, and the four-fifths line.

    The rates are of all replications together. The dashed line of a group stands at four fifths of the rate of
    everybody else: a group left of its line is promoted so much less that the rule of thumb of US employment law asks
    for the reason. In small groups chance alone does that in a single course of events; below the groups stands the
    rate of one in % of the others', and what chance alone makes of it. Groups of fewer than five people on average are
    not shown.

    Parameters
    ----------
    source : a run, or a comparison
    ax : axes to draw on, for one attribute; None: new ones
    attribute : one that is audited; None: a panel for each
    label : the name of a scheme: of a run one, of a comparison by scheme

    Raises
    ------
    LadderError
        The workforce has no attribute to audit, or not the one named.
    """
    runs = runs_of(source)
    known = audited(runs)
    if attribute is not None and attribute not in known:
        raise LadderError(tr("attribute {name!r} is not audited", "属性{name!r}不在检查之列", name=attribute)
                          + nearest(attribute, known))  # fmt: skip
    shown = [attribute] if attribute else known
    with quiet(), chosen(ids_of(source), None, label):
        if ax is not None:
            _panel(ax, source, shown[0])
            return ax
        sizes = [1.1 + 0.27 * len(runs) * (1.2 + len(groups_of(runs[0], name))) for name in shown]
        picture, grid = panels(len(shown), 1, (8.5, 0.8 + sum(sizes)), height_ratios=sizes)
        for spot, name in zip(grid.flat, shown, strict=True):
            _panel(spot, source, name)
        stamp(picture, source, *_notes())
    return grid[0, 0] if len(shown) == 1 else grid


def audited_groups(found: Fairness) -> Axes | Panels:
    """The chart of what `Run.fairness` or `Comparison.fairness` gave.

    Parameters
    ----------
    found : the audit

    Raises
    ------
    LadderError
        The workforce names no groups to audit.
    """
    return fairness(found.source)


def _notes() -> tuple[str, str]:
    return (
        tr("Mark and line: rate of all replications together with its 95% interval. Dashed: four fifths of everybody"
           " else's rate (US rule of thumb).",
           "标记与线段：各次重复合并的晋升率及其95%区间。虚线：其余人员晋升率的五分之四（美国经验规则）。"),
        tr("Below: a group's rate in % of the others', and what chance alone makes of it in one replication. Groups of"
           " fewer than 5 people are not shown.",
           "下方：该组晋升率为其余人员的百分之几，以及单次重复中仅由随机波动造成的范围。人数少于5人的组不显示。"),
    )  # fmt: skip


def _panel(ax: Axes, source: Drawable, attribute: str) -> None:
    runs = runs_of(source)
    ticks, names, y = [], [], 0.0
    for run in runs:
        groups = groups_of(run, attribute)
        ticks.append(y + (len(groups) - 1) / 2)
        names.append(both_ends(title_of(source, run), 26, max(1, len(groups))))
        _block(ax, run, attribute, groups, y)
        y += len(groups) + 1.2
    ax.set_yticks(ticks, names)
    ax.set_ylim(y - 0.5, -0.8)
    ax.tick_params(axis="y", length=0)
    ax.set_xlim(0, None)
    ax.margins(x=0.08)
    title = attribute_title(runs[0].workforce.people.attributes.get(attribute), attribute)
    ax.set_title(tr("Promotion rate by {attribute}", "按{attribute}的晋升率", attribute=title))
    ax.set_xlabel(tr("promotions, % of the group's headcount, per year", "晋升人次占该组平均人数%（每年）"))
    ax.xaxis.set_major_locator(MaxNLocator(5))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}%"))
    ax.grid(True, axis="x")


def _block(ax: Axes, run: Run, attribute: str, groups: list[Group], y: float) -> None:
    """The rows of one scheme: a row for each group, below them how far one is from the others."""
    beside: ArtistStyle = {"transform": ax.get_yaxis_transform(), "va": "center", "fontsize": SMALL}
    large = [group for group in groups if group.people.mean >= SMALL_GROUP]
    for j, group in enumerate(groups):
        color = (*COLORS, BASELINE_COLOR)[j % 7]
        if group not in large:
            text = tr("{group}: fewer than 5 people", "{group}：少于5人", group=group.title)
            ax.text(1.02, y + j, text, color="#777777", **beside)
            continue
        rate = group.rate
        ax.plot([100 * rate.low, 100 * rate.high], [y + j] * 2, color=color, lw=4, alpha=0.55, solid_capstyle="butt")
        ax.plot([100 * rate.mean], [y + j], MARKS[j % len(MARKS)], color=color, ms=6, zorder=4,
                gid=f"{run.scheme.id} {group.value}")  # fmt: skip
        text = tr("{group}: {n} people", "{group}：{n}人", group=group.title, n=number(group.people.mean, 0))
        ax.text(1.02, y + j, text, color=color, **beside)
        line = 100 * FOUR_FIFTHS * _rate_of_rest(run, group)
        if len(large) > 1 and line > 0:
            ax.plot([line, line], [y + j - 0.45, y + j + 0.45], color="#222222", lw=1.2, ls=(0, (4, 2)))
    promoted = any(group.rate.n and group.rate.mean > 0 for group in large)
    if promoted and len(large) == len(groups) > 1:
        ax.text(1.02, y + len(groups) - 0.1, _told(run, attribute), color="#444444", **beside)


def _rate_of_rest(run: Run, group: Group) -> float:
    """Promotions a year for every head of everybody else of the attribute, all replications together."""
    sums = run.window().over(run.counts.groups).sum(axis=0)  # (groups, [person-months, promotions])
    rest = [i for i, (name, value, _) in enumerate(run.axes.groups)
            if name == group.attribute and value != group.value]  # fmt: skip
    months, promotions = sums[rest].sum(axis=0).tolist() if rest else (0, 0)
    return 12 * promotions / months if months else 0.0


def _told(run: Run, attribute: str) -> str:
    """The group furthest from the others: its rate in % of theirs, and what chance alone gives."""
    found = furthest(run, attribute)
    if found is None:
        return ""
    pair, one = found
    luck = run.null(pair.name)
    assert luck is not None
    return tr("{group} {x} of {rest}; by chance {luck}", "{group}为{rest}的{x}；随机波动{luck}", group=pair.whose,
              rest=pair.rest_of, x=figure(one.mean, "log_ratio"),
              luck=between(-luck[1], luck[1], "log_ratio"))  # fmt: skip
