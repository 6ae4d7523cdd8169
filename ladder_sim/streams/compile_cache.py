"""Where compiled steps are kept between processes: safe for several at once, and never a reason to fail.

Numba writes each file of its cache whole, but the index of a step and the code that it points to are two files: of two
processes that compile the same step for different arrays, one could be handed the code of the other. Here only one
process at a time reads or writes the folder. Where nothing can be kept (a folder that can only be read, no home, a full
disk) or what is kept is broken, the step is compiled for this process alone.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import ParamSpec, TypeVar

from numba import njit
from numba.core.caching import FunctionCache

if sys.platform != "win32":
    import fcntl

P = ParamSpec("P")
R = TypeVar("R")

LOCK = "ladder-sim.lock"


class SharedCache(FunctionCache):  # type: ignore[misc]  # numba ships no types
    """The cache of one step, which one process at a time reads or writes."""

    def load_overload(self, sig: object, target_context: object) -> object:
        """The compiled step for these types, or None where it is to be compiled."""
        try:
            with _alone(self.cache_path):
                return super().load_overload(sig, target_context)
        except Exception:  # a broken pickle may raise anything; what cannot be read is compiled again
            with suppress(Exception):
                self.flush()
            return None

    def save_overload(self, sig: object, data: object) -> None:
        """Keep a compiled step where that can be done."""
        with suppress(OSError):
            self._impl.locator.ensure_cache_path()
            with _alone(self.cache_path):
                super().save_overload(sig, data)


def step(function: Callable[P, R]) -> Callable[P, R]:
    """The function compiled on its first call without the interpreter's lock, and kept where there is a place.

    A division by 0 gives what NumPy's gives: a look at every divisor would keep loops from working on many at once.
    """
    made = njit(nogil=True, error_model="numpy")(function)
    with suppress(RuntimeError):  # numba found no folder that can be written
        made._cache = SharedCache(function)
    typed: Callable[P, R] = made
    return typed


@contextmanager
def _alone(folder: str) -> Iterator[None]:
    """No other process is in the folder meanwhile; without a lock where there is no such folder or no locks."""
    try:
        handle = os.open(os.path.join(folder, LOCK), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        yield
        return
    try:
        if sys.platform != "win32":
            with suppress(OSError):  # a file system without locks
                fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
