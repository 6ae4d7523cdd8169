"""A run in a file: the same run comes back, and one changed byte is seen."""

from __future__ import annotations

import dataclasses
import json
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import ladder_sim as ls
from ladder_sim.files.fingerprint import fingerprint
from ladder_sim.store import records
from ladder_sim.store.records import Unkept, UnreadableRecord, packed, unpacked

S, W = "ecommerce-dual-track", "small-department-30"


@pytest.fixture(scope="module")
def run() -> ls.Run:
    return ls.simulate(S, W, months=6, replications=4, events=True, explain=True)


@pytest.fixture
def kept(run: ls.Run, tmp_path: Path) -> Path:
    return run.save(tmp_path / "one.run")


def test_a_run_comes_back_as_it_was(run: ls.Run, kept: Path) -> None:
    again = ls.load_run(kept)
    assert (again.scheme, again.workforce, again.axes) == (run.scheme, run.workforce, run.axes)
    assert again.provenance_record() == run.provenance_record()
    for field in dataclasses.fields(run.counts):
        np.testing.assert_equal(getattr(again.counts, field.name), getattr(run.counts, field.name))
    pd.testing.assert_frame_equal(again.measures(), run.measures())
    pd.testing.assert_frame_equal(again.frame("events"), run.frame("events"))
    assert again.scheme.with_(excellent=85).id == f"{S}(excellent=85)", "its form came along"
    assert ls.join([again, ls.simulate(S, W, months=6, replications=1, first=4, events=True, explain=True)])


def test_equal_runs_make_equal_files(run: ls.Run, kept: Path, tmp_path: Path) -> None:
    assert run.save(tmp_path / "two.run").read_bytes() == kept.read_bytes()
    with zipfile.ZipFile(kept) as archive:
        assert not any(name.endswith((".pkl", ".pickle")) for name in archive.namelist())


def _with(path: Path, name: str, content: bytes) -> None:
    with zipfile.ZipFile(path) as archive:
        entries = {entry: archive.read(entry) for entry in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for entry, data in {**entries, name: content}.items():
            archive.writestr(entry, data)


def test_a_changed_byte_of_any_array_is_seen_and_named(kept: Path) -> None:
    with zipfile.ZipFile(kept) as archive:
        names = [name for name in archive.namelist() if name.endswith(".npy")]
        data = {name: archive.read(name) for name in names}
    for name in names[:: max(1, len(names) // 6)]:
        raw = bytearray(data[name])
        raw[-1] ^= 1
        _with(kept, name, bytes(raw))
        with pytest.raises(ls.LadderError, match=f"'{name.removesuffix('.npy')}' was changed since it was written"):
            ls.load_run(kept)
        _with(kept, name, data[name])
    ls.load_run(kept)


def test_a_changed_manifest_another_format_and_other_files_are_told_apart(kept: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(kept) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    _with(kept, "manifest.json", json.dumps({**manifest, "replications": 5}).encode())
    with pytest.raises(ls.LadderError, match="its manifest was changed since it was written"):
        ls.load_run(kept)
    _with(kept, "manifest.json", json.dumps({**manifest, "format": 99}).encode())
    with pytest.raises(ls.LadderError, match="its format is 99, this version reads 1"):
        ls.load_run(kept)
    (tmp_path / "text.run").write_text("no run")
    with pytest.raises(
        ls.LadderError,
        match=r"text\.run: cannot be read: it is no kept run, .* or was cut short",
    ):
        ls.load_run(tmp_path / "text.run")
    with pytest.raises(ls.LadderError, match="there is no such file"):
        ls.load_run(tmp_path / "nothing.run")
    kept.write_bytes(kept.read_bytes()[:-200])
    with pytest.raises(ls.LadderError, match="cut short"):
        ls.load_run(kept)


def test_a_file_of_another_kind_is_not_written_over(run: ls.Run, kept: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.run").write_text("mine")
    with pytest.raises(ls.LadderError, match=r"is there and is no kept run; choose another name"):
        run.save(tmp_path / "notes.run")
    assert (tmp_path / "notes.run").read_text() == "mine"
    run.save(kept)  # the same run
    other = ls.simulate("ecommerce-dual-track", months=6, replications=2, seed=9)
    before = kept.read_bytes()
    with pytest.raises(ls.LadderError, match=r"holds another run \(.* on .*, \d+ months, \d+ replications\)"):
        other.save(kept)
    assert kept.read_bytes() == before
    other.save(kept, force=True)
    assert ls.load_run(kept).seed == 9
    with pytest.raises(ls.LadderError, match=r"the name of a kept run ends in \.run"):
        run.save(tmp_path / "x.zip")


def test_people_of_a_roster_come_back(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"person": ["P1", "P2"], "hired": ["2020-01-07"] * 2, "role": ["agent"] * 2, "kpi": [80, None]}
    )
    run = ls.simulate(S, ls.load_workforce(W, roster=frame), months=2, replications=2)
    again = ls.load_run(run.save(tmp_path / "few.run"))
    assert fingerprint(again.workforce) == fingerprint(run.workforce)
    assert again.workforce.people.roster is not None and again.workforce.people.roster.person == ("P1", "P2")


def test_records_of_other_versions_are_told_and_nothing_else_is_made() -> None:
    expr = packed(ls.load_scheme(S).moves[0])
    assert unpacked(expr) == ls.load_scheme(S).moves[0]
    with pytest.raises(UnreadableRecord, match="a record 'Popen' that this version does not know"):
        unpacked({"record": "Popen", "fields": {"args": ["x"]}})
    with pytest.raises(UnreadableRecord, match="holds soul of 'Move', which this version does not know"):
        unpacked({**expr, "fields": {**expr["fields"], "soul": 1}})
    with pytest.raises(UnreadableRecord, match="'Move' lacks what this version needs"):
        unpacked({"record": "Move", "fields": {}})
    older = {**expr, "fields": {key: value for key, value in expr["fields"].items() if key != "pay"}}
    assert unpacked(older).pay == type(unpacked(expr).pay)(), "a newer field has its default"
    with pytest.raises(Unkept, match="a function cannot be kept in a file"):
        packed(lambda: 1)


@pytest.mark.parametrize("kind", ["scheme", "workforce"])
def test_every_record_at_hand_comes_back(kind: str) -> None:
    load = ls.load_scheme if kind == "scheme" else ls.load_workforce
    names = [entry.id for entry in ls.list_scenarios(kind)][::12]  # type: ignore[arg-type]
    for record in map(load, names):
        again = unpacked(json.loads(json.dumps(packed(record))))
        assert again == record and fingerprint(again) == fingerprint(record)
        assert json.dumps(packed(again)) == json.dumps(packed(record)), "form and places too"
    assert {"Scheme", "Workforce", "Expr", "Axes", "SeedRange", "Title"} <= set(records.known())


def test_a_measure_of_one_s_own_is_not_lost_in_silence(run: ls.Run, tmp_path: Path) -> None:
    own = run.with_measure("mine", lambda window: np.zeros(run.replications), unit="people")
    with pytest.raises(ls.LadderError, match=r"measures of your own \(mine\) are code, which no file keeps"):
        own.save(tmp_path / "own.run")
    assert not (tmp_path / "own.run").exists()
