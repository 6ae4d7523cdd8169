"""Finished work: pieces that a store has are taken from it, pieces that are played are put there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, warn
from ladder_sim.results.counts import Axes, RunCounts
from ladder_sim.results.origin import Origin, SeedRange
from ladder_sim.results.run import Run
from ladder_sim.store.folder import Store, Work

Cut = tuple[int, int]  # replications from and to
CutBlocks = Callable[[int, int], list[Cut]]  # how replications to play, from the first on so many, are cut


@dataclass(frozen=True, slots=True)
class Keeper:
    """A store, and the work of one scheme in it."""

    store: Store
    work: Work
    seed: int
    axes: Axes
    origin: Origin

    def pieces(self, first: int, replications: int, cuts: CutBlocks) -> list[tuple[Cut, bool]]:
        """The replications in pieces, in their order, and of each whether it is kept; `cuts` cuts what is to play."""
        made: list[tuple[Cut, bool]] = []
        for part, kept in self.store.plan(self.work, SeedRange(self.seed, first, replications)):
            whole = [(part.first, part.first + part.replications)]
            made += [(cut, kept) for cut in (whole if kept else cuts(part.first, part.replications))]
        return made

    def taken(self, cut: Cut) -> RunCounts | None:
        """A kept piece; None, with a warning, where its file cannot be used."""
        try:
            return self.store.get(self.work, self._part(cut)).counts
        except LadderError as damaged:
            warn(tr("{what}; played again", "{what}；已重新模拟", what=damaged))
            return None

    def put(self, cut: Cut, counts: RunCounts) -> None:
        """Keep a piece; where the folder does not take it, the work goes on all the same, with a warning."""
        work, part = self.work, self._part(cut)
        run = Run(work.scheme, work.workforce, work.months, part.replications, self.seed, self.axes, counts,
                  first=part.first, origin=self.origin)  # fmt: skip
        try:
            self.store.put(work, run)
        except LadderError as error:
            warn(tr("{what}; not kept, the work goes on", "{what}；未能保存，模拟继续", what=error))

    def _part(self, cut: Cut) -> SeedRange:
        return SeedRange(self.seed, cut[0], cut[1] - cut[0])
