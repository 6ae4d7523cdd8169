"""What is said of a fit: a number with its limits and what it rests on, or a refusal with its test and figure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ladder_sim.core.display import spanned
from ladder_sim.core.i18n import Title, tr
from ladder_sim.history.chances import Dispersion

#: The parts of a fit, in the order in which they are told.
Part = Literal["leaving", "reasons", "years", "hiring", "promotion", "demotion", "waits", "scores", "pay", "effects",
               "elsewhere"]  # fmt: skip
PARTS: Mapping[Part, Title] = {
    "leaving": Title("Leaving, by service", "离职（按司龄）"),
    "reasons": Title("Leaving, by reason", "离职（按原因）"),
    "years": Title("Differences between years", "年份之间的差异"),
    "hiring": Title("Hiring", "招聘"),
    "promotion": Title("Promotion", "晋升"),
    "demotion": Title("Demotion", "降级"),
    "waits": Title("Time in grade until promotion", "晋升前的任现职级时间"),
    "scores": Title("Scores", "绩效得分"),
    "pay": Title("Pay by grade", "各职级薪酬"),
    "effects": Title("Responses of people", "人员的反应"),
    "elsewhere": Title("Not in such data", "此类数据中没有的内容"),
}
#: How a number is counted: a chance in a month, a yearly rate, people a year, months, points, money, a share.
Counting = Literal["a month", "a year", "people_a_year", "months", "points", "money a month", "share", "times",
                   "log_sd"]  # fmt: skip
COUNTINGS: Mapping[Counting, Title] = {
    "a month": Title("chance a month", "月概率"),
    "a year": Title("per person and year", "每人每年"),
    "people_a_year": Title("people a year", "人/年"),
    "months": Title("months", "个月"),
    "points": Title("points", "分"),
    "money a month": Title("a month", "元/月"),
    "share": Title("share", "占比"),
    "times": Title("times", "倍"),
    "log_sd": Title("sd of a year's log factor", "年度系数对数的标准差"),
}


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number fitted to a history.

    Parameters
    ----------
    name : for programs, such as ``leaving.12``
    low, high : its exact or asymptotic 95 % limits; NaN where there are none
    events, exposure : what it was counted from, and over how many person-years; NaN where that says nothing
    written : whether it goes into the workforce file
    """

    part: Part
    name: str
    title: str
    value: float
    low: float
    high: float
    counting: Counting
    events: float = math.nan
    exposure: float = math.nan
    note: str = ""
    written: bool = False

    @property
    def shown(self) -> tuple[str, str]:
        """Value and limits as people read them."""
        limits = "" if math.isnan(self.low) or math.isnan(self.high) else \
            spanned(self._text(self.low), self._text(self.high))  # fmt: skip
        return self._text(self.value), limits

    def _text(self, value: float) -> str:
        if math.isnan(value):
            return "–"
        match self.counting:
            case "a month":
                return f"{100 * value:.2f}%"
            case "a year" | "share":
                return f"{100 * value:.1f}%"
            case "money a month":
                return f"{value:,.0f}"
            case "log_sd" | "times":
                return f"{value:.2f}"
            case _:
                return f"{value:,.1f}"

    @property
    def basis(self) -> str:
        """Events, exposure and limits, as a basis in a file tells them."""
        parts = []
        if not math.isnan(self.events):
            parts.append(tr("{n:,.0f} events", "{n:,.0f}次事件", n=self.events))
        if not math.isnan(self.exposure):
            parts.append(tr("{n:,.0f} person-years", "{n:,.0f}人年", n=self.exposure))
        if not math.isnan(self.low) and not math.isnan(self.high):
            parts.append(f"{self.value:.4g} [{self.low:.4g}, {self.high:.4g}]")
        return tr(", ", "，").join(parts)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the data do not tell, by which test and figure, and what stands in its place."""

    part: Part
    what: str
    test: str
    figure: str
    falls_back: str

    def __str__(self) -> str:
        figure = tr(" ({figure})", "（{figure}）", figure=self.figure) if self.figure else ""
        return tr("{what}: refused, {test}{figure}; instead: {back}", "{what}：不予估计，{test}{figure}；改用：{back}",
                  what=self.what, test=self.test, figure=figure, back=self.falls_back)  # fmt: skip


@dataclass(frozen=True, slots=True)
class YearsApart:
    """How a rate differs between years: its title, the periods' names, and the dispersion."""

    name: str
    title: str
    labels: tuple[str, ...]
    dispersion: Dispersion
    unit: str = ""
