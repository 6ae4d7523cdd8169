"""The table of the population's columns: each is made, wiped and written by it alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import ladder_sim as ls
from ladder_sim.engine.batch import Batch
from ladder_sim.engine.budget import DECIDED
from ladder_sim.engine.state import COLUMNS, OUTSIDE, column_of
from ladder_sim.experiment.simulation import compiled
from ladder_sim.model.statuses import STOPPABLE

ENGINE = Path(ls.__file__).parent / "engine"


def _targets(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Assign):
        yield from node.targets
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        yield node.target
    elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("np.add.at", "add", "np.minimum.at"):
        yield node.args[0]


def _written(path: Path) -> Iterator[tuple[str, int]]:
    """Names of the columns that a module assigns to, or to a part of, each with the line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for target in _targets(node):
            for inner in ast.walk(target):
                if isinstance(inner, ast.Subscript) and ast.unparse(inner.value).endswith("columns"):
                    key = inner.slice
                    if isinstance(key, ast.Constant):
                        yield str(key.value), node.lineno
                    elif isinstance(key, ast.JoinedStr) and isinstance(key.values[0], ast.Constant):
                        yield str(key.values[0].value), node.lineno


def test_only_the_writers_of_a_column_write_it() -> None:
    wrong = [
        f"{path.stem}:{line} writes {name!r}, which COLUMNS lets {', '.join(column_of(name).written_by)} write"
        for path in sorted(ENGINE.glob("*.py"))
        for name, line in _written(path)
        if path.stem not in column_of(name).written_by
    ]
    assert not wrong, "\n".join(wrong)


def test_every_column_is_written_by_those_it_names() -> None:
    """A writer that the table names and that does not write is a rule that has moved."""
    found = {(name if name in COLUMNS else name[: name.index(":") + 1], path.stem)
             for path in ENGINE.glob("*.py") for name, _ in _written(path)}  # fmt: skip
    by_name = {"population", "script"}  # all clocks at once; names from a record
    stopped = [*STOPPABLE.values(), "last:", "closed_since", "probation_until"]  # by the statuses that stop them
    through_a_variable = {
        ("token:", "tokens"), ("until:", "tokens"), ("decided_award", "moving"),
        *((name, "budget") for name in DECIDED.values()), *((name, "statuses") for name in stopped),
    }  # fmt: skip
    named = {(name, writer) for name, column in COLUMNS.items() for writer in column.written_by}
    assert {pair for pair in named - found if pair[1] not in by_name} == through_a_variable


@pytest.mark.parametrize("name", COLUMNS)
def test_each_column_says_what_it_is_and_what_a_newcomer_has(name: str) -> None:
    column = COLUMNS[name]
    assert column.meaning and column.written_by
    assert all((ENGINE / f"{module}.py").exists() for module in column.written_by)
    made = column.empty(3, 7)
    assert made.shape == (3,) and made.dtype == column.dtype
    if column.blank not in (None, OUTSIDE):
        assert (made == column.blank).all(), "the blank value fits its dtype"
    assert not column.clock or column.dtype is np.int16


def test_newcomers_carry_nothing_of_who_had_their_slot() -> None:
    """Every wiped column holds its blank value right after a hire, whatever stood there."""
    scheme, workforce = ls.load_scheme("assistant-grading-foreman"), ls.load_workforce("service-center-200")
    batch = Batch(compiled(scheme, workforce), months=3, seed=1, replications=np.arange(2))
    population, idx = batch.population, np.array([3, 250])
    names = [name for name, _ in population.wiped]
    assert "busy" in names and len(names) > 3
    for name in names:
        population.columns[name][idx] = 1
    population.wipe(idx, 2)
    for name in names:
        assert (population.columns[name][idx] == column_of(name).blank).all(), name
    for name, column in COLUMNS.items():
        if column.clock and name in population.columns:
            assert (population.columns[name][idx] == 1).all(), name
