"""What functions share when they are built: how many arguments, what a window may hold, its length."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.i18n import tr
from ladder_sim.expressions.nodes import Node
from ladder_sim.expressions.scope import ExpressionBuilder
from ladder_sim.expressions.syntax import Call, Tree, written


def count_arguments(builder: ExpressionBuilder, tree: Call, least: int, most: int) -> None:
    """Refuse a call with too few or too many arguments, from `least` to `most`; raises `Wrong`."""
    name = tree.function
    if least <= len(tree.args) <= most:
        return
    needs = str(least) if least == most else f"{least}–{most}"
    raise builder.wrong(
        tree,
        tr("{name}(…) takes {needs} values, got {got}", "{name}(…) 需要 {needs} 个值，现在有{got}个",
           name=name, needs=needs, got=len(tree.args)),
    )  # fmt: skip


def periods(builder: ExpressionBuilder, tree: Tree, name: str, most: int) -> int:
    """A whole number of periods, known beforehand.

    Parameters
    ----------
    name : of the function, as messages tell it
    most : how many periods a window may hold

    Raises
    ------
    Wrong
        It is none.
    """
    node = builder.number(tree)
    k = node.constant
    if k is None or not np.isfinite(k) or k != int(k) or not 1 <= k <= most:
        raise builder.wrong(
            tree,
            tr(
                "the second value of {name}(…) is the number of periods: a whole number from 1 to {most}, "
                "a parameter, up_to(…), since(…), this_year, this_quarter or so_far; got {text}",
                "{name}(…) 的第二个值是期数：1到{most}的整数、参数、up_to(…)、since(…)、"
                "this_year、this_quarter 或 so_far；现在是 {text}",
                name=name,
                most=most,
                text=written(tree) if k is None else f"{k:g}",
            ),
        )
    return int(k)


def no_new_grade(builder: ExpressionBuilder, tree: Tree, inner: Node) -> None:
    """What is looked back on, or compared among people, is one for all moves; raises `Wrong` if it reads ``new.x``."""
    if inner.reads("new"):
        raise builder.wrong(
            tree,
            tr("{text}: new.x differs from move to move, so no window, rank or team figure can hold it; compare the "
               "outcome with it instead, e.g. mean(kpi, 3) >= new.baseline",
               "{text}：new.x 随变动而不同，不能放进窗口、排名或小组数字；请用其结果与之比较，"
               "例如 mean(kpi, 3) >= new.baseline", text=written(tree)),
        )  # fmt: skip
