"""Forced distributions: letters that a group's members get by their order, in stated shares."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ladder_sim.core.arrays import PersonFloats
from ladder_sim.expressions.groups import rank_within
from ladder_sim.expressions.nodes import Nature, Node, NodeValue, View
from ladder_sim.model.scheme import ForcedShare
from ladder_sim.streams.kernels import spread_numbers

_CLOSE = 1e-9
_PLACE = Nature(evidence=True, by="person", own_past=True)


def sizes(shares: Sequence[ForcedShare], people: int) -> list[int]:
    """How many of a group get each letter; they add up to its people.

    "at most" is rounded down, but not below its `least`, "at least" up. Plain shares are rounded by largest remainder,
    to what is left where nothing takes the rest, else to the nearest of their sum. Where a small group has too few, the
    letter next above gives up somebody, and what "at most" leaves over passes on to the rest or to the plain shares.
    """
    made = [0] * len(shares)
    for i, share in enumerate(shares):
        if share.kind == "at most":
            most = int(np.floor(share.share * people + _CLOSE)) if share.people is None else share.people
            made[i] = min(max(most, share.least), people)
        elif share.kind == "at least":
            made[i] = int(np.ceil(share.share * people - _CLOSE)) if share.people is None else share.people
    plain = [i for i, share in enumerate(shares) if share.kind == "share"]
    rest = next((i for i, share in enumerate(shares) if share.kind == "rest"), None)
    left = max(people - sum(made), 0)
    wanted = sum(shares[i].share for i in plain) * people
    total = left if rest is None else min(left, int(np.floor(wanted + 0.5 + _CLOSE)))
    for i, number in zip(plain, _largest_remainder([shares[i].share for i in plain], total), strict=True):
        made[i] = number
    if rest is not None:
        made[rest] = left - total
    _take_back(shares, made, sum(made) - people)
    return made


def _largest_remainder(weights: Sequence[float], total: int) -> list[int]:
    """`total` in proportion to the weights; ties go to the earlier ones."""
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    exact = [weight / whole * total for weight in weights]
    counts = [int(np.floor(value + _CLOSE)) for value in exact]
    order = sorted(range(len(exact)), key=lambda i: (counts[i] - exact[i], i))
    for i in order[: total - sum(counts)]:
        counts[i] += 1
    return counts


def _take_back(shares: Sequence[ForcedShare], made: list[int], over: int) -> None:
    """What "at least" took beyond the group's people comes from the letters above it, the nearest first."""
    lowest = max((i for i, share in enumerate(shares) if share.kind == "at least"), default=len(shares) - 1)
    order = [*range(lowest - 1, -1, -1), *range(lowest + 1, len(shares)), lowest]
    for i in order:
        given = min(over, made[i])
        made[i] -= given
        over -= given


def forced(x: Node, shares: Sequence[ForcedShare], groups: Sequence[str]) -> Node:
    """The letter of each by the order of `x` among the ranked people of a group; unknown where `x` is.

    Parameters
    ----------
    shares : how many get which letter, the first letters being the best
    groups : names of groups that are joined
    """
    key = ("forced", x.key, tuple(shares), tuple(groups))
    letters = tuple(share.letter for share in shares)

    def codes(view: View) -> PersonFloats:
        source = view.source
        values = spread_numbers(x.value(view), view.everyone_size)
        group, number = source.group(*groups)
        ranked = np.flatnonzero(source.ranked() & ~np.isnan(values) & (group >= 0))
        since, tie = source.column("hired_since")[ranked], source.column("tie")[ranked]
        place, size = rank_within(values, group, number, ranked, since, tie)
        found = np.full(place.shape, np.nan)
        for people in np.unique(size[ranked]).astype(int).tolist():
            mine = ranked[size[ranked] == people]
            found[mine] = np.searchsorted(np.cumsum(sizes(shares, people)), place[mine] - 0.5, side="left")
        return found

    def run(view: View) -> NodeValue:
        return view.once(key, codes)

    return Node("symbol", key, (x,), levels=letters, nullable=True, period=x.period, nature=_PLACE, run=run)
