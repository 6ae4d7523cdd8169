"""Possible worlds played, each scheme and set of values once, with the luck of the comparison.

What a world needs beside the comparison is its values alone: workers make scheme and workforce of them, and send back
measures, not counts.
"""

from __future__ import annotations

import hashlib
import json
import os
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from ladder_sim.core.arrays import Floats, ReplicationFloats
from ladder_sim.core.problems import LadderError, LadderWarning
from ladder_sim.core.progress import Progress
from ladder_sim.core.writing import cannot_write
from ladder_sim.experiment.parcels import Parcel
from ladder_sim.experiment.simulation import Playing
from ladder_sim.model.assumptions import Assumption, Value, World
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.intervals import SAMPLES, paired
from ladder_sim.results.measure import Measure
from ladder_sim.results.origin import code
from ladder_sim.results.pairing import check_no_company
from ladder_sim.results.provenance import mark_of
from ladder_sim.scenarios.assumptions import people_at, scheme_at
from ladder_sim.streams import kernels

#: In the folder of a store: a line for each world.
KEPT = "worlds.jsonl"
#: Measures of one scheme in one world; None where the values do not go together.
MeasureValues = Mapping[str, ReplicationFloats]
Chosen = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class WorldTask:
    """One scheme in one world: everything a worker needs."""

    pair: Parcel[tuple[Scheme, Workforce]]
    assumptions: tuple[Assumption, ...]
    world: Chosen
    months: int
    seed: int
    numbers: tuple[int, int]  # the first replication, and how many
    measures: tuple[str, ...]
    work: int  # person-months in all, which decides whether compiling the kernels is worth it


def play_world(task: WorldTask) -> dict[str, ReplicationFloats] | None:
    """The measures of a scheme in a world, one number per replication; of pooled ones the samples.

    None where the world's values do not go together, such as a lower line above the upper one.
    """
    kernels.compile_for(task.work)
    world = dict(task.world)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", LadderWarning)
            given, force = task.pair.content
            scheme = scheme_at(given, task.assumptions, world)
            people = _people(force, task.assumptions, task.world)
            run = Playing(people, task.months, task.seed).play([scheme], *task.numbers)[0]
    except LadderError:
        return None
    return {name: _reading(run.known.get(name), run, name, task.numbers[1]) for name in task.measures}


def _reading(measure: Measure | None, run: Any, name: str, replications: int) -> ReplicationFloats:
    if measure is None:
        return np.full(replications, np.nan)
    found: ReplicationFloats = run.values(name) if measure.pooled is None else run.pooled(name)
    return found


class _Key:
    """A workforce and its values as a key of the cache: the same workforce, equal values."""

    def __init__(self, workforce: Workforce, assumptions: tuple[Assumption, ...], world: Chosen) -> None:
        self.workforce, self.assumptions, self.world = workforce, assumptions, world

    def __hash__(self) -> int:
        return hash((id(self.workforce), self.world))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.workforce is other.workforce and self.world == other.world


def _people(workforce: Workforce, assumptions: tuple[Assumption, ...], world: Chosen) -> Workforce:
    """The workforce of a world, made once for the schemes that are played in it."""
    ours = {one.key for one in assumptions if not one.schemes}
    chosen = tuple(pair for pair in world if pair[0] in ours)
    return _made(_Key(workforce, tuple(one for one in assumptions if not one.schemes), chosen))


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
    keep
        A file to which each world is added once it is played, and from which those of an earlier, broken-off work are
        taken.
    """

    comparison: Comparison
    assumptions: tuple[Assumption, ...]
    measures: tuple[str, ...]
    replications: int
    executor: Executor | None = None
    progress: Progress | None = None
    keep: Path | None = None
    _found: dict[tuple[str, Chosen, int], MeasureValues | None] = field(default_factory=dict)
    _pairs: dict[str, Parcel[tuple[Scheme, Workforce]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_no_company(self.comparison.runs, "tornado")
        for run in self.comparison.runs:
            self._pairs[run.scheme.id] = Parcel((run.scheme, run.workforce))
        self._kept = _read_kept(self.keep)
        self._marks = {} if self.keep is None else {
            run.scheme.id: (code(), mark_of(run.scheme), mark_of(run.workforce)) for run in self.comparison.runs
        }  # fmt: skip

    def play(self, wanted: Iterable[tuple[str, World]], seed: int | None = None) -> None:
        """Play what is wanted, pairs of a scheme's id and a world, and not there yet."""
        seed = self.comparison.seed if seed is None else seed
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
        """The measures of a scheme in a world that was played."""
        key = (scheme, self._chosen(scheme, world), self.comparison.seed if seed is None else seed)
        return self._found[key]

    def values(self, scheme: str, world: World, measure: str, seed: int | None = None) -> ReplicationFloats:
        """One measure of it; NaN where the world's values do not go together."""
        found = self.reading(scheme, world, seed)
        if found is not None:
            return found[measure]
        pooled = self.comparison.known[measure].pooled is not None
        return np.full(1 + SAMPLES if pooled else self.replications, np.nan)

    def _played(self, tasks: Sequence[WorldTask]) -> Iterator[MeasureValues | None]:
        return map(play_world, tasks) if self.executor is None else iter(self.executor.map(play_world, tasks))

    def _chosen(self, scheme: str, world: World) -> Chosen:
        """What of a world a scheme meets; values in use are left out, so that equal worlds are one."""
        return tuple(
            (one.key, world[one.key]) for one in self.assumptions
            if one.key in world and world[one.key] != one.value and (not one.schemes or scheme in one.schemes)
        )  # fmt: skip

    def _task(self, scheme: str, chosen: Chosen, seed: int, work: int) -> WorldTask:
        first = self.comparison.runs[0].first
        moved = {key for key, _ in chosen}
        return WorldTask(
            self._pairs[scheme], tuple(one for one in self.assumptions if one.key in moved), chosen,
            self.comparison.months, seed, (first, self.replications), self.measures, work,
        )  # fmt: skip

    # --- kept on disk ------------------------------------------------------------------------------

    def _digest(self, key: tuple[str, Chosen, int]) -> str:
        run = self.comparison[key[0]]
        said = [*self._marks[key[0]], key[1], key[2], run.months, run.first, self.replications, self.measures]
        return hashlib.blake2b(json.dumps(said).encode(), digest_size=12).hexdigest()

    def _take(self, key: tuple[str, Chosen, int]) -> bool:
        """Whether a world was kept by earlier work; then it is there from now on."""
        if not self._kept:
            return False
        found = self._kept.get(self._digest(key), False)
        if found is False:
            return False
        self._found[key] = None if found is None else {name: np.array(row) for name, row in found.items()}
        return True

    def _put(self, key: tuple[str, Chosen, int], reading: MeasureValues | None) -> None:
        if self.keep is None:
            return
        line = None if reading is None else {name: list(map(float, row)) for name, row in reading.items()}
        with self.keep.open("a", encoding="utf-8") as file:
            file.write(json.dumps([self._digest(key), line]) + "\n")


def difference(plays: Plays, scheme: str, world: World, measure: Measure, seed: int | None = None) -> Floats:
    """Scheme − baseline in a world that was played, one number per replication; of a pooled measure its samples."""
    base = plays.comparison.baseline
    return paired(plays.values(scheme, world, measure.name, seed), plays.values(base, world, measure.name, seed))


def kept_in(folder: str | os.PathLike[str] | None) -> Path | None:
    """The file of a store in which worlds are kept; the folder is made.

    Raises
    ------
    CannotWrite
        It cannot be written.
    """
    if folder is None:
        return None
    path = Path(folder) / KEPT
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8"):
            pass
    except OSError as error:
        raise cannot_write(path, error) from None
    return path


def _read_kept(path: Path | None) -> dict[str, Any]:
    """The worlds of a file; the last line may be one that was broken off."""
    if path is None or not path.is_file():
        return {}
    found: dict[str, Any] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            digest, reading = json.loads(line)
        except ValueError:
            continue
        found[digest] = reading
    return found
