"""The statistics of doubt against closed forms, brute force and planted cases."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

import ladder_sim as ls
from ladder_sim.core.i18n import Title
from ladder_sim.doubt.failing import condition
from ladder_sim.doubt.flips import FlipSearch, turning
from ladder_sim.doubt.knowing import worth_knowing, worth_of_all
from ladder_sim.doubt.sampling import hypercube, numbers_at, quantile, world_of
from ladder_sim.doubt.spread import spread
from ladder_sim.model.assumptions import Assumption
from ladder_sim.results.intervals import SAMPLES, samples
from ladder_sim.results.origin import SeedRange
from ladder_sim.results.targets import targets_of

KNOWN = ls.compare(["ecommerce-dual-track", "fabric-star-pay"], "small-department-30", months=1, replications=2).known
TURNOVER = KNOWN["turnover"]


def assumption(key: str = "a", low: float = 0.0, high: float = 1.0, value: float = 0.5, **more: Any) -> Assumption:
    settings = {"shape": "uniform", "source": "stated", **more}
    return Assumption(key, (), key, Title(key, key), value, low, high, basis=Title("", ""), **settings)


# --- luck and spread --------------------------------------------------------------------------------


def test_without_anything_between_worlds_the_spread_is_zero() -> None:
    """Common random numbers and assumptions that do nothing: the same values in every world."""
    luck = np.random.default_rng(1).normal(0.4, 0.1, 20)
    found = spread(np.tile(luck, (50, 1)), TURNOVER, 20)
    assert found.between == 0 and found.luck == pytest.approx(0, abs=1e-12)
    assert np.ptp(found.worlds) == pytest.approx(0, abs=1e-12)
    assert found.mean.half == pytest.approx(2.093 * luck.std(ddof=1) / math.sqrt(20), rel=1e-3)


@pytest.mark.parametrize("between", [0.0, 0.03])
def test_the_spread_between_worlds_is_found_whatever_the_luck_within(between: float) -> None:
    """Luck of a world's own and luck that all share; the mean of the estimated variance over many sets, |z| <= 4."""
    rng, found = np.random.default_rng(2), []
    for _ in range(300):
        own, shared = rng.normal(0, 0.1, (40, 10)), rng.normal(0, 0.2, 10)
        worlds = rng.normal(0, between, (40, 1))
        made = spread(0.3 + worlds + shared + own, TURNOVER, 10)
        seen = np.var((0.3 + worlds + shared + own).mean(axis=1), ddof=1)
        found.append(seen - made.luck**2)  # before it is cut at 0
        assert np.var(made.worlds, ddof=1) == pytest.approx(made.between**2, abs=1e-15)
    z = (np.mean(found) - between**2) / (np.std(found, ddof=1) / math.sqrt(len(found)))
    assert abs(z) <= 4


def test_a_pooled_measure_has_the_luck_of_its_samples() -> None:
    """Means of replications as a pooled measure: the same luck as told from the replications themselves."""
    pooled = KNOWN["time_to_promotion"]
    assert pooled.pooled is not None
    data = np.random.default_rng(3).normal(0, 1, (30, 25)) + np.random.default_rng(4).normal(0, 3, 25)
    drawn = data @ samples(25).T / 25
    assert drawn.shape == (30, 1 + SAMPLES)
    a, b = spread(drawn, pooled, 25), spread(data, TURNOVER, 25)
    assert a.luck == pytest.approx(b.luck, rel=0.1)
    assert a.mean.mean == pytest.approx(b.mean.mean)


def test_a_world_that_could_not_be_played_has_no_value_and_the_others_keep_theirs() -> None:
    data = np.random.default_rng(5).normal(0.4, 0.1, (10, 6))
    data[3] = np.nan
    found = spread(data, TURNOVER, 6)
    assert np.isnan(found.worlds[3]) and not np.isnan(np.delete(found.worlds, 3)).any()
    assert np.isnan(spread(np.full((3, 4), np.nan), TURNOVER, 4).worlds).all()


# --- sampling ---------------------------------------------------------------------------------------


def test_each_strip_of_a_range_has_one_world_and_an_assumption_more_changes_no_other() -> None:
    shares = hypercube([assumption("a"), assumption("b")], 40, 7)
    for values in shares.values():
        assert sorted(np.floor(values * 40)) == list(range(40))
    assert (hypercube([assumption("b")], 40, 7)["b"] == shares["b"]).all()
    assert not (hypercube([assumption("b")], 40, 8)["b"] == shares["b"]).all()


def test_quantiles_are_those_of_the_distributions() -> None:
    shares = (np.arange(2000) + 0.5) / 2000
    triangular = [quantile(assumption(low=1, high=4, value=2, shape="triangular"), s) for s in shares]
    assert np.mean(triangular) == pytest.approx((1 + 2 + 4) / 3, rel=1e-3)  # mean and variance of the triangle
    assert np.var(triangular) == pytest.approx((1 + 4 + 16 - 2 - 8 - 4) / 18, rel=3e-3)
    normal = assumption(low=-1, high=3, value=1, shape="normal")
    assert quantile(normal, 0.05) == pytest.approx(-1) and quantile(normal, 0.95) == pytest.approx(3)
    assert quantile(normal, 0.5) == pytest.approx(1)
    assert quantile(assumption(low=2, high=6, value=2), 0.25) == 3
    choice = assumption(choices=("x", "y", "z"), high=2.0)
    assert [quantile(choice, s) for s in (0.1, 0.5, 0.9)] == [0, 1, 2]


def test_whole_numbers_are_drawn_alike() -> None:
    one = assumption(low=1, high=3, value=2, whole=True)
    numbers = numbers_at([one], {one.key: (np.arange(300) + 0.5) / 300})
    drawn = [world_of([one], row)[one.key] for row in numbers]
    assert [drawn.count(float(n)) for n in (1, 2, 3)] == [100, 100, 100]


# --- what is worth knowing --------------------------------------------------------------------------


def test_the_worth_of_knowing_is_that_of_the_closed_form() -> None:
    """Two schemes whose difference is a + b x + luck of other assumptions, x normal: E max(0, a + b x) - max(0, a).

    The unit normal loss: H. Raiffa and R. Schlaifer, Applied Statistical Decision Theory (1961), chapter 5.
    """
    rng = np.random.default_rng(11)
    x, other = rng.normal(size=4000), rng.normal(size=4000)
    a, b, c = -0.3, 1.0, 0.5
    scores = np.stack([np.zeros(4000), a + b * x + c * other], axis=1)
    found = worth_knowing([assumption("x"), assumption("y"), assumption("idle")],
                          np.stack([x, other, rng.normal(size=4000)], axis=1), scores)  # fmt: skip
    unit = NormalDist()

    def loss(sd: float) -> float:
        d = abs(a) / sd
        return sd * (unit.pdf(d) - d * (1 - unit.cdf(d)))

    by_key = {worth.assumption.key: worth for worth in found}
    assert by_key["x"].gain == pytest.approx(loss(b), abs=0.03)
    assert by_key["y"].gain == pytest.approx(loss(c), abs=0.02)
    assert by_key["x"].sure and by_key["y"].sure and not by_key["idle"].sure
    assert by_key["x"].changes == pytest.approx(1 - unit.cdf(0.3), abs=0.03)
    assert worth_of_all(scores) == pytest.approx(loss(math.hypot(b, c)), abs=0.03)


def test_nothing_is_worth_knowing_where_it_would_never_change_the_choice() -> None:
    x = np.random.default_rng(1).uniform(size=200)
    (worth,) = worth_knowing([assumption("x")], x[:, None], np.stack([np.zeros(200), 1 + x], axis=1))
    assert worth.gain == 0 and worth.changes == 0 and not worth.sure


def test_one_assumption_is_never_worth_more_than_all() -> None:
    """The better scheme is so by a step: a cubic through it falls below 0 beside the step, where nothing changes."""
    x = np.random.default_rng(1).uniform(size=200)
    for bottom in (0.01, -0.01):
        scores = np.stack([np.zeros(200), np.where(x < 0.6, bottom, 5.0)], axis=1)
        (worth,) = worth_knowing([assumption("x")], x[:, None], scores)
        assert 0 <= worth.gain <= worth_of_all(scores)


def test_chance_alone_is_told_as_worth_knowing_about_once_in_twenty() -> None:
    """Sixty sets of worlds in which eight assumptions say nothing; the number that is told is binomial, |z| <= 4."""
    told = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        scores = np.stack([np.zeros(80), rng.normal(size=80)], axis=1)
        found = worth_knowing([assumption(str(j)) for j in range(8)], rng.uniform(size=(80, 8)), scores)
        told += any(worth.sure for worth in found)
    assert (told - 60 * 0.05) / math.sqrt(60 * 0.05 * 0.95) <= 4


# --- where it fails ---------------------------------------------------------------------------------


def test_a_planted_condition_is_found() -> None:
    numbers = np.random.default_rng(3).uniform(size=(200, 5))
    found = condition([assumption(str(j)) for j in range(5)], numbers, numbers[:, 2] < 0.2)
    assert found is not None and found.assumption.key == "2" and not found.above and found.whole
    assert float(found.value) == pytest.approx(0.2, abs=0.02)
    assert (found.density, found.coverage) == (1.0, 1.0)
    above = condition([assumption(str(j)) for j in range(5)], numbers, numbers[:, 4] > 0.7)
    assert above is not None and above.above and above.assumption.key == "4"


def test_no_condition_is_told_of_chance() -> None:
    told = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        told += condition([assumption(str(j)) for j in range(20)], rng.uniform(size=(100, 20)),
                          rng.uniform(size=100) < 0.3) is not None  # fmt: skip
    assert told <= 4  # at most one in a hundred is expected
    assert condition([assumption()], np.ones((50, 1)), np.arange(50) < 10) is None


# --- flip points ------------------------------------------------------------------------------------


class Planted:
    """Plays of a difference slope * (x - root) * curve, with luck that all values share."""

    replications = 30

    def __init__(self, difference: Any, luck: float = 0.02) -> None:
        self.difference, self.luck, self.played = difference, luck, 0
        self.comparison = type("C", (), {"seed": 1, "luck": (SeedRange(1, 0, 1),), "baseline": "b"})()

    def play(self, wanted: Any, seed: int | None = None) -> None:
        self.played += len(list(wanted))

    def values(self, scheme: str, world: dict[str, Any], measure: str, seed: int | None = None) -> Any:
        noise = np.random.default_rng(seed or 1).normal(0, self.luck, self.replications)
        return noise * 0 if scheme == "b" else self.difference(world["a"]) + noise - noise.mean()


def search(plays: Any, one: Assumption) -> FlipSearch:
    known = tuple((end, float(plays.values("s", {"a": end}, "turnover").mean())) for end in one.ends)
    return FlipSearch(plays, "s", TURNOVER, one, known, float(plays.values("s", {"a": one.value}, "turnover").mean()))


def test_a_planted_turn_is_found_and_confirmed_on_either_side() -> None:
    plays = Planted(lambda x: 0.1 * (x - 0.8137))
    (flip,) = turning([search(plays, assumption())]).values()
    assert float(flip.value) == pytest.approx(0.8137, abs=1e-6) and flip.rising and flip.confirmed
    assert flip.here is not None and flip.there is not None
    assert float(flip.here) < 0.8137 < float(flip.there)


def test_no_turn_within_the_range() -> None:
    assert turning([search(Planted(lambda x: 0.1 * (x - 1.2)), assumption())]) == {}


def test_a_turn_and_back_again_is_seen_halfway() -> None:
    plays = Planted(lambda x: 0.1 - 0.9 * math.exp(-(((x - 0.75) / 0.1) ** 2)))
    (flip,) = turning([search(plays, assumption())]).values()
    assert 0.5 < float(flip.value) < 0.75


def test_no_play_is_spent_where_the_better_scheme_is_better_still() -> None:
    """Rising by a line: on the way up nothing is looked at, on the way down halfway."""
    one = search(Planted(lambda x: 0.1 + 0.1 * x), assumption())
    assert [float(value) for value in one.between()] == [float(one.assumption.value) / 2]


def test_a_turn_that_luck_covers_is_not_confirmed() -> None:
    (flip,) = turning([search(Planted(lambda x: 0.001 * (x - 0.9), luck=1.0), assumption())]).values()
    assert not flip.confirmed


def test_whole_numbers_turn_at_the_first_on_the_other_side() -> None:
    one = assumption(low=1, high=9, value=3, whole=True)
    (flip,) = turning([search(Planted(lambda x: 0.1 * (x - 5.4)), one)]).values()
    assert flip.value == 6 and flip.confirmed


def test_a_choice_turns_by_itself() -> None:
    one = assumption(value=False, choices=(False, True))  # type: ignore[arg-type]
    (flip,) = turning([search(Planted(lambda x: 0.1 if x else -0.1), one)]).values()
    assert flip.value is True and flip.confirmed


# --- targets ----------------------------------------------------------------------------------------


def test_targets_are_read_and_met() -> None:
    a, b, c = targets_of({"turnover": "<= 40%", "labor_cost": "≤3,000,000", "advancement_rate": 0.1}, KNOWN)
    assert (a.at_most, a.number) == (True, 0.4) and (b.at_most, b.number) == (True, 3e6)
    assert (c.at_most, c.number) == (False, 0.1)
    assert a.met(np.array([0.3, 0.4, 0.5, np.nan])).tolist() == [True, True, False, False]


def test_faults_of_targets_are_told_together() -> None:
    with pytest.raises(ls.LadderError) as caught:
        targets_of({"turnovr": "<= 1", "turnover": "low", "span": "8"}, KNOWN)
    assert len(caught.value.problems) >= 2
