"""The human form of a brief, and how it becomes the record that reports read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from ladder_sim.core.i18n import speaking
from ladder_sim.core.money import currency_of, wrong_currency
from ladder_sim.core.plain_data import PlainData
from ladder_sim.core.problems import Problems
from ladder_sim.files import FileNode, Loc
from ladder_sim.files.forms.common import Expression, FileForm, Form, Text, TitleForm, _fail
from ladder_sim.files.resolving.resolver import Resolver, already, title_of
from ladder_sim.model.report_options import (
    Audience,
    Brief,
    SectionName,
    difference_that_matters,
    wrong_logo,
    wrong_matter,
)


def _any_text(value: object) -> object:
    if not isinstance(value, str):
        raise _fail("need_text")
    return value


class StudyBriefForm(Form):
    """How a report is written: for whom, in which language and currency, with which sections 报告的写法"""

    title: TitleForm | None = None
    """Default: what the comparison says of itself 默认由比较自行命名"""
    subtitle: TitleForm | None = None
    company: TitleForm | None = None
    logo: Text | None = None
    """A PNG or JPEG file, relative to this one PNG 或 JPEG 文件，相对于本文件"""
    author: TitleForm | None = None
    date: Expression | None = None
    audience: Audience = "leadership"
    """leadership: short; finance: money first; hr: every table; works_council, team_leads, staff: what concerns them
    领导：简短；财务：成本在前；人力：全部表格；工会、部门主管、员工：与其相关的内容"""
    language: Literal["en", "zh"] | None = None
    """Default: the language in use 默认为当前语言"""
    sections: Annotated[list[SectionName], Field(min_length=1)] | None = None
    """Which, and in which order 选择哪些部分及其顺序"""
    currency: Annotated[str, BeforeValidator(_any_text)] | None = None
    """A code such as CNY, a sign such as ¥, or none; default: that of the schemes
    代码（如 CNY）、符号（如¥）或 none；默认为方案的货币"""
    recommend: Text | None = None
    """The id of the scheme to speak for; default: what the numbers say 要建议的方案编号；默认由数据决定"""
    matters: dict[str, PlainData] | None = None
    """The smallest difference that matters, by measure: in its unit, or in percent of the baseline such as 2%
    各指标有意义的最小差值：按指标单位，或基准的百分比，如2%"""


class BriefForm(StudyBriefForm, FileForm):
    """A brief in a file of its own 报告说明"""

    brief: Text
    """The id: the file's name without .yaml 编号：文件名去掉 .yaml"""


def resolve_brief(form: StudyBriefForm, tree: FileNode, problems: Problems, *, at: Loc = ()) -> Brief | None:
    """The brief at `at` of a tree; None when it cannot be used, which `problems` then says."""
    r = Resolver(tree, problems)
    before = len(problems.errors)
    if form.currency is not None and currency_of(form.currency) is None:
        r.add((*at, "currency"), wrong_currency(form.currency))
    logo = None if form.logo is None else Path(tree.file).parent / form.logo
    if logo is not None and (why := wrong_logo(logo)):
        r.add((*at, "logo"), why)
    sections = tuple(form.sections or ())
    for i, name in enumerate(sections):
        if name in sections[:i]:
            r.add((*at, "sections", i), already(("section", "章节"), name))
    for measure, least in (form.matters or {}).items():
        if not difference_that_matters(least):
            r.add((*at, "matters", measure), wrong_matter(measure, least))
    if len(problems.errors) > before:
        return None
    with speaking(form.language):  # of a text in two languages the one that the report is in
        texts = {
            name: str(title_of(value, ""))
            for name in ("title", "subtitle", "company", "author")
            if (value := getattr(form, name)) is not None
        }
    return Brief(
        **texts, logo=None if logo is None else logo.resolve(), date="" if form.date is None else str(form.date),
        audience=form.audience, language=form.language, sections=sections, currency=form.currency,
        recommend=form.recommend, matters=form.matters or {},
    )  # fmt: skip
