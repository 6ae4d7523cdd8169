"""Luck: uniform, independent between whom and what it belongs to, and exact where theory is."""

from __future__ import annotations

import itertools
import math
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
import pytest

from ladder_sim.streams import draws, kernels, walks
from ladder_sim.streams.poisson import poisson_quantile
from ladder_sim.streams.quantiles import exact_quantile

Floats = npt.NDArray[np.float64]
PEOPLE = 40_000


def keys(seed: int = 1, replication: int = 0, people: int = PEOPLE) -> draws.Keys:
    return draws.person_keys(seed, replication, np.arange(people))


def assert_uniform(values: Floats, cells: int = 64) -> None:
    """Chi-square of equal cells, within four standard deviations; detects a cell that is 15 % off with 40,000."""
    counts = np.bincount((values * cells).astype(int), minlength=cells)
    expected = values.size / cells
    chi = float(((counts - expected) ** 2 / expected).sum())
    assert abs(chi - (cells - 1)) / math.sqrt(2 * (cells - 1)) < 4, chi
    assert abs(values.mean() - 0.5) * math.sqrt(12 * values.size) < 4


def assert_independent(x: Floats, y: Floats) -> None:
    """Correlation of values and of their distances from the middle, and the 8 × 8 table, within four deviations."""
    for a, b in ((x, y), (np.abs(x - 0.5), np.abs(y - 0.5))):
        assert abs(np.corrcoef(a, b)[0, 1]) * math.sqrt(x.size) < 4
    assert_uniform((np.floor(x * 8) * 8 + np.floor(y * 8)) / 64 + 1 / 128)


@pytest.mark.parametrize("stream", ["leave", "metric:kpi", "up:c1"])
@pytest.mark.parametrize("month", [-14, 0, 1, 600])
def test_uniform(stream: str, month: int) -> None:
    values = draws.uniform(keys(), stream, month)
    assert values.min() > 0 and values.max() < 1 and values.dtype == np.float64
    assert_uniform(values)
    assert_uniform(values * 4096 % 1)  # the lower bits too
    assert np.unique(values).size == values.size


PAIRS = {
    "streams": (lambda: draws.uniform(keys(), "a", 5), lambda: draws.uniform(keys(), "b", 5)),
    "months": (lambda: draws.uniform(keys(), "a", 5), lambda: draws.uniform(keys(), "a", 6)),
    "years": (lambda: draws.uniform(keys(), "a", 5), lambda: draws.uniform(keys(), "a", 17)),
    "replications": (lambda: draws.uniform(keys(1, 0), "a"), lambda: draws.uniform(keys(1, 1), "a")),
    "seeds": (lambda: draws.uniform(keys(1), "a"), lambda: draws.uniform(keys(2), "a")),
    "people": (lambda: draws.uniform(keys()[:-1], "a"), lambda: draws.uniform(keys()[1:], "a")),
    "hires": (
        lambda: draws.uniform(draws.person_keys(1, 0, np.arange(PEOPLE)), "a"),
        lambda: draws.uniform(draws.person_keys(1, 0, (1 << 20) + np.arange(PEOPLE)), "a"),
    ),
    "seed and replication": (lambda: draws.uniform(keys(1, 2), "a"), lambda: draws.uniform(keys(2, 1), "a")),
    "hires of successive months": (
        lambda: draws.uniform(draws.person_keys(1, 0, np.arange(1, PEOPLE + 1) << 20), "a"),
        lambda: draws.uniform(draws.person_keys(1, 0, np.arange(2, PEOPLE + 2) << 20), "a"),
    ),
}


@pytest.mark.parametrize("what", PAIRS)
def test_independent(what: str) -> None:
    """Detects a correlation of 0.02."""
    first, second = (draw() for draw in PAIRS[what])
    assert_independent(first, second)


def test_one_person_over_many_months_and_replications() -> None:
    one = draws.person_keys(3, 7, np.array([11]))
    assert_uniform(np.array([draws.uniform(one, "a", month)[0] for month in range(2000)]), 16)
    assert_uniform(draws.uniform(draws.person_keys(3, np.arange(PEOPLE), 11), "a", 1))


def test_no_two_people_share_a_key() -> None:
    """Starters, hires and the keys of teams and units, over replications."""
    persons = np.concatenate([np.arange(500), (np.arange(1, 121) << 20)[:, None].ravel(), (1 << 60) + np.arange(30)])
    made = draws.person_keys(1, np.arange(300)[:, None], persons[None, :])
    assert made.shape == (300, persons.size)
    assert np.unique(made).size == made.size


def test_a_draw_does_not_depend_on_who_else_draws() -> None:
    everybody = draws.normal(keys(), "metric:kpi", 4)
    assert np.array_equal(draws.normal(keys()[17:20], "metric:kpi", 4), everybody[17:20])
    shaped = draws.person_keys(1, np.array([[0], [1]]), np.arange(5)[None, :])
    assert np.array_equal(draws.uniform(shaped, "x"), np.stack([draws.uniform(row, "x") for row in shaped]))
    before = shaped.copy()
    draws.uniform(shaped, "y")
    assert np.array_equal(shaped, before)  # keys are read, not used up


def test_known_bits() -> None:
    """The generator is part of the contract: whoever changes it changes every result and this test."""
    drawn = draws.uniform(draws.person_keys(1, 0, np.arange(3)), "leave", 1)
    again = [number(1, 0, person, "leave", 1) for person in range(3)]
    assert drawn.tolist() == again


def number(seed: int, replication: int, person: int, stream: str, month: int) -> float:
    """The definition in plain integers."""
    import hashlib

    mask, golden = 2**64 - 1, 0x9E3779B97F4A7C15

    def mix(x: int) -> int:
        x &= mask
        x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & mask
        x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & mask
        return x ^ (x >> 31)

    key = mix(mix(replication * golden + mix(mix(seed) + golden)) + person * 0x94D049BB133111EB)
    base = int.from_bytes(hashlib.blake2b(stream.encode(), digest_size=8).digest(), "little")
    return ((mix(key + mix(base + month * golden)) >> 11) + 0.5) * 2.0**-53


# --- quantiles ----------------------------------------------------------------------------------

GRID = [
    1e-15,
    1e-9,
    1e-6,
    1e-4,
    0.001,
    0.0019,
    0.002,
    0.01,
    0.0749,
    0.0751,
    0.3,
    0.5,
    0.7,
    0.925,
    0.99,
    0.99999,
    1 - 1e-12,
]


def test_exact_quantile() -> None:
    exact = [NormalDist().inv_cdf(p) for p in GRID]
    assert exact_quantile(np.array(GRID)) == pytest.approx(exact, rel=2e-9, abs=1e-12)
    assert exact_quantile(np.array([0.975]))[0] == pytest.approx(1.959963984540054, abs=1e-14)


def test_table_of_quantiles() -> None:
    """Within 1e-3 everywhere and exact in the tails; within 1e-6 in the middle."""
    exact = np.array([NormalDist().inv_cdf(p) for p in GRID])
    assert np.abs(draws.normal_quantile(np.array(GRID)) - exact).max() < 1e-3
    middle = np.linspace(0.1, 0.9, 999)
    error = draws.normal_quantile(middle) - exact_quantile(middle)
    assert np.abs(error).max() < 2e-6
    rising = draws.normal_quantile(np.linspace(1e-6, 1 - 1e-6, 50_001))
    assert (np.diff(rising) > 0).all()


def test_normal_is_the_quantile_of_the_uniform() -> None:
    uniform, normal = draws.uniform(keys(), "a", 3), draws.normal(keys(), "a", 3)
    assert np.abs(normal - exact_quantile(uniform)).max() < 1e-3
    assert abs(normal.mean()) * math.sqrt(PEOPLE) < 4
    assert abs(normal.var() - 1) / math.sqrt(2 / PEOPLE) < 4
    assert abs((normal**4).mean() - 3) / math.sqrt(96 / PEOPLE) < 4


def test_poisson_quantile_known_answers() -> None:
    """P(N = 0) = e⁻¹ = 0.3679, P(N ≤ 1) = 0.7358, P(N ≤ 2) = 0.9197 for mean 1."""
    u = np.array([1e-9, 0.3678, 0.3680, 0.7357, 0.7359, 0.9196, 0.9198])
    assert poisson_quantile(u, 1.0).tolist() == [0, 0, 1, 1, 2, 2, 3]
    assert poisson_quantile(np.array([0.5, 0.999999]), 0.0).tolist() == [0, 0]
    for mean, p in itertools.product((0.3, 4.0, 45.0), (0.001, 0.2, 0.5, 0.9, 0.9999)):
        terms = [math.exp(-mean + i * math.log(mean) - math.lgamma(i + 1)) for i in range(200)]
        least = next(i for i in range(200) if sum(terms[: i + 1]) >= p)
        assert poisson_quantile(np.array([p]), mean)[0] == least


def test_poisson_means_of_their_own() -> None:
    u = np.array([0.5, 0.5, 0.5])
    assert poisson_quantile(u, np.array([0.1, 1.0, 10.0])).tolist() == [0, 1, 10]
    assert poisson_quantile(u.reshape(3, 1), np.array([[0.1], [1.0], [10.0]])).shape == (3, 1)


@pytest.mark.parametrize("mean", [0.5, 12.0, 59.0, 61.0, 400.0])
def test_poisson_moments(mean: float) -> None:
    """Mean within 4 deviations (0.02 √mean); variance detects 3 %; no jump where the method changes at 60."""
    counts = poisson_quantile(draws.uniform(keys(), "poisson", 2), mean)
    assert abs(counts.mean() - mean) / math.sqrt(mean / PEOPLE) < 4
    assert abs(counts.var() / mean - 1) / math.sqrt((2 + 1 / mean) / PEOPLE) < 4
    assert counts.min() >= 0 and (counts == np.rint(counts)).all()


@pytest.mark.parametrize("setting", ["no", "yes"])
def test_normals_of_many_streams_are_those_of_each(setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(kernels.SETTING, setting)
    kernels.compile_for(0)
    people = draws.person_keys(3, np.arange(4)[:, None], np.arange(50)).ravel()
    drawn = draws.normals(people, ["a", "b", "c"], 7)
    for row, stream in zip(drawn, ["a", "b", "c"], strict=True):
        assert np.array_equal(row, draws.normal(people, stream, 7))
    assert draws.normals(people, []).shape == (0, 200)
    monkeypatch.setenv(kernels.SETTING, "no")
    kernels.compile_for(0)


CLOCK = np.arange(200, dtype=np.int16) % 7


@pytest.mark.parametrize("setting", ["no", "yes"])
@pytest.mark.parametrize("residual", [None, 1.0])
@pytest.mark.parametrize(
    "place",
    [
        walks.Scaling(3.0),
        walks.Scaling(3.0, np.linspace(-1, 1, 200)),
        walks.Scaling(3.0, level=(np.array([1.0, -2.0]), np.arange(200) % 2), low=-1.5),
        walks.Scaling(3.0, np.linspace(-1, 1, 200), (np.linspace(9, 0, 5), CLOCK, 6), high=2.5),
        walks.Scaling(np.linspace(1, 2, 200), None, (np.linspace(9, 0, 5), CLOCK, 6), None, 0.0, 2.0),
    ],
)
def test_a_walk_by_normals_that_are_drawn_is_the_walk(
    setting: str, place: walks.Scaling, residual: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(kernels.SETTING, setting)
    kernels.compile_for(0)
    people = draws.person_keys(3, np.arange(4)[:, None], np.arange(50)).ravel()
    one, other = (None if residual is None else np.full(200, residual) for _ in range(2))
    walked = walks.walk(people, "a", 2, one, 0.5, place)
    drawn = draws.normal(people, "a", 2)
    wanted = (drawn if residual is None else 0.5 * residual + np.sqrt(0.75) * drawn) * place.within
    wanted += 0 if place.trait is None else place.trait
    wanted -= 0 if place.behind is None else place.behind[0][np.clip(6 - CLOCK.astype(int), 0, 4)]
    wanted += 0 if place.level is None else place.level[0][place.level[1]]
    np.testing.assert_allclose(walked, np.clip(wanted, place.low, place.high), rtol=1e-12, atol=1e-12)
    assert np.array_equal(walked, walks.walk_on(drawn, other, 0.5, place))
    assert one is None or np.array_equal(one, other)
    monkeypatch.setenv(kernels.SETTING, "no")
    kernels.compile_for(0)
