"""The reference department in ladder_sim: the scheme and workforce `reference-department` of the scenarios.

Here with NumPy's steps; `with_ladder_sim_compiled` plays the same with the compiled ones.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import replace

import numpy as np

import ladder_sim as ls
from benchmarks.tables import GRADES, Tables, starting_counts
from ladder_sim.streams.kernels import SETTING

SCENARIO = "reference-department"


@contextmanager
def compiled(setting: str) -> Iterator[None]:
    """Whether the steps are compiled, "yes" or "no", for as long as the block lasts."""
    before = os.environ.get(SETTING)
    os.environ[SETTING] = setting
    try:
        yield
    finally:
        os.environ.pop(SETTING) if before is None else os.environ.update({SETTING: before})


def simulate(
    people: int = 200,
    months: int = 60,
    replications: int = 100,
    seed: int = 1,
    *,
    executor: Executor | None = None,
    setting: str = "no",
) -> Tables:
    """The tables of `replications` departments."""
    workforce = ls.load_workforce(SCENARIO)
    if people != workforce.people.headcount:
        grades = dict(zip(workforce.people.grades, starting_counts(people), strict=True))
        workforce = replace(workforce, people=replace(workforce.people, headcount=people, grades=grades))
    scheme = ls.load_scheme(SCENARIO)
    with compiled(setting):
        run = ls.simulate(scheme, workforce, months=months, replications=replications, seed=seed, executor=executor)
    counts, axes = run.counts, run.axes
    out = Tables.empty(replications, months)
    out.headcount[:] = counts.headcount[:, 1:, :GRADES]
    for table, parts in ((out.exits, counts.exits), (out.payroll, counts.pay)):  # by cause, by part of the pay
        for part in range(parts.shape[3]):
            table += parts[:, :, :GRADES, part]
    for index, (move, left, entered) in enumerate(axes.arcs):
        kind = axes.moves[move].kind
        if kind in ("promotion", "demotion"):
            assert entered == left + (1 if kind == "promotion" else -1)
            table = out.promotions if kind == "promotion" else out.demotions
            table[:, :, left] += np.asarray(counts.moves)[:, :, index]
    return out
