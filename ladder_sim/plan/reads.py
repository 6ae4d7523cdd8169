"""What is read of the months before a run, so that nothing is closed there for nobody."""

from __future__ import annotations

from collections.abc import Sequence

from ladder_sim.expressions.scope import EVERY_MONTH, SeriesSpec


def note_first_closes(specs: Sequence[SeriesSpec]) -> None:
    """Write into each series the first month, 0 or before, whose close something may read.

    Windows of a run's first month reach as far back as a series remembers, and what closes then may itself look back on
    others. What counts from the hire on (streaks, how often so far, the beginning) reads every month.
    """
    reach = [(spec.length + 2) * spec.period.step for spec in specs]  # a period more for what is passed over
    first = [EVERY_MONTH if _counts(spec) else 1 - back for spec, back in zip(specs, reach, strict=True)]
    behind = [[i for i, other in enumerate(specs) if _reads(spec, other)] for spec in specs]
    for _ in specs:
        before = list(first)
        for start, below in zip(before, behind, strict=True):
            for i in below:
                first[i] = max(EVERY_MONTH, min(first[i], start - reach[i]))
        if first == before:
            break
    else:  # in a circle: a score of its own past
        first = [EVERY_MONTH] * len(specs)
    for spec, month in zip(specs, first, strict=True):
        spec.first_close = month


def _counts(spec: SeriesSpec) -> bool:
    return bool(spec.streak or spec.ever or spec.first or spec.so_far or spec.since)


def _reads(spec: SeriesSpec, other: SeriesSpec) -> bool:
    """Does what a series keeps look back on another, or on its own past, as a score may?"""
    if spec.inner is None or (spec is other and spec.score is None):
        return False
    return spec.inner.anywhere(lambda part: _within(part.key, other))


def _within(key: object, other: SeriesSpec) -> bool:
    """Is a series, or the score whose values it keeps, anywhere in a node's key?"""
    if not isinstance(key, tuple):
        return False
    if key == other.key or (other.score is not None and key[:2] == ("score", other.score)):
        return True
    return any(_within(part, other) for part in key)
