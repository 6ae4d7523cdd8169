"""What is assumed: where ranges come from, what a possible world changes, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from scenes import workforce_of
from two_grades import SCHEME, WORKFORCE

import ladder_sim as ls
from ladder_sim.core.i18n import use
from ladder_sim.core.problems import LadderError
from ladder_sim.doubt.gathered import assumed, range_text
from ladder_sim.files.forms.likely import address_loc
from ladder_sim.files.schemas import schema_text
from ladder_sim.model.assumptions import Assumption
from ladder_sim.scenarios.assumptions import PEOPLE, WHOLE_KEYS, assumptions_of, people_at, scheme_at
from ladder_sim.scenarios.loading import check_file

CENTER = ls.load_workforce("service-center-200")
ALL = [ls.load_workforce(one.id) for one in ls.list_scenarios("workforce")]


def of_people(name: str) -> dict[str, Assumption]:
    return {one.address: one for one in assumptions_of([], ls.load_workforce(name))[0]}


def with_parameter(text: str) -> dict[str, Assumption]:
    scheme = ls.load_scheme(SCHEME.replace("bar: {value: 75, from: 0, to: 100}", f"bar: {text}"))
    return {one.address: one for one in assumptions_of([scheme], ls.load_workforce(WORKFORCE))[0]}


@pytest.mark.parametrize("workforce", ALL, ids=lambda one: one.id)
def test_every_range_of_a_shipped_workforce_says_what_it_rests_on(workforce: Any) -> None:
    for address, likely in workforce.assumptions.items():
        assert likely.low < likely.high and likely.title is not None, address
        for text in (likely.title, likely.basis):
            assert text.en and text.zh and text.en != text.zh, address


@pytest.mark.parametrize("one", assumptions_of([], CENTER)[0], ids=lambda one: one.address)
def test_a_world_changes_what_its_assumption_says_and_nothing_else(one: Assumption) -> None:
    made = people_at(CENTER, [one], {one.key: one.ends[0]})
    assert made.id == CENTER.id and made != CENTER
    assert people_at(CENTER, [one], {}) is CENTER
    fields = [name for name in ("people", "metrics", "ability_sd", "carry_over", "attrition", "hiring", "costs",
                                "market", "mentoring") if getattr(made, name) != getattr(CENTER, name)]  # fmt: skip
    section = address_loc(one.address)[0]
    assert fields == [{"ability": "carry_over"}.get(str(section), section)], fields


def test_factors_reach_numbers_expressions_and_tables() -> None:
    people = ls.load_workforce("service-center-200").with_(
        {"attrition": {"base": {0: 0.1, 12: 0.02}}, "assumptions": {"attrition.base": {"times": [0.5, 2]}}}
    )
    moved = [one for one in assumptions_of([], people)[0] if one.address in ("attrition.base", "market.agent")]
    made = people_at(people, moved, {PEOPLE + "attrition.base": 2.0, PEOPLE + "market.agent": 0.9})
    assert made.attrition.base == ((0, 0.2), (12, 0.04))
    assert made.market["agent"].text == "(4250 * (0.68 if on_probation else 1)) * 0.9"


def test_a_range_that_the_file_gives_goes_before_the_default() -> None:
    (bar,) = with_parameter("{value: 75, from: 0, to: 100, assumed: true, likely: [70, 85]}").values()
    assert (bar.low, bar.high, bar.source, bar.limited) == (70, 85, "stated", False)
    (bar,) = with_parameter("{value: 80, assumed: true, likely: {times: [0.5, 1.5], shape: uniform}}").values()
    assert (bar.low, bar.high, bar.shape) == (40, 120, "uniform")


def test_the_default_reaches_half_the_way_to_the_nearer_limit() -> None:
    (bar,) = with_parameter("{value: 75, from: 60, to: 100, assumed: true}").values()
    assert (bar.low, bar.high, bar.source, bar.limited) == (67.5, 82.5, "default", True)
    (bar,) = with_parameter("{value: 0, from: 0, to: 100, assumed: true}").values()
    assert (bar.low, bar.high, bar.ends) == (0, 50, (50,))
    (bar,) = with_parameter("{value: 3, from: 2, to: 9, integer: true, assumed: true}").values()
    assert bar.ends == (2, 4)


def test_what_has_no_range_is_not_moved_and_says_why() -> None:
    use("en")
    scheme = ls.load_scheme(SCHEME.replace("from: 0, to: 100", "assumed: true"))
    idle = scheme.with_({"parameters": {"idle": {"value": 1, "from": 0, "to": 3, "assumed": True}}})
    moved, fixed = assumptions_of([idle], ls.load_workforce(WORKFORCE))
    assert not moved
    assert [(one.address, str(one.why)) for one in fixed] == [
        ("bar", "no range is given, nor limits from which one could be taken"), ("idle", "no rule reads it"),
    ]  # fmt: skip


def test_variants_share_what_they_do_not_change() -> None:
    scheme = ls.load_scheme(SCHEME.replace("to: 100", "to: 100, assumed: true"))
    people = ls.load_workforce(WORKFORCE)
    (one,), _ = assumptions_of([scheme, scheme.with_({"entry": "senior"}, id="other")], people)
    assert one.schemes == (scheme.id, "other")
    two, _ = assumptions_of([scheme, scheme.with_(bar=80)], people)
    assert [each.value for each in two] == [75, 80] and len({each.key for each in two}) == 2


def test_a_scheme_in_a_world_keeps_its_name(tmp_path: Any) -> None:
    scheme = ls.load_scheme(SCHEME.replace("to: 100", "to: 100, assumed: true"))
    (one,), _ = assumptions_of([scheme], ls.load_workforce(WORKFORCE))
    made = scheme_at(scheme, [one], {one.key: 60.0})
    assert (made.id, made.title, made.parameters["bar"].value) == (scheme.id, scheme.title, 60.0)


def test_responses_without_ranges_take_those_of_the_default_workforce() -> None:
    people = ls.load_workforce(WORKFORCE + "market: {agent: 4000}\n").with_(
        {"attrition": {"base": {0: 0.02}, "effects": {"pay_gap": -2.5, "promoted": {"times": 0.8, "for": 6}}}}
    )
    (one,) = assumptions_of([], people)[0]
    assert (one.address, one.value, one.low, one.source) == ("attrition.effects.pay_gap", -2.5, -4.5, "default")


def test_a_range_that_does_not_hold_the_value_is_told_of(tmp_path: Path) -> None:
    use("en")
    assert "attrition.effects.pay_gap" in of_people("small-department-30")
    path = tmp_path / "w.yaml"
    path.write_text("workforce: w\nbased_on: service-center-200\nattrition: {effects: {pay_gap: -6}}\n"
                    "assumptions: {attrition.effects.pay_gap: [-4, -1]}\n", encoding="utf-8")  # fmt: skip
    problems = check_file(path)
    assert not problems.errors
    assert any("-6, is outside [-4, -1]: it is not moved" in str(one) for one in problems.warnings)


def test_an_inherited_address_that_leads_nowhere_is_left_out(tmp_path: Path) -> None:
    made = workforce_of(tmp_path, """
        based_on: service-center-200
        attrition: {effects: {passed_over: 1.2}, hazard: 0.02}
        mentoring: {who: level >= 2}
    """)  # fmt: skip
    assert made.assumptions and "attrition" in made.assumptions


def test_faults_of_ranges_are_told_with_value_and_remedy() -> None:
    use("en")
    with pytest.raises(LadderError) as caught:
        CENTER.with_({"assumptions": {
            "attrition.effects.pay_gp": [-4, -1], "market.agent": [3, 4], "hiring.lead_months": [3, 0],
            "people.headcount": {"shape": "uniform"},
        }})  # fmt: skip
    told = str(caught.value)
    for part in ("'attrition.effects.pay_gp'; did you mean 'attrition.effects.pay_gap'?", "write times: [0.8, 1.2]",
                 "[3, 0] is empty", "needs one of range, times, interval and se"):  # fmt: skip
        assert part in told, told


def test_faults_of_a_parameters_range() -> None:
    use("en")
    for text, told in (
        ("{value: 75, likely: [70, 80]}", "is for an assumed value"),
        ("{value: 75, from: 72, to: 100, assumed: true, likely: [70, 80]}", "beyond what can be set"),
        ("{value: true, assumed: true, likely: [0, 1]}", "is for a number"),
    ):
        with pytest.raises(LadderError, match=told):
            with_parameter(text)


def test_whole_numbers_of_a_workforce_file_are_known() -> None:
    schema = json.loads(schema_text("workforce"))
    found: set[str] = set()

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            for name, each in node.get("properties", {}).items():
                kinds = [each, *each.get("anyOf", ())]
                types = {kind.get("type") for kind in kinds}
                if "integer" in types and "number" not in types:
                    found.add(name)
            for each in node.values():
                walk(each)
        elif isinstance(node, list):
            for each in node:
                walk(each)

    walk(schema)
    moved = {address_loc(one)[-1] for people in ALL for one in people.assumptions}
    assert {name for name in moved if name in found} <= WHOLE_KEYS
    assert found | {"for"} >= WHOLE_KEYS


def test_the_table_lists_all_with_their_sources(tmp_path: Any) -> None:
    use("en")
    other = SCHEME.replace("two-grades", "other").replace("Two grades", "Other")
    cmp = ls.compare([SCHEME.replace("to: 100", "to: 100, assumed: true"), other], "small-department-30", months=1,
                     replications=1)  # fmt: skip
    found = assumed(cmp)
    table = found.table()
    assert len(table) == len(found.moved) + len(found.fixed)
    assert table.loc["bar", ["of", "low", "high", "source"]].tolist() == ["Two grades", 62.5, 87.5, "default"]
    assert range_text(found.moved[0]) == "62.5 to 87.5"
    assert found.named(found.moved[0]) == f"{found.moved[0].title} [Two grades]"
    twin = SCHEME.replace("to: 100", "to: 100, assumed: true")
    every = assumed(ls.compare([twin, twin.replace("two-grades", "other").replace("Two grades", "Other")],
                               "small-department-30", months=1, replications=1))  # fmt: skip
    assert every.named(every.moved[0]) == str(every.moved[0].title), "which all have is nobody's"
    assert "Response of leaving to pay" in found._repr_html_()


@pytest.mark.parametrize(
    ("change", "gone"),
    [
        ({"metrics": {"kpi": {"lognormal": {"mean": 80, "between": 0.1, "within": 0.1}}}}, "metrics.kpi.normal.mean"),
        ({"metrics": {"kpi": {"normal": {"mean": "80 - (1 if gender == female else 0)"}}}}, "metrics.kpi.normal.mean"),
        ({"attrition": {"effects": {"pay_gap": -6}}}, "attrition.effects.pay_gap"),
    ],
)
def test_a_variant_that_says_something_else_leaves_the_range_out_for_good(change: Any, gone: str) -> None:
    assert gone in CENTER.assumptions
    people = CENTER.with_(change)
    assert gone not in people.assumptions and "costs.employer_load" in people.assumptions
    assert gone not in people.to_dict()["assumptions"]
    assert ls.load_workforce(people.to_yaml()).assumptions == people.assumptions
