"""What a comparison says, in a few plain sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ladder_sim.comparison import HIGHER, IDENTICAL, LOWER, UNKNOWN, Contrast
from ladder_sim.display import between, change, figure, stated
from ladder_sim.words import Title, tr

if TYPE_CHECKING:
    from ladder_sim.comparison import Comparison

# measure, is more wanted, the claim
_CLAIMS = (
    ("advancement_rate", True, Title("{best} advances most people: {value}", "{best}首次晋升最多：{value}")),
    ("turnover", False, Title("{best} loses the fewest people: {value}", "{best}离职最少：{value}")),
    ("labour_cost", False, Title("{best} costs least: {value}", "{best}人工成本最低：{value}")),
)

_TOLD = ("advancement_rate", "net_promotion_rate", "turnover", "labour_cost", "time_to_promotion")


def summary(comparison: Comparison) -> list[str]:
    """Who promotes most, loses fewest and costs least, then what each scheme changes against the baseline."""
    return [*leaders(comparison), *differences(comparison)]


def leaders(comparison: Comparison) -> list[str]:
    """Who promotes most, loses fewest and costs least."""
    told = [_best(comparison, measure, most, str(claim)) for measure, most, claim in _CLAIMS]
    return [text for text in told if text]


def differences(comparison: Comparison) -> list[str]:
    """What each scheme changes against the baseline, a sentence each."""
    return [_against(comparison, scheme) for scheme in comparison.others]


def _value(contrast: Contrast) -> str:
    unit, level = contrast.measure.unit, contrast.level
    value, interval = figure(level.mean, unit, short=True), between(level.low, level.high, unit, short=True)
    return _with(stated(value, unit), interval)


def _with(value: str, interval: str) -> str:
    return value + tr(" ({interval})", "（{interval}）", interval=interval) if interval else value


def _best(comparison: Comparison, measure: str, most: bool, claim: str) -> str:
    """The scheme that is ahead, and those from which it cannot be told apart."""
    found = {scheme: comparison.contrast(scheme, measure) for scheme in comparison.schemes}
    means = {scheme: c.level.mean for scheme, c in found.items() if not math.isnan(c.level.mean)}
    if not means:
        return ""
    best = (max if most else min)(means, key=means.__getitem__)
    others = [comparison.contrast(best, measure, other) for other in means if other != best]
    rivals = [other for other in means if other != best]
    title = found[best].measure.title
    if others and all(c.verdict is IDENTICAL for c in others):
        return tr("{title}: all schemes are identical, {value}.", "{title}：各方案完全相同，{value}。",
                  title=title, value=_value(found[best]))  # fmt: skip
    text = claim.format(best=comparison.title(best), value=_value(found[best]))
    close = {rival: c for rival, c in zip(rivals, others, strict=True) if c.verdict not in (HIGHER, LOWER)}
    same = [rival for rival, c in close.items() if c.verdict is IDENTICAL]
    if same:
        text += tr("; {names} the same", "；{names}与之完全相同", names=_names(comparison, same))
    if unsure := [rival for rival in close if rival not in same]:
        text += tr("; no detectable difference from {names}", "；与{names}无可检出差异",
                   names=_names(comparison, unsure))  # fmt: skip
    return text + tr(".", "。")


def _names(comparison: Comparison, schemes: list[str]) -> str:
    return tr(", ", "、").join(comparison.title(scheme) for scheme in schemes)


def _against(comparison: Comparison, scheme: str) -> str:
    """What a scheme changes against the baseline, measure by measure."""
    names = {"scheme": comparison.title(scheme), "baseline": comparison.title(comparison.baseline)}
    contrasts = [comparison.contrast(scheme, name) for name in comparison.known]
    if all(c.verdict in (IDENTICAL, UNKNOWN) for c in contrasts):
        return tr(
            "{scheme} and {baseline} are identical in every figure.",
            "{scheme}与{baseline}的各项指标完全相同。",
            **names,
        )
    told = [_change(c) for c in contrasts if c.measure.name in _TOLD]
    return tr("{scheme} against {baseline}: {told}.", "{scheme}与{baseline}相比：{told}。",
              told=tr("; ", "；").join(told), **names)  # fmt: skip


def _change(contrast: Contrast) -> str:
    unit, found, title = contrast.measure.unit, contrast.difference, str(contrast.measure.title)
    name = title[:1].lower() + title[1:]
    if contrast.verdict not in (HIGHER, LOWER):
        return tr("{name}: {verdict}", "{name}{verdict}", name=name, verdict=contrast.verdict)
    interval = between(found.low, found.high, unit, signed=True, short=True)
    return f"{name} " + _with(stated(change(found.mean, unit, short=True), unit), interval)
