"""A rule for people in a new role is told where a scheme knows one role alone."""

from __future__ import annotations

from pathlib import Path

import scenes

from ladder_sim.core.problems import Problems
from ladder_sim.plan.check import check_pair

LADDER = "ladder: {desk: {a: {base: 100}, b: {base: 200%s}}}\nentry: a\n"
PEOPLE = "people: {headcount: 5}\nmetrics: {kpi: {normal: {mean: 7, between: 2, at_move: fresh}}}\n"


def test_a_rule_that_changes_nobody_is_told(tmp_path: Path) -> None:
    people, found = scenes.workforce_of(tmp_path, PEOPLE), []
    for role in ("", ", role: lead"):
        problems = Problems()
        check_pair(scenes.scheme_of(tmp_path, LADDER % role), people, problems)
        found.append([str(warning) for warning in problems.warnings])
    (told,), nothing = found
    assert "w.yaml:3:" in told and "all grades of scheme 's' have the role 'agent'" in told and nothing == []
