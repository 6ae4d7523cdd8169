"""Functions that look back over closed periods: windows, counters and the beginning of a service."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from ladder_sim.core.arrays import PersonNumbers, SlotFloats
from ladder_sim.core.i18n import Title, tr
from ladder_sim.expressions import fiscal
from ladder_sim.expressions.arguments import count_arguments, no_new_grade, periods
from ladder_sim.expressions.happenings import DATE, MAX_LAG, column_of, date_of, happening, times_of
from ladder_sim.expressions.nodes import Nature, Node, NodeValue, View
from ladder_sim.expressions.scope import ExpressionBuilder
from ladder_sim.expressions.span import Context, LookBack
from ladder_sim.expressions.spans import AS_FAR, SINCE
from ladder_sim.expressions.specs import COUNTED, Argument, Bounds, Compared, FunctionSpec
from ladder_sim.expressions.syntax import Call, NameWord, Tree, written
from ladder_sim.model.expression import Period

MAX_PERIODS = 240
MAX_BITS = 60


def span_of(builder: ExpressionBuilder, tree: Tree, name: str, most: int) -> LookBack:
    """The length of a window: a number of periods, at most so many, or a word for all that are meant.

    Parameters
    ----------
    name : of the function, as messages tell it
    most : how many periods a window may hold

    Raises
    ------
    Wrong
        It is none of these.
    """
    match tree:
        case NameWord("this_year" | "this_quarter" | "so_far" as kind):
            return LookBack(kind)
        case Call(function, args) if function == AS_FAR:
            count_arguments(builder, tree, 1, 1)
            return LookBack("up_to", periods(builder, args[0], name, most))
        case NameWord("since_promotion" | "since_move" as word):
            return LookBack("since", of=word.removeprefix("since_"))
        case Call(function, args) if function == SINCE:
            count_arguments(builder, tree, 1, 1)
            return LookBack("since", of=date_of(args[0]) or happening(builder, args[0]))
        case _:
            return LookBack("last", periods(builder, tree, name, most))


def _series(builder: ExpressionBuilder, inner: Node) -> int:
    """The history of `inner`: a metric's or a score's own, else one of its own making."""
    scope = builder.scope
    index = scope.find_series(inner.key, inner, inner.period or Period())
    if inner.key[0] == "metric":
        scope.series[index].metric = str(inner.key[1])
    return index


def _needs_data(builder: ExpressionBuilder, tree: Tree, inner: Node, name: str) -> None:
    no_new_grade(builder, tree, inner)
    if inner.constant is not None:
        raise builder.wrong(
            tree,
            tr("{name}({text}, …) looks back over something that never changes",
               "{name}({text}, …) 回看的是不会变化的东西", name=name, text=written(tree)),
        )  # fmt: skip


def _window(builder: ExpressionBuilder, spec: FunctionSpec, tree: Call) -> Node:
    name = spec.name
    counting = name == "count"
    inner = builder.condition(tree.args[0]) if counting else builder.number(tree.args[0])
    _needs_data(builder, tree.args[0], inner, name)
    span = span_of(builder, tree.args[1], name, MAX_BITS if counting else MAX_PERIODS)
    if counting and span.kind == "so_far":
        raise builder.wrong(tree.args[1], tr("for how often so far, write ever(…)", "要数至今多少次，请写 ever(…)"))
    index = _series(builder, inner)
    series = builder.scope.series[index]
    if span.kind == "so_far":
        series.so_far.add(name)
        return so_far(name, index, inner)
    if span.kind == "since":
        series.since.setdefault(span.of, set()).add(name)
        if not DATE.match(span.of):
            builder.scope.columns_read.add(column_of(span.of))
        return since(name, index, inner, span)
    per_year = max(1, 12 // series.period.step)
    if counting:
        series.bits = True
    else:
        series.ring = True
    series.length = max(series.length, span.periods or per_year)
    return window(name, index, inner, span, builder.purpose.sees(span), builder.scope.year_starts)


def _counter(builder: ExpressionBuilder, spec: FunctionSpec, tree: Call) -> Node:
    name = spec.name
    inner = builder.condition(tree.args[0])
    _needs_data(builder, tree.args[0], inner, name)
    index = _series(builder, inner)
    setattr(builder.scope.series[index], name, True)
    return counter(name, index, inner)


def _times_in(builder: ExpressionBuilder, spec: FunctionSpec, tree: Call) -> Node:
    """How often something happened in the last months: the times since the hire, less those of so long ago."""
    inner = times_of(builder, tree.args[0])
    span = span_of(builder, tree.args[1], spec.name, MAX_LAG)
    if span.kind in ("so_far", "since"):
        raise builder.wrong(
            tree.args[1],
            tr("{name}(…) takes months, this_year or this_quarter; for how often since the hire write times(…)",
               "{name}(…) 需要月数、this_year 或 this_quarter；入职以来的次数请写 times(…)", name=spec.name),
        )  # fmt: skip
    index = builder.scope.find_series(("ago", inner.key), inner, Period())
    series = builder.scope.series[index]
    series.ring, series.length = True, max(series.length, 1 + (span.periods or 12))
    starts = builder.scope.year_starts

    def run(view: View) -> NodeValue:
        store, months = view.source.series(index), span.periods
        if span.calendar:
            months = store.span(span.kind, fiscal.month(view.source.calendar(view.month), starts))
        before = store.ago(months, view.now, view.idx, view.source.since("all"))
        # nothing is known before the hire: then there was nothing; who is rehired begins anew
        return np.maximum(inner.value(view) - np.nan_to_num(before), 0)

    return Node("number", (spec.name, inner.key, span.key), (inner,), whole=True, run=run)


def _first(builder: ExpressionBuilder, spec: FunctionSpec, tree: Call) -> Node:
    """The mean of a person's first k closed periods."""
    inner = builder.number(tree.args[0])
    _needs_data(builder, tree.args[0], inner, "first")
    span = span_of(builder, tree.args[1], "first", MAX_PERIODS)
    if not span.whole:
        raise builder.wrong(tree, tr("first(…) takes a number of periods", "first(…) 需要期数"))
    k = span.periods
    index = builder.scope.find_series(("first", inner.key, k), inner, inner.period or Period())
    builder.scope.series[index].first = k
    return beginning(index, inner, k)


# --- nodes ------------------------------------------------------------------------------------------


def window(name: str, series: int, inner: Node, length: LookBack, context: Context, year_starts: int = 1) -> Node:
    """`name` of the closed periods of a series that `length` means; undefined where it needs more than are closed.

    Parameters
    ----------
    year_starts
        The month of the year in which the year of ``this_year`` and ``this_quarter`` begins.
    """
    whole = length.whole

    def run(view: View) -> NodeValue:
        store = view.source.series(series)
        span = length.periods
        if length.calendar:
            span = store.span(length.kind, fiscal.month(view.source.calendar(view.month), year_starts))
        since = view.source.since(context)
        if view.idx is not None:
            since = since[view.idx]
        since = store.reaching(since, context, view.idx, calendar=span if length.calendar else 0)
        if name in ("mean", "total") and whole:
            return store.whole(name, span, view.idx, since)
        own = None if whole else since
        result: PersonNumbers = (
            store.count(span, view.idx, own) if name == "count" else store.reduce(name, span, view.idx, own)
        )
        if not whole:
            return result
        missing = np.flatnonzero(since >= store.first_month(span))
        if missing.size:
            if name == "count":
                result = result.astype(np.float64)
            result[missing] = np.nan
        return result

    return Node("number", (name, inner.key, length.key, context), (inner,), nullable=whole or name != "count",
                whole=False, period=None, run=run)  # fmt: skip


def so_far(name: str, series: int, inner: Node) -> Node:
    """`name` over all closed periods since the hire; undefined (a total 0) where nothing was known in any."""

    def run(view: View) -> NodeValue:
        kept: PersonNumbers = view.source.series(series).since_hire(name)
        return kept if view.idx is None else kept[view.idx]

    return Node("number", (name, inner.key, "so_far"), (inner,), nullable=name != "total", run=run)


def since(name: str, series: int, inner: Node, span: LookBack) -> Node:
    """`name` over the closed periods since a happening; undefined (a total or a count 0) where nothing is known."""

    def run(view: View) -> NodeValue:
        kept: PersonNumbers = view.source.series(series).since(span.of, name)
        return kept if view.idx is None else kept[view.idx]

    return Node("number", (name, inner.key, span.key), (inner,), nullable=name not in ("total", "count"), run=run)


def counter(name: str, series: int, inner: Node) -> Node:
    """`streak` or `ever`: kept up to date at every close."""

    def run(view: View) -> NodeValue:
        kept: PersonNumbers = getattr(view.source.series(series), name)
        return kept if view.idx is None else kept[view.idx]

    return Node("number", (name, inner.key), (inner,), whole=True, run=run)


def beginning(series: int, inner: Node, k: int) -> Node:
    """The mean of the first `k` closed periods of a person's service; undefined before they are over."""

    def run(view: View) -> NodeValue:
        mean: SlotFloats = view.source.series(series).beginning
        return mean if view.idx is None else mean[view.idx]

    return Node("number", ("first", inner.key, k), (inner,), nullable=True, run=run)


# --- records ----------------------------------------------------------------------------------------


def _middle(call: Call, of: Callable[[Tree], Bounds], known: Callable[[Tree], float | None]) -> Bounds:
    """Between the lowest and the highest of what it looks back on."""
    return of(call.args[0])


def _summed(call: Call, of: Callable[[Tree], Bounds], known: Callable[[Tree], float | None]) -> Bounds:
    """Of a sum or a count over periods."""
    length, partial = call.args[1], False
    if isinstance(length, Call) and length.function == AS_FAR and length.args:
        length, partial = length.args[0], True
    number = known(length)
    low, high = (0.0, 1.0) if call.function == "count" else of(call.args[0])
    most = math.inf if number is None else number
    fewest = 0.0 if partial or number is None else number
    return min(low * most if low < 0 else low * fewest, low), (high * most if high > 0 else high * fewest)


X, C = Argument("x", "number"), Argument("c", "condition")
_K = Argument("span", "window")
_LOOKS_BACK = Nature(evidence=True, by="person", own_past=True)
_WINDOW = Nature(evidence=True, by="person", own_past=True, heavy=True)
_IN_A_ROW = Compared((">=",), Title("{c} for {n} {unit} in a row", "{c}连续满{n}{unit}"))
_TIMES = (
    Compared((">=",), Title("{c} at least {n} time{plural} in {span}", "{span}{c}不少于{n}次")),
    Compared(("<=",), Title("{c} at most {n} time{plural} in {span}", "{span}{c}不超过{n}次")),
    Compared(("<",), Title("{c} fewer than {n} time{plural} in {span}", "{span}{c}少于{n}次")),
)
_SO_FAR = (
    Compared((">=",), Title("{c} at least {n} time{plural} so far", "累计{c}不少于{n}次")),
    Compared(("<=",), Title("{c} at most {n} time{plural} so far", "累计{c}不超过{n}次")),
    Compared(("<",), Title("{c} fewer than {n} time{plural} so far", "累计{c}少于{n}次")),
)

WINDOWS = (
    FunctionSpec(
        "mean", (X, _K), "number", _window, Title("mean of {x} over {span}", "{span}{x}的均值"),
        Title("mean of the last `k`", "最近 `k` 期的均值"), _WINDOW, reach=_middle,
    ),
    FunctionSpec(
        "total", (X, _K), "number", _window, Title("total of {x} over {span}", "{span}{x}合计"),
        Title("sum", "合计"), _WINDOW, reach=_summed,
    ),
    FunctionSpec(
        "lowest", (X, _K), "number", _window, Title("lowest {x} of {span}", "{span}{x}最低值"),
        Title("smallest, largest", "最低、最高"), _WINDOW, reach=_middle,
    ),
    FunctionSpec(
        "highest", (X, _K), "number", _window, Title("highest {x} of {span}", "{span}{x}最高值"),
        Title("smallest, largest", "最低、最高"), _WINDOW, reach=_middle,
    ),
    FunctionSpec(
        "count", (C, _K), "number", _window, Title("times in {span} that {c}", "{span}中{c}的次数"),
        Title("in how many of the last `k` the condition held", "最近 `k` 期中条件成立的期数"),
        _LOOKS_BACK, reach=_summed, compared=_TIMES,
    ),
    FunctionSpec(
        "streak", (C,), "number", _counter, Title("{each} in a row with {c}", "{c}的连续{each}数"),
        Title("how many in a row up to now; restarts in a new grade", "截至目前连续成立的期数；变动职级后重新计"),
        _LOOKS_BACK, reach=lambda *_: COUNTED, compared=(_IN_A_ROW,),
    ),
    FunctionSpec(
        "ever", (C,), "number", _counter, Title("times so far with {c}", "累计{c}的次数"),
        Title("in how many since the hire; never restarts", "入职以来成立的期数；不重新计"),
        _LOOKS_BACK, reach=lambda *_: COUNTED, compared=_SO_FAR,
    ),
    FunctionSpec(
        "times_in", (Argument("h", "happening"), _K), "number", _times_in,
        Title("times {h} happened in {span}", "{span}{h}的次数"),
        Title("how often it happened in the last `k` months", "最近 `k` 个月发生的次数"),
        Nature(by="person", own_past=True), reach=lambda *_: COUNTED,
        compared=(
            Compared((">=",), Title("{h} at least {n} time{plural} in {span}", "{span}{h}不少于{n}次")),
            Compared(("<=",), Title("{h} at most {n} time{plural} in {span}", "{span}{h}不超过{n}次")),
            Compared(("<",), Title("{h} fewer than {n} time{plural} in {span}", "{span}{h}少于{n}次")),
        ),
    ),
    FunctionSpec(
        "first", (X, Argument("n", "periods")), "number", _first,
        Title("mean of {x} over the first {n} {unit} of service", "入职最初{n}{unit}{x}的均值"),
        Title("mean of the first `k` closed periods of somebody's service", "入职后最初 `k` 个已结束周期的均值"),
        _LOOKS_BACK, reach=_middle,
    ),
)  # fmt: skip
