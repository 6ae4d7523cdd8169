"""The reference department in ladder_sim with its hot steps compiled, as large runs have them."""

from __future__ import annotations

import numba  # noqa: F401  -- without it this simulator is left out

from benchmarks import with_ladder_sim
from benchmarks.tables import Tables


def simulate(people: int = 200, months: int = 60, replications: int = 100, seed: int = 1) -> Tables:
    """The tables of `replications` departments."""
    return with_ladder_sim.simulate(people, months, replications, seed, setting="yes")
