"""Windows over a ring of periods: of all of them, or of so many as each person has."""

from __future__ import annotations

import numpy as np
import pytest

from ladder_sim.streams import kernels
from ladder_sim.streams.windows import Reducing, own_window

RING = np.random.default_rng(1).normal(50, 10, (5, 3000))
RING[0, 7] = np.nan
OWN = np.arange(3000) % 5  # 0 to 4 periods


@pytest.mark.parametrize("setting", ["no", "yes"])
@pytest.mark.parametrize("latest_first", [False, True])
@pytest.mark.parametrize("people", [None, np.arange(1, 3000, 2)])
@pytest.mark.parametrize("what", ["sum", "lowest", "highest"])
def test_so_many_periods_as_each_has(
    setting: str, latest_first: bool, people: np.ndarray | None, what: Reducing, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = np.array([1, 0, 4, 3])
    mine = OWN if people is None else OWN[people]
    monkeypatch.setenv(kernels.SETTING, setting)
    kernels.compile_for(0)
    found = own_window(RING, order, people, mine, what, latest_first=latest_first)
    monkeypatch.setenv(kernels.SETTING, "no")
    kernels.compile_for(0)
    for person, number, value in zip(range(3000) if people is None else people, mine, found, strict=True):
        rows = RING[order[:number], person] if latest_first else RING[order[:number], person][::-1]
        total = {"sum": 0.0, "lowest": np.inf, "highest": -np.inf}[what]
        for row in rows:
            total = {"sum": np.add, "lowest": np.minimum, "highest": np.maximum}[what](total, row)
        np.testing.assert_equal(value, total)
