"""What a leaver avoided and a promotion more cost under an alternative: labor cost more ÷ that many people, a year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.core.display import between, figure
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.units import money_name
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.intervals import UNDEFINED, Interval, change_interval, paired, pooled_interval, ratio, samples
from ladder_sim.results.run import Run

WHAT = {
    "leaver": Title("leaver avoided", "少流失一人"),
    "promotion": Title("promotion more", "多晋升一人次"),
}
UNCERTAIN = {
    "leaver": Title("no fewer leave for certain", "离职人数未显著减少"),
    "promotion": Title("no more are promoted for certain", "晋升人次未显著增加"),
}


@dataclass(frozen=True, slots=True)
class Price:
    """A price, or why there is none: then `value` has no mean, and `why` says it."""

    scheme: str
    what: str
    value: Interval
    why: Title | None = None

    def told(self, comparison: Comparison) -> str:
        """In a sentence without its stop."""
        texts = {"s": comparison.short(self.scheme), "what": WHAT[self.what]}
        if self.why is not None:
            return tr("{s}, labor cost per {what}: {why}", "{s}，每{what}的人工成本：{why}", why=self.why, **texts)
        span = between(self.value.low, self.value.high, "money", short=True)
        return tr("{s}: {x} {money} ({span}) of labor cost per {what}", "{s}：每{what}增加人工成本{x}{money}（{span}）",
                  x=figure(self.value.mean, "money", short=True), span=span, money=money_name(), **texts)  # fmt: skip


def prices(comparison: Comparison) -> list[Price]:
    """The prices of every alternative, all replications together."""
    base = comparison[comparison.baseline]
    return [_price(comparison[scheme], base, what) for scheme in comparison.others for what in WHAT]


def _price(own: Run, base: Run, what: str) -> Price:
    cost = paired(own.values("labor_cost"), base.values("labor_cost"))
    people = _leavers(base) - _leavers(own) if what == "leaver" else _promoted(own) - _promoted(base)
    found, spent = change_interval(people), change_interval(cost)
    if not found.low > 0:
        return Price(own.scheme.id, what, UNDEFINED, UNCERTAIN[what])
    if spent.high < 0:
        return Price(own.scheme.id, what, UNDEFINED, Title("it costs less besides", "成本同时下降"))
    weights = samples(len(cost))
    drawn: Floats = ratio(weights @ cost, weights @ people)
    return Price(own.scheme.id, what, pooled_interval(np.asarray(drawn), len(cost)))


def _leavers(run: Run) -> Floats:
    w = run.window()
    found: Floats = w.exits.sum(axis=1) / w.years
    return found


def _promoted(run: Run) -> Floats:
    w = run.window()
    found: Floats = w.moved[:, w.arcs("promotion")].sum(axis=1) / w.years
    return found
