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


@pytest.mark.slow
def test_a_type_checker_sees_misspelt_names_and_wrong_arguments(tmp_path: Path) -> None:
    lines = {
        'ls.simulte("x")': "attr-defined",
        "ls.simulate(3)": "arg-type",
        'ls.simulate("x", month=3)': "call-arg",
        'ls.load_workforce("x").with_(headcont=3)': "call-arg",
        'ls.load_scheme("x").with_(bar=[1])': "arg-type",
        'ls.join([1])': "list-item",
        'ls.load_scheme("x").id = "y"': "misc",
    }  # fmt: skip
    (tmp_path / "wrong.py").write_text("import ladder_sim as ls\n" + "".join(f"{line}\n" for line in lines))
    done = subprocess.run([sys.executable, "-m", "mypy", "--strict", str(tmp_path / "wrong.py")], cwd=ROOT,
                          capture_output=True, text=True, check=False)  # fmt: skip
    for number, code in enumerate(lines.values(), start=2):
        assert re.search(rf"wrong\.py:{number}: error: .*\[{code}\]", done.stdout), (number, done.stdout)
