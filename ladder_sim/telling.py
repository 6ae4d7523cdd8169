"""A trace told to people: events, grades and conditions by their names in the language in use.

`ls.trace` returns words that do not depend on the language, so that programs can read them. `in_words` turns its rows
into sentences' parts, `side_by_side` puts what happens to the same people under several schemes into one table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ladder_sim.loading import load_scheme
from ladder_sim.model import Scheme, Workforce
from ladder_sim.wording import Wording, number
from ladder_sim.words import Title, tr

if TYPE_CHECKING:
    import pandas as pd

EVENTS = {
    "promotion": Title("promotion", "晋升"),
    "demotion": Title("demotion", "降级"),
    "lateral": Title("lateral move", "平级调动"),
    "regrade": Title("regrade", "同级调整"),
    "confirmation": Title("confirmation", "转正"),
    "dismissal": Title("dismissal", "辞退"),
    "transfer": Title("transfer", "调出"),
    "voluntary": Title("leaves", "主动离职"),
    "retirement": Title("retirement", "退休"),
    "reviewed": Title("reviewed, no change", "评审未变动"),
    "case opened": Title("case opened", "进入流程"),
    "spared": Title("spared", "豁免"),
    "token earned": Title("token earned", "获得凭证"),
    "award": Title("award", "一次性奖励"),
    "pay": Title("pay", "薪酬"),
}
_STYLE = (
    "<style>.ladder-steps{border-collapse:collapse;margin:.4em 0}.ladder-steps th,.ladder-steps td{text-align:left;"
    "vertical-align:top;padding:.3em .8em;border-bottom:1px solid #8884;max-width:34em;white-space:normal}"
    ".ladder-steps small{display:block;color:#777}</style>"
)


@dataclass(frozen=True, slots=True)
class Told:
    """A table of texts; of a cell of several lines the first says what, the others why. Shows itself in notebooks."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def frame(self) -> pd.DataFrame:
        """The same as a frame."""
        import pandas as pd

        return pd.DataFrame(list(self.rows), columns=list(self.columns))

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(column)}</th>" for column in self.columns)
        body = "".join("<tr>" + "".join(map(_cell, row)) + "</tr>" for row in self.rows)
        return f'{_STYLE}<table class="ladder-steps"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _cell(text: str) -> str:
    first, *rest = text.split("\n")
    return f"<td>{escape(first)}" + "".join(f"<small>{escape(line)}</small>" for line in rest) + "</td>"


def in_words(steps: pd.DataFrame, scheme: Scheme | str | Path) -> Told:
    """The rows of a trace with names in the place of ids, and rules without a title in words.

    Parameters
    ----------
    steps: what `ls.trace` returned, or some of its rows.
    scheme: the scheme that was traced.
    """
    names = _Names(load_scheme(scheme))
    rows = []
    for row in _rows(steps):
        why = tr("; ", "；").join(names.reasons(row))
        ends = (names.grade(row["from"]), names.grade(row["to"]))
        rows.append((str(row["person"]), str(row["month"]), names.event(row), names.move(row["move"]), *ends, why))
    columns = (tr("person", "人员"), tr("month", "月份"), tr("event", "事件"), tr("rule", "规则"),
               tr("from", "原职级"), tr("to", "新职级"), tr("reason", "原因"))  # fmt: skip
    return Told(columns, tuple(rows))


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
    from ladder_sim.trace import trace

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


def _rows(steps: pd.DataFrame) -> list[dict[str, Any]]:
    return [dict(zip(steps.columns, row, strict=True)) for row in steps.itertuples(index=False, name=None)]


class _Names:
    """What the ids of a scheme are called."""

    def __init__(self, scheme: Scheme) -> None:
        self._words = Wording(scheme)
        self._moves = {move.id: move for move in scheme.moves}
        self._grades = {grade.id: str(grade.title) for grade in scheme.grades}
        self._others = {part.name: str(part.title) for part in scheme.pay}
        self._others |= {token.name: str(token.title) for token in scheme.tokens}
        self._others.setdefault("base", tr("base pay", "基本工资"))

    def grade(self, grade: str) -> str:
        return self._grades.get(grade, tr("out", "离开") if grade == "exit" else grade)

    def move(self, move: str) -> str:
        return str(self._moves[move].title) if move in self._moves else move

    def event(self, row: dict[str, Any]) -> str:
        return str(EVENTS.get(row["event"], row["event"]))

    def reasons(self, row: dict[str, Any]) -> list[str]:
        """The parts of a reason: conditions that failed, parts of pay, or what stands there."""
        parts = [part for part in str(row["reason"]).split("; ") if part]
        if row["event"] in ("pay", "award"):
            return [self._amount(part) for part in parts]
        if row["event"] == "token earned":
            return [self._others.get(part, part) for part in parts]
        if row["event"] != "reviewed":
            return parts
        conditions = self._conditions(row["move"])
        return [conditions.get(part, part) for part in parts]

    def _amount(self, part: str) -> str:
        name, _, amount = part.rpartition(" ")
        value = number(float(amount))
        return f"{self._others.get(name, name)} {value}" if name else value

    def sentence(self, row: dict[str, Any]) -> str:
        """One event on a first line, its reasons below."""
        event, why = self.event(row), self.reasons(row)
        if row["event"] == "reviewed":
            event = tr("{move}: no change", "{move}：未变动", move=self.move(row["move"]))
            unmet = set(self._conditions(row["move"]).values())
            why = [tr("not met: {x}", "未满足：{x}", x=part) if part in unmet else part for part in why]
        elif row["event"] in ("case opened", "spared"):
            event = tr("{move}: {event}", "{move}：{event}", move=self.move(row["move"]), event=event)
        elif row["from"] and row["to"] and row["from"] != row["to"]:
            event = tr("{event}: {a} → {b}", "{event}：{a} → {b}", event=event, a=self.grade(row["from"]),
                       b=self.grade(row["to"]))  # fmt: skip
        return "\n".join([event, *why])

    def _conditions(self, move: str) -> dict[str, str]:
        """The conditions of a move by their titles; those without a title in words."""
        of = self._moves.get(move)
        if of is None:
            return {}
        return {
            str(c.title): self._words.tell(c.test, of.to) if str(c.title) == c.test.text else str(c.title)
            for c in of.when
        }
