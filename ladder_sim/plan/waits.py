"""Rules that count attempts at moves without a waiting time: whoever is reviewed is due."""

from __future__ import annotations

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Problems
from ladder_sim.plan.program import Program


def warn_of_attempts(program: Program, problems: Problems) -> None:
    """Warn of each move whose own attempts a rule counts and of which no condition is a waiting time."""
    for plan in program.moves:
        if program.reads(f"attempts:{plan.move.id}") and plan.conditions and not any(plan.gates):
            problems.warn(
                plan.move.at,
                tr("a rule counts attempts at '{move}', which has no waiting time: every review counts; if a condition "
                   "is one, say so with {{if: …, due: true}}",
                   "有规则统计“{move}”的未果次数，而它没有年限类条件：每次评审都计；"
                   "若某条件属于此类，请写 {{if: …, due: true}}",
                   move=plan.move.id),
            )  # fmt: skip
