"""Stopped work goes on where it was: nothing that is finished is played again, and the bits are the same."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scenes import bits

import ladder_sim as ls
from ladder_sim.core.problems import LadderWarning
from ladder_sim.experiment import simulation
from ladder_sim.experiment.simulation import Task
from ladder_sim.results.counts import RunCounts
from ladder_sim.streams.kernels import SETTING

S, V, W = "ecommerce-dual-track", "video-cloud-levels", "small-department-30"
HOW: dict[str, Any] = {"months": 3, "replications": 6}
#: Of 30 people, so that a piece is two replications.
BLOCK = 60


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[int, int]]]:
    """What is played: scheme and replications, block by block; blocks are small."""
    seen: list[tuple[str, tuple[int, int]]] = []
    play = simulation.play_block

    def counted(task: Task) -> RunCounts:
        seen.append((task.pair.content[0].id, task.cut))
        return play(task)

    monkeypatch.setattr(simulation, "play_block", counted)
    monkeypatch.setattr(simulation, "PEOPLE_IN_A_BLOCK", BLOCK)
    monkeypatch.setenv(SETTING, "no")  # blocks are three times as large once a test before has compiled the steps
    return seen


def test_an_interrupted_comparison_goes_on_without_repeating_what_is_finished(
    played: list[tuple[str, tuple[int, int]]], tmp_path: Path
) -> None:
    def stop(done: int, total: int) -> None:
        if done >= 8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ls.compare([S, V], W, **HOW, store=tmp_path, progress=stop)
    before = list(played)
    assert before == [(S, (0, 2)), (S, (2, 4)), (S, (4, 6)), (V, (0, 2))]
    told: list[tuple[int, int]] = []
    both = ls.compare([S, V], W, **HOW, store=tmp_path, progress=lambda done, total: told.append((done, total)))
    assert played[4:] == [(V, (2, 4)), (V, (4, 6))], "nothing that was finished is played again"
    assert told == [(8, 12), (10, 12), (12, 12)], "what was kept counts from the start"
    del played[:]
    again = ls.compare([S, V], W, **HOW, store=str(tmp_path), progress=lambda done, total: told.append((done, total)))
    assert played == [] and told[-1] == (12, 12)
    alone = ls.compare([S, V], W, **HOW)
    for scheme in (S, V):
        assert bits(both[scheme]) == bits(again[scheme]) == bits(alone[scheme])
    pd.testing.assert_frame_equal(both.table(), alone.table())


def test_the_finished_replications_of_an_unfinished_variant_are_kept(
    played: list[tuple[str, tuple[int, int]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blocks as large as is quick would be whole variants; with a store they are pieces of about a second."""
    monkeypatch.setattr(simulation, "PEOPLE_IN_A_BLOCK", 64_000)
    monkeypatch.setattr(simulation, "LEAST_KEPT", BLOCK)
    monkeypatch.setattr(simulation, "KEPT_WORK", 3 * BLOCK)  # people times months

    def stop(done: int, total: int) -> None:
        if done >= 4:
            raise KeyboardInterrupt

    ls.simulate(S, W, **HOW)
    assert played == [(S, (0, 6))], "without a store as many at once as is quick"
    del played[:]
    with pytest.raises(KeyboardInterrupt):
        ls.compare([S, V], W, **HOW, store=tmp_path, progress=stop)
    assert played == [(S, (0, 2)), (S, (2, 4))] and len(list(tmp_path.glob("*.run"))) == 2
    del played[:]
    run = ls.simulate(S, W, **HOW, store=tmp_path)
    assert played == [(S, (4, 6))], "the finished replications of the unfinished variant are kept"
    assert bits(run) == bits(ls.simulate(S, W, **HOW))


KILLED = """
import os, signal, sys
import ladder_sim as ls
from ladder_sim.experiment import simulation

simulation.PEOPLE_IN_A_BLOCK = 60

def kill(done, total):
    if done >= 8:
        os.kill(os.getpid(), signal.SIGKILL)

ls.compare([{s!r}, {v!r}], {w!r}, months=3, replications=6, events=True, store={store!r}, progress=kill)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_a_killed_comparison_goes_on_to_the_same_bits(
    played: list[tuple[str, tuple[int, int]]], tmp_path: Path
) -> None:
    code = KILLED.format(s=S, v=V, w=W, store=str(tmp_path))
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == -9
    both = ls.compare([S, V], W, **HOW, events=True, store=tmp_path)
    assert [cut for scheme, cut in played if scheme == S] == [], "finished before it was killed"
    alone = ls.compare([S, V], W, **HOW, events=True)
    for scheme in (S, V):
        assert bits(both[scheme]) == bits(alone[scheme])
        pd.testing.assert_frame_equal(both[scheme].frame("events"), alone[scheme].frame("events"))


def test_a_damaged_piece_is_said_played_again_and_mended(
    played: list[tuple[str, tuple[int, int]]], tmp_path: Path
) -> None:
    whole = ls.simulate(S, W, **HOW, store=tmp_path)
    files = sorted(tmp_path.glob("*.run"))
    assert len(files) == 3
    raw = bytearray(files[1].read_bytes())
    raw[len(raw) // 3] ^= 255
    files[1].write_bytes(raw)
    files[2].write_bytes(b"cut")
    del played[:]
    with pytest.warns(LadderWarning) as said:
        again = ls.simulate(S, W, **HOW, store=tmp_path)
    assert played == [(S, (2, 4)), (S, (4, 6))]
    lines = [str(one.message) for one in said]
    assert len(lines) == 2 and all(line.startswith(f"{path}: cannot be read: ") and line.endswith("; played again")
                                   for line, path in zip(lines, files[1:], strict=True))  # fmt: skip
    assert bits(again) == bits(whole)
    del played[:]
    assert bits(ls.simulate(S, W, **HOW, store=tmp_path)) == bits(whole) and played == []


def test_more_replications_and_other_workers_use_what_is_there(
    played: list[tuple[str, tuple[int, int]]], tmp_path: Path
) -> None:
    ls.simulate(S, W, **HOW, store=tmp_path)
    del played[:]
    with ThreadPoolExecutor(2) as executor:
        more = ls.simulate(S, W, months=3, replications=9, store=tmp_path, executor=executor)
    assert [n for _, cut in played for n in range(*cut)] == [6, 7, 8]
    np.testing.assert_array_equal(
        more.values("turnover"), ls.simulate(S, W, months=3, replications=9).values("turnover")
    )
    assert ls.simulate(S, W, months=3, replications=3, first=6, store=tmp_path).numbers == range(6, 9)


@pytest.mark.slow  # every mixture of the parts is played
def test_why_uses_the_store_of_the_comparison(played: list[tuple[str, tuple[int, int]]], tmp_path: Path) -> None:
    both = ls.compare([S, "fabric-star-pay"], W, months=3, replications=2, first=4, store=tmp_path)
    shares = both.why("turnover", store=tmp_path).table()
    assert played and {cut for _, cut in played} == {(4, 6)}, "mixtures meet the replications of the comparison"
    del played[:]
    other = ls.compare([S, "fabric-star-pay"], W, months=3, replications=2, first=4, store=tmp_path)
    pd.testing.assert_frame_equal(other.why("turnover", store=tmp_path).table(), shares)
    assert played == []


def test_a_folder_that_takes_nothing_costs_no_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ladder_sim.store.run_file.put_run", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.warns(LadderWarning, match="the disk is full.*; not kept, the work goes on"):
        run = ls.simulate(S, W, **HOW, store=tmp_path)
    assert run.replications == 6


def test_a_store_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ls.LadderError, match=r"file: cannot be written: a file is in the way"):
        ls.simulate(S, W, **HOW, store=tmp_path / "file")
    with pytest.raises(ls.LadderError, match="store must be the path of a folder, such as 'work', got 7"):
        ls.simulate(S, W, **HOW, store=7)  # type: ignore[arg-type]
