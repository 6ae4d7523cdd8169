"""One or several files, of one shape or of shapes that go together, read as one history."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ladder_sim.core.arrays import Floats, Integers
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Place, Problems
from ladder_sim.history.from_events import IN_FORCE, facts_of_events, facts_of_spans, spells_of
from ladder_sim.history.from_snapshots import SnapshotRows, spells_of_snapshots
from ladder_sim.history.record import (
    ONE_GRADE,
    OUTSIDE,
    UNSTATED,
    CheckLine,
    GradeOrder,
    PeopleHistory,
    Spells,
    Stays,
    Values,
    number,
)
from ladder_sim.history.scoping import Sights, within_order
from ladder_sim.history.sight import out_of_sight, survivors_only
from ladder_sim.history.sources import NO_DAY, OPEN_END, Asked, Gathering, HistoryFacts, joined_facts, shape_of
from ladder_sim.history.tables import Coded, LongTable, of_frame, read_long
from ladder_sim.history.words import history_headers
from ladder_sim.people.keys import key_in, names_no_key, no_key
from ladder_sim.people.reading import rows_said
from ladder_sim.people.rosters.columns import REACHED
from ladder_sim.people.rosters.words import personal, spelling
from ladder_sim.people.tables import sheets

if TYPE_CHECKING:
    import pandas as pd

_IN_NAME = re.compile(r"(?<!\d)(19\d\d|20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
MOST_NAMED = 12  # headers that a line names
#: Days on which changes stand where a system keeps months only: the first and the last of the month.
BY_MONTH = 0.9


@dataclass(frozen=True, slots=True)
class HistoryRead:
    """What was read: the history, None where a fault prevents it; faults, lines, and the titles of grades."""

    history: PeopleHistory | None
    problems: Problems
    lines: tuple[CheckLine, ...]
    titles: dict[str, int]


def read_history(files: Sequence[Path | pd.DataFrame], asked: Asked) -> HistoryRead:
    """A history from files or data frames; raises nothing for what is wrong with them.

    Parameters
    ----------
    files : event logs; snapshots in one file or a file for each day; tables with from and to; people with dates of
        hiring and leaving. What tells of the same people is joined by their keys.
    """
    g = Gathering(asked)
    tables = [_table(file, i, asked, g.problems) for i, file in enumerate(files, start=1)]
    known = [table for table in tables if table is not None]
    if g.problems.errors or not known:
        return HistoryRead(None, g.problems, tuple(g.lines), {})
    shapes = [_shape(table, g.problems) for table in known]
    for table in known:
        _unread(table, g)
    if not g.problems.errors:
        made = _history(list(zip(known, shapes, strict=True)), files, g)
        return HistoryRead(None if g.problems.errors else made, g.problems, tuple(g.lines), g.titles)
    return HistoryRead(None, g.problems, tuple(g.lines), g.titles)


def _table(file: Path | pd.DataFrame, place: int, asked: Asked, problems: Problems) -> LongTable | None:
    if isinstance(file, Path):
        table = read_long(file, history_headers(), asked.headers, problems)
    else:
        table = of_frame(file, tr("table {n}", "表{n}", n=place), asked.headers, history_headers(), problems)
    if table is not None and "person" in table:
        _keys(table, asked, problems)
    return table


def _unread(table: LongTable, g: Gathering) -> None:
    """The headers of which nothing is read, in one line, without personal ones."""
    shown = [header for header in table.unread if not personal(header)]
    names = tr(", ", "、").join(shown[:MOST_NAMED])
    if len(shown) > MOST_NAMED:
        names += tr(" and {n} more", "等另{n}列", n=len(shown) - MOST_NAMED)
    if shown:
        g.line("columns", tr("{file}: columns that are not read: {names}", "{file}：未读取的列：{names}",
                             file=table.file, names=names), len(shown))  # fmt: skip


def _keys(table: LongTable, asked: Asked, problems: Problems) -> None:
    """Cut the keys of persons out of cells that hold more, and forget the rest; names alone are refused."""
    header, where = table.headers["person"], asked.key_in
    if where is None:
        if personal(header):
            problems.add(table.place(), names_no_key(header))
        return
    coded = table.columns["person"]
    filled = np.array([bool(sheets.text(cell)) for cell in coded.cells] + [False])
    keys = tuple(key_in(sheets.text(cell), where) for cell in coded.cells)
    table.columns["person"] = Coded(coded.codes, keys)
    silent = filled & np.array([not key for key in keys] + [False])
    rows = np.flatnonzero(silent[coded.codes])
    if rows.size:
        problems.add(table.place("person", int(rows[0])),
                     no_key(rows_said((rows[:10_000] + table.top + 1).tolist()), where))  # fmt: skip


def _shape(table: LongTable, problems: Problems) -> str:
    """The shape of a table; one that has none is a fault that names what is missing."""
    if "person" in table and _day_in_name(table.file) != NO_DAY and "event" not in table and "from" not in table:
        return "snapshots"
    shape = shape_of(table)
    if not shape:
        headers = tr(", ", "、").join([*table.headers.values(), *table.unread][:12])
        problems.add(table.place(), tr(
            "needs person and: date with event; or snapshot (or a day in the file's name); or from and to; or hired. "
            "The headers are: {headers}; say which is which with columns person=HEADER,date=HEADER",
            "需要人员编号，并有：日期与事件；或快照日期（或文件名中的日期）；或起止日期；或入职日期。现有表头：{headers}；"
            "可用 columns person=表头,date=表头 指明", headers=headers))  # fmt: skip
    dated = next((column for column in table.columns if column.startswith(REACHED)), None)
    if dated is not None and shape not in ("", "people"):
        problems.add(table.place(dated), tr(
            "dates of grades go with a row for each person, with the dates of hiring and leaving; this file has others",
            "各职级的任职日期列须与每人一行（含入职、离职日期）的表同用；此文件不是"))  # fmt: skip
    return shape


def _day_in_name(file: str) -> int:
    """The day that a file's name says, such as staff-2024-12-31.csv."""
    found = _IN_NAME.search(Path(file).stem)
    try:
        return number(dt.date(int(found[1]), int(found[2]), int(found[3]))) if found else NO_DAY
    except ValueError:
        return NO_DAY


def _history(
    tables: list[tuple[LongTable, str]], files: Sequence[Path | pd.DataFrame], g: Gathering
) -> PeopleHistory | None:
    shots = [(table, NO_DAY if "snapshot" in table else _day_in_name(table.file)) for table, shape in tables
             if shape == "snapshots"]  # fmt: skip
    kind = "snapshots" if shots else "events" if any(shape == "events" for _, shape in tables) else "spans"
    if shots and any(shape == "events" for _, shape in tables):
        g.problems.add(Place(tables[0][0].file), tr(
            "snapshots and event logs cannot be one history; give one of them",
            "快照与事件记录不能合为一份历史；请只给其一"))  # fmt: skip
        return None
    made = _of_snapshots(shots, tables, g) if shots else _of_facts(tables, g)
    if made is None or g.problems.errors:
        return None
    spells, sights, opened, closed, days = made
    _unknown_words(g)
    if not len(spells):
        g.problems.add(Place(tables[0][0].file), tr("nobody is under observation between {a} and {b}",
                                                    "在 {a} 至 {b} 之间没有人处于观察之中", a=_iso(opened),
                                                    b=_iso(closed)))  # fmt: skip
        return None
    spells, stays = within_order(spells, sights, opened)
    spells, stays = out_of_sight(spells, stays, days, g)
    order = _order(g, stays)
    values = [_values(tables, shots, names, g) for names in (("pay", "annual_pay"), ("score",))]
    return PeopleHistory(
        _named(files), kind, order, opened, closed, spells, stays, values[0], values[1], tuple(g.people), days,
        _by_month(spells) if kind != "snapshots" else False, any("reason" in table for table, _ in tables),
        tuple((title, rows, _taken(title, order)) for title, rows in sorted(g.titles.items())),
        _last_grades(tables, g), _births(tables, g), _genders(tables, g), tuple(g.lines),
    )  # fmt: skip


def _iso(day: int) -> str:
    return str(np.datetime64(int(day), "D"))


def _taken(title: str, order: GradeOrder) -> str:
    place = order.titles.get(spelling(title))
    return "" if place is None else order.ids[place]


def _order(g: Gathering, stays: Stays) -> GradeOrder:
    """The order asked for; of a history without any grade one for everybody."""
    if g.asked.order is not None:
        return g.asked.order
    stays.grade[stays.grade == UNSTATED] = 0
    return ONE_GRADE


def _named(files: Sequence[Path | pd.DataFrame]) -> tuple[tuple[str, str], ...]:
    named = []
    for i, file in enumerate(files, start=1):
        if isinstance(file, Path):
            with file.open("rb") as content:
                named.append((file.name, hashlib.file_digest(content, "sha256").hexdigest()[:12]))
        else:
            import pandas as pd

            mark = hashlib.sha256(pd.util.hash_pandas_object(file).to_numpy().tobytes()).hexdigest()[:12]
            named.append((tr("table {n}", "表{n}", n=i), mark))
    return tuple(named)


Made = tuple[Spells, Sights, int, int, tuple[int, ...]]


def _of_facts(tables: list[tuple[LongTable, str]], g: Gathering) -> Made | None:
    """Event logs and from/to tables; both need the day on which they were closed."""
    asked = g.asked
    closed = NO_DAY if asked.closed is None else number(asked.closed)
    parts: list[HistoryFacts] = []
    for table, shape in tables:
        if shape == "events":
            facts, said = facts_of_events(table, g)
            parts.append(facts)
            closed = said if asked.closed is None and said > closed else closed
    if closed == NO_DAY:
        g.problems.add(Place(tables[0][0].file), tr(
            "the day of the extract is not known, so nobody knows who was still there: add an event 'closed' with it, "
            "or say --to 2025-12-31",
            "缺少数据截止日，无法得知谁仍在职：请加入一条“截止”事件，或写 --to 2025-12-31"))  # fmt: skip
        return None
    for table, shape in tables:
        if shape in ("spans", "people"):
            found = facts_of_spans(table, g, closed)
            parts += [] if found is None else [found]
    if not parts or not sum(len(part.person) for part in parts):
        return None
    facts = joined_facts(parts)
    opened = _opened(facts, g)
    spells, sights = spells_of(facts, opened, closed + 1, g)
    if asked.opened is None:
        late = survivors_only(spells, opened, closed)
        if late is not None:
            g.line(
                "opened",
                tr(
                    "nobody left before {day}, though {n:,} were there: the file seems to hold only who was "
                    "there then; observation begins on that day (another: --from)",
                    "{day} 之前无人离职，而当时已有{n:,}人在册：文件似乎只含当时仍在职者；观察自该日开始"
                    "（可用 --from 指定）",
                    day=_iso(late[0]),
                    n=late[1],
                ),
                late[1],
                doubtful=True,
            )
            opened = late[0]
            spells, sights = spells_of(facts, opened, closed + 1, Gathering(asked))
    return spells, sights, opened, closed + 1, ()


def _opened(facts: HistoryFacts, g: Gathering) -> int:
    if g.asked.opened is not None:
        return number(g.asked.opened)
    present = facts.day[facts.kind == IN_FORCE]
    return int(present.min()) if len(present) else int(facts.day.min())


def _of_snapshots(shots: list[tuple[LongTable, int]], tables: list[tuple[LongTable, str]], g: Gathering) -> Made | None:
    asked = g.asked
    for table, day in shots:
        if day == NO_DAY and "snapshot" not in table and "date" not in table:
            g.problems.add(table.place(), tr("the day of this snapshot is not known: add a column 'snapshot', or put "
                                             "the day into the file's name, such as staff-2024-12-31.csv",
                                             "不知道这份快照的日期：请加入“快照日期”列，或在文件名中写明日期，如 "
                                             "staff-2024-12-31.csv"))  # fmt: skip
    if g.problems.errors:
        return None
    sheet = SnapshotRows(shots, g)
    for low, high in ((asked.opened, None), (None, asked.closed)):
        if low is not None or high is not None:
            sheet.between(NO_DAY if low is None else number(low), OPEN_END if high is None else number(high))
    if len(sheet.days) < 2:
        g.problems.add(
            shots[0][0].place(),
            tr(
                "has one snapshot only; two or more are needed to see who left and moved",
                "只有一份快照；至少需要两份才能看出离职与变动",
            ),
        )
        return None
    spells, sights = spells_of_snapshots(sheet, g)
    days = tuple(int(day) for day in sheet.days)
    return spells, sights, days[0], days[-1] + 1, days


def _unknown_words(g: Gathering) -> None:
    if g.words:
        shown = tr(", ", "、").join(f"'{word}'" for word in list(g.words)[:8])
        g.line("reasons", tr("reasons that are not known count as not stated: {shown}",
                             "无法识别的离职原因按原因不明处理：{shown}", shown=shown), len(g.words),
               doubtful=True)  # fmt: skip
    if g.asked.order is not None:
        outside = {title: rows for title, rows in g.titles.items()
                   if g.asked.order.titles.get(spelling(title), OUTSIDE) == OUTSIDE}  # fmt: skip
        if outside:
            first = sorted(outside, key=lambda title: -outside[title])[:5]
            shown = tr(", ", "、").join(f"'{title}' ({outside[title]:,})" for title in first)
            g.line("outside", tr("{n} titles are none of the grades asked for, and their people outside: {shown}",
                                 "{n}个职称不在所列职级之内，其人员不计：{shown}", n=len(outside), shown=shown),
                   sum(outside.values()))  # fmt: skip


def _values(
    tables: list[tuple[LongTable, str]], shots: list[tuple[LongTable, int]], names: tuple[str, ...], g: Gathering
) -> Values:
    """Amounts of pay a month, or scores, with their days."""
    named = {id(table): day for table, day in shots}
    found: list[tuple[Integers, Integers, Floats]] = []
    for table, _ in tables:
        for name in names:
            column = next((c for c in ("date", "snapshot", "from") if c in table), "")
            if name not in table or not (column or id(table) in named):
                continue
            value = g.amounts(table, name)
            yearly = name == "annual_pay" or (name == "pay" and g.asked.pay_per == "year")
            value = value / 12 if yearly else value
            day = (
                g.days(table, column)
                if named.get(id(table), NO_DAY) == NO_DAY
                else np.full(table.rows, named[id(table)])
            )
            person = g.persons(table)
            used = np.isfinite(value) & (person >= 0) & (day != NO_DAY) & (day != OPEN_END)
            found.append((person[used], day[used], value[used]))
    if not found:
        return Values(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    joined = [np.concatenate(column) for column in zip(*found, strict=True)]
    order = np.lexsort((joined[1], joined[0]))
    return Values(*(column[order] for column in joined))


def _by_month(spells: Spells) -> bool:
    """Do nearly all ends stand on the first or last day of a month?"""
    last = spells.stop[spells.left]
    if len(last) < 10:
        return False
    days = last.astype("datetime64[D]")
    first = days == days.astype("datetime64[M]").astype("datetime64[D]")
    end = (days + 1).astype("datetime64[M]") != days.astype("datetime64[M]")
    return bool(np.mean(first | end) >= BY_MONTH)


def _last_grades(tables: list[tuple[LongTable, str]], g: Gathering) -> bool:
    """Do grades stand beside dates of hiring and leaving alone? Then nobody knows when they were reached."""
    if any(column.startswith(REACHED) for table, _ in tables for column in table.columns):
        return False
    shapes = {shape for table, shape in tables if "grade" in table}
    if shapes != {"people"} or g.asked.order is None or len(g.asked.order.ids) < 2:
        return False
    g.line("last_grades", tr(
        "the grade stands once for each person: that of the last day. Which grade people were hired into, and when "
        "they were promoted, is not in the file",
        "每人只有一个职级，即末日的职级；文件中没有入职时的职级和晋升时间"), doubtful=True)  # fmt: skip
    return True


def _births(tables: list[tuple[LongTable, str]], g: Gathering) -> Integers | None:
    made = np.full(len(g.people), NO_DAY, np.int64)
    found = False
    for table, _ in tables:
        if "birth" in table:
            found = True
            person, day = g.persons(table), g.days(table, "birth")
            made[person[person >= 0]] = day[person >= 0]
    return made if found else None


def _genders(tables: list[tuple[LongTable, str]], g: Gathering) -> tuple[str, ...] | None:
    made = [""] * len(g.people)
    found = False
    for table, _ in tables:
        if "gender" in table:
            found = True
            coded = table.columns["gender"]
            for person, code in zip(g.persons(table).tolist(), coded.codes.tolist(), strict=True):
                if person >= 0 and code >= 0:
                    made[person] = sheets.text(coded.cells[code])
    return tuple(made) if found else None
