"""The functions of the rule language."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import nearest
from ladder_sim.expressions import groups, names, nodes
from ladder_sim.expressions.nodes import Node, View, combine
from ladder_sim.expressions.scope import ExpressionBuilder
from ladder_sim.expressions.span import Span
from ladder_sim.model.expression import Period

MAX_PERIODS = 240
MAX_BITS = 60


def build_call(builder: ExpressionBuilder, tree: ast.Call) -> Node:
    if not isinstance(tree.func, ast.Name):
        raise builder.wrong(tree, tr("{text} is not a function", "{text} 不是函数", text=ast.unparse(tree.func)))
    name = tree.func.id
    if name not in names.FUNCTIONS:
        raise builder.wrong(
            tree,
            tr(
                "unknown function '{name}'{hint}",
                "未知函数“{name}”{hint}",
                name=name,
                hint=nearest(name, names.FUNCTIONS),
            ),
        )
    if tree.keywords:
        raise builder.wrong(
            tree, tr("write the values of {name}(…) without names", "{name}(…) 的参数不要写名称", name=name)
        )
    if name in names.ELEMENTWISE:
        return _elementwise(builder, tree, name)
    if name in names.WINDOWS:
        return _window(builder, tree, name)
    if name in ("streak", "ever"):
        _count_arguments(builder, tree, name, 1, 1)
        return _counter(builder, tree, name)
    if name == "first":
        _count_arguments(builder, tree, name, 2, 2)
        return _first(builder, tree)
    if name in names.RANKS:
        _count_arguments(builder, tree, name, 1, 2)
        return _rank(builder, tree, name)
    if name in names.TEAM:
        _count_arguments(builder, tree, name, 1, 1)
        counts = name.endswith("count")
        inner = builder.condition(tree.args[0]) if counts else builder.number(tree.args[0])
        _own(builder, tree.args[0], inner)
        return groups.together(name, inner)
    _count_arguments(builder, tree, name, *((2, 2) if name == "band" else (1, 1)))
    return {"unit_loss": _loss, "band": _band, "chance": _chance}[name](builder, tree)


def _count_arguments(builder: ExpressionBuilder, tree: ast.Call, name: str, least: int, most: int) -> None:
    if least <= len(tree.args) <= most:
        return
    needs = str(least) if least == most else f"{least}–{most}"
    raise builder.wrong(
        tree,
        tr("{name}(…) takes {needs} values, got {got}", "{name}(…) 需要 {needs} 个值，现在有{got}个",
           name=name, needs=needs, got=len(tree.args)),
    )  # fmt: skip


def _quiet(work: Any) -> Any:
    def run(*values: Any) -> Any:
        with np.errstate(all="ignore"):
            result = work(*values)
        return np.where(np.isfinite(result), result, np.nan)

    return run


def _half_up(x: Any, digits: Any = 0.0) -> Any:
    """Rounding as people do it: halves away from zero (69.5 is 70)."""
    scale = np.power(10.0, digits)
    return np.copysign(np.floor(np.abs(x) * scale + 0.5 + 1e-9), x) / scale


def _elementwise(builder: ExpressionBuilder, tree: ast.Call, name: str) -> Node:
    least, most = names.ELEMENTWISE[name]
    _count_arguments(builder, tree, name, least, most)
    parts = [builder.number(argument) for argument in tree.args]
    whole = all(part.whole for part in parts)
    if name in ("min", "max"):
        result = parts[0]
        for part in parts[1:]:
            result = combine("number", name, (result, part), np.minimum if name == "min" else np.maximum, whole=whole)
        return result
    work = {"abs": np.abs, "round": _half_up, "floor": np.floor, "ceil": np.ceil,
            "sqrt": _quiet(np.sqrt), "exp": _quiet(np.exp), "log": _quiet(np.log)}[name]  # fmt: skip
    if name == "floor":
        work = lambda x: np.floor(x + 1e-9)  # noqa: E731
    if name == "ceil":
        work = lambda x: np.ceil(x - 1e-9)  # noqa: E731
    nullable = any(part.nullable for part in parts) or name in ("sqrt", "log", "exp")
    return combine("number", name, tuple(parts), work, nullable=nullable,
                   whole=name in ("floor", "ceil") or (name == "round" and len(parts) == 1))  # fmt: skip


def _span(builder: ExpressionBuilder, tree: ast.expr, name: str, most: int) -> Span:
    """The length of a window: a number of periods, at most so many, or a word for all that are meant."""
    if isinstance(tree, ast.Name) and tree.id in names.SPANS:
        return Span(tree.id)  # type: ignore[arg-type]  # SPANS are kinds of it, held by a test
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id == names.AS_FAR:
        _count_arguments(builder, tree, names.AS_FAR, 1, 1)
        return Span("up_to", _periods(builder, tree.args[0], name, most))
    return Span("last", _periods(builder, tree, name, most))


def _periods(builder: ExpressionBuilder, tree: ast.expr, name: str, most: int) -> int:
    """A whole number of periods, known beforehand."""
    node = builder.number(tree)
    k = node.constant
    if k is None or not np.isfinite(k) or k != int(k) or not 1 <= k <= most:
        raise builder.wrong(
            tree,
            tr(
                "the second value of {name}(…) is the number of periods: a whole number from 1 to {most}, "
                "a parameter, up_to(…), this_year, this_quarter or so_far; got {text}",
                "{name}(…) 的第二个值是期数：1到{most}的整数、参数、up_to(…)、this_year、this_quarter 或 so_far；"
                "现在是 {text}",
                name=name,
                most=most,
                text=ast.unparse(tree) if k is None else f"{k:g}",
            ),
        )
    return int(k)


def _own(builder: ExpressionBuilder, tree: ast.expr, inner: Node) -> None:
    """What is looked back on, or compared among people, is one thing for all moves: it knows no new grade."""
    if inner.reads("new"):
        raise builder.wrong(
            tree,
            tr("{text}: new.x differs from move to move, so no window, rank or team figure can hold it; compare the "
               "outcome with it instead, e.g. mean(kpi, 3) >= new.baseline",
               "{text}：new.x 随变动而不同，不能放进窗口、排名或小组数字；请用其结果与之比较，"
               "例如 mean(kpi, 3) >= new.baseline", text=ast.unparse(tree)),
        )  # fmt: skip


def _series(builder: ExpressionBuilder, inner: Node) -> int:
    """The history of `inner`: a metric's or a score's own, else one of its own making."""
    scope = builder.scope
    index = scope.find_series(inner.key, inner, inner.period or Period())
    if inner.key[0] == "metric":
        scope.series[index].metric = str(inner.key[1])
    return index


def _needs_data(builder: ExpressionBuilder, tree: ast.expr, inner: Node, name: str) -> None:
    _own(builder, tree, inner)
    if inner.constant is not None:
        raise builder.wrong(
            tree,
            tr("{name}({text}, …) looks back over something that never changes",
               "{name}({text}, …) 回看的是不会变化的东西", name=name, text=ast.unparse(tree)),
        )  # fmt: skip


def _window(builder: ExpressionBuilder, tree: ast.Call, name: str) -> Node:
    _count_arguments(builder, tree, name, 2, 2)
    counting = name == "count"
    inner = builder.condition(tree.args[0]) if counting else builder.number(tree.args[0])
    _needs_data(builder, tree.args[0], inner, name)
    span = _span(builder, tree.args[1], name, MAX_BITS if counting else MAX_PERIODS)
    if counting and span.kind == "so_far":
        raise builder.wrong(tree.args[1], tr("for how often so far, write ever(…)", "要数至今多少次，请写 ever(…)"))
    index = _series(builder, inner)
    spec = builder.scope.series[index]
    if span.kind == "so_far":
        spec.so_far.add(name)
        return nodes.so_far(name, index, inner)
    per_year = max(1, 12 // spec.period.step)
    if counting:
        spec.bits = True
    else:
        spec.ring = True
    spec.length = max(spec.length, span.periods or per_year)
    return nodes.window(name, index, inner, span, builder.purpose.sees(span))


def _counter(builder: ExpressionBuilder, tree: ast.Call, name: str) -> Node:
    inner = builder.condition(tree.args[0])
    _needs_data(builder, tree.args[0], inner, name)
    index = _series(builder, inner)
    setattr(builder.scope.series[index], name, True)
    return nodes.counter(name, index, inner)


def _first(builder: ExpressionBuilder, tree: ast.Call) -> Node:
    """The mean of a person's first k closed periods."""
    inner = builder.number(tree.args[0])
    _needs_data(builder, tree.args[0], inner, "first")
    span = _span(builder, tree.args[1], "first", MAX_PERIODS)
    if not span.whole:
        raise builder.wrong(tree, tr("first(…) takes a number of periods", "first(…) 需要期数"))
    k = span.periods
    index = builder.scope.find_series(("first", inner.key, k), inner, inner.period or Period())
    builder.scope.series[index].first = k
    return nodes.beginning(index, inner, k)


def _rank(builder: ExpressionBuilder, tree: ast.Call, name: str) -> Node:
    x = builder.number(tree.args[0])
    _own(builder, tree.args[0], x)
    group = "role"
    if len(tree.args) == 2:
        given = tree.args[1]
        word = given.id if isinstance(given, ast.Name) else given.value if isinstance(given, ast.Constant) else ""
        if word not in names.GROUPS:
            raise builder.wrong(
                given,
                tr("the group of {name}(…) is one of {known}; got {got}",
                   "{name}(…) 的分组只能是 {known}；现在是 {got}",
                   name=name, known=tr(", ", "、").join(names.GROUPS), got=ast.unparse(given)),
            )  # fmt: skip
        group = str(word)
    if group == "team":
        builder.scope.columns_read.add("team")
    return groups.ranking(name, x, group)


def _loss(builder: ExpressionBuilder, tree: ast.Call) -> Node:
    span = _span(builder, tree.args[0], "unit_loss", MAX_PERIODS)
    if not span.whole:
        raise builder.wrong(tree, tr("unit_loss(…) takes a number of months", "unit_loss(…) 需要月数"))
    months = span.periods
    builder.scope.columns_read.add("loss")

    def run(view: View) -> Any:
        loss = view.source.loss(months)
        return loss if view.idx is None else loss[view.idx]

    return Node("number", ("loss", months), nullable=True, run=run)


def _chance(builder: ExpressionBuilder, tree: ast.Call) -> Node:
    p = builder.number(tree.args[0])
    if p.constant is not None and not 0 <= p.constant <= 1:
        raise builder.wrong(
            tree, tr("a chance lies between 0 and 1; got {p:g}", "概率在0到1之间；现在是 {p:g}", p=p.constant)
        )
    if p.constant in (0, 1):
        return nodes.truth(bool(p.constant))
    scope, owner = builder.scope, builder.purpose.owner
    at = (tree.lineno, tree.col_offset)
    if at not in builder.drawn:
        scope.streams[owner] = scope.streams.get(owner, 0) + 1
        builder.drawn[at] = f"chance:{owner}:{scope.streams[owner]}"
    stream = builder.drawn[at]
    return Node("bool", ("chance", stream), (p,), run=lambda view: view.source.chance(stream, p.value(view), view))


def _band(builder: ExpressionBuilder, tree: ast.Call) -> Node:
    x, cuts = builder.number(tree.args[0]), tree.args[1]
    if not isinstance(cuts, ast.Dict) or not cuts.keys:
        raise builder.wrong(cuts, tr("write band(x, {60: a, 70: b})", "请写成 band(x, {60: a, 70: b})"))
    bounds, values = [], []
    for key, value in zip(cuts.keys, cuts.values, strict=True):
        bound = None if key is None else builder.number(key).constant
        if bound is None:
            raise builder.wrong(
                cuts, tr("the cut-offs of band(…) are numbers or parameters", "band(…) 的分界必须是数字或参数")
            )
        bounds.append(bound)
        values.append(builder.any(value))
    if bounds != sorted(set(bounds)):
        raise builder.wrong(cuts, tr("the cut-offs of band(…) must rise", "band(…) 的分界必须递增"))
    edges = np.array(bounds) - nodes.TOLERANCE * np.maximum(1, np.abs(bounds))
    words = all(value.kind == "symbol" and value.constant is not None for value in values)
    if not words and not all(value.kind == "number" and value.constant is not None for value in values):
        raise builder.wrong(
            cuts, tr("band(…) gives words or numbers, not both", "band(…) 的结果要么都是文字，要么都是数字")
        )
    levels = tuple(dict.fromkeys(str(value.constant) for value in values)) if words else ()
    results = np.array([np.nan, *(levels.index(str(v.constant)) if words else v.constant for v in values)])

    def run(scores: Any) -> Any:
        place = np.searchsorted(edges, scores, side="right")
        return np.where(np.isnan(scores), np.nan, results[place])

    return combine("symbol" if words else "number", "band", (x,), run, levels=levels, nullable=True,
                   extra={"edges": tuple(bounds), "results": str(results.tolist())})  # fmt: skip
