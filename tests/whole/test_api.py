"""The pages of the public names stand as the code does, their examples run, and type checkers see misspelt names."""

from __future__ import annotations

import doctest
import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from places import ROOT

import ladder_sim as ls


@pytest.fixture(scope="module")
def api() -> ModuleType:
    spec = importlib.util.spec_from_file_location("api", ROOT / "docs" / "api.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_public_name_and_argument_has_chinese_words(api: ModuleType) -> None:
    assert api.missing() == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_is_as_the_docstrings_are(api: ModuleType, language: str) -> None:
    assert api.PAGES[language].read_text(encoding="utf-8") == api.page(language), "run: python docs/api.py"


def test_the_examples_of_the_page_run() -> None:
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    examples = re.findall(r"^```pycon\n(.*?)^```$", page, re.M | re.S)
    assert len(examples) >= 3
    for text in examples:
        test = doctest.DocTestParser().get_doctest(text, {}, "api.md", "api.md", 0)
        assert doctest.DocTestRunner().run(test).failed == 0


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_notebooks_use_public_names_alone(path: Path) -> None:
    code = "".join("".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]
                   if cell["cell_type"] == "code")  # fmt: skip
    assert not re.findall(r"ladder_sim\.\w+", code)
    for name in re.findall(r"\bls\.(\w+)", code):
        assert name in ls.__all__, name


def _checked(folder: Path, text: str) -> list[str]:
    """What a strict type checker says of a user's script, line by line."""
    script = folder / "script.py"
    script.write_text(text, encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "mypy", "--strict", str(script)], cwd=ROOT, capture_output=True,
                          text=True, check=False)  # fmt: skip
    return [line for line in done.stdout.splitlines() if "script.py:" in line]


#: The records that users hold, by the name that stands for one in the script below.
RECORDS = {"s": "Scheme", "w": "Workforce", "st": "Study", "r": "Run", "c": "Comparison", "k": "RosterCheck"}


def _members(record: str) -> list[str]:
    return [name for name in dir(getattr(ls, record)) if not name.startswith("_")]


@pytest.mark.slow
def test_every_public_name_is_known_to_a_type_checker_and_a_misspelt_one_is_not(tmp_path: Path) -> None:
    names = [f"ls.{name}" for name in ls.__all__]
    names += [f"ls.{module}.{name}" for module in ("plots", "words") for name in getattr(ls, module).__all__]
    names += [f"{short}.{name}" for short, record in RECORDS.items() for name in _members(record)]
    head = [
        "import ladder_sim as ls",
        f"def f({', '.join(f'{x}: ls.{record}' for x, record in RECORDS.items())}) -> None:",
    ]
    right = _checked(tmp_path, "\n".join([*head, *(f"    {name}" for name in names)]) + "\n")
    assert right == []
    wrong = _checked(tmp_path, "\n".join([*head, *(f"    {name}q" for name in names)]) + "\n")
    told = {int(line.split(":")[1]) for line in wrong if "[attr-defined]" in line}
    assert [name for number, name in enumerate(names, start=3) if number not in told] == []


CALLS = """
import ladder_sim as ls

s, w = ls.load_scheme("x"), ls.load_workforce("y")
r, c = ls.simulate(s, w), ls.compare({"a": s, "b": s.with_(excellent=85)}, w, store="work")
reveal_type(s.with_({"moves": []}, id="b"))
reveal_type(w.with_(headcount=3, leaving=2.0))
reveal_type(s.save("x.yaml"))
reveal_type(r.measure("turnover"))
reveal_type(r.measure("turnover", by="month"))
reveal_type(r.frame("exits", zeros=True))
reveal_type(r.interval("turnover", level=0.9).mean)
reveal_type(r.values("turnover"))
reveal_type(r.with_measure("mine", lambda window: window.exits[:, 0], unit="people"))
reveal_type(r.plot("turnover", by="month").figure)
reveal_type(r.save("x.run"))
reveal_type(c["a"])
reveal_type(c.table("turnover"))
reveal_type(c.contrast("b", "turnover").difference.low)
reveal_type(c.plot().figure)
reveal_type(c.why("turnover").summary())
reveal_type(c.at_equal("pay").table())
reveal_type(c.save("out", "csv"))
reveal_type(c.summary())
reveal_type(ls.join([r]).provenance)
reveal_type(ls.load_run("x.run"))
reveal_type(ls.explain(r))
reveal_type(ls.trace(s, "record.csv"))
reveal_type(ls.say("kpi >= 80", s).zh)
reveal_type(ls.diff(s, s))
reveal_type(ls.catalog())
reveal_type(ls.list_scenarios("scheme"))
reveal_type(ls.describe(s))
reveal_type(ls.report_sections(c))
reveal_type(ls.check_roster("people.csv").plot())
reveal_type(ls.plots.turnover(c))
reveal_type(ls.plots.overview(c))
reveal_type(ls.words.named(c.table()))
"""


@pytest.mark.slow
def test_no_public_call_gives_anything_at_all(tmp_path: Path) -> None:
    told = _checked(tmp_path, CALLS)
    assert len(told) == CALLS.count("reveal_type")
    assert [line for line in told if line.endswith('"Any"')] == []
    assert all("[misc]" not in line and ": error:" not in line for line in told), told


@pytest.mark.slow
def test_a_type_checker_sees_misspelt_names_and_wrong_arguments(tmp_path: Path) -> None:
    lines = {
        'ls.simulte("x")': "attr-defined",
        "ls.simulate(3)": "arg-type",
        'ls.simulate("x", month=3)': "call-arg",
        'ls.load_workforce("x").with_(headcont=3)': "call-arg",
        'ls.load_scheme("x").with_(bar=[1])': "arg-type",
        'ls.join([1])': "list-item",
        'ls.simulate("x", store=3)': "arg-type",
        'ls.load_workforce("x").with_(kpi=75)': "call-arg",
        'ls.load_scheme("x").id = "y"': "misc",
    }  # fmt: skip
    told = "\n".join(_checked(tmp_path, "import ladder_sim as ls\n" + "".join(f"{line}\n" for line in lines)))
    for number, code in enumerate(lines.values(), start=2):
        assert re.search(rf"script\.py:{number}: error: .*\[{code}\]", told), (number, told)
