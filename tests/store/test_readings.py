"""Measures of worlds kept in a store: found by what decides them, every line checked, cleaned with the rest."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import ladder_sim as ls
from ladder_sim.core.problems import LadderWarning
from ladder_sim.results.origin import SeedRange
from ladder_sim.store import folder
from ladder_sim.store.folder import Store, Work
from ladder_sim.store.readings import SUFFIX, Readings

PART = SeedRange(1, 0, 2)


@pytest.fixture
def work() -> Work:
    return Work(ls.load_scheme("ecommerce-dual-track"), ls.load_workforce("small-department-30"), 3)


def readings(store: Store, work: Work, measures: tuple[str, ...] = ("turnover",)) -> Readings:
    return store.readings(work, PART, measures)


def test_a_reading_comes_back_to_the_bit(tmp_path: Path, work: Work) -> None:
    row = np.array([0.1 + 0.2, np.nan, 1e-300])
    kept = readings(Store(tmp_path / "new"), work)
    kept.put([["bar", 3.0]], {"turnover": row})
    kept.put([["bar", 4.0]], None)
    again = readings(Store(tmp_path / "new"), work)
    found = again.get([["bar", 3.0]])
    assert found is not None and found["turnover"].tobytes() == row.tobytes()
    assert [["bar", 4.0]] in again and again.get([["bar", 4.0]]) is None and [["bar", 5.0]] not in again


def test_other_measures_replications_rules_and_code_are_other_work(
    tmp_path: Path, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path)
    readings(store, work).put([], None)
    assert [] in readings(store, work)
    assert [] not in readings(store, work, ("labor_cost",)) and [] not in store.readings(
        work, SeedRange(2, 0, 2), ["turnover"]
    )
    assert [] not in readings(store, Work(work.scheme.with_(excellent=85), work.workforce, 3))
    now = folder.code("results")
    assert now != folder.code(), "what is read off a run is code as well"
    monkeypatch.setattr(folder, "code", lambda *rooms: "other")
    assert [] not in readings(store, work)
    assert [one.fault for one in store.entries()] == ["of another version"]


def test_a_store_lists_and_cleans_readings(tmp_path: Path, work: Work) -> None:
    store = Store(tmp_path)
    store.put(work, ls.simulate(work.scheme, work.workforce, months=3, replications=2))
    kept = readings(store, work)
    for bar in (1.0, 2.0):
        kept.put([["bar", bar]], None)
    run, worlds = store.entries()
    assert (run.worlds, worlds.worlds) == (0, 2) and run.scheme == worlds.scheme == "ecommerce-dual-track"
    assert (worlds.part, worlds.months, worlds.fault) == (PART, 3, "")
    kept.path.write_text(kept.path.read_text("utf-8").replace("months", "minutes", 1), "utf-8")
    assert [one.path for one in store.clean()] == [kept.path], "its first line was changed"
    assert [one.path for one in store.clean(everything=True)] == [run.path]


def test_a_file_of_something_else_is_said_and_left_alone(tmp_path: Path, work: Work) -> None:
    kept = readings(Store(tmp_path), work)
    kept.path.write_text("something else\n", "utf-8")
    with pytest.warns(LadderWarning, match="it is no file of readings, or was changed; played again"):
        assert [] not in kept
    kept.put([], None)
    assert kept.path.read_text("utf-8") == "something else\n"


def test_a_folder_that_takes_nothing_stops_no_work(tmp_path: Path, work: Work) -> None:
    kept = readings(Store(tmp_path), work)
    assert kept.path.suffix == SUFFIX
    kept.path.mkdir()
    with pytest.warns(LadderWarning, match="not kept, the work goes on"):
        kept.put([], None)
    kept.put([["bar", 1.0]], None)  # said once
