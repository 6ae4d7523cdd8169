"""That no review falls into a run: what a reader must know before any figure of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ladder_sim.core.i18n import tr
from ladder_sim.core.signs import first_upper

if TYPE_CHECKING:
    from ladder_sim.results.comparison import Comparison
    from ladder_sim.results.run import Run


def reviewed(run: Run, kind: str | None = None) -> bool:
    """Whether in the months of a run a review of some move (of this kind) is held."""
    return any(info.months for info in run.axes.moves if kind in (None, info.kind))


def unreviewed(comparison: Comparison) -> tuple[str, ...]:
    """The schemes under which nobody can be promoted, for want of a promotion review in the months of the run."""
    return tuple(s for s in comparison.baseline_first if not reviewed(comparison[s], "promotion"))


def no_review(run: Run) -> str:
    """The sentence that a run without a promotion review begins with; empty where there is one."""
    if reviewed(run, "promotion"):
        return ""
    return _sentence([run], tr("this scheme", "本方案")) + tr(".", "。")


def no_reviews(comparison: Comparison) -> str:
    """The same for a comparison, without its stop; it names the schemes unless they are all."""
    found = unreviewed(comparison)
    if not found:
        return ""
    if len(found) == len(comparison.runs):
        return _sentence(comparison.runs, tr("any scheme", "各方案"))
    titles = [comparison.short(scheme) for scheme in found]
    shown = titles if len(titles) <= 3 else [*titles[:3], tr("{n} more", "另有{n}个方案", n=len(titles) - 3)]
    return _sentence([comparison[scheme] for scheme in found], tr(", ", "、").join(shown))


def _sentence(runs: Sequence[Run], who: str) -> str:
    """That no promotion review falls into the months; that they have no promotion at all where none has one."""
    texts = {"n": runs[0].months, "who": who}
    if not any(info.kind == "promotion" for run in runs for info in run.axes.moves):
        return tr("{who}: no rule promotes anybody", "{who}：没有晋升规则", who=first_upper(who))
    if any(reviewed(run) for run in runs):
        return tr("No promotion review falls into these {n} months under {who}: nobody could be promoted",
                  "{who}：这{n}个月内没有晋升评审，不会有人晋升", **texts)  # fmt: skip
    return tr("No review falls into these {n} months under {who}: nobody could move",
              "{who}：这{n}个月内没有任何评审，不会发生人员变动", **texts)  # fmt: skip
