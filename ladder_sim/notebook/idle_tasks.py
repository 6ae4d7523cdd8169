"""What can wait until the hand rests, one piece at a time, and pictures made before they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from ladder_sim.core.i18n import language
from ladder_sim.notebook.panels import AnyPanel
from ladder_sim.notebook.run_cache import LIVE, head
from ladder_sim.notebook.view import ExplorerView

Piece = Callable[[], object]


class IdleTasks:
    """Pieces of work in their order.

    `foreseen` gives what the next move of a control may show, as far as it has been played. `sizes` says which numbers
    of replications may be shown while it moves; `tidy` is done once all is shown, and when nothing is left to do.
    """

    def __init__(
        self, panels: Sequence[AnyPanel], foreseen: Callable[[], Iterator[ExplorerView]],
        sizes: Callable[[], Sequence[int]] = lambda: LIVE, tidy: Piece | None = None,
    ) -> None:  # fmt: skip
        self.panels, self.foreseen, self.sizes, self.tidy = panels, foreseen, sizes, tidy
        self._pieces: list[Piece] = []
        self._ending: list[Piece] = []
        self._sized: Hashable = None
        self._drawn: set[Hashable] = set()

    def begin(self, pieces: Iterable[Piece] = (), view: ExplorerView | None = None) -> None:
        """Something new is shown: what waited is off. With `view`, pictures are made of what may follow it."""
        self._pieces = list(pieces)
        self._ending = [] if self.tidy is None else [self.tidy]
        self._drawn = set()
        if view is not None:
            self._pieces = [*self._ending, *self._pieces, *self._fewer(view)]

    def go(self) -> bool:
        """Do one piece; whether there is more."""
        if self._pieces:
            self._pieces.pop(0)()
        if not self._pieces:
            self._pieces = self._ahead()
        if not self._pieces:
            self._pieces, self._ending = self._ending, []
        return bool(self._pieces)

    def _fewer(self, view: ExplorerView) -> list[Piece]:
        """Charts with the fewer replications that are shown while a slider moves; once for each baseline."""
        key = (language(), view.keys[1:])
        if key == self._sized:
            return []
        self._sized = key
        views = [cut(view, n) for n in self.sizes() if n < view.now.replications]
        widen = [partial(panel.widen, one) for panel in self.panels for one in views]
        return [*widen, *(partial(panel.prepare, one) for panel in self.panels for one in views)]

    def _ahead(self) -> list[Piece]:
        """The pictures of the first foreseen view that has none."""
        for view in self.foreseen():
            if view.keys not in self._drawn:
                self._drawn.add(view.keys)
                return [partial(panel.prepare, view) for panel in self.panels]
        return []


def cut(view: ExplorerView, n: int) -> ExplorerView:
    """The view with the first `n` replications."""
    now, baseline, *beside = (head(run, n) for run in view.runs)
    return replace(view, now=now, baseline=baseline, beside=beside, keys=tuple((key, n) for key, _ in view.keys))
