"""Crossed tables of real people: whoever adds and subtracts their rows learns of no few people."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pytest
import scenes

import ladder_sim as ls
from ladder_sim.results.intersections import UNKNOWN
from ladder_sim.results.joined_levels import safe_classes

Table = npt.NDArray[np.float64]
Classes = Sequence[npt.NDArray[np.int64]]


def _rows(people: Table, classes: Classes) -> set[tuple[int, ...]]:
    """The rows of a table of classes, as the cells that each adds up; in the order of `people.ravel()`."""
    made: dict[tuple[int, ...], list[int]] = {}
    for place, cell in enumerate(np.ndindex(people.shape)):
        made.setdefault(tuple(int(of[i]) for of, i in zip(classes, cell, strict=True)), []).append(place)
    return {tuple(int(i in cells) for i in range(people.size)) for cells in made.values()}


def _marginal(people: Table, some: tuple[int, ...]) -> Table:
    return people.sum(axis=tuple(i for i in range(people.ndim) if i not in some))


def _safe(people: Table) -> Classes:
    return safe_classes(people.ravel(), np.argwhere(people >= 0), people.shape)


def _told(people: Table, classes: Classes) -> list[tuple[int, ...]]:
    """All that is told: the crossed table, the tables of fewer attributes, and the total; empty cells are known."""
    told = _rows(people, classes) | {(1,) * people.size}
    for number in range(1, people.ndim):
        for some in itertools.combinations(range(people.ndim), number):
            own = iter(_safe(_marginal(people, some)))
            one = [next(own) if i in some else np.zeros(n, np.int64) for i, n in enumerate(people.shape)]
            told |= _rows(people, one)
    there = people.ravel() > 0
    return sorted({tuple(np.array(row)[there].tolist()) for row in told} - {(0,) * int(there.sum())})


def _attacked(people: Table, told: list[tuple[int, ...]]) -> Iterator[float]:
    """People in every set that a sum and difference of rows tells of, tried one by one."""
    sizes = people.ravel()[people.ravel() > 0]
    for signs in itertools.product((-1, 0, 1), repeat=len(told)):
        made = np.array(signs) @ np.array(told)
        if ((made == 0) | (made == 1)).all() and made.any():
            yield float(sizes @ made)


def _found(people: Table, told: list[tuple[int, ...]]) -> bool:
    return any(0 < size < 5 for size in _attacked(people, told))


PLANTED = {
    "a small cell": [[3, 17], [20, 30]],
    "two in a row": [[3, 4, 12], [20, 30, 25]],
    "an empty cell opens the next": [[3, 10, 9], [10, 0, 8]],
    "single attributes are enough": [[10, 0], [2, 20]],
    "a small group": [[2, 2], [1, 40]],
}


@pytest.mark.parametrize("case", PLANTED)
def test_no_sum_of_rows_tells_of_fewer_than_five(case: str) -> None:
    people = np.array(PLANTED[case], float)
    as_it_is = [np.arange(n) for n in people.shape]
    assert _found(people, _told(people, as_it_is)), "the attack finds nothing in the table as it is"
    if case == "single attributes are enough":  # of which no crossed table tells more
        assert all(not of.any() for of in _safe(people))
    else:
        assert not _found(people, _told(people, _safe(people)))


def test_one_merged_row_of_small_cells_would_not_do() -> None:
    """Three young women and four old men in one row: the women all told, less those of middle age, are the three."""
    people = np.array([[3, 17], [20, 4]], float)
    merged = [(1, 0, 0, 1), (0, 1, 0, 0), (0, 0, 1, 0)]
    assert _found(people, [*merged, (1, 1, 0, 0), (0, 0, 1, 1)])


@pytest.mark.parametrize("seed", range(12))
def test_tables_at_random_stand_the_attack(seed: int) -> None:
    drawn = np.random.default_rng(seed)
    people = drawn.poisson(drawn.uniform(2, 9, size=(2, 3))).astype(float)
    alone = [row for some in ((0,), (1,)) for row in _rows(
        people, [_safe(_marginal(people, some))[0] if i in some else np.zeros(n, np.int64)
                 for i, n in enumerate(people.shape)])]  # fmt: skip
    there = people.ravel() > 0
    if not _found(people, [tuple(np.array(row)[there].tolist()) for row in alone]):
        assert not _found(people, _told(people, _safe(people)))


def test_large_cells_stay_as_they_are() -> None:
    assert [of.tolist() for of in _safe(np.array([[8, 9, 10], [10, 12, 8.0]]))] == [[0, 1], [0, 1, 2]]


def test_levels_are_joined_with_their_neighbors_alone() -> None:
    bands = _safe(np.array([20, 2, 30, 25.0]))[0]
    assert bands.tolist() == [0, 0, 1, 2]


# --- of a roster ------------------------------------------------------------------------------------


def _roster() -> str:
    """Two women below 25 and four of unknown age, among many."""
    rows = ["person,hired,role,pay,gender,age"]
    for i in range(44):
        gender = "female" if i < 18 else "male"
        age = "" if i in (15, 16, 17, 43) else 22 if i < 2 or 18 <= i < 26 else 28 if i < 9 or 26 <= i < 34 else 38
        rows.append(f"p{i},2024-03-01,agent,{4000 + i},{gender},{age}")
    return "\n".join(rows)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> ls.Run:
    text = """
        title: {en: W, zh: 测试}
        based_on: small-department-30
        start: 2026-01
        people: {roster: people.csv}
    """
    people = scenes.workforce_of(tmp_path_factory.mktemp("roster"), text, roster=_roster())
    return ls.simulate("three-grade-growth", people, months=12, replications=4, events=True)


BANDS = {"age": [25, 30]}


def test_of_real_people_no_row_is_the_difference_of_others(run: ls.Run) -> None:
    """The two young women stand in no row alone, and are no difference between rows of the three tables."""
    crossed, women, bands = run.by_group(["gender", "age"], BANDS), run.by_group("gender"), run.by_group("age", BANDS)
    assert len(crossed) < 6 and list(women.index) == ["female", "male"]
    for table in (crossed, bands):
        assert table["people"].sum() == pytest.approx(women["people"].sum()), "sums hold, people of unknown age too"
    names = [name for name in crossed.index.get_level_values("age").unique() if "<25" in name]
    assert names == ["<25+25-30"]
    assert not [label for label in crossed.index if "female" in label[0] and label[1] == "<25"]
    assert all(table.index.is_unique for table in (crossed, women, bands))


def test_of_made_up_people_levels_stay(run: ls.Run) -> None:
    made = ls.simulate("three-grade-growth", "small-department-30", months=12, replications=4, events=True)
    assert not any(UNKNOWN in label for label in made.by_group(["gender", "age"], BANDS).index.get_level_values("age"))
    assert "<25" in made.by_group("age", BANDS).index
