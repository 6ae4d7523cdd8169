"""One scheme against the baseline, or all of them, in a sentence."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ladder_sim.analysis.statements.effects import Effect, effect, hedge, size
from ladder_sim.core.grammar import agreeing, counted, enumerated
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.signs import first_upper
from ladder_sim.results.comparison import HIGHER, IDENTICAL, LOWER, UNKNOWN, UNSURE

if TYPE_CHECKING:
    from ladder_sim.results.comparison import Comparison

#: The three that a decision turns on.
MAIN = ("advancement_rate", "turnover", "labor_cost")


@dataclass(frozen=True, slots=True)
class Phrases:
    """How a measure is spoken of: its name within a sentence, one scheme that has more or less, and many."""

    name: Title
    more: Title  # {h} is the hedge, {x} the amount
    less: Title
    many_more: Title  # {b} is the baseline
    many_less: Title
    most: Title
    least: Title


PHRASES: Mapping[str, Phrases] = {
    "advancement_rate": Phrases(
        Title("advancement", "首次晋升率"),
        Title("shows {h}{x} more advancement a year", "年首次晋升率{h}高{x}"),
        Title("shows {h}{x} less advancement a year", "年首次晋升率{h}低{x}"),
        Title("show more advancement than {b}", "首次晋升率高于{b}"),
        Title("show less advancement than {b}", "首次晋升率低于{b}"),
        Title("most: {s}, {h}{x} more a year", "{s}最高，{h}高{x}"),
        Title("least: {s}, {h}{x} less a year", "{s}最低，{h}低{x}"),
    ),
    "promotion_rate": Phrases(
        Title("promotion", "晋升率"),
        Title("promotes {h}{x} more a year", "年晋升率{h}高{x}"),
        Title("promotes {h}{x} less a year", "年晋升率{h}低{x}"),
        Title("promote more than {b}", "晋升率高于{b}"),
        Title("promote less than {b}", "晋升率低于{b}"),
        Title("most: {s}, {h}{x} more a year", "{s}最高，{h}高{x}"),
        Title("least: {s}, {h}{x} less a year", "{s}最低，{h}低{x}"),
    ),
    "turnover": Phrases(
        Title("turnover", "离职率"),
        Title("turnover {h}{x} higher a year", "年离职率{h}高{x}"),
        Title("turnover {h}{x} lower a year", "年离职率{h}低{x}"),
        Title("lose more people than {b}", "离职率高于{b}"),
        Title("lose fewer people than {b}", "离职率低于{b}"),
        Title("most: {s}, {h}{x} higher a year", "{s}最高，{h}高{x}"),
        Title("fewest: {s}, {h}{x} lower a year", "{s}最低，{h}低{x}"),
    ),
    "labor_cost": Phrases(
        Title("labor cost", "人工成本"),
        Title("costs {h}{x} more", "人工成本{h}高{x}"),
        Title("costs {h}{x} less", "人工成本{h}低{x}"),
        Title("cost more than {b}", "人工成本高于{b}"),
        Title("cost less than {b}", "人工成本低于{b}"),
        Title("highest: {s}, {h}{x} more", "{s}最高，{h}高{x}"),
        Title("lowest: {s}, {h}{x} less", "{s}最低，{h}低{x}"),
    ),
    "salary_cost": Phrases(
        Title("pay", "薪酬"),
        Title("pays {h}{x} more", "薪酬支出{h}高{x}"),
        Title("pays {h}{x} less", "薪酬支出{h}低{x}"),
        Title("pay more than {b}", "薪酬支出高于{b}"),
        Title("pay less than {b}", "薪酬支出低于{b}"),
        Title("most: {s}, {h}{x} more", "{s}最高，{h}高{x}"),
        Title("least: {s}, {h}{x} less", "{s}最低，{h}低{x}"),
    ),
    "time_to_promotion": Phrases(
        Title("wait for a promotion", "晋升等待时间"),
        Title("waits are {h}{x} longer", "晋升等待{h}长{x}"),
        Title("waits are {h}{x} shorter", "晋升等待{h}短{x}"),
        Title("promote later than {b}", "晋升等待长于{b}"),
        Title("promote sooner than {b}", "晋升等待短于{b}"),
        Title("longest: {s}, {h}{x} longer", "{s}最长，{h}长{x}"),
        Title("shortest: {s}, {h}{x} shorter", "{s}最短，{h}短{x}"),
    ),
}
#: Whether more of a measure is what is usually wanted, for which end of a field is named first.
WANTED_MORE = ("advancement_rate", "promotion_rate")


def clause(found: Effect) -> str:
    """A detectable difference in a few words: "promotes about 4 points more a year"."""
    phrases = PHRASES[found.measure]
    return str(phrases.more if found.up else phrases.less).format(h=hedge(found), x=size(found))


def named(measures: Sequence[str]) -> str:
    """The measures' names as an enumeration: promotion, turnover and labor cost."""
    names = [str(PHRASES[name].name) for name in measures]
    return enumerated(names)


# --- one scheme ---------------------------------------------------------------------------------------


def against(scheme: str, baseline: str, effects: Sequence[Effect]) -> str:
    """What a scheme changes, in one sentence without its stop; what cannot be detected is said last.

    "Star ladder promotes about 4 points more a year for 2% more labor cost; turnover: no detectable difference"
    """
    by_name = {found.measure: found for found in effects}
    there = [found.measure for found in effects if found.there]
    if not there:
        return _nothing(scheme, baseline, effects)
    told = _deal(scheme, by_name) if {"advancement_rate", "labor_cost"} <= set(there) else ""
    if told:
        there = [name for name in there if name not in ("advancement_rate", "labor_cost")]
    verbs = [clause(by_name[name]) for name in there if name not in ("turnover", "time_to_promotion")]
    nouns = [clause(by_name[name]) for name in there if name in ("turnover", "time_to_promotion")]
    if not told:
        told = tr("{s} {x}", "{s}{x}", s=scheme, x=enumerated(verbs)) if verbs else ""
    if nouns:
        told = tr("{told}, {x}", "{told}，{x}", told=told, x=enumerated(nouns)) if told else tr(
            "{s}: {x}", "{s}：{x}", s=scheme, x=enumerated(nouns))  # fmt: skip
    return "".join([told, *_silent(effects)])


def _deal(scheme: str, by_name: Mapping[str, Effect]) -> str:
    """Promotion for money."""
    cost = by_name["labor_cost"]
    texts = {"s": scheme, "deal": clause(by_name["advancement_rate"]), "h": hedge(cost), "x": size(cost)}
    if not cost.up:
        return tr("{s} {deal} at {h}{x} less labor cost", "{s}{deal}，人工成本{h}低{x}", **texts)
    return tr("{s} {deal} for {h}{x} more labor cost", "{s}{deal}，人工成本{h}高{x}", **texts)


def _silent(effects: Sequence[Effect]) -> list[str]:
    """What cannot be detected, is identical, or cannot be said, by these words."""
    made = []
    for verdict in (UNSURE, IDENTICAL, UNKNOWN):
        names = [found.measure for found in effects if found.verdict is verdict]
        if names:
            made.append(tr("; {what}: {verdict}", "；{what}：{verdict}", what=named(names), verdict=verdict))
    return made


def _nothing(scheme: str, baseline: str, effects: Sequence[Effect]) -> str:
    what = named([found.measure for found in effects])
    texts = {"s": scheme, "b": baseline, "what": what}
    if len({found.verdict for found in effects}) > 1:  # each by its own word
        told = "".join(_silent(effects))[1:].strip()
        return tr("{s} against {b}: {told}", "{s}与{b}相比：{told}", s=scheme, b=baseline, told=told)
    if all(found.verdict is IDENTICAL for found in effects):
        return tr("{s} and {b} are identical in {what}", "{s}与{b}的{what}完全相同", **texts)
    if all(found.verdict is UNKNOWN for found in effects):
        return tr("What {s} changes in {what} against {b} cannot be said", "与{b}相比，{s}的{what}无法判断", **texts)
    return tr("No detectable difference between {s} and {b} in {what}", "{s}与{b}的{what}差异不显著", **texts)


# --- the whole field ----------------------------------------------------------------------------------


def field(comparison: Comparison, measure: str) -> str:
    """What the alternatives do to a measure, in one sentence without its stop; of what cannot be said, why."""
    found = {comparison.short(scheme): effect(comparison, scheme, measure) for scheme in comparison.others}
    told = of_field(found, comparison.short(comparison.baseline), measure)
    why = [_unvalued(comparison, scheme, measure) for scheme in comparison.baseline_first]
    return told + "".join(dict.fromkeys(why))


def _unvalued(comparison: Comparison, scheme: str, measure: str) -> str:
    """That a scheme has no value of a measure at all, and why."""
    run = comparison[scheme]
    if measure not in run.known or not math.isnan(run.interval(measure).mean):
        return ""
    return tr("; {s}: {why}", "；{s}：{why}", s=comparison.short(scheme), why=run.known[measure].missing)


def of_field(found: Mapping[str, Effect], baseline: str, measure: str) -> str:
    """The same from effects by title."""
    if len(found) == 1:
        ((scheme, one),) = found.items()
        return _alone(scheme, baseline, one)
    groups = {verdict: [s for s, one in found.items() if one.verdict is verdict] for verdict in _ORDER}
    texts: dict[str, object] = {"n": len(found), "b": baseline, "what": first_upper(str(PHRASES[measure].name))}
    if len(groups[IDENTICAL]) == len(found):
        return tr("{what}: the same under {b} and the {n} alternatives", "{what}：{b}与{n}个备选方案完全相同", **texts)
    if len(groups[UNSURE]) == len(found):
        return tr(
            "{what}: no detectable difference between {b} and the {n} alternatives",
            "{what}：{b}与{n}个备选方案之间差异不显著",
            **texts,
        )
    if len(groups[UNKNOWN]) == len(found):
        return tr("{what}: what the {n} alternatives change against {b} cannot be said",
                  "{what}：{n}个备选方案与{b}相比的变化无法判断", **texts)  # fmt: skip
    if not groups[HIGHER] and not groups[LOWER]:
        return tr("{what}, the {n} alternatives against {b}: {parts}", "{what}：{n}个备选方案与{b}相比，{parts}",
                  parts=tr(", ", "，").join(undetected(groups)), **texts)  # fmt: skip
    return _counts(groups, texts, PHRASES[measure]) + _end(found, groups, measure)


_ORDER = (HIGHER, LOWER, UNSURE, IDENTICAL, UNKNOWN)


def _counts(groups: Mapping[Title, list[str]], texts: Mapping[str, object], phrases: Phrases) -> str:
    """How many do what: "Of the 9 alternatives four promote more than Rules in force, two promote less"."""
    for verdict, phrase in ((HIGHER, phrases.many_more), (LOWER, phrases.many_less)):
        if len(groups[verdict]) == texts["n"]:
            do = str(phrase).format(b=texts["b"])
            if texts["n"] == 2:
                return tr("Both alternatives {do}", "两个备选方案的{do}", do=do)
            return tr("All {n} alternatives {do}", "{n}个备选方案的{do}", n=texts["n"], do=do)
    parts: list[str] = []
    for verdict, phrase in ((HIGHER, phrases.many_more), (LOWER, phrases.many_less)):
        if groups[verdict]:
            text = str(phrase).format(b=texts["b"]) if not parts else _short(str(phrase))
            n = len(groups[verdict])
            parts.append(tr("{n} {do}", "{n}{do}", n=counted(n), do=agreeing(text, n)))
    parts += undetected(groups)
    return tr("Of the {n} alternatives {parts}", "{n}个备选方案中，{parts}", n=texts["n"],
              parts=tr(", ", "，").join(parts))  # fmt: skip


def undetected(groups: Mapping[Title, Sequence[str]]) -> list[str]:
    """How many differ undetectably, not at all, and in a way that cannot be said: three outcomes, never one."""
    phrases = {
        UNSURE: Title("no detectable difference for {n}", "{n}差异不显著"),
        IDENTICAL: Title("the same for {n}", "{n}相同"),
        UNKNOWN: Title("cannot be said for {n}", "{n}无法判断"),
    }
    return [str(text).format(n=counted(len(groups[v]))) for v, text in phrases.items() if groups[v]]


def _short(phrase: str) -> str:
    """A second phrase without the baseline, which the first has named."""
    return phrase.replace(" than {b}", "").replace("高于{b}", "较高").replace("低于{b}", "较低").replace(
        "长于{b}", "较长").replace("短于{b}", "较短")  # fmt: skip


def _end(found: Mapping[str, Effect], groups: Mapping[Title, list[str]], measure: str) -> str:
    """The far end of the field: the better one, where there is any."""
    up = measure in WANTED_MORE
    wanted = groups[HIGHER] if up else groups[LOWER]
    there = wanted or (groups[LOWER] if up else groups[HIGHER])
    top = max(there, key=lambda scheme: abs(found[scheme].mean))
    phrase = PHRASES[measure].most if found[top].up else PHRASES[measure].least
    return tr("; ", "；") + str(phrase).format(s=top, h=hedge(found[top]), x=size(found[top]))


def _alone(scheme: str, baseline: str, one: Effect) -> str:
    texts = {"s": scheme, "b": baseline, "what": first_upper(str(PHRASES[one.measure].name))}
    if one.there:
        texts["x"] = clause(one)
        if one.measure in ("turnover", "time_to_promotion"):
            return tr("{s}: {x} than under {b}", "{s}与{b}相比，{x}", s=scheme, b=baseline, x=texts["x"])
        return tr("{s} {x} than {b}", "{s}与{b}相比，{x}", s=scheme, b=baseline, x=texts["x"])
    if one.verdict is IDENTICAL:
        return tr("{what}: the same under {s} and {b}", "{what}：{s}与{b}完全相同", **texts)
    if one.verdict is UNKNOWN:
        return tr("{what} under {s} against {b} cannot be said", "{what}：{s}与{b}无法比较", **texts)
    return tr("{what}: no detectable difference between {s} and {b}", "{what}：{s}与{b}差异不显著", **texts)
