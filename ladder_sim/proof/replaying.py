"""Runs played again: from a kept run, or from the record that a folder of results keeps."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import PlainForm
from ladder_sim.core.problems import LadderError, quietly
from ladder_sim.core.progress import Progress
from ladder_sim.core.writing import write
from ladder_sim.experiment.simulation import simulate
from ladder_sim.model.roster import LEFT_OUT
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.joining import join
from ladder_sim.results.origin import Origin, SeedRange
from ladder_sim.results.run import Run
from ladder_sim.scenarios.loading import load_scheme, load_workforce

#: What a text says that takes over from another scheme.
_AFTER = re.compile(r"^ +after: ", re.M)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a record says of runs over the same replications, made ready to be played.

    Parameters
    ----------
    schemes : by id, as they were played
    people : on whom
    luck : of which seeds and numbers the replications are, in their order
    origin : what was kept beside counts
    """

    schemes: dict[str, Scheme]
    people: Workforce
    months: int
    luck: tuple[SeedRange, ...]
    origin: Origin

    def played(self, by: Replaying) -> dict[str, Run]:
        """Every scheme played again on the same people with the same luck, by id."""
        made, done = {}, 0
        total = len(self.schemes) * sum(part.replications for part in self.luck)
        with quietly():
            for name, scheme in self.schemes.items():
                parts = []
                for part in self.luck:
                    parts.append(
                        simulate(scheme, self.people, months=self.months, replications=part.replications,
                                 seed=part.seed, first=part.first, events=self.origin.events,
                                 explain=self.origin.explain, executor=by.executor, progress=by.beyond(done, total))
                    )  # fmt: skip
                    done += part.replications
                made[name] = parts[0] if len(parts) == 1 else join(parts)
        return made


@dataclass(frozen=True, slots=True)
class Replaying:
    """Who plays again, and who is told of it."""

    executor: Executor | None = None
    progress: Progress | None = None

    def beyond(self, done: int, total: int) -> Progress | None:
        """What a part is to tell, before which so much of the whole was done."""
        told = self.progress
        return None if told is None else lambda now, _: told(done + now, total)


def origin_of(record: PlainForm) -> Origin:
    """When and by what a record says that it was played."""
    versions = {name: value or "" for name, value in record["versions"].items()}
    return Origin(record["played"] or "", **versions, events=record["events"], explain=record["explain"],
                  modules=tuple(record.get("modules", {}).items()))  # fmt: skip


def recorded(record: PlainForm, roster: str | os.PathLike[str] | None) -> Recorded:
    """What a record says, made ready to be played.

    Parameters
    ----------
    roster : the list of people that the record leaves out

    Raises
    ------
    LadderError
        The record leaves out people who are not given, or holds what no file says.
    """
    resolved = record["resolved"]
    text = resolved["workforce"]
    if LEFT_OUT in text and roster is None:
        raise LadderError(tr("the record leaves out the people of the list; give it: verify PATH --roster FILE",
                             "记录中不含花名册人员；请提供：verify PATH --roster 文件"))  # fmt: skip
    for name, scheme in (*_texts(resolved).items(), (record["workforce"], text)):
        if scheme.startswith("#"):
            raise LadderError(tr("'{name}' is said by no file (it was made in Python), so that it cannot be played"
                                 " again from its record: run the same again, and diff the folders",
                                 "“{name}”没有文件能表达（在 Python 中修改而成），无法由记录重新模拟；"
                                 "请再次运行，再用 diff 比较两个文件夹", name=name))  # fmt: skip
    with quietly():
        schemes = _schemes(resolved, record["files"])
        people = load_workforce(text) if roster is None else load_workforce(text, roster=roster)
    people = replace(people, file=record["people"])  # reports tell it
    return Recorded(schemes, people, record["months"], luck_of(record), origin_of(record))


def luck_of(record: PlainForm) -> tuple[SeedRange, ...]:
    """Of which seeds and numbers a record says that its replications are."""
    return tuple(SeedRange(**part) for part in record["parts"])


def _texts(resolved: PlainForm) -> dict[str, str]:
    """The schemes of a record, and those that they take over from, each as the text of a file."""
    return {**resolved.get("replaced", {}), **resolved["schemes"]}


def _schemes(resolved: PlainForm, files: Mapping[str, str]) -> dict[str, Scheme]:
    """The schemes of a record as they were played; one that takes over from another finds it beside itself."""
    texts = _texts(resolved)
    made = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in resolved["schemes"]:
            source: Path | str = texts[name]
            if _AFTER.search(texts[name]):
                for each, text in texts.items():
                    write(Path(folder, f"{each}.yaml"), text)
                source = Path(folder, f"{name}.yaml")
            made[name] = replace(load_scheme(source), file=files.get(name, ""))  # reports tell it
    return made
