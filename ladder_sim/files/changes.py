"""What differs between two schemes, in words and numbers."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from ladder_sim.core.i18n import tr
from ladder_sim.core.known_by import HasId, HasName
from ladder_sim.core.unit_words import parameter_text
from ladder_sim.expressions.parse import tree_of
from ladder_sim.expressions.syntax import written
from ladder_sim.files.said_values import key_said, said
from ladder_sim.model.expression import Expr, Parameter
from ladder_sim.model.grades import Grade
from ladder_sim.model.moves import Condition, Move
from ladder_sim.model.scheme import PayPart, Scheme, Score

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Pairs = Iterable[tuple[str, object, object]]
T = TypeVar("T")
IdT = TypeVar("IdT", bound=HasId)
NameT = TypeVar("NameT", bound=HasName)


def diff(a: Scheme, b: Scheme) -> list[str]:
    """What `b` has otherwise than `a`, one sentence each; empty when they are the same policy."""
    lines: list[str] = []
    lines += _parameters(a.parameters, b.parameters)
    lines += _things(tr("grade", "职级"), _by_id(a.grades), _by_id(b.grades), partial(_grade, b))
    lines += _changed("", [(tr("roles", "岗位层级"), a.roles, b.roles)] if a.roles != b.roles else [])
    lines += _changed("", _unequal([(tr("entry", "起始职级"), a.entry, b.entry)]))
    lines += _changed(tr("probation: ", "试用期："), _fields(a.probation, b.probation))
    begins = tr("first month of the year", "年度起始月")
    lines += _changed("", _unequal([(begins, a.year_starts, b.year_starts)]))
    lines += _changed("", _unequal([(tr("currency", "货币"), a.currency, b.currency)]))
    lines += _things(tr("score", "考核得分"), _by_name(a.scores), _by_name(b.scores), _all_fields)
    lines += _things(tr("review", "评审"), a.reviews, b.reviews, _all_fields)
    lines += _things(tr("move", "规则"), _by_id(a.moves), _by_id(b.moves), _move)
    order = [[move.id for move in side.moves] for side in (a, b)]
    if order[0] != order[1] and set(order[0]) == set(order[1]):
        lines.append(tr("the moves are tested in another order", "规则的先后次序不同"))
    lines += _things(tr("token", "豁免资格"), _by_name(a.tokens), _by_name(b.tokens), _all_fields)
    lines += _things(tr("cap", "职数上限"), _by_id(a.caps), _by_id(b.caps), _all_fields)
    lines += _things(tr("status", "状态"), _by_id(a.statuses), _by_id(b.statuses), _all_fields)
    lines += _things(tr("pay part", "薪酬项"), _by_name(a.pay), _by_name(b.pay), _all_fields)
    lines += _things(tr("placement of role", "初始定级（岗位层级）"), a.placement, b.placement, _whole)
    lines += _changed("", _unequal([(tr("team size", "小组人数"), a.team_size, b.team_size)]))
    lines += _changed("", _unequal([(tr("who may be hired", "录用条件"), a.hire_if, b.hire_if)]))
    lines += _changed("", _unequal([(tr("applicants an opening", "每缺应聘人数"), a.hire_among, b.hire_among)]))
    lines += _changed("", _unequal([(tr("the better applicant", "择优标准"), a.hire_order, b.hire_order)]))
    lines += _things(tr("index", "指数"), a.indices, b.indices, _all_fields)
    lines += _changed(tr("tables of pay: ", "薪级表："), _fields(a.tables, b.tables))
    lines += _changed("", _unequal([(tr("step of a hire", "新员工起薪档位"), a.entry_step, b.entry_step)]))
    lines += _changed("", _unequal([(tr("base pay of a hire", "新员工基本工资"), a.entry_pay, b.entry_pay)]))
    lines += _changed("", _unequal([(tr("step on the first day", "首日档位"), a.placement_step, b.placement_step)]))
    lines += _changed("", _unequal([(tr("adopted", "实施"), a.adopted, b.adopted)]))
    lines += _things(tr("signal", "指标"), a.signals, b.signals, _all_fields)
    lines += _things(tr("attribute", "人员信息"), a.attributes, b.attributes, _all_fields)
    return lines


def _parameters(a: Mapping[str, Parameter], b: Mapping[str, Parameter]) -> list[str]:
    lines = _added_and_removed(tr("parameter", "参数"), a, b)
    for name in a:
        if name not in b:
            continue
        old, new = a[name], b[name]
        if old.value != new.value:
            title = "" if str(new.title) == name.replace("_", " ") else tr(" ({t})", "（{t}）", t=new.title)
            lines.append(
                tr(
                    "parameter {name}{title}: {old} -> {new}",
                    "参数 {name}{title}：{old} → {new}",
                    name=name,
                    title=title,
                    old=said(old.value),
                    new=parameter_text(said(new.value), new.value, new.unit, new.title),
                )
            )
        if old.later != new.later:
            lines.append(tr("parameter {name}, later values: {old} -> {new}", "参数 {name} 其后各值：{old} → {new}",
                            name=name, old=said(dict(old.later)), new=said(dict(new.later))))  # fmt: skip
        if (old.low, old.high) != (new.low, new.high):
            lines.append(
                tr(
                    "parameter {name}: range {old} -> {new}",
                    "参数 {name}：范围 {old} → {new}",
                    name=name,
                    old=_range(old),
                    new=_range(new),
                )
            )
    return lines


def _range(parameter: Parameter) -> str:
    return f"{said(parameter.low)}..{said(parameter.high)}"


def _things(what: str, a: Mapping[str, T], b: Mapping[str, T], compare: Callable[[T, T], Pairs]) -> list[str]:
    """Sentences on the entries of a section: those added, those removed, and what changed in the others."""
    lines = _added_and_removed(what, a, b)
    for name in a:
        if name in b and not _same(a[name], b[name]):
            lines += _changed(tr("{what} {name}: ", "{what} {name}：", what=what, name=name), compare(a[name], b[name]))
    return lines


def _added_and_removed(what: str, a: Mapping[str, object], b: Mapping[str, object]) -> list[str]:
    added = [tr("{what} {name} added{more}", "新增{what} {name}{more}", what=what, name=name, more=_more(b[name]))
             for name in b if name not in a]  # fmt: skip
    removed = [tr("{what} {name} removed", "取消{what} {name}", what=what, name=name) for name in a if name not in b]
    return removed + added


def _more(thing: object) -> str:
    """The content of something new, where it is short."""
    for kind, key in ((Score, "value"), (PayPart, "amount"), (Parameter, "value")):
        if isinstance(thing, kind):
            return tr(": {value}", "：{value}", value=said(getattr(thing, key)))
    if isinstance(thing, Move):
        return tr(": {ends}", "：{ends}", ends=_ends(thing))
    return ""


def _changed(prefix: str, pairs: Pairs) -> list[str]:
    return [
        tr(
            "{prefix}{name} {old} -> {new}",
            "{prefix}{name} {old} → {new}",
            prefix=prefix,
            name=name,
            old=said(old),
            new=said(new),
        )
        if name
        else f"{prefix}{old}"
        for name, old, new in pairs
    ]


def _unequal(pairs: Pairs) -> Pairs:
    return [(name, old, new) for name, old, new in pairs if not _same(old, new)]


def _same(a: object, b: object) -> bool:
    """Whether two values are one; expressions are where they say the same, whatever their blanks and brackets."""
    if isinstance(a, Expr) and isinstance(b, Expr):
        return _rule(a) == _rule(b)
    return bool(a == b)


def _rule(expr: Expr) -> str:
    """An expression in one way of setting blanks and brackets."""
    tree = tree_of(expr)
    return expr.text if tree is None else written(tree)


def _all_fields(a: DataclassInstance, b: DataclassInstance) -> Pairs:
    return _fields(a, b)


def _whole(a: object, b: object) -> Pairs:
    return [("", f"{said(a)} {tr('->', '→')} {said(b)}", "")]


def _fields(a: DataclassInstance | None, b: DataclassInstance | None, skip: tuple[str, ...] = ()) -> Pairs:
    """The fields of a record that differ; a record against nothing is one pair."""
    if a is None or b is None:
        return [] if a is b else [("", f"{said(a)} {tr('->', '→')} {said(b)}", "")]
    names = [f.name for f in dataclasses.fields(a) if f.compare and f.name not in (*skip, "title", "name", "id")]
    return _unequal([(key_said(name), getattr(a, name), getattr(b, name)) for name in names])


def _grade(scheme: Scheme, a: Grade, b: Grade) -> Pairs:
    pairs = list(_fields(a, b, skip=("fields",)))
    names = dict.fromkeys([*a.fields, *b.fields])
    return pairs + list(
        _unequal([(str(scheme.fields.get(name, name)), a.fields.get(name), b.fields.get(name)) for name in names])
    )


def _move(a: Move, b: Move) -> Pairs:
    pairs: list[tuple[str, object, object]] = []
    if a.to != b.to or not _same(a.to_expr, b.to_expr):
        pairs += _arcs(a, b)
    pairs += _conditions(a.when, b.when)
    return pairs + list(_fields(a, b, skip=("to", "to_expr", "when")))


def _arcs(a: Move, b: Move) -> list[tuple[str, object, object]]:
    """The ways that a move opens or closes."""
    if not _same(a.to_expr, b.to_expr):
        return [(tr("from and to", "起止职级"), _ends(a), _ends(b))]
    old, new = (dict.fromkeys(f"{start} -> {end}" for start, end in move.to.items()) for move in (a, b))
    lines: list[tuple[str, object, object]] = []
    gone, added = [way for way in old if way not in new], [way for way in new if way not in old]
    if gone:
        lines.append(("", tr("no longer {ways}", "不再有 {ways}", ways=_few(gone)), ""))
    if added:
        lines.append(("", tr("now also {ways}", "新增 {ways}", ways=_few(added)), ""))
    return lines


def _few(words: list[str], most: int = 4) -> str:
    rest = len(words) - most
    more = tr(" and {n} more", "，另有{n}项", n=rest) if rest > 0 else ""
    return tr(", ", "、").join(words[:most]) + more


def _ends(move: Move) -> str:
    if move.to_expr is not None:
        return f"{', '.join(move.to)} -> {move.to_expr.text}"
    return _few([f"{start} -> {end}" for start, end in move.to.items()])


def _conditions(a: tuple[Condition, ...], b: tuple[Condition, ...]) -> list[tuple[str, object, object]]:
    """Conditions added, removed and changed. Those without an id of their own are known by their rule."""
    rules = ({_rule(c.test) for c in a}, {_rule(c.test) for c in b})
    old = {c.id: c for c in a if _rule(c.test) not in rules[1]}
    new = {c.id: c for c in b if _rule(c.test) not in rules[0]}
    lines: list[tuple[str, object, object]] = []
    for name, condition in old.items():
        if name in new:
            change = tr("condition '{old}' is now '{new}'", "条件“{old}”改为“{new}”",
                        old=condition.test.text, new=new[name].test.text)  # fmt: skip
            lines.append(("", change, ""))
        else:
            text = tr("condition '{old}' removed", "取消条件“{old}”", old=condition.test.text)
            lines.append(("", text, ""))
    lines += [
        ("", tr("condition '{new}' added", "新增条件“{new}”", new=condition.test.text), "")
        for name, condition in new.items()
        if name not in old
    ]
    return lines


def _by_id(things: Iterable[IdT]) -> dict[str, IdT]:
    return {thing.id: thing for thing in things}


def _by_name(things: Iterable[NameT]) -> dict[str, NameT]:
    return {thing.name: thing for thing in things}
