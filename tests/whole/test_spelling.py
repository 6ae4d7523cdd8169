"""US spelling, in what users read and in code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from places import PACKAGE, ROOT

KINDS = {
    PACKAGE: (".py", ".yaml", ".html", ".css", ".json"),
    ROOT / "docs": (".md", ".py"),
    ROOT / "scenarios": (".yaml",),
    ROOT / "notebooks": (".ipynb",),
    ROOT / "benchmarks": (".py", ".md"),
    ROOT / "tests": (".py",),
}
FILES = sorted(path for folder, kinds in KINDS.items() for path in folder.rglob("*") if path.suffix in kinds)
FILES = [path for path in FILES if ".ipynb_checkpoints" not in path.parts]
FILES += [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "Makefile")]
#: British forms, each with an example of the American one that takes its place.
BRITISH = {
    r"centre": "center", r"behaviour": "behavior", r"colour": "color", r"labour": "labor", r"favour": "favor",
    r"honour": "honor", r"neighbour": "neighbor", r"judgement": "judgment", r"catalogue": "catalog",
    r"licence": "license", r"defence": "defense", r"programme(?!r|d)": "program", r"grey": "gray",
    r"modell(?:ed|ing)": "modeled", r"labell(?:ed|ing)": "labeled", r"travell(?:ed|ing|er)": "traveled",
    r"cancell(?:ed|ing)": "canceled", r"fulfil(?!l)": "fulfill", r"enrol(?!l)": "enroll", r"metre": "meter",
    r"(?:organ|real|recogn|summar|normal|general|special|minim|maxim|optim|author|character|emphas|prior|util|visual"
    r"|penal|standard|categor|random|initial|final|local|serial|token|equal|central)is(?:e|ed|es|ing|ation|ations)\b":
        "organize",
    r"analys(?:e|ed|ing)\b": "analyze", r"whilst": "while", r"towards\b": "toward",
}  # fmt: skip
_FOUND = re.compile("|".join(f"(?:{form})" for form in BRITISH), re.IGNORECASE)
#: What keeps another spelling, by file, and why.
KEPT = {
    "ladder_sim/scenarios/registry.py": ("centre",),  # ids of earlier versions
    "ladder_sim/__init__.py": ("catalogue",),  # the name of an earlier version
    "ladder_sim/core/glossary.py": ("centre", "modelled", "modelling", "labour"),  # second names that are refused
    "docs/glossary.md": ("centre", "modelled", "modelling", "labour"),
    "ladder_sim/files/formats.py": ("modelled",),  # a key of an earlier format
    "ladder_sim/report/page/page.html": ("labelled",),  # an attribute of HTML: aria-labelledby
    "ladder_sim/experiment/sharing.py": ("cancelled",),  # an error of Python's futures
    "ladder_sim/experiment/workers.py": ("cancelled",),  # a method of Python's futures
    "ladder_sim/results/measures.py": ("labour",),  # a name of earlier versions that is read all the same
    "ladder_sim/policies/grade_names.py": ("centre",),  # how documents write the names of their grades
    "ladder_sim/doubt/screening.py": ("modelling",),  # the name of a journal
    "tests/charts/test_plots_own_style.py": ("labour", "colour"),  # as somebody mistypes it
    "ladder_sim/core/habits.py": ("labour",),  # what others call a measure
    "ladder_sim/core/signed.py": ("colour",),  # what others call an argument
    "tests/results/test_tables.py": ("labour",),
    "tests/files/test_formats.py": ("modelled",),
    "tests/scenarios/test_loading.py": ("centre",),
    "tests/people/test_rosters_as_they_are.py": ("grey",),  # a header as somebody wrote it
    "tests/whole/test_spelling.py": None,
}
#: The name of a metric is the address of its draws, so that another one would change results.
DRAWN = ("behaviour_check", "project_cancelled")


def british(text: str) -> list[str]:
    for name in DRAWN:
        text = text.replace(name, "")
    return [found.group() for found in _FOUND.finditer(text)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_spelling_is_american(path: Path) -> None:
    kept = KEPT.get(str(path.relative_to(ROOT).as_posix()), ())
    if kept is not None:
        found = [word for word in british(path.read_text(encoding="utf-8")) if word.lower() not in kept]
        assert not found, f"{path.relative_to(ROOT)}: {sorted(set(found))}"


@pytest.mark.parametrize("text", ["Behaviours", "a call centre", "it was organised", "analysing", "the programme"])
def test_a_british_word_is_found(text: str) -> None:
    assert british(text)


@pytest.mark.parametrize(
    "text", ["programmer", "programmed", "analyses", "organism", "otherwise", "exercise", "fulfill"]
)
def test_what_both_spell_alike_is_not(text: str) -> None:
    assert not british(text)
