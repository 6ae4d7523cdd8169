"""One person under two schemes: the grade held by month, what happens when, and where the lives part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from ladder_sim.biography.life import GradeSpan, Life, LifeDate
from ladder_sim.charts.ground import on_any_ground
from ladder_sim.charts.style import SMALL, Panels, Picture, both_ends, fitted, instead, panels, quiet, stamp
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.palette import BASELINE_COLOR, BLUE, GREEN, ORANGE, PURPLE, VERMILION
from ladder_sim.core.problems import LadderError
from ladder_sim.results.coded import RunEvent

LifeMark = Literal["joins", "up", "down", "across", "fails", "away", "leaves"]
#: What a mark stands for, its sign and its color.
MARKS: Mapping[LifeMark, tuple[Title, str, str]] = {
    "joins": (Title("joins", "入职"), "o", GREEN),
    "up": (Title("up", "晋升、转正"), "^", BLUE),
    "down": (Title("down", "降级"), "v", VERMILION),
    "across": (Title("another grade or step", "其他职级或薪级变动"), "D", PURPLE),
    "fails": (Title("fails at a stage", "评审环节未通过"), "x", VERMILION),
    "away": (Title("status, honor or token", "状态、荣誉或资格"), "|", ORANGE),
    "leaves": (Title("leaves", "离职"), "s", BASELINE_COLOR),
}
#: The mark of each event; what is no event of a life has none.
MARK_OF: Mapping[RunEvent, LifeMark] = {
    "hire": "joins", "transfer": "joins", "promotion": "up", "confirmation": "up", "demotion": "down",
    "lateral": "across", "regrade": "across", "placement": "across", "table": "across", "case failed": "fails",
    "token earned": "away", "status": "away", "honor": "away", "status begins": "away", "status ends": "away",
    "return waits": "away", "exit": "leaves",
}  # fmt: skip
_NAME = 28  # columns of a grade's name


def life_picture(life: Life) -> Picture:
    """The picture of `life_panels`, for pages."""
    drawn = life_panels(life)
    assert isinstance(drawn, Panels)
    return drawn.figure


@on_any_ground
def life_panels(life: Life, ax: Axes | Sequence[Axes] | None = None) -> Sequence[Axes] | Panels:
    """The two lives one above the other, on one axis of months, with a line where they part.

    Parameters
    ----------
    life : what `Lives.person` gives
    ax : two axes, one for each scheme; None: new ones

    Raises
    ------
    LadderError
        Other than two axes are given.
    """
    with quiet():
        if ax is not None:
            given = [ax] if isinstance(ax, Axes) else list(np.ravel(np.asarray(ax, object)))
            if len(given) != 2:
                raise LadderError(tr("ax: two axes, one for each scheme; got {n}", "ax：应为两个坐标轴，每个方案一个；"
                                     "现为{n}个", n=len(given)))  # fmt: skip
            _both(life, given)
            return given
        rows = [max(2, len({span.place for span in spans})) for spans in life.spans]
        picture, grid = panels(2, 1, (11.0, 2.6 + 0.42 * sum(rows)), sharex=True, height_ratios=rows)
        _both(life, list(grid.flat))
        picture.suptitle(fitted(life.head(), 110), fontsize=12, x=0.01, ha="left")
        if marks := _marks(life):
            picture.legend(handles=marks, loc="outside right upper", fontsize=SMALL)
        stamp(picture, life, *life.told())
    return grid


def _both(life: Life, axes: Sequence[Axes]) -> None:
    for i, (ax, title, spans, dates) in enumerate(
        zip(axes, life.titles, life.spans, (life.first, life.second), strict=True)
    ):
        _one(ax, str(title), spans, dates, life.months)
        if life.parting is not None:
            ax.axvline(life.parting.month, color="#666666", lw=0.8, ls=":")
        if i == len(axes) - 1:
            ax.set_xlabel(tr("month of the run", "模拟月份"))


def _one(ax: Axes, title: str, spans: Sequence[GradeSpan], dates: Sequence[LifeDate], months: int) -> None:
    """The life under one scheme: grades that are held, from the lowest on the ladder, as steps."""
    ax.set_title(fitted(title, 90, 1))
    if not spans:
        instead(ax, tr("Not there under this scheme.", "在此方案下未在职。"))
        return
    places = sorted({span.place for span in spans})
    names = {span.place: both_ends(str(span.grade), _NAME) for span in spans}
    ax.set_yticks(range(len(places)), [names[place] for place in places])
    ax.set_ylim(-0.6, len(places) - 0.4)
    ax.set_xlim(-0.5, months + 0.5)
    ax.xaxis.set_major_locator(MaxNLocator(10, integer=True))
    before: GradeSpan | None = None
    for span in spans:
        level = places.index(span.place)
        ax.plot([span.since, span.until], [level, level], color=BASELINE_COLOR, lw=3, solid_capstyle="butt")
        if before is not None:
            ax.plot([span.since] * 2, [places.index(before.place), level], color=BASELINE_COLOR, lw=1)
        before = span
    for date in dates:
        mark = _mark(date)
        if mark is not None:
            _, sign, color = MARKS[mark]
            ax.plot(date.month, _level(date.month, spans, places), sign, color=color, markersize=8, zorder=3)


def _level(month: int, spans: Sequence[GradeSpan], places: Sequence[int]) -> int:
    """How high somebody stands once what happens in a month has happened."""
    held = [span for span in spans if span.since <= month] or [spans[0]]
    return places.index(held[-1].place)


def _mark(date: LifeDate) -> LifeMark | None:
    return next((mark for event, mark in MARK_OF.items() if event == date.event), None)


def _marks(life: Life) -> list[Line2D]:
    """What the marks that are drawn stand for."""
    drawn = {_mark(date) for date in (*life.first, *life.second)}
    return [Line2D([], [], color=color, marker=sign, ls="", markersize=7, label=str(title))
            for mark, (title, sign, color) in MARKS.items() if mark in drawn]  # fmt: skip
