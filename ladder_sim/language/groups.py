"""Nodes that set people beside others: ranks, and sums over a team or the unit."""

from __future__ import annotations

import numpy as np

from ladder_sim.language.nodes import Node, Value, View
from ladder_sim.steps import spread_numbers


def ranking(name: str, x: Node, group: str) -> Node:
    """Place of `x` among the ranked people of a group; 1 is the highest. Ties: longer service, then lot."""
    key = ("rank", x.key, group)

    def places(view: View) -> tuple[np.ndarray, np.ndarray]:
        values = spread_numbers(x.value(view), view.source.column("grade").size)
        groups, _ = view.source.group(group)
        ranked = np.flatnonzero(view.source.ranked() & ~np.isnan(values))
        return rank_within(values, groups, ranked, view.source.column("hired_since"), view.source.column("tie"))

    def run(view: View) -> Value:
        if key not in view.memo:
            view.memo[key] = places(view.everyone())
        place, size = view.memo[key]
        if view.idx is not None:
            place, size = place[view.idx], size[view.idx]
        if name == "rank":
            return place
        if name == "best_of":
            return place == 1
        if name == "lowest_of":
            return place == size
        if name == "rank_from_bottom":
            return size - place + 1
        if name == "percentile":
            return percent_below(place, size)
        raise ValueError(name)

    if name in ("best_of", "lowest_of"):  # who is not ranked is neither the best nor not the best
        return Node("bool", (name, *key), (ranking("rank", x, group),), nullable=True, period=x.period, run=run)
    return Node("number", (name, *key), (x,), nullable=True, period=x.period, run=run)


def percent_below(place: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Of the others in the group, how many per cent stand below: 100 for the first, 0 for the last, 100 when alone.

    Both ends alike: the k-th from the top has 100 less what the k-th from the bottom has. For values without ties it
    is PERCENTRANK.INC of spreadsheets. NaN where `place` is; of its shape.
    """
    percent: np.ndarray = 100 * (size - place) / np.maximum(size - 1, 1)
    return np.where(size == 1, 100.0, percent)


def rank_within(
    values: np.ndarray, groups: np.ndarray, ranked: np.ndarray, since: np.ndarray, tie: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Places (1 is the highest value) and group sizes for everybody; NaN where not ranked."""
    place = np.full(values.shape, np.nan)
    size = np.full(values.shape, np.nan)
    if not ranked.size:
        return place, size
    order = ranked[np.lexsort((tie[ranked], since[ranked], -values[ranked], groups[ranked]))]
    sorted_groups = groups[order]
    starts = np.flatnonzero(np.r_[True, sorted_groups[1:] != sorted_groups[:-1]])
    lengths = np.diff(np.r_[starts, order.size])
    place[order] = np.arange(order.size) - np.repeat(starts, lengths) + 1
    size[order] = np.repeat(lengths, lengths)
    return place, size


def together(name: str, x: Node) -> Node:
    """A mean, total or count over the members of the person's team, or of the whole unit."""
    unit = name.startswith("unit")
    what = name.split("_")[1]

    def groups(view: View) -> np.ndarray:
        index, size = view.source.group("everyone" if unit else "team")
        values = spread_numbers(x.value(view), index.size)
        members = np.flatnonzero(view.source.members(unit) & ~np.isnan(values))
        totals: np.ndarray = np.bincount(index[members], weights=values[members], minlength=size)
        if what == "mean":
            with np.errstate(all="ignore"):
                totals = totals / np.bincount(index[members], minlength=size)
        everybody: np.ndarray = totals[index]
        return everybody

    return Node("number", (name, x.key), (x,), nullable=what == "mean", period=x.period,
                run=lambda view: view.once((name, x.key), groups))  # fmt: skip
