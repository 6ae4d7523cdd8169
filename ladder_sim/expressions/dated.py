"""Numbers that change with the calendar: those with a value from each of several months on, and indices."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from ladder_sim.core.i18n import Title, tr
from ladder_sim.expressions.nodes import Nature, Node, NodeValue, View
from ladder_sim.expressions.scope import ExpressionBuilder
from ladder_sim.expressions.specs import ANYTHING, Argument, Bounds, FunctionSpec, Plain
from ladder_sim.expressions.syntax import Call, Cuts, TextLiteral, Tree, written

_MONTH = re.compile(r"(\d{4})-(\d{1,2})\Z")
#: Between the month from which a value holds and that from which it is paid.
PAID_FROM = " paid from "
_DATED = Nature(by="month")
_TODAY = Node("number", ("calendar", "date"), nature=_DATED)


def month_number(text: object) -> int | None:
    """Months from year 0 to a month written ``2028-01``; None where it is none."""
    found = _MONTH.match(str(text).strip())
    if found is None or not 1 <= int(found[2]) <= 12:
        return None
    return int(found[1]) * 12 + int(found[2]) - 1


#: The months of the year in words.
MONTHS = (
    Title("January", "1月"), Title("February", "2月"), Title("March", "3月"), Title("April", "4月"),
    Title("May", "5月"), Title("June", "6月"), Title("July", "7月"), Title("August", "8月"),
    Title("September", "9月"), Title("October", "10月"), Title("November", "11月"), Title("December", "12月"),
)  # fmt: skip


def month_said(number: int) -> str:
    """The month of such a number in words."""
    return tr("{month} {year}", "{year}年{month}", month=MONTHS[number % 12], year=number // 12)


def values_said(first: str, later: Iterable[tuple[str, str]]) -> str:
    """A value and what it becomes by month, such as ``75; from January 2028 80``; the values are words already."""
    rows = [(starts_of(month) or (0, 0), value) for month, value in later]
    return rows_said([(0, 0), *(starts for starts, _ in rows)], [first, *(value for _, value in rows)])


def rows_said(starts: Sequence[tuple[int, int]], values: Sequence[str]) -> str:
    """Values in words with the months from which they hold and are paid; the first holds before its month too."""
    told = [values[0]] if values else []
    for (holds, paid), value in zip(starts[1:], values[1:], strict=True):
        late = "" if paid == holds else tr(" (paid from {month})", "（{month}起发放）", month=month_said(paid))
        told.append(tr("from {month} {value}{late}", "{month}起{value}{late}", month=month_said(holds), value=value,
                       late=late))  # fmt: skip
    return tr("; ", "；").join(told)


def starts_of(text: object) -> tuple[int, int] | None:
    """From which month a value holds, and from which it is paid, of ``2028-01`` or ``2028-01 paid from 2028-04``."""
    holds, late, paid = str(text).partition(PAID_FROM)
    both = month_number(holds), month_number(paid if late else holds)
    return None if both[0] is None or both[1] is None else (both[0], both[1])


class WithCalendar(Protocol):
    """What knows the month of the year, the quarter and the year of a month of the run."""

    def calendar(self, month: int, /) -> tuple[int, int, int]:
        """Month of the year, quarter and year."""


def today(source: WithCalendar, month: int) -> int:
    """The month of the run `month` as a number of months from year 0."""
    of_year, _, year = source.calendar(month)
    return year * 12 + of_year - 1


def dated_node(rows: Sequence[tuple[tuple[int, int], Node]]) -> Node:
    """The value in force: of each row the months from which it holds and is paid, and its node, rising."""
    inner = [node for _, node in rows]
    holds, paid = [start for (start, _), _ in rows], [start for (_, start), _ in rows]

    def run(view: View) -> NodeValue:
        starts = holds if view.source.ahead else paid
        at = max(bisect_right(starts, today(view.source, view.month)) - 1, 0)
        return inner[at].value(view)

    key = ("dated", *zip(holds, paid, (node.key for node in inner), strict=True))
    return Node("number", key, (_TODAY, *inner), nullable=any(node.nullable for node in inner),
                whole=all(node.whole for node in inner), run=run)  # fmt: skip


def index_node(name: str, level: Callable[[int, bool], float]) -> Node:
    """An index; `level` takes the month and whether what is not yet paid counts."""
    return Node("number", ("index", name), nature=_DATED,
                run=lambda view: level(today(view.source, view.month), view.source.ahead))  # fmt: skip


def rows_of(tree: Call) -> list[tuple[tuple[int, int], Tree]] | None:
    """The rows of ``dated({…})``: the months from which each holds and is paid, and the value; None of a faulty one."""
    table = tree.args[0]
    if not isinstance(table, Cuts) or not table.rows:
        return None
    found = []
    for key, value in table.rows:
        starts = starts_of(key.value) if isinstance(key, TextLiteral) else None
        if starts is None:
            return None
        found.append((starts, value))
    return found


def _build(builder: ExpressionBuilder, spec: FunctionSpec, tree: Call) -> Node:
    rows = rows_of(tree)
    if rows is None:
        raise builder.wrong(tree, tr("write dated({'2027-01': 500, '2028-07': 550})",
                                     "请写成 dated({'2027-01': 500, '2028-07': 550})"))  # fmt: skip
    starts = [row[0] for row in rows]
    rising = [[start[i] for start in starts] for i in (0, 1)]
    if any(months != sorted(set(months)) for months in rising):
        raise builder.wrong(tree, tr("the months of {text} must rise, each once", "{text} 的月份应依次递增，不重复",
                                     text=written(tree)))  # fmt: skip
    return dated_node([(start, builder.number(value)) for start, value in rows])


def _settle(call: Call, value: Callable[[Tree], Plain]) -> Plain:
    """What it is at all times; NaN where it changes."""
    found = {value(each) for _, each in rows_of(call) or ()}
    return found.pop() if len(found) == 1 else float("nan")


def _reach(call: Call, of: Callable[[Tree], Bounds], known: Callable[[Tree], float | None]) -> Bounds:
    found = [of(each) for _, each in rows_of(call) or ()]
    return (min(low for low, _ in found), max(high for _, high in found)) if found else ANYTHING


def dated_text(rows: Mapping[str, str]) -> str:
    """The text of a number with a value from each month on, by the month as it is written."""
    return "dated({" + ", ".join(f"{month!r}: {value}" for month, value in rows.items()) + "})"


DATED = (
    FunctionSpec(
        "dated", (Argument("rows", "dates"),), "number", _build, Title("{rows}", "{rows}"),
        Title("a number with a value from each month on: `dated({'2027-01': 500, '2028-07': 550})`; before the first "
              "month, its first value", "自各月份起取不同值的数字：`dated({'2027-01': 500, '2028-07': 550})`；"
              "首个月份之前取第一个值"),
        settle=_settle, reach=_reach,
    ),
)  # fmt: skip
