"""The charts. Each takes a `Run` or a `Comparison` (`ladder`: a scheme) and ``ax=None``, and returns what it drew on.

- `promotion_rate`, `turnover`, `salary_cost`, and `dots` for any other measure: by scheme, with intervals and the
  paired difference from the baseline.
- `time_to_promotion`: the share promoted by months in grade, with leaving as a competing event.
- `headcount_by_grade`: how the ladder fills.
- `flows`: the internal labor market as a map: who comes, moves up, down and across, and leaves.
- `seats`: how many seats the grades have, how many are taken, and how many stand open; `grade=` by month.
- `bottlenecks`: where people are stopped, from the why-not ledger.
- `pay_by_part`: everything paid, by part, and what people cost besides.
- `winners`: who gains and loses against the baseline, by role and grade (a `Comparison` only).
- `fairness`: promotion rate by group, with the four-fifths line.
- `waterfalls`: a `Why`: from the baseline to an alternative, a bar for each part of the difference.
- `ladder`: the grades and moves of a scheme as a graph.
- `overview`: the main panels in one figure.

Without `ax` a figure is made that shows itself in a notebook and carries its provenance; drawn on given axes, `stamp`
adds it to the figure. No setting of matplotlib is changed and pyplot is not loaded.
"""

from ladder_sim.charts.fairness import fairness
from ladder_sim.charts.flows import flows
from ladder_sim.charts.ladder import ladder
from ladder_sim.charts.levels import dots, promotion_rate, salary_cost, turnover
from ladder_sim.charts.overview import overview
from ladder_sim.charts.paths import headcount_by_grade, time_to_promotion
from ladder_sim.charts.pay import pay_by_part
from ladder_sim.charts.rules import bottlenecks
from ladder_sim.charts.seats import seats
from ladder_sim.charts.style import Picture, stamp
from ladder_sim.charts.waterfall import waterfalls
from ladder_sim.charts.winners import winners

__all__ = [
    "Picture",
    "bottlenecks",
    "dots",
    "fairness",
    "flows",
    "headcount_by_grade",
    "ladder",
    "overview",
    "pay_by_part",
    "promotion_rate",
    "salary_cost",
    "seats",
    "stamp",
    "time_to_promotion",
    "turnover",
    "waterfalls",
    "winners",
]
