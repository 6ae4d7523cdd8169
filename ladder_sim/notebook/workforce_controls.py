"""What can be turned on the side of the people: how many, how they are hired, what others pay, how they leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache

import ipywidgets as widgets

from ladder_sim.core.display import number
from ladder_sim.core.foreign import Widget
from ladder_sim.core.i18n import Title, in_both, tr
from ladder_sim.files.resolving.attrition import PRESETS
from ladder_sim.model.expression import Expr
from ladder_sim.model.workforce import HIRING_KINDS, Effort, Hiring, LeavingPreset, Workforce
from ladder_sim.notebook.parameter_controls import slider

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


def _has_headcount(workforce: Workforce) -> bool:
    """Whether the number of people is free: a roster and given grades fix it."""
    return workforce.people.roster is None and not workforce.people.grades


class WorkforceControls:
    """The widgets of the settings that this workforce has."""

    def __init__(self, workforce: Workforce, settings: WorkforceSettings, moved: Callable[[str], object]) -> None:
        self.controls: dict[str, Widget] = {}
        own = workforce.people.headcount
        if _has_headcount(workforce):
            step = max(1, round(own / 20))
            low, high = own - step * ((own - 1) // step), own + 20 * step
            self.controls["headcount"] = slider(
                settings.headcount or own, low, high, step, True, description=tr("People at the start (people)",
                                                                            "期初人数（人）")
            )  # fmt: skip
        self.own, self.effort, self.years = own, workforce.effort, workforce.between_years
        self.controls["hiring"] = _choice(
            tr("Hiring plan", "招聘计划"), {k: t for k, (t, _) in PLANS.items()}, settings.hiring
        )
        if workforce.market and workforce.attrition.effects.pay_gap is not None:
            self.controls["market"] = slider(
                100 * settings.market, 70, 140, 2, True,
                description=tr("Market pay (% of the file's)", "市场薪酬（文件值的%）"),
            )  # fmt: skip
        self.controls["preset"] = _choice(tr("Pattern of leaving", "离职规律"), LEAVING, settings.preset)
        self.controls["leaving"] = slider(
            100 * settings.leaving, 50, 200, 5, True,
            description=tr("Chance of leaving (% of the above)", "离职概率（上述规律的%）"),
        )  # fmt: skip
        self.controls |= _of_effort(workforce.effort, settings) | _of_years(workforce, settings)
        for name, control in self.controls.items():
            control.observe(lambda _, name=name: moved(name), names="value")
        fixed = [] if _has_headcount(workforce) else [widgets.HTML(
            tr("The number of people is given by a roster or by grades.", "人数由花名册或职级人数给定。"))]  # fmt: skip
        self.widget = widgets.VBox([*fixed, *self.controls.values()])
        self.widget.add_class("ls-controls")

    def settings(self, **instead: float | str) -> WorkforceSettings:
        """What is set, some read `instead` of their controls."""
        now: dict[str, Widget] = {name: instead.get(name, control.value) for name, control in self.controls.items()}
        return WorkforceSettings(
            headcount=None if now.get("headcount", self.own) == self.own else now["headcount"],
            hiring=now["hiring"],
            market=round(now.get("market", 100) / 100, 4),
            preset=now["preset"],
            leaving=round(now["leaving"] / 100, 4),
            effort=_moved(now.get("effort"), None if self.effort is None else self.effort.most),
            reach=_moved(now.get("reach"), None if self.effort is None else self.effort.within),
            years_leaving=_moved(_part(now.get("years_leaving")), self.years.leaving),
            years_hiring=_moved(_part(now.get("years_hiring")), self.years.hiring),
            years_performance=_moved(now.get("years_performance"), self.years.performance),
        )


def _of_effort(effort: Effort | None, settings: WorkforceSettings) -> dict[str, Widget]:
    """The sliders of how people respond to a promotion within reach, where the file assumes that they do."""
    if effort is None:
        return {}
    most = float(effort.most if settings.effort is None else settings.effort)
    within = float(effort.within if settings.reach is None else settings.reach)
    return {
        "effort": slider(most, 0.0, max(6.0, 2.0 * effort.most), 0.5,
                         description=tr("Effort near a promotion (KPI points)", "临近晋升的努力（绩效分）")),
        "reach": slider(within, 1.0, max(20.0, 2.0 * effort.within), 1.0,
                        description=tr("Effort fades over (KPI points)", "努力消退的距离（绩效分）")),
    }  # fmt: skip


def _of_years(workforce: Workforce, settings: WorkforceSettings) -> dict[str, Widget]:
    """The sliders of how much years differ, of what can differ here: in per cent, of the KPI in points."""
    years, kpi = workforce.between_years, workforce.metrics.get("kpi")
    now = {name: value if (value := getattr(settings, f"years_{name}")) is not None else getattr(years, name)
           for name in YEARLY}  # fmt: skip
    made = {}
    if workforce.attrition.base or workforce.attrition.hazard is not None:
        made["years_leaving"] = slider(100 * now["leaving"], 0, max(60, round(200 * years.leaving)), 1, True,
                                       description=tr("Leaving differs between years by (± %)",
                                                      "离职的年度差异（±%）"))  # fmt: skip
    if HIRING_KINDS[workforce.hiring.kind].numbers:
        made["years_hiring"] = slider(100 * now["hiring"], 0, max(60, round(200 * years.hiring)), 1, True,
                                      description=tr("Planned hires differ between years by (± %)",
                                                     "招聘的年度差异（±%）"))  # fmt: skip
    if kpi is not None and kpi.kind == "normal":
        made["years_performance"] = slider(
            now["performance"], 0.0, max(10.0, 2 * years.performance), 0.5,
            description=tr("The KPI's level differs between years by (± points)", "绩效水平的年度差异（±分）"),
        )  # fmt: skip
    return made


def _part(percent: float | None) -> float | None:
    """Per cent as a part of 1."""
    return None if percent is None else percent / 100


def _moved(value: float | None, own: float | None) -> float | None:
    """Where a control stands; None where that is the file's value, or there is no control."""
    return None if value is None or own is None or abs(value - own) < 1e-9 else round(float(value), 4)


def _choice(description: str, titles: dict[str, Title], value: str) -> Widget:
    made = widgets.Dropdown(
        description=description, options=[(str(title), key) for key, title in titles.items()], value=value
    )
    made.add_class("ls-control")
    return made
