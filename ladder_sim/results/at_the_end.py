"""What a run has decided and not yet done when it ends: in its ledger, and in no count of moves."""

from __future__ import annotations

from ladder_sim.core.display import plain
from ladder_sim.core.i18n import tr
from ladder_sim.results.counts import Axes, RunCounts

#: Tables of moves; the ledger has those of the last evening too.
OF_MOVES = frozenset(("moves", "events", "ledger"))


def decided(axes: Axes, counts: RunCounts, *, promotions: bool = False) -> float:
    """Moves a replication that the reviews of the last month have decided: they take effect on the day after the run.

    Those of selections, or with a date of their own, stand in the ledger as under way.

    Parameters
    ----------
    promotions : promotions alone
    """
    reps, months = counts.headcount.shape[0], counts.headcount.shape[1] - 1
    found = 0
    for move in axes.moves:
        if months in move.months and "moved" in move.reason_ids and (move.kind == "promotion" or not promotions):
            place = (slice(None), move.months.index(months), move.reason_ids.index("moved"))
            found += int(counts.ledger[move.id][place].sum())
    return float(found / reps)


def table_note(name: str, axes: Axes, counts: RunCounts) -> str:
    """What a table of moves leaves out at the end of the run; '' where it leaves out nothing."""
    if name not in OF_MOVES:
        return ""
    made, open_cases = decided(axes, counts), _under_way(axes, counts)
    told = []
    if made:
        told.append(
            tr("decided in month {month} and in effect after the end of the run, so in the ledger as moved, and neither"
               " in moves nor in events: {n} a replication",
               "第{month}个月决定、模拟结束后才生效的变动（ledger 中记为 moved，未计入 moves 和"
               " events）：每次重复{n}次",
               n=plain(round(made, 2)), month=counts.headcount.shape[1] - 1)
        )  # fmt: skip
    if open_cases:
        told.append(tr("cases under way at the end, in the ledger alone: {n} a replication",
                       "期末流程未办结、只见于 ledger 的个案：每次重复{n}个",
                       n=plain(round(open_cases, 2))))  # fmt: skip
    return tr("; ", "；").join(told)


def _under_way(axes: Axes, counts: RunCounts) -> float:
    """Cases a replication that had not ended when the run, or a scheme that was replaced, did."""
    found = sum(
        int(counts.ledger[move.id][:, :, move.reason_ids.index("under way")].sum())
        for move in axes.moves if "under way" in move.reason_ids
    )  # fmt: skip
    return float(found / counts.headcount.shape[0])
