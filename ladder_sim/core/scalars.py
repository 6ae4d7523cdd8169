"""Single values as Python has them: what NumPy and pandas give for one number, one date or one truth."""

from __future__ import annotations

import datetime as dt

import numpy as np

from ladder_sim.core.plain_data import PlainData


def as_python(value: PlainData) -> PlainData:
    """The number, text, truth or date that a scalar of NumPy or pandas says; anything else as it is.

    A point in time is its day, as everywhere here; what is no time (NaT) is a text that no date reads as.
    """
    if isinstance(value, np.datetime64):
        value = value.astype("datetime64[us]").item() or "NaT"
    elif isinstance(value, np.generic) or (isinstance(value, np.ndarray) and value.ndim == 0):
        return value.item()
    if isinstance(value, dt.datetime):  # a Timestamp too
        return value.date() if value == value else "NaT"
    return value
