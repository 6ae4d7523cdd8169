"""Measures of money in prices of the first month, where the workforce has a deflator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ladder_sim.core.i18n import Title
from ladder_sim.results.counts import Axes
from ladder_sim.results.measure import Measure

MONEY = ("money", "money a year")


def with_real(measures: Sequence[Measure], axes: Axes) -> list[Measure]:
    """The measures, each of money followed by its twin; unchanged without a deflator."""
    if not axes.deflator:
        return list(measures)
    return [each for m in measures for each in ((m, _real(m)) if m.unit in MONEY else (m,))]


def _real(measure: Measure) -> Measure:
    name, _, rest = measure.name.partition(":")
    unseen = measure.unseen
    return replace(
        measure, name=f"{name}_real:{rest}" if rest else f"{name}_real",
        title=Title("{money} (real)", "{money}（不变价）").fill(money=measure.title),
        definition=Title("{money}; each month divided by the deflator, in prices of the first month",
                         "{money}；各月金额除以折算指数，按首月价格计").fill(money=measure.definition),
        compute=lambda w: measure.compute(w.real), unseen=None if unseen is None else lambda w: unseen(w.real),
    )  # fmt: skip
