"""`trace`: a given record walked through the rules of a scheme, by the same engine with its luck scripted.

A record is a table with the columns `person`, `month` (1, 2, …, or a range such as 1-12) and one per metric. A
person's first row is the month of joining. Optional columns say what chance would decide: `applied`, `exam:<name>` (a
mark, by the metric's or the stage's name), `stage:<name>`, `chance:<move>`, `open:<grade>` (open seats). In a person's
first row, optional columns say where they start: `grade` or `role`, `months_in_grade`, `months_employed`, `team`,
`base`, or any attribute. What is left out goes well: nobody leaves, everybody applies, every stage is passed, every
seat is open, every token is unearned.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ladder_sim.core.grammar import grammar
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.needs import need
from ladder_sim.core.problems import LadderError, Problems, nearest
from ladder_sim.core.signed import door
from ladder_sim.engine.batch import Batch
from ladder_sim.engine.script import Script
from ladder_sim.model.metrics import Attribute, Metric
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.people.cells import column_of
from ladder_sim.people.records.columns import RecordColumn, columns_of, headers_of
from ladder_sim.people.records.file import Record, entry_grade, read_record, recorded_workforce
from ladder_sim.people.records.needs import blank, check_needs
from ladder_sim.plan.compiler import compile_scheme, grade_space
from ladder_sim.plan.facts import facts_of
from ladder_sim.plan.program import Program
from ladder_sim.scenarios.loading import load_scheme, load_vocabulary, load_workforce

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("person", "month", "event", "move", "from_grade", "to_grade", "reason")
AFTER = 14  # months played on after the record, so that what was decided takes effect


@door
def trace(
    scheme: Scheme | str | Path,
    record: pd.DataFrame | str | Path,
    workforce: Workforce | str | Path | None = None,
    *,
    months: tuple[int, int] | None = None,
    move: str | None = None,
) -> pd.DataFrame:
    """What happens to the people of a record under a scheme, when and why.

    Parameters
    ----------
    scheme: a scheme, an id or a path.
    record: a table as described in `ladder_sim.analysis.tracing`, or the path of one (CSV or workbook).
    workforce: where the calendar starts and which attributes exist; default: the standard vocabulary, January.
    months: first and last month to tell of; default all. The whole record is played in any case.
    move: the id of a move; only its rows are told.

    Returns
    -------
    One row per event: person, month, event, move, from_grade, to_grade, reason; in the order of persons and
    months. A reason is a text; of a decision it carries the rules with their values too
    (`ladder_sim.expressions.evidence.Reason`).

    Raises
    ------
    LadderError
        The record lacks a column that a rule reads for its people, or has a value that cannot be used; all of it at
        once. No move of that name.
    """
    import pandas as pd

    from ladder_sim.results.hinting import HintingFrame

    if not hasattr(record, "columns"):
        need(record, (str, os.PathLike), "record", Title("a table with a row for each person and month, or its path",
                                                         "每人每月一行的表格或其路径"))  # fmt: skip
    scheme = load_scheme(scheme) if not isinstance(scheme, Scheme) else scheme
    if move is not None and move not in (known := [m.id for m in scheme.moves]):
        raise LadderError(tr("the scheme has no move '{move}'{hint}", "方案中没有变动“{move}”{hint}",
                             move=move, hint=nearest(move, known)))  # fmt: skip
    problems = Problems()
    vocabulary = _vocabulary(scheme, workforce)
    table = read_record(record, scheme, vocabulary.columns, problems)
    problems.raise_if_any()
    assert table is not None
    program = _program(scheme, table, vocabulary, problems)
    check_needs(table, program, vocabulary.columns, problems)
    problems.raise_if_any()
    script = Script(table, program)
    last = table.last_month
    block = Batch([program], months=last + AFTER, seed=1, replications=np.arange(1), script=script, events=True)
    axes = block.shared.recorder.axes  # a batch that was played lets go of everything
    events = block.play().events
    assert events is not None
    rows = [row for row in script.rows(events, axes)
            if (months is None or months[0] <= row[1] <= months[1]) and move in (None, row[3])]  # fmt: skip
    frame = HintingFrame(rows, columns=list(COLUMNS))
    frame.renamed = {"from": "from_grade", "to": "to_grade"}
    frame["reason"] = pd.Series([row[-1] for row in rows], dtype=object)  # as they are: they carry more than a text
    return frame


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """What records for a scheme can speak of."""

    signals: Mapping[str, Metric]
    attributes: Mapping[str, Attribute]
    columns: Mapping[str, RecordColumn]
    workforce: Workforce | None


def _vocabulary(scheme: Scheme, given: Workforce | str | Path | None) -> _Vocabulary:
    signals, attributes = load_vocabulary()
    base = load_workforce(given) if given is not None and not isinstance(given, Workforce) else given
    if base is not None:
        signals = {**signals, **base.metrics}
    attributes = {**attributes, **facts_of(scheme), **({} if base is None else base.people.attributes)}
    known = {**signals, **scheme.signals}
    statuses = () if base is None else base.statuses
    return _Vocabulary(known, attributes, columns_of(scheme, known, attributes, statuses), base)


def _program(scheme: Scheme, record: Record, vocabulary: _Vocabulary, problems: Problems) -> Program:
    """The scheme compiled for the people of the record; what does not fit is raised."""
    people = recorded_workforce(scheme, record, vocabulary.signals, vocabulary.attributes, vocabulary.workforce)
    program = compile_scheme(scheme, people, problems, grade_space(scheme, people))
    problems.raise_if_any()
    assert program is not None
    return program


def blank_record(scheme: Scheme | str | Path) -> list[list[str]]:
    """The rows of an empty record for a scheme, the header first, in the words of the language in use.

    Raises
    ------
    LadderError
        The scheme cannot be used.
    """
    scheme = load_scheme(scheme) if not isinstance(scheme, Scheme) else scheme
    vocabulary = _vocabulary(scheme, None)
    nobody = Record("", ("a",), np.ones(1, np.int64), np.ones(1, np.int64), ())
    program = _program(scheme, nobody, vocabulary, Problems())
    header, *rows = blank(program, vocabulary.columns, entry_grade(scheme))
    if not grammar().ids_speak:
        meant = headers_of(vocabulary.columns)
        titles = {name: str(column.title) for name, column in vocabulary.columns.items()}
        header = [titles[name] if column_of(titles[name], meant) == name else name for name in header]
    return [header, *rows]


__all__ = ["COLUMNS", "LadderError", "blank_record", "trace"]
