"""A folder of finished work: which replications of which scheme on whom are there, and what is still to play.

A run is found by what decides its numbers: the rules, the workforce, the months, the code, and the seeds and numbers
of its replications. Names and titles do not count.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.joining import join
from ladder_sim.results.origin import SeedRange, code
from ladder_sim.results.provenance import mark_of, rules_of
from ladder_sim.results.run import Run
from ladder_sim.store.run_file import SUFFIX, Damaged, load_run, read_manifest, save_run


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be played: a scheme on a workforce, and what of it is to be counted."""

    scheme: Scheme
    workforce: Workforce
    months: int
    events: bool = False
    explain: bool = False

    @property
    def key(self) -> str:
        """The name of the work, from what decides its numbers, the code of this package included."""
        said = (mark_of(rules_of(self.scheme)), mark_of(self.workforce), self.months, self.events, self.explain, code())
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:24]


class Store:
    """Finished work in a folder, which is made when something is first put into it.

    Parameters
    ----------
    folder : where the files are; several processes may use it at once, for each file is written whole or not at all
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    def put(self, work: Work, run: Run) -> Path:
        """Keep the run of a work."""
        parts = "+".join(f"{part.seed}.{part.first}.{part.replications}" for part in run.luck)
        return save_run(run, self.folder / f"{work.key}-{parts}{SUFFIX}", force=True)

    def found(self, work: Work, wanted: SeedRange) -> list[tuple[SeedRange, Path]]:
        """The kept pieces that lie within the replications wanted, in their order, none over another.

        Files that are damaged, or that other code or other files made, do not count.
        """
        there: list[tuple[SeedRange, Path]] = []
        for path in sorted(self.folder.glob(f"{work.key}-*{SUFFIX}")):
            part = self._part(path)
            if (
                part is not None
                and part.seed == wanted.seed
                and wanted.first <= part.first
                and _end(part) <= _end(wanted)
            ):
                there.append((part, path))
        kept: list[tuple[SeedRange, Path]] = []
        for part, path in sorted(there, key=lambda one: (one[0].first, -one[0].replications)):
            if not kept or _end(kept[-1][0]) <= part.first:
                kept.append((part, path))
        return kept

    def _part(self, path: Path) -> SeedRange | None:
        try:
            said: Any = read_manifest(path)["parts"]
        except Damaged:
            return None
        return SeedRange(**said[0]) if len(said) == 1 else None

    def missing(self, work: Work, wanted: SeedRange) -> list[SeedRange]:
        """What of the replications wanted is still to be played."""
        gaps, at = [], wanted.first
        for part, _ in self.found(work, wanted):
            if part.first > at:
                gaps.append(SeedRange(wanted.seed, at, part.first - at))
            at = _end(part)
        if at < _end(wanted):
            gaps.append(SeedRange(wanted.seed, at, _end(wanted) - at))
        return gaps

    def get(self, work: Work, wanted: SeedRange) -> list[Run]:
        """The kept runs within the replications wanted, under the names of the scheme that is asked for."""
        return [_under(load_run(path), work) for _, path in self.found(work, wanted)]


def whole(runs: Sequence[Run]) -> Run:
    """Pieces of one work as one run, in the order of their replications; consecutive ones count as one part."""
    ordered = sorted(runs, key=lambda run: (run.luck[0].seed, run.luck[0].first))
    return ordered[0] if len(ordered) == 1 else join(ordered)


def _end(part: SeedRange) -> int:
    return part.first + part.replications


def _under(run: Run, work: Work) -> Run:
    """A kept run with the scheme and the people of the work, which may have other names and titles."""
    return replace(run, scheme=work.scheme, workforce=work.workforce)
