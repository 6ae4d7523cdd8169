"""What is set otherwise on the side of the people: how many, how they are hired, what others pay, how they leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache

from ladder_sim.core.display import number
from ladder_sim.core.i18n import Title, in_both, tr
from ladder_sim.files.resolving.attrition import PRESETS
from ladder_sim.model.expression import Expr
from ladder_sim.model.workforce import Hiring, LeavingPreset, Workforce

AS_FILE = "as in the file"
YEAR = 12
#: What `BetweenYears` gives a spread of; settings and controls have the names with ``years_`` before.
YEARLY = ("leaving", "hiring", "performance")

#: Plans of hiring by name: what they are called, and what they make of the file's own.
PLANS: dict[str, tuple[Title, Callable[[Hiring], Hiring]]] = {
    AS_FILE: (Title("as in the file", "与文件相同"), lambda own: own),
    "keep": (Title("keep the headcount", "保持人数"), lambda own: replace(own, kind="keep", rate=0.0)),
    "grow5": (Title("grow by 5% a year", "每年增长5%"), lambda own: replace(own, kind="grow", rate=0.05)),
    "grow15": (Title("grow by 15% a year", "每年增长15%"), lambda own: replace(own, kind="grow", rate=0.15)),
    "shrink5": (Title("shrink by 5% a year", "每年缩减5%"), lambda own: replace(own, kind="grow", rate=-0.05)),
    "freeze": (Title("no hiring in the first year", "第一年冻结招聘"), lambda own: replace(own, freeze=(1, YEAR))),
}
PRESET_TITLES: Mapping[LeavingPreset, Title] = {
    "in-house": Title("in-house center", "自营客服中心"), "outsourced": Title("outsourced center", "外包客服中心"),
}  # fmt: skip
LEAVING: dict[str, Title] = {AS_FILE: PLANS[AS_FILE][0]} | {str(name): title for name, title in PRESET_TITLES.items()}


#: What the settings are called.
TITLES = {
    "headcount": Title("People at the start", "期初人数"), "hiring": Title("Hiring plan", "招聘计划"),
    "market": Title("Market pay", "市场薪酬"), "preset": Title("Pattern of leaving", "离职规律"),
    "leaving": Title("Chance of leaving", "离职概率"),
    "effort": Title("Effort near a promotion", "临近晋升的努力"),
    "reach": Title("Distance over which effort fades", "努力消退的距离"),
    "years_leaving": Title("Leaving differs between years by", "离职的年度差异"),
    "years_hiring": Title("Planned hires differ between years by", "招聘的年度差异"),
    "years_performance": Title("The KPI's level differs between years by", "绩效水平的年度差异"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class WorkforceSettings:
    """What is set on the side of the people; the defaults leave them as the file has them."""

    headcount: int | None = None
    hiring: str = AS_FILE
    market: float = 1.0  # times what others pay
    preset: str = AS_FILE
    leaving: float = 1.0  # times the monthly chance to leave
    effort: float | None = None  # KPI points more at the line of a promotion; None: as the file says
    reach: float | None = None  # KPI points over which that fades
    years_leaving: float | None = None  # how much years differ, as in `BetweenYears`; None: as the file says
    years_hiring: float | None = None
    years_performance: float | None = None

    @property
    def changed(self) -> dict[str, float | str]:
        """The settings that differ from the file."""
        plain = WorkforceSettings()
        return {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != getattr(plain, f.name)}

    def moved_titles(self) -> list[str]:
        """What the settings that differ from the file are called, in the language in use."""
        return [str(TITLES[name]) for name in self.changed]

    def told(self) -> list[str]:
        """Those that were moved, by title, in the language in use."""
        percent = tr("{value}% of the file's", "文件值的{value}%", value="{value}")
        words: dict[str, Callable[[str], str]] = {
            "hiring": lambda plan: str(PLANS[plan][0]),
            "preset": lambda preset: str(LEAVING[preset]),
        }
        numbers: dict[str, Callable[[float], str]] = {
            "headcount": lambda n: tr("{n} people", "{n}人", n=number(n, 0)),
            "market": lambda x: percent.format(value=number(100 * x, 0)),
            "leaving": lambda x: percent.format(value=number(100 * x, 0)),
            "effort": lambda x: tr("{n} points", "{n}分", n=number(x, 1)),
            "reach": lambda x: tr("{n} points", "{n}分", n=number(x, 1)),
            "years_leaving": lambda x: f"± {number(100 * x, 0)}%",
            "years_hiring": lambda x: f"± {number(100 * x, 0)}%",
            "years_performance": lambda x: tr("± {n} points", "± {n}分", n=number(x, 1)),
        }
        said = {
            name: words[name](value) if isinstance(value, str) else numbers[name](value)
            for name, value in self.changed.items()
        }
        return [
            tr("{title} = {value}", "{title}={value}", title=TITLES[name], value=text) for name, text in said.items()
        ]


class _SameWorkforce:
    """A workforce as a key: the same object."""

    def __init__(self, workforce: Workforce) -> None:
        self.workforce = workforce

    def __hash__(self) -> int:
        return id(self.workforce)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SameWorkforce) and self.workforce is other.workforce


def with_settings(workforce: Workforce, settings: WorkforceSettings) -> Workforce:
    """The workforce with other settings; the very same where none was changed."""
    return workforce if not settings.changed else _with_settings(_SameWorkforce(workforce), settings)


@lru_cache(maxsize=64)
def _with_settings(same: _SameWorkforce, settings: WorkforceSettings) -> Workforce:
    own = same.workforce
    people, attrition = own.people, own.attrition
    if settings.headcount is not None:
        people = replace(people, headcount=settings.headcount)
    for preset, base in PRESETS.items():
        if preset == settings.preset:
            attrition = replace(attrition, base=base, hazard=None)
    if settings.leaving != 1:
        hazard = None if attrition.hazard is None else _times(attrition.hazard, settings.leaving)
        base = tuple((month, min(1.0, chance * settings.leaving)) for month, chance in attrition.base)
        attrition = replace(attrition, base=base, hazard=hazard)
    market = own.market
    if settings.market != 1:
        market = {role: _times(pay, settings.market) for role, pay in market.items()}
    effort = own.effort
    if effort is not None:
        most = effort.most if settings.effort is None else settings.effort
        effort = replace(effort, most=most, within=effort.within if settings.reach is None else settings.reach)
    years = {name: value for name in YEARLY if (value := getattr(settings, f"years_{name}")) is not None}
    told = ", ".join(f"{name}={value:g}" if isinstance(value, float | int) else f"{name}={value}"
                     for name, value in settings.changed.items())  # fmt: skip
    ends = in_both(lambda: tr(", ", "，").join(settings.told()))
    title = Title("{title} ({told})", "{title}（{told}）").fill(title=own.title, told=ends)
    hiring = PLANS[settings.hiring][1](own.hiring)
    return replace(
        own, id=f"{own.id}({told})", title=title, people=people, attrition=attrition, market=market, hiring=hiring,
        effort=effort, between_years=replace(own.between_years, **years),
    )  # fmt: skip


def _times(expr: Expr, factor: float) -> Expr:
    return Expr(f"({expr.text}) * {factor:g}", expr.at)
