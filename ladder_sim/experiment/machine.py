"""How many processes the machine bears: its processors, what a container may use of them, and memory."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

PROCESS = 512 * 2**20  # bytes that a process takes at most or so, with the blocks that it plays
#: How much a container may use: microseconds of each period, and bytes; and what the system has left, in kB.
CPU_QUOTA, MEMORY_QUOTA = Path("/sys/fs/cgroup/cpu.max"), Path("/sys/fs/cgroup/memory.max")
MEMORY = Path("/proc/meminfo")


def processes_at_most() -> int:
    """As many processes as there are processors for this one, fewer where memory is short of them; at least 1."""
    return max(1, min((_processors(), *_limits())))


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


def _limits() -> Iterator[int]:
    """What the system says; nothing where it says it elsewhere or not at all."""
    with suppress(OSError, ValueError):  # "max 100000" where there is no quota
        share, period = CPU_QUOTA.read_text().split()
        yield math.ceil(int(share) / int(period))
    with suppress(OSError, ValueError):
        yield int(MEMORY_QUOTA.read_text()) // PROCESS
    with suppress(OSError):
        found = re.search(r"^MemAvailable: *(\d+) kB", MEMORY.read_text(), re.M)
        if found:
            yield int(found[1]) * 1024 // PROCESS
