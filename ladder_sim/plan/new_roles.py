"""Rules for people in a new role under a scheme that knows one role alone."""

from __future__ import annotations

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Problems
from ladder_sim.plan.program import Program


def warn_of_new_roles(program: Program, problems: Problems) -> None:
    """Warn of each `at_move` that changes nobody: no move of the scheme leads into another role."""
    roles = list(dict.fromkeys(grade.role for grade in program.scheme.grades))
    if len(roles) != 1:  # several; or none, where every grade is under a condition that does not hold
        return
    workforce = program.workforce
    for rule in (workforce.ability_at_move, *(metric.at_move for metric in workforce.metrics.values())):
        if rule is not None:
            problems.warn(
                rule.at,
                tr("'at_move' changes nobody: all grades of scheme '{scheme}' have the role '{role}'; give each grade "
                   "that is another job a role of its own, under 'role' and 'roles'",
                   "“at_move”不起作用：方案“{scheme}”的各职级都属于岗位层级“{role}”；请在 role 与 roles "
                   "中为属于不同工作的职级各写一个岗位层级",
                   scheme=program.scheme.id, role=roles[0]),
            )  # fmt: skip
