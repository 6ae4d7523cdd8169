"""Replications with another response to pay, played in the blocks of others, have the bits of runs of their own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import ladder_sim as ls
from ladder_sim.experiment.responses import PayResponse, numbered
from ladder_sim.experiment.simulation import Playing
from ladder_sim.streams import kernels

ASKED = (PayResponse(-1.0, 2, 2), PayResponse(-4.5, 2, 3))


def _at(people: ls.Workforce, exponent: float) -> ls.Workforce:
    attrition = people.attrition
    return replace(people, attrition=replace(attrition, effects=replace(attrition.effects, pay_gap=exponent)))


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize("block", [None, 60, 30])  # people: all in one, two replications, one
def test_every_response_is_that_of_a_run_of_its_own(
    block: int | None, compiled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(kernels.SETTING, "yes" if compiled else "no")
    people, schemes = ls.load_workforce("small-department-30"), [ls.load_scheme("fabric-star-pay")]
    (whole,) = Playing(people, 24, 3, block=block, responses=ASKED).play(schemes, 2, 4)
    own = [Playing(_at(people, each.exponent), 24, 3).play(schemes, each.first, each.replications)[0] for each in ASKED]
    apart = [Playing(people, 24, 3).play(schemes, 2, 4)[0], *own]
    assert whole.replications == 4 + 2 + 3
    assert not np.array_equal(own[0].values("turnover"), own[1].values("turnover")[:2])
    for name, measure in whole.known.items():
        if measure.pooled is None:
            expected = np.concatenate([run.values(name) for run in apart])
            assert np.array_equal(whole.values(name), expected, equal_nan=True), name


def test_numbers_of_a_block_on_either_side_of_the_end() -> None:
    def told(*cut: int) -> tuple[list[int], list[float]]:
        numbers, exponents = numbered(cut, 6, ASKED, -2.0)
        assert exponents is not None
        return numbers.tolist(), exponents.tolist()

    assert told(2, 5) == ([2, 3, 4], [-2.0] * 3)
    assert told(5, 9) == ([5, 2, 3, 2], [-2.0, -1.0, -1.0, -4.5])
    assert told(9, 11) == ([3, 4], [-4.5, -4.5])
    numbers, exponents = numbered((2, 5), 5, (), -2.0)
    assert numbers.tolist() == [2, 3, 4] and exponents is None
