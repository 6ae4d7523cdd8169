"""Every shipped scheme leaves the same bits with NumPy's steps and with compiled ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import numpy as np
import pytest
from places import TESTS

from ladder_sim.experiment.simulation import simulate
from ladder_sim.results.counts import RunCounts
from ladder_sim.scenarios.loading import load_scheme, load_workforce
from ladder_sim.scenarios.registry import list_scenarios
from ladder_sim.streams import kernels

pytest.importorskip("numba")

MONTHS, REPLICATIONS = 13, 2  # a yearly review, and a month that looks back on a whole year


@pytest.fixture(autouse=True)
def afresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(kernels, "_compiled", None)
    monkeypatch.setattr(kernels, "_active", None)
    yield


def tables(counts: RunCounts) -> dict[str, np.ndarray]:
    """Every array of the counts by its name, those of dictionaries one by one."""
    found: dict[str, np.ndarray] = {}
    for each in fields(counts):
        value = getattr(counts, each.name)
        if isinstance(value, np.ndarray):
            found[each.name] = value
        elif isinstance(value, dict):
            found |= {f"{each.name} {key}": table for key, table in value.items() if isinstance(table, np.ndarray)}
    return found


#: What no shipped scheme has: caps over several grades, a part of pay that is settled at an exit.
LADDER = str(TESTS / "ladders" / "institution-posts.yaml")


@pytest.mark.parametrize("scheme", [*(entry.id for entry in list_scenarios("scheme")), LADDER])
def test_compiled_steps_change_no_bit(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    own = scheme if scheme == "reference-department" else "service-center-200"
    made, workforce, runs = load_scheme(scheme), load_workforce(own), []
    for setting in ("no", "yes"):
        monkeypatch.setenv(kernels.SETTING, setting)
        runs.append(tables(simulate(made, workforce, months=MONTHS, replications=REPLICATIONS, seed=11).counts))
        assert (kernels.compiled() is not None) == (setting == "yes")
    plain, fast = runs
    assert plain.keys() == fast.keys() and plain["exits"].any() and plain["pay"].any()
    for name, table in plain.items():
        assert table.dtype == fast[name].dtype and table.shape == fast[name].shape, name
        assert table.tobytes() == fast[name].tobytes(), name
