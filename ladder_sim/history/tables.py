"""Long tables read by column: each column as its distinct cells and a code for each row.

A history of millions of rows has few distinct dates, words and grades. Every cell is understood once, and a fault is
told once for each distinct cell, with the rows in which it stands.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ladder_sim.core.arrays import Integers, Numbers
from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import PlainData
from ladder_sim.core.problems import Place, Problems, nearest
from ladder_sim.core.signs import bare, joined
from ladder_sim.files import read_bytes, shown_path
from ladder_sim.people.cells import column_of
from ladder_sim.people.reading import rows_said
from ladder_sim.people.rosters.headers import NOT_READ, fitting, header_row
from ladder_sim.people.rosters.words import personal, plain
from ladder_sim.people.tables import sheets
from ladder_sim.people.tables.decoding import decoded
from ladder_sim.people.tables.frames import with_index
from ladder_sim.people.tables.workbooks import Cell

if TYPE_CHECKING:
    import pandas as pd

LARGEST = 1_000_000_000  # bytes of a text file; 3 million rows have some 150 million
HEAD = 200_000  # bytes in which the headers are looked for
NAMED = 3  # distinct cells that a fault names


@dataclass(frozen=True, slots=True)
class Coded:
    """A column: its distinct cells, and which of them each row has; `codes` has the shape (rows,)."""

    codes: Integers
    cells: tuple[Cell, ...]

    def firsts(self) -> list[tuple[int, Cell]]:
        """Each distinct cell that is filled, with the first row (from 0) in which it stands."""
        found, at = np.unique(self.codes, return_index=True)
        first = dict(zip(found.tolist(), at.tolist(), strict=True))
        return [(first[i], cell) for i, cell in enumerate(self.cells) if i in first and sheets.text(cell)]


@dataclass(slots=True)
class LongTable:
    """The known columns of a file, where its headers stand, and the faults found in its cells."""

    file: str
    top: int  # row of the headers, as the spreadsheet counts
    rows: int
    headers: dict[str, str] = field(default_factory=dict)  # column -> header
    columns: dict[str, Coded] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)

    def __contains__(self, column: str) -> bool:
        return column in self.columns

    def place(self, column: str = "", row: int | None = None) -> Place:
        """A cell's place, or the header's."""
        return Place(self.file, self.top if row is None else self.top + 1 + row, 0, self.headers.get(column, ""))

    def rows_with(self, column: str, texts: Collection[str]) -> int:
        """How many rows of a column hold one of these texts."""
        coded = self.columns[column]
        codes = [i for i, cell in enumerate(coded.cells) if sheets.text(cell) in texts]
        return int(np.isin(coded.codes, codes).sum())

    def values(
        self,
        column: str,
        read: Callable[[str], float | None],
        missing: float,
        dtype: str,
        problems: Problems,
        what: str,
    ) -> Numbers:
        """What `read` makes of a column, one value for each row; None from it is a fault, told once for all rows.

        Parameters
        ----------
        read : from the text of a filled cell
        missing : for empty cells, for faults, and for the whole column where the file has none
        what : what a cell should be, in words

        Returns
        -------
        An array of `dtype`, shape (rows,).
        """
        if column not in self.columns:
            return np.full(self.rows, missing, dtype)
        coded = self.columns[column]
        made = np.full(len(coded.cells) + 1, missing, dtype)
        wrong: list[int] = []
        for code, cell in enumerate(coded.cells):
            text = sheets.text(cell)
            value = read(text) if text else missing
            if value is None:
                wrong.append(code)
            else:
                made[code] = value
        if wrong:
            self._fault(column, coded, wrong, what, problems)
        return made[coded.codes]

    def _fault(self, column: str, coded: Coded, wrong: Sequence[int], what: str, problems: Problems) -> None:
        rows = np.flatnonzero(np.isin(coded.codes, wrong))
        if not rows.size:
            return
        cells = tr(", ", "、").join(f"'{sheets.text(coded.cells[code])}'" for code in wrong[:NAMED])
        if len(wrong) > NAMED:
            cells = tr("{n} values such as {cells}", "{n}种取值，如{cells}", n=len(wrong), cells=cells)
        problems.add(
            self.place(column, int(rows[0])),
            tr("{rows}: {cells}: {what}", "{rows}：{cells}：{what}", what=what, cells=cells,
               rows=rows_said((rows[: 10_000] + self.top + 1).tolist())),
        )  # fmt: skip


def read_long(path: Path, known: Mapping[str, str], mapped: Mapping[str, str], problems: Problems) -> LongTable | None:
    """A file's known columns, or None and the problems that prevent it.

    Parameters
    ----------
    known : plain header to column
    mapped : column to the header that the user names
    """
    words = _words(known, mapped)
    if path.suffix.lower() not in sheets.TEXT_FILES:
        found = sheets.read_table(path, problems, lambda rows: fitting(rows, words))
        return None if found is None else _of_rows(found.rows, shown_path(path), words, mapped, problems)
    data = read_bytes(path, problems, limit=LARGEST)
    return None if data is None else _of_text(data, shown_path(path), words, mapped, problems)


def of_frame(frame: pd.DataFrame, name: str, mapped: Mapping[str, str], known: Mapping[str, str],
             problems: Problems) -> LongTable | None:  # fmt: skip
    """The table of a data frame; a named index is a column.

    Parameters
    ----------
    name : by which the frame is named in messages
    mapped : meaning → header, where the user says it
    known : word of a header → meaning
    problems : what cannot be read is added here
    """
    import pandas as pd

    table = with_index(frame)
    made = LongTable(name, 1, len(table))
    headers = [str(column) for column in table.columns]
    at = _columns(made, headers, _words(known, mapped), mapped, problems)
    for column, position in at.items():
        codes, cells = pd.factorize(table.iloc[:, position])
        made.columns[column] = Coded(np.asarray(codes), tuple(_plain_cell(cell) for cell in cells))
    return made


def _words(known: Mapping[str, str], mapped: Mapping[str, str]) -> dict[str, str]:
    """Plain header -> column: the user's own words first."""
    return dict(known) | {plain(header): column for column, header in mapped.items()}


def _plain_cell(cell: PlainData) -> Cell:
    item = getattr(cell, "to_pydatetime", None) or getattr(cell, "item", None)
    value: Cell = item() if callable(item) else cell
    return value


def _columns(
    table: LongTable, headers: Sequence[str], words: Mapping[str, str], mapped: Mapping[str, str], problems: Problems
) -> dict[str, int]:
    """Column -> position of its header: as the user says, else as the words say. Personal headers are passed over."""
    at: dict[str, int] = {}
    for column, header in mapped.items():
        same = [i for i, name in enumerate(headers) if plain(name) == plain(header)]
        if same:
            at[column] = same[0]
        elif header != NOT_READ:
            problems.add(table.place(), tr("there is no header '{header}' for {column}{near}",
                                           "没有 {column} 所指的表头“{header}”{near}", header=header, column=column,
                                           near=nearest(header, headers)))  # fmt: skip
    for position, header in enumerate(headers):
        found = None if not header or position in at.values() or personal(header) else column_of(header, words)
        if found is None or found in mapped:
            table.unread += [header] if header and position not in at.values() else []
        elif found in at:
            problems.add(
                Place(table.file, table.top, 0, header),
                tr(
                    "means '{column}', as '{other}' does; say which one: columns {column}=HEADER",
                    "与“{other}”同指 {column}；请指明其一：columns {column}=表头",
                    column=found,
                    other=headers[at[found]],
                ),
            )
        else:
            at[found] = position
    table.headers = {column: headers[position] for column, position in at.items()}
    return at


def _of_rows(
    rows: list[list[Cell]], file: str, words: Mapping[str, str], mapped: Mapping[str, str], problems: Problems
) -> LongTable | None:
    import pandas as pd

    top = header_row(rows, words)
    if not top:
        problems.add(Place(file), _no_headers(rows))
        return None
    body = rows[top:]
    while body and not any(sheets.text(cell) for cell in body[-1]):
        body = body[:-1]
    table = LongTable(file, top, len(body))
    at = _columns(table, [sheets.text(cell) for cell in rows[top - 1]], words, mapped, problems)
    for column, position in at.items():
        texts = [sheets.text(row[position]) if position < len(row) else "" for row in body]
        codes, cells = pd.factorize(np.array(texts, object))
        table.columns[column] = Coded(np.asarray(codes), tuple(cells))
    return table


def _no_headers(rows: Sequence[Sequence[Cell]]) -> str:
    first = tr(", ", "、").join(sheets.text(cell) for cell in (rows[0] if rows else ())[:12])
    return tr(
        "no row of headers is known: person and date with event, snapshot, or from and to are needed; the first "
        "row is: {first}",
        "没有可识别的表头：需要人员编号，以及日期与事件、快照日期或起止日期；首行为：{first}",
        first=first or "–",
    )


def _of_text(
    data: bytes, file: str, words: Mapping[str, str], mapped: Mapping[str, str], problems: Problems
) -> LongTable | None:
    """Head by the house's own reader of tables, body by pandas, a code for each distinct cell."""
    head = data[:HEAD]
    head = head[: head.rfind(b"\n") + 1] or head
    content = decoded(head)
    if isinstance(content, str):
        problems.add(Place(file), content)
        return None
    split = sheets.split_text(content.text)
    if isinstance(split, str):
        problems.add(Place(file), split)
        return None
    rows, delimiter = split
    top = header_row(rows, words)
    if not top:
        problems.add(Place(file), _no_headers(rows))
        return None
    table = LongTable(file, top, 0)
    headers = [sheets.text(cell) for cell in rows[top - 1]]
    at = _columns(table, headers, words, mapped, problems)
    lines = _lines_before(content.text, delimiter, top)
    frame = _body(io.BytesIO(data), content.encoding, delimiter, len(headers), lines, (table, problems))
    if frame is None:
        return None
    table.rows = len(frame)
    for column, position in at.items():
        found = frame.iloc[:, position]
        cells = tuple(bare(joined(str(cell).strip())) for cell in found.cat.categories)
        table.columns[column] = Coded(found.cat.codes.to_numpy().astype(np.int32), cells)
    return table


def _lines_before(text: str, delimiter: str, top: int) -> int:
    """Lines up to and with the headers: a quoted header may have several."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for number, _ in enumerate(reader, start=1):
        if number == top:
            break
    return reader.line_num


def _body(
    data: io.BytesIO, encoding: str, delimiter: str, width: int, lines: int, found: tuple[LongTable, Problems]
) -> pd.DataFrame | None:
    import pandas as pd

    table, problems = found
    with warnings.catch_warnings(record=True) as noted:
        warnings.simplefilter("always")
        try:
            frame = pd.read_csv(
                data, sep=delimiter, header=None, names=list(range(width)), skiprows=lines, dtype="category",
                encoding="utf-8-sig" if encoding == "utf-8" else encoding, keep_default_na=False, na_filter=False,
                skip_blank_lines=False, on_bad_lines="warn", index_col=False, engine="c", low_memory=False,
            )  # fmt: skip
        except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
            problems.add(table.place(), tr("cannot be read below the headers: {why}", "表头以下无法读取：{why}",
                                           why=str(error).strip()))  # fmt: skip
            return None
    long = [int(n) for note in noted for n in re.findall(r"Skipping line (\d+)", str(note.message))]
    if long:
        problems.add(table.place(row=long[0] - table.top - 1), tr(
            "{rows} have more cells than the {n} headers; put a value with a comma in quotes",
            "{rows}的单元格多于{n}个表头；含逗号的值请加引号", rows=rows_said(long), n=width))  # fmt: skip
    filled = ~(frame.apply(lambda column: column.cat.codes.to_numpy() == _empty(column)).to_numpy().all(axis=1))
    last = int(np.flatnonzero(filled)[-1]) + 1 if filled.any() else 0
    return frame.iloc[:last]


def _empty(column: pd.Series) -> int:
    """The code of the empty cell, one that no row has where there is none."""
    categories = list(column.cat.categories[:1])
    return 0 if categories and categories[0] == "" else -2
