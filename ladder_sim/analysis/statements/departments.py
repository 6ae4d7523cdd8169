"""A company by department: the figures that stand beside those of the whole."""

from __future__ import annotations

from dataclasses import dataclass

from ladder_sim.core.i18n import tr
from ladder_sim.core.thresholds import SMALL_GROUP
from ladder_sim.results.comparison import Comparison, Contrast

#: What is told of every department, where it has it.
BY_DEPARTMENT = ("advancement_rate", "turnover", "labor_cost", "transfers_in", "transfers_out")


@dataclass(frozen=True, slots=True)
class DepartmentFigures:
    """One measure of one department under every alternative, the baseline first."""

    department: str
    title: str
    contrasts: tuple[Contrast, ...]


def by_department(comparison: Comparison) -> list[DepartmentFigures]:
    """Measure by measure within each department; empty where no company is compared.

    A department of a few people of a roster is left out: its costs would be theirs.
    """
    made = []
    for name, alone in comparison.departments.items():
        people = alone.workforce.people
        if people.roster is not None and len(people.roster.person) < SMALL_GROUP:
            continue
        title = department_title(comparison, name)
        for measure in told_of(alone):
            found = tuple(alone.contrast(scheme, measure) for scheme in alone.baseline_first)
            made.append(DepartmentFigures(name, title, found))
    return made


def told_of(alone: Comparison) -> list[str]:
    """The measures that are told of a department: transfers only where there are any under some alternative."""
    return [
        name for name in BY_DEPARTMENT
        if name in alone.known
        and (not name.startswith("transfers") or any(alone.values(scheme, name).any() for scheme in alone.schemes))
    ]  # fmt: skip


def department_title(comparison: Comparison, name: str) -> str:
    """What a department is called: the beginning of its grades' titles in the company."""
    return str(comparison.runs[0].department_titles[name])


def department_note() -> str:
    """What a reader of figures by department has to know."""
    return tr("To a department a transfer out is an exit and a transfer in no hire; the company counts neither.",
              "对部门而言，调出计入离职，调入不计入招聘；公司层面两者都不计入。")  # fmt: skip
