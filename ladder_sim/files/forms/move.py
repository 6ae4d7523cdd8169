"""The human form of a scheme's moves: conditions, stages, pay, waivers, probation."""

from __future__ import annotations

from typing import Annotated, get_args

from pydantic import BeforeValidator, Field, Tag

from ladder_sim.files.forms.common import (
    CountEntry,
    Duration,
    Expression,
    Flag,
    Form,
    MonthName,
    Name,
    Text,
    TitleForm,
    Weight,
    Where,
    Whole,
    _fail,
    _list_of_one,
    by_shape,
)
from ladder_sim.model.kinds import Cause, MoveKind, Severance, WrittenSeverance
from ladder_sim.model.moves import MoveWindows, UnconfirmedMove


class ConditionForm(Form):
    """A condition with a title or an id of its own 条件"""

    if_: Expression = Field(alias="if")
    """The condition 条件"""
    due: Flag | None = None
    """Is it a waiting time, for attempts? Default: when it reads no result 是否属于年限类条件"""
    title: TitleForm | None = None
    """What it is called 条件名称"""
    id: Name | None = None
    """Its name, by which results and waivers know it 条件编号"""


ConditionEntry = Annotated[
    Annotated[Expression, Tag("<text>")]
    | Annotated[Expression, Tag("<flag>")]
    | Annotated[ConditionForm, Tag("<mapping>")],
    by_shape,
]


def _severance(value: object) -> object:
    """true: as the workforce says; false: none."""
    if isinstance(value, bool):
        return "due" if value else "none"
    if value not in get_args(WrittenSeverance):
        raise _fail("need_severance")
    return value


SeveranceEntry = Annotated[
    Severance,
    BeforeValidator(_severance, json_schema_input_type=bool | WrittenSeverance),
]


class FailureForm(Form):
    """What becomes of who does not pass 未通过时的处理"""

    to: Text
    """stay, exit, lower, before or a grade 去向：stay、exit、lower、before 或职级"""
    after: Expression | None = None
    """Months after the first of the next month, such as "12 months" 另经几个月后生效"""
    effective: MonthName | None = None
    """The month in which it takes effect, the first such one after that 生效月份"""
    cause: Cause | None = None
    """Of an exit: why 离职时的原因"""
    severance: SeveranceEntry | None = None
    """Of an exit: what is paid 离职时的经济补偿"""
    status: Name | None = None
    """The status in which the person is until then 其间的状态"""


FailsTo = Annotated[Annotated[Text, Tag("<text>")] | Annotated[FailureForm, Tag("<mapping>")], by_shape]


class WorkForm(Form):
    """What a review or a stage takes of those who hold it 评审或选拔环节占用的工时"""

    hours: Weight = 0
    """Hours of each of the panel for each person 每位评委审一人所需小时"""
    panel: Weight = 1
    """How many hold it 评委人数"""
    sitting: Weight = 0
    """Hours of each of the panel for a sitting, however many people come 每位评委每次会务小时"""


class StageForm(Form):
    """A stage of a selection process: an exam, a defense, a public notice 选拔环节"""

    stage: Text
    """Its name, such as exam or notice 环节编号，如 exam、notice"""
    days: Expression = 0
    """Working days 工作日"""
    pass_: Expression | None = Field(None, alias="pass")
    """Chance to pass 通过概率"""
    score: Expression | None = None
    """What is assessed, in points 评分内容"""
    at_least: Expression | None = None
    """The mark that passes 合格线"""
    objection: Expression | None = None
    """Chance that an objection stops the case 公示异议概率"""
    retake_after: Duration | None = None
    """After how long it may be taken again, such as "1 month" 多久后可补考，如“1 month”"""
    retakes: Whole | None = None
    """How often it may be taken again 补考次数"""
    kept: Expression | None = None
    """Chance that who failed is given the retake 获准补考的概率"""
    capacity: Expression | None = None
    """How many it takes, such as "10 a month" 每月办理上限，如“10 a month”"""
    fails_to: FailsTo = "stay"
    """stay, exit, lower, before, a grade, or what follows and when 未通过者的去向"""
    work: WorkForm | None = None
    """Hours of those who hold it; default not counted 占用工时"""
    title: TitleForm | None = None
    """What the stage is called 环节名称"""


class RaiseForm(Form):
    """What a move adds to the base 变动时的加薪"""

    raise_: Expression = Field(alias="raise")
    """500, or a range such as "500..800" 加薪额，或区间如“500..800”"""
    by: Expression | None = None
    """0 to 1, the place in the range 在区间中的位置（0至1）"""


PayForm = Annotated[
    Annotated[Expression, Tag("<text>")]
    | Annotated[Expression, Tag("<number>")]
    | Annotated[RaiseForm, Tag("<mapping>")],
    by_shape,
]


class WaiverForm(Form):
    """When conditions may be waived, and how many 破格条件"""

    when: Expression
    """Who may be waived conditions 哪些人可破格"""
    count: Whole = 1
    """How many conditions 最多免除几条"""
    only: Annotated[list[Text], BeforeValidator(_list_of_one, json_schema_input_type=list[str] | str)] = Field(
        default_factory=list
    )
    """Which conditions; default any 可免除的条件；默认任意"""


class MoveProbationForm(Form):
    """A trial in the new grade, and what follows it 任职试用期"""

    months: Whole
    """Months of the trial 考察期月数"""
    confirm: Expression | None = None
    """Condition of staying 转正条件"""
    otherwise: UnconfirmedMove = "exit"
    """What becomes of who does not meet it 未达标者如何处理"""


CauseForm = Annotated[
    Annotated[Cause, Tag("<text>")]
    | Annotated[Annotated[dict[Cause, Expression], Field(min_length=1)], Tag("<mapping>")],
    by_shape,
]


Conditions = Annotated[
    list[ConditionEntry],
    BeforeValidator(_list_of_one, json_schema_input_type=list[ConditionEntry] | ConditionEntry),
]


class MoveForm(Form):
    """A rule by which people change grade 变动规则"""

    id: Name
    """Its name, by which results know it 变动编号"""
    title: TitleForm | None = None
    """What the move is called 变动名称"""
    from_: Where = Field(alias="from")
    """any, a grade, track or role, a list of them, or "a..b" 来源：any、职级、通道、层级，或其列表"""
    to: Text
    """A grade, next, lower, same, exit, before, or an expression giving a grade 去向：职级、next、exit 等"""
    review: Text
    """The review at which it is tested 在哪次评审中审核"""
    kind: MoveKind | None = None
    """promotion, demotion and so on; default by where it leads 变动类型；默认按去向判断"""
    when: Conditions = Field(default_factory=list)
    """All must hold 条件，须全部满足"""
    seats: Expression | None = None
    """unlimited, vacancy, 3, "10% of grade", "20% of eligible" 名额：unlimited、vacancy、3、“10% of grade”等"""
    count: CountEntry | None = None
    """What the quota counts: heads (default), or fte 名额的计数方式：人数或全时当量"""
    order: Expression | None = None
    """Who goes first where seats are few 名额不足时的择优标准"""
    apply: Expression | None = None
    """Chance that an eligible person applies 申请概率"""
    stages: list[StageForm] = Field(default_factory=list)
    """What a case walks through after the review 评审后依次经过的环节"""
    pay: PayForm | None = None
    """What becomes of base pay: the new grade's, keep, or a raise 变动后的基本工资"""
    step: Expression | None = None
    """next, keep, first, or an expression giving a step of the grade it leads to 变动后的档位"""
    keeps_wait: Expression | None = None
    """For whom the months in the step go on 何种情况下原档已任月数带入新档"""
    award: Expression | None = None
    """Paid once with the move 一次性奖励"""
    after: Expression | None = None
    """Months between the decision, or the last stage, and the date 决定后几个月生效"""
    status: Name | None = None
    """The status that begins when it takes effect 生效时开始的状态"""
    spared_by: Text | None = None
    """A certificate that spares whom it would hit 可免于此变动的资格"""
    counts_as: Text | None = None
    """The move as which counters such as times(up) take it, too 同时计作哪项变动"""
    beside: Annotated[list[Text], BeforeValidator(_list_of_one, json_schema_input_type=list[str] | str)] = Field(
        default_factory=list
    )
    """Moves that may be decided on somebody beside it, or any 可与哪些变动同时决定"""
    cause: CauseForm | None = None
    """Of an exit: why, such as retirement or up_or_out, or the share of each 离职原因"""
    severance: SeveranceEntry | None = None
    """Of an exit: true (as the workforce says), none, N, N+1, 2N 离职时的经济补偿：true（按人员文件）、none、N 等"""
    windows: MoveWindows | None = None
    """Whether look-backs begin anew with the last move 统计区间是否自上次变动起算"""
    probation: MoveProbationForm | None = None
    """A trial in the new grade 变动后的考察期"""
    waive: WaiverForm | None = None
    """When conditions may be waived 破格规定"""
    set: dict[Name, Expression] = Field(default_factory=dict)
    """What becomes of people's attributes, e.g. {department: sales} 变动后的人员信息"""
