"""The day of the switch: who passes, whose pay changes, and what it costs, where `switch` asked for it."""

from __future__ import annotations

from functools import partial

from ladder_sim.changeover import told
from ladder_sim.changeover.switching import Switch
from ladder_sim.core.i18n import tr
from ladder_sim.report.document.kit import Scene
from ladder_sim.report.document.parts import Figure, Section, Table


def switch(scene: Scene) -> Section | None:
    """The switch in sentences, by passage from grade to grade and group, and its first year; None: nobody asked."""
    found = next(iter(scene.asked(Switch)), None)
    if found is None:
        return None
    said = found.summary()
    ways = [way for way, day in found.days.items() if len(day.people)]
    return Section(
        "switch", tr("The day of the switch", "切换当日"), said[0].rstrip(".。"), (*said[1:], *own_work(scene)),
        figures=(_figure(found),),
        tables=tuple(Table(found.columns(), tuple(found.rows(way=way)), title=str(found.comparison.title(way)))
                     for way in ways),
        appendix=(*_by_group(found, ways), *_months(found)),
        reading=tr(
            "Counts are of the people who pass, on average over the replications; base pay is that of all of them a "
            "month before, and how it changes by the new tables and as paid at first. Cost is paired with the old "
            "scheme on the same people with the same luck.",
            "人数为各次重复中切换人员的平均数；基本工资为全部切换人员切换前的月合计，以及按新薪级表和首月实发的变化。"
            "成本为同一批人员在相同随机条件下与原方案的配对差值。",
        ),
        caution=tr("Who is placed where, and what is protected, is what the changeover says; whether consent is needed "
                   "for lower pay is a question of law.",
                   "定级与薪酬保护均按所写的切换规则；降低薪酬是否需与员工协商一致，属法律问题，须另行核实。"),
    )  # fmt: skip


def own_work(scene: Scene) -> tuple[str, ...]:
    """The hours of those who hold reviews, where the workforce says them."""
    if "hr_hours" not in scene.comparison.known:
        return ()
    found = scene.comparison.contrast(scene.focus, "hr_hours")
    return (tr("HR's own work: {x} a month under {s}.", "人力资源部自身工作量：{s}每月{x}。",
               x=scene.level(found.level.mean, "hours"), s=scene.title(scene.focus)),)  # fmt: skip


def _figure(found: Switch) -> Figure:
    from ladder_sim.charts.switching import switch_picture

    return Figure(
        tr("The switch: pay and cost", "切换：薪酬与成本"), found.summary()[0], partial(switch_picture, found)
    )


def _by_group(found: Switch, ways: list[str]) -> list[Table]:
    """By role and by attribute, of the first way in which anybody passes."""
    if not ways:
        return []
    way = ways[0]
    groups = [group for group in found.day(way).known if group not in ("passage", "old_grade", "new_grade")]
    return [Table(found.columns(), tuple(found.rows(group, way=way)),
                  title=tr("The switch by {group}", "切换：按{group}", group=told.group_title(found, group)))
            for group in groups]  # fmt: skip


def _months(found: Switch) -> list[Table]:
    return [Table(told.month_columns(), tuple(told.month_rows(found, way)),
                  title=tr("First year by month: {way}", "首年逐月：{way}", way=found.comparison.title(way)))
            for way in found.days]  # fmt: skip
