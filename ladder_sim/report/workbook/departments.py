"""The sheet of a company's departments."""

from __future__ import annotations

from ladder_sim.analysis.statements.departments import by_department, department_note
from ladder_sim.core.i18n import tr
from ladder_sim.report.workbook.kit import Column, SheetScene, Tab
from ladder_sim.report.workbook.measures import cell_unit, columns_of_measures, difference_cells, level_cells


def departments(scene: SheetScene) -> Tab:
    """The main measures of every department under every alternative; no rows where no company is compared."""
    level, difference = columns_of_measures()
    names = {run.scheme.id: scene.name(run) for run in scene.runs}
    told = [(one, c) for one in by_department(scene.comparison) for c in one.contrasts]
    return Tab(
        "departments", tr("Departments", "各部门"), tr("The company by department", "公司分部门指标"),
        department_note(),
        (Column("department", tr("Department", "部门")), *level, *difference),
        tuple((one.title, str(c.measure.title), names[c.scheme], cell_unit(c.measure.unit), *level_cells(c, False),
               *difference_cells(c, False)) for one, c in told),
        tuple(c.measure.unit for _, c in told), frozen=3,
    )  # fmt: skip
