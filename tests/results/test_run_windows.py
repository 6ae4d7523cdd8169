"""Windows that a run has not are refused in words, and a line says all of a run's luck."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import ladder_sim as ls


@pytest.fixture(scope="module")
def run() -> ls.Run:
    return ls.simulate("ecommerce-dual-track", months=12, replications=2)


@pytest.mark.parametrize("given", [(0, 99), (3, 2), (3, 3), ("a",), (-1, 4), (0.5, 4), (True, 4), (0, "b")])
def test_months_that_the_run_has_not_are_refused(run: ls.Run, given: tuple[Any, ...]) -> None:
    with pytest.raises(ls.LadderError, match=r"0 <= start < stop <= 12, got start=.*; the first year is window\(0, 12"):
        run.window(*given)
    ls.use("zh")
    with pytest.raises(ls.LadderError, match="须为整数"):
        run.window(*given)


def test_a_window_is_the_same_one_whatever_kind_of_whole_number_asks(run: ls.Run) -> None:
    assert run.window(0, 6) is run.window(np.int64(0), np.int64(6))


def test_a_joined_run_says_both_seeds(run: ls.Run) -> None:
    other = ls.simulate("ecommerce-dual-track", months=12, replications=3, seed=2)
    assert repr(run).endswith("seed 1>")
    assert repr(ls.join([run, other])).endswith("5 replications, seeds 1:0–1, 2:0–2>")
