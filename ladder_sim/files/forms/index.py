"""The human form of indices and of how pay follows its tables."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, Tag

from ladder_sim.files.forms.common import (
    Expression,
    Flag,
    Form,
    Integer,
    MonthKey,
    MonthOfYear,
    Number,
    Text,
    TitleForm,
    by_shape,
)
from ladder_sim.model.indices import Follow


def _listed(value: object) -> object:
    return value if isinstance(value, list) else [value]


ListedNames = Annotated[list[Text], BeforeValidator(_listed, json_schema_input_type=list[str] | str)]


class RiseForm(Form):
    """A rise that is paid later than it holds 补发的涨幅"""

    rise: Expression
    """Such as 3% 涨幅，如3%"""
    paid_from: MonthKey
    """Paid from this month; the months since it holds are paid as arrears 发放起始月份，此前差额补发"""


RiseEntry = Annotated[
    Annotated[Expression, Tag("<text>")]
    | Annotated[Expression, Tag("<number>")]
    | Annotated[RiseForm, Tag("<mapping>")],
    by_shape,
]


class IndexForm(Form):
    """A number that is 1 in the first month and rises by date 指数"""

    title: TitleForm | None = None
    yearly: Expression | None = None
    """Rises by so much every year, such as 2% 每年涨幅"""
    month: MonthOfYear | None = None
    """The month in which it rises, with yearly or of; default January 调整月份"""
    steps: dict[MonthKey, RiseEntry] = Field(default_factory=dict)
    """Rises by month: {2028-04: 3.5%} 各月份的涨幅"""
    of: Text | None = None
    """Rises by what another index rose in twelve months 跟随的指数"""
    lag: Annotated[Annotated[Integer, Tag("<number>")] | Annotated[Text, Tag("<text>")], by_shape] | None = None
    """How long before, such as 6 months 滞后"""
    share: Expression | None = None
    """The share of that rise; default 1, the whole 跟随比例"""
    at_most: Expression | None = None
    """The highest rise, such as 3% 涨幅上限"""


class SchemeIndexForm(IndexForm):
    """An index of the employer's: it may multiply numbers of the grades 用人单位的指数"""

    on: ListedNames = Field(default_factory=list)
    """Numbers of grades that it multiplies: base, or fields 作用于职级的哪些数字"""
    for_: ListedNames = Field(default_factory=list, alias="for")
    """In these grades, tracks or roles; default all 适用职级"""


class WorkforceIndexForm(IndexForm):
    """An index of the world 外部指数"""

    steps: dict[MonthKey, Expression] = Field(default_factory=dict)  # type: ignore[assignment]  # nothing is paid late
    """Rises by month: {2028-04: 3.5%} 各月份的涨幅"""
    deflator: Flag = False
    """Money is also told in prices of the first month 按此折算不变价"""


class TablesForm(Form):
    """What happens when a table of pay changes 薪酬表调整"""

    follow: Follow = "ratio"
    """What the base of the people in the grade does 表调整时个人基本工资如何变化"""
    round: Annotated[Number, Field(gt=0)] | None = None
    """Amounts are rounded to multiples of this 取整单位"""
