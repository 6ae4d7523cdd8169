"""What `match` found: assumed values of a workforce with which the simulated present is the known one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ladder_sim.core.display import figure, sentences, table_html
from ladder_sim.core.doors import through
from ladder_sim.core.formats import JSON_FORMAT
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.json_text import AsData
from ladder_sim.core.leading import Leading
from ladder_sim.core.money import tells_money
from ladder_sim.core.needs import numbered, path_of
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.units import unit_name
from ladder_sim.model.assumptions import Assumption, World
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.as_data import ends_of
from ladder_sim.results.intervals import Interval
from ladder_sim.results.measure import Measure
from ladder_sim.results.provenance import result_line
from ladder_sim.results.search_question import Searched, SearchQuestion
from ladder_sim.results.sought_jointly import JointOutcome

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False, repr=False)
class Match:
    """One set of values.

    Parameters
    ----------
    world : the values that were moved, by the key of their assumption
    reached : by measure, on the luck of the search
    fresh : by measure, on luck that was not searched with
    workforce : the people with these values, each with what it rests on now
    """

    world: World
    reached: Mapping[str, Interval]
    fresh: Mapping[str, Interval]
    workforce: Workforce = field(repr=False)


@tells_money
@dataclass(frozen=True, eq=False, repr=False)
class Matched(Searched, AsData, Leading):
    """What `match` found.

    Parameters
    ----------
    scheme, scheme_title : id and title of the scheme in force
    people : id of the workforce whose values were moved
    targets : by measure, the known value
    months : how long each replication was
    outcome : ``found``, ``several``, ``unreachable`` or ``unmoved``
    now : by measure, as simulated with the values in use
    searched : the assumed values that could be moved
    inert : those of them that move none of the measures beyond luck
    answers : the one that moves fewest values first; of ``unreachable`` the nearest alone
    provenance : one line that says where the numbers come from
    question : what was asked
    """

    scheme: str
    scheme_title: Title
    people: str
    measures: Mapping[str, Measure]
    targets: Mapping[str, float]
    months: int
    outcome: JointOutcome
    now: Mapping[str, Interval]
    searched: tuple[Assumption, ...]
    inert: tuple[Assumption, ...]
    answers: tuple[Match, ...]
    provenance: str
    question: SearchQuestion | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        aims = ", ".join(f"{name} = {value:g}" for name, value in self.targets.items())
        told = f"{self.people} with {aims}: {self.outcome}, {len(self.answers)} answers"
        return result_line("Matched", told, self.provenance)

    @property
    def workforce(self) -> Workforce:
        """The people of the first answer; of ``unreachable`` the nearest."""
        return self.answers[0].workforce

    @property
    def worlds(self) -> tuple[Workforce, ...]:
        """The people of every answer, to compare schemes on each of them."""
        return tuple(answer.workforce for answer in self.answers)

    def moved(self, answer: Match) -> list[tuple[Assumption, float]]:
        """The values that an answer moves, the one that moves most of its range first.

        Parameters
        ----------
        answer : one of `answers`

        Returns
        -------
        Each assumption with its value in the answer, in the unit of the assumption.
        """
        found = [(one, float(answer.world[one.key])) for one in self.searched if one.key in answer.world]
        return sorted(found, key=lambda pair: -abs(pair[1] - float(pair[0].value)) / (pair[0].high - pair[0].low))

    def table(self) -> pd.DataFrame:
        """The values that any answer moves.

        Returns
        -------
        A row for each by its address: as it was, its range, and its value in each answer, in the unit of the
        assumption.
        """
        import pandas as pd

        keys = {key for answer in self.answers for key in answer.world}
        rows = [
            (one.address, str(one.title), one.value, one.low, one.high,
             *(answer.world.get(one.key, one.value) for answer in self.answers))
            for one in self.searched if one.key in keys
        ]  # fmt: skip
        columns = ["address", "title", "was", "low", "high", *(f"answer_{i}" for i, _ in enumerate(self.answers, 1))]
        made = pd.DataFrame(rows, columns=columns).set_index("address")
        made.attrs = {"targets": dict(self.targets), "source": self.provenance}
        return made

    def summary(self) -> list[str]:
        """The answer in sentences."""
        made: list[str] = through("Matched.summary")(self)
        return made

    def save(self, path: str | Path, *, force: bool = False) -> list[Path]:
        """Write the people of every answer as workforce files: ``mine.yaml``, ``mine-2.yaml`` and so on.

        Parameters
        ----------
        path : of the first file
        force : also over files that are there

        Returns
        -------
        The files, in the order of `answers`.

        Raises
        ------
        LadderError
            A file is in the way, or it cannot be written.
        """
        names = numbered(path_of(path, "path"), len(self.answers))
        made: list[Path] = through("Matched.save")(self.worlds, names, force=force)
        return made

    def to_dict(self) -> JsonObject:
        """As printed by ``ladder-sim match --json``."""
        return {
            "format": JSON_FORMAT, "scheme": self.scheme, "workforce": self.people, "months": self.months,
            "outcome": self.outcome,
            "targets": {name: {"value": aim, "unit": unit_name(self.measures[name].unit),
                               "now": ends_of(self.now[name])} for name, aim in self.targets.items()},
            "searched": {one.address: {"value": one.value, "low": one.low, "high": one.high} for one in self.searched},
            "inert": [one.address for one in self.inert],
            "answers": [
                {"values": {one.address: value for one, value in self.moved(answer)},
                 "reached": {name: ends_of(found) for name, found in answer.reached.items()},
                 "fresh": {name: ends_of(found) for name, found in answer.fresh.items()}}
                for answer in self.answers
            ],
            "provenance": self.provenance,
        }  # fmt: skip

    def _repr_html_(self) -> str:
        heads = (tr("measure", "指标"), tr("known", "已知"), tr("before", "调整前"),
                 *(tr("answer {i}", "答案{i}", i=i) for i, _ in enumerate(self.answers, 1)))  # fmt: skip
        rows = [
            (str(measure.title), figure(self.targets[name], measure.unit), figure(self.now[name].mean, measure.unit),
             *(figure(answer.fresh[name].mean, measure.unit) for answer in self.answers))
            for name, measure in self.measures.items()
        ]  # fmt: skip
        return table_html(heads, rows, titles=sentences(*self.summary()), note=self.provenance)
