"""What of a picture of some grades lies beyond them, told in words in the lines that there are."""

from __future__ import annotations

from collections.abc import Iterable

from ladder_sim.core.i18n import tr
from ladder_sim.core.signs import width


def told_in(items: Iterable[str], columns: int, lines: int, head: str = "") -> str:
    """As many items as so many lines hold, the first ones, and how many more there are; lines end between items."""
    every = list(items)
    if head and width(head + every[0]) > columns and lines > 1:
        return f"{head.rstrip()}\n{told_in(every, columns, lines - 1)}"
    every[0] = head + every[0]
    made, between = [""], tr("; ", "；")
    for place, item in enumerate(every):
        more = tr(" (and {n} more)", "（另有{n}项）", n=len(every) - place)
        joined = made[-1] + between + item if made[-1] else item
        last = len(made) == lines
        after = 0 if place == len(every) - 1 else width(more) if last else width(between.rstrip())
        if not made[-1] or width(joined) + after <= columns:
            made[-1] = joined
        elif not last:
            made[-1] += between.rstrip()
            made.append(item)
        else:
            return "\n".join(made) + more
    return "\n".join(made)
