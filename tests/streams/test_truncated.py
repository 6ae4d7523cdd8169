"""Draws between limits: against the law of what is cut off, and against what the draw without limits would give."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import scenes

from ladder_sim.core.problems import LadderError
from ladder_sim.engine.starting_people import hire_attributes, starting_people
from ladder_sim.experiment.simulation import simulate
from ladder_sim.streams import draws
from ladder_sim.streams.distributions import DISTRIBUTIONS
from ladder_sim.streams.quantiles import exact_quantile
from ladder_sim.streams.truncated import normal_below, normal_between, poisson_below

KEYS = draws.person_keys(11, np.arange(4)[:, None], np.arange(50_000)[None, :]).ravel()
U = draws.uniform(KEYS, "x")


def density(x: float) -> float:
    return math.exp(-x * x / 2) / math.sqrt(2 * math.pi)


def below(x: float) -> float:
    return 0.5 * math.erfc(-x / math.sqrt(2))


def cut_mean(mean: float, sd: float, low: float, high: float) -> tuple[float, float]:
    """Mean and variance of the truncated normal (Johnson, Kotz & Balakrishnan, vol. 1, 13.134 f.)."""
    a, b = (low - mean) / sd, (high - mean) / sd
    z = below(b) - below(a)
    first = (density(a) - density(b)) / z
    edge = sum(sign * x * density(x) for sign, x in ((1, a), (-1, b)) if math.isfinite(x)) / z
    return mean + sd * first, sd * sd * (1 + edge - first * first)


def near(drawn: np.ndarray, mean: float, variance: float) -> None:
    assert abs(drawn.mean() - mean) <= 4 * math.sqrt(variance / drawn.size)
    fourth = ((drawn - mean) ** 4).mean()
    assert abs(((drawn - mean) ** 2).mean() - variance) <= 4 * math.sqrt((fourth - variance**2) / drawn.size)


def test_the_distribution_function_is_that_of_the_normal() -> None:
    x = np.linspace(-12, 12, 4801)
    exact = np.array([below(float(value)) for value in x])
    assert np.abs(normal_below(x) - exact).max() < 1e-14
    assert np.abs(normal_below(x) / exact - 1).max() < 1e-7  # of the tails too


@pytest.mark.parametrize(("low", "high"), [(-1, 1), (0.5, 3), (2, math.inf), (-math.inf, -2), (6, 7), (-0.1, 0.1)])
def test_a_cut_normal_follows_its_law(low: float, high: float) -> None:
    drawn = normal_between(exact_quantile(U), low, high)
    assert drawn.min() >= low and drawn.max() <= high
    near(drawn, *cut_mean(0, 1, low, high))


def test_who_is_high_stays_high() -> None:
    """The same uniform: the order of people is that without limits, and common random numbers hold."""
    drawn = DISTRIBUTIONS["normal"].cut(U, 1.0, 10.0, 7.0, 2.0)  # type: ignore[misc]
    assert (np.argsort(drawn, kind="stable") == np.argsort(U, kind="stable")).all()
    near(drawn, *cut_mean(7, 2, 1, 10))


def test_a_cut_exponential_and_a_cut_count() -> None:
    drawn = DISTRIBUTIONS["exponential"].cut(U, 2.0, 6.0, 4.0)  # type: ignore[misc]
    a, b = math.exp(-2 / 4), math.exp(-6 / 4)
    assert drawn.min() >= 2 and drawn.max() <= 6
    assert abs(drawn.mean() - (4 + (2 * a - 6 * b) / (a - b))) < 4 * drawn.std() / math.sqrt(drawn.size)
    counts = DISTRIBUTIONS["poisson"].cut(U, 1.0, 3.0, 2.5)  # type: ignore[misc]
    mass = np.array([2.5**k / math.factorial(k) for k in (1, 2, 3)])
    assert sorted(set(counts)) == [1, 2, 3]
    assert np.bincount(counts.astype(int))[1:] / U.size == pytest.approx(mass / mass.sum(), abs=0.005)
    assert float(poisson_below(2, 2.5)) == pytest.approx(math.exp(-2.5) * (1 + 2.5 + 3.125))


WORKFORCE = """
people:
  headcount: 400
  attributes: {skill: {normal: [7, 2], cut: [1, 10]}, points: {table: {60: 0.2, 70: 0.5, 90: 0.3}}}
metrics: {kpi: %s}
hiring: none
"""
SCHEME = "ladder: {main: {a: {base: 100, role: agent}}}\nentry: a\n"


def test_attributes_are_cut_and_tabled(tmp_path: Path) -> None:
    workforce = scenes.workforce_of(tmp_path, WORKFORCE % "{value: 1}")
    start = starting_people(workforce, 1, np.arange(50))
    skill, points = start.attributes["skill"], start.attributes["points"]
    near(skill.ravel(), *cut_mean(7, 2, 1, 10))
    assert skill.min() >= 1 and skill.max() <= 10
    assert sorted(set(points.ravel())) == [60, 70, 90]
    assert abs(points.mean() - 74) < 4 * points.std() / math.sqrt(points.size)
    assert (hire_attributes(workforce, start.keys)["skill"] == skill).all()


@pytest.mark.parametrize(
    ("metric", "law"),
    [
        ("{normal: {mean: 80, within: 10, carry: 0.5}, cut: [70, 85]}", cut_mean(80, 10, 70, 85)),
        ("{normal: {mean: 80, between: 6, within: 8}, cut: [70, 85]}", cut_mean(80, 10, 70, 85)),
        ("{normal: {mean: 7, between: 2}, cut: [1, 10]}", cut_mean(7, 2, 1, 10)),
        ("{table: {60: 0.25, 80: 0.75}}", (75, 75)),
        ("{poisson: 2.5, cut: [1, null]}", (2.5 / (1 - math.exp(-2.5)), 0)),
    ],
)
def test_metrics_follow_their_law(tmp_path: Path, metric: str, law: tuple[float, float]) -> None:
    """The mean over 400 people × 50 replications; people are what is independent."""
    scheme = scenes.scheme_of(tmp_path, SCHEME)
    run = simulate(scheme, scenes.workforce_of(tmp_path, WORKFORCE % metric), months=2, replications=50, seed=3)
    mean = run.counts.kpi[:, 1, 0] / 400
    assert abs(mean.mean() - law[0]) < 4 * mean.std(ddof=1) / math.sqrt(50)


@pytest.mark.parametrize(
    ("metric", "told"),
    [
        ("{normal: {mean: 80, within: 5}, cut: [70, 85], clip: [60, 90]}", "cut: has clip too; choose one"),
        ("{uniform: [1, 2], cut: [1, 2]}", "'cut' goes with normal, lognormal, poisson"),
        ("{normal: {mean: 80, within: 5}, cut: [90, 85]}", "the lower limit 90 is above the upper 85"),
        ("{table: {60: 0.2, 70: 0.5}}", "shares must add up to 1, got 0.7"),
    ],
)
def test_faults_are_told(tmp_path: Path, metric: str, told: str) -> None:
    with pytest.raises(LadderError) as error:
        scenes.workforce_of(tmp_path, WORKFORCE % metric)
    assert told in str(error.value)
