"""Memory that a process has and no longer needs, given back to the system."""

from __future__ import annotations

import ctypes
import gc
import sys


def give_back() -> None:
    """Look for garbage, and have the C library give back what is free in the middle of its memory.

    It keeps what was freed below something that is still in use, which after a run is as much as all that is kept.
    """
    gc.collect()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # of the GNU library alone
        if trim is not None:
            trim(0)
