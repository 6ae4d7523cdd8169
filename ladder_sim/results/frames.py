"""The counts as tidy tables: one row per replication, month and what else, built when asked for.

Months count from 1; month 0 of `headcount` is the start. `date` is the last day of the month everywhere, of an event
its own day. Rows that count nobody are left out of the tables that are `sparse`, unless they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeGuard

import numpy as np

from ladder_sim.core.arrays import Numbers
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import LadderError, nearest
from ladder_sim.core.units import money_name, unit_name
from ladder_sim.model.kinds import CAUSES
from ladder_sim.plan.company import name_in
from ladder_sim.results.at_the_end import table_note
from ladder_sim.results.coded import COSTS
from ladder_sim.results.columns import Codes, Counted, category, grade_category, merged, when
from ladder_sim.results.stays import events, people, spells, waits

if TYPE_CHECKING:
    import pandas as pd

FrameColumns = Mapping[str, tuple[Sequence[str], bool]]  # name → categories, and whether they are ordered


def _cells(array: Numbers, *, zeros: bool) -> tuple[Codes, ...]:
    """Places of the cells that become rows: those of a count, or all."""
    if zeros:
        return tuple(index.ravel() for index in np.indices(array.shape, dtype=np.int32))
    return np.nonzero(array)


def _by_month(c: Counted, array: Numbers, columns: FrameColumns, value: str, *, zeros: bool) -> pd.DataFrame:
    """Rows for the cells of a (replications, months, …) array; `columns` names the further axes."""
    import pandas as pd

    where = _cells(array, zeros=zeros)
    made = when(c, where[0], where[1] + 1)
    for (column, (names, ordered)), codes in zip(columns.items(), where[2:], strict=True):
        made[column] = category(codes, names, ordered=ordered)
    made[value] = array[where]
    return pd.DataFrame(made)


def _grade(c: Counted) -> FrameColumns:
    return {"grade": (c.grades, True)}


def _headcount(c: Counted, zeros: bool) -> pd.DataFrame:
    import pandas as pd

    r, m, g = _cells(c.counts.headcount, zeros=True)
    return pd.DataFrame({**when(c, r, m), "grade": grade_category(g, c), "people": c.counts.headcount[r, m, g]})


def _moves(c: Counted, zeros: bool) -> pd.DataFrame:
    import pandas as pd

    axes = c.axes
    r, m, a = _cells(c.counts.moves, zeros=zeros)
    arcs = np.asarray(axes.arcs, np.int32).reshape(-1, 3)[a]
    kinds = list(dict.fromkeys(move.kind for move in axes.moves))
    kind = np.array([kinds.index(move.kind) for move in axes.moves], np.int32)
    return pd.DataFrame(
        {
            **when(c, r, m + 1),
            "move": category(arcs[:, 0], [move.id for move in axes.moves]),
            "kind": category(kind[arcs[:, 0]], kinds),
            "from_grade": grade_category(arcs[:, 1], c),
            "to_grade": grade_category(arcs[:, 2], c, exit_too=True),
            "people": c.counts.moves[r, m, a],
        }
    )


def _exits(c: Counted, zeros: bool) -> pd.DataFrame:
    return _by_month(c, c.counts.exits, {**_grade(c), "cause": (CAUSES, False)}, "people", zeros=zeros)


def _hires(c: Counted, zeros: bool) -> pd.DataFrame:
    return _by_month(c, c.counts.hires, _grade(c), "people", zeros=zeros)


def _pay(c: Counted, zeros: bool) -> pd.DataFrame:
    parts = [part for part, _ in c.axes.parts]
    return _by_month(c, c.counts.pay, {**_grade(c), "part": (parts, False)}, "amount", zeros=zeros)


def _costs(c: Counted, zeros: bool) -> pd.DataFrame:
    salary = c.counts.pay.sum(axis=3, keepdims=True)
    every = np.concatenate([salary, c.counts.costs], axis=3)
    return _by_month(c, every, {**_grade(c), "cost": (("salary", *COSTS), False)}, "amount", zeros=zeros)


def _seats(c: Counted, zeros: bool) -> pd.DataFrame:
    import pandas as pd

    r, m, g = _cells(np.asarray(c.counts.seats.any(axis=3)), zeros=zeros)
    there, taken = c.counts.seats[r, m, g].T
    return pd.DataFrame({**when(c, r, m + 1), "grade": grade_category(g, c), "seats": there, "taken": taken})


def _groups(c: Counted, zeros: bool) -> pd.DataFrame:
    import pandas as pd

    named = c.axes.groups
    r, m, g = _cells(np.asarray(c.counts.groups.any(axis=3)), zeros=zeros)
    columns = when(c, r, m + 1)
    for place, column in enumerate(("attribute", "value")):
        names = list(dict.fromkeys(group[:2][place] for group in named))
        codes = np.array([names.index(group[:2][place]) for group in named], np.int32)
        columns[column] = category(codes[g], names)
    there, promoted = c.counts.groups[r, m, g].T
    return pd.DataFrame({**columns, "people": there, "promotions": promoted})


def _stages(c: Counted, zeros: bool) -> pd.DataFrame:
    import pandas as pd

    named = c.axes.stages
    cases = c.counts.cases if len(c.counts.cases) else np.zeros((*c.counts.advanced.shape, len(named)), np.int32)
    r, m, s = _cells(cases, zeros=zeros)
    columns = when(c, r, m + 1)
    for column, ids in (("move", [stage.move for stage in named]), ("stage", [stage.id for stage in named])):
        names = list(dict.fromkeys(ids))
        columns[column] = category(np.array([names.index(one) for one in ids], np.int32)[s], names)
    return pd.DataFrame({**columns, "cases": cases[r, m, s]})


def _reasons(c: Counted, tables: Mapping[str, Numbers], *, zeros: bool) -> pd.DataFrame:
    import pandas as pd

    moves = c.axes.moves
    names = merged(move.reason_ids for move in moves)[0]
    parts: list[tuple[Codes, ...]] = [(np.zeros(0, np.int32),) * 6]
    for i, move in enumerate(moves):
        if move.id not in tables:
            continue
        table = tables[move.id]
        r, review, reason = _cells(table, zeros=zeros)
        code = np.array([names.index(name) for name in move.reason_ids], np.int32)
        months = np.asarray(move.months, np.int32)
        parts.append((r, months[review], np.full(len(r), i), code[reason], reason + 1, table[r, review, reason]))
    r, m, move_codes, reason_codes, steps, reviews = (np.concatenate(column) for column in zip(*parts, strict=True))
    return pd.DataFrame(
        {
            **when(c, r, m),
            "move": category(move_codes, [move.id for move in moves]),
            "reason": category(reason_codes, names),
            "step": steps.astype(np.int32),
            "reviews": reviews,
        }
    )


def _ledger(c: Counted, zeros: bool) -> pd.DataFrame:
    return _reasons(c, c.counts.ledger, zeros=zeros)


def _alone(c: Counted, zeros: bool) -> pd.DataFrame:
    return _reasons(c, c.counts.alone, zeros=zeros)


def _grades(c: Counted, zeros: bool) -> pd.DataFrame:
    import pandas as pd

    infos = c.axes.grades
    tracks, roles = (list(dict.fromkeys(getattr(info, name) for info in infos)) for name in ("track", "role"))
    return pd.DataFrame(
        {
            "grade": grade_category(np.arange(len(infos)), c),
            "title": [str(info.title) for info in infos],
            "track": category(np.array([tracks.index(info.track) for info in infos]), tracks),
            "role": category(np.array([roles.index(info.role) for info in infos]), roles),
            "level": np.array([info.level for info in infos], np.int32),
            "entry": pd.array([info.entry for info in infos], dtype="boolean"),
            "top": pd.array([info.top for info in infos], dtype="boolean"),
        }
    )


@dataclass(frozen=True, slots=True)
class Frame:
    """A table of a run: how it is made, what a row is for, units, and what a run must keep for it."""

    make: Callable[[Counted, bool], pd.DataFrame]
    row: Title
    units: Mapping[str, str]
    sparse: bool = False  # rows that count nothing are left out
    kept: Literal["", "events", "explain"] = ""


_PEOPLE = {"people": "people"}
_STAY = {"served": "months", "months": "months", "start": "months", "stop": "months"}
#: The names of the tables; there are no others, so that a type checker sees one that is misspelt.
TableName = Literal["headcount", "moves", "exits", "hires", "pay", "costs", "groups", "seats", "stages", "ledger",
                    "alone", "waits", "spells", "events", "people", "grades"]  # fmt: skip
TABLES: Mapping[TableName, Frame] = {
    "headcount": Frame(_headcount, Title("replication, month (0 is the start), grade: people at the month's end",
                                         "重复、月份（0为起始）、职级：月末人数"), _PEOPLE),
    "moves": Frame(_moves, Title("replication, month of effect, move with its grades", "重复、生效月份、变动及其职级"),
                   _PEOPLE, sparse=True),
    "exits": Frame(_exits, Title("replication, month, grade, cause", "重复、月份、职级、原因"), _PEOPLE, sparse=True),
    "hires": Frame(_hires, Title("replication, month, grade", "重复、月份、职级"), _PEOPLE, sparse=True),
    "pay": Frame(_pay, Title("replication, month, grade, part of pay", "重复、月份、职级、薪酬项目"),
                 {"amount": "money a month"}, sparse=True),
    "costs": Frame(_costs, Title("replication, month, grade, cost: salary and what comes besides, in all labor cost",
                                 "重复、月份、职级、费用：薪酬及其外的费用，合计即人工成本"),
                   {"amount": "money a month"}, sparse=True),
    "groups": Frame(_groups, Title("replication, month, group of an attribute that is audited: people at the month's"
                                   " end and promotions", "重复、月份、公平检查的分组：月末人数与晋升人次"),
                    {"people": "people", "promotions": "people"}, sparse=True),
    "seats": Frame(_seats, Title("replication, month, grade that has seats: how many there are, how many are taken or"
                                 " promised", "重复、月份、有编制的职级：编制数、已占用或已定数"),
                   {"seats": "seats", "taken": "seats"}, sparse=True),
    "stages": Frame(_stages, Title("replication, month, move, stage that has cases: one sitting; retakes are cases too",
                                   "重复、月份、变动、有人参加的评审环节：即一场；补考也计入人次"),
                    {"cases": "people"}, sparse=True),
    "ledger": Frame(_ledger, Title("replication, month of the review, move, reason: reviews that ended so; step is the"
                                   " reason's place in the order of its move",
                                   "重复、评审月份、变动、原因：如此结束的评审次数；step 为该原因在本规则中的次序"),
                    {"reviews": "reviews"}, sparse=True),
    "alone": Frame(_alone, Title("replication, month of the review, move, condition (column reason): reviews that it"
                                 " alone stopped; step is the condition's place in the order of its move",
                                 "重复、评审月份、变动、条件（reason 列）：仅被该条件阻止的评审次数；step 为该条件在"
                                 "本规则中的次序"),
                   {"reviews": "reviews"}, sparse=True, kept="explain"),
    "waits": Frame(waits, Title("replication, grade, stays of the same length and end: how many",
                                "重复、职级、时长与结局相同的任期：人次"), {**_STAY, **_PEOPLE}),
    "spells": Frame(spells, Title("replication, person, stay in a grade; for survival analysis the columns are start"
                                  " (entry), stop (duration) and ended_by == 'promotion' (event); served and months"
                                  " count completed months",
                                  "重复、人员、在某职级的一段任期；生存分析所用的列为 start（进入观察）、stop（时长）和"
                                  " ended_by == 'promotion'（事件）；served 和 months 为满月数"), _STAY,
                    kept="events"),
    "events": Frame(events, Title("replication, person, event, with its day", "重复、人员、事件及其日期"), {},
                    kept="events"),
    "people": Frame(people, Title("replication, person who was ever there: where each started, and what is known of"
                                  " each", "重复、曾在职的人员：起点及已知属性"),
                    {"months_employed": "months", "months_in_grade": "months"}, kept="events"),
    "grades": Frame(_grades, Title("grade, from the lowest of each track: title, track, role, level",
                                   "职级（各通道由低到高）：名称、通道、岗位层级、级次"), {}),
}  # fmt: skip
#: Names of columns before: old name → where, and the new one.
RENAMED: Mapping[str, Mapping[str, str]] = {
    "from": {"moves": "from_grade", "events": "from_grade"},
    "to": {"moves": "to_grade", "events": "to_grade"},
    "end": {"waits": "ended_by"},
    "people": {"ledger": "reviews", "alone": "reviews"},
    "reason": {"events": "move"},
    "key": dict.fromkeys(("events", "people", "spells"), "person"),
}


def is_table(name: object) -> TypeGuard[TableName]:
    """Whether a name is that of a table."""
    return isinstance(name, str) and name in TABLES


def available(c: Counted) -> tuple[TableName, ...]:
    """The tables that there are in this run."""
    return tuple(name for name, table in TABLES.items() if _has(c, table))


def _has(c: Counted, table: Frame) -> bool:
    match table.kept:
        case "events":
            return c.counts.events is not None
        case "explain":
            return bool(c.counts.alone)
        case _:
            return True


def lacks(name: object, c: Counted) -> bool:
    """Whether a run did not keep what a table of this name is made of."""
    return is_table(name) and not _has(c, TABLES[name])


def frame(name: str, c: Counted, *, zeros: bool, source: str) -> pd.DataFrame:
    """The table of this name; see `Run.frame`.

    Parameters
    ----------
    c : the counts, and what names them
    zeros : whether rows that count nothing are there too
    source : one line that says where the numbers come from

    Raises
    ------
    LadderError
        No such table, the run did not keep what it is made of, or it has no rows of zeros.
    """
    table = _found(name)
    if not isinstance(zeros, (bool, np.bool_)):
        raise LadderError(tr("zeros must be True or False, got {got!r}", "zeros 应为 True 或 False，现为 {got!r}",
                             got=zeros))  # fmt: skip
    if not _has(c, table):
        flag = "events=True" if table.kept == "events" else "explain=True"
        raise LadderError(
            tr("table {name!r} is not there: this run did not keep what it is made of; simulate with {flag}. It has a"
               " row for each {row}",
               "没有表{name!r}：本次模拟未保留所需内容；请以 {flag} 模拟。其每行对应：{row}", name=name, flag=flag,
               row=table.row)
        )  # fmt: skip
    if zeros and not table.sparse and name != "headcount":
        raise LadderError(
            tr("table {name!r} has no rows of zeros: its rows are people or stays, not cells; zeros=True is for {all}",
               "表{name!r}没有零值行：其每行是人员或任期，不是单元格；zeros=True 适用于：{all}", name=name,
               all=tr(", ", "、").join(key for key, one in TABLES.items() if one.sparse))
        )  # fmt: skip
    numbers = range(c.first, c.first + len(c.counts.headcount))
    made = hinting(c.with_seeds(table.make(c, bool(zeros))), name, numbers)
    made.attrs = {
        "table": name, "row": str(table.row), "zeros": bool(zeros) or not table.sparse,
        "units": {column: _unit(unit) for column, unit in table.units.items()}, "source": source,
        "note": table_note(name, c.axes, c.counts),
    }  # fmt: skip
    return made


def hinting(made: pd.DataFrame, name: str, numbers: range | None = None) -> pd.DataFrame:
    """The table of this name, which leads whoever asks for a column that it has not.

    Parameters
    ----------
    numbers : of the replications; then it is summed up over them when it is called
    """
    from ladder_sim.results.hinting import HintingFrame

    kept, made = made.attrs, HintingFrame(made)
    made.attrs = kept
    made.called = name
    if numbers is not None:
        made.numbers = numbers
    made.renamed = {old: new[name] for old, new in RENAMED.items() if name in new}
    return made


def numbered(made: pd.DataFrame) -> pd.DataFrame:
    """A frame with a column per scheme, which are found by numbers too where numbers are their names."""
    from ladder_sim.results.hinting import NumberedFrame

    if not any(str(name).lstrip("-").replace(".", "", 1).isdecimal() for name in made.columns.get_level_values(0)):
        return hinting(made, "values")
    kept, made = made.attrs, NumberedFrame(made)
    made.attrs = kept
    return made


def prefixed(made: pd.DataFrame, department: str, columns: Sequence[str]) -> pd.DataFrame:
    """A table of a department whose grades and moves bear the names that they have in the company."""
    made = made.copy()
    for column in columns:
        if column in made and hasattr(made[column], "cat"):
            names = made[column].cat.categories
            made[column] = made[column].cat.rename_categories(
                {name: name_in(department, name) for name in names if name != "exit"}
            )
    return made


def _found(name: object) -> Frame:
    if is_table(name):
        return TABLES[name]
    hint = nearest(name, TABLES) if isinstance(name, str) else ""
    raise LadderError(
        tr("table {name!r} is not known", "没有名为{name!r}的表", name=name)
        + (hint or tr("; there are {all}", "；现有：{all}", all=tr(", ", "、").join(TABLES)))
    )


def _unit(unit: str) -> str:
    if unit == "reviews":
        return tr("reviews", "评审次数")
    if unit == "money a month":
        return tr("{money} a month", "{money}/月", money=money_name())
    return unit_name(unit)
