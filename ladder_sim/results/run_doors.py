"""What a run is beside its counts: a line, a name for its numbers, the doors to files and data."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NoReturn, Self, overload

import numpy as np

from ladder_sim.core import habits
from ladder_sim.core.display import between, figure, stated
from ladder_sim.core.doors import CalledText, through
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.json_text import AsData
from ladder_sim.core.money import tells_money
from ladder_sim.core.needs import names_of
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.units import unit_name
from ladder_sim.results.asked import PLAYED_AGAIN, Tabled, UnsizedError, again, either, without_level
from ladder_sim.results.frames import TABLES, TableName, hinting, is_table
from ladder_sim.results.intervals import spread
from ladder_sim.results.measures import find
from ladder_sim.results.occurring import occurring
from ladder_sim.results.origin import Origin, SeedRange, kept_text, seeds_text
from ladder_sim.results.own import marked, owned
from ladder_sim.results.provenance import mark_of, provenance

if TYPE_CHECKING:
    import pandas as pd

    from ladder_sim.core.arrays import Floats
    from ladder_sim.model.company import Company
    from ladder_sim.model.report_options import Brief
    from ladder_sim.model.scheme import Scheme
    from ladder_sim.model.workforce import Workforce
    from ladder_sim.results.counts import Axes, RunCounts
    from ladder_sim.results.intervals import Interval
    from ladder_sim.results.measure import Measure


@tells_money
class RunDoors(Tabled, AsData):
    """Doors of a `Run`; it is equal to another that holds the same numbers of the same rules and people."""

    MEANT: ClassVar[Mapping[str, Title]] = {
        **Tabled.MEANT,
        **habits.RUN,
        "tally": Title("it is called counts now", "该属性现名 counts"),
    }

    if TYPE_CHECKING:
        scheme: Scheme
        workforce: Workforce
        months: int
        replications: int
        axes: Axes
        counts: RunCounts
        own: tuple[Measure, ...]
        origin: Origin
        departments: Mapping[str, Self]
        company: Company | None

        @property
        def known(self) -> Mapping[str, Measure]:
            """Its measures by name."""

        @property
        def luck(self) -> tuple[SeedRange, ...]:
            """Of which seeds and numbers the replications are."""

        def values(self, name: str) -> Floats:
            """A measure for each replication."""

        def null(self, name: str) -> tuple[float, float] | None:
            """How far chance alone takes a measure from 0."""

        def interval(self, name: str, level: float = 0.95) -> Interval:
            """A measure with its interval."""

    @property
    def currency(self) -> str:
        """The code of the currency of all amounts; '' where neither the scheme nor the workforce says it."""
        return self.scheme.currency or self.workforce.currency

    @property
    def department_titles(self) -> dict[str, Title]:
        """Of a company, what each of its departments is called, by its id."""
        return {one.id: one.title for one in self.company.departments} if self.company else {}

    def _remade(self, name: str, value: object) -> str:
        return again("simulate(run.scheme, run.workforce", self, name, value)

    @property
    def _small(self) -> bool:
        """Whether it is played again for a table that it did not keep: alone, with one luck, in some seconds."""
        size = self.workforce.people.size * self.months * self.replications
        return size <= PLAYED_AGAIN and not self.departments and not self.axes.of and len(self.luck) == 1

    @cached_property
    def _again(self) -> Self | None:
        """The run with its events, played again where that is small; None where it is not, or gives other numbers."""
        if not self._small:
            return None
        played: Self = through("Run.again")(self)
        mine, its = self.counts, played.counts
        same = all(np.array_equal(getattr(mine, one), getattr(its, one)) for one in ("headcount", "moves", "exits"))
        return played if same else None

    @property
    def with_reasons(self) -> Self:
        """The run with what each condition alone stops, where it is small played again for it; else as it is."""
        return self._again or self

    def __repr__(self) -> str:
        return (
            f"<Run {self.scheme.id} ({mark_of(self.scheme)}) on {self.workforce.id} ({mark_of(self.workforce)}): "
            f"{self.months} months, {self.replications} replications, {seeds_text(self.luck)}"
            f"{kept_text(self.origin)}{owned(self.own)}>"
        )

    def __add__(self, other: object) -> NoReturn:
        """Refused: runs are joined by `join`, which holds their replications against each other."""
        raise UnsizedError(tr("runs are not added; write ladder_sim.join([a, b])",
                              "run 不能相加；请写作 ladder_sim.join([a, b])"))  # fmt: skip

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RunDoors):
            return NotImplemented
        if self is other:
            return True
        mine, yours = ((one.scheme, one.workforce, one.months, one.luck, one.axes, one.own, dict(one.departments))
                       for one in (self, other))  # fmt: skip
        return mine == yours and self.counts.same(other.counts)

    def __hash__(self) -> int:
        return hash((self.scheme, self.workforce, self.months, self.luck))

    @overload
    def __getitem__(self, name: TableName) -> pd.DataFrame: ...

    @overload
    def __getitem__(self, name: str) -> pd.Series[float] | pd.DataFrame: ...

    def __getitem__(self, name: str) -> pd.Series[float] | pd.DataFrame:
        """A measure, one number for each replication, or a table of counts."""
        return either(self, name)

    def __contains__(self, name: object) -> bool:
        return name in TABLES or name in self.known

    def __iter__(self) -> NoReturn:
        """Refused: names are no positions."""
        raise UnsizedError(tr("a run is not gone through: write for name in run.known of its measures, run.tables of"
                              " its tables",
                              "run 不能直接遍历：指标请用 for name in run.known，数据表请用 run.tables"))  # fmt: skip

    def _ipython_key_completions_(self) -> list[str]:
        return [*self.known, *TABLES]

    def measures(self, level: float = 0.95) -> pd.DataFrame:
        """Every measure: mean, its interval, and the 5th and 95th percentile between replications.

        Parameters
        ----------
        level : how sure the intervals are, from 0.5 to below 1

        Returns
        -------
        A row for each measure, in its unit. `low` and `high` say how well the mean is known, at this `level`; `p5` and
        `p95` how far single futures lie apart.

        Raises
        ------
        LadderError
            A level that is none.
        """
        import pandas as pd

        rows = []
        for name, measure in self.known.items():
            found, (p5, p95) = self.interval(name, level), spread(self.values(name))
            rows.append(
                (name, str(measure.title), found.mean, found.low, found.high, p5, p95, unit_name(measure.unit),
                 str(measure.definition), self.note(name))
            )  # fmt: skip
        columns = ["measure", "title", "mean", "low", "high", "p5", "p95", "unit", "definition", "note"]
        made = hinting(pd.DataFrame(rows, columns=columns).set_index("measure"), "measures")
        made.attrs = {"table": "measures", "level": level, "source": self.provenance}
        return made

    def note(self, name: str) -> str:
        """In plain words why a measure has no value, or has none in some replications, and what chance alone gives.

        Parameters
        ----------
        name : a measure of the run

        Returns
        -------
        '' where there is nothing to say.

        Raises
        ------
        LadderError
            No such measure.
        """
        return tr("; ", "；").join(text for text in (self.gaps(name), self._by_luck(name)) if text)

    def _by_luck(self, name: str) -> str:
        null = self.null(name)
        if null is None or math.isnan(null[0]):
            return ""
        whole, single = (between(-half, half, "log_ratio") for half in null)
        return tr("by chance alone: {whole} over all replications, {single} in a single one",
                  "随机波动范围：全部重复合计{whole}，单次{single}", whole=whole, single=single)  # fmt: skip

    def gaps(self, name: str) -> str:
        """In plain words why a measure has no value or no interval, or no value in some replications; else empty.

        Parameters
        ----------
        name : a measure of the run

        Raises
        ------
        LadderError
            No such measure.
        """
        missing = int(np.isnan(self.values(name)).sum())
        measure = find(name, self.known)
        if not missing:
            if not math.isnan(self.interval(name).low):
                return ""
            return tr("too few replications for an interval", "重复次数太少，没有区间")
        why = measure.missing
        if math.isnan(self.interval(name).mean):
            return tr("no value: {why}", "无数值：{why}", why=why)
        if measure.pooled is not None:
            return tr(
                "no value of their own in {n} of {all} replications: {why}; all are taken together",
                "{all}次重复中有{n}次本身无数值：{why}；各次重复已合并计算",
                n=missing, all=len(self.values(name)), why=why,
            )  # fmt: skip
        return tr(
            "no value in {n} of {all} replications: {why}", "{all}次重复中有{n}次无数值：{why}",
            n=missing, all=len(self.values(name)), why=why,
        )  # fmt: skip

    def table(
        self, measures: Sequence[str] | str | None = None, *, level: float = 0.95, zeros: bool = False
    ) -> pd.DataFrame:
        """The measures in short, or those named: mean, interval, unit, and why a value is missing.

        Parameters
        ----------
        measures : one or several; default all. The name of a table of counts gives that: see `frame`.
        level : how sure the intervals are, from 0.5 to below 1
        zeros : as of `frame`

        Returns
        -------
        A row for each measure.

        Raises
        ------
        LadderError
            No such measure or table, or a level that is none.
        """
        if is_table(measures) and measures not in self.known:
            without_level(measures, level)
            return self.frame(measures, zeros=zeros)
        names = list(self.known) if measures is None else names_of(measures, "measures")
        asked = [find(name, self.known).name for name in names]
        whole = self.measures(level)
        made = hinting(whole.loc[asked, ["title", "mean", "low", "high", "unit", "note"]], "measures")
        made.attrs = whole.attrs
        return made

    def summary(self) -> list[str]:
        """The main measures and those of your own in sentences, each with its interval."""
        made = []
        for measure in (self.known[name] for name in occurring([self], self.known)):
            if measure.headline or measure in self.own:
                found, unit = self.interval(measure.name), measure.unit
                if math.isnan(found.mean):
                    told = self.gaps(measure.name)
                else:
                    told = tr("{value} ({interval})", "{value}（{interval}）",
                              value=stated(figure(found.mean, unit), unit),
                              interval=between(found.low, found.high, unit))  # fmt: skip
                made.append(tr("{measure}: {told}", "{measure}：{told}", measure=measure.title, told=told))
        return made

    def save(self, path: str | os.PathLike[str], *, force: bool = False) -> Path:
        """Write the whole run to a file, from which `load_run` makes it again: counts, scheme, workforce, versions.

        Parameters
        ----------
        path : a name that ends in ``.run``
        force : also over a file that is there; without it only over the same run

        Returns
        -------
        The file. It holds the people of a roster as they were read; keep it as carefully as the roster.

        Raises
        ------
        LadderError
            The file cannot be written, or another is in the way.
        """
        made: Path = through("Run.save")(self, path, force=force)
        return made

    def report(
        self,
        folder: str | os.PathLike[str],
        formats: str | Sequence[str] = "html",
        brief: Brief | str | os.PathLike[str] | None = None,
        *,
        force: bool = False,
    ) -> list[Path]:
        """Write reports of this scheme alone: a page, slides, a workbook, a brief of one page; without a difference.

        Parameters
        ----------
        folder : made where it is not there
        formats : one or several of html, pptx, xlsx, brief.html, brief.pdf and json
        brief : how reports are written: a `Brief`, or the id or path of a file with one
        force : also over files that somebody edited

        Returns
        -------
        The files: ``report.html``, ``report.pptx``, ``report.xlsx``, ``brief.pdf``.

        Raises
        ------
        LadderError
            A format is not known or its package is missing, the brief does not fit, or a file is in the way.
        """
        made: list[Path] = through("Run.report")(self, folder, formats, brief, force=force)
        return made

    def to_dict(self) -> JsonObject:
        """As printed by ``ladder-sim run --json``; what has no value is None."""
        made: JsonObject = through("Run.to_dict")(self)
        return made

    @property
    def provenance(self) -> str:
        """One line that says where the numbers come from."""
        own = marked(self.own)
        return CalledText(provenance([self.scheme], self.workforce, self.months, self.luck, own, self.origin))

    def provenance_record(self) -> JsonObject:
        """Everything that says where the numbers come from, as JSON has it: for a paper's appendix, or to play again.

        Fingerprints, seeds and numbers of replications, versions, the date, measures of your own, and the scheme and
        the workforce as YAML texts, the people of a roster left out: ``load_workforce(text, roster=…)`` puts them back.
        """
        made: JsonObject = through("provenance_record")([self])
        return made

    def by_group(self, by: str | Sequence[str], bands: Mapping[str, Sequence[float]] | None = None) -> pd.DataFrame:
        """Groups by several attributes at once, each against everybody else; of a run with ``events=True``.

        Parameters
        ----------
        by : one attribute or several, as ``["gender", "age"]``
        bands : of a number the ends between bands, as ``{"age": [30, 40]}``: below 30, 30 to below 40, 40 and more

        Returns
        -------
        One row per combination: `people` on average, `promotions` a year, `short`: how many more a year would be
        promoted at everybody's rate; and the group's rate ÷ the others' with its 95 % interval, all replications
        together, as `promotion_ratio`, `leaving_ratio` (of their own accord) and `dismissal_ratio` (also on
        probation). Combinations of fewer than five people on average are merged into one row. Of a roster, levels of
        the attributes are joined first until no row less others, of this table or of one by fewer of these
        attributes, tells of fewer than five people of the first day.

        Raises
        ------
        LadderError
            The run has no events, there is no such attribute, or a number has no bands.
        """
        made: pd.DataFrame = through("Run.by_group")(self, by, bands)
        return made
