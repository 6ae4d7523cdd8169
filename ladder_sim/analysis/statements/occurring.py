"""Which measures of a comparison are worth a row: causes of leaving that never occur are named in a note instead."""

from __future__ import annotations

from ladder_sim.core.i18n import tr
from ladder_sim.model.kinds import EXIT_CAUSES, Cause
from ladder_sim.results.comparison import Comparison


def occurring(comparison: Comparison) -> list[str]:
    """The names of the measures without those of causes for which nobody leaves under any scheme."""
    unseen = {f"turnover_{cause}" for cause in _unseen(comparison)}
    return [name for name in comparison.known if name not in unseen]


def unseen_note(comparison: Comparison) -> str:
    """The causes for which nobody leaves under any scheme, in a sentence; empty where each occurs."""
    unseen = [str(EXIT_CAUSES[cause].title) for cause in _unseen(comparison)]
    if not unseen:
        return ""
    return tr("Nobody leaves under any scheme for these causes, which are not listed: {causes}.",
              "各方案下均未发生、因而未列出的离职原因：{causes}。", causes=tr(", ", "、").join(unseen))  # fmt: skip


def _unseen(comparison: Comparison) -> list[Cause]:
    return [
        cause for cause in EXIT_CAUSES
        if f"turnover_{cause}" in comparison.known
        and all((run.values(f"turnover_{cause}") == 0).all() for run in comparison.runs
                if f"turnover_{cause}" in run.known)
    ]  # fmt: skip
