"""Steps within a grade: the step of a new grade at which a base is reached."""

from __future__ import annotations

import numpy as np

from ladder_sim.core.arrays import Floats, PersonFloats, PersonInts
from ladder_sim.core.i18n import Title, tr
from ladder_sim.expressions.comparing import TOLERANCE
from ladder_sim.expressions.nodes import Nature, Node, NodeValue, View
from ladder_sim.expressions.scope import ExpressionBuilder
from ladder_sim.expressions.specs import COUNTED, Argument, FunctionSpec
from ladder_sim.expressions.syntax import Call, written
from ladder_sim.streams.kernels import spread_numbers


def _step_reaching(table: Floats, steps: PersonInts, amounts: PersonFloats) -> PersonFloats:
    """The lowest step whose base reaches an amount, the last where none does; NaN where the amount is.

    Parameters
    ----------
    table
        Bases by person and step, shape (people, most steps); NaN beyond a grade's last.
    steps, amounts
        How many steps there are, and what is to be reached; shape (people,).
    """
    slack = TOLERANCE * np.maximum(1.0, np.abs(amounts))
    reaches = table >= (amounts - slack)[:, None]
    found = np.where(reaches.any(axis=1), reaches.argmax(axis=1) + 1, steps)
    return np.where(np.isnan(amounts), np.nan, found)


def _step_of(builder: ExpressionBuilder, spec: FunctionSpec, tree: Call) -> Node:
    if not builder.purpose.moves:
        raise builder.wrong(tree, tr("{text} is a step of the grade that somebody comes to; here there is none",
                                     "{text} 是所进入职级的档位；此处没有目标职级", text=written(tree)))  # fmt: skip
    x, grades = builder.number(tree.args[0]), builder.scope.grades
    builder.scope.columns_read.add("step")

    def run(view: View) -> NodeValue:
        grade = view.column("grade")
        codes = view.target if view.target is not None else grade if view.aim is None else view.aim[grade]
        table = view.source.field("base") if "base" in grades.moving else grades.fields["base"]
        table = table[:, None] if table.ndim == 1 else table
        return _step_reaching(table[codes], grades.steps[codes], spread_numbers(x.value(view), grade.size))

    return Node("number", ("new", "step_of", x.key), (x,), nullable=x.nullable, whole=True, run=run)


STEPS = (
    FunctionSpec(
        "step_of", (Argument("x", "number", bare=True),), "number", _step_of,
        Title("the step whose base reaches {x}", "基本工资达到{x}的档位"),
        Title("the lowest step of the new grade whose base reaches `x`, its last if none does (moves and `entry_step`)",
              "新职级中基本工资达到 `x` 的最低档，没有则为最高档（用于变动和 `entry_step`）"),
        Nature(by="person"), reach=lambda call, of, known: COUNTED,
    ),
)  # fmt: skip
