"""``python -m ladder_sim.notebook`` hands voila the notebook that comes with the package, and its own template."""

from __future__ import annotations

import importlib.util
import os
import runpy
import sys
from pathlib import Path

import pytest

from ladder_sim.core import i18n
from ladder_sim.notebook import __main__ as serving


def test_the_app_is_served_from_where_the_package_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name)
    monkeypatch.setattr(sys, "argv", [])
    monkeypatch.setenv("JUPYTER_PATH", "/mine")
    run: list[list[str]] = []
    monkeypatch.setattr(runpy, "run_module", lambda name, run_name: run.append([name, run_name, *sys.argv]))
    assert serving.main(["--no-browser"]) == 0
    ((name, run_name, program, notebook, *options),) = run
    assert (name, run_name, program, options) == ("voila", "__main__", "voila", ["--template=ladder", "--no-browser"])
    assert Path(notebook).is_file()
    own, theirs = os.environ["JUPYTER_PATH"].split(os.pathsep)
    assert theirs == "/mine" and (Path(own) / "voila" / "templates" / "ladder" / "index.html.j2").is_file()


def test_without_voila_it_is_said_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    for language, said in (("en", "the app needs voila: pip install"), ("zh", "应用页面需要 voila：pip install")):
        i18n.use(language)
        assert serving.main([]) == 2 and said in capsys.readouterr().err
