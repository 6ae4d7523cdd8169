"""What the trials of the Python side share: a scheme, people and a comparison, made once for each file of tests."""

from __future__ import annotations

import pytest

import ladder_sim as ls


@pytest.fixture(scope="module")
def a() -> ls.Scheme:
    return ls.load_scheme("ecommerce-dual-track")


@pytest.fixture(scope="module")
def people() -> ls.Workforce:
    return ls.load_workforce("small-department-30")


@pytest.fixture(scope="module")
def both(a: ls.Scheme, people: ls.Workforce) -> ls.Comparison:
    return ls.compare([a, "video-cloud-levels"], people, months=3, replications=2)


@pytest.fixture(scope="module")
def two(people: ls.Workforce) -> ls.Comparison:
    """As `both`, of half a year, so that people move."""
    return ls.compare(["ecommerce-dual-track", "video-cloud-levels"], people, months=6, replications=4)
