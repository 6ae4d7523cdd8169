"""The human form of a status: a condition of a person that lasts, begun by a move or by life."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, Tag

from ladder_sim.files.forms.common import Expression, Flag, Form, Name, Text, TitleForm, _list_of_one, by_shape
from ladder_sim.model.statuses import SeatAway, Windows


class UniformForm(Form):
    """Between two durations, all as likely 在最短与最长之间等可能"""

    uniform: Annotated[list[Expression], Field(min_length=2, max_length=2)]
    """Fewest and most months, all as likely 最少、最多月数，等可能"""


MonthsForm = Annotated[
    Annotated[Expression, Tag("<number>")]
    | Annotated[Expression, Tag("<text>")]
    | Annotated[UniformForm, Tag("<mapping>")],
    by_shape,
]
StatusNames = Annotated[
    Annotated[Text, Tag("<text>")] | Annotated[list[Name], Tag("<list>")],
    by_shape,
]


class StatusForm(Form):
    """A condition of a person that lasts, such as leave, notice or a capability process 人员状态"""

    title: TitleForm | None = None
    months: MonthsForm | None = None
    """How long: whole months, read at the beginning 持续月数"""
    until: Expression | None = None
    """Instead: it ends with the month at whose end this holds 或：满足该条件的当月末结束"""
    clocks: StatusNames = "run"
    """run, stop, or the clocks that stop 时钟：照计、停计，或列出停计的时钟"""
    windows: Windows = "run"
    """What its months are in windows 其间各月在统计区间中如何计"""
    pay: Expression = "all"
    """all, base, or what is paid a month in place of everything 薪酬：照发、仅基本工资，或代替金额"""
    reviews: StatusNames = "all"
    """all, none, or the moves that test who is in it 其间参加哪些评审"""
    ends_with: Annotated[list[Name], BeforeValidator(_list_of_one, json_schema_input_type=list[str] | str)] | None = (
        None
    )
    """The moves that end it; default: every change of grade 使其结束的规则"""
    place: SeatAway = "kept"
    """Does the seat stay taken meanwhile? 其间编制是否保留"""
    counts: Flag = True
    """Does who is in it count as headcount? 其间是否计入人数"""


class LifeStatusForm(StatusForm):
    """A status that life begins 因个人事件开始的状态"""

    begins: Expression
    """Chance a month 每月发生概率"""
