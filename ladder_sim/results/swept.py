"""Measures over a grid of what was varied: every point with its own value and its paired difference from the start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from ladder_sim.core import habits
from ladder_sim.core.arrays import Floats
from ladder_sim.core.display import change, figure, sentences, table_html, with_money
from ladder_sim.core.doors import noun, through
from ladder_sim.core.formats import JSON_FORMAT
from ladder_sim.core.frozen import FrozenFields
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.json_text import AsData
from ladder_sim.core.leading import Leading
from ladder_sim.core.money import tells_money
from ladder_sim.core.needs import names_of
from ladder_sim.core.one_line import OneLine
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.problems import LadderError, misspelt, nearest
from ladder_sim.core.units import unit_name
from ladder_sim.model.assumptions import Value
from ladder_sim.model.scheme import Scheme
from ladder_sim.results.as_data import numbers_of
from ladder_sim.results.asked import PLAYED_AGAIN
from ladder_sim.results.chart_door import Drawn
from ladder_sim.results.frames import hinting
from ladder_sim.results.knob import Knob
from ladder_sim.results.measure import Measure
from ladder_sim.results.provenance import result_line
from ladder_sim.results.search_question import Searched, SearchQuestion
from ladder_sim.results.verdicts import HIGHER, LOWER, MARKS, VERDICT_IDS, Contrast

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

SHOWN = 40  # rows of a table in a notebook


@dataclass(frozen=True, eq=False, repr=False)
class SweepPoint(FrozenFields, OneLine):
    """One setting of what was varied, played.

    Parameters
    ----------
    scheme : id of the scheme before anything was turned
    settings : knob → value, those of the scheme's own that are as they were included
    variant : the scheme as it was played; `Scheme.save` makes a file of it
    contrasts : measure → its level, and its difference from the first scheme as it stands, with the same luck
    values : measure → one number per replication, shape (replications,), in the measure's unit
    """

    scheme: str
    settings: Mapping[str, Value]
    variant: Scheme = field(repr=False)
    contrasts: Mapping[str, Contrast] = field(repr=False)
    values: Mapping[str, Floats] = field(repr=False)


@noun
@tells_money
@dataclass(frozen=True, eq=False, repr=False)
class Sweep(Searched, FrozenFields, AsData, Leading):
    """What `sweep` found.

    Parameters
    ----------
    knobs : what was varied, in the order asked
    schemes : id → title of the schemes before anything was turned, in the order given
    points : every setting of every scheme that has one of the knobs
    measures : name → measure, those that were asked for
    provenance : one line that says where the numbers come from
    start : measure → its values for the first scheme as it stands, from which differences are taken; shape
        (replications,), in the measure's unit
    months, replications, seed : how long, how often and with which luck
    sample : how many combinations were taken of each scheme, spread evenly; None: all
    question : what was asked, by which it is verified
    """

    MEANT: ClassVar[Mapping[str, Title]] = {
        **dict.fromkeys(("frame", "df", "data", "results", "to_frame", "to_pandas"),
                        Title("table() has a row per point and measure", "table() 每个取值与指标一行")),
        **habits.SWEEP,
        "measure": Title("values('turnover') has a column per point, table('turnover') means and differences",
                         "values('turnover') 每个取值一列，table('turnover') 给出均值与差值"),
        "difference": Title("differences('turnover') has a column per point", "differences('turnover') 每个取值一列"),
        "runs": Title("points has what was played: settings, variant, values", "points 含各取值的设定、变体与数值"),
    }  # fmt: skip
    knobs: tuple[Knob, ...]
    schemes: Mapping[str, Title]
    points: tuple[SweepPoint, ...]
    measures: Mapping[str, Measure]
    provenance: str
    months: int
    replications: int
    seed: int
    start: Mapping[str, Floats] = field(default_factory=dict, repr=False)
    sample: int | None = None
    question: SearchQuestion | None = field(default=None, repr=False)

    @property
    def currency(self) -> str:
        """The code of the currency of all amounts; '' where the schemes do not say it."""
        return next((one.variant.currency for one in self.points if one.variant.currency), "")

    def __repr__(self) -> str:
        varied = ", ".join(knob.name for knob in self.knobs)
        told = f"of {', '.join(self.schemes)} over {varied}: {len(self.points)} points, {self.months} months, " \
               f"{self.replications} replications, seed {self.seed}"  # fmt: skip
        return result_line("Sweep", told, self.provenance)

    def __getitem__(self, measure: str) -> pd.DataFrame:
        """As `values` of a measure."""
        return self.values(measure)

    __iter__ = None  # names are no positions

    def _ipython_key_completions_(self) -> list[str]:
        return list(self.measures)

    def knob(self, name: str) -> Knob:
        """What was varied under a name.

        Parameters
        ----------
        name : of a parameter, ``headcount`` or ``leaving``

        Raises
        ------
        LadderError
            Nothing of this name was varied.
        """
        for knob in self.knobs:
            if knob.name == name:
                return knob
        names = [knob.name for knob in self.knobs]
        raise LadderError(tr("{name} was not varied", "没有变动 {name}", name=name) + nearest(name, names))

    def measure_of(self, name: str | None = None) -> Measure:
        """A measure of the sweep.

        Parameters
        ----------
        name : None: the first

        Raises
        ------
        LadderError
            It was not asked for.
        """
        if name is None:
            return next(iter(self.measures.values()))
        text, asked = name if isinstance(name, str) else "", list(self.measures)
        if text not in self.measures:
            raise LadderError(
                tr("measure {name!r} was not asked for in this sweep: measures={asked}",
                   "本次扫描没有计算指标{name!r}：measures={asked}", name=name, asked=asked)
                + (nearest(text, asked) if misspelt(text, asked) else
                   tr("; play it with sweep(…, measures={more})", "；请用 sweep(…, measures={more}) 计算",
                      more=[*asked, name]))
            )  # fmt: skip
        return self.measures[name]

    def with_measures(self, measures: Sequence[str]) -> Sweep:
        """The sweep with measures besides those that were asked for; a small one is played again for them.

        Parameters
        ----------
        measures : their names; where all were asked for, it is as it is

        Raises
        ------
        LadderError
            No scheme has such a measure, or a sweep of more than 500,000 people × months × replications × points was
            not asked for it.
        """
        for name in measures:
            if not isinstance(name, str) or not self._small:
                self.measure_of(name)
        missing = tuple(name for name in measures if name not in self.measures)
        if missing and missing not in self._wider:
            self._wider[missing] = through("Sweep.again")(self, [*self.measures, *missing])
        return self._wider[missing] if missing else self

    @cached_property
    def _wider(self) -> dict[tuple[str, ...], Sweep]:
        return {}

    @property
    def _small(self) -> bool:
        if self.question is None or len(self.question.luck) > 1:
            return False
        people, plays = self.question.workforce.people.size, self.replications * (len(self.points) + 1)
        return people * self.months * plays <= PLAYED_AGAIN

    def values(self, measure: str | None = None) -> pd.DataFrame:
        """A measure at every point, in its unit.

        Parameters
        ----------
        measure : which; default the first

        Returns
        -------
        A row per replication, a column per point, named by scheme and knobs.

        Raises
        ------
        LadderError
            The measure is not known, or was not asked for in a large sweep; see `with_measures`.
        """
        import pandas as pd

        if measure not in (None, *self.measures):
            return self.with_measures([str(measure)]).values(measure)
        name = self.measure_of(measure).name
        columns = pd.MultiIndex.from_tuples(
            [(point.scheme, *(point.settings.get(k.name) for k in self.knobs)) for point in self.points],
            names=["scheme", *(knob.name for knob in self.knobs)],
        )
        index = pd.RangeIndex(self.replications, name="replication")
        made = pd.DataFrame({i: point.values[name] for i, point in enumerate(self.points)}, index=index, copy=True)
        made.columns = columns
        made.attrs = {"unit": unit_name(self.measures[name].unit), "source": self.provenance}
        return made

    def differences(self, measure: str | None = None) -> pd.DataFrame:
        """Paired differences from the first scheme as it stands, in the measure's unit.

        Parameters
        ----------
        measure : which; default the first

        Returns
        -------
        Columns and rows as of `values`.

        Raises
        ------
        LadderError
            The measure is not known, or was not asked for in a large sweep; see `with_measures`.
        """
        if measure not in (None, *self.measures):
            return self.with_measures([str(measure)]).differences(measure)
        name = self.measure_of(measure).name
        found = self.values(name)
        made = found.sub(self.start[name], axis=0)
        made.attrs = found.attrs
        return made

    def table(self, measures: Sequence[str] | str | None = None) -> pd.DataFrame:
        """One row per point and measure.

        Parameters
        ----------
        measures : one or several; default all that were asked for. For others a small sweep is played again

        Returns
        -------
        scheme, a column per knob, measure; mean, low, high: the measure with its 95 % interval; difference,
        difference_low, difference_high: from the first scheme as it stands, paired by replication; verdict_id; better:
        True or False where the difference is detectable and one direction is better, else missing; unit.

        Raises
        ------
        LadderError
            A measure is not known, or was not asked for in a large sweep; see `with_measures`.
        """
        import pandas as pd

        wanted = list(self.measures) if measures is None else names_of(measures, "measures")
        if any(name not in (*self.measures,) for name in wanted):
            return self.with_measures(wanted).table(measures)
        rows = []
        for point in self.points:
            for name in wanted:
                c = point.contrasts[self.measure_of(name).name]
                settings = (point.settings.get(knob.name) for knob in self.knobs)
                rows.append((point.scheme, *settings, name, c.level.mean, c.level.low, c.level.high, c.difference.mean,
                             c.difference.low, c.difference.high, VERDICT_IDS[c.verdict], c.better,
                             unit_name(c.measure.unit)))  # fmt: skip
        columns = ["scheme", *(knob.name for knob in self.knobs), "measure", "mean", "low", "high", "difference",
                   "difference_low", "difference_high", "verdict_id", "better", "unit"]  # fmt: skip
        made = pd.DataFrame(rows, columns=columns)
        made["better"] = pd.array(made["better"].tolist(), dtype="boolean")
        made.attrs = {"table": "sweep", "level": 0.95, "source": self.provenance}
        return hinting(made, "sweep")

    @cached_property
    def by_scheme(self) -> Mapping[str, tuple[SweepPoint, ...]]:
        """The points of each scheme, in their order."""
        return MappingProxyType({s: tuple(p for p in self.points if p.scheme == s) for s in self.schemes})

    def columns(self) -> tuple[str, ...]:
        """The heads of `rows`."""
        scheme = (tr("scheme", "方案"),) if len(self.schemes) > 1 else ()
        varied = tuple(str(knob.title) for knob in self.knobs)
        told = [
            part for m in self.measures.values() for part in (with_money(str(m.title), m.unit), tr("diff.", "差值"))
        ]
        return (*scheme, *varied, *told)

    def rows(self) -> list[tuple[str, ...]]:
        """A row per point in texts: what was turned, then each measure and its difference where it is detectable."""
        made = []
        for point in self.points:
            cells = [str(self.schemes[point.scheme])] if len(self.schemes) > 1 else []
            cells += [knob.said(point.settings[knob.name]) if knob.name in point.settings else "–"
                      for knob in self.knobs]  # fmt: skip
            for name in self.measures:
                c = point.contrasts[name]
                moved = c.verdict in (HIGHER, LOWER)
                cells.append(figure(c.level.mean, c.measure.unit, short=True))
                cells.append(change(c.difference.mean, c.measure.unit, short=True) if moved
                             else MARKS.get(c.verdict, ""))  # fmt: skip
            made.append(tuple(cells))
        return made

    def summary(self) -> list[str]:
        """What each measure does over what was varied, in sentences."""
        made: list[str] = through("Sweep.summary")(self)
        return made

    def plot(self, measure: str | None = None, ax: Axes | None = None) -> Drawn:
        """The response of a measure with its band: a line over one knob, a heat map over two, lines in panels over
        three; of a sample dots over each knob.

        Parameters
        ----------
        measure : which; default the first
        ax : axes to draw on, for one knob, or for two of one scheme; None: new ones

        Raises
        ------
        LadderError
            The measure is not known, or was not asked for in a large sweep; see `with_measures`.
        """
        asked = self if measure is None else self.with_measures([measure])
        drawn: Drawn = through("Sweep.plot")(asked, measure, ax)
        return drawn

    def save(self, folder: str | Path, *, force: bool = False) -> list[Path]:
        """Write ``sweep.csv``, ``sweep.json`` and a picture of every measure.

        Parameters
        ----------
        folder : made when it is not there
        force : also over files that come from elsewhere

        Returns
        -------
        The files written.

        Raises
        ------
        LadderError
            Something that comes from elsewhere is in the way, and `force` is False.
        """
        made: list[Path] = through("Sweep.save")(self, folder, force=force)
        return made

    def to_dict(self) -> JsonObject:
        """As printed by ``ladder-sim sweep --json``; what has no value is None."""
        return {
            "format": JSON_FORMAT, **({} if self.question is None else self.question.to_dict()),
            "knobs": [{"name": k.name, "title": str(k.title), "now": k.now, "of": k.owner} for k in self.knobs],
            "months": self.months, "replications": self.replications, "seed": self.seed,
            **({} if self.sample is None else {"sample": self.sample}),
            "points": [
                {"scheme": point.scheme, "settings": dict(point.settings),
                 "measures": {name: _told(contrast) for name, contrast in point.contrasts.items()}}
                for point in self.points
            ],
            "provenance": self.provenance,
        }  # fmt: skip

    def _repr_html_(self) -> str:
        rows = self.rows()
        more = len(rows) - SHOWN
        note = tr("{n} more rows: table().", "另有{n}行：见 table()。", n=more) if more > 0 else ""
        return table_html(self.columns(), rows[:SHOWN], titles=sentences(*self.summary()),
                          note=sentences(self.provenance, note))  # fmt: skip


def _told(contrast: Contrast) -> JsonObject:
    return {**numbers_of(contrast), "verdict_id": VERDICT_IDS[contrast.verdict],
            "better": contrast.better, "unit": unit_name(contrast.measure.unit)}  # fmt: skip
