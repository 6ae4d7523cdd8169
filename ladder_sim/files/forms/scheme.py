"""The human form of a scheme: what the file may say, before it is resolved."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field, Tag

from ladder_sim.files.forms.adopted import AdoptedForm, PlacementForm
from ladder_sim.files.forms.common import (
    Amount,
    Both,
    Count,
    CountEntry,
    Dated,
    Duration,
    ExitsOfPart,
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
from ladder_sim.model.moves import ShareOut, Unspent
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
    """Name of the document 文件名"""
    document: Document | None = None
    """Its number or numbers 文件编号"""
    url: Text | None = None
    """Its address 网址"""
    note: Text | None = None
    """What else there is to say of it 说明"""


class ParameterForm(Form):
    """A number that may be changed: sliders, sweeps and searches find it here 参数"""

    value: Amount
    """The value in force 取值"""
    from_: Number | None = Field(None, alias="from")
    """Lowest value 最小值"""
    to: Number | None = None
    """Highest value 最大值"""
    step: Annotated[Number, Field(gt=0)] | None = None
    """Step of a slider 滑块步长"""
    unit: Text | None = None
    """Unit, such as months, points, CNY 单位，如 months、points、CNY"""
    integer: Flag = False
    """Whole numbers only 仅取整数"""
    choices: Annotated[list[Text], Field(min_length=1)] | None = None
    """The values to choose from, where it is no number 可选取值（非数字时）"""
    title: TitleForm | None = None
    """What the parameter is called 参数名称"""
    assumed: Annotated[Annotated[Flag, Tag("<flag>")] | Annotated[Text, Tag("<text>")], by_shape] = False
    """The source is silent; a text says which default this is 来源没有说明，为假设值"""
    reading: Annotated[Annotated[Flag, Tag("<flag>")] | Annotated[Text, Tag("<text>")], by_shape] = False
    """The source is garbled; this is a reading of it 对原文的解读"""
    likely: LikelyEntry | None = None
    """Of an assumed value: [low, high], between which it probably lies 可能范围"""
    note: TitleForm | None = None
    """What else there is to say of it 说明"""


ParameterEntry = Annotated[
    Annotated[Expression, Tag("<text>")] | Annotated[Expression, Tag("<number>")] | Annotated[Expression, Tag("<flag>")]
    | Annotated[ParameterForm, Tag("<mapping>")], by_shape,
]  # fmt: skip


class OutsideForm(Form):
    """How many openings of a grade are filled from outside, and when 外部招聘"""

    share: Expression
    """Share of openings filled from outside 外部招聘比例"""
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
    """What the grade is called 职级名称"""
    role: Text | None = None
    """Role, from the list under roles 岗位层级"""
    base: GradeAmount | None = None
    """Monthly base pay 月基本工资"""
    seats: SeatsEntry | None = None
    """5, "1 per 8 agent", "10% of headcount", or {by: department, sales: 3, service: 2} 编制"""
    count: CountEntry | None = None
    """What its seats count: heads (default), or fte 编制的计数方式：人数或全时当量"""
    outside: OutsideEntry | None = None
    """Share of openings filled from outside 外部招聘比例"""
    exists: Expression | None = None
    """An expression of parameters; when false, the ladder does without this grade 由参数决定本级是否存在"""
    share: Weight = 1.0
    """Weight of this grade when people are placed at the start 首日人员分布中的权重"""
    layer: Count | None = None
    """Height compared with other tracks; default the level 层级"""
    trial: Flag = False
    """People in this grade are on probation 本级人员处于试用"""
    track_title: TitleForm | None = None
    """What the track is called, said at one of its grades 通道名称（写在其中一个职级上）"""


class CapForm(Form):
    """How many several grades together may hold 若干职级合计的职数上限"""

    over: Where
    """The grades, tracks or roles that count 计入的职级、通道或岗位层级"""
    seats: SeatsEntry
    """5, "20% of headcount", "1 per 3 upper" (of another cap) 上限"""
    title: TitleForm | None = None
    """What it is called 名称"""


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
    """Months of probation 试用期月数"""
    pay: Expression = 1.0
    """Share of base paid 试用期工资比例"""
    confirm: Expression | None = None
    """Condition of staying, tested at the end 期满转正条件"""
    otherwise: Unconfirmed = "exit"
    """What becomes of who does not meet it 未达标者如何处理"""
    extend: Whole = 1
    """Months by which it is prolonged 延长月数"""
    extensions: Whole = 1
    """How often it may be prolonged 最多延长次数"""
    parts: Flag = False
    """Are other parts of pay paid too? 试用期是否发放其他薪酬项"""
    assessed_from: Whole | None = None
    """Month of service from which results count 从入职第几个月起计入考核"""


class ScoreForm(Form):
    """A score: an expression that closes each period, as letters where it has shares 考核得分"""

    every: Text
    """month, quarter, half-year, year or e.g. "3 months" 周期：month、quarter、half-year、year 或如“3 months”"""
    value: Expression
    """How it is worked out 计算方式"""
    shares: Annotated[dict[Text, Expression], Field(min_length=2)] | None = None
    """Letters from the top and how many get each: "at most 10%", "30%", "at least 5%", "the rest" 强制分布"""
    within: Where | None = None
    """Among whom they are given: role (default), grade, track, team, everyone, or several 在何范围内"""
    first: Number | None = None
    """What ago(…) gives where no earlier period has closed 无更早周期时 ago(…) 的取值"""
    title: TitleForm | None = None
    """What the score is called 得分名称"""


class ReviewForm(Form):
    """The dated occasion at which moves are tested 评审"""

    every: Text
    """month, quarter, half-year, year or e.g. "3 months" 周期：month、quarter、half-year、year 或如“3 months”"""
    month: MonthOfYear | None = None
    """Month in which a year (or half-year) ends 年度（半年度）结束的月份"""
    for_: Expression | None = Field(None, alias="for")
    """Who is reviewed, e.g. department == sales 评审范围"""
    effective: MonthName | None = None
    """"next January", a month or nothing: the first of the next month 生效月份：如“next January”；不写为次月1日"""
    after: Text | None = None
    """A review that is tested first where both are due 同日评审时排在哪次评审之后"""
    budget: Expression | None = None
    """What its moves may add to base pay a month: "3% of base", "20000 a month" 每月增资预算"""
    share_out: ShareOut | None = None
    """How a budget that is too small is shared; default best first 预算不足时的分配方式"""
    unspent: Unspent | None = None
    """What becomes of what is left; default lapses 未用完的预算如何处理，默认作废"""
    work: WorkForm | None = None
    """Hours of those who hold it; default not counted 占用工时"""
    title: TitleForm | None = None
    """What the review is called 评审名称"""


class TokenForm(Form):
    """A certificate that people earn at a review and may lose again 资格证书"""

    review: Text
    """The review at which it is earned 在哪次评审取得"""
    earn: Expression
    """Condition of earning it 取得条件"""
    keep: Duration | None = None
    """Months, "1 year", "6 months" or forever (the default) 有效期：月数、“1 year”等；默认长期有效"""
    at_most: Whole = 1
    """How many a person can hold 每人最多持有数"""
    title: TitleForm | None = None
    """What it is called 名称"""


class PayPartForm(Form):
    """A part of pay beside the base 工资项目"""

    amount: Amount
    """How much a month 每月金额"""
    in_full: Flag = False
    """Also to who works part time 非全日制人员是否全额发放"""
    for_: Where | None = Field(None, alias="for")
    """Grades, tracks or roles that get it; default all 适用职级、通道或岗位层级；默认全部"""
    when: Expression | None = None
    """For whom among them 其中哪些人"""
    at_exit: ExitsOfPart = Field(default_factory=list)
    """Settled once at an exit, for these causes or any; default every month 离职时一次结清的离职原因；默认每月发放"""
    title: TitleForm | None = None
    """What it is called 名称"""


PayEntry = Annotated[
    Annotated[Expression, Tag("<text>")]
    | Annotated[Expression, Tag("<number>")]
    | Annotated[PayPartForm, Tag("<mapping>")]
    | Annotated[Dated, Tag("<dated>")],
    by_shape_or_month,
]


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
    """The id: the file's name without .yaml 编号：即文件名（不含 .yaml）"""
    title: TitleForm | None = None
    """What the scheme is called 方案名称"""
    short_title: TitleForm | None = None
    """In few words, for charts and headlines; default: the title 简称"""
    source: SourceForm | None = None
    """Where the rules come from 制度来源"""
    summary: TitleForm | None = None
    """The scheme in two or three sentences 方案概述"""
    based_on: Text | None = None
    """The id or path of a scheme of which this file says only what differs 所依据的方案：本文件只写与其不同之处"""
    parameters: dict[Name, ParameterEntry] = Field(default_factory=dict)
    """Numbers that may be changed, each with a name that rules read 可调参数：规则中用其名称引用"""
    roles: Annotated[list[Name], Field(min_length=1)] | None = None
    """Roles, lowest first 岗位层级，由低到高"""
    ladder: Annotated[dict[Name, dict[Name, GradeEntry]], Field(min_length=1)]
    """Tracks, and in each the grades, lowest first 职级体系：通道及其职级，由低到高"""
    fields: dict[Name, TitleForm] = Field(default_factory=dict)
    """What the further keys of the grades are called 职级字段的名称"""
    entry: EntryForm
    """The grade in which hires start, or the share of each 新员工的起始职级，或各级占比"""
    probation: ProbationForm | None = None
    """Probation of hires 新员工试用期"""
    currency: Text | None = None
    """In which currency all amounts are: a code such as CNY, USD 金额的货币：CNY、USD 等代码"""
    year_starts: MonthName | None = None
    """Month in which the organization's year begins: april, 4; default January 财年起始月"""
    scores: dict[Name, ScoreForm] = Field(default_factory=dict)
    """Results worked out from others each period, letters among them 每期由其他结果得出的考核得分或等级"""
    reviews: dict[Name, ReviewForm] = Field(default_factory=dict)
    """Dated occasions at which moves are tested 定期评审"""
    moves: list[MoveForm] = Field(default_factory=list)
    """Rules by which people change grade 变动规则"""
    tokens: dict[Name, TokenForm] = Field(default_factory=dict)
    """Certificates that are earned and may lapse 可获得、可失效的资格"""
    caps: dict[Name, CapForm] = Field(default_factory=dict)
    """How many several grades together may hold 若干职级合计的职数上限"""
    statuses: dict[Name, StatusForm] = Field(default_factory=dict)
    """Conditions of a person that last, begun by moves or failed stages 由规则开始的状态"""
    pay: dict[Name, PayEntry] = Field(default_factory=dict)
    """Parts of pay beside the base 基本工资以外的薪酬项"""
    placement: PlacementForm | None = None
    """How people come to the grades on the first day: keep, by pay, or old and new grades 首日如何归级"""
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
    """From which month this scheme takes over from which 自哪个月起接替哪个方案"""
    signals: dict[Name, MetricForm] = Field(default_factory=dict)
    """Metrics that the rules read and no workforce need state 本方案自带的绩效数据"""
    attributes: dict[Name, AttributeEntry] = Field(default_factory=dict)
    """What the rules ask of people, where the workforce does not say it 人员信息"""
    measures: dict[Name, OwnMeasureForm] = Field(default_factory=dict)
    """Measures of one's own 自定指标"""
    stated: list[StatedForm] = Field(default_factory=list)
    """What the source states, rule by rule, and where this file says it 原文条款与本文件的对应"""
    lint: LintForm = LintForm()
    """What the linter is to keep silent of, with reasons 不再提示的检视项目及理由"""
    notes: list[TitleForm] = Field(default_factory=list)
    """Remarks for readers 备注"""
