"""Whatever writes a file follows one rule for a file that is there: see `core/writing.py`."""

from __future__ import annotations

import argparse
import functools
import inspect
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from places import TESTS

import ladder_sim as ls
from ladder_sim.cli import main
from ladder_sim.cli.arguments import parser
from ladder_sim.core.writing import LIST

sys.path.insert(0, str(TESTS / "history"))
from simulated import Truth, log_of  # the histories of the other room

S, V, W = "ecommerce-dual-track", "video-cloud-levels", "small-department-30"
K: dict[str, Any] = {"months": 3, "replications": 2}


@functools.cache
def run() -> ls.Run:
    return ls.simulate(S, W, **K)


@functools.cache
def fit() -> ls.Fit:
    return ls.fit_history(log_of(Truth(hires=300), 2), "junior<senior")


@functools.cache
def backtest() -> ls.Backtest:
    now = """
scheme: now
ladder: {all: {junior: {base: 4000}, senior: {base: 5000}}}
entry: junior
reviews: {monthly: {every: month}}
moves: [{id: up, from: junior, to: senior, review: monthly, when: chance(0.01), seats: unlimited}]
"""
    return fit().backtest(now, "2020-01-01", worlds=2, replications=2)


@functools.cache
def tracked() -> Any:
    import pandas as pd

    plan = ls.simulate(S, W, months=12, replications=40)
    months = [f"{plan.workforce.start.year}-{plan.workforce.start.month + one:02}" for one in (0, 1)]
    return ls.track(plan, pd.DataFrame({"month": months, "headcount": [30, 29]}))


@functools.cache
def roster() -> Any:
    import pandas as pd

    return pd.DataFrame({"person": ["a", "b", "c"], "grade": ["specialist", "specialist", "shop_supervisor"],
                         "hired": ["2024-01-01"] * 3})  # fmt: skip


@dataclass(frozen=True)
class Writer:
    """What writes a file of this name into a folder: `file` is that file, others may lie beside it."""

    file: str
    write: Callable[[Path, bool], object]


#: By class of the public names and method.
METHODS: dict[str, Writer] = {
    "Scheme.save": Writer("x.yaml", lambda p, f: ls.load_scheme(S).with_(excellent=85).save(p / "x.yaml", force=f)),
    "Workforce.save": Writer("x.yaml", lambda p, f: ls.load_workforce(W).save(p / "x.yaml", force=f)),
    "Study.save": Writer("x.yaml", lambda p, f: ls.load_study(
        {"study": "x", "workforce": W, "schemes": [S, V]}).save(p / "x.yaml", force=f)),
    "Run.save": Writer("x.run", lambda p, f: run().save(p / "x.run", force=f)),
    "Comparison.save": Writer("comparison.csv", lambda p, f: ls.compare(S, V, W, **K).save(p, "csv", force=f)),
    "Sweep.save": Writer("sweep.csv", lambda p, f: ls.sweep(S, W, excellent=[85, 90], **K).save(p, force=f)),
    "Sought.save": Writer("x.yaml", lambda p, f: ls.seek(
        S, W, "excellent", between=(80, 95), turnover=float(run().values("turnover").mean()), **K
    ).save(p / "x.yaml", force=f)),
    "SoughtJointly.save": Writer("x.yaml", lambda p, f: ls.seek(
        S, W, ["excellent", "specialist_months"], turnover=">= 0", **K).save(p / "x.yaml", force=f)),
    "Matched.save": Writer("x.yaml", lambda p, f: ls.match(
        W, S, ["attrition"], turnover=0.3, months=3, replications=2).save(p / "x.yaml", force=f)),
    "Fit.save": Writer("x.yaml", lambda p, f: fit().save(p / "x.yaml", force=f)),
    "Backtest.save": Writer("x.html", lambda p, f: backtest().save(p / "x.html", force=f)),
    "Tracked.save": Writer("x.html", lambda p, f: tracked().save(p / "x.html", force=f)),
    "RosterCheck.save": Writer("x.html", lambda p, f: ls.check_roster(roster(), W, S).save(p / "x.html", force=f)),
}  # fmt: skip


def cli(*words: str) -> Callable[[Path, bool], object]:
    """A command that writes; ``@`` before a name is the folder."""

    def run_it(folder: Path, force: bool) -> object:
        (folder / "in").mkdir(exist_ok=True)
        (folder / "in" / "staff.csv").write_text(roster().to_csv(index=False), encoding="utf-8")
        given = [str(folder / word[1:]) if word.startswith("@") else word for word in words]
        if main([*given, *(["--force"] if force else [])]):
            raise ls.LadderError("refused")
        return None

    return run_it


SHORT = ("--workforce", W, "--months", "2", "--replications", "2")
#: By command and option.
OPTIONS: dict[str, Writer] = {
    "run --out": Writer("run.json", cli("run", S, *SHORT, "--out", "@.")),
    "check --out": Writer("x.html", cli("check", "@in/staff.csv", "--scheme", S, "--workforce", W, "--out", "@x.html")),
    "report-problem --out": Writer("x.md", cli("report-problem", "--out", "@x.md")),
    "seek --picture": Writer("x.png", cli("seek", S, "excellent", *SHORT, "--between", "80:95",
                                          "--target", "turnover=0.9", "--picture", "@x.png")),
}  # fmt: skip


def public_writers() -> Iterator[str]:
    for name in ls.__all__:
        one = getattr(ls, name)
        for method in dir(one) if inspect.isclass(one) else ():
            if method.startswith(("save", "write", "to_")) and callable(found := getattr(one, method)):
                given = inspect.signature(found).parameters
                if {"path", "folder", "force"} & set(given):
                    yield f"{name}.{method}"
        if inspect.isfunction(one) and {"path", "folder", "out"} & set(inspect.signature(one).parameters):
            yield name


READERS = {"load_run", "load_comparison", "verify", "draft", "cover"}
#: What writes as a comparison or a scheme does; and a list of persons, which is never written over.
OTHERS = {"Switch.save", "Draft.save", "Switch.save_people"}


def test_every_public_writer_is_in_the_table() -> None:
    assert set(public_writers()) - READERS - OTHERS == set(METHODS)


def commands() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    (sub,) = [one for one in parser()._actions if isinstance(one, argparse._SubParsersAction)]
    yield from sub.choices.items()


def test_every_command_that_writes_can_be_told_to_write_over() -> None:
    for name, made in commands():
        options = {word for action in made._actions for word in action.option_strings}
        if options & {"--out", "--save", "--picture"} and name != "new":  # which only begins files
            assert "--force" in options, name


SLOW = {"Fit.save", "Backtest.save", "Tracked.save", "Matched.save", "Sought.save", "SoughtJointly.save"}


@pytest.mark.parametrize("name", [
    pytest.param(name, marks=pytest.mark.slow) if name in SLOW else name for name in METHODS
])  # fmt: skip
def test_a_file_that_is_there(name: str, tmp_path: Path) -> None:
    holds_to_the_rule(METHODS[name], tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", OPTIONS)
def test_a_file_that_is_there_for_a_command(name: str, tmp_path: Path) -> None:
    holds_to_the_rule(OPTIONS[name], tmp_path)


def holds_to_the_rule(writer: Writer, folder: Path) -> None:
    file = folder / writer.file
    file.write_bytes(b"mine")
    with pytest.raises(ls.LadderError):
        writer.write(folder, False)
    assert file.read_bytes() == b"mine", "what comes from elsewhere stays"
    assert [one.name for one in folder.iterdir() if one.name not in (LIST, "in")] == [writer.file], "all or none"
    writer.write(folder, True)
    whole = file.read_bytes()
    assert whole != b"mine"
    writer.write(folder, False)
    assert file.read_bytes() == whole, "the same is written again"
    edited = whole[: len(whole) // 2] + b"\n# edited"
    file.write_bytes(edited)
    with pytest.raises(ls.LadderError):
        writer.write(folder, False)
    assert file.read_bytes() == edited, "what somebody edited stays"
    writer.write(folder, True)
    assert file.read_bytes() == whole
