"""`--store`, `--resume` and the command `store`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from two_grades import SCHEME, SMALL, WORKFORCE

from ladder_sim.cli import main
from ladder_sim.core.formats import JSON_FORMAT
from ladder_sim.experiment import simulation


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for kind, name, text in (("schemes", "two-grades", SCHEME), ("workforces", "twenty", WORKFORCE)):
        place = tmp_path / "scenarios" / kind / f"{name}.yaml"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


PAIR = ["two-grades", "--set", "bar=80", "--workforce", "twenty", *SMALL]


def test_a_second_start_takes_what_is_there_and_says_so(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["compare", *PAIR, "--resume", "--json"]) == 0
    first = capsys.readouterr()
    assert "ladder-sim-store: 0 replications were there, 12 played and kept" in first.err
    monkeypatch.setattr(simulation, "play_block", lambda task: pytest.fail("played again"))
    assert main(["compare", *PAIR, "--store", "ladder-sim-store", "--json"]) == 0
    second = capsys.readouterr()
    assert "ladder-sim-store: 12 replications were there, 0 played and kept" in second.err
    assert second.out == first.out
    for command in (["run"], ["--lang", "zh", "run"]):
        assert main([*command, "two-grades", "--workforce", "twenty", *SMALL, "--resume", "--json"]) == 0
    assert "ladder-sim-store：已有6次重复，新模拟并保存0次" in capsys.readouterr().err


def test_the_store_is_listed_and_cleaned(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["store"]) == 1
    assert "ladder-sim-store: there is no such folder" in capsys.readouterr().err
    assert main(["compare", *PAIR, "--store", "work", "--json"]) == 0
    damaged = sorted(Path("work").glob("*.run"))[0]
    damaged.write_bytes(b"cut")
    capsys.readouterr()
    assert main(["store", "work"]) == 0
    told = capsys.readouterr().out
    assert "two-grades" in told and "1:0–5" in told and "twenty" in told
    assert "2 files, " in told and "; 1 cannot be used any more (--clean removes them)" in told
    assert main(["store", "work", "--clean", "--json"]) == 0
    removed = json.loads(capsys.readouterr().out)
    assert removed["format"] == JSON_FORMAT and removed["removed"] is True
    assert [one["file"] for one in removed["files"]] == [damaged.name]
    assert main(["--lang", "zh", "store", "work", "--clean", "all"]) == 0
    assert "已删除1个文件" in capsys.readouterr().out and not list(Path("work").glob("*.run"))
    assert main(["--lang", "en", "run", "two-grades", "--store", "scenarios/schemes/two-grades.yaml"]) == 1
    assert "two-grades.yaml: cannot be written: a file is in the way" in capsys.readouterr().err
