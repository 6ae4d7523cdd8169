"""The file of a country's labor law: figures, articles, cautions; and the ages of retirement that follow from it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated

from pydantic import Field

from ladder_sim.core.i18n import tr
from ladder_sim.core.problems import Problems, nearest
from ladder_sim.files import FileNode, locate, show
from ladder_sim.files.forms.common import Count, FileForm, Flag, Form, Integer, Name, Positive, Share, Text, TitleForm
from ladder_sim.files.resolving.resolver import title_of
from ladder_sim.model.law import Article, Caution, CautionKind, Contribution, Law, Post, RetirementGroup

LawMonths = Annotated[Integer, Field(ge=1, le=120)]
Age = Annotated[Integer, Field(ge=1, le=120)]


class ArticleForm(Form):
    """An article of law: what it says, where it stands and as of when 法律条款"""

    title: TitleForm
    says: TitleForm
    source: Text
    date: Text
    checked: Flag = False


class LawSeveranceForm(Form):
    """What the law says of severance pay 法定经济补偿"""

    years_at_most: Positive | None = None
    wrongful_times: Positive = 2


class LawProbationForm(Form):
    """What the law says of probation 法定试用期"""

    pay_at_least: Share = 0
    months_at_most: Count = 120


class GroupForm(Form):
    """Whose retirement age rises from `age` to `up_to`, one month every `months_for_one` months 法定退休年龄分组"""

    sex: Text
    post: Post = "any"
    age: Age
    up_to: Age
    months_for_one: LawMonths


class LawRetirementForm(Form):
    """Statutory retirement ages, and the month since which they rise 法定退休年龄"""

    since: Text
    groups: Annotated[list[GroupForm], Field(min_length=1)]


class ContributionForm(Form):
    """An employer's rate of social insurance, and of the housing fund where it holds one 单位社保公积金比例"""

    title: TitleForm
    share: Share
    housing_fund: Flag
    source: Text
    date: Text
    checked: Flag = False


class CautionForm(Form):
    """What is said of a rule that touches the law, and the articles it cites 合规提示"""

    says: TitleForm
    articles: list[Text] = Field(default_factory=list)


class LawForm(FileForm):
    """What a country's labor law says of severance, probation, retirement and contributions 劳动法律参数"""

    law: Text
    title: TitleForm
    severance: LawSeveranceForm = LawSeveranceForm()
    probation: LawProbationForm = LawProbationForm()
    retirement: LawRetirementForm | None = None
    contributions: dict[Name, ContributionForm] = Field(default_factory=dict)
    cautions: dict[CautionKind, CautionForm] = Field(default_factory=dict)
    articles: dict[Name, ArticleForm] = Field(default_factory=dict)


def resolve_law(form: LawForm, tree: FileNode, problems: Problems) -> Law:
    """The complete record; an article that a caution names and the file has not is a problem."""
    for kind, caution in form.cautions.items():
        for index, name in enumerate(caution.articles):
            if name not in form.articles:
                text = tr("unknown article '{name}'", "未知的条款“{name}”", name=name) + nearest(name, form.articles)
                problems.add(locate(tree, ("cautions", kind, "articles", index)), text)
    severance, retirement = form.severance, form.retirement
    return Law(
        id=form.law,
        title=title_of(form.title, form.law),
        articles={
            name: Article(title_of(a.title, name), title_of(a.says, ""), a.source, a.date, a.checked)
            for name, a in form.articles.items()
        },
        severance_years=float("inf") if severance.years_at_most is None else float(severance.years_at_most),
        wrongful_times=float(severance.wrongful_times),
        probation_pay=float(form.probation.pay_at_least),
        probation_months=form.probation.months_at_most,
        retirement_since=None if retirement is None else _since(retirement.since, tree, problems),
        retirement=() if retirement is None else tuple(
            RetirementGroup(g.sex, g.post, g.age, g.up_to, g.months_for_one) for g in retirement.groups),
        contributions={
            name: Contribution(title_of(c.title, name), float(c.share), c.housing_fund, c.source, c.date, c.checked)
            for name, c in form.contributions.items()
        },
        cautions={kind: Caution(title_of(c.says, ""), tuple(c.articles)) for kind, c in form.cautions.items()},
        file=tree.file,
    )  # fmt: skip


def _since(text: str, tree: FileNode, problems: Problems) -> dt.date | None:
    found = re.fullmatch(r"(\d{4})-(\d{1,2})", text.strip())
    if found is None or not 1 <= int(found[2]) <= 12:
        problems.add(
            locate(tree, ("retirement", "since")),
            tr("must be a month such as 2025-01, got {got}", "应为月份，如“2025-01”，现为{got}", got=show(text)),
        )
        return None
    return dt.date(int(found[1]), int(found[2]), 1)


#: What a group's posts add to a condition on people.
_OF_POSTS: dict[Post, str] = {"any": "", "management": " and ({management})", "other": " and not ({management})"}


def retirement_group(law: Law, management: str) -> str:
    """Which group of the law's table of retirement somebody belongs to, as an expression: its place in the table.

    Parameters
    ----------
    management: an expression; true for the posts that the law calls management or technical.
    """
    text = "unknown"
    for place, group in reversed(list(enumerate(law.retirement))):
        post = _OF_POSTS[group.post].format(management=management)
        text = f"({place} if gender == {group.sex}{post} else {text})"
    return text
