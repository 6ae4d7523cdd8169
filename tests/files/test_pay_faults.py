"""Files in which pay that changes is written wrongly: each fault with its place and what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest
import scenes

from ladder_sim.core.problems import LadderError

SCHEME = """ladder: {service: {junior: {base: 4000}}}
entry: junior
reviews: {monthly: {every: month}}
"""

FAULTS = [
    ("pay: {meals: {2027-13: 500}}", "must be a month such as 2028-01, got '2027-13'"),
    ("pay: {meals: {amount: {2027-13: 500}}}", "must be a month such as 2028-01, got '2027-13'"),
    ("pay: {meals: {2027-01: 500, 2027-07: 5 * x()}}", "s.yaml:5:42: pay.meals.2027-07: unknown function 'x'"),
    ("pay: {meals: {2027-01: 500, 2027-07: 5 *}}", "s.yaml:5:38: pay.meals.2027-07: cannot be read as an expression"),
    ("pay: {meals: {amount: {}}}", "must not be empty"),
    ("parameters: {meal: {value: {2027-01: 500, 2027-07: true}}}", "must be a number, got true"),
    ("parameters: {meal: {value: {2027-01: 5, 2027-07: 99}, from: 0, to: 10}}", "must lie between 0 and 10, got 99"),
    ("parameters: {meal: {value: {2027-01: 5, 2027-02: {value: 6, paid_from: 2027-03}}}}", "arrears belong to a table"),
    ("indices: {award: {on: base}}", "s.yaml:5:11: indices.award: needs yearly, steps or of"),
    ("indices: {award: {yearly: 3, on: base}}", "must be a rise such as 3%, above −100% and at most 100%, got 3"),
    ("indices: {award: {yearly: 3%, on: bas}}", "unknown number of the grades 'bas'; did you mean 'base'?"),
    ("indices: {award: {yearly: 3%, of: prices}}", "has yearly + of at once; choose one"),
    ("indices: {award: {yearly: 3%, lag: 6 months}}", "'lag' goes with of"),
    ("indices: {award: {yearly: 3%, for: junior}}", "'for' goes with on"),
    ("indices: {award: {yearly: 3%, on: base, for: juniar}}", "unknown grade, track or role 'juniar'"),
    ("indices: {award: {steps: {2028-04: {rise: 3%, paid_from: 2028-01}}}}", "is paid before it holds"),
    ("indices: {a: {of: b}, b: {yearly: 2%}}", "index 'b' must stand above"),
    ("tables: {follow: ration}", "must be one of ratio, amount, floor, none, got 'ration'"),
    ("tables: {round: 0}", "must be more than 0, got 0"),
    ("entry_pay: new.bas", "no grade carries 'bas'; did you mean 'base'?"),
    ("placement_step: step_of(4000)", "step_of(4000) is a step of the grade that somebody comes to"),
    ("moves: [{id: up, from: junior, to: same, review: monthly, step: high}]", "unknown step 'high'"),
    ("scores: {s: {every: month, value: \"dated({'2028-01': 1, '2027-01': 2})\"}}", "must rise, each once"),
    ('scores: {s: {every: month, value: "dated({2027: 1})"}}', "write dated({'2027-01': 500, '2028-07': 550})"),
]


@pytest.mark.parametrize(("line", "told"), FAULTS, ids=[line for line, _ in FAULTS])
def test_a_fault_is_told_with_its_place(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(LadderError) as caught:
        scenes.scheme_of(tmp_path, SCHEME + line + "\n")
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("base", "told"),
    [
        ("{2027-01: 4000, 2028-01: -1}", "must be at least 0, got -1 (in January 2028)"),
        ("4000 / (2028 - year)", "has no value: 4000 / (2028 - year) cannot be computed (in January 2028)"),
        (
            "4000 + kpi",
            "is the same for everybody, made of numbers, parameters, the calendar and indices; 'kpi' changes",
        ),
        ("[4000, 3000 + kpi]", "'kpi' changes with the person"),
    ],
)
def test_a_table_must_have_a_value_in_every_month(tmp_path: Path, base: str, told: str) -> None:
    with pytest.raises(LadderError) as caught:
        scenes.scheme_of(tmp_path, SCHEME.replace("4000", f'"{base}"' if base[0] not in "{[" else base))
    assert told in str(caught.value)


def test_a_scheme_alone_may_name_an_index_of_its_workforce(tmp_path: Path) -> None:
    scheme = scenes.scheme_of(tmp_path, SCHEME + "pay: {meals: 300 * prices}\n")
    assert scheme.pay[0].amount.text == "300 * prices"
