"""Tasks handed to workers of any kind: no more at once than keep them busy, small ones together, results in order.

Only what is on the way is held: results are given on as their turn comes, so that memory does not grow with the tasks.
"""

from __future__ import annotations

import math
import os
import time
from abc import abstractmethod
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from dataclasses import dataclass
from typing import Generic, TypeVar

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.results.origin import code, version

AHEAD = 4  # pieces of work on the way for each worker, so that none waits for the driver
LEAST = 0.2  # seconds of work that are handed over at least: a cluster takes some milliseconds for each piece

TaskT = TypeVar("TaskT")
ResultT = TypeVar("ResultT")


class Sharer(Executor):
    """An executor that shares tasks in a way of its own."""

    @abstractmethod
    def workers_for(self, seconds: float) -> int:
        """Among how many workers so much work is to be cut.

        Parameters
        ----------
        seconds : how long it takes one process, about
        """

    @abstractmethod
    def results(
        self, function: Callable[[TaskT], ResultT], tasks: Sequence[TaskT], seconds: float
    ) -> Iterator[ResultT]:
        """What a function gives for each task, in their order.

        Parameters
        ----------
        function : of its argument alone, for it may be called twice
        seconds : how long all of them take one process, about; 0 where nobody knows
        """


def workers_of(executor: Executor | None, seconds: float) -> int:
    """Among how many workers work is to be cut: of an executor that does not tell its size, this machine's.

    Parameters
    ----------
    seconds : how long the work takes one process, about
    """
    if executor is None:
        return 1
    if isinstance(executor, Sharer):
        return executor.workers_for(seconds)
    number = getattr(executor, "_max_workers", None)  # of pools of threads and processes, which tell it only here
    threads = getattr(getattr(executor, "_client", None), "nthreads", None)  # by worker, of a client of Dask
    if number is None and callable(threads):
        number = len(threads())
    return int(number or os.cpu_count() or 1)


def shared(
    executor: Executor | None, function: Callable[[TaskT], ResultT], tasks: Sequence[TaskT], seconds: float = 0.0
) -> Iterator[ResultT]:
    """What a function gives for each task, in their order; played here without an executor.

    Parameters
    ----------
    function : of its argument alone, and at the top of a module, so that it can travel
    seconds : how long all of them take one process, about; 0 where nobody knows

    Raises
    ------
    LadderError
        The workers were lost, or play with another version of this package or of NumPy.
    """
    if executor is None:
        return map(function, tasks)
    if isinstance(executor, Sharer):
        return executor.results(function, tasks, seconds)
    if getattr(type(executor), "submit", Executor.submit) is Executor.submit:  # such as a pool that has `map` alone
        return iter(executor.map(function, tasks))
    return _handed(executor, function, tasks)


def _handed(executor: Executor, function: Callable[[TaskT], ResultT], tasks: Sequence[TaskT]) -> Iterator[ResultT]:
    """The same with an executor that may be anywhere."""
    workers = workers_of(executor, 0.0)
    pace = _Pace(workers)
    way: deque[Future[PlayedGroup[ResultT]]] = deque()
    at, mine = 0, playing_here()
    try:
        while at < len(tasks) or way:
            while at < len(tasks) and len(way) < AHEAD * workers:
                group = list(tasks[at : at + pace.group(len(tasks) - at)])
                way.append(executor.submit(play_group, function, group, mine))
                at += len(group)
            played = _arrived(way.popleft())
            if played.by != mine:
                raise LadderError(other_version(mine, played.by))
            pace.told(len(played.results), played.seconds)
            results = played.results[::-1]
            del played
            while results:  # none is held beyond its turn
                yield results.pop()
    finally:
        for each in way:
            each.cancel()


class _Pace:
    """How many tasks make a piece of work that is worth handing over, from those that are done."""

    def __init__(self, workers: int) -> None:
        self.workers, self.done, self.seconds = workers, 0, 0.0

    def told(self, tasks: int, seconds: float) -> None:
        self.done, self.seconds = self.done + tasks, self.seconds + seconds

    def group(self, left: int) -> int:
        """Of so many that are left; so that every worker gets some."""
        if not self.done:
            return 1
        each = max(self.seconds / self.done, LEAST / 1000)
        return max(1, min(math.ceil(LEAST / each), left // self.workers))


def playing_here() -> tuple[str, str]:
    """What decides the bits beside the task: the digest of the code that plays, and the version of NumPy."""
    return code(), version("numpy")


@dataclass(frozen=True, slots=True)
class PlayedGroup(Generic[ResultT]):
    """What some tasks gave, and how many seconds they took; nothing where the worker has other versions than `by`."""

    results: list[ResultT]
    seconds: float
    by: tuple[str, str]


def play_group(
    function: Callable[[TaskT], ResultT], tasks: Sequence[TaskT], sent_by: tuple[str, str]
) -> PlayedGroup[ResultT]:
    """Some tasks on a worker; none where it would not play them to the bits of who sent them.

    Parameters
    ----------
    sent_by : as of `playing_here`
    """
    here = playing_here()
    began = time.perf_counter()
    results = [function(task) for task in tasks] if here == sent_by else []
    return PlayedGroup(results, time.perf_counter() - began, here)


def other_version(here: tuple[str, str], there: tuple[str, str]) -> str:
    """What to say of a worker that would not play to the same bits.

    Parameters
    ----------
    here, there : as of `playing_here`, of the driver and of the worker
    """
    return tr("executor: a worker has ladder_sim {theirs} with NumPy {numpy_there}, this process {ours} with NumPy"
              " {numpy_here} (digests of the code), so that its numbers may differ; install the same on both",
              "executor：某个工作节点的 ladder_sim 为 {theirs}、NumPy 为 {numpy_there}，本机为 {ours}、NumPy 为"
              " {numpy_here}（代码摘要），结果可能不一致；请在两边安装相同版本",
              theirs=there[0], ours=here[0], numpy_there=there[1], numpy_here=here[1])  # fmt: skip


def _arrived(future: Future[ResultT]) -> ResultT:
    """A result, waited for."""
    try:
        return future.result()
    except (BrokenExecutor, CancelledError) as error:
        raise LadderError(_lost(error)) from error
    except Exception as error:
        if type(error).__module__.partition(".")[0] != "distributed":  # what it says of its own machinery
            raise
        raise LadderError(_lost(error)) from error


def _lost(error: BaseException) -> str:
    return tr("executor: its workers were lost ({why}); what a store has is kept, so that the same with store= goes on"
              " where it was",
              "executor：工作节点已失联（{why}）；已存入 store 的部分不会丢失，使用 store= 重新运行即可接着算",
              why=f"{type(error).__name__}: {error}".rstrip(": "))  # fmt: skip
