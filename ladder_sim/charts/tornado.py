"""Tornados: the difference between two schemes at both ends of each assumption, the longest bars first."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ladder_sim.analysis.statements.tornado import headline
from ladder_sim.charts.ground import on_any_ground
from ladder_sim.charts.style import SMALL, Picture, fitted, instead, panels, quiet, stamp
from ladder_sim.core.display import compact
from ladder_sim.core.i18n import tr
from ladder_sim.core.palette import COLORS, VERMILION
from ladder_sim.core.units import times_shown, unit_name
from ladder_sim.doubt.gathered import valued
from ladder_sim.doubt.tornado import Tornado, TornadoBar, TornadoCase

LOW, HIGH, GRAY, BAND = COLORS[5], COLORS[0], "#b5b5b5", "#dddddd"
MOST, GRAY_MOST = 14, 3  # bars shown, and of those within luck
ROW = 0.4  # inches a bar


@on_any_ground
def tornadoes(tornado: Tornado, scheme: str | None = None) -> Picture:
    """The tornado of an alternative.

    Parameters
    ----------
    tornado : what `Comparison.tornado` gave
    scheme : id of the alternative; None: the first

    Raises
    ------
    LadderError
        The scheme is not compared.
    """
    case = tornado.cases[0] if scheme is None else tornado.case(scheme)
    rows = max(3, len(bars_shown(case)))
    with quiet():
        picture, grid = panels(1, 1, (10.5, 2.1 + ROW * rows))
        tornado_panel(tornado, case, grid[0, 0])
        picture.suptitle(fitted(headline(tornado, case).rstrip(".。"), 110), x=0.01, ha="left", fontsize=11.5)
        stamp(picture, tornado.comparison, _how_to_read())
    return picture


def bars_shown(case: TornadoCase) -> list[TornadoBar]:
    """The bars beyond luck, and the first few within it."""
    sure = [bar for bar in case.bars if bar.sure][:MOST]
    gray = [bar for bar in case.bars if not bar.sure and not bar.nothing]
    return [*sure, *gray[: max(GRAY_MOST, 0)]]


def _how_to_read() -> str:
    return tr("Light: the low end of an assumption's range; dark: its high end; gray: no more than luck. Gray band: 95%"
              " interval of the difference by luck. Diamond: where the better scheme changes.",
              "浅色：假设取范围低端；深色：取高端；灰色：不超出随机波动。灰带：差值的95%区间（随机波动）。"
              "菱形：结论反转处。")  # fmt: skip


def tornado_panel(tornado: Tornado, case: TornadoCase, ax: Axes) -> Axes:
    """One alternative's tornado; a sentence where no assumption matters."""
    shown = bars_shown(case)
    if not shown:
        instead(ax, tr("no assumption changes this difference", "没有任何假设影响该差值"))
        return ax
    unit = tornado.measure.unit
    scale = times_shown(unit)
    now = case.difference.mean * scale
    ax.axvspan(case.difference.low * scale, case.difference.high * scale, color=BAND, alpha=0.7, zorder=0)
    for row, bar in enumerate(shown):
        _bar(ax, row, bar, now, scale)
    ax.axvline(now, color="#444444", lw=1.2, zorder=4)
    low, high = ax.get_xlim()
    if low < 0 < high:
        ax.axvline(0, color=VERMILION, lw=1, ls=(0, (4, 2)), zorder=1)
    _frame(ax, [fitted(tornado.assumed.named(bar.assumption), 46, 2) for bar in shown], unit)
    ax.legend(handles=[Patch(color=LOW, label=tr("low end", "低端")), Patch(color=HIGH, label=tr("high end", "高端")),
                       Patch(color=GRAY, label=tr("within luck", "不超出随机波动"))],
              loc="lower right", bbox_to_anchor=(1, 1), ncols=3, fontsize=SMALL, borderaxespad=0.1)  # fmt: skip
    return ax


def _bar(ax: Axes, row: int, bar: TornadoBar, now: float, scale: float) -> None:
    """Both ends from the difference now, the nearer one on top; the values of the assumption beside them."""
    known = [end for end in bar.ends if end.difference.n]
    known.sort(key=lambda end: -abs(end.difference.mean * scale - now))
    for end in known:
        at = end.difference.mean * scale
        low = end is bar.ends[0] and len(bar.ends) > 1
        color = GRAY if not bar.sure else LOW if low else HIGH
        ax.barh(row, at - now, left=now, height=0.62, color=color, zorder=2)
    for left in (True, False):
        side = [end for end in known if (end.difference.mean * scale < now) == left]
        if side:  # of two ends on one side the values stand as the ends do
            values = [valued(bar.assumption, end.value) for end in (side if left else reversed(side))]
            ax.annotate(", ".join(values), (side[0].difference.mean * scale, row), xytext=(-4 if left else 4, 0),
                        textcoords="offset points", va="center", ha="right" if left else "left",
                        fontsize=SMALL - 1)  # fmt: skip
    if bar.flip is not None:
        ax.plot([0], [row], marker="D", ms=6, color=VERMILION, mec="white", zorder=5)
        ax.annotate(tr("turns at {x}", "{x}处反转", x=valued(bar.assumption, bar.flip.value)), (0, row),
                    xytext=(0, -10), textcoords="offset points", ha="center", va="center", fontsize=SMALL - 1.5,
                    color="#8a3800", zorder=6,
                    bbox={"boxstyle": "round,pad=0.12", "fc": "white", "ec": "none", "alpha": 0.85})  # fmt: skip


def _frame(ax: Axes, names: Sequence[str], unit: str) -> None:
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(len(names) - 0.4, -0.8)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    low, high = ax.get_xlim()
    ax.set_xlim(low - 0.14 * (high - low), high + 0.14 * (high - low))  # room for the values beside the bars
    ax.xaxis.set_major_locator(MaxNLocator(6))
    if unit in ("share", "share a year"):
        ax.set_xlabel(tr("difference, percentage points", "差值，百分点"))
    elif unit.startswith("money"):
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: compact(value)))
        ax.set_xlabel(tr("difference, {unit}", "差值，{unit}", unit=unit_name(unit)))
    else:
        ax.set_xlabel(tr("difference, {unit}", "差值，{unit}", unit=unit_name(unit)))
    ax.grid(True, axis="x")
