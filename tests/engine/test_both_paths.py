"""Every shipped scheme leaves the same bits with NumPy's steps and with compiled ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from keys_said import every_key, keys_of
from places import TESTS

from ladder_sim.experiment.simulation import simulate
from ladder_sim.results.counts import RunCounts
from ladder_sim.scenarios.loading import load_scheme, load_workforce
from ladder_sim.scenarios.registry import list_scenarios
from ladder_sim.streams import kernels

pytest.importorskip("numba")

MONTHS, REPLICATIONS = 13, 2  # a yearly review, and a month that looks back on a whole year


@pytest.fixture(autouse=True)
def afresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(kernels, "_compiled", None)
    monkeypatch.setattr(kernels, "_active", None)
    yield


def tables(counts: RunCounts) -> dict[str, np.ndarray]:
    """Every array of the counts by its name, those of dictionaries one by one."""
    found: dict[str, np.ndarray] = {}
    for each in fields(counts):
        value = getattr(counts, each.name)
        if isinstance(value, np.ndarray):
            found[each.name] = value
        elif isinstance(value, dict):
            found |= {f"{each.name} {key}": table for key, table in value.items() if isinstance(table, np.ndarray)}
    return found


#: Schemes that say what no shipped one does: every key of the language stands in one that is played here.
FILES = [TESTS / "ladders" / "institution-posts.yaml", TESTS / "engine" / "every-key.yaml",
         TESTS / "engine" / "every-key-variant.yaml"]  # fmt: skip
#: Keys that change no figure of a run, and why they need not be played: how sure a fitted value is.
SAID_ONLY = {("LikelyForm", key) for key in ("interval", "se", "times", "title")}
#: What the keys that came last must have done, so that the files cannot fall silent.
DONE = {
    "every-key.yaml": {"up": ("moved", "no seat", "quota reached", "failed: panel", "failed: test"),
                       "fast": ("moved",), "lead_up": ("moved",), "out": ("moved", "spared"), "improve": ("moved",),
                       "warn": ("moved",), "step": ("moved",), "merit_raise": ("moved",),
                       "praise_award": ("moved", "budget spent")},
    "every-key-variant.yaml": {f"new_{move}": ("moved",) for move in ("up", "merit_raise", "step")},
}  # fmt: skip


def test_every_key_of_a_scheme_is_played_on_both_paths() -> None:
    files = [Path(entry.path) for entry in list_scenarios("scheme")] + FILES
    said = {key for path in files for key in keys_of(path)}
    every = every_key()
    assert said <= every and every > SAID_ONLY, "the walk reads the files as the schema has them"
    assert sorted(every - said - SAID_ONLY) == []


@pytest.mark.parametrize("name", DONE)
def test_the_files_of_every_key_play_what_they_say(name: str) -> None:
    run = simulate(load_scheme(TESTS / "engine" / name), load_workforce("service-center-200"), months=MONTHS + 6,
                   replications=REPLICATIONS + 1, seed=11)  # fmt: skip
    for move, reasons in DONE[name].items():
        ids = next(info for info in run.axes.moves if info.id == move).reason_ids
        for reason in reasons:
            assert run.counts.ledger[move][..., list(ids).index(reason)].any(), (move, reason)
    parts = {part: run.counts.pay[..., at].sum() for at, (part, _) in enumerate(run.axes.parts)}
    assert all(parts.values()), parts


@pytest.mark.parametrize("scheme", [*(entry.id for entry in list_scenarios("scheme")), *map(str, FILES)])
def test_compiled_steps_change_no_bit(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    own = scheme if scheme == "reference-department" else "service-center-200"
    months = MONTHS if scheme not in map(str, FILES) else MONTHS + 6  # a budget that is carried over twice
    made, workforce, runs = load_scheme(scheme), load_workforce(own), []
    for setting in ("no", "yes"):
        monkeypatch.setenv(kernels.SETTING, setting)
        runs.append(tables(simulate(made, workforce, months=months, replications=REPLICATIONS, seed=11).counts))
        assert (kernels.compiled() is not None) == (setting == "yes")
    plain, fast = runs
    assert plain.keys() == fast.keys() and plain["exits"].any() and plain["pay"].any()
    for name, table in plain.items():
        assert table.dtype == fast[name].dtype and table.shape == fast[name].shape, name
        assert table.tobytes() == fast[name].tobytes(), name
