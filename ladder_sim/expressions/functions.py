"""The functions of the rule language: one record for each."""

from __future__ import annotations

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import nearest
from ladder_sim.expressions.arguments import count_arguments
from ladder_sim.expressions.dated import DATED
from ladder_sim.expressions.drawing import DRAWING
from ladder_sim.expressions.elementary import ELEMENTARY
from ladder_sim.expressions.forced import FORCED
from ladder_sim.expressions.groups import RANKS, TOGETHER
from ladder_sim.expressions.happenings import HAPPENINGS
from ladder_sim.expressions.nodes import PLAIN, Node
from ladder_sim.expressions.scope import ExpressionBuilder
from ladder_sim.expressions.specs import FunctionSpec, by_name
from ladder_sim.expressions.steps import STEPS
from ladder_sim.expressions.syntax import Call
from ladder_sim.expressions.windows import WINDOWS

FUNCTIONS = by_name((*ELEMENTARY, *DATED, *DRAWING, *WINDOWS, *HAPPENINGS, *RANKS, *FORCED, *TOGETHER, *STEPS))


def window_of(tree: Call) -> FunctionSpec | None:
    """The function of a call that looks back at a value over a window; None of any other."""
    spec = FUNCTIONS.get(tree.function)
    kinds = () if spec is None else tuple(argument.kind for argument in spec.arguments)
    return spec if kinds in (("number", "window"), ("condition", "window")) and len(tree.args) == 2 else None


def call_node(builder: ExpressionBuilder, tree: Call) -> Node:
    """The node of a call, as the function's record says; raises `Wrong` where there is no such function."""
    spec = FUNCTIONS.get(tree.function)
    if spec is None:
        raise builder.wrong(
            tree,
            tr("unknown function '{name}'{hint}", "未知函数“{name}”{hint}",
               name=tree.function, hint=nearest(tree.function, FUNCTIONS)),
        )  # fmt: skip
    count_arguments(builder, tree, *spec.counts)
    node = spec.build(builder, spec, tree)
    if node.constant is None and node.nature == PLAIN:
        node.nature = spec.nature
    return node
