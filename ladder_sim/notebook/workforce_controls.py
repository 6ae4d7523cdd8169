"""The widgets of what can be set on the side of the people."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from ladder_sim.core.foreign import Widget
from ladder_sim.core.i18n import Title, tr
from ladder_sim.desk.workforce_settings import LEAVING, PLANS, YEARLY, WorkforceSettings
from ladder_sim.model.workforce import HIRING_KINDS, Effort, Workforce
from ladder_sim.notebook.parameter_controls import slider


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
