"""A view worked out in a process of its own: the page stays quick meanwhile, and a work that is broken off is gone.

The process reads one order from its standard input and answers on its standard output. Only pickles of this package's
records go to and fro, between a process and its own child.
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
from collections.abc import Callable
from typing import IO

from ladder_sim.core.i18n import LANGUAGES, Language, speaking, tr, use
from ladder_sim.core.problems import LadderError
from ladder_sim.notebook.pages.view_kinds import VIEWS, ViewAnswer, ViewMessage, ViewOrder, ViewProgress


class ViewTask:
    """A view that is being worked out. `told` is called with each message, the last of which is no `ViewProgress`.

    Parameters
    ----------
    seconds : after which the work is ended; 0 for never
    """

    def __init__(self, order: ViewOrder, told: Callable[[ViewMessage], object], seconds: float = 0.0) -> None:
        self._told, self._seconds = told, seconds
        self.over = False
        folders = os.pathsep.join(path for path in sys.path if path)
        self._child = subprocess.Popen(
            [sys.executable, "-m", "ladder_sim.notebook.pages.view_task"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": folders},
        )  # fmt: skip
        self._end = weakref.finalize(self, _ended, self._child)
        assert self._child.stdin is not None and self._child.stdout is not None  # both are pipes
        with contextlib.suppress(OSError):  # it has ended already, which its answer tells
            self._child.stdin.write(pickle.dumps(order, protocol=5))
            self._child.stdin.close()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # a plain script waits
            _listen(self._child.stdout, self._take)
            return
        method: weakref.WeakMethod[Callable[[ViewMessage], object]] = weakref.WeakMethod(self._take)

        def arrived(message: ViewMessage) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closed
                loop.call_soon_threadsafe(_handed, method, message)

        threading.Thread(target=_listen, args=(self._child.stdout, arrived), daemon=True).start()
        if seconds:
            loop.call_later(seconds, _late, weakref.WeakMethod(self.late))

    def _take(self, message: ViewMessage) -> None:
        if self.over:
            return
        self.over = not isinstance(message, ViewProgress)
        self._told(message)
        if self.over:
            self._end()

    def late(self) -> None:
        """End a work that takes longer than it may."""
        self._take(LadderError(tr("this was stopped after {n:.0f} seconds, the most that this server gives to a view; "
                                  "choose fewer people, or do it on your own computer",
                                  "已超过{n:.0f}秒（本服务器每个视图的上限），已停止；请减少人数，或在自己的电脑上运行",
                                  n=self._seconds)))  # fmt: skip

    def cancel(self) -> None:
        """End the work; nothing more is told."""
        self.over = True
        self._end()


def _handed(method: weakref.WeakMethod[Callable[[ViewMessage], object]], message: ViewMessage) -> None:
    take = method()
    if take is not None:
        take(message)


def _late(method: weakref.WeakMethod[Callable[[], None]]) -> None:
    late = method()
    if late is not None:
        late()


def _ended(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    child.wait()
    for stream in (child.stdin, child.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()


def _listen(answers: IO[bytes], arrived: Callable[[ViewMessage], object]) -> None:
    """Hand each message on until the last."""
    while True:
        try:
            message: ViewMessage = pickle.load(answers)
        except Exception:  # the process is gone, or was taken for want of memory: nobody must wait for it
            message = LadderError(tr("the work ended before it was done, probably for want of memory; choose fewer "
                                     "people or replications",
                                     "计算中途终止，可能是内存不足；请减少人数或重复次数"))  # fmt: skip
        arrived(message)
        if not isinstance(message, ViewProgress):
            return


def view_of(order: ViewOrder, progress: Callable[[int, int], object]) -> ViewAnswer:
    """A view in each language, and what reports tell of it. Raises `LadderError` where there is none."""
    worked_out = VIEWS[order.kind].made(order, progress)
    made: dict[Language, str] = {}
    for spoken in LANGUAGES:
        with speaking(spoken):
            made[spoken] = worked_out.shown()
    return ViewAnswer(made, worked_out.findings)


def main() -> None:
    """The other process: one order, then its end. It yields to whatever is more urgent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who interrupts a cell means the kernel, whose group this shares
    if hasattr(os, "nice"):
        os.nice(5)
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr  # a stray print would break the pickles

    def tell(message: ViewMessage) -> None:
        pickle.dump(message, answers, protocol=5)
        answers.flush()

    try:
        order: ViewOrder = pickle.load(sys.stdin.buffer)
        use(order.spoken)
        tell(view_of(order, lambda done, total: tell(ViewProgress(done, total))))
    except LadderError as error:
        tell(error)
    except MemoryError:
        tell(LadderError(tr("this needs more memory than there is for this page; choose fewer people",
                            "所需内存超出本页可用的内存；请减少人数")))  # fmt: skip
    except Exception as error:  # whatever it is, it must be seen
        tell(LadderError(tr("Something went wrong: {kind}: {text}", "出错了：{kind}：{text}",
                            kind=type(error).__name__, text=error)))  # fmt: skip


if __name__ == "__main__":
    main()
