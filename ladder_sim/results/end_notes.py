"""A note of a whole result: promotions that the last month decided, which are not counted."""

from __future__ import annotations

from collections.abc import Sequence

from ladder_sim.core.grammar import enumerated
from ladder_sim.core.i18n import tr
from ladder_sim.results.at_the_end import decided
from ladder_sim.results.run import Run

#: From so many on, as a share of the promotions that took effect, what did not is worth a note of the whole result.
NOTABLE = 0.1


def end_notes(runs: Sequence[Run]) -> tuple[str, ...]:
    """That promotions which the last month decided are not counted, where these are many; else nothing.

    Without numbers, which differ between departments and at equal pay; the tables of moves have them.
    """
    many = []
    for run in runs:
        n, window = decided(run.axes, run.counts, promotions=True), run.window()
        counted = float(window.moved[:, window.arcs("promotion")].sum()) / run.replications
        if n and n >= NOTABLE * counted:
            many.append(str(run.scheme.short_title or run.scheme.title))
    if not many:
        return ()
    return (
        tr("Promotions decided in month {month} take effect after the end of the run and are not counted; of {schemes}"
           " they are at least a tenth of those that are. A run of {more} months counts them.",
           "第{month}个月决定的晋升在模拟结束后才生效，未计入统计；{schemes}的这类晋升不少于已计入者的十分之一。"
           "模拟{more}个月即可计入。",
           month=runs[0].months, more=runs[0].months + 1, schemes=enumerated(dict.fromkeys(many))),
    )  # fmt: skip
