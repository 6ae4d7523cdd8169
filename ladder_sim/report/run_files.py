"""The files of one run: its tables as CSV, its measures, everything as data, and its reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ladder_sim.core.needs import names_of
from ladder_sim.core.writing import fill
from ladder_sim.model.report_options import Brief
from ladder_sim.report.exporters import check_formats, fitting, put
from ladder_sim.report.formats import SAVED_FORMATS
from ladder_sim.report.plain import write_data, write_table
from ladder_sim.results.comparison import Comparison
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


def report_names(formats: Sequence[str]) -> list[str]:
    """The files that reports of a run are written to: ``report.pptx``, ``brief.pdf``."""
    return [SAVED_FORMATS[form].written_as.replace("comparison.", "report.") for form in formats]


def save_reports(
    run: Run, folder: str | Path, formats: str | Sequence[str] = "html", brief: Brief | str | Path | None = None, *,
    force: bool = False,
) -> list[Path]:  # fmt: skip
    """Write reports of one scheme; see `Run.report`.

    Raises
    ------
    LadderError
        A format is not known or its package is missing, the brief does not fit, or a file is in the way.
    """
    wanted = names_of(formats, "formats")
    return fill(folder, _reports(run, wanted, brief), force=force, record=proof_of([run], "run"))


def _reports(run: Run, formats: Sequence[str], brief: Brief | str | Path | None) -> dict[str, Callable[[Path], object]]:
    """Name → what writes it: the run as a comparison of one, which has nothing to compare."""
    check_formats(formats)
    alone = Comparison((written(run),), run.scheme.id)
    told = fitting(brief, alone.schemes)
    return {name: partial(put, alone, form, told) for name, form in zip(report_names(formats), formats, strict=True)}


def save_tables(
    run: Run, folder: str | Path, *, force: bool = False, formats: Sequence[str] = (), brief: Brief | None = None
) -> list[Path]:
    """Write the files of a run, so that they tell of no small group of real people; all of them, or none.

    Parameters
    ----------
    folder : made where it is not there
    force : also over files that somebody edited
    formats, brief : reports beside them, and how they are written

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

    def put_table(table: Callable[[], pd.DataFrame], path: Path) -> None:
        write_table(table(), path)

    puts: dict[str, Callable[[Path], object]] = {}
    puts |= {f"{name}.csv": partial(put_table, made) for name, made in tables.items()}
    puts[RUN] = partial(write_data, told.to_dict())
    puts |= _reports(run, formats, brief)
    return fill(folder, puts, force=force, record=proof_of([run], "run"))
