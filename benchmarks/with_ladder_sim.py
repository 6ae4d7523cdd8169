"""The reference department in ladder_sim: the scheme and workforce `reference-department` of the scenarios."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import replace

import numpy as np

import ladder_sim as ls
from benchmarks.tables import GRADES, Tables, starting_counts

SCENARIO = "reference-department"


def simulate(
    people: int = 200, months: int = 60, replications: int = 100, seed: int = 1, *, executor: Executor | None = None
) -> Tables:
    """The tables of `replications` departments."""
    workforce = ls.load_workforce(SCENARIO)
    if people != workforce.people.headcount:
        grades = dict(zip(workforce.people.grades, starting_counts(people), strict=True))
        workforce = replace(workforce, people=replace(workforce.people, headcount=people, grades=grades))
    run = ls.simulate(
        ls.load_scheme(SCENARIO), workforce, months=months, replications=replications, seed=seed, executor=executor
    )
    tally, axes = run.tally, run.axes
    out = Tables.empty(replications, months)
    out.headcount[:] = tally.headcount[:, 1:, :GRADES]
    out.exits[:] = tally.exits[:, :, :GRADES].sum(axis=3)
    out.payroll[:] = tally.pay[:, :, :GRADES].sum(axis=3)
    for index, (move, left, entered) in enumerate(axes.arcs):
        kind = axes.moves[move].kind
        if kind in ("promotion", "demotion"):
            assert entered == left + (1 if kind == "promotion" else -1)
            table = out.promotions if kind == "promotion" else out.demotions
            table[:, :, left] += np.asarray(tally.moves)[:, :, index]
    return out
