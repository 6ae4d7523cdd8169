"""`simulate`: one scheme on one workforce, many times over."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ladder_sim.engine.block import Block
from ladder_sim.engine.calendar import Calendar
from ladder_sim.engine.record import axes_of
from ladder_sim.language.compiler import compile_scheme, grade_space
from ladder_sim.language.program import Program
from ladder_sim.loading import load_scheme, load_workforce
from ladder_sim.model import Scheme, Workforce
from ladder_sim.problems import LadderError, Problems
from ladder_sim.tally import Tally, gather
from ladder_sim.words import tr

if TYPE_CHECKING:
    from ladder_sim.run import Run

PEOPLE_IN_A_BLOCK = 64_000
Progress = Callable[[int, int], None]


def simulate(
    scheme: Scheme | str | Path,
    workforce: Workforce | str | Path,
    *,
    months: int = 60,
    replications: int = 200,
    seed: int = 1,
    first: int = 0,
    executor: Executor | None = None,
    progress: Progress | None = None,
    events: bool = False,
    explain: bool = False,
    block: int = PEOPLE_IN_A_BLOCK,
) -> Run:
    """Play a scheme on a workforce.

    Parameters
    ----------
    scheme, workforce: records, ids of the scenarios at hand, or paths.
    months: how many months to play, from the workforce's start.
    replications: how many times; replication `first` is the first, and its luck depends on its number alone.
    executor: any `concurrent.futures.Executor`; None plays in this process.
    progress: called as ``progress(done, total)`` in replications.
    events: also keep an event log (one row per event; large).
    explain: also count, per condition, whom it alone stopped.
    block: people stacked in one array at most, fewer where an executor's workers would wait; results do not
        depend on it.

    Raises
    ------
    LadderError
        The scheme and the workforce do not fit together, or a number is out of range.
    """
    from ladder_sim.run import Run

    scheme = load_scheme(scheme) if not isinstance(scheme, Scheme) else scheme
    workforce = load_workforce(workforce) if not isinstance(workforce, Workforce) else workforce
    _check(months, replications, seed, first)
    began = time.perf_counter()
    programs = compiled(scheme, workforce)
    people = max(1, _people(workforce))
    size = min(max(1, block // people), _share(replications, executor))
    cuts = [(start, min(start + size, first + replications)) for start in range(first, first + replications, size)]
    tasks = [(scheme, workforce, months, seed, cut, events, explain) for cut in cuts]

    def played() -> Iterator[Tally]:
        for tally, (_, stop) in zip(_played(executor, tasks), cuts, strict=True):
            if progress is not None:
                progress(stop - first, replications)
            yield tally

    axes = axes_of(programs, Calendar(workforce.start, workforce.holidays), months)
    return Run(
        scheme, workforce, months, replications, seed, axes, gather(played(), replications), time.perf_counter() - began
    )


Task = tuple[Scheme, Workforce, int, int, tuple[int, int], bool, bool]


def _played(executor: Executor | None, tasks: list[Task]) -> Iterator[Tally]:
    if executor is None:
        return map(play_block, tasks)
    return executor.map(play_block, tasks)


def _share(replications: int, executor: Executor | None) -> int:
    """The most replications in a block, so that every worker gets about four and none waits long for the last."""
    if executor is None:
        return replications
    # process and thread pools tell their size only here; of any other executor this machine's is a fair guess
    workers = getattr(executor, "_max_workers", None) or os.cpu_count() or 1
    return max(1, math.ceil(replications / (4 * workers)))


def play_block(task: Task) -> Tally:
    """One block of replications; a function of its argument alone, so that any worker can do it."""
    scheme, workforce, months, seed, (start, stop), events, explain = task
    programs = compiled(scheme, workforce)
    switch = scheme.adopted.month if scheme.adopted is not None else 0
    block = Block(
        programs,
        months=months,
        seed=seed,
        replications=np.arange(start, stop),
        switch=switch,
        events=events,
        explain=explain,
    )
    return block.play()


def compiled(scheme: Scheme, workforce: Workforce) -> list[Program]:
    """The programs of a run: the scheme's own, after that of the scheme it replaces where it does.

    Raises
    ------
    LadderError
        Every expression that does not fit the workforce, all at once.
    """
    return _compiled(_Same(scheme), _Same(workforce))


class _Same:
    """A record as a key of the cache: the same object, not an equal one."""

    def __init__(self, record: Scheme | Workforce) -> None:
        self.record = record

    def __hash__(self) -> int:
        return id(self.record)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.record is other.record


@lru_cache(maxsize=64)
def _compiled(a: _Same, b: _Same) -> list[Program]:
    scheme, workforce = a.record, b.record
    assert isinstance(scheme, Scheme) and isinstance(workforce, Workforce)
    problems = Problems()
    space = grade_space(scheme, workforce, scheme.replaced)
    found = [compile_scheme(s, workforce, problems, space) for s in (scheme.replaced, scheme) if s is not None]
    problems.raise_if_any()
    return [program for program in found if program is not None]


def _people(workforce: Workforce) -> int:
    people = workforce.people
    if people.roster is not None:
        return len(people.roster.person)
    return sum(people.grades.values()) if people.grades else people.headcount


def _check(months: int, replications: int, seed: int, first: int) -> None:
    problems = []
    for name, value, low, high in (
        ("months", months, 1, 1200),
        ("replications", replications, 1, 1_000_000),
        ("seed", seed, 0, 2**63 - 1),
        ("first", first, 0, 2**40),
    ):
        whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
        if not whole or not low <= value <= high:
            problems.append(
                tr("{name} must be a whole number from {low} to {high}, got {value!r}",
                   "{name} 必须是 {low} 到 {high} 的整数，现在是 {value!r}", name=name, low=low, high=high, value=value)
            )  # fmt: skip
    if problems:
        raise LadderError("\n".join(problems))
