"""Whether groups are promoted alike: under each scheme, and what a year of one department of this size can show."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from ladder_sim.core.display import sentences, table_html
from ladder_sim.core.doors import through
from ladder_sim.core.i18n import tr
from ladder_sim.core.json_text import AsData
from ladder_sim.core.leading import Leading
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.problems import LadderError
from ladder_sim.results.as_data import ends_of, plain
from ladder_sim.results.audit import Department, departments, steps
from ladder_sim.results.comparison import Comparison
from ladder_sim.results.intervals import Interval
from ladder_sim.results.parity import GroupPair, pairs
from ladder_sim.results.provenance import result_line

if TYPE_CHECKING:
    import pandas as pd

    from ladder_sim.results.chart_door import Drawn
    from ladder_sim.results.run import Run


@dataclass(frozen=True, eq=False)
class Fairness(AsData, Leading):
    """The audited groups of a run or a comparison.

    Parameters
    ----------
    source : what is looked at
    """

    source: Run | Comparison

    @property
    def runs(self) -> tuple[Run, ...]:
        """The runs, the baseline first."""
        if isinstance(self.source, Comparison):
            return tuple(self.source[scheme] for scheme in self.source.baseline_first)
        return (self.source,)

    def __repr__(self) -> str:
        told = f"of {', '.join(run.scheme.id for run in self.runs)}"
        return result_line("Fairness", told, self.source.provenance)

    def title(self, run: Run) -> str:
        """The short name of a scheme.

        Parameters
        ----------
        run : one of the `runs`
        """
        if isinstance(self.source, Comparison):
            return self.source.short(run.scheme.id)
        return str(run.scheme.short_title or run.scheme.title)

    def years(self) -> list[tuple[Run, Department]]:
        """For each run and attribute a year of one department, of shares of the years with any promotion."""
        return [(run, one) for run in self.runs for one in departments(run)]

    def summary(self) -> list[str]:
        """What one department of this size can tell, and how far the groups are apart, scheme by scheme."""
        told: list[str] = through("Fairness.summary")(self)
        return told

    def table(self) -> pd.DataFrame:
        """A year of one department: four fifths, and Fisher's exact test, beside what luck alone gives.

        Returns
        -------
        A row for each scheme and attribute: `people` and `promotions` a year; the shares of the years with any
        promotion in which four fifths is failed (`fails`), Fisher's test finds a difference (`found`), each also where
        the labels of persons are shuffled (`…_blind`), and groups lie further apart than in 95 of 100 shuffled years
        (`apart`); and the `power` of the test for a true four fifths.
        """
        import pandas as pd

        names = [each.name for each in fields(Department)]
        rows = [
            {"scheme": run.scheme.id, **{name: _mean(getattr(one, name)) for name in names}}
            for run, one in self.years()
        ]
        made = pd.DataFrame(rows, columns=["scheme", *names]).set_index(["scheme", "attribute"])
        made.attrs = {"table": "fairness", "source": self.source.provenance}
        return made

    def groups(self) -> pd.DataFrame:
        """Each group's promotion rate against the others', on the whole ladder and by grade promoted out of.

        Returns
        -------
        A row for each scheme, attribute, group and grade (missing: the whole ladder): its promotion rate ÷ the others'
        as `ratio` with a 95 % interval, all replications together, and `short`: how many persons more a year
        would be promoted at the rate of everybody in the same grade. Groups of fewer than five people on average are
        left out.
        """
        import pandas as pd

        rows = [
            (run.scheme.id, one.pair.attribute, one.pair.value, None if one.grade is None else one.grade.id,
             *map(math.exp, (one.ratio.mean, one.ratio.low, one.ratio.high)), one.short.mean, one.short.low,
             one.short.high)
            for run in self.runs for one in steps(run)
        ]  # fmt: skip
        columns = ["scheme", "attribute", "group", "grade", "ratio", "ratio_low", "ratio_high", "short",
                   "short_low", "short_high"]  # fmt: skip
        made = pd.DataFrame(rows, columns=columns)
        made.attrs = {"table": "fairness_groups", "source": self.source.provenance}
        return made

    def columns(self) -> tuple[str, ...]:
        """The heads of `rows`."""
        heads: tuple[str, ...] = through("Fairness.columns")(self)
        return heads

    def rows(self) -> list[tuple[str, ...]]:
        """`table` in texts."""
        told: list[tuple[str, ...]] = through("Fairness.rows")(self)
        return told

    def note(self) -> str:
        """How the table is to be read."""
        told: str = through("Fairness.note")(self)
        return told

    def plot(self) -> Drawn:
        """The promotion rates of the groups with the line of four fifths, as `ladder_sim.plots.fairness` draws them.

        Raises
        ------
        LadderError
            The workforce names no groups to audit.
        """
        drawn: Drawn = through("Fairness.plot")(self)
        return drawn

    def to_dict(self) -> JsonObject:
        """Years and groups by scheme, as in the JSON of ``ladder-sim compare``."""
        return {"schemes": {run.scheme.id: of_groups(run) for run in self.runs}}

    def _repr_html_(self) -> str:
        return table_html(self.columns(), self.rows(), titles=sentences(*self.summary()),
                          note=f"{self.note()} {self.source.provenance}")  # fmt: skip


def _mean(value: object) -> object:
    return value.mean if isinstance(value, Interval) else value


def of_groups(run: Run) -> JsonObject:
    """The audit of a run: a year of one department, and each group by grade promoted out of."""
    return {
        "groups_by_year": [_year(one) for one in departments(run)],
        "groups_by_grade": [
            {
                "attribute": one.pair.attribute, "group": one.pair.value, "ratio": ends_of(one.ratio),
                "grade": None if one.grade is None else one.grade.id, "short": ends_of(one.short),
            }
            for one in steps(run)
        ],
    }  # fmt: skip


def _year(one: Department) -> JsonObject:
    """A year of one department, its shares with their intervals."""
    found = ((each.name, getattr(one, each.name)) for each in fields(one))
    return {name: ends_of(value) if isinstance(value, Interval) else plain(value) if isinstance(value, float) else value
            for name, value in found}  # fmt: skip


def furthest(run: Run, attribute: str) -> tuple[GroupPair, Interval] | None:
    """The group of an attribute that is promoted least like the others, with its log ratio; None where none has one."""
    found = [(pair, run.interval(pair.name)) for pair in pairs(run.axes) if pair.attribute == attribute]
    return max((item for item in found if item[1].n), key=lambda item: abs(item[1].mean), default=None)


def audited(runs: Iterable[Run]) -> list[str]:
    """The attributes by which runs are audited.

    Raises
    ------
    LadderError
        The workforce names no groups to audit.
    """
    known = list(dict.fromkeys(name for run in runs for name, _, _ in run.axes.groups))
    if not known:
        raise LadderError(tr("the workforce has no group to audit; `gender: {shares: {female: 0.6, male: 0.4}}` among"
                             " its attributes gives some", "人员文件没有可供检查的分组；可在 attributes 中加入"
                             " `gender: {shares: {female: 0.6, male: 0.4}}`"))  # fmt: skip
    return known


def fairness(source: Run | Comparison) -> Fairness:
    """Whether groups, such as men and women, are promoted alike, beside what chance alone gives.

    Raises
    ------
    LadderError
        The workforce names no groups to audit.
    """
    made = Fairness(source)
    audited(made.runs)
    return made
