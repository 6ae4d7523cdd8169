"""`simulate`: how work is cut, and that a cut changes nothing."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from scenes import bits, scheme_of, workforce_of

import ladder_sim as ls
from ladder_sim.experiment.simulation import Playing, Task, simulate
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce

SCHEME = """
ladder:
  service:
    junior: {role: agent, base: 3000}
    senior: {role: agent, base: 4000}
entry: junior
reviews:
  monthly: {every: month}
moves:
  - {id: up, from: junior, to: senior, review: monthly, when: kpi >= 90}
"""
WORKFORCE = """
people: {headcount: 20}
metrics:
  kpi: {normal: {mean: 80, between: 5, within: 8}}
attrition: {base: {0: 0.05}}
hiring: {keep: headcount, lead_months: 1}
"""


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Scheme, Workforce]:
    return scheme_of(tmp_path, SCHEME), workforce_of(tmp_path, WORKFORCE)


class Counting(Executor):
    """Plays in this process and remembers how the work was cut, and how large it is when it travels."""

    def __init__(self, workers: int) -> None:
        self._max_workers = workers
        self.tasks: list[Task] = []

    def map(self, function: Any, tasks: Iterable[Any], **_: Any) -> Iterator[Any]:  # type: ignore[override]
        for task in tasks:
            self.tasks.append(pickle.loads(pickle.dumps(task)))
            yield function(self.tasks[-1])

    def cuts(self, scheme: str) -> list[tuple[int, int]]:
        return [task.cut for task in self.tasks if task.pair.content[0].id == scheme]


@pytest.mark.parametrize(
    ("workers", "replications", "blocks"),
    [(2, 40, 1), (2, 799, 1), (2, 800, 2), (2, 1700, 4), (2, 2100, 4), (3, 2100, 3), (1, 9600, 3), (2, 40_000, 13)],
)
def test_blocks_are_as_many_as_are_worth_it(workers: int, replications: int, blocks: int) -> None:
    """Of 20 people, 400 replications make a block that is worth its fixed cost, and 3,200 the largest one."""
    cuts = Playing(workforce_with(20), 6, 1)._cuts(1, 5, replications, workers)
    assert len(cuts) == blocks
    assert [n for cut in cuts for n in range(*cut)] == list(range(5, 5 + replications))


@pytest.mark.parametrize(("schemes", "blocks"), [(1, 4), (2, 4), (3, 3), (8, 1), (46, 1)])
def test_many_schemes_are_given_whole(schemes: int, blocks: int) -> None:
    assert len(Playing(workforce_with(20), 6, 1)._cuts(schemes, 0, 2000, 2)) == blocks


def workforce_with(people: int) -> Workforce:
    reference = ls.load_workforce("reference-department")
    return replace(reference, people=replace(reference.people, roster=None, grades={}, headcount=people))


def test_a_cut_changes_nothing(pair: tuple[Scheme, Workforce]) -> None:
    counting = Counting(2)
    alone = simulate(*pair, months=6, replications=801)
    shared = simulate(*pair, months=6, replications=801, executor=counting)
    assert len(counting.tasks) == 2
    assert bits(shared) == bits(alone)


def test_long_schemes_go_first_and_results_come_back_in_order(pair: tuple[Scheme, Workforce]) -> None:
    scheme, people = pair
    short, long = replace(scheme, id="short", moves=()), scheme
    counting = Counting(2)
    runs = Playing(people, 6, 1, counting).play([short, long], 3, 4)
    assert [task.pair.content[0].id for task in counting.tasks] == [long.id, "short"]
    assert [run.scheme for run in runs] == [short, long]
    assert [bits(run) for run in runs] == [
        bits(simulate(one, people, months=6, replications=4, first=3)) for one in (short, long)
    ]


def test_a_process_compiles_a_scheme_once(pair: tuple[Scheme, Workforce]) -> None:
    """Tasks of one scheme arrive with one and the same scheme, whatever travels between; equal content is enough."""
    counting = Counting(2)
    simulate(*pair, months=2, replications=801, executor=counting)
    simulate(*pair, months=2, replications=801, executor=counting)
    assert len({id(task.pair) for task in counting.tasks}) == 1
    assert len(counting.tasks) == 4
    simulate(replace(pair[0], moves=()), pair[1], months=2, replications=4, executor=counting)
    assert counting.tasks[-1].pair.content[0].moves == ()


def test_progress_counts_replications_whatever_the_cut(pair: tuple[Scheme, Workforce]) -> None:
    told: list[tuple[int, int]] = []
    with ThreadPoolExecutor(2) as pool:
        simulate(*pair, months=3, replications=1000, executor=pool, progress=lambda *n: told.append(n))
    assert told == [(500, 1000), (1000, 1000)]


def test_progress_runs_through_all_schemes(pair: tuple[Scheme, Workforce]) -> None:
    told: list[tuple[int, int]] = []
    schemes = [pair[0], replace(pair[0], id="other")]
    ls.compare(schemes, pair[1], months=3, replications=4, progress=lambda *n: told.append(n))
    assert told == [(4, 8), (8, 8)]
