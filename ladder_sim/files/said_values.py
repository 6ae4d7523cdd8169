"""Values of the resolved form in words, for the differences between two schemes."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping

from ladder_sim.core.display import plain, yes_no
from ladder_sim.core.i18n import Title, tr
from ladder_sim.files.field_words import FIELD_WORDS
from ladder_sim.model.changeover import SchemeTransition, SwitchPay
from ladder_sim.model.expression import Expr, Period
from ladder_sim.model.grades import EntryRule, Seats
from ladder_sim.model.moves import Budget, PayRule, Quota, Unspent, WorkHours
from ladder_sim.model.scheme import ForcedShare


def key_said(name: str) -> str:
    """The name of a field of the resolved form."""
    return str(FIELD_WORDS[name])


def said(value: object) -> str:
    """A value of the resolved form in words."""
    if value is None or value == () or value == {}:
        return tr("none", "无")
    if isinstance(value, bool):
        return yes_no(value)
    if isinstance(value, int | float):
        return plain(value)
    if isinstance(value, Expr):
        months = value.text.removeprefix("dated({").removesuffix("})").replace("'", "")
        return f"{{{months}}}" if value.pieces else value.text
    if isinstance(value, Title | str):
        return str(value)
    if (text := record_said(value)) is not None:
        return text
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {said(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(said(item) for item in value)
    assert dataclasses.is_dataclass(value)
    parts = {
        f.name: getattr(value, f.name)
        for f in dataclasses.fields(value)
        if f.compare and f.name != "title" and getattr(value, f.name) not in (None, (), "")
    }
    return ", ".join(f"{key_said(name)} {said(item)}" for name, item in parts.items())


def _seats(seats: Seats) -> str:
    if seats.kind == "number":
        return seats.n.text
    if seats.kind == "shared":
        return tr("shared with {of}", "与 {of} 共用", of=seats.of)
    if seats.kind == "grouped":
        return f"{seats.by}: " + ", ".join(f"{name} {_seats(each)}" for name, each in seats.each)
    if seats.kind == "share":
        return tr("{n} of {of}", "{of} 的{n}", n=seats.n.text, of=seats.of) + str(seats.rounding)
    ratio = tr("{n} per {per} {of}", "每{per}名{of}设{n}名", n=seats.n.text, per=seats.per.text, of=seats.of)
    return ratio + str(seats.rounding)


def _quota(quota: Quota) -> str:
    words = {"unlimited": ("unlimited", "不限"), "vacancy": ("open seats", "空缺数")}
    if quota.kind in words:
        return tr(*words[quota.kind])
    n = said(quota.n)
    if quota.kind == "number":
        return n
    if quota.kind == "share of openings":
        left = tr(", unfilled to others", "，未用完的转给其他途径") if quota.released else ""
        return tr("{n} of the openings", "空缺的{n}", n=n) + left
    whose = ("{n} of the grade", "本职级人数的{n}")
    if quota.kind != "share of grade":
        whose = ("{n} of the eligible", "符合条件人数的{n}")
    return tr(*whose, n=n) + str(quota.rounding)


def _pay_rule(rule: PayRule) -> str:
    if rule.kind == "base":
        return tr("to the new base", "按新职级基本工资")
    if rule.kind == "keep":
        return tr("kept", "不变")
    if rule.kind == "set":
        return said(rule.value)
    ends = said(rule.low) if rule.low == rule.high else f"{said(rule.low)}..{said(rule.high)}"
    return tr("raised by {ends}", "上调{ends}", ends=ends)


def _period(period: Period) -> str:
    words = {1: ("month", "月"), 3: ("quarter", "季度"), 6: ("half-year", "半年"), 12: ("year", "年")}
    if not period.natural or period.step not in words:
        return tr("{n} months", "{n}个月", n=period.step)
    end = tr(" ending in month {m}", "（{m}月止）", m=period.month) if period.step >= 6 and period.month != 12 else ""
    return tr(*words[period.step]) + end


#: What becomes of what a budget leaves, in words.
UNSPENT: dict[Unspent, Title] = {
    "lapses": Title("what is left lapses", "余额作废"),
    "carried over": Title("what is left is carried over", "余额结转"),
    "carried over once": Title("what is left is carried over to the next time alone", "余额只结转到下一次"),
}


def _budget(budget: Budget) -> str:
    n = said(budget.n)
    much = tr("{n} of base pay", "基本工资总额的{n}", n=n) if budget.kind == "share of base" else n
    much += tr(", by {group}", "，分{group}", group=budget.by) if budget.by else ""
    much += tr(", in awards", "，用于奖励") if budget.of == "awards" else ""
    how = tr("in proportion", "按比例") if budget.share_out == "in proportion" else tr("best first", "择优")
    told = tr("{much}, {how}", "{much}，{how}", much=much, how=how)
    return told + (tr(", {rest}", "，{rest}", rest=UNSPENT[budget.unspent]) if budget.unspent != "lapses" else "")


def _entry(entry: EntryRule) -> str:
    return entry.grade or (said(entry.choose) if entry.choose is not None else said(entry.shares))


def _work(work: WorkHours) -> str:
    each = tr("{n:g} hours for each person", "每人{n:g}小时", n=work.hours)
    return tr("{each}, {s:g} a sitting, panel of {p:g}", "{each}，每次会务{s:g}小时，评委{p:g}人", each=each,
              s=work.sitting, p=work.panel)  # fmt: skip


def _adopted(adopted: SchemeTransition) -> str:
    text = tr("from month {m}, after {after}", "自第{m}个月起，接替{after}", m=adopted.month, after=adopted.after)
    parts = [f"{old} → {new}" for old, new in mapped_grades(adopted)]
    if adopted.placement == "by pay":
        parts.append(tr("placed by pay", "按薪酬就近套入"))
    if adopted.pay != SwitchPay():
        parts.append(tr("base pay {rule}", "基本工资{rule}", rule=adopted.pay))
    if adopted.waves is not None:
        parts += [tr("month {m}: {who}", "第{m}个月：{who}", m=wave.month, who=wave.who.text) for wave in adopted.waves]
        parts += [] if adopted.waves else [tr("only new hires", "仅适用于新员工")]
    return tr("; ", "；").join([text, *parts])


def mapped_grades(adopted: SchemeTransition) -> list[tuple[str, str]]:
    """Old grades with the new grade, or with the text of what gives it."""
    fixed = [] if isinstance(adopted.placement, str) else list(adopted.placement.items())
    return [*fixed, *((old, expr.text) for old, expr in adopted.choose.items())]


@functools.singledispatch
def record_said(value: object) -> str | None:
    """A record that is said otherwise than field by field; None of all others."""
    return None


record_said.register(Seats, lambda seats: _seats(seats) + " FTE" * seats.fte)
record_said.register(Quota, lambda quota: _quota(quota) + " FTE" * quota.fte)
record_said.register(PayRule, _pay_rule)
record_said.register(Period, _period)
record_said.register(EntryRule, _entry)
record_said.register(Budget, _budget)
record_said.register(ForcedShare, lambda share: f"{share.letter} {share}")
record_said.register(SchemeTransition, _adopted)
record_said.register(WorkHours, _work)
