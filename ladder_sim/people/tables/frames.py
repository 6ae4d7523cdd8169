"""People from a data frame: the rows that a roster in a workforce's form has."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import LadderError

if TYPE_CHECKING:
    import pandas as pd

#: A value as a workforce's form has it.
RosterCell = str | int | float | bool | None


def roster_given(given: object) -> list[dict[str, RosterCell]] | str:
    """People as a workforce's form has them: the rows of a frame, or the whole path of a file.

    Raises
    ------
    LadderError
        It is neither, or has nobody in it.
    """
    if isinstance(given, str | os.PathLike):
        return str(Path(given).expanduser().resolve())
    return roster_rows(given)


def roster_rows(frame: object) -> list[dict[str, RosterCell]]:
    """A row of cells by column for each person; a named index is a column, missing values are None.

    Raises
    ------
    LadderError
        It is no frame, or has nobody in it.
    """
    import pandas as pd

    if not isinstance(frame, pd.DataFrame):
        raise LadderError(
            tr("roster: needs a DataFrame with a row per person, or the path of a file, got {type}",
               "roster：应为每人一行的 DataFrame 或文件路径，现为 {type}",
               type=type(frame).__name__)
        )  # fmt: skip
    if not len(frame):
        raise LadderError(tr("roster: the frame has no rows", "roster：DataFrame 没有任何行"))
    table = with_index(frame)
    columns = [(str(name), _cells(table.iloc[:, i])) for i, name in enumerate(table.columns)]
    return [dict(zip((name for name, _ in columns), cells, strict=True))
            for cells in zip(*(cells for _, cells in columns), strict=True)]  # fmt: skip


def with_index(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with a named index as columns of it."""
    import pandas as pd

    return frame if isinstance(frame.index, pd.RangeIndex) or None in frame.index.names else frame.reset_index()


def _cells(column: pd.Series) -> list[RosterCell]:
    return [None if missing else _cell(value) for value, missing in zip(column, column.isna(), strict=True)]


def _cell(value: object) -> RosterCell:
    if isinstance(value, dt.datetime):  # a Timestamp too
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    item = getattr(value, "item", None)
    value = item() if callable(item) else value
    return value if isinstance(value, str | int | float | bool) else str(value)
