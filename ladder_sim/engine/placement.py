"""Where the people of a workforce start on a scheme's ladder: a function of each person's own data.

A person whose grade the ladder knows (by id, or by its title in either language) keeps it. Everybody
else is placed by role, and within a role by tenure and ability, so that the grades' `share`s come out
in the long run; the same people are placed alike on every ladder of the same proportions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ladder_sim.core.fixed_math import power
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import NOWHERE, Problems, nearest
from ladder_sim.engine.starting_people import UNKNOWN, StartingPeople
from ladder_sim.model.grades import Grade
from ladder_sim.people.grade_names import grades_meant
from ladder_sim.streams import draws
from ladder_sim.streams.quantiles import exact_quantile

GradeIndex = npt.NDArray[np.int32]


def place(start: StartingPeople, grades: Sequence[Grade], roles: Sequence[str]) -> GradeIndex:
    """The grade everybody starts in, as an index into `grades`; -1 where the ladder has none for the person's role.

    Shape (people,).

    Parameters
    ----------
    grades: the ladder, in the scheme's order.
    roles: the scheme's roles, lowest first.

    Raises
    ------
    LadderError
        Somebody has a grade that the ladder does not know, and no role.
    """
    placed = _known_grades(start, grades)
    open_ = placed == UNKNOWN
    if not open_.any():
        return placed
    _refuse_strangers(start, grades)
    score = standing(start)
    for role in roles:
        steps = steps_of(role, grades)
        if role not in start.roles or not steps:
            continue
        mine = open_ & (start.role == start.roles.index(role))
        cuts = _normal_cuts(_weights(steps, grades))
        placed[mine] = np.array(steps, np.int32)[np.searchsorted(cuts, score[mine], side="right")]
    return placed


def standing(start: StartingPeople) -> npt.NDArray[np.float64]:
    """How far up in their role people stand, as a standard normal score: tenure and ability, equally weighted.

    Shape (people,).
    """
    score = draws.normal_quantile(start.tenure_quantile)
    if start.ability_sd > 0:
        score += start.ability / start.ability_sd
        score /= math.sqrt(2)
    return score


def steps_of(role: str, grades: Sequence[Grade]) -> list[int]:
    """The role's grades from low to high, as indices: by layer, then level, then the order of the tracks."""
    tracks = list(dict.fromkeys(grade.track for grade in grades))
    mine = [i for i, grade in enumerate(grades) if grade.role == role]
    return sorted(mine, key=lambda i: (grades[i].layer, grades[i].level, tracks.index(grades[i].track)))


def months_in_grade(
    start: StartingPeople, grade: GradeIndex, grades: Sequence[Grade], roles: Sequence[str]
) -> npt.NDArray[np.int32]:
    """Completed months in the grade in which people were placed, never more than their months employed; (people,).

    What the workforce states is kept. Else the person is taken to have come up through the grades below
    in the same role (and once from a lower role, where the ladder has one), at times that fall uniformly
    on their tenure: with n such moves the time since the last is the share 1 - max(u1 … un) of tenure,
    which is 1 - u^(1/n) for one uniform u; with none it is the whole tenure.
    """
    moves = _moves_behind(grades, roles)[grade]  # grade -1 reads the last entry: a role outside the ladder
    share = np.ones(grade.shape)
    moved = moves > 0
    share[moved] -= power(draws.uniform(start.keys, "placement.months_in_grade")[moved], 1 / moves[moved])
    guessed = (share * start.months_employed).astype(np.int32)
    known = start.months_in_grade != UNKNOWN
    return np.where(known, start.months_in_grade, guessed).astype(np.int32)


def _moves_behind(grades: Sequence[Grade], roles: Sequence[str]) -> npt.NDArray[np.int64]:
    """Per grade, how many moves lie behind somebody in it; one more entry, 0, for people outside the ladder."""
    moves = np.zeros(len(grades) + 1, np.int64)
    from_below = 0
    for role in roles:
        steps = [i for i in steps_of(role, grades) if not grades[i].trial]
        heights = sorted({(grades[i].layer, grades[i].level) for i in steps})
        for i in steps:
            moves[i] = from_below + heights.index((grades[i].layer, grades[i].level))
        if steps:
            from_below = 1
    return moves


def _known_grades(start: StartingPeople, grades: Sequence[Grade]) -> GradeIndex:
    """The ladder's grade for each person whose own grade it knows, else -1."""
    if not start.grade_names:
        return np.full(start.grade.shape, UNKNOWN, np.int32)
    meant = grades_meant(start.grade_names, grades)
    code = [meant.get(name, UNKNOWN) for name in start.grade_names]
    return np.array([*code, UNKNOWN], np.int32)[start.grade]  # grade -1 reads the last entry


def _weights(steps: Sequence[int], grades: Sequence[Grade]) -> npt.NDArray[np.float64]:
    """Shares of the role's grades. People who are there are past their trial, unless the role has nothing else."""
    share = np.array([max(0.0, grades[i].share) for i in steps])
    settled = np.where([grades[i].trial for i in steps], 0.0, share)
    weights = settled if settled.sum() > 0 else share
    if weights.sum() <= 0:
        weights = np.eye(len(steps))[0]  # nobody is said to be in any: the lowest
    return np.asarray(weights / weights.sum())


def _normal_cuts(weights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Where the standard normal distribution is cut so that the parts have these weights."""
    cumulative = np.cumsum(weights)[:-1]
    cuts = exact_quantile(cumulative.clip(1e-12, 1 - 1e-12))
    cuts[cumulative <= 1e-12] = -np.inf
    cuts[cumulative >= 1 - 1e-12] = np.inf
    return cuts


def strangers(start: StartingPeople, grades: Sequence[Grade]) -> dict[str, str]:
    """The grades of people whom the ladder cannot place, and what to do about each: its grade and role are unknown."""
    open_ = _known_grades(start, grades) == UNKNOWN
    found = np.unique(start.grade[open_ & (start.role == UNKNOWN) & (start.grade != UNKNOWN)])
    known = [grade.id for grade in grades]
    return {
        name: tr(
            "the workforce has people in grade '{name}', which this scheme does not have; "
            "give them a role, or a grade of the scheme{near}",
            "人员文件中有职级“{name}”的人员，但该方案没有这个职级；请为他们填写岗位层级，或改用方案中的职级{near}",
            name=name,
            near=nearest(name, known),
        )
        for name in (start.grade_names[code] for code in found)
    }


def _refuse_strangers(start: StartingPeople, grades: Sequence[Grade]) -> None:
    problems = Problems()
    for message in strangers(start, grades).values():
        problems.add(NOWHERE, message)
    problems.raise_if_any()
