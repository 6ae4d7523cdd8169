"""Who is there on the first day: exact where the draw is exact, within four standard errors where it is luck."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ladder_sim.core.i18n import Title
from ladder_sim.engine.starting_people import (
    category_code,
    hire_attributes,
    innate_ability,
    shared_out,
    starting_people,
)
from ladder_sim.experiment.simulation import simulate
from ladder_sim.model.expression import Expr
from ladder_sim.model.grades import EntryRule, Grade
from ladder_sim.model.metrics import Attribute, AttributeKind, Metric, MetricKind
from ladder_sim.model.scheme import PayPart, Scheme
from ladder_sim.model.workforce import Hiring, People, Roster, Workforce
from ladder_sim.streams import draws

REPLICATIONS = np.arange(50)


def attribute(name: str, kind: str, *params: float, **more: Any) -> Attribute:
    return Attribute(name, Title(name, name), kind, params, **more)  # type: ignore[arg-type]


EDUCATION = attribute(
    "education", "shares", levels=("school", "college", "bachelor"), ordered=True, shares=(0.3, 0.5, 0.2)
)
TABLE = ((1.0, 3.0), (2.5, 1.0))  # values and weights
GENDER = attribute("gender", "shares", levels=("female", "male"), shares=(0.6, 0.4))


def workforce(*attributes: Attribute, headcount: int = 200, ability_sd: float = 1.0, **people: Any) -> Workforce:
    declared = {item.name: item for item in attributes}
    return Workforce(
        id="w",
        title=Title("w", "w"),
        start=dt.date(2027, 1, 1),
        people=People(headcount=headcount, attributes=declared, **people),
        metrics={},
        ability_sd=ability_sd,
    )


def roster(**columns: tuple[Any, ...]) -> Roster:
    return Roster(
        file="r.csv",
        person=("007", "8", "9", "10"),
        role=("supervisor", "agent", "agent", "agent"),
        grade=("lead", "", "", "star_2"),
        columns={"months_employed": (60.0, 10.0, 30.0, 10.0), **columns},
    )


def z_of_mean(values: np.ndarray, mean: float) -> float:
    """How many standard errors the mean of independent `values` is away from `mean`."""
    return float((values.mean() - mean) / (values.std(ddof=1) / math.sqrt(values.size)))


# --- role counts, grades, teams ----------------------------------------------------------------


@given(st.lists(st.floats(0.001, 1.0), min_size=1, max_size=8), st.integers(0, 5000))
def test_shares_are_kept_to_within_one_person(shares: list[float], total: int) -> None:
    counts = shared_out(shares, total)
    assert sum(counts) == total
    for count, share in zip(counts, shares, strict=True):
        assert abs(count - share / sum(shares) * total) < 1 + 1e-6


def test_a_remainder_goes_to_the_largest_then_to_the_lowest() -> None:
    assert shared_out([0.86, 0.11, 0.02, 0.01], 200) == [172, 22, 4, 2]
    assert shared_out([0.5, 0.3, 0.2], 7) == [4, 2, 1]
    assert shared_out([1, 1, 1], 4) == [2, 1, 1]


def test_persons_are_in_order_of_role_from_the_lowest_up() -> None:
    crowd = starting_people(workforce(roles={"manager": 0.02, "agent": 0.87, "supervisor": 0.11}), 1, REPLICATIONS)
    assert crowd.roles == ("agent", "supervisor", "manager")
    assert crowd.role.shape == (50, 200) and crowd.role.dtype == np.int16
    assert np.bincount(crowd.role[0]).tolist() == [174, 22, 4]
    assert (np.diff(crowd.role, axis=1) >= 0).all()
    assert crowd.person.tolist() == list(range(200))


def test_roles_of_their_own_keep_the_order_of_the_file() -> None:
    crowd = starting_people(workforce(roles={"trainee": 0.5, "agent": 0.5}), 1, REPLICATIONS)
    assert crowd.roles == ("trainee", "agent")


def test_people_given_by_grade_stand_in_them_without_time() -> None:
    crowd = starting_people(workforce(grades={"junior": 3, "senior": 2}, headcount=99), 1, REPLICATIONS)
    assert crowd.grade_names == ("junior", "senior")
    assert crowd.grade[7].tolist() == [0, 0, 0, 1, 1]
    assert (crowd.role == -1).all()
    assert not crowd.months_in_grade.any() and not crowd.months_employed.any()


def test_an_attribute_may_give_people_in_grades_a_past() -> None:
    some = attribute("months_in_grade", "constant", 9)
    crowd = starting_people(workforce(some, grades={"junior": 3}), 1, REPLICATIONS)
    assert (crowd.months_in_grade == 9).all() and (crowd.months_employed == 9).all()
    tenure = attribute("months_employed", "uniform", 0, 12)
    crowd = starting_people(workforce(some, tenure, grades={"junior": 300}), 1, REPLICATIONS)
    assert (crowd.months_in_grade == np.minimum(9, crowd.months_employed)).all()


def test_teams_are_even_and_share_out_every_role() -> None:
    crowd = starting_people(workforce(roles={"agent": 0.9, "supervisor": 0.1}, team_size=10), 1, REPLICATIONS)
    sizes = np.bincount(crowd.team[0])
    assert sizes.tolist() == [10] * 20
    assert np.bincount(crowd.team[0, crowd.role[0] == 1]).tolist() == [1] * 20


# --- attributes --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "mean", "sd"),
    [
        (attribute("x", "normal", 27, 4), 27, 4),
        (attribute("x", "uniform", 2, 6), 4, 4 / math.sqrt(12)),
        (attribute("x", "exponential", 20), 20, 20),
        (attribute("x", "poisson", 3), 3, math.sqrt(3)),
        (attribute("x", "constant", 5), 5, 0),
    ],
)
def test_attributes_have_the_mean_and_spread_asked_for(item: Attribute, mean: float, sd: float) -> None:
    """10,000 draws: a mean off by 0.04 sd would be found, and a spread off by 4 percent or so."""
    drawn = starting_people(workforce(item), 3, REPLICATIONS).attributes["x"]
    assert drawn.shape == (50, 200)
    if sd == 0:
        assert (drawn == mean).all()
        return
    assert abs(z_of_mean(drawn, mean)) <= 4
    assert abs(z_of_mean((drawn - mean) ** 2, sd**2)) <= 4


def test_bounds_clip() -> None:
    drawn = starting_people(workforce(attribute("x", "normal", 27, 4, low=25, high=30)), 3, REPLICATIONS).attributes[
        "x"
    ]
    assert drawn.min() == 25 and drawn.max() == 30


@pytest.mark.parametrize("item", [EDUCATION, GENDER])
def test_categories_are_level_codes_with_the_shares_asked_for(item: Attribute) -> None:
    codes = starting_people(workforce(item), 3, REPLICATIONS).attributes[item.name]
    for level, share in zip(item.levels, item.shares, strict=True):
        assert abs(z_of_mean((codes == category_code(item, level)).astype(float), share)) <= 4
    assert set(np.unique(codes)) == set(range(len(item.levels)))


def test_experience_is_there_and_zero_unless_declared() -> None:
    plain = starting_people(workforce(), 1, REPLICATIONS)
    assert not plain.attributes["experience_months"].any()
    some = starting_people(workforce(attribute("experience_months", "exponential", 24)), 1, REPLICATIONS)
    assert abs(z_of_mean(some.attributes["experience_months"], 24)) <= 4


def test_clocks_are_columns_not_attributes_and_hires_have_none() -> None:
    people = workforce(attribute("months_employed", "exponential", 20), GENDER)
    crowd = starting_people(people, 1, REPLICATIONS)
    assert "months_employed" not in crowd.attributes
    assert abs(z_of_mean(crowd.months_employed.astype(float), 20)) <= 4
    assert (crowd.months_in_grade == -1).all()
    hires = hire_attributes(people, draws.person_keys(1, REPLICATIONS[:, None], np.arange(1000, 1100)[None, :]))
    assert set(hires) == {"gender", "experience_months", "fte"}
    assert (hires["fte"] == 1).all() and not hires["experience_months"].any()
    assert hires["gender"].shape == (50, 100)


def test_a_higher_tenure_quantile_never_means_a_shorter_tenure() -> None:
    crowd = starting_people(workforce(attribute("months_employed", "exponential", 20)), 1, REPLICATIONS)
    order = np.argsort(crowd.tenure_quantile, axis=None)
    assert (np.diff(crowd.months_employed.ravel()[order]) >= 0).all()
    assert abs(z_of_mean(crowd.tenure_quantile, 0.5)) <= 4


def test_ability_has_the_workforces_spread() -> None:
    ability = starting_people(workforce(ability_sd=2.5), 1, REPLICATIONS).ability
    assert abs(z_of_mean(ability, 0)) <= 4
    assert abs(z_of_mean(ability**2, 6.25)) <= 4


@settings(max_examples=30, deadline=None)
@given(st.floats(15, 30), st.floats(31, 60), st.floats(1, 400), st.integers(0, 9))
def test_nobody_was_hired_as_a_child(low: float, high: float, mean_months: float, seed: int) -> None:
    people = workforce(
        attribute("age", "normal", 27, 6, low=low, high=high), attribute("months_employed", "exponential", mean_months)
    )
    crowd = starting_people(people, seed, np.arange(3))
    age_when_hired = crowd.attributes["age"] - crowd.months_employed / 12
    assert (age_when_hired >= min(18, low) - 1e-9).all()
    assert (crowd.attributes["age"] <= high + 1e-9).all()


def test_a_constant_age_stays_as_written() -> None:
    people = workforce(attribute("age", "constant", 30), attribute("months_employed", "exponential", 200))
    assert (starting_people(people, 1, REPLICATIONS).attributes["age"] == 30).all()


# --- luck --------------------------------------------------------------------------------------


def test_people_do_not_depend_on_the_block_or_on_other_attributes() -> None:
    tenure = attribute("months_employed", "exponential", 20)
    whole = starting_people(workforce(tenure, GENDER, EDUCATION), 5, np.arange(10))
    part = starting_people(workforce(GENDER, tenure), 5, np.array([7]))
    for ours, theirs in (
        (whole.attributes["gender"][7], part.attributes["gender"][0]),
        (whole.ability[7], part.ability[0]),
        (whole.months_employed[7], part.months_employed[0]),
        (whole.tenure_quantile[7], part.tenure_quantile[0]),
    ):
        assert (ours == theirs).all()
    assert (whole.ability[7] != whole.ability[6]).all()


def test_a_longer_list_of_people_begins_with_the_same_people() -> None:
    few, many = (starting_people(workforce(GENDER, headcount=n), 5, np.arange(4)) for n in (50, 80))
    assert (few.ability == many.ability[:, :50]).all()
    assert (few.attributes["gender"] == many.attributes["gender"][:, :50]).all()


def test_hires_draw_from_the_streams_of_the_first_people() -> None:
    people = workforce(GENDER)
    crowd = starting_people(people, 5, np.arange(4))
    assert (hire_attributes(people, crowd.keys)["gender"] == crowd.attributes["gender"]).all()
    assert (innate_ability(people, crowd.keys) == crowd.ability).all()


# --- rosters -----------------------------------------------------------------------------------


def test_a_rosters_people_are_the_same_in_every_replication() -> None:
    given_ = roster(
        months_in_grade=(24.0, math.nan, 40.0, 3.0),
        pay=(8000.0, 4000.0, math.nan, 4500.0),
        kpi=(90.0, math.nan, 70.0, 80.0),
        team=("B", "A", "", "B"),
        age=(33.0, 22.0, 27.0, 24.0),
        gender=("male", "female", "female", "male"),
    )
    crowd = starting_people(workforce(GENDER, attribute("age", "normal", 27, 4), roster=given_), 1, REPLICATIONS)
    assert crowd.ids == ("007", "8", "9", "10")
    assert crowd.roles == ("agent", "supervisor")
    for row in (crowd.months_employed, crowd.attributes["age"], crowd.attributes["gender"], crowd.team):
        assert (row == row[0]).all()
    assert crowd.role[3].tolist() == [1, 0, 0, 0]
    assert crowd.months_employed[0].tolist() == [60, 10, 30, 10]
    assert crowd.months_in_grade[0].tolist() == [24, -1, 30, 3]  # never above the months employed
    assert crowd.grade_names == ("lead", "star_2") and crowd.grade[0].tolist() == [0, -1, -1, 1]
    assert crowd.attributes["gender"][0].tolist() == [1, 0, 0, 1]
    assert crowd.team[0].tolist() == [0, 1, 0, 0]  # a missing team is dealt out
    np.testing.assert_array_equal(crowd.pay[0], [8000, 4000, math.nan, 4500])
    np.testing.assert_array_equal(crowd.kpi[9], [90, math.nan, 70, 80])


def test_the_place_by_tenure_is_among_the_same_role_and_ties_share_it() -> None:
    crowd = starting_people(workforce(roster=roster()), 1, REPLICATIONS)
    np.testing.assert_allclose(crowd.tenure_quantile[0], [1 / 2, 1 / 3, 5 / 6, 1 / 3])


def test_what_a_roster_leaves_out_is_drawn_and_fits_the_tenure() -> None:
    people = workforce(
        GENDER,
        attribute("age", "normal", 20, 1),
        roster=roster(gender=("male", "", "", ""), age=(19.0,) + (math.nan,) * 3),
    )
    crowd = starting_people(people, 1, np.arange(400))
    assert (crowd.attributes["gender"][:, 0] == 1).all()
    assert abs(z_of_mean(crowd.attributes["gender"][:, 1:], 0.4)) <= 4
    assert (crowd.attributes["age"][:, 0] == 19).all()  # stated ages are not touched
    assert (crowd.attributes["age"][:, 2] >= 18 + 30 / 12).all()


# --- kinds --------------------------------------------------------------------------------------


def test_every_kind_of_attribute_is_drawn_and_no_other() -> None:
    """A kind that is new to the tables is an error, not drawn like the last of those that are known."""
    given: dict[AttributeKind, tuple[float, ...]] = {
        "normal": (1, 2), "uniform": (1, 2), "exponential": (3,), "poisson": (3,), "shares": (), "table": (),
        "constant": (5,),
    }  # fmt: skip
    assert set(given) == set(get_args(AttributeKind))
    keys = draws.person_keys(1, REPLICATIONS, 0)
    for kind, params in given.items():
        table = TABLE if kind == "table" else ()
        drawn = hire_attributes(workforce(attribute("x", kind, *params, levels=("a", "b"), table=table)), keys)
        assert np.isfinite(drawn["x"]).all()
    with pytest.raises(KeyError, match="triangular"):
        hire_attributes(workforce(attribute("x", "triangular", 1, 2)), keys)


@pytest.mark.parametrize("kind", get_args(MetricKind))
def test_every_kind_of_metric_is_drawn_and_no_other(kind: MetricKind) -> None:
    rules = Scheme("s", Title("", ""), (Grade("g", "t", "agent", 1, 1, Title("", ""), Expr("1")),), EntryRule("g"))
    rules = replace(rules, pay=(PayPart("p", Title("", ""), Expr("1 * x" if kind != "chance" else "1 if x else 0")),))
    metric = Metric("x", Title("", ""), kind, Expr("0.5"), Expr("0"), Expr("0.1"), at="month", table=TABLE)
    people = replace(workforce(headcount=3), metrics={"x": metric}, hiring=Hiring("none"))
    assert np.isfinite(simulate(rules, people, months=2, replications=2).counts.pay).all()
    strange = replace(people, metrics={"x": replace(metric, kind="gamma")})  # type: ignore[arg-type]
    with pytest.raises(KeyError, match="gamma"):
        simulate(rules, strange, months=2, replications=2)
