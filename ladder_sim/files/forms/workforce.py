"""The human form of a workforce."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, Tag

from ladder_sim.expressions.drawing import WIDEST
from ladder_sim.files.forms.adopted import PlacementForm
from ladder_sim.files.forms.common import (
    Count,
    Expression,
    FileForm,
    Flag,
    Form,
    Integer,
    MonthOfYear,
    Months,
    Name,
    Number,
    Positive,
    Rising,
    Share,
    Text,
    TitleForm,
    _fail,
    _list_of_one,
    by_shape,
)
from ladder_sim.files.forms.index import WorkforceIndexForm
from ladder_sim.files.forms.likely import LikelyEntry
from ladder_sim.files.forms.metric import AttributeEntry, MetricForm
from ladder_sim.files.forms.status import LifeStatusForm
from ladder_sim.model.roster import DateOrder, DecimalSign, KeyIn, PayPer
from ladder_sim.model.workforce import LeavingPreset, RehireKept


class RosterPayForm(Form):
    """Whether the pay column of a roster is by month or by year, and of whom 花名册薪酬的计算周期与口径"""

    per: PayPer | None = None
    full_time: Flag = False
    """Are the amounts of part-timers those for full time; default: what they are paid 金额是否为全职口径"""


def _step(value: object) -> object:
    """Steps of a rating may be written as numbers: 1: 60."""
    if not isinstance(value, dict):
        return value
    return {str(int(key)) if isinstance(key, float) and key.is_integer() else str(key): of for key, of in value.items()}


WordList = Annotated[list[Text], BeforeValidator(_list_of_one, json_schema_input_type=list[str] | str)]


class RosterForm(Form):
    """A list of people, and how it is to be read; what is not said is found out from the file 花名册"""

    file: Text
    """A CSV file or a workbook, relative to this one 花名册"""
    sheet: Text | None = None
    columns: dict[Name, Text] = Field(default_factory=dict)
    """What a column is: the header in the file, or none {hired: DateofHire, team: none} 列与表头的对应"""
    pay: RosterPayForm | None = None
    """{per: year}"""
    dates: DateOrder | None = None
    decimal: DecimalSign | None = None
    kpi: Annotated[dict[str, Number], BeforeValidator(_step), Field(min_length=1)] | None = None
    """Points for each step of a rating {1: 60, 2: 75} 评级对应的考核得分"""
    left: WordList = Field(default_factory=list)
    """Words of the status of people who have left 表示离职的状态"""
    staying: WordList = Field(default_factory=list)
    """Words of the status of people at work 表示在职的状态"""
    roles: dict[Text, Text] = Field(default_factory=dict)
    """What titles are: the role of each, or none {Customer Service Agent: agent} 名称与岗位层级的对应"""
    grades: dict[Text, Text] = Field(default_factory=dict)
    """What titles are: the grade of each, or none {Sr. CSA: senior} 名称与职级的对应"""
    titles: Text | None = None
    """A table of titles with their roles and grades, relative to this file 名称对照表"""
    reached: dict[Text, Text] = Field(default_factory=dict)
    """A grade and the header of the dates on which people reached it {lead: Lead Date} 各职级的任职日期列"""
    key_in: KeyIn | None = None
    """Where in its cells the key of a person stands: brackets, figures, first word, last word 编号在单元格中的位置"""
    words: dict[Name, Annotated[dict[str, Text], BeforeValidator(_step)]] = Field(default_factory=dict)
    """What words of an attribute mean: a level, or none {education: {3: bachelor, n.a.: none}} 属性用词的对应"""
    numbered: Flag = False
    """Nothing in the file is a key: people are known by their row 无编号，以行号识别人员"""


RosterEntry = Annotated[
    Annotated[Text, Tag("<text>")]
    | Annotated[RosterForm, Tag("<mapping>")]
    | Annotated[list[dict[str, str | int | float | bool | None]], Field(min_length=1), Tag("<list>")],
    by_shape,
]


class PeopleForm(Form):
    """Who is there on the first day: drawn, or from a roster 初始人员"""

    headcount: Annotated[Integer, Field(ge=1, le=10_000_000)] | None = None
    team_size: Annotated[Integer, Field(ge=1)] = 10
    attributes: dict[Name, AttributeEntry] = Field(default_factory=dict)
    roles: Annotated[dict[Name, Share], Field(min_length=1)] | None = None
    grades: Annotated[dict[Name, Count], Field(min_length=1)] | None = None
    roster: RosterEntry | None = None
    """A CSV or XLSX file, relative to this one; a mapping that says how to read it; or the people themselves 花名册"""
    history: Flag = True
    """Have the people worked before month 1, so that windows are filled"""


class AbilityForm(Form):
    """How much people differ, and what a new role makes of it 能力差异"""

    sd: Positive = 1.0
    carry_over: Share = 1.0
    """How much of the ability carries over to a new role"""
    at_move: Expression | None = None
    """What a new role makes of the ability, from old and fresh, instead of carry_over"""


class TimesFor(Form):
    """A factor on the hazard of leaving, for so many months 离职风险倍数及其持续时间"""

    times: Positive
    for_: Annotated[Integer, Field(ge=1)] = Field(6, alias="for")
    """Months 月"""


def _times(value: object) -> object:
    return value if isinstance(value, dict | list) else {"times": value}


Lasting = Annotated[TimesFor, BeforeValidator(_times, json_schema_input_type=TimesFor | float)]


class StagnantForm(Form):
    """What staying long in a grade does to the hazard of leaving 职级停滞对离职的影响"""

    after: Count
    times: Positive | None = None
    per_month: Number | None = None
    at_most: Number | None = None


class EffectsForm(Form):
    """What multiplies the hazard of leaving 离职影响因素"""

    performance: Positive | None = None
    top_performer: Positive | None = None
    passed_over: Lasting | None = None
    promoted: Lasting | None = None
    demoted: Lasting | None = None
    stagnant: StagnantForm | None = None
    pay_gap: Number | None = None


class AttritionForm(Form):
    """How people leave of their own accord 主动离职"""

    base: Annotated[dict[int, Share], Field(min_length=1)] | None = None
    """Monthly hazard by completed months of tenure {0: 0.05, 12: 0.03}"""
    hazard: Expression | None = None
    preset: LeavingPreset | None = None
    effects: EffectsForm = EffectsForm()
    basis: Text | None = None


class FreezeForm(Form):
    """Months without hiring 暂停招聘"""

    from_: Expression = Field(alias="from")
    """A month such as 2028-01"""
    to: Expression | None = None


class RehiresForm(Form):
    """Former employees among the hires 返聘"""

    share: Share
    """Of the hires who once left by themselves 返聘占招聘的比例"""
    within: Months = 36
    """Months since they left 离职后几个月内"""
    keeps: list[RehireKept] = Field(default_factory=list)
    """employed: their service counts on 司龄连续计算; results: what windows look back on, too 此前业绩继续有效"""


class HiringForm(Form):
    """How many are hired, when, and with what notice 招聘"""

    keep: Literal["headcount"] | None = None
    grow: Expression | None = None
    """ "2% a year" """
    fixed: Expression | None = None
    """ "45 a year" """
    poisson: Expression | None = None
    """ "4 a month" """
    plan: Text | None = None
    """A CSV file with columns month and hires"""
    months: (
        Annotated[list[MonthOfYear], BeforeValidator(_list_of_one, json_schema_input_type=list[int] | int)] | None
    ) = None
    lead_months: Months = 1
    by: Name | None = None
    """The attribute whose mix is kept, e.g. department 按何类别补员"""
    freeze: FreezeForm | None = None
    rehires: RehiresForm | None = None
    """People who left and come back 离职后再入职"""
    basis: Text | None = None


class SeveranceForm(Form):
    """What people are paid who are dismissed 离职补偿"""

    months_per_year: Positive = 0.0
    plus: Positive = 0.0
    """Months of the last month's pay in lieu of notice 代通知金"""
    notice: Literal["given", "paid"] = "paid"
    """Is notice given ahead, or paid for by `plus`"""
    cap_pay: Rising | None = None


class CostsForm(Form):
    """What people cost beside their pay 用工成本"""

    employer_load: Expression | None = None
    contributions: Text | None = None
    """A named rate of the law's table, instead of employer_load 单位社保公积金比例名称"""
    load_floor: Rising | None = None
    load_ceiling: Rising | None = None
    hire: Expression = 0
    training_month: Expression = 0
    severance: SeveranceForm = SeveranceForm()
    hr_hour: Positive | None = None
    """An hour of those who hold reviews and stages 组织评审人员每小时成本"""
    basis: Text | None = None


class RetirementForm(Form):
    """When people retire 退休"""

    age: Expression | None = None
    preset: Literal["statutory"] | None = None
    """The ages of the law's table, by sex, post and birth 法定退休年龄"""
    management: Expression | None = None
    """With the preset: who holds a management or technical post 管理和专业技术岗位"""


class MentoringForm(Form):
    """Who teaches newcomers, how long and with what success 带教"""

    who: Expression
    months: Annotated[Integer, Field(ge=1)] = 3
    success: Expression = 1


def _none(value: object) -> object:
    if value != "none":
        raise _fail("need_hiring")
    return value


HiringEntry = Annotated[
    Annotated[Literal["none"], BeforeValidator(_none), Tag("<text>")] | Annotated[HiringForm, Tag("<mapping>")],
    by_shape,
]


class NearForm(Form):
    """The response near a line 接近达标线时的反应"""

    within: Annotated[Number, Field(gt=0)]
    """KPI points from a line over which the response fades 距达标线多少分以内"""
    most: Number
    """KPI points more at the line"""


class HopelessForm(Form):
    """The response far below a line, where it seems out of reach 无望达标时的反应"""

    beyond: Positive
    most: Number
    """KPI points, below 0 for less"""


class EffortForm(Form):
    """How scores respond to the distance from a promotion; without it people's effort is the same 努力程度，为假设"""

    near: NearForm | None = None
    hopeless: HopelessForm | None = None
    seats: Flag = False
    """Weighed by the chance that a seat is open"""
    for_: Annotated[list[Name], BeforeValidator(_list_of_one, json_schema_input_type=list[str] | str)] = Field(
        default_factory=list, alias="for"
    )
    """Promotions to which people respond: moves, or the grades or roles to which they lead 针对哪些晋升"""
    in_: Name = Field("kpi", alias="in")
    """The metric that responds 体现在哪项指标"""
    basis: Text | None = None


LogSpread = Annotated[Number, Field(ge=0, le=WIDEST)]


class BetweenYearsForm(Form):
    """How much years differ beyond the chance of people; drawn once a year for everybody 年度之间的差异"""

    leaving: LogSpread = 0
    """Standard deviation of the logarithm of a year's factor on chances to leave 离职概率年度倍数的对数标准差"""
    hiring: LogSpread = 0
    """The same of the numbers of a plan of hires 招聘人数年度倍数的对数标准差"""
    performance: Positive = 0
    """Standard deviation of a year's level of the KPI, in points 绩效年度水平的标准差（分）"""
    basis: Text | None = None


class WorkforceForm(FileForm):
    """A workforce: people and how they behave; it knows no scheme 人员文件"""

    workforce: Text
    """The id: the file's name without .yaml"""
    title: TitleForm | None = None
    based_on: Text | None = None
    start: Expression = "2027-01-01"
    """First day of month 1"""
    people: PeopleForm
    ability: AbilityForm = AbilityForm()
    signals: Literal["standard"] | None = None
    """Metrics not named here come from the standard ones"""
    metrics: dict[Name, MetricForm] = Field(default_factory=dict)
    attrition: AttritionForm = AttritionForm()
    effort: EffortForm | None = None
    """How scores respond to a promotion within reach; default not at all 努力程度对晋升机会的反应"""
    between_years: BetweenYearsForm = BetweenYearsForm()
    """How much years differ: {leaving: 0.2, hiring: 0.3, performance: 1.5}; default not at all 年度之间的差异"""
    statuses: dict[Name, LifeStatusForm] = Field(default_factory=dict)
    """Conditions of a person that last, begun by life: leave, secondment 由生活事件开始的状态"""
    hiring: HiringEntry = HiringForm()
    costs: CostsForm = CostsForm()
    market: dict[Name, Expression] = Field(default_factory=dict)
    placement: PlacementForm | None = None
    retirement: RetirementForm | None = None
    law: Text = "cn"
    """Which country's labor law: cn, or a file beside this one"""
    minimum_wage: Rising | None = None
    """A month 当地月最低工资标准"""
    indices: dict[Name, WorkforceIndexForm] = Field(default_factory=dict)
    """Numbers that rise by date, such as prices and wages 按日期上涨的指数，如物价、工资"""
    mentoring: MentoringForm | None = None
    currency: Text | None = None
    """In which currency all amounts are: a code such as CNY, USD 金额的货币：CNY、USD 等代码"""
    holidays: list[Expression] = Field(default_factory=list)
    notes: list[TitleForm] = Field(default_factory=list)
    assumptions: dict[Text, LikelyEntry] = Field(default_factory=dict)
    """Between which values assumed numbers probably lie, by address {attrition.effects.pay_gap: [-4.5, -1]} 可能范围"""


class VocabularyForm(Form):
    """The standard signals and attributes, and what they mean 标准词汇"""

    signals: dict[Name, MetricForm] = Field(default_factory=dict)
    attributes: dict[Name, AttributeEntry] = Field(default_factory=dict)
