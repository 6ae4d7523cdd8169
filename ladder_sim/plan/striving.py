"""The promotions for which people try harder, where a workforce names them."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import NOWHERE, Problems
from ladder_sim.plan.program import MovePlan, Program


def strived_for(program: Program, plan: MovePlan, names: tuple[str, ...]) -> bool:
    """Do people respond to this promotion? `names` are of moves, grades or roles; none: they do to all."""
    return not names or not _known_by(program, plan).isdisjoint(names)


def _known_by(program: Program, plan: MovePlan) -> set[str]:
    """The names under which a workforce may speak of a promotion: its own, its grades' and their roles'."""
    goals = [program.infos[code] for code in np.unique(plan.to[plan.to >= 0]) if code < len(program.infos)]
    return {plan.move.id, *(goal.id for goal in goals), *(goal.role for goal in goals)}


def warn_of_effort(program: Program, problems: Problems) -> None:
    """Say where people would try harder for a promotion that the scheme does not have."""
    effort = program.workforce.effort
    if effort is None:
        return
    known = [_known_by(program, plan) for plan in program.moves if plan.kind == "promotion"]
    missing = [name for name in effort.to if not any(name in names for names in known)]
    if missing:
        problems.warn(NOWHERE, tr(
            "effort is for {names}, and the scheme has no promotion of that name, or to a grade or role of it",
            "努力程度针对{names}，而方案中没有这样命名的晋升，也没有晋升到该职级或岗位层级的规则",
            names=tr(", ", "、").join(missing),
        ))  # fmt: skip
