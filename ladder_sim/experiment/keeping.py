"""Work in pieces: those that a store has are taken from it, the others are played, and put there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError, warn
from ladder_sim.core.progress import Progress
from ladder_sim.experiment.sharing import shared
from ladder_sim.results.counts import Axes, RunCounts
from ladder_sim.results.origin import Origin, SeedRange
from ladder_sim.results.run import Run
from ladder_sim.store.folder import Store, Work

Cut = tuple[int, int]  # replications from and to
CutBlocks = Callable[[int, int], list[Cut]]  # how replications to play, from the first on so many, are cut


class CutTask(Protocol):
    """Some replications to be played."""

    @property
    def cut(self) -> Cut:
        """Number of the first, and of the one after the last."""

    @property
    def size(self) -> int:
        """How many."""


PieceT = TypeVar("PieceT", bound=CutTask)
CountsT = TypeVar("CountsT")


class KeepsPieces(Protocol[CountsT]):
    """Where finished pieces of one work are kept."""

    def taken(self, cut: Cut) -> CountsT | None:
        """A kept piece; None, with a warning, where it cannot be used."""

    def put(self, cut: Cut, counts: CountsT) -> None:
        """Keep a piece."""


@dataclass(frozen=True, slots=True)
class WorkPiece(Generic[PieceT, CountsT]):
    """Some replications: how they are played, where they are kept, and whether they are."""

    task: PieceT
    keeper: KeepsPieces[CountsT] | None
    kept: bool


def played_pieces(
    pieces: Sequence[WorkPiece[PieceT, CountsT]], play: Callable[[PieceT], CountsT], executor: Executor | None,
    progress: Progress | None, seconds: float,
) -> Iterator[CountsT]:  # fmt: skip
    """The counts as they come, those that are kept from the store; progress is told of what is played.

    Parameters
    ----------
    seconds : how long all pieces together take one process, about, as if none were kept
    """
    tasks = [piece.task for piece in pieces if not piece.kept]
    kept = sum(piece.task.size for piece in pieces if piece.kept)
    done, total = kept, sum(piece.task.size for piece in pieces)
    if (kept or not tasks) and progress is not None:
        progress(done, total)
    played = shared(executor, play, tasks, seconds * (total - kept) / max(1, total))
    for piece in pieces:
        keeper, cut = piece.keeper, piece.task.cut
        found = keeper.taken(cut) if keeper is not None and piece.kept else None
        if found is None:
            found = play(piece.task) if piece.kept else next(played)
            if keeper is not None:
                keeper.put(cut, found)
            if not piece.kept and progress is not None:  # once it is kept: who stops here loses nothing
                done += piece.task.size
                progress(done, total)
        yield found


@dataclass(frozen=True, slots=True)
class Keeper:
    """A store, and the work of one scheme in it.

    Parameters
    ----------
    told : whether the store counts its replications; of a company those of one department
    """

    store: Store
    work: Work
    seed: int
    axes: Axes
    origin: Origin
    told: bool = True

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
            return self.store.get(self.work, self._part(cut), told=self.told).counts
        except LadderError as damaged:
            warn(tr("{what}; played again", "{what}；已重新模拟", what=damaged))
            return None

    def put(self, cut: Cut, counts: RunCounts) -> None:
        """Keep a piece; where the folder does not take it, the work goes on all the same, with a warning."""
        work, part = self.work, self._part(cut)
        run = Run(work.scheme, work.workforce, work.months, part.replications, self.seed, self.axes, counts,
                  first=part.first, origin=self.origin)  # fmt: skip
        try:
            self.store.put(work, run, told=self.told)
        except LadderError as error:
            warn(tr("{what}; not kept, the work goes on", "{what}；未能保存，模拟继续", what=error))

    def _part(self, cut: Cut) -> SeedRange:
        return SeedRange(self.seed, cut[0], cut[1] - cut[0])


@dataclass(frozen=True, slots=True)
class CompanyKeeper:
    """A store, and the work of each department of a company in it, in the company's order."""

    departments: Mapping[str, Keeper]

    def pieces(self, first: int, replications: int, cuts: CutBlocks) -> list[tuple[Cut, bool]]:
        """As `Keeper.pieces`: a piece is there once the department that is written last is."""
        return list(self.departments.values())[-1].pieces(first, replications, cuts)

    def taken(self, cut: Cut) -> dict[str, RunCounts] | None:
        """A kept piece of all departments; None, with a warning, where a file of it cannot be used."""
        made: dict[str, RunCounts] = {}
        for name, keeper in self.departments.items():
            counts = keeper.taken(cut)
            if counts is None:
                return None
            made[name] = counts
        return made

    def put(self, cut: Cut, counts: dict[str, RunCounts]) -> None:
        """Keep a piece of every department."""
        for name, keeper in self.departments.items():
            keeper.put(cut, counts[name])
