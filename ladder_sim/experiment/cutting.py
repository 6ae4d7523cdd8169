"""Into which blocks the replications of a scheme are cut."""

from __future__ import annotations

import math

WORTHWHILE = 8_000  # people in a block who take about as long as the block's fixed cost
BLOCKS_EACH = 4  # for a worker, so that none waits long for the last
USUAL_WORK = 20.0  # of the rules of a scheme in the middle
#: Seconds of a month of a block, and of a person in it, by the work of the scheme's rules: a line through 45 schemes on
#: 200 people, halved; a scheme takes up to three times as long.
MONTH, EACH = (1e-3, 12e-6), (250e-9, 4e-9)


def seconds_of(work: float, people: int, months: int, replications: int) -> float:
    """About how long a scheme takes one process here, rather too short than too long.

    Parameters
    ----------
    work : of its rules against those of others, see `simulation.Playing`
    """
    month, each = MONTH[0] + MONTH[1] * work, EACH[0] + EACH[1] * work
    return months * (month + each * people * replications)


def cuts_of(people: int, schemes: int, replications: tuple[int, int], workers: int, most: int) -> list[tuple[int, int]]:
    """Replications from and to, block by block, of so many people each and of so many schemes.

    Parameters
    ----------
    most
        People in a block, fewer where several workers would wait.
    """
    first, end = replications
    size = max(1, most // people)
    if workers > 1:
        size = min(size, math.ceil((end - first) / _pieces(schemes, workers, (end - first) * people)))
    return [(start, min(start + size, end)) for start in range(first, end, size)]


def _pieces(schemes: int, workers: int, people: int) -> int:
    """Into how many blocks to cut each scheme: about four for each worker in all, none too small to be worth it."""
    most = max(1, people // WORTHWHILE)
    wanted = min(math.ceil(BLOCKS_EACH * workers / schemes), most)
    if schemes == 1 and wanted > workers:
        wanted -= wanted % workers  # so that none is left over for one worker alone
    return wanted
