"""Processes that are given up in the middle of sending end at once: who interrupts a run waits for nobody."""

from __future__ import annotations

import struct
import sys
import threading
import time
from pathlib import Path
from types import FrameType

from ladder_sim.experiment.workers import Workers


def half_sent(begun: Path, _: bytes) -> None:
    """Send the length of a result and its first byte, and be in the middle of it from then on."""
    frame: FrameType | None = sys._getframe()
    while frame is not None and "result_queue" not in frame.f_locals:
        frame = frame.f_back
    assert frame is not None
    frame.f_locals["result_queue"]._writer._send(struct.pack("!i", 1000) + b"x")
    begun.touch()
    time.sleep(600)


def test_a_process_that_is_killed_while_it_sends_holds_nobody_up(tmp_path: Path) -> None:
    pool = Workers(1)
    begun = tmp_path / "begun"
    for _ in range(4):  # more than the pipe of calls holds
        pool.submit(half_sent, begun, bytes(1_000_000))
    until = time.monotonic() + 60
    while not begun.exists():
        assert time.monotonic() < until, "the process did not begin"
        time.sleep(0.01)
    ending = threading.Thread(target=pool.end, daemon=True)
    ending.start()
    ending.join(timeout=30)
    assert not ending.is_alive(), "it waits for the rest of what a dead process sent"
