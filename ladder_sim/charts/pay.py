"""Pay by part, and what people cost besides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ladder_sim.charts.ground import on_any_ground
from ladder_sim.charts.levels import name_rows
from ladder_sim.charts.look import chosen
from ladder_sim.charts.style import (
    SMALL,
    Drawable,
    axes_or_new,
    both_ends,
    ids_of,
    quiet,
    runs_of,
    stamp,
    title_of,
)
from ladder_sim.core.display import compact
from ladder_sim.core.i18n import tr
from ladder_sim.core.palette import COLORS
from ladder_sim.core.units import unit_name
from ladder_sim.results.chart_options import PerScheme
from ladder_sim.results.coded import COST_TITLES, COSTS
from ladder_sim.results.intervals import Interval
from ladder_sim.results.run import Run

#: Parts of pay with a color of their own; smaller ones are added up.
MOST = 5
HATCHES = ("//", "..", "xx", "\\\\")
OTHER = "#9a9a9a"


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the labor cost: its mean for each run of the source, in money a year."""

    name: str
    title: str
    color: str
    means: tuple[float, ...]
    paid: bool  # to people; else it is a cost besides


def slices_of(source: Drawable) -> list[Slice]:
    """Parts of pay, base first and then by size, and the costs besides pay; parts that nobody gets are left out."""
    runs = runs_of(source)
    titles: dict[str, str] = {}
    for run in runs:
        for part, title in run.axes.parts:
            titles.setdefault(part, str(title))
    means = {part: tuple(_mean(run, f"salary_cost:{part}") for run in runs) for part in titles}
    there = [part for part in titles if any(means[part])]
    there.sort(key=lambda part: (part != "base", -sum(means[part])))
    shown = there if len(there) <= MOST + 1 else there[:MOST]
    made = [Slice(part, titles[part], COLORS[i % len(COLORS)], means[part], True) for i, part in enumerate(shown)]
    rest = [part for part in there if part not in shown]
    if rest:
        sums = tuple(float(total) for total in np.sum([means[part] for part in rest], axis=0))
        made.append(Slice("other", tr("{n} other parts", "其余{n}项", n=len(rest)), OTHER, sums, True))
    for cost in COSTS:
        found = tuple(_mean(run, f"labor_cost:{cost}") for run in runs)
        if any(found):
            made.append(Slice(cost, str(COST_TITLES[cost]), "#e6e6e6", found, False))
    return made


def _mean(run: Run, name: str) -> float:
    return run.interval(name).mean if name in run.known else 0.0


@on_any_ground
def pay_by_part(source: Drawable, ax: Axes | None = None, *, label: PerScheme = None) -> Axes:
    """Everything paid to people a year, by part and scheme, and, pale and hatched, what they cost besides.

    The dark lines are the 95 % intervals of the means of the salary cost and of the labor cost, which stand at the end
    of their bars; the numbers at the right are these means, in money a year.

    Parameters
    ----------
    source : a run, or a comparison
    ax : axes to draw on; None: new ones
    label : the name of a scheme: of a run one, of a comparison by scheme

    Raises
    ------
    LadderError
        It is neither a run nor a comparison, or a label fits no scheme.
    """
    runs = runs_of(source)
    with quiet(), chosen(ids_of(source), None, label):
        ax, picture = axes_or_new(ax, (9.0, 2.3 + 0.5 * len(runs)))
        end = _bars(ax, source)
        name_rows(ax, [title_of(source, run) for run in runs])
        ax.set_xlim(0, 1.03 * max(end, 1e-9))
        ax.set_xlabel(unit_name("money a year"))
        ax.xaxis.set_major_locator(MaxNLocator(5))
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: compact(value)))
        ax.grid(True, axis="x")
        ax.set_title(tr("Pay by part, and labor cost", "薪酬构成与人工成本"))
        if picture is None and end:
            ax.legend(loc="upper left", bbox_to_anchor=(0.0, -0.2 - 0.25 / len(runs)), ncols=3, borderaxespad=0)
        elif picture is not None:
            if end:
                picture.legend(loc="outside upper left", ncols=4, columnspacing=1.2)
            note = tr("Colors: paid to people; pale: besides pay. Dark lines: 95% intervals of the means of salary"
                      " cost and labor cost.",
                      "彩色：付给员工；浅色：薪酬以外。深色线段：薪酬成本与人工成本均值的95%区间。")  # fmt: skip
            stamp(picture, source, note)
    return ax


def _bars(ax: Axes, source: Drawable) -> float:
    """The bars, with the totals beside them; where the longest ends."""
    runs = runs_of(source)
    left, end = np.zeros(len(runs)), 0.0
    for item in slices_of(source):
        bars = ax.barh(range(len(runs)), item.means, left=left, height=0.58, label=both_ends(item.title, 22, 2))
        for bar in bars:
            bar.set(fc=item.color, lw=0, alpha=0.8)
            if not item.paid:
                bar.set(hatch=HATCHES[COSTS.index(item.name)], ec="#888888", lw=0.5)
        left = left + item.means
    for row, run in enumerate(runs):
        totals = [run.interval(name) for name in ("salary_cost", "labor_cost")]
        for total in totals:
            ax.plot([total.low, total.high], [row, row], color="#111111", lw=2, solid_capstyle="butt")
            end = max(end, total.mean if np.isnan(total.high) else total.high)
        ax.text(1.01, row, _totals(*totals), transform=ax.get_yaxis_transform(), va="center", fontsize=SMALL)
    return end


def _totals(salary: Interval, labor: Interval) -> str:
    def told(total: Interval) -> str:
        return compact(total.mean) + ("" if np.isnan(total.half) else f" ±{compact(total.half, 2)}")

    return tr("salary {s}\nlabor {t}", "薪酬 {s}\n人工 {t}", s=told(salary), t=told(labor))
