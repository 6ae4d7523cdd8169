"""Channels: moves that fill shares of the openings of a grade, and the pools of seats whose openings they share."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Problems
from ladder_sim.plan.program import MovePlan, Program

_ALL = 1 + 1e-9  # what sums of shares as computers add them may come to


def channel_pools(program: Program) -> dict[int, list[MovePlan]]:
    """By pool of seats: the moves that fill a share of its openings, in the order of the file."""
    found: dict[int, list[MovePlan]] = {}
    for plan in program.moves:
        if plan.move.quota.kind == "share of openings" and plan.quota is not None:
            for pool in pools_to(program, plan):
                found.setdefault(pool, []).append(plan)
    return found


def pools_to(program: Program, plan: MovePlan) -> list[int]:
    """The pools of seats to which a move leads that have a number of seats."""
    pools: list[int] = []
    for code in map(int, np.unique(program.pool[plan.to[plan.to >= 0]])):
        if code in program.cells:
            pools += program.cells[code].pools
        elif code in program.seats:
            pools.append(code)
    return pools


def check_channels(program: Program, problems: Problems) -> None:
    """Shares of the openings of one grade, with that of hires, are no more than all of them.

    Parameters
    ----------
    program: what could be compiled.
    problems: where the faults go, each at the last of the moves.
    """
    told: set[str] = set()
    for pool, plans in channel_pools(program).items():
        hires = _of_hires(program, pool)
        shares = [plan.quota.fixed for plan in plans if plan.quota is not None and plan.quota.fixed is not None]
        whole = float(sum(shares)) + hires
        last = plans[-1].move
        if whole <= _ALL or last.id in told or last.quota.n is None:
            continue
        told.add(last.id)
        names = tr(", ", "、").join(plan.move.id for plan in plans)
        problems.add(last.quota.n.at, tr(
            "the shares of the openings come to {whole} ({names}{hires}); together they may be 100% at most",
            "各途径占空缺的比例合计为{whole}（{names}{hires}），合计不得超过100%",
            whole=f"{100 * whole:.6g}%", names=names,
            hires=tr(", hires from outside", "、外部招聘") if hires else "",
        ))  # fmt: skip


def _of_hires(program: Program, pool: int) -> float:
    """The share of a pool's openings that goes to hires before candidates have had their turn."""
    codes = [code for code in program.outside if program.pool[code] == pool and program.outside[code].after is None]
    known = [program.outside[code].share.fixed for code in codes]
    return float(sum(share for share in known if share is not None))
