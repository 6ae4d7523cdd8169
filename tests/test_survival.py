"""Cumulative incidence: a published toy, delayed entry by hand, and a process whose answer is known exactly."""

from __future__ import annotations

import math

import fakes
import numpy as np
import pytest

from ladder_sim.intervals import mean_interval
from ladder_sim.survival import EXIT, LATE, incidence, mean_month, median_month, wait_counts, within

TOY_TIMES = (2, 3, 3, 5, 6, 6, 8, 9, 12, 12)
TOY_CAUSES = (2, 1, 2, 1, 0, 1, 2, 1, 1, 0)  # 1 promoted, 2 left, 0 still waiting


def counts(rows: list[tuple[int, int, int]], longest: int) -> np.ndarray:
    """Counts of one replication from (months, end, people)."""
    return wait_counts(np.array([(0, 0, *row) for row in rows]), [0], longest, 1)


def test_aalen_johansen_toy() -> None:
    """Ten people: promoted .55, left .325, still in .125 (hand-computed; one minus Kaplan–Meier would say .788)."""
    end = {0: 3, 1: 0, 2: 1}
    found = incidence(counts([(t, end[c], 1) for t, c in zip(TOY_TIMES, TOY_CAUSES, strict=True)], 12))
    assert found.promoted[0, -1] == pytest.approx(0.55)
    assert found.left[0, -1] == pytest.approx(0.325)
    assert found.waiting[0, -1] == pytest.approx(0.125)
    assert found.promoted[0, [2, 3, 5, 6, 9]] == pytest.approx([0, 0.1, 0.2, 0.3, 0.425])


def test_censoring_leavers_would_answer_another_question() -> None:
    end = {0: 3, 1: 0, 2: 3}
    found = incidence(counts([(t, end[c], 1) for t, c in zip(TOY_TIMES, TOY_CAUSES, strict=True)], 12))
    assert found.promoted[0, -1] == pytest.approx(0.788360, abs=1e-6)


def test_delayed_entry_by_hand() -> None:
    """Four newcomers and two who come under observation after month 3.

    Month 2: one of four leaves, S = 3/4. Month 5: at risk 3 + 2, two promoted: F = 3/4 · 2/5 = .3.
    """
    rows = [(2, EXIT, 1), (5, 0, 2), (6, 3, 3), (3, LATE, 2)]
    found = incidence(counts(rows, 6))
    assert found.at_risk[0].tolist() == [4, 4, 4, 3, 5, 5, 3]
    assert found.promoted[0, 5] == pytest.approx(0.3)
    assert found.defined.all()


def test_beyond_the_horizon_only_counts_as_at_risk() -> None:
    found = incidence(counts([(1, 0, 1), (40, 0, 3), (30, LATE, 2)], 6))
    assert found.at_risk[0].tolist() == [2, 2, 1, 1, 1, 1, 1]
    assert found.promoted[0].tolist() == [0, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]


def test_nobody_observed_is_not_nobody_promoted() -> None:
    """All were 10 months in grade at the start: what happens in the first 10 months cannot be said."""
    found = incidence(counts([(10, LATE, 5), (12, 0, 5)], 24))
    assert not found.defined[0, 5]
    assert math.isnan(within(found, 12)[0])
    assert math.isnan(within(found, 99)[0])


def test_median_and_mean_month() -> None:
    promoted = np.array([[0, 0, 0.1, 0.1, 0.3, 0.4], [0, 0, 0, 0, 0, 0]])
    assert median_month(promoted)[0] == 4 and mean_month(promoted)[0] == pytest.approx(
        (2 * 0.1 + 4 * 0.2 + 5 * 0.1) / 0.4
    )
    assert np.isnan([median_month(promoted)[1], mean_month(promoted)[1]]).all()


@pytest.mark.parametrize("tenure", [0, 36])
def test_known_process(tenure: int) -> None:
    """At least m months, then chance p a month, leaving w first: F(t) = Σ_{j=m..t} (1−w)^j (1−p)^(j−m) p.

    Mean over 150 replications within 4 standard errors, with and without people who are under way at the start;
    a standard error is about .003, so a month's shift of the waiting time (.01 or more) would be seen.
    """
    rules = fakes.Rules(tenure=tenure)
    played = fakes.run(rules, months=36, replications=150)
    w, p, m = rules.leave, rules.promote[0], rules.wait
    found = incidence(wait_counts(played.tally.waits, [0], 36, 150))
    for t in (12, 24, 36):
        exact = sum((1 - w) ** j * (1 - p) ** (j - m) * p for j in range(m, t + 1))
        interval = mean_interval(within(found, t))
        error = interval.half / 1.976
        assert abs(interval.mean - exact) <= 4 * error, (t, interval, exact)
        assert error < 0.006
