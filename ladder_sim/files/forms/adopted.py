"""The human form of a scheme that takes over from another, and of how people come to its grades."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, Tag

from ladder_sim.files.forms.common import Expression, Form, Text, Whole, by_shape

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
    """First month of the run under this scheme 从模拟的第几个月起执行"""
    after: Text
    """The scheme in force until then 此前执行的方案"""
    placement: PlacementForm = "keep"
    """keep, by pay, "pay protected", or {old grade: new grade or an expression that gives one} 归级方式"""
    pay: Annotated[Annotated[Text, Tag("<text>")] | Annotated[SwitchPayForm, Tag("<mapping>")], by_shape] = "at once"
    """at once, protected, frozen, such as 12 months, or {falls, rises} 薪酬处理"""
    waves: Annotated[Annotated[Text, Tag("<text>")] | Annotated[list[WaveForm], Tag("<list>")], by_shape] = "everybody"
    """everybody, new hires, or waves by month 分批"""
