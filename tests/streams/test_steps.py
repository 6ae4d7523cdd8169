"""The compiled steps give the bits that NumPy's give, one by one and in whole runs; they switch on by size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from ladder_sim.core import fixed_math
from ladder_sim.experiment.simulation import simulate
from ladder_sim.scenarios.loading import load_scheme, load_workforce
from ladder_sim.streams import draws, kernels, walks
from ladder_sim.streams.poisson import PoissonTerms, poisson_quantile

pytest.importorskip("numba")


@pytest.fixture(autouse=True)
def afresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(kernels, "_compiled", None)
    monkeypatch.setattr(kernels, "_active", None)
    monkeypatch.delenv(kernels.SETTING, raising=False)
    yield


def both(monkeypatch: pytest.MonkeyPatch, make: Callable[[], Any]) -> tuple[Any, Any]:
    """What `make` gives in NumPy, and compiled."""
    monkeypatch.setenv(kernels.SETTING, "no")
    assert not kernels.compile_for(10**12) and kernels.compiled() is None
    plain = make()
    monkeypatch.setenv(kernels.SETTING, "yes")
    assert kernels.compile_for(1) and kernels.compiled() is not None
    return plain, make()


def same(pair: tuple[Any, Any]) -> None:
    plain, fast = pair
    assert plain is not None and fast is not None
    np.testing.assert_array_equal(plain, fast)
    assert plain.dtype == fast.dtype and plain.shape == fast.shape


def test_switches_on_by_size_and_stays_on(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not kernels.compile_for(kernels.WORTHWHILE - 1)
    assert kernels.compile_for(kernels.WORTHWHILE)
    assert kernels.compile_for(1), "once loaded, small runs have it as well"
    monkeypatch.setenv(kernels.SETTING, "no")
    assert not kernels.compile_for(kernels.WORTHWHILE) and kernels.compiled() is None


def test_works_without_numba(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert not kernels.compile_for(kernels.WORTHWHILE)


@pytest.mark.parametrize("people", [0, 1, 7, 70_001])
@pytest.mark.parametrize("draw", [draws.uniform, draws.normal])
def test_the_same_luck(monkeypatch: pytest.MonkeyPatch, draw: Any, people: int) -> None:
    keys = draws.person_keys(3, np.zeros(people, int), np.arange(people))
    same(both(monkeypatch, lambda: draw(keys, "stream", 5)))


def test_the_same_luck_far_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A million draws reach beyond five standard deviations, where the quantile has another formula."""
    keys = draws.person_keys(1, np.zeros(1_000_000, int), np.arange(1_000_000))
    plain, fast = both(monkeypatch, lambda: draws.normal(keys, "far"))
    assert np.abs(plain).max() > 4.5
    np.testing.assert_array_equal(plain, fast)


def test_the_same_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    table = np.linspace(0, 1, 50)
    since = np.arange(-100, 100, dtype=np.int16)
    same(both(monkeypatch, lambda: kernels.by_clock(table, since, 12)))
    assert kernels.by_clock(table, np.array([12, -500, 500], np.int16), 12).tolist() == [table[0], table[-1], table[0]]
    codes = np.arange(200) % 50
    same(both(monkeypatch, lambda: kernels.by_code(table, codes)))


def test_the_same_sums(monkeypatch: pytest.MonkeyPatch) -> None:
    values = draws.normal(draws.person_keys(1, np.zeros(5000, int), np.arange(5000)), "values")
    cells = np.arange(5000) * 7 % 13
    same(both(monkeypatch, lambda: kernels.sums(cells, values, 15)))


@pytest.mark.parametrize("people", [1, 255, 256, 1000, 1003, 1024])
@pytest.mark.parametrize("replications", [1, 3, 8])
@pytest.mark.parametrize("within", [False, True])
def test_sums_side_by_side_add_in_the_order_of_the_entries(
    monkeypatch: pytest.MonkeyPatch, people: int, replications: int, within: bool
) -> None:
    """Quarters end between two replications, or within one; values so far apart that another order shows."""
    random = np.random.default_rng(people)
    values = random.normal(size=people) * 10.0 ** random.integers(-9, 9, people)
    rep = np.sort(random.integers(0, replications, people)) if within else np.arange(people) * replications // people
    cells = rep * 3 + random.integers(0, 3, people)
    plain, fast = both(monkeypatch, lambda: kernels.sums(cells, values, 3 * replications))
    same((plain, fast))
    added = [0.0] * (3 * replications)
    for cell, value in zip(cells.tolist(), values.tolist(), strict=True):
        added[cell] += value
    assert fast.tolist() == added


def test_the_same_bits_are_pushed(monkeypatch: pytest.MonkeyPatch) -> None:
    true = np.arange(500) % 3 > 0

    def pushed() -> np.ndarray:
        bits = np.arange(500).astype(np.uint64) << np.uint64(55)
        kernels.push(bits, true)
        return bits

    plain, fast = both(monkeypatch, pushed)
    same((plain, fast))
    assert [int(bits) for bits in plain] == [(2 * (i << 55) + (i % 3 > 0)) % 2**64 for i in range(500)]


@pytest.mark.parametrize("axes", [1, 2, 3])
@pytest.mark.parametrize("value", [1, -1])
def test_the_same_counts(monkeypatch: pytest.MonkeyPatch, axes: int, value: int) -> None:
    shape = (4, 9, 5, 3)[: axes + 1]
    place = tuple(np.arange(60) * k % size for k, size in zip((1, 7, 11), (4, 5, 3), strict=True))[:axes]

    def counted() -> np.ndarray:
        table = np.zeros(shape, np.int32)
        kernels.add(table, (place[0], 2, *place[1:]), value)
        return table

    plain, fast = both(monkeypatch, counted)
    np.testing.assert_array_equal(plain, fast)
    assert plain.sum() == 60 * value and not plain[:, :2].any()


@pytest.mark.parametrize("trait", [None, 3.0])
@pytest.mark.parametrize("level", [None, (np.array([50.0, 60.0, 70.5]), np.arange(40_000) % 3)])
def test_the_same_walk(monkeypatch: pytest.MonkeyPatch, trait: float | None, level: Any) -> None:
    keys = draws.person_keys(1, np.zeros(40_000, int), np.arange(40_000))

    def walked() -> np.ndarray:
        residual = draws.normal(keys, "start")
        own = None if trait is None else np.full(keys.size, trait)
        return np.stack([residual, walks.walk(keys, "step", 3, residual, 0.6, walks.Scaling(7.0, own, level=level))])

    plain, fast = both(monkeypatch, walked)
    np.testing.assert_array_equal(plain, fast)
    shock = draws.normal(keys, "step", 3)
    assert np.abs(shock).max() > 3.5, "some are in the tails, which are computed apart"
    np.testing.assert_allclose(plain[0], 0.6 * draws.normal(keys, "start") + 0.8 * shock)
    mean = 0 if level is None else level[0][level[1]]
    np.testing.assert_allclose(plain[1], 7 * plain[0] + (trait or 0) + mean)


def test_nobody_walks(monkeypatch: pytest.MonkeyPatch) -> None:
    none = np.empty(0)
    same(both(monkeypatch, lambda: walks.walk(none.astype(np.uint64), "step", 1, none, 0.6, walks.Scaling(1.0, none))))


@pytest.mark.parametrize("chance", [0.0, 0.3, 1.0])
def test_the_same_things_happen(monkeypatch: pytest.MonkeyPatch, chance: float) -> None:
    keys = draws.person_keys(3, np.zeros(5000, int), np.arange(5000))
    chances = np.where(np.arange(5000) % 10 == 0, np.nan, chance)
    plain, fast = both(monkeypatch, lambda: draws.happens(keys, "leave", 5, chances))
    np.testing.assert_array_equal(plain, fast)
    assert plain.tolist() == np.flatnonzero(draws.uniform(keys, "leave", 5) < chances).tolist()
    assert abs(plain.size - 4500 * chance) < 5 * np.sqrt(4500 * chance * (1 - chance)) + 1


@pytest.mark.parametrize("slope", [-3.0, -0.5, 0.2])
def test_what_happens_beside_a_value_is_what_everybody_s_chance_says(
    monkeypatch: pytest.MonkeyPatch, slope: float
) -> None:
    """Values far and near, unknown ones and chances of 0."""
    people = 5000
    keys, random = draws.person_keys(3, np.zeros(people, int), np.arange(people)), np.random.default_rng(2)
    chance = np.where(np.arange(people) % 9 == 0, 0.0, random.random(people) / 4)
    value, codes = 50 + 3 * random.normal(size=people), np.arange(people) % 3
    value[::50] = np.nan
    level, since = np.array([45.0, 50.0, 60.0]), (np.arange(people) % 40).astype(np.int16)
    behind = np.linspace(3, 0, 30)
    beside = walks.ChanceBeside(value, (level, codes), (behind, since, 35), slope, slope * slope / 2)

    def happens() -> Any:
        return walks.happens_beside(keys, "leave", 5, chance, 1.5, beside)

    plain, fast = both(monkeypatch, happens)
    assert plain is None, "NumPy asks of everybody"
    above = value - level[codes] + behind[np.clip(35 - since, 0, 29)]
    times = fixed_math.exp(np.clip(above * slope - slope * slope / 2, -300, 300))
    there = np.flatnonzero(draws.uniform(keys, "leave", 5) < chance * 1.5 * times)
    assert fast.tolist() == there.tolist() and 0 < there.size < people
    assert (times[there] > np.e).any() and (times[there] < 1).any()


def test_the_same_mask(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = np.arange(600) * 7 % 5

    def cut() -> np.ndarray:
        mask = kernels.among(codes, np.array([1, 3]), 5)
        assert np.array_equal(mask, (codes == 1) | (codes == 3))
        gone = kernels.cut(mask, np.arange(600) % 2 == 0, 3)
        return np.concatenate([mask, gone])

    plain, fast = both(monkeypatch, cut)
    np.testing.assert_array_equal(plain, fast)
    there = np.isin(codes, [1, 3])
    assert plain[:600].tolist() == (there & (np.arange(600) % 2 == 0)).astype(int).tolist()
    assert plain[600:].tolist() == (there & (np.arange(600) % 2 == 1)).reshape(3, 200).sum(axis=1).tolist()


def test_the_same_free_places(monkeypatch: pytest.MonkeyPatch) -> None:
    grade = np.where(np.arange(600) % 7 == 0, 5, np.arange(600) % 5)  # 5: nobody's place
    wanted = np.array([0, 1, 28])  # 28: all that are free in the last 200 places
    plain, fast = both(monkeypatch, lambda: kernels.first_free(grade, 5, wanted))
    np.testing.assert_array_equal(plain, fast)
    assert plain.tolist() == [203, *range(406, 600, 7)]


def test_the_same_early_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    since, grade = (np.arange(600) % 50 - 40).astype(np.int16), np.arange(600) % 6
    plain, fast = both(monkeypatch, lambda: kernels.early(since, -24, grade, 5, 3))
    np.testing.assert_array_equal(plain, fast)
    assert plain.tolist() == ((since < -24) & (grade < 5)).reshape(3, 200).sum(axis=1).tolist()


def test_the_same_streaks(monkeypatch: pytest.MonkeyPatch) -> None:
    true, counted = np.arange(500) % 3 > 0, np.arange(500) % 5 > 0

    def run_on() -> np.ndarray:
        streak = (np.arange(500) % 7).astype(np.int32)
        kernels.run_on(streak, true, counted)
        return streak

    plain, fast = both(monkeypatch, run_on)
    np.testing.assert_array_equal(plain, fast)
    assert plain.tolist() == np.where(true & counted, np.arange(500) % 7 + 1, 0).tolist()


def test_grades_cells_and_counts_change_together(monkeypatch: pytest.MonkeyPatch) -> None:
    rep = np.repeat(np.arange(4), 25)
    idx = np.array([0, 3, 26, 50, 51, 99])

    def changed() -> np.ndarray:
        grade = np.arange(100) % 3
        cell = rep * 4 + grade
        counts = np.bincount(cell, minlength=16).reshape(4, 4)
        kernels.regrade(idx, np.array([3, 1, 2, 2, 0, 1]), rep, grade, cell, counts)
        assert np.array_equal(cell, rep * 4 + grade)
        assert np.array_equal(counts.ravel(), np.bincount(cell, minlength=16))
        return grade

    plain, fast = both(monkeypatch, changed)
    np.testing.assert_array_equal(plain, fast)
    assert plain[idx].tolist() == [3, 1, 2, 2, 0, 1]


def test_the_same_order(monkeypatch: pytest.MonkeyPatch) -> None:
    values = draws.uniform(draws.person_keys(1, np.zeros(900, int), np.arange(900)), "order")
    rep = np.sort(np.arange(900) % 40)
    same(both(monkeypatch, lambda: kernels.best_first(values, rep)))
    few = kernels.best_first(np.array([1.0, 3.0, 2.0, 5.0]), np.array([0, 0, 0, 1]))
    assert few is not None and few.tolist() == [1, 2, 0, 3]


def test_ties_are_left_to_the_other_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    plain, fast = both(monkeypatch, lambda: kernels.best_first(np.array([1.0, 2.0, 1.0]), np.zeros(3, int)))
    assert plain is None and fast is None
    plain, fast = both(monkeypatch, lambda: kernels.best_first(np.array([1.0, 1.0]), np.array([0, 1])))
    assert plain.tolist() == fast.tolist() == [0, 1], "equal values of two replications do not compete"


def test_many_candidates_of_one_replication(monkeypatch: pytest.MonkeyPatch) -> None:
    values = draws.uniform(draws.person_keys(1, np.zeros(2000, int), np.arange(2000)), "many")
    same(both(monkeypatch, lambda: kernels.best_first(values, np.zeros(2000, int))))


@pytest.mark.parametrize(
    ("scheme", "workforce"),
    [
        ("reference-department", "reference-department"),
        ("fabric-star-pay", "service-center-200"),
        ("top-three-reserve-supervisor", "small-department-30"),
    ],
)
def test_whole_runs_are_the_same(monkeypatch: pytest.MonkeyPatch, scheme: str, workforce: str) -> None:
    played = load_scheme(scheme), load_workforce(workforce)
    plain, fast = both(monkeypatch, lambda: simulate(*played, months=26, replications=5).counts)
    for name in ("headcount", "moves", "exits", "hires", "pay", "costs", "kpi", "stuck", "regretted", "seats", "waits"):
        np.testing.assert_array_equal(getattr(plain, name), getattr(fast, name), err_msg=name)
    for move, table in plain.ledger.items():
        np.testing.assert_array_equal(table, fast.ledger[move], err_msg=move)


def test_the_same_product(monkeypatch: pytest.MonkeyPatch) -> None:
    table, months = np.linspace(0.9, 1.1, 7), np.linspace(1, 2, 40)
    codes, since = np.arange(20_000) % 7, (np.arange(20_000) % 60).astype(np.int16)
    plain, fast = both(
        monkeypatch, lambda: kernels.product([(table, codes, None), (months, since, "c"), (table, codes, None)], 30)
    )
    assert plain is None, "NumPy multiplies what it has looked up"
    looked_up = kernels.by_code(table, codes) * kernels.by_clock(months, since, 30) * kernels.by_code(table, codes)
    np.testing.assert_array_equal(fast, looked_up)


@pytest.mark.parametrize("people", [0, 1, 700, 5_000])
def test_the_same_places(monkeypatch: pytest.MonkeyPatch, people: int) -> None:
    """Groups of a few, and one of all, with many ties."""
    random = np.random.default_rng(people)
    value, since = random.integers(0, 9, people) * random.choice([1.0, -0.0], people), random.integers(0, 4, people)
    tie = random.permutation(people)
    for size in (1, 40):
        groups = random.integers(0, size, people)
        same(both(monkeypatch, lambda groups=groups, size=size: kernels.ranked(value, since, tie, groups, size)))


def test_the_same_columns_for_takers(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(4)
    values = random.integers(0, 3, (30, 8)) + np.where(random.random((30, 8)) < 0.3, np.inf, 0.0)
    values[0] = np.inf
    wanted = random.integers(0, 12, 30)
    same(both(monkeypatch, lambda: kernels.lowest_first(values, wanted)))
    assert not np.isnan(values).any() and (values[0] == np.inf).all(), "what is given is left as it is"


def test_the_same_values_known(monkeypatch: pytest.MonkeyPatch) -> None:
    row, since = np.arange(500.0), np.random.default_rng(6).integers(-5, 5, 500).astype(np.int16)
    same(both(monkeypatch, lambda: kernels.known_since(row, since, 2)))


def test_the_same_poisson_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of means that stay, change and are large; the last uniform reaches no count."""
    random = np.random.default_rng(7)
    mean, u = (
        random.choice([0.0, 0.4, 3.0, 17.5, 59.9, 80.0], 3_000) * random.uniform(0.7, 1.0, 3_000),
        random.random((2, 3_000)),
    )
    u[:, 0] = np.nextafter(1.0, 0.0)
    later = np.where(random.random(3_000) < 0.1, 2.5, mean)

    def made() -> object:
        kept = PoissonTerms()
        return np.stack([poisson_quantile(u[0], mean, kept), poisson_quantile(u[1], later, kept)])

    plain, fast = both(monkeypatch, made)
    np.testing.assert_array_equal(plain, fast)
    np.testing.assert_array_equal(plain[1], poisson_quantile(u[1], later))
    np.testing.assert_array_equal(plain[1][5:9], [poisson_quantile(u[1, i : i + 1], later[i])[0] for i in range(5, 9)])
