"""What a drawn amount or share counts as, where it is none: the rules that the guide to the rule language states."""

from __future__ import annotations

import numpy as np

from ladder_sim.language.limits import MONEY_MOST
from ladder_sim.language.nodes import Value


def known(values: Value) -> np.ndarray:
    """Which of the amounts are amounts: neither undefined nor beyond all money."""
    told: np.ndarray = np.abs(np.asarray(values, dtype=np.float64)) <= MONEY_MOST
    return told


def counted(values: Value, otherwise: Value = 0.0) -> np.ndarray:
    """Amounts or shares of at least 0; `otherwise` where there is no value."""
    amounts, other = np.asarray(values, dtype=np.float64), np.asarray(otherwise, dtype=np.float64)
    return np.where(known(amounts), np.maximum(amounts, 0), other)
