"""Files with mistakes, by the thousand: they are read or refused in words, never with a traceback."""

from __future__ import annotations

import shutil
import warnings
from pathlib import Path

import fuzz
import numpy as np
import pytest

from ladder_sim.analysis.tracing import trace
from ladder_sim.core.problems import LadderError, Problems
from ladder_sim.core.signs import unfit
from ladder_sim.experiment.file_checking import check_file
from ladder_sim.experiment.pairs import check_pair
from ladder_sim.experiment.simulation import simulate
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.people.records.columns import columns_of
from ladder_sim.people.records.file import read_record
from ladder_sim.results.run import Run
from ladder_sim.scenarios.loading import load_scheme, load_vocabulary, load_workforce

TWO = """scheme: two
ladder: {t: {junior: {base: 4000}, senior: {base: 5000, seats: 3}}}
entry: junior
reviews: {monthly: {every: month}}
moves: [{id: up, from: junior, to: senior, review: monthly, when: [kpi >= 75]}]
"""
QUICK, ALL = 240, 20_000
CHUNK = 40


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with what the changed files refer to."""
    for pattern in ("*/base_*.yaml", "valid/*.csv"):
        for path in fuzz.CORPUS.glob(pattern):
            shutil.copy(path, tmp_path)
    (tmp_path / "two.yaml").write_text(TWO, encoding="utf-8")
    return tmp_path


def put(desk: Path, seed: int) -> Path:
    name, text = fuzz.changed(seed)
    path = desk / name
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return path


def read(path: Path, people: Workforce) -> bool:
    """Whether the file is accepted; its messages can be shown."""
    problems = Problems()
    if path.suffix == ".csv":
        scheme, (signals, attributes) = load_scheme(path.parent / "two.yaml"), load_vocabulary()
        columns = columns_of(scheme, {**signals, **scheme.signals}, attributes)
        read_record(path, scheme, columns, problems)
    else:
        problems = check_file(path, people)
    for problem in [*problems.errors, *problems.warnings]:
        told = str(problem)
        assert told and not unfit(told) and "Traceback" not in told
    return not problems.errors


def play(path: Path, people: Workforce) -> None:
    """A tiny run of what was accepted; what only a draw can show may stop it, in words."""
    try:
        if path.suffix == ".csv":
            trace(load_scheme(path.parent / "two.yaml"), path)
        elif isinstance(made := _made(path), Scheme):
            _sound(simulate(made, people, months=14, replications=2))
        elif isinstance(made, Workforce) and made.people.size <= 3000:
            scheme, problems = load_scheme("three-grade-growth"), Problems()
            check_pair(scheme, made, problems)
            if not problems.errors:
                _sound(simulate(scheme, made, months=9, replications=2))
    except LadderError as error:
        assert str(error)


def _made(path: Path) -> Scheme | Workforce | None:
    for load in (load_scheme, load_workforce):
        try:
            return load(path)
        except LadderError:
            continue
    return None


def _sound(run: Run) -> None:
    """Nothing infinite, nobody paid less than nothing."""
    counts = run.counts
    for table in (counts.pay, counts.costs, counts.seats, counts.moves):
        assert np.isfinite(table).all()
    assert counts.pay.sum(axis=-1).min() >= -1e-6 and counts.costs.min() >= 0


def played(seeds: range, desk: Path, *, run: bool) -> int:
    people = load_workforce("small-department-30")
    accepted = 0
    for seed in seeds:
        path = put(desk, seed)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                fine = read(path, people)
                accepted += fine
                if fine and run:
                    play(path, people)
        except Exception as error:
            raise AssertionError(f"fuzz.changed({seed}): {error!r}") from error
    return accepted


@pytest.mark.parametrize("part", range(QUICK // CHUNK))
def test_mistaken_files_are_read_or_refused_in_words(part: int, desk: Path) -> None:
    assert 0 < played(range(part * CHUNK, (part + 1) * CHUNK), desk, run=part < 3) < CHUNK


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize("part", range(ALL // 500))
def test_twenty_thousand_mistaken_files(part: int, desk: Path) -> None:
    """About a fifth is accepted; every other part is run as well, some 2,000 files in all."""
    accepted = played(range(part * 500, (part + 1) * 500), desk, run=part % 2 == 0)
    assert 40 < accepted < 200  # else the changes are too wild, or too tame, to find anything


def test_the_changes_are_the_same_for_the_same_seed() -> None:
    assert [fuzz.changed(seed) for seed in range(30)] == [fuzz.changed(seed) for seed in range(30)]
    assert len({fuzz.changed(seed)[1] for seed in range(60)}) > 50
