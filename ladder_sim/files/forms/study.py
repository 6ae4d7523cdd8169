"""The human form of a study: schemes on one workforce, or the departments of a company and its alternatives."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, Tag

from ladder_sim.files.forms.adopted import PlacementForm, SwitchPayForm
from ladder_sim.files.forms.brief import StudyBriefForm
from ladder_sim.files.forms.common import (
    CountEntry,
    Expression,
    FileForm,
    Flag,
    Form,
    Integer,
    MonthOfYear,
    Name,
    Text,
    TitleForm,
    Where,
    _list_of_one,
    _text,
    by_shape,
)
from ladder_sim.files.forms.expectation import ExpectationForm
from ladder_sim.files.forms.measure import OwnMeasureForm
from ladder_sim.files.forms.move import Conditions, StageForm
from ladder_sim.model.company import TransferClock, TransferPay


def _month_of_run(value: object) -> object:
    """A number as it is, anything else as a text."""
    return value if isinstance(value, int) and not isinstance(value, bool) else _text(value)


class StudySchemeForm(Form):
    """A scheme of a study with parameters of its own 研究中的方案"""

    id: Text
    set: dict[str, Expression] = Field(default_factory=dict)


StudyScheme = Annotated[
    Annotated[Text, Tag("<text>")] | Annotated[StudySchemeForm, Tag("<mapping>")],
    by_shape,
]


class DepartmentForm(Form):
    """A department of a company 公司的一个部门"""

    title: TitleForm | None = None
    scheme: Text | None = None
    """Required of the departments as they are 所用方案"""
    workforce: Text | None = None
    """Required of the departments as they are; an alternative has the same people 所用人员"""
    set: dict[str, Expression] = Field(default_factory=dict)
    """Parameters of its scheme 方案参数"""


class TransferReviewForm(Form):
    """When transfers are decided, where no review of the scheme does it 调动自己的评审周期"""

    every: Text
    month: MonthOfYear | None = None


TransferReview = Annotated[
    Annotated[Text, Tag("<text>")] | Annotated[TransferReviewForm, Tag("<mapping>")],
    by_shape,
]
#: A month by its date, or by its number in the run.
MonthOfRun = Annotated[int | str, BeforeValidator(_month_of_run, json_schema_input_type=int | str)]
TargetText = Annotated[
    Annotated[Text, Tag("<text>")] | Annotated[dict[Text, Text], Tag("<mapping>")],
    by_shape,
]


def _employed() -> list[TransferClock]:
    """What goes on where a transfer does not say it."""
    return ["employed"]


class TransferForm(Form):
    """A way from one department to another; an alternative names what differs, by the id 部门间调动"""

    id: Name
    title: TitleForm | None = None
    from_: Where | None = Field(None, alias="from")
    """A department, or grades of it: sales.junior 调出部门或职级"""
    to: TargetText | None = None
    """A grade of another department, service.junior, or one for each grade 调入职级"""
    review: TransferReview | None = None
    """A review of the scheme that people leave, or every: year, month: 6（评审）"""
    when: Conditions = Field(default_factory=list)
    """Conditions, in the language of the scheme that people leave 条件"""
    seats: Expression | None = None
    """unlimited, vacancy, 3, "20% of eligible" 名额"""
    count: CountEntry | None = None
    """What the quota counts: heads (default), or fte 名额的计数方式：人数或全时当量"""
    order: Expression | None = None
    apply: Expression | None = None
    """Chance that an eligible person applies 申请概率"""
    stages: list[StageForm] = Field(default_factory=list)
    after: Expression | None = None
    """Months between the decision and the date 决定后几个月生效"""
    pay: TransferPay = "to base"
    """Base pay: the new grade's, as it was, or the higher of both 调动后基本工资"""
    keeps: Annotated[
        list[TransferClock], BeforeValidator(_list_of_one, json_schema_input_type=list[TransferClock] | TransferClock)
    ] = Field(default_factory=_employed)
    """Clocks that go on; the others start anew 连续计算的年限"""
    remove: Flag = False
    """In an alternative: there is no such transfer 备选中取消该调动"""


class AlternativeForm(Form):
    """The company as it might be: what differs from now 备选：与现状不同之处"""

    title: TitleForm | None = None
    departments: dict[Name, DepartmentForm] = Field(default_factory=dict)
    transfers: list[TransferForm] = Field(default_factory=list)


class StudyWaveForm(Form):
    """Who passes on the first of a month 分批切换的一批"""

    month: MonthOfRun
    """Month such as 2027-01, or its number in the run 年月，或模拟的第几个月"""
    if_: Expression = Field(True, alias="if")
    """Who, in the words of the old scheme; default all who are left 哪些人"""


class StudySwitchForm(Form):
    """From the baseline to another scheme of the study on a date, in several ways 新旧方案切换"""

    to: Text
    """The scheme that takes over, one of schemes 新方案"""
    on: MonthOfRun = 1
    """Month such as 2027-01, or its number in the run; default the first 切换月份"""
    placement: PlacementForm = "keep"
    """keep, by pay, or {old grade: new grade or an expression that gives one} 归级方式"""
    pay: Annotated[Annotated[Text, Tag("<text>")] | Annotated[SwitchPayForm, Tag("<mapping>")], by_shape] = "at once"
    """at once, protected, frozen, such as 12 months, or {falls, rises} 薪酬处理"""
    waves: list[StudyWaveForm] = Field(default_factory=list)
    """Also in waves: who passes when 另外模拟分批切换"""
    new_hires: bool = True
    """Whether the way is played in which only hires come under the new scheme 是否模拟仅新员工适用"""


class StudyForm(FileForm):
    """A comparison: which schemes, on whom, for how long; or a company and its alternatives 研究"""

    study: Text
    title: TitleForm | None = None
    workforce: Text | None = None
    schemes: Annotated[list[StudyScheme], Field(min_length=1)] | None = None
    departments: Annotated[dict[Name, DepartmentForm], Field(min_length=2)] | None = None
    """Of a company, in place of workforce and schemes 公司各部门，代替 workforce 与 schemes"""
    transfers: list[TransferForm] = Field(default_factory=list)
    """Moves between departments 部门间调动"""
    alternatives: dict[Name, AlternativeForm] = Field(default_factory=dict)
    """The company as it might be 备选方案"""
    baseline: Text | None = None
    months: Annotated[Integer, Field(ge=1, le=1200)] = 60
    replications: Annotated[Integer, Field(ge=1, le=1_000_000)] = 200
    seed: Integer = 1
    measures: dict[Name, OwnMeasureForm] = Field(default_factory=dict)
    """Measures of one's own, of every scheme 自定指标"""
    expectations: list[ExpectationForm] = Field(default_factory=list)
    """Statements that are held against every scheme 对各方案的预期"""
    switch: StudySwitchForm | None = None
    """From the baseline to another of the schemes on a date 新旧方案切换"""
    questions: list[TitleForm] = Field(default_factory=list)
    brief: StudyBriefForm | None = None
    """How its report is written 报告的写法"""
