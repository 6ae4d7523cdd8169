"""Cumulative incidence: a published toy, delayed entry by hand, and a process whose answer is known exactly."""

from __future__ import annotations

import math

import fakes
import numpy as np
import pytest

from ladder_sim.results.coded import BY_EXIT, CENSORED
from ladder_sim.results.intervals import mean_interval, t_quantile
from ladder_sim.results.survival import LATE, incidence, mean_month, median_month, wait_counts, within

TOY_TIMES = (2, 3, 3, 5, 6, 6, 8, 9, 12, 12)
TOY_CAUSES = (2, 1, 2, 1, 0, 1, 2, 1, 1, 0)  # 1 promoted, 2 left, 0 still waiting


def counts(rows: list[tuple[int, int, int]], longest: int) -> np.ndarray:
    """Counts of one replication from (months, end, people); `LATE` among the ends: who came after so many months."""
    made = wait_counts(np.array([(0, 0, 0, *row) for row in rows if row[1] != LATE]), [0], longest, 1)
    for months, end, people in rows:
        if end == LATE:
            made[0, min(months, longest + 1), LATE] += people
    return made


def toy(end: dict[int, int]) -> list[tuple[int, int, int]]:
    """The toy as it is booked: who leaves in month t has t − 1 completed months; who is last seen after the review of
    month t would next have been at risk with t + 1.
    """
    shift = {0: 0, BY_EXIT: -1, CENSORED: 1}
    return [(t + shift[end[c]], end[c], 1) for t, c in zip(TOY_TIMES, TOY_CAUSES, strict=True)]


def test_aalen_johansen_toy() -> None:
    """Ten people: promoted .55, left .325, still in .125 (hand-computed; one minus Kaplan–Meier would say .788)."""
    found = incidence(counts(toy({0: CENSORED, 1: 0, 2: BY_EXIT}), 13))
    assert found.promoted[0, -1] == pytest.approx(0.55)
    assert found.left[0, -1] == pytest.approx(0.325)
    assert found.waiting[0, -1] == pytest.approx(0.125)
    assert found.promoted[0, [2, 3, 5, 6, 9]] == pytest.approx([0, 0.1, 0.2, 0.3, 0.425])
    assert found.left[0, [1, 2, 3, 8]] == pytest.approx([0, 0.1, 0.2, 0.325])
    assert found.promoted + found.left + found.other + found.waiting == pytest.approx(1)


def test_censoring_leavers_would_answer_another_question() -> None:
    censored = [(t, 0, 1) if c == 1 else (t + 1, CENSORED, 1) for t, c in zip(TOY_TIMES, TOY_CAUSES, strict=True)]
    found = incidence(counts(censored, 13))
    assert found.promoted[0, -1] == pytest.approx(0.788360, abs=1e-6)


def test_delayed_entry_by_hand() -> None:
    """Four newcomers, and two who come under observation after 3 months.

    One of the four leaves in the third month, S = 3/4. Then one of 3 + 2 leaves in the fourth, one of the two who have
    just come: S = 3/4 · 4/5 = 3/5. After 5 months two of four are promoted: F = 3/5 · 1/2 = .3.
    """
    rows = [(2, BY_EXIT, 1), (3, LATE, 2), (3, BY_EXIT, 1), (5, 0, 2), (7, CENSORED, 2)]
    found = incidence(counts(rows, 6))
    assert found.at_risk[0].tolist() == [4, 4, 4, 3, 4, 4, 2]
    assert found.left[0] == pytest.approx([0, 0, 0, 1 / 4, 1 / 4 + 3 / 20, 0.4, 0.4])
    assert found.promoted[0, 5] == pytest.approx(0.3)
    assert found.defined.all()


def test_moves_come_before_exits_of_the_same_month() -> None:
    """One of four is promoted, then one of three leaves, S = 3/4 · 2/3; later one of two is promoted: F = 1/4 + 1/4."""
    found = incidence(counts([(3, 0, 1), (3, BY_EXIT, 1), (5, 0, 1), (7, CENSORED, 1)], 6))
    assert found.promoted[0].tolist() == pytest.approx([0, 0, 0, 0.25, 0.25, 0.5, 0.5])
    assert found.left[0, 3:] == pytest.approx([0, 0.25, 0.25, 0.25])


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


def test_the_day_after_the_run_is_not_in_it() -> None:
    """Twelve months, all fresh: what would take effect after the twelfth is unknown, so eleven months' moves count."""
    found = incidence(counts([(6, 0, 2), (12, CENSORED, 8)], 12))
    assert within(found, 12)[0] == pytest.approx(0.2)


def test_median_and_mean_month() -> None:
    promoted = np.array([[0, 0, 0.1, 0.1, 0.3, 0.4], [0, 0, 0, 0, 0, 0]])
    assert median_month(promoted)[0] == 4 and mean_month(promoted)[0] == pytest.approx(
        (2 * 0.1 + 4 * 0.2 + 5 * 0.1) / 0.4
    )
    assert np.isnan([median_month(promoted)[1], mean_month(promoted)[1]]).all()


@pytest.mark.parametrize("tenure", [0, 36])
def test_known_process(tenure: int) -> None:
    """At least m months, then chance p a month, leaving w first: F(t) = Σ_{j=m..t} (1−w)^j (1−p)^(j−m) p.

    Mean over 80 replications of 500 people within 4 standard errors, with and without people who are under way at the
    start. A standard error is about .001: a month's shift of the waiting time moves F by .02 or more.
    """
    rules = fakes.Rules(tenure=tenure, people=500, leave=0.06, promote=(0.1, 0.04, 0.01, 0.0))
    played = fakes.run(rules, months=24, replications=80)
    w, p, m = rules.leave, rules.promote[0], rules.wait
    found = incidence(wait_counts(played.counts.waits, [0], 24, 80))
    for t in (8, 12, 16, 20):
        exact = sum((1 - w) ** j * (1 - p) ** (j - m) * p for j in range(m, t + 1))
        interval = mean_interval(within(found, t))
        error = interval.half / t_quantile(0.975, 79)
        assert abs(interval.mean - exact) <= 4 * error, (t, interval, exact)
        assert error < 0.003
