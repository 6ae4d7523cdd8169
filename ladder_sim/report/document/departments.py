"""A company by department: what each alternative changes where."""

from __future__ import annotations

from dataclasses import replace

from ladder_sim.analysis.statements.departments import (
    DepartmentFigures,
    by_department,
    department_note,
    told_of,
)
from ladder_sim.core.grammar import enumerated
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.signs import first_lower
from ladder_sim.report.document.kit import Scene, contrasts_table, grid_table, with_names
from ladder_sim.report.document.parts import Section, Table
from ladder_sim.results.comparison import HIGHER, LOWER, Contrast

_WAYS = (
    (HIGHER, Title("{what} higher in {who}", "{who}{what}较高")),
    (LOWER, Title("{what} lower in {who}", "{who}{what}较低")),
)
#: The measures that the message is about.
TOLD = ("turnover", "labor_cost")


def departments(scene: Scene) -> Section | None:
    """The main measures of every department, under every alternative; None where no company is compared."""
    figures = by_department(scene.comparison)
    if not figures:
        return None
    names = {one.department: one.title for one in figures}
    points = [line for name, title in names.items() if (line := _about(scene, figures, name, title))]
    tables = tuple(_at_a_glance(scene, name, title) for name, title in names.items())
    detail = tuple(contrasts_table(_alone(scene, name), title, _measures(scene, name)) for name, title in names.items())
    return Section(
        "departments", tr("Departments", "各部门"), _headline(scene, figures), tuple(points[: scene.most]),
        tables=tables, appendix=detail if scene.full else (), reading=department_note(),
        shorter=(tr("What changes in which department", "各部门的变化"),),
    )  # fmt: skip


def _alone(scene: Scene, department: str) -> Scene:
    """A department's own comparison, as the brief wants it told."""
    return Scene(scene.comparison.departments[department], scene.brief)


def _measures(scene: Scene, department: str) -> list[str]:
    return told_of(scene.comparison.departments[department])


def _at_a_glance(scene: Scene, department: str, title: str) -> Table:
    return replace(grid_table(_alone(scene, department), _measures(scene, department)), title=title)


def _of_focus(scene: Scene, one: DepartmentFigures) -> Contrast:
    """The alternative that is spoken for in a department's measure."""
    return next(c for c in one.contrasts if c.scheme == scene.focus)


def _headline(scene: Scene, figures: list[DepartmentFigures]) -> str:
    """In which departments turnover and labor cost differ detectably under the alternative spoken for."""
    texts = {"s": scene.title(scene.focus), "b": scene.baseline}
    told = []
    for name in TOLD:
        found = [(one.title, _of_focus(scene, one)) for one in figures if one.contrasts[0].measure.name == name]
        for verdict, way in _WAYS:
            who = [title for title, c in found if c.verdict is verdict]
            if who:
                texts_of = {"what": first_lower(str(found[0][1].measure.title)), "who": enumerated(who)}
                told.append(str(way).format(**texts_of))
    if not told:
        return with_names(tr("{s} against {b}: turnover and labor cost differ detectably in no department",
                             "{s}与{b}相比，各部门的离职率和人工成本差异均不显著"), texts["s"], texts["b"])  # fmt: skip
    return tr(
        "{s} against {b} by department: {told}", "{s}与{b}相比，分部门：{told}", told=tr("; ", "；").join(told), **texts
    )


def _about(scene: Scene, figures: list[DepartmentFigures], department: str, title: str) -> str:
    """What the alternative spoken for changes in a department; '' where nothing detectable."""
    own = _alone(scene, department)
    told = [
        tr("{what} {x}", "{what}{x}", what=first_lower(str(c.measure.title)),
           x=own.change(c.difference.mean, c.measure.unit))
        for one in figures if one.department == department
        for c in [_of_focus(scene, one)] if c.verdict in (HIGHER, LOWER)
    ]  # fmt: skip
    if not told:
        return ""
    return tr("{d}: {told}.", "{d}：{told}。", d=title, told=tr(", ", "，").join(told))
