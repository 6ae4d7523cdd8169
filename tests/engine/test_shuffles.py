"""Shuffled worlds: counted by hand, and as many people and promotions as in the run itself."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from ladder_sim.engine.shuffles import ShuffledGroups
from ladder_sim.experiment.simulation import simulate
from ladder_sim.results.coded import SHUFFLES


def test_months_and_promotions_by_hand() -> None:
    """Three people; the second leaves in month 5, the first is promoted in month 14, the run has 18 months."""
    made = object.__new__(ShuffledGroups)
    made.names, made.offsets, made.width, made.people = ("gender",), [0, 2], 2, 3
    made.first_day, made.came = np.array([0, 0, 1]), []
    made.gone, made.promotions = [(np.array([1]), 5)], [(np.array([0]), 14)]
    made.dealt = np.ones((SHUFFLES, 1, 3), np.int16)
    made.dealt[0, 0] = 0, 1, 0
    made.dealt[1, 0] = 0, 2, 2  # of two nothing is known
    made.recorder = SimpleNamespace(months=18)  # type: ignore[assignment]
    table = np.zeros((2, 2, SHUFFLES, 2, 2), np.int32)
    made.count(table)
    assert table[0, :, 0].tolist() == [[[12, 0], [4, 0]], [[6, 1], [0, 0]]]
    assert table[0, :, 1].tolist() == [[[12, 0], [0, 0]], [[6, 1], [0, 0]]]
    assert table[0, :, 2].tolist() == [[[0, 0], [16, 0]], [[0, 0], [6, 1]]]
    assert table[1, :, 0].tolist() == [[[12, 0], [0, 0]], [[6, 0], [0, 0]]]
    assert not table[1, :, 1].any()


def test_every_world_has_the_people_and_the_promotions_of_the_run() -> None:
    run = simulate("g1-g6-tenure-bands", "service-center-200", months=18, replications=5, seed=4)
    groups = run.counts.groups  # (replications, months, groups, [people, promotions])
    for year, months in enumerate((slice(0, 12), slice(12, 18))):
        own = groups[:, months].sum(axis=1)
        worlds = run.counts.audit["shuffled"][:, year]
        assert (worlds.sum(axis=2) == own.sum(axis=1)[:, None]).all()
        assert own[..., 1].sum() > 0 and (worlds != own[:, None]).any()
    steps = run.counts.audit["steps"].sum(axis=(1, 3))
    assert np.array_equal(steps, groups.sum(axis=1))


def test_the_worlds_do_not_depend_on_the_blocks() -> None:
    runs = [simulate("fabric-star-pay", months=14, replications=3, seed=2, block=block) for block in (1, 64_000)]
    one, other = (run.counts.audit["shuffled"] for run in runs)
    assert np.array_equal(one, other)
