"""The columns that a record may have: what each is called, what its cells say, and whether they open a person's record.

A column is found by its name, by its title in either language, or by the words that rosters know.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import nearest
from ladder_sim.expressions.scope import AGING
from ladder_sim.model.metrics import Attribute, Metric
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.statuses import Status
from ladder_sim.people import cells
from ladder_sim.people.cells import CellReader, Unfit
from ladder_sim.people.rosters.words import HEADERS, plain
from ladder_sim.people.tables import sheets
from ladder_sim.people.tables.workbooks import Cell

LAST_MONTH = 600
RANGE = ("..", "–", "—", "-", "~", "～", "至", "到")
#: Roster words -> the record's column of that meaning.
AS_IN_ROSTERS = {"person": "person", "role": "role", "grade": "grade", "months_in_grade": "months_in_grade",
                 "team": "team", "pay": "base", "kpi": "kpi", "age": "age", "education": "education",
                 "experience_months": "experience_months", "certificates": "certificates"}  # fmt: skip
BEFORE_THE_HIRE = ("experience_months",)
PREFIXES = ("exam:", "stage:", "chance:", "open:", "status:", "since:", "times:")


@dataclass(frozen=True, slots=True)
class RecordColumn:
    """One column; `opening` ones say in a person's first row where the person starts."""

    name: str
    title: Title
    read: CellReader
    opening: bool = False
    changing: bool = False  # a later row may say otherwise, and holds from then on
    also: tuple[str, ...] = ()  # other names of it

    @property
    def prefix(self) -> str:
        """``open:`` and the like, or ''."""
        return next((prefix for prefix in PREFIXES if self.name.startswith(prefix)), "")


def columns_of(
    scheme: Scheme, signals: Mapping[str, Metric], attributes: Mapping[str, Attribute], statuses: Sequence[Status] = ()
) -> dict[str, RecordColumn]:
    """Every column that a record for the scheme may have, by name; the first of a name holds.

    statuses: those of life, which a workforce declares.
    """
    found: dict[str, RecordColumn] = {}
    for column in (*_standard(scheme), *_metrics(signals), *_decided(scheme), *_attributes(attributes),
                   *_happened(scheme, statuses)):  # fmt: skip
        found.setdefault(column.name, column)
    return found


def headers_of(columns: Mapping[str, RecordColumn]) -> dict[str, str]:
    """Header -> column: names go first, then titles that only one column has, then a roster's words."""
    known = {word: column.name for column in columns.values() for word in (column.name, *column.also)}
    for word, name in list(known.items()):
        known.setdefault(plain(word), name)
    titled: dict[str, set[str]] = {}
    for column in columns.values():
        for word in column.title.spellings:
            titled.setdefault(plain(word), set()).add(column.name)
    for word, names in titled.items():
        if word and len(names) == 1:
            known.setdefault(word, *names)
    for name, words in HEADERS.items():
        if AS_IN_ROSTERS.get(name) in columns:
            for word in words:
                known.setdefault(word, AS_IN_ROSTERS[name])
    return known


def unknown_column(header: str, columns: Mapping[str, RecordColumn]) -> str:
    """What to say of a header that is not known."""
    if plain(header) in ("step", "档位"):
        return tr("unknown column: people stand at the highest step that their base reaches; give 'base'",
                  "未知列：档位按基本工资所达到的最高档确定；请给出“base”列")  # fmt: skip
    prefix = next((p for p in PREFIXES if header.startswith(p)), "")
    names = [name for name, column in columns.items() if column.prefix == prefix]
    return tr("unknown column{hint}", "未知列{hint}", hint=nearest(header, names))


def _standard(scheme: Scheme) -> Iterator[RecordColumn]:
    yield RecordColumn("person", Title("person", "人员"), sheets.text)
    yield RecordColumn("month", Title("month", "月份"), sheets.text)  # `month_span` reads it
    yield RecordColumn("grade", Title("grade", "职级"), _grade(scheme), opening=True)
    roles = tuple(dict.fromkeys(grade.role for grade in scheme.grades))
    yield RecordColumn("role", Title("role", "岗位层级"), lambda cell: cells.word(cell, roles), opening=True)
    yield RecordColumn("months_employed", Title("months employed", "司龄（月）"), cells.clock, opening=True,
                       also=("入职月数",))  # fmt: skip
    yield RecordColumn("months_in_grade", Title("months in the grade", "任现职级月数"), cells.clock, opening=True)
    yield RecordColumn("team", Title("team", "小组"), sheets.text, opening=True)
    yield RecordColumn("base", Title("base pay", "基本工资"), cells.not_negative, opening=True)
    yield RecordColumn("mentees", Title("people mentored", "带教人数"), cells.not_negative, opening=True)
    yield RecordColumn("applied", Title("applied", "是否申请"), cells.yes)


def _metrics(signals: Mapping[str, Metric]) -> Iterator[RecordColumn]:
    for name, metric in signals.items():
        if metric.at == "exam":  # a mark has one column under two names
            title = Title("exam: {what}", "成绩：{what}").fill(what=metric.title)
            yield RecordColumn(f"exam:{name}", title, cells.number, also=(name,))
        else:
            yield RecordColumn(name, metric.title, _reader(metric))
    yield RecordColumn("mentee", Title("finished mentees", "带教完成人数"), _times)


_CHANCE = Title("chance: {what}", "概率：{what}")


def _decided(scheme: Scheme) -> Iterator[RecordColumn]:
    for move in scheme.moves:
        for stage in move.stages:
            if stage.score is not None:
                title = Title("exam: {what}", "成绩：{what}").fill(what=stage.title)
                yield RecordColumn(f"exam:{stage.name}", title, cells.number)
            title = Title("stage: {what}", "环节：{what}").fill(what=stage.title)
            yield RecordColumn(f"stage:{stage.name}", title, cells.yes)
        yield RecordColumn(f"chance:{move.id}", _CHANCE.fill(what=move.title), cells.yes)
    for score in scheme.scores:
        yield RecordColumn(f"chance:{score.name}", _CHANCE.fill(what=score.title), cells.yes)
    shared = {grade.id: grade.seats.of for grade in scheme.grades if grade.seats and grade.seats.kind == "shared"}
    for grade in scheme.grades:
        if grade.id not in shared:
            title = Title("open: {what}", "空缺：{what}").fill(what=grade.title)
            also = tuple(f"open:{name}" for name, of in shared.items() if of == grade.id)
            yield RecordColumn(f"open:{grade.id}", title, cells.number, also=also)
    for cap in scheme.caps:
        yield RecordColumn(f"open:{cap.id}", Title("open: {what}", "空缺：{what}").fill(what=cap.title), cells.number)


def _happened(scheme: Scheme, statuses: Sequence[Status]) -> Iterator[RecordColumn]:
    """How long ago and how often a move took effect before the first day; in which months a status lasted."""
    for move in scheme.moves:
        since = Title("months since: {what}", "距上次（月）：{what}").fill(what=move.title)
        yield RecordColumn(f"since:{move.id}", since, cells.clock, opening=True)
        times = Title("times: {what}", "次数：{what}").fill(what=move.title)
        yield RecordColumn(f"times:{move.id}", times, cells.not_negative, opening=True)
    for status in statuses:
        title = Title("in status: {what}", "处于：{what}").fill(what=status.title)
        yield RecordColumn(f"status:{status.id}", title, cells.yes)


def _attributes(attributes: Mapping[str, Attribute]) -> Iterator[RecordColumn]:
    for name, attribute in attributes.items():
        yield RecordColumn(name, attribute.title, cells.attribute(name, attribute), opening=True,
                           changing=name not in (*AGING, *BEFORE_THE_HIRE))  # fmt: skip


def _grade(scheme: Scheme) -> CellReader:
    """A grade by its id, or by its title in either language."""
    ids = [grade.id for grade in scheme.grades]
    understood = {plain(name): name for name in ids}
    for grade in scheme.grades:
        for title in grade.title.spellings:
            understood.setdefault(plain(title), grade.id)

    def read(cell: Cell) -> str:
        got = sheets.text(cell)
        return got if got in ids else cells.named(cell, understood, ids)

    return read


def _reader(metric: Metric) -> CellReader:
    # drawn as 0 or 1, an event may have happened twice in a month of real life; a fact about a person may not
    if metric.kind == "chance" and (metric.at != "month" or metric.unit == "yes or no"):
        return cells.yes
    return _times if metric.event or metric.kind in ("poisson", "chance") else cells.number


def _times(cell: Cell) -> float:
    """How often an event happened; yes is once."""
    said = cells.answer(cell)
    return cells.not_negative(cell) if said is None else said


def month_span(cell: Cell) -> tuple[int, int]:
    """A month of the run, or a range such as ``1-12``: the first and the last month; raises `Unfit` for others."""
    word = sheets.text(cell)
    joint = next((sign for sign in RANGE if sign in word[1:]), "")
    parts = [sheets.number(part) for part in (word.split(joint) if joint else [cell])]
    found = [int(part) for part in parts if part is not None and part == int(part) and 1 <= part <= LAST_MONTH]
    if sheets.number(cell) is None and sheets.date(cell) is not None:
        found = []  # a spreadsheet has made a date of the range
    if len(found) != len(parts) or len(found) > 2 or found != sorted(found):
        raise Unfit(
            tr(
                "must be a whole number from 1 to {most}, or a range such as 1-12 (kept as text), got '{v}'",
                "必须是1到{most}的整数，或1-12这样的范围（以文本保存），现在是“{v}”",
                most=LAST_MONTH,
                v=word,
            )
        )
    return found[0], found[-1]
