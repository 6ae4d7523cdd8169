"""Which measures of runs are worth a row: causes of leaving for which nobody leaves are named in a note instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import tr
from ladder_sim.model.kinds import EXIT_CAUSES, Cause
from ladder_sim.results.measure import Measure


class Measured(Protocol):
    """A run, as far as its measures are asked for."""

    @property
    def known(self) -> Mapping[str, Measure]:
        """Its measures by name."""

    def values(self, name: str, /) -> Floats:
        """A measure in every replication, shape (replications,)."""


def occurring(runs: Sequence[Measured], known: Mapping[str, Measure]) -> list[str]:
    """The names of the measures without those of causes for which nobody leaves in any of the runs."""
    unseen = {f"turnover_{cause}" for cause in _unseen(runs, known)}
    return [name for name in known if name not in unseen]


def unseen_note(runs: Sequence[Measured], known: Mapping[str, Measure]) -> str:
    """The causes for which nobody leaves in any of the runs, in a sentence; empty where each occurs."""
    unseen = [str(EXIT_CAUSES[cause].title) for cause in _unseen(runs, known)]
    if not unseen:
        return ""
    causes = tr(", ", "、").join(unseen)
    if len(runs) == 1:
        return tr("Nobody leaves for these causes, which are not listed: {causes}.",
                  "未发生、因而未列出的离职原因：{causes}。", causes=causes)  # fmt: skip
    return tr("Nobody leaves under any scheme for these causes, which are not listed: {causes}.",
              "各方案下均未发生、因而未列出的离职原因：{causes}。", causes=causes)  # fmt: skip


def _unseen(runs: Sequence[Measured], known: Mapping[str, Measure]) -> list[Cause]:
    return [
        cause for cause in EXIT_CAUSES
        if f"turnover_{cause}" in known
        and all((run.values(f"turnover_{cause}") == 0).all() for run in runs if f"turnover_{cause}" in run.known)
    ]  # fmt: skip
