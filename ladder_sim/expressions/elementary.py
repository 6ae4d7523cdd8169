"""Functions of numbers alone and the table of cut-offs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ladder_sim.core.arrays import Integers
from ladder_sim.core.fixed_math import power
from ladder_sim.core.i18n import Title, tr
from ladder_sim.expressions.comparing import TOLERANCE
from ladder_sim.expressions.nodes import Node, NodeValue, combine
from ladder_sim.expressions.operators import finite
from ladder_sim.expressions.scope import ExpressionBuilder
from ladder_sim.expressions.specs import ANYTHING, Argument, Bounds, FunctionSpec, Plain
from ladder_sim.expressions.syntax import Call, Chain, Choice, Cuts, NameWord, TextLiteral, Tree, written
from ladder_sim.streams.functions import exp, log

_CLOSE = 1e-9  # a float's last digits decide nothing


def _half_up(x: NodeValue, digits: NodeValue = 0.0) -> NodeValue:
    """Rounding as people do it: halves away from zero (69.5 is 70)."""
    scale = power(10.0, digits)
    return np.copysign(np.floor(np.abs(x) * scale + 0.5 + _CLOSE), x) / scale


def _elementwise(builder: ExpressionBuilder, spec: FunctionSpec, tree: Call) -> Node:
    assert spec.work is not None
    parts = [builder.number(argument) for argument in tree.args]
    name = spec.name
    nullable = any(part.nullable for part in parts) or name in _PARTIAL
    whole = name in ("floor", "ceil") or (name == "round" and len(parts) == 1)
    return combine("number", name, tuple(parts), spec.work, nullable=nullable, whole=whole)


def _extreme(builder: ExpressionBuilder, spec: FunctionSpec, tree: Call) -> Node:
    """The smallest or largest of several, two by two."""
    assert spec.work is not None
    first, *rest = [builder.number(argument) for argument in tree.args]
    whole = first.whole and all(part.whole for part in rest)
    result = first
    for part in rest:
        result = combine("number", spec.name, (result, part), spec.work, whole=whole)
    return result


# --- band --------------------------------------------------------------------------------------------


def reached(bounds: list[float], x: NodeValue) -> Integers:
    """How many of the rising `bounds` each of `x` reaches, of the shape of `x`, within the tolerance of comparisons."""
    edges = np.array(bounds) - TOLERANCE * np.maximum(1, np.abs(bounds))
    return np.searchsorted(edges, x, side="right")


def _band(builder: ExpressionBuilder, spec: FunctionSpec, tree: Call) -> Node:
    x, cuts = builder.number(tree.args[0]), tree.args[1]
    if not isinstance(cuts, Cuts) or not cuts.rows:
        raise builder.wrong(cuts, tr("write band(x, {60: a, 70: b})", "请写成 band(x, {60: a, 70: b})"))
    bounds: list[float] = []
    values: list[Node] = []
    for cut, gives in cuts.rows:
        bound = builder.number(cut).fixed
        if bound is None:
            raise builder.wrong(
                cuts, tr("the cut-offs of band(…) are numbers or parameters", "band(…) 的分界必须是数字或参数")
            )
        bounds.append(bound)
        values.append(builder.any(gives))
    if bounds != sorted(set(bounds)):
        raise builder.wrong(cuts, tr("the cut-offs of band(…) must rise", "band(…) 的分界必须递增"))
    words = all(value.kind == "symbol" and value.constant is not None for value in values)
    if not words and not all(value.kind == "number" and value.constant is not None for value in values):
        raise builder.wrong(
            cuts, tr("band(…) gives words or numbers, not both", "band(…) 的结果要么都是文字，要么都是数字")
        )
    levels = tuple(dict.fromkeys(str(value.constant) for value in values)) if words else ()
    results = np.array([np.nan, *(levels.index(str(v.constant)) if words else v.constant for v in values)])

    def run(scores: NodeValue) -> NodeValue:
        return np.where(np.isnan(scores), np.nan, results[reached(bounds, scores)])

    return combine("symbol" if words else "number", "band", (x,), run, levels=levels, nullable=True,
                   extra={"edges": tuple(bounds), "results": str(results.tolist())})  # fmt: skip


def _banded(call: Call, value: Callable[[Tree], Plain]) -> Plain:
    """What ``band`` gives where all is known; NaN below its first cut-off."""
    x, cuts = call.args
    if not isinstance(cuts, Cuts):
        return float("nan")
    at = int(reached([float(value(cut)) for cut, _ in cuts.rows], float(value(x))))
    if not at:
        return float("nan")
    return _word(cuts.rows[at - 1][1], value)


# --- by ----------------------------------------------------------------------------------------------


def _by(builder: ExpressionBuilder, spec: FunctionSpec, tree: Call) -> Node:
    """Built as the choice that it stands for, from the last row up; what no row names is unknown."""
    what, table = tree.args
    if not isinstance(table, Cuts) or not table.rows:
        raise builder.wrong(table, tr("write by(letter, {'A': 6, 'B': 4})", "请写成 by(letter, {'A': 6, 'B': 4})"))
    keys = [written(key) for key, _ in table.rows]
    twice = [key for key in dict.fromkeys(keys) if keys.count(key) > 1]
    if twice:
        raise builder.wrong(table, tr("{key} stands twice in by(…)", "by(…) 中 {key} 出现了两次", key=twice[0]))
    tests = [Chain(what, (("==", key),), at=key.at) for key, _ in table.rows]
    values = [builder.any(gives) for _, gives in table.rows]
    if all(value.kind == "symbol" and value.constant is not None for value in values):
        return _word_of(builder, tests, [str(value.constant) for value in values])
    chosen: Tree = NameWord("unknown", at=tree.at)
    for test, (_, gives) in reversed(list(zip(tests, table.rows, strict=True))):
        chosen = Choice(gives, test, chosen, at=tree.at)
    return builder.any(chosen)


def _word_of(builder: ExpressionBuilder, tests: list[Chain], words: list[str]) -> Node:
    """The word of the first test that holds."""
    levels = tuple(dict.fromkeys(words))
    codes = [levels.index(word) for word in words]

    def run(*holds: NodeValue) -> NodeValue:
        found: NodeValue = np.nan
        for hold, code in reversed(list(zip(holds, codes, strict=True))):
            found = np.where(hold, float(code), found)
        return found

    parts = tuple(builder.condition(test) for test in tests)
    return combine("symbol", "by", parts, run, levels=levels, nullable=True, extra={"words": tuple(words)})


def _by_settled(call: Call, value: Callable[[Tree], Plain]) -> Plain:
    """What ``by`` gives where all is known; NaN where no row names it."""
    what, table = call.args
    found = value(what)
    for key, gives in table.rows if isinstance(table, Cuts) else ():
        if _word(key, value) == found:
            return _word(gives, value)
    return float("nan")


def _word(tree: Tree, value: Callable[[Tree], Plain]) -> Plain:
    match tree:
        case NameWord(word) | TextLiteral(word):
            return word
        case _:
            return value(tree)


def _by_reach(call: Call, of: Callable[[Tree], Bounds], known: Callable[[Tree], float | None]) -> Bounds:
    found = [of(gives) for _, gives in call.args[1].rows] if isinstance(call.args[1], Cuts) else []
    return (min(low for low, _ in found), max(high for _, high in found)) if found else ANYTHING


# --- records -----------------------------------------------------------------------------------------

_X = Argument("x", "number")
_PARTIAL = ("sqrt", "exp", "log")  # without a result for some numbers


def _pick(
    choose: Callable[..., float],
) -> Callable[[Call, Callable[[Tree], Bounds], Callable[[Tree], float | None]], Bounds]:
    """The reach of the smallest or largest of several."""

    def reach(call: Call, of: Callable[[Tree], Bounds], known: Callable[[Tree], float | None]) -> Bounds:
        found = [of(argument) for argument in call.args]
        return choose(low for low, _ in found), choose(high for _, high in found)

    return reach


def _of_number(name: str, work: Callable[..., NodeValue], said: Title, meaning: Title, *more: Argument) -> FunctionSpec:
    return FunctionSpec(name, (_X, *more), "number", _elementwise, said, meaning, work=work)


_SIZES = Title("smallest, largest, size, rounded (halves away from zero; a second value gives the decimals)",
               "最小、最大、绝对值、四舍五入（第二个值为小数位数）")  # fmt: skip
_ROUNDED = Title("rounded down, rounded up, root, exponential, natural logarithm",
                 "向下取整、向上取整、平方根、指数、自然对数")  # fmt: skip

ELEMENTARY = (
    FunctionSpec(
        "min", (_X, Argument("y", "number")), "number", _extreme, Title("the lower of ({all})", "较小者（{all}）"),
        _SIZES, most=9, work=np.minimum, reach=_pick(min),
    ),
    FunctionSpec(
        "max", (_X, Argument("y", "number")), "number", _extreme, Title("the higher of ({all})", "较大者（{all}）"),
        _SIZES, most=9, work=np.maximum, reach=_pick(max),
    ),
    _of_number("abs", np.abs, Title("size of ({all})", "绝对值（{all}）"), _SIZES),
    _of_number("round", _half_up, Title("rounded ({all})", "四舍五入（{all}）"), _SIZES,
               Argument("digits", "number", optional=True)),
    _of_number("floor", lambda x: np.floor(x + _CLOSE), Title("rounded down ({all})", "向下取整（{all}）"), _ROUNDED),
    _of_number("ceil", lambda x: np.ceil(x - _CLOSE), Title("rounded up ({all})", "向上取整（{all}）"), _ROUNDED),
    _of_number("sqrt", finite(np.sqrt), Title("square root of ({all})", "平方根（{all}）"), _ROUNDED),
    _of_number("exp", finite(exp), Title("e to the power of ({all})", "e的幂（{all}）"), _ROUNDED),
    _of_number("log", finite(log), Title("natural logarithm of ({all})", "自然对数（{all}）"), _ROUNDED),
    FunctionSpec(
        "band", (Argument("x", "number", bare=True), Argument("cuts", "cuts")), "any", _band,
        Title("by {x}: {cuts}", "按{x}：{cuts}"),
        Title("the entry of the highest cut-off that `x` reaches; below the first, unknown",
              "`x` 达到的最高分界所对应的值；低于第一个分界为未知"),
        settle=_banded,
    ),
    FunctionSpec(
        "by", (Argument("x", "category"), Argument("rows", "rows")), "any", _by,
        Title("by {x} ({rows})", "按{x}（{rows}）"),
        Title("what the row of a word gives: of a letter, a grade, a role, an attribute; unknown where no row names it",
              "某个词（等级、职级、岗位层级、人员信息的取值）对应的值；未列出者为未知"),
        settle=_by_settled, reach=_by_reach,
    ),
)  # fmt: skip
