"""A misspelt word inside a rule is refused where the rule is given, with its place and the word that was meant."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import pytest

import ladder_sim as ls
from ladder_sim.core.problems import LadderWarning, misspelt

S, V, W = "ecommerce-dual-track", "video-cloud-levels", "small-department-30"
RULE = {"moves": [{"id": "to_team_lead", "when": "mean(kip, 6) > 5"}]}
K: dict[str, Any] = {"months": 2, "replications": 2}


def scheme(**changes: Any) -> ls.Scheme:
    return ls.load_scheme(S).with_(changes)


def study(**more: Any) -> dict[str, Any]:
    return {"study": "x", "workforce": W, "schemes": [S, V], **K, **more}


def of_people(when: str) -> ls.Scheme:
    """A scheme with a rule that its people may make right."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return scheme(moves=[{"id": "to_team_lead", "when": when}])


#: Every way in which a rule comes in.
DOORS: dict[str, Callable[[], object]] = {
    "with_": lambda: scheme(**RULE),
    "with_ and compare": lambda: ls.compare([S, scheme(**RULE)], W, **K),
    "a dict": lambda: ls.load_scheme({"scheme": "x", "based_on": S, **RULE}),
    "pay": lambda: scheme(pay={"x": {"amount": "kip * 3"}}),
    "a score": lambda: scheme(scores={"x": {"value": "mean(kip, 3)", "every": "month"}}),
    "hire_if": lambda: scheme(hire_if="kip > 3"),
    "a measure of the file": lambda: scheme(measures={"x": {"value": "mean(kip)", "unit": "points"}}),
    "a measure of a study": lambda: ls.compare(ls.load_study(
        study(measures={"x": {"value": "mean(kip)", "unit": "points"}}))),
    "an expectation": lambda: ls.compare(ls.load_study(study(expectations=[{"expect": "headcuont >= 2"}]))),
    "people": lambda: ls.load_workforce(W).with_({"attrition": {"hazard": "kip / 10"}}),
    "linter": lambda: ls.lint({"scheme": "x", "based_on": S, **RULE}),
    "say": lambda: ls.say("mean(kip, 6) > 5", ls.load_scheme(S)),
}  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_a_misspelt_word_is_refused_where_it_is_given(door: str) -> None:
    with pytest.raises(ls.LadderError, match=r"'(kip|headcuont)'.*did you mean '(kpi|headcount)'\?"):
        DOORS[door]()


def test_a_text_parameter_is_a_word_of_the_rules() -> None:
    made = scheme(
        parameters={"asked": {"value": "specialist"}}, moves=[{"id": "to_manager_lead", "when": "grade == asked"}]
    )
    told = r"moves\[\d\]\.when: 'specialits' is not a grade; did you mean 'specialist'\?"
    with pytest.raises(ls.LadderError, match=told):
        made.with_(asked="specialits")
    with pytest.raises(ls.LadderError, match=told):
        ls.sweep(made, W, asked=["specialist", "specialits"], **K)


@pytest.mark.parametrize("word", ["kpi2", "commute_minutes"])
def test_a_word_that_people_may_bring_is_warned_of(word: str) -> None:
    with pytest.warns(LadderWarning, match=rf"moves\[0\]\.when: unknown name '{word}'.*declare it in the workforce"):
        scheme(moves=[{"id": "to_team_lead", "when": f"{word} > 5"}])
    made = of_people(f"{word} > 5")
    with pytest.warns(LadderWarning, match=f"unknown name '{word}'"):
        ls.lint(made)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        again = made.with_({"summary": "what was open before is no news"})
    people = ls.load_workforce(W).with_({"metrics": {word: {"normal": {"mean": 9, "between": 1, "within": 1}}}})
    assert ls.simulate(again, people, **K).replications == 2


@pytest.mark.parametrize(
    ("got", "known", "expected"),
    [
        ("kip", "kpi", True), ("kpis", "kpi", True), ("kpj", "kpi", True), ("complation", "completion", True),
        ("kpi2", "kpi", False), ("exam_2", "exam_1", False), ("wage", "age", False), ("city", "education", False),
        ("kpi", "kpi", False),
    ],
)  # fmt: skip
def test_what_is_misspelt_and_what_is_another_name(got: str, known: str, expected: bool) -> None:
    assert misspelt(got, [known]) is expected
