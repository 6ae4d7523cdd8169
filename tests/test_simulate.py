"""`simulate`: how work is cut, and that a cut changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from scenes import bits, scheme_of, workforce_of

from ladder_sim.model import Scheme, Workforce
from ladder_sim.simulate import simulate

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
    """Plays in this process and remembers how the work was cut."""

    def __init__(self, workers: int) -> None:
        self._max_workers = workers
        self.cuts: list[tuple[int, int]] = []

    def map(self, function: Any, tasks: Iterable[Any], **_: Any) -> Iterator[Any]:  # type: ignore[override]
        for task in tasks:
            self.cuts.append(task[4])
            yield function(task)


@pytest.mark.parametrize(("workers", "replications", "blocks"), [(2, 40, 8), (2, 41, 7), (3, 5, 5), (1, 8, 4)])
def test_every_worker_has_work(pair: tuple[Scheme, Workforce], workers: int, replications: int, blocks: int) -> None:
    counting = Counting(workers)
    alone = simulate(*pair, months=6, replications=replications)
    shared = simulate(*pair, months=6, replications=replications, executor=counting)
    assert len(counting.cuts) == blocks
    assert [n for cut in counting.cuts for n in range(*cut)] == list(range(replications))
    assert bits(shared) == bits(alone)


def test_progress_counts_replications_whatever_the_cut(pair: tuple[Scheme, Workforce]) -> None:
    told: list[tuple[int, int]] = []
    with ThreadPoolExecutor(2) as pool:
        simulate(*pair, months=3, replications=16, executor=pool, progress=lambda *n: told.append(n))
    assert told == [(n, 16) for n in range(2, 17, 2)]
