"""Intervals over replications: quantiles from tables, coverage, and the cases without a value."""

from __future__ import annotations

import math

import fakes
import numpy as np
import pytest

from ladder_sim.results.intervals import mean_interval, paired, ratio, spread, t_quantile


@pytest.mark.parametrize(
    ("p", "df", "value"),
    [
        (0.975, 1, 12.7062047),
        (0.975, 2, 4.3026527),
        (0.975, 10, 2.2281389),
        (0.975, 30, 2.0422725),
        (0.975, 199, 1.9719565),
        (0.95, 5, 2.0150484),
        (0.995, 4, 4.6040949),
        (0.975, 1_000_000, 1.9599660),
    ],
)
def test_t_quantiles_equal_the_tables(p: float, df: int, value: float) -> None:
    assert t_quantile(p, df) == pytest.approx(value, rel=1e-6)


def test_interval_by_hand() -> None:
    found = mean_interval([1.0, 2.0, 3.0, math.nan])
    assert (found.mean, found.n) == (2.0, 3)
    assert found.half == pytest.approx(4.3026527 / math.sqrt(3), rel=1e-6)


def test_interval_without_values_or_width() -> None:
    assert math.isnan(mean_interval([]).mean)
    one = mean_interval([5.0, math.nan])
    assert one.mean == 5.0 and math.isnan(one.low)
    same = mean_interval([0.1] * 7)
    assert (same.low, same.mean, same.high) == (0.1, 0.1, 0.1)


def test_intervals_cover_the_truth_95_times_in_100() -> None:
    """400 samples of 8 uniforms: the covered number has mean 380 and sd 4.4, and the t interval is near exact here."""
    draws = fakes.luck(7, np.arange(400), 8, 0, 0)
    covered = sum(found.low <= 0.5 <= found.high for found in map(mean_interval, draws))
    assert abs(covered - 380) <= 4 * math.sqrt(400 * 0.95 * 0.05)


def test_ratio_and_spread_are_quiet() -> None:
    assert np.isnan(ratio([1.0, 0.0], [0.0, 0.0])).all()
    assert math.isnan(spread([math.nan])[0])
    assert spread(np.arange(101)) == (5.0, 95.0)


def test_rounding_noise_is_no_difference() -> None:
    assert paired([0.1 + 0.2, 2.0], [0.3, 1.0]).tolist() == [0.0, 1.0]
