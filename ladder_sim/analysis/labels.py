"""Results told to people: ids, events and headings of columns by their names in the language in use.

Frames carry words that do not depend on the language, so that programs can read them. `in_words` tells a trace,
`side_by_side` what happens to the same people under several schemes, `stopped` the why-not ledger, and `named` gives
any frame its headings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from ladder_sim.analysis.rule_text.expressions import Wording, number
from ladder_sim.core.display import number as figures
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.needs import need
from ladder_sim.core.plain_data import JsonObject, TableRow
from ladder_sim.core.signed import door
from ladder_sim.expressions.evidence import Fact, Reason, joined
from ladder_sim.model.kinds import EXIT_CAUSES, MOVE_KINDS
from ladder_sim.model.scheme import Scheme
from ladder_sim.model.workforce import Workforce
from ladder_sim.scenarios.loading import load_scheme

if TYPE_CHECKING:
    import pandas as pd

    from ladder_sim.results.comparison import Comparison
    from ladder_sim.results.run import Run

EVENTS: dict[str, Title] = {
    **{kind: info.event for kind, info in MOVE_KINDS.items()},
    **{cause: info.event for cause, info in EXIT_CAUSES.items()},
    "reviewed": Title("reviewed, no change", "评审：维持原级"),
    "case opened": Title("case opened", "进入流程"),
    "attribute": Title("attribute", "人员信息"),
    "stage passed": Title("stage passed", "环节通过"),
    "stage failed": Title("stage failed, second date", "环节未通过，可补考"),
    "rank": Title("rank", "排名"),
    "seat": Title("seat", "占用编制"),
    "score": Title("score", "得分"),
    "probation passed": Title("probation passed", "试用通过"),
    "probation prolonged": Title("probation prolonged", "试用延长"),
    "probation failed": Title("probation not passed", "试用未通过"),
    "spared": Title("spared", "豁免"),
    "token earned": Title("token earned", "获得豁免资格"),
    "award": Title("award", "一次性奖励"),
    "status begins": Title("status begins", "状态开始"),
    "status ends": Title("status ends", "状态结束"),
    "return waits": Title("no seat to come back to", "等待空缺返岗"),
    "pay": Title("pay", "薪酬"),
    "table": Title("pay table", "薪级表调整"),
}
#: What the columns of frames are called.
HEADS = {
    "id": Title("id", "编号"), "title": Title("title", "名称"), "tracks": Title("tracks", "通道"),
    "grades": Title("grades", "职级数"), "moves": Title("moves", "变动规则数"), "reviews": Title("reviews", "评审"),
    "stated": Title("stated", "原文给出"), "assumed": Title("assumed", "假设"), "readings": Title("readings", "解读"),
    "fixed": Title("fixed in rules", "规则中写定"), "left_out": Title("left out", "未纳入模型"),
    "source": Title("source", "来源"), "scheme": Title("scheme", "方案"), "measure": Title("measure", "指标"),
    "mean": Title("mean", "均值"), "low": Title("low", "区间下限"), "high": Title("high", "区间上限"),
    "difference": Title("difference", "差值"), "difference_low": Title("difference, low", "差值下限"),
    "difference_high": Title("difference, high", "差值上限"),
    "chance_better": Title("chance of being better", "更优的概率"),
    "luck_saves": Title("paired gain, times the replications", "配对倍数（相当于重复次数的倍数）"),
    "verdict": Title("verdict", "判断"), "verdict_id": Title("verdict, id", "判断编号"),
    "better": Title("better", "更优"), "unit": Title("unit", "单位"),
    "p5": Title("5th percentile", "5%分位"), "p95": Title("95th percentile", "95%分位"),
    "definition": Title("definition", "定义"), "note": Title("note", "说明"),
    "replication": Title("replication", "重复"),
    "month": Title("month", "月份"), "year": Title("year", "年份"), "grade": Title("grade", "职级"),
    "people": Title("people", "人数"), "move": Title("move", "变动"), "kind": Title("kind", "类别"),
    "from_grade": Title("from", "原职级"), "to_grade": Title("to", "目标职级"), "cause": Title("cause", "原因"),
    "part": Title("part", "项目"), "amount": Title("amount", "金额"), "person": Title("person", "人员"),
    "event": Title("event", "事件"), "reason": Title("reason", "原因"),
    "what": Title("outcome", "结果"), "share": Title("share", "占比"),
    "alone": Title("stopped by this alone", "仅因此条"),
    "alone_share": Title("share stopped by this alone", "仅因此条占比"),
}  # fmt: skip
_STYLE = (
    "<style>.ladder-steps table{border-collapse:collapse;margin:.4em 0;font-variant-numeric:tabular-nums}"
    # more particular than JupyterLab's own rule, which aligns every cell to the right
    ".ladder-steps.ladder-steps th,.ladder-steps.ladder-steps td{text-align:left;vertical-align:top;"
    "padding:.3em .8em;max-width:34em;"
    "border-bottom:1px solid #8884;white-space:normal}.ladder-steps.ladder-steps .n{text-align:right}"
    ".ladder-steps small{display:block;color:#777}.ladder-steps .ladder-note{color:#777;font-size:.85em}</style>"
)


#: The events that change where somebody stands.
MOVES = frozenset((*MOVE_KINDS, *EXIT_CAUSES))


@dataclass(frozen=True, slots=True)
class Told:
    """A table of texts; of a cell of several lines the first says what, the others why. Shows itself in notebooks."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()  # columns that are aligned to the right
    title: str = ""
    note: str = ""

    def frame(self) -> pd.DataFrame:
        """The same as a frame."""
        import pandas as pd

        return pd.DataFrame(list(self.rows), columns=list(self.columns))

    def _repr_html_(self) -> str:
        marks = [' class="n"' if place in self.numbers else "" for place in range(len(self.columns))]
        head = "".join(f"<th{mark}>{escape(column)}</th>" for mark, column in zip(marks, self.columns, strict=True))
        rows = ("".join(map(_cell, marks, row)) for row in self.rows)
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        above = f"<p><b>{escape(self.title)}</b></p>" if self.title else ""
        below = f'<p class="ladder-note">{escape(self.note)}</p>' if self.note else ""
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        return f'{_STYLE}<div class="ladder-steps">{above}{table}{below}</div>'


def _cell(mark: str, text: str) -> str:
    first, *rest = text.split("\n")
    return f"<td{mark}>{escape(first)}" + "".join(f"<small>{escape(line)}</small>" for line in rest) + "</td>"


@door
def in_words(steps: pd.DataFrame, scheme: Scheme | str | Path) -> Told:
    """The rows of a trace with names in the place of ids, and rules without a title in words.

    Parameters
    ----------
    steps: what `ls.trace` returned, or some of its rows.
    scheme: the scheme that was traced.

    Raises
    ------
    LadderError
        The scheme cannot be read, or `steps` are no rows of a trace.
    """
    names = _Names(load_scheme(scheme))
    rows = []
    for row in _rows(steps):
        lead, parts = names.reasons(row)
        why = joined(lead, parts)
        ends = (names.grade(row["from_grade"]), names.grade(row["to_grade"]))
        rows.append((str(row["person"]), str(row["month"]), names.event(row), names.move(row["move"]), *ends, why))
    columns = (tr("person", "人员"), tr("month", "月份"), tr("event", "事件"), tr("rule", "规则"),
               tr("from", "原职级"), tr("to", "目标职级"), tr("reason", "原因"))  # fmt: skip
    return Told(columns, tuple(rows))


def with_ids(steps: pd.DataFrame, scheme: Scheme | str | Path) -> list[JsonObject]:
    """The rows of a trace for programs: ids and beside them titles, and each rule with the values that decided.

    Parameters
    ----------
    steps: what `ls.trace` returned, or some of its rows.
    scheme: the scheme that was traced.
    """
    names = _Names(load_scheme(scheme))
    found = []
    for row in _rows(steps):
        facts = row["reason"].facts if isinstance(row["reason"], Reason) else ()
        told = {"event": row["event"], "move": row["move"], "from": row["from_grade"], "to": row["to_grade"]}
        titles = (
            names.event(row),
            names.move(row["move"]),
            names.grade(row["from_grade"]),
            names.grade(row["to_grade"]),
        )
        found.append(
            {
                "person": str(row["person"]),
                "month": int(row["month"]),
                **told,
                **{f"{name}_title": title for name, title in zip(told, titles, strict=True)},
                "reason": str(row["reason"]),
                "facts": [fact.plain() for fact in facts],
            }
        )
    return found


@door
def side_by_side(
    schemes: Sequence[Scheme | str | Path],
    record: pd.DataFrame | str | Path,
    *,
    workforce: Workforce | str | Path | None = None,
    pay: bool = False,
) -> Told:
    """What happens to the same people under several schemes, month by month.

    Parameters
    ----------
    schemes: schemes, ids or paths; a column each.
    record: a record as `ls.trace` takes it; it needs what the rules of every scheme read.
    workforce: as for `ls.trace`.
    pay: also tell when pay changes.

    Raises
    ------
    LadderError
        A scheme or the record is wrong.
    """
    from ladder_sim.analysis.tracing import trace

    need(schemes, (list, tuple), "schemes", Title("a list of schemes", "方案列表"))
    found = [load_scheme(scheme) for scheme in schemes]
    told: list[dict[tuple[str, int], list[str]]] = []
    order: dict[str, None] = {}
    for scheme in found:
        names, cells = _Names(scheme), dict[tuple[str, int], list[str]]()
        for row in _rows(trace(scheme, record, workforce)):
            order.setdefault(row["person"])
            if pay or row["event"] != "pay":
                cells.setdefault((row["person"], row["month"]), []).append(names.sentence(row))
        told.append(cells)
    rows = []
    for person in order:
        for month in sorted({m for cells in told for p, m in cells if p == person}):
            for texts in zip_longest(*(cells.get((person, month), ()) for cells in told), fillvalue=""):
                who = (str(person),) if len(order) > 1 else ()
                rows.append((*who, str(month), *texts))
    who = (tr("person", "人员"),) if len(order) > 1 else ()
    return Told((*who, tr("month", "月份"), *(str(scheme.title) for scheme in found)), tuple(rows))


@door
def stopped(run: Run, move: str) -> Told:
    """The why-not ledger of one move: of all its reviews a year, how many each rule stops, and how many it alone.

    Parameters
    ----------
    run: a run; one simulated with ``explain=True`` also tells who is stopped by a rule alone.
    move: the id of a move.

    Raises
    ------
    LadderError
        No move of that name.
    """
    from ladder_sim.analysis.why_not import explain

    frame = explain(run, move)
    shares = [[_percent(value) for value in frame[name]] for name in ("share", "alone_share")]
    people = [figures(value, 1) for value in frame["reviews"]]
    columns = (tr("outcome of the review", "评审结果"), tr("people a year", "人次/年"), tr("share", "占比"),
               tr("stopped by this alone", "仅因此条"))  # fmt: skip
    rows = tuple(zip(map(str, frame["what"]), people, *shares, strict=True))
    title = next((str(info.title) for info in run.axes.moves if info.id == move), move)
    none = str(frame["note"].iloc[0]) if frame["share"].isna().all() else ""
    return Told(columns, rows, (1, 2, 3), title, " · ".join(part for part in (none, run.provenance) if part))


def _percent(value: float) -> str:
    return "" if value != value else f"{figures(100 * value, 1)}%"


@door
def named(frame: pd.DataFrame | pd.Series[float], of: Run | Comparison | None = None) -> pd.DataFrame:
    """The frame with its headings in the language in use; rows and values stay as they are.

    Parameters
    ----------
    frame: any frame of this package, or a column of one.
    of: the run or comparison it comes from, whose measures and schemes are then called by their titles.

    Raises
    ------
    LadderError
        An argument is none of these.
    """
    if not hasattr(frame, "rename"):
        need(frame, (), "frame", Title("a table of results", "结果表"))
    names: dict[object, str] = {name: str(title) for name, title in HEADS.items()}
    if of is not None:
        names |= {name: str(measure.title) for name, measure in of.known.items()}
        runs = of.runs if hasattr(of, "runs") else (of,)
        names |= {run.scheme.id: str(run.scheme.title) for run in runs}
    import pandas as pd

    table: pd.DataFrame = frame.to_frame() if isinstance(frame, pd.Series) else frame
    made = table.rename(columns=names)
    if of is not None:
        made = made.rename(index=names)
    made.index, made.columns = (
        axis.set_names([names.get(name, name) for name in axis.names]) for axis in (made.index, made.columns)
    )
    return made


def _rows(steps: pd.DataFrame) -> list[TableRow]:
    return [dict(zip(steps.columns, row, strict=True)) for row in steps.itertuples(index=False, name=None)]


class _Names:
    """What the ids of a scheme are called."""

    def __init__(self, scheme: Scheme) -> None:
        self._words = Wording(scheme)
        self._moves = {move.id: move for move in scheme.moves}
        self._grades = {grade.id: str(grade.title) for grade in scheme.grades}
        self._others = {part.name: str(part.title) for part in scheme.pay}
        self._others.setdefault("base", tr("base pay", "基本工资"))

    def grade(self, grade: str) -> str:
        return self._grades.get(grade, tr("out", "离职") if grade == "exit" else grade)

    def move(self, move: str) -> str:
        return str(self._moves[move].title) if move in self._moves else move

    def event(self, row: TableRow) -> str:
        return str(EVENTS.get(row["event"], row["event"]))

    def reasons(self, row: TableRow) -> tuple[str, list[str]]:
        """What a reason says first, and its parts: rules with their values, or parts of pay."""
        reason = row["reason"]
        if isinstance(reason, Reason):
            lead = str(reason.lead)
            if row["event"] == "score":  # its English lead begins with the id
                lead = re.sub(rf"^{reason.facts[0].id}\b", lambda _: str(reason.facts[0].title), lead)
            return lead, [self.fact(fact, row["move"]) for fact in reason.shown]
        parts = [part for part in str(reason).split("; ") if part]
        return "", [self._amount(part) for part in parts] if row["event"] in ("pay", "award") else parts

    def fact(self, fact: Fact, move: str) -> str:
        """A rule by its title, with what it says in words and the values it had."""
        if fact.test is None:
            return str(fact.title)
        of = self._moves.get(move)
        words = self._words.tell(fact.test, {} if of is None else of.to, fact.readings)
        return words if fact.untitled else tr("{title} ({text})", "{title}（{text}）", title=fact.title, text=words)

    def _amount(self, part: str) -> str:
        name, _, amount = part.rpartition(" ")
        value = number(round(float(amount), 2))
        return f"{self._others.get(name, name)} {value}" if name else value

    def sentence(self, row: TableRow) -> str:
        """One event on a first line, its reasons below."""
        event, (lead, parts) = self.event(row), self.reasons(row)
        why = [joined(lead, [part]) for part in parts] or [lead][: bool(lead)]
        if row["event"] == "reviewed":
            event = tr("{move}: no change", "{move}：维持原级", move=self.move(row["move"]))
        elif row["event"] not in MOVES and row["move"]:
            event = tr("{move}: {event}", "{move}：{event}", move=self.move(row["move"]), event=event)
        elif row["from_grade"] and row["to_grade"] and row["from_grade"] != row["to_grade"]:
            event = tr("{event}: {a} → {b}", "{event}：{a} → {b}", event=event, a=self.grade(row["from_grade"]),
                       b=self.grade(row["to_grade"]))  # fmt: skip
        return "\n".join([event, *why])
