"""What all human forms share: strict keys, plain scalars, and the shapes a value may take."""

from __future__ import annotations

import functools
import math
import re
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from ladder_sim.core.formats import FILE_FORMAT
from ladder_sim.expressions.dated import month_number
from ladder_sim.expressions.words import LARGEST
from ladder_sim.files import LONGEST_NAME
from ladder_sim.model.kinds import Cause


class Form(BaseModel):
    """A mapping of a file. Keys it does not know are reported to the context's list and left out."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    @classmethod
    @functools.cache
    def keys(cls) -> tuple[str, ...]:
        """The keys as they are written in a file, in the form's order."""
        return tuple(item.alias or name for name, item in cls.model_fields.items())

    @model_validator(mode="before")
    @classmethod
    def _leave_out_unknown(cls, data: object, info: ValidationInfo) -> object:
        if not isinstance(data, dict) or cls.model_config.get("extra") == "allow" or info.context is None:
            return data
        known = cls.keys()
        unknown = [key for key in data if key not in known]
        if not unknown:
            return data
        # the identity of the mapping tells where it stands; see `check.validate`
        info.context.append((id(data), unknown, known))
        return {key: value for key, value in data.items() if key in known}


def shape(value: object) -> str:
    """The kind of a value, as the tag of a union; tags in ``<>`` are no part of a path."""
    if isinstance(value, bool):
        return "<flag>"
    if isinstance(value, int | float):
        return "<number>"
    if isinstance(value, dict):
        return "<mapping>"
    if isinstance(value, list):
        return "<list>"
    if isinstance(value, str):
        return "<text>"
    return "<mapping>" if isinstance(value, BaseModel) else "<nothing>"


by_shape = Discriminator(shape)


def _fail(kind: str) -> PydanticCustomError:
    return PydanticCustomError(kind, kind)


def _number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _fail("need_number")
    if abs(value) > LARGEST:
        raise _fail("need_smaller")
    return value


def _integer(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise _fail("need_integer")
    if abs(value) > 10**12:
        raise _fail("need_smaller")
    return value


def _flag(value: object) -> object:
    if not isinstance(value, bool):
        raise _fail("need_flag")
    return value


def _text(value: object) -> object:
    if not isinstance(value, str) or not value.strip():
        raise _fail("need_text")
    return value


def _expression(value: object) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        raise _fail("need_expression")
    if isinstance(value, int | float) and abs(value) > LARGEST:
        raise _fail("need_smaller")
    if isinstance(value, bool | int | float) or (isinstance(value, str) and value.strip()):
        return value
    raise _fail("need_expression")


def _name(value: object) -> object:
    if not isinstance(value, str) or not value.isidentifier():
        raise _fail("need_name")
    if len(value) > LONGEST_NAME:
        raise _fail("need_shorter_name")
    return value


def _list_of_one(value: object) -> object:
    return value if isinstance(value, list) else [value]


#: A cause of an exit, or any but a transfer.
ExitOfPart = Literal[Cause, "any"]
ExitsOfPart = Annotated[
    list[ExitOfPart], BeforeValidator(_list_of_one, json_schema_input_type=list[ExitOfPart] | ExitOfPart)
]


Number = Annotated[int | float, BeforeValidator(_number)]


def _whole(value: object) -> object:
    """A whole number, or an expression of parameters that gives one."""
    return value if isinstance(value, str) and value.strip() else _integer(value)


Whole = Annotated[int | str, BeforeValidator(_whole)]
Weight = Annotated[int | float | str, BeforeValidator(lambda v: v if isinstance(v, str) and v.strip() else _number(v))]
Share = Annotated[Number, Field(ge=0, le=1)]
Positive = Annotated[Number, Field(ge=0)]
Integer = Annotated[int, BeforeValidator(_integer)]
Count = Annotated[Integer, Field(ge=0)]
Months = Annotated[Integer, Field(ge=0, le=1200)]
MonthOfYear = Annotated[Integer, Field(ge=1, le=12)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Text = Annotated[str, BeforeValidator(_text)]
Expression = Annotated[int | float | bool | str, BeforeValidator(_expression)]
Name = Annotated[str, BeforeValidator(_name)]
#: What seats and quotas count.
CountEntry = Literal["heads", "fte"]
MonthName = Annotated[
    Annotated[MonthOfYear, Tag("<number>")] | Annotated[Text, Tag("<text>")],
    by_shape,
]
Where = Annotated[
    Annotated[Text, Tag("<text>")] | Annotated[list[Text], Tag("<list>")],
    by_shape,
]
Duration = Annotated[
    Annotated[Integer, Tag("<number>")] | Annotated[Text, Tag("<text>")],
    by_shape,
]


def _month(value: object) -> object:
    if month_number(value) is None:
        raise _fail("need_month")
    return str(value).strip()


MonthKey = Annotated[str, BeforeValidator(_month), Field(pattern=r"^\d{4}-\d{1,2}$")]
_BY_MONTH = Field(min_length=1, json_schema_extra={"additionalProperties": False})


class LaterForm(Form):
    """A value that is paid later than it holds: the difference is paid as arrears 延后发放的数值"""

    value: Expression
    paid_from: MonthKey
    """The month from which it is paid, such as 2028-04 发放起始月份"""


_Single = (
    Annotated[Expression, Tag("<text>")] | Annotated[Expression, Tag("<number>")] | Annotated[Expression, Tag("<flag>")]
)
#: Values by the month from which they hold.
Dated = Annotated[dict[MonthKey, Annotated[_Single | Annotated[LaterForm, Tag("<mapping>")], by_shape]], _BY_MONTH]
#: A number, an expression, or such values by month.
Amount = Annotated[_Single | Annotated[Dated, Tag("<mapping>")], by_shape]


#: An amount of money that may change by date.
Rising = Annotated[
    Annotated[Positive, Tag("<number>")] | Annotated[Text, Tag("<text>")] | Annotated[Dated, Tag("<mapping>")], by_shape
]
_Steps = Annotated[list[Expression], Field(min_length=1)]
_Stepped = _Single | Annotated[_Steps, Tag("<list>")]


class LaterStepsForm(LaterForm):
    """The same for a number that a grade may carry by step 按档位延后发放的数值"""

    value: Annotated[_Stepped, by_shape]  # type: ignore[assignment]  # a list too


_GradeDated = Annotated[
    dict[MonthKey, Annotated[_Stepped | Annotated[LaterStepsForm, Tag("<mapping>")], by_shape]], _BY_MONTH
]
#: What a grade carries: an amount, or a list of one for each step.
GradeAmount = Annotated[_Stepped | Annotated[_GradeDated, Tag("<mapping>")], by_shape]


def _or_month(value: object) -> str:
    """The kind of a value that may be a form or values by month."""
    dated = isinstance(value, dict) and bool(value) and all(re.match(r"\d{4}-\d", str(key)) for key in value)
    return "<dated>" if dated else shape(value)


by_shape_or_month = Discriminator(_or_month)


class FileForm(Form):
    """A whole file. Which format it is of, `formats.current` has read before the form sees the rest."""

    format: Annotated[Integer, Field(ge=0, le=FILE_FORMAT)] = FILE_FORMAT
    """Version of the file format 文件格式版本"""


class Both(Form):
    """A text in two languages 双语文字"""

    en: Text | None = None
    """English"""
    zh: Text | None = None
    """Chinese 中文"""

    @model_validator(mode="after")
    def _one_at_least(self) -> Both:
        if self.en is None and self.zh is None:
            raise _fail("need_title")
        return self


TitleForm = Annotated[Annotated[Text, Tag("<text>")] | Annotated[Both, Tag("<mapping>")], by_shape]
