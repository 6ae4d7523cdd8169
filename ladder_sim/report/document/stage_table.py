"""HR's own work in numbers of cases: how many exams, interviews and panels a scheme asks for, stage by stage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ladder_sim.core.display import number
from ladder_sim.core.i18n import tr
from ladder_sim.report.document.kit import Scene
from ladder_sim.report.document.parts import Table
from ladder_sim.results.stage_cases import stage_peak, stage_total, stages_by_id

if TYPE_CHECKING:
    from ladder_sim.results.run import Run


@dataclass(frozen=True, slots=True)
class StageLoad:
    """What a stage takes on under a scheme, means of the replications: cases and sittings a year, most in a month."""

    title: str
    cases: float
    sittings: float
    most: float


def stage_loads(run: Run) -> list[StageLoad]:
    """Each stage of a run that has cases; none where cases were not counted."""
    w = run.window()
    made = [
        StageLoad(str(title), *(float(found.mean()) for found in (stage_total(w, stage, "cases"),
                                stage_total(w, stage, "sittings"), stage_peak(w, stage))))
        for stage, (title, _) in stages_by_id(run.axes).items()
    ]  # fmt: skip
    return [one for one in made if one.cases > 0]


def stage_table(scene: Scene) -> tuple[Table, ...]:
    """The stages of all schemes, a row each; no table where there are none."""
    rows = [
        (scene.title(scheme), one.title, number(one.cases, 1), number(one.sittings, 1), number(one.most, 1))
        for scheme in scene.comparison.baseline_first
        for one in stage_loads(scene.comparison[scheme])
    ]
    if not rows:
        return ()
    columns = (tr("scheme", "方案"), tr("stage", "环节"), tr("cases a year", "人次/年"),
               tr("sittings a year", "场次/年"), tr("cases in the fullest month", "最多月份的人次"))  # fmt: skip
    note = tr(
        "A case is one person before the stage, a retake another; a sitting is a month in which a move's stage has"
        " cases. Moves with the same stage are counted together; what has no stages has no row.",
        "一人进入该环节计一人次，补考另计；某项变动的该环节在一个月内有人参加计一场。各项变动的同名环节合并；没有评审环节的方案不列。",
    )
    return (Table(columns, tuple(rows), note=note, title=tr("Cases and sittings by stage", "各评审环节的人次与场次")),)
