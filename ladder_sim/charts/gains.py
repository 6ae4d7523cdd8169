"""Who wins and who loses by a scheme: pay per head and promotion rate, by role and by grade, against the baseline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ladder_sim.analysis.rule_text.expressions import role_title
from ladder_sim.charts.ground import on_any_ground
from ladder_sim.charts.look import chosen
from ladder_sim.charts.style import (
    SMALL,
    Drawable,
    Panels,
    both_ends,
    colors_of,
    ends_kept,
    ids_of,
    panels,
    quiet,
    sign_convention,
    stamp,
    title_of,
)
from ladder_sim.core.arrays import Floats
from ladder_sim.core.display import change, compact
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import LadderError
from ladder_sim.core.units import unit_name
from ladder_sim.results.chart_options import GainKind, PerScheme
from ladder_sim.results.comparison import HIGHER, LOWER, Comparison, judge
from ladder_sim.results.intervals import Interval, amount_of_one, change_interval, paired, ratio
from ladder_sim.results.run import Run

#: Groups of fewer people, on average, are not shown.
FEWEST = 5
#: Of more grades than this, those with most people are shown.
MOST_GRADES = 14
_UNITS: dict[GainKind, str] = {"pay": "money", "promotion": "share a year"}
_TITLES: dict[GainKind, Title] = {
    "pay": Title("Pay per head", "人均薪酬"),
    "promotion": Title("Promotion rate", "晋升率"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """What a scheme changes for the people of a role or a grade; paired by replication, all NaN where none can be."""

    scheme: str
    kind: Literal["role", "grade"]
    name: str
    title: str
    what: GainKind
    difference: Interval  # pay: money a year per head; promotion: share a year
    sure: bool  # the interval leaves out 0


def changes(comparison: Comparison) -> list[Change]:
    """Every change by role, and by grade where scheme and baseline both have it, the lowest first.

    People are those who hold the role or grade at the time, so a change of pay is also one of who they are. Groups of
    fewer than five people on average are left out.
    """
    made = []
    base = comparison[comparison.baseline]
    for scheme in comparison.others:
        run = comparison[scheme]
        for kind, name, title in _groups(base, run):
            ours, theirs = _members(run, kind, name), _members(base, kind, name)
            if min(_people(run, ours).mean(), _people(base, theirs).mean()) < FEWEST:
                continue
            for what in _UNITS:
                values = paired(_value(run, ours, what), _value(base, theirs, what))
                found = change_interval(values, event=amount_of_one(values))
                sure = judge(values[~np.isnan(values)], found) in (HIGHER, LOWER)
                made.append(Change(scheme, kind, name, title, what, found, sure))
    return made


def _groups(base: Run, run: Run) -> list[tuple[Literal["role", "grade"], str, str]]:
    theirs = {info.id for info in base.axes.grades if info.covered}
    both = {info.role for info in run.axes.grades} & {info.role for info in base.axes.grades}
    roles = [role for role in run.window().roles if role in both]
    roles += sorted(both - set(roles))
    grades = [info for info in run.axes.grades if info.covered and info.id in theirs]
    return [*(("role", role, role_title(role)) for role in roles),
            *(("grade", info.id, str(info.title)) for info in grades)]  # fmt: skip


def _members(run: Run, kind: str, name: str) -> list[int]:
    return [i for i, info in enumerate(run.axes.grades) if name == (info.role if kind == "role" else info.id)]


def _people(run: Run, members: Sequence[int]) -> Floats:
    people: Floats = run.window().people[:, members].sum(axis=1)
    return people


def _value(run: Run, members: Sequence[int], what: GainKind) -> Floats:
    years = run.months / 12
    if what == "pay":
        paid = run.counts.pay[:, :, members].sum(axis=(1, 2, 3))
        return ratio(paid / years, _people(run, members))
    arcs = [i for i, (move, source, _) in enumerate(run.axes.arcs)
            if source in members and run.axes.moves[move].kind == "promotion"]  # fmt: skip
    promoted = run.counts.moves[:, :, arcs].sum(axis=(1, 2))
    return ratio(promoted / years, _people(run, members))


@on_any_ground
def winners(
    source: Drawable,
    ax: Axes | None = None,
    *,
    what: GainKind | None = None,
    color: PerScheme = None,
    label: PerScheme = None,
) -> Axes | Panels:
    """Who gains and who loses against the baseline: change of pay per head and of promotion rate.

    A row for each role, and below them for each grade that both ladders have; a mark for each scheme, filled where the
    difference is detectable, with its paired 95 % interval.

    Parameters
    ----------
    source : a comparison
    ax : axes to draw on, pay unless `what` names the other; None: new ones
    what : ``"pay"`` or ``"promotion"``; None: both
    color, label : by scheme

    Raises
    ------
    LadderError
        There is nothing to compare with, or `what` is neither.
    """
    if isinstance(source, Run) or not source.others:
        raise LadderError(tr("who wins and loses needs a baseline and a scheme to compare: compare([old, new], people)",
                             "受益与受损分析需要基准方案和对比方案：compare([旧方案, 新方案], 人员)"))  # fmt: skip
    if what not in (None, *get_args(GainKind)):
        raise LadderError(tr("what must be 'pay', 'promotion' or None, got {got!r}",
                             "what 应为'pay'、'promotion'或 None，现为{got!r}", got=what))  # fmt: skip
    found = changes(source)
    if not found:
        raise LadderError(tr("no role or grade of five people or more is in both ladders",
                             "两个方案没有人数不少于5人的共同岗位层级或职级"))  # fmt: skip
    rows = _rows(found)
    shown: list[GainKind] = [what] if what else ["pay", "promotion"]
    with quiet(), chosen(ids_of(source), color, label):
        if ax is not None:
            _panel(ax, source, found, rows, shown[0])
            return ax
        tall = 0.42 if len(source.others) < 3 else 0.14 * len(source.others) + 0.12
        wide = 4.6 * len(shown) + 2.2
        picture, grid = panels(1, len(shown), (wide, 1.9 + tall * len(rows)), sharey=True)
        for spot, one in zip(grid.flat, shown, strict=True):
            _panel(spot, source, found, rows, one)
        _legend(grid[0, 0], source)
        stamp(picture, source, *_notes(), sign_convention(source))
    return grid[0, 0] if len(shown) == 1 else grid


def _notes() -> tuple[str, str]:
    return (
        tr("Mark and line: difference with its 95% interval; hollow: no detectable difference.",
           "标记与线段：差值及其95%区间；空心：差异不显著。"),
        tr("By whoever holds the role or grade at the time, not the same persons; groups of fewer than 5 people are not"
           " shown.", "按当时任职者统计，并非同一批人；人数少于5人的组不显示。"),
    )  # fmt: skip


def _rows(found: Sequence[Change]) -> list[tuple[str, str, str]]:
    """(kind, name, title) of each row: roles first; of many grades those that stand in most comparisons, first come."""
    rows = list(dict.fromkeys((item.kind, item.name, item.title) for item in found))
    rows = list({(kind, name): (kind, name, title) for kind, name, title in rows}.values())
    grades = [row for row in rows if row[0] == "grade"][:MOST_GRADES]
    return [row for row in rows if row[0] == "role" or row in grades]


def _panel(
    ax: Axes, comparison: Comparison, found: Sequence[Change], rows: list[tuple[str, str, str]], what: GainKind
) -> None:
    scale = 100 if what == "promotion" else 1
    others = comparison.others
    colors = colors_of(comparison)
    places = {(kind, name): i for i, (kind, name, _) in enumerate(rows)}
    ax.axvline(0, color="#888888", lw=0.9, zorder=1)
    for item in found:
        row = places.get((item.kind, item.name))
        if item.what != what or row is None or not item.difference.n:
            continue
        y = row + (others.index(item.scheme) - (len(others) - 1) / 2) * 0.72 / len(others)
        color = colors[item.scheme][0]
        gap = item.difference
        ax.plot([scale * gap.low, scale * gap.high], [y, y], color=color, lw=1.8, alpha=0.7, solid_capstyle="butt")
        ax.plot([scale * gap.mean], [y], _shape(others.index(item.scheme)), color=color, ms=5.5, zorder=4,
                mfc=color if item.sure else "white", gid=f"{item.scheme} {item.name}")  # fmt: skip
        if len(others) < 3:
            ax.annotate(change(gap.mean, _UNITS[what], short=True), (1.0, y), xycoords=ax.get_yaxis_transform(),
                        xytext=(4, 0), textcoords="offset points", va="center", fontsize=SMALL,
                        color=color if item.sure else "#777777")  # fmt: skip
    for line in range(1, len(rows)):
        ax.axhline(line - 0.5, color="#eeeeee", lw=0.8, zorder=0)
    roles = sum(kind == "role" for kind, _, _ in rows)
    if 0 < roles < len(rows):
        ax.axhline(roles - 0.5, color="#aaaaaa", lw=0.9)
    ax.set_yticks(range(len(rows)), [ends_kept(title, 26) for _, _, title in rows])
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    ax.set_title(str(_TITLES[what]))
    ax.set_xlabel(_unit(what))
    ax.xaxis.set_major_locator(MaxNLocator(4))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _signed(value, what)))
    ax.grid(True, axis="x")


def _shape(i: int) -> str:
    return ("o", "s", "D")[i // 6 % 3]


def _unit(what: GainKind) -> str:
    if what == "pay":
        return tr("scheme − baseline, {unit}", "方案 − 基准，{unit}", unit=unit_name("money"))
    return tr("scheme − baseline, percentage points a year", "方案 − 基准，百分点/年")


def _signed(value: float, what: GainKind) -> str:
    text = compact(value) if what == "pay" else f"{value:g}".replace("-", "\N{MINUS SIGN}")
    return f"+{text}" if value > 0 else text


def _legend(ax: Axes, comparison: Comparison) -> None:
    handles = [
        Line2D([], [], color=colors_of(comparison)[scheme][0], marker=_shape(i), ms=5.5, lw=1.8,
               label=both_ends(title_of(comparison, comparison[scheme]), 36, 2))
        for i, scheme in enumerate(comparison.others)
    ]  # fmt: skip
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.legend(handles=handles, loc="outside upper left", ncols=min(3, len(handles)))
