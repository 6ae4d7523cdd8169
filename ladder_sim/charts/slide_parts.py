"""Which grades stand on which slide, where a picture of all of them would be too small to be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

from ladder_sim.core.i18n import tr
from ladder_sim.core.signs import width

GradeKey = TypeVar("GradeKey", str, int)


def parts(
    tracks: Sequence[Sequence[GradeKey]], fits: Callable[[tuple[GradeKey, ...]], bool]
) -> list[tuple[GradeKey, ...]]:
    """As few parts as can be read: first whole tracks, then a track by rows.

    Parameters
    ----------
    tracks : the grades of each, the lowest first
    fits : can these grades be read in one picture?

    Returns
    -------
    list of tuples
        The grades of each part. Parts of one track share the grade at which it is cut, so that each move between
        neighbors stands in one of them; a track that no cut makes fit stays whole.
    """
    for n in range(1, len(tracks) + 1):
        groups = [tuple(grade for track in group for grade in track) for group in _cut(tracks, n)]
        if all(fits(group) for group in groups):
            return groups
    return [part for track in tracks for part in _by_rows(tuple(track), fits)]


def _cut(tracks: Sequence[Sequence[GradeKey]], n: int) -> list[Sequence[Sequence[GradeKey]]]:
    """So many groups of neighbors, about equally large."""
    ends = [round(i * len(tracks) / n) for i in range(n + 1)]
    return [tracks[a:b] for a, b in pairwise(ends)]


def _by_rows(track: tuple[GradeKey, ...], fits: Callable[[tuple[GradeKey, ...]], bool]) -> list[tuple[GradeKey, ...]]:
    for n in range(1, max(2, len(track))):
        ends = [round(i * (len(track) - 1) / n) for i in range(n + 1)]
        made = [track[a : b + 1] for a, b in pairwise(ends)]
        if all(fits(part) for part in made):
            return made
    return [track]


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


__all__ = ["parts", "told_in"]
