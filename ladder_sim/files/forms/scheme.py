"""The human form of a scheme: what the file may say, before it is resolved."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field, Tag

from ladder_sim.files.forms.common import (
    Amount,
    Both,
    Count,
    CountEntry,
    Dated,
    Duration,
    Expression,
    FileForm,
    Flag,
    Form,
    GradeAmount,
    Integer,
    MonthName,
    MonthOfYear,
    Name,
    Number,
    Text,
    TitleForm,
    Weight,
    Where,
    Whole,
    _list_of_one,
    by_shape,
    by_shape_or_month,
)
from ladder_sim.files.forms.index import SchemeIndexForm, TablesForm
from ladder_sim.files.forms.likely import LikelyEntry
from ladder_sim.files.forms.measure import OwnMeasureForm
from ladder_sim.files.forms.metric import AttributeEntry, MetricForm
from ladder_sim.files.forms.move import MoveForm, WorkForm
from ladder_sim.files.forms.status import StatusForm
from ladder_sim.model.lint_codes import LintCode
from ladder_sim.model.moves import ShareOut
from ladder_sim.model.scheme import Unconfirmed

Document = Annotated[
    Annotated[Integer, Tag("<number>")]
    | Annotated[Text, Tag("<text>")]
    | Annotated[list[Integer | Text], Tag("<list>")],
    by_shape,
]


class SourceForm(Form):
    """Where the rules come from 制度来源"""

    file: Text | None = None
    document: Document | None = None
    url: Text | None = None
    note: Text | None = None


class ParameterForm(Form):
    """A number that may be changed: sliders, sweeps and searches find it here 参数"""

    value: Amount
    """The value in force 取值"""
    from_: Number | None = Field(None, alias="from")
    """Lowest value 最小值"""
    to: Number | None = None
    """Highest value 最大值"""
    step: Annotated[Number, Field(gt=0)] | None = None
    unit: Text | None = None
    integer: Flag = False
    choices: Annotated[list[Text], Field(min_length=1)] | None = None
    title: TitleForm | None = None
    assumed: Annotated[Annotated[Flag, Tag("<flag>")] | Annotated[Text, Tag("<text>")], by_shape] = False
    """The source is silent; a text says which default this is 来源没有说明，为假设值"""
    reading: Annotated[Annotated[Flag, Tag("<flag>")] | Annotated[Text, Tag("<text>")], by_shape] = False
    """The source is garbled; this is a reading of it 对原文的解读"""
    likely: LikelyEntry | None = None
    """Of an assumed value: [low, high], between which it probably lies 可能范围"""
    note: TitleForm | None = None


ParameterEntry = Annotated[
    Annotated[Expression, Tag("<text>")] | Annotated[Expression, Tag("<number>")] | Annotated[Expression, Tag("<flag>")]
    | Annotated[ParameterForm, Tag("<mapping>")], by_shape,
]  # fmt: skip


class OutsideForm(Form):
    """How many openings of a grade are filled from outside, and when 外部招聘"""

    share: Expression
    after: Expression | None = None
    """Candidates go first, and for so many months 空缺满几个月后"""


OutsideEntry = Annotated[
    Annotated[Expression, Tag("<text>")]
    | Annotated[Expression, Tag("<number>")]
    | Annotated[OutsideForm, Tag("<mapping>")],
    by_shape,
]


SeatsEntry = Annotated[
    Annotated[Expression, Tag("<text>")]
    | Annotated[Expression, Tag("<number>")]
    | Annotated[Expression, Tag("<flag>")]
    | Annotated[dict[str, Expression], Tag("<mapping>")],
    by_shape,
]


class GradeForm(Form):
    """A step of the ladder; any further key is a field of the grade, read by next.f, lower.f, own.f, new.f 职级"""

    model_config = ConfigDict(extra="allow", frozen=True, defer_build=True)
    __pydantic_extra__: dict[str, GradeAmount] = Field(init=False)

    title: TitleForm | None = None
    role: Text | None = None
    """Role, from the list under roles 岗位层级"""
    base: GradeAmount | None = None
    """Monthly base pay 月基本工资"""
    seats: SeatsEntry | None = None
    count: CountEntry | None = None
    """What its seats count: heads (default), or fte 编制的计数方式：人数或全时当量"""
    """5, "1 per 8 agent", "10% of headcount", or {by: department, sales: 3, service: 2} 编制"""
    outside: OutsideEntry | None = None
    """Share of openings filled from outside 外部招聘比例"""
    exists: Expression | None = None
    """An expression of parameters; when false, the ladder does without this grade"""
    share: Weight = 1.0
    """Weight of this grade when people are placed at the start"""
    layer: Count | None = None
    """Height compared with other tracks; default the level 层级"""
    trial: Flag = False
    """People in this grade are on probation"""
    track_title: TitleForm | None = None


def _empty_mapping(value: object) -> object:
    return {} if value is None else value


GradeEntry = Annotated[GradeForm, BeforeValidator(_empty_mapping, json_schema_input_type=GradeForm | None)]
EntryForm = Annotated[
    Annotated[Text, Tag("<text>")] | Annotated[Annotated[dict[str, Weight], Field(min_length=1)], Tag("<mapping>")],
    by_shape,
]


class ProbationForm(Form):
    """Probation of hires 新员工试用期"""

    months: Whole
    pay: Expression = 1.0
    """Share of base paid 试用期工资比例"""
    confirm: Expression | None = None
    otherwise: Unconfirmed = "exit"
    extend: Whole = 1
    extensions: Whole = 1
    parts: Flag = False
    assessed_from: Whole | None = None


class ScoreForm(Form):
    """A score: an expression that closes each period, as letters where it has shares 考核得分"""

    every: Text
    """month, quarter, half-year, year or e.g. "3 months" """
    value: Expression
    shares: Annotated[dict[Text, Expression], Field(min_length=2)] | None = None
    """Letters from the top and how many get each: "at most 10%", "30%", "at least 5%", "the rest" 强制分布"""
    within: Where | None = None
    """Among whom they are given: role (default), grade, track, team, everyone, or several 在何范围内"""
    first: Number | None = None
    """What ago(…) gives where no earlier period has closed 无更早周期时 ago(…) 的取值"""
    title: TitleForm | None = None


class ReviewForm(Form):
    """The dated occasion at which moves are tested 评审"""

    every: Text
    """month, quarter, half-year, year or e.g. "3 months" """
    month: MonthOfYear | None = None
    """Month in which a year (or half-year) ends 年度（半年度）结束的月份"""
    for_: Expression | None = Field(None, alias="for")
    """Who is reviewed, e.g. department == sales 评审范围"""
    effective: MonthName | None = None
    """"next January", a month or nothing: the first of the next month"""
    after: Text | None = None
    """A review that is tested first where both are due 同日评审时排在哪次评审之后"""
    budget: Expression | None = None
    """What its moves may add to base pay a month: "3% of base", "20000 a month" 每月增资预算"""
    share_out: ShareOut | None = None
    """How a budget that is too small is shared; default best first 预算不足时的分配方式"""
    work: WorkForm | None = None
    """Hours of those who hold it; default not counted 占用工时"""
    title: TitleForm | None = None


class TokenForm(Form):
    """A certificate that people earn at a review and may lose again 资格证书"""

    review: Text
    earn: Expression
    keep: Duration | None = None
    """Months, "1 year", "6 months" or forever (the default) """
    at_most: Whole = 1
    title: TitleForm | None = None


class PayPartForm(Form):
    """A part of pay beside the base 工资项目"""

    amount: Amount
    in_full: Flag = False
    """Also to who works part time 非全日制人员是否全额发放"""
    for_: Where | None = Field(None, alias="for")
    when: Expression | None = None
    title: TitleForm | None = None


PayEntry = Annotated[
    Annotated[Expression, Tag("<text>")]
    | Annotated[Expression, Tag("<number>")]
    | Annotated[PayPartForm, Tag("<mapping>")]
    | Annotated[Dated, Tag("<dated>")],
    by_shape_or_month,
]
PlacementForm = Annotated[
    Annotated[Text, Tag("<text>")] | Annotated[dict[str, Text], Tag("<mapping>")],
    by_shape,
]


class SwitchPayForm(Form):
    """Base pay at the switch, where the new grade's is another 切换时的薪酬处理"""

    falls: Text = "at once"
    """Where it is lower: at once, protected, frozen, or such as 12 months 降薪者"""
    rises: Text = "at once"
    """Where it is higher: at once, or such as 12 months 涨薪者"""


class WaveForm(Form):
    """Who passes on the first of a month 分批切换的一批"""

    month: Whole
    """Month of the run 第几个月"""
    if_: Expression = Field(True, alias="if")
    """Who; default all who are left 哪些人"""


class AdoptedForm(Form):
    """A scheme that takes over from another during the run 中途切换的方案"""

    month: Whole
    """First month of the run under this scheme"""
    after: Text
    """The scheme in force until then"""
    placement: PlacementForm = "keep"
    """keep, by pay, "pay protected", or {old grade: new grade or an expression that gives one}"""
    pay: Annotated[Annotated[Text, Tag("<text>")] | Annotated[SwitchPayForm, Tag("<mapping>")], by_shape] = "at once"
    """at once, protected, frozen, such as 12 months, or {falls, rises} 薪酬处理"""
    waves: Annotated[Annotated[Text, Tag("<text>")] | Annotated[list[WaveForm], Tag("<list>")], by_shape] = "everybody"
    """everybody, new hires, or waves by month 分批"""


Remark = Annotated[
    Annotated[Flag, Tag("<flag>")] | Annotated[Text, Tag("<text>")] | Annotated[Both, Tag("<mapping>")], by_shape
]


class StatedForm(Form):
    """A rule that the source states, and where the file says it, or why it does not 原文规则"""

    rule: TitleForm
    """The rule, in your own words 条款（用自己的话）"""
    at: TitleForm | None = None
    """Where it stands in the source 在原文中的位置"""
    by: Annotated[list[Text], BeforeValidator(_list_of_one, json_schema_input_type=list[str] | str)] = Field(
        default_factory=list
    )
    """What says it in this file, such as moves.to_senior.service 由本文件何处表述"""
    reading: Remark = False
    """The source is unclear: how it was read 对原文的解读"""
    assumed: Remark = False
    """The source does not say it; the file needs it 原文没有，为假设"""
    left_out: TitleForm | None = None
    """Why the file leaves it out 未纳入模型的原因"""


class LintForm(Form):
    """What `check --lint` is to keep silent of 检视设置"""

    ignore: dict[LintCode, TitleForm] = Field(default_factory=dict)
    """Code and the reason why it is meant so 不再提示的项目及理由"""


class SchemeForm(FileForm):
    """A scheme: a ladder of grades, the moves between them, when they are reviewed, what they pay 方案"""

    scheme: Text
    """The id: the file's name without .yaml"""
    title: TitleForm | None = None
    short_title: TitleForm | None = None
    """In few words, for charts and headlines; default: the title 简称"""
    source: SourceForm | None = None
    summary: TitleForm | None = None
    based_on: Text | None = None
    parameters: dict[Name, ParameterEntry] = Field(default_factory=dict)
    roles: Annotated[list[Name], Field(min_length=1)] | None = None
    """Lowest first"""
    ladder: Annotated[dict[Name, dict[Name, GradeEntry]], Field(min_length=1)]
    """Tracks, and in each the grades, lowest first"""
    fields: dict[Name, TitleForm] = Field(default_factory=dict)
    """What the further keys of the grades are called 职级字段的名称"""
    entry: EntryForm
    probation: ProbationForm | None = None
    year_starts: MonthName | None = None
    """Month in which the organization's year begins: april, 4; default January 财年起始月"""
    scores: dict[Name, ScoreForm] = Field(default_factory=dict)
    reviews: dict[Name, ReviewForm] = Field(default_factory=dict)
    moves: list[MoveForm] = Field(default_factory=list)
    tokens: dict[Name, TokenForm] = Field(default_factory=dict)
    statuses: dict[Name, StatusForm] = Field(default_factory=dict)
    """Conditions of a person that last, begun by moves or failed stages 由规则开始的状态"""
    pay: dict[Name, PayEntry] = Field(default_factory=dict)
    placement: PlacementForm | None = None
    team_size: Expression | None = None
    """People per team under this scheme; default the workforce's 每小组人数"""
    hire_if: Expression | None = None
    """Who may be hired: a condition on what newcomers bring 录用条件"""
    hire_among: Expression | None = None
    """Applicants for each opening; the best by hire_order is taken 每个空缺的应聘人数"""
    hire_order: Expression | None = None
    """What makes an applicant the better one 应聘者择优标准"""
    indices: dict[Name, SchemeIndexForm] = Field(default_factory=dict)
    """Numbers that rise by date, such as a yearly award 按日期上调的指数，如年度普调"""
    tables: TablesForm | None = None
    """What happens when a table of pay changes 薪级表调整时的规则"""
    entry_step: Expression | None = None
    """At which step of the grade a hire starts 新员工起薪档位"""
    entry_pay: Expression | None = None
    """The base pay of a hire, with new.base 新员工起薪"""
    placement_step: Expression | None = None
    """At which step people of the first day stand 首日人员所在档位"""
    adopted: AdoptedForm | None = None
    signals: dict[Name, MetricForm] = Field(default_factory=dict)
    attributes: dict[Name, AttributeEntry] = Field(default_factory=dict)
    """What the rules ask of people, where the workforce does not say it 人员信息"""
    measures: dict[Name, OwnMeasureForm] = Field(default_factory=dict)
    """Measures of one's own 自定指标"""
    stated: list[StatedForm] = Field(default_factory=list)
    """What the source states, rule by rule, and where this file says it 原文条款与本文件的对应"""
    lint: LintForm = LintForm()
    """What the linter is to keep silent of, with reasons 不再提示的检视项目及理由"""
    notes: list[TitleForm] = Field(default_factory=list)
