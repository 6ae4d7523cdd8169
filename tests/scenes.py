"""Small scenes for tests of the engine: files written and loaded, and what a run's tables say of them."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.results.run import Run
from ladder_sim.scenarios.loading import load_scheme, load_workforce

Counts = npt.NDArray[np.int64]


def scheme_of(folder: Path, text: str, name: str = "s") -> Scheme:
    """The scheme of a text without its first line."""
    path = folder / f"{name}.yaml"
    path.write_text(f"scheme: {name}\n{textwrap.dedent(text)}", encoding="utf-8")
    return load_scheme(path)


def workforce_of(folder: Path, text: str, name: str = "w", roster: str = "") -> Workforce:
    """The workforce of a text without its first line; `roster` is the text of people.csv."""
    path = folder / f"{name}.yaml"
    if roster:
        lines = [line.strip() for line in roster.strip().splitlines()]
        (folder / "people.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    path.write_text(f"workforce: {name}\n{textwrap.dedent(text)}", encoding="utf-8")
    return load_workforce(path)


def in_force(run: Run) -> Counts:
    """Stocks by replication, month 1 … and grade, after the moves and hires of the month's first and before its exits.

    Headcount is that of a month's end; moves and hires are booked in the month in which they take effect.
    """
    counts = run.counts
    stocks = counts.headcount[:, :-1].astype(np.int64) + counts.hires
    for i, (_, source, target) in enumerate(run.axes.arcs):
        stocks[:, :, source] -= counts.moves[:, :, i]
        if target < stocks.shape[2]:
            stocks[:, :, target] += counts.moves[:, :, i]
    return stocks


def moved(run: Run, move: str) -> Counts:
    """People moved, by replication and month of effect (index 0 is month 1)."""
    arcs = [i for i, (number, _, _) in enumerate(run.axes.arcs) if run.axes.moves[number].id == move]
    return run.counts.moves[:, :, arcs].sum(axis=2).astype(np.int64)


def outcomes(run: Run, move: str) -> dict[int, dict[str, int]]:
    """The why-not ledger of a move, all replications together: month of the review -> reason -> people."""
    info = next(item for item in run.axes.moves if item.id == move)
    table = run.counts.ledger[move].sum(axis=0)
    return {
        month: {reason: int(n) for reason, n in zip(info.reason_ids, row, strict=True) if n}
        for month, row in zip(info.months, table, strict=True)
    }


def bits(run: Run) -> bytes:
    """Everything that a run counted, as bytes."""
    counts = run.counts
    arrays = [counts.headcount, counts.moves, counts.advanced, counts.exits, counts.hires, counts.pay, counts.costs,
              counts.kpi, counts.stuck, counts.regretted, counts.seats, counts.groups, *counts.ledger.values(),
              counts.waits]  # fmt: skip
    return b"".join(np.ascontiguousarray(array).tobytes() for array in arrays)


def series(told: Any, months: int) -> list[Any]:
    """``"2*80 90"`` as 80, 80, 90, 90, …: the last value goes on. What is no number stays a word."""
    values: list[Any] = []
    for part in str(told).split():
        times, star, value = part.rpartition("*")
        values += [_number(value)] * (int(times) if star else 1)
    return values[:months] + [values[-1]] * (months - len(values))


def _number(value: str) -> Any:
    try:
        return float(value)
    except ValueError:
        return value
