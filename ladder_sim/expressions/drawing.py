"""Functions that draw: one draw for each place of writing, person and month, or for the unit where a rule counts it."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from ladder_sim.core.i18n import Title, tr
from ladder_sim.expressions import nodes
from ladder_sim.expressions.nodes import Nature, Node, NodeValue, View
from ladder_sim.expressions.scope import ExpressionBuilder
from ladder_sim.expressions.specs import COUNTED, Argument, Bounds, FunctionSpec
from ladder_sim.expressions.syntax import Call, Tree, written
from ladder_sim.streams.draws import normal_quantile

#: Of the logarithm of a year's factor: at 2 one year in twenty is fifty times a usual one.
WIDEST = 2.0
_BY_PERSON = Nature(evidence=True, by="person", own_past=True)
_BY_UNIT = Nature(evidence=True, by="unit", own_past=True)


def _stream_of(builder: ExpressionBuilder, tree: Call, what: str) -> str:
    """The stream of a call: by who asks and the place of writing, so that a test and its negation share one."""
    owner, streams = builder.purpose.owner, builder.scope.streams
    if tree.at not in builder.drawn:
        counted = owner if what == "chance" else f"{what}:{owner}"
        streams[counted] = streams.get(counted, 0) + 1
        builder.drawn[tree.at] = f"{what}:{owner}:{streams[counted]}"
    return builder.drawn[tree.at]


def _chance(builder: ExpressionBuilder, spec: FunctionSpec, tree: Call) -> Node:
    p = builder.number(tree.args[0])
    if p.fixed is not None and not 0 <= p.fixed <= 1:
        raise builder.wrong(
            tree, tr("a chance lies between 0 and 1; got {p:g}", "概率在0到1之间；现在是 {p:g}", p=p.fixed)
        )
    if p.fixed in (0, 1):
        return nodes.truth(bool(p.fixed))
    stream = _stream_of(builder, tree, "chance")
    return Node("bool", ("chance", stream), (p,), run=lambda view: view.source.chance(stream, p.value(view), view))


def _drawn(builder: ExpressionBuilder, spec: FunctionSpec, tree: Call) -> Node:
    first, second = (builder.number(argument) for argument in tree.args)
    low, high = first.fixed, second.fixed
    wrong = high is not None and (high < 0 if spec.name == "normal" else low is not None and low > high)
    if wrong and spec.name == "normal":
        raise builder.wrong(tree, tr("a standard deviation must be at least 0, got {got:g}",
                                     "标准差应不小于0，现为{got:g}", got=high))  # fmt: skip
    if wrong:
        raise builder.wrong(tree, tr("the lower limit {low:g} is above the upper {high:g}",
                                     "下限{low:g}高于上限{high:g}", low=low, high=high))  # fmt: skip
    unit, place = builder.purpose.unit, _PLACES[spec.name]
    stream = _stream_of(builder, tree, "unit" if unit else "draw")

    def run(view: View) -> NodeValue:
        return place(view.source.uniform(stream, view, unit=unit), first.value(view), second.value(view))

    nature = _BY_UNIT if unit else _BY_PERSON
    nullable = first.nullable or second.nullable
    return Node("number", ("draw", stream), (first, second), nullable=nullable, nature=nature, run=run)


def _of_year(builder: ExpressionBuilder, spec: FunctionSpec, tree: Call) -> Node:
    """A factor of the year, drawn once for everybody of a replication."""
    spread = builder.number(tree.args[0]).fixed
    if spread is None or not 0 <= spread <= WIDEST:
        got = written(tree.args[0]) if spread is None else f"{spread:g}"
        raise builder.wrong(
            tree,
            tr("the spread between years is a number or a parameter from 0 to {most:g}, got {got}",
               "年度差异应为0至{most:g}之间的数字或参数，现为{got}", most=WIDEST, got=got),
        )  # fmt: skip
    if spread == 0:
        return nodes.number(1.0)
    stream = _stream_of(builder, tree, "years")
    return Node("number", ("years", stream), nature=_BY_UNIT,
                run=lambda view: view.source.year_factor(stream, float(spread), view))  # fmt: skip


_PLACES: dict[str, Callable[[NodeValue, NodeValue, NodeValue], NodeValue]] = {
    "uniform": lambda u, low, high: low + (high - low) * u,
    "normal": lambda u, mean, sd: mean + sd * normal_quantile(np.asarray(u)),
}


def _within(call: Call, of: Callable[[Tree], Bounds], known: Callable[[Tree], float | None]) -> Bounds:
    """Between the ends."""
    return of(call.args[0])[0], of(call.args[1])[1]


def _around(call: Call, of: Callable[[Tree], Bounds], known: Callable[[Tree], float | None]) -> Bounds:
    """Anywhere, but for a spread of 0."""
    return of(call.args[0]) if known(call.args[1]) == 0 else (-math.inf, math.inf)


DRAWING = (
    FunctionSpec(
        "chance", (Argument("p", "share"),), "bool", _chance, Title("by chance ({p})", "按概率（{p}）"),
        Title("`chance(p)` is true with probability `p`", "`chance(p)` 以概率 `p` 为真"),
        Nature(evidence=True, by="person", own_past=True),
        settled_said=Title("with a chance of {p}%", "{p}%的概率"), leads=True,
    ),
    FunctionSpec(
        "uniform", (Argument("low", "number"), Argument("high", "number")), "number", _drawn,
        Title("by chance between {low} and {high}", "{low}至{high}之间随机"),
        Title("drawn evenly between two ends, for each person and month; in seats and quotas for the unit",
              "在两端之间均匀抽取，每人每月一次；用于编制和名额时按单位抽取"),
        _BY_PERSON, reach=_within,
    ),
    FunctionSpec(
        "normal", (Argument("mean", "number"), Argument("sd", "number")), "number", _drawn,
        Title("by chance around {mean}, standard deviation {sd}", "围绕{mean}随机，标准差{sd}"),
        Title("drawn around a mean with a standard deviation, in the same way",
              "按均值和标准差正态抽取，其余同上"),
        _BY_PERSON, reach=_around,
    ),
    FunctionSpec(
        "between_years", (Argument("s", "share"),), "number", _of_year,
        Title("factor of the year ± {s}%", "年度倍数±{s}%"),
        Title("a factor of the organization's year, drawn once for each place it is written and the same for everybody",
              "单位年度的倍数，每处写法每年抽一次，所有人相同"),
        _BY_UNIT, reach=lambda *_: COUNTED,
    ),
)  # fmt: skip
