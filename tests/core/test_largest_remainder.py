"""Largest remainder: known answers, and what holds of every number shared out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ladder_sim.core.largest_remainder import largest_remainder


def shared(weights: list[float], total: int) -> list[int]:
    return [int(n) for n in largest_remainder(np.array([weights], float), np.array([total]))[0]]


@pytest.mark.parametrize(
    ("weights", "total", "parts"),
    [
        ([47, 33, 20], 10, [5, 3, 2]),  # exact shares 4.7, 3.3, 2.0
        ([1, 1, 1], 2, [1, 1, 0]),  # equal remainders: who stands first
        ([30, 10], 2, [2, 0]),  # 1.5 and 0.5: of equal remainders the larger group
        # 6 over 3, 5, 2, 2 people: 1.5, 2.5, 1, 1; one is left for two remainders of a half: the larger group
        ([3, 5, 2, 2], 6, [1, 3, 1, 1]),
        # 2 over 5, 5, 10: 0.5, 0.5, 1; of groups alike in both who stands first
        ([5, 5, 10], 2, [1, 0, 1]),
        # 10 over 9, 7, 5, 3, 1 of 25: 3.6, 2.8, 2, 1.2, 0.4
        ([9, 7, 5, 3, 1], 10, [4, 3, 2, 1, 0]),
        ([0, 0], 3, [0, 0]),
        ([0, 5], 3, [0, 3]),
    ],
)
def test_known_answers(weights: list[float], total: int, parts: list[int]) -> None:
    assert shared(weights, total) == parts


@given(st.lists(st.integers(0, 500), min_size=1, max_size=8), st.integers(0, 200))
def test_parts_are_whole_add_up_and_lie_within_one_of_their_share(weights: list[int], total: int) -> None:
    found = shared(list(map(float, weights)), total)
    assert sum(found) == (total if sum(weights) else 0)
    for part, weight in zip(found, weights, strict=True):
        exact = total * weight / sum(weights) if sum(weights) else 0
        assert abs(part - exact) < 1 and (weight or not part)


@given(st.lists(st.integers(1, 50), min_size=2, max_size=6), st.integers(0, 60), st.integers(1, 40))
def test_a_larger_group_gets_no_less(weights: list[int], total: int, more: int) -> None:
    grown = [weights[0] + more, *weights[1:]]
    assert shared(list(map(float, grown)), total)[0] >= shared(list(map(float, weights)), total)[0]
