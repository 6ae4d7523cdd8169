"""`trace`: a given record walked through the rules of a scheme, by the same engine with its luck scripted.

A record is a table with the columns `person`, `month` (1, 2, …) and one per metric. Optional columns say what
chance would decide: `applied`, `exam:<name>` (a mark, by the metric's or the stage's name), `stage:<name>`,
`chance:<move>`, `open:<grade>` (open seats). In a person's first row, optional columns say where they start:
`grade`, `months_in_grade`, `months_employed`, `team`, `base`, or any attribute. What is left out goes well:
nobody leaves, everybody applies, every stage is passed, every seat is open, every token is unearned.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ladder_sim.engine.block import Block
from ladder_sim.engine.script import Script
from ladder_sim.language.compiler import compile_scheme, grade_space
from ladder_sim.loading import load_scheme
from ladder_sim.model import Scheme, Workforce
from ladder_sim.problems import LadderError, Place, Problems
from ladder_sim.record_file import Record, read_record, recorded_workforce, wanted_metrics
from ladder_sim.words import tr

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("person", "month", "event", "move", "from", "to", "reason")
AFTER = 14  # months played on after the record, so that what was decided takes effect


def trace(
    scheme: Scheme | str | Path, record: pd.DataFrame | str | Path, workforce: Workforce | str | Path | None = None
) -> pd.DataFrame:
    """What happens to the people of a record under a scheme, when and why.

    Parameters
    ----------
    scheme: a scheme, an id or a path.
    record: a table as described in `ladder_sim.trace`, or the path of one (CSV or workbook).
    workforce: where the calendar starts and which attributes exist; default: the standard vocabulary, January.

    Returns
    -------
    One row per event: person, month, event, move, from, to, reason; in the order of persons and months. A review
    that changed nothing is a row `reviewed` whose reason lists the conditions that failed.

    Raises
    ------
    LadderError
        The record lacks a column that a rule reads, or has a value that cannot be used; all of it at once.
    """
    import pandas as pd

    scheme = load_scheme(scheme) if not isinstance(scheme, Scheme) else scheme
    problems = Problems()
    table = read_record(record, problems)
    problems.raise_if_any()
    assert table is not None
    people = recorded_workforce(scheme, table, workforce, problems)
    problems.raise_if_any()
    assert people is not None
    program = compile_scheme(scheme, people, problems, grade_space(scheme, people))
    if program is not None:
        _complete(table, wanted_metrics(program), problems)
    problems.raise_if_any()
    assert program is not None
    script = Script(table, program)
    last = table.last_month
    block = Block([program], months=last + AFTER, seed=1, replications=np.arange(1), script=script, events=True)
    events = block.play().events
    return pd.DataFrame(script.rows(events), columns=list(COLUMNS))


def _complete(table: Record, needed: dict[str, Any], problems: Problems) -> None:
    """Every metric that a rule reads must be in the record, unless nothing of it means nothing happened."""
    missing = [name for name, default in needed.items() if default is None and name not in table.columns]
    for name in missing:
        problems.add(
            Place(table.file),
            tr("the record has no column '{name}', which a rule of the scheme reads",
               "记录中没有“{name}”这一列，而方案的规则要读取它", name=name),
        )  # fmt: skip


__all__ = ["COLUMNS", "LadderError", "trace"]
