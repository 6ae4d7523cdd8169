"""Records for a trace: reading the table, checking it, and the workforce that it describes."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ladder_sim.language.program import Program
from ladder_sim.loading import load_vocabulary, load_workforce
from ladder_sim.model import Attrition, Costs, Expr, Hiring, Mentoring, Metric, People, Roster, Scheme, Workforce
from ladder_sim.problems import Place, Problems, nearest
from ladder_sim.sheets import read_rows
from ladder_sim.words import Title, tr

if TYPE_CHECKING:
    import pandas as pd

START = ("grade", "role", "months_in_grade", "months_employed", "team", "base")
DECIDED = ("exam:", "stage:", "chance:", "open:")
YES = {"1", "yes", "y", "true", "是", "有", "通过", "1.0"}
NO = {"0", "no", "n", "false", "否", "无", "未通过", "0.0"}


@dataclass(slots=True)
class Record:
    """A record as arrays: `values[column][month, person]`, NaN where a cell is empty; months count from 1."""

    file: str
    persons: tuple[str, ...]
    last_month: int
    columns: tuple[str, ...]
    values: dict[str, np.ndarray] = field(default_factory=dict)  # numbers
    start: dict[str, list[Any]] = field(default_factory=dict)  # first-row values, as written
    last: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))  # last month of each person

    def at(self, column: str, month: int) -> np.ndarray:
        """The values of a month, per person; NaN after the end of the record."""
        table = self.values[column]
        return table[month] if 0 <= month < len(table) else np.full(len(self.persons), np.nan)

    def latest(self, column: str, month: int) -> np.ndarray:
        """The latest value up to a month, per person."""
        table = self.values[column][: min(month, self.last_month) + 1]
        out = np.full(len(self.persons), np.nan)
        for row in table:
            out = np.where(np.isnan(row), out, row)
        return out


def read_record(record: pd.DataFrame | str | Path, problems: Problems) -> Record | None:
    """A record from a file or a frame; problems name row and column."""
    if isinstance(record, (str, Path)):
        file, rows = str(record), read_rows(Path(record), problems)
    else:
        file = tr("record", "记录")
        rows = [list(map(str, record.columns)), *record.astype(object).where(record.notna(), "").values.tolist()]
    if rows is None:
        return None
    rows = [row for row in rows if any(str(cell).strip() for cell in row)]
    if len(rows) < 2:
        problems.add(Place(file), tr("the record is empty: it needs a header and at least one row",
                                     "记录为空：需要表头和至少一行数据"))  # fmt: skip
        return None
    header = [str(cell).strip() for cell in rows[0]]
    for name in ("person", "month"):
        if name not in header:
            problems.add(Place(file, 1), tr("the record has no column '{name}'{hint}", "记录缺少“{name}”列{hint}",
                                            name=name, hint=nearest(name, header)))  # fmt: skip
    for name in {name for name in header if header.count(name) > 1}:
        problems.add(Place(file, 1), tr("column '{name}' occurs twice", "“{name}”列出现两次", name=name))
    if problems.errors:
        return None
    return _filled(file, header, rows[1:], problems)


def _filled(file: str, header: list[str], rows: list[list[Any]], problems: Problems) -> Record | None:
    who, when = header.index("person"), header.index("month")
    months: list[int] = []
    persons: dict[str, int] = {}
    seen: set[tuple[str, int]] = set()
    for line, row in enumerate(rows, start=2):
        value = _number(row[when] if when < len(row) else "")
        person = str(row[who]).strip() if who < len(row) else ""
        month = -1 if value is None or value != int(value) else int(value)
        months.append(month)
        if not 1 <= month <= 600:
            problems.add(Place(file, line, 0, "month"),
                         tr("must be a whole number from 1 to 600, got {v!r}", "必须是 1 到 600 的整数，现在是 {v!r}",
                            v=row[when] if when < len(row) else ""))  # fmt: skip
        if not person:
            problems.add(Place(file, line, 0, "person"), tr("is empty", "为空"))
        if (person, month) in seen:
            problems.add(Place(file, line), tr("person {p!r} has two rows for month {m}",
                                               "人员 {p!r} 在第 {m} 个月有两行",
                                               p=person, m=month))  # fmt: skip
        seen.add((person, month))
        persons.setdefault(person, len(persons))
    if problems.errors:
        return None
    last = max(months)
    made = Record(file, tuple(persons), last, tuple(header))
    made.last = np.zeros(len(persons), np.int64)
    for row, month in zip(rows, months, strict=True):
        code = persons[str(row[who]).strip()]
        made.last[code] = max(made.last[code], month)
    for place, name in enumerate(header):
        if place in (who, when):
            continue
        table = np.full((last + 1, len(persons)), np.nan)
        first: list[Any] = [None] * len(persons)
        for line, (row, month) in enumerate(zip(rows, months, strict=True), start=2):
            cell = row[place] if place < len(row) else ""
            if cell is None or str(cell).strip() in ("", "nan"):
                continue
            code = persons[str(row[who]).strip()]
            if first[code] is None:
                first[code] = cell
            value = _number(cell)
            if value is None and name not in START[:2]:
                value = _yes(str(cell))
            if value is None:
                made.start.setdefault(f"text:{name}", []).append((line, cell))
            else:
                table[month, code] = value
        made.values[name], made.start[name] = table, first
    return made


def _number(cell: Any) -> float | None:
    try:
        value = float(str(cell).strip().rstrip("%"))
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def _yes(cell: str) -> float | None:
    word = cell.strip().lower()
    return 1.0 if word in YES else 0.0 if word in NO else None


def recorded_workforce(
    scheme: Scheme, table: Record, given: Workforce | str | Path | None, problems: Problems
) -> Workforce | None:
    """The people of the record as a workforce: a roster, nobody leaves, nobody is hired."""
    signals, attributes = load_vocabulary()
    start, market = dt.date(2027, 1, 1), {role: Expr("5000") for role in (*scheme.roles, "agent")}
    if given is not None:
        base = load_workforce(given) if not isinstance(given, Workforce) else given
        signals = {**signals, **base.metrics}
        attributes = {**attributes, **base.people.attributes}
        start, market = base.start, {**market, **base.market}
    known = {**signals, **scheme.signals}
    _check_columns(scheme, table, known, attributes, problems)
    grades, roles = _standing(scheme, table, problems)
    columns: dict[str, tuple[Any, ...]] = _clocks(scheme, table)
    for name, attribute in attributes.items():
        if name in table.start and name not in columns:
            values = table.start[name]
            if attribute.levels:
                for value in values:
                    if value is not None and str(value).strip() not in attribute.levels:
                        problems.add(
                            Place(table.file, 0, 0, name),
                            tr("{v!r} is not known{hint}", "{v!r} 不可用{hint}", v=str(value),
                               hint=nearest(str(value), attribute.levels)),
                        )  # fmt: skip
                columns[name] = tuple("" if v is None else str(v).strip() for v in values)
            else:
                columns[name] = tuple(float("nan") if v is None else (_number(v) or 0.0) for v in values)
    if problems.errors:
        return None
    roster = Roster(table.file, table.persons, tuple(roles), tuple(grades), columns)
    return Workforce(
        "record", Title("record", "记录"), start,
        People(len(table.persons), max(len(table.persons), 1), attributes, roster=roster, history=False),
        known, ability_sd=0.0, attrition=Attrition(), hiring=Hiring("none"), costs=Costs(), market=market,
        mentoring=Mentoring(Expr("false")) if "mentee" not in known else None,
    )  # fmt: skip


def _check_columns(
    scheme: Scheme, table: Record, signals: Mapping[str, Metric], attributes: Mapping[str, Any], problems: Problems
) -> None:
    moves = [move.id for move in scheme.moves]
    stages = [stage.name for move in scheme.moves for stage in move.stages]
    grades = [grade.id for grade in scheme.grades]
    extra = {"exam:": [*signals, *stages], "stage:": stages, "chance:": [*moves, *(s.name for s in scheme.scores)],
             "open:": grades}  # fmt: skip
    whole = ["person", "month", "applied", *START, *signals, *attributes, "mentees"]
    for name in table.columns:
        prefix = next((p for p in DECIDED if name.startswith(p)), None)
        if prefix is None and name in whole:
            _numbers_only(table, name, signals, problems)
            continue
        rest = name if prefix is None else name[len(prefix) :]
        options = whole if prefix is None else extra[prefix]
        if prefix is None or rest not in options:
            problems.add(
                Place(table.file, 1),
                tr("unknown column '{name}'{hint}", "未知列“{name}”{hint}", name=name, hint=nearest(rest, options)),
            )


def _numbers_only(table: Record, name: str, signals: Mapping[str, Metric], problems: Problems) -> None:
    if name not in signals and name not in ("months_in_grade", "months_employed", "base", "applied"):
        return
    for line, cell in table.start.get(f"text:{name}", []):
        problems.add(Place(table.file, line, 0, name),
                     tr("must be a number, got {v!r}", "必须是数字，现在是 {v!r}", v=cell))  # fmt: skip


def _standing(scheme: Scheme, table: Record, problems: Problems) -> tuple[list[str], list[str]]:
    """Grade and role of each person: as given, else where the scheme lets people in."""
    known = {grade.id: grade for grade in scheme.grades}
    by_title = {str(t): g.id for g in scheme.grades for t in (g.title.en, g.title.zh)}
    default = scheme.entry.grade or next(iter(scheme.entry.shares), scheme.grades[0].id)
    grades, roles = [], []
    for code in range(len(table.persons)):
        given = table.start["grade"][code] if "grade" in table.start else None
        name = default if given is None else str(given).strip()
        name = name if name in known else by_title.get(name, name)
        if name not in known:
            problems.add(Place(table.file, 0, 0, "grade"), tr("{v!r} is not a grade of the scheme{hint}",
                         "{v!r} 不是方案中的职级{hint}", v=name, hint=nearest(name, known)))  # fmt: skip
            name = default
        grades.append(name)
        roles.append(known[name].role)
    return grades, roles


def _clocks(scheme: Scheme, table: Record) -> dict[str, tuple[Any, ...]]:
    """Months in grade and employed; people without them are past the scheme's probation."""
    past = 0 if scheme.probation is None else scheme.probation.months

    def numbers(name: str) -> list[float | None]:
        return [None if v is None else _number(v) for v in table.start.get(name, [None] * len(table.persons))]

    in_grade, employed = numbers("months_in_grade"), numbers("months_employed")
    own_grade = [
        a if a is not None else (b if b is not None else float(past)) for a, b in zip(in_grade, employed, strict=True)
    ]
    service = [b if b is not None else max(float(past), a) for a, b in zip(own_grade, employed, strict=True)]
    columns: dict[str, tuple[Any, ...]] = {
        "months_employed": tuple(service),
        "months_in_grade": tuple(min(a, b) for a, b in zip(own_grade, service, strict=True)),
    }
    if "base" in table.start:
        columns["pay"] = tuple(float("nan") if v is None else (_number(v) or 0.0) for v in table.start["base"])
    if "team" in table.start:
        columns["team"] = tuple("" if v is None else str(v) for v in table.start["team"])
    return columns


def wanted_metrics(program: Program) -> dict[str, float | None]:
    """The metrics that rules read, with what a record without the column has; None: the column is needed."""
    wanted: dict[str, float | None] = {}
    for name in sorted(program.rules_read):
        metric = program.scope.signals[name]
        if metric.kind == "value" or metric.at == "exam":
            continue
        wanted[name] = metric.missing if metric.missing is not None else 0.0 if metric.event else None
    return wanted


__all__ = ["Record", "dataclasses", "read_record", "recorded_workforce", "wanted_metrics"]
