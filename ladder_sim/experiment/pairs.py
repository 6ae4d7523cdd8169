"""What a scheme and a workforce need of each other: everything that a run would refuse, found without running."""

from __future__ import annotations

from pathlib import Path
from typing import assert_never

import numpy as np

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Place, Problems
from ladder_sim.engine.placement import strangers
from ladder_sim.engine.starting_people import starting_people
from ladder_sim.files import find, locate, read_tree
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Hiring, Workforce
from ladder_sim.people.plausibility import placed_by_role, unknown_grades
from ladder_sim.plan.check import check_pair as check_rules

MOST_PEOPLE = 12_000_000  # of one replication, which is never cut: some gigabytes


def check_pair(scheme: Scheme, workforce: Workforce, problems: Problems) -> None:
    """Report what keeps a scheme from being played on a workforce.

    Parameters
    ----------
    scheme: with the scheme that it replaces, if any; both are checked.
    problems: where the faults go, each at the place in its file; names that the scheme alone had to leave open are
        settled here.
    """
    problems.errors[:] = [problem for problem in problems.errors if not problem.open]
    check_rules(scheme, workforce, problems)
    people = workforce.people
    if people.grades or people.roster is not None:  # else nobody has a grade that the ladder might not know
        first = scheme if scheme.replaced is None else scheme.replaced
        crowd = starting_people(workforce, 1, np.zeros(1, np.int64))
        for name, message in strangers(crowd, first.grades).items():
            problems.add(_place_of(workforce, name), message)
    for line in regraded(scheme, workforce):
        assert people.roster is not None  # nobody else has a grade of their own
        problems.warn(Place(people.roster.file), line)


def regraded(scheme: Scheme, workforce: Workforce) -> list[str]:
    """People whose grade the ladder does not know and whose role places them: a line for each such grade."""
    roster = workforce.people.roster
    if roster is None or not any(roster.grade):
        return []
    first = scheme if scheme.replaced is None else scheme.replaced
    return [said for name, rows, near in unknown_grades(roster, first)
            if (said := placed_by_role(roster, name, rows, near, first))]  # fmt: skip


def _place_of(workforce: Workforce, grade: str) -> Place:
    """Where the people's grade is named: its line in the workforce's file, or their roster."""
    if workforce.people.roster is not None:
        return Place(workforce.people.roster.file)
    tree = read_tree(Path(workforce.file), Problems())
    loc = ("people", "grades", grade)
    return Place(workforce.file) if tree is None or find(tree, loc) is None else locate(tree, loc, key=True)


def _hires(hiring: Hiring, start: int, months: int) -> float:
    """How many are hired beyond those who leave."""
    match hiring.kind:
        case "keep" | "none":
            return 0.0
        case "fixed":
            return hiring.rate * months / 12
        case "poisson":
            return hiring.rate * months
        case "plan":
            return float(sum(number for month, number in hiring.plan if month <= months))
        case "grow":
            return start * float(np.expm1(np.minimum(np.log1p(hiring.rate) * months / 12, 100)))
        case _:
            assert_never(hiring.kind)


def check_size(workforce: Workforce, months: int, problems: Problems) -> None:
    """Report more people than a machine holds; how many replications there are does not matter here.

    Parameters
    ----------
    months : of the run, over which hires add up
    problems : to which it is reported
    """
    hiring, start = workforce.hiring, workforce.people.size
    hired = _hires(hiring, start, months)
    if start + hired > MOST_PEOPLE:
        problems.add(
            Place(workforce.file, where="hiring" if hired > start else "people"),
            tr(
                "{start:,} people and {hired:,.0f} hires in {months} months are more than can be played at once, "
                "at most {most:,}: a smaller headcount, fewer hires or fewer months",
                "{start:,} 名人员，加上 {months} 个月内招聘的 {hired:,.0f} 人，超出可同时模拟的上限 {most:,} 人；"
                "请减少人数、招聘数或月数",
                start=start,
                hired=hired,
                months=months,
                most=MOST_PEOPLE,
            ),
        )
