"""Work handed to executors of any kind: in order, little at a time, and to the same numbers."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, ClassVar

import pytest

import ladder_sim as ls
from ladder_sim.core.problems import LadderError
from ladder_sim.experiment import lazy_workers, machine, sharing, workers
from ladder_sim.experiment.lazy_workers import LazyWorkers, working
from ladder_sim.experiment.sharing import AHEAD, PlayedGroup, shared, workers_of
from ladder_sim.results.run import Run
from tests import scenes
from tests.places import ROOT


class Now(Executor):
    """Does what is handed over at once, and remembers of how many tasks each piece was."""

    def __init__(self, workers: int = 2) -> None:
        self._max_workers = workers
        self.groups: list[int] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **_: Any) -> Future[Any]:
        self.groups.append(len(args[1]))
        done: Future[Any] = Future()
        done.set_result(fn(*args))
        return done


class Large:
    """A result of which it is counted how many there are at once."""

    alive: ClassVar[weakref.WeakSet[Large]] = weakref.WeakSet()
    most: ClassVar[int] = 0

    def __init__(self, number: int) -> None:
        self.number = number
        self.alive.add(self)
        type(self).most = max(self.most, len(self.alive))


Slow = Callable[[float, Callable[[Any], Any]], Callable[[Any], Any]]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    """Makes functions take so many seconds, on a clock that stands still else."""
    now = [0.0]
    monkeypatch.setattr(sharing.time, "perf_counter", lambda: now[0])

    def made(seconds: float, function: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def called(task: Any) -> Any:
            now[0] += seconds
            return function(task)

        return called

    return made


def test_the_drivers_memory_does_not_grow_with_the_tasks(slow: Slow) -> None:
    Large.most = 0
    seen = [result.number for result in shared(Now(2), slow(1.0, Large), range(400))]
    assert seen == list(range(400))
    assert Large.most <= AHEAD * 2 + 1


def test_small_tasks_are_handed_over_together(slow: Slow) -> None:
    executor = Now(2)
    assert list(shared(executor, slow(0.06, abs), range(100))) == list(range(100))
    assert executor.groups[: AHEAD * 2] == [1] * (AHEAD * 2)  # until something is known of them
    assert max(executor.groups) == 4 and sum(executor.groups) == 100  # of .06 s; .2 s are wanted


def test_large_tasks_are_handed_over_one_by_one(slow: Slow) -> None:
    executor = Now(2)
    list(shared(executor, slow(0.25, abs), range(50)))
    assert set(executor.groups) == {1}


def other_group(*_: Any) -> PlayedGroup[Any]:
    return PlayedGroup([], 0.0, ("another", "1.0"))


def test_a_worker_with_another_version_is_refused() -> None:
    class Elsewhere(Now):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **_: Any) -> Future[Any]:
            return super().submit(other_group, *args)

    with pytest.raises(LadderError, match=r"a worker has ladder_sim another with NumPy 1\.0, this process"):
        list(shared(Elsewhere(), abs, [1]))


def test_nothing_is_played_for_somebody_with_another_version() -> None:
    assert sharing.play_group(abs, [-1], ("another", "1.0")).results == []
    assert sharing.play_group(abs, [-1], sharing.playing_here()).results == [1]


def test_lost_workers_are_said() -> None:
    class Broken(Now):
        def submit(self, *_: Any, **__: Any) -> Future[Any]:
            done: Future[Any] = Future()
            done.set_exception(BrokenExecutor("all gone"))
            return done

    with pytest.raises(LadderError, match=r"its workers were lost \(BrokenExecutor: all gone\)"):
        list(shared(Broken(), abs, [1]))


def test_what_is_on_the_way_is_given_up_with_the_work() -> None:
    waiting = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        results = shared(pool, _first_quick(waiting), range(20))
        assert isinstance(results, Iterator) and next(results) == 0
        results.close()  # type: ignore[attr-defined]  # a generator
        waiting.set()
        pool.shutdown()
        assert len(DONE) <= 3  # the first, the one under way, and perhaps one that had begun


DONE: list[int] = []


def _first_quick(waiting: threading.Event) -> Callable[[int], int]:
    def play(number: int) -> int:
        if number:
            waiting.wait(30)
        DONE.append(number)
        return number

    return play


def test_a_pool_that_has_map_alone_will_do() -> None:
    class Mapping:
        def map(self, function: Callable[[Any], Any], tasks: Any) -> Any:
            return map(function, tasks)

    assert list(shared(Mapping(), abs, [-2, -3])) == [2, 3]  # type: ignore[arg-type]  # what users have


def test_a_client_of_dask_tells_its_size() -> None:
    class Client:
        def nthreads(self) -> dict[str, int]:
            return {"a": 1, "b": 4, "c": 1}

    class Executing(Executor):
        _client = Client()

    assert workers_of(Executing(), 1.0) == 3
    assert workers_of(Executor(), 1.0) == (os.cpu_count() or 1)
    assert workers_of(None, 100.0) == 1


# --- processes that are begun when they are worth it ------------------------------------------------


class Begun(Now):
    """Processes that are none."""

    numbers: ClassVar[list[int]] = []

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.numbers.append(number)

    def results(self, function: Callable[[Any], Any], tasks: Any, seconds: float) -> Iterator[Any]:
        self.groups.append(len(tasks))
        return map(function, tasks)


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    monkeypatch.setattr(lazy_workers, "Workers", Begun)
    monkeypatch.setattr(Begun, "numbers", [])
    monkeypatch.setattr(lazy_workers, "start_method", lambda: "fork")
    return Begun.numbers


def test_no_processes_are_begun_for_work_that_is_soon_done(begun: list[int], slow: Slow) -> None:
    assert list(LazyWorkers(2).results(slow(0.01, abs), range(90), 0.0)) == list(range(90))
    assert begun == []


def test_processes_are_begun_once_enough_is_seen_to_remain(begun: list[int], slow: Slow) -> None:
    pool = LazyWorkers(3)
    assert list(pool.results(slow(0.1, abs), range(60), 0.0)) == list(range(60))
    assert begun == [3]
    assert isinstance(pool._pool, Begun) and pool._pool.groups == [59]  # the first one told


def test_processes_are_begun_at_once_for_work_that_is_known_to_be_long(begun: list[int]) -> None:
    pool = LazyWorkers(8)
    assert list(pool.results(abs, [-1, -2], 10.0)) == [1, 2]
    assert begun == [2], "no more than there are tasks"
    assert list(pool.results(abs, range(20), 10.0)) == list(range(20))
    assert begun == [2, 8]
    list(pool.results(abs, range(20), 10.0))
    assert begun == [2, 8], "the same ones serve again"


def test_work_that_is_not_shared_is_not_cut(begun: list[int]) -> None:
    assert LazyWorkers(2).workers_for(0.5) == 1 and LazyWorkers(2).workers_for(5.0) == 2


def test_new_processes_are_worth_it_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lazy_workers, "start_method", lambda: "spawn")
    assert LazyWorkers(2).workers_for(1.5) == 1 and LazyWorkers(2).workers_for(3.0) == 2


def test_auto_is_one_process_on_a_machine_with_one_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lazy_workers, "processes_at_most", lambda: 1)
    with working("auto") as pool:
        assert pool is None


def test_a_container_and_memory_bound_the_processes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    cpu, memory, left = tmp_path / "cpu", tmp_path / "memory", tmp_path / "left"
    for name, path in (("CPU_QUOTA", cpu), ("MEMORY_QUOTA", memory), ("MEMORY", left)):
        monkeypatch.setattr(machine, name, path)
    monkeypatch.setattr(machine, "_processors", lambda: 64)
    assert machine.processes_at_most() == 64
    cpu.write_text("350000 100000\n")
    assert machine.processes_at_most() == 4
    cpu.write_text("max 100000\n")
    memory.write_text("max\n")
    left.write_text("MemTotal: 9 kB\nMemAvailable:    3145728 kB\n")
    assert machine.processes_at_most() == 6
    memory.write_text(f"{2**30}\n")
    assert machine.processes_at_most() == 2
    memory.write_text("1000\n")
    assert machine.processes_at_most() == 1


def test_a_process_with_threads_is_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers.multiprocessing, "get_start_method", lambda allow_none: None)
    monkeypatch.setattr(workers.multiprocessing, "get_all_start_methods", lambda: ["fork", "spawn", "forkserver"])
    monkeypatch.setattr(workers.threading, "active_count", lambda: 1)
    assert workers.start_method() == "fork"
    monkeypatch.setattr(workers.threading, "active_count", lambda: 2)
    assert workers.start_method() == "forkserver"


# --- the same numbers -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def alone() -> Run:
    return ls.simulate("ecommerce-dual-track", "small-department-30", months=6, replications=9)


def test_auto_gives_the_same_numbers(alone: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lazy_workers, "WORTH_COPIES", 0.0)
    monkeypatch.setattr(lazy_workers, "WORTH_NEW", 0.0)
    monkeypatch.setattr(lazy_workers, "processes_at_most", lambda: 2)
    both = {"workers": "auto"}, {"executor": "auto", "block": 90}
    for words in both:
        again = ls.simulate("ecommerce-dual-track", "small-department-30", months=6, replications=9, **words)  # type: ignore[arg-type]
        assert scenes.bits(again) == scenes.bits(alone)


def test_a_word_that_is_no_executor_is_refused() -> None:
    with pytest.raises(LadderError, match=r"such as 2, or 'auto', or a concurrent\.futures\.Executor, got 'two'"):
        ls.simulate("ecommerce-dual-track", executor="two")  # type: ignore[arg-type]


SCRIPT = """
import multiprocessing
multiprocessing.set_start_method("{method}")
import ladder_sim as ls
print("begins")
run = ls.simulate("ecommerce-dual-track", "small-department-30", months=6, replications=9, executor=2, block=90)
print(float(run.values("turnover").sum()).hex())
"""


@pytest.mark.slow
@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_a_script_without_a_guard_runs_once(alone: Run, method: str, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.format(method=method))
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=300,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    assert done.stdout.split() == ["begins", float(alone.values("turnover").sum()).hex()]
