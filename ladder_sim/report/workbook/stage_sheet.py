"""The sheet on HR's own work in numbers of cases: exams, interviews and panels, stage by stage."""

from __future__ import annotations

from ladder_sim.core.i18n import tr
from ladder_sim.report.document.stage_table import stage_loads
from ladder_sim.report.workbook.kit import CellValue, Column, SheetScene, Tab, numbers


def stages(scene: SheetScene) -> Tab:
    """Cases and sittings a year and cases in the fullest month, of each stage under each scheme."""
    rows: list[tuple[CellValue, ...]] = [
        (scene.name(run), one.title, *numbers((one.cases, one.sittings, one.most)))
        for run in scene.runs
        for one in stage_loads(run)
    ]
    return Tab(
        "stages", tr("Stages", "评审环节"), tr("Cases and sittings by stage", "各评审环节的人次与场次"),
        tr("A case is one person before the stage, a retake another; a sitting is a month in which a move's stage has"
           " cases. Moves with the same stage are counted together. Means over replications; their intervals stand"
           " among the measures.",
           "一人进入该环节计一人次，补考另计；某项变动的该环节在一个月内有人参加计一场。各项变动的同名环节合并。各次重复的均值，"
           "区间见指标表。"),
        (
            Column("scheme", tr("Scheme", "方案")), Column("stage", tr("Stage", "环节")),
            Column("cases", tr("Cases\na year", "人次/年"), "people"),
            Column("sittings", tr("Sittings\na year", "场次/年"), "people"),
            Column("most", tr("Cases in the\nfullest month", "最多月份\n的人次"), "people"),
        ),
        tuple(rows), frozen=2,
    )  # fmt: skip
