"""The same messages as `claims` and `verdict` for a title: the whole sentence first, then ever shorter ones.

A shorter one leaves out, it never says more: first the amounts, then who is meant. Whoever takes one shows the whole
sentence below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ladder_sim.analysis.statements.claims import PHRASES, clause
from ladder_sim.analysis.statements.effects import Effect, effect
from ladder_sim.analysis.statements.reviews import unreviewed
from ladder_sim.analysis.statements.verdict import Verdict
from ladder_sim.core.grammar import counted, enumerated
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.signs import first_upper
from ladder_sim.results.comparison import HIGHER, IDENTICAL, LOWER, UNKNOWN, UNSURE

if TYPE_CHECKING:
    from ladder_sim.results.comparison import Comparison

#: A verdict on one measure or several, as a title has it.
_SIDES = {
    HIGHER: Title("{what} higher", "{what}更高"),
    LOWER: Title("{what} lower", "{what}更低"),
    UNSURE: Title("{what} not detectably different", "{what}差异不显著"),
    IDENTICAL: Title("{what} the same", "{what}相同"),
    UNKNOWN: Title("{what} cannot be said", "{what}无法判断"),
}
_LENGTHS = {HIGHER: Title("{what} longer", "{what}更长"), LOWER: Title("{what} shorter", "{what}更短")}


def the_alternative() -> str:
    """What stands for a scheme whose name is too long for a title."""
    return tr("the alternative", "备选方案")


def the_baseline() -> str:
    """What stands for the baseline whose name is too long for a title."""
    return tr("the baseline", "基准方案")


def sides(effects: Sequence[Effect]) -> str:
    """The direction of every effect without amounts; measures that share a verdict are named together."""
    made = []
    for verdict in _SIDES:
        names = [str(PHRASES[one.measure].name) for one in effects if one.verdict is verdict]
        if names:
            made.append(str(_side(effects, verdict)).format(what=enumerated(names)))
    return tr(", ", "、").join(made)


def _side(effects: Sequence[Effect], verdict: Title) -> Title:
    of_time = all(one.measure == "time_to_promotion" for one in effects if one.verdict is verdict)
    return _LENGTHS.get(verdict, _SIDES[verdict]) if of_time else _SIDES[verdict]


def against(scheme: str, effects: Sequence[Effect]) -> list[str]:
    """One scheme against the baseline: with amounts, without, the detected alone, then without its name."""
    there = [one for one in effects if one.there]
    made = []
    if there:
        made.append(_of(scheme, enumerated(clause(one) for one in there)))
    made.append(_of(scheme, sides(effects)))
    if there:
        made.append(_of(scheme, sides(there)))
    return [*made, _of(the_alternative(), sides(effects)), *(first_upper(sides(x)) for x in (effects, there) if x)]


def _of(scheme: str, told: str) -> str:
    return tr("{s}: {told}", "{s}：{told}", s=first_upper(scheme), told=told)


def of_verdict(found: Verdict) -> list[str]:
    """Shorter forms of the recommendation."""
    one = next((s for s in found.standings if s.scheme == found.scheme), None)
    if found.kind == "asked":
        return _asked(found)
    if found.kind == "better" and one is not None:
        return against(one.title, one.effects)
    if len(found.standings) == 1:
        return against(found.standings[0].title, found.standings[0].effects)
    b = {"b": found.baseline}
    if found.kind == "choice":
        return [
            tr("No alternative beats {b} without a drawback", "各方案与{b}互有优劣", **b),
            tr("No alternative is without a drawback: what counts most decides", "各方案互有优劣，取舍取决于优先目标"),
        ]
    if all(found.standings[0].unknown == s.unknown and len(s.unknown) == len(s.effects) for s in found.standings):
        return [tr("The numbers cannot say whether any alternative is better", "数据无法判断有无更优的备选方案")]
    if found.kind == "keep":
        return [
            tr("Nothing speaks for leaving {b}", "暂无充足数据支持更换{b}", **b),
            tr("Nothing speaks for leaving the baseline", "暂无充足数据支持更换基准方案"),
        ]
    return [tr("The numbers give no reason to choose", "数据尚不足以支持选择")]


def _asked(found: Verdict) -> list[str]:
    """The scheme was chosen by somebody: that, and whether the numbers stand behind it."""
    one = next((s for s in found.standings if s.scheme == found.scheme), None)
    if one is None:
        short, rest = Title("Proposed: keep {s}", "建议：维持{s}"), ("", "")
        s, generic = found.baseline, the_baseline()
        if found.clear:
            rest = ("; an alternative is better without a detectable drawback", "；另有更优方案且未见不利")
    else:
        short, s, generic = Title("Proposed: {s}", "建议采用{s}"), one.title, the_alternative()
        rest = ("", "")
        if not one.gains:
            short = Title("Proposed: {s}", "按公司意见采用{s}")
            rest = ("; no measure speaks for it", "，无指标支持") if one.losses else (
                "; the numbers give no reason", "，数据不足以支持")  # fmt: skip
            if len(one.unknown) == len(one.effects):
                rest = ("; the numbers cannot say", "，数据无法判断")
        elif one.losses:
            rest = ("; it has gains and drawbacks", "，有得有失")
    return [str(short).format(s=name) + tr(*rest) for name in (s, generic)]


def field(comparison: Comparison, measure: str) -> list[str]:
    """What the alternatives do to a measure: without the baseline's name, in counts, the detected alone."""
    found = {comparison.short(scheme): effect(comparison, scheme, measure) for scheme in comparison.others}
    return of_field(found, measure)


def of_field(found: Mapping[str, Effect], measure: str) -> list[str]:
    """The same from effects by title."""
    if len(found) == 1:
        ((scheme, one),) = found.items()
        return against(scheme, [one])
    what = first_upper(str(PHRASES[measure].name))
    made = [_counts(what, found.values(), tuple(_SIDES)), _counts(what, found.values(), (HIGHER, LOWER))]
    if not made[-1]:
        made[-1] = tr("{what}: no detectable difference, as far as it can be said", "{what}：凡可判断者差异均不显著",
                      what=what)  # fmt: skip
    return made


def _counts(what: str, found: Iterable[Effect], verdicts: Sequence[Title]) -> str:
    """How many differ in which way: "Advancement: higher under four alternatives, lower under one"."""
    effects = list(found)
    numbers = {verdict: sum(one.verdict is verdict for one in effects) for verdict in verdicts}
    there = {verdict: n for verdict, n in numbers.items() if n}
    texts: dict[str, object] = {"what": what, "n": len(effects)}
    if len(effects) in there.values():
        (verdict,) = there
        texts["way"] = str(_SIDES[verdict]).format(what="").strip()
        if len(effects) == 2:
            return tr("{what}: {way} under both alternatives", "{what}：两个备选方案均{way}", **texts)
        return tr("{what}: {way} under all {n} alternatives", "{what}：{n}个备选方案均{way}", **texts)
    parts = [str(_SIDES[verdict]).format(what=counted(n)) for verdict, n in there.items()]
    if not parts:
        return ""
    return tr("{what} under {n} alternatives: {parts}", "{what}：{n}个备选方案中{parts}",
              parts=tr(", ", "、").join(parts), **texts)  # fmt: skip


def no_review(comparison: Comparison) -> list[str]:
    """That nobody could be promoted under any scheme, without their names; empty where it is not so."""
    if len(unreviewed(comparison)) < len(comparison.runs):
        return []
    if not any(info.kind == "promotion" for run in comparison.runs for info in run.axes.moves):
        return [tr("No rule promotes anybody", "没有晋升规则")]
    return [tr("No promotion review falls into these {n} months", "这{n}个月内没有晋升评审", n=comparison.months)]
