"""What is read of the months before a run, so that nothing is closed there for nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ladder_sim.expressions.nodes import Node, NodeKey
from ladder_sim.expressions.scope import EVERY_MONTH, SeriesSpec

#: Keys by their first word.
KeysWithin = Mapping[object, Sequence[NodeKey]]


def note_first_closes(specs: Sequence[SeriesSpec]) -> None:
    """Write into each series the first month, 0 or before, whose close something may read.

    Windows of a run's first month reach as far back as a series remembers, and what closes then may itself look back on
    others. What counts from the hire on (streaks, how often so far, the beginning) reads every month.
    """
    reach = [(spec.length + 2) * spec.period.step for spec in specs]  # a period more for what is passed over
    first = [EVERY_MONTH if _counts(spec) else 1 - back for spec, back in zip(specs, reach, strict=True)]
    behind = [_behind(spec, specs) for spec in specs]
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


def _behind(spec: SeriesSpec, specs: Sequence[SeriesSpec]) -> list[int]:
    """The places of the series on which what one keeps looks back, on its own past too where it is a score's."""
    if spec.inner is None:
        return []
    keys = _keys_within(spec.inner)
    return [i for i, other in enumerate(specs) if _reads(keys, other) and (spec is not other or spec.score is not None)]


def _reads(keys: KeysWithin, other: SeriesSpec) -> bool:
    """Is a series, or the score whose values it keeps, among these keys?"""
    if other.key in keys.get(other.key[0], ()):
        return True
    return other.score is not None and any(key[1:2] == (other.score,) for key in keys.get("score", ()))


def _keys_within(inner: Node) -> KeysWithin:
    """Every key that stands anywhere in those of a node and of its parts, each once."""
    found: dict[object, list[NodeKey]] = {}
    seen: set[int] = set()
    left: list[object] = [inner]
    while left:
        one = left.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, Node):
            left += (one.key, *one.parts)
        elif isinstance(one, tuple):
            if one and isinstance(one[0], str):
                found.setdefault(one[0], []).append(one)
            left += one
    return found
