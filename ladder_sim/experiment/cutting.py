"""Into which blocks the replications of a scheme are cut."""

from __future__ import annotations

import math
import os
from concurrent.futures import Executor

WORTHWHILE = 8_000  # people in a block who take about as long as the block's fixed cost
BLOCKS_EACH = 4  # for a worker, so that none waits long for the last


def cuts_of(
    people: int, schemes: int, replications: tuple[int, int], executor: Executor | None, most: int
) -> list[tuple[int, int]]:
    """Replications from and to, block by block, of so many people each and of so many schemes.

    Parameters
    ----------
    most
        People in a block, fewer where an executor's workers would wait.
    """
    first, end = replications
    size = max(1, most // people)
    if executor is not None:
        # process and thread pools tell their size only here; of any other executor this machine's is a fair guess
        workers = getattr(executor, "_max_workers", None) or os.cpu_count() or 1
        size = min(size, math.ceil((end - first) / _pieces(schemes, workers, (end - first) * people)))
    return [(start, min(start + size, end)) for start in range(first, end, size)]


def _pieces(schemes: int, workers: int, people: int) -> int:
    """Into how many blocks to cut each scheme: about four for each worker in all, none too small to be worth it."""
    most = max(1, people // WORTHWHILE)
    wanted = min(math.ceil(BLOCKS_EACH * workers / schemes), most)
    if schemes == 1 and wanted > workers:
        wanted -= wanted % workers  # so that none is left over for one worker alone
    return wanted
