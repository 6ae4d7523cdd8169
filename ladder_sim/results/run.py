"""One scheme played on one workforce, many times over: tables, measures, and where they come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Literal, overload

import numpy as np

from ladder_sim.core.arrays import Floats, locked
from ladder_sim.core.display import between, figure, table_html, unit_text
from ladder_sim.core.doors import CalledNumber, noun
from ladder_sim.core.frozen import frozen
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.money import tells_money
from ladder_sim.core.plain_data import RecordValues
from ladder_sim.core.signed import door
from ladder_sim.core.units import unit_name
from ladder_sim.model.company import Company
from ladder_sim.model.grades import STANDARD_ROLES
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.averages import interval_of, mean_of
from ladder_sim.results.bounds import bounded
from ladder_sim.results.broken_down import By, ByWord, broken_down, by_words
from ladder_sim.results.columns import Counted
from ladder_sim.results.counts import Axes, RunCounts
from ladder_sim.results.department_frames import by_department, tables_of
from ladder_sim.results.frames import TABLES, TableName, available, frame, lacks
from ladder_sim.results.intervals import Interval, pooled_interval, samples, spread, with_rare
from ladder_sim.results.measure import BetterWord, KnownMeasures, Measure
from ladder_sim.results.measures import find, measures_of, no_measure
from ladder_sim.results.named_items import NamedItems, named_items
from ladder_sim.results.origin import UNKNOWN, Origin, SeedRange
from ladder_sim.results.own import confidence, own_measure, span_of
from ladder_sim.results.period import Window
from ladder_sim.results.provenance import rules_of
from ladder_sim.results.run_doors import RunDoors
from ladder_sim.results.sealing import seal

if TYPE_CHECKING:
    import pandas as pd


@noun
@tells_money
@dataclass(frozen=True, eq=False, repr=False)
class Run(RunDoors):
    """The results of a simulation.

    Parameters
    ----------
    scheme, workforce : what was played on whom
    months, replications, seed : how long, how often, and with which luck; no seed of a run joined of several (`luck`)
    axes, counts : what was counted, and the counts, which nobody can change any more
    seconds, first : how long it took; and the number of the first replication, which names its luck
    own : measures of the reader's own; see `with_measure`
    parts : of which seeds and numbers the replications are, where they are not consecutive ones of one seed
    origin : when and by which versions it was played
    departments, company : of a company, the run of each department, by its id; and the company that was played
    """

    scheme: Scheme
    workforce: Workforce
    months: int
    replications: int
    seed: int | None
    axes: Axes
    counts: RunCounts = field(repr=False)
    seconds: float = 0.0
    first: int = 0
    own: tuple[Measure, ...] = ()
    parts: tuple[SeedRange, ...] = ()
    origin: Origin = UNKNOWN
    departments: Mapping[str, Run] = field(default_factory=dict, repr=False)
    company: Company | None = field(default=None, repr=False)
    _values: dict[str, Floats] = field(default_factory=dict, init=False, repr=False)
    _pooled: dict[str, Floats] = field(default_factory=dict, init=False, repr=False)
    _windows: dict[tuple[int, int], Window] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        self.counts.close()
        for name in ("months", "replications", "seed", "first"):
            if type(given := getattr(self, name)) is int:
                object.__setattr__(self, name, CalledNumber(given))
        object.__setattr__(self, "departments", frozen(self.departments))
        seal(self)

    def __getstate__(self) -> RecordValues:
        """What was given, without what was formed from it since: that is formed again."""
        return {entry.name: getattr(self, entry.name) for entry in fields(self) if entry.init}

    def __setstate__(self, state: RecordValues) -> None:
        self.__init__(**state)  # type: ignore[misc]  # frozen: made anew

    @property
    def luck(self) -> tuple[SeedRange, ...]:
        """Of which seeds and numbers the replications are, in their order."""
        if self.parts:
            return self.parts
        assert self.seed is not None  # of several seeds there are parts
        return (SeedRange(self.seed, self.first, self.replications),)

    @property
    def numbers(self) -> range:
        """How tables number the replications: as their luck is; of several `parts` from 0."""
        start = 0 if self.parts else self.first
        return range(start, start + self.replications)

    @property
    def known(self) -> Mapping[str, Measure]:
        """The measures that this run has, by name."""
        return KnownMeasures(self._known)

    @cached_property
    def _known(self) -> dict[str, Measure]:
        return measures_of(self.axes) | {measure.name: measure for measure in self.own}

    @door
    def with_measure(
        self, name: str, compute: Callable[[Window], object], *, unit: str = "ratio", title: str | Title | None = None,
        better: BetterWord = None, definition: str | Title | None = None, yearly: bool = True,
    ) -> Run:  # fmt: skip
        """The same run with a measure of your own, which then is treated like every other.

        Parameters
        ----------
        name : how it is asked for; none that the run has, nor that of a table
        compute : from a `Window` of the run's months a number for each replication, NaN where there is none; of its
            years and months too where it is `yearly`. The provenance has variables that it reads, but no files
        unit : ``"share a year"``, ``"share"``, ``"money a year"``, ``"money"`` (a head and year), ``"months"``,
            ``"people"``, ``"people a year"``, ``"hours"``, ``"times a year"``, ``"seats"``, ``"points"`` or, of a plain
            number, ``"ratio"``
        title, definition : for people, in one language or as a `Title` in both; default the name
        better : ``"up"`` (or ``"higher"``) or ``"down"`` (or ``"lower"``) where one direction is better
        yearly : whether it can be told for a part of the run

        Raises
        ------
        LadderError
            The name is taken, unit or direction are not known; `compute` fails (of a month too where it is `yearly`),
            gives no number for each replication, or a sum of all months where the unit is of a year.
        """
        made = own_measure(name, compute, self.window(), self.known, TABLES, unit=unit, title=title,
                           better=better, definition=definition, yearly=yearly)  # fmt: skip
        return replace(self, own=(*self.own, made))

    @cached_property
    def rules(self) -> Scheme:
        """The scheme without what only tells of it."""
        return rules_of(self.scheme)

    @property
    def tables(self) -> NamedItems[TableName, pd.DataFrame]:
        """The names that `frame` knows in this run; ``tables["headcount"]`` is the table, rows as of `frame`.

        A small run is played again for those that it did not keep.
        """
        names = tuple(name for name in TABLES if name in self._kept or (self._small and lacks(name, self._counted)))
        return named_items(names, names, self.frame)  # type: ignore[arg-type]  # of these names alone

    @property
    def _kept(self) -> tuple[TableName, ...]:
        return tables_of(available(self._counted), [one._kept for one in self.departments.values()])

    @property
    def _counted(self) -> Counted:
        return Counted(self.counts, self.axes, self.workforce, self.months, self.numbers.start, self.luck)

    def frame(self, name: TableName, *, zeros: bool = False) -> pd.DataFrame:
        """A tidy table.

        headcount, moves, exits, hires, pay, costs, groups, seats, ledger, waits and grades; alone of a run with
        ``explain=True``, spells, events and people of one with ``events=True``. A run of one seed without them, of at
        most 500,000 people × months × replications, is played again when one of these is first asked for.
        ``frame("headcount")(by=["grade", "month"], level=0.9)`` sums up: mean, low and high of the replications.

        Parameters
        ----------
        name : which; `tables` has the names that there are
        zeros : whether rows that count nothing are there too. Without them a mean over rows is the mean of those
            months and replications alone in which something happened.

        Returns
        -------
        Replications have their own numbers, months count from 1 (month 0 of headcount: the start), `date` is the last
        day of the month (of an event its own day). Of a company the first column is the department.
        Grades are categories in the order of the ladder. ``attrs`` tells the units, what a row is for, whether zeros
        are there, where the numbers come from, and in a note which moves take effect after the run's end.

        Raises
        ------
        LadderError
            No such table, the run did not keep what it is made of, or it has no rows of zeros.
        """
        no_measure(name, self.known)
        kept = self if not lacks(name, self._counted) else self._again or self
        whole = partial(frame, name, kept._counted, zeros=zeros, source=self.provenance)
        return by_department(name, self.departments, whole, zeros=zeros) if self.departments else whole()

    def values(self, name: str) -> Floats:
        """A measure over the whole horizon, one number for each replication.

        Parameters
        ----------
        name : a measure of the run

        Returns
        -------
        Shape (replications,), in the measure's unit, NaN where a replication has no value; a copy, the reader's own.

        Raises
        ------
        LadderError
            No such measure, or one of your own that does not give a number for each replication.
        """
        measure = find(name, self.known)
        if measure.name not in self._values:
            self._values[measure.name] = locked(np.array(measure.compute(self.window()), np.float64))
        return self._values[measure.name].copy()

    @overload
    def measure(self, name: str, by: Literal["run"] = "run") -> pd.Series[float]: ...

    @overload
    def measure(
        self, name: str, by: Literal["year", "month", "grade"] | list[ByWord] | tuple[ByWord, ...]
    ) -> pd.DataFrame: ...

    def measure(self, name: str, by: By = "run") -> pd.Series[float] | pd.DataFrame:
        """A measure, one number per replication.

        Parameters
        ----------
        name : a measure of the run
        by : ``"run"``, ``"year"``, ``"month"``, ``"grade"``, or time and grade, as ``["month", "grade"]``

        Returns
        -------
        ``by="run"``: a Series over the whole horizon, a row for each replication; else a frame with a column for each
        year or month 1, 2, …, for each grade, or for each pair. Rates and amounts a year are annualized, so that a
        month, a year and the whole compare; those of a grade are of its people alone, a move counts for the grade it
        leads from. ``attrs`` tells the unit, and why values are missing where some are.

        Raises
        ------
        LadderError
            No such measure, another word for `by`, the measure needs the whole run, or is not counted by grade.
        """
        import pandas as pd

        measure, words = find(name, self.known), by_words(by)
        made: pd.Series[float] | pd.DataFrame
        if words == ("run",):
            index = pd.RangeIndex(self.numbers.start, self.numbers.stop, name="replication")
            made = pd.Series(self.values(name), index=index, name=name)
        else:
            made = broken_down(measure, words, self.months, self.window, self.numbers)
        missing = str(measure.missing) if np.isnan(made.to_numpy()).any() else ""
        made.attrs = {"unit": unit_name(measure.unit), "note": missing, "source": self.provenance}
        return made

    def window(self, start: int = 0, stop: int | None = None) -> Window:
        """The months from index `start` up to `stop`, such as ``12, 24`` for the second year.

        Parameters
        ----------
        start, stop : months from 0, `stop` excluded; None: to the end

        Raises
        ------
        LadderError
            The run has no such months.
        """
        months = span_of(start, stop, self.months)
        if months not in self._windows:  # the same window whenever it is asked for
            named = [*self.scheme.roles, *(role for role in STANDARD_ROLES if role not in self.scheme.roles)]
            self._windows[months] = Window(self.counts, self.axes, tuple(named), *months)
        return self._windows[months]

    def pooled(self, name: str) -> Floats:
        """A pooled measure of all replications together, then of each of the `samples` of them.

        Parameters
        ----------
        name : a measure that is formed from all replications together

        Returns
        -------
        Shape (1 + samples,), in the measure's unit; it cannot be written into.

        Raises
        ------
        LadderError
            No such measure.
        """
        if name not in self._pooled:
            pooled = find(name, self.known).pooled
            assert pooled is not None
            self._pooled[name] = locked(np.array(pooled(self.window(), samples(self.replications)), np.float64))
        return self._pooled[name]

    def event(self, name: str) -> float:
        """What one event more adds to a measure in a replication, on average, in its unit; 0 where it counts none.

        Parameters
        ----------
        name : a measure of the run

        Raises
        ------
        LadderError
            No such measure.
        """
        return mean_of(find(name, self.known).event, self.window())

    def unseen(self, name: str) -> float:
        """What one event may add to a sum in which no replication shows any, in its unit; 0 where that is not known.

        Parameters
        ----------
        name : a measure of the run

        Raises
        ------
        LadderError
            No such measure.
        """
        return mean_of(find(name, self.known).unseen, self.window())

    def error(self, name: str) -> float:
        """The standard error below which none of a pooled measure is believed, in its unit; 0 of others.

        Parameters
        ----------
        name : a measure of the run

        Raises
        ------
        LadderError
            No such measure.
        """
        least = find(name, self.known).error
        return least(self.window()) if least else 0.0

    def null(self, name: str) -> tuple[float, float] | None:
        """How far chance alone takes a measure from 0, in its unit: over all replications and in one; None of most.

        Parameters
        ----------
        name : a measure of the run

        Raises
        ------
        LadderError
            No such measure.
        """
        null = find(name, self.known).null
        return null(self.window()) if null else None

    def interval(self, name: str, level: float = 0.95) -> Interval:
        """A measure with its interval: its mean over the replications, or its value over all of them together.

        Parameters
        ----------
        name : a measure of the run
        level : how sure the interval is, from 0.5 to below 1

        Returns
        -------
        In the measure's unit; NaN where it has no value, or too few replications for an interval.

        Raises
        ------
        LadderError
            No such measure, or a level that is none.
        """
        level = confidence(level)
        measure, values = find(name, self.known), self.values(name)
        if measure.pooled is None:
            return interval_of(measure, self.window(), values, level)
        name = measure.name
        found = pooled_interval(self.pooled(name), self.replications, level, self.error(name))
        return bounded(with_rare(found, values, level, self.event(name)), measure.unit)

    def _repr_html_(self) -> str:
        rows = []
        for name, measure in self.known.items():
            found, (p5, p95), unit = self.interval(name), spread(self.values(name)), measure.unit
            rows.append(
                (str(measure.title), figure(found.mean, unit), between(found.low, found.high, unit),
                 between(p5, p95, unit), unit_text(unit), self.note(name))
            )  # fmt: skip
        columns = (
            tr("measure", "指标"), tr("mean", "均值"), tr("95% interval of the mean", "均值的95%区间"),
            tr("5–95% of replications", "各次重复的5–95%范围"), tr("unit", "单位"), tr("note", "说明"),
        )  # fmt: skip
        return table_html(columns, rows, titles=str(self.scheme.title), note=self.provenance)
