"""Where a roster's headers stand, and which column each means; what is not read is blanked at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Place, Problem, nearest
from ladder_sim.model.roster import RosterNeeds
from ladder_sim.people.cells import PeopleTable, column_of
from ladder_sim.people.keys import key_in, names_no_key, no_key
from ladder_sim.people.likeness import hint
from ladder_sim.people.reading import ColumnUse, Finding, RosterReading, rows_said
from ladder_sim.people.rosters.columns import REACHED
from ladder_sim.people.rosters.words import HEADERS, IDLE, TOTALS, known_headers, personal, plain, plain_once
from ladder_sim.people.tables import sheets
from ladder_sim.people.tables.workbooks import Cell

SEARCHED = 40  # rows from the top in which headers are looked for
NOT_READ = "none"
_BEGINNINGS = {word[0] for word in TOTALS}
LONGEST_TOTAL = 20  # signs of a word such as "Grand total:"


def known_of(needs: RosterNeeds) -> dict[str, str]:
    """Header -> column: the user's own words first."""
    known = known_headers(needs.attributes)
    mapped = needs.mapping.columns
    kept = {word: column for word, column in known.items() if column not in mapped}
    return kept | {plain(header): column for column, header in mapped.items() if header != NOT_READ}


def fitting(rows: list[list[Cell]], known: Mapping[str, str]) -> int:
    """How many columns the best row of headers knows."""
    return max((_score(row, known) for row in rows[:SEARCHED]), default=0)


def _score(row: list[Cell], known: Mapping[str, str]) -> int:
    headers = [sheets.text(cell) for cell in row if isinstance(cell, str) and len(cell) < 60]
    return len({column_of(header, known) for header in headers} - {None})


def header_row(rows: list[list[Cell]], known: Mapping[str, str]) -> int:
    """The row, from 1, with most known headers; of equals the first. 0 where no row has two."""
    scores = [_score(row, known) for row in rows[:SEARCHED]]
    best = max(scores, default=0)
    return scores.index(best) + 1 if best >= 2 else 0


def is_foreign(table: PeopleTable, known: Mapping[str, str]) -> bool:
    """Whether no header is one of a list of people: then nothing of the file may come up in a message.

    A workforce can name any file that the program may read, and its first line need not be for whoever is told.
    """
    return not any(column_of(header, known) or personal(header) or plain(header) in IDLE for header in table.headers)


def no_list_of_people() -> str:
    """What is said of a table that `is_foreign`."""
    return tr(
        "no header is known, so nothing of this file is read or shown; if it is a list of people, write in the "
        "workforce file which header means what: roster: {{columns: {{person: HEADER, hired: HEADER, role: HEADER}}}}",
        "没有可识别的表头，文件内容不予读取，也不显示；如确为人员名单，请在人员文件中写明各列表头："
        "roster: {{columns: {{person: 表头, hired: 表头, role: 表头}}}}",
        _=None,
    )


def find_columns(table: PeopleTable, needs: RosterNeeds, reading: RosterReading) -> None:
    """Note the column of each header, as the user says, else as its words say; faults and lines go to `reading`."""
    mapped = _mapped(table, needs, reading)
    known = known_headers(needs.attributes)
    idle = []
    for position, header in enumerate(table.headers):
        if not header or position in mapped:
            continue
        place = Place(table.file, table.top, 0, header)
        column = column_of(header, known)
        if personal(header):
            reading.columns.append(ColumnUse(header, "", tr("personal: never read", "个人信息，从不读取")))
        elif column is not None and column in needs.mapping.columns:
            reading.columns.append(ColumnUse(header, "", tr("not read", "不读取")))
            idle.append(header)
        elif column is not None and column in table.at:
            _double(table, position, column, reading)
        elif column is not None:
            table.at[column] = position
        else:
            reading.columns.append(ColumnUse(header, "", tr("not read", "不读取")))
            if plain(header) in IDLE:
                idle.append(header)
            else:
                reading.doubt(place, Finding(header, tr("unknown column, not read{near}", "无法识别的列，未读取{near}",
                                                        near=hint(plain(header), known))))  # fmt: skip
    if idle:
        reading.problems.warn(table.place(), tr("columns without a use here, not read: {names}",
                                                "以下列用不到，未读取：{names}", names=tr(", ",
                                                                               "、").join(idle)))  # fmt: skip


def _mapped(table: PeopleTable, needs: RosterNeeds, reading: RosterReading) -> set[int]:
    """Positions of the headers that the user names."""
    taken = set()
    reached = {f"{REACHED}{grade}": header for grade, header in needs.mapping.reached.items()}
    for column, header in {**needs.mapping.columns, **reached}.items():
        if header == NOT_READ:
            continue
        same = [i for i, name in enumerate(table.headers) if name == header.strip()]
        same = same or [i for i, name in enumerate(table.headers) if name and plain(name) == plain(header)]
        if not same:
            reading.problems.add(
                table.place(),
                tr("there is no header '{header}', which columns: {column} names{near}",
                   "没有 columns: {column} 所写的表头“{header}”{near}", header=header, column=column,
                   near=nearest(header, [name for name in table.headers if name])),
            )  # fmt: skip
            continue
        taken.add(same[0])
        if column == "person" and personal(table.headers[same[0]]) and needs.mapping.key_in is None:
            reading.problems.add(table.place(), names_no_key(table.headers[same[0]]))
        else:
            table.at[column] = same[0]
    return taken


def cut_keys(table: PeopleTable, needs: RosterNeeds) -> None:
    """Put the key of a person in the place of a cell that holds more, and forget the rest of it."""
    where, at = needs.mapping.key_in, table.at.get("person")
    if where is None or at is None:
        return
    silent = []
    for row, cells in table.rows:
        text = sheets.text(cells[at]) if at < len(cells) else ""
        if text:
            cells[at] = key_in(text, where)
            silent += [] if cells[at] else [row]
    if silent:
        table.faults.append(Problem(table.place("person"), no_key(rows_said(silent), where)))


def _double(table: PeopleTable, position: int, column: str, reading: RosterReading) -> None:
    """Two headers of one meaning: of equal cells the first is read, else the user is asked."""
    header, other = table.headers[position], table.headers[table.at[column]]
    place = Place(table.file, table.top, 0, header)
    reading.columns.append(ColumnUse(header, "", tr("not read", "不读取")))

    def cell(cells: list[Cell], at: int) -> str:
        return sheets.text(cells[at]) if at < len(cells) else ""

    filled = [any(cell(cells, at) for _, cells in table.rows) for at in (position, table.at[column])]
    if filled[0] != filled[1]:
        if filled[0]:
            table.at[column] = position
        reading.say(place, tr("is read as '{column}', since '{other}' is empty", "读作 {column}，因“{other}”为空",
                              column=column, other=other) if filled[0] else
                    tr("is empty; '{other}' is read", "为空；读取“{other}”", other=other))  # fmt: skip
        return
    if all(cell(cells, position) == cell(cells, table.at[column]) for _, cells in table.rows):
        reading.say(place, tr("says the same as '{other}' in every row; that one is read",
                              "各行均与“{other}”相同；读取后者", other=other))  # fmt: skip
        return
    reading.problems.add(
        place,
        tr("means '{column}', as '{other}' does; keep one of them, or {way}",
           "与“{other}”同指 {column}；请只保留一列，或{way}",
           column=column, other=other, way=_said(table, {column: other})),
    )  # fmt: skip


def _said(table: PeopleTable, headers: Mapping[str, str]) -> str:
    """How one says which headers mean which columns: of a frame by its columns, of a file in the workforce's."""
    if Path(table.file).suffix:
        pairs = ", ".join(f"{column}: {header}" for column, header in headers.items())
        return tr("write in the workforce file: roster: {{columns: {{{pairs}}}}}",
                  "在人员文件中写明：roster: {{columns: {{{pairs}}}}}", pairs=pairs)  # fmt: skip
    mark = "_{n}" if len(headers) > 1 else ""  # the keys of a dict are told apart
    names = ", ".join(
        f"{header + mark.format(n=n)!r}: {column!r}" for n, (column, header) in enumerate(headers.items(), 1)
    )
    return tr("rename: frame.rename(columns={{{names}}})",
              "改列名：frame.rename(columns={{{names}}})", names=names)  # fmt: skip


def require(table: PeopleTable, needs: RosterNeeds, reading: RosterReading) -> None:
    """The columns without which nobody can be placed, in one fault that says how to name them all."""
    numbered = needs.mapping.numbered
    if numbered and "person" in table.at:
        reading.problems.add(table.place("person"), tr(
            "is the key of a person; people are not known by their row then: leave out roster: {{numbered: true}}",
            "该列是人员编号，不必以行号识别；请删去 roster: {{numbered: true}}", _=None))  # fmt: skip
    elif numbered:
        reading.say(table.place(), tr("nothing here is a key: people are known by the row they stand in",
                                      "没有编号列：以所在行号识别人员"))  # fmt: skip
    wanted = [("hired", "months_employed", "years_employed", "tenure"), ("role", "grade")]
    wanted = wanted if numbered else [("person",), *wanted]
    missing = [columns for columns in wanted if not any(name in table.at for name in columns)]
    if not missing:
        return
    remedy = tr(
        "; where a header means it, {way}",
        "；如其中某列即是，请{way}",
        way=_said(table, {columns[0]: tr("HEADER", "表头") for columns in missing}),
    )
    if ("person",) in missing and Path(table.file).suffix:
        remedy += tr("; where nothing is a key, write roster: {{numbered: true}}",
                     "；如没有编号列，请写 roster: {{numbered: true}}", _=None)  # fmt: skip
    shown = [columns[:1] if columns[0] == "hired" else columns for columns in missing]
    table.require([(columns, HEADERS[columns[0]][0]) for columns in shown], reading.problems, remedy)


def drop_what_is_no_person(table: PeopleTable, reading: RosterReading) -> None:
    """Leave out totals, headers that are repeated, notes below the list, and rows that stand twice."""
    totals: dict[str, list[int]] = {}
    repeated, notes, doubles, kept = [], [], [], []
    seen: dict[tuple[str, ...], int] = {}
    for row, cells in table.rows:
        said = tuple(sheets.text(cell) for cell in cells)
        total = next((word for word in said if _is_total(word)), "")
        if total and not _dated(table, cells):
            totals.setdefault(total, []).append(row)
        elif sum(bool(a) and a == b for a, b in zip(said, table.headers, strict=False)) >= 2:
            repeated.append(row)
        elif sum(map(bool, said)) == 1 and len(table.headers) > 2:
            notes.append(row)
        elif said in seen and "person" in table.at and sheets.text(table.cell(cells, "person")):
            doubles.append(row)
        else:
            seen[said] = row
            kept.append((row, cells))
    table.rows = kept
    for word, rows in totals.items():
        reading.pass_over(table.place(), word, rows)
    reading.pass_over(table.place(), tr("the headers again", "重复的表头"), repeated)
    reading.pass_over(table.place(), tr("one cell only, a note and no person", "仅一个单元格，是附注而非人员"), notes)
    reading.pass_over(table.place(), tr("the same in every cell as a row above", "与上方某行完全相同"), doubles)


def _is_total(word: str) -> bool:
    if len(word) > LONGEST_TOTAL or word[:1].casefold() not in _BEGINNINGS:
        return False
    said = plain_once(word)
    return said in TOTALS or said.rstrip("人数") in TOTALS


def _dated(table: PeopleTable, cells: list[Cell]) -> bool:
    """Has the row a date of joining? Then it is a person, whatever word stands in it."""
    return "hired" in table.at and bool(sheets.text(table.cell(cells, "hired")))


def blank_unread(table: PeopleTable) -> None:
    """Forget every cell of a column that is not read, so that no name or number can come up in any message."""
    used = set(table.at.values())
    width = len(table.headers)
    table.rows = [
        (row, [cell if i in used or i >= width else "" for i, cell in enumerate(cells)]) for row, cells in table.rows
    ]
