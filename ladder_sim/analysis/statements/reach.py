"""What the replications of a comparison could have seen, in a sentence."""

from __future__ import annotations

import re

from ladder_sim.core.display import change, number, stated, told_apart
from ladder_sim.core.i18n import tr
from ladder_sim.core.signs import first_lower
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.reach import reach

MEASURES = ("turnover", "advancement_rate", "labor_cost")


def reach_sentence(comparison: Comparison) -> str:
    """How small a difference could have been seen, and how many more replications show a smaller one; or empty."""
    found = reach(comparison, MEASURES)
    if not found:
        return ""
    first = found[0]
    closer, seen = told_apart(lambda half, finer: _plain(half, first.measure.unit, finer), first.closer, first.half)
    every = [seen, *(_plain(one.half, one.measure.unit) for one in found[1:])]
    return tr(
        "{n} replications could have seen differences of {seen}; {more} more would see {x} in {measure}.",
        "{n}次重复可识别的差值：{seen}；再增加{more}次重复可识别{measure}{x}。",
        n=number(comparison.replications, 0), more=number(first.more, 0), x=closer,
        measure=first_lower(str(first.measure.title)),
        seen=tr(", ", "、").join(
            tr("{x} in {measure}", "{measure}{x}", x=x, measure=first_lower(str(one.measure.title)))
            for x, one in zip(every, found, strict=True)
        ),
    )  # fmt: skip


def _plain(half: float, unit: str, finer: int = 0) -> str:
    """±half; two digits are enough of what is itself an estimate."""
    text = "±" + change(float(f"{half:.2g}"), unit, short=True, finer=finer).removeprefix("+")
    text = re.sub(r"\.?0+(?=\D*$)", "", text) if "." in text else text
    return stated(text, unit) if unit.startswith("money") else text
