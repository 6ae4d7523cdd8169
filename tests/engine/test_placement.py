"""Where people start on a ladder: shares come out, and nobody's place depends on anybody else."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ladder_sim.core.i18n import Title
from ladder_sim.core.problems import LadderError
from ladder_sim.engine.placement import months_in_grade, place, standing, steps_of
from ladder_sim.engine.starting_people import StartingPeople, starting_people
from ladder_sim.model.grades import STANDARD_ROLES, Grade
from ladder_sim.model.metrics import Attribute
from ladder_sim.model.workforce import People, Workforce

TENURE = Attribute("months_employed", Title("", ""), "exponential", (20.0,))


def grade(name: str, level: int, *, role: str = "agent", track: str = "service", **more: Any) -> Grade:
    titles = {"star_1": Title("One-star agent", "一星客服")}
    more.setdefault("layer", level)
    return Grade(name, track, role, level, title=titles.get(name, Title(name, name)), **more)


STARS = (grade("star_1", 1), grade("star_2", 2), grade("star_3", 3))


def crowd_of(replications: int = 50, *, headcount: int = 200, ability_sd: float = 1.0, **people: Any) -> StartingPeople:
    force = Workforce(
        id="w",
        title=Title("w", "w"),
        start=dt.date(2027, 1, 1),
        people=People(headcount=headcount, attributes={"months_employed": TENURE}, **people),
        metrics={},
        ability_sd=ability_sd,
    )
    return starting_people(force, 11, np.arange(replications))


def with_grades(
    crowd: StartingPeople, names: tuple[str, ...], codes: list[int], role: int | None = None
) -> StartingPeople:
    everywhere = np.array(np.broadcast_to(codes, crowd.grade.shape), np.int32)
    roles = crowd.role if role is None else np.full_like(crowd.role, role)
    return dataclasses.replace(crowd, grade=everywhere, grade_names=names, role=roles)


def shares_of(placed: np.ndarray, grades: int) -> list[float]:
    return list(np.bincount(placed.ravel(), minlength=grades) / placed.size)


# --- grades ------------------------------------------------------------------------------------


@pytest.mark.parametrize("ability_sd", [0.0, 1.0, 3.0])
def test_shares_follow_the_ladder(ability_sd: float) -> None:
    """10,000 people: a share off by 0.02 would be found."""
    ladder = tuple(dataclasses.replace(g, share=s) for g, s in zip(STARS, (5, 3, 2), strict=True))
    placed = place(crowd_of(ability_sd=ability_sd), ladder, STANDARD_ROLES)
    for got, want in zip(shares_of(placed, 3), (0.5, 0.3, 0.2), strict=True):
        assert abs(got - want) / math.sqrt(want * (1 - want) / placed.size) <= 4
    assert placed.dtype == np.int32


def test_longer_tenure_and_higher_ability_stand_higher() -> None:
    crowd = crowd_of()
    placed = place(crowd, STARS, STANDARD_ROLES)
    tenure = [crowd.tenure_quantile[placed == i].mean() for i in range(3)]
    ability = [crowd.ability[placed == i].mean() for i in range(3)]
    assert tenure == sorted(tenure) and ability == sorted(ability)
    lifted = dataclasses.replace(crowd, ability=crowd.ability + 0.5)
    assert (place(lifted, STARS, STANDARD_ROLES) >= placed).all()


def test_the_place_is_a_function_of_the_persons_own_data() -> None:
    crowd = crowd_of(4)
    some = np.array([3, 50, 199])
    alone = dataclasses.replace(
        crowd,
        **{name: getattr(crowd, name)[:, some] for name in ("role", "grade", "ability", "tenure_quantile")},
    )
    assert (place(alone, STARS, STANDARD_ROLES) == place(crowd, STARS, STANDARD_ROLES)[:, some]).all()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([0.0, 0.5, 1.0, 4.0]), min_size=1, max_size=5), st.lists(st.booleans(), min_size=5))
def test_everybody_of_a_role_on_the_ladder_is_placed_and_never_on_trial_without_need(
    shares: list[float], trials: list[bool]
) -> None:
    ladder = [
        grade(f"g{i}", i + 1, share=share, trial=trial)
        for i, (share, trial) in enumerate(zip(shares, trials, strict=False))
    ]
    placed = place(crowd_of(2), ladder, STANDARD_ROLES)
    assert placed.min() >= 0
    if any(g.share > 0 and not g.trial for g in ladder):
        assert all(ladder[i].share > 0 and not ladder[i].trial for i in np.unique(placed))


def test_people_start_on_trial_only_where_the_role_has_nothing_else() -> None:
    trainee, star = grade("trainee", 1, trial=True), grade("star", 2)
    crowd = crowd_of(2)
    assert (place(crowd, (trainee, star), STANDARD_ROLES) == 1).all()
    assert (place(crowd, (trainee,), STANDARD_ROLES) == 0).all()


def test_a_role_with_several_tracks_is_ordered_by_layer_level_and_track() -> None:
    ladder = (
        grade("a1", 1),
        grade("a2", 2, layer=3),
        grade("s1", 1, track="skill", layer=2),
        grade("s2", 2, track="skill", layer=3),
        grade("boss", 3, role="manager"),
    )
    assert [ladder[i].id for i in steps_of("agent", ladder)] == ["a1", "s1", "a2", "s2"]
    for share in shares_of(place(crowd_of(), ladder, STANDARD_ROLES), 5)[:4]:
        assert abs(share - 0.25) / math.sqrt(0.25 * 0.75 / 10_000) <= 4


def test_a_role_without_a_grade_is_left_out() -> None:
    crowd = crowd_of(2, roles={"agent": 0.9, "supervisor": 0.1})
    placed = place(crowd, STARS, STANDARD_ROLES)
    assert ((placed == -1) == (crowd.role == 1)).all()


def test_a_grade_that_the_ladder_knows_is_kept_by_id_or_title() -> None:
    crowd = with_grades(crowd_of(2, headcount=4), ("一星客服", "STAR_3", "elsewhere"), [0, 1, 2, -1])
    placed = place(crowd, STARS, STANDARD_ROLES)
    assert placed[:, :2].tolist() == [[0, 2], [0, 2]]
    by_role = place(crowd_of(2, headcount=4), STARS, STANDARD_ROLES)
    assert (placed[:, 2:] == by_role[:, 2:]).all()


def test_a_strange_grade_without_a_role_is_refused_by_name() -> None:
    crowd = with_grades(crowd_of(2, headcount=3), ("star_1", "star_9", "b"), [0, 1, 2], role=-1)
    with pytest.raises(LadderError) as caught:
        place(crowd, STARS, STANDARD_ROLES)
    assert [str(problem) for problem in caught.value.problems] == [
        "the workforce has people in grade 'star_9', which this scheme does not have; "
        "give them a role, or a grade of the scheme; did you mean 'star_3'?",
        "the workforce has people in grade 'b', which this scheme does not have; "
        "give them a role, or a grade of the scheme; known: star_1, star_2, star_3",
    ]


def test_standing_is_standard_normal() -> None:
    score = standing(crowd_of(ability_sd=2.0))
    n = score.size
    assert abs(score.mean()) * math.sqrt(n) <= 4
    assert abs((score**2).mean() - 1) / math.sqrt(2 / n) <= 4


# --- months in grade ---------------------------------------------------------------------------

CAREER = (*STARS, grade("lead", 1, role="supervisor", track="management", layer=4))


def test_time_in_grade_never_exceeds_tenure_and_is_all_of_it_at_the_bottom() -> None:
    crowd = crowd_of(roles={"agent": 0.8, "supervisor": 0.2})
    placed = place(crowd, CAREER, STANDARD_ROLES)
    months = months_in_grade(crowd, placed, CAREER, STANDARD_ROLES)
    assert months.dtype == np.int32
    assert (months >= 0).all() and (months <= crowd.months_employed).all()
    assert (months == crowd.months_employed)[placed == 0].all()


@pytest.mark.parametrize(("name", "moves"), [("star_2", 1), ("star_3", 2), ("lead", 1)])
def test_the_share_of_tenure_in_grade_is_what_uniform_moves_leave(name: str, moves: int) -> None:
    """The time since the last of n uniform moves is 1/(n+1) of the tenure on average, with a known variance."""
    crowd = dataclasses.replace(crowd_of(), months_employed=np.full((50, 200), 100_000, np.int32))
    placed = np.full((50, 200), [g.id for g in CAREER].index(name), np.int32)
    share = months_in_grade(crowd, placed, CAREER, STANDARD_ROLES) / 100_000
    sd = math.sqrt(moves / ((moves + 1) ** 2 * (moves + 2)))  # of a Beta(1, n)
    assert abs(share.mean() - 1 / (moves + 1)) / (sd / 100) <= 4


def test_what_is_known_of_the_time_in_grade_is_kept() -> None:
    crowd = crowd_of(2, headcount=3)
    crowd.months_in_grade[:, 1] = 0
    placed = np.ones((2, 3), np.int32)
    months = months_in_grade(crowd, placed, STARS, STANDARD_ROLES)
    assert (months[:, 1] == 0).all()


def test_people_outside_the_ladder_keep_their_whole_tenure() -> None:
    crowd = crowd_of(2, headcount=3)
    months = months_in_grade(crowd, np.full((2, 3), -1, np.int32), STARS, STANDARD_ROLES)
    assert (months == crowd.months_employed).all()
