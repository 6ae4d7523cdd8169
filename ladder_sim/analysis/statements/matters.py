"""Whether a difference is as large as those who decide have said matters, in a sentence for each measure."""

from __future__ import annotations

import math
from collections.abc import Mapping

from ladder_sim.core.display import between, change, number
from ladder_sim.core.i18n import tr
from ladder_sim.experiment.precision import half_width
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.measures import find


def matters_told(comparison: Comparison, scheme: str, wanted: Mapping[str, float | str]) -> list[str]:
    """A sentence for each measure of which the smallest difference that matters was stated.

    Parameters
    ----------
    wanted
        Measure → the smallest difference that matters, in its unit, or in percent of the baseline such as ``"2%"``.

    Raises
    ------
    LadderError
        A measure is not known.
    """
    return [_told(comparison, scheme, find(name, comparison.known).name, asked) for name, asked in wanted.items()]


def _told(comparison: Comparison, scheme: str, name: str, wanted: float | str) -> str:
    c = comparison.contrast(scheme, name)
    unit, found, least = c.measure.unit, c.difference, half_width(comparison, name, wanted)
    texts = {"measure": c.measure.title, "least": change(least, unit, short=True).removeprefix("+")}
    if not found.n or math.isinf(least):
        return tr("{measure}: whether the difference matters cannot be said.", "{measure}：无法判断差值是否重要。",
                  measure=texts["measure"])  # fmt: skip
    texts |= {"x": change(found.mean, unit, short=True),
              "span": between(found.low, found.high, unit, signed=True, short=True)}  # fmt: skip
    if found.low >= least or found.high <= -least:
        return tr("{measure}: {x} ({span}), at least the {least} that matter.",
                  "{measure}：{x}（{span}），不小于有意义的{least}。", **texts)  # fmt: skip
    if -least < found.low and found.high < least:
        return tr("{measure}: {x} ({span}), less than the {least} that matter.",
                  "{measure}：{x}（{span}），小于有意义的{least}。", **texts)  # fmt: skip
    told = tr("{measure}: {x} ({span}); luck leaves open whether it is the {least} that matter",
              "{measure}：{x}（{span}），仅因随机波动尚不能断定是否达到有意义的{least}", **texts)  # fmt: skip
    gap = abs(abs(found.mean) - least)  # the interval must keep clear of what matters on one side
    if 0 < gap < found.half:
        more = math.ceil(comparison.replications * ((found.half / gap) ** 2 - 1))
        told += tr(", which about {n} more replications would tell", "，大约再增加{n}次重复可以判断", n=number(more, 0))
    return told + tr(".", "。")
