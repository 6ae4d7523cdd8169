"""Cases and sittings of the stages of a selection: how many exams, interviews and panels there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np

from ladder_sim.core.arrays import Floats, Integers
from ladder_sim.core.i18n import Title
from ladder_sim.results.counts import Axes
from ladder_sim.results.measure import Measure
from ladder_sim.results.period import Window

_NOT_KEPT = Title("kept before cases were counted; play it again", "保存时尚未统计人次，请重新模拟")


def stages_by_id(axes: Axes) -> Mapping[str, tuple[Title, list[int]]]:
    """Each stage with its places on the axis: the interviews of all moves are one stage.

    Where moves call it differently, the first of the names stands for all.
    """
    found: dict[str, tuple[Title, list[int]]] = {}
    for place, stage in enumerate(axes.stages):
        found.setdefault(stage.id, (stage.title, []))[1].append(place)
    return found


def stage_total(w: Window, stage: str, what: Literal["cases", "sittings"]) -> Floats:
    """Cases of a stage, or its sittings, a year, shape (replications,); NaN where nobody counted them."""
    cases = _cases(w, stage)
    if cases is None:
        return np.full(len(w.everyone), np.nan)
    total: Floats = (cases if what == "cases" else cases > 0).sum(axis=(1, 2), dtype=np.float64) / w.years
    return total


def stage_peak(w: Window, stage: str) -> Floats:
    """Cases of a stage in the fullest month of each replication, shape (replications,); NaN where nobody counted."""
    cases = _cases(w, stage)
    if cases is None:
        return np.full(len(w.everyone), np.nan)
    most: Floats = cases.sum(axis=2, dtype=np.float64).max(axis=1)
    return most


def _cases(w: Window, stage: str) -> Integers | None:
    """Cases of a stage by month and move, shape (replications, months, moves that have it)."""
    if not len(w.counts.cases):  # kept before there was such a table
        return None
    _, places = stages_by_id(w.axes)[stage]
    found: Integers = w.counts.cases[:, w.start : w.stop, places]
    return found


def stage_measures(axes: Axes) -> list[Measure]:
    """Cases and sittings a year of each stage; none where no move has stages."""
    return [one for stage, (title, _) in stages_by_id(axes).items() for one in _measures(stage, title)]


def _measures(stage: str, title: Title) -> list[Measure]:
    return [
        Measure(
            f"stage_cases:{stage}", Title("Cases: {s}", "评审人次：{s}").fill(s=title), "times a year",
            Title("cases that come before the stage, retakes too, under every move that has it, per year",
                  "进入该环节的人次（含补考），各项变动的同名环节合并，按年计"),
            None, lambda w: stage_total(w, stage, "cases"), _NOT_KEPT,
        ),
        Measure(
            f"stage_sittings:{stage}", Title("Sittings: {s}", "评审场次：{s}").fill(s=title), "times a year",
            Title("months in which the stage of a move has cases, added up over the moves that have it, per year",
                  "某项变动的该环节有人参加的月份数，各项变动合计，按年计"),
            None, lambda w: stage_total(w, stage, "sittings"), _NOT_KEPT,
        ),
    ]  # fmt: skip
