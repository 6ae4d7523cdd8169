"""Few events: intervals that allow for what was not seen, and words that do not take luck for certainty."""

from __future__ import annotations

import math
from dataclasses import replace

import fakes
import numpy as np
import pytest

from ladder_sim.model.expression import Expr
from ladder_sim.model.scheme import Scheme
from ladder_sim.results.comparison import HIGHER, IDENTICAL, LOWER, UNSURE, Comparison
from ladder_sim.results.counts import RunCounts
from ladder_sim.results.intervals import (
    FEW,
    Interval,
    amount_of_one,
    change_interval,
    gamma_quantile,
    mean_interval,
    poisson_limits,
)
from ladder_sim.results.run import Run

# --- known answers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (3, 0.6187, 8.7673), (5, 1.6235, 11.6683), (10, 4.7954, 18.3904)],
)
def test_limits_of_a_poisson_mean_are_those_of_the_tables(count: int, low: float, high: float) -> None:
    """K. Ulm, A simple method to calculate the confidence interval of a standardized mortality ratio, 1990."""
    assert poisson_limits(count) == pytest.approx((low, high), abs=5e-5)


def test_gamma_quantiles_are_those_of_chi_square() -> None:
    """Chi-square with 2, 10 and 100 degrees of freedom at 0.95, from any table."""
    found = [2 * gamma_quantile(0.95, df / 2) for df in (2, 10, 100)]
    assert found == pytest.approx([5.991, 18.307, 124.342], abs=5e-4)


def test_none_seen_is_not_none_for_certain() -> None:
    """The rule of three, two-sided: nothing in 20 replications is up to 3.69 ÷ 20."""
    level, change = mean_interval(np.zeros(20), event=1), change_interval(np.zeros(20), event=1)
    assert (level.low, level.high) == pytest.approx((0, 0.184444), abs=1e-6)
    assert (change.low, change.high) == pytest.approx((-0.184444, 0.184444), abs=1e-6)
    assert mean_interval(np.zeros(20)).half == 0, "of what counts no events nothing is known"


def test_an_event_is_worth_what_it_adds() -> None:
    """Rates of 4 years and 25 people: one event adds 0.01, and so the interval is a hundredth of that of the count."""
    counts = np.array([0, 0, 1, 0, 2, 0, 0, 0, 0, 1.0])
    one, hundredth = mean_interval(counts, event=1), mean_interval(counts / 100, event=0.01)
    assert (hundredth.low, hundredth.high) == pytest.approx((one.low / 100, one.high / 100))
    assert one.high == pytest.approx(10.24159 / 10, abs=1e-5) and one.low < 0.1


def test_many_events_have_the_t_interval() -> None:
    counts = np.arange(20.0) % 7
    assert counts.sum() >= FEW
    assert mean_interval(counts, event=1) == mean_interval(counts)
    assert change_interval(counts - 3, event=1) == mean_interval(counts - 3)


def test_a_rare_amount_is_one_event_each() -> None:
    """Two severance payments of 100 and 300 in ten replications: as uncertain as two events of 200."""
    paid = np.array([0, 0, 0, 100, 0, 0, 300, 0, 0, 0.0])
    assert amount_of_one(paid) == 200 and amount_of_one(np.zeros(4), 7.0) == 7.0
    assert amount_of_one(np.ones(4), 7.0) == 0, "what most replications show is no rare event"
    assert change_interval(paid, event=200).high == pytest.approx(200 * 7.2247 / 10, abs=0.01)


# --- coverage -------------------------------------------------------------------------------------------

RATES = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 1.0)
SAMPLES = 20_000


def _poisson(rate: float, n: int, seed: int, stream: int) -> np.ndarray:
    """Counts of shape (samples, n), by inversion."""
    cumulated = np.cumsum([math.exp(-rate) * rate**k / math.factorial(k) for k in range(40)])
    return np.searchsorted(cumulated, fakes.luck(seed, np.arange(SAMPLES), n, n, stream))


def _coverage(counts: np.ndarray, truth: float, *, signed: bool) -> float:
    """How many intervals hold the truth; samples of the same sums have the same interval."""
    sums = np.column_stack([np.maximum(counts, 0).sum(axis=1), counts.sum(axis=1), (counts**2).sum(axis=1)])
    _, first, times = np.unique(sums, axis=0, return_index=True, return_counts=True)
    interval = change_interval if signed else mean_interval
    found = [interval(counts[i].astype(float), event=1.0) for i in first]
    held = np.array([one.low <= truth <= one.high for one in found])
    return float((held * times).sum() / SAMPLES)


@pytest.mark.slow
@pytest.mark.parametrize("n", [20, 100, 200])
@pytest.mark.parametrize("rate", RATES)
def test_intervals_of_rare_counts_hold_the_truth(rate: float, n: int) -> None:
    """At least 94 of 100 at every point; 20,000 samples, standard error 0.0017."""
    assert _coverage(_poisson(rate, n, 3, 0), rate, signed=False) >= 0.94


@pytest.mark.slow
@pytest.mark.parametrize("n", [20, 100, 200])
@pytest.mark.parametrize("less", [0.0, 0.1, 0.5, 1.0])
@pytest.mark.parametrize("more", RATES)
def test_intervals_of_rare_differences_hold_the_truth(more: float, less: float, n: int) -> None:
    """What one scheme has more of, less what the other has; what both have cancels. `less` in parts of `more`."""
    counts = _poisson(more, n, 5, 0) - _poisson(less * more, n, 5, 1)
    assert _coverage(counts, more - less * more, signed=True) >= 0.94


def test_intervals_of_very_rare_counts_hold_the_truth() -> None:
    """The quick twin of the grid: where the t interval holds the truth in a third of samples."""
    counts = _poisson(0.02, 20, 3, 0)
    assert _coverage(counts, 0.02, signed=False) >= 0.94
    assert _coverage(counts - _poisson(0.02, 20, 3, 1), 0.0, signed=True) >= 0.94


# --- words ----------------------------------------------------------------------------------------------


def other_rules(scheme: Scheme) -> Scheme:
    """A scheme whose rules differ somewhere."""
    return replace(scheme, team_size=Expr("9"))


def pair(change: Scheme, *, promoted: int = 0) -> Comparison:
    """Twenty replications of a year in which nobody leaves, and `promoted` people of the second are promoted."""

    def counts() -> RunCounts:
        made = fakes.empty(12, 20)
        made.headcount[:] = (20, 5, 3, 2)
        return made

    base, mine = counts(), counts()
    for i in range(promoted):
        mine.moves[i, 3, 0] = mine.advanced[i, 3] = 1
    runs = [
        Run(scheme, fakes.workforce(), 12, 20, 1, fakes.axes(), one)
        for scheme, one in ((fakes.scheme("base"), base), (change, mine))
    ]
    return Comparison(tuple(runs), "base")


def test_equal_by_luck_is_not_identical() -> None:
    found = pair(other_rules(fakes.scheme("mine"))).contrast("mine", "advancement_rate")
    assert found.verdict is UNSURE and found.difference.mean == 0
    assert found.difference.high == pytest.approx(3.688879 / 20 / 30) and found.level.high > 0


def test_a_variant_that_changes_nothing_is_identical() -> None:
    comparison = pair(replace(fakes.scheme("mine"), title=fakes.Title("Mine", "我的"), notes=(fakes.Title("a", "一"),)))
    found = comparison.contrast("mine", "advancement_rate")
    assert found.verdict is IDENTICAL and found.difference == Interval(0.0, 0.0, 0.0, 20)
    assert comparison.changes_nothing("mine")
    assert {c.verdict for c in comparison.contrasts() if c.scheme == "mine" and c.difference.n} == {IDENTICAL}


def test_what_no_move_can_change_is_identical_under_any_rules() -> None:
    comparison = pair(other_rules(fakes.scheme("mine")))
    assert comparison.contrast("mine", "demotion_rate").verdict is IDENTICAL, "neither ladder has a way down"
    assert comparison.contrast("mine", "turnover").verdict is UNSURE
    assert not comparison.changes_nothing("mine")


def test_money_equal_by_luck_allows_for_a_person_more() -> None:
    comparison = pair(other_rules(fakes.scheme("mine")))
    for run in comparison.runs:
        object.__setattr__(run.counts, "pay", np.full_like(run.counts.pay, 1000.0))
    found = comparison.contrast("mine", "labor_cost")
    head = comparison["mine"].values("salary_cost_per_head")[0]
    assert found.verdict is UNSURE and found.difference.high == pytest.approx(3.688879 / 20 * head)


@pytest.mark.parametrize(("promoted", "word"), [(1, UNSURE), (3, UNSURE), (12, HIGHER)])
def test_a_few_more_may_be_luck(promoted: int, word: object) -> None:
    comparison = pair(other_rules(fakes.scheme("mine")), promoted=promoted)
    assert comparison.contrast("mine", "advancement_rate").verdict is word
    back = comparison.contrast("base", "advancement_rate", from_="mine")
    assert back.verdict is (LOWER if word is HIGHER else word)
