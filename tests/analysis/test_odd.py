"""The description by the ODD protocol: all seven elements, and nothing in it that the files do not say."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from places import ROOT

import ladder_sim as ls
from ladder_sim.analysis.model_description.document import OddDescription
from ladder_sim.analysis.model_description.reading import metrics_read
from ladder_sim.cli import main
from ladder_sim.core.i18n import use
from ladder_sim.model.scheme import Scheme

SCHEMES = sorted(path.stem for path in (ROOT / "scenarios" / "schemes").glob("*.yaml"))
ELEMENTS = ["Purpose and patterns", "Entities, state variables, and scales", "Process overview and scheduling",
            "Design concepts", "Initialization", "Input data", "Submodels"]  # fmt: skip
CONCEPTS = ["Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing",
            "Interaction", "Stochasticity", "Collectives", "Observation"]  # fmt: skip
EVERYTHING = [pytest.param(name, marks=() if i < 3 else pytest.mark.slow) for i, name in enumerate(SCHEMES)]


def cells(made: OddDescription, element: int, part: str = "", table: str = "") -> list[tuple[str, ...]]:
    """The rows of tables of an element, of the part and the table so called or of all."""
    return [row for one in made.elements[element - 1].parts if part in ("", one.title)
            for each in one.tables if table in ("", each.title) for row in each.rows]  # fmt: skip


@pytest.mark.parametrize("name", EVERYTHING)
def test_it_says_what_the_files_say_and_nothing_else(name: str) -> None:
    scheme = ls.load_scheme(name)
    made = ls.odd(scheme)
    assert [(one.number, one.title) for one in made.elements] == list(enumerate(ELEMENTS, start=1))
    assert [part.title for part in made.elements[3].parts] == CONCEPTS
    assert all(part.paragraphs or part.tables for one in made.elements for part in one.parts)
    _every_rule_is_told(scheme, made)
    parameters = {row[1]: row for row in cells(made, 7, "Parameters")}
    assert set(parameters) == set(scheme.parameters)
    for key, one in scheme.parameters.items():
        kind = "assumed" if one.assumed else "reading of the source" if one.reading else "stated by the source"
        assert parameters[key][3].startswith(kind) and parameters[key][2], key


def _every_rule_is_told(scheme: Scheme, made: OddDescription) -> None:
    """Moves, scores, grades and reviews: those of the scheme, each once, and no others."""
    rules = "Rules of the scheme"
    moves = [row[0].partition("\n")[0] for row in cells(made, 7, rules, "Moves")]
    assert moves == [str(move.title) for move in scheme.moves]
    assert [row[0] for row in cells(made, 7, rules, "Scores")] == [str(score.title) for score in scheme.scores]
    ladder = [row[0].removesuffix(" (trial)") for row in cells(made, 7, rules, "Ladder")]
    assert ladder == [str(grade.title) for grade in scheme.grades]
    assert [row[0] for row in cells(made, 3)] == [str(review.title) for review in scheme.reviews.values()]
    parts = [row[0] for row in cells(made, 7, rules, "Pay besides base pay")]
    assert parts == [str(part.title) for part in scheme.pay]
    seen = {row[1] for row in cells(made, 2, "", "Results drawn for persons")}
    assert seen == {metric.name for metric in metrics_read(scheme, ls.load_workforce("service-center-200"))}


def test_metrics_are_those_that_the_rules_read() -> None:
    """What is drawn for other schemes is not told; what is read through another metric is."""
    scheme = ls.load_scheme("three-grade-growth")
    names = {metric.name for metric in metrics_read(scheme, ls.load_workforce("service-center-200"))}
    assert {"kpi", "written_test", "mentee", "training_course"} <= names
    assert len(names) < 10


TINY = """
scheme: tiny
ladder: {all: {junior: {base: 4000}, senior: {base: 5000}}}
entry: junior
reviews: {monthly: {every: month}}
moves: [{id: up, from: junior, to: senior, review: monthly, when: months_in_grade >= 12, seats: unlimited}]
"""
PEOPLE = """
workforce: few
start: 2026-01-01
people: {headcount: 30, roles: {agent: 1}}
attrition: {base: {0: 0.02}}
metrics: {kpi: {normal: {mean: 80, between: 5, within: 5}}}
hiring: none
"""


def concept(made: OddDescription, title: str) -> str:
    return next(part for part in made.elements[3].parts if part.title == title).paragraphs[0]


def test_what_is_not_there_is_not_applicable_with_the_reason() -> None:
    made = ls.odd(TINY, PEOPLE)
    for title in ("Adaptation", "Objectives", "Learning", "Prediction", "Interaction"):
        assert re.match(r"Not applicable: \w.*\.$", concept(made, title)), title
    assert "no series of data" in made.elements[5].parts[0].paragraphs[0]
    assert "names no parameter" in made.elements[6].parts[3].paragraphs[0]
    assert concept(made, "Sensing") == "Reviews see what their rules name, without error."


def test_what_is_there_is_told() -> None:
    seats = TINY.replace("senior: {base: 5000}", "senior: {base: 5000, seats: 4}")
    seats = seats.replace("seats: unlimited", "order: mean(kpi, 3)")
    people = PEOPLE.replace("{base: {0: 0.02}}", "{base: {0: 0.02}, effects: {promoted: {times: 0.5, for: 6}}}")
    rows = pd.DataFrame({"person": ["a", "b"], "hired": ["2024-01-01", "2025-01-01"], "role": ["agent", "agent"]})
    made = ls.odd(seats, ls.load_workforce(people, roster=rows))
    assert "compete for seats" in concept(made, "Interaction") and "ranked" in concept(made, "Interaction")
    assert "that they were promoted" in concept(made, "Sensing")
    assert cells(made, 6)[0][0] == "list of people"
    assert "2 people of a list" in made.elements[4].parts[0].paragraphs[1]


def test_it_is_written_in_both_forms_and_languages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scheme = tmp_path / "tiny.yaml"
    scheme.write_text(TINY.strip() + "\n", encoding="utf-8")
    page = tmp_path / "odd.html"
    assert main(["--lang", "zh", "describe", str(scheme), "--odd", "-o", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert all(f"<h2>{number}. " in text for number in range(1, 8)) and "设计概念" in text and 'lang="zh-CN"' in text
    use("en")
    assert main(["describe", str(scheme), "--odd", "--out", str(tmp_path / "odd.md")]) == 0
    told = (tmp_path / "odd.md").read_text(encoding="utf-8")
    assert told == str(ls.odd(scheme)) and "\n## 7. Submodels\n" in told and "JASSS 23(2):7" in told
    assert main(["describe", str(scheme)]) == 0
    capsys.readouterr()
    assert main(["describe", str(scheme), "--odd", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["elements"]) == 7
    assert "<h2>" in ls.odd(scheme)._repr_html_()
    with pytest.raises(ls.LadderError, match=r"\.md or \.html"):
        ls.odd(scheme).save(tmp_path / "odd.pdf")


def test_what_belongs_to_the_whole_model_is_not_passed_over(capsys: pytest.CaptureFixture[str]) -> None:
    """A card is printed, never written: who names a file is told how to write one."""
    assert main(["describe", "three-routes", "-o", "x.md", "--workforce", "small-department-30"]) == 1
    told = capsys.readouterr().err
    assert "goes with --odd" in told and "describe three-routes --odd -o x.md --workforce small-department-30" in told
