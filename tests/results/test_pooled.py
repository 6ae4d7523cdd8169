"""Measures formed from all replications together, and what the same luck saves."""

from __future__ import annotations

import math
from dataclasses import replace

import fakes
import numpy as np
import pytest
from relabeled import relabeled

from ladder_sim.model.expression import Expr
from ladder_sim.results.comparison import UNSURE, Comparison
from ladder_sim.results.intervals import mean_interval, pooled_interval, samples, variance_ratio
from ladder_sim.results.run import Run

ENDS = {"promotion": 0, "exit": 1, "end": 3}


def waiting(*replications: tuple[tuple[int, str, int], ...], months: int = 18) -> Run:
    """Stays in the entry grade by replication: completed months, how they end, people."""
    counts = fakes.empty(months, len(replications))
    rows = [(r, 0, 0, month, ENDS[end], people) for r, stays in enumerate(replications) for month, end, people in stays]
    counts.waits = np.array(rows, np.int32)
    counts.headcount[:] = (10, 5, 3, 2)
    return Run(fakes.scheme(), fakes.workforce(), months, len(replications), 1, fakes.axes(), counts)


SHORT = ((4, "promotion", 6), (18, "end", 4))
LONG = ((12, "promotion", 4), (18, "end", 6))
NONE = ((18, "end", 10),)


def test_the_median_wait_is_that_of_all_replications() -> None:
    """Six promoted at 4 and four at 12, of thirty: half of the ten by month 4; the mean of medians would be 8."""
    run = waiting(SHORT, LONG, NONE)
    assert run.values("time_to_promotion")[:2].tolist() == [4, 12] and math.isnan(run.values("time_to_promotion")[2])
    assert run.interval("time_to_promotion").mean == 4
    assert run.interval("time_to_promotion").n == 3, "the replication without a promotion is not left out"
    assert run.interval("time_to_promotion_mean").mean == pytest.approx((6 * 4 + 4 * 12) / 10)
    assert run.interval("promoted_within_12").mean == pytest.approx(10 / 30)
    assert run.note("time_to_promotion").startswith("no value of their own in 1 of 3 replications: nobody was promoted")


def test_a_wait_that_one_replication_shows_is_not_told_as_sure() -> None:
    run = waiting(SHORT, *[NONE] * 9)
    found = run.interval("time_to_promotion")
    assert found.mean == 4 and found.n == 10
    low, high = run.interval("promoted_within_12").low, run.interval("promoted_within_12").high
    assert low == 0 and high > 0.1 > 6 / 100


def test_equal_waits_under_other_rules_are_no_detectable_difference() -> None:
    runs = (waiting(SHORT, LONG, NONE), waiting(SHORT, LONG, NONE))
    runs = (runs[0], relabeled(runs[1], scheme=replace(fakes.scheme("other"), team_size=Expr("9"))))
    found = Comparison(runs, "fake").contrast("other", "time_to_promotion")
    assert found.verdict is UNSURE and found.difference.mean == 0


def test_a_rate_of_a_grade_divides_sums() -> None:
    """One of one promoted in one replication, none of nineteen in the other: 1 ÷ 20 a head, not the mean of 1 and 0."""
    counts = fakes.empty(12, 2)
    counts.headcount[0], counts.headcount[1] = (1, 5, 0, 2), (19, 5, 0, 0)
    counts.moves[0, 3, 0] = 1
    run = Run(fakes.scheme(), fakes.workforce(), 12, 2, 1, fakes.axes(), counts)
    assert run.values("promotion_rate:junior").tolist() == [1, 0]
    assert run.interval("promotion_rate:junior").mean == pytest.approx(2 / 2 / 20 * 1)
    assert run.interval("span").mean == pytest.approx((6 + 24) / 2), "the replication without a leader is not left out"


def test_a_pooled_mean_has_about_the_t_interval() -> None:
    """Of plain means the bootstrap must say what t says, whatever the number of replications."""
    for n in (8, 30, 200):
        values = fakes.luck(n, np.arange(1), n, 0, 0)[0]
        found, t = pooled_interval(samples(n) @ values / n, n), mean_interval(values)
        assert found.mean == pytest.approx(t.mean)
        assert found.half == pytest.approx(t.half, rel=0.35 if n == 8 else 0.2)


def test_of_one_replication_nothing_is_known_of_the_pool() -> None:
    run = waiting(SHORT)
    assert run.interval("time_to_promotion").mean == 4 and math.isnan(run.interval("time_to_promotion").low)


def test_what_the_same_luck_saves_by_hand() -> None:
    """Variances 5/3 and 35/12, that of the difference 1/4: (20/12 + 35/12) ÷ 3/12."""
    assert variance_ratio(np.array([1.0, 2, 3, 4]), np.array([1.0, 2, 3, 5])) == pytest.approx(55 / 3)
    assert math.isnan(variance_ratio(np.arange(4.0), np.arange(4.0) + 2)), "a difference that does not vary"


def test_luck_of_its_own_saves_nothing_and_the_same_luck_does() -> None:
    """Two fakes with the same luck, and two with unlike: the ratio of the second is 1 give or take its own noise."""
    near = fakes.run(fakes.Rules(leave=0.031), chosen=fakes.scheme("near"), months=12, replications=200)
    base = fakes.run(months=12, replications=200)
    far = fakes.run(chosen=fakes.scheme("far"), months=12, replications=200, seed=2)
    far = relabeled(far, seed=1)  # else it would be no pair of the baseline
    found = Comparison((base, near, far), "fake")
    assert found.contrast("near", "turnover").luck_saves > 5
    assert found.contrast("far", "turnover").luck_saves == pytest.approx(1, abs=0.35)
    table = found.table(["turnover"])
    assert table.loc[("near", "turnover"), "luck_saves"] == found.contrast("near", "turnover").luck_saves
    assert math.isnan(table.loc[("fake", "turnover"), "luck_saves"])
    cell = found.to_dict()["schemes"]["near"]["measures"]["turnover"]
    assert cell["luck_saves"] == pytest.approx(found.contrast("near", "turnover").luck_saves)
