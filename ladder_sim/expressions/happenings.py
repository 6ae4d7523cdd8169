"""What happened to a person: moves, failed cases, statuses and dates; how long ago, how often, since when.

A happening is known by its id: that of a move or a status, ``failed:exam`` or ``failed:exam.panel`` for a case of a
move that failed (at a stage), a month such as ``2028-01``, or one of `CLOCKED`, whose time a clock of its own tells.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from ladder_sim.core.arrays import PersonFloats
from ladder_sim.core.i18n import Title, tr
from ladder_sim.core.problems import nearest
from ladder_sim.expressions.arguments import no_new_grade, periods
from ladder_sim.expressions.nodes import Nature, Node, NodeKey, NodeValue, View
from ladder_sim.expressions.scope import ExpressionBuilder, Scope
from ladder_sim.expressions.specs import COUNTED, Argument, Bounds, Compared, FunctionSpec
from ladder_sim.expressions.syntax import Call, GradeField, NameWord, TextLiteral, Tree, written
from ladder_sim.model.expression import Period

FAILED = "failed"
DATE = re.compile(r"(\d{4})-(0[1-9]|1[0-2])\Z")
MAX_LAG = 240
#: Happenings that have a clock of their own: the column that tells when, and the word for the months since.
CLOCKED = {
    "promotion": ("promoted_since", "months_since_promotion"),
    "move": ("moved_since", "months_since_move"),
    "regrade": ("regraded_since", "months_since_regrade"),
    "hire": ("hired_since", "months_employed"),
}


def column_of(happening: str) -> str:
    """The clock that a happening starts."""
    return CLOCKED[happening][0] if happening in CLOCKED else f"last:{happening}"


def happening(builder: ExpressionBuilder, tree: Tree) -> str:
    """The id of the happening that an argument names; an unknown one raises `Wrong`, with those there are."""
    scope = builder.scope
    known = [*scope.moves, *scope.statuses]
    match tree:
        case NameWord(id) if id in scope.moves or id in scope.statuses:
            return id
        case NameWord(id) if id in CLOCKED:
            raise builder.wrong(
                tree, tr("'{name}' has a word of its own: write {word}", "“{name}”有专门的写法：{word}",
                         name=id, word=CLOCKED[id][1]),
            )  # fmt: skip
        case Call(function, (inner,)) if function == FAILED:
            return f"{FAILED}:{failure(builder, inner)}"
        case NameWord(id):
            raise builder.wrong(
                tree, tr("'{name}' is no move and no status{hint}", "“{name}”不是规则或状态{hint}",
                         name=id, hint=nearest(id, known)), open=scope.may_come(id, known),
            )  # fmt: skip
        case _:
            raise builder.wrong(
                tree,
                tr("{text} is no happening; write the id of a move or a status, or failed(move)",
                   "{text} 不是事件；请写规则或状态的 id，或 failed(规则)", text=written(tree)),
            )  # fmt: skip


def _move_of(builder: ExpressionBuilder, tree: Tree) -> str:
    """The id of the move that an argument names."""
    if isinstance(tree, NameWord) and tree.id in builder.scope.moves:
        return tree.id
    raise builder.wrong(
        tree, tr("{text} is no move{hint}", "{text} 不是规则{hint}", text=written(tree),
                 hint=nearest(written(tree), builder.scope.moves)),
    )  # fmt: skip


def failure(builder: ExpressionBuilder, tree: Tree) -> str:
    """``exam`` or ``exam.panel``: the move, and the stage if one is named, at which a case failed.

    Raises
    ------
    Wrong
        It is no move, one without stages, or no stage of it.
    """
    if not isinstance(tree, GradeField):
        move = _move_of(builder, tree)
        if not builder.scope.moves[move]:
            raise builder.wrong(
                tree, tr("'{move}' has no stages at which a case could fail", "规则“{move}”没有可能不通过的环节",
                         move=move),
            )  # fmt: skip
        return move
    move = _move_of(builder, NameWord(tree.of, at=tree.at))
    stages = builder.scope.moves[move]
    if tree.name not in stages:
        raise builder.wrong(
            tree, tr("'{name}' is no stage of '{move}'{hint}", "“{name}”不是“{move}”的环节{hint}",
                     name=tree.name, move=move, hint=nearest(tree.name, stages)),
        )  # fmt: skip
    return f"{move}.{tree.name}"


_PAST = Nature(by="person")

# --- nodes -------------------------------------------------------------------------------------------


def _kept(scope: Scope, column: str) -> str:
    scope.columns_read.add(column)
    return column


def _since(builder: ExpressionBuilder, spec: FunctionSpec, tree: Call) -> Node:
    """Completed months since it last happened; since the hire where it never did."""
    name = happening(builder, tree.args[0])
    column = _kept(builder.scope, column_of(name))
    unit = 12 if spec.name.startswith("years") else 1

    def run(view: View) -> NodeValue:
        months: PersonFloats = np.maximum(view.now - view.column(column), 0).astype(np.float64)
        return months / unit

    return Node("number", ("happening", f"{spec.name}({written(tree.args[0])})"), whole=unit == 1, run=run)


def _counter(builder: ExpressionBuilder, key: str, tree: Call) -> Node:
    column = _kept(builder.scope, key)
    return Node("number", ("happening", written(tree)), whole=True, run=lambda view: view.column(column))


def _times(builder: ExpressionBuilder, spec: FunctionSpec, tree: Call) -> Node:
    return times_of(builder, tree.args[0])


def times_of(builder: ExpressionBuilder, what: Tree) -> Node:
    """How often something happened since the hire; raises `Wrong` where it is no happening."""
    return _counter(builder, f"times:{happening(builder, what)}", Call("times", (what,), at=what.at))


def _attempts(builder: ExpressionBuilder, spec: FunctionSpec, tree: Call) -> Node:
    return _counter(builder, f"attempts:{_move_of(builder, tree.args[0])}", tree)


def _failures(builder: ExpressionBuilder, spec: FunctionSpec, tree: Call) -> Node:
    return _counter(builder, f"times:{FAILED}:{failure(builder, tree.args[0])}", tree)


def status_node(builder: ExpressionBuilder, name: str) -> Node:
    """Is the person in a status?"""
    return Node("bool", ("status", name), nature=_PAST, run=lambda view: view.column(f"status:{name}"))


def _months_in(builder: ExpressionBuilder, spec: FunctionSpec, tree: Call) -> Node:
    """Completed months in a status that lasts; 0 for who is not in it."""
    given, scope = tree.args[0], builder.scope
    if not isinstance(given, NameWord) or given.id not in scope.statuses:
        raise builder.wrong(
            given, tr("{text} is no status{hint}", "{text} 不是状态{hint}", text=written(given),
                      hint=nearest(written(given), scope.statuses)),
            open=scope.may_come(written(given), scope.statuses),
        )  # fmt: skip
    name = given.id

    def run(view: View) -> NodeValue:
        lasted = np.maximum(view.now - view.column(f"began:{name}").astype(np.int64), 0)
        return np.where(view.column(f"status:{name}"), lasted, 0).astype(np.float64)

    return Node("number", ("happening", written(tree)), whole=True, run=run)


def _ago(builder: ExpressionBuilder, spec: FunctionSpec, tree: Call) -> Node:
    """What it was `k` closed periods ago; a score may read itself."""
    x, k = tree.args[0], periods(builder, tree.args[1], "ago", MAX_LAG)
    scope = builder.scope
    if isinstance(x, NameWord) and x.id in scope.scores and x.id not in scope.parameters:
        return _score_ago(builder, tree, x.id, k)
    inner = builder.any(x)
    no_new_grade(builder, x, inner)
    if inner.constant is not None or inner.kind == "symbol":
        raise builder.wrong(
            tree, tr("ago({text}, …) looks back at something that never changes",
                     "ago({text}, …) 回看的是不会变化的东西", text=written(x)),
        )  # fmt: skip
    index = scope.find_series(("ago", inner.key), inner, inner.period or Period())
    series = scope.series[index]
    series.ring, series.length = True, max(series.length, k + 1)
    return _lagged(inner.kind, inner.levels, (inner,), ("ago", inner.key, k), lambda: index, k)


def _score_ago(builder: ExpressionBuilder, tree: Call, name: str, k: int) -> Node:
    """The closed value before the latest `k` of a score, which may be the one that is being built."""
    scope, key = builder.scope, ("score", name)
    scope.lags[name] = max(scope.lags.get(name, 0), k + 1)
    building = name in scope.score_nodes and scope.score_nodes[name] is None
    kind = "number"
    levels: tuple[str, ...] = ()
    parts: tuple[Node, ...] = ()
    if not building:
        latest = builder.any(tree.args[0])  # enters its series
        kind, levels, parts = latest.kind, latest.levels, (latest,)
        for spec in scope.series:
            if spec.key == key:
                spec.length = max(spec.length, k + 1)
    found: list[int] = []

    def index() -> int:
        if not found:
            found.append(next(i for i, spec in enumerate(scope.series) if spec.key == key))
        return found[0]

    first = scope.scores[name].first
    return _lagged(kind, levels, parts, ("ago", key, k), index, k, first)


def _lagged(
    kind: str, levels: tuple[str, ...], parts: tuple[Node, ...], key: NodeKey, index: Callable[[], int], k: int,
    first: float | None = None,
) -> Node:  # fmt: skip
    def run(view: View) -> NodeValue:
        values = view.source.series(index()).ago(k, view.now, view.idx, view.source.since("all"))
        if first is not None:
            values = np.where(np.isnan(values), first, values)
        return values == 1 if kind == "bool" else values

    period = parts[0].period if parts else None
    return Node(kind, key, parts, levels, nullable=first is None, period=period, run=run)


# --- records -----------------------------------------------------------------------------------------

_H = Argument("h", "happening")
_M = Argument("h", "move")


def _served(unit: Title) -> tuple[Compared, Compared]:
    since = Title("{{n}} {unit}{{plural}} since {{h}}", "距{{h}}满{{n}}{unit}")
    short = Title("less than {{n}} {unit}{{plural}} since {{h}}", "距{{h}}不满{{n}}{unit}")
    return Compared((">=",), since.fill(unit=unit)), Compared(("<",), short.fill(unit=unit))


def _served_in() -> tuple[Compared, Compared]:
    return (
        Compared((">=",), Title("{n} month{plural} in {h}", "处于{h}满{n}个月")),
        Compared(("<",), Title("less than {n} month{plural} in {h}", "处于{h}不满{n}个月")),
    )


def _times_of(en: str, zh: str) -> tuple[Compared, ...]:
    """How a number of times is said, of something told in words with ``{h}``."""
    return (
        Compared((">=",), Title(f"{en} at least {{n}} time{{plural}}", f"{zh}不少于{{n}}次")),
        Compared(("<=",), Title(f"{en} at most {{n}} time{{plural}}", f"{zh}不超过{{n}}次")),
        Compared(("<",), Title(f"{en} fewer than {{n}} time{{plural}}", f"{zh}少于{{n}}次")),
    )


def _counted(*_: object) -> Bounds:
    return COUNTED


_SINCE = Title("completed months (years) since it last happened: a move took effect, a status ended, a case failed; "
               "since the hire where it never did",
               "最近一次发生（规则生效、状态结束、流程未通过）以来的整月数（年数）；从未发生则从入职起")  # fmt: skip
_FAILURES = Title("how often a case of that move failed (at that stage) since the hire; as a happening, the day it did",
                  "入职以来该规则的流程未通过（止于该环节）的次数；用作事件时为最近一次未通过之日")  # fmt: skip

HAPPENINGS = (
    FunctionSpec(
        "months_since", (_H,), "number", _since, Title("months since {h}", "距{h}月数"), _SINCE, _PAST,
        reach=_counted, compared=_served(Title("month", "个月")),
    ),
    FunctionSpec(
        "years_since", (_H,), "number", _since, Title("years since {h}", "距{h}年数"), _SINCE, _PAST,
        reach=_counted, compared=_served(Title("year", "年")),
    ),
    FunctionSpec(
        "times", (_H,), "number", _times, Title("times {h} happened", "{h}的次数"),
        Title("how often it happened since the hire", "入职以来发生的次数"), _PAST,
        reach=_counted, compared=_times_of("{h}", "{h}"),
    ),
    FunctionSpec(
        "months_in", (Argument("h", "status"),), "number", _months_in, Title("months in {h}", "处于{h}的月数"),
        Title("completed months in a status; 0 for who is not in it", "处于某状态的整月数；不在该状态则为0"), _PAST,
        reach=_counted, compared=_served_in(),
    ),
    FunctionSpec(
        "attempts", (_M,), "number", _attempts, Title("times {h} came to nothing in this grade", "本级{h}未果次数"),
        Title("reviews of that move in this grade before today's at which the person was due and was not moved",
              "本次评审之前，在本职级中已满足该规则年限条件却未变动的评审次数"), _PAST,
        reach=_counted, compared=_times_of("{h} came to nothing in this grade", "本级{h}未果"),
    ),
    FunctionSpec(
        "failed", (Argument("h", "case"),), "number", _failures, Title("times {h} was failed", "{h}未通过次数"),
        _FAILURES, _PAST, reach=_counted, compared=_times_of("failed {h}", "{h}未通过"),
    ),
    FunctionSpec(
        "ago", (Argument("x", "number", bare=True), Argument("n", "periods")), "any", _ago,
        Title("{x} {n} {unit} before", "{n}{unit}前的{x}"),
        Title("anything as it was `k` closed periods ago; unknown where the person was not there yet",
              "`k` 个已结束周期之前的任何值；当时尚未在职则为未知"),
        Nature(by="person", own_past=True), reach=lambda call, of, known: of(call.args[0]),
    ),
)  # fmt: skip


def date_of(tree: Tree) -> str:
    """The month that a text names, such as ``'2028-01'``; '' where it names none."""
    return tree.value if isinstance(tree, TextLiteral) and DATE.match(tree.value) else ""
