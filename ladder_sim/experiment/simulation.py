"""`simulate`: one scheme on one workforce, many times over."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from ladder_sim.core.executors import ExecutorGiven
from ladder_sim.core.problems import Problems, warn
from ladder_sim.core.progress import Progress, ProgressGiven
from ladder_sim.core.signed import door
from ladder_sim.engine.batch import Batch
from ladder_sim.engine.recorder import axes_of
from ladder_sim.engine.stopwatch import over, stopwatch
from ladder_sim.experiment.cutting import cuts_of, seconds_of
from ladder_sim.experiment.given import NEEDED, check_arguments, people_of, played_scheme, progress_of
from ladder_sim.experiment.keeping import Cut, CutBlocks, Keeper, WorkPiece, played_pieces
from ladder_sim.experiment.lazy_workers import shares_work
from ladder_sim.experiment.pairs import check_size, regraded
from ladder_sim.experiment.parcels import Parcel
from ladder_sim.experiment.responses import PayResponse, numbered
from ladder_sim.experiment.sharing import workers_of
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.calendar import Calendar
from ladder_sim.plan.changeover import check_changeover, while_passing
from ladder_sim.plan.compiler import compile_scheme, grade_space
from ladder_sim.plan.facts import with_facts
from ladder_sim.plan.lent_measures import lent
from ladder_sim.plan.program import Program
from ladder_sim.results.counts import Axes, RunCounts, gather
from ladder_sim.results.measure import Measure
from ladder_sim.results.measures import measures_of
from ladder_sim.results.origin import Origin, here
from ladder_sim.scenarios.loading import Readable
from ladder_sim.store.folder import Store, Work, store_of
from ladder_sim.streams import kernels

if TYPE_CHECKING:
    from ladder_sim.results.run import Run

PEOPLE_IN_A_BLOCK = 64_000  # what NumPy does best with; three times as many where the steps are compiled
KEPT_WORK = 1_000_000  # people times months in a piece of work that a store keeps: about a second of it can be lost
LEAST_KEPT = 16_000  # people in such a piece, so that its fixed cost stays below the tenth part or so


@shares_work
@door
def simulate(
    scheme: Scheme | Readable,
    workforce: Workforce | Readable | None = None,
    *,
    months: int = 60,
    replications: int = 200,
    seed: int = 1,
    first: int = 0,
    executor: ExecutorGiven = None,
    progress: ProgressGiven = None,
    events: bool = False,
    explain: bool = False,
    block: int | None = None,
    store: str | os.PathLike[str] | None = None,
) -> Run:
    """Play a scheme on a workforce.

    Parameters
    ----------
    scheme: a scheme, or what `load_scheme` reads: an id, a path, a dict, a YAML text.
    workforce: a workforce, or what `load_workforce` reads; None: ``service-center-200``, as on the command line.
    months: how many months to play, from the workforce's start.
    replications: how many times.
    seed: names the luck; the same seed gives the same numbers, whatever the number of workers.
    first: the number of the first replication, whose luck depends on the seed and its number alone: runs of other
        numbers can be joined (`join`).
    executor: how many processes share the work, ``"auto"`` for as many as are worth it, or any
        `concurrent.futures.Executor`; None plays in this process.
    progress: True shows a bar; a function is called as ``progress(done, total)`` in replications.
    events: also keep an event log (one row per event; large).
    explain: also count, per condition, whom it alone stopped.
    block: people stacked in one array at most, fewer where an executor's workers would wait; None: as many as is
        quick. Results do not depend on it.
    store: a folder in which finished work is kept, piece by piece; what is there already, of these or other
        replications of the same rules, people and months, is not played again. So a run that was stopped goes on where
        it was, to the same numbers. A piece is some replications, about a second of work, which is lost at most.

    Raises
    ------
    LadderError
        An argument is none that can be used, or the scheme and the workforce do not fit together; before any work.

    Examples
    --------
    >>> import ladder_sim as ls
    >>> run = ls.simulate("ecommerce-dual-track", months=12, replications=20)
    >>> run.replications
    20
    """
    check_arguments(NEEDED, months=months, replications=replications, seed=seed, first=first, executor=executor,
                    progress=progress, events=events, explain=explain, block=block, store=store)  # fmt: skip
    assert not isinstance(executor, int | str)  # a pool by now
    played, people = played_scheme(scheme, "simulate"), people_of(workforce)
    shown = progress_of(progress, str(played.title))
    playing = Playing(people, int(months), int(seed), executor, shown, bool(events), bool(explain), block,
                      store=store_of(store))  # fmt: skip
    return playing.play([played], int(first), int(replications))[0]


def simulate_all(
    schemes: Sequence[Scheme],
    workforce: Workforce,
    *,
    months: int = 60,
    replications: int = 200,
    seed: int = 1,
    first: int = 0,
    executor: Executor | None = None,
    progress: Progress | None = None,
    drivers: bool = False,
    bare: bool = False,
    store: Store | None = None,
    responses: tuple[PayResponse, ...] = (),
    part_of: int = 0,
) -> list[Run]:
    """Play several schemes, each like `simulate`; `progress` counts through all of them.

    drivers: also book what the hazards of leavers were made of.
    bare: leave out what no rule reads: groups, and who is chosen.
    responses, part_of: as of `Playing`.
    """
    playing = Playing(workforce, months, seed, executor, progress, drivers=drivers, store=store, bare=bare,
                      responses=responses, part_of=part_of)  # fmt: skip
    return playing.play(schemes, first, replications)


def played_again(run: Run) -> Run:
    """The same scheme, people and luck once more, with events and reasons kept."""
    (luck,) = run.luck
    playing = Playing(run.workforce, int(run.months), luck.seed, events=True, explain=True)
    return playing.play([run.scheme], luck.first, luck.replications)[0]


@dataclass(frozen=True, slots=True)
class Playing:
    """What is the same for all schemes that are played together; see `simulate`.

    Parameters
    ----------
    block : people stacked in one array at most; None: as many as is quick
    drivers : whether what made each exit is counted, too
    responses : what is played besides, in the same blocks, for a block costs a fixed time whatever its size. A run has
        these replications after its own, in this order. Such work is not kept
    part_of : person-months of all the work of which this is a part, where that is more: it decides what is compiled
    """

    workforce: Workforce
    months: int
    seed: int
    executor: Executor | None = None
    progress: Progress | None = None
    events: bool = False
    explain: bool = False
    block: int | None = None
    drivers: bool = False
    store: Store | None = None
    usual: bool = False  # is every year a usual one? Such work is not kept
    bare: bool = False  # is what no rule reads left out? Such work is not kept
    responses: tuple[PayResponse, ...] = ()
    part_of: int = 0

    def play(self, schemes: Sequence[Scheme], first: int, replications: int) -> list[Run]:
        """Every scheme on the same replications; `progress` counts through all of them.

        Several workers are given whole schemes where there are enough, the long ones first: every block costs a
        fixed time a month, whatever its size.
        """
        from ladder_sim.results.run import Run

        problems = Problems()
        check_size(self.workforce, self.months, problems)
        problems.raise_if_any()
        end = first + replications
        replications += sum(each.replications for each in self.responses)
        programs = [compiled(scheme, self.workforce) for scheme in schemes]
        for line in dict.fromkeys(line for scheme in schemes for line in regraded(scheme, self.workforce)):
            warn(line)
        turns = list(range(len(schemes)))
        work = [_work(each) for each in programs]
        people = self.workforce.people.size
        seconds = sum(seconds_of(each, people, self.months, replications) for each in work)
        workers = workers_of(self.executor, seconds)
        if workers > 1:
            turns.sort(key=lambda i: -work[i])
        fast = kernels.compile_for(max(self.part_of, len(schemes) * people * self.months * replications))
        most = self._most(fast, replications)
        origin = here(events=self.events, explain=self.explain)
        calendar = Calendar(self.workforce.start, self.workforce.holidays)
        axes = [axes_of(each, calendar, self.months) for each in programs]

        def cuts(start: int, number: int) -> list[Cut]:
            return self._cuts(len(schemes), start, number, workers, most)

        pieces = {i: self._pieces(schemes[i], fast, self._keeper(schemes[i], axes[i], origin), first, replications,
                                  end, cuts) for i in turns}  # fmt: skip
        every = played_pieces([piece for each in pieces.values() for piece in each], play_block, self.executor,
                              self.progress, seconds)  # fmt: skip
        runs: dict[int, Run] = {}
        began = time.perf_counter()
        for i in turns:
            counts = gather(islice(every, len(pieces[i])), replications)
            took, began = time.perf_counter() - began, time.perf_counter()
            runs[i] = Run(schemes[i], self.workforce, self.months, replications, self.seed, axes[i], counts, took,
                          first=first, origin=origin)  # fmt: skip
        return [runs[i] for i in range(len(schemes))]

    def _keeper(self, scheme: Scheme, axes: Axes, origin: Origin) -> Keeper | None:
        if self.store is None or self.usual or self.bare or self.responses:
            return None
        work = Work(scheme, self.workforce, self.months, self.events, self.explain, self.drivers)
        return Keeper(self.store, work, self.seed, axes, origin)

    def _pieces(
        self,
        scheme: Scheme,
        fast: bool,
        keeper: Keeper | None,
        first: int,
        replications: int,
        end: int,
        cuts: CutBlocks,
    ) -> list[WorkPiece[Task, RunCounts]]:
        """The replications of a scheme in pieces, in their order."""
        pair = Parcel((scheme, self.workforce, fast))
        asked = self.events, self.explain, self.drivers, self.usual, self.bare, end, self.responses
        if keeper is None:
            parts = [(cut, False) for cut in cuts(first, replications)]
        else:
            parts = keeper.pieces(first, replications, cuts)
        return [WorkPiece(Task(pair, self.months, self.seed, cut, *asked), keeper, kept) for cut, kept in parts]

    def _most(self, fast: bool, replications: int) -> int:
        people, kept = self.workforce.people.size, self.store is not None
        return most_people(people, self.months, replications, fast=fast, kept=kept)

    def _cuts(
        self, schemes: int, first: int, replications: int, workers: int, most: int = PEOPLE_IN_A_BLOCK
    ) -> list[tuple[int, int]]:
        """Replications from and to, block by block."""
        people = max(1, self.workforce.people.size)
        return cuts_of(people, schemes, (first, first + replications), workers, self.block or most)


def most_people(people: int, months: int, replications: int, *, fast: bool, kept: bool) -> int:
    """People in a block at most: as many as is quick, fewer where finished work is kept, of about equal size.

    Parameters
    ----------
    people : in one replication
    fast : whether the steps are compiled
    """
    most = PEOPLE_IN_A_BLOCK * (3 if fast else 1)
    if not kept:
        return most
    people = max(1, people)
    kept_at_once = min(most, max(LEAST_KEPT, KEPT_WORK // months))
    pieces = max(1, replications * people // kept_at_once)
    return min(most, math.ceil(replications / pieces) * people)


def _work(programs: Sequence[Program]) -> float:
    """How long a scheme takes against others, roughly: what is tested, remembered, and drawn in a month."""
    work = 0.0
    for program in programs:
        every = {name: review.every.step for name, review in program.scheme.reviews.items()}
        work += sum((1 + len(plan.conditions)) / every.get(plan.move.review, 1) for plan in program.moves)
        work += len(program.series) + len(program.metrics) + (0 if program.hire_if is None else 50)
    return work


@dataclass(frozen=True, slots=True)
class Task:
    """One block: some replications of a scheme on a workforce.

    Parameters
    ----------
    cut : number of the first replication, and of the one after the last; those of `responses` are numbered on
    events, explain, drivers, usual, bare, responses : as of `Playing`
    end : number of the first replication that is one of `responses`
    """

    pair: Parcel[tuple[Scheme, Workforce, bool]]  # and whether the steps are worth compiling, which each process does
    months: int
    seed: int
    cut: tuple[int, int]
    events: bool
    explain: bool
    drivers: bool
    usual: bool = False
    bare: bool = False
    end: int = 0
    responses: tuple[PayResponse, ...] = ()

    @property
    def size(self) -> int:
        """How many replications it plays."""
        return self.cut[1] - self.cut[0]


def play_block(task: Task) -> RunCounts:
    """One block of replications; a function of its argument alone, so that any worker can do it."""
    scheme, workforce, fast = task.pair.content
    kernels.compile_for(kernels.WORTHWHILE if fast else 0)
    switch = scheme.adopted.month if scheme.adopted is not None else 0
    numbers, pay_gap = numbered(task.cut, task.end, task.responses, workforce.attrition.effects.pay_gap)
    with over(stopwatch(), "rest"):
        return Batch(
            compiled(scheme, workforce), months=task.months, seed=task.seed, replications=numbers,
            switch=switch, events=task.events, explain=task.explain, drivers=task.drivers, usual=task.usual,
            bare=task.bare, pay_gap=pay_gap,
        ).play()  # fmt: skip


def compiled(scheme: Scheme, workforce: Workforce) -> list[Program]:
    """The programs of a run: the scheme's own, after that of the scheme it replaces where it does.

    Raises
    ------
    LadderError
        Every expression that does not fit the workforce, all at once.
    """
    return _compiled(_Same(scheme), _Same(workforce))


class _Same:
    """A record as a key of the cache: the same object, not an equal one."""

    def __init__(self, record: Scheme | Workforce) -> None:
        self.record = record

    def __hash__(self) -> int:
        return id(self.record)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.record is other.record


@lru_cache(maxsize=64)
def _compiled(a: _Same, b: _Same) -> list[Program]:
    scheme, workforce = a.record, b.record
    assert isinstance(scheme, Scheme) and isinstance(workforce, Workforce)
    problems = Problems()
    workforce = with_facts(workforce, scheme)
    check_changeover(scheme, problems)
    problems.raise_if_any()
    scheme = while_passing(scheme, workforce)
    space = grade_space(scheme, workforce, scheme.replaced)
    before = None if scheme.replaced is None else lent(scheme.measures, scheme.replaced)
    found = [compile_scheme(s, workforce, problems, space) for s in (before, scheme) if s is not None]
    problems.raise_if_any()
    return [program for program in found if program is not None]


def measured(scheme: Scheme, workforce: Workforce, months: int) -> dict[str, Measure]:
    """The measures that a run would have, found without playing it.

    Raises
    ------
    LadderError
        The scheme and the workforce do not fit together.
    """
    calendar = Calendar(workforce.start, workforce.holidays)
    return measures_of(axes_of(compiled(scheme, workforce), calendar, months))
