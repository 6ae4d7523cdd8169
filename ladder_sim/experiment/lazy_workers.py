"""Processes that are begun when enough work is seen to remain: `executor="auto"`, and who asks for a number of them."""

from __future__ import annotations

import functools
import inspect
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from typing import ParamSpec, SupportsIndex, TypeVar, cast

from ladder_sim.core.executors import AUTO, Auto
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.core.signed import as_written, at_the_door, called_with
from ladder_sim.experiment.machine import processes_at_most
from ladder_sim.experiment.sharing import Sharer, TaskT
from ladder_sim.experiment.workers import Workers, start_method

MOST_PROCESSES = 1024
#: Seconds of work from which processes are begun: copies of this one are there at once, others load the package first.
WORTH_COPIES, WORTH_NEW = 1.0, 2.5

F = TypeVar("F", bound=Callable[..., object])
P = ParamSpec("P")
T = TypeVar("T")


class LazyWorkers(Sharer):
    """Up to so many processes, begun when about a second of work is seen to remain; this one does the work until then.

    Parameters
    ----------
    number : processes at most
    """

    def __init__(self, number: int) -> None:
        self._max_workers = number
        self._pool: Workers | None = None
        self._begun_with = 0

    def workers_for(self, seconds: float) -> int:
        """All of them for work that is worth it, else one: what is not shared is not cut either."""
        return self._max_workers if seconds >= _worth() else 1

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """As of any executor: in a process, which is begun."""
        return self._begun(self._max_workers).submit(fn, *args, **kwargs)

    def results(self, function: Callable[[TaskT], T], tasks: Sequence[TaskT], seconds: float = 0.0) -> Iterator[T]:
        """See `Sharer`; played here as long as not much more than the processes' beginning is left."""
        at, took = 0, 0.0
        while at < len(tasks) and not self._worth_sharing(len(tasks) - at, seconds):
            began = time.perf_counter()
            result = [function(tasks[at])]
            took += time.perf_counter() - began
            at += 1
            seconds = took / at * (len(tasks) - at)
            yield result.pop()
        if at < len(tasks):
            yield from self._begun(len(tasks) - at).results(function, tasks[at:], seconds)

    def _worth_sharing(self, tasks: int, seconds: float) -> bool:
        return tasks > 1 and seconds >= _worth()

    def _begun(self, tasks: int) -> Workers:
        """The processes, no more than there are tasks for."""
        wanted = min(self._max_workers, tasks)
        if self._pool is None or self._begun_with < wanted:
            self.shutdown()
            self._pool, self._begun_with = Workers(wanted), wanted
        return self._pool

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let what is under way be finished."""
        if self._pool is not None:
            self._pool.shutdown(wait, cancel_futures=cancel_futures)

    def end(self) -> None:
        """Give up what is under way; no process is left when this returns."""
        if self._pool is not None:
            self._pool.end()


def _worth() -> float:
    return WORTH_COPIES if start_method() == "fork" else WORTH_NEW


def shares_work(function: F) -> F:
    """A function that takes `executor`: a whole number there is so many processes, begun and ended with the call.

    ``"auto"`` begins as many as are worth it (`LazyWorkers`); -1 is as many as the machine has for this process.
    ``workers=2`` and ``n_jobs=2`` are the same.

    Raises, when it is called
    -------------------------
    LadderError
        The number is none that processes can have.
    """
    known = inspect.signature(function).parameters

    @functools.wraps(function)
    def called(*args: object, **given: object) -> object:
        with called_with(given, known) as told:
            try:
                number = _asked(told.get("executor"))
                if number is None:
                    return function(*args, **told)
                with working(number) as pool:
                    return function(*args, **{**told, "executor": pool})
            except LadderError as error:
                at_the_door(error)
                raise

    return cast(F, called)


def _asked(executor: object) -> int | Auto | None:
    """How many processes are asked for; None where it is no such question."""
    if isinstance(executor, str):
        return AUTO if executor == AUTO else None
    if isinstance(executor, bool) or not isinstance(executor, SupportsIndex):
        return None
    return _processes(int(executor))


def _processes(number: int) -> int:
    if number == -1:
        return processes_at_most()
    if 1 <= number <= MOST_PROCESSES:
        return number
    raise LadderError(tr("{name}: a number of processes is from 1 to {most}, or -1 for as many as this machine has,"
                         " or 'auto' for as many as are worth it; got {number}",
                         "{name}：进程数应为1到{most}的整数，或用 -1 表示本机全部处理器，或用 'auto' 自动决定；"
                         "现为{number}",
                         name=as_written("executor"), most=MOST_PROCESSES, number=number))  # fmt: skip


@contextmanager
def working(number: int | Auto) -> Iterator[Workers | LazyWorkers | None]:
    """So many processes meanwhile, none for one: then this process does the work; they end at once if it fails."""
    most = processes_at_most() if number == AUTO else number
    if most == 1:
        yield None
        return
    pool = LazyWorkers(most) if number == AUTO else Workers(most)
    try:
        yield pool
    except BaseException:
        pool.end()
        raise
    pool.shutdown()
