"""What a workforce says of its list of people: how the file is to be read, and what it must fit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ladder_sim.core.frozen import FrozenFields
from ladder_sim.core.i18n import Title
from ladder_sim.core.roles import STANDARD_ROLES
from ladder_sim.model.expression import Expr
from ladder_sim.model.metrics import Attribute, Metric

#: What a column of a roster may be, besides the attributes that the workforce declares.
ROSTER_COLUMNS = (
    "person", "hired", "tenure", "years_employed", "months_employed", "role", "grade", "grade_since", "months_in_grade",
    "years_in_grade", "team", "pay", "annual_pay", "kpi", "status", "has_left", "is_active", "left_on", "fte", "birth",
    "age", "education", "gender", "experience_months", "certificates",
)  # fmt: skip
#: How a list of people is written, where the file alone does not tell.
DateOrder = Literal["day-first", "month-first"]
DATE_ORDERS: Mapping[DateOrder, Title] = {
    "day-first": Title("day first", "日在前"), "month-first": Title("month first", "月在前"),
}  # fmt: skip
DecimalSign = Literal["comma", "point"]
PayPer = Literal["month", "year"]
#: Where in a cell the key of a person stands that holds more, such as a name.
KeyIn = Literal["brackets", "figures", "first word", "last word"]


@dataclass(frozen=True, slots=True)
class RosterMapping(FrozenFields):
    """The user's decisions on a roster; what is left empty is found out from the file.

    Parameters
    ----------
    columns: what a column is (``hired``, ``pay``, …) to its header in the file; '' for a column not to be read.
    pay_per: whether the pay is a month's or a year's.
    full_time: whether the pay of who works part time is that for full time, not what is paid.
    dates, decimal: how dates and numbers are written.
    kpi: a rating as the file writes it, to KPI points.
    left, staying: further words of the status.
    sheet: of a workbook.
    roles, grades: a title as the file writes it, to a role or a grade; '' for none.
    titles: the path of a table of titles with their roles and grades, '' for none.
    reached: a grade, to the header of the dates on which people reached it.
    key_in: where in its cells the key of a person stands, None where it is the whole cell.
    words: an attribute, to words of its column and what each means; '' for none.
    numbered: whether people are known by the row they stand in, since nothing in the file is their key.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    pay_per: PayPer | None = None
    full_time: bool = False
    dates: DateOrder | None = None
    decimal: DecimalSign | None = None
    kpi: Mapping[str, float] = field(default_factory=dict)
    left: tuple[str, ...] = ()
    staying: tuple[str, ...] = ()
    sheet: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)
    grades: Mapping[str, str] = field(default_factory=dict)
    titles: str = ""
    reached: Mapping[str, str] = field(default_factory=dict)
    key_in: KeyIn | None = None
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class RosterNeeds(FrozenFields):
    """What the people of a file must fit.

    Parameters
    ----------
    start: the first day of the run; tenure is counted to it, in completed months.
    attributes: what the workforce declares; a column of such a name (or title) is kept.
    roles: the roles a person may have.
    kpi: the metric that a rating must fit, None where there is none.
    market: role to market pay a month.
    """

    start: dt.date
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    roles: tuple[str, ...] = STANDARD_ROLES
    kpi: Metric | None = None
    market: Mapping[str, Expr] = field(default_factory=dict)
    mapping: RosterMapping = RosterMapping()


#: How a text begins that stands where a workforce's roster was, its people left out.
LEFT_OUT = "left out: "


def left_out(people: int, mark: str) -> str:
    """What stands in a text in place of its people; whoever loads it gives them.

    Parameters
    ----------
    people : how many there are
    mark : the fingerprint of the workforce with them
    """
    return f"{LEFT_OUT}{people} people, of the workforce {mark}"
