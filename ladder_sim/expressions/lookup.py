"""What a name in an expression stands for."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import numpy as np

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import misspelt, nearest
from ladder_sim.expressions import names, nodes
from ladder_sim.expressions.nodes import Node, View, combine
from ladder_sim.expressions.scope import AGING, ExpressionBuilder, Wrong


def name_node(builder: ExpressionBuilder, tree: ast.Name) -> Node:
    name, scope = tree.id, builder.scope
    if name in names.CONSTANTS:
        return nodes.truth(names.CONSTANTS[name])
    if name == names.UNKNOWN:
        node = nodes.number(float("nan"))
        node.nullable = True
        return node
    if name in scope.parameters:
        value = scope.parameters[name]
        if isinstance(value, bool):
            return nodes.truth(value)
        return nodes.symbol(value) if isinstance(value, str) else nodes.number(value)
    if name in scope.scores:
        return _score(builder, tree, name)
    if name in scope.signals:
        return _metric(builder, name)
    if name in scope.forbidden:
        raise builder.wrong(
            tree,
            tr(
                "no scheme may read '{name}'; it is kept for the fairness audit",
                "任何方案都不得读取“{name}”，它只用于公平性检视",
                name=name,
            ),
        )
    made = _standard(builder, name)
    if made is not None:
        return made
    if name in scope.attributes:
        return _attribute(builder, name)
    if name in scope.tokens:
        return _column("number", ("token", name), f"token:{name}", whole=True)
    bare = words(builder)
    if name in bare:
        return nodes.symbol(name)
    known = [*scope.parameters, *scope.scores, *scope.signals, *scope.attributes, *scope.tokens, *bare,
             *names.RESERVED]  # fmt: skip
    message = tr("unknown name '{name}'{hint}", "未知名称“{name}”{hint}", name=name, hint=nearest(name, known))
    if (scope.alone or scope.people) and not misspelt(name, known):
        message += tr(" If not: ", " 如果不是：") if message.endswith(("?", "？")) else tr("; ", "；")
        message += _undeclared(scope.people)
    raise builder.wrong(tree, message, open=scope.alone)


def _undeclared(people: str) -> str:
    """Where a name may be declared that neither the scheme nor its `people` (a workforce's id, or '') know."""
    if people:
        return tr("workforce '{people}' does not declare it (people: attributes, or metrics), "
                  "nor do the scheme's signals",
                  "人员文件“{people}”没有声明它（people: attributes 或 metrics），方案的 signals 也没有",
                  people=people)  # fmt: skip
    return tr("declare it in the workforce (people: attributes, or metrics) or under the scheme's signals",
              "请在人员文件中声明（people: attributes 或 metrics），或写在方案的 signals 中")  # fmt: skip


def words(builder: ExpressionBuilder) -> set[str]:
    """Every bare word that may stand for a grade, a role, a track or a category's value."""
    scope = builder.scope
    found = {*scope.grades.ids, *scope.grades.track, *scope.roles, *scope.absent}
    for attribute in scope.attributes.values():
        found.update(attribute.levels)
    return found


def _standard(builder: ExpressionBuilder, name: str) -> Node | None:
    scope = builder.scope
    for table, unit in ((names.MONTH_CLOCKS, 1.0), (names.YEAR_CLOCKS, 12.0)):
        if name in table:
            scope.columns_read.add(table[name])
            return _clock(name, table[name], unit)
    if name in names.CAREER:
        return _career(builder, names.CAREER[name], name)
    if name in names.CALENDAR:
        return _calendar(name)
    grades = scope.grades
    if name == "grade":
        return _column("grade", ("grade",), "grade", levels=grades.ids, by_grade=True)
    if name in ("level", "layer"):
        values = getattr(grades, name)
        return _by_grade("number", (name,), lambda codes: values[codes], whole=True)
    if name in ("role", "track"):
        labels: tuple[str, ...] = getattr(grades, name)
        levels = scope.roles if name == "role" else scope.tracks()
        codes = np.array([levels.index(label) if label in levels else -1 for label in labels] + [-1])
        return _by_grade(name, (name,), lambda at: codes[at], levels=levels)
    if name in ("on_probation", "by_waiver"):
        scope.columns_read.add(name)
        return _column("bool", (name,), name)
    if name in ("base", "pay"):
        scope.columns_read.add(name)
        return _column("number", (name,), name)
    if name in ("mentees", "attempts"):
        scope.columns_read.add(name)
        return _column("number", (name,), name, whole=True)
    return None


def _career(builder: ExpressionBuilder, unit: float, name: str) -> Node:
    employed = _clock("months_employed", "hired_since", 1.0)
    builder.scope.columns_read.add("hired_since")
    if "experience_months" not in builder.scope.attributes:
        return combine("number", name, (employed,), lambda a: a / unit)
    return combine("number", name, (employed, _attribute(builder, "experience_months")), lambda a, b: (a + b) / unit)


def _attribute(builder: ExpressionBuilder, name: str) -> Node:
    attribute = builder.scope.attributes[name]
    builder.scope.attributes_read.add(name)
    column = f"attr:{name}"
    if name in AGING:
        pace = AGING[name]
        return Node("number", ("attr", name), whole=True,
                    run=lambda view: np.floor(view.column(column) + view.now * pace + 1e-6))  # fmt: skip
    if attribute.levels:
        return _column("choice", ("attr", name), column, levels=attribute.levels, nullable=True)
    return _column("number", ("attr", name), column, nullable=True)


def _metric(builder: ExpressionBuilder, name: str) -> Node:
    metric = builder.scope.signals[name]
    builder.scope.metrics_read.add(name)
    kind = "bool" if metric.kind == "chance" else "number"
    run: Callable[[View], Any] = lambda view: view.source.metric(name, view)  # noqa: E731
    if kind == "bool":
        inner = run
        run = lambda view: np.asarray(inner(view)) > 0.5  # noqa: E731
    return Node(kind, ("metric", name), whole=metric.kind == "poisson", nullable=kind == "number", run=run)


def _score(builder: ExpressionBuilder, tree: ast.AST, name: str) -> Node:
    """The latest closed value of a score; the score itself is built on first use."""
    scope, score = builder.scope, builder.scope.scores[name]
    key = ("score", name)
    if name in scope.faulty:  # reported where the score is defined
        raise Wrong
    building = name in scope.score_nodes and scope.score_nodes[name] is None
    if building and not any(spec.key == key for spec in scope.series):
        raise builder.wrong(tree, tr("score '{name}' depends on itself", "考核得分“{name}”依赖于自身", name=name))
    if name not in scope.score_nodes:
        scope.score_nodes[name] = None
        try:
            scope.score_nodes[name] = builder.other(score.value, f"scores.{name}", "score")
        except Wrong:
            scope.faulty.add(name)
            raise
    value = scope.score_nodes[name]
    if value is None:
        raise builder.wrong(tree, tr("score '{name}' depends on itself", "考核得分“{name}”依赖于自身", name=name))
    index = scope.find_series(key, value, score.every)
    scope.series[index].ring, scope.series[index].score = True, name
    # Scores build on one another for people on probation too; only the windows over them wait for closed periods.
    purpose = builder.purpose
    context: nodes.Context = "all" if purpose.context == "all" or purpose.owner.startswith("scores.") else "closed"
    latest: Callable[[View], Any] = lambda view: view.source.series(index).latest(  # noqa: E731
        view.idx, view.source.since(context)
    )
    kind = {"bool": "number", "symbol": "choice"}.get(value.kind, value.kind)
    plain = Node(kind, (*key, context), levels=value.levels, nullable=True,
                 period=score.every, run=latest)  # fmt: skip
    if value.kind == "bool":
        return combine("bool", "true", (plain,), lambda a: a == 1)
    return plain


def field_node(builder: ExpressionBuilder, tree: ast.Attribute) -> Node:
    fields = builder.scope.grades.fields
    if not isinstance(tree.value, ast.Name) or tree.value.id not in names.FIELDS_OF:
        raise builder.wrong(
            tree,
            tr("{text} is not known; write own.x, next.x, lower.x or new.x for a number that a grade carries",
               "无法识别 {text}；请用 own.x、next.x、lower.x 或 new.x 读取职级携带的数字", text=ast.unparse(tree)),
        )  # fmt: skip
    which, name = tree.value.id, tree.attr
    if name not in fields:
        raise builder.wrong(
            tree,
            tr("no grade carries '{name}'{hint}", "没有职级携带“{name}”{hint}", name=name, hint=nearest(name, fields)),
        )
    if which == "new" and not builder.purpose.moves:
        raise builder.wrong(
            tree,
            tr("{text} is of the grade that a move leads to; here there is none, write own.{name}",
               "{text} 是变动目标职级的数字；此处没有目标职级，请写 own.{name}", text=ast.unparse(tree), name=name),
        )  # fmt: skip
    values = fields[name]
    missing = bool(np.isnan(values[:-1]).any())
    if which == "new":
        return Node("number", ("new", name), nullable=missing,
                    run=lambda view: values[view.target if view.target is not None else _target(view)])  # fmt: skip
    step = {"own": 0, "next": 1, "lower": -1}[which]
    at = builder.scope.grades.neighbor(step)
    table = values if step == 0 else values[at]
    return _by_grade("number", (which, name), lambda codes: table[codes], nullable=bool(np.isnan(table[:-1]).any()))


def _target(view: View) -> np.ndarray:
    """The grade a rule leads to; people's own grade where no rule asks."""
    grade = view.column("grade")
    return grade if view.aim is None else view.aim[grade]


def _column(kind: str, key: tuple[Any, ...], column: str, **more: Any) -> Node:
    return Node(kind, key, run=lambda view: view.column(column), **more)


def _clock(name: str, column: str, unit: float) -> Node:
    raw: Callable[[View], Any] = lambda view: view.now - view.column(column)  # noqa: E731
    if unit == 1:
        return Node("number", ("clock", name), whole=True, run=lambda view: raw(view).astype(np.float64), raw=raw,
                    clock=column)  # fmt: skip
    return Node("number", ("clock", name), run=lambda view: raw(view) / unit, clock=column)


def _calendar(name: str) -> Node:
    place = {"month_of_year": 0, "quarter": 1, "year": 2}
    if name == "month":
        return Node("number", ("calendar", name), whole=True, run=lambda view: float(view.month))
    return Node("number", ("calendar", name), whole=True,
                run=lambda view: float(view.source.calendar(view.month)[place[name]]))  # fmt: skip


def _by_grade(kind: str, key: tuple[Any, ...], look_up: Callable[[Any], Any], **more: Any) -> Node:
    return Node(kind, key, by_grade=True, run=lambda view: look_up(view.column("grade")), **more)
