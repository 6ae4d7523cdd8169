"""Compiled steps are kept for the next process, and nothing about the place where they are kept makes a run fail."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("numba")

SOURCE = """
from ladder_sim.streams.compile_cache import step

@step
def twice(x):
    return x + x
"""
CALL = (
    "import sys; sys.path.insert(0, sys.argv[1]); import steps; print({calls}); print(dict(steps.twice.stats.{what}))"
)
ROOT = Path(__file__).resolve().parents[2]


def started(folder: Path, calls: str = "steps.twice(2)", what: str = "cache_hits") -> subprocess.Popen[str]:
    (folder / "steps.py").write_text(SOURCE)
    os.utime(folder / "steps.py", (1, 1))  # the cache goes by the time of the source
    keep = {**os.environ, "PYTHONPATH": str(ROOT), "NUMBA_CACHE_DIR": str(folder / "kept")}
    return subprocess.Popen([sys.executable, "-c", CALL.format(calls=calls, what=what), str(folder)],
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=keep)  # fmt: skip


def said(process: subprocess.Popen[str]) -> list[str]:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out.splitlines()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20])


@pytest.mark.slow  # each process loads numba
@pytest.mark.parametrize("broken", ["*.nbi", "*.nbc", "nothing"])
def test_what_is_kept_is_used_and_what_is_broken_is_compiled_again(tmp_path: Path, broken: str) -> None:
    assert said(started(tmp_path)) == ["4", "{}"]
    for path in (tmp_path / "kept").rglob(broken):
        cut(path)
    hits = said(started(tmp_path))
    assert hits[0] == "4" and (hits[1] != "{}") == (broken == "nothing")
    assert said(started(tmp_path))[1] != "{}"


@pytest.mark.slow
def test_two_processes_that_compile_at_once_get_each_its_own(tmp_path: Path) -> None:
    calls = ("steps.twice(2)", "steps.twice(2.5)", "steps.twice(1j)", "steps.twice(True)")
    runs = [started(tmp_path, call) for call in calls]
    assert [said(run)[0] for run in runs] == ["4", "5.0", "2j", "2"]
    again = said(started(tmp_path, ", ".join(calls)))
    assert again[0] == "4 5.0 2j 2" and again[1].count(": 1") == 4


def test_a_step_is_locked_while_it_is_read_or_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from numba.core.caching import FunctionCache

    from ladder_sim.streams import compile_cache

    fcntl = pytest.importorskip("fcntl")
    locked: list[bool] = []

    def looks(cache: Any, *_: Any) -> None:
        with (Path(cache.cache_path) / compile_cache.LOCK).open("r+") as other:
            try:
                fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
                locked.append(False)
            except BlockingIOError:
                locked.append(True)

    cache = object.__new__(compile_cache.SharedCache)
    cache._cache_path = str(tmp_path)
    cache._impl = type("Impl", (), {"locator": type("At", (), {"ensure_cache_path": staticmethod(lambda: None)})})
    for name in ("load_overload", "save_overload"):
        monkeypatch.setattr(FunctionCache, name, looks)
        getattr(cache, name)(None, None)
    assert locked == [True, True]


def test_without_a_place_to_keep_it_a_step_is_compiled_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    from ladder_sim.streams import compile_cache

    def nowhere(_: object) -> None:
        raise RuntimeError("cannot cache function: no locator available")

    monkeypatch.setattr(compile_cache, "SharedCache", nowhere)
    assert compile_cache.step(lambda x: x + 1)(2) == 3
