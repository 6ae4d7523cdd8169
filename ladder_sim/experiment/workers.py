"""Processes to share the work: they end with the one that began them, and what a killed one had is done again."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from typing import Generic, ParamSpec, TypeVar

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, LadderWarning
from ladder_sim.core.processes import without_script
from ladder_sim.core.voice import to_reader
from ladder_sim.experiment.sharing import AHEAD, Sharer, TaskT

#: How many times the processes may be begun anew.
AGAIN = 3
MOMENT = 1.0  # seconds
MOST_PROCESSES = 1024
F = TypeVar("F", bound=Callable[..., object])
P = ParamSpec("P")
T = TypeVar("T")


class Workers(Sharer):
    """A pool of processes whose `map` outlives the death of a process.

    A system that kills a process for its memory does so again with as many of them, so each time half are begun.
    """

    def __init__(self, number: int) -> None:
        self._max_workers = number
        self._left = AGAIN
        self._pool = _pool(number)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """As of any executor; only `map` does work again."""
        with _alone(self._pool):
            return self._pool.submit(fn, *args, **kwargs)

    def map(
        self, fn: Callable[..., T], *iterables: Iterable[object], timeout: float | None = None,
        chunksize: int = 1, **_: object,
    ) -> Iterator[T]:  # fmt: skip
        """The results in order; `fn` must be a function of its arguments alone, for it may be called twice.

        Raises
        ------
        LadderError
            Processes ended unexpectedly more than `AGAIN` times.
        """
        return self.results(_Spread(fn), list(zip(*iterables, strict=False)))

    def workers_for(self, seconds: float) -> int:
        """All that were asked for, however short the work."""
        return self._max_workers

    def results(self, function: Callable[[TaskT], T], tasks: Sequence[TaskT], seconds: float = 0.0) -> Iterator[T]:
        """See `Sharer`; what a killed process had is done again.

        Raises
        ------
        LadderError
            Processes ended unexpectedly more than `AGAIN` times.
        """
        way: deque[tuple[TaskT, Future[T] | None]] = deque()
        at = 0
        try:
            while at < len(tasks) or way:
                while at < len(tasks) and len(way) < AHEAD * self._max_workers:
                    way.append((tasks[at], None))
                    at += 1
                try:
                    for i, (task, future) in enumerate(way):
                        if _lost(future):
                            way[i] = task, self.submit(function, task)
                    first = way[0][1]
                    assert first is not None
                    result = [first.result()]
                except BrokenProcessPool as error:
                    self._anew(error)
                    continue
                way.popleft()
                del first  # a result is not held beyond its turn
                yield result.pop()
        except (Exception, GeneratorExit):
            # not where a signal stops all: the pool's thread tells every call of its end, and fails at a cancelled one
            for _, future in way:
                if future is not None:
                    future.cancel()
            raise

    def _anew(self, error: BrokenProcessPool) -> None:
        self.end()
        if not self._left:
            raise LadderError(
                tr("worker processes were ended from outside again and again, perhaps for lack of memory;"
                   " try {one} or a smaller workforce",
                   "工作进程多次被外部终止，可能是内存不足；请使用 {one} 或减少人员规模",
                   one=to_reader("--workers 1", "executor=1"))
            ) from error  # fmt: skip
        self._left -= 1
        self._max_workers = max(1, self._max_workers // 2)
        warnings.warn(
            LadderWarning(
                tr("a worker process was ended from outside, perhaps for lack of memory; its work is done again with"
                   " {n} at a time",
                   "有工作进程被外部终止，可能是内存不足；将以{n}个进程重做其工作", n=self._max_workers)
            ),
            stacklevel=2,
        )  # fmt: skip
        self._pool = _pool(self._max_workers)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let what is under way be finished."""
        self._pool.shutdown(wait, cancel_futures=cancel_futures)

    def end(self) -> None:
        """Give up what is under way; no process is left when this returns."""
        # the way of all versions before 3.14; killed, for a process in its first moments still has our signal handlers
        for process in list((self._pool._processes or {}).values()):
            process.kill()
        _let_go(self._pool)
        self._pool.shutdown(cancel_futures=True)


class _Spread(Generic[T]):
    """A function of several arguments as one of a tuple of them, which can travel."""

    def __init__(self, function: Callable[..., T]) -> None:
        self.function = function

    def __call__(self, arguments: tuple[object, ...]) -> T:
        return self.function(*arguments)


def start_method() -> str:
    """How processes are begun: as is usual here, but a process with threads is not copied, for their locks would be.

    A notebook's kernel has such threads.
    """
    # asked without settling it: who uses multiprocessing beside us may still want another
    usual = multiprocessing.get_start_method(allow_none=True) or multiprocessing.get_all_start_methods()[0]
    if usual == "fork" and threading.active_count() > 1:
        return "forkserver"
    return usual


def _pool(number: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(number, multiprocessing.get_context(start_method()), _begin)


@contextmanager
def _alone(pool: ProcessPoolExecutor) -> Iterator[None]:
    """Meanwhile a process may be begun, without the script that runs here where it would run once more."""
    context = pool._mp_context
    if context is None or context.get_start_method() == "fork":
        yield
        return
    with without_script():
        yield


def _let_go(pool: ProcessPoolExecutor) -> None:
    """Close our copies of the workers' ends of its pipes, once they are dead.

    One that was killed while it sent a result leaves half of it: who reads the rest waits as long as anybody could
    still write it, and who writes calls to a full pipe as long as anybody could still read them. That is us.
    """
    _shut(pool, "_result_queue", "_writer")
    thread = getattr(pool, "_executor_manager_thread", None)
    if thread is not None:
        thread.join(MOMENT)  # it closes the other pipe by itself since 3.11.5, and fails where we do at the same time
    _shut(pool, "_call_queue", "_reader")


def _shut(pool: ProcessPoolExecutor, queue: str, end: str) -> None:
    pipe = getattr(getattr(pool, queue, None), end, None)
    if pipe is not None and not pipe.closed:
        with suppress(OSError):
            pipe.close()


def _lost(future: Future[T] | None) -> bool:
    """Whether a call is still to be made: not begun, or begun in a pool that broke."""
    if future is None or future.cancelled():
        return True
    return future.done() and isinstance(future.exception(), BrokenProcessPool)


def _begin() -> None:
    """In the new process: Ctrl-C is the main process's business; a signal to end, or that process's end, ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
