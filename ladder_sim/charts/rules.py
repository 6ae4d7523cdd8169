"""Where people are stopped: the why-not ledger as bars."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from ladder_sim.analysis.why_not import outcomes
from ladder_sim.charts.ground import on_any_ground
from ladder_sim.charts.look import chosen
from ladder_sim.charts.style import (
    SMALL,
    Drawable,
    Panels,
    both_ends,
    fitted,
    ids_of,
    panels,
    quiet,
    runs_of,
    stamp,
    title_of,
)
from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import tr
from ladder_sim.core.palette import COLORS
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.results.chart_options import PerScheme
from ladder_sim.results.counts import MoveInfo
from ladder_sim.results.intervals import pooled_interval, ratio, samples
from ladder_sim.results.run import Run

MOVED = "moved"
#: Outcomes rarer than this share are left out of the bars; conditions never are.
RARE = 0.0005


@on_any_ground
def bottlenecks(
    source: Drawable, ax: Axes | None = None, *, move: str | None = None, most: int = 6, label: PerScheme = None
) -> Axes | Panels:
    """Why people were not promoted at reviews: the first condition that failed, or what came after.

    A panel for each promotion, or for the move named. Each bar is a share of all that were reviewed, with the 95 %
    interval of its mean; bars stand in the order in which rules are tested.

    Parameters
    ----------
    source : a run, or a comparison
    ax : axes to draw on; None: new ones
    move : the id of a move; None: the promotions that move most people
    most : how many panels there are at most
    label : the name of a scheme: of a run one, of a comparison by scheme

    Raises
    ------
    LadderError
        No promotion was reviewed, the scheme has no such move, or an argument is none.
    """
    if not isinstance(most, int) or most < 1:
        raise LadderError(tr("most must be a whole number from 1, got {got!r}", "most 应为不小于1的整数，现为{got!r}",
                             got=most))  # fmt: skip
    found = [(run, info) for run in runs_of(source) for info in _moves(run, move, most, len(runs_of(source)))]
    if not found:
        raise LadderError(tr("no promotion was reviewed in these months", "这些月份里没有晋升评审"))
    with quiet(), chosen(ids_of(source), None, label):
        if ax is not None:
            _bars(ax, *found[0], "", 0)
            return ax
        columns = min(2, len(found))
        rows = -(-len(found) // columns)
        bars = [len(_rows(*one)[0]) for one in found]
        longest = [max(bars[i : i + columns]) for i in range(0, len(found), columns)]
        high = [1.15 + 0.38 * bar for bar in longest]
        picture, grid = panels(rows, columns, (5.8 * columns, 0.6 + sum(high)), height_ratios=high)
        for i, spot in enumerate(grid.flat):
            if i < len(found):
                scheme = title_of(source, found[i][0]) if len(runs_of(source)) > 1 else ""
                _bars(spot, *found[i], scheme, longest[i // columns])
            else:
                spot.set_visible(False)
        stamp(
            picture,
            source,
            tr(
                "Dark: a condition that failed; light: what came after; green: moved. Line: 95% interval.",
                "深色：未满足的条件；浅色：条件之后的原因；绿色：已变动。线段：95%区间。",
            ),
        )
    return grid[0, 0] if len(found) == 1 else grid


def _moves(run: Run, move: str | None, most: int, schemes: int) -> list[MoveInfo]:
    """The moves to show, in the order of the file."""
    reviewed = {
        info.id: int(run.counts.ledger[info.id].sum()) for info in run.axes.moves if info.id in run.counts.ledger
    }
    if move is not None:
        chosen = [info for info in run.axes.moves if info.id == move]
        if not chosen and schemes == 1:
            known = [info.id for info in run.axes.moves]
            raise LadderError(
                tr("scheme {scheme!r} has no move {move!r}", "方案{scheme!r}没有变动{move!r}",
                   scheme=run.scheme.id, move=move) + nearest(move, known)
            )  # fmt: skip
        return [info for info in chosen if reviewed.get(info.id)]
    promotions = [info for info in run.axes.moves if info.kind == "promotion" and reviewed.get(info.id)]
    largest = sorted(promotions, key=lambda info: (-_moved(run, info), -reviewed[info.id]))[: max(1, most // schemes)]
    return [info for info in promotions if info in largest]


def _moved(run: Run, info: MoveInfo) -> int:
    ledger = run.counts.ledger[info.id]
    return int(ledger[:, :, info.reason_ids.index(MOVED)].sum()) if MOVED in info.reason_ids else 0


def _rows(run: Run, info: MoveInfo) -> tuple[list[int], Floats]:
    """The reasons that occur, and the share of the reviewed by (pool of replications, reason), all of them first."""
    counts = run.counts.ledger[info.id].sum(axis=1)
    drawn = samples(run.replications) @ counts
    shares = ratio(drawn, drawn.sum(axis=1, keepdims=True))
    rare = RARE * counts.sum()
    kept = [i for i in range(counts.shape[1]) if i < info.conditions or counts[:, i].sum() > rare]
    return kept, shares


def _bars(ax: Axes, run: Run, info: MoveInfo, scheme: str, rows: int) -> None:
    """The bars of one move; with room for so many `rows`, so that bars are equally thick in every panel."""
    kept, shares = _rows(run, info)
    told = outcomes(run, info)
    for row, i in enumerate(kept):
        found = pooled_interval(shares[:, i], run.replications)
        passed = info.reason_ids[i] == MOVED
        color = COLORS[2] if passed else COLORS[0] if i < info.conditions else COLORS[5]
        ax.barh(row, 100 * found.mean, height=0.62, color=color, alpha=0.75)
        ax.plot([100 * found.low, 100 * found.high], [row, row], color="#222222", lw=1.2)
        end = 100 * max(found.mean, 0 if np.isnan(found.high) else found.high)
        ax.annotate(
            f"{100 * found.mean:.1f}%",
            (end, row),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=SMALL,
        )
    ax.set_yticks(range(len(kept)), [fitted(told[i], 34, 2) for i in kept])
    ax.set_ylim(max(rows, len(kept)) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.margins(x=0.14)
    ax.set_xlim(0, None)
    name = tr("{scheme}: {move}", "{scheme}：{move}", scheme=scheme, move=info.title) if scheme else str(info.title)
    ax.set_title(both_ends(name, 38, 2))
    ax.set_xlabel(tr("% of reviews; the first rule that failed", "占评审人次%；按首个未满足的条件"))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}%"))
    ax.grid(True, axis="x")
