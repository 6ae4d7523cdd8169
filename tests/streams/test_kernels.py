"""Kernels against the plain loops that they stand for."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ladder_sim.core import fixed_math
from ladder_sim.streams import kernels
from ladder_sim.streams.poisson import poisson_quantile


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32 - 1), st.integers(1, 60), st.sampled_from([1, 3, 1000]), st.sampled_from([1, 1 << 61]))
def test_ranked_is_the_order_by_group_value_service_and_lot(seed: int, people: int, values: int, lots: int) -> None:
    """Few values, so that many tie; lots of one digit, and of more than are packed into 63 bits with the rest."""
    random = np.random.default_rng(seed)
    value = random.integers(-values, values, people).astype(np.float64) * random.choice([1.0, -0.0], people)
    since = random.integers(-3, 3, people).astype(np.int16)
    tie, groups = random.permutation(people).astype(np.int64) * (lots // 64 + 1), random.integers(0, 4, people)
    found = kernels.ranked(value, since, tie, groups, 4)
    assert np.array_equal(found, np.lexsort((tie, since, -value, groups)))


def test_ranked_with_more_groups_than_sixteen_bits() -> None:
    random = np.random.default_rng(5)
    groups = random.integers(0, 1 << 18, 3000) // 1000 * 1000
    value, since, tie = random.integers(0, 3, 3000).astype(np.float64), np.zeros(3000, np.int16), np.arange(3000)
    found = kernels.ranked(value, since, tie, groups, 1 << 18)
    assert np.array_equal(found, np.lexsort((tie, since, -value, groups)))


def _quantile(u: float, mean: float) -> int:
    """Term after term, as the distribution is defined."""
    term = total = float(fixed_math.exp(-mean))
    count = 0
    while u > total and count < 400:
        count += 1
        term = term * mean / count
        total += term
    return count


@pytest.mark.parametrize("people", [1, 7, 40_000])
def test_poisson_in_step_is_the_loop_of_one(people: int) -> None:
    random = np.random.default_rng(people)
    mean, u = (
        random.choice([0.0, 0.3, 4.5, 16.0, 59.9], people) * random.uniform(0.5, 1.0, people),
        random.random(people),
    )
    u[:1] = math.nextafter(1.0, 0.0)
    found = poisson_quantile(u, mean)
    some = slice(None, None, max(1, people // 500))
    assert found[some].tolist() == [
        _quantile(*pair) for pair in zip(u[some].tolist(), mean[some].tolist(), strict=True)
    ]


def test_takers_come_to_the_lowest_one_after_another() -> None:
    """As a loop over the takers has it, for whole numbers with ties, fractions, and rows with nobody to take."""
    random = np.random.default_rng(3)
    for case in range(200):
        rows, columns = random.integers(1, 5), random.integers(1, 9)
        values = random.integers(0, 4, (rows, columns)) + (case % 2) * random.random((rows, columns))
        values = np.where(random.random(values.shape) < 0.2 * (case % 3), np.inf, values)
        wanted = random.integers(0, 2 * columns + 2, rows)
        room, one_by_one = values.copy(), []
        for row in np.repeat(np.arange(rows), wanted):
            column = int(room[row].argmin())
            one_by_one.append(column if np.isfinite(room[row, column]) else -1)
            room[row, column] += 1
        assert kernels.lowest_first(values, wanted).tolist() == one_by_one


@pytest.mark.parametrize("people", [0, 1, 255, 256, 5000])
@pytest.mark.parametrize("cuts", [0, 1, 4, 16, 17, 300])
def test_cuts_reached_are_those_that_a_search_finds(people: int, cuts: int) -> None:
    """Values on a cut have reached it; cuts may be alike."""
    random = np.random.default_rng(cuts)
    edges = np.sort(np.round(random.random(cuts), 2))
    values = np.round(random.random(people), 2)
    found = kernels.reached(edges, values)
    assert found.tolist() == [int((edges <= value).sum()) for value in values]
    assert found.shape == values.shape


def test_cuts_reached_by_a_table_of_values() -> None:
    values = np.linspace(0, 1, 600).reshape(20, 30)
    assert np.array_equal(kernels.reached(np.array([0.2, 0.7]), values), (values >= 0.2).astype(int) + (values >= 0.7))
