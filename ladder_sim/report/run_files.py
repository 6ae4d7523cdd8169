"""The files of one run: its tables as CSV, its measures, and everything as data."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ladder_sim.core.writing import fill
from ladder_sim.report.plain import write_data, write_table
from ladder_sim.results.frames import TableName
from ladder_sim.results.run import Run
from ladder_sim.results.small_groups import MONEY, money, written
from ladder_sim.store.proof import proof_of

if TYPE_CHECKING:
    import pandas as pd

TABLES: tuple[TableName, ...] = (
    "headcount", "moves", "exits", "hires", "pay", "costs", "groups", "seats", "ledger", "waits",
)  # fmt: skip
#: What is written beside the tables.
MEASURES, RUN = "measures", "run.json"
#: Every file.
NAMES = (*(f"{name}.csv" for name in (*TABLES, MEASURES)), RUN)


def save_tables(run: Run, folder: str | Path, *, force: bool = False) -> list[Path]:
    """Write the files of a run, so that they tell of no small group of real people; all of them, or none.

    Parameters
    ----------
    folder : made where it is not there
    force : also over files that somebody edited

    Raises
    ------
    LadderError
        A file is in the way, or cannot be written.
    """
    told = written(run)
    tables: dict[str, Callable[[], pd.DataFrame]] = {name: partial(told.frame, name) for name in TABLES}
    if told is not run:
        tables |= {name: partial(money, told, name) for name in MONEY}
    tables[MEASURES] = lambda: told.measures().reset_index()

    def put(table: Callable[[], pd.DataFrame], path: Path) -> None:
        write_table(table(), path)

    puts: dict[str, Callable[[Path], object]] = {f"{name}.csv": partial(put, made) for name, made in tables.items()}
    puts[RUN] = partial(write_data, told.to_dict())
    return fill(folder, puts, force=force, record=proof_of([run], "run"))
