"""What a comparison is asked for by replication: measures and differences, paired; a line, and doors to data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, overload

from ladder_sim.core import habits
from ladder_sim.core.arrays import Floats
from ladder_sim.core.display import plain
from ladder_sim.core.doors import CalledText, through
from ladder_sim.core.i18n import tr
from ladder_sim.core.money import tells_money
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.problems import LadderError, misspelt, nearest
from ladder_sim.core.scalars import as_python
from ladder_sim.core.signed import door
from ladder_sim.core.units import unit_name
from ladder_sim.model.scheme import Scheme
from ladder_sim.results import differences
from ladder_sim.results.asked import again
from ladder_sim.results.broken_down import By, by_words
from ladder_sim.results.columns import stacked
from ladder_sim.results.comparison_doors import ComparisonDoors
from ladder_sim.results.frames import TABLES, TableName, hinting, numbered
from ladder_sim.results.measures import find
from ladder_sim.results.missing import reason
from ladder_sim.results.named_items import NamedItems, named_items
from ladder_sim.results.origin import SeedRange, kept_text, seeds_text
from ladder_sim.results.own import marked, owned
from ladder_sim.results.provenance import mark_of, provenance

if TYPE_CHECKING:
    import pandas as pd

    from ladder_sim.model.workforce import Workforce
    from ladder_sim.results.run import Run


@tells_money
class Paired(ComparisonDoors):
    """A `Comparison` by replication; it is equal to another of equal runs with the same baseline."""

    if TYPE_CHECKING:
        runs: tuple[Run, ...]
        baseline: str
        notes: tuple[str, ...]

        @property
        def schemes(self) -> NamedItems[str, Scheme]:
            """The ids."""

    def _run(self, scheme: str | float | Scheme) -> Run:
        """The run of a scheme, by its id, the scheme itself, or the number that `compare` was given as its name.

        Raises
        ------
        LadderError
            It is not compared.
        """
        named = scheme.id if isinstance(scheme, Scheme) else as_python(scheme)
        wanted = plain(named) if isinstance(named, float | int) else named
        for run in self.runs:
            if run.scheme.id == wanted:
                return run
        known = [*self.schemes, *TABLES, *self.known] if misspelt(str(wanted), [*TABLES, *self.known]) else self.schemes
        place = tr("; by its place: runs[{place}]", "；按次序：runs[{place}]", place=named)
        by_place = isinstance(named, int) and -len(self.runs) <= named < len(self.runs)
        raise LadderError(tr("scheme {scheme!r} is not compared here", "本次比较没有方案{scheme!r}", scheme=wanted)
                          + nearest(str(wanted), known) + (place if by_place else ""))  # fmt: skip

    def __str__(self) -> str:
        """The line, and the summary with what is to be borne in mind."""
        return "\n".join([repr(self), *self.summary(), *self.notes])

    def __iter__(self) -> Iterator[str]:
        """The ids of the schemes, by which it is asked in brackets."""
        return iter(tuple(self.schemes))

    def __contains__(self, scheme: object) -> bool:
        """Whether a scheme is compared, by its id or by itself."""
        return (scheme.id if isinstance(scheme, Scheme) else scheme) in tuple(self.schemes)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Paired):
            return NotImplemented
        mine, yours = ((one.schemes.index(one.baseline), one.runs, one.notes) for one in (self, other))
        return self is other or mine == yours

    def __hash__(self) -> int:
        return hash((self.schemes.index(self.baseline), self.runs))

    def __repr__(self) -> str:
        schemes = ", ".join(
            f"{run.scheme.id} ({mark_of(run.scheme)}{', baseline' if run.scheme.id == self.baseline else ''})"
            for run in self.runs
        )
        first = self.runs[0]
        luck = f"{seeds_text(first.luck)}{kept_text(first.origin)}"
        played = f"{self.months} months, {self.replications} replications, {luck}"
        people = f"{self.workforce.id} ({mark_of(self.workforce)})"
        return f"<Comparison of {schemes} on {people}: {played}{owned(self.runs[0].own)}>"

    @property
    def currency(self) -> str:
        """The code of the currency of all amounts; '' where neither schemes nor workforce say it."""
        return next((run.currency for run in self.runs if run.currency), "")

    @property
    def workforce(self) -> Workforce:
        """The people whom all schemes meet."""
        return self.runs[0].workforce

    @property
    def months(self) -> int:
        """Months of each run."""
        return self.runs[0].months

    @property
    def replications(self) -> int:
        """Replications of each run."""
        return self.runs[0].replications

    @property
    def seed(self) -> int | None:
        """The seed that all runs share; None where they are joined of several, which `luck` tells."""
        return self.runs[0].seed

    @property
    def luck(self) -> tuple[SeedRange, ...]:
        """Of which seeds and numbers the replications are, in their order."""
        return self.runs[0].luck

    @property
    def tables(self) -> NamedItems[TableName, pd.DataFrame]:
        """The names that `frame` knows in these runs; ``tables["headcount"]`` is the table, rows as of `frame`."""
        names = tuple(self.runs[0].tables)
        return named_items(names, names, self.frame)  # type: ignore[arg-type]  # of these names alone

    @property
    def _kept(self) -> tuple[TableName, ...]:
        return self.runs[0]._kept

    def title(self, scheme: str) -> str:
        """A scheme's title in the language in use; with its id where another has the same, as variants do.

        Parameters
        ----------
        scheme : its id

        Raises
        ------
        LadderError
            It is not compared.
        """
        title = str(self._run(scheme).scheme.title)
        alike = sum(str(run.scheme.title) == title for run in self.runs)
        return title if alike == 1 else scheme if scheme.startswith(title) else f"{title} [{scheme}]"

    def short(self, scheme: str) -> str:
        """A scheme's short title, for charts and headlines; the title where it has none of its own.

        Parameters
        ----------
        scheme : its id
        """
        shorts = [str(run.scheme.short_title or run.scheme.title) for run in self.runs]
        own = shorts[self.schemes.index(scheme)]
        return own if shorts.count(own) == 1 else self.title(scheme)

    def reason(self, scheme: str, measure: str) -> str:
        """Why a measure or its difference from the baseline has no value, or none in some replications; else empty.

        Parameters
        ----------
        scheme : an id
        measure : its name

        Raises
        ------
        LadderError
            A scheme that is not compared.
        """
        return reason(self._run(scheme), self._run(self.baseline), measure, self.title(self.baseline))

    def frame(self, name: TableName, *, zeros: bool = False) -> pd.DataFrame:
        """A tidy table of every scheme, with a first column `scheme` in the order given.

        Parameters
        ----------
        name, zeros : as of `Run.frame`

        Returns
        -------
        As of `Run.frame`. Grades of different ladders become one set of categories, ordered where one order keeps that
        of each ladder.

        Raises
        ------
        LadderError
            As `Run.frame`.
        """
        frames = {run.scheme.id: run.frame(name, zeros=zeros) for run in self.runs}
        made = hinting(stacked(frames, "scheme"), name, self.runs[0].numbers)
        notes = {scheme: frame.attrs["note"] for scheme, frame in frames.items() if frame.attrs["note"]}
        made.attrs = {**frames[self.schemes[0]].attrs, "note": notes, "source": self.provenance}
        return made

    @overload
    def values(self, measure: str, /) -> pd.DataFrame: ...

    @overload
    def values(self, scheme: str | Scheme, measure: str) -> pd.Series[float]: ...

    @door
    def values(self, scheme: str | Scheme, measure: str | None = None) -> pd.Series[float] | pd.DataFrame:
        """A measure over the whole horizon, one number for each replication.

        Parameters
        ----------
        scheme : an id, or the scheme itself. ``values("turnover")`` without one asks for all schemes.
        measure : its name

        Returns
        -------
        Of a scheme a series by replication, without one a frame with a row for each replication and a column
        for each scheme; in the measure's unit, NaN where there is no value or a scheme lacks the measure.

        Raises
        ------
        LadderError
            A scheme or measure that is not compared.
        """
        if measure is None:
            return self.measure(self._one_measure(scheme))
        scheme, measure = self._in_order(scheme, measure)
        return self._series(self._run(scheme).scheme.id, measure, differences.values_of(self._run(scheme), measure))

    def _series(self, scheme: str, measure: str, values: Floats) -> pd.Series[float]:
        """Numbers by replication, which cannot reach the run's own."""
        import pandas as pd

        numbers = self.runs[0].numbers
        index = pd.RangeIndex(numbers.start, numbers.stop, name="replication")
        made = pd.Series(values.copy(), index=index, name=scheme)
        made.attrs = {"measure": measure, "unit": unit_name(find(measure, self.known).unit), "source": self.provenance}
        return made

    def _one_measure(self, name: object) -> str:
        """The measure that stands alone, in the place of a scheme."""
        if isinstance(name, Scheme) or (name in self.schemes and name not in self.known):
            raise LadderError(tr("of which measure? such as ({scheme!r}, 'turnover')",
                                 "请给出指标，例如（{scheme!r}, 'turnover'）",
                                 scheme=name.id if isinstance(name, Scheme) else name))  # fmt: skip
        return find(name, self.known).name

    def _only(self, measure: object) -> tuple[str, str]:
        """The single alternative, and the measure that stands alone."""
        name = self._one_measure(measure)
        others = [scheme for scheme in self.schemes if scheme != self.baseline]
        if len(others) > 1:
            raise LadderError(tr("of which scheme? such as contrast({scheme!r}, {name!r}); contrasts({name!r}) has all",
                                 "请给出方案，例如 contrast({scheme!r}, {name!r})；contrasts({name!r}) 给出全部",
                                 scheme=others[0], name=name))  # fmt: skip
        return others[0], name

    def _in_order(self, scheme: str | Scheme, measure: str | Scheme) -> tuple[str | Scheme, str]:
        """Scheme and measure, also where they were given in each other's place."""
        named = isinstance(measure, Scheme) or (isinstance(measure, str) and measure in self.schemes)
        if named and isinstance(scheme, str) and scheme in self.known and measure not in self.known:
            return measure, scheme
        return scheme, find(measure, self.known).name

    def measure(self, name: str, by: By = "run") -> pd.DataFrame:
        """A measure as a frame, in the measure's unit.

        Parameters
        ----------
        name : a measure of any of the schemes
        by : as of `Run.measure`: ``"run"``, ``"year"``, ``"month"``, ``"grade"``, or ``["month", "grade"]``

        Returns
        -------
        A row per replication, a column per scheme, or per scheme and year, month or grade; ``attrs`` tells the unit,
        and by scheme why values are missing where some are.

        Raises
        ------
        LadderError
            As of `Run.measure`.
        """
        import pandas as pd

        meant, words = find(name, self.known), by_words(by)
        numbers = self.runs[0].numbers
        index = pd.RangeIndex(numbers.start, numbers.stop, name="replication")
        if words == ("run",):
            made = pd.DataFrame(
                {run.scheme.id: differences.values_of(run, meant.name) for run in self.runs}, index=index, copy=True
            )
        else:
            parts = {run.scheme.id: run.measure(meant.name, words) for run in self.runs if meant.name in run.known}
            made = pd.concat(parts, axis=1, names=["scheme", *words])
        notes = {run.scheme.id: self.reason(run.scheme.id, meant.name) for run in self.runs}
        made.attrs = {"unit": unit_name(meant.unit), "note": {scheme: why for scheme, why in notes.items() if why},
                      "source": self.provenance}  # fmt: skip
        return numbered(made)

    @overload
    def difference(self, measure: str, /, *, from_: str | Scheme | None = None) -> pd.DataFrame: ...

    @overload
    def difference(self, scheme: str | Scheme, measure: str, from_: str | Scheme | None = None) -> pd.Series[float]: ...

    @door
    def difference(
        self, scheme: str | Scheme, measure: str | None = None, from_: str | Scheme | None = None
    ) -> pd.Series[float] | pd.DataFrame:
        """Scheme − baseline (or `from_`), paired by replication.

        Parameters
        ----------
        scheme : an id, or the scheme itself. ``difference("turnover")`` without one asks for all alternatives.
        measure : its name
        from_ : another scheme than the baseline

        Returns
        -------
        Of a scheme a series by replication, without one a frame with a row for each replication and a column
        for each alternative; in the measure's unit, NaN where either side has no value.

        Raises
        ------
        LadderError
            A scheme or measure that is not compared.
        """
        base = self._run(from_ or self.baseline)
        if measure is None:
            name = self._one_measure(scheme)
            made = self.measure(name).drop(columns=base.scheme.id)
            for column in made.columns:  # to the same bits as one by one
                made[column] = differences.difference(self._run(column), base, name)
            return numbered(made)
        scheme, measure = self._in_order(scheme, measure)
        return self._series(
            self._run(scheme).scheme.id, measure, differences.difference(self._run(scheme), base, measure)
        )

    def _remade(self, name: str, value: object) -> str:
        if name == "baseline":
            return f"ladder_sim.{habits.COMPARED_AGAIN}, baseline={value!r})"
        return again(habits.COMPARED_AGAIN, self, name, value)

    def to_dict(self) -> JsonObject:
        """As printed by ``ladder-sim compare --json``; what has no value is None."""
        made: JsonObject = through("Comparison.to_dict")(self)
        return made

    @property
    def provenance(self) -> str:
        """One line that says where the numbers come from."""
        own = marked(self.runs[0].own)
        first = self.runs[0]
        schemes = [run.scheme for run in self.runs]
        return CalledText(provenance(schemes, self.workforce, self.months, first.luck, own, first.origin))

    def provenance_record(self) -> JsonObject:
        """Everything that says where the numbers come from, as JSON has it; see `Run.provenance_record`."""
        made: JsonObject = through("provenance_record")(self.runs, self.provenance)
        return made
