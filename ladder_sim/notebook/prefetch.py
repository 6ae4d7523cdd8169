"""Another process that plays what will be asked for next, so that the notebook itself never waits.

It reads tasks from its standard input and answers on its standard output; when the notebook's kernel ends, its input
does, and so does it. Only pickles of this package's records go to and fro, between a process and its own child.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from ladder_sim.desk.variant import Variant
from ladder_sim.notebook.played import PlayedVariant, play, subject_of_variant

if TYPE_CHECKING:
    from ladder_sim.core.problems import LadderError

#: What was played; or why nothing was; or None where the process has ended.
PrefetchResult: TypeAlias = "PlayedVariant | LadderError | None"
Answer = Callable[["PrefetchTask", PrefetchResult], None]


@dataclass(frozen=True)
class PrefetchTask:
    """Replications `first` up to `stop` of a variant."""

    variant: Variant
    first: int
    stop: int


class PrefetchProcess:
    """The notebook's side. `answered(task, result)` is called in the event loop; the result is None where it failed."""

    def __init__(self, months: int, seed: int, answered: Answer) -> None:
        self.months, self.seed = months, seed
        self.task: PrefetchTask | None = None
        self._answered = answered
        self._child: subprocess.Popen[bytes] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._done: weakref.finalize[..., PrefetchProcess] | None = None
        self.broken = False
        self._rested = 0  # processes that were ended here, of whose end nothing has been heard yet

    @property
    def busy(self) -> bool:
        """Is something being played ahead?"""
        return self.task is not None

    @property
    def begun(self) -> bool:
        """Is there a process, which could rest?"""
        return self._child is not None

    def ask(self, task: PrefetchTask) -> bool:
        """Begin a task; False where there is no event loop or no process to be had."""
        if self.broken or self.busy or not self._start():
            return False
        assert self._child is not None and self._child.stdin is not None
        order = (subject_of_variant(task.variant), self.months, self.seed, task.first, task.stop)
        try:
            pickle.dump(order, self._child.stdin, protocol=5)
            self._child.stdin.flush()
        except OSError:
            self.broken = True
            return False
        self.task = task
        return True

    def _start(self) -> bool:
        if self._child is not None:
            return self._child.poll() is None
        try:
            self._loop = asyncio.get_running_loop()
        except RuntimeError:
            return False
        folders = os.pathsep.join(path for path in sys.path if path)
        try:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "ladder_sim.notebook.prefetch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": folders},
            )  # fmt: skip
        except OSError:
            self.broken = True
            return False
        self._done = weakref.finalize(self, _end, self._child)
        threading.Thread(
            target=_listen, args=(self._child.stdout, self._loop, weakref.WeakMethod(self._arrived)), daemon=True
        ).start()
        return True

    def _arrived(self, result: PrefetchResult) -> None:
        if result is None and self._rested:
            self._rested -= 1
            return
        task, self.task = self.task, None
        if result is None:
            self.broken = True
        if task is not None:
            self._answered(task, result)

    @contextlib.contextmanager
    def hushed(self) -> Iterator[None]:
        """The process stands still meanwhile, where the system can do that: a picture gets the machine to itself."""
        child = self._child if self.busy and hasattr(signal, "SIGSTOP") else None
        if child is None:
            yield
            return
        child.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            child.send_signal(signal.SIGCONT)

    def rest(self) -> None:
        """End the process while nothing is to be played; the next task begins another."""
        if self._child is None or self.busy or self.broken:
            return
        self._rested += 1
        self.close()
        self._child = None

    def close(self) -> None:
        """End the process."""
        if self._done is not None:
            self._done()


def _end(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    child.wait()
    for stream in (child.stdin, child.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()


def _listen(
    answers: BinaryIO, loop: asyncio.AbstractEventLoop, arrived: weakref.WeakMethod[Callable[[PrefetchResult], None]]
) -> None:
    """The reading thread: hands each answer to the event loop, and None when there will be no more."""
    while True:
        try:
            result = pickle.load(answers)
        except Exception:  # its end, or an answer that cannot be read: nobody must wait for it
            result = None
        method = arrived()
        if method is None:
            return
        with contextlib.suppress(RuntimeError):  # the loop is closed
            loop.call_soon_threadsafe(method, result)
        del method
        if result is None:
            return


def main() -> None:
    """The other process: one task after the other until the input ends. It yields to whatever is more urgent."""
    from ladder_sim.core.problems import LadderError

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who interrupts a cell means the kernel, whose group this shares
    if hasattr(os, "nice"):
        os.nice(10)
    tasks, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a stray print would break the pickles
    while True:
        try:
            order = pickle.load(tasks)
        except EOFError:
            return
        try:
            result: PrefetchResult = play(*order)
        except LadderError as error:
            result = error
        pickle.dump(result, answers, protocol=5)
        answers.flush()


if __name__ == "__main__":
    main()
