"""Conditions as phrases with slots: what is filled changes the rule there and nowhere else."""

from __future__ import annotations

import pytest
from places import ROOT

from ladder_sim.core.i18n import speaking
from ladder_sim.core.plain_data import PlainData
from ladder_sim.core.problems import quietly
from ladder_sim.editing.entering import block, entered, entered_block, title_halves, titled, typed
from ladder_sim.editing.fields import FormField, field_at
from ladder_sim.editing.offering import FAMILIES, offered
from ladder_sim.editing.phrases import SlotPhrase, phrase_of
from ladder_sim.editing.starting import blank_sheet, sheet_of
from ladder_sim.expressions.functions import FUNCTIONS
from ladder_sim.model.scheme import Scheme
from ladder_sim.scenarios.loading import load_scheme

SCHEMES = sorted(path.stem for path in (ROOT / "scenarios" / "schemes").glob("*.yaml"))


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    made = blank_sheet().checked.made
    assert isinstance(made, Scheme)
    return made


def read(rule: PlainData, scheme: Scheme) -> SlotPhrase:
    phrase = phrase_of(rule, scheme)
    assert phrase is not None
    return phrase


@pytest.mark.parametrize(
    ("rule", "en", "zh"),
    [
        ("mean(kpi, 3) >= 80", "mean of [KPI score] over the last [3] months [at least (>=)] [80]",
         "近[3]个月[绩效得分]的均值 [不低于（>=）] [80]"),
        ("months_in_grade >= 6", "[months in the grade] [at least (>=)] [6]", "[任现职级月数] [不低于（>=）] [6]"),
        ("mean(kpi,this_year)<bar", "mean of [KPI score] over [this year] [below (<)] [Promotion line = 80 points]",
         "[本年][绩效得分]的均值 [低于（<）] [晋升线 = 80分]"),
        ("not on_probation", "not on probation", "不在试用期"),
        ("grade == senior or rank(kpi, team) <= 3",
         "[grade] [equal to (==)] [Senior agent] or place by [KPI score] in the [team] [at most (<=)] [3]",
         "[职级] [等于（==）] [高级客服] 或 [小组]内按[绩效得分]的名次 [不高于（<=）] [3]"),
        ("not (kpi >= 60)", "not ([KPI score] [at least (>=)] [60])", "非（[绩效得分] [不低于（>=）] [60]）"),
    ],
)  # fmt: skip
def test_a_rule_as_a_phrase(rule: str, en: str, zh: str, scheme: Scheme) -> None:
    with speaking("en"):
        assert str(read(rule, scheme)) == en
    with speaking("zh"):
        assert str(read(rule, scheme)) == zh


@pytest.mark.parametrize(
    ("at", "text", "made"),
    [
        (0, "tickets", "mean( tickets , 3 )>=80"), (1, "6", "mean( kpi , 6 )>=80"),
        (1, "this_year", "mean( kpi , this_year )>=80"),
        (2, "<", "mean( kpi , 3 )<80"), (3, "bar", "mean( kpi , 3 )>=bar"),
    ],
)  # fmt: skip
def test_a_slot_is_filled_and_every_other_sign_stays(at: int, text: str, made: str, scheme: Scheme) -> None:
    phrase = read("mean( kpi , 3 )>=80", scheme)
    assert phrase.filled(phrase.slots[at], text) == made


def test_a_share_is_shown_in_per_cent_where_it_is_said_so(scheme: Scheme) -> None:
    phrase = read("kpi >= 80 * between_years(0.1)", scheme)
    share = next(slot for slot in phrase.slots if slot.text == "0.1")
    assert (share.shown, share.scale) == ("10", 100)
    assert phrase.filled(share, "15") == "kpi >= 80 * between_years(0.15)"
    assert phrase.filled(share, "bar") == "kpi >= 80 * between_years(bar)"


def test_what_is_no_rule_of_the_language_has_no_slots(scheme: Scheme) -> None:
    for rule in ("1 per 8 agent", "10% of grade", "", "mean(kpi"):
        assert phrase_of(rule, scheme) is None


@pytest.mark.parametrize("name", [*SCHEMES[::10]])
def test_the_slots_of_shipped_rules_offer_what_stands_in_them(name: str) -> None:
    check_slots(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", SCHEMES)
def test_the_slots_of_every_shipped_rule_offer_what_stands_in_them(name: str) -> None:
    check_slots(name)


def check_slots(name: str) -> None:
    with quietly():
        scheme = load_scheme(name)
    for move in sheet_of(name).form.get("moves", []):
        listed = move.get("when", [])
        for entry in listed if isinstance(listed, list) else [listed]:
            phrase = read(entry["if"] if isinstance(entry, dict) else entry, scheme)
            for slot in phrase.slots:
                assert phrase.filled(slot, slot.shown) == phrase.rule or slot.scale != 1
                assert slot.free or slot.text in [choice.text for choice in slot.choices]


def test_every_phrase_that_is_offered_is_a_condition_of_the_scheme(scheme: Scheme) -> None:
    sheet, found = blank_sheet(), offered(scheme)
    assert {one.family for one in found} == set(FAMILIES)
    rules = [one.rule for one in found]
    assert len(set(rules)) == len(rules)
    made = sheet.set(("moves", 0, "when"), rules)
    assert isinstance(made.checked.made, Scheme), made.checked.errors
    assert all(one.phrase(scheme) is not None for one in found)


def test_every_function_that_gives_numbers_of_people_is_offered(scheme: Scheme) -> None:
    """A function that comes new to the language is among the phrases, or belongs to the elementary ones."""
    rules = " ".join(one.rule for one in offered(scheme))
    families = {spec.name for functions in FAMILIES.values() for spec in functions if spec.gives != "any"}
    plain = {argument.kind for spec in FUNCTIONS.values() for argument in spec.arguments} - {"cuts", "rows", "dates",
                                                                                          "category"}  # fmt: skip
    meant = [name for name in families if {a.kind for a in FUNCTIONS[name].arguments} <= plain]
    assert not [name for name in meant if f"{name}(" not in rules and FUNCTIONS[name].arguments
                and not {a.kind for a in FUNCTIONS[name].arguments} & {"status"}]  # fmt: skip


# --- what is typed ------------------------------------------------------------------------------------


def field(*loc: str | int) -> FormField:
    found = field_at("scheme", loc)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("loc", "text", "value"),
    [
        (("moves", 0, "order"), "80", 80), (("moves", 0, "order"), " mean(kpi, 3) ", "mean(kpi, 3)"),
        (("moves", 0, "order"), "true", True), (("moves", 0, "order"), "0.5", 0.5), (("moves", 0, "order"), "", None),
        (("moves", 0, "from"), "a", "a"), (("moves", 0, "from"), "a， b、c", ["a", "b", "c"]),
        (("roles",), "agent", ["agent"]), (("moves", 0, "to"), "80", "80"),
        (("ladder", "t", "g", "base"), "[4000, 4200]", [4000, 4200]),
        (("ladder", "t", "g", "base"), "{2028-01: 4000}", {"2028-01": 4000}),
        (("moves", 0, "severance"), "true", True), (("moves", 0, "severance"), "N+1", "N+1"),
    ],
)  # fmt: skip
def test_what_is_typed_is_taken_for_what_it_says(loc: tuple[str | int, ...], text: str, value: PlainData) -> None:
    assert entered(text, field(*loc)) == value
    assert entered(typed(value, field(*loc)), field(*loc)) == value


@pytest.mark.parametrize("value", [None, "text", 5, ["a", {"b": [1, 2]}], {"a": {"b": "x: y"}}, "two\nlines"])
def test_a_part_as_its_text_and_back(value: PlainData) -> None:
    assert entered_block(block(value)) == value


def test_titles_are_typed_in_both_languages() -> None:
    assert titled("A", "甲", None) == {"en": "A", "zh": "甲"}
    assert titled("A", "", "A") == "A"
    assert titled("", "", "A") is None
    assert titled("A", "", {"en": "A", "zh": "甲"}) == {"en": "A"}
    with speaking("zh"):
        assert title_halves("甲") == ("", "甲")
