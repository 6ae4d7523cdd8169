"""Tokens: earned at a review, before its moves are tested."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ladder_sim.engine.event_log import happened
from ladder_sim.streams.kernels import spread

if TYPE_CHECKING:
    from ladder_sim.engine.context import BatchContext


def earn(block: BatchContext, month: int, due: set[str]) -> None:
    """Tokens are earned before the moves of the same review."""
    state = block.state
    view = state.view(month, month)
    for plan in block.program.tokens:
        token = plan.token
        if token.review not in due:
            continue
        earned = spread(plan.earn.value(view), state.n) & state.alive()
        held, until = state.columns[f"token:{token.name}"], state.columns[f"until:{token.name}"]
        held[until < month] = 0
        idx = np.flatnonzero(earned)
        more = idx[held[idx] < token.at_most]
        held[more] += 1
        until[idx] = 10**6 if token.keep is None else month + token.keep
        if block.script is not None:
            block.script.earned(plan, view, block.script.there(more, month))
        happened(block, more, month + 1, "token earned", old=state.columns["grade"][more], detail=token.name)
