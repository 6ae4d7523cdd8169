"""The one thread that the callbacks of an explorer run in."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

R = TypeVar("R")


class EventThread:
    """The thread that this was made in, which is the kernel's.

    JupyterLab has what widgets say handled in another thread, beside a running cell. Charts drawn there would meet
    those drawn for what was played ahead; so what has to be done is handed over, in its order.
    """

    def __init__(self) -> None:
        self._thread = threading.get_ident()
        try:
            self._loop: asyncio.AbstractEventLoop | None = asyncio.get_running_loop()
        except RuntimeError:  # a plain script has one thread and no loop
            self._loop = None

    def run(self, call: Callable[[], R]) -> R | None:
        """Call here, where this is home; else hand it over and give None."""
        if self._loop is None or self._loop.is_closed() or threading.get_ident() == self._thread:
            return call()
        self._loop.call_soon_threadsafe(call)
        return None
