"""A list of people at a glance: who is in, pay, tenure, teams, and the turnover that the list implies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ladder_sim.charts.ground import on_any_ground
from ladder_sim.charts.style import FINE, SMALL, Picture, fitted, instead, panels, quiet
from ladder_sim.core.i18n import tr
from ladder_sim.core.palette import BASELINE_COLOR, COLORS
from ladder_sim.core.thresholds import SMALL_GROUP
from ladder_sim.people.plausibility import plain_number
from ladder_sim.results.roster_check import USUAL, RosterCheck

MOST = 9  # rows of a panel; the smallest groups are left out and counted

OUT = "#b5b5b5"


@on_any_ground
def roster_panels(check: RosterCheck) -> Picture:
    """Six panels of a check: who is in and who is not, pay by role and by grade, tenure, teams, turnover implied."""
    with quiet():
        picture, grid = panels(3, 2, (11.0, 10.5))
        _who(check, grid[0, 0])
        _implied(check, grid[0, 1])
        roster = check.roster
        roles = () if roster is None else roster.role
        grades = () if roster is None else roster.grade
        _pay(check, grid[1, 0], roles, tr("Pay by role", "各岗位层级的薪酬"), market=True)
        _pay(check, grid[1, 1], grades, tr("Pay by grade", "各职级的薪酬"), market=False)
        _tenure(check, grid[2, 0])
        _teams(check, grid[2, 1])
        picture.supxlabel(_note(check), fontsize=FINE, color="#666666", x=0.01, ha="left")
    return picture


def _note(check: RosterCheck) -> str:
    said = tr("{file}; pay: dot the median, line from the 10th to the 90th percentile, bar the market; groups of "
              "fewer than "
              "{n} people are not drawn",
              "{file}；薪酬：圆点为中位数，线段为第10至90百分位，竖线为市场水平；不足{n}人的组不显示",
              file=check.reading.file, n=SMALL_GROUP)  # fmt: skip
    return fitted(said, 165)


def _who(check: RosterCheck, ax: Axes) -> None:
    """A bar for those who are in, and one for each reason of those who are not."""
    bars = [(tr("at work", "在岗"), check.reading.kept, COLORS[0])]
    bars += [(item.why, len(item.rows), OUT) for item in check.reading.passed][:MOST]
    ax.set_title(tr("Who is in, and who is not", "谁计入、谁未计入"))
    places = np.arange(len(bars))[::-1]
    ax.barh(places, [count for _, count, _ in bars], color=[color for _, _, color in bars], height=0.62)
    ax.set_yticks(places, [fitted(name, 26, 2) for name, _, _ in bars])
    for place, (_, count, _) in zip(places, bars, strict=True):
        ax.annotate(f" {count:,}", (count, place), va="center", fontsize=SMALL)
    ax.set_xlim(0, max(count for _, count, _ in bars) * 1.15 or 1)
    ax.set_ylim(min(-0.6, len(bars) - 4.0), len(bars) - 0.4)
    ax.set_xlabel(tr("people", "人"))
    ax.xaxis.set_major_locator(MaxNLocator(4, integer=True))


def _implied(check: RosterCheck, ax: Axes) -> None:
    ax.set_title(tr("Turnover of the first year, nobody promoted", "首年离职率（无人晋升时）"))
    implied = check.implied
    if implied is None:
        return instead(ax, tr("not played: there are errors", "有错误，未模拟"))
    ax.axvspan(*(100 * end for end in USUAL), color="#eef3f6")
    color = COLORS[0] if implied.usual else COLORS[1]
    ax.plot([100 * implied.low, 100 * implied.high], [0, 0], color=color, linewidth=1.4)
    ax.plot([100 * implied.turnover], [0], "o", color=color, markersize=9)
    ax.annotate(
        f"{implied.turnover:.0%}", (100 * implied.turnover, 0), (0, 10), textcoords="offset points", ha="center"
    )
    ax.set_xlim(0, 100 * max(1.0, implied.high * 1.05))
    ax.set_ylim(-1, 1)
    ax.set_yticks([])
    ax.set_xlabel(
        tr("% a year; shaded: what is usual; line: 90% of replications", "%/年；底色：常见范围；线段：90%的重复")
    )
    return None


def _pay(check: RosterCheck, ax: Axes, groups: Sequence[str], title: str, *, market: bool) -> None:
    """Median and spread of each group, beside the market of its role."""
    ax.set_title(title)
    roster, workforce = check.roster, check.workforce
    pays = () if roster is None else roster.numbers("pay")
    by: dict[str, list[float]] = {}
    for group, pay in zip(groups, pays, strict=False):
        if group and pay == pay:
            by.setdefault(group, []).append(pay)
    shown = sorted(
        (name for name, paid in by.items() if len(paid) >= SMALL_GROUP), key=lambda name: float(np.median(by[name]))
    )
    if not shown:
        return instead(ax, tr("no pay, or no group of {n} people", "没有薪酬，或没有达到{n}人的组", n=SMALL_GROUP))
    shown = shown[-MOST:]
    for place, name in enumerate(shown):
        low, middle, high = np.quantile(by[name], (0.1, 0.5, 0.9))
        ax.plot([low, high], [place, place], color=COLORS[0], linewidth=1.6)
        ax.plot([middle], [place], "o", color=COLORS[0])
        of = plain_number(workforce.market.get(name)) if market and workforce is not None else np.nan
        if of == of:
            ax.plot([of, of], [place - 0.28, place + 0.28], color=BASELINE_COLOR, linewidth=2)
    ax.set_yticks(range(len(shown)), [fitted(f"{name} ({len(by[name]):,})", 24, 2) for name in shown])
    ax.set_ylim(-0.6, len(shown) - 0.4)
    ax.set_xlim(left=0)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    ax.set_xlabel(tr("a month (people in brackets)", "每月（括号内为人数）"))
    return None


def _tenure(check: RosterCheck, ax: Axes) -> None:
    ax.set_title(tr("Years of service", "司龄（年）"))
    if check.roster is None:
        return instead(ax, tr("there are errors", "有错误"))
    years = np.asarray(check.roster.numbers("months_employed"), np.float64) / 12
    top = max(1, int(np.ceil(np.nanmax(years))))
    ax.hist(years, bins=list(np.linspace(0, top, min(top, 30) + 1)), color=COLORS[0], rwidth=0.92)
    _counted(ax, tr("years", "年"))
    return None


def _teams(check: RosterCheck, ax: Axes) -> None:
    ax.set_title(tr("People in a team", "小组人数"))
    teams: Sequence[str] = () if check.roster is None else check.roster.texts("team")
    sizes = list(Counter(str(team) for team in teams if team).values())
    if not sizes:
        return instead(ax, tr("the list names no teams", "花名册没有小组"))
    ax.hist(sizes, bins=list(np.linspace(0.5, max(sizes) + 0.5, min(max(sizes), 30) + 1)), color=COLORS[0], rwidth=0.92)
    _counted(ax, tr("people", "人"), tr("teams", "小组数"))
    return None


def _counted(ax: Axes, what: str, of: str = "") -> None:
    ax.set_xlabel(what)
    ax.set_ylabel(of or tr("people", "人"))
    ax.yaxis.set_major_locator(MaxNLocator(4, integer=True))
