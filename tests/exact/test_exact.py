"""The engine against theory: Markov stocks, gates, renewal, runs, windows, order statistics, seats.

Every case is a pair of files in ``tests/exact``, played by the real engine. A step of the run stands for
what the case counts in, a year or a month. Within a month exits come first, then the review; its moves
take effect on the first of the next month. The stock "after step t" is therefore that in force in month
t + 1 (`scenes.in_force`), and a move of the review of month t is booked in month t + 1.

A mean of a run is accepted within four standard deviations of the theory's value, with the exact
deviation where theory gives one and that between replications where it is laborious; seeds are fixed.
With the sizes chosen here that detects errors of the size that each test's docstring names.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import scenes

from ladder_sim.experiment.simulation import simulate
from ladder_sim.results.run import Run
from ladder_sim.scenarios.loading import load_scheme, load_workforce

FILES = Path(__file__).parent
Floats = npt.NDArray[np.float64]


def play(scheme: str, workforce: str, months: int, replications: int, **parameters: float) -> Run:
    made = load_scheme(FILES / f"{scheme}.yaml")
    values = {name: value for name, value in parameters.items() if made.parameters[name].value != value}
    made = made.with_(**values) if values else made
    people = load_workforce(FILES / f"{workforce}.yaml")
    return simulate(made, people, months=months, replications=replications, seed=2027)


def agrees(got: float, exact: float, deviation: float) -> None:
    """`deviation` is the standard deviation of what was measured, not of one person."""
    assert deviation > 0
    z = (got - exact) / deviation
    assert abs(z) <= 4, f"got {got:.6f}, theory says {exact:.6f}: {z:+.1f} standard deviations"


def agrees_with_mean(values: Floats, exact: float) -> None:
    """One value per replication; their own standard deviation judges."""
    agrees(float(values.mean()), exact, float(values.std(ddof=1)) / math.sqrt(values.size))


# --- push ladder --------------------------------------------------------------------------------

P = np.array([[0.55, 0.15, 0, 0], [0, 0.65, 0.12, 0], [0, 0, 0.75, 0.08], [0, 0, 0, 0.88]])
START = np.array([100.0, 50.0, 25.0, 10.0])
SPLIT = np.array([0.90, 0.08, 0.02, 0.0])
RECRUITS = 45


def theory_of_stocks(t: int, *, poisson: bool = False) -> tuple[Floats, Floats]:
    """Mean and variance of the stocks after t steps: everybody moves alone, so counts are sums of binomials."""
    power = np.linalg.matrix_power(P, t)
    mean, variance = START @ power, START @ (power * (1 - power))
    for age in range(t):
        chance = SPLIT @ np.linalg.matrix_power(P, age)
        mean = mean + RECRUITS * chance
        variance = variance + RECRUITS * chance * (1 if poisson else 1 - chance)
    return mean, variance


PUBLISHED = {
    1: [95.5, 51.1, 25.65, 10.8],
    5: [90.503284, 49.975257, 27.231111, 13.548924],
    200: [90, 48.857143, 27.051429, 18.034286],
}


@pytest.mark.parametrize("t", PUBLISHED)
def test_the_theory_of_push_stocks_gives_the_published_values(t: int) -> None:
    assert theory_of_stocks(t)[0] == pytest.approx(PUBLISHED[t], abs=1e-6)


@pytest.fixture(scope="module")
def push() -> scenes.Counts:
    """Stocks in force, shape (replications, steps from 0, grades)."""
    return scenes.in_force(play("push", "push-fixed", 6, 600))


@pytest.mark.parametrize("t", [1, 2, 5])
def test_push_stocks(push: scenes.Counts, t: int) -> None:
    """Detects a shift of 1.0 people (of 90) in grade 1, 1.1 (of 50) in grade 2, 0.8 (of 27), 0.5 (of 14)."""
    mean, variance = theory_of_stocks(t)
    for grade in range(4):
        agrees(push[:, t, grade].mean(), mean[grade], math.sqrt(variance[grade] / 600))


def test_steady_push_stocks() -> None:
    """After 40 steps only grade 4 is not quite there (by 0.4 %); detects 3.2, 3.4, 2.6 and 2.2 people."""
    mean, variance = theory_of_stocks(40)
    assert mean == pytest.approx(PUBLISHED[200], rel=5e-3)
    stocks = scenes.in_force(play("push", "push-fixed", 41, 60))
    for grade in range(4):
        agrees(stocks[:, 40, grade].mean(), mean[grade], math.sqrt(variance[grade] / 60))


def spread_agrees(values: Floats, exact: float) -> None:
    """A variance: the deviation of a sample variance from the sample's own fourth moment."""
    centered = values - values.mean()
    fourth = float((centered**4).mean())
    agrees(float(values.var(ddof=1)), exact, math.sqrt((fourth - float(values.var()) ** 2) / values.size))


def test_spread_with_exactly_45_recruits(push: scenes.Counts) -> None:
    """Var n₁(5) = 38.12; detects 22 % (recruits that are not split by lot would give 31)."""
    assert theory_of_stocks(5)[1][0] == pytest.approx(38.124292, abs=1e-6)
    spread_agrees(push[:, 5, 0], 38.124292)


def test_spread_with_poisson_recruits() -> None:
    """Var n₁(5) = 90.25; detects 23 %, and so recruits in fixed numbers (38.12)."""
    assert theory_of_stocks(5, poisson=True)[1][0] == pytest.approx(90.249989, abs=1e-6)
    stocks = scenes.in_force(play("push", "push-poisson", 6, 600))
    spread_agrees(stocks[:, 5, 0], 90.249989)
    agrees(stocks[:, 5, 0].mean(), 90.503284, math.sqrt(90.249989 / 600))


@pytest.fixture(scope="module")
def cohort() -> Run:
    """20 times 1,000 people of grade 1, nobody hired, until nearly all are gone."""
    return play("push", "push-closed", 90, 20)


def test_reach(cohort: Run) -> None:
    """Chance that grade 1 ever reaches 2, 3, 4; detects 0.013, 0.009 and 0.005."""
    people, arcs = 20_000, cohort.counts.moves.sum(axis=(0, 1))
    by_arc = {cohort.axes.arcs[i][1]: int(n) for i, n in enumerate(arcs)}
    for grade, exact in enumerate((0.333333, 0.114286, 0.036571)):
        agrees(by_arc[grade] / people, exact, math.sqrt(exact * (1 - exact) / people))


def test_mean_service(cohort: Run) -> None:
    """3.936508 years from grade 1 on (steps begun, the last one included); detects 0.12 years."""
    fundamental = np.linalg.inv(np.eye(4) - P)
    mean = fundamental.sum(axis=1)
    variance = (2 * fundamental - np.eye(4)) @ mean - mean**2
    assert mean[0] == pytest.approx(3.936508, abs=1e-6)
    agrees(scenes.in_force(cohort).sum() / 20_000, mean[0], math.sqrt(variance[0] / 20_000))


@pytest.mark.parametrize(("years", "exact"), [(1, 0.15), (3, 0.277875), (5, 0.316557)])
def test_promoted_within(cohort: Run, years: int, exact: float) -> None:
    """p(1 − sᵗ)/(1 − s); detects 0.010 to 0.013, and so one minus Kaplan–Meier (0.33 at three years)."""
    first = [i for i, (_, source, _) in enumerate(cohort.axes.arcs) if source == 0]
    promoted = cohort.counts.moves[:, : years + 1, first].sum()
    agrees(promoted / 20_000, exact, math.sqrt(exact * (1 - exact) / 20_000))


def test_law_firm() -> None:
    """Winston: 17.5 years as junior or beyond, half of the juniors become partner; detects 0.5 years and 0.014."""
    run = play("law-firm", "lawyers", 320, 20)
    q = np.array([[0.80, 0.15, 0], [0, 0.70, 0.20], [0, 0, 0.95]])
    fundamental = np.linalg.inv(np.eye(3) - q)
    mean = fundamental.sum(axis=1)
    variance = (2 * fundamental - np.eye(3)) @ mean - mean**2
    assert mean[0] == pytest.approx(17.5)
    agrees(scenes.in_force(run).sum() / 20_000, 17.5, math.sqrt(variance[0] / 20_000))
    partners = run.counts.moves[:, :, [i for i, arc in enumerate(run.axes.arcs) if arc[2] == 2]].sum()
    agrees(partners / 20_000, 0.5, math.sqrt(0.25 / 20_000))


# --- waiting times and review dates -------------------------------------------------------------


def months_of_promotion(run: Run) -> tuple[Floats, int]:
    """The month of the review for each promotion (the move takes effect a month later), and the people at the start."""
    by_month = scenes.moved(run, "up").sum(axis=0)
    months = np.repeat(np.arange(by_month.size), by_month).astype(np.float64)
    return months, int(run.counts.headcount[:, 0].sum())


GATES = [
    ("gate", "cohort", 6, 0.10, 1, 0.03, 0.655883, 12.874016),
    ("gate", "cohort-slower", 12, 0.05, 1, 0.025, 0.500338, 24.559322),
    ("gate-quarterly", "cohort", 6, 0.3, 3, 0.03, 0.691973, 11.307283),
    ("gate-half-yearly", "cohort", 7, 0.3, 6, 0.03, 0.499263, 20.391264),
]


@pytest.mark.parametrize(("scheme", "people", "wait", "p", "every", "w", "ever", "mean"), GATES)
def test_gates_and_review_grids(
    scheme: str, people: str, wait: int, p: float, every: int, w: float, ever: float, mean: float
) -> None:
    """Waiting time, then chance p at every review, exits w: detects 0.02 in the share and 0.3 to 0.7 months.

    A gate that opens a month late changes the share by w (0.016 to 0.02) and the mean by a whole month.
    """
    first = every * math.ceil(wait / every)
    stay = (1 - w) ** every * (1 - p)
    assert p * (1 - w) ** first / (1 - stay) == pytest.approx(ever, abs=1e-6)
    assert first + every * stay / (1 - stay) == pytest.approx(mean, abs=1e-6)
    months, there = months_of_promotion(play(scheme, people, 200, 10, wait=wait, p=p))
    agrees(months.size / there, ever, math.sqrt(ever * (1 - ever) / there))
    agrees(months.mean(), mean, every * math.sqrt(stay) / (1 - stay) / math.sqrt(months.size))
    assert months.min() == first and not (months % every).any()


# --- leaving ------------------------------------------------------------------------------------

HAZARDS = [0.06] * 3 + [0.045] * 3 + [0.035] * 6 + [0.025] * 12


def survival(months: int) -> Floats:
    """S(0), …, S(months)."""
    hazards = [HAZARDS[t] if t < len(HAZARDS) else 0.018 for t in range(months)]
    return np.concatenate([[1.0], np.cumprod(1 - np.array(hazards))])


def test_exits_by_tenure() -> None:
    """S(3), …, S(36) by a hazard in steps; detects 0.015, a step one month off changes S(3) by 0.013 to 0.016."""
    run = play("idle", "tenure", 36, 20)
    exact = {3: 0.830584, 6: 0.723425, 12: 0.584195, 24: 0.431135, 36: 0.346698}
    for months, share in exact.items():
        assert survival(months)[-1] == pytest.approx(share, abs=1e-6)
        there = run.counts.headcount[:, months].sum() / 20_000
        agrees(there, share, math.sqrt(share * (1 - share) / 20_000))


def test_fixed_headcount_is_a_renewal_process() -> None:
    """Leavers of months 1, 6, 12, 24 among 100 who are replaced at once; detects 0.4 to 0.5 of 3 to 6."""
    run = play("idle", "renewal", 24, 400)
    leavers = run.counts.exits.sum(axis=(2, 3))
    exact = 100 * renewals(24)
    assert exact[[0, 5, 11, 23]] == pytest.approx([6, 4.717589, 3.875157, 3.086963], abs=1e-6)
    for month in (1, 2, 6, 12, 18, 24):
        agrees_with_mean(leavers[:, month - 1], exact[month - 1])
    assert (scenes.in_force(run).sum(axis=2) == 100).all()


def renewals(months: int) -> Floats:
    """Chance that a post changes hands in month 1, 2, …: u(t) = f(t) + Σ u(s) f(t − s)."""
    stay = survival(months)
    first = -np.diff(stay)
    found = np.zeros(months)
    for t in range(months):
        found[t] = first[t] + sum(found[s] * first[t - s - 1] for s in range(t))
    return found


def test_renewal_has_the_limit_of_one_over_mean_service() -> None:
    """100 posts, mean service 39.257 months: 2.5473 leavers a month in the long run; detects 0.05."""
    assert survival(3000).sum() == pytest.approx(39.257248, abs=1e-5)
    leavers = play("idle", "renewal", 260, 40).counts.exits.sum(axis=(2, 3))[:, 140:]
    agrees_with_mean(leavers.mean(axis=1), 2.547300)


# --- runs and windows ---------------------------------------------------------------------------


def waiting_time(p: float, k: int, n: int, first: int = 1, months: int = 400) -> Floats:
    """The distribution of the first month, not before `first`, with k successes among the last n.

    A chain on the outcomes of the last n months, as bits; months before the first are failures.
    """
    states = np.arange(2**n)
    wins = np.bitwise_count(states) >= k
    weights = np.zeros(2**n)
    weights[0] = 1.0
    found = np.zeros(months + 1)
    for month in range(1, months + 1):
        after = np.zeros(2**n)
        for hit, chance in ((1, p), (0, 1 - p)):
            after += np.bincount((states << 1 | hit) & (2**n - 1), weights * chance, 2**n)
        if month >= first:
            found[month] = after[wins].sum()
            after[wins] = 0
        weights = after
    return found


def check_waiting(run: Run, exact: Floats) -> None:
    months, there = months_of_promotion(run)
    horizon = run.months - 1
    law = exact[: horizon + 1]
    assert months.size > 0.99 * there
    agrees(months.size / there, law.sum(), math.sqrt(max(law.sum() * (1 - law.sum()), 1e-8) / there))
    law = law / law.sum()
    mean = float(law @ np.arange(law.size))
    deviation = math.sqrt(float(law @ (np.arange(law.size) - mean) ** 2) / months.size)
    agrees(float(months.mean()), mean, deviation)
    for month in (np.flatnonzero(law)[0], int(mean)):  # and two of its points
        share = law[month]
        agrees(float((months == month).mean()), share, math.sqrt(share * (1 - share) / months.size))


RUNS = [(0.8, 3, "trials-8", 4.765625), (0.6, 3, "trials", 9.074074), (0.7, 6, "trials-7", 24.999533)]


@pytest.mark.parametrize(("p", "k", "people", "mean"), RUNS)
def test_runs_of_successes(p: float, k: int, people: str, mean: float) -> None:
    """Months until k successes in a row; detects 0.1, 0.3 and 0.8 months."""
    exact = waiting_time(p, k, k)
    assert exact @ np.arange(exact.size) == pytest.approx(mean, abs=1e-3)
    check_waiting(play("runs", people, 24 if p == 0.8 else 60 if p == 0.6 else 160, 10, k=k), exact)


def test_runs_within_a_year() -> None:
    """Three in a row at 0.6 within 12 months: 0.775133; detects 0.017."""
    months, there = months_of_promotion(play("runs", "trials", 13, 10, k=3))
    agrees(months.size / there, 0.775133, math.sqrt(0.775133 * 0.224867 / there))


WINDOWS = [(0.6, 4, 6, "trials", 8.046885), (0.7, 9, 12, "trials-7", 16.742909), (0.8, 2, 3, "trials-8", 2.552083)]


@pytest.mark.parametrize(("p", "k", "n", "people", "mean"), WINDOWS)
def test_windows_in_which_missing_months_fail(p: float, k: int, n: int, people: str, mean: float) -> None:
    """k of the last n, months before the first as failures; detects 0.2, 0.4 and 0.04 months."""
    exact = waiting_time(p, k, n)
    assert exact @ np.arange(exact.size) == pytest.approx(mean, abs=1e-3)
    check_waiting(play("k-of-n-early", people, 90 if n == 12 else 50, 10, k=k, n=n), exact)


@pytest.mark.parametrize(("p", "k", "n", "people"), [window[:4] for window in WINDOWS])
def test_windows_need_all_their_months(p: float, k: int, n: int, people: str) -> None:
    """count(hit, n) alone is undefined before n months are closed: nobody moves earlier. Same sizes of error."""
    exact = waiting_time(p, k, n, first=n)
    run = play("k-of-n", people, 90 if n == 12 else 50, 10, k=k, n=n)
    check_waiting(run, exact)
    assert months_of_promotion(run)[0].min() == n


# --- selection ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("people", "places", "mean"), [("ten", 2, 1.270055), ("fifty", 5, 1.705481)])
def test_mean_of_the_best(people: str, places: int, mean: float) -> None:
    """Marks of the best 2 of 10 and 5 of 50 normals; detects 0.03 and 0.02 (the next in line are 0.5 and 0.4 lower)."""
    run = play("best", people, 2, 4000, places=places)
    award = [name for name, _ in run.axes.parts].index("award")
    assert (scenes.moved(run, "up")[:, 1] == places).all()
    agrees_with_mean(run.counts.pay[:, 1, :, award].sum(axis=1) / places - 10, mean)


@pytest.mark.parametrize(
    ("people", "n", "p", "places", "mean"), [("twenty", 20, 0.3, 4, 3.848995), ("sixty", 60, 0.1, 5, 4.523024)]
)
def test_seats_cut_a_binomial(people: str, n: int, p: float, places: int, mean: float) -> None:
    """E[min(Bin(n, p), places)]; detects 0.03 and 0.07."""
    law = [math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(n + 1)]
    cut = np.minimum(np.arange(n + 1), places)
    assert float(law @ cut) == pytest.approx(mean, abs=1e-6)
    run = play("seats", people, 2, 2500, p=p, places=places)
    promoted = scenes.moved(run, "up")[:, 1]
    agrees(promoted.mean(), mean, math.sqrt((law @ cut**2 - mean**2) / 2500))
    eligible = np.array([run.counts.ledger["up"][:, 0, i] for i, name in enumerate(run.axes.moves[0].reason_ids)
                         if name in ("no seat", "moved")]).sum(axis=0)  # fmt: skip
    agrees(eligible.mean(), n * p, math.sqrt(n * p * (1 - p) / 2500))
    assert promoted.max() == places
