"""Pay by role in words: which roles gain and lose, and where none is told apart, in what way."""

from __future__ import annotations

from collections.abc import Mapping

from ladder_sim.analysis.rule_text.expressions import role_title
from ladder_sim.analysis.statements.effects import Effect, amount, size
from ladder_sim.core.grammar import enumerated
from ladder_sim.core.i18n import Title, tr
from ladder_sim.results.comparison import IDENTICAL, UNKNOWN, UNSURE

_WORDS = {
    UNSURE: Title(
        "Pay per head: no detectable difference in any role between {s} and {b}",
        "人均薪酬：{s}与{b}各岗位层级差异均不显著",
    ),
    IDENTICAL: Title(
        "Pay per head is the same in every role under {s} and {b}",
        "{s}与{b}各岗位层级的人均薪酬完全相同",
    ),
    UNKNOWN: Title(
        "Pay per head: what {s} changes against {b} cannot be said in any role",
        "人均薪酬：{s}与{b}相比，各岗位层级均无法判断",
    ),
}


def rise(role: str, found: Effect) -> str:
    """What becomes of the pay of one role."""
    texts = {"who": role_title(role), "x": amount(found)}
    if not size(found):  # only the direction is known
        return tr("higher for {who}", "{who}上升", **texts) if found.up else tr("lower for {who}", "{who}下降", **texts)
    if found.up:
        return tr("{x} higher for {who}", "{who}上升{x}", **texts)
    return tr("{x} lower for {who}", "{who}下降{x}", **texts)


def pay_titles(pay: Mapping[str, Effect], scheme: str) -> tuple[str, ...]:
    """Shorter messages on pay per head by role: with the scheme's name alone, with none, in directions, in numbers."""
    if not pay:
        return (tr("No role in common is large enough to compare", "没有人数足够的共同岗位层级可供比较"),)
    up = [role for role, one in pay.items() if one.there and one.up]
    down = [role for role, one in pay.items() if one.there and not one.up]
    if not up and not down:
        return (_none(pay),)
    amounts = tr(", ", "，").join(rise(role, pay[role]) for role in (*up, *down))
    who, many = [], []
    for way, number, roles in zip(_WAYS, _MANY, (up, down), strict=True):
        if roles:
            who.append(str(way).format(who=enumerated(map(role_title, roles))))
            many.append(str(number).format(n=len(roles)))
    named = tr("Pay per head under {s}: {told}", "{s}的人均薪酬：{told}", s=scheme, told=amounts)
    return (named, *(
        tr("Pay per head: {told}", "人均薪酬：{told}", told=told)
        for told in (amounts, tr(", ", "，").join(who), tr(", ", "，").join(many))
    ))  # fmt: skip


_WAYS = (Title("higher for {who}", "{who}上升"), Title("lower for {who}", "{who}下降"))
_MANY = (Title("higher in {n} roles", "{n}个岗位层级上升"), Title("lower in {n} roles", "{n}个岗位层级下降"))


def _none(pay: Mapping[str, Effect]) -> str:
    """That no role differs detectably, or that it cannot be said of some."""
    words = {one.verdict for one in pay.values()}
    if UNKNOWN in words:
        return tr("Pay per head: cannot be said for every role", "人均薪酬：并非各岗位层级均可判断")
    if words == {IDENTICAL}:
        return tr("Pay per head is the same in every role", "各岗位层级人均薪酬完全相同")
    return tr("Pay per head: no detectable difference in any role", "各岗位层级人均薪酬差异均不显著")


def no_role(texts: Mapping[str, str], pay: Mapping[str, Effect]) -> str:
    """The sentence on roles of which none differs detectably; where they have different words, each by its own.

    `texts` has the titles: ``s`` of the scheme, ``b`` of the baseline.
    """
    roles = {v: [role_title(r) for r, one in pay.items() if one.verdict is v] for v in _WORDS}
    there = {verdict: who for verdict, who in roles.items() if who}
    if len(there) == 1:
        (verdict,) = there
        return str(_WORDS[verdict]).format(**texts)
    told = [tr("{v} for {who}", "{who}：{v}", v=v, who=tr(", ", "、").join(who)) for v, who in there.items()]
    return tr(
        "Pay per head under {s} and {b}: {told}", "{s}与{b}的人均薪酬：{told}", told=tr("; ", "；").join(told), **texts
    )
