"""Luck and assumptions side by side: what is said of a difference that was looked at in other worlds, or was not."""

from __future__ import annotations

from dataclasses import dataclass

from ladder_sim.analysis.statements.rough import rough_range
from ladder_sim.core.i18n import tr
from ladder_sim.core.voice import to_reader
from ladder_sim.doubt.gathered import assumed
from ladder_sim.doubt.tornado import Tornado
from ladder_sim.doubt.worlds import RANGE, Worlds
from ladder_sim.results.comparison import Comparison


@dataclass(frozen=True, slots=True)
class DoubtRange:
    """A difference's range over assumptions, in the measure's unit; `joint`: nine of ten worlds, else one at a time."""

    low: float
    high: float
    joint: bool


def over_assumptions(comparison: Comparison, scheme: str, measure: str) -> DoubtRange | None:
    """The range of a difference over what is assumed, where it was looked at: joint worlds before a tornado."""
    for found in comparison.explained.values():
        if isinstance(found, Worlds) and measure in (one.name for one in found.measures):
            spread = found.spread(measure, scheme)
            if spread.mean.n:
                return DoubtRange(spread.quantile(RANGE[0]), spread.quantile(RANGE[1]), joint=True)
    for found in comparison.explained.values():
        if isinstance(found, Tornado) and found.measure.name == measure:
            return DoubtRange(*found.case(scheme).widest, joint=False)
    return None


def widest_half(comparison: Comparison, scheme: str, measure: str) -> float:
    """Half the wider of the ranges by luck and over what is assumed: no figure of the difference is finer."""
    luck, found = comparison.contrast(scheme, measure).difference, over_assumptions(comparison, scheme, measure)
    return luck.half if found is None else max(luck.half, (found.high - found.low) / 2)


def side_by_side(comparison: Comparison, scheme: str, measure: str) -> str:
    """Both ranges of a difference, for brackets; empty where only luck was looked at."""
    found = over_assumptions(comparison, scheme, measure)
    if found is None:
        return ""
    luck, unit = comparison.contrast(scheme, measure).difference, comparison.known[measure].unit
    half = widest_half(comparison, scheme, measure)
    texts = {
        "luck": rough_range(luck.low, luck.high, half, unit), "over": rough_range(found.low, found.high, half, unit),
    }  # fmt: skip
    if found.joint:
        return tr("{luck} by luck; {over} in nine of ten worlds", "随机波动{luck}；九成情景中{over}", **texts)
    return tr("{luck} by luck; {over} over the assumptions", "随机波动{luck}；假设变动{over}", **texts)


def luck_alone(comparison: Comparison) -> str:
    """That ranges hold luck only, where assumptions were not looked at; empty where they were or there are none."""
    if any(isinstance(found, Tornado | Worlds) for found in comparison.explained.values()):
        return ""
    found = assumed(comparison)
    n = len(found.moved) + len(found.fixed)
    if not n:
        return ""
    return tr("These ranges hold luck only. {n} values of schemes and workforce are assumed; what hangs on them:"
              " {ways}.",
              "以上区间只含随机波动。方案和人员中有{n}项取值为假设，其影响见 {ways}。",
              n=n, ways=to_reader(tr("--doubt, --worlds", "--doubt、--worlds"),
                                  tr("tornado(), worlds()", "tornado()、worlds()")))  # fmt: skip
