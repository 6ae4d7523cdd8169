"""The scores of a scheme, as a section of its card."""

from __future__ import annotations

from ladder_sim.analysis.card import CardSection
from ladder_sim.analysis.rule_text.expressions import Wording, listed
from ladder_sim.analysis.scheme_figures import cycle
from ladder_sim.core.i18n import tr
from ladder_sim.expressions.groups import GROUPS
from ladder_sim.model.scheme import Scheme, Score


def _letters(score: Score, words: Wording) -> str:
    """The letters of a forced distribution, and among whom they are given; '' where there is none."""
    if not score.shares:
        return ""
    letters = tr("; ", "；").join(f"{share.letter} {share}" for share in score.shares)
    groups = listed([str(GROUPS[name].said) if name in GROUPS else words.name(name) for name in score.within])
    return "\n" + tr("forced, in each {groups}: {letters}", "强制分布，按{groups}：{letters}", groups=groups,
                     letters=letters)  # fmt: skip


def scores_section(scheme: Scheme, words: Wording) -> CardSection:
    """The named results and how they are worked out."""
    rows = tuple((str(s.title), str(cycle(s.every)), words.lines(s.value) + _letters(s, words)) for s in scheme.scores)
    return CardSection(
        tr("Scores", "考核得分"), (tr("score", "考核得分"), tr("closed", "周期"), tr("how", "计算")), rows
    )
