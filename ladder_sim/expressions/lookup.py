"""What a name in an expression stands for."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ladder_sim.core.arrays import PersonInts, PersonNumbers
from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import misspelt, nearest
from ladder_sim.expressions import nodes
from ladder_sim.expressions.dated import dated_node, index_node, month_number
from ladder_sim.expressions.forced import forced
from ladder_sim.expressions.groups import GROUPS, note_group
from ladder_sim.expressions.happenings import status_node
from ladder_sim.expressions.nodes import Nature, Node, NodeValue, View, combine
from ladder_sim.expressions.parse import no_field
from ladder_sim.expressions.scope import ExpressionBuilder, Wrong
from ladder_sim.expressions.span import Context
from ladder_sim.expressions.specs import FieldSpec
from ladder_sim.expressions.syntax import GradeField, NameWord, written
from ladder_sim.expressions.words import FIELDS, RESERVED, WORDS, attribute_node, by_grade_node, column_node
from ladder_sim.model.scheme import Score
from ladder_sim.streams.distributions import DISTRIBUTIONS

_EARNED = Nature(by="person")  # of tokens: what shortens a wait is no result
_OF_SCORE = Nature(evidence=True, by="person", own_past=True)


def name_node(builder: ExpressionBuilder, tree: NameWord) -> Node:
    """The node of a name: a word of the language, or what the scheme and its workforce declare.

    Raises
    ------
    Wrong
        Nothing is called so, or no scheme may read it.
    """
    name, scope = tree.id, builder.scope
    if name in scope.parameters:
        value = scope.parameters[name]
        if isinstance(value, bool):
            return nodes.truth(value)
        return nodes.symbol(value) if isinstance(value, str) else nodes.number(value)
    if name in scope.dated:
        rows = [(month_number(month) or 0, value) for month, value in scope.dated[name]]
        return dated_node([((start, start), nodes.number(value)) for start, value in rows])
    if name in scope.indices:
        return index_node(name, scope.indices[name])
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
    spec = WORDS.get(name)
    if spec is not None:
        return spec.build(builder, spec)
    if name in scope.attributes:
        return attribute_node(builder, name)
    if name in scope.tokens:
        return column_node("number", ("token", name), f"token:{name}", whole=True, nature=_EARNED)
    if name in scope.statuses:
        return status_node(builder, name)
    bare = words(builder)
    if name in bare:
        return nodes.symbol(name)
    known = [*scope.parameters, *scope.dated, *scope.indices, *scope.scores, *scope.signals, *scope.attributes,
             *scope.tokens, *scope.statuses, *bare, *RESERVED]  # fmt: skip
    message = tr("unknown name '{name}'{hint}", "未知名称“{name}”{hint}", name=name, hint=nearest(name, known))
    of_scheme = scope.alone or scope.people
    if of_scheme and misspelt(name, known):
        message += tr(" If not: declare it in the scheme, under attributes or signals",
                      "如果不是：请在方案的 attributes 或 signals 中声明")  # fmt: skip
    elif of_scheme:
        message += tr(" If not: ", "如果不是：") if message.endswith(("?", "？")) else tr("; ", "；")
        message += _undeclared(scope.people)
    raise builder.wrong(tree, message, open=scope.may_come(name, known))


def _undeclared(people: str) -> str:
    """Where a name may be declared that neither the scheme nor its `people` (a workforce's id, or '') know."""
    if people:
        return tr("workforce '{people}' does not declare it (people: attributes, or metrics), "
                  "nor do the scheme's attributes or signals",
                  "人员文件“{people}”没有声明它（people: attributes 或 metrics），方案的 attributes、signals 也没有",
                  people=people)  # fmt: skip
    return tr("declare it in the workforce (people: attributes, or metrics) or in the scheme: under attributes what "
              "people bring, under signals what is measured each month",
              "请在人员文件中声明（people: attributes 或 metrics），或写在方案中：人员自身的信息写在 attributes，"
              "每月考核的写在 signals")  # fmt: skip


def words(builder: ExpressionBuilder) -> set[str]:
    """Every bare word that may stand for a grade, a role, a track or a category's value."""
    scope = builder.scope
    found = {*scope.grades.ids, *scope.grades.track, *scope.roles, *scope.absent}
    for attribute in scope.attributes.values():
        found.update(attribute.levels)
    return found


def _metric(builder: ExpressionBuilder, name: str) -> Node:
    metric = builder.scope.signals[name]
    builder.scope.metrics_read.add(name)
    kind = "bool" if metric.kind == "chance" else "number"
    run: Callable[[View], NodeValue] = lambda view: view.source.metric(name, view)  # noqa: E731
    if kind == "bool":
        inner = run
        run = lambda view: np.asarray(inner(view)) > 0.5  # noqa: E731
    nature = Nature(evidence=True, by="unit" if metric.per == "unit" else "person")
    return Node(
        kind,
        ("metric", name),
        nature=nature,
        whole=DISTRIBUTIONS[metric.kind].whole,
        nullable=kind == "number",
        run=run,
    )


def _score(builder: ExpressionBuilder, tree: NameWord, name: str) -> Node:
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
            scope.score_nodes[name] = _closing(builder, tree, score)
        except Wrong:
            scope.faulty.add(name)
            raise
    value = scope.score_nodes[name]
    if value is None:
        raise builder.wrong(tree, tr("score '{name}' depends on itself", "考核得分“{name}”依赖于自身", name=name))
    index = scope.find_series(key, value, score.every)
    series = scope.series[index]
    series.ring, series.score, series.length = True, name, max(series.length, scope.lags.get(name, 1))
    # Scores build on one another for people on probation too; only the windows over them wait for closed periods.
    purpose = builder.purpose
    context: Context = "all" if purpose.context == "all" or purpose.owner.startswith("scores.") else "closed"
    latest: Callable[[View], NodeValue] = lambda view: view.source.series(index).latest(  # noqa: E731
        view.idx, view.source.since(context), context
    )
    kind = {"bool": "number", "symbol": "choice"}.get(value.kind, value.kind)
    plain = Node(kind, (*key, context), levels=value.levels, nullable=True,
                 period=score.every, nature=_OF_SCORE, run=latest)  # fmt: skip
    if value.kind == "bool":
        return combine("bool", "true", (plain,), lambda a: a == 1)
    return plain


def _closing(builder: ExpressionBuilder, tree: NameWord, score: Score) -> Node:
    """What a score is when it closes: its value, or the letter that it gives."""
    owner = f"scores.{score.name}"
    if not score.shares:
        return builder.other(score.value, owner, "score")
    for group in score.within:
        _read_group(builder, tree, group)
    return forced(builder.other(score.value, owner, "number"), score.shares, score.within)


def _read_group(builder: ExpressionBuilder, tree: NameWord, group: str) -> None:
    """A group in which letters are given is known, and what it is made of is kept."""
    scope = builder.scope
    if group in GROUPS:
        note_group(builder, group)
        return
    categories = [name for name, attribute in scope.attributes.items() if attribute.levels]
    if group not in categories:
        known = [*GROUPS, *categories]
        message = tr("within: unknown group '{name}'{hint}", "within：未知分组“{name}”{hint}", name=group,
                     hint=nearest(group, known))  # fmt: skip
        raise builder.wrong(tree, message, open=scope.may_come(group, known))
    scope.attributes_read.add(group)


def field_node(builder: ExpressionBuilder, tree: GradeField) -> Node:
    """A number that a grade carries; raises `Wrong` where none does, or no grade is meant."""
    fields = builder.scope.grades.fields
    name = tree.name
    spec = next((spec for of, spec in FIELDS.items() if of == tree.of), None)
    if spec is None:
        raise builder.wrong(tree, no_field(written(tree)))
    if name not in fields:
        raise builder.wrong(
            tree,
            tr("no grade carries '{name}'{hint}", "没有职级携带“{name}”{hint}", name=name, hint=nearest(name, fields)),
        )
    if spec.step is None and not builder.purpose.moves:
        raise builder.wrong(
            tree,
            tr("{text} is of the grade that a move leads to; here there is none, write own.{name}",
               "{text} 是变动目标职级的数字；此处没有目标职级，请写 own.{name}", text=written(tree), name=name),
        )  # fmt: skip
    values = fields[name]
    if name in builder.scope.grades.moving or values.ndim > 1:
        return _looked_up(builder, spec, name)
    missing = bool(np.isnan(values[:-1]).any())
    if spec.step is None:
        return Node("number", (spec.of, name), nullable=missing,
                    run=lambda view: values[view.target if view.target is not None else _target(view)])  # fmt: skip
    at = builder.scope.grades.neighbor(spec.step)
    table = values if spec.step == 0 else values[at]
    return by_grade_node(
        "number", (spec.of, name), lambda codes: table[codes], nullable=bool(np.isnan(table[:-1]).any())
    )


def _looked_up(builder: ExpressionBuilder, spec: FieldSpec, name: str) -> Node:
    """A number of a grade that changes with the calendar, or by step.

    Of the person's own grade it is read at the person's step, of the grade a move leads to at the step it leads to
    (as far as that is known: the same in the same grade, else the first), of the next and the lower at the first.
    """
    grades, scope = builder.scope.grades, builder.scope
    values, moving = grades.fields[name], name in grades.moving
    stepped = values.ndim > 1
    if stepped and spec.step in (0, None):
        scope.columns_read.add("step")
    at = None if spec.step is None else grades.neighbor(spec.step)

    def run(view: View) -> NodeValue:
        table = view.source.field(name) if moving else values
        codes = _codes(view) if at is None else at[view.column("grade")]
        if not stepped:
            return table[codes]
        if spec.step is None:
            same = codes == view.column("grade")
            steps = np.where(same, view.column("step"), 1) if view.steps is None else view.steps
        else:
            steps = view.column("step") if spec.step == 0 else np.ones(codes.size, np.int64)
        found: PersonNumbers = table[codes, np.minimum(steps, table.shape[1]) - 1]
        return found

    return Node("number", (spec.of, name), nullable=bool(np.isnan(values[:-1]).any()), run=run)


def _codes(view: View) -> PersonInts:
    return view.target if view.target is not None else _target(view)


def _target(view: View) -> PersonInts:
    """The grade a rule leads to; people's own grade where no rule asks."""
    grade = view.column("grade")
    return grade if view.aim is None else view.aim[grade]
