"""The value at which a target is met, as `seek` found it: how well it is known, and what was tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ladder_sim.core.display import between, figure, sentences, table_html
from ladder_sim.core.doors import through
from ladder_sim.core.formats import JSON_FORMAT
from ladder_sim.core.frozen import FrozenFields
from ladder_sim.core.i18n import tr
from ladder_sim.core.json_text import AsData
from ladder_sim.core.leading import Leading
from ladder_sim.core.money import tells_money
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

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

#: found: a value meets the target. flat: every value between `low_flat` and `high_flat` does, as far as this luck
#: tells. between: no value meets it, for the measure jumps over it, as where only whole numbers will do; `value` is the
#: nearer of two neighbors. unreachable: none in the range.
Outcome = Literal["found", "flat", "between", "unreachable"]


@tells_money
@dataclass(frozen=True, eq=False, repr=False)
class Sought(Searched, FrozenFields, AsData, Leading):
    """What `seek` found.

    Parameters
    ----------
    knob, measure, target : what was turned, until which measure had which mean, in its unit
    outcome : ``found``, ``flat``, ``between`` or ``unreachable``
    value : the answer; of ``unreachable`` the value that comes nearest
    low, high : the values at which the 95 % interval of the measure still contains the target; where one is the end of
        the range searched, the answer may lie beyond
    flat : the ends of the stretch over which nothing changes, of ``flat`` alone
    tried : value → the measure with its interval, on the luck of the search, in the order of the values
    fresh : the measure at `value` on luck that was not searched with
    scheme, workforce : as they are with the value
    searched : the ends of the range of values
    provenance : one line that says where the numbers come from
    question : what was asked, by which it is verified
    """

    knob: Knob
    measure: Measure
    target: float
    outcome: Outcome
    value: float
    low: float
    high: float
    flat: tuple[float, float] | None
    tried: Mapping[float, Interval]
    fresh: Interval
    scheme: Scheme = field(repr=False)
    workforce: Workforce = field(repr=False)
    searched: tuple[float, float]
    provenance: str
    question: SearchQuestion | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        told = f"{self.knob.name} with {self.measure.name} = {self.target:g}: {self.outcome}, {self.value:g} " \
               f"({self.low:g} to {self.high:g})"  # fmt: skip
        return result_line("Sought", told, self.provenance)

    @property
    def reached(self) -> Interval:
        """The measure at the answer, on the luck of the search."""
        return self.tried[self.value]

    @property
    def jump(self) -> tuple[float, float]:
        """The nearest values tried between which the measure crosses the target; both are `value` where it is met."""
        there = [value for value, found in self.tried.items() if found.mean == found.mean]
        gaps = {value: self.tried[value].mean - self.target for value in there}
        steps = [(a, b) for a, b in pairwise(there) if gaps[a] * gaps[b] < 0]
        return min(steps, key=lambda step: abs(step[0] + step[1] - 2 * self.value), default=(self.value, self.value))

    def table(self) -> pd.DataFrame:
        """What was tried.

        Returns
        -------
        A row per value: the measure's mean with its 95 % interval, in the unit that ``attrs`` tells.
        """
        import pandas as pd

        rows = [(value, found.mean, found.low, found.high) for value, found in self.tried.items()]
        made = pd.DataFrame(rows, columns=[self.knob.name, "mean", "low", "high"])
        made.attrs = {"measure": self.measure.name, "unit": unit_name(self.measure.unit), "source": self.provenance}
        return made

    def summary(self) -> list[str]:
        """The answer in sentences."""
        made: list[str] = through("Sought.summary")(self)
        return made

    def plot(self, ax: Axes | None = None) -> Drawn:
        """The response that was searched, with the target and the answer.

        Parameters
        ----------
        ax : axes to draw on; None: new ones
        """
        drawn: Drawn = through("Sought.plot")(self, ax)
        return drawn

    def save(self, path: str | Path, *, force: bool = False) -> Path:
        """Write the scheme with the value found as a variant file, ready to compare.

        Parameters
        ----------
        path : of the file, ``.yaml``, or a folder
        force : also over a file that is there

        Returns
        -------
        The file.

        Raises
        ------
        LadderError
            The target cannot be reached, what was turned is no parameter of the scheme, or a file is in the way.
        """
        if self.outcome == "unreachable":
            raise LadderError(tr("no value meets the target, so there is no variant to write",
                                 "没有取值能达到目标，无可写出的方案"))  # fmt: skip
        if self.knob.owner != "scheme":
            raise LadderError(tr("{knob} belongs to the workforce; the scheme is as it was",
                                 "{knob}属于人员文件，方案没有改动", knob=self.knob.title))  # fmt: skip
        return self.scheme.save(path, force=force)

    def to_dict(self) -> JsonObject:
        """As printed by ``ladder-sim seek --json``; what has no value is None."""
        return {
            "format": JSON_FORMAT, **({} if self.question is None else self.question.to_dict()),
            "knob": self.knob.name, "measure": self.measure.name, "target": self.target,
            "unit": unit_name(self.measure.unit), "outcome": self.outcome, "value": self.value, "low": self.low,
            "high": self.high, "flat": None if self.flat is None else list(self.flat),
            "searched": list(self.searched), "reached": ends_of(self.reached), "fresh": ends_of(self.fresh),
            "tried": [{"value": value, **ends_of(found)} for value, found in self.tried.items()],
            "provenance": self.provenance,
        }  # fmt: skip

    def _repr_html_(self) -> str:
        head = (str(self.knob.title), str(self.measure.title), tr("95% interval", "95%区间"))
        unit = self.measure.unit
        rows = [
            (self.knob.said(value), figure(found.mean, unit),
             between(found.low, found.high, unit))
            for value, found in self.tried.items()
        ]  # fmt: skip
        return table_html(head, rows, titles=sentences(*self.summary()), note=self.provenance)
