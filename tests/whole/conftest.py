"""What the trials of the Python side share: a scheme and a small department, read once for each file of tests."""

from __future__ import annotations

import pytest

import ladder_sim as ls


@pytest.fixture(scope="module")
def a() -> ls.Scheme:
    return ls.load_scheme("ecommerce-dual-track")


@pytest.fixture(scope="module")
def people() -> ls.Workforce:
    return ls.load_workforce("small-department-30")
