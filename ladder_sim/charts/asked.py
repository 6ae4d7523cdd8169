"""A chart by its name, or by the measure that it is to show: ``comparison.plot("turnover", by="month")``."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping

from matplotlib.axes import Axes

from ladder_sim.charts.band_lines import series
from ladder_sim.charts.flow_map import flows
from ladder_sim.charts.gains import winners
from ladder_sim.charts.grade_lines import by_grade
from ladder_sim.charts.groups import fairness
from ladder_sim.charts.levels import dots, promotion_rate, salary_cost, turnover
from ladder_sim.charts.look import LINE_WORDS, in_style
from ladder_sim.charts.paths import headcount_by_grade, time_to_promotion
from ladder_sim.charts.pay import pay_by_part
from ladder_sim.charts.rules import bottlenecks
from ladder_sim.charts.seat_counts import seats
from ladder_sim.charts.style import Drawable, Panels, Picture
from ladder_sim.charts.summary_figure import overview
from ladder_sim.charts.value_spread import distribution
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.core.signed import SAME, shown
from ladder_sim.results.broken_down import STEPS, by_words
from ladder_sim.results.measure import Measure
from ladder_sim.results.measures import find

#: What a chart is drawn on.
DrawnChart = Axes | Panels | Picture

#: Charts that need a run or a comparison and nothing else.
CHARTS: Mapping[str, Callable[..., DrawnChart]] = {
    chart.__name__: chart
    for chart in (overview, promotion_rate, turnover, salary_cost, time_to_promotion, headcount_by_grade, flows, seats,
                  bottlenecks, pay_by_part, winners, fairness)
}  # fmt: skip


#: What charts are called at first, and the chart that is meant.
OTHER_NAMES: Mapping[str, str] = {"headcount": "headcount_by_grade", "survival": "time_to_promotion",
                                  "flow": "flows", "gains": "winners", "groups": "fairness", "pay": "pay_by_part",
                                  "reasons": "bottlenecks", "summary": "overview"}  # fmt: skip


def plot(source: Drawable, what: str = "overview", /, ax: Axes | None = None, **options: object) -> DrawnChart:
    """The chart of this name, or a chart of this measure; see `Comparison.plot`.

    Raises
    ------
    LadderError
        No chart and no measure is called so, or the chart lacks or does not know an argument.
    """
    if not isinstance(what, str):
        raise LadderError(tr("what must be the name of a chart or a measure, got {got!r}",
                             "what 应为图表或指标的名称，现为{got!r}", got=what))  # fmt: skip
    given = _in_our_words(options if ax is None else {**options, "ax": ax})
    what = OTHER_NAMES.get(what, what) if what not in source.known else what
    broken = "by" in given and given["by"] not in ("run", ["run"])
    if what == headcount_by_grade.__name__ and broken and set(by_words(given["by"])) <= {"month", "grade"}:
        broken = False  # so it is drawn anyway
    if not broken:
        given.pop("by", None)
    if {"kind", "bins"} & set(given) and (what in source.known or what not in CHARTS):
        return _drawn(distribution, source, _measure(what, source), given)
    if what in CHARTS and (not broken or what not in source.known):
        return _drawn(CHARTS[what], source, None, given)
    over = by_grade if broken and "grade" in by_words(given["by"]) else series
    return _drawn(over if broken else dots, source, _measure(what, source), given)


def _in_our_words(given: Mapping[str, object]) -> dict[str, object]:
    """Arguments with ours in the place of others' words for the level of a band."""
    return {"level" if SAME.get(name) == "level" and "level" not in given else name: value
            for name, value in given.items()}  # fmt: skip


def documented(draw: Callable[..., object], name: str, source: Drawable) -> None:
    """Give a function the name, signature and docstring of the chart or measure that it draws, for completion and help.

    Parameters
    ----------
    draw : the function
    name : of a chart or a measure
    source : whose measures are known
    """
    meant = OTHER_NAMES.get(name, name) if name not in source.known else name
    chart = CHARTS.get(meant, dots)
    charts = [chart, series, distribution] if name in source.known else [chart]
    given = {one.name: one for of in charts for one in inspect.signature(of).parameters.values()
             if one.name not in ("source", "measure")}  # fmt: skip
    order = sorted(given.values(), key=lambda one: one.kind)
    draw.__name__, draw.__doc__ = name, chart.__doc__
    draw.__dict__["__signature__"] = inspect.Signature(order)


def _measure(what: str, source: Drawable) -> str:
    """The measure of this name; an unknown one may have been meant as a chart."""
    try:
        return find(what, source.known).name
    except LadderError:
        raise LadderError(
            tr("neither a chart nor a measure is called {what!r}", "没有名为{what!r}的图表或指标", what=what)
            + (_of_values(what) or nearest(what, [*CHARTS, *source.known]) or nearest("", CHARTS))
        ) from None


def _of_values(what: str) -> str:
    """What to write for a kind of chart that is drawn of values, as ``plot("hist")``."""
    kind = {"histogram": "hist", "boxplot": "box", "density": "kde"}.get(what, what)
    if kind in ("hist", "box"):
        return tr("; write plot('turnover', kind={kind!r})", "；请写作 plot('turnover', kind={kind!r})", kind=kind)
    if kind != "kde":
        return ""
    return tr("; write measure('turnover').plot(kind={kind!r})", "；请写作 measure('turnover').plot(kind={kind!r})",
              kind=kind)  # fmt: skip


def _drawn(
    chart: Callable[..., DrawnChart], source: Drawable, measure: str | None, given: Mapping[str, object]
) -> DrawnChart:
    """The chart of a source, and of a measure where it is of one, when it takes what else is given.

    Raises
    ------
    LadderError
        A line for each argument that it does not take.
    """
    style = {name: value for name, value in given.items() if name in LINE_WORDS} if _of_time(chart, given) else {}
    rest = {name: value for name, value in given.items() if name not in style}
    known = [name for name in inspect.signature(chart).parameters if name not in ("source", "measure")]
    wrong = [name for name in rest if name not in known]
    if wrong:
        lines = [
            tr("chart {chart} has no argument {name!r}", "图表 {chart} 没有参数{name!r}", chart=chart.__name__,
               name=name) + (_of_lines(chart, measure or chart.__name__, source.known, given, name)
                             or _one_chart(name) or nearest(name, known) or _takes(known))
            for name in wrong
        ]  # fmt: skip
        raise LadderError("\n".join(lines))
    with in_style(style):
        return chart(source=source, **({} if measure is None else {"measure": measure}), **rest)


def _of_time(chart: Callable[..., DrawnChart], given: Mapping[str, object]) -> bool:
    """Whether lines are drawn over time, which take the reader's style."""
    return chart in (series, headcount_by_grade) or (chart is by_grade and bool(set(by_words(given["by"])) & {*STEPS}))


#: Properties of axes, which Matplotlib sets of what comes back.
_OF_AXES = ("title", "xlabel", "ylabel", "xlim", "ylim", "yscale", "xscale", "xticks", "yticks")


def _of_lines(
    chart: Callable[..., DrawnChart], what: str, known: Mapping[str, Measure], given: Mapping[str, object], name: str
) -> str:
    """The whole call for what Matplotlib sets of the axes that come back, or for what charts over time alone take."""
    if what not in known:
        return ""  # of several panels
    taken = inspect.signature(chart).parameters
    kept = "".join(f", {word}={shown(value)}" for word, value in given.items()
                   if (word in taken or (word in LINE_WORDS and _of_time(chart, given))) and word != "ax")  # fmt: skip
    call = f"plot({what!r}{kept})"
    if name in (*LINE_WORDS, *_OF_AXES) and "ax" in taken:
        told = f"{name}={shown(given[name])}"
        told = f"plt.setp(ax.lines, {told})" if name in LINE_WORDS else f"ax.set({told})"
        return tr("; set it of what comes back: ax = {call}; {set}", "；请对返回的坐标轴设置：ax = {call}; {set}",
                  call=call, set=told)  # fmt: skip
    if known[what].yearly and name in inspect.signature(series).parameters and name not in ("source", "measure"):
        return tr("; it belongs to charts over time: {call}", "；仅用于随时间变化的图：{call}",
                  call=f"plot({what!r}, by='month', {name}={shown(given[name])})")  # fmt: skip
    return ""


def _one_chart(name: str) -> str:
    """What to do with an argument that belongs to a single chart."""
    if name == "ax":
        return tr("; it has several panels: choose one chart, such as plot('turnover', ax=ax)",
                  "；它有多个图：请选择一张图，例如 plot('turnover', ax=ax)")  # fmt: skip
    if name == "figsize":
        return tr("; the figure that comes back has its size: plot('turnover').figure.set_size_inches(8, 4)",
                  "；返回的图可设大小：plot('turnover').figure.set_size_inches(8, 4)")  # fmt: skip
    if name == "hist":
        return tr("; a histogram of the replications: plot('turnover', kind='hist')",
                  "；各次重复的直方图：plot('turnover', kind='hist')")  # fmt: skip
    if name in ("grade", "grades", "groupby", "group_by", "hue"):
        return tr("; by grade: plot('turnover', by=['month', 'grade'])",
                  "；按职级：plot('turnover', by=['month', 'grade'])")  # fmt: skip
    if name in ("x", "y", "data", "kwargs"):
        return tr("; the measure is named first, over time with by: plot('turnover', by='month')",
                  "；指标写在最前面，随时间变化用 by：plot('turnover', by='month')")  # fmt: skip
    if name == "measure":
        return tr("; the measure is named first, as in plot('turnover')", "；指标写在最前面，例如 plot('turnover')")
    return ""


def _takes(known: list[str]) -> str:
    return tr("; it takes {names}", "；可用参数：{names}", names=tr(", ", "、").join(known)) if known else ""
