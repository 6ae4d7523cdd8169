"""What a drawn amount or share counts as, where it is none: the rules that the guide to the rule language states."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import PersonFloats, PersonMask
from ladder_sim.expressions.nodes import Value
from ladder_sim.plan.limits import MONEY_MOST


def known(values: Value) -> PersonMask:
    """Which of the amounts are amounts: neither undefined nor beyond all money."""
    told: PersonMask = np.abs(np.asarray(values, dtype=np.float64)) <= MONEY_MOST
    return told


def counted(values: Value, otherwise: Value = 0.0) -> PersonFloats:
    """Amounts or shares of at least 0; `otherwise` where there is no value."""
    amounts, other = np.asarray(values, dtype=np.float64), np.asarray(otherwise, dtype=np.float64)
    return np.where(known(amounts), np.maximum(amounts, 0), other)
