"""The charts. Each takes a `Run` or a `Comparison` (`ladder`: a scheme) and ``ax=None``, and returns what it drew on.

Owns: what each chart shows and where its labels lie.
Must not: compute a figure that no measure or count gives; change a setting of matplotlib; load pyplot.
Enter by: `overview`, `ladder`, `flows`.

- `promotion_rate`, `turnover`, `salary_cost`, and `dots` for any other measure: by scheme, with intervals and the
  paired difference from the baseline.
- `time_to_promotion`: the share promoted by months in grade, with leaving as a competing event.
- `series`: any measure by month or year, a line with a band for each scheme.
- `by_grade`: a measure that is counted by grade, over time a line for each.
- `distribution`: how far the replications of a measure lie apart.
- `headcount_by_grade`: how the ladder fills.
- `flows`: the internal labor market as a map: who comes, moves up, down and across, and leaves.
- `seats`: how many seats the grades have, how many are taken, and how many stand open; `grade=` by month.
- `bottlenecks`: where people are stopped, from the why-not ledger.
- `pay_by_part`: everything paid, by part, and what people cost besides.
- `winners`: who gains and loses against the baseline, by role and grade (a `Comparison` only).
- `fairness`: promotion rate by group, with the four-fifths line.
- `waterfalls`: a `Why`: from the baseline to an alternative, a bar for each part of the difference.
- `tornadoes`, `world_panels`: a `Tornado` and `Worlds`: what a difference hangs on, and how it spreads over what is
  assumed.
- `switch_panels`: a `Switch`: whose base pay changes by how much, and what it costs by month.
- `frontier_panels`: a `Frontier`: schemes over two measures; `choice_bars`: a `Chosen`: how far each is from the best.
- `response`: a `Sweep`: a measure over what was varied; `search_curve`: a `Sought`: what a search tried.
- `life_panels`: a `Life`: one person under two schemes, the grade held by month and where the lives part.
- `ladder`: the grades and moves of a scheme as a graph.
- `overview`: the main panels in one figure.

Without `ax` a figure is made that shows itself in a notebook and carries its provenance; drawn on given axes, `stamp`
adds it to the figure. No setting of matplotlib is changed and pyplot is not loaded; where it is, the figure is its
current one. On a dark background, of the axes
or of the reader's style, grays and pale tints are turned. `color=` and `label=` choose how schemes look; what comes
back has `figure` and `savefig`.
"""

from typing import TYPE_CHECKING

from ladder_sim.charts.asked import OTHER_NAMES
from ladder_sim.charts.band_lines import series
from ladder_sim.charts.dominance import choice_bars, frontier_panels
from ladder_sim.charts.flow_map import flows
from ladder_sim.charts.gains import winners
from ladder_sim.charts.grade_lines import by_grade
from ladder_sim.charts.groups import fairness
from ladder_sim.charts.ladder_picture import ladder
from ladder_sim.charts.levels import dots, promotion_rate, salary_cost, turnover
from ladder_sim.charts.paths import headcount_by_grade, time_to_promotion
from ladder_sim.charts.pay import pay_by_part
from ladder_sim.charts.response_lines import response, search_curve
from ladder_sim.charts.rules import bottlenecks
from ladder_sim.charts.seat_counts import seats
from ladder_sim.charts.style import Picture, stamp
from ladder_sim.charts.summary_figure import overview
from ladder_sim.charts.switching import switch_panels
from ladder_sim.charts.tornado import tornadoes
from ladder_sim.charts.two_lives import life_panels
from ladder_sim.charts.value_spread import distribution
from ladder_sim.charts.waterfall import waterfalls
from ladder_sim.charts.worlds import world_panels
from ladder_sim.core.i18n import tr
from ladder_sim.core.leading import UnknownNameError
from ladder_sim.core.problems import misspelt, nearest

__all__ = [
    "Picture",
    "bottlenecks",
    "by_grade",
    "choice_bars",
    "distribution",
    "dots",
    "fairness",
    "flows",
    "frontier_panels",
    "headcount_by_grade",
    "ladder",
    "life_panels",
    "overview",
    "pay_by_part",
    "promotion_rate",
    "response",
    "salary_cost",
    "search_curve",
    "seats",
    "series",
    "stamp",
    "switch_panels",
    "time_to_promotion",
    "tornadoes",
    "turnover",
    "waterfalls",
    "winners",
    "world_panels",
]


def __dir__() -> list[str]:
    return __all__


if not TYPE_CHECKING:  # else every name would be taken for a chart by a type checker

    def __getattr__(name: str) -> object:
        if name in OTHER_NAMES:
            return globals()[OTHER_NAMES[name]]
        if name.startswith("_"):
            raise AttributeError(name)
        raise UnknownNameError(lambda: _unknown(name))


def _unknown(name: str) -> str:
    """What is said of a chart that there is not."""
    from ladder_sim.charts.asked import table_hint

    known = table_hint(name) or (nearest(name, __all__) if misspelt(name, __all__) else "")
    measure = tr("; a measure is drawn by dots(result, {name!r}) or result.plot({name!r})",
                 "；指标用 dots(结果, {name!r}) 或 结果.plot({name!r}) 绘制", name=name)  # fmt: skip
    return tr("there is no chart {name!r}", "没有图表{name!r}", name=name) + (known or measure)
