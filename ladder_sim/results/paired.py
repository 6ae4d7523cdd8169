"""What a comparison is asked for by replication: measures and differences, paired; a line, and doors to data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from ladder_sim.core.arrays import Floats
from ladder_sim.core.doors import through
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError
from ladder_sim.core.signed import door
from ladder_sim.core.units import unit_name
from ladder_sim.model.scheme import Scheme
from ladder_sim.results import differences
from ladder_sim.results.comparison_doors import ComparisonDoors
from ladder_sim.results.frames import numbered
from ladder_sim.results.measures import find
from ladder_sim.results.origin import kept_text, seeds_text
from ladder_sim.results.own import By, months_of, owned
from ladder_sim.results.provenance import mark_of, provenance

if TYPE_CHECKING:
    import pandas as pd

    from ladder_sim.model.workforce import Workforce
    from ladder_sim.results.run import Run


class Paired(ComparisonDoors):
    """A `Comparison` by replication; it is equal to another of equal runs with the same baseline."""

    if TYPE_CHECKING:
        runs: tuple[Run, ...]
        baseline: str
        notes: tuple[str, ...]

        def __getitem__(self, scheme: str | float | Scheme) -> Run:
            """The run of a scheme."""

        @property
        def schemes(self) -> tuple[str, ...]:
            """The ids."""

        @property
        def workforce(self) -> Workforce:
            """The people."""

        @property
        def months(self) -> int:
            """Months of each run."""

        @property
        def replications(self) -> int:
            """Replications of each run."""

        def reason(self, scheme: str, measure: str) -> str:
            """Why a measure has no value."""

    def __str__(self) -> str:
        """The line, and the summary with what is to be borne in mind."""
        return "\n".join([repr(self), *self.summary(), *self.notes])

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

    @overload
    def values(self, measure: str, /) -> pd.DataFrame: ...

    @overload
    def values(self, scheme: str | Scheme, measure: str) -> pd.Series[float]: ...

    @door
    def values(self, scheme: str | Scheme, measure: str | None = None) -> pd.Series[float] | pd.DataFrame:
        """A measure over the whole horizon, one number for each replication; NaN where a scheme lacks it.

        Parameters
        ----------
        scheme : an id, or the scheme itself: a series by replication. ``values("turnover")`` without one is a frame
            with such a column for each scheme.
        measure : its name

        Raises
        ------
        LadderError
            A scheme or measure that is not compared.
        """
        if measure is None:
            return self.measure(self._one_measure(scheme))
        scheme, measure = self._in_order(scheme, measure)
        return self._series(self[scheme].scheme.id, measure, differences.values_of(self[scheme], measure))

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
        """A measure as a frame: a row per replication, a column per scheme, or per scheme and year or month."""
        import pandas as pd

        meant, step = find(name, self.known), months_of(by)
        numbers = self.runs[0].numbers
        index = pd.RangeIndex(numbers.start, numbers.stop, name="replication")
        if step is None:
            made = pd.DataFrame(
                {run.scheme.id: differences.values_of(run, meant.name) for run in self.runs}, index=index, copy=True
            )
        else:
            parts = {run.scheme.id: run.measure(meant.name, by) for run in self.runs if meant.name in run.known}
            made = pd.concat(parts, axis=1, names=["scheme", by])
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
        """Scheme − baseline (or `from_`), paired by replication, in the unit of the measure.

        Parameters
        ----------
        scheme : an id, or the scheme itself: a series by replication. ``difference("turnover")`` without one is a frame
            with such a column for each alternative.
        measure : its name
        from_ : another scheme than the baseline

        Raises
        ------
        LadderError
            A scheme or measure that is not compared.
        """
        base = self[from_ or self.baseline]
        if measure is None:
            name = self._one_measure(scheme)
            made = self.measure(name).drop(columns=base.scheme.id)
            for column in made.columns:  # to the same bits as one by one
                made[column] = differences.difference(self[column], base, name)
            return numbered(made)
        scheme, measure = self._in_order(scheme, measure)
        return self._series(self[scheme].scheme.id, measure, differences.difference(self[scheme], base, measure))

    def to_dict(self) -> dict[str, Any]:
        """As printed by ``ladder-sim compare --json``; what has no value is None."""
        made: dict[str, Any] = through("Comparison.to_dict")(self)
        return made

    @property
    def provenance(self) -> str:
        """One line that says where the numbers come from."""
        own = [measure.name for measure in self.runs[0].own]
        first = self.runs[0]
        schemes = [run.scheme for run in self.runs]
        return provenance(schemes, self.workforce, self.months, first.luck, own, first.origin)

    def provenance_record(self) -> dict[str, Any]:
        """Everything that says where the numbers come from, as JSON has it; see `Run.provenance_record`."""
        made: dict[str, Any] = through("provenance_record")(self.runs)
        return made
