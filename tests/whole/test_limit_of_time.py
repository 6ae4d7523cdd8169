"""`--minutes`: what a limit of time leaves out is named, not passed over."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from places import ROOT

TWO = """import pytest
{first}
def test_first(): pass
def test_second(): pass
"""


def run(folder: Path, *options: str, first: str = "") -> subprocess.CompletedProcess[str]:
    (folder / "conftest.py").write_text((ROOT / "tests/conftest.py").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "test_two.py").write_text(TWO.format(first=first), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-rs", "-v", "-p", "no:cacheprovider", *options, str(folder)]
    around = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, env=around)


@pytest.mark.parametrize("workers", ["0", "2"])
def test_what_is_not_begun_is_named_as_skipped(workers: str, tmp_path: Path) -> None:
    late, early = (run(tmp_path, "-n", workers, "--minutes", minutes).stdout for minutes in ("0", "30"))
    assert "2 skipped" in late and "not run: 0 minutes are over" in late
    assert "2 passed" in early


def test_what_takes_minutes_comes_last(tmp_path: Path) -> None:
    told = run(tmp_path, "-n", "0", first="@pytest.mark.long").stdout
    assert told.index("::test_second") < told.index("::test_first")
