"""Names changed: what refers to them follows, and texts for people stay."""

from __future__ import annotations

import pytest
from places import ROOT

from ladder_sim.core.problems import LadderError
from ladder_sim.editing.renaming import NAMED, NamedKind, names_of, renamed_sheet, title_of
from ladder_sim.editing.sheet import read_sheet
from ladder_sim.editing.starting import blank_sheet, sheet_of

SCHEMES = sorted(path.stem for path in (ROOT / "scenarios" / "schemes").glob("*.yaml"))

RULES = """\
scheme: s
title: {en: senior bar, zh: 甲}
parameters: {bar: {value: 80, title: {en: bar, zh: 线}}}
roles: [agent, expert]
scores: {letter: {every: quarter, value: kpi}}
ladder:
  service:
    junior: {role: agent}
    senior: {role: agent, seats: 1 per 8 junior}
    top: {role: expert}
entry: {junior: 2, senior: 1}
reviews: {quarterly: {every: quarter}, late: {every: year, after: quarterly}}
moves:
  - id: up
    from: junior..senior
    to: next
    review: quarterly
    when:
      - {if: "mean(kpi, 3) >= bar and grade == junior", title: {en: "over {bar}", zh: "超{bar}"}, id: bar}
      - letter >= bar or grade != senior
  - {id: down, from: senior, to: junior, review: quarterly, when: times(up) >= 1}
pay: {extra: {amount: "10 if grade in [junior, senior] else bar", for: [senior]}}
stated:
  - {rule: senior bar, by: [ladder.senior.seats, moves.up.bar, parameters.bar, moves.down]}
"""


@pytest.mark.parametrize(
    ("kind", "old", "lines"),
    [
        ("grade", "senior", ["    fresh: {role: agent, seats: 1 per 8 junior}", "entry: {junior: 2, fresh: 1}",
                             "    from: junior..fresh",
                             "      - letter >= bar or grade != fresh",
                             "for: [fresh]", "grade in [junior, fresh]", "ladder.fresh.seats",
                             "{en: senior bar, zh: 甲}",
                             "rule: senior bar"]),
        ("parameter", "bar", ["parameters: {fresh: {value: 80, title: {en: bar, zh: 线}}}", "mean(kpi, 3) >= fresh and",
                              'title: {en: "over {fresh}", zh: "超{fresh}"}, id: bar}',
                              "moves.up.bar, parameters.fresh"]),
        ("score", "letter", ["scores: {fresh: {every", "- fresh >= bar or"]),
        ("review", "quarterly", ["reviews: {fresh: {every: quarter}", "after: fresh}", "    review: fresh"]),
        ("move", "up", ["  - id: fresh", "times(fresh) >= 1", "moves.fresh.bar"]),
        ("track", "service", ["  fresh:\n    junior"]),
        ("role", "expert", ["roles: [agent, fresh]", "top: {role: fresh}"]),
    ],
)  # fmt: skip
def test_what_refers_to_a_name_follows(kind: NamedKind, old: str, lines: list[str]) -> None:
    sheet = read_sheet(RULES, "scheme")
    made = renamed_sheet(sheet, kind, old, "fresh")
    assert not [line for line in lines if line not in made.text], made.text
    assert [str(one) for one in made.checked.errors] == [str(one) for one in sheet.checked.errors]
    assert renamed_sheet(made, kind, "fresh", old).text == RULES


@pytest.mark.parametrize("name", SCHEMES[::12])
def test_names_of_shipped_schemes(name: str) -> None:
    check_names(name, 1)


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("name", SCHEMES)
def test_all_names_of_shipped_schemes(name: str) -> None:
    check_names(name, 99)


def check_names(name: str, most: int) -> None:
    """Another name leaves no fault and no other warning, and the old one brings back every sign."""
    sheet = sheet_of(name)
    told = len(sheet.checked.warnings)
    for kind in NAMED:
        for old in names_of(sheet, kind)[:most]:
            made = renamed_sheet(sheet, kind, old, "zz_new")
            assert not made.checked.errors and len(made.checked.warnings) == told, (kind, old)
            assert renamed_sheet(made, kind, "zz_new", old).text == sheet.text


@pytest.mark.parametrize(
    ("kind", "old", "new", "told"),
    [
        ("grade", "senior", "junior", "there is a grade 'junior' already"),
        ("grade", "senior", "bar", "there is a parameter 'bar' already"),
        ("grade", "senior", "2nd", "must be a name of letters"),
        ("grade", "senior", "mean", "'mean' is a word of the rule language"),
        ("grade", "nobody", "somebody", "there is no grade 'nobody'"),
    ],
)
def test_a_name_that_will_not_do_is_refused(kind: NamedKind, old: str, new: str, told: str) -> None:
    with pytest.raises(LadderError, match=told):
        renamed_sheet(blank_sheet(), kind, old, new)


def test_a_parameter_may_be_called_like_a_track() -> None:
    text = RULES.replace("bar", "service").replace("from: senior, to: junior", "from: [service], to: lower")
    made = renamed_sheet(read_sheet(text, "scheme"), "parameter", "service", "fresh")
    assert "from: [service], to: lower" in made.text and "mean(kpi, 3) >= fresh and" in made.text
    assert renamed_sheet(made, "parameter", "fresh", "service").text == text


def test_a_parameter_may_be_called_like_a_condition() -> None:
    text = RULES.replace("letter >= bar or", "letter >= 1 or").replace(
        "  - {id: down", "    waive: {when: kpi >= bar, only: [bar]}\n  - {id: down"
    )
    sheet = read_sheet(text, "scheme")
    made = renamed_sheet(sheet, "parameter", "bar", "fresh")
    assert "waive: {when: kpi >= fresh, only: [bar]}" in made.text
    assert [str(one) for one in made.checked.errors] == [str(one) for one in sheet.checked.errors]


def test_a_value_of_a_fact_is_no_grade_though_it_is_called_alike() -> None:
    text = RULES.replace("letter >= bar or grade != senior", "department == senior or grade != senior")
    made = renamed_sheet(read_sheet(text, "scheme"), "grade", "senior", "fresh")
    assert "- department == senior or grade != fresh" in made.text


def test_titles_are_found() -> None:
    sheet = blank_sheet()
    assert title_of(sheet, "grade", "senior") == {"en": "Senior agent", "zh": "高级客服"}
    assert title_of(sheet, "move", "to_lead") == {"en": "To team lead", "zh": "升组长"}
    assert title_of(sheet, "parameter", "bar") == {"en": "Promotion line", "zh": "晋升线"}
    assert title_of(sheet, "track", "service") is None
