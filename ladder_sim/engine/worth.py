"""What a drawn amount or share counts as, where it is none: the rules that the guide to the rule language states."""

from __future__ import annotations

import numpy as np

from ladder_sim.language.nodes import Value


def counted(values: Value, otherwise: float = 0.0) -> np.ndarray:
    """Amounts or shares of at least 0; `otherwise` where there is no value (undefined, or beyond all numbers)."""
    known = np.asarray(values, dtype=np.float64)
    return np.where(np.isfinite(known), np.maximum(known, 0), otherwise)
