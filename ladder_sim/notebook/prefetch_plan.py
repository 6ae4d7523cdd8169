"""What to play while nobody waits: the rest of what is shown, and what the next key press would ask for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable, Iterator, Sequence

from ladder_sim.core.problems import LadderError
from ladder_sim.desk.variant import Variant
from ladder_sim.notebook.banner import Banner, guarded
from ladder_sim.notebook.played import PlayedVariant
from ladder_sim.notebook.prefetch import PrefetchProcess, PrefetchResult, PrefetchTask
from ladder_sim.notebook.run_cache import LIVE, RunCache

REST = 0.35  # seconds without a move after which the hand rests
AT_ONCE = 100  # replications of a task, so that something new is never far
DOZE = 20.0  # seconds without anything to play after which the other process ends: it takes half as much as a session
PAUSE = 0.02  # seconds between two pieces of what can wait, for messages
Following = Callable[[], Sequence[Variant]]


class PrefetchPlan:
    """Gives tasks to the other process, one at a time, the most wanted first.

    Without an event loop (a plain script) it does nothing; without another process it plays small pieces in this one
    between two messages. Why what is shown cannot be played on is told by `banner`: nobody else would.
    """

    def __init__(
        self, cache: RunCache, came: Callable[[], object], idle: Callable[[], object], *, banner: Banner,
        parallel: bool = True,
    ) -> None:  # fmt: skip
        self.cache, self.came, self.idle, self.banner = cache, came, idle, banner
        self.process = PrefetchProcess(cache.months, cache.seed, self._answered)
        self.process.broken = not parallel
        self._shown: Sequence[Variant] = ()
        self._next: Following = list
        self._other: Following = list
        self._timer: asyncio.TimerHandle | None = None  # until the hand rests, or the next piece that is played here
        self._later: asyncio.TimerHandle | None = None  # until the next of what can wait
        self._doze: asyncio.TimerHandle | None = None  # until the other process ends
        self._resting = False
        self._refused: set[Hashable] = set()

    def moved(self, shown: Sequence[Variant], following: Following = list, other: Following = list) -> None:
        """A control has moved: from now on this is `shown`, and this is what the next moves may ask for.

        `following` gives the variants an arrow key away on the same control, `other` those farther off and on other
        controls, the likely ones first.
        """
        self._shown, self._next, self._other = shown, following, other
        self._resting = False
        if self._timer is not None:
            self._timer.cancel()
        try:
            self._timer = asyncio.get_running_loop().call_later(REST, self._rest)
        except RuntimeError:
            return
        self._go()

    @guarded
    def _rest(self) -> None:
        self._resting = True
        self._go()
        self._idle_tasks()

    def _idle_tasks(self) -> None:
        """What can wait, one piece at a time, until a control moves again."""
        if self._later is not None:
            self._later.cancel()
        if self._resting and self.idle():
            self._later = asyncio.get_running_loop().call_later(PAUSE, self._idle_tasks)

    def wanted(self) -> Iterator[PrefetchTask]:
        """Tasks in the order of urgency. While the hand moves only its next step; when it rests, everything."""
        first = min(LIVE[0], self.cache.full)
        if not self._resting:
            yield from self._fresh(self._next(), first)
            return
        yield from self._more(first)
        yield from self._fresh(self._next(), first)
        yield from self._more(self.cache.full)
        yield from self._fresh(self._other(), first)

    def _more(self, target: int) -> Iterator[PrefetchTask]:
        for one in self._shown:
            have = self.cache.kept(one)
            if have < target and one.key not in self._refused:
                yield PrefetchTask(one, have, min(target, have + AT_ONCE))

    def _fresh(self, variants: Sequence[Variant], replications: int) -> Iterator[PrefetchTask]:
        for one in variants:
            if not self.cache.kept(one) and one.key not in self._refused:
                yield PrefetchTask(one, 0, replications)

    def _go(self) -> None:
        if self.process.busy:
            return
        task = next(self.wanted(), None)
        if self._doze is not None:
            self._doze.cancel()
        if task is None:
            if self.process.begun:
                self._doze = asyncio.get_running_loop().call_later(DOZE, self.process.rest)
            return
        try:
            if self.process.ask(task):
                return
        except LadderError:  # values that do not go together; the banner says so when they are asked for
            self._refused.add(task.variant.key)
            asyncio.get_running_loop().call_soon(self._go)
            return
        missing = next(self._more(self.cache.full), None)
        if self._resting and missing is not None:  # only what is shown: this process has to listen
            self._play_here(missing)

    def _play_here(self, task: PrefetchTask) -> None:
        """A piece in this process, then room for messages."""
        try:
            self.cache.run(task.variant, min(task.stop, task.first + 25))
        except LadderError:
            self._refused.add(task.variant.key)
            raise
        self._show_if_complete()
        self._timer = asyncio.get_running_loop().call_later(0.01, self._rest)

    @guarded
    def _answered(self, task: PrefetchTask, result: PrefetchResult) -> None:
        shown = any(task.variant.key == one.key for one in self._shown)
        if isinstance(result, PlayedVariant):
            self.cache.take(task.variant, task.first, result)
            if shown:
                self._show_if_complete()
        elif isinstance(result, LadderError):
            self._refused.add(task.variant.key)
            if shown:  # of what may be asked for it is told when it is
                self.banner.error(result)
        self._go()  # where the process has ended, here
        self._idle_tasks()

    def _show_if_complete(self) -> None:
        if self._shown and min(self.cache.kept(one) for one in self._shown):
            self.came()

    def close(self) -> None:
        """Stop."""
        for timer in (self._timer, self._later, self._doze):
            if timer is not None:
                timer.cancel()
        self._shown, self._next, self._other = (), list, list
        self.process.close()
