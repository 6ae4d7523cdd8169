"""The pyramid of the Peter principle against a program of its own, written from the paper alone.

Pluchino, Rapisarda & Garofalo, The Peter principle revisited, Physica A 389 (2010) 467: 160 people on six levels;
who is below 4 or past 60 leaves; the best, the worst or anybody of the level below fills the post. Competence is the
old one within one point (common sense), or a new draw (Peter). Efficiency is the mean competence weighted by the
responsibility of the levels, in % of the highest possible.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

import ladder_sim as ls
from ladder_sim.experiment.simulation import simulate
from ladder_sim.scenarios.loading import load_scheme, load_workforce

FOLDER = Path(__file__).parent
Floats = npt.NDArray[np.float64]
POSTS, RESPONSIBILITY = np.array([1, 5, 11, 21, 41, 81]), np.array([1, 0.9, 0.8, 0.6, 0.4, 0.2])
YEARS, LATE = 100, 70
#: Mean of the years 1 to 100 and of 71 to 100 by `company`, each with its standard error, of 160 companies.
REFERENCE = {
    ("people", "best"): ((62.727, 0.058), (59.888, 0.078)),
    ("people", "worst"): ((76.916, 0.062), (79.868, 0.081)),
    ("people", "random"): ((69.763, 0.051), (69.717, 0.082)),
    ("common-sense", "best"): ((74.631, 0.060), (76.757, 0.088)),
    ("common-sense", "worst"): ((67.246, 0.049), (66.177, 0.075)),
    ("common-sense", "random"): ((70.508, 0.062), (70.810, 0.100)),
}


def _between(rng: np.random.Generator, n: int, mean: float, sd: float, low: float, high: float) -> Floats:
    """Normal draws, those outside the limits drawn again."""
    values = rng.normal(mean, sd, n)
    while (outside := (values < low) | (values > high)).any():
        values[outside] = rng.normal(mean, sd, int(outside.sum()))
    return values


def company(seed: int, strategy: str, *, anew: bool) -> Floats:
    """The efficiency of a company at the beginning of each year, in %."""
    rng = np.random.default_rng(seed)
    level = np.repeat(np.arange(6), POSTS)
    skill, age = _between(rng, 160, 7, 2, 1, 10), _between(rng, 160, 25, 5, 18, 60)
    found = np.empty(YEARS)
    for year in range(YEARS):
        found[year] = 10 * (RESPONSIBILITY[level] * skill).sum() / (RESPONSIBILITY * POSTS).sum()
        age += 1
        gone, moved = (skill < 4) | (age > 60), np.zeros(160, bool)
        level[gone] = -1
        for place in range(5):
            for _ in range(POSTS[place] - int((level == place).sum())):
                below = np.flatnonzero((level == place + 1) & ~moved)
                if not below.size:
                    break
                order = {"best": -skill[below], "worst": skill[below]}.get(strategy)
                chosen = below[np.argmin(order)] if order is not None else rng.choice(below)
                level[chosen], moved[chosen] = place, True
        n, new = int(moved.sum()), int(gone.sum())
        near = np.clip(skill[moved] + rng.uniform(-1, 1, n), 1, 10)
        skill[moved] = _between(rng, n, 7, 2, 1, 10) if anew else near
        skill[gone], age[gone], level[gone] = _between(rng, new, 7, 2, 1, 10), _between(rng, new, 25, 5, 18, 60), 5
    return found


def agrees(values: Floats, mean: float, error: float) -> None:
    """Within four standard errors of both."""
    own = float(values.std(ddof=1)) / math.sqrt(values.size)
    z = (float(values.mean()) - mean) / math.hypot(own, error)
    assert abs(z) <= 4, f"got {values.mean():.2f} ± {own:.2f}, the reference has {mean:.2f} ± {error:.2f}: z = {z:.1f}"


def played(people: str, strategy: str, replications: int) -> ls.Run:
    scheme = load_scheme(FOLDER / "peter-pyramid.yaml")
    scheme = scheme if strategy == "best" else scheme.with_(strategy=strategy)
    workforce = load_workforce(FOLDER / f"peter-pyramid-{people}.yaml")
    return simulate(scheme, workforce, months=YEARS, replications=replications, seed=2027)


def check(people: str, strategy: str, replications: int) -> None:
    run, (whole, late) = played(people, strategy, replications), REFERENCE[people, strategy]
    agrees(run.known["efficiency"].compute(run.window(0, YEARS)), *whole)
    agrees(run.known["efficiency"].compute(run.window(LATE, YEARS)), *late)


@pytest.mark.parametrize("strategy", ["best", "worst"])
def test_promoting_the_best_costs_efficiency_where_competence_is_drawn_anew(strategy: str) -> None:
    """Twelve companies: detects 0.9 points of efficiency, of 17 between the strategies."""
    check("people", strategy, 12)


@pytest.mark.slow
@pytest.mark.parametrize(("people", "strategy"), REFERENCE)
def test_the_efficiency_is_that_of_the_paper(people: str, strategy: str) -> None:
    """A hundred companies: detects 0.4 points in the mean of all years and 0.6 in that of the late ones."""
    check(people, strategy, 100)


@pytest.mark.slow
@pytest.mark.parametrize(("people", "strategy"), REFERENCE)
def test_the_reference_is_reproduced(people: str, strategy: str) -> None:
    efficiency = np.array([company(1000 + seed, strategy, anew=people == "people") for seed in range(12)])
    whole, late = REFERENCE[people, strategy]
    agrees(efficiency.mean(axis=1), *whole)
    agrees(efficiency[:, LATE:].mean(axis=1), *late)
