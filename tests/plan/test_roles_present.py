"""Which roles without a grade of the scheme need a pay: those that somebody can have."""

from __future__ import annotations

from pathlib import Path

import pytest
from scenes import scheme_of, workforce_of

from ladder_sim.core.problems import LadderError
from ladder_sim.experiment.simulation import simulate

LADDER = """
roles: [faculty]
ladder: {faculty: {assistant: {role: faculty, base: 4000}, associate: {role: faculty, base: 5000}}}
entry: assistant
"""
ROSTER = """
person,hired,role,grade
a,2024-03-01,,assistant
b,2022-03-01,,associate
"""


@pytest.mark.parametrize(
    "people",
    ["{grades: {assistant: 3, associate: 1}}", "{grades: {assistant: 3}, roles: {agent: 0.9, lead: 0.1}}",
     "{roster: people.csv, roles: {agent: 1}}"],
)  # fmt: skip
def test_shares_of_roles_are_of_a_headcount_alone(people: str, tmp_path: Path) -> None:
    force = workforce_of(tmp_path, f"signals: standard\npeople: {people}\n", roster=ROSTER)
    run = simulate(scheme_of(tmp_path, LADDER), force, months=2, replications=1)
    assert [grade.id for grade in run.axes.grades] == ["assistant", "associate"]


def test_a_role_that_somebody_has_needs_a_pay(tmp_path: Path) -> None:
    staff = ROSTER.replace("b,2022-03-01,,associate", "b,2022-03-01,agent,")
    force = workforce_of(tmp_path, "signals: standard\npeople: {roster: people.csv}\n", roster=staff)
    with pytest.raises(LadderError, match="grade 'agent' has no base pay"):
        simulate(scheme_of(tmp_path, LADDER), force, months=2, replications=1)
