"""Groups against the others: signed, pooled, beside what luck alone gives, and never better or worse."""

from __future__ import annotations

import math
from dataclasses import replace

import fakes
import numpy as np
import pytest
from relabeled import relabeled

from ladder_sim.core.i18n import Title
from ladder_sim.results.comparison import HIGHER, LOWER, Comparison
from ladder_sim.results.intervals import samples
from ladder_sim.results.parity import Counts, attribute_of, pairs
from ladder_sim.results.run import Run

NAME = "fairness:gender:female"


def filled(promotions: np.ndarray, people: tuple[int, ...] = (30, 20)) -> Run:
    """A year in which groups of so many people have so many promotions, shape (replications, groups)."""
    counts = fakes.empty(12, len(promotions), groups=len(people))
    counts.headcount[:] = (20, 15, 10, 5)
    counts.groups[..., 0] = people
    counts.groups[:, 4, :, 1] = promotions
    return Run(fakes.scheme(), fakes.workforce(), 12, len(promotions), 1, fakes.axes(), counts)


def binomial(n: int, share: float, replications: int, seed: int) -> np.ndarray:
    return (fakes.luck(seed, np.arange(replications), n, 0, 9) < share).sum(axis=1)


def test_the_groups_of_all_replications_are_taken_together() -> None:
    """6 of 30 women in one replication, 2 of 20 men in another: neither has a ratio of its own that is worth much."""
    run = filled(np.array([[6, 0], [0, 2], [0, 0]]))
    found = run.interval(NAME)
    assert found.mean == pytest.approx(math.log(6.5 / (3 * 30)) - math.log(2.5 / (3 * 20)))
    assert found.low < 0 < found.high and found.n == 3


@pytest.mark.parametrize("seed", range(3))
def test_a_group_that_nobody_favors_is_as_often_above_as_below(seed: int) -> None:
    """Each promotion falls on a woman with the share of women: the mean of 400 ratios is 0 ± 4 standard errors.

    The lowest rate ÷ the highest, of which the same replications speak, lies far below 1.
    """
    women = binomial(5, 0.6, 400, seed)
    counts = Counts(women.astype(float), np.full(400, 360.0), 5.0 - women, np.full(400, 240.0))
    ratios = counts.log_ratio()
    assert abs(ratios.mean()) < 4 * ratios.std() / 20 + 0.05, "half a promotion leaves a bias below 0.05"
    rates = np.column_stack([counts.own / 360, counts.rest / 240])
    assert np.nanmean(rates.min(axis=1) / rates.max(axis=1)) < 0.6
    whole, single = counts.null()
    assert 0.93 <= (np.abs(ratios) <= single + 1e-9).mean() <= 1, "luck alone, in one replication"
    twenties = np.kron(np.eye(20), np.ones(20))
    every = (counts.own, counts.own_months, counts.rest, counts.rest_months)
    parts = (part.reshape(20, 20).sum(axis=1) for part in every)
    apart = np.abs(counts.pooled(twenties).log_ratio())
    assert (apart <= Counts(*parts).null()[1] + 1e-9).mean() >= 0.85 and whole < 0.15 < single


def test_luck_alone_by_hand() -> None:
    """Three promotions, half the heads: none or all of them in 2 of 8 cases, one or two in 6; 95 of 100 needs all."""
    counts = Counts(np.array([3.0]), np.array([120.0]), np.array([0.0]), np.array([120.0]))
    assert counts.null() == pytest.approx((math.log(3.5 / 0.5),) * 2)
    many = Counts(*(np.array([n]) for n in (6_000.0, 1e5, 6_000.0, 1e5)))
    more = Counts(*(np.array([n]) for n in (60_000.0, 1e6, 60_000.0, 1e6)))
    assert many.null()[0] == pytest.approx(1.96 * math.sqrt(2 / 6_000), rel=0.01)
    assert more.null()[0] == pytest.approx(many.null()[0] / math.sqrt(10), rel=0.01), "counted out and not"


def test_to_promote_more_is_not_to_be_fairer() -> None:
    """Ten times the promotions in the same proportion: the same ratio, told more surely, and a narrower luck alone."""
    few, many = filled(np.tile([3, 2], (20, 1))), filled(np.tile([30, 20], (20, 1)))
    assert few.interval(NAME).mean == pytest.approx(0, abs=0.01) == many.interval(NAME).mean
    (whole, single), (whole_many, single_many) = few.null(NAME) or (0, 0), many.null(NAME) or (0, 0)
    assert whole > whole_many and single > single_many > whole_many


def test_turned_round_it_is_its_own_negative() -> None:
    promotions = np.array([[4, 1], [2, 2], [5, 0], [3, 1]])
    run = filled(promotions)
    names = run.axes.groups[::-1]
    other = filled(promotions[:, ::-1], (20, 30))
    other = replace(other, axes=replace(other.axes, groups=names))
    assert other.interval("fairness:gender:male").mean == pytest.approx(-run.interval(NAME).mean)


def test_it_is_never_better_or_worse() -> None:
    fair, unfair = filled(np.tile([12, 8], (40, 1))), filled(np.tile([18, 2], (40, 1)))
    runs = (fair, relabeled(unfair, scheme=fakes.scheme("unfair")))
    found = Comparison(runs, "fake").contrast("unfair", NAME)
    assert found.verdict is HIGHER and found.better is None and math.isnan(found.chance_better)
    assert Comparison(runs, "unfair").contrast("fake", NAME).verdict is LOWER


def test_a_group_without_any_promotion_is_told_and_not_left_out() -> None:
    run = filled(np.tile([3, 0], (20, 1)))
    found = run.interval(NAME)
    assert found.mean == pytest.approx(math.log(60.5 / 600) - math.log(0.5 / 400))
    assert found.low > 0 and found.high - found.low > 4, "how large it is is hardly known"
    nobody = filled(np.zeros((5, 2), int))
    assert not nobody.interval(NAME).n and nobody.note(NAME).startswith("no value: nobody was promoted")


def test_of_more_than_two_each_stands_against_the_rest() -> None:
    run = filled(np.tile([3, 2, 1], (4, 1)), (30, 20, 10))
    values = [("ethnicity", name, Title(name, f"{name}族")) for name in ("han", "hui", "zhuang")]
    run = replace(run, axes=replace(run.axes, groups=tuple(values)))
    found = pairs(run.axes)
    assert [pair.name for pair in found] == [f"fairness:ethnicity:{v}" for v in ("han", "hui", "zhuang")]
    assert found[1].rest == (0, 2) and found[1].title.en == "Promotion rate by ethnicity: hui ÷ everybody else"
    assert found[1].title.zh == "按民族的晋升率：hui族组÷其余人员"
    expected = math.log(8.5 / 20) - math.log(16.5 / 40)
    assert run.interval("fairness:ethnicity:hui").mean == pytest.approx(expected)
    assert attribute_of("fairness:ethnicity:hui") == "ethnicity" and attribute_of("promotion_rate:a") is None


def test_json_holds_what_luck_alone_gives() -> None:
    run = filled(np.tile([3, 2], (4, 1)))
    told, null = run.to_dict()["measures"], run.null(NAME)
    assert null is not None
    assert (told[NAME]["luck_alone"], told[NAME]["luck_alone_single"]) == null
    assert "luck_alone" not in told["turnover"]


def test_samples_are_always_the_same_and_draw_each_replication_alike() -> None:
    drawn = samples(50)
    assert (drawn[0] == 1).all() and (drawn.sum(axis=1) == 50).all()
    assert abs(drawn[1:].mean(axis=0) - 1).max() < 5 / math.sqrt(len(drawn) - 1)
    assert (samples.__wrapped__(50) == drawn).all()
