"""The event log of a block: who came, moved and left, when and by which rule; and who they were.

Kept when a run is asked for events. What is written is read from the state as it stands, and nothing is drawn that
others draw, so that a run with events has the same bits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ladder_sim.engine.population import hire_attributes
from ladder_sim.expressions.words import GIVEN_CLOCKS
from ladder_sim.results.counts import EVENTS

if TYPE_CHECKING:
    from ladder_sim.engine.context import BatchContext

NONE = -1


def happened(
    block: BatchContext, idx: np.ndarray, month: int, event: str, *, old: Any = NONE, new: Any = NONE,
    cause: Any = NONE, move: int = NONE, detail: str = "", day: int | None = None,
) -> None:  # fmt: skip
    """Log an event of the people at `idx`: the grades `old` and `new` and the cause are codes, or one for each."""
    log = block.record.log
    if log is None or not idx.size:
        return
    day = block.calendar.first_day(month) if day is None else day
    columns = (
        block.state.rep[idx], block.calendar.month_of(day), day, block.state.columns["person"][idx],
        EVENTS.index(event), cause, move, old, new, log.detail[detail] if detail else NONE,
    )  # fmt: skip
    log.rows.append(np.stack(np.broadcast_arrays(*columns), axis=1).astype(np.int32))


def joined(block: BatchContext, idx: np.ndarray, month: int, known: dict[str, np.ndarray] | None = None) -> None:
    """Log who somebody is: those of the first day with month 0, newcomers with the month they join in.

    Parameters
    ----------
    known: attributes, one array of the shape of `idx` each; None: those that newcomers bring.
    """
    log, state = block.record.log, block.state
    if log is None or not idx.size:
        return
    columns = state.columns
    attributes = dict(hire_attributes(block.workforce, state.keys[idx]) if known is None else known)
    for name in attributes:
        if known is None and f"attr:{name}" in columns:
            attributes[name] = columns[f"attr:{name}"][idx]
    since = max(0, month - 1)
    log.people.append(
        {
            "replication": state.rep[idx].astype(np.int32),
            "person": columns["person"][idx].astype(np.int32),
            "joined": np.full(idx.size, month, np.int32),
            "grade": columns["grade"][idx].astype(np.int32),
            "months_employed": (since - columns["hired_since"][idx]).astype(np.int32),
            "months_in_grade": (since - columns["grade_since"][idx]).astype(np.int32),
        }
        | {
            f"attr:{name}": attributes[name].astype(np.float64)
            for name in block.workforce.people.attributes
            if name not in GIVEN_CLOCKS
        }
    )
