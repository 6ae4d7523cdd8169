"""The figures of a stored result: measures with their intervals, from a kept run, a folder, or a table or JSON file."""

from __future__ import annotations

import csv
import io
import json
import math
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ladder_sim.core.i18n import LANGUAGES, tr
from ladder_sim.core.needs import path_of
from ladder_sim.core.plain_data import PlainData
from ladder_sim.core.problems import LadderError, Place, Problem
from ladder_sim.core.units import UNITS, YUAN, unit_name
from ladder_sim.files import shown_path
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.intervals import Interval
from ladder_sim.results.run import Run
from ladder_sim.store.run_file import SUFFIX, load_run

#: Files of a folder that hold all figures, the first that is there.
TOLD = ("comparison.csv", "comparison.json", "run.json")
#: A scheme and a measure.
FigureKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class StoredFigures:
    """What a stored result says of every measure.

    Parameters
    ----------
    name : of the file
    levels : by scheme and measure its mean and 95 % interval
    units : by measure; '' where the file does not say it
    run : where it is a kept run
    runs : of a run or a comparison, by the scheme's id
    played : what JSON says of how it was played
    """

    name: str
    levels: Mapping[FigureKey, Interval]
    units: Mapping[str, str]
    run: Run | None = None
    runs: Mapping[str, Run] = field(default_factory=dict)
    played: Mapping[str, PlainData] = field(default_factory=dict)

    @property
    def schemes(self) -> tuple[str, ...]:
        """The ids, in the order of the file."""
        return tuple(dict.fromkeys(scheme for scheme, _ in self.levels))


def figures_of(given: Run | Comparison | str | os.PathLike[str]) -> StoredFigures:
    """The figures of a result.

    Parameters
    ----------
    given : a run; a comparison; a kept run; a folder of results; its ``comparison.csv``; or what ``--json`` printed

    Raises
    ------
    LadderError
        It is none of these.
    """
    if isinstance(given, Run):
        return _of_run(given, given.scheme.id)
    if isinstance(given, Comparison):
        return _of_comparison(given)
    place = path_of(given, "path")
    if place.is_dir():
        found = next((place / name for name in TOLD if (place / name).is_file()), None)
        if found is None:
            raise _none(place)
        place = found
    if not place.is_file():
        raise LadderError([Problem(Place(str(given)), tr("there is no such file or folder", "没有这个文件或文件夹"))])
    if place.suffix == SUFFIX:
        return _of_run(load_run(place), shown_path(place))
    text = place.read_text(encoding="utf-8", errors="replace").removeprefix("\ufeff")
    made = _of_csv(text, place) if place.suffix == ".csv" else _of_json(text, place)
    if not made.levels:
        raise _none(place)
    return made


def _none(place: Path) -> LadderError:
    text = tr("holds no figures of a result; give a kept run (.run), a folder that run --out or compare --out wrote,"
              " its comparison.csv, or what --json printed",
              "没有模拟结果的数字；请给出保存的 run（.run）、run --out 或 compare --out 写出的文件夹、"
              "其中的 comparison.csv，或 --json 的输出")  # fmt: skip
    return LadderError([Problem(Place(str(place)), text)])


def _of_run(run: Run, name: str) -> StoredFigures:
    levels = {(run.scheme.id, measure): run.interval(measure) for measure in run.known}
    return StoredFigures(name, levels, {name: measure.unit for name, measure in run.known.items()}, run,
                         {run.scheme.id: run})  # fmt: skip


def _of_comparison(given: Comparison) -> StoredFigures:
    levels = {(run.scheme.id, measure): run.interval(measure) for run in given.runs for measure in run.known}
    name = tr(" and ", "与").join(given.schemes)
    return StoredFigures(name, levels, {name: measure.unit for name, measure in given.known.items()},
                         runs={run.scheme.id: run for run in given.runs})  # fmt: skip


def _of_csv(text: str, place: Path) -> StoredFigures:
    levels: dict[FigureKey, Interval] = {}
    units: dict[str, str] = {}
    for row in csv.DictReader(io.StringIO(text)):
        if not {"scheme", "measure", "mean", "low", "high"} <= row.keys():
            raise _none(place)
        key = (row["scheme"].removeprefix("'"), row["measure"])
        levels[key] = Interval(_number(row["mean"]), _number(row["low"]), _number(row["high"]), 0)
        units[row["measure"]] = _unit(row.get("unit") or "")
    return StoredFigures(shown_path(place), levels, units)


def _unit(named: str) -> str:
    """The unit whose name, in either language, a table has; '' where none is called so."""

    def called(unit: str) -> set[str]:
        title = UNITS[unit].title
        return {unit, unit_name(unit), *(title.of(language).format(money=YUAN.of(language)) for language in LANGUAGES)}

    return next((unit for unit in UNITS if named in called(unit)), "")


def _of_json(text: str, place: Path) -> StoredFigures:
    try:
        found = json.loads(text)
    except ValueError:
        raise _none(place) from None
    if not isinstance(found, dict):
        raise _none(place)
    levels = {key: Interval(_number(told.get("mean")), _number(told.get("low")), _number(told.get("high")), 0)
              for key, told in _measures(found)}  # fmt: skip
    return StoredFigures(shown_path(place), levels, {}, None, found)


def _measures(found: Mapping[str, PlainData]) -> Iterator[tuple[FigureKey, Mapping[str, PlainData]]]:
    """Every measure of a run or a comparison as JSON has it."""
    schemes = found.get("schemes")
    if isinstance(schemes, dict):
        for scheme, told in schemes.items():
            yield from (((scheme, name), one) for name, one in told.get("measures", {}).items())
    elif isinstance(found.get("measures"), dict):
        yield from (((str(found.get("scheme", "")), name), one) for name, one in found["measures"].items())


def _number(value: object) -> float:
    try:
        return math.nan if value is None else float(str(value) or "nan")
    except ValueError:
        return math.nan
