"""Policies of other companies, in words of their own: the grades, and the rules of each step, that a draft reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

import ladder_sim as ls
from ladder_sim.policies.drafting import Draft

FOLDER = Path(__file__).parent / "companies"
EXAMS = "theory_exam|written_test|technical_exam|practical_exam|interview"
#: What is not read yet: the standard vocabulary has no level of education between school and college, and so on.
OPEN = {
    "mechanics.zh": {"education >= high_school"},
    "shops.zh": {"education >= high_school"},
    "depot.zh": {"education >= high_school"},
    "pickers.en": {"education >= high_school"},
    "engineers.en": {"violation == 0"},  # read as fewer than one
    "sales.en": {"completion < 60"},
    "airport.en": {"\\w+ >= 98", "absent == 0"},  # a bare noun that is measured; the first of two events that bar
    "dental.zh": {"months_in_grade >= 8"},  # 在岗八个月, with no word of comparison before it
    "express.zh": {"certificates >= 1"},  # 叉车证 below a head of whatever else
    "library.en": {"kpi < 60"},
    "tram.en": {"\\w+ >= 85"},
    "charging.zh": {"response_time <= 30", "response_time <= 20"},  # minutes
    "rangers.en": {"\\w+ >= 85", "education >= bachelor"},
    "laundry.en": {
        "\\w+ <= 8",
        "\\w+ <= 3",
        "\\w+ > 12",
        "practical_exam >= 70",
        "practical_exam >= 80",
        "practical_exam >= 90",
    },
    "optician.zh": {"complaint_major == 0"},  # 不得参加评审: it bars from a review, and not from a promotion
    "tea.zh": {"late <= 3", "mentees >= 2"},  # 没有迟到超过3次, 带会
    "marina.en": {"kpi < 65"},
    "studio.en": {"\\w+ >= 85", "\\w+ >= 90", "\\w+ >= 95", "\\w+ < 70"},  # a head without a usual word for results
    "ferry.zh": {"percentile"},  # 居前四分之一
    "farm.en": {"months_employed >= 18", "absent == 0"},
    "parking.zh": {"violation == 0"},  # 被记过的
    "theatre.en": {"absent == 0"},
    "insurance.en": {"violation >= 2"},  # a second warning is read as one
}


def said(test: str, rule: str) -> bool:
    """Whether a condition has the measure, the sign and the number of a rule."""
    name, sign, number = (*rule.split(), "", "")[:3]
    exam = rf"{EXAMS}|{name}" if re.fullmatch(EXAMS, name) else name
    number = re.escape(number) + r"(?![\d.])"
    return bool(re.search(rf"\b(?:{exam})\b", test)) and (not sign or bool(re.search(rf" {sign}=? {number}", test)))


def conditions(made: Draft) -> dict[str, list[str]]:
    """What each promotion asks, by the title of the grade that it reaches; marks of exams as well."""
    assumed = {address for entry in made.scheme.stated if entry.kind == "assumed" for address in entry.by}
    titles = {grade.id: grade.title.zh for grade in made.scheme.grades}
    found: dict[str, list[str]] = {}
    for move in made.scheme.moves:
        if move.kind == "promotion":
            mine = found.setdefault(titles[next(iter(move.to.values()))], [])
            mine += [each.test.text for each in move.when if f"moves.{move.id}.{each.id}" not in assumed]
            mine += [f"{stage.score} >= {stage.at_least.text}" for stage in move.stages if stage.at_least is not None]
    return found


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.yaml")))
def test_a_policy_in_other_words_is_read(name: str) -> None:
    want = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    made = ls.draft(next(path for path in FOLDER.glob(f"{name}.*") if path.suffix != ".yaml"), id="company")
    assert made.problems == ()
    assert [grade.title.zh for grade in made.scheme.grades] == want["grades"]
    found, skip = conditions(made), OPEN.get(name, set())
    for grade, rules in want["rules"].items():
        tests = found[grade] if grade != "*" else [test for each in found.values() for test in each]
        assert not [rule for rule in rules if rule not in skip and not any(said(test, rule) for test in tests)]
    everywhere = want["rules"].get("*", [])
    for grade, tests in found.items():
        known = [*want["rules"].get(grade, []), *everywhere]
        wrong = [test for test in tests if not any(said(test, rule) for rule in known)]
        assert not [test for test in wrong if not re.search(f"{EXAMS}|violation", test)], grade
    downs = [
        each.test.text for move in made.scheme.moves if move.kind in ("demotion", "dismissal") for each in move.when
    ]
    assert not [rule for rule in want.get("down", []) if rule not in skip and not any(said(d, rule) for d in downs)]
    for grade, needed in want.get("of", {}).items():
        assert any(re.search(rf"\) \+ \(.* >= {needed}$", test) for test in found[grade]), grade
    spared = {goal for move in made.scheme.moves if move.waive is not None for goal in move.to.values()}
    titles = {grade.title.zh: grade.id for grade in made.scheme.grades}
    assert {titles[title] for title in want.get("waived", [])} == spared
    stages = {stage.name for move in made.scheme.moves for stage in move.stages}
    assert set(want.get("stages", [])) <= stages
    assert all(str(base) in str(made.form["ladder"]) for base in want.get("base", []))
