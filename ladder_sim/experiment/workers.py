"""Processes to share the work: they end with the one that began them, and what a killed one had is done again."""

from __future__ import annotations

import functools
import inspect
import multiprocessing
import os
import signal
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from typing import ParamSpec, SupportsIndex, TypeVar, cast

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, LadderWarning
from ladder_sim.core.signed import in_our_words
from ladder_sim.core.voice import to_reader

#: How many times the processes may be begun anew.
AGAIN = 3
MOST_PROCESSES = 1024
F = TypeVar("F", bound=Callable[..., object])
P = ParamSpec("P")
T = TypeVar("T")


class Workers(Executor):
    """A pool of processes whose `map` outlives the death of a process.

    A system that kills a process for its memory does so again with as many of them, so each time half are begun.
    """

    def __init__(self, number: int) -> None:
        self._max_workers = number
        self._left = AGAIN
        self._pool = _pool(number)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """As of any executor; only `map` does work again."""
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
        return self._results(fn, list(zip(*iterables, strict=False)))

    def _results(self, function: Callable[..., T], calls: Sequence[tuple[object, ...]]) -> Iterator[T]:
        futures: list[Future[T] | None] = [None] * len(calls)
        at, asked = 0, False
        while at < len(calls):
            try:
                for i in range(at, 0 if asked else len(calls)):
                    if _lost(futures[i]):
                        futures[i] = self._pool.submit(function, *calls[i])
                asked = True
                waited = futures[at]
                assert waited is not None
                result = waited.result()
            except BrokenProcessPool as error:
                self._anew(error)
                asked = False
                continue
            futures[at] = None  # a result is not kept beyond its turn
            at += 1
            yield result

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


def shares_work(function: F) -> F:
    """A function that takes `executor`: a whole number there is so many processes, begun and ended with the call.

    ``workers=2`` and ``n_jobs=2`` are the same; -1 is as many as the machine has.

    Raises, when it is called
    -------------------------
    LadderError
        The number is none that processes can have.
    """
    known = inspect.signature(function).parameters

    @functools.wraps(function)
    def called(*args: object, **given: object) -> object:
        given = in_our_words(given, known)
        number = given.get("executor")
        if isinstance(number, bool) or not isinstance(number, SupportsIndex):
            return function(*args, **given)
        with working(_processes(int(number))) as pool:
            return function(*args, **{**given, "executor": pool})

    return cast(F, called)


def _processes(number: int) -> int:
    if number == -1:
        return os.cpu_count() or 1
    if 1 <= number <= MOST_PROCESSES:
        return number
    raise LadderError(tr("executor: a number of processes is from 1 to {most}, or -1 for as many as this machine has;"
                         " got {number}",
                         "executor：进程数应为1到{most}的整数，或用 -1 表示本机全部处理器；现为{number}",
                         most=MOST_PROCESSES, number=number))  # fmt: skip


@contextmanager
def working(number: int) -> Iterator[Workers | None]:
    """So many processes meanwhile, none for one: then this process does the work; they end at once if it fails."""
    if number == 1:
        yield None
        return
    pool = Workers(number)
    try:
        yield pool
    except BaseException:
        pool.end()
        raise
    pool.shutdown()


def _pool(number: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(number, initializer=_begin)


def _let_go(pool: ProcessPoolExecutor) -> None:
    """Close our copies of the workers' ends of its pipes, once they are dead.

    One that was killed while it sent a result leaves half of it: who reads the rest waits as long as anybody could
    still write it, and who writes calls to a full pipe as long as anybody could still read them. That is us.
    """
    for queue, end in (("_result_queue", "_writer"), ("_call_queue", "_reader")):
        pipe = getattr(getattr(pool, queue, None), end, None)
        if pipe is not None:
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
