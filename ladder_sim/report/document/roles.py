"""Pay by role where it is told apart in none: that it is the same, undetectably different, or cannot be said."""

from __future__ import annotations

from collections.abc import Mapping

from ladder_sim.analysis.expression_text import role_title
from ladder_sim.analysis.statements.effects import Effect
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
