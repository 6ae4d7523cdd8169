"""What a fit found, and what can be done with it."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ladder_sim.core.display import spanned, table_html
from ladder_sim.core.doors import through
from ladder_sim.core.formats import JSON_FORMAT
from ladder_sim.core.frozen import fixed
from ladder_sim.core.i18n import tr
from ladder_sim.core.json_text import AsData
from ladder_sim.core.leading import Leading
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.core.signed import door
from ladder_sim.history.estimates import COUNTINGS, PARTS, Estimate, Refusal, YearsApart
from ladder_sim.history.hiring import HiringFit
from ladder_sim.history.leaving import LeavingFit
from ladder_sim.history.outward import OutwardFit
from ladder_sim.history.periods import labels_of
from ladder_sim.history.promotion import GradeStep, GradeWaits, entries_of
from ladder_sim.history.record import CheckLine, PeopleHistory, SpellEnd, SpellEntry, day_of
from ladder_sim.history.scores import PayOfGrade, ScoreFit
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.as_data import plain
from ladder_sim.results.chart_door import Drawn

if TYPE_CHECKING:
    import pandas as pd

    from ladder_sim.core.above import Backtest
    from ladder_sim.model.scheme import Scheme
    from ladder_sim.scenarios.loading import Readable

FitTable = tuple[str, str, tuple[str, ...], list[tuple[str, ...]]]


@fixed
@dataclass(frozen=True, eq=False)
class Fit(AsData, Leading):
    """The result of `fit_history`.

    Parameters
    ----------
    history : what was read, within the periods that are of one regime
    based_on : the workforce whose assumptions hold for what is not fitted
    leaving, steps, waits, hiring, scores, pays : the parts
    outward : those who go on outside the grades asked for; None where hardly anybody does
    estimates : every number with its limits
    years : how rates differ between years
    refused : what is not fitted, by which test
    checks : what was decided, counted or left out in reading
    offered : moves of a scheme that would move people as often as was seen; a scheme itself is never written
    """

    history: PeopleHistory = field(repr=False)
    based_on: str
    leaving: LeavingFit = field(repr=False)
    steps: tuple[GradeStep, ...] = field(repr=False)
    waits: tuple[GradeWaits, ...] = field(repr=False)
    hiring: HiringFit | None = field(repr=False)
    scores: ScoreFit | None = field(repr=False)
    pays: tuple[PayOfGrade, ...] = field(repr=False)
    estimates: tuple[Estimate, ...]
    years: tuple[YearsApart, ...] = field(repr=False)
    refused: tuple[Refusal, ...]
    checks: tuple[CheckLine, ...] = field(repr=False)
    offered: tuple[str, ...] = field(repr=False)
    outward: OutwardFit | None = field(repr=False, default=None)

    @cached_property
    def workforce(self) -> Workforce:
        """The people of the last day, and how they behave as fitted; ready for `simulate` and `compare`."""
        made: Workforce = through("Fit.workforce")(self)
        return made

    def table(self) -> pd.DataFrame:
        """Every estimate with its 95 % limits, what it was counted from, and whether it goes into the workforce.

        Returns
        -------
        A row for each; `unit` tells that of `value`, `low` and `high`, `person_years` the time at risk.
        """
        import pandas as pd

        return pd.DataFrame([
            {"part": e.part, "name": e.name, "title": e.title, "value": e.value, "low": e.low, "high": e.high,
             "unit": e.counting, "events": e.events, "person_years": e.exposure, "written": e.written, "note": e.note}
            for e in self.estimates
        ])  # fmt: skip

    def flows(self) -> pd.DataFrame:
        """Headcount, comings and goings by period; they add up to the person.

        Returns
        -------
        A row for each period, all in people: `opening`, a column for each way to come and each way to go, `closing`.
        """
        import pandas as pd

        spells = self.history.spells
        rows = []
        for label, (first, last) in zip(labels_of(self.history), pairwise(self.history.bounds), strict=True):
            opening = int(((spells.entry <= first) & (spells.stop > first)).sum())
            row: dict[str, str | int] = {"period": label, "opening": opening}
            began = (spells.entry > first) & (spells.entry <= last)
            ended = (spells.stop > first) & (spells.stop <= last) & (spells.ended != SpellEnd.OPEN)
            for entry in SpellEntry:
                if entry != SpellEntry.IN_FORCE:
                    row[entry.name.lower()] = int((began & (spells.begun == entry)).sum())
            for end in SpellEnd:
                if end != SpellEnd.OPEN:
                    row[f"end_{end.name.lower()}"] = int((ended & (spells.ended == end)).sum())
            row["closing"] = int(((spells.entry <= last) & (spells.stop > last)).sum())
            rows.append(row)
        return pd.DataFrame(rows)

    @door
    def check(self, *, worlds: int = 10, replications: int = 20, seed: int = 1) -> Backtest:
        """Play the fitted people over the time they were fitted on, and set observed beside simulated.

        Parameters
        ----------
        worlds, replications : draws of the fitted rates within their error, and replications of each
        seed : of the random numbers

        Returns
        -------
        A `Backtest` whose `posterior` is True: it is no forecast.

        Raises
        ------
        LadderError
            Less than a period of the history can be played.
        """
        made: Backtest = through("Fit.check")(self, worlds=worlds, replications=replications, seed=seed)
        return made

    @door
    def backtest(
        self, scheme: Scheme | Readable, since: str | dt.date, *, worlds: int = 20, replications: int = 20,
        seed: int = 1, true_hires: bool = True,
    ) -> Backtest:  # fmt: skip
        """Fit on what came before a day, play a scheme over what came after, and hold both side by side.

        Parameters
        ----------
        scheme : that in force after the day, its grades named as those of the history; what `load_scheme` reads
        since : the day, the first of a month, as a date or a text
        worlds, replications, seed : as of `check`
        true_hires : whether to play once more with the hires that really came

        Returns
        -------
        A `Backtest`.

        Raises
        ------
        LadderError
            Too little is known before or after the day, or the scheme lacks a grade.
        """
        made: Backtest = through("Fit.backtest")(
            self, scheme, since, worlds=worlds, replications=replications, seed=seed, true_hires=true_hires
        )
        return made

    def to_yaml(self, name: str = "our-people", roster: str = "our-people.csv") -> str:
        """The workforce file, with a basis on every number and a comment for what is refused.

        Parameters
        ----------
        name : its id
        roster : the name of the list of people beside it; '' for people that are given otherwise
        """
        text: str = through("Fit.to_yaml")(self, name, roster)
        return text

    def save(self, path: str | os.PathLike[str], *, hashed: bool = False, force: bool = False) -> list[Path]:
        """Write the workforce file, the roster and the hires by month beside it, and the report page; all, or none.

        Parameters
        ----------
        path : of the workforce file, such as ``our-people.yaml``
        hashed : whether the keys of persons are written as hashes
        force : also over files that somebody edited

        Returns
        -------
        The files written.

        Raises
        ------
        LadderError
            The name is no id, or a file is in the way.
        """
        written: list[Path] = through("Fit.save")(self, path, hashed=hashed, force=force)
        return written

    def plot(self) -> Drawn:
        """Headcount, leaving by service and by year, hires and promotions by year, in one picture."""
        drawn: Drawn = through("Fit.plot")(self)
        return drawn

    def summary(self) -> list[str]:
        """The fit in sentences, in the language in use."""
        first, last = day_of(self.history.opened), day_of(self.history.closed - 1)
        people = len(np.unique(self.history.spells.person))
        lines = [tr("{people:,} people, {spells:,} spells, {a} to {b}", "{people:,}人，{spells:,}段在职，{a} 至 {b}",
                    people=people, spells=len(self.history.spells), a=first, b=last)]  # fmt: skip
        for e in self.estimates:
            if e.name in ("leaving.all", "hiring.year") or e.part == "promotion":
                value, limits = e.shown
                within = tr(" ({limits})", "（{limits}）", limits=limits) if limits else ""
                lines.append(tr("{title}: {value}{within} {unit}", "{title}：{value}{within}，{unit}", title=e.title,
                                value=value, within=within, unit=COUNTINGS[e.counting]))  # fmt: skip
        for years in self.years:
            if years.dispersion.sd > 0:
                lines.append(tr("years differ in {title}: sd of the log factor {sd:.2f} ({low:.2f} to {high:.2f}), "
                                "variance ÷ mean {index:.1f}, p = {p:.3f}",
                                "{title}在年份间有差异：年度系数对数的标准差{sd:.2f}（{low:.2f}至{high:.2f}），方差÷均值{index:.1f}，"
                                "p = {p:.3f}", title=years.title, sd=years.dispersion.sd, low=years.dispersion.low,
                                high=years.dispersion.high, index=years.dispersion.index,
                                p=years.dispersion.p))  # fmt: skip
        return [*lines, *(line.message for line in self.checks), *(str(refusal) for refusal in self.refused)]

    def tables(self) -> list[FitTable]:
        """Everything as tables: a name for programs, title, columns, rows. Tables without a row are left out."""
        estimates = [(str(PARTS[e.part]), e.title, *e.shown, str(COUNTINGS[e.counting]), _count(e.events),
                      _count(e.exposure), e.note) for e in self.estimates]  # fmt: skip
        years = [(y.title, label, f"{seen:,.0f}", f"{expected:,.1f}") for y in self.years
                 for label, seen, expected in zip(y.labels, y.dispersion.observed, y.dispersion.expected,
                                                  strict=True)]  # fmt: skip
        spread = [(y.title, f"{y.dispersion.index:.1f}", _chance(y.dispersion.p), f"{y.dispersion.sd:.2f}",
                   spanned(f"{y.dispersion.low:.2f}", f"{y.dispersion.high:.2f}")) for y in self.years
                  if y.dispersion.index == y.dispersion.index]  # fmt: skip
        shares = [(name, f"{share:.1%}") for name, share in zip(self.history.order.ids, entries_of(self.history),
                                                               strict=True) if share]  # fmt: skip
        made: list[tuple[str, str, tuple[str, ...], Sequence[tuple[str, ...]]]] = [
            (
                "estimates",
                tr("Estimates", "估计值"),
                (
                    tr("part", "部分"),
                    tr("what", "项目"),
                    tr("value", "取值"),
                    tr("95% interval", "95%区间"),
                    tr("unit", "单位"),
                    tr("events", "次数"),
                    tr("person-years", "人年"),
                    tr("note", "说明"),
                ),
                estimates,
            ),
            (
                "refused",
                tr("Not fitted", "不予估计"),
                (tr("what", "项目"), tr("why", "原因"), tr("figure", "数值"), tr("instead", "改用")),
                [(r.what, r.test, r.figure, r.falls_back) for r in self.refused],
            ),
            (
                "spread",
                tr("Differences between years", "年份之间的差异"),
                (
                    tr("what", "项目"),
                    tr("variance ÷ mean", "方差÷均值"),
                    tr("p if all years were alike", "各年相同时的 p 值"),
                    tr("sd of the log factor", "年度系数对数的标准差"),
                    tr("95% interval", "95%区间"),
                ),
                spread,
            ),
            (
                "years",
                tr("By year", "分年"),
                (
                    tr("what", "项目"),
                    tr("period", "时段"),
                    tr("observed", "实际"),
                    tr("expected if all years were alike", "各年相同时的期望"),
                ),
                years,
            ),
            (
                "entries",
                tr("Grades into which people were hired", "新员工的起始职级"),
                (tr("grade", "职级"), tr("share", "占比")),
                shares,
            ),
            (
                "offered",
                tr("For comparison with a scheme's moves", "供与方案的变动规则对照"),
                (tr("line", "写法"),),
                [(line,) for line in self.offered],
            ),
            (
                "checks",
                tr("How it was read", "读取与核对"),
                (tr("line", "说明"),),
                [(line.message,) for line in self.checks],
            ),
        ]
        return [(name, title, columns, list(rows)) for name, title, columns, rows in made if rows]

    def to_dict(self) -> JsonObject:
        """The fit for programs; no key of a person stands in it."""
        return {
            "format": JSON_FORMAT,
            "files": [{"name": name, "sha256": sha} for name, sha in self.history.files],
            "from": str(day_of(self.history.opened)),
            "to": str(day_of(self.history.closed - 1)),
            "people": len(np.unique(self.history.spells.person)),
            "spells": len(self.history.spells),
            "estimates": [{"part": e.part, "name": e.name, "title": e.title, "value": plain(e.value),
                           "low": plain(e.low), "high": plain(e.high), "unit": e.counting,
                           "events": plain(e.events), "person_years": plain(e.exposure), "written": e.written}
                          for e in self.estimates],
            "years": [{"name": y.name, "periods": list(y.labels), "observed": list(y.dispersion.observed),
                       "expected": list(y.dispersion.expected), "index": plain(y.dispersion.index),
                       "p": plain(y.dispersion.p), "sd": plain(y.dispersion.sd)} for y in self.years],
            "refused": [{"part": r.part, "what": r.what, "test": r.test, "figure": r.figure, "instead": r.falls_back}
                        for r in self.refused],
            "checks": [{"what": line.what, "message": line.message, "count": line.count, "doubtful": line.doubtful}
                       for line in self.checks],
            "offered": list(self.offered),
        }  # fmt: skip

    def _repr_html_(self) -> str:
        return "".join(table_html(columns, rows, titles=title) for _, title, columns, rows in self.tables())


def _count(value: float) -> str:
    return "" if value != value else f"{value:,.0f}"


def _chance(p: float) -> str:
    """A chance in three digits; no chance is none at all."""
    return "<0.001" if p < 0.0005 else f"{p:.3f}"
