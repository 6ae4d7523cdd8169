"""A folder of finished work: pieces are found again by what decides their numbers, and by nothing else."""

from __future__ import annotations

import dataclasses
import zipfile
from pathlib import Path

import pandas as pd
import pytest

import ladder_sim as ls
from ladder_sim.results.origin import SeedRange
from ladder_sim.store import folder
from ladder_sim.store.folder import Store, Work

S, W = "ecommerce-dual-track", "small-department-30"


def test_a_folder_knows_what_is_there_and_what_is_still_to_play(tmp_path: Path) -> None:
    scheme, people = ls.load_scheme(S), ls.load_workforce(W)
    work, store = Work(scheme, people, 3), Store(tmp_path / "work")
    wanted = SeedRange(1, 0, 10)
    assert store.plan(work, wanted) == [(wanted, False)]
    for first, number in ((2, 3), (7, 1), (6, 9)):
        store.put(work, ls.simulate(scheme, people, months=3, replications=number, first=first))
    assert store.plan(work, wanted) == [
        (SeedRange(1, 0, 2), False), (SeedRange(1, 2, 3), True), (SeedRange(1, 5, 2), False),
        (SeedRange(1, 7, 1), True), (SeedRange(1, 8, 2), False),
    ]  # fmt: skip
    assert store.found(work, SeedRange(1, 0, 20)) == [SeedRange(1, 2, 3), SeedRange(1, 6, 9)], "none over another"
    whole = ls.simulate(scheme, people, months=3, replications=10)
    for part in store.found(work, wanted):
        piece = store.get(work, part).values("turnover")
        assert (piece == whole.values("turnover")[part.first : part.first + part.replications]).all()


def test_other_names_find_the_same_work_and_other_rules_do_not(tmp_path: Path) -> None:
    scheme, people = ls.load_scheme(S), ls.load_workforce(W)
    store, part = Store(tmp_path), SeedRange(1, 0, 2)
    path = store.put(Work(scheme, people, 3), ls.simulate(scheme, people, months=3, replications=2))
    other = dataclasses.replace(scheme, id="mine", title=people.title)
    assert store.found(Work(other, people, 3), part) == [part]
    assert store.get(Work(other, people, 3), part).scheme.id == "mine"
    measured = scheme.with_({"measures": {"nights": {"value": "share(kpi >= 90)", "unit": "share"}}}, id=S)
    for work in (Work(scheme.with_(excellent=85), people, 3), Work(scheme, people, 4), Work(measured, people, 3),
                 Work(scheme, people, 3, explain=True), Work(scheme, people, 3, events=True),
                 Work(scheme, people, 3, drivers=True), Work(scheme, people.with_(headcount=20), 3)):  # fmt: skip
        assert store.found(work, part) == []
    assert store.found(Work(scheme, people, 3), SeedRange(2, 0, 2)) == [], "of another seed"
    path.rename(path.with_name(path.name.replace("-1.0.2", "-1.2.2")))
    with pytest.raises(ls.LadderError, match="holds something else than its name says"):
        store.get(Work(scheme, people, 3), SeedRange(1, 2, 2))


def test_another_numpy_or_code_is_other_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scheme, people = ls.load_scheme(S), ls.load_workforce(W)
    store, part = Store(tmp_path), SeedRange(1, 0, 2)
    store.put(Work(scheme, people, 3), ls.simulate(scheme, people, months=3, replications=2))
    assert [one.fault for one in store.entries()] == [""]
    for name in ("code", "version"):
        with monkeypatch.context() as other:
            other.setattr(folder, name, lambda *_: "other")
            assert store.found(Work(scheme, people, 3), part) == []
            assert [one.fault for one in store.entries()] == ["of another version"]


def test_nobody_of_a_roster_stands_in_a_store(tmp_path: Path) -> None:
    staff = pd.DataFrame({"person": ["KEY-4711", "KEY-4712"], "hired": ["2020-01-07"] * 2, "role": ["agent"] * 2})
    people = ls.load_workforce(W, roster=staff)
    for given in ({}, {"events": True}):
        run = ls.simulate(S, people, months=2, replications=2, store=tmp_path, **given)
        again = ls.simulate(S, people, months=2, replications=2, store=tmp_path, **given)
        pd.testing.assert_frame_equal(run.measures(), again.measures())
        if given:
            pd.testing.assert_frame_equal(run.frame("events"), again.frame("events"))
            assert {"KEY-4711", "KEY-4712"} <= set(again.frame("people")["person"]), "of the people asked for"
    for path in tmp_path.glob("*.run"):
        with zipfile.ZipFile(path) as archive:
            assert not any(b"KEY-47" in archive.read(name) for name in archive.namelist())


def test_a_store_tells_what_it_holds_and_is_cleaned(tmp_path: Path) -> None:
    for scheme in (S, "video-cloud-levels"):
        ls.simulate(scheme, W, months=2, replications=2, store=tmp_path)
    (tmp_path / "mine.run").write_text("not of the store")
    stage = tmp_path / ".ladder-sim-left"
    stage.mkdir()
    store = Store(tmp_path)
    first, second = store.entries()
    assert (first.scheme, second.scheme) == (S, "video-cloud-levels")
    assert (first.workforce, first.months, first.part, first.fault) == (W, 2, SeedRange(1, 0, 2), "")
    first.path.write_bytes(b"cut")
    assert [one.path for one in store.clean()] == [first.path] and not stage.exists()
    assert [one.path for one in store.clean(everything=True)] == [second.path]
    assert [path.name for path in tmp_path.iterdir()] == ["mine.run"], "what is no work of a store is left alone"
