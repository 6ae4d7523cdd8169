"""What a drawn amount or share counts as, where it is none: the rules that the guide to the rule language states."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import PersonFloats, PersonInts, PersonMask
from ladder_sim.expressions.nodes import NodeValue
from ladder_sim.plan.limits import MONEY_MOST

MONTHS_MOST = 1200


def known(values: NodeValue) -> PersonMask:
    """Which of the amounts are amounts: neither undefined nor beyond all money."""
    told: PersonMask = np.abs(np.asarray(values, dtype=np.float64)) <= MONEY_MOST
    return told


def whole_months(values: NodeValue, size: int) -> PersonInts:
    """Months of each, to the nearest whole one; none where there is no value. Shape (size,)."""
    months = np.clip(np.nan_to_num(np.broadcast_to(np.asarray(values, np.float64), (size,)), nan=0.0), 0, MONTHS_MOST)
    whole: PersonInts = np.floor(months + 0.5).astype(np.int64)
    return whole


def counted(values: NodeValue, otherwise: NodeValue = 0.0) -> PersonFloats:
    """Amounts or shares of at least 0; `otherwise` where there is no value."""
    amounts, other = np.asarray(values, dtype=np.float64), np.asarray(otherwise, dtype=np.float64)
    return np.where(known(amounts), np.maximum(amounts, 0), other)
