"""Windows over a ring of periods: of all of them, or of so many as each person has."""

from __future__ import annotations

import numpy as np
import pytest

from ladder_sim.streams import draws, kernels
from ladder_sim.streams.windows import Reducing, own_window, window

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


@pytest.mark.parametrize("people", [None, np.array([5, 0, 99, 5])])
@pytest.mark.parametrize(("newest", "periods"), [(0, 1), (2, 3), (1, 4)])
def test_the_same_windows(
    monkeypatch: pytest.MonkeyPatch, people: np.ndarray | None, newest: int, periods: int
) -> None:
    ring = draws.normal(draws.person_keys(1, np.arange(4)[:, None], np.arange(100)[None]), "ring")
    since = np.arange(100, dtype=np.int16) if people is None else people.astype(np.int16)
    found = []
    for setting in ("yes", "no"):
        monkeypatch.setenv(kernels.SETTING, setting)
        kernels.compile_for(0)
        found.append(window(ring, newest, periods, people, since, 50))
    plain, fast = found
    np.testing.assert_array_equal(plain, fast)
    rows = [ring[(newest - back) % 4] for back in range(periods)]
    expected = np.where(np.arange(100) >= 50, np.nan, np.sum(rows, axis=0))
    np.testing.assert_allclose(plain, expected if people is None else expected[people])
