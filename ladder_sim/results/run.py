"""One scheme played on one workforce, many times over: tables, measures, and where they come from."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ladder_sim.core.display import between, figure, number, table_html, unit_text
from ladder_sim.core.doors import through
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import LadderError
from ladder_sim.core.units import unit_name
from ladder_sim.model.records import STANDARD_ROLES, Scheme, Workforce
from ladder_sim.results.bounds import bounded
from ladder_sim.results.citing import fingerprints as fingerprints
from ladder_sim.results.citing import mark_of as mark_of
from ladder_sim.results.citing import numbered, provenance
from ladder_sim.results.counts import Axes, Tally
from ladder_sim.results.frames import frame
from ladder_sim.results.intervals import (
    Floats,
    Interval,
    amount_of_one,
    change_interval,
    mean_interval,
    pooled_interval,
    samples,
    spread,
    with_rare,
)
from ladder_sim.results.measures import Measure, find, measures_of
from ladder_sim.results.origin import UNKNOWN, Origin, Part
from ladder_sim.results.period import Window

if TYPE_CHECKING:
    import pandas as pd


@dataclass(eq=False, repr=False)
class Run:
    """The results of a simulation.

    Parameters
    ----------
    months, replications, seed : how long, how often, and with which luck
    axes, tally : what was counted, and the counts
    seconds : how long it took
    first : the number of the first replication, which names its luck
    parts : of which seeds and numbers the replications are, where they are not consecutive ones of one seed
    origin : when and by which versions it was played
    """

    scheme: Scheme
    workforce: Workforce
    months: int
    replications: int
    seed: int
    axes: Axes
    tally: Tally = field(repr=False)
    seconds: float = 0.0
    first: int = 0
    parts: tuple[Part, ...] = ()
    origin: Origin = UNKNOWN
    _values: dict[str, Floats] = field(default_factory=dict, init=False, repr=False)
    _pooled: dict[str, Floats] = field(default_factory=dict, init=False, repr=False)
    _windows: dict[tuple[int, int], Window] = field(default_factory=dict, init=False, repr=False)

    def __getstate__(self) -> dict[str, Any]:
        """What was given, without what was formed from it since: that is formed again."""
        return {entry.name: getattr(self, entry.name) for entry in fields(self) if entry.init}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]

    def __repr__(self) -> str:
        return (
            f"<Run {self.scheme.id} on {self.workforce.id}: {self.months} months, {self.replications} replications, "
            f"seed {self.seed}>"
        )

    def save(self, path: str | os.PathLike[str], *, force: bool = False) -> Path:
        """Write the whole run to a file, from which `load_run` makes it again: counts, scheme, workforce, versions.

        Parameters
        ----------
        path : a name that ends in ``.run``
        force : also over a file that is no run of this package

        Returns
        -------
        The file. It holds the people of a roster as they were read; keep it as carefully as the roster.

        Raises
        ------
        LadderError
            The file cannot be written, or is in the way.
        """
        made: Path = through("Run.save")(self, path, force=force)
        return made

    @property
    def luck(self) -> tuple[Part, ...]:
        """Of which seeds and numbers the replications are, in their order."""
        return self.parts or (Part(self.seed, self.first, self.replications),)

    @cached_property
    def known(self) -> dict[str, Measure]:
        """The measures that this run has, by name."""
        return measures_of(self.axes)

    @cached_property
    def rules(self) -> Scheme:
        """The scheme without what only tells of it."""
        return rules_of(self.scheme)

    def frame(self, name: str) -> pd.DataFrame:
        """A tidy table.

        One of headcount, moves, exits, hires, pay, seats, ledger, alone, waits and events. Rows that count nobody
        are left out, except in headcount. Replications count from 0, months from 1 (month 0 of headcount: the start).
        `seats` tells the seats of each grade that has some after the month's reviews, and how many are taken by
        people or promised to people.
        """
        return frame(name, self.tally, self.axes)

    def values(self, name: str) -> Floats:
        """A measure over the whole horizon, one number per replication, as an array."""
        if name not in self._values:
            measure = find(name, self.known)
            self._values[name] = np.asarray(measure.compute(self.window()), np.float64)
        return self._values[name]

    def measure(self, name: str, by: Literal["run", "year"] = "run") -> Any:
        """A measure, one number per replication.

        ``by="run"`` gives a Series over the whole horizon; ``by="year"`` a frame with a column per year 1, 2, …,
        a last part of a year annualized.
        """
        import pandas as pd

        index = pd.RangeIndex(self.replications, name="replication")
        if by == "run":
            return pd.Series(self.values(name), index=index, name=name)
        measure = find(name, self.known)
        if not measure.yearly:
            raise LadderError(
                tr("measure {name!r} needs the whole run, it has no value by year",
                   "指标{name!r}需要整个模拟期，没有分年数值", name=name)
            )  # fmt: skip
        starts = range(0, self.months, 12)
        columns = [measure.compute(self.window(start, min(start + 12, self.months))) for start in starts]
        years = pd.RangeIndex(1, len(columns) + 1, name="year")
        return pd.DataFrame(np.column_stack(columns), index=index, columns=years)

    def window(self, start: int = 0, stop: int | None = None) -> Window:
        """The months from index `start` up to `stop`, with their sums; the same window whenever it is asked for."""
        months = start, self.months if stop is None else stop
        if months not in self._windows:
            named = [*self.scheme.roles, *(role for role in STANDARD_ROLES if role not in self.scheme.roles)]
            self._windows[months] = Window(self.tally, self.axes, tuple(named), *months)
        return self._windows[months]

    def pooled(self, name: str) -> Floats:
        """A pooled measure of all replications together, then of each of the `samples` of them."""
        if name not in self._pooled:
            pooled = find(name, self.known).pooled
            assert pooled is not None
            self._pooled[name] = pooled(self.window(), samples(self.replications))
        return self._pooled[name]

    def event(self, name: str) -> float:
        """What one event more adds to a measure in a replication, on average; 0 where it counts none."""
        return mean_of(find(name, self.known).event, self.window())

    def unseen(self, name: str) -> float:
        """What one event may add to a sum in which no replication shows any; 0 where that is not known."""
        return mean_of(find(name, self.known).unseen, self.window())

    def error(self, name: str) -> float:
        """The standard error below which none of a pooled measure is believed."""
        least = find(name, self.known).error
        return least(self.window()) if least else 0.0

    def null(self, name: str) -> tuple[float, float] | None:
        """How far luck alone takes a measure from 0: over all replications and in a single one; None of most."""
        null = find(name, self.known).null
        return null(self.window()) if null else None

    def interval(self, name: str) -> Interval:
        """A measure with its 95 % interval: its mean over the replications, or its value over all of them together."""
        measure, values = find(name, self.known), self.values(name)
        if measure.pooled is None:
            return interval_of(measure, self.window(), values)
        found = pooled_interval(self.pooled(name), self.replications, error=self.error(name))
        return bounded(with_rare(found, values, 0.95, self.event(name)), measure.unit)

    def note(self, name: str) -> str:
        """In plain words why a measure has no value, or has none in some replications, and what luck alone gives."""
        return tr("; ", "；").join(text for text in (self.gaps(name), self._by_luck(name)) if text)

    def _by_luck(self, name: str) -> str:
        null = self.null(name)
        if null is None or math.isnan(null[0]):
            return ""
        whole, single = (number(half, 2) for half in null)
        return tr("luck alone: up to ±{whole} over all replications, ±{single} in a single one",
                  "随机波动范围：全部重复合计±{whole}，单次±{single}", whole=whole, single=single)  # fmt: skip

    def gaps(self, name: str) -> str:
        """In plain words why a measure has no value or no interval, or no value in some replications; else empty."""
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

    def measures(self) -> pd.DataFrame:
        """Every measure: mean, its 95 % interval, and the 5th and 95th percentile between replications.

        `low` and `high` say how well the mean is known; `p5` and `p95` how far single futures lie apart.
        """
        import pandas as pd

        rows = []
        for name, measure in self.known.items():
            found, (p5, p95) = self.interval(name), spread(self.values(name))
            rows.append(
                (name, str(measure.title), found.mean, found.low, found.high, p5, p95, unit_name(measure.unit),
                 str(measure.definition), self.note(name))
            )  # fmt: skip
        columns = ["measure", "title", "mean", "low", "high", "p5", "p95", "unit", "definition", "note"]
        return pd.DataFrame(rows, columns=columns).set_index("measure")

    def table(self) -> pd.DataFrame:
        """The measures in short: mean, interval, unit, and why a value is missing."""
        return self.measures()[["title", "mean", "low", "high", "unit", "note"]]

    def to_json(self) -> dict[str, Any]:
        """As printed by ``ladder-sim run --json``; what has no value is None."""
        measures = {}
        for name in self.known:
            found = self.interval(name)
            measures[name] = {
                "mean": plain(found.mean), "low": plain(found.low), "high": plain(found.high), "note": self.gaps(name),
                **luck_alone(self, name),
            }  # fmt: skip
        return {
            "ladder_sim": self.origin.ladder_sim or None,
            "scheme": self.scheme.id,
            "workforce": self.workforce.id,
            "months": self.months,
            "replications": self.replications,
            "seed": self.seed,
            **numbered(self.luck),
            "fingerprints": fingerprints([self.scheme], self.workforce),
            "measures": measures,
        }

    @property
    def provenance(self) -> str:
        """One line that says where the numbers come from."""
        return provenance([self.scheme], self.workforce, self.months, self.luck)

    def provenance_record(self) -> dict[str, Any]:
        """Everything that says where the numbers come from, as JSON has it: for a paper's appendix, or to play again.

        Fingerprints, seeds and numbers of replications, versions, the date, and the scheme and the workforce as YAML
        texts, the people of a roster left out.
        """
        made: dict[str, Any] = through("provenance_record")([self])
        return made

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


def mean_of(compute: Callable[[Window], Floats] | None, w: Window) -> float:
    """The mean over replications; 0 without a value."""
    each = compute(w) if compute else np.zeros(0)
    each = each[~np.isnan(each)]
    return float(each.mean()) if each.size else 0.0


def interval_of(measure: Measure, w: Window, values: Floats) -> Interval:
    """The interval of a measure that is formed within replications, over a window of their months."""
    event = mean_of(measure.event, w) if measure.event else amount_of_one(values)
    if measure.signed:
        return change_interval(values, event=event)
    return bounded(mean_interval(values, event=event), measure.unit)


def plain(value: float) -> float | None:
    """A number as JSON has it: None for NaN and infinities."""
    return float(value) if math.isfinite(value) else None


def luck_alone(run: Run, name: str) -> dict[str, float | None]:
    """What luck alone gives, as JSON has it, beside a measure that has such a thing."""
    null = run.null(name)
    return {} if null is None else {"luck_alone": plain(null[0]), "luck_alone_single": plain(null[1])}


def rules_of(scheme: Scheme) -> Scheme:
    """A scheme without what only tells of it: two of the same rules give the same numbers under any luck."""
    nothing = Title("", "")
    parameters = {
        name: replace(one, title=nothing, remark=nothing, assumed=False, reading=False, low=None, high=None, step=None)
        for name, one in scheme.parameters.items()
    }
    return replace(
        scheme, id="", title=nothing, summary=nothing, source={}, notes=(), based_on=None,
        parameters=parameters,
    )  # fmt: skip
