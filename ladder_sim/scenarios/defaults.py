"""What a list of people leaves to the workforce it is put on: every assumption that is not its own, with its value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ladder_sim.core.display import plain
from ladder_sim.core.i18n import Title, tr
from ladder_sim.expressions.words import GIVEN_CLOCKS
from ladder_sim.model.workforce import Workforce

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


def _at(form: Mapping[str, Any], address: str) -> Any:
    found: Any = form
    for key in address.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _flow(value: Any) -> str:
    """A value as it would stand on a line of YAML, without its names for people and its sources."""
    said = _plain(value)
    return said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        kept = {key: of for key, of in value.items() if key not in ("title", "unit", "basis", "better")}
        return "{" + ", ".join(f"{key}: {_plain(of)}" for key, of in kept.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_plain(of) for of in value) + "]"
    return plain(value) if isinstance(value, float) else str(value)
