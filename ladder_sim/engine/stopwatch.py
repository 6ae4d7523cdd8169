"""How long each rule of a scheme takes: kept where somebody asks, else nothing is measured."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from functools import wraps
from typing import Concatenate, Literal, ParamSpec, Protocol, TypeVar

#: Kinds of work that time goes to; those of rules of one's own have names.
WorkKind = Literal[
    "outside",
    "metric",
    "score",
    "lookback",
    "move",
    "status",
    "base",
    "pay",
    "leaving",
    "hiring",
    "effort",
    "books",
    "rest",
]  # fmt: skip
#: A kind of work, and which: the id of a metric, score, move or part of pay; '' where there is one of its kind.
Account = tuple[WorkKind, str]

OUTSIDE: Account = ("outside", "")  # of any batch: files are read, rules compiled
_NOTHING: AbstractContextManager[None] = nullcontext()


class Stopwatch:
    """Seconds by work; each goes to the innermost work under way, so that they add up to the whole.

    `spent`: seconds. Work that several rules share is that of the rule that asks for it first.
    """

    def __init__(self) -> None:
        self.spent: dict[Account, float] = {}
        self._under_way: list[Account] = [OUTSIDE]
        self._since = time.perf_counter()

    def stop(self) -> None:
        """Book what has passed since the last change to the work under way."""
        now = time.perf_counter()
        work = self._under_way[-1]
        self.spent[work] = self.spent.get(work, 0.0) + now - self._since
        self._since = now

    @contextmanager
    def over(self, work: Account) -> Iterator[None]:
        """As long as the block lasts, time goes to this work."""
        self.stop()
        self._under_way.append(work)
        try:
            yield
        finally:
            self.stop()
            self._under_way.pop()


_watch: ContextVar[Stopwatch | None] = ContextVar("watch", default=None)


def stopwatch() -> Stopwatch | None:
    """The stopwatch that runs here, if somebody asked for one."""
    return _watch.get()


@contextmanager
def measuring() -> Iterator[Stopwatch]:
    """As long as the block lasts, batches that begin in this thread tell how long their rules take."""
    made = Stopwatch()
    token = _watch.set(made)
    try:
        yield made
    finally:
        made.stop()
        _watch.reset(token)


def over(watch: Stopwatch | None, kind: WorkKind, name: str = "") -> AbstractContextManager[None]:
    """As long as the block lasts, time goes to this work; without a stopwatch nothing is done."""
    return _NOTHING if watch is None else watch.over((kind, name))


class HasStopwatch(Protocol):
    """Somebody who knows the stopwatch of a batch."""

    @property
    def watch(self) -> Stopwatch | None:
        """The stopwatch, if one runs."""


P = ParamSpec("P")
R = TypeVar("R")
W = TypeVar("W", bound=HasStopwatch)


def counted_as(kind: WorkKind) -> Callable[[Callable[Concatenate[W, P], R]], Callable[Concatenate[W, P], R]]:
    """A method, of somebody who knows the stopwatch, whose time goes to this kind of work."""

    def change(method: Callable[Concatenate[W, P], R]) -> Callable[Concatenate[W, P], R]:
        @wraps(method)
        def called(self: W, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if self.watch is None:
                return method(self, *args, **kwargs)
            with self.watch.over((kind, "")):
                return method(self, *args, **kwargs)

        return called

    return change
