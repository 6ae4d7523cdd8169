"""A scheme written from memory: whatever words and shapes it has, one message leads to a whole scheme that loads."""

from __future__ import annotations

import re
from typing import Any

import pytest

import ladder_sim as ls
from ladder_sim.core.i18n import speaking
from ladder_sim.files.forms.move import MoveForm
from ladder_sim.files.forms.scheme import GradeForm, SchemeForm
from ladder_sim.scenarios.guessed_scheme import SMALL
from ladder_sim.scenarios.guessed_words import GRADE, MOVE, TOP, bounded, expression, period

STEP = {"from": "junior", "to": "senior"}
LADDER = {"staff": {"junior": {"base": 5000}, "senior": {"base": 7000}}}
#: What designers write, with what the move of the scheme that is shown asks for; the grades are the same in all.
GUESSES: list[tuple[Any, list[str]]] = [
    ({"name": "mini", "levels": ["junior", "senior"], "promotions": [{**STEP, "condition": "kpi >= 80"}]},
     ["kpi >= 80"]),
    ({"id": "mini", "title": "Mini", "grades": ["junior", "senior"], "moves": [{**STEP, "when": "kpi >= 80"}]},
     ["kpi >= 80"]),
    ({"scheme": "mini", "grades": {"junior": {"salary": 5000}, "senior": {"salary": 7000}},
      "moves": {"promote": {**STEP, "if": "kpi >= 80 and months >= 12"}}},
     ["kpi >= 80 and months_in_grade >= 12"]),
    ({"name": "mini", "grades": [{"name": "junior", "pay": 5000}, {"name": "senior", "pay": 7000}],
      "rules": [{**STEP, "months": 12, "kpi": 80}]},
     ["months_in_grade >= 12", "kpi >= 80"]),
    ({"id": "x", "ladder": [{"id": "junior", "base": 5000}, {"id": "senior", "base": 6000}],
      "moves": [{"id": "up", **STEP, "when": ["kpi >= 80", "months_in_grade >= 12"]}]},
     ["kpi >= 80", "months_in_grade >= 12"]),
    ({"scheme": "mini", "ladder": {"main": ["junior", "senior"]}, "pay": {"junior": 5000, "senior": 7000},
      "moves": [{**STEP, "when": "kpi > 80", "every": 12}]},
     ["kpi > 80"]),
    ({"name": "Mini", "grades": [{"id": "junior", "salary": 5000, "next": "senior"}, {"id": "senior"}],
      "promotion": {"min_months": 12, "min_kpi": 80}},
     ["months_in_grade >= 12", "kpi >= 80"]),
    ({"levels": {"junior": 5000, "senior": 7000},
      "transitions": [{"source": "junior", "target": "senior", "rule": "kpi>=80"}]},
     ["kpi>=80"]),
    ({"scheme": "mini", "tracks": {"agent": ["junior", "senior"]}, "entry": "junior", "reviews": {"yearly": 12},
      "moves": [{"name": "up", **STEP, "review": "yearly", "when": {"kpi": 80, "months_in_grade": 12}}]},
     ["kpi >= 80", "months_in_grade >= 12"]),
    ({"scheme": "mini", "ladder": {"junior": 5000, "senior": 7000}, "moves": ["junior -> senior if kpi >= 80"]},
     ["kpi >= 80"]),
    ({"ladder": [("junior", 5000), ("senior", 7000)], "moves": [("junior", "senior", "kpi >= 80")]}, ["kpi >= 80"]),
    ({"id": "mini", "tracks": [{"name": "agents", "grades": [{"name": "junior", "pay": {"base": 5000}}, "senior"]}],
      "reviews": "annual", "moves": [{**STEP, "requires": [{"metric": "kpi", "op": ">=", "value": 80}]}]},
     ["kpi >= 80"]),
    ({"name": "Simple", "grades": ["junior", "senior"], "promotion_rule": "kpi >= 80", "months": 12}, ["kpi >= 80"]),
    ({"scheme": "mini", "levels": {"junior": {"min_kpi": 80, "min_months": 12}, "senior": {"salary": 7000}}},
     ["kpi >= 80", "months_in_grade >= 12"]),
    ({"grades": {"senior": 2, "junior": 1}, "rules": {"junior -> senior": {"kpi": 80, "years": 1}}},
     ["kpi >= 80", "months_in_grade >= 12"]),
    ({"ladder": {"grades": ["junior", "senior"]}, "moves": [{**STEP, "when": {"any": ["kpi >= 80", "months >= 9"]}}]},
     ["(kpi >= 80) or (months_in_grade >= 9)"]),
    ({"scheme": "mini", "ladder": LADDER, "entry": "junior",
      "moves": [{**STEP, "when": "kpi >= 80", "review": "quarterly"}]}, ["kpi >= 80"]),
    ("name: mini\ngrades: [junior, senior]\nmoves:\n  - {from: junior, to: senior, when: kpi >= 80}\n", ["kpi >= 80"]),
]  # fmt: skip


def _shown(given: Any) -> tuple[ls.Scheme, str]:
    """The scheme that the message shows, and the message."""
    with pytest.raises(ls.LadderError) as told:
        ls.load_scheme(given)
    call = re.search(r"load_scheme\(.*\)$", str(told.value))
    assert call, told.value
    return eval(f"ls.{call[0]}"), str(told.value)  # as it is pasted


@pytest.mark.parametrize(("given", "asks"), GUESSES)
def test_a_scheme_from_memory_is_shown_as_one_that_loads(given: Any, asks: list[str]) -> None:
    made, told = _shown(given)
    assert "made of what was given" in told
    assert [grade.id for grade in made.grades] == ["junior", "senior"]
    (move,) = made.moves
    assert dict(move.to) == {"junior": "senior"}
    assert [condition.test.text for condition in move.when] == asks
    assert move.review in made.reviews


def test_what_was_given_is_kept() -> None:
    made, _ = _shown(GUESSES[3][0])
    form = made.to_dict()
    assert form["ladder"] == {"staff": {"junior": {"base": 5000}, "senior": {"base": 7000}}} and form["title"] == "mini"
    yearly, _ = _shown(GUESSES[5][0])
    assert yearly.to_dict()["reviews"] == {"yearly": {"every": "year"}}
    own, _ = _shown({**GUESSES[0][0], "parameters": {"bar": 80}, "promotions": [{**STEP, "when": "kpi >= bar"}]})
    assert own["bar"] == 80
    three, _ = _shown({"grades": ["P 1", "P 2", 3], "promotion_rule": "kpi >= 80"})
    assert [grade.id for grade in three.grades] == ["P_1", "P_2", "grade_3"] and len(three.moves) == 2
    assert str(three.grades[0].title) == "P 1"


@pytest.mark.parametrize("given", [{}, {"a": 1}, [{"from": "a", "to": "b"}], {"ladder": 3}, {"moves": [{"x": {}}]}])
def test_who_knows_nothing_of_the_form_is_shown_a_small_scheme(given: Any) -> None:
    made, told = _shown(given)
    assert made == ls.load_scheme(SMALL) and "made of what was given" not in told
    with speaking("zh"), pytest.raises(ls.LadderError, match="可加载的完整方案：load_scheme"):
        ls.load_scheme(given)


def test_a_small_mistake_is_told_alone() -> None:
    ls.load_scheme(SMALL)
    for wrong in ({"entry": "juniorr"}, {"moves": [{**SMALL["moves"][0], "when": "kpy >= 80"}]}):
        with pytest.raises(ls.LadderError) as told:
            ls.load_scheme({**SMALL, **wrong})
        assert "whole scheme" not in str(told.value)


def test_words_lead_to_keys_that_there_are() -> None:
    assert set(TOP.values()) <= set(SchemeForm.model_fields)
    assert set(MOVE.values()) <= {field.alias or name for name, field in MoveForm.model_fields.items()}
    assert set(GRADE.values()) - {"id", "next"} <= set(GradeForm.model_fields)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [("min_kpi", 80, "kpi >= 80"), ("kpi_min", 80, "kpi >= 80"), ("max_kpi", 60, "kpi <= 60"),
     ("kpi", "> 80", "kpi > 80"), ("kpi", {">=": 80}, "kpi >= 80"), ("kpi", {"min": 80, "max": 90},
     "kpi >= 80 and kpi <= 90"), ("kpi", [">=", 80], "kpi >= 80"), ("months", 12, "months_in_grade >= 12"),
     ("years", 2, "months_in_grade >= 24"), ("tenure", 6, "months_employed >= 6"), ("score", 80, "kpi >= 80")],
)  # fmt: skip
def test_a_bound_is_told_as_a_condition(name: str, value: Any, told: str) -> None:
    assert bounded(name, value) == told


def test_periods_and_signs_of_others() -> None:
    assert period("annual") == ("yearly", "year") and period(6) == ("half_yearly", "half-year")
    assert period("4 months") == ("every_4_months", "4 months") and period("often") is None and period(True) is None
    assert expression("kpi ≥ 80 && months > 6 OR performance=>90") == "kpi >= 80 and months_in_grade > 6 or kpi>=90"


def test_keys_are_led_to_their_names() -> None:
    _, told = _shown({"name": "x", "levels": ["a", "b"], "rules": [{"name": "up", "if": "kpi > 8"}], "seed": 3})
    assert "levels: unknown key; here it is called ladder: {staff:" in told
    assert "rules: unknown key; here it is called moves" in told
    assert "seed: unknown key; no scheme says it: it is given when the scheme is played" in told
    assert "'ladder' is missing" not in told, "said once"


def test_pay_under_another_name_is_warned_of() -> None:
    given = {**SMALL, "ladder": {"staff": {"junior": {"salary": 5000}, "senior": {"base": 7000}}}}
    with pytest.warns(
        match=r"ladder\.staff\.junior\.salary: a field .* nobody is paid; monthly base pay is called base"
    ):
        ls.load_scheme(given)
