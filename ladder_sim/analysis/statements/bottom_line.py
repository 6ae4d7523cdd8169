"""What a comparison says, in a few plain sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ladder_sim.analysis.statements.doubt import luck_alone, side_by_side, widest_half
from ladder_sim.analysis.statements.group_fairness import blind_sentences
from ladder_sim.analysis.statements.level import equal_told
from ladder_sim.analysis.statements.reviews import no_reviews
from ladder_sim.analysis.statements.rough import rough
from ladder_sim.analysis.statements.why import asked_first, pay_caution
from ladder_sim.core.display import between, change, figure, stated
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.signs import first_lower
from ladder_sim.results.comparison import HIGHER, IDENTICAL, LOWER, UNKNOWN, UNSURE, Contrast

if TYPE_CHECKING:
    from ladder_sim.results.comparison import Comparison

# measure, is more wanted, the claim
_CLAIMS = (
    (
        "advancement_rate",
        True,
        Title("{best} has the highest advancement rate: {value}", "{best}首次晋升率最高：{value}"),
    ),
    ("turnover", False, Title("{best} has the lowest turnover: {value}", "{best}离职率最低：{value}")),
    ("labor_cost", False, Title("{best} costs least: {value}", "{best}人工成本最低：{value}")),
)

#: With more schemes than this, a sentence for each is too many.
FEW = 3
_TOLD = ("advancement_rate", "net_promotion_rate", "turnover", "labor_cost", "time_to_promotion")


def summary(comparison: Comparison) -> list[str]:
    """Who promotes most, loses fewest and costs least, then what each scheme changes against the baseline.

    Last, of up to three schemes, what differences between groups of people a department of this size can show.
    """
    alone = luck_alone(comparison)
    return [*leaders(comparison), *differences(comparison), *own_measures(comparison), *([alone] if alone else []),
            *_blind(comparison)]  # fmt: skip


def _blind(comparison: Comparison) -> list[str]:
    """What one department of this size can tell of groups, scheme by scheme; of many schemes nothing."""
    return blind_sentences(comparison) if len(comparison.schemes) <= FEW else []


def own_measures(comparison: Comparison) -> list[str]:
    """A sentence for each measure of the reader's own: every scheme's value, and what differs from the baseline."""
    made = []
    for measure in comparison.runs[0].own:
        base = comparison.contrast(comparison.baseline, measure.name)
        told = [tr("{scheme} {value}", "{scheme}为{value}", scheme=comparison.title(comparison.baseline),
                   value=_value(base))]  # fmt: skip
        for scheme in comparison.others:
            found = comparison.contrast(scheme, measure.name)
            told.append(tr("{scheme} {value}, {change}", "{scheme}为{value}，{change}", scheme=comparison.title(scheme),
                           value=_value(found), change=_apart(found)))  # fmt: skip
        made.append(tr("{title}: {told}.", "{title}：{told}。", title=measure.title, told=tr("; ", "；").join(told)))
    return made


def _apart(contrast: Contrast) -> str:
    """A difference in figures where it is detectable, else the verdict."""
    unit, found = contrast.measure.unit, contrast.difference
    if contrast.verdict not in (HIGHER, LOWER):
        return str(contrast.verdict)
    interval = between(found.low, found.high, unit, signed=True, short=True)
    return tr("a difference of {x}", "相差{x}", x=_with(change(found.mean, unit, short=True), interval))


def leaders(comparison: Comparison) -> list[str]:
    """Who promotes most, loses fewest and costs least; first of all, where nobody could be promoted, what was asked of
    the reasons, or where the schemes differ much in pay that is assumed."""
    told = [_best(comparison, measure, most, str(claim)) for measure, most, claim in _CLAIMS]
    first = no_reviews(comparison)
    before = [first + tr(".", "。") if first else "", *asked_first(comparison), pay_caution(comparison)]
    return [*(text for text in before if text), *told, *equal_told(comparison)]


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
    """The scheme that is ahead, those from which it cannot be told apart, and those of which nothing is known."""
    found = {scheme: comparison.contrast(scheme, measure) for scheme in comparison.schemes}
    means = {scheme: c.level.mean for scheme, c in found.items() if not math.isnan(c.level.mean)}
    title = comparison.known[measure].title
    if not means:
        why = comparison.known[measure].missing
        return tr("{title}: no scheme has a value, {why}.", "{title}：各方案均无数值，{why}。", title=title, why=why)
    best = (max if most else min)(means, key=means.__getitem__)
    rivals = {other: comparison.contrast(best, measure, other).verdict for other in means if other != best}
    unvalued = [scheme for scheme in found if scheme not in means]
    if rivals and not unvalued and all(verdict is IDENTICAL for verdict in rivals.values()):
        return tr("{title}: all schemes are identical, {value}.", "{title}：各方案完全相同，{value}。",
                  title=title, value=_value(found[best]))  # fmt: skip
    text = claim.format(best=comparison.title(best), value=_value(found[best]))
    for verdict, words in _CLOSE.items():
        if close := [rival for rival, own in rivals.items() if own is verdict]:
            text += str(words).format(names=_names(comparison, close))
    if unvalued:
        text += tr("; no value for {names}", "；{names}无数值", names=_names(comparison, unvalued))
    return text + tr(".", "。")


#: What is said of schemes from which the one ahead is not told apart.
_CLOSE = {
    IDENTICAL: Title("; {names} the same", "；{names}与之完全相同"),
    UNSURE: Title("; no detectable difference from {names}", "；与{names}差异不显著"),
    UNKNOWN: Title("; against {names} it cannot be said", "；与{names}相比无法判断"),
}


def _names(comparison: Comparison, schemes: list[str]) -> str:
    return tr(", ", "、").join(comparison.title(scheme) for scheme in schemes)


def _against(comparison: Comparison, scheme: str) -> str:
    """What a scheme changes against the baseline, measure by measure."""
    names = {"scheme": comparison.title(scheme), "baseline": comparison.title(comparison.baseline)}
    contrasts = [comparison.contrast(scheme, name) for name in comparison.known]
    alike = [c for c in contrasts if c.verdict is IDENTICAL]
    if alike and all(c in alike or _nowhere(comparison, c) for c in contrasts):
        text = tr("{scheme} and {baseline} are identical in every figure", "{scheme}与{baseline}的各项指标完全相同",
                  **names)  # fmt: skip
        if unvalued := [c for c in contrasts if c.verdict is UNKNOWN and c.measure.headline]:
            text += tr("; neither has a value of {what}", "；两者均无数值的指标：{what}",
                       what=tr(", ", "、").join(_lower(c) for c in unvalued))  # fmt: skip
        return text + tr(".", "。")
    told = [_change(comparison, c) for c in contrasts if c.measure.name in _TOLD]
    return tr("{scheme} against {baseline}: {told}.", "{scheme}与{baseline}相比：{told}。",
              told=tr("; ", "；").join(told), **names)  # fmt: skip


_HEIGHT = (Title("{name} {x} higher", "{name}高{x}"), Title("{name} {x} lower", "{name}低{x}"))
_LENGTH = (Title("{name} {x} longer", "{name}长{x}"), Title("{name} {x} shorter", "{name}短{x}"))


def _nowhere(comparison: Comparison, contrast: Contrast) -> bool:
    """Whether neither scheme has a value of a measure, though both have the measure."""
    pair = (comparison[contrast.scheme], comparison[comparison.baseline])
    name = contrast.measure.name
    return all(name in run.known and math.isnan(run.interval(name).mean) for run in pair)


def _lower(contrast: Contrast) -> str:
    """A measure's title within a sentence."""
    return first_lower(str(contrast.measure.title))


def _change(comparison: Comparison, contrast: Contrast) -> str:
    unit, found, name = contrast.measure.unit, contrast.difference, _lower(contrast)
    if contrast.verdict not in (HIGHER, LOWER):
        return tr("{name}: {verdict}", "{name}{verdict}", name=name, verdict=contrast.verdict)
    both = side_by_side(comparison, contrast.scheme, contrast.measure.name)
    if both:
        interval, size = (
            both,
            rough(abs(found.mean), widest_half(comparison, contrast.scheme, contrast.measure.name), unit),
        )
    else:
        interval = between(found.low, found.high, unit, signed=True, short=True)
        size = change(abs(found.mean), unit, short=True)
    size = stated(size.removeprefix("+"), unit)
    if unit in ("share a year", "money a year"):
        name, size = tr("{name}", "年{name}", name=name), size.removeprefix("每年")
    longer, shorter = _LENGTH if unit == "months" else _HEIGHT
    text = str(longer if contrast.verdict is HIGHER else shorter).format(name=name, x=size)
    return _with(text, interval)
