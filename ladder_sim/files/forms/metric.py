"""The human form of metrics and attributes, shared by workforces, schemes and the vocabulary."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, Tag

from ladder_sim.core.directions import DirectionWord
from ladder_sim.files.forms.common import (
    Expression,
    Flag,
    Form,
    MonthOfYear,
    Number,
    Positive,
    Share,
    Text,
    TitleForm,
    by_shape,
)
from ladder_sim.model.metrics import DrawnAt, DrawnPer

Pair = Annotated[list[Number], Field(min_length=2, max_length=2)]

LimitPair = Annotated[list[Number | None], Field(min_length=2, max_length=2)]
ShareTable = Annotated[dict[float, Share], Field(min_length=1)]


class SpreadForm(Form):
    """mean + between x ability + AR(1) with sd `within` and month-to-month `carry` 正态型指标"""

    mean: Expression
    between: Expression = 0
    within: Expression = 0
    carry: Annotated[Number, Field(ge=0, lt=1)] = 0.0
    ability: Number | None = None
    at_move: Expression | None = None
    """What a new role makes of the person's own level, from old and fresh"""


class RateForm(Form):
    """A chance or a mean count each month; `ability`: how ability moves it 概率型或计数型指标"""

    mean: Expression
    ability: Number | None = None


def _rate(value: object) -> object:
    """``poisson: 0.3`` as ``poisson: {mean: 0.3}``."""
    return value if isinstance(value, dict | list) else {"mean": value}


class LearningForm(Form):
    """How newcomers approach the mean 新人成长曲线"""

    gain: Expression
    """How far below the mean a newcomer starts"""
    half_life: Annotated[Number, Field(gt=0)]
    """Months 月"""


class MetricForm(Form):
    """Something drawn for each person each month, or at an exam 指标"""

    normal: SpreadForm | None = None
    lognormal: SpreadForm | None = None
    poisson: Annotated[RateForm, BeforeValidator(_rate, json_schema_input_type=RateForm | Expression)] | None = None
    chance: Annotated[RateForm, BeforeValidator(_rate, json_schema_input_type=RateForm | Expression)] | None = None
    uniform: Pair | None = None
    table: ShareTable | None = None
    """Values and their shares 取值及其占比"""
    value: Expression | None = None
    learning: LearningForm | None = None
    clip: LimitPair | None = None
    """What lies beyond is put on the limit"""
    cut: LimitPair | None = None
    """What lies beyond is not drawn 截断"""
    at: DrawnAt = "month"
    per: DrawnPer = "person"
    title: TitleForm | None = None
    unit: Text | None = None
    better: DirectionWord = "high"
    event: Flag = False
    missing: Number | None = None
    """What a record without this column has"""
    basis: Text | None = None
    """Where the numbers come from, or "assumed" """


class ChangeForm(Form):
    """When what a person brings becomes something else 人员信息的变化"""

    every: Text = "month"
    """month, quarter, half-year, year or e.g. "3 months" """
    month: MonthOfYear | None = None
    """Month in which a year (or half-year) ends 年度（半年度）结束的月份"""
    if_: Expression = Field(True, alias="if")
    """For whom, e.g. chance(0.05) 何人"""
    to: Expression
    """A value, next (of an order) or an expression 变为"""


class AttributeForm(Form):
    """Something a person has from the start 人员信息"""

    normal: Pair | None = None
    uniform: Pair | None = None
    exponential: Annotated[Number, Field(gt=0)] | None = None
    poisson: Positive | None = None
    order: Annotated[list[Text], Field(min_length=1)] | None = None
    shares: (
        Annotated[
            Annotated[list[Share], Tag("<list>")] | Annotated[dict[str, Share], Tag("<mapping>")],
            by_shape,
        ]
        | None
    ) = None
    names: dict[str, TitleForm] = Field(default_factory=dict)
    """What the values are called 各取值的名称"""
    table: ShareTable | None = None
    """Values and their shares 取值及其占比"""
    value: Number | None = None
    cut: LimitPair | None = None
    """What lies beyond is not drawn 截断"""
    at_least: Number | None = None
    at_most: Number | None = None
    changes: list[ChangeForm] = Field(default_factory=list)
    """How it changes with time 随时间的变化"""
    title: TitleForm | None = None
    basis: Text | None = None


AttributeEntry = Annotated[
    Annotated[Number, Tag("<number>")] | Annotated[AttributeForm, Tag("<mapping>")],
    by_shape,
]
