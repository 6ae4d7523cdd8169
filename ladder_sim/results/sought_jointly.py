"""The values of several parameters at which several targets are met, as `seek` found them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ladder_sim.core.display import sentences, table_html
from ladder_sim.core.doors import through
from ladder_sim.core.formats import JSON_FORMAT
from ladder_sim.core.frozen import FrozenFields
from ladder_sim.core.i18n import tr
from ladder_sim.core.json_text import AsData
from ladder_sim.core.leading import Leading
from ladder_sim.core.needs import numbered, path_of
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.problems import LadderError
from ladder_sim.core.units import unit_name
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.as_data import ends_of
from ladder_sim.results.chart_door import Drawn
from ladder_sim.results.intervals import Interval
from ladder_sim.results.knob import Knob
from ladder_sim.results.measure import Measure
from ladder_sim.results.provenance import result_line
from ladder_sim.results.search_question import Searched, SearchQuestion
from ladder_sim.results.targets import Aim

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

#: found: one set of values meets all targets. several: sets far apart do. unreachable: none in the ranges; the answer
#: is the nearest that was found. unmoved: nothing that was turned changes any of the measures.
JointOutcome = Literal["found", "several", "unreachable", "unmoved"]


@dataclass(frozen=True, slots=True, eq=False)
class JointlyTried:
    """A set of values that was played.

    Parameters
    ----------
    settings : every knob's value
    reached : by measure, on the luck of the search
    replications : how often it was played
    """

    settings: Mapping[str, float]
    reached: Mapping[str, Interval]
    replications: int


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class JointAnswer:
    """A set of values that was found.

    Parameters
    ----------
    settings : every knob's value
    reached : by measure, on the luck of the search
    fresh : by measure, on luck that was not searched with
    scheme, workforce : as they are with these values
    """

    settings: Mapping[str, float]
    reached: Mapping[str, Interval]
    fresh: Mapping[str, Interval]
    scheme: Scheme
    workforce: Workforce


@dataclass(frozen=True, eq=False, repr=False)
class SoughtJointly(Searched, FrozenFields, AsData, Leading):
    """What `seek` found of several parameters or for several targets.

    Parameters
    ----------
    knobs : what was turned, in the order asked
    searched : by knob, the ends of its range
    measures, aims : by the measure's name, what its mean is to be, in its unit
    outcome : ``found``, ``several``, ``unreachable`` or ``unmoved``
    now : by measure, with the present values
    answers : the one to prefer first: it turns fewest knobs, or comes nearest where only whole numbers will do; of
        ``unreachable`` and ``unmoved`` the nearest alone
    inert : knobs that changed none of the measures, the others as they are
    tried : everything that was played
    scheme : as it was, before anything was turned
    workforce : the people as they were
    provenance : one line that says where the numbers come from
    question : what was asked, by which it is verified
    """

    knobs: tuple[Knob, ...]
    searched: Mapping[str, tuple[float, float]]
    measures: Mapping[str, Measure]
    aims: Mapping[str, Aim]
    outcome: JointOutcome
    now: Mapping[str, Interval]
    answers: tuple[JointAnswer, ...]
    inert: tuple[str, ...]
    tried: tuple[JointlyTried, ...]
    scheme: Scheme = field(repr=False)
    workforce: Workforce = field(repr=False)
    provenance: str
    question: SearchQuestion | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        aims = ", ".join(f"{name} {aim.sign} {aim.number:g}" for name, aim in self.aims.items())
        told = ", ".join(f"{name} = {value:g}" for name, value in self.answers[0].settings.items())
        return result_line("SoughtJointly", f"{aims}: {self.outcome}, {told}", self.provenance)

    @property
    def schemes(self) -> tuple[Scheme, ...]:
        """The scheme of every answer, to compare them."""
        return tuple(answer.scheme for answer in self.answers)

    def table(self) -> pd.DataFrame:
        """What was tried.

        Returns
        -------
        A row per set of values: the values, each measure's mean with its 95 % interval in the unit that ``attrs``
        tells, how often it was played, and of an answer its number, from 1 (else 0).
        """
        import pandas as pd

        numbers = {tuple(one.settings.values()): i for i, one in enumerate(self.answers, 1)}
        full = max(one.replications for one in self.tried)
        rows = []
        for one in self.tried:
            number = numbers.get(tuple(one.settings.values()), 0) if one.replications == full else 0
            ends = [end for found in one.reached.values() for end in (found.mean, found.low, found.high)]
            rows.append((*one.settings.values(), *ends, one.replications, number))
        heads = [head for name in self.measures for head in (name, f"{name}_low", f"{name}_high")]
        made = pd.DataFrame(rows, columns=[*(knob.name for knob in self.knobs), *heads, "replications", "answer"])
        units = {name: unit_name(measure.unit) for name, measure in self.measures.items()}
        made.attrs = {"units": units, "source": self.provenance}
        return made

    def summary(self) -> list[str]:
        """The answer in sentences."""
        made: list[str] = through("SoughtJointly.summary")(self)
        return made

    def plot(self, ax: Axes | None = None) -> Drawn:
        """Of two knobs a map of what was tried, with the lines of the targets; else each answer over the ranges.

        Parameters
        ----------
        ax : axes to draw on; None: new ones
        """
        drawn: Drawn = through("SoughtJointly.plot")(self, ax)
        return drawn

    def save(self, path: str | Path, *, force: bool = False) -> list[Path]:
        """Write every answer as a variant of the scheme, ready to compare: ``found.yaml``, ``found-2.yaml`` and so on.

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
            The targets are not met anywhere, something of the people was turned, or a file is in the way.
        """
        if self.outcome in ("unreachable", "unmoved"):
            raise LadderError(tr("no values meet the targets, so there is no variant to write",
                                 "没有取值能达到目标，无可写出的方案"))  # fmt: skip
        staff = [knob for knob in self.knobs if knob.owner != "scheme"]
        if staff:
            raise LadderError(tr("{knobs}: of the workforce, which a variant of the scheme does not say; take"
                                 " answers[0].scheme and answers[0].workforce in Python",
                                 "{knobs}：属于人员文件，方案变体无法写明；请在 Python 中使用 answers[0].scheme 与 "
                                 "answers[0].workforce",
                                 knobs=tr(", ", "、").join(str(knob.title) for knob in staff)))  # fmt: skip
        names = numbered(path_of(path, "path"), len(self.answers))
        made: list[Path] = through("SoughtJointly.save")(self.schemes, names, force=force)
        return made

    def to_dict(self) -> JsonObject:
        """As printed by ``ladder-sim seek --json``; what has no value is None."""
        return {
            "format": JSON_FORMAT, **({} if self.question is None else self.question.to_dict()),
            "outcome": self.outcome,
            "knobs": {knob.name: {"now": knob.now, "low": self.searched[knob.name][0],
                                  "high": self.searched[knob.name][1]} for knob in self.knobs},
            "targets": {name: {"sign": aim.sign, "value": aim.number, "unit": unit_name(self.measures[name].unit),
                               "now": ends_of(self.now[name])} for name, aim in self.aims.items()},
            "inert": list(self.inert),
            "answers": [{"values": dict(one.settings),
                         "reached": {name: ends_of(found) for name, found in one.reached.items()},
                         "fresh": {name: ends_of(found) for name, found in one.fresh.items()}}
                        for one in self.answers],
            "tried": [{"values": dict(one.settings), "replications": one.replications,
                       "reached": {name: ends_of(found) for name, found in one.reached.items()}}
                      for one in self.tried],
            "provenance": self.provenance,
        }  # fmt: skip

    def columns(self) -> tuple[str, ...]:
        """The heads of `rows`."""
        made: tuple[str, ...] = through("SoughtJointly.columns")(self)
        return made

    def rows(self) -> list[tuple[str, ...]]:
        """In texts: a row per knob, then one per measure, with what is now and each answer."""
        made: list[tuple[str, ...]] = through("SoughtJointly.rows")(self)
        return made

    def _repr_html_(self) -> str:
        return table_html(self.columns(), self.rows(), titles=sentences(*self.summary()), note=self.provenance)
