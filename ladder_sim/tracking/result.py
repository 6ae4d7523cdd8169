"""Plan against actual, month by month: inside or outside, since when, what would be noticed, and what is to come."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.core.display import number, spanned, table_html
from ladder_sim.core.doors import through
from ladder_sim.core.formats import JSON_FORMAT
from ladder_sim.core.i18n import tr
from ladder_sim.core.json_text import AsData
from ladder_sim.core.leading import Leading
from ladder_sim.core.plain_data import JsonObject
from ladder_sim.people.tables.sheets import months_later
from ladder_sim.results.as_data import plain
from ladder_sim.results.chart_door import Drawn
from ladder_sim.results.provenance import result_line
from ladder_sim.results.run import Run
from ladder_sim.tracking.actual import Actual
from ladder_sim.tracking.ahead import Ahead
from ladder_sim.tracking.bands import ALARM, POWER, SHIFTS, YearBand, alarm_chance, seen
from ladder_sim.tracking.tracked_series import YEAR, TrackedSeries

if TYPE_CHECKING:
    import pandas as pd

#: A name for programs, title, columns, rows.
TrackTable = tuple[str, str, tuple[str, ...], list[tuple[str, ...]]]


@dataclass(frozen=True, slots=True, repr=False)
class Tracked(AsData, Leading):
    """What months as they came say of the plan.

    Parameters
    ----------
    run : on which the scheme was decided
    actual : the monthly file
    came : the series as they are followed, flows as sums since the plan year began, shape (series, months of the run),
        NaN where nothing is known
    band : of the year, at every month of the run
    power : the least lasting shift of one series that is noticed within the current plan year in 80 % of histories,
        downward and upward, shape (series, 2), as a share; NaN where not even a doubling is
    ahead : the months to come, given those that came; None at the run's end
    """

    run: Run
    actual: Actual
    came: Floats
    band: YearBand
    power: Floats
    ahead: Ahead | None

    @property
    def series(self) -> tuple[TrackedSeries, ...]:
        """What is followed, in the order of all that has a row for each."""
        return tuple(self.actual.values)

    @property
    def last(self) -> int:
        """So many months are behind us."""
        return self.actual.last

    @property
    def outside(self) -> Floats:
        """1 where a month lies outside the band, 0 inside, NaN where nothing is known; shape (series, months)."""
        marked = seen(self.came, self.band, slice(None)).astype(np.float64)
        return np.where(np.isnan(self.came), np.nan, marked)

    def alarms(self) -> list[tuple[TrackedSeries, int, bool]]:
        """Each series that left the band: when first, counted from month 1, and whether upward."""
        made = []
        for place, series in enumerate(self.series):
            months = np.flatnonzero(self.outside[place] == 1)
            if len(months):
                high = bool(self.came[place, months[0]] > self.band.high[place, months[0]])
                made.append((series, int(months[0]) + 1, high))
        return sorted(made, key=lambda one: one[1])

    def month(self, number: int) -> str:
        """``2026-03`` for a month counted from 1.

        Parameters
        ----------
        number : of the month in the run
        """
        return f"{months_later(self.run.workforce.start, number - 1):%Y-%m}"

    def sentence(self) -> str:
        """The verdict in a sentence."""
        found, texts = self.alarms(), {"n": len(self.series), "month": self.month(self.last)}
        if not found:
            return tr("As planned: all {n} measures lie inside the band up to {month}",
                      "与计划一致：截至{month}，{n}项指标均在预测带内", **texts)  # fmt: skip
        told = tr("; ", "；").join(
            tr("{what} since {month}, {way}", "{what}自{month}起{way}", what=series.title(self.run),
               month=self.month(at), way=tr("above", "偏高") if high else tr("below", "偏低"))
            for series, at, high in found
        )  # fmt: skip
        return tr("Not as planned: {k} of {n} measures left the band up to {month}: {told}",
                  "偏离计划：截至{month}，{n}项指标中有{k}项超出预测带：{told}",
                  k=len(found), told=told, **texts)  # fmt: skip

    def summary(self) -> list[str]:
        """The verdict, how sure it is, what would be noticed, and what is to come, in sentences."""
        mean, most = alarm_chance(self.band.calibrating)
        lines = [
            self.sentence() + tr(".", "。"),
            tr("Where the plan is right, one department leaves this band in {mean} of years, by chance, over all"
               " measures and months together (aimed at: at most {aim}; as {n} replications set it, with 95% confidence"
               " in at most {most}).",
               "若计划符合实际，单个部门在一年内因随机波动而有任何指标超出此带的概率为{mean}"
               "（设定为不超过{aim}；校准用了{n}次重复，其95%置信上限为{most}）。",
               mean=_share(mean), aim=_share(ALARM), n=self.band.calibrating, most=_share(most)),
            *self._beyond(),
            *self.actual.remarks,
        ]  # fmt: skip
        if self.alarms():
            lines.append(
                tr("A month outside says that something is not as the plan assumes, not what. Look at what changed;"
                   " `fit_history` learns the people anew.",
                   "超出预测带说明实际与计划的假设不符，但不说明原因。请查找变化；可用 fit_history 重新拟合人员。")
            )  # fmt: skip
        return lines

    def _beyond(self) -> list[str]:
        if self.ahead is None:
            return []
        text = tr("The forecast takes the plan's rules and people as they are and goes on from where the department"
                  " stands.", "后续预测沿用计划的规则与人员假设，从部门当前状况继续推演。")  # fmt: skip
        if self.ahead.beyond:
            text += tr(" It stands where no replication stood, so that the forecast is extrapolated: do not lean on"
                       " it.", "当前状况超出所有重复的范围，预测属于外推，不宜依赖。")  # fmt: skip
        return [text]

    def table(self) -> pd.DataFrame:
        """Every month that came beside its band, and every month to come.

        Returns
        -------
        A row for each series and month: measure, grade ('' of everybody), month, actual, expected, low, high, outside
        (None where nothing is known), and forecast with its 90 % range, NaN for months that came.
        """
        import pandas as pd

        rows = []
        for place, series in enumerate(self.series):
            for at in range(self.run.months):
                came, out = float(self.came[place, at]), float(self.outside[place, at])
                ends = (self.band.middle, self.band.low, self.band.high)
                rows.append((series.kind, series.grade, self.month(at + 1), came, *(float(a[place, at]) for a in ends),
                             None if math.isnan(out) else bool(out), *self._to_come(place, at)))  # fmt: skip
        names = ["measure", "grade", "month", "actual", "expected", "low", "high", "outside", "forecast",
                 "forecast_low", "forecast_high"]  # fmt: skip
        return pd.DataFrame(rows, columns=names)

    def _to_come(self, place: int, at: int) -> tuple[float, float, float]:
        """The forecast of a month and its range; NaN of one that came."""
        if self.ahead is None or at < self.last:
            return math.nan, math.nan, math.nan
        there = self.ahead.middle, self.ahead.low, self.ahead.high
        middle, low, high = (float(a[place, at - self.last]) for a in there)
        return middle, low, high

    def tables(self) -> list[TrackTable]:
        """The latest month and the power, month by month, and the forecast at the ends of plan years."""
        now = self.last - 1
        latest: list[tuple[str, ...]] = [
            (s.title(self.run), *self._cells(i, now), self._power(i)) for i, s in enumerate(self.series)
        ]
        every: list[tuple[str, ...]] = [
            (s.title(self.run), self.month(at + 1), *self._cells(i, at)) for i, s in enumerate(self.series)
            for at in range(self.last) if not np.isnan(self.came[i, at])
        ]  # fmt: skip
        what, month = tr("measure", "指标"), tr("month", "月份")
        beside = (tr("actual", "实际"), tr("planned", "计划"), tr("band", "预测带"), tr("verdict", "判断"))
        notices = tr("notices a lasting shift of", "可察觉的持续偏移")
        made: list[TrackTable] = [
            ("latest", tr("{month} beside the plan", "{month}与计划对照", month=self.month(self.last)),
             (what, *beside, notices), latest),
            ("ahead", tr("The forecast from here", "后续预测"), (what, month, tr("planned", "计划"),
             tr("forecast", "预测"), tr("90% range", "90%范围")), self._forecasts()),
            ("months", tr("Month by month", "逐月对照"), (what, month, *beside), every),
        ]  # fmt: skip
        return [one for one in made if one[3]]

    def _cells(self, place: int, at: int) -> tuple[str, str, str, str]:
        came = self.came[place, at]
        low, high = _whole(self.band.low[place, at], up=False), _whole(self.band.high[place, at], up=True)
        verdict = "–" if np.isnan(came) else tr("outside", "超出") if self.outside[place, at] else tr("inside", "在内")
        return number(float(came), 0), number(float(self.band.middle[place, at]), 0), spanned(low, high), verdict

    def _power(self, place: int) -> str:
        down, up = self.power[place]
        told = [f"{sign}{_share(size)}" for sign, size in (("−", down), ("+", up)) if not math.isnan(size)]
        return tr(" or ", "或").join(told) or tr("none up to {most}", "{most}以内均难察觉", most=_share(SHIFTS[-1]))

    def _forecasts(self) -> list[tuple[str, ...]]:
        """At the end of this plan year, of the next ones and of the run."""
        if self.ahead is None:
            return []
        ends = sorted({*range(YEAR, self.run.months + 1, YEAR), self.run.months})
        rows: list[tuple[str, ...]] = []
        for place, series in enumerate(self.series):
            for end in (end for end in ends if end > self.last):
                middle, low, high = self._to_come(place, end - 1)
                planned = number(float(self.band.middle[place, end - 1]), 0)
                rows.append((series.title(self.run), self.month(end), planned, number(middle, 0),
                             spanned(number(low, 0), number(high, 0))))  # fmt: skip
        return rows

    def to_dict(self) -> JsonObject:
        """For programs: the verdict, each series by month, the power, and where the numbers come from."""
        mean, most = alarm_chance(self.band.calibrating)
        return {
            "format": JSON_FORMAT, "scheme": self.run.scheme.id, "provenance": self.run.provenance,
            "source": self.actual.source, "last": self.month(self.last), "sentence": self.sentence(),
            "false_alarm": {"aimed": ALARM, "mean": mean, "most": most, "calibrating": self.band.calibrating},
            "alarms": [{"measure": s.kind, "grade": s.grade, "month": self.month(at), "high": high}
                       for s, at, high in self.alarms()],
            "power": [{"measure": s.kind, "grade": s.grade, "chance": POWER, "down": plain(float(self.power[i, 0])),
                       "up": plain(float(self.power[i, 1]))} for i, s in enumerate(self.series)],
            "extrapolated": self.ahead is not None and self.ahead.beyond,
            "months": [{key: plain(value) if isinstance(value, float) else value for key, value in row.items()}
                       for row in self.table().to_dict("records")],
            "remarks": list(self.actual.remarks),
        }  # fmt: skip

    def plot(self) -> Drawn:
        """A panel for each series: the band, the months that came as dots, the forecast."""
        drawn: Drawn = through("Tracked.plot")(self)
        return drawn

    def save(self, path: str | os.PathLike[str], *, force: bool = False) -> Path:
        """Write it as one HTML page.

        Parameters
        ----------
        path : of the page
        force : also over a file that somebody edited or that comes from elsewhere

        Returns
        -------
        The path written.

        Raises
        ------
        LadderError
            The file cannot be written, or another is in the way.
        """
        written: Path = through("Tracked.save")(self, path, force=force)
        return written

    def __repr__(self) -> str:
        told = f"{self.run.scheme.id}: {len(self.series)} series, {self.last} of {self.run.months} months"
        return result_line("Tracked", told, self.run.provenance)

    def _repr_html_(self) -> str:
        shown = "".join(table_html(columns, rows, titles=title) for _, title, columns, rows in self.tables()[:2])
        said = "".join(f"<p>{line}</p>" for line in self.summary()[1:])
        return f"<p><b>{self.sentence()}</b></p>{shown}{said}"


def _share(value: float) -> str:
    """A chance as a percentage."""
    return f"{number(100 * value, 0 if round(100 * value, 1).is_integer() else 1)}%"


def _whole(value: float, *, up: bool) -> str:
    """An end of a band as the last whole number inside it."""
    return number(float(math.floor(value) if up else math.ceil(value)), 0)
