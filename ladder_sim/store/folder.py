"""A folder of finished work: which replications of which scheme on whom are there, and what is still to play.

A piece is found by what decides its numbers: the rules and what is measured, the workforce, the months, what is
counted, the code and the NumPy that play, and by its seed and the numbers of its replications. All of that stands in
the name of its file, the first part as a digest. Names and titles do not count, and a roster's people are left out.
Of a scheme in other worlds, which are many, measures alone are kept, all of them in one file: `readings`.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.plain_data import PlainForm
from ladder_sim.core.problems import LadderError, Place, Problem
from ladder_sim.core.writing import cleared, prepare
from ladder_sim.model.company import Company
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.origin import SeedRange, code, here, version
from ladder_sim.results.provenance import mark_of, rules_of
from ladder_sim.results.run import Run
from ladder_sim.store import readings
from ladder_sim.store.readings import Readings, read_head
from ladder_sim.store.records import packed
from ladder_sim.store.run_file import SUFFIX, Damaged, load_run, read_manifest, save_run

NOTHING = SeedRange(0, 0, 0)
_NAME = re.compile(r"([0-9a-f]{24})-(\d+)\.(\d+)\.(\d+)(\.[a-z]+)")
#: The rooms whose code decides what is read off a run in a world, beside those that decide the run.
READING = ("results", "scenarios")


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be played: a scheme on a workforce, and what of it is to be counted.

    Parameters
    ----------
    within : of a department of a company, what decides its numbers beside its own rules and people; see `place_in`
    """

    scheme: Scheme
    workforce: Workforce
    months: int
    events: bool = False
    explain: bool = False
    drivers: bool = False
    within: str = ""

    @property
    def key(self) -> str:
        """The name of the work, from what decides its numbers, the code of this package included."""
        said = (
            mark_of(rules_of(self.scheme)), packed(self.scheme.measures), mark_of(self.workforce), self.months,
            self.events, self.explain, self.drivers, self.within, code(), version("numpy"),
        )  # fmt: skip
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:24]


def place_in(company: Company, department: str, seed: int) -> str:
    """The place of a department in a company: what all departments are and the ways between them, as a digest.

    Parameters
    ----------
    seed : the company's, of which the years are drawn
    """
    transfers = [replace(one, title=Title("", "")) for one in company.transfers]
    said = (
        department, seed, packed(transfers),
        [(one.id, mark_of(rules_of(one.scheme)), mark_of(one.workforce)) for one in company.departments],
    )  # fmt: skip
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of a store, as it describes itself; `fault` says why it cannot be used, and is empty where it can.

    `worlds` counts the worlds of which it holds measures; 0 of a run.
    """

    path: Path
    size: int  # bytes
    scheme: str = ""
    workforce: str = ""
    months: int = 0
    part: SeedRange = NOTHING
    played: str = ""
    fault: str = ""
    worlds: int = 0


class Store:
    """Finished work in a folder, which is made when something is first put into it.

    Several processes may use it at once, for each file is written whole or not at all.

    Parameters
    ----------
    folder : where the files are
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = Path(folder)
        self.taken = self.played = 0  # replications, of all that was asked of this object

    def __fspath__(self) -> str:
        return str(self.folder)

    def put(self, work: Work, run: Run, *, told: bool = True) -> Path:
        """Keep a run of a work over replications that follow on each other, without the people of a roster.

        Parameters
        ----------
        told : whether its replications count as played; of a company those of one department do
        """
        (part,) = run.luck
        people = run.workforce.people
        bare = _played_as(run, run.scheme, replace(run.workforce, people=replace(people, roster=None), form={}))
        made = save_run(run if people.roster is None else bare, self._place(work, part), force=True)
        self.played += part.replications if told else 0
        return made

    def _place(self, work: Work, part: SeedRange) -> Path:
        return self._file(work.key, part, SUFFIX)

    def _file(self, key: str, part: SeedRange, suffix: str) -> Path:
        return self.folder / f"{key}-{part.seed}.{part.first}.{part.replications}{suffix}"

    def found(self, work: Work, wanted: SeedRange) -> list[SeedRange]:
        """The kept pieces that lie within the replications wanted, in their order, none over another.

        Told from the names of the files; whether they are whole is seen when they are taken.
        """
        there = []
        for path in self.folder.glob(f"{work.key}-*{SUFFIX}"):
            named = _NAME.fullmatch(path.name)
            part = SeedRange(*map(int, named.groups()[1:4])) if named else None
            if part and part.seed == wanted.seed and wanted.first <= part.first and _end(part) <= _end(wanted):
                there.append(part)
        kept: list[SeedRange] = []
        for part in sorted(there, key=lambda one: (one.first, -one.replications)):
            if not kept or _end(kept[-1]) <= part.first:
                kept.append(part)
        return kept

    def plan(self, work: Work, wanted: SeedRange) -> list[tuple[SeedRange, bool]]:
        """The replications wanted in pieces, in their order, and of each whether it is kept."""
        pieces, at = [], wanted.first
        for part in self.found(work, wanted):
            if part.first > at:
                pieces.append((SeedRange(wanted.seed, at, part.first - at), False))
            pieces.append((part, True))
            at = _end(part)
        if at < _end(wanted):
            pieces.append((SeedRange(wanted.seed, at, _end(wanted) - at), False))
        return pieces

    def get(self, work: Work, part: SeedRange, *, told: bool = True) -> Run:
        """A kept piece, under the names of the scheme and the people that are asked for; every byte is checked.

        Parameters
        ----------
        told : whether its replications count as taken, as of `put`

        Raises
        ------
        LadderError
            The file cannot be used; the message says which and why.
        """
        path = self._place(work, part)
        run = load_run(path)
        if run.luck != (part,) or run.months != work.months:
            raise Damaged([Problem(Place(str(path)), tr("holds something else than its name says",
                                                        "内容与文件名不符"))])  # fmt: skip
        self.taken += part.replications if told else 0
        return _played_as(run, work.scheme, work.workforce)

    def readings(self, work: Work, part: SeedRange, measures: Sequence[str]) -> Readings:
        """What is kept of a scheme in other worlds, and where more of them are put: these measures, by replication.

        Parameters
        ----------
        work : the scheme and the people as they are, from which worlds differ
        part : the replications that are played in each
        measures : their names, in an order that counts
        """
        said = work.key, code(*READING), list(measures)
        key = hashlib.sha256(json.dumps(said).encode()).hexdigest()[:24]
        now = here()
        head = {
            "versions": {**now.versions, "code": said[1]}, "played": now.played, "scheme": work.scheme.id,
            "workforce": work.workforce.id, "months": work.months, "part": asdict(part), "measures": said[2],
        }  # fmt: skip
        return Readings(self._file(key, part, readings.SUFFIX), head)

    def entries(self) -> list[Kept]:
        """Every file of the folder that is named as kept work is, by scheme and workforce."""
        named = [path for path in sorted(self.folder.glob("*")) if _NAME.fullmatch(path.name)]
        told = [_entry(path) for path in named if path.suffix in _KINDS]
        return sorted(told, key=lambda one: (one.scheme, one.workforce, one.months, one.part.first, one.worlds))

    def clean(self, *, everything: bool = False) -> Iterator[Kept]:
        """Remove what cannot be used any more, or `everything`, and what a killed run left behind; say each."""
        cleared(self.folder)
        for one in self.entries():
            if everything or one.fault:
                one.path.unlink(missing_ok=True)
                yield one


def store_of(given: str | os.PathLike[str] | None) -> Store | None:
    """The store of a folder; None where none is asked for.

    Raises
    ------
    LadderError
        It is a file, or cannot be made or written to.
    """
    if given is None or isinstance(given, Store):
        return given
    prepare(given if isinstance(given, str) else Path(given), ())
    return Store(given)


def _end(part: SeedRange) -> int:
    return part.first + part.replications


def _kept(path: Path) -> Kept:
    said = read_manifest(path)
    return _told(path, said, said["parts"][0], code())


def _kept_readings(path: Path) -> Kept:
    said, worlds = read_head(path)
    return replace(_told(path, said, said["part"], code(*READING)), worlds=worlds)


def _told(path: Path, said: PlainForm, part: dict[str, int], mine: str) -> Kept:
    same = (said["versions"]["code"], said["versions"]["numpy"]) == (mine, version("numpy"))
    return Kept(
        path, path.stat().st_size, said["scheme"], said["workforce"], said["months"], SeedRange(**part),
        said["played"], "" if same else tr("of another version", "由其他版本写出"),
    )  # fmt: skip


#: How a file of each kind tells of itself, by how its name ends.
_KINDS = {SUFFIX: _kept, readings.SUFFIX: _kept_readings}


def _entry(path: Path) -> Kept:
    """A file as it describes itself."""
    try:
        return _KINDS[path.suffix](path)
    except LadderError as damaged:
        return Kept(path, path.stat().st_size, fault=damaged.problems[0].message)


def _played_as(run: Run, scheme: Scheme, workforce: Workforce) -> Run:
    """The run under another scheme and other people, of which its numbers are known to be as well."""
    return replace(run, scheme=scheme, workforce=workforce, counts=replace(run.counts))
