"""What a reader may ask of measures: windows by a word, an interval's level, and measures of one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, get_args

import numpy as np

from ladder_sim.core.arrays import Floats
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import LadderError, misspelt, nearest
from ladder_sim.model.measures import MeasureUnit
from ladder_sim.results.measure import Better, Measure
from ladder_sim.results.period import Window

By = Literal["run", "year", "month"]
_STEP: dict[By, int | None] = {"run": None, "year": 12, "month": 1}
BY = tuple(_STEP)
#: Units that a measure of one's own may have: what is a rate ratio by group is formed by rules of its own.
UNITS: tuple[MeasureUnit, ...] = get_args(MeasureUnit)


def months_of(by: object) -> int | None:
    """Of how many months a value is; None: of the whole run."""
    for word, step in _STEP.items():
        if by == word:
            return step
    raise LadderError(
        tr("by must be one of {known}, got {by!r}; by grade see frame()",
           "by 应为{known}之一，现为{by!r}；按职级请用 frame()",
           known=tr(", ", "、").join(map(repr, _STEP)), by=by)
    )  # fmt: skip


def confidence(level: object) -> float:
    """How sure an interval is asked to be, checked."""
    if isinstance(level, (float, np.floating)) and 0.5 <= level < 1:
        return float(level)
    share = f"{float(level) / 100:g}" if isinstance(level, (int, float, np.number)) and 50 <= level < 100 else "0.9"
    raise LadderError(
        tr("level must be a share from 0.5 to below 1, such as {share}, got {level!r}",
           "level 应为0.5至1之间的小数（不含1），如{share}，现为{level!r}", share=share, level=level)
    )  # fmt: skip


def own_measure(
    name: object, compute: object, *, unit: object, title: str | Title | None, better: Better,
    definition: str | Title | None, yearly: bool,
) -> Measure:  # fmt: skip
    """A measure of the reader's own; see `Run.with_measure`. Everything wrong is told at once."""
    wrong = []
    if not (isinstance(name, str) and name.strip()):
        wrong.append(tr("name must be a text, got {got!r}", "name 应为文字，现为{got!r}", got=name))
    if not callable(compute):
        wrong.append(tr("compute must be a function of a window, got {got!r}", "compute 应为以时间窗为参数的函数，"
                        "现为{got!r}", got=compute))  # fmt: skip
    if unit not in UNITS:
        known = tr(", ", "、").join(map(repr, UNITS))
        wrong.append(
            tr(
                "unit must be one of {known}, got {unit!r}",
                "unit 应为{known}之一，现为{unit!r}",
                known=known,
                unit=unit,
            )
            + (nearest(unit, UNITS) if isinstance(unit, str) and misspelt(unit, UNITS) else "")
        )
    if better not in ("up", "down", None):
        wrong.append(tr("better must be 'up', 'down' or None, got {got!r}", "better 应为'up'、'down'或 None，"
                        "现为{got!r}", got=better))  # fmt: skip
    if wrong or not isinstance(name, str) or not isinstance(unit, str) or not callable(compute):
        raise LadderError("\n".join(wrong))
    called = _both(title, name)
    meant = _both(definition, called)
    return Measure(name, called, unit, meant, better, _checked(name, compute), yearly=yearly, missing=_NO_VALUE)


_NO_VALUE = Title("the function gave none", "函数未给出数值")


def _both(text: str | Title | None, default: str | Title) -> Title:
    found = default if text is None else text
    return found if isinstance(found, Title) else Title(found, found)


def _checked(name: str, compute: Callable[[Window], Any]) -> Callable[[Window], Floats]:
    """The function, its values held against what a measure must give."""

    def values(window: Window) -> Floats:
        given = compute(window)
        wanted = len(window.tally.headcount)
        try:
            found = np.array(given, np.float64)
        except (TypeError, ValueError):
            found = np.zeros(0)
        if found.shape != (wanted,):
            got = f"{type(given).__name__}" if not isinstance(given, np.ndarray) else f"shape {given.shape}"
            raise LadderError(
                tr("measure {name!r} must give a number for each of the {n} replications, got {got}",
                   "指标{name!r}应为{n}次重复各给出一个数值，现为{got}", name=name, n=wanted, got=got)
            )  # fmt: skip
        return found

    return values
