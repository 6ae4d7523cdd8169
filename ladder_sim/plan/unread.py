"""What of the people a program may leave unread, so that it changes nothing."""

from __future__ import annotations

from ladder_sim.plan.program import Program


def reads_mentees(program: Program) -> bool:
    """Does anything read what comes of mentoring?"""
    return "mentees" in program.scope.columns_read or "mentee" in program.scope.metrics_read


def reads_teams(program: Program) -> bool:
    """Does anything hang on who is in which team?"""
    return "team" in program.scope.columns_read or any(plan.metric.per == "team" for plan in program.metrics.values())
