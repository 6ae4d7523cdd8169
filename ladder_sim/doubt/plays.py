"""Possible worlds played, each scheme and set of values once, with the luck of the comparison.

What a world needs beside the comparison is its values alone: workers make scheme and workforce of them, and send back
measures, not counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from ladder_sim.core.arrays import Floats, ReplicationFloats
from ladder_sim.core.problems import LadderError, quietly
from ladder_sim.core.progress import Progress
from ladder_sim.experiment.cutting import USUAL_WORK, seconds_of
from ladder_sim.experiment.parcels import Parcel
from ladder_sim.experiment.sharing import shared
from ladder_sim.experiment.simulation import Playing
from ladder_sim.experiment.subjects import Subject, company_subject, play_subjects, subject_of
from ladder_sim.model.assumptions import Assumption, Value, World
from ladder_sim.model.workforce import Workforce
from ladder_sim.plan.program import Program
from ladder_sim.plan.unread import reads_mentees, reads_teams
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.intervals import SAMPLES, paired
from ladder_sim.results.measure import Measure
from ladder_sim.results.one_luck import one_luck
from ladder_sim.results.origin import SeedRange
from ladder_sim.results.pairing import check_no_department
from ladder_sim.results.run import Run
from ladder_sim.scenarios.assumptions import PEOPLE, company_at, people_at, scheme_at
from ladder_sim.store.folder import Store, Work, place_in
from ladder_sim.store.readings import Readings
from ladder_sim.streams import kernels

#: Measures of one scheme in one world; None where the values do not go together.
MeasureValues = Mapping[str, ReplicationFloats]
ValuesChosen = tuple[tuple[str, Value], ...]
PlayKey = tuple[str, ValuesChosen, int]  # scheme, world and seed
COSTS = "costs."  # at the beginning of the address of what people cost beside their pay
#: Where addresses begin of values of the workforce that some schemes read and others do not, and which do.
READ_BY_SOME: tuple[tuple[str, Callable[[Program], bool]], ...] = (
    ("mentoring.", reads_mentees),
    ("people.team_size", reads_teams),
)


@dataclass(frozen=True, slots=True)
class WorldTask:
    """One scheme, or one company, in one world: everything a worker needs.

    Parameters
    ----------
    world
        The values that differ from those in use.
    months, seed
        How long, and with which luck.
    measures
        What is read off.
    """

    subject: Parcel[Subject]
    assumptions: tuple[Assumption, ...]
    world: ValuesChosen
    months: int
    seed: int
    numbers: tuple[int, int]  # the first replication, and how many
    measures: tuple[str, ...]
    work: int  # person-months in all, which decides whether compiling the kernels is worth it
    bare: bool = False  # nothing is asked of what no rule reads


class ContradictoryWorld(LadderError):
    """The values of a world do not go together: a scheme or a workforce cannot be made of them, or not both."""


def world_records(task: WorldTask) -> Subject:
    """The scheme and the workforce of a world, or the company in it, which fit together.

    Raises
    ------
    ContradictoryWorld
        They do not, everything that is wrong with them; both do at the values in use.
    """
    given, world = task.subject.content, dict(task.world)
    try:
        if given.company is not None:
            made = company_subject(company_at(given.company, task.assumptions, world, _people))
        else:
            scheme = scheme_at(given.scheme, task.assumptions, world)
            made = replace(given, scheme=scheme, workforce=_people(given.workforce, task.assumptions, world))
        made.check()
    except LadderError as found:
        raise ContradictoryWorld(found.problems) from found
    return made


def play_world(task: WorldTask) -> dict[str, ReplicationFloats] | None:
    """The measures of a scheme in a world, one number per replication; of pooled ones the samples.

    None where the world's values do not go together, such as a lower line above the upper one.
    """
    kernels.compile_for(task.work)
    with quietly():
        try:
            subject = world_records(task)
        except ContradictoryWorld:
            return None
        playing = Playing(subject.workforce, task.months, task.seed, bare=task.bare)
        run = play_subjects(playing, [subject], *task.numbers)[0]
    return {name: _reading(run.known.get(name), run, name, task.numbers[1]) for name in task.measures}


def _reading(measure: Measure | None, run: Run, name: str, replications: int) -> ReplicationFloats:
    if measure is None:
        return np.full(replications, np.nan)
    found: ReplicationFloats = run.values(name) if measure.pooled is None else run.pooled(name)
    return found


class _Key:
    """A workforce and its values as a key of the cache: equal ones, such as those of an alternative."""

    def __init__(self, workforce: Workforce, assumptions: tuple[Assumption, ...], world: ValuesChosen) -> None:
        self.workforce, self.assumptions, self.world = workforce, assumptions, world

    def __hash__(self) -> int:
        return hash((self.workforce.id, self.world))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.world == other.world and self.workforce == other.workforce


def _people(workforce: Workforce, assumptions: Sequence[Assumption], world: World) -> Workforce:
    """The workforce of a world, made once for the schemes and the departments that are played on it."""
    ours = tuple(one for one in assumptions if not one.schemes and one.key in world)
    return _made(_Key(workforce, ours, tuple((one.key, world[one.key]) for one in ours)))


@lru_cache(maxsize=8)
def _made(key: _Key) -> Workforce:
    return people_at(key.workforce, key.assumptions, dict(key.world))


@dataclass
class Plays:
    """Worlds of a comparison, played when they are first asked for.

    Parameters
    ----------
    measures
        What is read off each; more of them cost no more playing.
    replications
        Played in each world: the first ones of the comparison.
    store
        Where each world is kept once it is played, and from which those of an earlier, broken-off work are taken.
    """

    comparison: Comparison
    assumptions: tuple[Assumption, ...]
    measures: tuple[str, ...]
    replications: int
    executor: Executor | None = None
    progress: Progress | None = None
    store: Store | None = None
    _found: dict[PlayKey, MeasureValues | None] = field(default_factory=dict)
    _subjects: dict[str, Parcel[Subject]] = field(default_factory=dict)
    _kept: dict[tuple[str, int], Readings] = field(default_factory=dict)
    _luck: SeedRange = field(init=False)
    _bare: bool = False
    _idle: dict[str, frozenset[str]] = field(default_factory=dict)  # by scheme, what changes no measure alone

    def __post_init__(self) -> None:
        check_no_department(self.comparison.runs, "tornado")
        self._luck = one_luck(self.comparison.runs[0])
        for run in self.comparison.runs:
            self._subjects[run.scheme.id] = Parcel(subject_of(run))
        self._bare = not any(self.comparison.known[name].noted for name in self.measures)
        costly = any(_reads_costs(run, name) for run in self.comparison.runs for name in self.measures)
        costs = () if costly else (COSTS,)
        for run in self.comparison.runs:
            programs = subject_of(run).programs()
            unread = tuple(start for start, reads in READ_BY_SOME if not any(map(reads, programs)))
            self._idle[run.scheme.id] = frozenset(
                one.key for one in self.assumptions if not one.schemes and one.address.startswith((*costs, *unread))
            )

    def play(self, wanted: Iterable[tuple[str, World]], seed: int | None = None) -> None:
        """Play what is wanted and not there yet.

        Parameters
        ----------
        wanted
            Pairs of a scheme's id and a world.
        seed
            None: that of the comparison.
        """
        seed = self._luck.seed if seed is None else seed
        todo = list(dict.fromkeys((scheme, self._chosen(scheme, world), seed) for scheme, world in wanted))
        todo = [key for key in todo if key not in self._found and not self._take(key)]
        work = len(todo) * self.comparison.workforce.people.size * self.comparison.months * self.replications
        tasks = [self._task(*key, work) for key in todo]
        for done, (key, reading) in enumerate(zip(todo, self._played(tasks), strict=True), 1):
            self._found[key] = reading
            self._put(key, reading)
            if self.progress is not None:
                self.progress(done, len(todo))

    def reading(self, scheme: str, world: World, seed: int | None = None) -> MeasureValues | None:
        """The measures of a scheme in a world that was played; None where the world's values do not go together.

        Parameters
        ----------
        seed
            None: that of the comparison.

        Returns
        -------
        By measure, shape (replications,), of a pooled one (1 + samples,).

        Raises
        ------
        KeyError
            It was not played.
        """
        key = (scheme, self._chosen(scheme, world), self._luck.seed if seed is None else seed)
        return self._found[key]

    def values(self, scheme: str, world: World, measure: str, seed: int | None = None) -> ReplicationFloats:
        """One measure of a scheme in a world that was played, in the measure's unit.

        Returns
        -------
        Shape (replications,), of a pooled measure (1 + samples,); all NaN where the world's values do not go together.
        """
        found = self.reading(scheme, world, seed)
        if found is not None:
            return found[measure]
        pooled = self.comparison.known[measure].pooled is not None
        return np.full(1 + SAMPLES if pooled else self.replications, np.nan)

    def _played(self, tasks: Sequence[WorldTask]) -> Iterator[MeasureValues | None]:
        comparison = self.comparison
        each = seconds_of(USUAL_WORK, comparison.workforce.people.size, comparison.months, self.replications)
        return shared(self.executor, play_world, tasks, len(tasks) * each)

    def _chosen(self, scheme: str, world: World) -> ValuesChosen:
        """What of a world a scheme meets; values in use are left out, so that equal worlds are one.

        What people cost beside their pay reaches no rule: a world that is another in that alone is the one in use to
        every measure that is no sum of it; so is one that is another in what this scheme does not read.
        """
        met = tuple(
            (one.key, world[one.key]) for one in self.assumptions
            if one.key in world and world[one.key] != one.value and (not one.schemes or scheme in one.schemes)
        )  # fmt: skip
        return () if self._idle[scheme].issuperset(key for key, _ in met) else met

    def _task(self, scheme: str, chosen: ValuesChosen, seed: int, work: int) -> WorldTask:
        first = self.comparison.runs[0].first
        moved = {key for key, _ in chosen}
        return WorldTask(
            self._subjects[scheme], tuple(one for one in self.assumptions if one.key in moved), chosen,
            self.comparison.months, seed, (first, self.replications), self.measures, work, self._bare,
        )  # fmt: skip

    # --- kept on disk ------------------------------------------------------------------------------

    def _readings(self, scheme: str, seed: int) -> Readings | None:
        """Where the worlds of a scheme are kept."""
        if self.store is None:
            return None
        if (scheme, seed) not in self._kept:
            run = self.comparison[scheme]
            part = SeedRange(seed, self.comparison.runs[0].first, self.replications)
            within = "" if run.company is None else place_in(run.company, "", seed)
            work = Work(run.scheme, run.workforce, run.months, within=within)
            self._kept[scheme, seed] = self.store.readings(work, part, self.measures)
        return self._kept[scheme, seed]

    def _said(self, chosen: ValuesChosen) -> list[list[Value]]:
        """A world as the store knows it: by addresses, for keys may be told by what else is compared."""
        names = {one.key: _address(one) for one in self.assumptions}
        return sorted([names[key], value] for key, value in chosen)

    def _take(self, key: PlayKey) -> bool:
        """Whether a world was kept by earlier work; then it is there from now on."""
        scheme, chosen, seed = key
        kept = self._readings(scheme, seed)
        if kept is None or (said := self._said(chosen)) not in kept:
            return False
        self._found[key] = kept.get(said)
        assert self.store is not None
        self.store.taken += self.replications
        return True

    def _put(self, key: PlayKey, reading: MeasureValues | None) -> None:
        """Keep a world that was played; one whose values do not go together is soon seen again."""
        scheme, chosen, seed = key
        kept = None if reading is None else self._readings(scheme, seed)
        if kept is not None and self.store is not None:
            kept.put(self._said(chosen), reading)
            self.store.played += self.replications


def _address(one: Assumption) -> str:
    """An assumption by its address, in a company with the departments that say it."""
    said = one.address if one.schemes else PEOPLE + one.address
    return f"{'+'.join(one.departments)}:{said}" if one.departments else said


def _reads_costs(run: Run, name: str) -> bool:
    """Whether a measure is made of what people cost beside their pay: it is another where these costs are."""
    measure = run.known.get(name)
    if measure is None:
        return False
    other = replace(run, counts=replace(run.counts, costs=run.counts.costs + 1.0))
    usual, moved = (_reading(measure, each, name, run.replications) for each in (run, other))
    return not np.array_equal(usual, moved, equal_nan=True)


def difference(plays: Plays, scheme: str, world: World, measure: Measure, seed: int | None = None) -> Floats:
    """Scheme − baseline in a world that was played, in the measure's unit.

    Returns
    -------
    Paired by replication, shape (replications,), of a pooled measure (1 + samples,); all NaN where a world's values do
    not go together.
    """
    base = plays.comparison.baseline
    return paired(plays.values(scheme, world, measure.name, seed), plays.values(base, world, measure.name, seed))
