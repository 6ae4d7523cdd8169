"""The human form of an expectation of a study, and its resolved form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from ladder_sim.core.i18n import tr
from ladder_sim.core.plain_data import PlainForm
from ladder_sim.files.forms.common import Expression, Flag, Form, Integer, Text, TitleForm
from ladder_sim.files.resolving.resolver import Resolver, title_of
from ladder_sim.model.expectations import Expectation, Holds

Month = Annotated[Integer, Field(ge=1, le=1200)]


class ExpectationForm(Form):
    """A statement that is held against every scheme 预期：逐一检验各方案"""

    title: TitleForm | None = None
    expect: Expression
    """A condition: labor_cost <= 15000000, headcount(junior) == headcount 条件：指标名、headcount、headcount(职级)"""
    year: Annotated[Integer, Field(ge=1, le=100)] | None = None
    """The year that it speaks of; default: all months 第几年；默认全部月份"""
    months: Text | Integer | None = None
    """In its place a range of months, such as 13-24 (both ends) 或月份范围，如13-24"""
    within: Month | None = None
    """It comes true at the end of some month up to this one 在此月或之前的某个月末成立"""
    always: Flag = False
    """It holds in each of its months, not of them together 其中每个月都成立，而非合并计算"""
    when: PlainForm = Field(default_factory=dict)
    """What would differ of the people, as a workforce file says it: hiring: none 人员文件的改动：hiring: none"""


def resolve_expectations(r: Resolver, forms: Sequence[ExpectationForm], months: int) -> tuple[Expectation, ...]:
    """The expectations of a study that plays so many months."""
    return tuple(made for i, form in enumerate(forms) if (made := _resolved(r, i, form, months)) is not None)


def _resolved(r: Resolver, index: int, form: ExpectationForm, months: int) -> Expectation | None:
    loc = ("expectations", index)
    given = [key for key in ("year", "months", "within") if getattr(form, key) is not None]
    before = len(r.problems.errors)
    if len(given) > 1:
        r.add((*loc, given[1]), tr("'{a}' and '{b}' both say the months; keep one",
                                   "“{a}”与“{b}”都在说明月份；请保留一个", a=given[0], b=given[1]),
              key=True)  # fmt: skip
    if form.within is not None and form.always:
        r.add((*loc, "always"), tr("'always' does not go with 'within', which asks for one month",
                                   "“always”不能与“within”同用：后者只要求某一个月"), key=True)  # fmt: skip
    span = _span(r, loc, form, months)
    if len(r.problems.errors) > before or span is None:
        return None
    if span[1] > months:
        r.add((*loc, *given), tr("speaks of month {m}, but the study plays {n} months; raise 'months' of the study",
                                 "涉及第{m}个月，但研究只模拟{n}个月；请增大研究的 months", m=span[1],
                                 n=months))  # fmt: skip
        return None
    holds: Holds = "once" if form.within is not None else "always" if form.always else "together"
    text = str(form.expect)
    title = title_of(form.title, text)
    return Expectation(title, r.expr(form.expect, *loc, "expect"), *span, holds, form.when, r.place(*loc))


def _span(r: Resolver, loc: tuple[str | int, ...], form: ExpectationForm, months: int) -> tuple[int, int] | None:
    """The first and the last month; None after a problem was noted."""
    if form.within is not None:
        return 1, form.within
    if form.year is not None:
        return 12 * form.year - 11, 12 * form.year
    if form.months is None:
        return 1, months
    first, dash, last = str(form.months).replace("–", "-").partition("-")
    ends = [first, last] if dash else [first, first]
    found = [int(end) for end in ends if end.strip().isdigit()]
    if len(found) < 2 or not 1 <= found[0] <= found[1]:
        r.add((*loc, "months"), tr("must be a month or a range such as 13-24, got '{got}'",
                                   "应为月份或范围，例如13-24，现为“{got}”", got=form.months))  # fmt: skip
        return None
    return found[0], found[1]
