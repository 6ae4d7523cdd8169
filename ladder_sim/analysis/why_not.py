"""`explain`: the why-not ledger, summed up: for each move, what stops how many, and what alone stops them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ladder_sim.analysis.rule_text.expressions import Wording
from ladder_sim.core.display import between, figure, number
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.core.signed import door, not_played
from ladder_sim.model.scheme import Scheme
from ladder_sim.plan.program import unmet
from ladder_sim.results.counts import MoveInfo
from ladder_sim.results.rule_audit import rule_audits

if TYPE_CHECKING:
    import pandas as pd

    from ladder_sim.results.run import Run

COLUMNS = ("move", "title", "kind", "reason", "what", "reviews", "share", "alone", "alone_share", "note")


def unreviewed(info: MoveInfo) -> str:
    """Why a move has no share of its reviews: no review is due in the months of the run, or nobody was at one."""
    if not info.months:
        return tr("no review in these months", "这些月份里没有评审")
    return tr("nobody was reviewed", "没有参评人员")


def outcomes(run: Run, info: MoveInfo) -> tuple[str, ...]:
    """What the reviews of a move end with, by the order of the ledger; a condition without a title told in words."""
    move = next((move for move in run.scheme.moves if move.id == info.id), None)
    told = [str(title) for title in info.reasons]
    if move is not None and len(move.when) == info.conditions:
        words = Wording(run.scheme)
        for i, condition in enumerate(move.when):
            if condition.test.text in condition.title.spellings:
                text = words.tell(condition.test, move.to)
                told[i] = str(unmet(Title(text, text)))
    return tuple(told)


def _note(info: MoveInfo, reviewed: bool, counted: bool, condition: bool) -> str:
    """Why a row has no `share` or no `alone`."""
    if not reviewed:
        return unreviewed(info)
    if not condition:
        return tr("alone: counted for conditions only", "仅因此条：只统计条件")
    return "" if counted else tr("alone: counted in runs with explain=True", "仅因此条：以 explain=True 模拟时统计")


@door
def explain(run: Run, move: str | None = None) -> pd.DataFrame:
    """Where people are stopped, per move and reason.

    Parameters
    ----------
    run: a run. The columns `alone` and `alone_share` are filled where it was simulated with ``explain=True``; a run of
        at most 500,000 people × months × replications, of one seed, is played again for them.
    move: the id of one move; default all.

    Returns
    -------
    One row per move and reason: `reviews` a year (mean of the replications) that ended so, `share` of the
    move's reviews, `alone` of them stopped by that condition and no other; `note` says why a share or `alone` has no
    value.

    Raises
    ------
    LadderError
        It is no run, or no move of that name.
    """
    if not hasattr(run, "axes") or not hasattr(run, "counts"):
        given: object = run
        if isinstance(given, str | Scheme):
            raise LadderError(not_played("explain", [given, *([] if move is None else [move])], {}))
        hint = tr("; take the run of a scheme: comparison['id']", "；请取某个方案的 run：comparison['编号']")
        raise LadderError(tr("run: needs a Run, got {type}", "run：应为 Run，现为 {type}", type=type(run).__name__)
                          + (hint if hasattr(run, "runs") else ""))  # fmt: skip
    known = [info.id for info in run.axes.moves]
    if move is not None and move not in known:
        raise LadderError(tr("the scheme has no move '{move}'{hint}", "方案中没有变动“{move}”{hint}",
                             move=move, hint=nearest(move, known)))  # fmt: skip
    return summed_up(run if run.counts.alone else run.with_reasons, move)


def summed_up(run: Run, move: str | None = None) -> pd.DataFrame:
    """As `explain`, of what the run has kept: nothing is played again.

    Parameters
    ----------
    run, move : as there; both known
    """
    import pandas as pd

    from ladder_sim.results.columns import merged
    from ladder_sim.results.hinting import HintingFrame

    rows = []
    years = run.months / 12
    for info in run.axes.moves:
        if move is not None and info.id != move:
            continue
        counts = run.counts.ledger[info.id].sum(axis=(0, 1)) / run.replications / years
        total = counts.sum()
        alone = None
        if info.id in run.counts.alone:
            alone = run.counts.alone[info.id].sum(axis=(0, 1)) / run.replications / years
        for i, (key, title) in enumerate(zip(info.reason_ids, outcomes(run, info), strict=True)):
            condition = i < info.conditions
            if not condition and counts[i] == 0 and key != "moved":
                continue
            only = alone[i] if alone is not None and condition else np.nan
            note = _note(info, bool(total), alone is not None, condition)
            rows.append(
                (
                    *(info.id, str(info.title), info.kind, key, title),
                    *(counts[i], counts[i] / total if total else np.nan),
                    *(only, only / total if total else np.nan, note),
                )
            )
    found = HintingFrame(rows, columns=list(COLUMNS))
    found.renamed = {"people": "reviews"}
    orders = merged(info.reason_ids for info in run.axes.moves)[0]
    for column in ("move", "kind", "reason"):  # in the order of the scheme, for whoever pivots
        there = list(dict.fromkeys(found[column]))
        order = [reason for reason in orders if reason in there] if column == "reason" else there
        found[column] = pd.Categorical(found[column], categories=order)
    return found


def by_group(run: Run, move: str | None = None) -> list[tuple[str, ...]]:
    """The rules that stop one group otherwise than the others by more than luck, as rows of texts; see `rule_audits`.

    Parameters
    ----------
    run : simulated with ``explain=True``
    move : the id of one move; None: all
    """
    told = {info.id: outcomes(run, info) for info in run.axes.moves}
    return [
        (str(one.move.title), told[one.move.id][one.reason], str(one.pair.whose), number(one.reached, 1),
         figure(one.passed, "share"), figure(one.passed_rest, "share"), figure(one.ratio.mean, "log_ratio"),
         between(one.ratio.low, one.ratio.high, "log_ratio"), number(one.short.mean, 2))
        for one in rule_audits(run, move) if one.sure and not math.isnan(one.ratio.mean)
    ]  # fmt: skip


def by_group_columns() -> tuple[str, ...]:
    """The heads of `by_group`."""
    return (tr("move", "变动"), tr("outcome of the review", "评审结果"), tr("group", "组别"),
            tr("come to it a year", "每年到此人次"), tr("pass", "通过"), tr("others pass", "其余人员通过"),
            tr("in % of theirs", "为其余人员的"), tr("interval", "区间"),
            tr("persons short a year", "每年少通过人次"))  # fmt: skip


def by_group_note() -> str:
    """How to read `by_group`."""
    return tr(
        "Rules at which the groups differ by more than luck, all replications together; as many rules are looked at,"
        " the interval of each is widened, so that at most one in twenty such tables has one that is luck.",
        "各组差异超出随机波动的规则，各次重复合并计算；由于同时查看多条规则，各区间相应加宽，"
        "二十张这样的表中平均至多一张含有纯属偶然的规则。",
    )
