"""What a list of people leaves to the workforce it is put on: every assumption that is not its own, with its value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ladder_sim.core.display import plain
from ladder_sim.core.i18n import Title, tr
from ladder_sim.expressions.words import GIVEN_CLOCKS
from ladder_sim.model.workforce import Workforce
from ladder_sim.scenarios.roster_tree import BASE, is_roster

if TYPE_CHECKING:
    import pandas as pd

#: Addresses in a workforce file, what stands there, and the columns of a roster that say it instead.
ASSUMED: tuple[tuple[str, Title, tuple[str, ...]], ...] = (
    ("start", Title("first day of the run", "模拟首日"), ()),
    ("people.team_size", Title("people in a team", "小组人数"), ("team",)),
    ("metrics.kpi", Title("KPI scores: mean, spread, learning", "绩效得分：均值、离散、新人成长"), ()),
    ("attrition", Title("voluntary leaving", "主动离职"), ()),
    ("hiring", Title("how posts are filled", "招聘补员"), ()),
    ("costs", Title("costs besides pay", "薪酬以外的成本"), ()),
    ("market", Title("market pay a month", "月度市场薪酬"), ()),
    ("retirement", Title("retirement", "退休"), ()),
    ("ability", Title("ability", "能力"), ()),
    ("mentoring", Title("mentoring", "带教"), ()),
    ("minimum_wage", Title("minimum wage", "最低工资"), ()),
    ("between_years", Title("differences between years", "年度之间的差异"), ()),
    ("effort", Title("effort near a promotion", "临近晋升的努力"), ()),
    ("statuses", Title("statuses of life", "由生活事件开始的状态"), ()),
    ("indices", Title("what rises by date", "按日期上涨的指数"), ()),
    ("signals", Title("other metrics that rules read", "规则用到的其他指标"), ()),
    ("holidays", Title("days off", "节假日"), ()),
)
LONGEST = 110  # signs of a value


@dataclass(frozen=True, slots=True)
class Leaned:
    """An assumption that is not the list's own.

    Parameters
    ----------
    address: where it stands in a workforce file, such as ``attrition``.
    """

    address: str
    title: str
    value: str


def leaned_on(workforce: Workforce) -> tuple[Leaned, ...]:
    """Every assumption on which a run of these people leans, beside the list itself."""
    columns = () if workforce.people.roster is None else tuple(workforce.people.roster.columns)
    made = []
    for address, title, instead in ASSUMED:
        value = _at(workforce.form, address)
        if value is not None and not any(name in columns for name in instead):
            made.append(Leaned(address, str(title), _flow(value)))
    made.append(Leaned("law", tr("labor law", "劳动法"), workforce.law.id))
    drawn = [name for name in workforce.people.attributes if name not in columns and name not in GIVEN_CLOCKS]
    if drawn:
        made.append(Leaned("people.attributes", tr("drawn at random for everybody", "为所有人随机抽取"),
                           tr(", ", "、").join(drawn)))  # fmt: skip
    if columns and "months_in_grade" not in columns:
        made.append(
            Leaned(
                "people.roster", tr("time in the grade", "任现职级时间"), tr("estimated from the tenure", "按司龄估计")
            )
        )
    if columns and "pay" not in columns:
        made.append(
            Leaned(
                "people.roster", tr("pay", "薪酬"), tr("the base pay of the scheme's grades", "方案各职级的基本工资")
            )
        )
    return tuple(made)


def leaned_of_list(workforce: Workforce) -> tuple[Leaned, ...]:
    """The same where a list of people alone was given as the workforce; empty where a file says all of it."""
    return leaned_on(workforce) if is_roster(workforce.file) else ()


def base_of_list(workforce: Workforce) -> str:
    """The workforce whose assumptions a list of people leans on that was given alone; '' where a file says all."""
    return str(workforce.form.get("based_on") or BASE) if is_roster(workforce.file) else ""


def leaned_frame(workforce: Workforce) -> pd.DataFrame:
    """`leaned_of_list` as a table by address, with `title` and `value`."""
    import pandas as pd

    rows = [(of.address, of.title, of.value) for of in leaned_of_list(workforce)]
    return pd.DataFrame(rows, columns=["address", "title", "value"]).set_index("address")


def _at(form: Mapping[str, object], address: str) -> object:
    found: object = form
    for key in address.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _flow(value: object) -> str:
    """A value as it would stand on a line of YAML, without its names for people and its sources."""
    said = _plain(value)
    return said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        kept = {key: of for key, of in value.items() if key not in ("title", "unit", "basis", "better")}
        return "{" + ", ".join(f"{key}: {_plain(of)}" for key, of in kept.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_plain(of) for of in value) + "]"
    return plain(value) if isinstance(value, float) else str(value)
