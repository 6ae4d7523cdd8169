"""What is left of the differences at the baseline's pay or budget, in a sentence beside the schemes as they are."""

from __future__ import annotations

import math

from ladder_sim.core.display import between, sentences
from ladder_sim.core.display import change as signed
from ladder_sim.core.i18n import tr
from ladder_sim.results.comparison import HIGHER, LOWER, Comparison
from ladder_sim.results.differences import change
from ladder_sim.results.level import Level
from ladder_sim.results.run import Run

MEASURE = "turnover"


def equal_told(comparison: Comparison) -> list[str]:
    """A sentence for each way in which the alternatives were made equal; none where they were not."""
    return [_told(found) for found in comparison.explained.values() if isinstance(found, Level)]


def level_summary(level: Level) -> list[str]:
    """What is left of the difference in turnover, then what was moved.

    Parameters
    ----------
    level : the schemes as they are and made equal
    """
    reached = any(lever.missing is None for lever in level.levers.values())
    return [*([_told(level)] if reached else []), *level.moved()]


def _told(level: Level) -> str:
    parts = []
    for scheme in level.before.others:
        if level.levers[scheme].missing is None:
            parts.append(tr("{s} {now} ({luck} by luck; as it is {was})", "{s}{now}（随机波动{luck}；原方案{was}）",
                            s=level.before.short(scheme), now=_change(level.after, scheme),
                            luck=_luck(level.after, scheme), was=_change(level.before, scheme)))  # fmt: skip
    told = tr("; ", "；").join(parts)
    texts = {"b": level.before.short(level.before.baseline), "told": told}
    if level.equal == "pay":
        said = tr("At the pay of {b} the difference in turnover is: {told}.", "按{b}的薪酬水平，离职率差值：{told}。",
                  **texts)  # fmt: skip
    else:
        said = tr("At the labor cost of {b} the difference in turnover is: {told}.",
                  "按{b}的人工成本，离职率差值：{told}。", **texts)  # fmt: skip
    return sentences(said, _no_longer_best(level))


def _no_longer_best(level: Level) -> str:
    """That another scheme has the lowest turnover then; empty where the lowest stays, or it is not certain."""
    was, now = (min(one.runs, key=_turnover).scheme.id for one in (level.before, level.after))
    if was == now:
        return ""
    after = level.after
    if not change(after[now], after[was], after.known[MEASURE]).high < 0:
        return ""
    return tr("Then {now} has the lowest turnover, not {was}.", "此时离职率最低的是{now}，而不是{was}。",
              now=level.before.short(now), was=level.before.short(was))  # fmt: skip


def _turnover(run: Run) -> float:
    found = run.interval(MEASURE).mean
    return math.inf if math.isnan(found) else found


def equal_titles(level: Level, scheme: str) -> tuple[str, ...]:
    """What is left of one alternative's difference in turnover, short enough for a title; empty where it has no lever.

    Parameters
    ----------
    scheme : its id
    """
    if scheme not in level.levers or level.levers[scheme].missing is not None:
        return ()
    texts = {"s": level.before.short(scheme), "b": level.before.short(level.before.baseline),
             "now": _change(level.after, scheme), "was": _change(level.before, scheme)}  # fmt: skip
    if level.equal == "pay":
        return (
            tr("At the pay of {b}, turnover under {s}: difference {now} (as it is {was})",
               "按{b}的薪酬，{s}的离职率差值{now}（原方案{was}）", **texts),
            tr("At equal pay, turnover under {s}: difference {now} (as it is {was})",
               "同等薪酬下{s}的离职率差值{now}（原方案{was}）", **texts),
            tr("At equal pay, turnover under {s}: difference {now}", "同等薪酬下{s}的离职率差值{now}", **texts),
        )  # fmt: skip
    return (
        tr("At the labor cost of {b}, turnover under {s}: difference {now} (as it is {was})",
           "按{b}的人工成本，{s}的离职率差值{now}（原方案{was}）", **texts),
        tr("At equal budget, turnover under {s}: difference {now} (as it is {was})",
           "同等预算下{s}的离职率差值{now}（原方案{was}）", **texts),
        tr("At equal budget, turnover under {s}: difference {now}", "同等预算下{s}的离职率差值{now}", **texts),
    )  # fmt: skip


def _change(comparison: Comparison, scheme: str) -> str:
    found = comparison.contrast(scheme, MEASURE)
    if found.verdict in (HIGHER, LOWER):
        return tr("{x}", "为{x}", x=signed(found.difference.mean, found.measure.unit, short=True))
    return tr("not detectable", "不显著")


def _luck(comparison: Comparison, scheme: str) -> str:
    found = comparison.contrast(scheme, MEASURE)
    return between(found.difference.low, found.difference.high, found.measure.unit, signed=True, short=True)
